#include "base/memory.h"
#include "base/random.h"
#include "market/market.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { HOSPITAL, PRACTICE, HOME_CARE_COMPANY, PROVIDERS };
enum { PCT, COUNCIL, COMMISSIONERS };
enum { ECONOMIES = 1 };

static const uint32_t here[] = {0};

/* Hospital: £6,000,000.00 a year fixed, £1,200,000.00 private finance, £200.00 a bed day. */
static const struct price hospital_units[] = {{SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 20000, 1}};
static const struct price company_units[] = {{SERVICE_HOME_CARE, MEASURE_HOURS, 1200, 1}};
static const struct market_provider providers[] = {
    [HOSPITAL] = {"hospital",
                  5000000,
                  PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT),
                  {.fixed_annual_pence = 600000000,
                   .capital_annual_pence = 120000000,
                   .units = hospital_units,
                   .unit_count = 1}},
    [PRACTICE] = {"practice", 0, PAYMENT_SERVICE_BIT(SERVICE_GP), {.fixed_annual_pence = 1200000}},
    [HOME_CARE_COMPANY] = {"company",
                           0,
                           PAYMENT_SERVICE_BIT(SERVICE_HOME_CARE),
                           {.units = company_units, .unit_count = 1}},
};
static const struct market_commissioner commissioners[] = {
    [PCT] = {"pct", ACCOUNT_COMMISSIONER, -700000, here, 1},
    [COUNCIL] = {"council", ACCOUNT_COUNCIL, 0, here, 1},
};
static const struct price spell_prices[] = {{SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 230000, 1}};
static const struct price hour_prices[] = {{SERVICE_HOME_CARE, MEASURE_HOURS, 1600, 1}};
#define APRIL_2008 13970 /* 2008-04-01 */
static const struct market_contract contracts[] = {
    {PCT,
     {.name = "acute",
      .provider = HOSPITAL,
      .services = PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT),
      .model = PAYMENT_BY_RESULTS,
      .prices = spell_prices,
      .price_count = 1,
      .market_forces_micro = EXACT_MICRO,
      .from = APRIL_2008,
      .until = CONTRACT_OPEN_ENDED}},
    {PCT,
     {.name = "practices",
      .provider = CONTRACT_ANY_PROVIDER,
      .services = PAYMENT_SERVICE_BIT(SERVICE_GP),
      .model = PAYMENT_CAPITATION,
      .capitation_pence = 6000,
      .from = APRIL_2008,
      .until = CONTRACT_OPEN_ENDED}},
    {COUNCIL,
     {.name = "home care",
      .provider = CONTRACT_ANY_PROVIDER,
      .services = PAYMENT_SERVICE_BIT(SERVICE_HOME_CARE),
      .model = PAYMENT_BY_RESULTS,
      .prices = hour_prices,
      .price_count = 1,
      .market_forces_micro = EXACT_MICRO,
      .from = APRIL_2008,
      .until = CONTRACT_OPEN_ENDED}},
};
static const struct market_charge charges[] = {{COUNCIL, SERVICE_HOME_CARE, 150000}};

static const struct market_plan plan = {
    .start = APRIL_2008,
    .scale = {1, 1},
    .economy_count = ECONOMIES,
    .providers = providers,
    .provider_count = PROVIDERS,
    .commissioners = commissioners,
    .commissioner_count = COMMISSIONERS,
    .contracts = contracts,
    .contract_count = 3,
    .charges = charges,
    .charge_count = 1,
    .allocation = {.health_pence = 144000, .council_adult_pence = 12000, .council_older_pence = 60000},
};

static struct activity_row april_rows[] = {
    {0, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 100},
    {0, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 500},
    {0, PRACTICE, SERVICE_GP, MEASURE_SERVED, 500},
    {0, HOME_CARE_COMPANY, SERVICE_HOME_CARE, MEASURE_HOURS, 1000},
};
static const struct activity april = {april_rows, 4, 4};
static const struct activity nothing = {0};

