#include "base/memory.h"
#include "market/cost.h"

#include <criterion/criterion.h>

enum { HOSPITAL, PRACTICE, SUPPLIERS, LENDERS };

static const day_t april = 13998; /* 2008-04-29 */
static const struct exact_scale full = {1, 1};
static const char *const names[] = {"hospital", "practice"};
static const uint32_t accounts[] = {HOSPITAL, PRACTICE};

/* 60 beds in wards of 28 are three wards at £1,200,000.00; £100.00 a bed day; £26.35 for every two procedures. */
static const struct cost_step steps[] = {{SERVICE_EMERGENCY_INPATIENT, 60, 28, 120000000}};
static const struct price units[] = {
    {SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 10000, 1},
    {SERVICE_DAY_CASE, MEASURE_SERVED, 2635, 2},
};
static const struct cost_terms terms[] = {
    {.fixed_annual_pence = 240000000,
     .capital_annual_pence = 60000000,
     .steps = steps,
     .step_count = 1,
     .units = units,
     .unit_count = 2},
    {.fixed_annual_pence = 1200},
};

static void open_accounts(struct ledger *ledger)
{
    uint32_t id = 0;

    ledger_init(ledger);
    cr_assert_eq(ledger_open(ledger, "hospital", ACCOUNT_PROVIDER, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(ledger, "practice", ACCOUNT_PROVIDER, 1, &id), STATUS_OK);
    cr_assert_eq(ledger_open(ledger, "suppliers", ACCOUNT_OUTSIDE_SINK, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(ledger, "lenders", ACCOUNT_OUTSIDE_SINK, 1, &id), STATUS_OK);
    cr_assert_eq(ledger_begin_month(ledger, april), STATUS_OK);
}

static struct activity_row rows[] = {
    {0, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 1000},
    {0, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, 3},
    {0, PRACTICE, SERVICE_GP, MEASURE_SERVED, 3},
    {1, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 11},
};
static const struct activity activity = {.rows = rows, .count = 4, .capacity = 4};
static const struct activity nothing = {0};

static void post(const struct activity *done, struct exact_scale scale, struct ledger *ledger)
{
    struct costs costs;

    open_accounts(ledger);
    cr_assert_eq(costs_init(&costs, terms, names, accounts, 2, scale), STATUS_OK);
    cr_assert_eq(costs_post(&costs, ledger, done, SUPPLIERS, LENDERS, april), STATUS_OK);
    cr_assert_eq(ledger_close_month(ledger, april), STATUS_OK);
    costs_free(&costs);
}

static money_t paid(const struct ledger *ledger, uint32_t from, uint32_t to, enum purpose purpose, uint32_t service)
{
    for (size_t i = 0; i < ledger->relation_count; i++) {
        if (ledger->from[i] == from && ledger->to[i] == to && ledger->purpose[i] == purpose &&
            ledger->service[i] == service) {
            return ledger->pence[i];
        }
    }
    return 0;
}

Test(cost, standing_costs_are_twelfths)
{
    struct ledger ledger;

    post(&nothing, full, &ledger);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, LEDGER_NO_SERVICE), 20000000);
    cr_assert_eq(paid(&ledger, HOSPITAL, LENDERS, PURPOSE_CAPITAL_CHARGE, LEDGER_NO_SERVICE), 5000000);
    cr_assert_eq(paid(&ledger, PRACTICE, SUPPLIERS, PURPOSE_PAY_AND_GOODS, LEDGER_NO_SERVICE), 100);
    ledger_free(&ledger);
}

Test(cost, a_step_begun_is_paid_whole)
{
    struct ledger ledger;

    post(&nothing, full, &ledger);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, SERVICE_EMERGENCY_INPATIENT),
                 3 * 120000000 / 12);
    ledger_free(&ledger);
}

Test(cost, units_are_counted_over_all_economies)
{
    /* 1,011 bed days beside the wards; 3 procedures at £26.35 for two are £39.525, to the even penny £39.52. */
    struct ledger ledger;

    post(&activity, full, &ledger);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, SERVICE_EMERGENCY_INPATIENT),
                 30000000 + 1011 * 10000);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, SERVICE_DAY_CASE), 3952);
    ledger_free(&ledger);
}

Test(cost, a_second_month_counts_anew)
{
    struct costs costs;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(costs_init(&costs, terms, names, accounts, 2, full), STATUS_OK);
    cr_assert_eq(costs_post(&costs, &ledger, &activity, SUPPLIERS, LENDERS, april), STATUS_OK);
    cr_assert_eq(ledger_close_month(&ledger, april), STATUS_OK);
    cr_assert_eq(ledger_begin_month(&ledger, april + 30), STATUS_OK);
    cr_assert_eq(costs_post(&costs, &ledger, &activity, SUPPLIERS, LENDERS, april + 30), STATUS_OK);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, SERVICE_DAY_CASE), 3952);
    costs_free(&costs);
    ledger_free(&ledger);
}

Test(cost, annual_sums_scale_with_the_population_and_prices_do_not)
{
    struct ledger ledger;

    post(&activity, (struct exact_scale){1, 100}, &ledger);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, LEDGER_NO_SERVICE), 200000);
    cr_assert_eq(paid(&ledger, HOSPITAL, LENDERS, PURPOSE_CAPITAL_CHARGE, LEDGER_NO_SERVICE), 50000);
    cr_assert_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, SERVICE_EMERGENCY_INPATIENT),
                 300000 + 1011 * 10000);
    ledger_free(&ledger);
}

