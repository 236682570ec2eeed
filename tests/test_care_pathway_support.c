/* Support: at discharge, at home and in care homes; and what happens to all that people hold or wait for when they
 * move, leave or die. */
#include "pathway_small.h"

TestSuite(care_pathway_support, .init = small_init, .fini = small_free);

enum { JUNE_DAYS = 30 };

/* Somebody in an emergency bed of the hospital since yesterday, with nothing sent. */
static uint32_t patient(enum need_band band)
{
    const uint32_t row = somebody_with_need(band);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    small.outbox.count = 0;
    return row;
}

/* Somebody with home care from yesterday, counted to the end of the month, with nothing sent. */
static uint32_t holder_of_a_package(uint16_t hours)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    need(row, HAZARD_HOME_CARE);
    served(row, COMMUNITY, SERVICE_HOME_CARE, hours);
    small.outbox.count = 0;
    return row;
}

static uint32_t resident(void)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    need(row, HAZARD_CARE_HOME);
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    small.outbox.count = 0;
    return row;
}

static int64_t home_care_hours(void)
{
    return counted(COMMUNITY, SERVICE_HOME_CARE, MEASURE_HOURS);
}

static int64_t care_home_days(void)
{
    return counted(RESIDENCE, SERVICE_CARE_HOME, MEASURE_BED_DAYS);
}

/* Needs of support */

Test(care_pathway_support, a_package_has_the_hours_of_the_band_of_need)
{
    need(somebody_with_need(NEED_SUBSTANTIAL), HAZARD_HOME_CARE);
    need(somebody_with_need(NEED_CRITICAL), HAZARD_HOME_CARE);
    cr_expect_eq(small.outbox.items[0].amount, SUBSTANTIAL_HOURS);
    cr_expect_eq(small.outbox.items[1].amount, CRITICAL_HOURS);
}

Test(care_pathway_support, who_seeks_a_care_home_does_not_seek_home_care)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    need(row, HAZARD_CARE_HOME);
    need(row, HAZARD_HOME_CARE);
    cr_assert_eq(the_request().service, SERVICE_CARE_HOME);
}

Test(care_pathway_support, a_resident_seeks_neither)
{
    const uint32_t row = resident();

    need(row, HAZARD_CARE_HOME);
    need(row, HAZARD_HOME_CARE);
    cr_assert_eq(small.outbox.count, 0);
}

Test(care_pathway_support, a_refused_care_home_is_asked_for_again)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    come_back(row,
              (struct outcome){.site = RESIDENCE, .service = SERVICE_CARE_HOME, .kind = OUTCOME_REFUSED, .urgency = 2});
    cr_expect_eq(the_request().service, SERVICE_CARE_HOME);
    cr_expect_eq(the_request().urgency, 2);
    cr_expect_eq(the_request().amount, 1);
}

Test(care_pathway_support, refused_home_care_is_not_asked_for_again_at_home)
{
    refused(somebody_with_need(NEED_CRITICAL), COMMUNITY, SERVICE_HOME_CARE);
    cr_assert_eq(small.outbox.count, 0);
}

/* Home care */

Test(care_pathway_support, home_care_meets_the_need)
{
    const uint32_t row = holder_of_a_package(10);

    cr_expect(people_has(&small.people, row, TRAIT_HOME_CARE));
    cr_expect_not(people_has(&small.people, row, TRAIT_UNMET_NEED));
    cr_expect_eq(small.people.person[row].home_care_hours, 10);
    cr_expect_eq(people_site(&small.people, row, TIE_HOME_CARE), COMMUNITY);
}

/* 21 hours a week from the 2nd of June, with that day, are 29 days of 3 hours. */
Test(care_pathway_support, hours_are_counted_ahead_to_the_end_of_the_month)
{
    holder_of_a_package(21);
    cr_assert_eq(home_care_hours(), 29 * 3);
}

Test(care_pathway_support, hours_are_taken_back_when_a_package_ends)
{
    const uint32_t row = holder_of_a_package(21);

    come_to(june(12));
    need(row, HAZARD_HOME_CARE);
    cr_expect_eq(home_care_hours(), 10 * 3);
    cr_expect_eq(small.people.person[row].home_care_hours, 0);
    cr_expect(people_has(&small.people, row, TRAIT_UNMET_NEED));
}

Test(care_pathway_support, a_package_that_ends_the_day_it_began_counts_nothing)
{
    const uint32_t row = holder_of_a_package(10);

    need(row, HAZARD_HOME_CARE);
    cr_assert_eq(home_care_hours(), 0);
}