/* 1,000 people weighted 1.1; 650 adults, 160 older; 1,050 weighted on the list of the practice. */
static const int64_t weighted_micro[] = {1100 * EXACT_MICRO};
static const int64_t adults[] = {650};
static const int64_t older[] = {160};
static const int64_t registered_micro[] = {0, 1050 * EXACT_MICRO, 0};
static const struct market_population population = {
    .people = {weighted_micro, adults, older, ECONOMIES},
    .lists = {registered_micro, weighted_micro, 1, ECONOMIES, PROVIDERS, NULL}};

static void make(struct market *market)
{
    cr_assert_eq(market_init(market, &plan), STATUS_OK, "%s", status_message());
}

static void run_month(struct market *market, const struct activity *activity, day_t day)
{
    cr_assert_eq(market_month(market, activity, &population, day), STATUS_OK, "%s", status_message());
}

static money_t relation_pence(const struct market *market, const char *payer, const char *payee, const char *service,
                              const char *purpose)
{
    for (size_t i = 0; i < market_relation_count(market); i++) {
        struct market_relation relation = market_relation(market, i);
        if (strcmp(relation.payer, payer) == 0 && strcmp(relation.payee, payee) == 0 &&
            strcmp(relation.service, service) == 0 && strcmp(relation.purpose, purpose) == 0) {
            return relation.pence;
        }
    }
    return -1;
}

static uint64_t digest(const struct market *market)
{
    struct hash hash;

    cr_assert_eq(hash_init(&hash), STATUS_OK);
    market_hash(market, &hash);
    uint64_t value = hash_digest(&hash);
    hash_free(&hash);
    return value;
}

Test(market, opening_balances_are_reserves_and_debts)
{
    struct market market;

    make(&market);
    cr_assert_eq(market_finance(&market, market_provider_account(&market, HOSPITAL)).balance, 5000000);
    cr_assert_eq(market_finance(&market, market_commissioner_account(&market, PCT)).balance, -700000);
    cr_assert_eq(market.ledger.balance[market_outside_account(&market, MARKET_RESERVES)], -5000000);
    cr_assert_eq(market.ledger.balance[market_outside_account(&market, MARKET_LENDERS)], 700000);
    market_free(&market);
}

Test(market, a_month_to_the_penny)
{
    struct market market;

    make(&market);
    run_month(&market, &april, APRIL_2008 + 29);
    /* 1,100 x £1,440.00 / 12; 650 x £120.00 / 12 + 160 x £600.00 / 12 */
    cr_assert_eq(relation_pence(&market, "treasury", "pct", "none", "allocation"), 13200000);
    cr_assert_eq(relation_pence(&market, "treasury", "council", "none", "allocation"), 650000 + 800000);
    cr_assert_eq(relation_pence(&market, "pct", "hospital", "emergency_inpatient", "contract"), 23000000);
    cr_assert_eq(relation_pence(&market, "pct", "practice", "gp_consultation", "contract"), 525000);
    cr_assert_eq(relation_pence(&market, "council", "company", "home_care", "contract"), 1600000);
    cr_assert_eq(relation_pence(&market, "service_users", "council", "home_care", "charge"), 240000);
    cr_assert_eq(relation_pence(&market, "hospital", "staff_and_suppliers", "none", "pay_and_goods"), 50000000);
    cr_assert_eq(relation_pence(&market, "hospital", "lenders", "none", "capital_charge"), 10000000);
    cr_assert_eq(relation_pence(&market, "hospital", "staff_and_suppliers", "emergency_inpatient", "pay_and_goods"),
                 10000000);
    cr_assert_eq(relation_pence(&market, "practice", "staff_and_suppliers", "none", "pay_and_goods"), 100000);
    cr_assert_eq(relation_pence(&market, "company", "staff_and_suppliers", "home_care", "pay_and_goods"), 1200000);
    market_free(&market);
}

