#include "market/contract.h"
#include "market/exact.h"
#include "market/payment.h"

#include <criterion/criterion.h>

static const day_t june = 14060; /* 2008-06-30 */

/* The tariff of 2008/09 in outline: £2,334.00 a spell, £501.00 a short stay, £235.00 a day beyond the trim point. */
static const struct price emergency_prices[] = {
    {SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 233400, 1},
    {SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 50100, 1},
    {SERVICE_EMERGENCY_INPATIENT, MEASURE_EXCESS_BED_DAYS, 23500, 1},
    {SERVICE_OUTPATIENT_FIRST, MEASURE_SERVED, 17000, 1},
};

static struct contract hospital(size_t price_count, int64_t market_forces_micro)
{
    return (struct contract){
        .name = "hospital",
        .services = PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT) |
                    (price_count == 4 ? PAYMENT_SERVICE_BIT(SERVICE_OUTPATIENT_FIRST) : 0),
        .model = PAYMENT_BY_RESULTS,
        .prices = emergency_prices,
        .price_count = price_count,
        .market_forces_micro = market_forces_micro,
    };
}

static int64_t memory[CONTRACT_MEMORY];

static money_t settle_on(day_t day, const struct contract *contract, const struct activity_row *rows, size_t n,
                         uint32_t service)
{
    const struct payment_context context = {.month = day, .rows = rows, .row_count = n, .memory = memory};
    money_t pence[PAYMENT_SERVICES] = {0};

    cr_assert_eq(payment_models[contract->model]->settle(&context, contract, pence), STATUS_OK);
    return pence[service];
}

static money_t settle(const struct contract *contract, const struct activity_row *rows, size_t n, uint32_t service)
{
    return settle_on(june, contract, rows, n, service);
}

static struct activity_row row(uint32_t service, uint32_t measure, int64_t count)
{
    return (struct activity_row){.service = service, .measure = measure, .count = count};
}

Test(payment, by_results_pays_spells_short_stays_and_excess_bed_days)
{
    /* 10 spells of which 4 short: 6 x 2,334.00 + 4 x 501.00 + 7 x 235.00 = 17,653.00 */
    const struct activity_row rows[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 10),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 61),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 4),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_EXCESS_BED_DAYS, 7),
    };
    const struct contract contract = hospital(3, EXACT_MICRO);

    cr_assert_eq(settle(&contract, rows, 4, SERVICE_EMERGENCY_INPATIENT), 1765300);
}

Test(payment, by_results_pays_each_day_beyond_the_trim_point)
{
    /* One spell of 30 days with its trim point at 24: the spell and 6 days; at the trim point, the spell alone. */
    const struct activity_row beyond[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 1),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_EXCESS_BED_DAYS, 6),
    };
    const struct contract contract = hospital(3, EXACT_MICRO);

    cr_assert_eq(settle(&contract, beyond, 2, SERVICE_EMERGENCY_INPATIENT), 233400 + 6 * 23500);
    cr_assert_eq(settle(&contract, beyond, 1, SERVICE_EMERGENCY_INPATIENT), 233400);
}

Test(payment, by_results_without_a_short_stay_price_pays_all_spells_in_full)
{
    const struct activity_row rows[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 10),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 4),
    };
    const struct contract contract = hospital(1, EXACT_MICRO);

    cr_assert_eq(settle(&contract, rows, 2, SERVICE_EMERGENCY_INPATIENT), 2334000);
}

Test(payment, by_results_multiplies_by_the_market_forces_factor)
{
    /* 3 x 2,334.00 x 1.082345 = 7,578.579690, rounded once to 7,578.58 */
    const struct activity_row rows[] = {row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3)};
    const struct contract contract = hospital(1, 1082345);

    cr_assert_eq(settle(&contract, rows, 1, SERVICE_EMERGENCY_INPATIENT), 757858);
}

Test(payment, by_results_keeps_services_apart)
{
    const struct activity_row rows[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 1),
        row(SERVICE_OUTPATIENT_FIRST, MEASURE_SERVED, 20),
    };
    const struct contract contract = hospital(4, EXACT_MICRO);

    cr_assert_eq(settle(&contract, rows, 2, SERVICE_EMERGENCY_INPATIENT), 233400);
    cr_assert_eq(settle(&contract, rows, 2, SERVICE_OUTPATIENT_FIRST), 340000);
    cr_assert_eq(settle(&contract, rows, 2, LEDGER_NO_SERVICE), 0);
}

