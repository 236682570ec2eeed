/* What all localities share: the figures, the reference cohort, and the trends. */
#include "people/population.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "people_figures.h"

static struct population_parameters parameters;
static struct population population;

static void set_up(void)
{
    parameters = test_population;
    parameters.life.reference_particles = 100;
}

static void tear_down(void)
{
    population_free(&population);
}

TestSuite(people_population, .init = set_up, .fini = tear_down);

static void begin(void)
{
    cr_assert_eq(population_init(&population, &parameters, &test_needs), STATUS_OK, "%s", status_message());
}

/* Figures */

static void expect_missing(const char **path, const char *name)
{
    *path = name;
    cr_expect_eq(population_init(&population, &parameters, &test_needs), STATUS_FILE_MISSING);
    cr_expect_not_null(strstr(status_message(), name), "%s", status_message());
}

Test(people_population, a_missing_table_of_people_is_named)
{
    expect_missing(&parameters.figures.population, "/nowhere/population.csv");
}

Test(people_population, a_missing_table_of_stays_is_named)
{
    expect_missing(&parameters.figures.length_of_stay, "/nowhere/length_of_stay.csv");
}

Test(people_population, each_table_is_read_from_its_own_path)
{
    const char **const paths[] = {
        &parameters.figures.population, &parameters.figures.mortality,
        &parameters.figures.fertility,  &parameters.figures.migration,
        &parameters.figures.conditions, &parameters.figures.relative_risks,
        &parameters.figures.frailty,    &parameters.figures.need,
        &parameters.figures.care_home,  &parameters.figures.risk_factors,
        &parameters.figures.households, &parameters.figures.carers,
        &parameters.figures.use,        &parameters.figures.length_of_stay,
        &parameters.figures.utility,    &parameters.figures.utility_losses,
    };

    for (size_t p = 0; p < sizeof paths / sizeof paths[0]; p++) {
        const char *kept = *paths[p];
        expect_missing(paths[p], "/nowhere/table.csv");
        population_free(&population);
        *paths[p] = kept;
    }
}

Test(people_population, a_table_of_something_else_is_refused)
{
    parameters.figures.mortality = parameters.figures.fertility;
    cr_expect_eq(population_init(&population, &parameters, &test_needs), STATUS_MALFORMED, "%s", status_message());
    cr_expect_not_null(strstr(status_message(), "fertility.csv"), "%s", status_message());
}

Test(people_population, the_first_allocation_may_fail)
{
    memory_fail_after(0);
    const enum status status = population_init(&population, &parameters, &test_needs);
    memory_fail_after(-1);
    cr_assert_eq(status, STATUS_NO_MEMORY);
}

/* What is shared */

Test(people_population, stages_of_a_condition_are_not_counted_beside_it)
{
    begin();
    for (unsigned c = 0; c < population.figures->condition_count; c++) {
        const bool stage = population.figures->conditions[c].requires != 0;
        cr_expect_eq((population.counted_conditions & exposure_of_condition(c)) == 0, stage, "%s",
                     population.figures->conditions[c].name);
    }
    cr_expect_eq(population.counted_conditions & ~EXPOSURE_CONDITIONS, 0);
}

Test(people_population, shares_of_carers_are_those_of_the_scenario)
{
    begin();
    cr_expect_eq(population.carer_share[NEED_NONE], 0);
    cr_expect_eq(population.carer_share[NEED_LOW], parameters.life.carer_share_low);
    cr_expect_eq(population.carer_share[NEED_MODERATE], parameters.life.carer_share_moderate);
    cr_expect_eq(population.carer_share[NEED_SUBSTANTIAL], parameters.life.carer_share_substantial);
    cr_expect_eq(population.carer_share[NEED_CRITICAL], parameters.life.carer_share_critical);
}

Test(people_population, the_reference_cohort_is_as_large_as_asked)
{
    begin();
    cr_assert_eq(population.reference.particles, 100);
}

Test(people_population, the_same_figures_give_the_same_hazards)
{
    struct population again = {0};

    begin();
    cr_assert_eq(population_init(&again, &parameters, &test_needs), STATUS_OK);
    cr_expect_eq(
        memcmp(again.hazards.base, population.hazards.base, (size_t)AGE_COUNT * SEX_COUNT * sizeof *again.hazards.base),
        0);
    population_free(&again);
}

