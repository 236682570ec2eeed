/* From needs to requests, and what the outcomes mean for the person and for the counts of the month. */
#include "pathway_small.h"

#include <math.h>

TestSuite(care_pathway, .init = small_init, .fini = small_free);

/* Needs */

Test(care_pathway, a_need_for_a_consultation_goes_to_the_practice)
{
    somebody(30);
    const uint32_t row = somebody(40);
    small.people.person[row].practice = FAR_PRACTICE;

    need(row, HAZARD_GP);
    const struct request request = the_request();
    cr_expect_eq(request.person, small.people.id[row]);
    cr_expect_eq(request.row, row);
    cr_expect_eq(request.locality, 3);
    cr_expect_eq(request.site, FAR_PRACTICE);
    cr_expect_eq(request.service, SERVICE_GP);
    cr_expect_eq(request.kind, REQUEST_SERVE);
    cr_expect(waits(row, SERVICE_GP));
}

Test(care_pathway, a_practice_open_on_five_days_is_asked_on_friday)
{
    small.care_parameters.weekend_out_of_hours_share = 1;
    come_to(june(SATURDAY - 1));
    need(somebody(40), HAZARD_GP);
    cr_assert_eq(the_request().service, SERVICE_GP);
}

Test(care_pathway, at_the_weekend_the_share_goes_to_out_of_hours)
{
    small.care_parameters.weekend_out_of_hours_share = 1;
    come_to(june(SATURDAY));
    need(somebody(40), HAZARD_GP);
    cr_expect_eq(the_request().service, SERVICE_OUT_OF_HOURS);
    cr_expect_eq(the_request().site, COMMUNITY);
}

Test(care_pathway, at_the_weekend_the_others_wait_for_the_practice)
{
    small.care_parameters.weekend_out_of_hours_share = 0;
    come_to(june(SATURDAY + 1));
    need(somebody(40), HAZARD_GP);
    cr_assert_eq(the_request().service, SERVICE_GP);
}

Test(care_pathway, who_waits_for_a_service_does_not_ask_again)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_GP);
    need(row, HAZARD_GP);
    cr_assert_eq(small.outbox.count, 1);
}

Test(care_pathway, who_waits_for_one_service_may_ask_for_another)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_GP);
    need(row, HAZARD_DISTRICT_NURSING);
    cr_assert_eq(small.outbox.count, 2);
}

Test(care_pathway, what_nobody_offers_is_not_waited_for)
{
    const uint32_t row = somebody(40);

    small.sites[HOSPITAL].line[SERVICE_DAY_CASE] = -1;
    small_choice();
    need(row, HAZARD_DAY_CASE);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.people.person[row].waiting, 0);
}

Test(care_pathway, each_need_for_what_nobody_offers_is_counted)
{
    const uint32_t row = somebody(40);

    small.sites[HOSPITAL].line[SERVICE_DAY_CASE] = -1;
    small_choice();
    need(row, HAZARD_DAY_CASE);
    need(row, HAZARD_DAY_CASE);
    need(row, HAZARD_GP);
    need(row, HAZARD_GP);
    cr_expect_eq(small.month.unoffered[SERVICE_DAY_CASE], 2);
    cr_expect_eq(small.month.unoffered[SERVICE_GP], 0);
}

Test(care_pathway, services_by_catchment_come_from_the_nearest)
{
    const uint32_t row = somebody(40);

    small.people.person[row].neighbourhood = THERE;
    need(row, HAZARD_DISTRICT_NURSING);
    cr_assert_eq(the_request().site, FAR_COMMUNITY);
}

