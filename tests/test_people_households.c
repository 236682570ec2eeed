#include "people/households.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "people_figures.h"

enum { TODAY = 13970, NEIGHBOURHOOD = 1500, NEIGHBOURHOODS = 40 }; /* 2008-04-01; people, and how many of them */

/* Figures near those of England, without the tables. */
static struct figures *make_figures(void)
{
    struct figures *figures = calloc(1, sizeof *figures);
    cr_assert_not_null(figures);
    for (unsigned age = 16; age < AGE_COUNT; age++) {
        double old = 1.0 / (1.0 + exp((72.0 - age) / 6.0));
        double young = 1.0 / (1.0 + exp((25.0 - age) / 2.5));
        figures->living_alone[age][SEX_MALE] = age < 18 ? 0.0 : 0.13 * young + 0.22 * old;
        figures->living_alone[age][SEX_FEMALE] = age < 18 ? 0.0 : 0.09 * young + 0.45 * old;
        figures->partnered[age][SEX_MALE] = (0.7 - 0.3 * old) / (1.0 + exp((27.0 - age) / 2.5));
        figures->partnered[age][SEX_FEMALE] = (0.7 - 0.55 * old) / (1.0 + exp((25.0 - age) / 2.5));
        figures->carer[age][SEX_MALE] = 0.1;
        figures->carer[age][SEX_FEMALE] = 0.14;
    }
    return figures;
}

static uint32_t add(struct people *people, double age, enum sex sex, exposures_t exposures)
{
    uint32_t row = PERSON_NONE;
    cr_assert_eq(people_add(people, &row), STATUS_OK);
    people->person[row].birth_day = TODAY - (day_t)(age * 365.25) - 1;
    people->person[row].sex = (uint8_t)sex;
    people->person[row].exposures = exposures;
    return row;
}

static exposures_t need(enum need_band band)
{
    return exposure_set_band(0, TRAIT_NEED_NONE, NEED_BANDS, band);
}

static unsigned age_of(const struct people *people, uint32_t row)
{
    return (unsigned)calendar_age_years(people->person[row].birth_day, TODAY);
}

/* People by age as synthesis adds them: even to 60, then falling; some of the old in care homes and with need. */
static void add_neighbourhood(struct people *people, struct random *random)
{
    for (int i = 0; i < NEIGHBOURHOOD; i++) {
        double place = (i + 0.5) / NEIGHBOURHOOD;
        double age = place < 0.8 ? 75.0 * place : 60.0 + 45.0 * (1.0 - sqrt((1.0 - place) / 0.2));
        bool home = age > 75.0 && random_bernoulli(random, 0.1);
        enum need_band band =
            age > 60.0 && random_bernoulli(random, 0.4) ? (enum need_band)(1 + random_below(random, 4)) : NEED_NONE;
        add(people, age, random_bernoulli(random, 0.5) ? SEX_FEMALE : SEX_MALE,
            need(band) | (home ? exposure_of_trait(TRAIT_CARE_HOME) : 0));
    }
}

static struct population population_of(struct figures *figures)
{
    return (struct population){.figures = figures, .households = &test_population.households};
}

/* A town of neighbourhoods, each formed by draws of its own. */
static void form_town(struct people *people, const struct population *population, uint64_t seed)
{
    const struct random_key key = random_key_make(seed, 0);
    cr_assert_eq(people_init(people, 0, NEIGHBOURHOOD * NEIGHBOURHOODS), STATUS_OK);
    for (uint32_t n = 0; n < NEIGHBOURHOODS; n++) {
        struct random health = random_at(key, RANDOM_PURPOSE_POPULATION_HEALTH, n, 0, 0);
        struct random homes = random_at(key, RANDOM_PURPOSE_POPULATION_HOUSEHOLD, n, 0, 0);
        add_neighbourhood(people, &health);
        cr_assert_eq(households_form(people, n * NEIGHBOURHOOD, (n + 1) * NEIGHBOURHOOD, population, TODAY, &homes),
                     STATUS_OK);
    }
}

static void make_town(struct people *people, struct figures *figures, uint64_t seed)
{
    const struct population population = population_of(figures);
    form_town(people, &population, seed);
}