/* Trends */

static double base_of(enum hazard hazard, unsigned age, enum sex sex)
{
    return population.hazards.base[hazard_row(age, sex)].lane[hazard];
}

Test(people_population, without_trends_a_later_year_is_the_same)
{
    parameters.life.trends = false;
    parameters.life.obesity_trend_percent = 3;
    begin();
    const double death = base_of(HAZARD_DEATH, 70, SEX_MALE);
    const double obesity = base_of(HAZARD_OBESITY_CHANGE, 40, SEX_FEMALE);
    population_update(&population, 2030.5);
    cr_expect_eq(base_of(HAZARD_DEATH, 70, SEX_MALE), death);
    cr_expect_eq(base_of(HAZARD_OBESITY_CHANGE, 40, SEX_FEMALE), obesity);
}

Test(people_population, mortality_falls_by_the_published_share_a_year)
{
    parameters.life.trends = true;
    begin();
    for (unsigned age = 0; age < AGE_COUNT; age += 15) {
        const double first = base_of(HAZARD_DEATH, age, SEX_FEMALE);
        const double fall = population.figures->mortality_improvement[age][SEX_FEMALE];
        population_update(&population, 2018.5);
        cr_expect_float_eq(base_of(HAZARD_DEATH, age, SEX_FEMALE) / first, pow(1 - fall, 10), 1e-6, "age %u", age);
        population_update(&population, 2008.5);
    }
}

Test(people_population, obesity_grows_by_the_trend)
{
    parameters.life.trends = true;
    parameters.life.obesity_trend_percent = 3;
    begin();
    const double first = base_of(HAZARD_OBESITY_CHANGE, 40, SEX_MALE);
    cr_assert_gt(first, 0);
    population_update(&population, 2010.5);
    cr_assert_float_eq(base_of(HAZARD_OBESITY_CHANGE, 40, SEX_MALE) / first, 1.03 * 1.03, 1e-6);
}

Test(people_population, trends_count_from_the_year_of_the_figures_not_from_each_other)
{
    parameters.life.trends = true;
    begin();
    const double first = base_of(HAZARD_DEATH, 70, SEX_MALE);
    population_update(&population, 2015.5);
    population_update(&population, 2011.5);
    population_update(&population, 2008.5);
    cr_assert_eq(base_of(HAZARD_DEATH, 70, SEX_MALE), first);
}

Test(people_population, with_trends_nobody_old_starts_to_smoke)
{
    parameters.life.trends = true;
    parameters.life.smoking_start_last_age = 24;
    begin();
    const double young = base_of(HAZARD_SMOKING_START, 24, SEX_MALE);
    cr_assert_gt(base_of(HAZARD_SMOKING_START, 70, SEX_MALE), 0);
    population_update(&population, 2008.5);
    cr_expect_eq(base_of(HAZARD_SMOKING_START, 24, SEX_MALE), young);
    cr_expect_eq(base_of(HAZARD_SMOKING_START, 25, SEX_MALE), 0);
    cr_expect_eq(base_of(HAZARD_SMOKING_START, 70, SEX_MALE), 0);
}

Test(people_population, trends_leave_the_other_hazards)
{
    parameters.life.trends = true;
    parameters.life.obesity_trend_percent = 3;
    begin();
    const union hazard_vector before = population.hazards.base[hazard_row(70, SEX_MALE)];
    population_update(&population, 2018.5);
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        if (lane != HAZARD_DEATH && lane != HAZARD_OBESITY_CHANGE && lane != HAZARD_SMOKING_START) {
            cr_expect_eq(population.hazards.base[hazard_row(70, SEX_MALE)].lane[lane], before.lane[lane], "lane %u: %g",
                         lane, before.lane[lane]);
        }
    }
}

Test(people_population, free_is_safe_twice_and_on_nothing)
{
    struct population nothing = {0};

    population_free(&nothing);
    begin();
    population_free(&population);
    population_free(&population);
    cr_assert_null(population.figures);
}