Test(care_pathway, every_need_has_a_service)
{
    static const struct {
        enum hazard hazard;
        enum service service;
    } expected[] = {
        {HAZARD_GP, SERVICE_GP},
        {HAZARD_OUT_OF_HOURS, SERVICE_OUT_OF_HOURS},
        {HAZARD_ACCIDENT_EMERGENCY, SERVICE_ACCIDENT_EMERGENCY},
        {HAZARD_AMBULANCE, SERVICE_AMBULANCE},
        {HAZARD_EMERGENCY_ADMISSION, SERVICE_EMERGENCY_INPATIENT},
        {HAZARD_DAY_CASE, SERVICE_DAY_CASE},
        {HAZARD_ELECTIVE_INPATIENT, SERVICE_ELECTIVE_INPATIENT},
        {HAZARD_OUTPATIENT_FIRST, SERVICE_OUTPATIENT_FIRST},
        {HAZARD_OUTPATIENT_FOLLOW_UP, SERVICE_OUTPATIENT_FOLLOW_UP},
        {HAZARD_DISTRICT_NURSING, SERVICE_DISTRICT_NURSING},
        {HAZARD_CARE_HOME, SERVICE_CARE_HOME},
        {HAZARD_HOME_CARE, SERVICE_HOME_CARE},
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        small.outbox.count = 0;
        need(somebody(70), expected[i].hazard);
        cr_expect_eq(the_request().service, expected[i].service, "%s", service_lines[expected[i].service].name);
    }
}

Test(care_pathway, what_is_no_need_is_refused)
{
    struct notice notice = {.row = somebody(40), .kind = NOTICE_NEED, .hazard = HAZARD_DEATH};

    small.notices = (struct notices){&notice, 1, 1};
    const enum status status = pathway_notices(&small.pathway, 0, 1);
    small.notices = (struct notices){0};
    cr_assert_eq(status, STATUS_INTERNAL);
}

Test(care_pathway, only_the_notices_asked_for_are_heard)
{
    struct notice notices[3];

    for (unsigned n = 0; n < 3; n++) {
        notices[n] = (struct notice){.row = somebody(40), .kind = NOTICE_NEED, .hazard = HAZARD_GP};
    }
    small.notices = (struct notices){notices, 3, 3};
    const enum status status = pathway_notices(&small.pathway, 1, 2);
    small.notices = (struct notices){0};
    cr_expect_eq(status, STATUS_OK);
    cr_expect_eq(the_request().row, notices[1].row);
}

/* Planned care */

/* Ten thousand draws of whole days below an exponential time of mean 30: their mean is 1 / (e^(1/30) - 1) = 29.50 with
 * standard deviation 30 / 100; a false alarm once in 16,000 at four of them, and the key is fixed. */
Test(care_pathway, planned_care_is_due_after_the_notice_of_its_service)
{
    const uint32_t row = somebody(40);
    double days = 0;

    small.care.rules[SERVICE_DAY_CASE].notice_days = 30;
    for (int n = 0; n < 10000; n++) {
        small.people.person[row].waiting = 0;
        come_to(june(MONDAY) + n);
        need(row, HAZARD_DAY_CASE);
        days += the_request().notice_days;
    }
    cr_assert_float_eq(days / 10000, 29.50, 1.2);
}

Test(care_pathway, a_service_without_notice_is_due_at_once)
{
    need(somebody(40), HAZARD_OUTPATIENT_FIRST);
    cr_assert_eq(the_request().notice_days, 0);
}

Test(care_pathway, a_follow_up_is_where_the_first_attendance_was)
{
    const uint32_t row = somebody(40);

    small.people.use[row].outpatient_site = FAR_HOSPITAL;
    need(row, HAZARD_OUTPATIENT_FOLLOW_UP);
    cr_assert_eq(the_request().site, FAR_HOSPITAL);
}

Test(care_pathway, a_follow_up_without_a_first_attendance_is_by_choice)
{
    need(somebody(40), HAZARD_OUTPATIENT_FOLLOW_UP);
    cr_assert_eq(the_request().site, HOSPITAL);
}

Test(care_pathway, a_follow_up_that_is_not_offered_there_is_by_choice)
{
    const uint32_t row = somebody(40);

    small.people.use[row].outpatient_site = FAR_HOSPITAL;
    small.sites[FAR_HOSPITAL].line[SERVICE_OUTPATIENT_FOLLOW_UP] = -1;
    need(row, HAZARD_OUTPATIENT_FOLLOW_UP);
    cr_assert_eq(the_request().site, HOSPITAL);
}

