#include "people/programme.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "care_models.h"
#include "failing_allocations.h"
#include "people/population.h"

enum { ASTHMA, COPD, CONDITIONS };
enum { MATRON, WARD };
enum { MOST = 70, START = 14000 };

static struct figures figures = {
    .condition_count = CONDITIONS,
    .conditions = {{.name = "asthma"}, {.name = "copd"}},
};
static struct programme_parameters items[MOST];
static struct effect_parameters effects[MOST][4];
static struct requirement_parameters requirements[MOST][2];
static struct enabler_parameters enablers[] = {{.name = "record", .present = false},
                                               {.name = "cover", .present = true}};
static struct care_parameters care;
static struct population population;
static struct people people;

static void set_up(void)
{
    uint32_t row = PERSON_NONE;

    care =
        (struct care_parameters){.programmes_work_share = 1, .programmes = {.items = items}, .enablers = {enablers, 2}};
    population = (struct population){.figures = &figures};
    cr_assert_eq(people_init(&people, 0, 2), STATUS_OK);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
}

static void tear_down(void)
{
    programmes_free(&population.programmes);
    people_free(&people);
}

TestSuite(people_programme, .init = set_up, .fini = tear_down);

static unsigned add_programme(const char *name)
{
    const size_t at = care.programmes.count++;
    struct programme_parameters *programme = &items[at];

    *programme = plain_programme(name);
    programme->from = START;
    programme->effects.items = effects[at];
    programme->requires.items = requirements[at];
    return (unsigned)at;
}

static void add_effect(unsigned programme, const char *name, double ratio, const char *who)
{
    effects[programme][items[programme].effects.count++] = plain_effect(name, ratio, who);
}

static void add_requirement(unsigned programme, const char *enabler, double without)
{
    requirements[programme][items[programme].requires.count++] =
        (struct requirement_parameters){.name = enabler, .works_share_without = without};
}

static enum status build(void)
{
    programmes_free(&population.programmes);
    return programmes_build(&population.programmes, &care, &figures);
}

static void build_well(void)
{
    cr_assert_eq(build(), STATUS_OK, "%s", status_message());
    programmes_update(&population.programmes, START);
}

static void join(unsigned programme)
{
    cr_assert_eq(people_join_programme(&people, (struct membership){.programme = (uint16_t)programme}), STATUS_OK);
}

/* Every lane 1 before the programmes. */
static float apply(union hazard_vector *hazards)
{
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        hazards->lane[lane] = 1;
    }
    return programmes_apply(&population.programmes, &(struct viewpoint){&people, &population, 0, START, CALL_NONE},
                            hazards, LANE_COUNT);
}

static float lane_of(unsigned lane)
{
    union hazard_vector hazards;

    apply(&hazards);
    return hazards.lane[lane];
}

/* What programmes do */

/* The one programme, with one effect. */
static void join_matrons(const char *name, double ratio, const char *who)
{
    add_effect(add_programme("matron"), name, ratio, who);
    build_well();
    join(MATRON);
}

Test(people_programme, an_effect_multiplies_its_lane_and_no_other)
{
    union hazard_vector hazards;

    join_matrons("gp", 0.75, "");
    apply(&hazards);
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        cr_expect_eq(hazards.lane[lane], lane == HAZARD_GP ? 0.75F : 1);
    }
}

Test(people_programme, the_sum_changes_with_the_lanes)
{
    union hazard_vector hazards;

    add_effect(add_programme("matron"), "gp", 0.75, "");
    add_effect(MATRON, "mortality", 2, "");
    build_well();
    join(MATRON);
    cr_assert_eq(apply(&hazards), LANE_COUNT - 0.25F + 1);
}

Test(people_programme, who_is_in_none_is_left_alone)
{
    union hazard_vector hazards;

    add_effect(add_programme("matron"), "gp", 0.75, "");
    build_well();
    cr_expect_eq(apply(&hazards), LANE_COUNT);
    cr_expect_eq(hazards.lane[HAZARD_GP], 1);
}

