/* The economic regulator over the quarters of a small market. */
#include "finance_small.h"

static struct provider_parameters named[PROVIDERS];
static struct provider_kind_parameters kinds[2];

static const struct conduct_parameters as_needed = {.stay_ratio = 1, .referral_share = 1};

static day_t first_of(int year, int month)
{
    return calendar_day((struct date){year, month, 1});
}

static void set_up_regulator(void)
{
    set_up();
    for (size_t i = 0; i < PROVIDERS; i++) {
        named[i] = (struct provider_parameters){.name = providers[i].name, .conduct = as_needed};
        providers[i].sector = SECTOR_COMPANY;
    }
    for (size_t i = 0; i < 2; i++) {
        kinds[i].conduct = as_needed;
    }
    providers[HOSPITAL].sector = SECTOR_FOUNDATION;
    run.care.providers = list_of(named, PROVIDERS);
    run.care.provider_kinds = list_of(kinds, 2);
    run.market.mechanisms.regulator = true;
    run.market.regulator = (struct regulator_parameters){.watches = WATCHED_FOUNDATION,
                                                         .margin_5 = 0.03,
                                                         .margin_4 = 0.02,
                                                         .margin_3 = 0.01,
                                                         .margin_2 = -0.02,
                                                         .debt_days = 15,
                                                         .warning_rating = 2,
                                                         .warning_pressure = 1.5,
                                                         .failure_quarters = 2,
                                                         .failure_regime = FAILURE_REGIME_LOAN,
                                                         .loan_years = 1,
                                                         .loan_interest = 0.12};
}

static void tear_down_regulator(void)
{
    regulator_free(&world.regulator);
    boards_free(&world.boards);
    tear_down();
}

static void begin(void)
{
    build();
    cr_assert_eq(boards_init(&world.boards, &world.care.supply, &run.market.deciding), STATUS_OK);
    cr_assert_eq(regulator_init(&world.regulator, PROVIDERS), STATUS_OK);
}

static void close_months(day_t first, int count)
{
    for (int i = 0; i < count; i++) {
        events_clear(&world.market.events);
        close_month(calendar_next_month(calendar_add_months(first, i)) - 1);
    }
}

static size_t told(enum event_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < world.market.events.count; i++) {
        count += world.market.events.items[i].kind == kind;
    }
    return count;
}

/* What the hospital paid or got for a reason this month. */
static money_t moved(enum purpose purpose)
{
    const struct ledger *ledger = &world.market.ledger;
    money_t pence = 0;

    for (size_t i = 0; i < ledger->relation_count; i++) {
        const bool own = ledger->from[i] == HOSPITAL || ledger->to[i] == HOSPITAL;
        pence += own && ledger->purpose[i] == purpose ? ledger->pence[i] : 0;
    }
    return pence;
}

TestSuite(engine_regulator, .init = set_up_regulator, .fini = tear_down_regulator);

Test(engine_regulator, rates_by_margin_and_debt)
{
    const struct regulator_parameters *rules = &run.market.regulator;

    cr_expect_eq(regulator_rating(rules, 10000, 9700, 0), 5);
    cr_expect_eq(regulator_rating(rules, 10000, 9750, 0), 4);
    cr_expect_eq(regulator_rating(rules, 10000, 9900, 0), 3);
    cr_expect_eq(regulator_rating(rules, 10000, 10200, 0), 2);
    cr_expect_eq(regulator_rating(rules, 10000, 10201, 0), 1);
    cr_expect_eq(regulator_rating(rules, 0, 1, 0), 1);
    /* 15 days of 9,700 a quarter are 1,593. */
    cr_expect_eq(regulator_rating(rules, 10000, 9700, -1590), 5);
    cr_expect_eq(regulator_rating(rules, 10000, 9700, -1600), 4);
    cr_expect_eq(regulator_rating(rules, 10000, 10201, -1600), 1, "there is none worse");
}

/* The hospital has no income, 1,800 pounds of fixed costs and charges a year and a debt of 5 pounds: 455 pounds after a
 * quarter, 905 after two. */
Test(engine_regulator, warns_then_lends_to_who_has_failed)
{
    begin();
    close_months(APRIL_2008, 3);
    cr_expect_eq(world.regulator.rating[HOSPITAL], 1);
    cr_expect_eq(world.regulator.rating[CARE_HOMES], RATING_NONE, "a company is not watched");
    cr_expect_eq(told(EVENT_WARNING), 1);
    cr_expect_eq(told(EVENT_FAILURE), 0);
    cr_expect_float_eq(world.boards.pressure[HOSPITAL], 1.5, 1e-12);
    close_months(first_of(2008, 7), 3);
    cr_expect_eq(told(EVENT_WARNING), 0, "once is enough");
    cr_expect_eq(told(EVENT_FAILURE), 1);
    cr_expect_eq(told(EVENT_LOAN), 1);
    close_months(first_of(2008, 10), 1);
    cr_expect_eq(moved(PURPOSE_LOAN), 90500);
    cr_expect_eq(world.regulator.owed[HOSPITAL], 90500);
    close_months(first_of(2008, 11), 1);
    cr_expect_eq(moved(PURPOSE_LOAN), 0);
    cr_expect_eq(moved(PURPOSE_LOAN_REPAYMENT), 7542 + 905, "a twelfth, and a percent of interest");
    cr_expect_eq(world.regulator.owed[HOSPITAL], 90500 - 7542);
}

Test(engine_regulator, pays_loans_back_to_the_last_penny)
{
    run.market.regulator.failure_quarters = 1;
    begin();
    close_months(APRIL_2008, 3);
    run.market.mechanisms.regulator = false;
    close_months(first_of(2008, 7), 1);
    const money_t lent = moved(PURPOSE_LOAN);
    money_t repaid = 0;
    cr_expect_eq(lent, 45500);
    run.market.regulator.loan_interest = 0;
    for (int month = 0; month < 14; month++) {
        close_months(calendar_add_months(first_of(2008, 8), month), 1);
        repaid += moved(PURPOSE_LOAN_REPAYMENT);
    }
    cr_expect_eq(repaid, lent);
    cr_expect_eq(world.regulator.owed[HOSPITAL], 0);
}

Test(engine_regulator, does_nothing_where_it_is_not)
{
    run.market.mechanisms.regulator = false;
    begin();
    close_months(APRIL_2008, 6);
    cr_expect_eq(world.market.events.count, 0);
    cr_expect_eq(world.regulator.rating[HOSPITAL], RATING_NONE);
}

Test(engine_regulator, without_a_regime_tells_of_failures_alone)
{
    run.market.regulator.failure_regime = FAILURE_REGIME_NONE;
    begin();
    close_months(APRIL_2008, 6);
    cr_expect_eq(told(EVENT_FAILURE), 1);
    cr_expect_eq(told(EVENT_LOAN), 0);
    close_months(first_of(2008, 10), 1);
    cr_expect_eq(moved(PURPOSE_LOAN), 0);
}
