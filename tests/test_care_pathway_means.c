/* For whom councils arrange home care, who pays for it instead, and when charges are waived. */
#include "care/pathway_parts.h"
#include "pathway_models.h"

TestSuite(care_pathway_means, .init = models_init, .fini = models_free);

static struct home_care_rules_parameters *rules(void)
{
    return &small.care_parameters.home_care_rules;
}

/* People here live in the second fifth. */
static void all_are_above_means(double buy_share)
{
    rules()->above_means_2_share = 1;
    rules()->above_means_buy_share = buy_share;
}

static int64_t hours(void)
{
    return counted(COMMUNITY, SERVICE_HOME_CARE, MEASURE_HOURS);
}

static int64_t self_paid_hours(void)
{
    return counted(COMMUNITY, SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS);
}

static int64_t waived_sevenths(void)
{
    return counted(COMMUNITY, SERVICE_HOME_CARE, MEASURE_WAIVED_SEVENTHS);
}

static bool pays(uint32_t row)
{
    return people_has(&small.people, row, TRAIT_PAYS_FOR_HOME_CARE);
}

static uint32_t seeker(enum need_band band)
{
    const uint32_t row = somebody_with_need(band);

    need(row, HAZARD_HOME_CARE);
    return row;
}

/* With a package of 21 hours a week, three a day, from the 2nd of June. */
static uint32_t holder(void)
{
    const uint32_t row = seeker(NEED_CRITICAL);

    served(row, COMMUNITY, SERVICE_HOME_CARE, 21);
    small.outbox.count = 0;
    return row;
}

/* The means test */

Test(care_pathway_means, without_rules_the_council_pays_for_all)
{
    models_build();
    const uint32_t row = holder();
    cr_expect_not(pays(row));
    cr_expect_eq(hours(), 29 * 3);
    cr_expect_eq(self_paid_hours(), 0);
}

Test(care_pathway_means, who_is_above_the_means_test_buys_a_package)
{
    all_are_above_means(1);
    models_build();
    seeker(NEED_SUBSTANTIAL);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    cr_expect_eq(the_request().amount, SUBSTANTIAL_HOURS);
    small.outbox.count = 0;
    const uint32_t row = holder();
    cr_expect(pays(row));
    cr_expect_eq(hours(), 29 * 3);
    cr_expect_eq(self_paid_hours(), 29 * 3);
}

Test(care_pathway_means, or_goes_without)
{
    all_are_above_means(0);
    models_build();
    const uint32_t row = seeker(NEED_SUBSTANTIAL);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect(people_has(&small.people, row, TRAIT_UNMET_NEED));
}

Test(care_pathway_means, each_fifth_has_a_share_of_its_own)
{
    rules()->above_means_1_share = rules()->above_means_3_share = 1;
    rules()->above_means_4_share = rules()->above_means_5_share = 1;
    models_build();
    cr_expect_not(pays(holder()));
}

/* Ten thousand ranks; four standard deviations, a false alarm once in 16,000, and the key is fixed. */
Test(care_pathway_means, the_best_off_are_the_share)
{
    int64_t above = 0;

    rules()->above_means_2_share = 0.3;
    models_build();
    for (unsigned person = 0; person < DRAWS; person++) {
        above += pathway_is_above_means(&small.pathway, somebody(80));
    }
    cr_assert_float_eq((double)above, DRAWS * 0.3, four_deviations(0.3));
}

Test(care_pathway_means, who_would_not_buy_it_never_does)
{
    int64_t buyers = 0;

    all_are_above_means(0.6);
    models_build();
    for (unsigned person = 0; person < DRAWS; person++) {
        const uint32_t row = somebody_with_need(NEED_CRITICAL);
        const enum funder today = pathway_home_care_funder(&small.pathway, row);
        come_to(small.life.today + 1);
        cr_assert_eq(pathway_home_care_funder(&small.pathway, row), today);
        buyers += today == FUNDER_SELF;
    }
    cr_assert_float_eq((double)buyers, DRAWS * 0.6, four_deviations(0.6));
}

Test(care_pathway_means, who_has_a_package_at_the_start_pays_by_their_means)
{
    all_are_above_means(0);
    models_build();
    const uint32_t row = somebody_with_need(NEED_CRITICAL);
    small.people.person[row].exposures =
        exposure_derive(small.people.person[row].exposures | exposure_of_trait(TRAIT_HOME_CARE));
    cr_assert_eq(pathway_begin(&small.pathway), STATUS_OK);
    cr_expect(pays(row));
}

Test(care_pathway_means, who_pays_no_longer_has_nothing_counted)
{
    all_are_above_means(1);
    models_build();
    const uint32_t row = holder();
    come_to(june(12));
    need(row, HAZARD_HOME_CARE);
    cr_expect_eq(hours(), 10 * 3);
    cr_expect_eq(self_paid_hours(), 10 * 3);
    cr_expect_not(pays(row));
}

