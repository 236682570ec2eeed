/* The people of the first day: two localities, the first with a neighbourhood of each deprivation quintile. */
#include "people/synthesis.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "people/frailty.h"
#include "people/life.h"
#include "people_figures.h"

enum { FIRST, SECOND, LOCALITIES, NEIGHBOURHOODS = 7, PER_NEIGHBOURHOOD = 3001, TODAY = 14061 }; /* 2008-07-01 */

static struct population_parameters parameters;
static struct population population;
static struct neighbourhood neighbourhoods[NEIGHBOURHOODS];
static struct locality localities[LOCALITIES];
static struct economy economy;
static struct area area;
static struct people people;

static void set_up(void)
{
    parameters = test_population;
    parameters.life.reference_particles = 200;
    cr_assert_eq(population_init(&population, &parameters, &test_needs), STATUS_OK, "%s", status_message());
    for (unsigned n = 0; n < NEIGHBOURHOODS; n++) {
        neighbourhoods[n] = (struct neighbourhood){.quintile = (uint8_t)(n % QUINTILE_COUNT),
                                                   .locality = n >= QUINTILE_COUNT,
                                                   .people = PER_NEIGHBOURHOOD + n};
    }
    localities[FIRST] = (struct locality){.name = "first", .neighbourhood_count = QUINTILE_COUNT, .key = 11};
    localities[SECOND] = (struct locality){.name = "second",
                                           .first_neighbourhood = QUINTILE_COUNT,
                                           .neighbourhood_count = NEIGHBOURHOODS - QUINTILE_COUNT,
                                           .key = 12};
    economy = (struct economy){.name = "economy", .locality_count = LOCALITIES};
    area = (struct area){&economy, localities, neighbourhoods, 1, LOCALITIES, NEIGHBOURHOODS, NULL};
}

static void tear_down(void)
{
    people_free(&people);
    population_free(&population);
}

TestSuite(people_synthesis, .init = set_up, .fini = tear_down);

static void fill(struct people *store, uint32_t locality, uint64_t seed)
{
    cr_assert_eq(people_init(store, locality, 0), STATUS_OK);
    cr_assert_eq(synthesis_fill(store, &population, &area, random_key_make(seed, 0), TODAY), STATUS_OK, "%s",
                 status_message());
}

static void fill_first(void)
{
    fill(&people, FIRST, 1);
}

/* All that makes a person and their ties, without the number of the locality, which is part of their id, and without
 * that of the neighbourhood. */
static uint64_t hash_of(const struct people *store)
{
    struct hash hash;

    cr_assert_eq(hash_init(&hash), STATUS_OK);
    for (uint32_t row = 0; row < store->rows; row++) {
        struct person person = store->person[row];
        person.neighbourhood = 0;
        hash_update(&hash, &person, sizeof person);
        const uint32_t carer = people_carer_link(store, row);
        hash_update(&hash, &carer, sizeof carer);
    }
    const uint64_t digest = hash_digest(&hash);
    hash_free(&hash);
    return digest;
}

/* Numbers */

Test(people_synthesis, each_neighbourhood_has_its_people)
{
    uint32_t here[NEIGHBOURHOODS] = {0};

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        here[people.person[row].neighbourhood]++;
    }
    for (unsigned n = 0; n < NEIGHBOURHOODS; n++) {
        cr_expect_eq(here[n], n < QUINTILE_COUNT ? neighbourhoods[n].people : 0, "neighbourhood %u: %u", n, here[n]);
    }
}

Test(people_synthesis, nobody_else_is_there)
{
    fill_first();
    cr_expect_eq(people.living, people.rows);
    cr_expect_eq(people.rows, 5 * PER_NEIGHBOURHOOD + 0 + 1 + 2 + 3 + 4);
}

Test(people_synthesis, a_neighbourhood_without_people_is_passed_over)
{
    neighbourhoods[2].people = 0;
    fill_first();
    cr_expect_eq(people.living, 4 * PER_NEIGHBOURHOOD + 0 + 1 + 3 + 4);
}

Test(people_synthesis, quintiles_are_those_of_the_neighbourhood)
{
    const exposures_t quintiles = ((exposures_t)(1U << QUINTILE_COUNT) - 1)
                                  << (CONDITION_LIMIT + (unsigned)TRAIT_DEPRIVATION_1);

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        cr_assert_eq(people.person[row].exposures & quintiles,
                     exposure_of_trait((enum trait)(TRAIT_DEPRIVATION_1 + people.person[row].neighbourhood)), "row %u",
                     row);
    }
}

/* Ages */

/* Whole days since birth; who was synthesised at an age of a years was born between 365.25 a and 365.25 (a + 1) days
 * ago, to within a day. */
static day_t days_of_age(uint32_t row)
{
    return TODAY - people.person[row].birth_day;
}

/* A systematic sample: each cell of age and sex has its share of the neighbourhood, rounded up or down. Those born
 * within a day of a border may be of either side. */
