#include <criterion/criterion.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#include "people/population.h"
#include "people_figures.h"

static struct population population;

static void set_up(void)
{
    cr_assert_eq(population_init(&population, &test_population, &test_needs), STATUS_OK, "%s", status_message());
}

static void tear_down(void)
{
    population_free(&population);
}

TestSuite(people_reference, .init = set_up, .fini = tear_down);

/* The share of the stock at the birthdays from..to with all bits of `has`, people weighted as published. */
static double share_at_birthdays(unsigned from, unsigned to, exposures_t has)
{
    const struct reference *reference = &population.reference;
    double people = 0, with = 0;

    for (unsigned cell = hazard_cell(from, SEX_MALE, 0); cell < hazard_cell(to + 1, SEX_MALE, 0); cell++) {
        const unsigned quintile = cell % QUINTILE_COUNT, sex = cell / QUINTILE_COUNT % SEX_COUNT;
        const double weight = population.figures->persons[cell / QUINTILE_COUNT / SEX_COUNT][sex][quintile];
        for (uint32_t i = 0; i < reference->particles; i++) {
            const exposures_t state = reference->stock[(size_t)cell * reference->particles + i];
            people += weight;
            with += (state & has) == has ? weight : 0;
        }
    }
    return with / people;
}

/* The same of people of completed ages from..to, who are between two birthdays. */
static double stock_share(unsigned from, unsigned to, exposures_t has)
{
    const unsigned last = to + 1 < AGE_COUNT ? to + 1 : to;

    return (share_at_birthdays(from, to, has) + share_at_birthdays(from + 1, last, has)) / 2;
}

/* The published share of a condition at these ages. */
static double published(unsigned condition, unsigned from, unsigned to)
{
    double people = 0, with = 0;

    for (unsigned age = from; age <= to; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
                const double weight = population.figures->persons[age][sex][q];
                people += weight;
                with += weight * population.figures->prevalence[condition][age][sex];
            }
        }
    }
    return with / people;
}

Test(people_reference, every_condition_has_its_published_prevalence_at_every_age)
{
    for (unsigned c = 0; c < population.figures->condition_count; c++) {
        for (unsigned from = 0; from < 90; from += 10) {
            const double target = published(c, from, from + 9);
            const double tolerance = fmax(0.03 * target, 0.0015);
            cr_assert_float_eq(stock_share(from, from + 9, exposure_of_condition(c)), target, tolerance, "%s at %u",
                               population.figures->conditions[c].name, from);
        }
    }
}

Test(people_reference, conditions_come_together_more_often_than_by_chance)
{
    const exposures_t diabetes = exposure_of_condition((unsigned)figures_condition(population.figures, "diabetes"));
    const exposures_t kidney =
        exposure_of_condition((unsigned)figures_condition(population.figures, "chronic_kidney_disease"));
    const double together = stock_share(70, 79, diabetes | kidney);
    const double by_chance = stock_share(70, 79, diabetes) * stock_share(70, 79, kidney);

    cr_assert_gt(together / by_chance, 1.3);
    cr_assert_lt(together / by_chance, 3.0);
}

Test(people_reference, frailty_has_its_published_bands_over_65)
{
    cr_assert_float_eq(stock_share(65, 105, exposure_of_trait(TRAIT_FRAILTY_FIT)), 0.50, 0.01);
    cr_assert_float_eq(stock_share(65, 105, exposure_of_trait(TRAIT_FRAILTY_MILD)), 0.35, 0.01);
    cr_assert_float_eq(stock_share(65, 105, exposure_of_trait(TRAIT_FRAILTY_MODERATE)), 0.12, 0.01);
    cr_assert_float_eq(stock_share(65, 105, exposure_of_trait(TRAIT_FRAILTY_SEVERE)), 0.03, 0.005);
}

Test(people_reference, care_homes_hold_their_published_share)
{
    cr_assert_float_eq(stock_share(65, 105, exposure_of_trait(TRAIT_CARE_HOME)), 0.0323, 0.0015);
    cr_assert_float_eq(stock_share(85, 105, exposure_of_trait(TRAIT_CARE_HOME)), 0.138, 0.007);
}

static double mean_at_birthday(unsigned birthday, unsigned age, enum sex sex, unsigned quintile, unsigned lane)
{
    const struct reference *reference = &population.reference;
    double sum = 0;

    for (uint32_t i = 0; i < reference->particles; i++) {
        union hazard_vector hazards;
        const size_t cell = hazard_cell(birthday, sex, quintile);
        hazard_evaluate(&population.hazards, age, sex, reference->stock[cell * reference->particles + i], &hazards);
        sum += hazards.lane[lane];
    }
    return sum / reference->particles * 365.25;
}

