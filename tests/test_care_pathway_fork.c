/* Forks in the pathways: who goes another way, where it leads, and what follows. */
#include "pathway_models.h"

#include <math.h>

TestSuite(care_pathway_fork, .init = models_init, .fini = models_free);

static struct fork_parameters *fork_to_rapid_response(void)
{
    struct fork_parameters *fork = add_fork_of_admission("crisis");

    fork->service = to(SERVICE_RAPID_RESPONSE);
    return fork;
}

static void need_admission(uint32_t row)
{
    need(row, HAZARD_EMERGENCY_ADMISSION);
}

/* Who goes */

Test(care_pathway_fork, all_go_when_the_share_is_one)
{
    fork_to_rapid_response();
    models_build();
    const uint32_t row = somebody(80);
    need_admission(row);
    const struct request request = the_request();
    cr_expect_eq(request.service, SERVICE_RAPID_RESPONSE);
    cr_expect_eq(request.site, COMMUNITY);
    cr_expect_eq(request.origin, 1);
    cr_expect_eq(request.programme, 0);
    cr_expect(waits(row, SERVICE_RAPID_RESPONSE));
    cr_expect_eq(small.month.forks[0].taken, 1);
}

Test(care_pathway_fork, nobody_goes_when_the_share_is_nothing)
{
    fork_to_rapid_response()->share = 0;
    models_build();
    need_admission(somebody(80));
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().origin, 0);
    cr_expect_eq(small.month.forks[0].taken, 0);
}

/* Ten thousand draws of a share of 0.3: the count has a standard deviation of 46; a false alarm once in 16,000 at four
 * of them, and the key is fixed. */
Test(care_pathway_fork, the_share_goes)
{
    fork_to_rapid_response()->share = 0.3;
    models_build();
    const uint32_t row = somebody(80);
    for (unsigned day = 0; day < 10000; day++) {
        come_to(june(MONDAY) + (day_t)day);
        small.people.person[row].waiting = 0;
        need_admission(row);
    }
    cr_assert_float_eq((double)small.month.forks[0].taken, 3000, 4 * sqrt(10000 * 0.3 * 0.7));
}

/* The same with two forks of one half each, of which one stands besides: both take a quarter, with a standard deviation
 * of 43. */
Test(care_pathway_fork, each_fork_draws_for_itself)
{
    unsigned both = 0;

    fork_to_rapid_response()->share = 0.5;
    struct fork_parameters *besides = add_fork_of_admission("advice");
    besides->service = to(SERVICE_TELEPHONE_ADVICE);
    besides->share = 0.5;
    besides->instead = false;
    models_build();
    const uint32_t row = somebody(80);
    for (unsigned day = 0; day < 10000; day++) {
        come_to(june(MONDAY) + (day_t)day);
        small.people.person[row].waiting = 0;
        need_admission(row);
        both += waits(row, SERVICE_RAPID_RESPONSE) && waits(row, SERVICE_TELEPHONE_ADVICE);
    }
    cr_assert_float_eq((double)both, 2500, 4 * sqrt(10000 * 0.25 * 0.75));
}

Test(care_pathway_fork, those_whom_it_means_go)
{
    fork_to_rapid_response()->who = "copd";
    models_build();
    const uint32_t without = somebody(80), with = somebody(80);
    small.people.person[with].exposures |= exposure_of_condition(COPD);
    need_admission(without);
    need_admission(with);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_EMERGENCY_INPATIENT).row, without);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_RAPID_RESPONSE).row, with);
}

/* Everybody who attends calls an ambulance, of category B. */
static void all_attend_by_ambulance(void)
{
    small.care_parameters.ae_ambulance_share = 1;
    small.care_parameters.ambulance_calls.attending_b_share = 1;
}

static struct fork_parameters *fork_of_calls(const char *name, const char *who)
{
    struct fork_parameters *fork = add_fork(name, MOMENT_NEED);

    fork->of = "accident_emergency";
    fork->who = who;
    return fork;
}

static bool is_taken(const char *who)
{
    models_free();
    models_init();
    small.care_parameters.forks.count = 0;
    all_attend_by_ambulance();
    fork_of_calls("calls", who);
    models_build();
    need(somebody(80), HAZARD_ACCIDENT_EMERGENCY);
    return small.month.forks[0].taken == 1;
}

