#include "people/hazard.h"

#include <stddef.h>

#include "base/memory.h"

static const char *const hazard_names[] = {
#define HAZARD(name, text, kind, meaning) text,
#include "people/hazards.def"
#undef HAZARD
};

const char *hazard_name(enum hazard hazard)
{
    return hazard_names[(int)hazard - CONDITION_LIMIT];
}

enum status hazard_model_allocate(struct hazard_model *self)
{
    enum status status = memory_allocate_aligned((void **)&self->base, (size_t)AGE_COUNT * SEX_COUNT * QUINTILE_COUNT,
                                                 sizeof *self->base);

    if (status != STATUS_OK) {
        goto out;
    }
    status =
        memory_allocate_aligned((void **)&self->resolution, (size_t)AGE_COUNT * SEX_COUNT, sizeof *self->resolution);
out:
    return status;
}

void hazard_model_free(struct hazard_model *self)
{
    memory_free((void **)&self->base);
    memory_free((void **)&self->resolution);
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

void hazard_multiply_ratios(const struct hazard_model *self, exposures_t exposures, struct hazard_vector *vector)
{
    for (exposures_t left = exposures; left != 0; left &= left - 1) {
        const struct hazard_vector *ratio = &self->ratio[__builtin_ctzll(left)];
        for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
            vector->lane[lane] *= ratio->lane[lane];
        }
    }
    for (exposures_t left = self->stages; left != 0; left &= left - 1) {
        const unsigned stage = (unsigned)__builtin_ctzll(left);
        if ((exposures & self->requires[stage]) != self->requires[stage]) {
            vector->lane[stage] = 0;
        }
    }
}

static float hazard_sum(const struct hazard_vector *vector)
{
    float part[4] = {0, 0, 0, 0};

    for (unsigned lane = 0; lane < LANE_COUNT; lane += 4) {
        for (unsigned k = 0; k < 4; k++) {
            part[k] += vector->lane[lane + k];
        }
    }
    return (part[0] + part[1]) + (part[2] + part[3]);
}

float hazard_evaluate(const struct hazard_model *self, unsigned age, enum sex sex, exposures_t exposures,
                      struct hazard_vector *out)
{
    const struct hazard_vector *resolution = &self->resolution[age * SEX_COUNT + (unsigned)sex];

    *out = self->base[hazard_cell(age, sex, exposure_quintile(exposures))];
    hazard_multiply_ratios(self, exposures, out);
    for (exposures_t left = exposures & self->resolvable; left != 0; left &= left - 1) {
        unsigned lane = hazard_resolution_lane((unsigned)__builtin_ctzll(left));
        out->lane[lane] = resolution->lane[lane];
    }
    return hazard_sum(out);
}

/* The last lane that is not zero: where a draw falls that rounding leaves beyond the total. */
static unsigned hazard_last(const struct hazard_vector *vector)
{
    unsigned lane = LANE_COUNT - 1;

    while (lane > 0 && vector->lane[lane] <= 0) {
        lane--;
    }
    return lane;
}

unsigned hazard_choose(const struct hazard_vector *vector, double draw)
{
    enum { GROUP = 4 };
    unsigned first = 0;
    double group = 0;

    for (; first < LANE_COUNT; first += GROUP) {
        const float *lane = vector->lane + first;
        group = ((double)lane[0] + lane[1]) + ((double)lane[2] + lane[3]);
        if (draw < group) {
            break;
        }
        draw -= group;
    }
    for (unsigned lane = first; lane < LANE_COUNT; lane++) {
        const double hazard = vector->lane[lane];
        if (draw < hazard) {
            return lane;
        }
        draw -= hazard;
    }
    return hazard_last(vector);
}
