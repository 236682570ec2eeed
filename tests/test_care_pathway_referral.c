/* Planned procedures: referral, first attendance, decision to treat, procedure, and the clock of it. */
#include "pathway_models.h"

static void referral_init(void)
{
    models_init();
    small.care_parameters.straight_to_list_share = 0;
}

TestSuite(care_pathway_referral, .init = referral_init, .fini = models_free);

static int64_t treated(enum clock_stop stop)
{
    return small.month.treated[stop];
}

/* A first attendance that somebody referred was served after so many days. */
static struct request seen_after(struct request referral, uint16_t waited)
{
    come_to(small.life.today + waited + 1);
    come_back(referral.row, (struct outcome){.site = referral.site,
                                             .service = referral.service,
                                             .kind = OUTCOME_SERVED,
                                             .flags = referral.flags,
                                             .waited = waited,
                                             .amount = referral.amount,
                                             .referred_days = referral.referred_days});
    return small.outbox.count > 0 ? small.outbox.items[0] : (struct request){0};
}

static void treated_after(struct request procedure, uint16_t waited)
{
    const bool day_case = procedure.service == SERVICE_DAY_CASE;

    come_to(small.life.today + waited + 1);
    come_back(procedure.row, (struct outcome){.site = procedure.site,
                                              .service = procedure.service,
                                              .kind = day_case ? OUTCOME_SERVED : OUTCOME_ADMITTED,
                                              .waited = waited,
                                              .referred_days = procedure.referred_days});
}

static struct request referral_for(uint32_t row, enum hazard hazard)
{
    small.outbox.count = 0;
    need(row, hazard);
    return the_request();
}

/* The chain */

Test(care_pathway_referral, a_procedure_begins_with_a_first_attendance)
{
    const uint32_t row = somebody(40);
    const struct request referral = referral_for(row, HAZARD_DAY_CASE);

    cr_expect_eq(referral.service, SERVICE_OUTPATIENT_FIRST);
    cr_expect_eq(referral.site, HOSPITAL);
    cr_expect_eq(referral.flags, REQUEST_DAY_CASE);
    cr_expect_eq(referral.referred_days, 0);
    cr_expect(waits(row, SERVICE_OUTPATIENT_FIRST));
    cr_expect_not(waits(row, SERVICE_DAY_CASE));
}

Test(care_pathway_referral, whoever_has_been_seen_is_put_on_the_list)
{
    const uint32_t row = somebody(40);
    const struct request procedure = seen_after(referral_for(row, HAZARD_DAY_CASE), 20);

    cr_expect_eq(the_request().service, SERVICE_DAY_CASE);
    cr_expect_eq(procedure.site, HOSPITAL);
    cr_expect_eq(procedure.amount, 0);
    cr_expect_eq(procedure.referred_days, 21);
    cr_expect(waits(row, SERVICE_DAY_CASE));
    cr_expect_not(waits(row, SERVICE_OUTPATIENT_FIRST));
}

