/* Offers of a programme: at a fork and out of the registers, taken up or not, with a place and without. */
#include "pathway_models.h"

TestSuite(care_pathway_offer, .init = models_init, .fini = models_free);

/* At a fork */

Test(care_pathway_offer, whoever_is_offered_one_without_places_is_a_member)
{
    programme_by_fork();
    models_build();
    const uint32_t row = offered();
    cr_expect_eq(small.outbox.count, 0);
    cr_expect(is_member(row, MATRON));
    cr_expect_eq(membership_of(row, MATRON)->since, june(MONDAY));
    cr_expect_eq(membership_of(row, MATRON)->until, INT32_MAX);
    cr_expect_eq(membership_of(row, MATRON)->site, SITE_NONE);
    cr_expect_eq(small.month.programmes[MATRON].offered, 1);
    cr_expect_eq(small.month.programmes[MATRON].started, 1);
    cr_expect_eq(small.month.forks[0].taken, 1);
}

Test(care_pathway_offer, whoever_is_offered_one_with_places_waits_for_one)
{
    programme_with_places();
    models_build();
    const uint32_t row = offered();
    const struct request request = the_request();
    cr_expect_eq(request.service, SERVICE_CASE_MANAGEMENT);
    cr_expect_eq(request.site, COMMUNITY);
    cr_expect_eq(request.programme, MATRON + 1);
    cr_expect_eq(request.origin, 1);
    cr_expect_eq(request.amount, 0);
    cr_expect_not(is_member(row, MATRON));
    cr_expect_eq(small.month.programmes[MATRON].offered, 1);
    cr_expect_eq(small.month.programmes[MATRON].started, 0);
}

Test(care_pathway_offer, whoever_has_the_place_is_a_member)
{
    programme_with_places();
    models_build();
    const uint32_t row = offered();
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_expect_eq(membership_of(row, MATRON)->site, COMMUNITY);
    cr_expect_eq(membership_of(row, MATRON)->since, june(MONDAY + 1));
    cr_expect_eq(small.month.programmes[MATRON].started, 1);
    cr_expect_eq(small.month.forks[0].sufficed, 1);
}

Test(care_pathway_offer, whom_it_refuses_goes_on)
{
    programme_with_places();
    models_build();
    const uint32_t row = offered();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_not(is_member(row, MATRON));
    cr_expect_eq(small.month.programmes[MATRON].refused, 1);
    cr_expect_eq(small.month.forks[0].refused, 1);
}

Test(care_pathway_offer, for_whom_it_is_not_enough_is_a_member_and_goes_on)
{
    programme_with_places();
    models.forks[0].suffices_share = 0;
    models_build();
    const uint32_t row = offered();
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_expect(is_member(row, MATRON));
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway_offer, it_is_not_offered_to_those_it_does_not_take)
{
    programme_by_fork()->eligible = "copd";
    models_build();
    const uint32_t row = offered();
    cr_expect_not(is_member(row, MATRON));
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.programmes[MATRON].offered, 0);
}

Test(care_pathway_offer, who_declines_goes_the_usual_way)
{
    programme_by_fork()->accepted_share = 0;
    models_build();
    const uint32_t row = offered();
    cr_expect_not(is_member(row, MATRON));
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.programmes[MATRON].offered, 1);
    cr_expect_eq(small.month.programmes[MATRON].declined, 1);
    cr_expect_eq(small.month.forks[0].taken, 0);
    cr_expect_eq(small.month.forks[0].unoffered, 1);
}

Test(care_pathway_offer, the_share_accepts)
{
    programme_by_fork()->accepted_share = 0.3;
    models_build();
    for (unsigned person = 0; person < DRAWS; person++) {
        offered();
    }
    cr_expect_eq(small.month.programmes[MATRON].offered, DRAWS);
    cr_expect_float_eq((double)small.month.programmes[MATRON].started, 0.3 * DRAWS, four_deviations(0.3));
}

Test(care_pathway_offer, whoever_declines_once_declines_for_good)
{
    unsigned changed = 0, accepted = 0;

    programme_by_fork()->accepted_share = 0.5;
    models_build();
    for (unsigned person = 0; person < 100; person++) {
        const uint32_t row = offered();
        const bool first = is_member(row, MATRON);
        accepted += first;
        for (unsigned day = 0; day < 5 && !first; day++) {
            come_to(small.life.today + 1);
            small.people.person[row].waiting = 0;
            need(row, HAZARD_EMERGENCY_ADMISSION);
            changed += is_member(row, MATRON);
        }
    }
    cr_expect_eq(changed, 0);
    cr_expect_eq(accepted > 0 && accepted < 100, true);
}

Test(care_pathway_offer, who_waits_for_a_place_is_not_offered_another)
{
    programme_with_places();
    models_build();
    need(offered(), HAZARD_EMERGENCY_ADMISSION);
    cr_expect_eq(small.month.programmes[MATRON].offered, 1);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_EMERGENCY_INPATIENT).origin, 0);
}