static uint64_t hash_of(const struct people *people)
{
    struct hash hash;
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    field_table_hash(&hash, person_fields, person_field_count, people, people->rows);
    uint64_t digest = hash_digest(&hash);
    hash_free(&hash);
    return digest;
}

struct household {
    unsigned size, children, men, women; /* men and women of 25 and over */
    uint32_t man, woman;                 /* the last of them */
    bool first;                          /* whether the row it was asked for is the lowest */
};

static struct household household_of(const struct people *people, uint32_t row)
{
    struct household result = {.first = true};
    uint32_t member = row;
    do {
        unsigned age = age_of(people, member);
        result.size++;
        result.first = result.first && member >= row;
        result.children += age < 18;
        if (age >= 25 && people->person[member].sex == SEX_MALE) {
            result.men++;
            result.man = member;
        } else if (age >= 25) {
            result.women++;
            result.woman = member;
        }
        member = people->person[member].household_next;
    } while (member != row);
    return result;
}

/* Ten age bands by two sexes: with 4.5 standard errors a false alarm comes once in 7,000 changes of the draws. */
Test(households, shares_alone_are_those_of_the_figures)
{
    struct people people;
    struct figures *figures = make_figures();
    double expected[10][SEX_COUNT] = {{0}};
    double variance[10][SEX_COUNT] = {{0}};
    double alone[10][SEX_COUNT] = {{0}};
    make_town(&people, figures, 1);
    for (uint32_t row = 0; row < people.rows; row++) {
        if (!people_has(&people, row, TRAIT_CARE_HOME)) {
            unsigned age = age_of(&people, row);
            unsigned band = age >= 90 ? 9 : age / 10;
            double share = figures->living_alone[age][people.person[row].sex];
            expected[band][people.person[row].sex] += share;
            variance[band][people.person[row].sex] += share * (1.0 - share);
            alone[band][people.person[row].sex] += people_has(&people, row, TRAIT_LIVING_ALONE);
        }
    }
    for (unsigned band = 2; band < 10; band++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            cr_expect_lt(fabs(alone[band][sex] - expected[band][sex]), 4.5 * sqrt(variance[band][sex]),
                         "from %u0, sex %u: %g of %g", band, sex, alone[band][sex], expected[band][sex]);
        }
    }
    cr_expect_eq(alone[0][0] + alone[0][1], 0.0);
    people_free(&people);
    free(figures);
}

Test(households, living_alone_marks_households_of_one_outside_care_homes)
{
    struct people people;
    struct figures *figures = make_figures();
    make_town(&people, figures, 2);
    for (uint32_t row = 0; row < people.rows; row++) {
        bool resident = people_has(&people, row, TRAIT_CARE_HOME);
        bool single = people_household_size(&people, row) == 1;
        cr_assert_eq(people_has(&people, row, TRAIT_LIVING_ALONE), single && !resident);
        cr_assert(!resident || single, "residents have no household");
    }
    people_free(&people);
    free(figures);
}

Test(households, rings_stay_within_the_neighbourhood)
{
    struct people people;
    struct figures *figures = make_figures();
    size_t counted = 0;
    make_town(&people, figures, 3);
    for (uint32_t row = 0; row < people.rows; row++) {
        struct household household = household_of(&people, row);
        cr_assert_leq(household.size, 12);
        cr_assert_eq(people.person[row].household_next / NEIGHBOURHOOD, row / NEIGHBOURHOOD);
        counted += household.first ? household.size : 0;
    }
    cr_expect_eq(counted, people.living, "everybody is in one household");
    people_free(&people);
    free(figures);
}

Test(households, children_live_with_a_mother_of_fitting_age)
{
    struct people people;
    struct figures *figures = make_figures();
    double years = 0.0;
    unsigned families = 0;
    unsigned children = 0;
    unsigned lone = 0;
    unsigned known = 0;
    make_town(&people, figures, 4);
    for (uint32_t row = 0; row < people.rows; row++) {
        struct household household = household_of(&people, row);
        bool child = age_of(&people, row) < 18;
        cr_assert(!child || household.size > household.children, "no child lives without an adult");
        if (household.first && household.children > 0) {
            families++;
            children += household.children;
            lone += household.men == 0;
        }
        if (child && household.women == 1) {
            unsigned at_birth = age_of(&people, household.woman) - age_of(&people, row);
            cr_assert(at_birth >= 16 && at_birth <= 44, "a mother of %u", at_birth);
            years += at_birth;
            known++;
        }
    }
    cr_expect_float_eq((double)children / families, 1.8, 0.1, "%g children a family", (double)children / families);
    cr_expect_float_eq((double)lone / families, 0.2, 0.05, "%g of families", (double)lone / families);
    cr_expect_float_eq(years / known, 29.0, 1.5, "%g years", years / known);
    people_free(&people);
    free(figures);
}

