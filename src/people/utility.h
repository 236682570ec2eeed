/* Utility: the health-related quality of life of a person, on the scale on which 1 is full health and 0 as good as
 * dead.
 *
 * The mean at an age and sex is the published norm; exposures move people round it. As with hazards, the mean is taken
 * over the reference cohort: what its people lose on average at an age and sex is given back to everybody of that age
 * and sex. Where that would lift people without losses above full health, as it would the oldest, all losses of that
 * age and sex are scaled down until it does not. Whole units of 1/UTILITY_UNIT, so that a sum over people is exact in
 * any order. Read by the census. */
#ifndef CATCHMENT_PEOPLE_UTILITY_H
#define CATCHMENT_PEOPLE_UTILITY_H

#include <stdint.h>

#include "people/figures.h"
#include "people/reference.h"

enum {
    UTILITY_UNIT = 10000,
    UTILITY_SCALE = 1 << 16,
    BYTE_VALUES = 256,
    EXPOSURE_BYTES = (EXPOSURE_COUNT + 7) / 8 /* of the word, that have a meaning */
};

struct utility {
    int32_t base[AGE_COUNT][SEX_COUNT];        /* of people without any loss */
    int32_t scale[AGE_COUNT][SEX_COUNT];       /* of losses; UTILITY_SCALE is 1 */
    int32_t loss[EXPOSURE_BYTES][BYTE_VALUES]; /* of the exposures in each byte of the word */
};

void utility_set(struct utility *self, const struct figures *figures, const struct reference *reference);

/* The losses of a person added up, before they are scaled. */
static inline int32_t utility_lost(const struct utility *self, exposures_t exposures)
{
    int32_t lost = 0;

    for (unsigned byte = 0; byte < EXPOSURE_BYTES; byte++) {
        lost += self->loss[byte][exposures >> 8 * byte & (BYTE_VALUES - 1)];
    }
    return lost;
}

static inline int32_t utility_of(const struct utility *self, exposures_t exposures, unsigned age, unsigned sex)
{
    const int64_t lost = (int64_t)utility_lost(self, exposures) * self->scale[age][sex];

    return self->base[age][sex] - (int32_t)(lost / UTILITY_SCALE);
}

#endif