Test(care_pathway_referral, a_planned_stay_is_as_long_as_it_would_have_been_at_the_need)
{
    small.care_parameters.straight_to_list_share = 1;
    const struct request straight = referral_for(somebody(40), HAZARD_ELECTIVE_INPATIENT);
    small.care_parameters.straight_to_list_share = 0;
    small.people.person[straight.row].waiting = 0;
    const struct request referral = referral_for(straight.row, HAZARD_ELECTIVE_INPATIENT);
    const struct request procedure = seen_after(referral, 20);

    cr_expect_eq(straight.service, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_gt(straight.amount, 0);
    cr_expect_eq(referral.flags, REQUEST_STAY);
    cr_expect_eq(procedure.service, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_eq(procedure.amount, straight.amount);
}

Test(care_pathway_referral, support_is_judged_when_the_stay_is_asked_for)
{
    const uint32_t row = somebody_with_need(NEED_NONE);
    const struct request referral = referral_for(row, HAZARD_ELECTIVE_INPATIENT);

    small.care_parameters.discharge_support_share_high = 1;
    set_need(row, NEED_CRITICAL);
    cr_expect_eq(seen_after(referral, 5).flags, REQUEST_SUPPORT);
}

Test(care_pathway_referral, a_need_that_comes_straight_to_the_list_has_no_clock)
{
    small.care_parameters.straight_to_list_share = 1;
    const struct request procedure = referral_for(somebody(40), HAZARD_DAY_CASE);

    cr_expect_eq(procedure.service, SERVICE_DAY_CASE);
    cr_expect_eq(procedure.referred_days, 0);
    treated_after(procedure, 30);
    cr_expect_eq(treated(CLOCK_STOP_ADMITTED), 0);
}

/* Of 10,000 needs a quarter goes straight to the list: standard deviation 43.3, five of them; the key is fixed. */
Test(care_pathway_referral, the_share_that_goes_straight_to_the_list_is_that_of_the_scenario)
{
    const uint32_t row = somebody(40);
    int straight = 0;

    small.care_parameters.straight_to_list_share = 0.25;
    for (int n = 0; n < 10000; n++) {
        small.people.person[row].waiting = 0;
        come_to(june(MONDAY) + n);
        straight += referral_for(row, HAZARD_DAY_CASE).service == SERVICE_DAY_CASE;
    }
    cr_expect_leq(abs(straight - 2500), 216);
}

Test(care_pathway_referral, who_waits_for_a_first_attendance_needs_no_second)
{
    const uint32_t row = somebody(40);

    need(row, HAZARD_OUTPATIENT_FIRST);
    const struct request procedure = referral_for(row, HAZARD_DAY_CASE);
    cr_expect_eq(procedure.service, SERVICE_DAY_CASE);
    cr_expect_eq(procedure.referred_days, 0);
}

Test(care_pathway_referral, who_waits_for_the_procedure_is_not_referred_for_it)
{
    const uint32_t row = somebody(40);

    seen_after(referral_for(row, HAZARD_DAY_CASE), 3);
    small.outbox.count = 0;
    need(row, HAZARD_DAY_CASE);
    cr_expect_eq(small.outbox.count, 0);
}

Test(care_pathway_referral, a_site_without_clinic_treats_whom_another_has_seen)
{
    const uint32_t row = somebody(40);

    small.people.person[row].neighbourhood = THERE;
    const struct request referral = referral_for(row, HAZARD_ELECTIVE_INPATIENT);
    cr_expect_eq(referral.service, SERVICE_OUTPATIENT_FIRST);
    cr_expect_eq(referral.site, HOSPITAL);
    cr_expect_eq(small.people.use[row].outpatient_site, HOSPITAL);
    cr_expect_eq(seen_after(referral, 9).site, FAR_HOSPITAL);
}

Test(care_pathway_referral, people_are_seen_at_any_site_of_the_provider_that_is_to_treat_them)
{
    const uint32_t row = somebody(40);

    small.sites[FAR_HOSPITAL].line[SERVICE_OUTPATIENT_FIRST] =
        small.sites[FAR_HOSPITAL].line[SERVICE_OUTPATIENT_FOLLOW_UP];
    supply_line(&small.care.supply, FAR_HOSPITAL, SERVICE_OUTPATIENT_FIRST)->service = SERVICE_OUTPATIENT_FIRST;
    small.sites[COMMUNITY].provider = HOSPITAL;
    small.sites[COMMUNITY].line[SERVICE_OUTPATIENT_FIRST] = small.sites[HOSPITAL].line[SERVICE_OUTPATIENT_FIRST];
    small.sites[HOSPITAL].line[SERVICE_OUTPATIENT_FIRST] = -1;
    supply_line(&small.care.supply, COMMUNITY, SERVICE_OUTPATIENT_FIRST)->site = COMMUNITY;
    small_choice();
    const struct request referral = referral_for(row, HAZARD_DAY_CASE);
    cr_expect_eq(referral.site, COMMUNITY);
    cr_expect_eq(seen_after(referral, 9).site, HOSPITAL);
}

Test(care_pathway_referral, a_clinic_without_capacity_is_none)
{
    supply_line(&small.care.supply, HOSPITAL, SERVICE_OUTPATIENT_FIRST)->capacity = 0;
    small_choice();
    cr_expect_eq(referral_for(somebody(40), HAZARD_DAY_CASE).service, SERVICE_DAY_CASE);
}

Test(care_pathway_referral, a_procedure_that_nobody_offers_leads_to_no_attendance)
{
    const uint32_t row = somebody(40);

    small.sites[HOSPITAL].line[SERVICE_DAY_CASE] = -1;
    small_choice();
    need(row, HAZARD_DAY_CASE);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.month.unoffered[SERVICE_DAY_CASE], 1);
}

/* What ends it */

Test(care_pathway_referral, death_ends_the_referral_at_the_clinic)
{
    const uint32_t row = somebody(40);

    referral_for(row, HAZARD_DAY_CASE);
    small.outbox.count = 0;
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().service, SERVICE_OUTPATIENT_FIRST);
    cr_expect_eq(the_request().site, HOSPITAL);
}

