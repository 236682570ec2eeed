/* Forks: where the pathways of a scenario part from the usual way, and what programmes change in care.
 *
 * A fork stands at a moment (a need arises, a service has served or refused, a patient is nearly ready to leave a bed,
 * has left it, a programme has ended). It takes a share of the people whom its criterion means to another service, into
 * a programme, on to another need, or lets them care for themselves. All of it is data of the scenario (care.forks);
 * built once, constant afterwards. pathway_fork.c walks them. */
#ifndef CATCHMENT_CARE_FORK_H
#define CATCHMENT_CARE_FORK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "care/service.h"
#include "people/eligibility.h"
#include "people/programme.h"

enum { FORK_LIMIT = 64, ANY_OF = -1, NO_SERVICE = -1, NO_NEED = -1 };

/* Numbers of the pathways that a programme may change for its members: X(NAME, "name", "meaning"). */
#define PATHWAY_NUMBER_LIST(X)                                                                                         \
    X(STAY, "stay_days", "length of an emergency stay")                                                                \
    X(DISCHARGE_SUPPORT, "discharge_support", "chance that an inpatient needs new support before they can go home")    \
    X(DISCHARGE_CARE_HOME, "discharge_care_home", "of those, the share who need a care home")                          \
    X(SUPPORT_NOTICE, "support_notice_days", "days until home care or a place in a care home is there")                \
    X(PACKAGE, "package_hours", "hours a week of a new package of home care")
#define PATHWAY_NUMBER_ENUMERATOR(name, text, meaning) PATHWAY_NUMBER_##name,
enum pathway_number { PATHWAY_NUMBER_LIST(PATHWAY_NUMBER_ENUMERATOR) PATHWAY_NUMBER_COUNT };
#undef PATHWAY_NUMBER_ENUMERATOR

struct fork {
    const struct fork_parameters *parameters; /* of the scenario; not owned */
    struct eligibility who;
    int of;       /* a lane of hazards, a service, a programme, or ANY_OF, as the moment says */
    int service;  /* enum service, or NO_SERVICE */
    int need;     /* a lane of hazards, or NO_NEED */
    uint32_t key; /* of its draws: a hash of its name */
};

/* An effect of a programme on a number of the pathways, or on the share of a fork. */
struct programme_number {
    struct eligibility who;
    unsigned programme;
    unsigned number; /* enum pathway_number, or PATHWAY_NUMBER_COUNT + the index of a fork */
    double ratio;
};

struct forks {
    struct fork *items; /* by moment, rank and name; owned */
    size_t count;
    size_t first[MOMENT_COUNT + 1];   /* the forks of a moment are [first[m], first[m + 1]) */
    uint64_t of[MOMENT_COUNT];        /* a bit for each lane, service or programme at which there is one */
    struct programme_number *numbers; /* by programme; owned */
    size_t number_count, number_capacity;
    /* Of programmes: */
    struct eligibility eligible[PROGRAMME_LIMIT];
    uint32_t programme_keys[PROGRAMME_LIMIT];     /* of their draws: hashes of their names */
    uint8_t uses[PROGRAMME_LIMIT][SERVICE_COUNT]; /* the services of their contacts, in the order of the scenario */
};

/* Reads the forks and the effects of programmes that are not on hazards. Errors: STATUS_SCENARIO for names of needs,
 * services, criteria and effects that are none, for services that do not work as a fork or programme needs them, and
 * for more than FORK_LIMIT; STATUS_NO_MEMORY. The caller still frees. */
enum status forks_build(struct forks *self, const struct care_parameters *care, const struct figures *figures);
void forks_free(struct forks *self);

/* Whether all names that programmes, forks and criteria give are known, with the tables that know conditions; for a
 * scenario that is not run. Errors: those of figures_read, programmes_build and forks_build, all of them in one
 * message.
 */
enum status care_check_names(const struct care_parameters *care, const struct figures_parameters *tables);

/* The services to which forks lead, in which programmes hold places, or with which members have contacts: a bit each.
 */
uint32_t forks_services(const struct forks *self, const struct programmes *programmes);

/* Whether a fork sends its people to wait for a service or a place, of which an outcome comes back. */
bool fork_answers(const struct fork_parameters *fork, const struct programme_parameters *programmes);

/* Whether there is any fork at that moment of that need, service or programme. */
static inline bool forks_stand_at(const struct forks *self, enum moment moment, unsigned of)
{
    return (self->of[moment] >> of & 1) != 0;
}

/* What the programmes of a person make of a number of the pathways or the share of a fork, as a ratio. */
double forks_number_ratio(const struct forks *self, const struct programmes *programmes, const struct viewpoint *person,
                          unsigned number);

const char *pathway_number_name(enum pathway_number number);
const char *pathway_number_meaning(enum pathway_number number);

#endif
