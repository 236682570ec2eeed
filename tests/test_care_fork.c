#include "care/fork.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "care_models.h"
#include "failing_allocations.h"
#include "people/population.h"
#include "people_figures.h"

enum { ASTHMA, COPD, CONDITIONS };
enum { MATRON, WARD };
enum { MOST = 70, START = 14000 };

static struct figures figures = {
    .condition_count = CONDITIONS,
    .conditions = {{.name = "asthma"}, {.name = "copd"}},
};
static struct fork_parameters fork_items[MOST];
static struct programme_parameters programme_items[MOST];
static struct effect_parameters effects[MOST][PATHWAY_NUMBER_COUNT + 1];
static struct programme_use_parameters uses[MOST][2];
static struct care_parameters care;
static struct population population;
static struct people people;
static struct forks forks;

static void set_up(void)
{
    uint32_t row = PERSON_NONE;

    care = (struct care_parameters){
        .programmes_work_share = 1, .programmes = {.items = programme_items}, .forks = {.items = fork_items}};
    population = (struct population){.figures = &figures};
    cr_assert_eq(people_init(&people, 0, 2), STATUS_OK);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
}

static void tear_down(void)
{
    forks_free(&forks);
    programmes_free(&population.programmes);
    people_free(&people);
}

TestSuite(care_fork, .init = set_up, .fini = tear_down);

static struct fork_parameters *add_fork(const char *name, enum moment moment)
{
    struct fork_parameters *fork = &fork_items[care.forks.count++];

    *fork = plain_fork(name, moment);
    return fork;
}

static struct programme_parameters *add_programme(const char *name)
{
    const size_t at = care.programmes.count++;
    struct programme_parameters *programme = &programme_items[at];

    *programme = plain_programme(name);
    programme->from = START;
    programme->effects.items = effects[at];
    programme->uses.items = uses[at];
    return programme;
}

static void add_effect(unsigned programme, const char *name, double ratio, const char *who)
{
    effects[programme][programme_items[programme].effects.count++] = plain_effect(name, ratio, who);
}

static enum status build(void)
{
    forks_free(&forks);
    return forks_build(&forks, &care, &figures);
}

static void build_well(void)
{
    cr_assert_eq(build(), STATUS_OK, "%s", status_message());
}

static void refuses(const char *message)
{
    cr_expect_eq(build(), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(), message);
}

/* The names of the forks of a moment, in their order. */
static const char *order_of(enum moment moment)
{
    static char out[256];

    out[0] = '\0';
    for (size_t at = forks.first[moment]; at < forks.first[moment + 1]; at++) {
        strcat(strcat(out, out[0] != '\0' ? " " : ""), forks.items[at].parameters->name);
    }
    return out;
}

/* Order and places */

Test(care_fork, without_any_there_is_none)
{
    build_well();
    cr_expect_eq(forks.count, 0);
    cr_expect_not(forks_stand_at(&forks, MOMENT_NEED, HAZARD_GP));
    cr_expect_str_eq(order_of(MOMENT_ENDED), "");
}

Test(care_fork, forks_are_by_moment)
{
    add_fork("a", MOMENT_ENDED);
    add_fork("b", MOMENT_NEED);
    add_fork("c", MOMENT_READY);
    build_well();
    cr_expect_str_eq(order_of(MOMENT_NEED), "b");
    cr_expect_str_eq(order_of(MOMENT_SERVED), "");
    cr_expect_str_eq(order_of(MOMENT_READY), "c");
    cr_expect_str_eq(order_of(MOMENT_ENDED), "a");
}

Test(care_fork, forks_of_a_moment_are_by_rank)
{
    add_fork("a", MOMENT_NEED)->rank = 10;
    add_fork("b", MOMENT_NEED)->rank = -10;
    add_fork("c", MOMENT_NEED)->rank = 0;
    build_well();
    cr_assert_str_eq(order_of(MOMENT_NEED), "b c a");
}

Test(care_fork, forks_of_a_rank_are_by_name)
{
    add_fork("c", MOMENT_NEED);
    add_fork("a", MOMENT_NEED);
    add_fork("b", MOMENT_NEED);
    build_well();
    cr_assert_str_eq(order_of(MOMENT_NEED), "a b c");
}