Test(care_pathway, waits_for_planned_care_at_two_sites_are_kept_apart)
{
    const uint32_t row = somebody(40);

    small.people.use[row].outpatient_site = FAR_HOSPITAL;
    need(row, HAZARD_OUTPATIENT_FOLLOW_UP);
    need(row, HAZARD_OUTPATIENT_FIRST);
    cr_expect_eq(small.people.use[row].follow_up_site, FAR_HOSPITAL);
    cr_expect_eq(small.people.use[row].outpatient_site, HOSPITAL);
}

/* Stays */

/* Stays of `mean` days on average, a share `zero` of them without a night, at every age. */
static void set_stays(enum stay_kind kind, double mean, double zero)
{
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        small.figures.stay_days[kind][age] = mean;
        small.figures.zero_day_share[kind][age] = zero;
    }
}

static double mean_stay(uint32_t row, enum hazard hazard, unsigned *without_a_night)
{
    double days = 0;

    *without_a_night = 0;
    for (int n = 0; n < 10000; n++) {
        small.people.person[row].waiting = 0;
        come_to(june(MONDAY) + n % 365);
        small.life.key = random_key_make(2, (uint64_t)n);
        need(row, hazard);
        days += the_request().amount;
        *without_a_night += the_request().amount == 0;
    }
    return days / 10000;
}

/* Stays of a night or more are geometric with mean 8 / 0.75 = 10.67 and standard deviation 10.15; with a quarter of
 * zeros the standard deviation of one stay is 9.94, of the mean of ten thousand 0.0994. Four of them, for the count of
 * zeros too: a false alarm once in 16,000 each. */
Test(care_pathway, stays_have_the_published_mean_and_share_without_a_night)
{
    unsigned zeros = 0;

    set_stays(STAY_ELECTIVE, 8, 0.25);
    const double mean = mean_stay(somebody(40), HAZARD_ELECTIVE_INPATIENT, &zeros);
    cr_expect_float_eq(mean, 8, 0.4, "%g", mean);
    cr_expect_float_eq((double)zeros, 2500, 4 * sqrt(10000 * 0.25 * 0.75), "%u", zeros);
}

Test(care_pathway, emergency_stays_are_multiplied_by_age)
{
    set_stays(STAY_EMERGENCY, 4, 0);
    small.care_parameters.stay_multiplier_under_65 = 0.5;
    small.care_parameters.stay_multiplier_65_over = 1.25;
    cr_expect_eq(pathway_mean_stay(&small.care_parameters, &small.figures, STAY_EMERGENCY, 64), 2);
    cr_expect_eq(pathway_mean_stay(&small.care_parameters, &small.figures, STAY_EMERGENCY, 65), 5);
}

Test(care_pathway, planned_stays_are_not_multiplied)
{
    unsigned zeros = 0;

    set_stays(STAY_ELECTIVE, 4, 0);
    small.care_parameters.stay_multiplier_under_65 = 0.5;
    const double mean = mean_stay(somebody(40), HAZARD_ELECTIVE_INPATIENT, &zeros);
    cr_assert_float_eq(mean, 4, 0.16, "%g", mean);
}

Test(care_pathway, need_of_support_follows_functional_need)
{
    set_stays(STAY_ELECTIVE, 5, 0);
    small.care_parameters.discharge_support_share_high = 1;
    need(somebody_with_need(NEED_MODERATE), HAZARD_ELECTIVE_INPATIENT);
    need(somebody_with_need(NEED_SUBSTANTIAL), HAZARD_ELECTIVE_INPATIENT);
    cr_expect_eq(small.outbox.items[0].flags, 0);
    cr_expect_eq(small.outbox.items[1].flags, REQUEST_SUPPORT);
}