Test(care_pathway_means, a_package_no_longer_needed_is_taken_back_from_whom_it_was_counted)
{
    all_are_above_means(1);
    models_build();
    const uint32_t row = holder();
    come_to(june(12));
    set_need(row, NEED_LOW);
    hear(row, NOTICE_HOME_CARE_ENDED, 0, HERE);
    cr_expect_eq(self_paid_hours(), 10 * 3);
    cr_expect_not(pays(row));
}

/* The threshold of need */

Test(care_pathway_means, below_the_threshold_there_is_no_package)
{
    rules()->threshold = NEED_WORD_CRITICAL;
    models_build();
    seeker(NEED_SUBSTANTIAL);
    cr_expect_eq(small.outbox.count, 0);
    seeker(NEED_CRITICAL);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
}

Test(care_pathway_means, a_threshold_begins_on_its_first_day)
{
    rules()->threshold = NEED_WORD_CRITICAL;
    rules()->threshold_from = june(MONDAY + 1);
    models_build();
    seeker(NEED_SUBSTANTIAL);
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    come_to(june(MONDAY + 1));
    seeker(NEED_SUBSTANTIAL);
    cr_expect_eq(small.outbox.count, 0);
}

Test(care_pathway_means, who_is_refused_for_want_of_need_may_buy)
{
    rules()->threshold = NEED_WORD_CRITICAL;
    rules()->below_threshold_buy_share = 1;
    models_build();
    const uint32_t row = seeker(NEED_SUBSTANTIAL);
    answer(the_request(), OUTCOME_SERVED);
    cr_expect(pays(row));
}

Test(care_pathway_means, a_patient_whom_the_council_refuses_goes_home)
{
    rules()->threshold = NEED_WORD_CRITICAL;
    models_build();
    const uint32_t row = inpatient(NEED_SUBSTANTIAL);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect(bed_is_freed());
}

/* Waivers */

static void charges_are_waived(void)
{
    add_programme("free_weeks")->waives_charges = true;
    add_programme("also_free")->waives_charges = true;
}

static void spend_a_day(void)
{
    cr_assert_eq(pathway_programmes_day(&small.pathway), STATUS_OK);
}

Test(care_pathway_means, waived_days_are_counted_once)
{
    charges_are_waived();
    models_build();
    const uint32_t row = holder();
    join(row, 0, SITE_NONE);
    join(row, 1, SITE_NONE);
    spend_a_day();
    spend_a_day();
    cr_expect_eq(waived_sevenths(), 2 * 21);
    cr_expect_eq(hours(), 29 * 3);
}

Test(care_pathway_means, other_programmes_waive_nothing)
{
    add_programme("matron");
    models_build();
    join(holder(), 0, SITE_NONE);
    spend_a_day();
    cr_assert_eq(waived_sevenths(), 0);
}

Test(care_pathway_means, who_has_no_package_has_nothing_waived)
{
    charges_are_waived();
    models_build();
    join(somebody_with_need(NEED_CRITICAL), 0, SITE_NONE);
    spend_a_day();
    cr_assert_eq(waived_sevenths(), 0);
}

/* From the 2nd to the 11th of June the council pays, from the 12th on the person. */
Test(care_pathway_means, means_are_looked_at_when_the_waiver_ends)
{
    all_are_above_means(0);
    charges_are_waived();
    models_build();
    const uint32_t row = somebody_with_need(NEED_CRITICAL);
    join(row, 0, SITE_NONE);
    small.people.memberships.items[0].until = june(12);
    need(row, HAZARD_HOME_CARE);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 21);
    cr_expect_not(pays(row));
    come_to(june(12));
    spend_a_day();
    cr_expect(pays(row));
    cr_expect_eq(hours(), 29 * 3);
    cr_expect_eq(self_paid_hours(), 19 * 3);
}

Test(care_pathway_means, another_waiver_goes_on)
{
    all_are_above_means(1);
    charges_are_waived();
    models_build();
    const uint32_t row = somebody_with_need(NEED_CRITICAL);
    join(row, 0, SITE_NONE);
    join(row, 1, SITE_NONE);
    small.people.memberships.items[0].until = june(12);
    need(row, HAZARD_HOME_CARE);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 21);
    come_to(june(12));
    spend_a_day();
    cr_expect_not(pays(row));
    cr_expect_eq(self_paid_hours(), 0);
}

Test(care_pathway_means, who_pays_already_goes_on_paying)
{
    all_are_above_means(1);
    charges_are_waived();
    models_build();
    const uint32_t row = holder();
    join(row, 0, SITE_NONE);
    spend_a_day();
    cr_expect(pays(row));
    cr_expect_eq(waived_sevenths(), 0);
}
