#include "people/synthesis.h"

#include <math.h>

#include "base/memory.h"
#include "people/frailty.h"
#include "people/households.h"
#include "people/life.h"

/* The joint distribution of age and sex in one quintile, cumulated from 0 to 1. */
struct pyramid {
    double upto[AGE_COUNT * SEX_COUNT];
};

static void pyramid_cumulate(struct pyramid *self, const struct figures *figures, unsigned quintile)
{
    double total = 0;

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            total += figures->persons[age][sex][quintile];
            self->upto[age * SEX_COUNT + sex] = total;
        }
    }
    for (unsigned cell = 0; cell < AGE_COUNT * SEX_COUNT; cell++) {
        self->upto[cell] /= total;
    }
}

enum status synthesis_add(struct people *people, const struct population *population, unsigned quintile,
                          uint16_t neighbourhood, enum sex sex, day_t birth_day, day_t today, struct random *random,
                          uint32_t *row)
{
    const exposures_t of_the_household =
        exposure_of_trait(TRAIT_LIVING_ALONE) | exposure_of_trait(TRAIT_HAS_CARER) | exposure_of_trait(TRAIT_IS_CARER);
    const double exact_age = (double)(today - birth_day) / CALENDAR_DAYS_PER_YEAR;
    const unsigned age = exact_age < AGE_COUNT - 2 ? (unsigned)exact_age : AGE_COUNT - 2;
    const unsigned nearest = random_unit(random) < exact_age - age ? age + 1 : age;
    enum status status = people_add(people, row);

    if (status != STATUS_OK) {
        goto out;
    }
    people->person[*row].birth_day = birth_day;
    people->person[*row].sex = (uint8_t)sex;
    people->person[*row].neighbourhood = neighbourhood;
    people->person[*row].exposures =
        reference_draw(&population->reference, nearest, sex, quintile, random) & ~of_the_household;
    people->person[*row].deficits = frailty_draw_deficits(exposure_frailty(people->person[*row].exposures), random);
out:
    return status;
}

static enum status synthesis_settle(struct people *people, const struct population *population,
                                    const struct pyramid *pyramid, const struct neighbourhood *place,
                                    uint16_t neighbourhood, day_t today, struct random *random)
{
    const double start = random_unit(random);
    enum status status = STATUS_OK;
    unsigned cell = 0;

    for (uint32_t person = 0; person < place->people && status == STATUS_OK; person++) {
        const double position = (person + start) / place->people;
        uint32_t row = 0;
        while (cell + 1 < AGE_COUNT * SEX_COUNT && pyramid->upto[cell] <= position) {
            cell++;
        }
        const unsigned age = cell / SEX_COUNT;
        const day_t youngest = (day_t)ceil(age * CALENDAR_DAYS_PER_YEAR),
                    oldest = (day_t)ceil((age + 1) * CALENDAR_DAYS_PER_YEAR) - 1;
        const day_t born = today - youngest - (day_t)random_below(random, (uint32_t)(oldest - youngest + 1));
        status = synthesis_add(people, population, place->quintile, neighbourhood, (enum sex)(cell % SEX_COUNT), born,
                               today, random, &row);
    }
    return status;
}

enum status synthesis_fill(struct people *people, const struct population *population, const struct area *area,
                           struct random_key key, day_t today)
{
    const struct locality *locality = &area->localities[people->locality];
    struct pyramid pyramids[QUINTILE_COUNT];
    enum status status = STATUS_OK;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        pyramid_cumulate(&pyramids[quintile], population->figures, quintile);
    }
    for (uint16_t n = 0; n < locality->neighbourhood_count; n++) {
        const uint16_t neighbourhood = (uint16_t)(locality->first_neighbourhood + n);
        const struct neighbourhood *place = &area->neighbourhoods[neighbourhood];
        struct random random = random_at(key, RANDOM_PURPOSE_POPULATION_HEALTH, locality->key, 0, n);
        const uint32_t first = (uint32_t)people->rows;
        status = synthesis_settle(people, population, &pyramids[place->quintile], place, neighbourhood, today, &random);
        if (status != STATUS_OK) {
            goto out;
        }
        struct random homes = random_at(key, RANDOM_PURPOSE_POPULATION_HOUSEHOLD, locality->key, 0, n);
        status = households_form(people, first, (uint32_t)people->rows, population, today, &homes);
        if (status != STATUS_OK) {
            goto out;
        }
        status = households_find_carers(people, first, (uint32_t)people->rows, population, today, &homes);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    for (uint32_t row = 0; row < people->rows; row++) {
        people->person[row].exposures = exposure_derive(people->person[row].exposures);
    }
out:
    return status;
}