Test(people_programme, only_the_programmes_of_the_person_count)
{
    add_effect(add_programme("matron"), "gp", 0.75, "");
    add_effect(add_programme("ward"), "gp", 0.5, "");
    build_well();
    join(WARD);
    cr_assert_eq(lane_of(HAZARD_GP), 0.5F);
}

Test(people_programme, an_effect_may_be_on_something_else_than_its_name_says)
{
    add_effect(add_programme("matron"), "fewer_calls", 0.75, "");
    effects[MATRON][0].on = "gp";
    build_well();
    join(MATRON);
    cr_assert_eq(lane_of(HAZARD_GP), 0.75F);
}

Test(people_programme, an_outcome_of_several_lanes_changes_in_all)
{
    join_matrons("frailty", 0.5, "");
    cr_expect_eq(lane_of(HAZARD_FRAILTY_WORSEN_FIT), 0.5F);
    cr_expect_eq(lane_of(HAZARD_FRAILTY_WORSEN_MILD), 0.5F);
    cr_expect_eq(lane_of(HAZARD_FRAILTY_WORSEN_MODERATE), 0.5F);
    cr_expect_eq(lane_of(HAZARD_FRAILTY_RECOVER), 1);
}

Test(people_programme, an_effect_is_for_those_whom_it_means)
{
    join_matrons("gp", 0.75, "copd");
    cr_expect_eq(lane_of(HAZARD_GP), 1);
    people.person[0].exposures |= exposure_of_condition(COPD);
    cr_expect_eq(lane_of(HAZARD_GP), 0.75F);
}

Test(people_programme, an_effect_may_ask_for_another_programme)
{
    add_effect(add_programme("matron"), "gp", 0.75, "ward");
    add_programme("ward");
    build_well();
    join(MATRON);
    cr_expect_eq(lane_of(HAZARD_GP), 1);
    join(WARD);
    cr_expect_eq(lane_of(HAZARD_GP), 0.75F);
}

Test(people_programme, fewer_admissions_are_not_fewer_illnesses)
{
    const unsigned matron = add_programme("matron");
    union hazard_vector hazards;

    add_effect(matron, "emergency_admission", 0.25, "");
    build_well();
    join(matron);
    cr_expect_eq(apply(&hazards), LANE_COUNT);
    cr_expect_eq(hazards.lane[HAZARD_EMERGENCY_ADMISSION], 1);
    cr_expect_eq(programmes_lane_ratio(&population.programmes,
                                       &(struct viewpoint){&people, &population, 0, START, CALL_NONE},
                                       HAZARD_EMERGENCY_ADMISSION),
                 0.25);
}

Test(people_programme, more_admissions_are_more_needs)
{
    const unsigned matron = add_programme("matron");
    union hazard_vector hazards;

    add_effect(matron, "emergency_admission", 1.5, "");
    build_well();
    join(matron);
    cr_expect_eq(apply(&hazards), LANE_COUNT + 0.5F);
    cr_expect_eq(hazards.lane[HAZARD_EMERGENCY_ADMISSION], 1.5F);
}

Test(people_programme, the_onset_of_a_condition_may_change)
{
    join_matrons("copd", 0.5, "");
    cr_expect_eq(lane_of(COPD), 0.5F);
    cr_expect_eq(lane_of(ASTHMA), 1);
}

Test(people_programme, the_end_of_a_condition_does_not)
{
    union hazard_vector hazards;

    join_matrons("copd", 0.5, "");
    people.person[0].exposures |= exposure_of_condition(COPD);
    cr_expect_eq(apply(&hazards), LANE_COUNT);
    cr_expect_eq(hazards.lane[COPD], 1);
}

/* The lanes in which obesity and packages of home care begin are those in which they end. */
Test(people_programme, the_end_of_a_trait_does_not_either)
{
    add_effect(add_programme("matron"), "home_care", 0.5, "");
    add_effect(MATRON, "obesity", 0.5, "");
    build_well();
    join(MATRON);
    cr_expect_eq(lane_of(HAZARD_HOME_CARE), 0.5F);
    cr_expect_eq(lane_of(HAZARD_OBESITY_CHANGE), 0.5F);
    people.person[0].exposures |= exposure_of_trait(TRAIT_HOME_CARE) | exposure_of_trait(TRAIT_OBESITY);
    cr_expect_eq(lane_of(HAZARD_HOME_CARE), 1);
    cr_expect_eq(lane_of(HAZARD_OBESITY_CHANGE), 1);
}

