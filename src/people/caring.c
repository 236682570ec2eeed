#include "people/caring.h"

#include <math.h>

#include "base/real.h"

enum { OUTSIDE, WITHIN };

static const double least_hours = 1, hours_of_a_week = 168;
static const double second_band = 20, third_band = 50;

/* The standard normal distribution function, to within 0.0000002 (Abramowitz and Stegun 1964, 7.1.26). */
static double normal_below(double z)
{
    static const double a[] = {0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429};
    const double x = fabs(z) * 0.70710678118654752, t = 1 / (1 + 0.3275911 * x);
    const double error = 1 - ((((a[4] * t + a[3]) * t + a[2]) * t + a[1]) * t + a[0]) * t * real_exp(-x * x);

    return z < 0 ? (1 - error) / 2 : (1 + error) / 2;
}

/* The chance that a carer gives as many hours, or more, as make strain. */
static double chance_of_strain(const struct caring *self, unsigned where, unsigned need)
{
    const double median = self->median[where][need];

    if (median <= 0 || self->spread <= 0) {
        return median > 0 && median >= self->strained_hours ? 1 : 0;
    }
    return 1 - normal_below(real_log(self->strained_hours / median) / self->spread);
}

/* Spells of one kind last 1, those of the other 1 / ratio: the rate of the mean spell. */
static double added_turnover(const struct caring *self, double strained)
{
    return strained > 0 ? 1 / (1 - strained + strained / self->breakdown_ratio) - 1 : 0;
}

void caring_set(struct caring *self, const struct caring_parameters *parameters)
{
    *self = (struct caring){
        .median = {{0, parameters->outside_hours_low, parameters->outside_hours_moderate,
                    parameters->outside_hours_substantial, parameters->outside_hours_critical},
                   {0, parameters->household_hours_low, parameters->household_hours_moderate,
                    parameters->household_hours_substantial, parameters->household_hours_critical}},
        .spread = parameters->hours_spread,
        .strained_hours = parameters->strained_hours,
        .breakdown_ratio = parameters->breakdown_ratio,
    };
    for (unsigned need = NEED_LOW; need < NEED_BANDS; need++) {
        const double alone = chance_of_strain(self, OUTSIDE, need), with = chance_of_strain(self, WITHIN, need);
        const double mixed = alone + (with - alone) * parameters->household_carer_share;
        self->turnover_added[OUTSIDE][need] = added_turnover(self, alone);
        self->turnover_added[WITHIN][need] = added_turnover(self, mixed);
    }
}

static bool live_together(const struct people *people, uint32_t row, uint32_t other)
{
    uint32_t member = people->person[row].household_next;

    while (member != row && member != other) {
        member = people->person[member].household_next;
    }
    return member == other;
}

double caring_hours(const struct caring *self, const struct people *people, uint32_t row)
{
    if (!people_has(people, row, TRAIT_HAS_CARER)) {
        return 0;
    }
    const uint32_t carer = people_carer_link(people, row);
    const unsigned where = live_together(people, row, carer) ? WITHIN : OUTSIDE;
    const double median = self->median[where][exposure_need(people->person[row].exposures)];
    if (median <= 0) {
        return 0;
    }
    struct random random = random_at(self->key, RANDOM_PURPOSE_CARER_HOURS, people->id[row], 0, people->id[carer]);
    const double hours = median * real_exp(self->spread * random_normal(&random));
    return fmin(fmax(hours, least_hours), hours_of_a_week);
}

unsigned caring_band(double hours)
{
    return hours < second_band ? 0 : hours < third_band ? 1 : 2;
}

bool caring_strains(const struct caring *self, const struct people *people, uint32_t row, double hours)
{
    return hours > 0 && hours >= self->strained_hours && !people_has(people, row, TRAIT_HOME_CARE);
}

bool caring_is_strained(const struct caring *self, const struct people *people, uint32_t row)
{
    return !people_has(people, row, TRAIT_HOME_CARE) &&
           caring_strains(self, people, row, caring_hours(self, people, row));
}

double caring_turnover(const struct caring *self, exposures_t exposures)
{
    const bool alone = (exposures & exposure_of_trait(TRAIT_LIVING_ALONE)) != 0;
    const bool helped = (exposures & exposure_of_trait(TRAIT_HOME_CARE)) != 0;

    return helped ? 1 : 1 + self->turnover_added[alone ? OUTSIDE : WITHIN][exposure_need(exposures)];
}

float caring_apply(const struct caring *self, const struct people *people, uint32_t row, union hazard_vector *hazards)
{
    const exposures_t exposures = people->person[row].exposures;
    const bool has_carer = people_has(people, row, TRAIT_HAS_CARER);
    float *lane = &hazards->lane[has_carer ? HAZARD_CARER_STOP : HAZARD_CARER_START];
    const float before = *lane;

    if (exposure_need(exposures) == NEED_NONE) {
        return 0;
    }
    if (!has_carer) {
        *lane = before * (float)caring_turnover(self, exposures);
    } else if (caring_is_strained(self, people, row)) {
        *lane = before * (float)self->breakdown_ratio;
    }
    return *lane - before;
}
