/* Matching: two neighbourhoods 20 km apart, each with a practice and a hospital of one kind beside it, and a practice
 * with a name of its own in the second. */
#include "care/match.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"

enum { LEFT, RIGHT, PLACES };
enum { PRACTICE_KIND, HOSPITAL_KIND };
enum { LEFT_PRACTICE, RIGHT_PRACTICE, LEFT_HOSPITAL, RIGHT_HOSPITAL, NAMED, SITES };

static const struct {
    int32_t kind;
    float x_km;
    enum service service;
    double capacity;
    int64_t beds;
} sites[SITES] = {
    [LEFT_PRACTICE] = {PRACTICE_KIND, 0, SERVICE_GP, 10, 0},
    [RIGHT_PRACTICE] = {PRACTICE_KIND, 20, SERVICE_GP, 10, 0},
    [LEFT_HOSPITAL] = {HOSPITAL_KIND, 1, SERVICE_EMERGENCY_INPATIENT, 0, 60},
    [RIGHT_HOSPITAL] = {HOSPITAL_KIND, 19, SERVICE_EMERGENCY_INPATIENT, 0, 41},
    [NAMED] = {NAMED_PROVIDER, 21, SERVICE_DAY_CASE, 7, 0},
};

struct match_world {
    struct neighbourhood neighbourhoods[PLACES];
    struct locality locality;
    struct economy economy;
    struct area area;
    struct provider providers[SITES];
    struct site sites[SITES];
    struct line lines[SITES];
    struct supply supply;
    struct service_rules_parameters rules[2];
    struct care_parameters care;
    struct choice_table choice;
    struct demand demand;
};

static struct match_world world;

/* With one option everybody uses what is beside them. */
static void set_up(int64_t options)
{
    world = (struct match_world){0};
    world.neighbourhoods[RIGHT].x_km = 20;
    world.locality = (struct locality){.name = "locality", .neighbourhood_count = PLACES};
    world.economy = (struct economy){.name = "economy", .locality_count = 1};
    world.area = (struct area){&world.economy, &world.locality, world.neighbourhoods, 1, 1, PLACES, NULL};
    for (uint16_t s = 0; s < SITES; s++) {
        world.providers[s] =
            (struct provider){.kind = sites[s].kind, .economy = ANY_ECONOMY, .first_site = s, .site_count = 1};
        world.sites[s] = (struct site){.provider = s, .x_km = sites[s].x_km, .beds = sites[s].beds};
        memset(world.sites[s].line, 0xff, sizeof world.sites[s].line); /* -1: no line */
        world.sites[s].line[sites[s].service] = s;
        world.lines[s] = (struct line){
            .site = s, .provider = s, .service = sites[s].service, .capacity = sites[s].capacity, .pull = 1};
    }
    world.supply = (struct supply){world.providers, world.sites, world.lines, SITES, SITES, SITES};
    world.rules[0] = (struct service_rules_parameters){
        .name = "gp_consultation", .open_days_per_week = 7, .options = options, .distance_weight = 0.05};
    world.rules[1] = (struct service_rules_parameters){
        .name = "emergency_inpatient", .open_days_per_week = 7, .options = options, .distance_weight = 0.05};
    world.care.services = (struct named_list){world.rules, 2};
    cr_assert_eq(choice_build(&world.choice, &world.supply, &world.area, &world.care), STATUS_OK);
    cr_assert_eq(demand_allocate(&world.demand, PLACES), STATUS_OK);
}

static void set_up_nearest(void)
{
    set_up(1);
}

static void tear_down(void)
{
    choice_free(&world.choice);
    demand_free(&world.demand);
}

TestSuite(care_match, .init = set_up_nearest, .fini = tear_down);

static void match(void)
{
    cr_assert_eq(match_capacity(&world.supply, &world.choice, &world.area, &world.demand), STATUS_OK);
}

static void expect_use(enum service service, double left, double right)
{
    world.demand.use[LEFT][service] = left;
    world.demand.use[RIGHT][service] = right;
}