/* Conditions, frailty and deprivation share the risk: the mean hazard of a cell is the published rate. People of an age
 * are between two birthdays. */
static double mean_hazard(unsigned age, enum sex sex, unsigned quintile, unsigned lane)
{
    return (mean_at_birthday(age, age, sex, quintile, lane) + mean_at_birthday(age + 1, age, sex, quintile, lane)) / 2;
}

/* What hazards mean for somebody of the stock whose time is divided between a hospital bed after an emergency, the
 * weeks after it, and the rest. */
struct course {
    double admissions, bed, weeks; /* a year; shares of time */
    double deaths_outside, deaths_in_bed;
};

/* The hazard of a year. */
static double hazard_of(exposures_t state, unsigned age, enum sex sex, unsigned lane)
{
    union hazard_vector hazards;

    hazard_evaluate(&population.hazards, age, sex, state, &hazards);
    return hazards.lane[lane] * 365.25;
}

/* `scale` is what emergencies are in all for each that is not brought on by another. */
static struct course course_of(exposures_t state, unsigned age, enum sex sex, double scale)
{
    const double stay = population.figures->stay_days[STAY_EMERGENCY][age];
    const double emergencies = scale * hazard_of(state, age, sex, HAZARD_EMERGENCY_ADMISSION);
    const double bed = fmin(emergencies * stay / 365.25, test_population.life.waiting_most_share);
    const double weeks =
        fmin(emergencies * test_needs.after_hospital_days / 365.25, test_population.life.waiting_most_share);
    const double usual = hazard_of(state, age, sex, HAZARD_DEATH);
    const double after = hazard_of(state | exposure_of_trait(TRAIT_AFTER_HOSPITAL), age, sex, HAZARD_DEATH);

    return (struct course){
        .admissions = emergencies,
        .bed = bed,
        .weeks = weeks,
        .deaths_outside = (1 - bed) * ((1 - weeks) * usual + weeks * after),
        .deaths_in_bed = bed * hazard_of(state | exposure_of_trait(TRAIT_ACUTELY_ILL), age, sex, HAZARD_DEATH),
    };
}

/* The mean course of a cell at an age, halfway between two birthdays. */
static struct course mean_course(unsigned age, enum sex sex, unsigned quintile)
{
    const struct reference *reference = &population.reference;
    const double again = age < OLDER_STAY_AGE ? test_needs.brought_on_under_65 : test_needs.brought_on_65_over;
    const double weight = 0.5 / reference->particles;
    struct course mean = {0};

    for (unsigned birthday = age; birthday <= age + 1; birthday++) {
        const exposures_t *stock =
            &reference->stock[(size_t)hazard_cell(birthday, sex, quintile) * reference->particles];
        for (uint32_t i = 0; i < reference->particles; i++) {
            const struct course course = course_of(stock[i], age, sex, 1 / (1 - again));
            mean.admissions += weight * course.admissions;
            mean.deaths_outside += weight * course.deaths_outside;
            mean.deaths_in_bed += weight * course.deaths_in_bed;
        }
    }
    return mean;
}

Test(people_reference, deaths_of_a_cell_are_counted_once)
{
    for (unsigned age = 5; age < 95; age += 10) {
        for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
            const struct course course = mean_course(age, SEX_FEMALE, q);
            const double rate = population.figures->mortality[age][SEX_FEMALE][q];
            cr_expect_float_eq(
                (course.deaths_outside + course.deaths_in_bed) / rate, 1, 0.05, "%u %u: %g of them %g in bed, bed %g",
                age, q, (course.deaths_outside + course.deaths_in_bed) / rate, course.deaths_in_bed / rate, course.bed);
        }
    }
}

/* At 90 and over the most deprived fifth would have more than nine in ten of its deaths there, which is the limit. */
Test(people_reference, so_many_die_in_hospital_as_is_published)
{
    static const struct {
        unsigned age;
        double share;
    } ages[] = {{45, 0.5}, {75, 0.6}, {85, 0.55}};

    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        double in_bed = 0, all = 0;
        for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
            const struct course course = mean_course(ages[i].age, SEX_MALE, q);
            const double weight = population.figures->persons[ages[i].age][SEX_MALE][q];
            in_bed += weight * course.deaths_in_bed;
            all += weight * (course.deaths_in_bed + course.deaths_outside);
        }
        cr_expect_float_eq(in_bed / all, ages[i].share, 0.03, "at %u", ages[i].age);
    }
}