Test(people_programme, effects_on_one_lane_multiply)
{
    add_effect(add_programme("matron"), "gp", 0.75, "");
    add_effect(add_programme("ward"), "gp", 0.5, "");
    build_well();
    join(MATRON);
    join(WARD);
    cr_assert_eq(lane_of(HAZARD_GP), 0.375F);
}

/* The products of three ratios in six orders differ by rounding alone. */
Test(people_programme, the_order_of_programmes_does_not_matter)
{
    static const double ratios[] = {0.7, 0.9, 1.3};
    static const unsigned orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    for (size_t order = 0; order < sizeof orders / sizeof orders[0]; order++) {
        care.programmes.count = 0;
        for (unsigned p = 0; p < 3; p++) {
            char *name = (char *[]){"first", "second", "third"}[orders[order][p]];
            add_effect(add_programme(name), "gp", ratios[orders[order][p]], "");
        }
        build_well();
        for (unsigned p = 0; order == 0 && p < 3; p++) {
            join(p);
        }
        cr_expect_float_eq(lane_of(HAZARD_GP), 0.7 * 0.9 * 1.3, 1e-6);
    }
}

Test(people_programme, a_ratio_of_nothing_leaves_nothing)
{
    union hazard_vector hazards = {.lane = {[HAZARD_GP] = 0.1F, [HAZARD_DEATH] = 0.2F}};

    add_effect(add_programme("matron"), "gp", 0, "");
    add_effect(MATRON, "mortality", 0, "");
    build_well();
    join(MATRON);
    const float total = programmes_apply(
        &population.programmes, &(struct viewpoint){&people, &population, 0, START, CALL_NONE}, &hazards, 0.1F + 0.2F);
    cr_expect_eq(hazards.lane[HAZARD_GP], 0);
    cr_expect_eq(hazards.lane[HAZARD_DEATH], 0);
    cr_expect_geq(total, 0);
    cr_expect_leq(total, 1e-7F);
}

/* What they need, and what they learn */

static double works(day_t today)
{
    return programme_works(&population.programmes, MATRON, today);
}

Test(people_programme, it_works_where_nothing_is_missing)
{
    add_requirement(add_programme("matron"), "cover", 0);
    build_well();
    cr_assert_eq(works(START), 1);
}

Test(people_programme, what_is_missing_leaves_a_share)
{
    add_requirement(add_programme("matron"), "record", 0.25);
    build_well();
    cr_assert_eq(works(START), 0.25);
}

Test(people_programme, shares_of_what_is_missing_multiply)
{
    enablers[1].present = false;
    add_requirement(add_programme("matron"), "record", 0.25);
    add_requirement(MATRON, "cover", 0.5);
    build_well();
    cr_assert_eq(works(START), 0.125);
}

Test(people_programme, effects_grow_in_a_straight_line_while_it_learns)
{
    add_programme("matron");
    items[MATRON].learning_days = 100;
    build_well();
    cr_expect_eq(works(START - 10), 0);
    cr_expect_eq(works(START), 0);
    cr_expect_eq(works(START + 25), 0.25);
    cr_expect_eq(works(START + 100), 1);
    cr_expect_eq(works(START + 1000), 1);
}

Test(people_programme, without_learning_it_works_from_the_first_day)
{
    add_programme("matron");
    build_well();
    cr_expect_eq(works(START - 1), 0);
    cr_expect_eq(works(START), 1);
}

Test(people_programme, a_ratio_nears_one_as_less_of_it_is_there)
{
    cr_expect_eq(programme_ratio(0.5, 1), 0.5);
    cr_expect_eq(programme_ratio(0.5, 0.5), 0.75);
    cr_expect_eq(programme_ratio(3, 0.5), 2);
    cr_expect_eq(programme_ratio(0.5, 0), 1);
}