Test(payment, by_results_pays_nothing_for_nothing)
{
    const struct contract contract = hospital(4, EXACT_MICRO);

    cr_assert_eq(settle(&contract, NULL, 0, SERVICE_EMERGENCY_INPATIENT), 0);
}

Test(payment, by_results_pays_hours_and_bed_days)
{
    /* 130 hours at £16.00, and 61 days in a care home at £470.00 a week: 61 x 470.00 / 7 = 4,095.714... */
    static const struct price prices[] = {
        {SERVICE_HOME_CARE, MEASURE_HOURS, 1600, 1},
        {SERVICE_CARE_HOME, MEASURE_BED_DAYS, 47000, 7},
    };
    const struct activity_row rows[] = {
        row(SERVICE_HOME_CARE, MEASURE_HOURS, 130),
        row(SERVICE_CARE_HOME, MEASURE_BED_DAYS, 61),
    };
    const struct contract contract = {.name = "social care",
                                      .services = PAYMENT_SERVICE_BIT(SERVICE_HOME_CARE) |
                                                  PAYMENT_SERVICE_BIT(SERVICE_CARE_HOME),
                                      .model = PAYMENT_BY_RESULTS,
                                      .prices = prices,
                                      .price_count = 2,
                                      .market_forces_micro = EXACT_MICRO};

    cr_assert_eq(settle(&contract, rows, 2, SERVICE_HOME_CARE), 208000);
    cr_assert_eq(settle(&contract, rows, 2, SERVICE_CARE_HOME), 409571);
}

Test(payment, by_results_tells_hours_by_who_pays)
{
    static const struct price council[] = {{SERVICE_HOME_CARE, MEASURE_HOURS, 1600, 1}};
    static const struct price people[] = {{SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS, 1700, 1}};
    const struct activity_row rows[] = {
        row(SERVICE_HOME_CARE, MEASURE_HOURS, 130),
        row(SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS, 40),
    };
    struct contract contract = {.name = "home care",
                                .services = PAYMENT_SERVICE_BIT(SERVICE_HOME_CARE),
                                .model = PAYMENT_BY_RESULTS,
                                .prices = council,
                                .price_count = 1,
                                .market_forces_micro = EXACT_MICRO};

    cr_expect_eq(settle(&contract, rows, 2, SERVICE_HOME_CARE), 90 * 1600);
    contract.prices = people;
    cr_expect_eq(settle(&contract, rows, 2, SERVICE_HOME_CARE), 40 * 1700);
}

Test(payment, by_results_leaves_the_part_that_others_pay_for)
{
    /* Self-payers pay for 0.34 of 7 x 61 days at £470.00 a week: 61 x 470.00 x 0.66 = 18,922.20, and 9,747.80. */
    static const struct price prices[] = {{SERVICE_CARE_HOME, MEASURE_BED_DAYS, 47000, 7}};
    const struct activity_row rows[] = {row(SERVICE_CARE_HOME, MEASURE_BED_DAYS, 427)};
    struct contract contract = {.name = "care homes",
                                .services = PAYMENT_SERVICE_BIT(SERVICE_CARE_HOME),
                                .model = PAYMENT_BY_RESULTS,
                                .prices = prices,
                                .price_count = 1,
                                .market_forces_micro = EXACT_MICRO,
                                .unpaid_micro = 340000};

    cr_assert_eq(settle(&contract, rows, 1, SERVICE_CARE_HOME), 1892220);
    contract.unpaid_micro = 660000;
    cr_assert_eq(settle(&contract, rows, 1, SERVICE_CARE_HOME), 974780);
    contract.unpaid_micro = EXACT_MICRO;
    cr_assert_eq(settle(&contract, rows, 1, SERVICE_CARE_HOME), 0);
}

Test(payment, by_results_asks_back_what_turned_out_to_be_short_stays)
{
    /* Three spells began, four earlier ones ended as short stays: -1 x 2,334.00 + 4 x 501.00 = -330.00 */
    const struct activity_row rows[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 4),
    };
    const struct contract contract = hospital(3, EXACT_MICRO);

    cr_assert_eq(settle(&contract, rows, 2, SERVICE_EMERGENCY_INPATIENT), -33000);
    cr_assert_eq(contract_refunds(&contract), PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT));
}

static money_t settle_month(const struct contract *contract, int month, int64_t list_micro, uint32_t service)
{
    const struct payment_context context = {
        .month = calendar_add_months(calendar_day((struct date){2008, 4, 30}), month), .list_micro = list_micro};
    money_t pence[PAYMENT_SERVICES] = {0};

    cr_assert_eq(payment_models[contract->model]->settle(&context, contract, pence), STATUS_OK);
    return pence[service];
}