Test(care_pathway_fork, the_category_of_the_call_is_known)
{
    cr_expect(is_taken("ambulance_call = category_b"));
    cr_expect(is_taken("ambulance_call <= category_b"));
    cr_expect_not(is_taken("ambulance_call = category_c"));
    cr_expect_not(is_taken("ambulance_call = none"));
}

Test(care_pathway_fork, who_walks_in_has_called_nobody)
{
    fork_of_calls("calls", "ambulance_call >= category_c");
    models_build();
    need(somebody(80), HAZARD_ACCIDENT_EMERGENCY);
    cr_expect_eq(the_request().service, SERVICE_ACCIDENT_EMERGENCY);
}

Test(care_pathway_fork, a_call_keeps_its_category_when_nobody_is_conveyed)
{
    small.care_parameters.ambulance_calls.not_conveyed_a_share = 1;
    all_attend_by_ambulance();
    fork_of_calls("treated", "")->need = "ambulance";
    models_build();
    need(somebody(80), HAZARD_ACCIDENT_EMERGENCY);
    cr_expect_eq(the_request().service, SERVICE_AMBULANCE);
    cr_expect_eq(the_request().urgency, SOON);
}

Test(care_pathway_fork, a_call_that_only_the_fork_makes_is_of_those_not_conveyed)
{
    small.care_parameters.ambulance_calls.not_conveyed_a_share = 1;
    fork_of_calls("treated", "")->need = "ambulance";
    models_build();
    need(somebody(80), HAZARD_ACCIDENT_EMERGENCY);
    cr_expect_eq(the_request().service, SERVICE_AMBULANCE);
    cr_expect_eq(the_request().urgency, URGENT);
}

Test(care_pathway_fork, the_response_that_has_served_says_its_category)
{
    struct fork_parameters *fork = add_fork("afterwards", MOMENT_SERVED);

    fork->of = "ambulance";
    fork->who = "ambulance_call = category_c";
    fork->need = "district_nursing";
    models_build();
    for (uint8_t urgency = URGENT; urgency < URGENCY_COUNT; urgency++) {
        come_back(somebody(80),
                  (struct outcome){
                      .site = COMMUNITY, .service = SERVICE_AMBULANCE, .kind = OUTCOME_SERVED, .urgency = urgency});
        cr_expect_eq(small.outbox.count, urgency == ROUTINE);
    }
}

Test(care_pathway_fork, it_is_there_from_its_first_day_to_its_last)
{
    static const enum service expected[] = {SERVICE_EMERGENCY_INPATIENT, SERVICE_RAPID_RESPONSE, SERVICE_RAPID_RESPONSE,
                                            SERVICE_EMERGENCY_INPATIENT};
    struct fork_parameters *fork = fork_to_rapid_response();

    fork->from = june(10);
    fork->until = june(11);
    models_build();
    for (int day = 0; day < 4; day++) {
        come_to(june(9 + day));
        need_admission(somebody(80));
        cr_expect_eq(the_request().service, expected[day], "June %d", 9 + day);
    }
}

Test(care_pathway_fork, another_need_goes_the_usual_way)
{
    fork_to_rapid_response();
    models_build();
    need(somebody(80), HAZARD_DISTRICT_NURSING);
    cr_assert_eq(the_request().service, SERVICE_DISTRICT_NURSING);
}

Test(care_pathway_fork, a_fork_of_any_need_takes_every_need)
{
    fork_to_rapid_response()->of = "";
    models_build();
    need(somebody(80), HAZARD_DISTRICT_NURSING);
    cr_assert_eq(the_request().service, SERVICE_RAPID_RESPONSE);
}

Test(care_pathway_fork, who_is_in_a_hospital_bed_comes_to_no_fork_of_a_need)
{
    fork_to_rapid_response()->of = "district_nursing";
    models_build();
    need(inpatient(NEED_NONE), HAZARD_DISTRICT_NURSING);
    cr_assert_eq(the_request().service, SERVICE_DISTRICT_NURSING);
}