Test(cost, a_provider_may_go_below_zero)
{
    struct ledger ledger;

    post(&nothing, full, &ledger);
    cr_assert_eq(ledger.balance[HOSPITAL], -(20000000 + 5000000 + 30000000));
    ledger_free(&ledger);
}

static void refuse(struct cost_terms wrong, enum status expected, const char *message)
{
    struct costs costs;

    cr_assert_eq(costs_init(&costs, &wrong, names, accounts, 1, full), expected);
    if (message != NULL) {
        cr_assert_str_eq(status_message(), message);
    }
    cr_assert_eq(costs.provider_count, 0);
    cr_assert_null(costs.providers);
}

Test(cost, refuses_terms_that_make_no_sense)
{
    static const struct cost_step twice[] = {{SERVICE_GP, 1, 1, 1}, {SERVICE_GP, 1, 1, 1}};
    static const struct cost_step no_step[] = {{SERVICE_GP, 1, 0, 1}};
    static const struct cost_step unknown[] = {{LEDGER_NO_SERVICE + 1, 1, 1, 1}};
    static const struct cost_step below[] = {{SERVICE_GP, -1, 1, 1}};
    static const struct cost_step refunded[] = {{SERVICE_GP, 1, 1, -1}};
    static const struct cost_step huge[] = {{SERVICE_GP, INT64_MAX, 1, INT64_MAX}};

    refuse((struct cost_terms){.fixed_annual_pence = -1}, STATUS_SCENARIO,
           "provider hospital: expected costs of 0 or more");
    refuse((struct cost_terms){.capital_annual_pence = -1}, STATUS_SCENARIO,
           "provider hospital: expected costs of 0 or more");
    refuse((struct cost_terms){.steps = twice, .step_count = 2}, STATUS_SCENARIO,
           "provider hospital: expected at most one cost of the capacity of a service");
    refuse((struct cost_terms){.steps = unknown, .step_count = 1}, STATUS_SCENARIO,
           "provider hospital: expected at most one cost of the capacity of a service");
    for (size_t i = 0; i < 3; i++) {
        const struct cost_step *const steps_of[] = {no_step, below, refunded};
        refuse((struct cost_terms){.steps = steps_of[i], .step_count = 1}, STATUS_SCENARIO,
               "provider hospital: cost of the capacity of gp_consultation: expected steps of 1 or more at 0 or more");
    }
    refuse((struct cost_terms){.steps = huge, .step_count = 1}, STATUS_OVERFLOW, NULL);
}

Test(cost, of_what_there_is_now_takes_the_place_of_what_there_was)
{
    const struct cost_terms smaller = {.fixed_annual_pence = 2400};
    const struct cost_terms wrong = {.fixed_annual_pence = -1};
    struct ledger ledger;
    struct costs costs;

    open_accounts(&ledger);
    cr_assert_eq(costs_init(&costs, terms, names, accounts, 2, full), STATUS_OK);
    cr_assert_eq(costs_set(&costs, HOSPITAL, &smaller, "hospital", full), STATUS_OK);
    cr_expect_eq(costs_set(&costs, HOSPITAL, &wrong, "hospital", full), STATUS_SCENARIO);
    cr_assert_eq(costs_post(&costs, &ledger, &activity, SUPPLIERS, LENDERS, april), STATUS_OK);
    cr_expect_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, LEDGER_NO_SERVICE), 200);
    cr_expect_eq(paid(&ledger, HOSPITAL, LENDERS, PURPOSE_CAPITAL_CHARGE, LEDGER_NO_SERVICE), 0);
    cr_expect_eq(paid(&ledger, HOSPITAL, SUPPLIERS, PURPOSE_PAY_AND_GOODS, SERVICE_EMERGENCY_INPATIENT), 1011 * 10000,
                 "unit costs stay");
    cr_expect_eq(paid(&ledger, PRACTICE, SUPPLIERS, PURPOSE_PAY_AND_GOODS, LEDGER_NO_SERVICE), 100);
    costs_free(&costs);
    ledger_free(&ledger);
}

Test(cost, of_activity_can_be_foreseen)
{
    struct costs costs;
    money_t pence = 0;

    cr_assert_eq(costs_init(&costs, terms, names, accounts, 2, full), STATUS_OK);
    cr_assert_eq(costs_foresee(&costs, HOSPITAL, &activity, &pence), STATUS_OK);
    cr_expect_eq(pence, 1011 * 10000 + 3952, "3 at 26.35 for every two, to the even penny");
    cr_assert_eq(costs_foresee(&costs, PRACTICE, &activity, &pence), STATUS_OK);
    cr_expect_eq(pence, 0);
    costs_free(&costs);
}

Test(cost, survives_each_allocation_failing)
{
    enum status status = STATUS_NO_MEMORY;
    int64_t n = 0;

    for (; status != STATUS_OK; n++) {
        struct costs costs;
        memory_fail_after(n);
        status = costs_init(&costs, terms, names, accounts, 2, full);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
        cr_assert_eq(costs.provider_count, status == STATUS_OK ? 2 : 0);
        costs_free(&costs);
    }
    cr_assert_gt(n, 4);
}
