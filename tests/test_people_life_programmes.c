/* Recent use, by which people are found for programmes, and what membership does to the hazards of the day. */
#include <criterion/criterion.h>
#include <math.h>

#include "base/memory.h"
#include "people/life.h"
#include "people/population.h"

enum { PEOPLE = 20000, DAYS_OF_FOUR_YEARS = 1461 };

static const struct random_key key = {UINT64_C(0x5eed)};

static struct figures figures;
static struct effect_parameters effect = {.name = "gp", .on = "", .ratio = 0.5, .who = "emergency_admissions >= 1"};
static struct programme_parameters programme = {
    .name = "matron", .eligible = "", .until = INT32_MAX, .effects = {.items = &effect, .count = 1}};
static const struct care_parameters care = {.programmes_work_share = 1,
                                            .programmes = {.items = &programme, .count = 1}};
static struct population population;
static struct people people;
static struct life life;

/* Everybody has a chance of one in a hundred of a consultation, and no other. */
static void set_up(void)
{
    population = (struct population){.figures = &figures};
    cr_assert_eq(hazard_model_allocate(&population.hazards), STATUS_OK);
    for (unsigned bit = 0; bit < 64; bit++) {
        for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
            population.hazards.ratio[bit].lane[lane] = 1;
        }
    }
    for (unsigned row = 0; row < AGE_COUNT * SEX_COUNT; row++) {
        population.hazards.base[row].lane[HAZARD_GP] = 0.01F;
    }
    cr_assert_eq(programmes_build(&population.programmes, &care, &figures), STATUS_OK, "%s", status_message());
    programmes_update(&population.programmes, 14000);
    cr_assert_eq(people_init(&people, 0, PEOPLE), STATUS_OK);
    for (unsigned person = 0; person < PEOPLE; person++) {
        uint32_t row = PERSON_NONE;
        cr_assert_eq(people_add(&people, &row), STATUS_OK);
        people.threshold[row] = 1;
    }
    life = (struct life){.people = &people, .population = &population, .key = key, .today = 14000};
}

static void tear_down(void)
{
    programmes_free(&population.programmes);
    hazard_model_free(&population.hazards);
    people_free(&people);
}

TestSuite(people_life_programmes, .init = set_up, .fini = tear_down);

/* Use of the year before for everybody, at these numbers a year. */
static void draw_recent(double admissions, double attendances, double through_ae_share)
{
    const double a_day = 4.0 / DAYS_OF_FOUR_YEARS;
    const union hazard_vector hazards = {.lane = {[HAZARD_EMERGENCY_ADMISSION] = (float)(admissions * a_day),
                                                  [HAZARD_ACCIDENT_EMERGENCY] = (float)(attendances * a_day)}};

    for (uint32_t row = 0; row < PEOPLE; row++) {
        life_draw_recent(&people, row, &hazards, through_ae_share, key);
    }
}

/* Sums and counts of twenty thousand people lie within four standard deviations: a false alarm once in 16,000 each, and
 * the key is fixed. */
static void expect_sum(double found, double mean)
{
    cr_expect_float_eq(found, mean, 4 * sqrt(mean), "%g, not %g", found, mean);
}

static void expect_count(double found, double share)
{
    cr_expect_float_eq(found, share * PEOPLE, 4 * sqrt(PEOPLE * share * (1 - share)), "%g, not %g", found,
                       share * PEOPLE);
}

Test(people_life_programmes, use_of_the_year_before_is_that_of_the_hazards)
{
    double admissions = 0, attendances = 0;

    draw_recent(0.5, 0.3, 0.7);
    for (uint32_t row = 0; row < PEOPLE; row++) {
        admissions += recent_sum(people.use[row].admissions);
        attendances += recent_sum(people.use[row].attendances);
    }
    expect_sum(admissions, 0.5 * PEOPLE);
    expect_sum(attendances, (0.3 + 0.7 * 0.5) * PEOPLE);
}

Test(people_life_programmes, numbers_of_the_year_before_are_those_of_poisson)
{
    static const double means[] = {0.1, 0.5, 2};

    for (size_t m = 0; m < sizeof means / sizeof means[0]; m++) {
        double counts[4] = {0};
        draw_recent(means[m], 0, 0);
        for (uint32_t row = 0; row < PEOPLE; row++) {
            const unsigned number = recent_sum(people.use[row].admissions);
            counts[number < 3 ? number : 3]++;
        }
        const double none = exp(-means[m]), one = none * means[m], two = one * means[m] / 2;
        expect_count(counts[0], none);
        expect_count(counts[1], one);
        expect_count(counts[2], two);
        expect_count(counts[3], 1 - none - one - two);
    }
}

Test(people_life_programmes, all_quarters_of_the_year_before_are_alike)
{
    double sums[RECENT_QUARTERS] = {0};

    draw_recent(0.8, 0, 0);
    for (uint32_t row = 0; row < PEOPLE; row++) {
        for (unsigned quarter = 0; quarter < RECENT_QUARTERS; quarter++) {
            sums[quarter] += people.use[row].admissions >> RECENT_BITS * quarter & RECENT_MOST;
        }
    }
    for (unsigned quarter = 0; quarter < RECENT_QUARTERS; quarter++) {
        expect_sum(sums[quarter], 0.2 * PEOPLE);
    }
}