Test(care_pathway_support, a_package_that_ends_gives_back_its_hours)
{
    const uint32_t row = holder_of_a_package(10);

    need(row, HAZARD_HOME_CARE);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().site, COMMUNITY);
    cr_expect_eq(the_request().amount, 10);
}

Test(care_pathway_support, a_package_no_longer_needed_ends_once)
{
    const uint32_t row = holder_of_a_package(21);

    come_to(june(12));
    hear(row, NOTICE_HOME_CARE_ENDED, 0, HERE);
    hear(row, NOTICE_HOME_CARE_ENDED, 0, HERE);
    cr_expect_eq(home_care_hours(), 10 * 3);
    cr_expect_eq(requests_of(REQUEST_RELEASE), 1);
}

Test(care_pathway_support, home_care_that_comes_too_late_is_given_back)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    need(row, HAZARD_HOME_CARE);
    come_to(june(MONDAY + 1));
    set_need(row, NEED_LOW);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 10);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().amount, 10);
    cr_expect_eq(small.people.person[row].home_care_hours, 0);
    cr_expect_eq(home_care_hours(), 0);
}

/* Care homes */

Test(care_pathway_support, a_resident_lives_where_the_place_is)
{
    const uint32_t row = resident();

    cr_expect_eq(small.people.person[row].place, PLACE_CARE_HOME);
    cr_expect_eq(people_site(&small.people, row, TIE_CARE_HOME), RESIDENCE);
    cr_expect(people_has(&small.people, row, TRAIT_CARE_HOME));
}

Test(care_pathway_support, days_are_counted_ahead_to_the_end_of_the_month)
{
    resident();
    cr_assert_eq(care_home_days(), 29);
}

Test(care_pathway_support, whoever_enters_a_care_home_gives_back_the_home_care)
{
    const uint32_t row = holder_of_a_package(21);

    need(row, HAZARD_CARE_HOME);
    come_to(june(12));
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().amount, 21);
    cr_expect_eq(home_care_hours(), 10 * 3);
    cr_expect_eq(small.people.person[row].home_care_hours, 0);
}

Test(care_pathway_support, whoever_enters_a_care_home_no_longer_waits_for_home_care)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    need(row, HAZARD_HOME_CARE);
    need(row, HAZARD_CARE_HOME);
    come_to(june(12));
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    cr_expect_eq(the_request().flags, WITHDRAW_LEFT);
    cr_expect_eq(small.people.person[row].waiting, 0);
}

/* Both came on one day; the care home's answer first. */
Test(care_pathway_support, home_care_granted_to_a_new_resident_is_given_back)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    need(row, HAZARD_HOME_CARE);
    need(row, HAZARD_CARE_HOME);
    come_to(june(12));
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 21);
    cr_expect_eq(request_of(REQUEST_RELEASE, SERVICE_HOME_CARE).amount, 21);
    cr_expect_eq(home_care_hours(), 0);
    cr_expect_eq(small.people.person[row].home_care_hours, 0);
}

/* Support at discharge */

Test(care_pathway_support, the_hospital_asks_for_home_care)
{
    ready(patient(NEED_MODERATE), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    cr_expect_eq(the_request().kind, REQUEST_SERVE);
    cr_expect_eq(the_request().urgency, 0);
}

Test(care_pathway_support, the_hospital_asks_for_a_care_home_for_a_share_with_high_need)
{
    small.care_parameters.discharge_care_home_share = 1;
    ready(patient(NEED_SUBSTANTIAL), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().service, SERVICE_CARE_HOME);
    cr_expect_eq(the_request().urgency, 0);
}

Test(care_pathway_support, moderate_need_never_leads_from_hospital_to_a_care_home)
{
    small.care_parameters.discharge_care_home_share = 1;
    ready(patient(NEED_MODERATE), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert_eq(the_request().service, SERVICE_HOME_CARE);
}

Test(care_pathway_support, home_care_frees_the_bed)
{
    const uint32_t row = patient(NEED_MODERATE);

    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    come_to(june(5));
    served(row, COMMUNITY, SERVICE_HOME_CARE, 10);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().site, HOSPITAL);
}

Test(care_pathway_support, home_care_frees_the_bed_of_a_planned_stay)
{
    const uint32_t row = somebody_with_need(NEED_MODERATE);

    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    ready(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT);
    come_to(june(5));
    served(row, COMMUNITY, SERVICE_HOME_CARE, 10);
    cr_expect_eq(the_request().service, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_eq(the_request().site, FAR_HOSPITAL);
}

Test(care_pathway_support, a_place_in_a_care_home_frees_the_bed)
{
    const uint32_t row = patient(NEED_SUBSTANTIAL);

    small.care_parameters.discharge_care_home_share = 1;
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    come_to(june(5));
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.people.person[row].place, PLACE_HOSPITAL_EMERGENCY);
}

Test(care_pathway_support, a_new_resident_leaves_the_hospital_for_the_care_home)
{
    const uint32_t row = patient(NEED_SUBSTANTIAL);

    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_assert_eq(small.people.person[row].place, PLACE_CARE_HOME);
}

Test(care_pathway_support, support_that_is_no_longer_needed_frees_the_bed)
{
    const uint32_t row = patient(NEED_MODERATE);

    set_need(row, NEED_LOW);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway_support, a_package_that_is_there_frees_the_bed)
{
    const uint32_t row = holder_of_a_package(10);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway_support, a_resident_goes_back_to_the_care_home)
{
    const uint32_t row = resident();

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway_support, who_waits_for_support_already_waits_on)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    need(row, HAZARD_HOME_CARE);
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    come_to(june(5));
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert_eq(small.outbox.count, 0);
}

