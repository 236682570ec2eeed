#include "people/utility.h"

#include <math.h>

static void set_losses(struct utility *self, const struct figures *figures)
{
    for (unsigned byte = 0; byte < EXPOSURE_BYTES; byte++) {
        for (unsigned value = 0; value < BYTE_VALUES; value++) {
            self->loss[byte][value] = 0;
            for (unsigned bit = 0; bit < 8; bit++) {
                const double loss = figures->utility_loss[8 * byte + bit] * UTILITY_UNIT;
                self->loss[byte][value] += (value >> bit & 1) != 0 ? (int32_t)lround(loss) : 0;
            }
        }
    }
}

/* What the people of the stock at a birthday lose on average, in whole units a person. */
static double mean_at_birthday(const struct utility *self, const struct reference *reference, unsigned age,
                               unsigned sex, unsigned quintile)
{
    const exposures_t *people =
        &reference->stock[(size_t)hazard_cell(age, (enum sex)sex, quintile) * reference->particles];
    int64_t sum = 0;

    for (uint32_t i = 0; i < reference->particles; i++) {
        sum += utility_lost(self, people[i]);
    }
    return (double)sum / reference->particles;
}

/* The same of people in a year of age, who are drawn from the birthdays at its ends, over the quintiles. */
static double mean_loss(const struct utility *self, const struct figures *figures, const struct reference *reference,
                        unsigned age, unsigned sex)
{
    const unsigned next = age + 1 < AGE_COUNT ? age + 1 : age;
    double people = 0, lost = 0;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        const double weight = figures->persons[age][sex][quintile];
        people += weight;
        lost += weight *
                (mean_at_birthday(self, reference, age, sex, quintile) +
                 mean_at_birthday(self, reference, next, sex, quintile)) /
                2;
    }
    return people > 0 ? lost / people : 0;
}

static void set_age(struct utility *self, unsigned age, unsigned sex, double norm, double lost)
{
    const double room = UTILITY_UNIT - norm;
    const double scale = lost > room ? room / lost : 1;

    self->base[age][sex] = (int32_t)lround(norm + scale * lost);
    self->scale[age][sex] = (int32_t)lround(scale * UTILITY_SCALE);
}

void utility_set(struct utility *self, const struct figures *figures, const struct reference *reference)
{
    *self = (struct utility){0};
    set_losses(self, figures);
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            set_age(self, age, sex, figures->utility[age][sex] * UTILITY_UNIT,
                    mean_loss(self, figures, reference, age, sex));
        }
    }
}