Test(market, finance_says_income_cost_balance_and_deficit)
{
    struct market market;

    make(&market);
    run_month(&market, &april, APRIL_2008);
    struct market_finance hospital = market_finance(&market, market_provider_account(&market, HOSPITAL));
    cr_assert_eq(hospital.income, 23000000);
    cr_assert_eq(hospital.cost, 70000000);
    cr_assert_eq(hospital.balance, 5000000 - 47000000);
    cr_assert_eq(hospital.months_in_deficit, 1);
    struct market_finance practice = market_finance(&market, market_provider_account(&market, PRACTICE));
    cr_assert_eq(practice.balance, 425000);
    cr_assert_eq(practice.months_in_deficit, 0);
    run_month(&market, &nothing, APRIL_2008 + 30);
    hospital = market_finance(&market, market_provider_account(&market, HOSPITAL));
    cr_assert_eq(hospital.income, 0);
    cr_assert_eq(hospital.months_in_deficit, 2);
    market_free(&market);
}

Test(market, relations_are_in_order_of_names_and_constant)
{
    static const char *const payers[] = {"company",          "council",  "hospital", "hospital", "hospital",
                                         "opening_reserves", "pct",      "pct",      "pct",      "practice",
                                         "service_users",    "treasury", "treasury"};
    static const char *const payees[] = {"staff_and_suppliers",
                                         "company",
                                         "lenders",
                                         "staff_and_suppliers",
                                         "staff_and_suppliers",
                                         "hospital",
                                         "hospital",
                                         "lenders",
                                         "practice",
                                         "staff_and_suppliers",
                                         "council",
                                         "council",
                                         "pct"};
    struct market market;

    make(&market);
    for (int months = 0; months < 2; months++) {
        cr_assert_eq(market_relation_count(&market), 13);
        for (size_t i = 0; i < 13; i++) {
            cr_assert_str_eq(market_relation(&market, i).payer, payers[i]);
            cr_assert_str_eq(market_relation(&market, i).payee, payees[i]);
        }
        run_month(&market, &april, calendar_add_months(APRIL_2008, months));
    }
    market_free(&market);
}

Test(market, annual_sums_scale_with_the_population)
{
    struct market_plan small = plan;
    struct market market;

    small.scale = (struct exact_scale){1, 10};
    cr_assert_eq(market_init(&market, &small), STATUS_OK);
    run_month(&market, &april, APRIL_2008);
    cr_assert_eq(relation_pence(&market, "hospital", "staff_and_suppliers", "none", "pay_and_goods"), 5000000);
    cr_assert_eq(relation_pence(&market, "hospital", "lenders", "none", "capital_charge"), 1000000);
    cr_assert_eq(relation_pence(&market, "pct", "hospital", "emergency_inpatient", "contract"), 23000000);
    cr_assert_eq(market_finance(&market, market_commissioner_account(&market, PCT)).balance,
                 -70000 + 13200000 - 23000000 - 525000);
    market_free(&market);
}

Test(market, people_may_pay_for_their_own_care)
{
    struct market_contract two[] = {contracts[2], contracts[2]};
    struct market_plan mixed = plan;
    struct market market;

    two[0].terms.unpaid_micro = 250000;
    two[1].payer = MARKET_SELF_PAYERS;
    two[1].terms.name = "self-payers";
    two[1].terms.unpaid_micro = 750000;
    mixed.contracts = two;
    mixed.contract_count = 2;
    cr_assert_eq(market_init(&market, &mixed), STATUS_OK);
    run_month(&market, &april, APRIL_2008);
    cr_assert_eq(relation_pence(&market, "council", "company", "home_care", "contract"), 1200000);
    cr_assert_eq(relation_pence(&market, "service_users", "company", "home_care", "contract"), 400000);
    cr_assert_eq(relation_pence(&market, "service_users", "council", "home_care", "charge"), 180000);
    market_free(&market);
}

/* Of 1,000 hours 300 are paid for by those who have them; of the others, 1,400 of 4,900 sevenths are not charged for.
 */