Test(care_fork, the_order_in_the_scenario_does_not_matter)
{
    uint32_t key = 0;

    add_fork("a", MOMENT_NEED)->of = "gp";
    add_fork("b", MOMENT_NEED)->of = "ambulance";
    build_well();
    key = forks.items[1].key;
    care.forks.count = 0;
    add_fork("b", MOMENT_NEED)->of = "ambulance";
    add_fork("a", MOMENT_NEED)->of = "gp";
    build_well();
    cr_expect_str_eq(order_of(MOMENT_NEED), "a b");
    cr_expect_eq(forks.items[1].of, HAZARD_AMBULANCE);
    cr_expect_eq(forks.items[1].key, key);
}

Test(care_fork, a_fork_stands_where_its_need_arises)
{
    add_fork("a", MOMENT_NEED)->of = "emergency_admission";
    build_well();
    cr_expect(forks_stand_at(&forks, MOMENT_NEED, HAZARD_EMERGENCY_ADMISSION));
    cr_expect_not(forks_stand_at(&forks, MOMENT_NEED, HAZARD_GP));
    cr_expect_not(forks_stand_at(&forks, MOMENT_REFUSED, HAZARD_EMERGENCY_ADMISSION));
}

Test(care_fork, a_fork_of_a_service_stands_at_that_service)
{
    add_fork("a", MOMENT_SERVED)->of = "rapid_response";
    add_fork("b", MOMENT_REFUSED)->of = "gp_consultation";
    add_fork("c", MOMENT_DISCHARGED)->of = "elective_inpatient";
    build_well();
    cr_expect(forks_stand_at(&forks, MOMENT_SERVED, SERVICE_RAPID_RESPONSE));
    cr_expect(forks_stand_at(&forks, MOMENT_REFUSED, SERVICE_GP));
    cr_expect(forks_stand_at(&forks, MOMENT_DISCHARGED, SERVICE_ELECTIVE_INPATIENT));
    cr_expect_not(forks_stand_at(&forks, MOMENT_DISCHARGED, SERVICE_EMERGENCY_INPATIENT));
}

Test(care_fork, a_fork_of_a_programme_stands_at_its_end)
{
    add_programme("matron");
    add_programme("ward");
    add_fork("a", MOMENT_ENDED)->of = "ward";
    build_well();
    cr_expect(forks_stand_at(&forks, MOMENT_ENDED, WARD));
    cr_expect_not(forks_stand_at(&forks, MOMENT_ENDED, MATRON));
}

Test(care_fork, a_fork_of_anything_stands_everywhere)
{
    add_fork("a", MOMENT_NEED);
    build_well();
    cr_expect(forks_stand_at(&forks, MOMENT_NEED, HAZARD_GP));
    cr_expect(forks_stand_at(&forks, MOMENT_NEED, HAZARD_DISTRICT_NURSING));
    cr_expect_eq(forks.items[0].of, ANY_OF);
}

Test(care_fork, a_fork_leads_where_it_says)
{
    add_programme("matron");
    add_fork("a", MOMENT_NEED)->service = SERVICE_WORD_FIRST + SERVICE_RAPID_RESPONSE;
    add_fork("b", MOMENT_NEED)->need = "gp";
    add_fork("c", MOMENT_NEED)->programme = MATRON;
    build_well();
    cr_expect_eq(forks.items[0].service, SERVICE_RAPID_RESPONSE);
    cr_expect_eq(forks.items[0].need, NO_NEED);
    cr_expect_eq(forks.items[1].service, NO_SERVICE);
    cr_expect_eq(forks.items[1].need, HAZARD_GP);
    cr_expect_eq(forks.items[2].service, NO_SERVICE);
    cr_expect_eq(forks.items[2].need, NO_NEED);
}

Test(care_fork, a_fork_may_lead_to_any_service_of_slots)
{
    add_fork("a", MOMENT_NEED)->service = SERVICE_WORD_FIRST + SERVICE_TELEPHONE_ADVICE;
    add_fork("b", MOMENT_NEED)->service = SERVICE_WORD_FIRST + SERVICE_DIAGNOSTICS;
    build_well();
    cr_assert_eq(forks.count, 2);
}

