/* What providers make of their freedom: how long patients stay, whom practices refer, whom planned care turns away. */
#include "pathway_models.h"

TestSuite(care_pathway_conduct, .init = models_init, .fini = models_free);

enum { PEOPLE = 2000, NIGHTS = 20 };

static struct request emergency(uint32_t row)
{
    small.outbox.count = 0;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    return the_request();
}

Test(care_pathway_conduct, a_hospital_may_keep_patients_longer)
{
    const uint32_t row = somebody(70), other = somebody(70);

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        small.figures.stay_days[STAY_EMERGENCY][age] = NIGHTS;
    }
    const struct request usual = emergency(row);
    small.people.person[row].waiting = 0;
    small.providers[HOSPITAL].conduct.stay_ratio = 2;
    const struct request longer = emergency(row);
    cr_assert_gt(usual.amount, 0);
    cr_expect_eq(longer.site, HOSPITAL);
    cr_expect_eq(longer.amount, 2 * usual.amount, "the same luck, twice as long");
    small.providers[HOSPITAL].conduct.stay_ratio = 1;
    small.providers[FAR_HOSPITAL].conduct.stay_ratio = 0.5;
    const uint16_t elsewhere = emergency(other).amount;
    small.people.person[other].waiting = 0;
    small.people.person[other].neighbourhood = THERE;
    cr_expect_eq(emergency(other).amount, (elsewhere + 1) / 2);
}

static size_t referred(enum hazard hazard, enum service service)
{
    size_t count = 0;

    for (int i = 0; i < PEOPLE; i++) {
        const uint32_t row = somebody(40);
        small.outbox.count = 0;
        need(row, hazard);
        count += small.outbox.count > 0 && small.outbox.items[0].service == (uint8_t)service;
    }
    return count;
}

Test(care_pathway_conduct, a_practice_may_refer_a_part_of_the_needs)
{
    small.providers[PRACTICE].conduct.referral_share = 0.75;
    const double share = (double)referred(HAZARD_OUTPATIENT_FIRST, SERVICE_OUTPATIENT_FIRST) / PEOPLE;
    /* Four standard deviations of 2,000 draws. */
    cr_expect_float_eq(share, 0.75, 0.039, "%g", share);
    cr_expect_eq(small.month.not_referred, (int64_t)llround((1 - share) * PEOPLE));
}

Test(care_pathway_conduct, procedures_are_referred_or_not_once)
{
    small.care_parameters.straight_to_list_share = 0;
    small.providers[PRACTICE].conduct.referral_share = 0;
    cr_expect_eq(referred(HAZARD_DAY_CASE, SERVICE_OUTPATIENT_FIRST), 0);
    cr_expect_eq(small.month.not_referred, PEOPLE);
    small.providers[PRACTICE].conduct.referral_share = 1;
    cr_expect_eq(referred(HAZARD_DAY_CASE, SERVICE_OUTPATIENT_FIRST), PEOPLE);
    cr_expect_eq(small.month.not_referred, PEOPLE);
}

Test(care_pathway_conduct, whoever_is_registered_nowhere_is_referred)
{
    const uint32_t row = somebody(40);

    small.providers[PRACTICE].conduct.referral_share = 0;
    small.people.person[row].practice = SITE_NONE;
    need(row, HAZARD_OUTPATIENT_FIRST);
    cr_expect_eq(the_request().service, SERVICE_OUTPATIENT_FIRST);
}

static struct request planned_stay(enum frailty_band frailty)
{
    const uint32_t row = somebody(75);

    small.people.person[row].exposures =
        exposure_set_band(small.people.person[row].exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, frailty);
    small.outbox.count = 0;
    need(row, HAZARD_ELECTIVE_INPATIENT);
    return the_request();
}

/* Both hospitals are known for planned stays; the near one is chosen. */
static void know_both(void)
{
    small.rules[2] = (struct service_rules_parameters){
        .name = "elective_inpatient", .open_days_per_week = 7, .options = 2, .distance_weight = 10};
    cr_assert_eq(service_rules_resolve(&small.care_parameters, small.care.rules), STATUS_OK);
    small_choice();
}

Test(care_pathway_conduct, the_frail_may_be_turned_away_to_another_provider)
{
    know_both();
    cr_expect_eq(planned_stay(FRAILTY_SEVERE).site, HOSPITAL);
    small.providers[HOSPITAL].conduct.turned_away_share = 1;
    cr_expect_eq(planned_stay(FRAILTY_SEVERE).site, FAR_HOSPITAL);
    cr_expect_eq(planned_stay(FRAILTY_MODERATE).site, FAR_HOSPITAL);
    cr_expect_eq(planned_stay(FRAILTY_MILD).site, HOSPITAL);
    cr_expect_eq(small.month.turned_away, 2);
}

Test(care_pathway_conduct, whoever_is_not_referred_is_turned_away_by_nobody)
{
    const uint32_t row = somebody(75);

    know_both();
    small.people.person[row].exposures =
        exposure_set_band(small.people.person[row].exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, FRAILTY_SEVERE);
    small.providers[PRACTICE].conduct.referral_share = 0;
    small.providers[HOSPITAL].conduct.turned_away_share = 1;
    need(row, HAZARD_ELECTIVE_INPATIENT);
    cr_expect_eq(small.month.not_referred, 1);
    cr_expect_eq(small.month.turned_away, 0);
}

Test(care_pathway_conduct, nobody_is_turned_away_to_nowhere)
{
    know_both();
    small.providers[HOSPITAL].conduct.turned_away_share = 1;
    small.providers[FAR_HOSPITAL].conduct.turned_away_share = 0.1;
    cr_expect_eq(planned_stay(FRAILTY_SEVERE).site, HOSPITAL);
    cr_expect_eq(small.month.turned_away, 0);
}
