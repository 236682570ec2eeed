/* Exposures: what a person carries that changes a risk. One 64-bit word a person, one bit an exposure: the long-term
 * conditions first, then the traits of traits.def. Everything that alters a hazard is an exposure, so that there is one
 * mechanism for conditions, frailty, deprivation and support alike. */
#ifndef CATCHMENT_PEOPLE_EXPOSURE_H
#define CATCHMENT_PEOPLE_EXPOSURE_H

#include <stdint.h>

enum { CONDITION_LIMIT = 32 }; /* conditions are data; their number is known when the figures are read */

#define TRAIT(name, text, meaning) TRAIT_##name,
enum trait {
#include "people/traits.def"
    TRAIT_COUNT
};
#undef TRAIT

enum { EXPOSURE_COUNT = CONDITION_LIMIT + TRAIT_COUNT };
_Static_assert(EXPOSURE_COUNT <= 64, "exposures fit one 64-bit word");

typedef uint64_t exposures_t;

static inline exposures_t exposure_of_condition(unsigned condition)
{
    return (exposures_t)1 << condition;
}

static inline exposures_t exposure_of_trait(enum trait trait)
{
    return (exposures_t)1 << (CONDITION_LIMIT + (unsigned)trait);
}

#define EXPOSURE_CONDITIONS ((exposures_t)0xffffffffU)

enum { SEX_COUNT = 2, QUINTILE_COUNT = 5, FRAILTY_BANDS = 4, NEED_BANDS = 5 };
enum sex { SEX_MALE, SEX_FEMALE };
enum frailty_band { FRAILTY_FIT, FRAILTY_MILD, FRAILTY_MODERATE, FRAILTY_SEVERE };
enum need_band { NEED_NONE, NEED_LOW, NEED_MODERATE, NEED_SUBSTANTIAL, NEED_CRITICAL };

/* Bands held one-hot: the number of the band, and the word with another band in its place. */
static inline unsigned exposure_band(exposures_t exposures, enum trait first, unsigned bands)
{
    unsigned bits = (unsigned)(exposures >> (CONDITION_LIMIT + (unsigned)first)) & ((1U << bands) - 1U);

    return bits == 0 ? 0 : (unsigned)__builtin_ctz(bits);
}

static inline exposures_t exposure_set_band(exposures_t exposures, enum trait first, unsigned bands, unsigned band)
{
    unsigned shift = CONDITION_LIMIT + (unsigned)first;
    exposures_t mask = (exposures_t)((1U << bands) - 1U) << shift;

    return (exposures & ~mask) | ((exposures_t)1 << (shift + band));
}

static inline enum frailty_band exposure_frailty(exposures_t exposures)
{
    return (enum frailty_band)exposure_band(exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS);
}

static inline enum need_band exposure_need(exposures_t exposures)
{
    return (enum need_band)exposure_band(exposures, TRAIT_NEED_NONE, NEED_BANDS);
}

/* 0 is the most deprived fifth. */
static inline unsigned exposure_quintile(exposures_t exposures)
{
    return exposure_band(exposures, TRAIT_DEPRIVATION_1, QUINTILE_COUNT);
}

/* What follows from the other exposures: support ends with the need for it, and a need of moderate or more that neither
 * a carer, nor home care, nor a care home meets is unmet. A resident has no household, carer or package. */
static inline exposures_t exposure_derive(exposures_t exposures)
{
    const exposures_t carer = exposure_of_trait(TRAIT_HAS_CARER), package = exposure_of_trait(TRAIT_HOME_CARE);
    const exposures_t resident = exposure_of_trait(TRAIT_CARE_HOME), unmet = exposure_of_trait(TRAIT_UNMET_NEED);
    const enum need_band need = exposure_need(exposures);

    if ((exposures & resident) != 0) {
        exposures &= ~(carer | package | exposure_of_trait(TRAIT_LIVING_ALONE));
    }
    if (need < NEED_MODERATE) {
        exposures &= ~package;
    }
    if (need == NEED_NONE) {
        exposures &= ~carer;
    }
    exposures &= ~unmet;
    return need >= NEED_MODERATE && (exposures & (carer | package | resident)) == 0 ? exposures | unmet : exposures;
}

const char *trait_name(enum trait trait);
const char *trait_meaning(enum trait trait);

#endif
