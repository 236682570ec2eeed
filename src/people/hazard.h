/* Hazards: how likely each thing is to happen to a person today.
 *
 * A hazard vector has one lane for each condition (its onset, or its resolution for those who have it) and one for each
 * row of hazards.def. A person's vector is the base of their age and sex multiplied, lane by lane, by the ratios of
 * every exposure they carry; mortality is published by deprivation too, and has a factor of its own for it. The bases
 * are set by the reference cohort so that the mean over the people of a cell is the published rate: conditions, frailty
 * and deprivation share the risk and none is counted twice. Called by synthesis and by life, every day; never draws a
 * random number. */
#ifndef CATCHMENT_PEOPLE_HAZARD_H
#define CATCHMENT_PEOPLE_HAZARD_H

#include <stdint.h>

#include "base/status.h"
#include "people/exposure.h"

#define HAZARD(name, text, kind, meaning) HAZARD_##name,
enum hazard {
    HAZARD_BEFORE_FIRST = CONDITION_LIMIT - 1,
#include "people/hazards.def"
    HAZARD_END
};
#undef HAZARD

enum { LANE_COUNT = 64, AGE_COUNT = 106 }; /* single years 0..104, and 105 and over */
_Static_assert((int)HAZARD_END <= (int)LANE_COUNT, "all hazards fit the lanes");

enum { LANE_GROUPS = 8, GROUP_LANES = LANE_COUNT / LANE_GROUPS };

/* So many lanes as a register of AVX2 holds. All groups of a vector fit into registers then; of wider groups, compilers
 * keep the halves in memory where registers are narrower, which takes six times as long. */
typedef float lane_group __attribute__((vector_size(GROUP_LANES * sizeof(float))));

union hazard_vector {
    float lane[LANE_COUNT]; /* per day */
    lane_group group[LANE_GROUPS];
};

struct hazard_model {
    union hazard_vector *base;       /* [AGE_COUNT][SEX_COUNT], per day; owned */
    union hazard_vector *resolution; /* the same, of those who have what can end; owned. Acute illness can end with
                                      * death, at a rate of its own; in the lane of emergency admission stands what
                                      * the weeks after it add */
    float *mortality;                /* [AGE_COUNT][SEX_COUNT][QUINTILE_COUNT], relative to the base; owned */
    float *recovery;                 /* [AGE_COUNT][SEX_COUNT], per day, from acute illness of those who are in no
                                      * bed that would end with it; owned */
    union hazard_vector ratio[64];   /* by exposure bit; 1 where it has no effect, 0 where it excludes */
    exposures_t requires[CONDITION_LIMIT]; /* a stage of a condition needs that condition first; 0: nothing */
    exposures_t stages;                    /* conditions that require another */
    exposures_t resolvable;                /* exposures that can end at some age */
};

enum status hazard_model_allocate(struct hazard_model *self);
void hazard_model_free(struct hazard_model *self);

/* Makes a condition a stage, which only those with all of `required` can have. */
void hazard_require(struct hazard_model *self, unsigned stage, exposures_t required);

/* The lane in which what `exposure_bit` marks comes to an end: a condition's own lane, or that of a trait that can end.
 */
unsigned hazard_resolution_lane(unsigned exposure_bit);

static inline unsigned hazard_row(unsigned age, enum sex sex)
{
    return age * SEX_COUNT + (unsigned)sex;
}

static inline unsigned hazard_cell(unsigned age, enum sex sex, unsigned quintile)
{
    return hazard_row(age, sex) * QUINTILE_COUNT + quintile;
}

/* Asks memory for the base of somebody who will be evaluated soon. */
static inline void hazard_fetch_ahead(const struct hazard_model *self, unsigned age, enum sex sex)
{
    const union hazard_vector *base = &self->base[hazard_row(age, sex)];

    for (unsigned g = 0; g < LANE_GROUPS; g++) {
        __builtin_prefetch(&base->group[g]);
    }
}

/* Fills `out` with the person's daily hazards and returns their sum, added in a fixed order. */
float hazard_evaluate(const struct hazard_model *self, unsigned age, enum sex sex, exposures_t exposures,
                      union hazard_vector *out);

/* The lane in which `draw` falls, 0 <= draw < the vector's total, when lanes are laid end to end, from general
 * practice, the most frequent, round to those before it. The last lane that is not zero if rounding leaves it beyond.
 */
unsigned hazard_choose(const union hazard_vector *vector, double draw);

/* The exposures without the one that `exposure_bit` marks and, if it is a condition, without its stages. */
exposures_t hazard_end_exposure(const struct hazard_model *self, exposures_t exposures, unsigned exposure_bit);

/* The product of the ratios of all exposures, lane by lane: what a person's hazards are relative to a base of one. */
void hazard_multiply_ratios(const struct hazard_model *self, exposures_t exposures, union hazard_vector *vector);

#endif