Test(care_pathway_referral, a_move_to_another_locality_ends_it_too)
{
    const uint32_t row = somebody(40);

    referral_for(row, HAZARD_ELECTIVE_INPATIENT);
    small.outbox.count = 0;
    hear(row, NOTICE_MOVED_AWAY, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().service, SERVICE_OUTPATIENT_FIRST);
    cr_expect_eq(small.people.person[row].waiting, 0);
}

Test(care_pathway_referral, a_refused_first_attendance_loses_the_procedure_and_is_counted)
{
    const uint32_t row = somebody(40);
    const struct request referral = referral_for(row, HAZARD_DAY_CASE);

    answer_tomorrow(referral, OUTCOME_REFUSED);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.people.person[row].waiting, 0);
    cr_expect_eq(small.month.referrals_refused, 1);
    cr_expect_eq(counted(HOSPITAL, SERVICE_OUTPATIENT_FIRST, MEASURE_REFUSED), 1);
    refused(somebody(40), HOSPITAL, SERVICE_OUTPATIENT_FIRST);
    cr_expect_eq(small.month.referrals_refused, 1);
}

/* The clock */

Test(care_pathway_referral, the_clock_counts_both_waits)
{
    const struct request referral = referral_for(somebody(40), HAZARD_DAY_CASE);

    treated_after(seen_after(referral, 20), 40);
    cr_expect_eq(treated(CLOCK_STOP_ADMITTED), 1);
    cr_expect_eq(small.month.treated_days[CLOCK_STOP_ADMITTED], 20 + 1 + 40);
    cr_expect_eq(treated(CLOCK_STOP_NOT_ADMITTED), 0);
}

Test(care_pathway_referral, a_planned_admission_stops_the_clock)
{
    const struct request referral = referral_for(somebody(40), HAZARD_ELECTIVE_INPATIENT);

    treated_after(seen_after(referral, 20), 40);
    cr_expect_eq(treated(CLOCK_STOP_ADMITTED), 1);
}

Test(care_pathway_referral, a_first_attendance_that_leads_to_nothing_stops_the_clock)
{
    const uint32_t row = somebody(40);

    seen_after(referral_for(row, HAZARD_OUTPATIENT_FIRST), 33);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(treated(CLOCK_STOP_NOT_ADMITTED), 1);
    cr_expect_eq(small.month.treated_days[CLOCK_STOP_NOT_ADMITTED], 33);
    cr_expect_eq(treated(CLOCK_STOP_ADMITTED), 0);
}

Test(care_pathway_referral, eighteen_weeks_end_with_the_126th_day)
{
    treated_after(seen_after(referral_for(somebody(40), HAZARD_DAY_CASE), 20), 126 - 21);
    treated_after(seen_after(referral_for(somebody(40), HAZARD_DAY_CASE), 20), 127 - 21);
    cr_expect_eq(treated(CLOCK_STOP_ADMITTED), 2);
    cr_expect_eq(small.month.treated_within_18_weeks[CLOCK_STOP_ADMITTED], 1);
    cr_expect_eq(small.month.treated_by_week[CLOCK_STOP_ADMITTED][17], 1);
    cr_expect_eq(small.month.treated_by_week[CLOCK_STOP_ADMITTED][18], 1);
}

Test(care_pathway_referral, the_first_week_has_eight_days_and_the_last_no_end)
{
    static const uint16_t waits[] = {0, 7, 8, 182, 183, 5000};
    int64_t *weeks = small.month.treated_by_week[CLOCK_STOP_NOT_ADMITTED];

    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        seen_after(referral_for(somebody(40), HAZARD_OUTPATIENT_FIRST), waits[i]);
    }
    cr_expect_eq(weeks[0], 2);
    cr_expect_eq(weeks[1], 1);
    cr_expect_eq(weeks[TREATED_WEEKS - 2], 1);
    cr_expect_eq(weeks[TREATED_WEEKS - 1], 2);
}