/* Each night is the last by recovery or by death: nights of both together have the published mean. */
Test(people_reference, stays_are_longer_by_those_that_death_cuts_short)
{
    for (unsigned age = 5; age < 95; age += 10) {
        const unsigned row = hazard_row(age, SEX_FEMALE);
        const double ends =
            (double)population.hazards.recovery[row] + (double)population.hazards.resolution[row].lane[HAZARD_DEATH];
        const double published = population.figures->stay_days[STAY_EMERGENCY][age] /
                                 (1 - population.figures->zero_day_share[STAY_EMERGENCY][age]);
        cr_expect_float_eq(ends * fmax(published, 1), 1, 1e-6, "at %u", age);
    }
}

Test(people_reference, emergencies_that_the_one_before_brings_on_are_part_of_those_published)
{
    for (unsigned age = 25; age < 95; age += 10) {
        const double again = age < OLDER_STAY_AGE ? test_needs.brought_on_under_65 : test_needs.brought_on_65_over;
        const double stay = population.figures->stay_days[STAY_EMERGENCY][age];
        const double published = population.figures->use[USE_EMERGENCY_ADMISSION][age][SEX_MALE];
        double people = 0, own = 0;
        for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
            const double weight = population.figures->persons[age][SEX_MALE][q];
            people += weight;
            own += weight * mean_hazard(age, SEX_MALE, q, HAZARD_EMERGENCY_ADMISSION);
        }
        /* Who is in a bed needs none. */
        const double wanted = (1 - again) * published / (1 - published * stay / 365.25);
        cr_expect_float_eq(own / people / wanted, 1, 0.03, "at %u", age);
    }
}

/* Two rates compete in the weeks after a stay: another emergency, and the end of these weeks. */
Test(people_reference, so_many_stays_bring_on_another_as_the_scenario_says)
{
    const exposures_t fit = exposure_of_trait(TRAIT_DEPRIVATION_3) | exposure_of_trait(TRAIT_FRAILTY_FIT) |
                            exposure_of_trait(TRAIT_NEED_NONE);
    const exposures_t after = fit | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
    const double added = hazard_of(after, 80, SEX_FEMALE, HAZARD_EMERGENCY_ADMISSION) -
                         hazard_of(fit, 80, SEX_FEMALE, HAZARD_EMERGENCY_ADMISSION);
    const double settles = hazard_of(after, 80, SEX_FEMALE, HAZARD_SETTLE);

    cr_expect_float_eq(settles, 365.25 / 14, 1e-3);
    cr_expect_float_eq(added / (added + settles), 0.15, 1e-4);
    cr_expect_eq(hazard_of(fit, 80, SEX_FEMALE, HAZARD_SETTLE), 0);
}

Test(people_reference, use_of_an_age_and_sex_is_the_published_rate)
{
    for (unsigned age = 25; age < 95; age += 10) {
        double people = 0, use = 0;
        for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
            const double weight = population.figures->persons[age][SEX_MALE][q];
            people += weight;
            use += weight * mean_hazard(age, SEX_MALE, q, HAZARD_GP);
        }
        cr_assert_float_eq(use / people / population.figures->use[USE_GP][age][SEX_MALE], 1, 0.03, "%u", age);
    }
}

Test(people_reference, the_number_of_threads_changes_nothing)
{
    struct population again;
    const size_t stock = (size_t)AGE_COUNT * SEX_COUNT * QUINTILE_COUNT * population.reference.particles;
    const size_t rows = (size_t)AGE_COUNT * SEX_COUNT;

    omp_set_num_threads(1);
    cr_assert_eq(population_init(&again, &test_population, &test_needs), STATUS_OK);
    cr_assert_eq(memcmp(again.reference.stock, population.reference.stock, stock * sizeof(exposures_t)), 0);
    cr_assert_eq(memcmp(again.hazards.base, population.hazards.base, rows * sizeof(union hazard_vector)), 0);
    cr_assert_eq(memcmp(again.hazards.mortality, population.hazards.mortality, rows * QUINTILE_COUNT * sizeof(float)),
                 0);
    population_free(&again);
}