Test(care_pathway, low_need_needs_no_support)
{
    set_stays(STAY_ELECTIVE, 5, 0);
    small.care_parameters.discharge_support_share_moderate = 1;
    small.care_parameters.discharge_support_share_high = 1;
    need(somebody_with_need(NEED_LOW), HAZARD_ELECTIVE_INPATIENT);
    cr_assert_eq(the_request().flags, 0);
}

Test(care_pathway, a_stay_without_a_night_needs_no_support)
{
    set_stays(STAY_ELECTIVE, 5, 1);
    small.care_parameters.discharge_support_share_high = 1;
    need(somebody_with_need(NEED_CRITICAL), HAZARD_ELECTIVE_INPATIENT);
    cr_assert_eq(the_request().flags, 0);
}

/* Emergencies */

Test(care_pathway, an_emergency_goes_straight_to_a_ward_or_through_the_department)
{
    small.care_parameters.emergency_through_ae_share = 0;
    need(somebody(70), HAZARD_EMERGENCY_ADMISSION);
    small.care_parameters.emergency_through_ae_share = 1;
    need(somebody(70), HAZARD_EMERGENCY_ADMISSION);
    cr_assert_eq(small.outbox.count, 2);
    cr_expect_eq(small.outbox.items[0].service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.outbox.items[0].flags, 0);
    cr_expect_eq(small.outbox.items[1].service, SERVICE_ACCIDENT_EMERGENCY);
    cr_expect_eq(small.outbox.items[1].flags, REQUEST_TO_ADMIT);
}

Test(care_pathway, who_is_to_be_admitted_by_the_department_waits_for_its_beds_too)
{
    const uint32_t row = somebody(70);

    small.care_parameters.emergency_through_ae_share = 1;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    cr_expect(waits(row, SERVICE_ACCIDENT_EMERGENCY));
    cr_expect(waits(row, SERVICE_EMERGENCY_INPATIENT));
}

Test(care_pathway, a_department_without_beds_is_waited_for_alone)
{
    const uint32_t row = somebody(70);

    small.sites[HOSPITAL].line[SERVICE_EMERGENCY_INPATIENT] = -1;
    small_choice();
    small.care_parameters.emergency_through_ae_share = 1;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    cr_expect(waits(row, SERVICE_ACCIDENT_EMERGENCY));
    cr_expect_not(waits(row, SERVICE_EMERGENCY_INPATIENT));
}

Test(care_pathway, an_ambulance_brings_the_share)
{
    small.care_parameters.emergency_ambulance_share = 1;
    need(somebody(70), HAZARD_EMERGENCY_ADMISSION);
    cr_assert_eq(small.outbox.count, 2);
    cr_expect_eq(small.outbox.items[0].service, SERVICE_AMBULANCE);
    cr_expect_eq(small.outbox.items[0].site, COMMUNITY);
}

/* The urgency of the call for a need, with everybody who attends or is admitted calling. */
static enum urgency urgency_of_call(enum hazard hazard)
{
    small.care_parameters.emergency_ambulance_share = 1;
    small.care_parameters.ae_ambulance_share = 1;
    small.outbox.count = 0;
    need(somebody(70), hazard);
    cr_assert_eq(small.outbox.items[0].service, SERVICE_AMBULANCE);
    return (enum urgency)small.outbox.items[0].urgency;
}

Test(care_pathway, each_way_has_categories_of_its_own)
{
    struct ambulance_calls_parameters *calls = &small.care_parameters.ambulance_calls;

    calls->admitted_a_share = 1;
    calls->attending_b_share = 1;
    cr_expect_eq(urgency_of_call(HAZARD_EMERGENCY_ADMISSION), URGENT);
    cr_expect_eq(urgency_of_call(HAZARD_ACCIDENT_EMERGENCY), SOON);
    cr_expect_eq(urgency_of_call(HAZARD_AMBULANCE), ROUTINE);
    *calls = (struct ambulance_calls_parameters){.admitted_b_share = 1, .not_conveyed_a_share = 1};
    cr_expect_eq(urgency_of_call(HAZARD_EMERGENCY_ADMISSION), SOON);
    cr_expect_eq(urgency_of_call(HAZARD_ACCIDENT_EMERGENCY), ROUTINE);
    cr_expect_eq(urgency_of_call(HAZARD_AMBULANCE), URGENT);
}