Test(care_pathway_support, refused_home_care_is_asked_for_again_in_a_bed)
{
    const uint32_t row = patient(NEED_MODERATE);

    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    come_to(june(5));
    refused(row, COMMUNITY, SERVICE_HOME_CARE);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    cr_expect_eq(the_request().kind, REQUEST_SERVE);
}

/* Moving */

Test(care_pathway_support, whoever_moves_within_the_locality_registers_there)
{
    const uint32_t row = somebody(40);

    small.people.person[row].neighbourhood = THERE;
    hear(row, NOTICE_MOVED, 0, HERE);
    cr_assert_eq(small.people.person[row].practice, FAR_PRACTICE);
}

Test(care_pathway_support, whoever_comes_registers)
{
    const uint32_t row = somebody(40);

    small.people.person[row].practice = SITE_NONE;
    hear(row, NOTICE_ARRIVED, 0, HERE);
    cr_assert_eq(small.people.person[row].practice, PRACTICE);
}

Test(care_pathway_support, whoever_moves_withdraws_where_they_lived)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_GP);
    need(row, HAZARD_DISTRICT_NURSING);
    come_to(june(MONDAY + 1));
    small.people.person[row].neighbourhood = THERE;
    hear(row, NOTICE_MOVED, 0, HERE);
    cr_expect_eq(requests_of(REQUEST_WITHDRAW), 2);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_GP).site, PRACTICE);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_DISTRICT_NURSING).site, COMMUNITY);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_GP).flags, WITHDRAW_LEFT);
    cr_expect_eq(small.people.person[row].waiting, 0);
}

Test(care_pathway_support, whoever_moves_within_the_locality_still_waits_for_planned_care)
{
    static const enum hazard planned[] = {HAZARD_DAY_CASE, HAZARD_ELECTIVE_INPATIENT, HAZARD_OUTPATIENT_FIRST,
                                          HAZARD_OUTPATIENT_FOLLOW_UP};
    const uint32_t row = somebody(40);

    for (size_t i = 0; i < sizeof planned / sizeof planned[0]; i++) {
        need(row, planned[i]);
    }
    const uint32_t before = small.people.person[row].waiting;
    come_to(june(MONDAY + 1));
    small.people.person[row].neighbourhood = THERE;
    hear(row, NOTICE_MOVED, 0, HERE);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.people.person[row].waiting, before);
}

Test(care_pathway_support, whoever_moves_within_the_locality_keeps_the_package)
{
    const uint32_t row = holder_of_a_package(21);

    small.people.person[row].neighbourhood = THERE;
    hear(row, NOTICE_MOVED, 0, HERE);
    cr_expect_eq(small.people.person[row].home_care_hours, 21);
    cr_expect_eq(small.outbox.count, 0);
}

Test(care_pathway_support, whoever_moves_to_another_locality_withdraws_from_planned_care_too)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_DAY_CASE);
    come_to(june(MONDAY + 1));
    hear(row, NOTICE_MOVED_AWAY, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().flags, WITHDRAW_LEFT);
    cr_expect_eq(small.people.person[row].waiting, 0);
}

