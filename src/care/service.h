/* The service lines of scenario/services.def, and how a scenario says that each works. */
#ifndef CATCHMENT_CARE_SERVICE_H
#define CATCHMENT_CARE_SERVICE_H

#include "base/status.h"
#include "scenario/registry.h"

enum discipline { DISCIPLINE_DAILY, DISCIPLINE_BOOKED, DISCIPLINE_BED, DISCIPLINE_PLACE, DISCIPLINE_HOURS };

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

/* The service of that name, or -1. */
int service_find(const char *name);

/* The rules of every service line: those that the scenario gives, the defaults of the registry for the others. Errors:
 * STATUS_SCENARIO for rules of something that is no service line, and for a line without rules if a parameter of them
 * has no default. */
enum status service_rules_resolve(const struct care_parameters *parameters,
                                  struct service_rules_parameters out[SERVICE_COUNT]);

#endif