Test(people_synthesis, a_pyramid_is_within_one_person_of_the_figures_in_each_cell)
{
    fill_first();
    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        uint32_t surely[AGE_COUNT][SEX_COUNT] = {{0}}, perhaps[AGE_COUNT][SEX_COUNT] = {{0}};
        double total = 0;
        for (uint32_t row = 0; row < people.rows; row++) {
            if (people.person[row].neighbourhood == quintile) {
                const unsigned earliest = (unsigned)fmax((days_of_age(row) - 1) / 365.25, 0);
                const unsigned latest = (unsigned)((days_of_age(row) + 1) / 365.25);
                surely[earliest][people.person[row].sex] += earliest == latest;
                perhaps[earliest][people.person[row].sex] += earliest != latest;
                perhaps[latest][people.person[row].sex] += earliest != latest;
            }
        }
        for (unsigned cell = 0; cell < AGE_COUNT * SEX_COUNT; cell++) {
            total += population.figures->persons[cell / 2][cell % 2][quintile];
        }
        for (unsigned cell = 0; cell < AGE_COUNT * SEX_COUNT; cell++) {
            const unsigned age = cell / 2, sex = cell % 2;
            const double share = population.figures->persons[age][sex][quintile] / total;
            const double expected = share * neighbourhoods[quintile].people;
            cr_assert_lt(surely[age][sex], expected + 1, "quintile %u, age %u, sex %u", quintile, age, sex);
            cr_assert_gt(surely[age][sex] + perhaps[age][sex], expected - 1, "quintile %u, age %u, sex %u", quintile,
                         age, sex);
        }
    }
}

Test(people_synthesis, everybody_was_born_before_today)
{
    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        cr_assert_lt(people.person[row].birth_day, TODAY);
        cr_assert_lt(calendar_age_years(people.person[row].birth_day, TODAY), AGE_COUNT + 1);
    }
}

/* 3,001 births a neighbourhood over the days of the year: chi-squared of twelve parts with 11 degrees of freedom is
 * above 41.0 once in 43,000, and the key is fixed. */
Test(people_synthesis, birthdays_are_spread_over_the_year)
{
    double chi_squared = 0;
    uint32_t counts[12] = {0};

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        const double year = fmod(people.person[row].birth_day / 365.25 + 1000, 1);
        counts[(unsigned)(year * 12)]++;
    }
    for (unsigned part = 0; part < 12; part++) {
        const double expected = (double)people.rows / 12;
        chi_squared += (counts[part] - expected) * (counts[part] - expected) / expected;
    }
    cr_assert_lt(chi_squared, 41.0);
}

/* Sameness */

Test(people_synthesis, the_same_key_gives_the_same_people)
{
    struct people again = {0};

    fill_first();
    fill(&again, FIRST, 1);
    cr_expect_eq(hash_of(&again), hash_of(&people));
    people_free(&again);
}

Test(people_synthesis, another_key_gives_other_people)
{
    struct people other = {0};

    fill_first();
    fill(&other, FIRST, 2);
    cr_expect_neq(hash_of(&other), hash_of(&people));
    people_free(&other);
}

Test(people_synthesis, localities_differ)
{
    struct people other = {0};

    neighbourhoods[5].quintile = 0;
    neighbourhoods[5].people = neighbourhoods[0].people;
    localities[FIRST].neighbourhood_count = 1;
    localities[SECOND].neighbourhood_count = 1;
    fill_first();
    fill(&other, SECOND, 1);
    cr_expect_eq(other.rows, people.rows);
    cr_expect_neq(hash_of(&other), hash_of(&people));
    people_free(&other);
}

/* The second locality comes before the first, in the area and in time. */
Test(people_synthesis, the_order_of_localities_changes_nothing)
{
    const struct neighbourhood kept[NEIGHBOURHOODS] = {neighbourhoods[0], neighbourhoods[1], neighbourhoods[2],
                                                       neighbourhoods[3], neighbourhoods[4], neighbourhoods[5],
                                                       neighbourhoods[6]};
    const struct locality first = localities[FIRST], second = localities[SECOND];
    struct people other = {0};

    fill_first();
    for (unsigned n = 0; n < NEIGHBOURHOODS; n++) {
        neighbourhoods[n] = kept[(n + QUINTILE_COUNT) % NEIGHBOURHOODS];
        neighbourhoods[n].locality = n >= second.neighbourhood_count;
    }
    localities[0] = second;
    localities[0].first_neighbourhood = 0;
    localities[1] = first;
    localities[1].first_neighbourhood = second.neighbourhood_count;
    fill(&other, 1, 1);
    cr_expect_eq(hash_of(&other), hash_of(&people));
    people_free(&other);
}

Test(people_synthesis, a_neighbourhood_does_not_depend_on_those_after_it)
{
    struct people shorter = {0};

    fill_first();
    localities[FIRST].neighbourhood_count = 2;
    fill(&shorter, FIRST, 1);
    for (uint32_t row = 0; row < shorter.rows; row++) {
        cr_assert_eq(shorter.person[row].birth_day, people.person[row].birth_day);
        cr_assert_eq(shorter.person[row].exposures, people.person[row].exposures);
    }
    people_free(&shorter);
}

