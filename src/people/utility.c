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

/* What people lose on average, in units, at each birthday. */
typedef double losses_at_birthday[AGE_COUNT][SEX_COUNT][QUINTILE_COUNT];

static double mean_of_stock(const struct utility *self, const struct reference *reference, uint32_t cell)
{
    const exposures_t *people = &reference->stock[(size_t)cell * reference->particles];
    int64_t sum = 0;

    for (uint32_t i = 0; i < reference->particles; i++) {
        sum += utility_lost(self, people[i]);
    }
    return (double)sum / reference->particles;
}

static void find_losses(const struct utility *self, const struct reference *reference, losses_at_birthday losses)
{
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
                losses[age][sex][quintile] = mean_of_stock(self, reference, hazard_cell(age, (enum sex)sex, quintile));
            }
        }
    }
}

/* The same of people in a year of age, who are drawn from the birthdays at its ends, over the quintiles. */
static double mean_loss(const struct figures *figures, losses_at_birthday losses, unsigned age, unsigned sex)
{
    const unsigned next = age + 1 < AGE_COUNT ? age + 1 : age;
    double people = 0, lost = 0;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        const double weight = figures->persons[age][sex][quintile];
        people += weight;
        lost += weight * (losses[age][sex][quintile] + losses[next][sex][quintile]) / 2;
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
    losses_at_birthday losses;

    *self = (struct utility){0};
    set_losses(self, figures);
    find_losses(self, reference, losses);
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            set_age(self, age, sex, figures->utility[age][sex] * UTILITY_UNIT, mean_loss(figures, losses, age, sex));
        }
    }
}