Test(care_pathway_fork, the_end_of_home_care_is_no_need)
{
    fork_to_rapid_response()->of = "home_care";
    models_build();
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);
    cr_assert_eq(people_set_site(&small.people, row, TIE_HOME_CARE, COMMUNITY), STATUS_OK);
    served(row, COMMUNITY, SERVICE_HOME_CARE, SUBSTANTIAL_HOURS);
    small.outbox.count = 0;
    need(row, HAZARD_HOME_CARE);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
}

/* Which fork */

Test(care_pathway_fork, the_lowest_rank_is_tried_first)
{
    fork_to_rapid_response()->rank = 2;
    struct fork_parameters *first = add_fork_of_admission("later_by_name");
    first->rank = 1;
    first->service = to(SERVICE_TELEPHONE_ADVICE);
    models_build();
    need_admission(somebody(80));
    cr_expect_eq(the_request().service, SERVICE_TELEPHONE_ADVICE);
    cr_expect_eq(the_request().origin, 1);
}

Test(care_pathway_fork, whom_one_fork_does_not_take_comes_to_the_next)
{
    fork_to_rapid_response()->share = 0;
    add_fork_of_admission("d")->service = to(SERVICE_TELEPHONE_ADVICE);
    models_build();
    need_admission(somebody(80));
    cr_expect_eq(the_request().service, SERVICE_TELEPHONE_ADVICE);
    cr_expect_eq(the_request().origin, 2);
}

Test(care_pathway_fork, what_nobody_around_offers_is_no_way)
{
    fork_to_rapid_response();
    models_build();
    small.sites[COMMUNITY].line[SERVICE_RAPID_RESPONSE] = -1;
    small_choice();
    need_admission(somebody(80));
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.forks[0].unoffered, 1);
    cr_expect_eq(small.month.forks[0].taken, 0);
}

/* Where it leads */

Test(care_pathway_fork, it_may_lead_to_oneself)
{
    add_fork_of_admission("oneself");
    models_build();
    need_admission(somebody(80));
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.month.forks[0].taken, 1);
}

Test(care_pathway_fork, it_may_lead_on_to_another_need)
{
    add_fork_of_admission("to_practice")->need = "gp";
    models_build();
    need_admission(somebody(80));
    cr_expect_eq(the_request().service, SERVICE_GP);
    cr_expect_eq(the_request().origin, 0);
}

Test(care_pathway_fork, the_need_it_leads_to_comes_to_no_other_fork)
{
    add_fork_of_admission("a")->need = "gp";
    struct fork_parameters *second = add_fork("b", MOMENT_NEED);
    second->of = "gp";
    second->service = to(SERVICE_TELEPHONE_ADVICE);
    models_build();
    need_admission(somebody(80));
    cr_assert_eq(the_request().service, SERVICE_GP);
}

/* The longest of twenty exponential draws of a mean m is below m once in ten thousand keys, and above 10 m once in a
 * thousand; the key is fixed. */
static unsigned longest_notice_of_twenty(double of_service, double of_fork)
{
    struct fork_parameters *fork = add_fork_of_admission("a");
    unsigned longest = 0;

    fork->service = to(SERVICE_THERAPY);
    fork->notice_days = of_fork;
    models_build();
    small.care.rules[SERVICE_THERAPY].notice_days = of_service;
    for (unsigned person = 0; person < 20; person++) {
        small.outbox.count = 0;
        need_admission(somebody(80));
        longest = the_request().notice_days > longest ? the_request().notice_days : longest;
    }
    return longest;
}

Test(care_pathway_fork, what_is_booked_is_due_after_its_notice)
{
    cr_assert_geq(longest_notice_of_twenty(30, 0), 30);
}

Test(care_pathway_fork, a_fork_may_have_a_notice_of_its_own)
{
    const unsigned longest = longest_notice_of_twenty(2000, 30);

    cr_expect_geq(longest, 30);
    cr_expect_leq(longest, 300);
}

Test(care_pathway_fork, besides_the_usual_way_both_are_asked)
{
    fork_to_rapid_response()->instead = false;
    models_build();
    const uint32_t row = somebody(80);
    need_admission(row);
    cr_expect_eq(small.outbox.count, 2);
    cr_expect(waits(row, SERVICE_RAPID_RESPONSE));
    cr_expect(waits(row, SERVICE_EMERGENCY_INPATIENT));
}