/* A mother has a second family only where those of fitting age have run out; a family is cut short where siblings have.
 */
Test(households, families_are_as_large_as_the_parameters_say)
{
    struct people people;
    struct figures *figures = make_figures();
    struct household_parameters parameters = test_population.households;
    const struct population population = {.figures = figures, .households = &parameters};
    double sizes[2] = {0};
    for (unsigned large = 0; large < 2; large++) {
        double families = 0.0;
        double children = 0.0;
        parameters.one_child_share = large ? 0.0 : 1.0;
        parameters.two_children_share = 0.0;
        parameters.three_children_share = large ? 1.0 : 0.0;
        form_town(&people, &population, 11);
        for (uint32_t row = 0; row < people.rows; row++) {
            struct household household = household_of(&people, row);
            families += household.first && household.children > 0;
            children += household.first ? household.children : 0;
        }
        sizes[large] = children / families;
        people_free(&people);
    }
    cr_expect_float_eq(sizes[0], 1.1, 0.1, "%g children", sizes[0]);
    cr_expect_float_eq(sizes[1], 2.5, 0.3, "%g children", sizes[1]);
    free(figures);
}

Test(households, mothers_are_of_the_ages_of_the_parameters)
{
    struct people people;
    struct figures *figures = make_figures();
    struct household_parameters parameters = test_population.households;
    const struct population population = {.figures = figures, .households = &parameters};
    unsigned outside = 0;
    unsigned children = 0;
    parameters.mother_youngest_age = 22;
    parameters.mother_oldest_age = 38;
    form_town(&people, &population, 12);
    for (uint32_t row = 0; row < people.rows; row++) {
        struct household household = household_of(&people, row);
        if (age_of(&people, row) < 18 && household.women == 1) {
            unsigned at_birth = age_of(&people, household.woman) - age_of(&people, row);
            children++;
            outside += at_birth < 22 || at_birth > 38;
        }
    }
    cr_expect_gt(children, 10000);
    cr_expect_eq(outside, 0);
    people_free(&people);
    free(figures);
}

Test(households, nobody_below_the_adult_age_lives_alone)
{
    struct people people;
    struct figures *figures = make_figures();
    struct household_parameters parameters = test_population.households;
    const struct population population = {.figures = figures, .households = &parameters};
    unsigned alone = 0;
    parameters.adult_age = 21;
    form_town(&people, &population, 13);
    for (uint32_t row = 0; row < people.rows; row++) {
        alone += age_of(&people, row) < 21 && people_has(&people, row, TRAIT_LIVING_ALONE);
    }
    cr_expect_eq(alone, 0);
    people_free(&people);
    free(figures);
}

Test(households, partners_are_as_many_as_the_figures_say_and_near_in_age)
{
    struct people people;
    struct figures *figures = make_figures();
    double couples = 0.0;
    double gap = 0.0;
    double squares = 0.0;
    double expected = 0.0;
    double both = 0.0;
    make_town(&people, figures, 5);
    for (uint32_t row = 0; row < people.rows; row++) {
        unsigned age = age_of(&people, row);
        struct household household = household_of(&people, row);
        if (age >= 30 && age < 60 && !people_has(&people, row, TRAIT_CARE_HOME)) {
            expected += figures->partnered[age][people.person[row].sex];
            both += household.men == 1 && household.women == 1;
        }
        if (household.first && household.men == 1 && household.women == 1) {
            double years = (double)age_of(&people, household.man) - (double)age_of(&people, household.woman);
            couples++;
            gap += years;
            squares += years * years;
        }
    }
    gap /= couples;
    cr_expect_float_eq(both / expected, 1.0, 0.1, "%g of %g", both, expected);
    cr_expect(gap > 0.5 && gap < 4.0, "men are %g years older", gap);
    cr_expect_lt(sqrt(squares / couples - gap * gap), 10.0);
    people_free(&people);
    free(figures);
}

