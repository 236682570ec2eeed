/* The service lines of scenario/services.def, and how a scenario says that each works. */
#ifndef CATCHMENT_CARE_SERVICE_H
#define CATCHMENT_CARE_SERVICE_H

#include <stdbool.h>

#include "base/status.h"
#include "scenario/registry.h"

/* How capacity is used: X(NAME, "meaning"); line.h does it. */
#define DISCIPLINE_LIST(X)                                                                                             \
    X(DAILY, "slots of a day")                                                                                         \
    X(BOOKED, "slots of a day, due after notice")                                                                      \
    X(BED, "a bed of the site, held for a stay")                                                                       \
    X(PLACE, "a place, held until it is released")                                                                     \
    X(HOURS, "hours a week, held until they are released")
#define DISCIPLINE_ENUMERATOR(name, meaning) DISCIPLINE_##name,
enum discipline { DISCIPLINE_LIST(DISCIPLINE_ENUMERATOR) };
#undef DISCIPLINE_ENUMERATOR

#define SERVICE(id, name, discipline, unit, meaning) SERVICE_##id,
enum service {
#include "scenario/services.def"
    SERVICE_COUNT
};
#undef SERVICE

struct service_line {
    const char *name;
    enum discipline discipline;
    const char *unit;
    const char *meaning;
};

extern const struct service_line service_lines[SERVICE_COUNT];

/* Service lines of a run, in the order of services.def. */
struct service_list {
    size_t count;
    enum service services[SERVICE_COUNT];
    size_t place[SERVICE_COUNT]; /* of a service in the list; of no meaning for others */
};

/* Fills a list from a bit for each service. */
void service_list_set(struct service_list *self, uint32_t services);

/* Whether people go to its sites; to the others they need not go, or are visited at home. */
extern const bool service_is_travelled_to[SERVICE_COUNT];

/* The service of that name, or -1. */
int service_find(const char *name);

/* The rules of every service line: those that the scenario gives, the defaults of the registry for the others. Errors:
 * STATUS_SCENARIO for rules of something that is no service line, and for a line without rules if a parameter of them
 * has no default. */
enum status service_rules_resolve(const struct care_parameters *parameters,
                                  struct service_rules_parameters out[SERVICE_COUNT]);

#endif