Test(care_pathway_fork, who_goes_besides_comes_to_the_next_fork_too)
{
    fork_to_rapid_response()->instead = false;
    add_fork_of_admission("d")->service = to(SERVICE_TELEPHONE_ADVICE);
    models_build();
    const uint32_t row = somebody(80);
    need_admission(row);
    cr_expect(waits(row, SERVICE_RAPID_RESPONSE));
    cr_expect(waits(row, SERVICE_TELEPHONE_ADVICE));
    cr_expect_not(waits(row, SERVICE_EMERGENCY_INPATIENT));
}

/* What follows */

/* Somebody who has been sent to the crisis team, whose request is returned. */
static struct request sent_to_rapid_response(void)
{
    models_build();
    need_admission(somebody(80));
    return request_of(REQUEST_SERVE, SERVICE_RAPID_RESPONSE);
}

Test(care_pathway_fork, whoever_was_served_enough_needs_no_more)
{
    fork_to_rapid_response();
    answer_tomorrow(sent_to_rapid_response(), OUTCOME_SERVED);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.month.forks[0].sufficed, 1);
    cr_expect_eq(small.month.forks[0].went_on, 0);
    cr_expect_eq(counted(COMMUNITY, SERVICE_RAPID_RESPONSE, MEASURE_SERVED), 1);
}

Test(care_pathway_fork, who_was_not_goes_on_the_usual_way)
{
    fork_to_rapid_response()->suffices_share = 0;
    answer_tomorrow(sent_to_rapid_response(), OUTCOME_SERVED);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.forks[0].sufficed, 0);
    cr_expect_eq(small.month.forks[0].went_on, 1);
}

Test(care_pathway_fork, who_goes_on_comes_to_the_forks_after)
{
    fork_to_rapid_response()->suffices_share = 0;
    add_fork_of_admission("d")->service = to(SERVICE_TELEPHONE_ADVICE);
    answer_tomorrow(sent_to_rapid_response(), OUTCOME_SERVED);
    cr_expect_eq(the_request().service, SERVICE_TELEPHONE_ADVICE);
    cr_expect_eq(the_request().origin, 2);
}

Test(care_pathway_fork, whom_the_service_refuses_goes_on)
{
    fork_to_rapid_response();
    answer_tomorrow(sent_to_rapid_response(), OUTCOME_REFUSED);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.forks[0].refused, 1);
    cr_expect_eq(small.month.forks[0].went_on, 1);
    cr_expect_eq(counted(COMMUNITY, SERVICE_RAPID_RESPONSE, MEASURE_REFUSED), 1);
}

Test(care_pathway_fork, who_went_besides_has_gone_on_already)
{
    fork_to_rapid_response()->instead = false;
    models.forks[0].suffices_share = 0;
    const struct request request = sent_to_rapid_response();
    answer_tomorrow(request, OUTCOME_SERVED);
    cr_expect_eq(small.outbox.count, 0);
    answer_tomorrow(request, OUTCOME_REFUSED);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(small.month.forks[0].went_on, 0);
}

/* Ten thousand draws; as the share that goes. */
Test(care_pathway_fork, it_is_enough_for_the_share)
{
    fork_to_rapid_response()->suffices_share = 0.3;
    const struct request request = sent_to_rapid_response();
    for (unsigned day = 0; day < 10000; day++) {
        answer_tomorrow(request, OUTCOME_SERVED);
        small.people.person[request.row].waiting = 0;
    }
    cr_expect_float_eq((double)small.month.forks[0].sufficed, 3000, 4 * sqrt(10000 * 0.3 * 0.7));
    cr_expect_eq(small.month.forks[0].sufficed + small.month.forks[0].went_on, 10000);
}

/* Other moments */

Test(care_pathway_fork, a_service_that_has_served_may_lead_on)
{
    struct fork_parameters *fork = add_fork("a", MOMENT_SERVED);

    fork->of = "gp_consultation";
    fork->service = to(SERVICE_THERAPY);
    models_build();
    served(somebody(80), PRACTICE, SERVICE_GP, 0);
    cr_expect_eq(the_request().service, SERVICE_THERAPY);
    served(somebody(80), COMMUNITY, SERVICE_DISTRICT_NURSING, 0);
    cr_expect_eq(small.outbox.count, 1);
}