Test(households, most_young_adults_live_with_their_parents)
{
    struct people people;
    struct figures *figures = make_figures();
    double young = 0.0;
    double at_home = 0.0;
    make_town(&people, figures, 6);
    for (uint32_t row = 0; row < people.rows; row++) {
        unsigned age = age_of(&people, row);
        if (age < 18 || age > 20) {
            continue;
        }
        bool parent = false;
        for (uint32_t other = people.person[row].household_next; other != row;
             other = people.person[other].household_next) {
            parent = parent || (people.person[other].sex == SEX_FEMALE && age_of(&people, other) >= age + 16);
        }
        young++;
        at_home += parent;
    }
    cr_expect(at_home / young > 0.6 && at_home / young < 0.9, "%g", at_home / young);
    people_free(&people);
    free(figures);
}

Test(households, the_same_draws_give_the_same_households)
{
    struct people first;
    struct people second;
    struct people other;
    struct figures *figures = make_figures();
    make_town(&first, figures, 7);
    make_town(&second, figures, 7);
    make_town(&other, figures, 8);
    cr_expect_eq(hash_of(&first), hash_of(&second));
    cr_expect_neq(hash_of(&first), hash_of(&other));
    people_free(&first);
    people_free(&second);
    people_free(&other);
    free(figures);
}

static void form_all(struct people *people, struct figures *figures)
{
    const struct population population = population_of(figures);
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_POPULATION_HOUSEHOLD, 0, 0, 0);
    cr_assert_eq(households_form(people, 0, (uint32_t)people->rows, &population, TODAY, &random), STATUS_OK);
}

Test(households, the_last_adult_takes_the_children_whoever_it_is)
{
    struct figures *figures = make_figures();
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        figures->living_alone[age][SEX_MALE] = 1.0;
    }
    struct people people;
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    for (int child = 0; child < 5; child++) {
        add(&people, child * 3.0, SEX_FEMALE, 0);
    }
    uint32_t man = add(&people, 81.0, SEX_MALE, 0);
    uint32_t resident = add(&people, 40.0, SEX_FEMALE, exposure_of_trait(TRAIT_CARE_HOME));
    form_all(&people, figures);
    cr_expect_eq(people_household_size(&people, man), 6);
    cr_expect_not(people_has(&people, man, TRAIT_LIVING_ALONE));
    cr_expect_eq(people_household_size(&people, resident), 1);
    people_free(&people);
    free(figures);
}

Test(households, young_men_without_anybodys_mother_share)
{
    struct people people;
    struct figures *figures = make_figures();
    memset(figures->living_alone, 0, sizeof figures->living_alone);
    memset(figures->partnered, 0, sizeof figures->partnered);
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    for (int man = 0; man < 8; man++) {
        add(&people, 19.0 + man / 2.0, SEX_MALE, 0);
    }
    form_all(&people, figures);
    for (uint32_t row = 0; row < 8; row++) {
        cr_expect_gt(people_household_size(&people, row), 1, "row %u", row);
    }
    people_free(&people);
    free(figures);
}

Test(households, few_or_no_people_are_no_trouble)
{
    struct people people;
    struct figures *figures = make_figures();
    memset(figures->living_alone, 0, sizeof figures->living_alone);
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    form_all(&people, figures);
    cr_expect_eq(people.rows, 0);
    uint32_t child = add(&people, 7.0, SEX_MALE, 0);
    form_all(&people, figures);
    cr_expect(people_has(&people, child, TRAIT_LIVING_ALONE), "there is nobody else");
    add(&people, 50.0, SEX_FEMALE, 0);
    add(&people, 51.0, SEX_FEMALE, 0);
    add(&people, 52.0, SEX_FEMALE, 0);
    people_remove(&people, 2);
    form_all(&people, figures);
    for (uint32_t row = 0; row < 4; row++) {
        cr_expect_eq(people_holds(&people, row) && people_household_size(&people, row) == 1, false);
    }
    people_free(&people);
    free(figures);
}