Test(payment, block_pays_twelfths_that_sum_to_the_year)
{
    /* £1,000,000.00 / 12 = £83,333.33 and a third: April to July get the four odd pence. */
    const struct contract contract = {.name = "community",
                                      .services = PAYMENT_SERVICE_BIT(SERVICE_DISTRICT_NURSING),
                                      .model = PAYMENT_BLOCK,
                                      .annual_pence = 100000000};
    money_t sum = 0;

    cr_assert_eq(settle_month(&contract, 0, 0, SERVICE_DISTRICT_NURSING), 8333334);
    cr_assert_eq(settle_month(&contract, 3, 0, SERVICE_DISTRICT_NURSING), 8333334);
    cr_assert_eq(settle_month(&contract, 4, 0, SERVICE_DISTRICT_NURSING), 8333333);
    for (int month = 0; month < 12; month++) {
        sum += settle_month(&contract, month, 0, SERVICE_DISTRICT_NURSING);
    }
    cr_assert_eq(sum, 100000000);
}

Test(payment, block_of_several_services_is_for_no_single_one)
{
    const struct contract contract = {.name = "community",
                                      .services = PAYMENT_SERVICE_BIT(SERVICE_DISTRICT_NURSING) |
                                                  PAYMENT_SERVICE_BIT(SERVICE_OUT_OF_HOURS),
                                      .model = PAYMENT_BLOCK,
                                      .annual_pence = 1200};

    cr_assert_eq(contract_services(&contract), PAYMENT_SERVICE_BIT(LEDGER_NO_SERVICE));
    cr_assert_eq(settle_month(&contract, 0, 0, LEDGER_NO_SERVICE), 100);
    cr_assert_eq(settle_month(&contract, 0, 0, SERVICE_DISTRICT_NURSING), 0);
}

Test(payment, capitation_pays_weighted_people)
{
    /* 6,422.5 weighted patients at £54.00 a year: £346,815.00, £28,901.25 a month. */
    const struct contract contract = {.name = "practice",
                                      .services = PAYMENT_SERVICE_BIT(SERVICE_GP),
                                      .model = PAYMENT_CAPITATION,
                                      .capitation_pence = 5400};

    cr_assert_eq(settle_month(&contract, 0, INT64_C(6422500000), SERVICE_GP), 2890125);
    cr_assert_eq(settle_month(&contract, 11, INT64_C(6422500000), SERVICE_GP), 2890125);
    cr_assert_eq(settle_month(&contract, 0, 0, SERVICE_GP), 0);
}

Test(payment, capitation_of_a_constant_list_sums_to_the_year)
{
    /* 1,234.567891 x £54.32 = £67,061.7278..., rounded to £67,061.73 */
    const struct contract contract = {.name = "practice",
                                      .services = PAYMENT_SERVICE_BIT(SERVICE_GP),
                                      .model = PAYMENT_CAPITATION,
                                      .capitation_pence = 5432};
    money_t sum = 0;

    for (int month = 0; month < 12; month++) {
        sum += settle_month(&contract, month, INT64_C(1234567891), SERVICE_GP);
    }
    cr_assert_eq(sum, 6706173);
}

Test(payment, overflow_is_refused_by_every_model)
{
    const struct activity_row rows[] = {row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, INT64_MAX)};
    const struct payment_context context = {.month = june, .rows = rows, .row_count = 1, .list_micro = INT64_MAX};
    const struct contract by_results = hospital(1, EXACT_MICRO);
    const struct contract capitation = {
        .services = PAYMENT_SERVICE_BIT(SERVICE_GP), .model = PAYMENT_CAPITATION, .capitation_pence = INT64_MAX};
    money_t pence[PAYMENT_SERVICES] = {0};

    cr_assert_eq(payment_models[PAYMENT_BY_RESULTS]->settle(&context, &by_results, pence), STATUS_OVERFLOW);
    cr_assert_eq(payment_models[PAYMENT_CAPITATION]->settle(&context, &capitation, pence), STATUS_OVERFLOW);
    pence[LEDGER_NO_SERVICE] = INT64_MAX;
    cr_assert_eq(payment_add_single(&(struct contract){.services = 0}, 1, pence), STATUS_OVERFLOW);
}