/* Ten thousand calls of which three in ten are of A, half of B: four standard deviations, a false alarm once in 16,000,
 * and the key is fixed. */
Test(care_pathway, categories_come_in_their_shares)
{
    const double calls = 10000, shares[URGENCY_COUNT] = {0.3, 0.5, 0.2};
    int64_t found[URGENCY_COUNT] = {0};
    const uint32_t row = somebody(70);

    small.care_parameters.ambulance_calls.not_conveyed_a_share = shares[URGENT];
    small.care_parameters.ambulance_calls.not_conveyed_b_share = shares[SOON];
    for (int day = 0; day < calls; day++) {
        come_to(june(MONDAY) + day);
        small.people.person[row].waiting = 0;
        need(row, HAZARD_AMBULANCE);
        found[the_request().urgency]++;
    }
    for (unsigned urgency = URGENT; urgency < URGENCY_COUNT; urgency++) {
        const double share = shares[urgency];
        cr_expect_float_eq((double)found[urgency], calls * share, 4 * sqrt(calls * share * (1 - share)));
    }
}

Test(care_pathway, an_attendance_is_less_urgent_than_an_admission)
{
    small.care_parameters.emergency_through_ae_share = 1;
    need(somebody(70), HAZARD_EMERGENCY_ADMISSION);
    need(somebody(70), HAZARD_ACCIDENT_EMERGENCY);
    cr_assert_lt(small.outbox.items[0].urgency, small.outbox.items[1].urgency);
}

Test(care_pathway, who_lies_in_a_bed_needs_no_other)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    need(row, HAZARD_EMERGENCY_ADMISSION);
    need(row, HAZARD_ACCIDENT_EMERGENCY);
    cr_assert_eq(small.outbox.count, 0);
}

Test(care_pathway, who_waits_for_a_bed_does_not_attend)
{
    const uint32_t row = somebody(70);

    need(row, HAZARD_EMERGENCY_ADMISSION);
    need(row, HAZARD_ACCIDENT_EMERGENCY);
    cr_assert_eq(small.outbox.count, 1);
}

/* Outcomes */

Test(care_pathway, who_was_served_no_longer_waits)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_GP);
    served(row, PRACTICE, SERVICE_GP, 0);
    cr_assert_eq(small.people.person[row].waiting, 0);
}

Test(care_pathway, a_consultation_is_counted_for_the_practice_and_for_the_people)
{
    const uint32_t row = somebody(42);

    served(row, PRACTICE, SERVICE_GP, 0);
    cr_expect_eq(counted(PRACTICE, SERVICE_GP, MEASURE_SERVED), 1);
    cr_expect_eq(small.month.consultations[QUINTILE][age_band(42)], 1);
}

Test(care_pathway, an_attendance_is_counted_for_the_people)
{
    served(somebody(42), HOSPITAL, SERVICE_ACCIDENT_EMERGENCY, 0);
    cr_assert_eq(small.month.attendances[QUINTILE][age_band(42)], 1);
}

Test(care_pathway, a_refused_consultation_is_counted_and_may_end_in_the_department)
{
    const uint32_t row = somebody(40);

    small.care_parameters.refused_gp_to_ae_share = 1;
    refused(row, PRACTICE, SERVICE_GP);
    cr_expect_eq(counted(PRACTICE, SERVICE_GP, MEASURE_REFUSED), 1);
    cr_expect_eq(counted(PRACTICE, SERVICE_GP, MEASURE_SERVED), 0);
    cr_expect_eq(the_request().service, SERVICE_ACCIDENT_EMERGENCY);
    cr_expect_eq(the_request().flags, 0);
}

Test(care_pathway, the_others_who_are_refused_a_consultation_go_without)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_GP);
    come_to(june(MONDAY + 1));
    small.care_parameters.refused_gp_to_ae_share = 0;
    refused(row, PRACTICE, SERVICE_GP);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.people.person[row].waiting, 0);
}