static void expect_beds(enum service service, double left, double right)
{
    world.demand.beds[LEFT][service] = left;
    world.demand.beds[RIGHT][service] = right;
}

Test(care_match, capacity_goes_with_the_use_that_is_expected)
{
    expect_use(SERVICE_GP, 1, 3);
    match();
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].capacity, 5, 1e-12);
    cr_expect_float_eq(world.lines[RIGHT_PRACTICE].capacity, 15, 1e-12);
}

Test(care_match, beds_go_with_the_bed_days_that_are_expected)
{
    expect_beds(SERVICE_EMERGENCY_INPATIENT, 1, 3);
    match();
    cr_expect_eq(world.sites[LEFT_HOSPITAL].beds, 25);
    cr_expect_eq(world.sites[RIGHT_HOSPITAL].beds, 76);
}

/* Two care homes in place of the practices. */
Test(care_match, places_are_whole_and_a_kind_has_as_many_as_before)
{
    for (unsigned s = LEFT_PRACTICE; s <= RIGHT_PRACTICE; s++) {
        world.lines[s].service = SERVICE_CARE_HOME;
        world.sites[s].line[SERVICE_GP] = -1;
        world.sites[s].line[SERVICE_CARE_HOME] = (int32_t)s;
    }
    choice_free(&world.choice);
    cr_assert_eq(choice_build(&world.choice, &world.supply, &world.area, &world.care), STATUS_OK);
    for (unsigned left = 0; left <= 100; left++) {
        world.lines[LEFT_PRACTICE].capacity = 10.5;
        world.lines[RIGHT_PRACTICE].capacity = 3.5;
        expect_use(SERVICE_CARE_HOME, left, 100 - left);
        match();
        cr_assert_eq(world.lines[LEFT_PRACTICE].capacity, round(0.14 * left), "%u percent", left);
        cr_assert_eq(world.lines[LEFT_PRACTICE].capacity + world.lines[RIGHT_PRACTICE].capacity, 14);
    }
}

/* A line for planned admissions beside the emergency line of the left hospital. */
Test(care_match, planned_admissions_fill_beds_too)
{
    world.lines[NAMED] = (struct line){
        .site = LEFT_HOSPITAL, .provider = LEFT_HOSPITAL, .service = SERVICE_ELECTIVE_INPATIENT, .capacity = 5};
    world.sites[NAMED].line[SERVICE_DAY_CASE] = -1;
    world.sites[LEFT_HOSPITAL].line[SERVICE_ELECTIVE_INPATIENT] = NAMED;
    choice_free(&world.choice);
    cr_assert_eq(choice_build(&world.choice, &world.supply, &world.area, &world.care), STATUS_OK);
    expect_beds(SERVICE_EMERGENCY_INPATIENT, 1, 3);
    expect_beds(SERVICE_ELECTIVE_INPATIENT, 2, 0);
    match();
    cr_expect_eq(world.sites[LEFT_HOSPITAL].beds, 51); /* half of 101, rounded */
    cr_expect_eq(world.sites[RIGHT_HOSPITAL].beds, 50);
}

Test(care_match, admissions_without_bed_days_need_no_beds)
{
    expect_use(SERVICE_EMERGENCY_INPATIENT, 1, 3);
    match();
    cr_expect_eq(world.sites[LEFT_HOSPITAL].beds, 60);
}

Test(care_match, beds_of_a_kind_stay_as_many)
{
    for (int left = 0; left <= 100; left++) {
        tear_down();
        set_up(1);
        expect_beds(SERVICE_EMERGENCY_INPATIENT, left, 100 - left);
        match();
        cr_assert_eq(world.sites[LEFT_HOSPITAL].beds + world.sites[RIGHT_HOSPITAL].beds, 101, "%d percent", left);
    }
}

Test(care_match, a_kind_that_nobody_is_expected_to_use_stays_as_built)
{
    match();
    cr_expect_eq(world.lines[LEFT_PRACTICE].capacity, 10);
    cr_expect_eq(world.lines[LEFT_PRACTICE].pull, 1);
    cr_expect_eq(world.sites[LEFT_HOSPITAL].beds, 60);
    cr_expect_eq(world.lines[LEFT_HOSPITAL].pull, 1);
}