static day_t month_of(int year, int month)
{
    return calendar_day((struct date){year, month, 15});
}

Test(payment, readmissions_are_taken_off_at_the_mean_of_the_month)
{
    /* 17,653.00 for 10 spells, of which 2 are readmissions: four fifths are paid. */
    const struct activity_row rows[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 10),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 4),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_EXCESS_BED_DAYS, 7),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_READMISSIONS, 2),
    };
    struct contract contract = hospital(3, EXACT_MICRO);

    cr_expect_eq(settle(&contract, rows, 4, SERVICE_EMERGENCY_INPATIENT), 1765300);
    contract.readmissions_unpaid = true;
    cr_expect_eq(settle(&contract, rows, 4, SERVICE_EMERGENCY_INPATIENT), 1412240);
}

Test(payment, a_month_of_readmissions_alone_is_paid_nothing)
{
    const struct activity_row rows[] = {
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3),
        row(SERVICE_EMERGENCY_INPATIENT, MEASURE_READMISSIONS, 3),
    };
    struct contract contract = hospital(3, EXACT_MICRO);

    contract.readmissions_unpaid = true;
    cr_expect_eq(settle(&contract, rows, 2, SERVICE_EMERGENCY_INPATIENT), 0);
}

/* Spells of a month, nothing else. */
static money_t pay_spells(const struct contract *contract, int year, int month, int64_t spells)
{
    const struct activity_row rows[] = {row(SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, spells)};

    return settle_on(month_of(year, month), contract, rows, 1, SERVICE_EMERGENCY_INPATIENT);
}

/* The reduced rate of 2010/11: 30% of the worth of emergencies above that of 2008/09. */
static struct contract reduced_rate(void)
{
    struct contract contract = hospital(3, EXACT_MICRO);

    contract.growth_unpaid_micro = 700000;
    contract.base_from = calendar_day((struct date){2008, 4, 1});
    return contract;
}

enum { SPELL = 233400 };

static void live_base_year(const struct contract *contract, int64_t spells)
{
    for (int month = 4; month <= 15; month++) {
        const int year = month <= 12 ? 2008 : 2009;
        cr_assert_eq(pay_spells(contract, year, month <= 12 ? month : month - 12, spells), spells * SPELL);
    }
}

Test(payment, growth_of_emergencies_over_the_base_year_is_paid_in_part)
{
    const struct contract contract = reduced_rate();

    cr_expect(contract_remembers(&contract));
    cr_expect_eq(pay_spells(&contract, 2008, 3, 50), 50 * SPELL, "before the base year all is paid");
    live_base_year(&contract, 100);
    cr_expect_eq(pay_spells(&contract, 2009, 4, 100), 100 * SPELL);
    /* May: 20 more than in the base year, of which 30% are paid. */
    cr_expect_eq(pay_spells(&contract, 2009, 5, 120), 106 * SPELL);
    /* June: 30 fewer, so that the year so far has 10 fewer: what was not paid in May is paid now. */
    cr_expect_eq(pay_spells(&contract, 2009, 6, 70), 84 * SPELL);
    /* July: 40 more, of which 10 fill the gap. */
    cr_expect_eq(pay_spells(&contract, 2009, 7, 140), 119 * SPELL);
    /* April: a year of its own. */
    cr_expect_eq(pay_spells(&contract, 2010, 4, 110), 103 * SPELL);
}

Test(payment, without_growth_all_emergencies_are_paid)
{
    const struct contract contract = reduced_rate();

    live_base_year(&contract, 100);
    for (int month = 4; month <= 12; month++) {
        cr_expect_eq(pay_spells(&contract, 2009, month, 90), 90 * SPELL);
    }
}

Test(payment, other_services_may_grow)
{
    const struct activity_row rows[] = {row(SERVICE_OUTPATIENT_FIRST, MEASURE_SERVED, 500)};
    struct contract contract = hospital(4, EXACT_MICRO);

    contract.growth_unpaid_micro = 700000;
    contract.base_from = calendar_day((struct date){2007, 4, 1});
    cr_expect_eq(settle(&contract, rows, 1, SERVICE_OUTPATIENT_FIRST), 500 * 17000);
    contract.services = PAYMENT_SERVICE_BIT(SERVICE_OUTPATIENT_FIRST);
    cr_expect_not(contract_remembers(&contract), "there is nothing to remember of other services");
}