Test(care_pathway_referral, a_wait_of_years_is_cut_off)
{
    cr_expect_eq(seen_after(referral_for(somebody(40), HAZARD_DAY_CASE), 5000).referred_days, REFERRED_DAYS_MOST);
}

/* Dates by the clock */

enum { LONG_NOTICE = 100000 };

static uint16_t notice_after(uint16_t waited)
{
    return seen_after(referral_for(somebody(40), HAZARD_DAY_CASE), waited).notice_days;
}

Test(care_pathway_referral, a_date_after_18_weeks_may_be_brought_forward)
{
    small.care_parameters.booked_within_18_weeks_share = 1;
    small.care.rules[SERVICE_DAY_CASE].notice_days = LONG_NOTICE;
    for (int n = 0; n < 100; n++) {
        cr_expect_leq(21 + notice_after(20), DAYS_OF_18_WEEKS);
    }
    cr_expect_eq(notice_after(DAYS_OF_18_WEEKS - 1), 0);
}

Test(care_pathway_referral, what_is_late_already_is_not)
{
    small.care_parameters.booked_within_18_weeks_share = 1;
    small.care.rules[SERVICE_DAY_CASE].notice_days = LONG_NOTICE;
    cr_expect_gt(notice_after(DAYS_OF_18_WEEKS), 0);
}

Test(care_pathway_referral, nobody_is_booked_by_a_clock_that_they_do_not_have)
{
    small.care_parameters.booked_within_18_weeks_share = 1;
    small.care_parameters.straight_to_list_share = 1;
    small.care.rules[SERVICE_DAY_CASE].notice_days = LONG_NOTICE;
    cr_expect_gt(referral_for(somebody(40), HAZARD_DAY_CASE).notice_days, DAYS_OF_18_WEEKS);
}

Test(care_pathway_referral, without_such_bookings_dates_are_as_drawn)
{
    small.care.rules[SERVICE_DAY_CASE].notice_days = LONG_NOTICE;
    cr_expect_gt(notice_after(30), DAYS_OF_18_WEEKS);
}

/* Forks */

Test(care_pathway_referral, forks_of_the_need_stand_before_the_referral)
{
    struct fork_parameters *fork = add_fork("instead", MOMENT_NEED);

    fork->of = "day_case";
    fork->service = to(SERVICE_THERAPY);
    models_build();
    cr_expect_eq(referral_for(somebody(40), HAZARD_DAY_CASE).service, SERVICE_THERAPY);
}

Test(care_pathway_referral, the_clock_runs_while_a_fork_of_the_need_is_tried)
{
    struct fork_parameters *fork = add_fork("first", MOMENT_NEED);
    const uint32_t row = somebody(40);

    fork->of = "day_case";
    fork->service = to(SERVICE_THERAPY);
    fork->suffices_share = 0;
    models_build();
    const struct request therapy = referral_for(row, HAZARD_DAY_CASE);
    come_to(june(MONDAY + 15));
    come_back(row, (struct outcome){.site = therapy.site,
                                    .service = therapy.service,
                                    .kind = OUTCOME_SERVED,
                                    .waited = 14,
                                    .origin = therapy.origin});
    const struct request referral = the_request();
    cr_expect_eq(referral.service, SERVICE_OUTPATIENT_FIRST);
    cr_expect_eq(referral.referred_days, 15);
    cr_expect_eq(seen_after(referral, 20).referred_days, 15 + 21);
}

Test(care_pathway_referral, a_fork_after_the_first_attendance_may_take_the_place_of_the_procedure)
{
    struct fork_parameters *fork = add_fork("settled", MOMENT_SERVED);

    fork->of = "outpatient_first";
    models_build();
    seen_after(referral_for(somebody(40), HAZARD_DAY_CASE), 20);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(treated(CLOCK_STOP_NOT_ADMITTED), 1);
}

Test(care_pathway_referral, a_fork_besides_leaves_the_procedure)
{
    struct fork_parameters *fork = add_fork("besides", MOMENT_SERVED);

    fork->of = "outpatient_first";
    fork->service = to(SERVICE_THERAPY);
    fork->instead = false;
    models_build();
    seen_after(referral_for(somebody(40), HAZARD_DAY_CASE), 20);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_DAY_CASE).site, HOSPITAL);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_THERAPY).site, COMMUNITY);
}