Test(care_match, a_provider_that_nobody_is_expected_to_use_has_nothing)
{
    expect_use(SERVICE_GP, 0, 3);
    match();
    cr_expect_eq(world.lines[LEFT_PRACTICE].capacity, 0);
    cr_expect_float_eq(world.lines[RIGHT_PRACTICE].capacity, 20, 1e-12);
}

Test(care_match, fixed_costs_go_with_size_and_stay_the_same_in_all)
{
    world.providers[LEFT_PRACTICE].fixed_cost_pounds = 100;
    world.providers[RIGHT_PRACTICE].fixed_cost_pounds = 100;
    world.providers[NAMED].fixed_cost_pounds = 70;
    expect_use(SERVICE_GP, 1, 3);
    match();
    /* Both were built with 10 slots and now have 5 and 15. */
    cr_expect_float_eq(world.providers[LEFT_PRACTICE].fixed_cost_pounds, 50, 1e-9);
    cr_expect_float_eq(world.providers[RIGHT_PRACTICE].fixed_cost_pounds, 150, 1e-9);
    cr_expect_eq(world.providers[NAMED].fixed_cost_pounds, 70);
}

Test(care_match, a_named_provider_keeps_what_the_scenario_says)
{
    expect_use(SERVICE_DAY_CASE, 5, 5);
    match();
    cr_expect_eq(world.lines[NAMED].capacity, 7);
    cr_expect_eq(world.lines[NAMED].pull, 1);
}

Test(care_match, one_kind_does_not_touch_another)
{
    expect_use(SERVICE_GP, 1, 3);
    match();
    cr_expect_eq(world.sites[LEFT_HOSPITAL].beds, 60);
    cr_expect_eq(world.sites[RIGHT_HOSPITAL].beds, 41);
}

Test(care_match, the_pull_keeps_the_size_that_was_built)
{
    expect_use(SERVICE_GP, 1, 3);
    expect_beds(SERVICE_EMERGENCY_INPATIENT, 1, 3);
    match();
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].pull * world.lines[LEFT_PRACTICE].capacity, 10, 1e-12);
    cr_expect_float_eq(world.lines[RIGHT_HOSPITAL].pull * (double)world.sites[RIGHT_HOSPITAL].beds, 41, 1e-12);
}

Test(care_match, expected_use_is_divided_as_people_choose)
{
    tear_down();
    set_up(2);
    const double near = world.choice.upto[LEFT * SERVICE_COUNT + SERVICE_GP][0];
    expect_use(SERVICE_GP, 1, 0);
    match();
    cr_expect_float_eq(near, 1 / (1 + exp(-20 * 0.05)), 1e-6);
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].capacity, 20 * near, 1e-6);
}

Test(care_match, matching_does_not_change_where_people_go)
{
    tear_down();
    set_up(2);
    const float practice = world.choice.upto[LEFT * SERVICE_COUNT + SERVICE_GP][0];
    const float hospital = world.choice.upto[LEFT * SERVICE_COUNT + SERVICE_EMERGENCY_INPATIENT][0];
    expect_use(SERVICE_GP, 1, 3);
    expect_beds(SERVICE_EMERGENCY_INPATIENT, 1, 3);
    match();
    cr_assert_eq(choice_update(&world.choice, &world.supply, &world.area, &world.care), STATUS_OK);
    cr_expect_float_eq(world.choice.upto[LEFT * SERVICE_COUNT + SERVICE_GP][0], practice, 1e-6);
    cr_expect_float_eq(world.choice.upto[LEFT * SERVICE_COUNT + SERVICE_EMERGENCY_INPATIENT][0], hospital, 1e-6);
}

Test(care_match, a_supply_of_named_providers_only_stays_as_it_is)
{
    for (unsigned s = 0; s < SITES; s++) {
        world.providers[s].kind = NAMED_PROVIDER;
    }
    expect_use(SERVICE_GP, 1, 3);
    match();
    cr_assert_eq(world.lines[LEFT_PRACTICE].capacity, 10);
}