/* £1,200.00 a year for outpatients at £170.00, 5% either way, half of what lies beyond. */
static const struct contract cost_and_volume = {
    .name = "clinic",
    .services = PAYMENT_SERVICE_BIT(SERVICE_OUTPATIENT_FIRST),
    .model = PAYMENT_COST_AND_VOLUME,
    .prices = &emergency_prices[3],
    .price_count = 1,
    .market_forces_micro = EXACT_MICRO,
    .annual_pence = 2040000,
    .tolerance_micro = 50000,
    .growth_unpaid_micro = 500000,
};

static money_t pay_clinic(int month, int64_t attendances)
{
    const struct activity_row rows[] = {row(SERVICE_OUTPATIENT_FIRST, MEASURE_SERVED, attendances)};

    return settle_on(month_of(2008, month), &cost_and_volume, rows, 1, SERVICE_OUTPATIENT_FIRST);
}

Test(payment, cost_and_volume_pays_the_sum_within_the_tolerance_and_a_part_beyond)
{
    /* The sum is worth 10 attendances a month: £1,700.00, and £85.00 either way. */
    cr_expect_eq(pay_clinic(4, 10), 170000);
    /* 20 in two months are planned and 22 done: 1 beyond the tolerance of 1, half of £170.00. */
    cr_expect_eq(pay_clinic(5, 12), 170000 + 8500);
    /* 30 and 22: 6.5 below the tolerance of 1.5, half of £1,105.00 back, and the £85.00 of before. */
    cr_expect_eq(pay_clinic(6, 0), 170000 - 55250 - 8500);
    /* 40 and 40. */
    cr_expect_eq(pay_clinic(7, 18), 170000 + 55250);
}

Test(payment, cost_and_volume_begins_anew_in_april)
{
    for (int month = 10; month <= 12; month++) {
        pay_clinic(month, 30);
    }
    cr_expect_eq(pay_clinic(4, 10), 170000);
}

static const struct contract grant = {
    .name = "pilot",
    .services = PAYMENT_SERVICE_BIT(SERVICE_CASE_MANAGEMENT),
    .model = PAYMENT_GRANT,
    .annual_pence = 1200000,
    .from = 13970,  /* 2008-04-01 */
    .until = 14700, /* 2010-04-01 */
};

Test(payment, a_grant_ends_at_a_cliff_or_tapers)
{
    struct contract tapering = grant;

    tapering.taper_months = 3;
    for (int month = 1; month <= 3; month++) {
        const day_t day = month_of(2010, month);
        cr_expect_eq(settle_on(day, &grant, NULL, 0, SERVICE_CASE_MANAGEMENT), 100000);
        cr_expect_eq(settle_on(day, &tapering, NULL, 0, SERVICE_CASE_MANAGEMENT), 25000 * (4 - month));
    }
    cr_expect_eq(settle_on(month_of(2009, 12), &tapering, NULL, 0, SERVICE_CASE_MANAGEMENT), 100000);
    tapering.until = CONTRACT_OPEN_ENDED;
    cr_expect_eq(settle_on(month_of(2010, 3), &tapering, NULL, 0, SERVICE_CASE_MANAGEMENT), 100000);
}

/* £1,200.00 a year, of which 20% for performance, 10% more each year up to 35%; four hours from 90% to 98% count three
 * times as much as readmissions from 20% down to 10%, or less by 1% each year. */
static const struct contract_target targets[] = {
    {INDICATOR_FOUR_HOURS, 3, 900000, 980000, 0},
    {INDICATOR_READMISSIONS, 1, 200000, 100000, -10000},
};
static const struct contract performance = {
    .name = "trust",
    .payer = 7,
    .payee = 5,
    .provider = 1,
    .services = PAYMENT_SERVICE_BIT(SERVICE_ACCIDENT_EMERGENCY),
    .model = PAYMENT_PERFORMANCE,
    .annual_pence = 120000,
    .share_micro = 200000,
    .share_rise_micro = 100000,
    .share_most_micro = 350000,
    .first_year = 2008,
    .targets = targets,
    .target_count = 2,
    .from = 13970,
    .until = CONTRACT_OPEN_ENDED,
};

static struct events events;

static void free_events(void)
{
    events_free(&events);
}