Test(households, every_allocation_may_fail)
{
    struct people people;
    struct figures *figures = make_figures();
    const struct population population = {
        .figures = figures, .households = &test_population.households, .carer_share = {0.0, 0.5, 0.5, 0.5, 0.5}};
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_POPULATION_HOUSEHOLD, 0, 0, 0);
    enum status status = STATUS_NO_MEMORY;
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    add_neighbourhood(&people, &random);
    for (int64_t n = 0; status == STATUS_NO_MEMORY; n++) {
        memory_fail_after(n);
        status = households_form(&people, 0, NEIGHBOURHOOD, &population, TODAY, &random);
        cr_assert(status == STATUS_OK || n < 10);
    }
    status = STATUS_NO_MEMORY;
    for (int64_t n = 0; status == STATUS_NO_MEMORY; n++) {
        memory_fail_after(n);
        status = households_find_carers(&people, 0, NEIGHBOURHOOD, &population, TODAY, &random);
        cr_assert(status == STATUS_OK || n < 100, "the list of ties grows");
    }
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_OK);
    people_free(&people);
    free(figures);
}

static void find_carers_with(struct people *people, const struct population *population)
{
    for (uint32_t n = 0; n < people->rows; n += NEIGHBOURHOOD) {
        uint32_t end = n + NEIGHBOURHOOD < people->rows ? n + NEIGHBOURHOOD : (uint32_t)people->rows;
        struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_CARER, n, 0, 0);
        cr_assert_eq(households_find_carers(people, n, end, population, TODAY, &random), STATUS_OK);
    }
}

static void find_carers(struct people *people, struct figures *figures, const double share[NEED_BANDS])
{
    struct population population = population_of(figures);
    memcpy(population.carer_share, share, sizeof population.carer_share);
    find_carers_with(people, &population);
}

/* Four bands at 4.5 standard errors: a false alarm comes once in 36,000 changes of the draws. Of people with low need
 * some are carers themselves and have none. */
Test(carers, are_found_for_the_share_of_each_band)
{
    const double share[NEED_BANDS] = {0.0, 0.2, 0.4, 0.6, 0.7};
    struct people people;
    struct figures *figures = make_figures();
    double with_need[NEED_BANDS] = {0};
    double cared[NEED_BANDS] = {0};
    make_town(&people, figures, 9);
    find_carers(&people, figures, share);
    for (uint32_t row = 0; row < people.rows; row++) {
        enum need_band band = exposure_need(people.person[row].exposures);
        bool has = people_has(&people, row, TRAIT_HAS_CARER);
        cr_assert(!has || !people_has(&people, row, TRAIT_CARE_HOME));
        with_need[band] += !people_has(&people, row, TRAIT_CARE_HOME);
        cared[band] += has;
    }
    cr_expect_eq(cared[NEED_NONE], 0.0);
    for (unsigned band = NEED_MODERATE; band <= NEED_CRITICAL; band++) {
        double error = sqrt(share[band] * (1.0 - share[band]) / with_need[band]);
        cr_expect_float_eq(cared[band] / with_need[band], share[band], 4.5 * error, "band %u: %g", band,
                           cared[band] / with_need[band]);
    }
    cr_expect_float_eq(cared[NEED_LOW] / with_need[NEED_LOW], 0.18, 0.04);
    people_free(&people);
    free(figures);
}

Test(carers, can_care_and_look_after_one)
{
    const double share[NEED_BANDS] = {0.0, 1.0, 1.0, 1.0, 1.0};
    struct people people;
    struct figures *figures = make_figures();
    make_town(&people, figures, 10);
    find_carers(&people, figures, share);
    for (uint32_t row = 0; row < people.rows; row++) {
        if (people_has(&people, row, TRAIT_IS_CARER)) {
            uint32_t other = people_carer_link(&people, row);
            cr_assert_geq(age_of(&people, row), 16);
            cr_assert_leq(exposure_need(people.person[row].exposures), NEED_LOW);
            cr_assert_not(people_has(&people, row, TRAIT_CARE_HOME));
            cr_assert_not(people_has(&people, row, TRAIT_HAS_CARER));
            cr_assert_eq(people_carer_link(&people, other), row);
            cr_assert_eq(other / NEIGHBOURHOOD, row / NEIGHBOURHOOD);
        }
    }
    people_free(&people);
    free(figures);
}

