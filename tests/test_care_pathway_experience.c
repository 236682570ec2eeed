/* Contacts in which something went wrong, each counted once. */
#include "pathway_small.h"

#include "care/pathway_parts.h"

static void experience_init(void)
{
    small_init();
    small.care_parameters.four_hours_share = 1;
    small.care_parameters.four_hours_occupancy = 0.9;
    small.care_parameters.four_hours_fall = 5;
    care_set_line_rules(&small.care);
}

TestSuite(care_pathway_experience, .init = experience_init, .fini = small_free);

static int64_t contacts(void)
{
    return small.month.contacts[QUINTILE][age_band(70)];
}

static int64_t problems(enum problem problem)
{
    return small.month.problems[problem][QUINTILE][age_band(70)];
}

static int64_t all_problems(void)
{
    return small.month.with_problem[QUINTILE][age_band(70)];
}

static void served_after(enum service service, uint16_t site, uint16_t waited)
{
    come_back(somebody(70),
              (struct outcome){.site = site, .service = (uint8_t)service, .kind = OUTCOME_SERVED, .waited = waited});
}

Test(care_pathway_experience, a_contact_in_time_has_no_problem)
{
    served_after(SERVICE_GP, PRACTICE, 2);
    served_after(SERVICE_OUTPATIENT_FIRST, HOSPITAL, 126);
    served_after(SERVICE_ACCIDENT_EMERGENCY, HOSPITAL, 0);
    cr_expect_eq(contacts(), 3);
    cr_expect_eq(all_problems(), 0);
}

Test(care_pathway_experience, standards_are_48_hours_and_18_weeks)
{
    served_after(SERVICE_GP, PRACTICE, 3);
    served_after(SERVICE_OUTPATIENT_FIRST, HOSPITAL, 127);
    served_after(SERVICE_DISTRICT_NURSING, COMMUNITY, 200);
    cr_expect_eq(contacts(), 3);
    cr_expect_eq(problems(PROBLEM_LATE), 2, "there is no standard for district nursing");
    cr_expect_eq(all_problems(), 2);
}

Test(care_pathway_experience, weeks_count_from_the_referral)
{
    const uint32_t row = somebody(70);
    struct outcome outcome = {
        .site = HOSPITAL, .service = SERVICE_DAY_CASE, .kind = OUTCOME_SERVED, .waited = 50, .referred_days = 76};

    come_back(row, outcome);
    cr_expect_eq(problems(PROBLEM_LATE), 0);
    outcome.referred_days = 77;
    come_back(row, outcome);
    cr_expect_eq(problems(PROBLEM_LATE), 1);
}

Test(care_pathway_experience, a_full_hospital_takes_more_than_four_hours)
{
    small.sites[HOSPITAL].beds_held = 110; /* of 100: all are late */
    served_after(SERVICE_ACCIDENT_EMERGENCY, HOSPITAL, 0);
    cr_expect_eq(problems(PROBLEM_LATE), 1);
    small.sites[HOSPITAL].beds_held = 90;
    served_after(SERVICE_ACCIDENT_EMERGENCY, HOSPITAL, 0);
    cr_expect_eq(problems(PROBLEM_LATE), 1);
    served_after(SERVICE_ACCIDENT_EMERGENCY, HOSPITAL, 1);
    cr_expect_eq(problems(PROBLEM_LATE), 2, "who waits until the next day has waited four hours");
}

Test(care_pathway_experience, so_many_take_more_than_four_hours_as_the_beds_give)
{
    small.sites[HOSPITAL].beds_held = 94;
    for (unsigned i = 0; i < 1000; i++) {
        served_after(SERVICE_ACCIDENT_EMERGENCY, HOSPITAL, 0);
    }
    cr_expect_float_eq((double)problems(PROBLEM_LATE), 200, 4.5 * 12.7);
}

Test(care_pathway_experience, a_refusal_is_one_problem)
{
    refused(somebody(70), PRACTICE, SERVICE_GP);
    cr_expect_eq(contacts(), 1);
    cr_expect_eq(problems(PROBLEM_REFUSED), 1);
    cr_expect_eq(all_problems(), 1);
}

Test(care_pathway_experience, who_is_sent_to_another_hospital_is_turned_away)
{
    refused(somebody(70), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(problems(PROBLEM_TURNED_AWAY), 1);
    cr_expect_eq(problems(PROBLEM_REFUSED), 0);
}

Test(care_pathway_experience, a_delay_counts_at_discharge)
{
    const uint32_t late = somebody(70), prompt = somebody(70);

    admitted(late, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    admitted(prompt, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    discharged(late, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5, 2);
    discharged(prompt, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3, 0);
    cr_expect_eq(contacts(), 4);
    cr_expect_eq(problems(PROBLEM_DELAYED), 1);
}

Test(care_pathway_experience, a_death_in_hospital_may_be_against_the_wish)
{
    const uint32_t in_bed = somebody(70);

    small.care_parameters.wish_outside_hospital_share = 1;
    admitted(in_bed, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    hear(in_bed, NOTICE_DIED, 0, HERE);
    hear(somebody(70), NOTICE_DIED, 0, HERE);
    cr_expect_eq(problems(PROBLEM_WISH), 1, "not at home");
    cr_expect_eq(contacts(), 3);
}

Test(care_pathway_experience, others_do_not_mind)
{
    const uint32_t in_bed = somebody(70);

    small.care_parameters.wish_outside_hospital_share = 0;
    admitted(in_bed, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    hear(in_bed, NOTICE_DIED, 0, HERE);
    cr_expect_eq(problems(PROBLEM_WISH), 0);
}
