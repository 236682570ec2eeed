/* Programmes of care as life sees them: what they change in the hazards of their members.
 *
 * A programme is data of the scenario (care.programmes). The care floor finds members, gives them places and lets them
 * go; here a membership multiplies lanes of the hazards, for the members whom the evidence means. What a programme
 * changes elsewhere (stays, ways through care) is not known here. */
#ifndef CATCHMENT_PEOPLE_PROGRAMME_H
#define CATCHMENT_PEOPLE_PROGRAMME_H

#include "base/status.h"
#include "people/eligibility.h"
#include "people/hazard.h"
#include "scenario/registry.h"

/* An effect on hazards. */
struct programme_hazard {
    struct eligibility who;
    unsigned programme, first_lane, lanes;
    double ratio;   /* when the programme works as it should */
    float in_force; /* this month */
};

struct programmes {
    const struct programme_parameters *items; /* of the scenario, not owned */
    size_t count;
    double works[PROGRAMME_LIMIT];    /* share of the effects that is left without what a programme requires */
    struct programme_hazard *hazards; /* by programme; owned */
    size_t hazard_count, hazard_capacity;
};

/* The service line that holds its places; -1: none. */
static inline int programme_service(const struct programme_parameters *programme)
{
    return programme->service - SERVICE_WORD_FIRST;
}

/* Reads the programmes of a scenario. Effects on names that are no outcomes of the table of relative risks are left to
 * the care floor. Errors: STATUS_SCENARIO for a name of a criterion or an enabler that is none, for two meanings of one
 * name, for more than PROGRAMME_LIMIT; STATUS_NO_MEMORY. The caller still frees. */
enum status programmes_build(struct programmes *self, const struct care_parameters *care,
                             const struct figures *figures);
void programmes_free(struct programmes *self);

/* What an effect is on: its own name, unless it gives another. */
const char *programme_effect_on(const struct effect_parameters *effect);

/* Binds the criterion of an effect of a programme. Errors: those of eligibility_bind. */
enum status programme_bind_effect(struct eligibility *who, const struct care_parameters *care,
                                  const struct figures *figures, size_t programme,
                                  const struct effect_parameters *effect);

/* How much of its effects a programme has on a day: what it requires, and what it has learnt. */
double programme_works(const struct programmes *self, unsigned programme, day_t today);

/* A ratio of which only the share `works` is there. */
static inline double programme_ratio(double ratio, double works)
{
    return 1 + (ratio - 1) * works;
}

/* Sets what is in force; thresholds of all members must be refreshed afterwards. */
void programmes_update(struct programmes *self, day_t today);

/* What the programmes of a person make of one lane, as a ratio. */
double programmes_lane_ratio(const struct programmes *self, const struct viewpoint *member, unsigned lane);

/* Multiplies the hazards of a member by the effects of their programmes, in the order of programmes; returns the new
 * sum of the lanes, `total` being the one before. Emergency admission is not made rarer here: illness comes as before,
 * and life lets less of it lead to a bed. */
float programmes_apply(const struct programmes *self, const struct viewpoint *member, union hazard_vector *hazards,
                       float total);

#endif