Test(carers, come_from_the_household_first)
{
    const double share[NEED_BANDS] = {0.0, 1.0, 1.0, 1.0, 1.0};
    struct people people;
    struct figures *figures = make_figures();
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    uint32_t cared = add(&people, 80.0, SEX_MALE, need(NEED_CRITICAL));
    uint32_t wife = add(&people, 79.0, SEX_FEMALE, need(NEED_SUBSTANTIAL));
    uint32_t child = add(&people, 15.5, SEX_FEMALE, need(NEED_NONE));
    uint32_t grandchild = add(&people, 16.5, SEX_MALE, need(NEED_NONE));
    uint32_t neighbour = add(&people, 50.0, SEX_FEMALE, need(NEED_NONE));
    uint32_t youth = add(&people, 17.5, SEX_FEMALE, need(NEED_NONE));
    people_join_household(&people, wife, cared);
    people_join_household(&people, child, cared);
    people_join_household(&people, grandchild, cared);
    find_carers(&people, figures, share);
    cr_expect_eq(people_carer_link(&people, cared), grandchild, "the only one of the household who can");
    cr_expect_eq(people_carer_link(&people, wife), neighbour, "the only adult who can");
    cr_expect_eq(people_carer_link(&people, youth), PERSON_NONE);
    people_free(&people);
    free(figures);
}

/* Whether a girl of 16, of the household or not, comes to care for somebody, the only one who could. */
static bool girl_cares(bool of_the_household, int64_t household_youngest, int64_t adult_age)
{
    struct people people;
    struct figures *figures = make_figures();
    struct household_parameters parameters = test_population.households;
    const struct population population = {
        .figures = figures, .households = &parameters, .carer_share = {0.0, 0.0, 0.0, 0.0, 1.0}};
    parameters.household_carer_youngest_age = household_youngest;
    parameters.adult_age = adult_age;
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    uint32_t cared = add(&people, 80.0, SEX_MALE, need(NEED_CRITICAL));
    uint32_t girl = add(&people, 16.5, SEX_FEMALE, need(NEED_NONE));
    if (of_the_household) {
        people_join_household(&people, girl, cared);
    }
    find_carers_with(&people, &population);
    const bool cares = people_carer_link(&people, cared) == girl;
    people_free(&people);
    free(figures);
    return cares;
}

Test(carers, are_as_old_as_the_parameters_say)
{
    cr_expect(girl_cares(true, 16, 18));
    cr_expect_not(girl_cares(true, 17, 18));
    cr_expect(girl_cares(false, 18, 16));
    cr_expect_not(girl_cares(false, 16, 18));
}

/* 400 pairs, the shares of 0.01 and 0.04 among the adults outside: four of five carers are women; 4.5 standard errors.
 */
Test(carers, from_outside_follow_the_published_shares)
{
    struct people people;
    struct figures *figures = make_figures();
    struct population population = population_of(figures);
    double women = 0.0;
    population.carer_share[NEED_CRITICAL] = 1.0;
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        figures->carer[age][SEX_MALE] = 0.01;
        figures->carer[age][SEX_FEMALE] = 0.04;
    }
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    for (int group = 0; group < 400; group++) {
        uint32_t cared = add(&people, 80.0, SEX_FEMALE, need(NEED_CRITICAL));
        add(&people, 50.0, SEX_FEMALE, need(NEED_NONE));
        add(&people, 50.0, SEX_MALE, need(NEED_NONE));
        struct random random = random_at(random_key_make(3, 0), RANDOM_PURPOSE_CARER, cared, 0, 0);
        cr_assert_eq(households_find_carers(&people, cared, cared + 3, &population, TODAY, &random), STATUS_OK);
        women += people_carer_link(&people, cared) == cared + 1;
    }
    cr_expect_float_eq(women / 400.0, 0.8, 4.5 * sqrt(0.8 * 0.2 / 400.0), "%g", women / 400.0);
    people_free(&people);
    free(figures);
}