/* Health and ties */

Test(people_synthesis, bands_are_one_hot_and_deficits_are_those_of_the_band)
{
    static const uint8_t fewest[FRAILTY_BANDS + 1] = {0, 5, 9, 13, 37};

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        const exposures_t exposures = people.person[row].exposures;
        const uint8_t *const bounds = &fewest[exposure_frailty(exposures)];
        cr_assert_eq(exposure_set_band(exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, exposure_frailty(exposures)),
                     exposures);
        cr_assert_eq(exposure_set_band(exposures, TRAIT_NEED_NONE, NEED_BANDS, exposure_need(exposures)), exposures);
        cr_assert(people.person[row].deficits >= bounds[0] && people.person[row].deficits < bounds[1], "row %u", row);
    }
}

Test(people_synthesis, exposures_agree_with_each_other)
{
    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        cr_assert_eq(exposure_derive(people.person[row].exposures), people.person[row].exposures, "row %u", row);
    }
}

Test(people_synthesis, households_stay_within_a_neighbourhood)
{
    unsigned shared = 0;

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        const uint32_t next = people.person[row].household_next;
        cr_assert_lt(next, people.rows);
        cr_assert_eq(people.person[next].neighbourhood, people.person[row].neighbourhood);
        shared += next != row;
    }
    cr_expect_gt(shared, people.rows / 2);
}

Test(people_synthesis, who_lives_alone_is_marked)
{
    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        const bool alone = people.person[row].household_next == row && !people_has(&people, row, TRAIT_CARE_HOME);
        cr_assert_eq(people_has(&people, row, TRAIT_LIVING_ALONE), alone, "row %u", row);
    }
}

Test(people_synthesis, residents_of_care_homes_have_no_household)
{
    unsigned residents = 0;

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        if (people_has(&people, row, TRAIT_CARE_HOME)) {
            residents++;
            cr_assert_eq(people.person[row].household_next, row);
        }
    }
    cr_expect_gt(residents, 0);
}

Test(people_synthesis, carers_are_linked_both_ways_within_a_neighbourhood)
{
    unsigned carers = 0;

    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        const uint32_t linked = people_carer_link(&people, row);
        const bool cares = people_has(&people, row, TRAIT_IS_CARER), cared = people_has(&people, row, TRAIT_HAS_CARER);
        cr_assert_eq(linked != PERSON_NONE, cares != cared);
        if (linked != PERSON_NONE) {
            carers += cares;
            cr_assert_eq(people_carer_link(&people, linked), row);
            cr_assert_eq(people_has(&people, linked, TRAIT_HAS_CARER), cares);
            cr_assert_eq(people.person[linked].neighbourhood, people.person[row].neighbourhood);
        }
    }
    cr_expect_gt(carers, 100);
}

Test(people_synthesis, providers_are_left_to_the_care_floor)
{
    fill_first();
    for (uint32_t row = 0; row < people.rows; row++) {
        cr_assert_eq(people.person[row].practice, SITE_NONE);
        cr_assert_eq(people_site(&people, row, TIE_CARE_HOME), SITE_NONE);
        cr_assert_eq(people_site(&people, row, TIE_HOME_CARE), SITE_NONE);
        cr_assert_eq(people.person[row].home_care_hours, 0);
        cr_assert_eq(people.person[row].place, PLACE_HOME);
        cr_assert_eq(people.person[row].waiting, 0);
    }
}

/* One person */

static uint32_t add(day_t birth_day)
{
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_BIRTH, 5, TODAY, 0);
    uint32_t row = PERSON_NONE;

    cr_assert_eq(people_init(&people, FIRST, 0), STATUS_OK);
    cr_assert_eq(synthesis_add(&people, &population, 3, 4, SEX_FEMALE, birth_day, TODAY, &random, &row), STATUS_OK);
    return row;
}

Test(people_synthesis, one_person_is_as_asked_and_alone)
{
    const uint32_t row = add(TODAY - 20000);

    cr_expect_eq(people.person[row].birth_day, TODAY - 20000);
    cr_expect_eq(people.person[row].sex, SEX_FEMALE);
    cr_expect_eq(people.person[row].neighbourhood, 4);
    cr_expect_eq(exposure_quintile(people.person[row].exposures), 3);
    cr_expect_eq(people.person[row].household_next, row);
    cr_expect_eq(people_carer_link(&people, row), PERSON_NONE);
    cr_expect_not(people_has(&people, row, TRAIT_HAS_CARER) || people_has(&people, row, TRAIT_IS_CARER));
}

Test(people_synthesis, somebody_may_be_born_today)
{
    const uint32_t row = add(TODAY);

    cr_assert_eq(life_age(people.person[row].birth_day, TODAY), 0);
}

Test(people_synthesis, somebody_may_be_older_than_the_tables)
{
    const uint32_t row = add(TODAY - 130 * 366);

    cr_assert_eq(exposure_quintile(people.person[row].exposures), 3);
}