Test(care_match, an_allocation_that_fails_changes_nothing)
{
    expect_use(SERVICE_GP, 1, 3);
    for (int n = 0; n < 3; n++) {
        memory_fail_after(n);
        const enum status status = match_capacity(&world.supply, &world.choice, &world.area, &world.demand);
        memory_fail_after(-1);
        cr_expect_eq(status, STATUS_NO_MEMORY);
        cr_expect_eq(world.lines[LEFT_PRACTICE].capacity, 10);
    }
    match();
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].capacity, 5, 1e-12);
}

/* Referrals */

/* The practices become clinics, and the hospitals offer day cases, in the clinics or where they stand. */
static void become_clinics(bool at_the_clinic)
{
    const int32_t clinics[PLACES] = {LEFT_PRACTICE, RIGHT_PRACTICE}, theatres[PLACES] = {LEFT_HOSPITAL, RIGHT_HOSPITAL};

    for (unsigned place = 0; place < PLACES; place++) {
        const int32_t clinic = clinics[place], theatre = theatres[place], at = at_the_clinic ? clinic : theatre;
        world.lines[clinic].service = SERVICE_OUTPATIENT_FIRST;
        world.sites[clinic].line[SERVICE_GP] = -1;
        world.sites[clinic].line[SERVICE_OUTPATIENT_FIRST] = clinic;
        world.lines[theatre] = (struct line){
            .site = (uint32_t)at, .provider = (uint32_t)at, .service = SERVICE_DAY_CASE, .capacity = 10, .pull = 1};
        world.sites[theatre].line[SERVICE_EMERGENCY_INPATIENT] = -1;
        world.sites[at].line[SERVICE_DAY_CASE] = theatre;
    }
    choice_free(&world.choice);
    cr_assert_eq(choice_build(&world.choice, &world.supply, &world.area, &world.care), STATUS_OK);
    expect_use(SERVICE_OUTPATIENT_FIRST, 1, 1);
    expect_use(SERVICE_DAY_CASE, 4, 0);
}

Test(care_match, first_attendances_that_lead_to_procedures_are_expected_at_their_site)
{
    become_clinics(true);
    world.demand.referred_share = 0.5;
    match();
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].capacity, 15, 1e-12);
    cr_expect_float_eq(world.lines[RIGHT_PRACTICE].capacity, 5, 1e-12);
}

Test(care_match, or_in_the_clinics_that_people_choose)
{
    become_clinics(false);
    world.demand.referred_share = 0.5;
    match();
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].capacity, 15, 1e-12);
    cr_expect_float_eq(world.lines[RIGHT_PRACTICE].capacity, 5, 1e-12);
}

Test(care_match, procedures_without_referral_need_no_clinic)
{
    become_clinics(true);
    match();
    cr_expect_float_eq(world.lines[LEFT_PRACTICE].capacity, 10, 1e-12);
    cr_expect_float_eq(world.lines[RIGHT_PRACTICE].capacity, 10, 1e-12);
}

/* What one person is expected to use */

static const struct care_parameters shares = {
    .emergency_through_ae_share = 0.75, .emergency_ambulance_share = 0.5, .ae_ambulance_share = 0.25};

static double expected_from(enum hazard hazard, exposures_t exposures, enum service service)
{
    union hazard_vector hazards = {0};

    memset(world.demand.use, 0, PLACES * sizeof *world.demand.use);
    if (hazard != HAZARD_END) {
        hazards.lane[hazard] = 8;
    }
    demand_add(&world.demand,
               &(struct expectation){.neighbourhood = RIGHT, .hazards = &hazards, .exposures = exposures}, &shares);
    return world.demand.use[RIGHT][service];
}

