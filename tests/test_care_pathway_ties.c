#include <string.h>

#include "care/pathway_parts.h"
#include "engine/desk.h"
#include "pathway_small.h"

/* What a person holds and waits for at several places at once, and messages of one day about the same thing. */
TestSuite(care_pathway_ties, .init = small_init, .fini = small_free);

Test(care_pathway_ties, a_wait_ends_where_they_wait_not_where_they_lie)
{
    const uint32_t row = somebody(70);
    need(row, HAZARD_EMERGENCY_ADMISSION);
    come_to(june(3));
    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    come_to(june(4));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_EMERGENCY_INPATIENT).site, HOSPITAL);
}

Test(care_pathway_ties, a_wait_outlives_a_stay_elsewhere)
{
    const uint32_t row = somebody(70);
    need(row, HAZARD_EMERGENCY_ADMISSION);
    come_to(june(3));
    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 0);
    discharged(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 0, 0);
    come_to(june(4));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().site, HOSPITAL);
}

Test(care_pathway_ties, a_refusal_elsewhere_keeps_them_in_their_bed)
{
    const uint32_t row = somebody(70);
    need(row, HAZARD_EMERGENCY_ADMISSION);
    come_to(june(3));
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    come_to(june(4));
    refused(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    come_to(june(7));
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5, 0);
    cr_expect_eq(small.people.person[row].place, PLACE_HOME);
}

Test(care_pathway_ties, an_attendance_waits_where_it_was_sought)
{
    const uint32_t row = somebody(70);
    need(row, HAZARD_ACCIDENT_EMERGENCY);
    come_to(june(3));
    admitted(row, FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    come_to(june(4));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(request_of(REQUEST_WITHDRAW, SERVICE_ACCIDENT_EMERGENCY).site, HOSPITAL);
}

static void day_at(uint16_t site)
{
    struct desk desk = {0};
    struct desk_scratch scratch = {0};
    struct line_rules rules[SERVICE_COUNT];
    for (unsigned s = 0; s < SERVICE_COUNT; s++) {
        rules[s] =
            (struct line_rules){.open_days_per_week = small.care.rules[s].open_days_per_week, .longest_wait_days = 100};
    }
    cr_assert_eq(desk_day(&desk, &scratch, &small.care.supply, site, rules, small.outbox.items, small.outbox.count,
                          small.life.today),
                 STATUS_OK);
    desk_free(&desk);
    desk_scratch_free(&scratch);
}

Test(care_pathway_ties, a_need_after_a_move_on_one_day_stands)
{
    const uint32_t row = somebody(40);
    struct line *line = supply_line(&small.care.supply, PRACTICE, SERVICE_GP);
    come_to(june(7)); /* Saturday: waits for Monday */
    need(row, HAZARD_GP);
    day_at(PRACTICE);
    come_to(june(8)); /* Sunday: the household moves round the corner; then a need of this person */
    hear(row, NOTICE_MOVED, 0, HERE);
    need(row, HAZARD_GP);
    day_at(PRACTICE);
    cr_expect_eq(line->queue_count, waits(row, SERVICE_GP));
    line_free(line);
}

Test(care_pathway_ties, a_need_after_a_bed_given_back_on_one_day_stands)
{
    const uint32_t row = somebody(40);
    struct line *line = supply_line(&small.care.supply, HOSPITAL, SERVICE_ELECTIVE_INPATIENT);
    admitted(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    need(row, HAZARD_ELECTIVE_INPATIENT);
    come_to(june(3));
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 4);
    small.care.rules[SERVICE_ELECTIVE_INPATIENT].notice_days = 100;
    need(row, HAZARD_ELECTIVE_INPATIENT);
    day_at(HOSPITAL);
    cr_expect_eq(line->queue_count, waits(row, SERVICE_ELECTIVE_INPATIENT));
    line_free(line);
}

Test(care_pathway_ties, who_is_ready_goes_home_when_nobody_offers_support)
{
    const uint32_t row = somebody_with_need(NEED_MODERATE);
    small.sites[COMMUNITY].line[SERVICE_HOME_CARE] = -1;
    small.sites[FAR_COMMUNITY].line[SERVICE_HOME_CARE] = -1;
    small_choice();
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_gt(small.outbox.count, 0);
}

Test(care_pathway_ties, a_request_that_nobody_can_answer_is_an_error)
{
    struct desk desk = {0};
    struct desk_scratch scratch = {0};
    struct line_rules rules[SERVICE_COUNT] = {{0}};
    const struct request item = {.person = 1, .service = SERVICE_GP};
    cr_expect_eq(desk_day(&desk, &scratch, &small.care.supply, HOSPITAL, rules, &item, 1, june(2)), STATUS_INVARIANT);
    cr_expect_not_null(strstr(status_message(), "gp_consultation"));
    desk_free(&desk);
    desk_scratch_free(&scratch);
}

/* Acute illness, in a hospital bed or elsewhere, in which death is near, and the weeks after it. */

static bool is_ill(uint32_t row)
{
    return people_has(&small.people, row, TRAIT_ACUTELY_ILL);
}

static bool is_after(uint32_t row)
{
    return people_has(&small.people, row, TRAIT_AFTER_HOSPITAL);
}

/* An outcome of an emergency stay, with flags of requests. */
static void stay_comes_to(uint32_t row, enum outcome_kind kind, unsigned flags)
{
    come_back(row, (struct outcome){.site = HOSPITAL,
                                    .service = SERVICE_EMERGENCY_INPATIENT,
                                    .kind = (uint8_t)kind,
                                    .flags = (uint8_t)flags,
                                    .amount = 5});
}

Test(care_pathway_ties, an_emergency_leads_through_a_bed_to_weeks_of_risk)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    cr_expect(is_ill(row));
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_expect_not(is_ill(row));
    cr_expect(is_after(row));
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    cr_expect(is_ill(row));
    cr_expect_not(is_after(row));
}