Test(care_fork, a_programme_knows_its_services)
{
    add_programme("matron")->service = SERVICE_WORD_FIRST + SERVICE_CASE_MANAGEMENT;
    programme_items[MATRON].uses.count = 2;
    uses[MATRON][0].name = "therapy";
    uses[MATRON][1].name = "district_nursing";
    build_well();
    cr_expect_eq(forks.uses[MATRON][0], SERVICE_THERAPY);
    cr_expect_eq(forks.uses[MATRON][1], SERVICE_DISTRICT_NURSING);
}

/* What is refused */

Test(care_fork, a_need_must_be_known)
{
    add_fork("a", MOMENT_NEED)->of = "emergency_admision";
    refuses("care.forks.a.of: expected the name of a need, found emergency_admision; did you mean "
            "emergency_admission?");
}

Test(care_fork, what_happens_to_people_is_no_need)
{
    add_fork("a", MOMENT_NEED)->of = "mortality";
    refuses("care.forks.a.of: expected the name of a need, found mortality");
}

Test(care_fork, a_service_must_be_known)
{
    add_fork("a", MOMENT_SERVED)->of = "rapid_respons";
    refuses("care.forks.a.of: expected the name of a service line, found rapid_respons; did you mean rapid_response?");
}

Test(care_fork, a_programme_that_ends_must_be_known)
{
    add_programme("matron");
    add_fork("a", MOMENT_ENDED)->of = "matrn";
    refuses("care.forks.a.of: expected the name of a programme, found matrn");
}

Test(care_fork, the_need_it_leads_to_must_be_known)
{
    add_fork("a", MOMENT_NEED)->need = "gp_consultation";
    refuses("care.forks.a.need: expected the name of a need, found gp_consultation");
}

Test(care_fork, a_fork_does_not_lead_to_beds_places_and_hours)
{
    static const enum service services[] = {SERVICE_EMERGENCY_INPATIENT, SERVICE_ELECTIVE_INPATIENT, SERVICE_HOME_CARE,
                                            SERVICE_CARE_HOME, SERVICE_HOSPITAL_AT_HOME};
    char message[128];

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        care.forks.count = 0;
        add_fork("a", MOMENT_NEED)->service = SERVICE_WORD_FIRST + (int)services[i];
        snprintf(message, sizeof message,
                 "care.forks.a.service: expected a service of slots, or else a need or a programme, found %s",
                 service_lines[services[i]].name);
        refuses(message);
    }
}

Test(care_fork, a_place_that_may_be_refused_changes_no_stay)
{
    static const char message[] =
        "care.forks.a.stay_ratio: expected 1 where a service or a place may be refused, found 0.5";
    struct fork_parameters *fork = add_fork("a", MOMENT_NEED);

    add_programme("matron");
    fork->of = "emergency_admission";
    fork->instead = false;
    fork->stay_ratio = 0.5;
    fork->programme = MATRON;
    build_well();
    programme_items[MATRON].service = SERVICE_WORD_FIRST + SERVICE_CASE_MANAGEMENT;
    refuses(message);
    fork->programme = -1;
    fork->service = SERVICE_WORD_FIRST + SERVICE_THERAPY;
    refuses(message);
    fork->stay_ratio = 1;
    build_well();
}

Test(care_fork, patients_are_ready_for_and_leave_hospital_beds_alone)
{
    add_fork("a", MOMENT_READY)->of = "gp_consultation";
    refuses("care.forks.a.of: expected the name of a service line with hospital beds, found gp_consultation");
    care.forks.count = 0;
    add_fork("a", MOMENT_DISCHARGED)->of = "intermediate_care_bed";
    refuses("care.forks.a.of: expected the name of a service line with hospital beds, found intermediate_care_bed");
}

Test(care_fork, a_hospital_bed_serves_until_its_patient_leaves)
{
    add_fork("a", MOMENT_SERVED)->of = "emergency_inpatient";
    refuses("care.forks.a.of: expected the name of a service line without hospital beds, found emergency_inpatient");
}