Test(care_pathway_support, whoever_leaves_gives_back_the_package)
{
    const uint32_t row = holder_of_a_package(21);

    come_to(june(12));
    hear(row, NOTICE_LEFT, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().amount, 21);
    cr_expect_eq(home_care_hours(), 10 * 3);
}

/* Death */

Test(care_pathway_support, death_ends_every_wait_where_it_is)
{
    static const struct {
        enum hazard hazard;
        enum service service;
        uint16_t site;
    } waits_of[] = {
        {HAZARD_GP, SERVICE_GP, PRACTICE},
        {HAZARD_OUT_OF_HOURS, SERVICE_OUT_OF_HOURS, COMMUNITY},
        {HAZARD_ACCIDENT_EMERGENCY, SERVICE_ACCIDENT_EMERGENCY, HOSPITAL},
        {HAZARD_EMERGENCY_ADMISSION, SERVICE_EMERGENCY_INPATIENT, HOSPITAL},
        {HAZARD_AMBULANCE, SERVICE_AMBULANCE, COMMUNITY},
        {HAZARD_DAY_CASE, SERVICE_DAY_CASE, HOSPITAL},
        {HAZARD_ELECTIVE_INPATIENT, SERVICE_ELECTIVE_INPATIENT, HOSPITAL},
        {HAZARD_OUTPATIENT_FIRST, SERVICE_OUTPATIENT_FIRST, HOSPITAL},
        {HAZARD_OUTPATIENT_FOLLOW_UP, SERVICE_OUTPATIENT_FOLLOW_UP, HOSPITAL},
        {HAZARD_DISTRICT_NURSING, SERVICE_DISTRICT_NURSING, COMMUNITY},
        {HAZARD_HOME_CARE, SERVICE_HOME_CARE, COMMUNITY},
        {HAZARD_CARE_HOME, SERVICE_CARE_HOME, RESIDENCE},
    };

    for (size_t i = 0; i < sizeof waits_of / sizeof waits_of[0]; i++) {
        const uint32_t row = somebody_with_need(NEED_CRITICAL);
        need(row, waits_of[i].hazard);
        small.outbox.count = 0;
        hear(row, NOTICE_DIED, 0, HERE);
        cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
        cr_expect_eq(the_request().service, waits_of[i].service);
        cr_expect_eq(the_request().site, waits_of[i].site, "%s", service_lines[waits_of[i].service].name);
        cr_expect_eq(the_request().flags, WITHDRAW_DIED);
    }
}

Test(care_pathway_support, death_withdraws_from_the_site_of_each_planned_service)
{
    const uint32_t row = somebody(40);

    small.people.use[row].outpatient_site = FAR_HOSPITAL;
    need(row, HAZARD_OUTPATIENT_FOLLOW_UP);
    need(row, HAZARD_OUTPATIENT_FIRST);
    small.outbox.count = 0;
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_OUTPATIENT_FOLLOW_UP).site, FAR_HOSPITAL);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_OUTPATIENT_FIRST).site, HOSPITAL);
}

/* Known on the 2nd, so admitted on the 1st: nine midnights until the 10th. */
Test(care_pathway_support, death_in_a_bed_counts_the_days_in_it)
{
    const uint32_t row = patient(NEED_NONE);

    come_to(june(10));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(counted(HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS), 9);
    cr_expect_eq(small.month.emergency_bed_days[QUINTILE][age_band(80)], 9);
}

Test(care_pathway_support, death_in_a_bed_frees_it)
{
    const uint32_t row = patient(NEED_NONE);

    come_to(june(10));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().site, HOSPITAL);
    cr_expect_eq(the_request().flags, WITHDRAW_DIED);
}

Test(care_pathway_support, death_in_a_bed_of_a_planned_stay_frees_that_one)
{
    const uint32_t row = somebody(70);

    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().service, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_eq(the_request().site, FAR_HOSPITAL);
}

Test(care_pathway_support, death_of_a_resident_gives_back_the_place_and_the_days_left)
{
    const uint32_t row = resident();

    come_to(june(12));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_CARE_HOME);
    cr_expect_eq(the_request().site, RESIDENCE);
    cr_expect_eq(care_home_days(), 10);
}

Test(care_pathway_support, death_of_a_resident_in_hospital_gives_back_bed_and_place)
{
    const uint32_t row = resident();

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_EMERGENCY_INPATIENT).site, HOSPITAL);
    cr_expect_eq(request_of(REQUEST_RELEASE, SERVICE_CARE_HOME).site, RESIDENCE);
}