Test(care_pathway_ties, illness_ends_with_treatment_not_with_the_delay)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    stay_comes_to(row, OUTCOME_TREATED, REQUEST_SUPPORT);
    cr_expect_not(is_ill(row));
    cr_expect(is_after(row));
    cr_expect(people_in_hospital(&small.people, row));
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9, 4);
    cr_expect_not(is_ill(row));
    cr_expect(is_after(row));
}

Test(care_pathway_ties, who_leaves_early_is_ill_elsewhere)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    stay_comes_to(row, OUTCOME_DISCHARGED, REQUEST_STILL_ILL);
    cr_expect(is_ill(row));
    cr_expect(is_after(row));
    cr_expect_eq(small.people.person[row].place, PLACE_HOME);
}

Test(care_pathway_ties, who_is_still_ill_after_treatment_stays_so_until_illness_ends)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    stay_comes_to(row, OUTCOME_TREATED, REQUEST_SUPPORT | REQUEST_STILL_ILL);
    stay_comes_to(row, OUTCOME_DISCHARGED, REQUEST_STILL_ILL);
    cr_expect(is_ill(row));
    cr_expect(is_after(row));
}

Test(care_pathway_ties, who_has_recovered_in_the_delay_does_not_fall_ill_with_the_discharge)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    stay_comes_to(row, OUTCOME_TREATED, REQUEST_SUPPORT | REQUEST_STILL_ILL);
    small.people.person[row].exposures &= ~exposure_of_trait(TRAIT_ACUTELY_ILL);
    stay_comes_to(row, OUTCOME_DISCHARGED, REQUEST_STILL_ILL);
    cr_expect_not(is_ill(row));
    cr_expect(is_after(row));
}

Test(care_pathway_ties, a_stay_without_illness_brings_none)
{
    const uint32_t row = somebody(70);

    stay_comes_to(row, OUTCOME_ADMITTED, REQUEST_NOT_ILL);
    cr_expect_not(is_ill(row));
    cr_expect(people_in_hospital(&small.people, row));
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 0);
    cr_expect_not(is_ill(row));
    cr_expect(is_after(row));
}