Test(care_pathway, a_department_with_beds_has_passed_its_patient_on)
{
    const uint32_t row = somebody(70);

    small.care_parameters.emergency_through_ae_share = 1;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    come_to(june(MONDAY + 1));
    come_back(row, (struct outcome){.site = HOSPITAL,
                                    .service = SERVICE_ACCIDENT_EMERGENCY,
                                    .kind = OUTCOME_SERVED,
                                    .flags = REQUEST_TO_ADMIT});
    cr_expect_eq(small.outbox.count, 0);
    cr_expect(waits(row, SERVICE_EMERGENCY_INPATIENT));
    cr_expect_not(waits(row, SERVICE_ACCIDENT_EMERGENCY));
}

Test(care_pathway, a_department_without_beds_sends_its_patient_to_a_hospital)
{
    const uint32_t row = somebody(70);

    small.sites[HOSPITAL].line[SERVICE_EMERGENCY_INPATIENT] = -1;
    small_choice();
    come_back(row, (struct outcome){.site = HOSPITAL,
                                    .service = SERVICE_ACCIDENT_EMERGENCY,
                                    .kind = OUTCOME_SERVED,
                                    .flags = REQUEST_TO_ADMIT | REQUEST_SUPPORT,
                                    .amount = 9});
    const struct request request = the_request();
    cr_expect_eq(request.service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(request.site, FAR_HOSPITAL);
    cr_expect_eq(request.flags, REQUEST_SUPPORT);
    cr_expect_eq(request.amount, 9);
}

Test(care_pathway, a_full_hospital_sends_people_to_the_next)
{
    const uint32_t row = somebody(70);

    need(row, HAZARD_EMERGENCY_ADMISSION);
    come_to(june(MONDAY + 2));
    refused(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().site, FAR_HOSPITAL);
    cr_expect_eq(small.people.use[row].emergency_site, FAR_HOSPITAL);
    cr_expect(waits(row, SERVICE_EMERGENCY_INPATIENT));
}

Test(care_pathway, the_last_hospital_sends_people_back_to_the_first)
{
    const uint32_t row = somebody(70);

    refused(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert_eq(the_request().site, HOSPITAL);
}

Test(care_pathway, a_distant_hospital_sends_people_back_to_the_first)
{
    const uint32_t row = somebody(70);

    small.rules[2].options = 1;
    small_choice();
    refused(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert_eq(the_request().site, HOSPITAL);
}

Test(care_pathway, a_full_department_sends_whom_it_would_admit_to_the_next_hospital)
{
    const uint32_t row = somebody(70);

    small.care_parameters.emergency_through_ae_share = 1;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    come_to(june(MONDAY + 2));
    come_back(row, (struct outcome){.site = HOSPITAL,
                                    .service = SERVICE_ACCIDENT_EMERGENCY,
                                    .kind = OUTCOME_REFUSED,
                                    .flags = REQUEST_TO_ADMIT,
                                    .amount = 3});
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().site, FAR_HOSPITAL);
    cr_expect_eq(the_request().amount, 3);
    cr_expect_eq(small.people.person[row].waiting, UINT32_C(1) << SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway, whoever_is_admitted_lies_in_that_bed_since_yesterday)
{
    const uint32_t row = somebody(70);

    admitted(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    cr_expect_eq(small.people.person[row].place, PLACE_HOSPITAL_EMERGENCY);
    cr_expect_eq(people_site(&small.people, row, TIE_STAY), FAR_HOSPITAL);
    cr_expect_eq(small.people.person[row].stay_from, june(MONDAY - 1));
}

Test(care_pathway, admissions_are_counted_by_kind)
{
    admitted(somebody(72), HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    admitted(somebody(72), HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    cr_expect_eq(small.month.emergency_admissions[QUINTILE][age_band(72)], 1);
    cr_expect_eq(small.month.planned_admissions[QUINTILE][age_band(72)], 1);
    cr_expect_eq(counted(HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED), 1);
    cr_expect_eq(counted(HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_SERVED), 1);
}

Test(care_pathway, whoever_is_discharged_is_at_home)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_expect_eq(small.people.person[row].place, PLACE_HOME);
    cr_expect_eq(people_site(&small.people, row, TIE_STAY), SITE_NONE);
}

Test(care_pathway, a_stay_is_counted_when_it_ends)
{
    const uint32_t row = somebody(72);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    cr_expect_eq(counted(HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS), 0);
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_expect_eq(counted(HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS), 5);
    cr_expect_eq(small.month.emergency_bed_days[QUINTILE][age_band(72)], 5);
}

Test(care_pathway, days_beyond_the_trim_point_are_excess_bed_days)
{
    const uint32_t row = somebody(70);

    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 30, 0);
    cr_expect_eq(counted(HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_EXCESS_BED_DAYS), 0);
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 37, 0);
    cr_expect_eq(counted(HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_EXCESS_BED_DAYS), 7);
}

Test(care_pathway, a_short_stay_is_an_emergency_of_less_than_two_days)
{
    const uint32_t row = somebody(70);

    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 0, 0);
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 1, 0);
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 2, 0);
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 1, 0);
    cr_expect_eq(counted(HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS), 2);
    cr_expect_eq(counted(HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_SHORT_STAYS), 0);
}