Test(market, charges_are_for_what_is_not_waived)
{
    struct activity_row rows[] = {
        {0, HOME_CARE_COMPANY, SERVICE_HOME_CARE, MEASURE_HOURS, 1000},
        {0, HOME_CARE_COMPANY, SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS, 300},
        {0, HOME_CARE_COMPANY, SERVICE_HOME_CARE, MEASURE_WAIVED_SEVENTHS, 1400},
    };
    const struct activity some_waived = {rows, 3, 3};
    struct market market;

    make(&market);
    run_month(&market, &some_waived, APRIL_2008);
    cr_expect_eq(relation_pence(&market, "council", "company", "home_care", "contract"), 700 * 1600);
    cr_expect_eq(relation_pence(&market, "service_users", "council", "home_care", "charge"), 500 * 1600 * 15 / 100);
    cr_expect_eq(relation_pence(&market, "company", "staff_and_suppliers", "home_care", "pay_and_goods"), 1000 * 1200);
    market_free(&market);
}

Test(market, no_more_is_waived_than_there_is)
{
    struct activity_row rows[] = {
        {0, HOME_CARE_COMPANY, SERVICE_HOME_CARE, MEASURE_HOURS, 1000},
        {0, HOME_CARE_COMPANY, SERVICE_HOME_CARE, MEASURE_WAIVED_SEVENTHS, 7001},
    };
    const struct activity all_waived = {rows, 2, 2};
    struct market market;

    make(&market);
    run_month(&market, &all_waived, APRIL_2008);
    cr_assert_eq(relation_pence(&market, "service_users", "council", "home_care", "charge"), 0);
    market_free(&market);
}

Test(market, months_follow_one_another)
{
    struct market market;

    make(&market);
    cr_assert_eq(market_month(&market, &april, &population, APRIL_2008 + 30), STATUS_INVARIANT);
    cr_assert_str_eq(status_message(), "the month of 2008-05-01 does not follow that of 2008-03-01");
    run_month(&market, &april, APRIL_2008 + 29);
    cr_assert_eq(market_month(&market, &april, &population, APRIL_2008 + 29), STATUS_INVARIANT);
    market_free(&market);
}

static void refuse_activity(const struct activity_row *rows, size_t n)
{
    struct activity_row copy[4];
    struct market market;

    memcpy(copy, rows, n * sizeof *rows);
    const struct activity activity = {copy, n, n};
    make(&market);
    cr_assert_eq(market_month(&market, &activity, &population, APRIL_2008), STATUS_INVARIANT);
    cr_assert_not_null(strstr(status_message(), "is out of order, of nobody or not on offer"));
    market_free(&market);
}

Test(market, refuses_activity_that_cannot_be)
{
    const struct activity_row backwards[] = {april_rows[1], april_rows[0]};
    const struct activity_row twice[] = {april_rows[0], april_rows[0]};
    const struct activity_row nobody = {0, PROVIDERS, SERVICE_GP, MEASURE_SERVED, 1};
    const struct activity_row nowhere = {ECONOMIES, PRACTICE, SERVICE_GP, MEASURE_SERVED, 1};
    const struct activity_row negative = {0, PRACTICE, SERVICE_GP, MEASURE_SERVED, -1};
    const struct activity_row not_offered = {0, PRACTICE, SERVICE_DAY_CASE, MEASURE_SERVED, 1};
    const struct activity_row no_service = {0, PRACTICE, SERVICE_COUNT, MEASURE_SERVED, 1};
    const struct activity_row no_measure = {0, PRACTICE, SERVICE_GP, MEASURE_COUNT, 1};

    refuse_activity(backwards, 2);
    refuse_activity(twice, 2);
    refuse_activity(&nobody, 1);
    refuse_activity(&nowhere, 1);
    refuse_activity(&negative, 1);
    refuse_activity(&not_offered, 1);
    refuse_activity(&no_service, 1);
    refuse_activity(&no_measure, 1);
}