Test(care_match, needs_are_expected_of_their_service)
{
    cr_expect_eq(expected_from(HAZARD_GP, 0, SERVICE_GP), 8);
    cr_expect_eq(expected_from(HAZARD_OUT_OF_HOURS, 0, SERVICE_OUT_OF_HOURS), 8);
    cr_expect_eq(expected_from(HAZARD_ACCIDENT_EMERGENCY, 0, SERVICE_ACCIDENT_EMERGENCY), 8);
    cr_expect_eq(expected_from(HAZARD_AMBULANCE, 0, SERVICE_AMBULANCE), 8);
    cr_expect_eq(expected_from(HAZARD_EMERGENCY_ADMISSION, 0, SERVICE_EMERGENCY_INPATIENT), 8);
    cr_expect_eq(expected_from(HAZARD_ELECTIVE_INPATIENT, 0, SERVICE_ELECTIVE_INPATIENT), 8);
    cr_expect_eq(expected_from(HAZARD_DAY_CASE, 0, SERVICE_DAY_CASE), 8);
    cr_expect_eq(expected_from(HAZARD_OUTPATIENT_FIRST, 0, SERVICE_OUTPATIENT_FIRST), 8);
    cr_expect_eq(expected_from(HAZARD_OUTPATIENT_FOLLOW_UP, 0, SERVICE_OUTPATIENT_FOLLOW_UP), 8);
    cr_expect_eq(expected_from(HAZARD_DISTRICT_NURSING, 0, SERVICE_DISTRICT_NURSING), 8);
}

Test(care_match, emergency_admissions_use_the_department_and_ambulances_too)
{
    cr_expect_eq(expected_from(HAZARD_EMERGENCY_ADMISSION, 0, SERVICE_ACCIDENT_EMERGENCY), 6);
    cr_expect_eq(expected_from(HAZARD_EMERGENCY_ADMISSION, 0, SERVICE_AMBULANCE), 4);
    cr_expect_eq(expected_from(HAZARD_ACCIDENT_EMERGENCY, 0, SERVICE_AMBULANCE), 2);
}

Test(care_match, residents_and_packages_are_expected_where_they_are_held)
{
    cr_expect_eq(expected_from(HAZARD_END, exposure_of_trait(TRAIT_CARE_HOME), SERVICE_CARE_HOME), 1);
    cr_expect_eq(expected_from(HAZARD_END, exposure_of_trait(TRAIT_HOME_CARE), SERVICE_HOME_CARE), 1);
    cr_expect_eq(expected_from(HAZARD_CARE_HOME, 0, SERVICE_CARE_HOME), 0);
}

Test(care_match, admissions_are_expected_in_beds_for_as_long_as_they_stay)
{
    const union hazard_vector hazards = {.lane = {[HAZARD_EMERGENCY_ADMISSION] = 8, [HAZARD_ELECTIVE_INPATIENT] = 4}};

    demand_add(
        &world.demand,
        &(struct expectation){.neighbourhood = LEFT, .hazards = &hazards, .emergency_days = 5, .planned_days = 3},
        &shares);
    cr_expect_eq(world.demand.beds[LEFT][SERVICE_EMERGENCY_INPATIENT], 40);
    cr_expect_eq(world.demand.beds[LEFT][SERVICE_ELECTIVE_INPATIENT], 12);
    cr_expect_eq(world.demand.beds[LEFT][SERVICE_GP], 0);
}

Test(care_match, people_add_up_in_their_own_neighbourhood)
{
    const union hazard_vector hazards = {.lane[HAZARD_GP] = 8};
    const struct expectation person = {.neighbourhood = LEFT, .hazards = &hazards};

    demand_add(&world.demand, &person, &shares);
    demand_add(&world.demand, &person, &shares);
    cr_expect_eq(world.demand.use[LEFT][SERVICE_GP], 16);
    cr_expect_eq(world.demand.use[RIGHT][SERVICE_GP], 0);
}

Test(care_match, a_demand_that_finds_no_memory_is_safe_to_free)
{
    for (int n = 0; n < 2; n++) {
        struct demand demand = {0};
        memory_fail_after(n);
        const enum status status = demand_allocate(&demand, PLACES);
        memory_fail_after(-1);
        cr_expect_eq(status, STATUS_NO_MEMORY);
        demand_free(&demand);
        cr_expect_null(demand.use);
    }
}