Test(people_reference, trends_lower_mortality_and_nothing_else)
{
    struct population_parameters trending = test_population;
    struct population later;
    const unsigned row = hazard_row(70, SEX_MALE);

    trending.life.trends = true;
    cr_assert_eq(population_init(&later, &trending, &test_needs), STATUS_OK);
    population_update(&later, 2018.5);
    const double fall = later.hazards.base[row].lane[HAZARD_DEATH] / population.hazards.base[row].lane[HAZARD_DEATH];
    cr_assert_float_eq(fall, pow(1 - population.figures->mortality_improvement[70][SEX_MALE], 10), 1e-5);
    const double in_bed = later.hazards.resolution[row].lane[HAZARD_DEATH];
    cr_assert_float_eq(in_bed / population.hazards.resolution[row].lane[HAZARD_DEATH], fall, 1e-5);
    cr_assert_eq(later.hazards.base[row].lane[HAZARD_GP], population.hazards.base[row].lane[HAZARD_GP]);
    population_free(&later);
}

/* The cohort again, with other parameters of life and other waits. */
static void live_again(struct population *other, const struct population_parameters *parameters, double gp_wait_days)
{
    struct need_shares needs = test_needs;

    needs.wait_days[USE_GP] = gp_wait_days;
    cr_assert_eq(population_init(other, parameters, &needs), STATUS_OK);
}

/* The greatest rate at which a trait or a condition ends, per person-year, over all ages and both sexes. */
static double most_that_end(const struct population *of, unsigned lane)
{
    double most = 0;

    for (unsigned cell = 0; cell < AGE_COUNT * SEX_COUNT; cell++) {
        most = fmax(most, of->hazards.resolution[cell].lane[lane] * 365.25);
    }
    return most;
}

Test(people_reference, what_ends_is_capped)
{
    struct population_parameters capped = test_population;
    struct population other;

    capped.life.smoking_stop_most_per_year = 0.01;
    capped.life.recovery_most_share = 0.02;
    live_again(&other, &capped, 0);
    cr_assert_gt(most_that_end(&population, HAZARD_SMOKING_STOP), 0.02);
    cr_assert_float_eq(most_that_end(&other, HAZARD_SMOKING_STOP), 0.01, 1e-6);
    cr_assert_gt(most_that_end(&population, HAZARD_OBESITY_CHANGE), 0.03);
    cr_assert_float_eq(most_that_end(&other, HAZARD_OBESITY_CHANGE), -log(1 - 0.02), 1e-6);
    population_free(&other);
}

Test(people_reference, waiting_makes_up_for_no_more_than_its_cap)
{
    const unsigned row = hazard_row(50, SEX_MALE);
    struct population_parameters capped = test_population;
    struct population other;

    capped.life.waiting_most_share = 0.2;
    live_again(&other, &capped, 365.25);
    cr_assert_float_eq(other.hazards.base[row].lane[HAZARD_GP] / population.hazards.base[row].lane[HAZARD_GP], 1.25,
                       1e-5);
    population_free(&other);
}

/* The base of a lane, with that share of procedures referred, against that without any. */
static double base_with_referrals(double referred, unsigned row, unsigned lane)
{
    struct need_shares needs = test_needs;
    struct population other;

    needs.referred = referred;
    cr_assert_eq(population_init(&other, &test_population, &needs), STATUS_OK);
    const double ratio = (double)other.hazards.base[row].lane[lane] / (double)population.hazards.base[row].lane[lane];
    population_free(&other);
    return ratio;
}

Test(people_reference, first_attendances_that_lead_to_procedures_are_no_needs_of_their_own)
{
    const struct figures *f = population.figures;
    const unsigned row = hazard_row(50, SEX_MALE);
    const double attendances = f->use[USE_OUTPATIENT][50][SEX_MALE] / (1 + test_population.life.follow_ups_per_first);
    const double procedures = f->use[USE_DAY_CASE][50][SEX_MALE] + f->use[USE_ELECTIVE_INPATIENT][50][SEX_MALE];

    cr_assert_gt(procedures, 0);
    cr_expect_float_eq(base_with_referrals(0.5, row, HAZARD_OUTPATIENT_FIRST), 1 - 0.5 * procedures / attendances,
                       1e-5);
    cr_expect_float_eq(base_with_referrals(0.5, row, HAZARD_DAY_CASE), 1, 1e-6);
    cr_expect_float_eq(base_with_referrals(0.5, row, HAZARD_OUTPATIENT_FOLLOW_UP), 1, 1e-6);
}

Test(people_reference, no_more_first_attendances_lead_to_procedures_than_there_are)
{
    cr_expect_eq(base_with_referrals(1000, hazard_row(50, SEX_MALE), HAZARD_OUTPATIENT_FIRST), 0);
}