Test(market, a_leak_stops_the_month)
{
    struct market market;

    make(&market);
    run_month(&market, &april, APRIL_2008);
    market.ledger.balance[market_commissioner_account(&market, COUNCIL)] += 1;
    cr_assert_eq(market_month(&market, &april, &population, APRIL_2008 + 30), STATUS_UNBALANCED);
    cr_assert_not_null(strstr(status_message(), "month of 2008-05-01"));
    cr_assert_not_null(strstr(status_message(), "; council: "));
    market_free(&market);
}

static void refuse_plan(const struct market_plan *wrong, enum status expected, const char *message)
{
    struct market market;

    cr_assert_eq(market_init(&market, wrong), expected);
    cr_assert_str_eq(status_message(), message);
    cr_assert_null(market.ledger.names);
    market_free(&market);
}

Test(market, refuses_contracts_with_nobody)
{
    struct market_contract contract = contracts[0];
    struct market_plan wrong = plan;

    wrong.contracts = &contract;
    wrong.contract_count = 1;
    contract.payer = COMMISSIONERS;
    refuse_plan(&wrong, STATUS_SCENARIO, "contract acute: its payer, provider or economy does not exist");
    contract = contracts[0];
    contract.terms.provider = PROVIDERS;
    refuse_plan(&wrong, STATUS_SCENARIO, "contract acute: its payer, provider or economy does not exist");
    contract = contracts[0];
    contract.terms.economy = ECONOMIES;
    refuse_plan(&wrong, STATUS_SCENARIO, "contract acute: its payer, provider or economy does not exist");
    contract = contracts[0];
    contract.terms.annual_pence = -1;
    refuse_plan(&wrong, STATUS_SCENARIO, "contract acute: its annual sum is below 0");
}

Test(market, refuses_refunds_to_self_payers)
{
    static const struct price prices[] = {{SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 50000, 1}};
    struct market_contract contract = contracts[0];
    struct market_plan wrong = plan;

    contract.payer = MARKET_SELF_PAYERS;
    contract.terms.prices = prices;
    wrong.contracts = &contract;
    wrong.contract_count = 1;
    refuse_plan(&wrong, STATUS_SCENARIO, "contract acute: self-payers have no price of short stays");
}

Test(market, refuses_agents_and_charges_that_make_no_sense)
{
    const struct market_commissioner twins[] = {commissioners[0], commissioners[0]};
    const struct market_charge too_much[] = {{COUNCIL, SERVICE_HOME_CARE, EXACT_MICRO + 1}};
    const struct market_charge twice[] = {charges[0], charges[0]};
    struct market_plan wrong = plan;

    wrong.commissioners = twins;
    refuse_plan(&wrong, STATUS_DUPLICATE, "two accounts are named pct");
    wrong = plan;
    wrong.scale.real = 0;
    refuse_plan(&wrong, STATUS_SCENARIO, "expected one or more people, simulated and real");
    wrong = plan;
    wrong.scale.simulated = 0;
    refuse_plan(&wrong, STATUS_SCENARIO, "expected one or more people, simulated and real");
    wrong = plan;
    wrong.charges = too_much;
    refuse_plan(&wrong, STATUS_SCENARIO, "council: charge to users of home_care: expected a share from 0 to 1");
    wrong.charges = twice;
    wrong.charge_count = 2;
    refuse_plan(&wrong, STATUS_SCENARIO, "council: two charges to users of home_care");
}

Test(market, refuses_numbers_that_do_not_fit)
{
    struct market_commissioner commissioner = commissioners[PCT];
    struct market_plan wrong = plan;

    wrong.provider_count = UINT32_MAX;
    refuse_plan(&wrong, STATUS_SCENARIO, "too many agents");
    wrong = plan;
    commissioner.reserves_pence = INT64_MAX;
    wrong.commissioners = &commissioner;
    wrong.commissioner_count = 1;
    wrong.contract_count = 0;
    wrong.charge_count = 0;
    wrong.scale.simulated = 2 * wrong.scale.real;
    refuse_plan(&wrong, STATUS_OVERFLOW, "a sum of money does not fit 64 bits");
}