Test(care_fork, members_have_places_that_no_need_asks_for)
{
    static const enum service services[] = {SERVICE_GP, SERVICE_THERAPY, SERVICE_EMERGENCY_INPATIENT, SERVICE_HOME_CARE,
                                            SERVICE_CARE_HOME};
    char message[128];

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        care.programmes.count = 0;
        add_programme("matron")->service = SERVICE_WORD_FIRST + (int)services[i];
        snprintf(message, sizeof message,
                 "care.programmes.matron.service: expected a service of places other than care_home, found %s",
                 service_lines[services[i]].name);
        refuses(message);
    }
}

Test(care_fork, contacts_are_with_services_of_slots)
{
    add_programme("matron")->uses.count = 2;
    uses[MATRON][0].name = "district_nursing";
    uses[MATRON][1].name = "hospital_at_home";
    refuses("care.programmes.matron.uses.hospital_at_home: expected a service of slots");
}

Test(care_fork, whom_it_means_must_be_known)
{
    add_fork("a", MOMENT_NEED)->who = "copdd";
    refuses("care.forks.a.who: column 1: expected the name of a condition, trait, programme or quantity, found copdd; "
            "did you mean copd?");
}

Test(care_fork, a_fork_is_no_namesake_of_an_outcome)
{
    add_fork("mortality", MOMENT_NEED);
    refuses("care.forks.mortality: expected a name of its own; effects have another meaning for this one");
}

Test(care_fork, a_fork_is_no_namesake_of_a_condition)
{
    add_fork("copd", MOMENT_NEED);
    refuses("care.forks.copd: expected a name of its own; effects have another meaning for this one");
}

Test(care_fork, a_fork_is_no_namesake_of_a_number)
{
    add_fork("stay_days", MOMENT_NEED);
    refuses("care.forks.stay_days: expected a name of its own; effects have another meaning for this one");
}

Test(care_fork, whom_a_programme_takes_must_be_known)
{
    add_programme("matron")->eligible = "age";
    refuses("care.programmes.matron.eligible: column 1: expected a comparison, found age");
}

Test(care_fork, what_an_effect_is_on_must_be_known)
{
    add_programme("matron");
    add_effect(MATRON, "stay_dys", 0.5, "");
    refuses("care.programmes.matron.effects.stay_dys: expected an outcome of the table of relative risks, a number of "
            "the pathways or a fork, found stay_dys");
}

Test(care_fork, whom_an_effect_means_must_be_known)
{
    add_programme("matron");
    add_effect(MATRON, "stay_days", 0.5, "zzzzz");
    refuses("care.programmes.matron.effects.stay_days.who: column 1: expected the name of a condition, trait, "
            "programme or quantity, found zzzzz");
}

static void add_many(size_t fork_count, size_t programme_count)
{
    static char names[2][MOST][24];

    for (size_t i = 0; i < fork_count; i++) {
        snprintf(names[0][i], sizeof names[0][i], "f%zu", i);
        add_fork(names[0][i], MOMENT_NEED);
    }
    for (size_t i = 0; i < programme_count; i++) {
        snprintf(names[1][i], sizeof names[1][i], "p%zu", i);
        add_programme(names[1][i]);
    }
}

Test(care_fork, there_may_be_64_of_each)
{
    add_many(FORK_LIMIT, PROGRAMME_LIMIT);
    build_well();
    cr_assert_eq(forks.count, FORK_LIMIT);
}

Test(care_fork, there_may_be_no_more_forks)
{
    add_many(FORK_LIMIT + 1, 0);
    refuses("care: expected at most 64 forks and 64 programmes, found 65 and 0");
}

Test(care_fork, there_may_be_no_more_programmes)
{
    add_many(0, PROGRAMME_LIMIT + 1);
    refuses("care: expected at most 64 forks and 64 programmes, found 0 and 65");
}

Test(care_fork, all_faults_come_at_once)
{
    add_fork("stay_days", MOMENT_NEED);
    add_fork("b", MOMENT_NEED)->of = "zzzz";
    add_programme("matron")->eligible = "age";
    add_effect(MATRON, "nothing_such", 0.5, "");
    refuses("care.forks.stay_days: expected a name of its own; effects have another meaning for this one\n"
            "care.forks.b.of: expected the name of a need, found zzzz\n"
            "care.programmes.matron.eligible: column 1: expected a comparison, found age\n"
            "care.programmes.matron.effects.nothing_such: expected an outcome of the table of relative risks, a number "
            "of the pathways or a fork, found nothing_such");
}