Test(care_pathway, delay_may_cost_a_band_of_frailty)
{
    const uint32_t delayed = somebody(70), in_time = somebody(70);

    small.care_parameters.delay_frailty_per_week = 1;
    discharged(delayed, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9, 1);
    discharged(in_time, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9, 0);
    cr_expect_eq(exposure_frailty(small.people.person[delayed].exposures), FRAILTY_MILD);
    cr_expect_eq(exposure_frailty(small.people.person[in_time].exposures), FRAILTY_FIT);
}

Test(care_pathway, an_outcome_for_somebody_who_is_not_there_breaks_the_run)
{
    const uint32_t row = somebody(70);
    const struct outcome of_another = {.row = row, .person = small.people.id[row] + 1, .service = SERVICE_GP};
    const struct outcome beyond = {.row = row + 1, .person = small.people.id[row], .service = SERVICE_GP};

    cr_expect_eq(pathway_outcome(&small.pathway, &of_another), STATUS_INVARIANT);
    cr_expect_eq(pathway_outcome(&small.pathway, &beyond), STATUS_INVARIANT);
    cr_expect_str_eq(status_message(), "an outcome of gp_consultation came to a person who is not there");
}

/* Two beds at once */

Test(care_pathway, a_second_bed_is_given_back_after_a_night)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 4);
    const struct request request = the_request();
    cr_expect_eq(request.kind, REQUEST_WITHDRAW);
    cr_expect_eq(request.site, FAR_HOSPITAL);
    cr_expect_eq(request.service, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_eq(counted(FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_BED_DAYS), 1);
}

Test(care_pathway, a_second_bed_of_the_same_kind_is_given_back_too)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    admitted(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 4);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().site, FAR_HOSPITAL);
    small.outbox.count = 0;
    discharged(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 1, 0);
    cr_expect_eq(small.people.person[row].place, PLACE_HOSPITAL_EMERGENCY);
    cr_expect_eq(people_site(&small.people, row, TIE_STAY), HOSPITAL);
}

Test(care_pathway, a_second_bed_does_not_move_the_person)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    come_to(june(MONDAY + 3));
    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 4);
    cr_expect_eq(small.people.person[row].place, PLACE_HOSPITAL_EMERGENCY);
    cr_expect_eq(people_site(&small.people, row, TIE_STAY), HOSPITAL);
    cr_expect_eq(small.people.person[row].stay_from, june(MONDAY - 1));
}

Test(care_pathway, a_second_stay_without_a_night_ends_by_itself)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 0);
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 0, 0);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.people.person[row].place, PLACE_HOSPITAL_EMERGENCY);
    cr_expect_eq(people_site(&small.people, row, TIE_STAY), HOSPITAL);
}
