/* What is sought when a strained carer gives up. */
#include "pathway_small.h"

static void breakdown_init(void)
{
    small_init();
    small_choice();
}

TestSuite(care_pathway_breakdown, .init = breakdown_init, .fini = small_free);

static void break_down(uint32_t row)
{
    hear(row, NOTICE_CARER_BROKE_DOWN, 0, HERE);
}

static int64_t sought(enum breakdown way)
{
    return small.month.sought[way][QUINTILE][age_band(80)];
}

Test(care_pathway_breakdown, a_care_home_may_be_sought)
{
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);

    small.care_parameters.breakdown_care_home_share = 1;
    break_down(row);
    cr_expect_eq(the_request().service, SERVICE_CARE_HOME);
    cr_expect(waits(row, SERVICE_CARE_HOME));
    cr_expect_eq(sought(BREAKDOWN_CARE_HOME), 1);
    cr_expect_eq(small.month.breakdowns[QUINTILE][age_band(80)], 1);
}

Test(care_pathway_breakdown, home_care_may_be_sought)
{
    small.care_parameters.breakdown_home_care_share = 1;
    break_down(somebody_with_need(NEED_CRITICAL));
    cr_expect_eq(the_request().service, SERVICE_HOME_CARE);
    cr_expect_eq(the_request().amount, CRITICAL_HOURS);
    cr_expect_eq(sought(BREAKDOWN_HOME_CARE), 1);
}

Test(care_pathway_breakdown, somebody_may_be_taken_to_hospital)
{
    small.care_parameters.breakdown_admission_share = 1;
    break_down(somebody_with_need(NEED_SUBSTANTIAL));
    cr_expect_eq(the_request().service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(sought(BREAKDOWN_ADMISSION), 1);
}

Test(care_pathway_breakdown, councils_do_not_help_below_substantial_need)
{
    small.care_parameters.breakdown_care_home_share = 1;
    break_down(somebody_with_need(NEED_MODERATE));
    cr_expect_eq(small.outbox.count, 0);
    cr_expect_eq(sought(BREAKDOWN_NOTHING), 1);
    cr_expect_eq(small.month.breakdowns[QUINTILE][age_band(80)], 1);
}

/* 4.5 standard errors of each of 1,000 draws. */
Test(care_pathway_breakdown, the_ways_have_their_shares)
{
    small.care_parameters.breakdown_care_home_share = 0.3;
    small.care_parameters.breakdown_admission_share = 0.1;
    small.care_parameters.breakdown_home_care_share = 0.4;
    for (unsigned i = 0; i < 1000; i++) {
        break_down(somebody_with_need(NEED_SUBSTANTIAL));
    }
    cr_expect_float_eq((double)sought(BREAKDOWN_CARE_HOME), 300, 65);
    cr_expect_float_eq((double)sought(BREAKDOWN_ADMISSION), 100, 43);
    cr_expect_float_eq((double)sought(BREAKDOWN_HOME_CARE), 400, 70);
    cr_expect_float_eq((double)sought(BREAKDOWN_NOTHING), 200, 57);
}