Test(people_programme, what_is_in_force_is_that_of_the_update)
{
    add_effect(add_programme("matron"), "gp", 0.5, "");
    items[MATRON].learning_days = 100;
    build_well();
    join(MATRON);
    programmes_update(&population.programmes, START + 50);
    cr_expect_eq(lane_of(HAZARD_GP), 0.75F);
    programmes_update(&population.programmes, START + 200);
    cr_expect_eq(lane_of(HAZARD_GP), 0.5F);
}

Test(people_programme, what_is_missing_is_missing_in_every_effect)
{
    add_effect(add_programme("matron"), "gp", 0.5, "");
    add_effect(MATRON, "mortality", 2, "");
    add_requirement(MATRON, "record", 0.5);
    build_well();
    join(MATRON);
    programmes_update(&population.programmes, START);
    cr_expect_eq(lane_of(HAZARD_GP), 0.75F);
    cr_expect_eq(lane_of(HAZARD_DEATH), 1.5F);
}

Test(people_programme, effects_on_what_is_no_outcome_are_left_to_care)
{
    add_effect(add_programme("matron"), "stay_days", 0.5, "no such name");
    build_well();
    cr_assert_eq(population.programmes.hazard_count, 0);
}

/* What is refused */

static void refuses(const char *message)
{
    cr_expect_eq(build(), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(), message);
}

Test(people_programme, a_programme_is_no_namesake_of_a_condition)
{
    add_programme("copd");
    refuses("care.programmes.copd: expected a name of its own; criteria have another meaning for this one");
}

Test(people_programme, a_programme_is_no_namesake_of_a_trait)
{
    add_programme("care_home");
    refuses("care.programmes.care_home: expected a name of its own; criteria have another meaning for this one");
}

Test(people_programme, a_programme_is_no_namesake_of_a_quantity)
{
    add_programme("age");
    refuses("care.programmes.age: expected a name of its own; criteria have another meaning for this one");
}

Test(people_programme, what_it_needs_must_be_known)
{
    add_requirement(add_programme("matron"), "recrod", 0);
    refuses("care.programmes.matron.requires.recrod: expected the name of one of care.enablers");
}

Test(people_programme, whom_an_effect_means_must_be_known)
{
    add_effect(add_programme("matron"), "gp", 0.5, "copdd");
    refuses("care.programmes.matron.effects.gp.who: column 1: expected the name of a condition, trait, programme or "
            "quantity, found copdd; did you mean copd?");
}

Test(people_programme, there_are_no_more_than_the_bits_of_a_set)
{
    static char names[MOST][24];

    for (unsigned p = 0; p < PROGRAMME_LIMIT; p++) {
        snprintf(names[p], sizeof names[p], "p%u", p);
        add_programme(names[p]);
    }
    build_well();
    add_programme("one_more");
    refuses("care.programmes: expected at most 64, found 65");
}

Test(people_programme, all_faults_come_at_once)
{
    add_programme("copd");
    add_requirement(add_programme("matron"), "recrod", 0);
    add_effect(add_programme("ward"), "gp", 0.5, "wrd");
    add_effect(2, "mortality", 0.5, "age");
    refuses("care.programmes.copd: expected a name of its own; criteria have another meaning for this one\n"
            "care.programmes.matron.requires.recrod: expected the name of one of care.enablers\n"
            "care.programmes.ward.effects.gp.who: column 1: expected the name of a condition, trait, programme or "
            "quantity, found wrd; did you mean ward?\n"
            "care.programmes.ward.effects.mortality.who: column 1: expected a comparison, found age");
}

Test(people_programme, all_faults_of_one_programme_come_at_once)
{
    add_requirement(add_programme("age"), "recrod", 0);
    add_requirement(0, "covr", 0);
    add_effect(0, "gp", 0.5, "need");
    refuses("care.programmes.age: expected a name of its own; criteria have another meaning for this one\n"
            "care.programmes.age.requires.recrod: expected the name of one of care.enablers\n"
            "care.programmes.age.requires.covr: expected the name of one of care.enablers\n"
            "care.programmes.age.effects.gp.who: column 1: expected a comparison, found need");
}

Test(people_programme, every_allocation_may_fail)
{
    add_effect(add_programme("matron"), "gp", 0.5, "copd");
    cr_assert_geq(fail_each_allocation(build), 5);
}