/* A month in which so many of 100 attendances are within four hours, and so many of 10 emergencies are readmissions. */
static money_t pay_performance(const struct contract *contract, int year, int month, int64_t within, int64_t again)
{
    const struct indicator_cell four_hours[] = {{0}, {within * EXACT_MICRO, 100}};
    const struct indicator_cell readmissions[] = {{0}, {again * EXACT_MICRO, 10}};
    struct indicators indicators = {{0}};
    const struct payment_context context = {
        .month = month_of(year, month), .memory = memory, .indicators = &indicators, .events = &events};
    money_t pence[PAYMENT_SERVICES] = {0};

    indicators.cells[INDICATOR_FOUR_HOURS] = four_hours;
    indicators.cells[INDICATOR_READMISSIONS] = readmissions;
    cr_assert_eq(payment_models[PAYMENT_PERFORMANCE]->settle(&context, contract, pence), STATUS_OK);
    return pence[SERVICE_ACCIDENT_EMERGENCY];
}

Test(payment, performance_is_paid_at_the_end_of_the_year, .fini = free_events)
{
    for (int month = 4; month <= 12; month++) {
        cr_expect_eq(pay_performance(&performance, 2008, month, 94, 1), 8000);
    }
    cr_expect_eq(pay_performance(&performance, 2009, 1, 94, 1), 8000);
    cr_expect_eq(pay_performance(&performance, 2009, 2, 94, 1), 8000);
    /* 94% of four hours is half the way, and 10% of readmissions all: (3 x 0.5 + 1) / 4 of 12 x £20.00. */
    cr_expect_eq(pay_performance(&performance, 2009, 3, 94, 1), 8000 + 15000);
    cr_assert_eq(events.count, 1);
    cr_expect_eq(events.items[0].kind, EVENT_PERFORMANCE);
    cr_expect_eq(events.items[0].agent, 5);
    cr_expect_eq(events.items[0].other, 7);
    cr_expect_eq(events.items[0].pence, 15000);
    cr_expect_str_eq(events.items[0].note,
                     "trust: 62% of the share for performance: four_hours 50%, readmissions 100%");
}

Test(payment, the_share_and_the_targets_change_from_year_to_year, .fini = free_events)
{
    /* The second year: 30% are withheld, and readmissions are to be 9%, so that 10% are ten elevenths of the way. */
    for (int month = 4; month <= 14; month++) {
        const int year = month <= 12 ? 2009 : 2010;
        cr_expect_eq(pay_performance(&performance, year, month <= 12 ? month : month - 12, 98, 1), 7000);
    }
    cr_expect_eq(pay_performance(&performance, 2010, 3, 98, 1), 7000 + 35182);
    /* The third and the fourth: 35% at most. */
    cr_expect_eq(pay_performance(&performance, 2010, 4, 98, 1), 6500);
    cr_expect_eq(pay_performance(&performance, 2011, 4, 98, 1), 6500);
}

Test(payment, performance_is_settled_when_the_contract_ends, .fini = free_events)
{
    struct contract ending = performance;

    ending.until = calendar_day((struct date){2008, 6, 1});
    cr_expect_eq(pay_performance(&ending, 2008, 4, 80, 5), 8000);
    cr_expect_eq(pay_performance(&ending, 2008, 5, 80, 5), 8000, "nothing is achieved");
    cr_expect_eq(events.count, 1);
    cr_expect_eq(memory[0], 0);
}

Test(payment, what_nobody_measured_is_not_achieved, .fini = free_events)
{
    const struct indicator_cell nothing[] = {{0}, {0}};
    struct indicators indicators = {{0}};
    const struct payment_context context = {
        .month = month_of(2009, 3), .memory = memory, .indicators = &indicators, .events = &events};
    money_t pence[PAYMENT_SERVICES] = {0};

    indicators.cells[INDICATOR_FOUR_HOURS] = indicators.cells[INDICATOR_READMISSIONS] = nothing;
    cr_assert_eq(payment_models[PAYMENT_PERFORMANCE]->settle(&context, &performance, pence), STATUS_OK);
    cr_expect_eq(pence[SERVICE_ACCIDENT_EMERGENCY], 8000);
}

Test(payment, terms_that_make_no_sense_are_refused)
{
    struct contract contract = cost_and_volume;

    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_OK);
    contract.tolerance_micro = EXACT_MICRO + 1;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
    contract = cost_and_volume;
    contract.price_count = 0;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
    contract = reduced_rate();
    contract.growth_unpaid_micro = -1;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
    contract = performance;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_OK);
    contract.target_count = 0;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
    contract.target_count = PERFORMANCE_TARGETS + 1;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
    contract = performance;
    contract.share_micro = -1;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
    contract = grant;
    contract.taper_months = -1;
    cr_expect_eq(payment_models[contract.model]->check(&contract), STATUS_SCENARIO);
}