/* One fork leads to rapid response, the next, which is of another service, to advice, the last to therapy. */
static void forks_of_two_choices(enum moment moment, const char *of)
{
    static const enum service services[] = {SERVICE_RAPID_RESPONSE, SERVICE_TELEPHONE_ADVICE, SERVICE_THERAPY};
    static const char *const names[] = {"a", "b", "c"};

    for (unsigned f = 0; f < 3; f++) {
        struct fork_parameters *fork = add_fork(names[f], moment);
        fork->of = f == 1 ? "ambulance" : of;
        fork->service = to(services[f]);
    }
    models_build();
}

static void refused_at_the_first_choice(void)
{
    cr_assert_eq(the_request().service, SERVICE_RAPID_RESPONSE);
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_assert_eq(the_request().service, SERVICE_THERAPY);
    cr_expect_eq(small.month.forks[0].went_on, 1);
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_expect_eq(small.outbox.count, 0);
}

Test(care_pathway_fork, who_was_served_and_then_refused_has_a_second_choice)
{
    forks_of_two_choices(MOMENT_SERVED, "gp_consultation");
    served(somebody(80), PRACTICE, SERVICE_GP, 0);
    refused_at_the_first_choice();
}

Test(care_pathway_fork, a_second_choice_may_be_of_any_service)
{
    forks_of_two_choices(MOMENT_SERVED, "");
    served(somebody(80), PRACTICE, SERVICE_GP, 0);
    refused_at_the_first_choice();
}

Test(care_pathway_fork, a_fork_may_follow_a_fork)
{
    fork_to_rapid_response();
    struct fork_parameters *after = add_fork("after", MOMENT_SERVED);
    after->of = "rapid_response";
    after->service = to(SERVICE_THERAPY);
    answer_tomorrow(sent_to_rapid_response(), OUTCOME_SERVED);
    cr_expect_eq(the_request().service, SERVICE_THERAPY);
    cr_expect_eq(the_request().origin, 2);
}

Test(care_pathway_fork, who_is_refused_may_go_another_way)
{
    struct fork_parameters *fork = add_fork("a", MOMENT_REFUSED);

    fork->of = "gp_consultation";
    fork->service = to(SERVICE_TELEPHONE_ADVICE);
    small.care_parameters.refused_gp_to_ae_share = 1;
    models_build();
    refused(somebody(80), PRACTICE, SERVICE_GP);
    cr_assert_eq(the_request().service, SERVICE_TELEPHONE_ADVICE);
}

Test(care_pathway_fork, who_is_refused_and_does_not_go_does_as_ever)
{
    struct fork_parameters *fork = add_fork("a", MOMENT_REFUSED);

    fork->of = "gp_consultation";
    fork->service = to(SERVICE_TELEPHONE_ADVICE);
    fork->share = 0;
    small.care_parameters.refused_gp_to_ae_share = 1;
    models_build();
    refused(somebody(80), PRACTICE, SERVICE_GP);
    cr_assert_eq(the_request().service, SERVICE_ACCIDENT_EMERGENCY);
}

