#include "base/memory.h"
#include "base/sort.h"
#include "people/households.h"

/* The adults of the rows in the order in which they come to care for somebody outside their household. */
struct volunteers {
    uint32_t *rows;
    uint32_t count, next;
};

/* Lives at home and is on neither side of such care. */
static bool is_free(const struct people *people, uint32_t row)
{
    const exposures_t barred =
        exposure_of_trait(TRAIT_CARE_HOME) | exposure_of_trait(TRAIT_IS_CARER) | exposure_of_trait(TRAIT_HAS_CARER);

    return people_holds(people, row) && (people->person[row].exposures & barred) == 0;
}

static bool can_care(const struct people *people, uint32_t row)
{
    return is_free(people, row) && exposure_need(people->person[row].exposures) <= NEED_LOW;
}

/* Sorting by an exponential draw over the weight is to draw without replacement in proportion to weight (Efraimidis and
 * Spirakis, 2006). */
static enum status volunteers_order(struct volunteers *self, const struct people *people, uint32_t first, uint32_t end,
                                    const struct population *population, day_t today, struct random *random)
{
    uint64_t *keys = NULL;
    uint64_t *key_scratch = NULL;
    uint32_t *row_scratch = NULL;
    enum status status = memory_allocate((void **)&keys, end - first, sizeof *keys);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&key_scratch, end - first, sizeof *key_scratch);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&row_scratch, end - first, sizeof *row_scratch);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->rows, end - first, sizeof *self->rows);
    }
    for (uint32_t row = first; status == STATUS_OK && row < end; row++) {
        unsigned age = can_care(people, row) ? households_age(people, row, today) : 0;
        double weight =
            age >= population->households->adult_age ? population->figures->carer[age][people->person[row].sex] : 0.0;
        if (weight > 0.0) {
            keys[self->count] = sort_key_of(random_exponential(random, weight));
            self->rows[self->count++] = row;
        }
    }
    if (status == STATUS_OK) {
        sort_pairs(keys, self->rows, key_scratch, row_scratch, self->count);
    }
    memory_free((void **)&keys);
    memory_free((void **)&key_scratch);
    memory_free((void **)&row_scratch);
    return status;
}

/* The next who can still care; nobody can care for themselves. PERSON_NONE if there is nobody. */
static uint32_t volunteers_take(struct volunteers *self, const struct people *people, uint32_t row)
{
    while (self->next < self->count) {
        uint32_t carer = self->rows[self->next++];
        if (carer != row && can_care(people, carer)) {
            return carer;
        }
    }
    return PERSON_NONE;
}

/* Somebody of the household who can care, in proportion to the share of carers at their age and sex. */
static uint32_t household_carer(const struct people *people, uint32_t row, const struct population *population,
                                day_t today, struct random *random)
{
    uint32_t carer = PERSON_NONE;
    double total = 0.0;

    for (uint32_t other = people->person[row].household_next; other != row;
         other = people->person[other].household_next) {
        unsigned age = households_age(people, other, today);
        if (age >= population->households->household_carer_youngest_age && can_care(people, other)) {
            double weight = population->figures->carer[age][people->person[other].sex];
            total += weight;
            if (carer == PERSON_NONE || random_unit(random) * total < weight) {
                carer = other;
            }
        }
    }
    return carer;
}

static enum status find_carers_of_band(struct people *people, uint32_t first, uint32_t end, enum need_band band,
                                       const struct population *population, day_t today, struct volunteers *volunteers,
                                       struct random *random)
{
    enum status status = STATUS_OK;

    for (uint32_t row = first; row < end && status == STATUS_OK; row++) {
        if (!is_free(people, row) || exposure_need(people->person[row].exposures) != band ||
            !random_bernoulli(random, population->carer_share[band])) {
            continue;
        }
        uint32_t carer = household_carer(people, row, population, today, random);
        if (carer == PERSON_NONE) {
            carer = volunteers_take(volunteers, people, row);
        }
        if (carer != PERSON_NONE) {
            status = people_link_carer(people, row, carer);
        }
    }
    return status;
}

enum status households_find_carers(struct people *people, uint32_t first, uint32_t end,
                                   const struct population *population, day_t today, struct random *random)
{
    struct volunteers volunteers = {0};
    enum status status = volunteers_order(&volunteers, people, first, end, population, today, random);

    /* The highest need first, because those of low need may themselves be carers. */
    for (unsigned band = NEED_BANDS; status == STATUS_OK && band-- > 0;) {
        status = find_carers_of_band(people, first, end, (enum need_band)band, population, today, &volunteers, random);
    }
    memory_free((void **)&volunteers.rows);
    return status;
}