Test(market, refuses_people_of_other_economies)
{
    struct market_population wrong = population;
    struct market market;

    wrong.people.economy_count = 2;
    make(&market);
    cr_assert_eq(market_month(&market, &april, &wrong, APRIL_2008), STATUS_INVARIANT);
    cr_assert_str_eq(status_message(), "people of 2 economies, expected 1");
    market_free(&market);
}

Test(market, refuses_kinds_and_services_that_do_not_exist)
{
    struct market_commissioner commissioner = commissioners[0];
    const struct market_charge nobody = {COMMISSIONERS, SERVICE_HOME_CARE, 0};
    const struct market_charge unknown = {COUNCIL, SERVICE_COUNT, 0};
    struct market_plan wrong = plan;

    commissioner.kind = ACCOUNT_PROVIDER;
    wrong.commissioners = &commissioner;
    wrong.commissioner_count = 1;
    refuse_plan(&wrong, STATUS_SCENARIO, "pct: expected a commissioner or a council");
    commissioner = commissioners[0];
    commissioner.reserves_pence = INT64_MIN;
    wrong.contract_count = 0;
    wrong.charge_count = 0;
    refuse_plan(&wrong, STATUS_OVERFLOW, "pct: reserves do not fit");
    wrong = plan;
    wrong.charges = &nobody;
    refuse_plan(&wrong, STATUS_SCENARIO, "charge to users: its commissioner or its service does not exist");
    wrong.charges = &unknown;
    refuse_plan(&wrong, STATUS_SCENARIO, "charge to users: its commissioner or its service does not exist");
}

Test(market, empty_market_has_empty_months)
{
    const struct market_plan none = {.start = APRIL_2008, .scale = {1, 1}};
    const struct market_population nobody = {.people = {0}};
    struct market market;

    cr_assert_eq(market_init(&market, &none), STATUS_OK);
    cr_assert_eq(market_month(&market, &nothing, &nobody, APRIL_2008), STATUS_OK);
    cr_assert_eq(market_relation_count(&market), 0);
    cr_assert_eq(market_agent_count(&market), 0);
    market_free(&market);
}

Test(market, hash_and_states_carry_a_market_over)
{
    struct market first;
    struct market second;
    struct market_state from[MARKET_STATE_COUNT];
    struct market_state to[MARKET_STATE_COUNT];

    make(&first);
    make(&second);
    cr_assert_eq(digest(&first), digest(&second));
    run_month(&first, &april, APRIL_2008);
    cr_assert_neq(digest(&first), digest(&second));
    market_states(&first, from);
    market_states(&second, to);
    for (size_t i = 0; i < MARKET_STATE_COUNT; i++) {
        cr_assert_eq(from[i].rows, to[i].rows);
        for (size_t row = 0; row < from[i].rows; row++) {
            field_table_move_row(from[i].fields, from[i].field_count, from[i].owner, row, to[i].owner, row);
        }
    }
    market_restore_month(&second, first.ledger.month);
    cr_assert_eq(digest(&first), digest(&second));
    run_month(&first, &april, APRIL_2008 + 30);
    run_month(&second, &april, APRIL_2008 + 30);
    cr_assert_eq(digest(&first), digest(&second));
    market_free(&first);
    market_free(&second);
}

Test(market, survives_each_allocation_failing)
{
    enum status status = STATUS_NO_MEMORY;
    int64_t n = 0;

    for (; status != STATUS_OK; n++) {
        struct market market;
        memory_fail_after(n);
        status = market_init(&market, &plan);
        if (status == STATUS_OK) {
            status = market_month(&market, &april, &population, APRIL_2008);
        }
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
        market_free(&market);
    }
    cr_assert_gt(n, 50);
}