Test(care_fork, every_allocation_may_fail)
{
    add_programme("matron")->eligible = "copd";
    add_effect(MATRON, "stay_days", 0.5, "asthma");
    add_fork("a", MOMENT_NEED)->who = "copd";
    cr_assert_geq(fail_each_allocation(build), 10);
}

/* Numbers of the pathways */

static void build_both(void)
{
    build_well();
    programmes_free(&population.programmes);
    cr_assert_eq(programmes_build(&population.programmes, &care, &figures), STATUS_OK, "%s", status_message());
}

static double ratio_on(unsigned number, day_t today)
{
    return forks_number_ratio(&forks, &population.programmes,
                              &(struct viewpoint){&people, &population, 0, today, CALL_NONE}, number);
}

static void join(unsigned programme)
{
    cr_assert_eq(people_join_programme(&people, (struct membership){.programme = (uint16_t)programme}), STATUS_OK);
}

Test(care_fork, who_is_in_no_programme_has_the_usual_numbers)
{
    add_programme("matron");
    add_effect(MATRON, "stay_days", 0.5, "");
    build_both();
    cr_assert_eq(ratio_on(PATHWAY_NUMBER_STAY, START), 1);
}

Test(care_fork, a_programme_changes_the_numbers_it_names)
{
    add_programme("matron");
    for (unsigned number = 0; number < PATHWAY_NUMBER_COUNT; number++) {
        add_effect(MATRON, pathway_number_name(number), 1.0 / (1 << number), "");
    }
    build_both();
    join(MATRON);
    for (unsigned number = 0; number < PATHWAY_NUMBER_COUNT; number++) {
        cr_expect_eq(ratio_on(number, START), 1.0 / (1 << number), "%s", pathway_number_name(number));
    }
}

Test(care_fork, a_programme_changes_the_share_of_the_fork_it_names)
{
    add_fork("b", MOMENT_NEED);
    add_fork("a", MOMENT_NEED);
    add_programme("matron");
    add_effect(MATRON, "b", 0.5, "");
    build_both();
    join(MATRON);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_COUNT, START), 1);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_COUNT + 1, START), 0.5);
}

Test(care_fork, a_number_changes_for_those_whom_the_effect_means)
{
    add_programme("matron");
    add_effect(MATRON, "stay_days", 0.5, "copd");
    build_both();
    join(MATRON);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START), 1);
    people.person[0].exposures |= exposure_of_condition(COPD);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START), 0.5);
}

Test(care_fork, ratios_of_two_programmes_multiply)
{
    add_programme("matron");
    add_programme("ward");
    add_effect(MATRON, "stay_days", 0.5, "");
    add_effect(WARD, "stay_days", 0.75, "");
    build_both();
    join(WARD);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START), 0.75);
    join(MATRON);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START), 0.375);
}

Test(care_fork, numbers_are_learnt_like_hazards)
{
    add_programme("matron")->learning_days = 100;
    add_effect(MATRON, "stay_days", 0.5, "");
    build_both();
    join(MATRON);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START), 1);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START + 50), 0.75);
    cr_expect_eq(ratio_on(PATHWAY_NUMBER_STAY, START + 100), 0.5);
}

Test(care_fork, an_effect_on_a_hazard_is_no_number)
{
    add_programme("matron");
    add_effect(MATRON, "gp", 0.5, "");
    build_both();
    cr_assert_eq(forks.number_count, 0);
}

/* All names of a scenario, with the published tables */

Test(care_fork, names_are_checked_with_the_tables)
{
    add_programme("matron")->eligible = "copd and age >= 75";
    cr_expect_eq(care_check_names(&care, &test_population.figures), STATUS_OK, "%s", status_message());
}

Test(care_fork, faults_of_programmes_and_forks_come_at_once)
{
    add_programme("age");
    add_fork("a", MOMENT_NEED)->of = "zzzz";
    cr_expect_eq(care_check_names(&care, &test_population.figures), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(),
                     "care.programmes.age: expected a name of its own; criteria have another meaning for this one\n"
                     "care.forks.a.of: expected the name of a need, found zzzz");
}