Test(care_pathway_ties, a_planned_stay_brings_none_either)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5);
    cr_expect_not(is_ill(row));
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 5, 0);
    cr_expect_not(is_after(row));
}

/* Nights of which each is the last with the probability of recovery. */
Test(care_pathway_ties, stays_are_as_long_as_recovery_takes)
{
    enum { DRAWS = 20000 };
    static const double nights = 12.5;
    const uint32_t row = somebody(70);
    double sum = 0;

    small.figures.zero_day_share[STAY_EMERGENCY][70] = 0;
    small.population.hazards.recovery[hazard_row(70, (enum sex)small.people.person[row].sex)] = (float)(1 / nights);
    for (int n = 0; n < DRAWS; n++) {
        small.people.id[row] = (uint32_t)n;
        sum += pathway_draw_stay(&small.pathway, row, STAY_EMERGENCY);
    }
    /* Geometric: the mean of 20,000 is within 0.34 but for one in 10,000. */
    cr_expect_float_eq(sum / DRAWS, nights, 0.34, "%g", sum / DRAWS);
}

/* Sites are kept as long as they have a meaning. */

static uint16_t site_of(uint32_t row, enum tie_kind kind)
{
    return people_site(&small.people, row, kind);
}

Test(care_pathway_ties, where_they_waited_is_forgotten_with_the_wait)
{
    const uint32_t row = somebody(70);

    need(row, HAZARD_DAY_CASE);
    cr_expect_eq(site_of(row, TIE_DAY_CASE), HOSPITAL);
    served(row, HOSPITAL, SERVICE_DAY_CASE, 0);
    cr_expect_eq(site_of(row, TIE_DAY_CASE), SITE_NONE);
    cr_expect_eq(small.people.ties.list.count, 0);
}

Test(care_pathway_ties, where_they_are_under_outpatient_care_is_kept)
{
    const uint32_t row = somebody(70);

    need(row, HAZARD_OUTPATIENT_FIRST);
    served(row, HOSPITAL, SERVICE_OUTPATIENT_FIRST, 0);
    cr_expect_eq(small.people.use[row].outpatient_site, HOSPITAL);
    cr_expect_eq(small.people.ties.list.count, 0);
}

Test(care_pathway_ties, a_bed_is_known_as_long_as_they_are_in_it)
{
    const uint32_t row = somebody(70);

    need(row, HAZARD_ELECTIVE_INPATIENT);
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3);
    cr_expect_eq(site_of(row, TIE_ELECTIVE), SITE_NONE);
    cr_expect_eq(site_of(row, TIE_STAY), HOSPITAL);
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3, 0);
    cr_expect_eq(small.people.ties.list.count, 0);
}

Test(care_pathway_ties, who_withdraws_forgets_where)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    need(row, HAZARD_HOME_CARE);
    need(row, HAZARD_ELECTIVE_INPATIENT);
    hear(row, NOTICE_MOVED, 0, HERE);
    cr_expect_eq(site_of(row, TIE_HOME_CARE), SITE_NONE);
    cr_expect_eq(site_of(row, TIE_ELECTIVE), HOSPITAL, "planned care goes on");
}

Test(care_pathway_ties, home_care_keeps_its_site_until_it_ends)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    need(row, HAZARD_HOME_CARE);
    cr_expect_eq(site_of(row, TIE_HOME_CARE), COMMUNITY);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 10);
    cr_expect_eq(site_of(row, TIE_HOME_CARE), COMMUNITY);
    need(row, HAZARD_HOME_CARE); /* of somebody who has it: its end */
    cr_expect_eq(site_of(row, TIE_HOME_CARE), SITE_NONE);
}

Test(care_pathway_ties, a_package_that_came_too_late_leaves_no_tie)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    need(row, HAZARD_HOME_CARE);
    set_need(row, NEED_LOW);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 10);
    cr_expect_eq(small.people.ties.list.count, 0);
}