Test(people_life_programmes, without_a_hazard_there_was_no_use)
{
    draw_recent(0, 0, 1);
    for (uint32_t row = 0; row < PEOPLE; row++) {
        cr_assert_eq(people.use[row].admissions, 0);
        cr_assert_eq(people.use[row].attendances, 0);
    }
}

Test(people_life_programmes, a_quarter_begins_for_everybody)
{
    people.use[0].admissions = 0x0102;
    people.use[PEOPLE - 1].attendances = 0x3001;
    life_begin_quarter(&people);
    cr_expect_eq(people.use[0].admissions, 0x1020);
    cr_expect_eq(people.use[PEOPLE - 1].attendances, 0x0010);
}

Test(people_life_programmes, admissions_and_attendances_are_counted_apart)
{
    life_count_admission(&life, 7);
    life_count_attendance(&life, 7);
    life_count_attendance(&life, 7);
    cr_expect_eq(people.use[7].admissions, 1);
    cr_expect_eq(people.use[7].attendances, 2);
}

static double chance_of(uint32_t row)
{
    return people.threshold[row] / 4294967296.0;
}

static void join(uint32_t row)
{
    cr_assert_eq(life_join_programme(&life, (struct membership){.row = row}), STATUS_OK);
}

Test(people_life_programmes, an_effect_begins_with_the_membership_and_ends_with_it)
{
    people.use[7].admissions = 1;
    join(7);
    cr_expect_float_eq(chance_of(7), 0.005, 1e-8);
    life_leave_programme(&life, memberships_find(&people.memberships, 7, 0));
    cr_expect_float_eq(chance_of(7), 0.01, 1e-8);
}

Test(people_life_programmes, an_effect_begins_with_the_use_that_it_asks_for)
{
    join(7);
    cr_expect_float_eq(chance_of(7), 0.01, 1e-8);
    life_count_admission(&life, 7);
    cr_expect_float_eq(chance_of(7), 0.005, 1e-8);
}

Test(people_life_programmes, an_effect_ends_when_the_use_is_forgotten)
{
    people.use[7].admissions = 0x1000;
    join(7);
    life_begin_quarter(&people);
    life_refresh_members(&people, &population, life.today);
    cr_expect_float_eq(chance_of(7), 0.01, 1e-8);
}

Test(people_life_programmes, the_dead_stay_as_they_are_when_they_leave)
{
    join(7);
    people.threshold[7] = 0;
    life_leave_programme(&life, memberships_find(&people.memberships, 7, 0));
    life_count_admission(&life, 7);
    cr_expect_eq(people.threshold[7], 0);
}

/* Half of all fall ill on the day. Of their illnesses the programme leaves a quarter that lead to a bed; of the others,
 * a fifth would not have been for a night. */
Test(people_life_programmes, who_is_kept_out_of_a_bed_is_ill_elsewhere)
{
    struct notices notices = {0};
    unsigned ill = 0, after = 0;

    programmes_free(&population.programmes);
    effect = (struct effect_parameters){.name = "emergency_admission", .on = "", .ratio = 0.25, .who = ""};
    cr_assert_eq(programmes_build(&population.programmes, &care, &figures), STATUS_OK, "%s", status_message());
    programmes_update(&population.programmes, life.today);
    for (unsigned row = 0; row < AGE_COUNT * SEX_COUNT; row++) {
        population.hazards.base[row].lane[HAZARD_GP] = 0;
        population.hazards.base[row].lane[HAZARD_EMERGENCY_ADMISSION] = 0.5F;
    }
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        figures.zero_day_share[STAY_EMERGENCY][age] = 0.2;
    }
    for (uint32_t row = 0; row < PEOPLE; row++) {
        join(row);
    }
    life.notices = &notices;
    cr_assert_eq(life_day(&life), STATUS_OK);
    for (uint32_t row = 0; row < PEOPLE; row++) {
        ill += people_has(&people, row, TRAIT_ACUTELY_ILL);
        after += people_has(&people, row, TRAIT_AFTER_HOSPITAL);
    }
    expect_count((double)notices.count, 0.5 * 0.25);
    expect_count(after, 0.5 * 0.75);
    expect_count(ill, 0.5 * 0.75 * 0.8);
    memory_free((void **)&notices.items);
}

Test(people_life_programmes, an_illness_elsewhere_ends_before_its_weeks_do)
{
    struct notices notices = {0};

    for (unsigned row = 0; row < AGE_COUNT * SEX_COUNT; row++) {
        population.hazards.base[row].lane[HAZARD_GP] = 0;
        population.hazards.recovery[row] = 1;
        population.hazards.resolution[row].lane[HAZARD_SETTLE] = 1;
    }
    population.hazards.resolvable = exposure_of_trait(TRAIT_ACUTELY_ILL) | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
    life.notices = &notices;
    life_fall_ill_elsewhere(&life, 7);
    cr_expect(people_has(&people, 7, TRAIT_ACUTELY_ILL));
    cr_assert_eq(life_day(&life), STATUS_OK);
    cr_expect_not(people_has(&people, 7, TRAIT_ACUTELY_ILL));
    cr_expect(people_has(&people, 7, TRAIT_AFTER_HOSPITAL));
    life.today++;
    cr_assert_eq(life_day(&life), STATUS_OK);
    cr_expect_not(people_has(&people, 7, TRAIT_AFTER_HOSPITAL));
}
