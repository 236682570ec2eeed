#include "people/hazard.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/wide.h"

enum status hazard_model_allocate(struct hazard_model *self)
{
    const size_t rows = (size_t)AGE_COUNT * SEX_COUNT;
    enum status status = memory_allocate_aligned((void **)&self->base, rows, sizeof *self->base);

    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate_aligned((void **)&self->resolution, rows, sizeof *self->resolution);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->mortality, rows * QUINTILE_COUNT, sizeof *self->mortality);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->recovery, rows, sizeof *self->recovery);
out:
    return status;
}

void hazard_model_free(struct hazard_model *self)
{
    memory_free((void **)&self->base);
    memory_free((void **)&self->resolution);
    memory_free((void **)&self->mortality);
    memory_free((void **)&self->recovery);
}

unsigned hazard_resolution_lane(unsigned exposure_bit)
{
    switch ((int)exposure_bit - CONDITION_LIMIT) {
    case TRAIT_SMOKING_CURRENT:
        return HAZARD_SMOKING_STOP;
    case TRAIT_OBESITY:
        return HAZARD_OBESITY_CHANGE;
    case TRAIT_HAS_CARER:
        return HAZARD_CARER_STOP;
    case TRAIT_HOME_CARE:
        return HAZARD_HOME_CARE;
    case TRAIT_ACUTELY_ILL:
        return HAZARD_DEATH;
    case TRAIT_AFTER_HOSPITAL:
        return HAZARD_SETTLE;
    default:
        return exposure_bit;
    }
}

void hazard_require(struct hazard_model *self, unsigned stage, exposures_t required)
{
    self->requires[stage] = required;
    self->stages |= required != 0 ? exposure_of_condition(stage) : 0;
}

exposures_t hazard_end_exposure(const struct hazard_model *self, exposures_t exposures, unsigned exposure_bit)
{
    const exposures_t ended = (exposures_t)1 << exposure_bit;

    exposures &= ~ended;
    for (exposures_t left = exposures & self->stages; left != 0; left &= left - 1) {
        const unsigned stage = (unsigned)__builtin_ctzll(left);
        if ((self->requires[stage] & ended) != 0) {
            exposures &= ~exposure_of_condition(stage);
        }
    }
    return exposures;
}

/* Products only, lane by lane, so that every width of registers gives the same bits. */
static inline __attribute__((always_inline)) void multiply(const struct hazard_model *self, exposures_t exposures,
                                                           lane_group product[LANE_GROUPS])
{
    for (exposures_t left = exposures; left != 0; left &= left - 1) {
        const union hazard_vector *ratio = &self->ratio[__builtin_ctzll(left)];
        for (unsigned g = 0; g < LANE_GROUPS; g++) {
            product[g] *= ratio->group[g];
        }
    }
}

/* Returns by how much the sum of the lanes grows. */
static inline float replace(union hazard_vector *vector, unsigned lane, float hazard)
{
    const float growth = hazard - vector->lane[lane];

    vector->lane[lane] = hazard;
    return growth;
}

/* Nobody has a stage of what they do not have. Returns by how much the sum grows. */
static inline float exclude_stages(const struct hazard_model *self, exposures_t exposures, union hazard_vector *vector)
{
    float growth = 0;

    for (exposures_t left = self->stages & ~exposures; left != 0; left &= left - 1) {
        const unsigned stage = (unsigned)__builtin_ctzll(left);
        if ((exposures & self->requires[stage]) != self->requires[stage]) {
            growth += replace(vector, stage, 0);
        }
    }
    return growth;
}

WIDE_CLONES
static void multiply_ratios(const struct hazard_model *self, exposures_t exposures, union hazard_vector *vector)
{
    multiply(self, exposures, vector->group);
    exclude_stages(self, exposures, vector);
}

void hazard_multiply_ratios(const struct hazard_model *self, exposures_t exposures, union hazard_vector *vector)
{
    multiply_ratios(self, exposures, vector);
}

/* In a fixed order: every second group, then halves of what is left. */
static inline __attribute__((always_inline)) float sum(const lane_group group[LANE_GROUPS])
{
    typedef float half __attribute__((vector_size(4 * sizeof(float))));
    const lane_group eight =
        ((group[0] + group[2]) + (group[4] + group[6])) + ((group[1] + group[3]) + (group[5] + group[7]));
    const half four =
        __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);

    return (four[0] + four[2]) + (four[1] + four[3]);
}

/* The sum is taken while the lanes are in registers, and corrected for those that are replaced afterwards. */
WIDE_CLONES
static float evaluate(const struct hazard_model *self, unsigned age, enum sex sex, exposures_t exposures,
                      union hazard_vector *out)
{
    const union hazard_vector *resolution = &self->resolution[hazard_row(age, sex)];
    const float mortality = self->mortality[hazard_cell(age, sex, exposure_quintile(exposures))];
    union hazard_vector product = self->base[hazard_row(age, sex)];

    product.group[HAZARD_DEATH / GROUP_LANES][HAZARD_DEATH % GROUP_LANES] *= mortality;
    multiply(self, exposures, product.group);
    float total = sum(product.group);
    *out = product;
    total += exclude_stages(self, exposures, out);
    for (exposures_t left = exposures & self->resolvable; left != 0; left &= left - 1) {
        const unsigned lane = hazard_resolution_lane((unsigned)__builtin_ctzll(left));
        total += replace(out, lane, resolution->lane[lane]);
    }
    if ((exposures & exposure_of_trait(TRAIT_AFTER_HOSPITAL)) != 0) {
        const bool ill = (exposures & exposure_of_trait(TRAIT_ACUTELY_ILL)) != 0;
        const unsigned lane = ill ? HAZARD_SETTLE : HAZARD_EMERGENCY_ADMISSION;
        total +=
            replace(out, lane, ill ? self->recovery[hazard_row(age, sex)] : out->lane[lane] + resolution->lane[lane]);
    }
    return total > 0 ? total : 0;
}

float hazard_evaluate(const struct hazard_model *self, unsigned age, enum sex sex, exposures_t exposures,
                      union hazard_vector *out)
{
    return evaluate(self, age, sex, exposures, out);
}

/* The last lane that is not zero: where a draw falls that rounding leaves beyond the total. */
static unsigned hazard_last(const union hazard_vector *vector)
{
    unsigned lane = LANE_COUNT - 1;

    while (lane > 0 && vector->lane[lane] <= 0) {
        lane--;
    }
    return lane;
}

unsigned hazard_choose(const union hazard_vector *vector, double draw)
{
    enum { GROUP = 4, GROUPS = LANE_COUNT / GROUP, FIRST = HAZARD_GP / GROUP };

    for (unsigned turn = 0; turn < GROUPS; turn++) {
        const float *lane = vector->lane + (size_t)(FIRST + turn) % GROUPS * GROUP;
        const double group = ((double)lane[0] + lane[1]) + ((double)lane[2] + lane[3]);
        if (draw >= group) {
            draw -= group;
            continue;
        }
        for (unsigned k = 0; k < GROUP; k++) {
            if (draw < lane[k]) {
                return (unsigned)(lane - vector->lane) + k;
            }
            draw -= lane[k];
        }
    }
    return hazard_last(vector);
}