Test(care_pathway_offer, programmes_with_the_same_places_are_waited_for_one_at_a_time)
{
    programme_with_places();
    add_programme("ward")->service = to(SERVICE_CASE_MANAGEMENT);
    models.forks[0].instead = false;
    add_fork_of_admission("to_ward")->programme = WARD;
    models_build();
    offered();
    cr_expect_eq(small.month.programmes[WARD].offered, 0);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_CASE_MANAGEMENT).programme, MATRON + 1);
}

Test(care_pathway_offer, where_nobody_has_places_the_usual_way_is_left)
{
    programme_with_places();
    models_build();
    small.sites[COMMUNITY].line[SERVICE_CASE_MANAGEMENT] = -1;
    small_choice();
    offered();
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.programmes[MATRON].unoffered, 1);
    cr_expect_eq(small.month.programmes[MATRON].declined, 0);
}

Test(care_pathway_offer, members_are_not_offered_it_again)
{
    programme_by_fork();
    models_build();
    need(offered(), HAZARD_EMERGENCY_ADMISSION);
    cr_expect_eq(small.month.programmes[MATRON].offered, 1);
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
}

Test(care_pathway_offer, it_takes_people_from_its_first_day_to_its_last)
{
    struct programme_parameters *programme = programme_by_fork();

    programme->from = june(10);
    programme->until = june(11);
    models_build();
    for (int day = 9; day <= 12; day++) {
        come_to(june(day));
        cr_expect_eq(is_member(offered(), MATRON), day == 10 || day == 11, "June %d", day);
    }
}

Test(care_pathway_offer, a_place_that_comes_to_a_member_is_given_back)
{
    programme_with_places();
    models_build();
    const uint32_t row = offered();
    const struct request request = the_request();
    join(row, MATRON, SITE_NONE);
    answer_tomorrow(request, OUTCOME_SERVED);
    cr_expect_eq(small.month.programmes[MATRON].started, 0);
    cr_expect_eq(small.people.memberships.list.count, 1);
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_CASE_MANAGEMENT);
}

/* Registers */

/* People of whom every other one has COPD, and a register that finds that share of them. */
static void look_through_registers(double share, const char *eligible)
{
    struct programme_parameters *programme = add_programme("matron");

    programme->register_share_per_month = share;
    programme->eligible = eligible;
    models_build();
    for (unsigned person = 0; person < DRAWS; person++) {
        const uint32_t row = somebody(80);
        small.people.person[row].exposures |= person % 2 == 0 ? exposure_of_condition(COPD) : 0;
    }
    begin_month();
}

Test(care_pathway_offer, registers_may_find_all_whom_it_takes)
{
    look_through_registers(1, "copd");
    cr_expect_eq(small.month.programmes[MATRON].offered, DRAWS / 2);
    cr_expect_eq(small.month.programmes[MATRON].started, DRAWS / 2);
    cr_expect(is_member(0, MATRON));
    cr_expect_not(is_member(1, MATRON));
}

Test(care_pathway_offer, registers_find_the_share)
{
    look_through_registers(0.3, "");
    cr_assert_float_eq((double)small.month.programmes[MATRON].started, 0.3 * DRAWS, four_deviations(0.3));
}

Test(care_pathway_offer, registers_find_nobody_without_a_share)
{
    look_through_registers(0, "");
    cr_assert_eq(small.month.programmes[MATRON].offered, 0);
}

Test(care_pathway_offer, registers_find_others_in_another_month)
{
    look_through_registers(0.3, "");
    come_to(calendar_next_month(small.life.today));
    begin_month();
    /* Those of the first month are members, so that the second finds three tenths of the other seven. */
    cr_assert_float_eq((double)small.month.programmes[MATRON].started, 0.51 * DRAWS, four_deviations(0.51));
}

Test(care_pathway_offer, registers_are_not_searched_after_the_last_day)
{
    add_programme("matron")->register_share_per_month = 1;
    models.programmes[MATRON].until = june(1);
    models_build();
    somebody(80);
    begin_month();
    cr_assert_eq(small.month.programmes[MATRON].offered, 0);
}

Test(care_pathway_offer, who_is_found_in_a_register_is_in_no_hurry)
{
    add_programme("matron")->register_share_per_month = 1;
    models.programmes[MATRON].service = to(SERVICE_CASE_MANAGEMENT);
    models_build();
    somebody(80);
    begin_month();
    cr_expect_eq(the_request().urgency, 2);
    cr_expect_eq(the_request().origin, 0);
    cr_expect_eq(the_request().programme, MATRON + 1);
}

Test(care_pathway_offer, whom_it_refuses_may_be_found_again)
{
    add_programme("matron")->register_share_per_month = 1;
    models.programmes[MATRON].service = to(SERVICE_CASE_MANAGEMENT);
    models_build();
    somebody(80);
    begin_month();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_expect_eq(small.outbox.count, 0);
    begin_month();
    cr_expect_eq(the_request().service, SERVICE_CASE_MANAGEMENT);
}