Test(care_pathway_fork, whom_a_fork_sent_and_a_service_refused_comes_to_no_fork_of_refusal)
{
    fork_to_rapid_response();
    struct fork_parameters *fork = add_fork("refusal", MOMENT_REFUSED);
    fork->of = "rapid_response";
    fork->service = to(SERVICE_TELEPHONE_ADVICE);
    answer_tomorrow(sent_to_rapid_response(), OUTCOME_REFUSED);
    cr_assert_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway_fork, who_has_left_a_bed_may_go_on)
{
    struct fork_parameters *fork = add_fork("a", MOMENT_DISCHARGED);

    fork->of = "emergency_inpatient";
    fork->service = to(SERVICE_THERAPY);
    models_build();
    discharged(inpatient(NEED_NONE), HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_expect_eq(the_request().service, SERVICE_THERAPY);
    cr_expect_eq(the_request().origin, 1);
}

Test(care_pathway_fork, who_has_left_another_bed_may_not)
{
    struct fork_parameters *fork = add_fork("a", MOMENT_DISCHARGED);

    fork->of = "elective_inpatient";
    fork->service = to(SERVICE_THERAPY);
    models_build();
    discharged(inpatient(NEED_NONE), HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_assert_eq(small.outbox.count, 0);
}

/* Nearly ready to leave a bed */

static struct fork_parameters *fork_at_ready(void)
{
    struct fork_parameters *fork = add_fork("bridge", MOMENT_READY);

    fork->service = to(SERVICE_RAPID_RESPONSE);
    return fork;
}

static uint32_t ready_patient(void)
{
    const uint32_t row = inpatient(NEED_MODERATE);

    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    return row;
}

static void build_and_make_ready(void)
{
    models_build();
    ready_patient();
}

Test(care_pathway_fork, who_is_nearly_ready_may_have_support_of_another_kind)
{
    fork_at_ready();
    build_and_make_ready();
    cr_expect_eq(the_request().service, SERVICE_RAPID_RESPONSE);
    cr_expect_eq(the_request().origin, 1);
}

Test(care_pathway_fork, the_bed_is_free_when_that_is_there)
{
    fork_at_ready();
    build_and_make_ready();
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_expect(bed_is_freed());
    cr_expect_eq(small.month.forks[0].sufficed, 1);
}

Test(care_pathway_fork, whom_it_refuses_waits_for_the_usual_support)
{
    fork_at_ready();
    build_and_make_ready();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    cr_expect_eq(small.month.forks[0].went_on, 1);
}

Test(care_pathway_fork, for_whom_it_is_not_enough_waits_for_the_usual_support)
{
    fork_at_ready()->suffices_share = 0;
    build_and_make_ready();
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_assert_eq(the_request().service, SERVICE_HOME_CARE);
}

Test(care_pathway_fork, who_needs_no_support_comes_to_no_fork)
{
    fork_at_ready();
    models_build();
    ready(inpatient(NEED_LOW), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert(bed_is_freed());
}

Test(care_pathway_fork, a_fork_of_emergency_beds_is_for_those_who_lie_in_one)
{
    fork_at_ready()->of = "emergency_inpatient";
    build_and_make_ready();
    cr_assert_eq(the_request().service, SERVICE_RAPID_RESPONSE);
}

Test(care_pathway_fork, a_fork_of_planned_beds_is_for_those_who_lie_in_one)
{
    fork_at_ready()->of = "elective_inpatient";
    build_and_make_ready();
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    small.outbox.count = 0;
    const uint32_t row = somebody_with_need(NEED_MODERATE);
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, STAY_DAYS);
    ready(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_eq(the_request().service, SERVICE_RAPID_RESPONSE);
}

Test(care_pathway_fork, who_cares_for_oneself_leaves_the_bed)
{
    fork_at_ready()->service = SERVICE_WORD_NONE;
    build_and_make_ready();
    cr_expect_eq(small.outbox.count, 1);
    cr_expect(bed_is_freed());
}

Test(care_pathway_fork, who_has_gone_on_with_another_need_leaves_the_bed)
{
    fork_at_ready()->service = SERVICE_WORD_NONE;
    models.forks[0].need = "district_nursing";
    build_and_make_ready();
    cr_expect_eq(small.outbox.count, 2);
    cr_expect(bed_is_freed());
}

Test(care_pathway_fork, who_has_gone_on_with_the_need_of_a_care_home_waits_for_it)
{
    fork_at_ready()->service = SERVICE_WORD_NONE;
    models.forks[0].need = "care_home";
    build_and_make_ready();
    cr_assert_eq(the_request().service, SERVICE_CARE_HOME);
}

Test(care_pathway_fork, who_waits_for_that_service_already_waits_for_the_usual_support)
{
    fork_at_ready();
    models_build();
    const uint32_t row = inpatient(NEED_MODERATE);
    small.people.person[row].waiting = UINT32_C(1) << SERVICE_RAPID_RESPONSE;
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert_eq(the_request().service, SERVICE_HOME_CARE);
}

Test(care_pathway_fork, what_comes_besides_the_usual_support_frees_no_bed)
{
    fork_at_ready()->instead = false;
    build_and_make_ready();
    answer_tomorrow(request_of(REQUEST_SERVE, SERVICE_RAPID_RESPONSE), OUTCOME_SERVED);
    cr_assert_eq(small.outbox.count, 0);
}

/* After a refusal */

static void fork_at_refusal(const char *of, int32_t service)
{
    struct fork_parameters *fork = add_fork("refusal", MOMENT_REFUSED);

    fork->of = of;
    fork->service = service;
    models_build();
}

/* Somebody in a bed whom home care has refused. */
static void refused_support(void)
{
    ready_patient();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
}

Test(care_pathway_fork, who_is_refused_twice_does_as_those_who_are_refused_once)
{
    small.care_parameters.refused_gp_to_ae_share = 1;
    fork_at_refusal("gp_consultation", to(SERVICE_TELEPHONE_ADVICE));
    refused(somebody(80), PRACTICE, SERVICE_GP);
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_assert_eq(the_request().service, SERVICE_ACCIDENT_EMERGENCY);
}

Test(care_pathway_fork, who_is_refused_twice_comes_to_the_next_fork_of_the_first_refusal)
{
    struct fork_parameters *second = add_fork("second", MOMENT_REFUSED);

    second->of = "gp_consultation";
    second->service = to(SERVICE_THERAPY);
    small.care_parameters.refused_gp_to_ae_share = 1;
    fork_at_refusal("gp_consultation", to(SERVICE_TELEPHONE_ADVICE));
    refused(somebody(80), PRACTICE, SERVICE_GP);
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_assert_eq(the_request().service, SERVICE_THERAPY);
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_assert_eq(the_request().service, SERVICE_ACCIDENT_EMERGENCY);
}

Test(care_pathway_fork, who_is_refused_support_twice_may_care_for_oneself)
{
    add_fork("second", MOMENT_REFUSED)->of = "home_care";
    fork_at_refusal("home_care", to(SERVICE_RAPID_RESPONSE));
    refused_support();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_assert(bed_is_freed());
}

Test(care_pathway_fork, who_finds_no_bed_and_not_enough_else_needs_a_bed_still)
{
    fork_at_refusal("emergency_inpatient", to(SERVICE_RAPID_RESPONSE));
    models.forks[0].suffices_share = 0;
    refused(somebody(80), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_geq(the_request().amount, 1);
}

Test(care_pathway_fork, who_goes_from_a_full_department_waits_for_no_bed)
{
    small.care_parameters.emergency_through_ae_share = 1;
    fork_at_refusal("accident_emergency", to(SERVICE_RAPID_RESPONSE));
    const uint32_t row = somebody(80);
    need_admission(row);
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_expect_eq(the_request().service, SERVICE_RAPID_RESPONSE);
    cr_expect_not(waits(row, SERVICE_EMERGENCY_INPATIENT));
}

Test(care_pathway_fork, support_that_comes_after_a_refusal_frees_the_bed)
{
    fork_at_refusal("home_care", to(SERVICE_RAPID_RESPONSE));
    refused_support();
    cr_expect_eq(the_request().service, SERVICE_RAPID_RESPONSE);
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_expect(bed_is_freed());
}

Test(care_pathway_fork, who_cares_for_oneself_after_a_refusal_leaves_the_bed)
{
    fork_at_refusal("home_care", SERVICE_WORD_NONE);
    refused_support();
    cr_assert(bed_is_freed());
}

Test(care_pathway_fork, support_that_is_refused_twice_is_asked_for_again)
{
    fork_at_refusal("home_care", to(SERVICE_RAPID_RESPONSE));
    refused_support();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_assert_eq(the_request().service, SERVICE_HOME_CARE);
}

Test(care_pathway_fork, who_is_refused_support_at_home_has_no_bed_to_leave)
{
    fork_at_refusal("home_care", SERVICE_WORD_NONE);
    refused(somebody_with_need(NEED_SUBSTANTIAL), COMMUNITY, SERVICE_HOME_CARE);
    cr_assert_eq(small.outbox.count, 0);
}