Test(care_pathway_support, death_gives_back_the_package)
{
    const uint32_t row = holder_of_a_package(21);

    come_to(june(12));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().amount, 21);
    cr_expect_eq(home_care_hours(), 10 * 3);
}

/* The first day, and the first of a month */

static uint32_t somebody_with_support(enum trait trait)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    small.people.person[row].exposures = exposure_derive(small.people.person[row].exposures | exposure_of_trait(trait));
    return row;
}

Test(care_pathway_support, everybody_begins_with_a_practice)
{
    const uint32_t here = somebody(40), there = somebody(40);

    small.people.person[there].neighbourhood = THERE;
    small.people.person[here].practice = SITE_NONE;
    small.people.person[there].practice = SITE_NONE;
    cr_assert_eq(pathway_begin(&small.pathway), STATUS_OK);
    cr_expect_eq(small.people.person[here].practice, PRACTICE);
    cr_expect_eq(small.people.person[there].practice, FAR_PRACTICE);
}

Test(care_pathway_support, residents_begin_in_a_care_home)
{
    const uint32_t row = somebody_with_support(TRAIT_CARE_HOME);

    cr_assert_eq(pathway_begin(&small.pathway), STATUS_OK);
    cr_expect_eq(small.people.person[row].place, PLACE_CARE_HOME);
    cr_expect_eq(people_site(&small.people, row, TIE_CARE_HOME), RESIDENCE);
}

Test(care_pathway_support, packages_begin_with_the_nearest_provider)
{
    const uint32_t row = somebody_with_support(TRAIT_HOME_CARE);

    small.people.person[row].neighbourhood = THERE;
    cr_assert_eq(pathway_begin(&small.pathway), STATUS_OK);
    cr_expect_eq(small.people.person[row].home_care_hours, SUBSTANTIAL_HOURS);
    cr_expect_eq(people_site(&small.people, row, TIE_HOME_CARE), FAR_COMMUNITY);
}

Test(care_pathway_support, residents_without_a_care_home_are_a_wrong_scenario)
{
    somebody_with_support(TRAIT_CARE_HOME);
    small.sites[RESIDENCE].line[SERVICE_CARE_HOME] = -1;
    small_choice();
    cr_expect_eq(pathway_begin(&small.pathway), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(), "there are residents of care homes, but no care home");
}

Test(care_pathway_support, packages_without_a_provider_are_a_wrong_scenario)
{
    somebody_with_support(TRAIT_HOME_CARE);
    small.sites[COMMUNITY].line[SERVICE_HOME_CARE] = -1;
    small.sites[FAR_COMMUNITY].line[SERVICE_HOME_CARE] = -1;
    small_choice();
    cr_expect_eq(pathway_begin(&small.pathway), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(), "there are packages of home care, but nobody offers home care");
}

Test(care_pathway_support, what_people_begin_with_is_held)
{
    somebody_with_support(TRAIT_CARE_HOME);
    somebody_with_support(TRAIT_CARE_HOME);
    somebody_with_support(TRAIT_HOME_CARE);
    cr_assert_eq(pathway_begin(&small.pathway), STATUS_OK);
    pathway_hold_support(&small.people, &small.care.supply);
    cr_expect_eq(supply_line(&small.care.supply, RESIDENCE, SERVICE_CARE_HOME)->held, 2);
    cr_expect_eq(supply_line(&small.care.supply, COMMUNITY, SERVICE_HOME_CARE)->held, SUBSTANTIAL_HOURS);
}

/* 10 hours a week for 30 days are 42.86 hours, rounded. */
Test(care_pathway_support, support_that_goes_on_is_counted_for_a_whole_month)
{
    resident();
    holder_of_a_package(10);
    flow_clear(&small.flow);
    come_to(june(1));
    cr_assert_eq(pathway_begin_month(&small.pathway), STATUS_OK);
    cr_expect_eq(care_home_days(), JUNE_DAYS);
    cr_expect_eq(home_care_hours(), 43);
}

Test(care_pathway_support, rows_that_hold_nobody_are_not_counted)
{
    const uint32_t gone = resident(), stays = resident();

    people_remove(&small.people, gone);
    flow_clear(&small.flow);
    come_to(june(1));
    cr_assert_eq(pathway_begin_month(&small.pathway), STATUS_OK);
    cr_expect(people_holds(&small.people, stays));
    cr_expect_eq(care_home_days(), JUNE_DAYS);
}
