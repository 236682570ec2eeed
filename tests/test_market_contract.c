#include "base/memory.h"
#include "market/contract.h"
#include "market/exact.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TREASURY, WEST_PCT, EAST_PCT, HOSPITAL, PRACTICE };
enum { ECONOMIES = 2, PROVIDERS = 2 };

static const day_t march = 14334; /* 2009-03-31 */

static const struct price price_of_spell[] = {{SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 200000, 1}};

static struct events events; /* none is told of here */

/* West pays the hospital by results. */
static struct contract terms(const char *name)
{
    return (struct contract){
        .name = name,
        .payer = WEST_PCT,
        .payee = HOSPITAL,
        .economy = 0,
        .provider = 0,
        .services = PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT),
        .model = PAYMENT_BY_RESULTS,
        .prices = price_of_spell,
        .price_count = 1,
        .market_forces_micro = EXACT_MICRO,
        .from = calendar_day((struct date){2008, 4, 1}),
        .until = CONTRACT_OPEN_ENDED,
    };
}

static void open_accounts(struct ledger *ledger)
{
    static const char *const names[] = {"treasury", "west_pct", "east_pct", "hospital", "practice"};
    static const enum account_kind kinds[] = {ACCOUNT_OUTSIDE_SOURCE, ACCOUNT_COMMISSIONER, ACCOUNT_COMMISSIONER,
                                              ACCOUNT_PROVIDER, ACCOUNT_PROVIDER};
    uint32_t id = 0;

    ledger_init(ledger);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(ledger_open(ledger, names[i], kinds[i], 0, &id), STATUS_OK);
    }
    cr_assert_eq(ledger_begin_month(ledger, march), STATUS_OK);
}

static struct activity_row rows[] = {
    {0, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3},
    {0, 1, SERVICE_GP, MEASURE_SERVED, 100},
    {1, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 5},
    {1, 1, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 9},
};
static const struct activity activity = {.rows = rows, .count = 4, .capacity = 4};

/* West: 1,000 people, 700 on the practice's list; east: 2,000 and 50. */
static const int64_t resident_micro[ECONOMIES] = {1000 * EXACT_MICRO, 2000 * EXACT_MICRO};
static const int64_t registered_micro[ECONOMIES * PROVIDERS] = {0, 700 * EXACT_MICRO, 0, 50 * EXACT_MICRO};
static const struct contract_lists lists = {registered_micro, resident_micro, 1, ECONOMIES, PROVIDERS, NULL};

static enum status settle(const struct contract *first, const struct contract *second, day_t day, money_t *hospital,
                          money_t *practice)
{
    struct contracts contracts = {0};
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(contracts_add(&contracts, first), STATUS_OK, "%s", status_message());
    if (second != NULL) {
        cr_assert_eq(contracts_add(&contracts, second), STATUS_OK, "%s", status_message());
    }
    enum status status = contracts_settle(&contracts, &ledger, &activity, &lists, day, &events);
    *hospital = ledger.balance[HOSPITAL];
    *practice = ledger.balance[PRACTICE];
    contracts_free(&contracts);
    ledger_free(&ledger);
    return status;
}

Test(contract, pays_for_the_people_of_its_economy_at_its_provider)
{
    struct contract west = terms("west");
    struct contract east = terms("east");
    money_t hospital = 0;
    money_t practice = 0;

    east.economy = 1;
    east.payer = EAST_PCT;
    cr_assert_eq(settle(&west, NULL, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 3 * 200000);
    cr_assert_eq(settle(&west, &east, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 8 * 200000);
    cr_assert_eq(practice, 0);
}

Test(contract, is_paid_only_while_in_force)
{
    struct contract contract = terms("west");
    money_t hospital = 0;
    money_t practice = 0;

    contract.until = calendar_day((struct date){2009, 4, 1});
    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 600000);
    cr_assert_eq(settle(&contract, NULL, march + 1, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 0);
    cr_assert_eq(settle(&contract, NULL, contract.from - 1, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 0);
}

Test(contract, a_refund_goes_back_to_the_payer)
{
    /* Five spells ended as short stays and three began: -2 x 2,000.00 + 5 x 500.00 = -1,500.00 */
    static const struct price prices[] = {{SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 200000, 1},
                                          {SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 50000, 1}};
    struct activity_row short_rows[] = {{0, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3},
                                        {0, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 5}};
    const struct activity short_stays = {short_rows, 2, 2};
    struct contract contract = terms("west");
    struct contracts contracts = {0};
    struct ledger ledger;

    contract.prices = prices;
    contract.price_count = 2;
    open_accounts(&ledger);
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    cr_assert_eq(contracts_settle(&contracts, &ledger, &short_stays, &lists, march, &events), STATUS_OK);
    cr_assert_eq(ledger.balance[HOSPITAL], -150000);
    cr_assert_eq(ledger.balance[WEST_PCT], 150000);
    cr_assert_eq(ledger.purpose[0], PURPOSE_REFUND);
    cr_assert_eq(ledger_close_month(&ledger, march), STATUS_OK);
    contracts_free(&contracts);
    ledger_free(&ledger);
}

Test(contract, capitation_by_list_or_by_residence)
{
    /* £12.00 a year is £1.00 a month: 700 on the list, 1,000 in the economy. */
    struct contract contract = terms("practice");
    money_t hospital = 0;
    money_t practice = 0;

    contract.payee = PRACTICE;
    contract.provider = 1;
    contract.services = PAYMENT_SERVICE_BIT(SERVICE_GP);
    contract.model = PAYMENT_CAPITATION;
    contract.capitation_pence = 1200;
    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(practice, 70000);
    contract.list = CONTRACT_LIST_RESIDENT;
    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(practice, 100000);
}

Test(contract, capitation_needs_its_list)
{
    const struct contract_lists none = {NULL, resident_micro, 1, ECONOMIES, PROVIDERS, NULL};
    struct contract contract = terms("practice");
    struct contracts contracts = {0};
    struct ledger ledger;

    contract.model = PAYMENT_CAPITATION;
    open_accounts(&ledger);
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    cr_assert_eq(contracts_settle(&contracts, &ledger, &activity, &none, march, &events), STATUS_INVARIANT);
    cr_assert_str_eq(status_message(), "contract practice: there is no list of people");
    contracts_free(&contracts);
    ledger_free(&ledger);
}

Test(contract, its_economy_and_its_provider_must_be_there)
{
    struct contract contract = terms("west");
    money_t hospital = 0;
    money_t practice = 0;

    contract.economy = ECONOMIES;
    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_NOT_FOUND);
    contract = terms("west");
    contract.provider = PROVIDERS;
    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_NOT_FOUND);
    cr_assert_str_eq(status_message(), "contract west: its economy or its provider does not exist");
}

Test(contract, activity_of_an_empty_month_costs_nothing)
{
    const struct activity nothing = {0};
    struct contract contract = terms("west");
    struct contracts contracts = {0};
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    cr_assert_eq(contracts_settle(&contracts, &ledger, &nothing, &lists, march, &events), STATUS_OK);
    cr_assert_eq(ledger.relation_count, 0);
    contracts_free(&contracts);
    ledger_free(&ledger);
}

Test(contract, contracts_are_kept_in_order_of_name)
{
    static const char *const names[] = {"beta", "delta", "alpha", "gamma"};
    static const char *const sorted[] = {"alpha", "beta", "delta", "gamma"};
    struct contracts contracts = {0};

    for (size_t i = 0; i < 4; i++) {
        struct contract contract = terms(names[i]);
        contract.economy = (uint32_t)i;
        cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    }
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(contracts.items[i].name, sorted[i]);
    }
    contracts_free(&contracts);
}

Test(contract, owns_a_copy_of_its_terms)
{
    char name[] = "west";
    struct price price = price_of_spell[0];
    struct contract contract = terms(name);
    struct contracts contracts = {0};

    contract.prices = &price;
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    name[0] = 'x';
    price.pence = 1;
    cr_assert_str_eq(contracts.items[0].name, "west");
    cr_assert_eq(contracts.items[0].prices[0].pence, 200000);
    contracts_free(&contracts);
}

static void refuse(const struct contract *contract, const char *message)
{
    struct contracts contracts = {0};

    cr_assert_eq(contracts_add(&contracts, contract), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), message);
    cr_assert_eq(contracts.count, 0);
    contracts_free(&contracts);
}

Test(contract, refuses_terms_that_make_no_sense)
{
    struct contract contract = terms("west");

    contract.from += 1;
    refuse(&contract, "contract west: expected dates on the first of a month");
    contract = terms("west");
    contract.until = contract.from + 40;
    refuse(&contract, "contract west: expected dates on the first of a month");
    contract = terms("west");
    contract.list = CONTRACT_LIST_COUNT;
    refuse(&contract, "contract west: unknown payment model or list");
    contract = terms("west");
    contract.until = contract.from;
    refuse(&contract, "contract west: expected an end after the beginning");
    contract = terms("west");
    contract.services = 0;
    refuse(&contract, "contract west: expected one or more known services");
    contract.services = PAYMENT_SERVICE_BIT(SERVICE_COUNT);
    refuse(&contract, "contract west: expected one or more known services");
    contract = terms("west");
    contract.services |= PAYMENT_SERVICE_BIT(SERVICE_GP);
    refuse(&contract, "contract west: expected a price for each service that it covers and for no other");
    contract = terms("west");
    contract.market_forces_micro = 0;
    refuse(&contract, "contract west: expected a market forces factor above 0, at most 1,000");
    contract.market_forces_micro = 1000 * EXACT_MICRO + 1;
    refuse(&contract, "contract west: expected a market forces factor above 0, at most 1,000");
    contract = terms("west");
    contract.unpaid_micro = EXACT_MICRO + 1;
    refuse(&contract, "contract west: expected that others pay for a part from 0 to 1");
    contract = terms("west");
    contract.model = PAYMENT_MODEL_COUNT;
    refuse(&contract, "contract west: unknown payment model or list");
    contract = terms("west");
    contract.model = PAYMENT_BLOCK;
    contract.annual_pence = -1;
    refuse(&contract, "contract west: the sum of a block contract is below 0");
    contract.model = PAYMENT_CAPITATION;
    contract.capitation_pence = -1;
    refuse(&contract, "contract west: the capitation rate is below 0");
}

Test(contract, refuses_to_pay_twice_for_the_same)
{
    struct contracts contracts = {0};
    struct contract contract = terms("west");
    struct contract second = terms("west_again");

    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_DUPLICATE);
    cr_assert_str_eq(status_message(), "two contracts are named west");
    cr_assert_eq(contracts_add(&contracts, &second), STATUS_DUPLICATE);
    cr_assert_str_eq(status_message(),
                     "contracts west_again and west both price the same emergency_inpatient on the same days");
    second.payer = EAST_PCT;
    cr_assert_eq(contracts_add(&contracts, &second), STATUS_OK);
    cr_assert_eq(contracts.count, 2);
    contracts_free(&contracts);
}

Test(contract, one_may_follow_another)
{
    struct contracts contracts = {0};
    struct contract before = terms("before");
    struct contract after = terms("after");

    before.until = calendar_day((struct date){2009, 4, 1});
    after.from = before.until;
    cr_assert_eq(contracts_add(&contracts, &before), STATUS_OK);
    cr_assert_eq(contracts_add(&contracts, &after), STATUS_OK);
    contracts_free(&contracts);
}

/* Accounts of providers follow one another from HOSPITAL on. */
static struct contract any_provider(const char *name, uint32_t economy)
{
    struct contract contract = terms(name);

    contract.provider = CONTRACT_ANY_PROVIDER;
    contract.economy = economy;
    contract.prices = &price_of_spell[0];
    return contract;
}

Test(contract, with_any_provider_pays_each_that_cared)
{
    struct contract contract = any_provider("east", 1);
    money_t hospital = 0;
    money_t practice = 0;

    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 5 * 200000);
    cr_assert_eq(practice, 9 * 200000);
}

Test(contract, with_any_provider_leaves_those_with_a_contract_of_their_own)
{
    struct contract contract = any_provider("east", 1);
    struct contract block = terms("east_hospital");
    money_t hospital = 0;
    money_t practice = 0;

    block.economy = 1;
    block.model = PAYMENT_BLOCK;
    block.annual_pence = 1200;
    cr_assert_eq(settle(&contract, &block, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 100);
    cr_assert_eq(practice, 9 * 200000);
    block.until = calendar_day((struct date){2009, 3, 1});
    cr_assert_eq(settle(&contract, &block, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 5 * 200000);
    block.until = CONTRACT_OPEN_ENDED;
    block.payer = EAST_PCT;
    cr_assert_eq(settle(&contract, &block, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 100 + 5 * 200000);
}

/* Growth of emergencies over the base year is paid by half. */
static struct contract limited(const char *name)
{
    struct contract contract = terms(name);

    contract.growth_unpaid_micro = 500000;
    contract.base_from = contract.from;
    return contract;
}

static money_t pay_on(struct contracts *contracts, day_t day, int64_t spells)
{
    struct activity_row row = {0, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, spells};
    const struct activity month = {.rows = &row, .count = 1, .capacity = 1};
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(contracts_settle(contracts, &ledger, &month, &lists, day, &events), STATUS_OK, "%s", status_message());
    const money_t pence = ledger.balance[HOSPITAL];
    ledger_free(&ledger);
    return pence;
}

Test(contract, remembers_from_month_to_month_and_in_the_next_terms)
{
    const struct contract contract = limited("west");
    struct contracts contracts = {0}, later = {0};

    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    for (int32_t month = 0; month < 12; month++) {
        cr_assert_eq(pay_on(&contracts, calendar_add_months(contract.from, month), 10), 10 * 200000);
    }
    cr_expect_eq(pay_on(&contracts, march + 1, 14), 12 * 200000);
    /* The same contract among others, under new terms: May is 2 above, beside the 4 of April. */
    const struct contract first = terms("east"), last = terms("wester");
    cr_assert_eq(contracts_add(&later, &contract), STATUS_OK);
    cr_assert_eq(contracts_add(&later, &first), STATUS_DUPLICATE, "the same price twice");
    struct contract other = first;
    other.economy = 1;
    cr_assert_eq(contracts_add(&later, &other), STATUS_OK);
    other = last;
    other.provider = 1;
    other.payee = PRACTICE;
    cr_assert_eq(contracts_add(&later, &other), STATUS_OK);
    contracts_take_memory(&later, &contracts);
    cr_expect_eq(pay_on(&later, march + 32, 12), 11 * 200000);
    contracts_free(&contracts);
    contracts_free(&later);
}

static struct contracts sharing;

static void free_sharing(void)
{
    contracts_free(&sharing);
    events_free(&events);
}

/* A year of the hospital by results, and of a practice that shares what is saved on it: 40% of gains, 10% of losses. */
static void begin_sharing(void)
{
    const struct contract hospital = terms("hospital");
    struct contract lead = terms("lead");

    lead.provider = 1;
    lead.payee = PRACTICE;
    lead.model = PAYMENT_GAIN_SHARE;
    lead.prices = NULL;
    lead.price_count = 0;
    lead.share_micro = 400000;
    lead.loss_share_micro = 100000;
    lead.base_from = lead.from;
    cr_assert_eq(contracts_add(&sharing, &hospital), STATUS_OK);
    cr_assert_eq(contracts_add(&sharing, &lead), STATUS_OK, "%s", status_message());
}

/* What the practice gets in the last of twelve months with so many spells of £2,000.00 each. */
static money_t share_year(int32_t first_month, int64_t spells)
{
    struct activity_row row = {0, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, spells};
    const struct activity month = {.rows = &row, .count = 1, .capacity = 1};
    money_t shared = 0;

    for (int32_t m = first_month; m < first_month + 12; m++) {
        struct ledger ledger;
        open_accounts(&ledger);
        const day_t day = calendar_add_months(calendar_day((struct date){2008, 4, 30}), m);
        cr_assert_eq(contracts_settle(&sharing, &ledger, &month, &lists, day, &events), STATUS_OK);
        cr_expect(ledger.balance[PRACTICE] == 0 || m == first_month + 11);
        shared = ledger.balance[PRACTICE];
        ledger_free(&ledger);
    }
    return shared;
}

Test(contract, gains_and_losses_are_shared_at_the_end_of_the_year, .init = begin_sharing, .fini = free_sharing)
{
    cr_expect_eq(share_year(0, 10), 0, "the base year");
    /* 12 x 1 spell fewer: 40% of £24,000.00. */
    cr_expect_eq(share_year(12, 9), 960000);
    cr_assert_eq(events.count, 1);
    cr_expect_eq(events.items[0].pence, 960000);
    cr_expect_str_eq(events.items[0].note, "lead: 10.0% less was spent than in the base year");
    /* 12 x 2 more than in the base year: 10% of £48,000.00 back. */
    cr_expect_eq(share_year(24, 12), -480000);
    cr_expect_eq(share_year(36, 10), 0);
}

Test(contract, a_share_in_savings_is_a_stake_in_spending, .init = begin_sharing, .fini = free_sharing)
{
    const day_t day = terms("hospital").from;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(ledger_post(&ledger, terms("hospital").payer, terms("hospital").payee, 1000, PURPOSE_CONTRACT,
                             SERVICE_EMERGENCY_INPATIENT),
                 STATUS_OK);
    cr_expect_float_eq(contracts_stake(&sharing, 1, SERVICE_EMERGENCY_INPATIENT, day, &ledger), 400, 1e-9);
    cr_expect_float_eq(contracts_stake(&sharing, 1, SERVICE_DAY_CASE, day, &ledger), 0, 1e-9);
    cr_expect_float_eq(contracts_stake(&sharing, 0, SERVICE_EMERGENCY_INPATIENT, day, &ledger), 0, 1e-9);
    cr_expect_float_eq(contracts_stake(&sharing, 1, SERVICE_EMERGENCY_INPATIENT, day - 1, &ledger), 0, 1e-9);
    ledger_free(&ledger);
}

Test(contract, a_bundle_takes_what_it_covers_out_of_other_contracts)
{
    static const struct price prices[] = {{SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 200000, 1},
                                          {SERVICE_OUTPATIENT_FOLLOW_UP, MEASURE_SERVED, 8000, 1}};
    struct activity_row done[] = {{0, 0, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3},
                                  {0, 0, SERVICE_OUTPATIENT_FOLLOW_UP, MEASURE_SERVED, 7},
                                  {0, 1, SERVICE_OUTPATIENT_FOLLOW_UP, MEASURE_SERVED, 1}};
    const struct activity month = {.rows = done, .count = 3, .capacity = 3};
    struct contract all = any_provider("all", 0), bundle = terms("bundle");
    struct contracts contracts = {0};
    struct ledger ledger;

    all.prices = prices;
    all.price_count = 2;
    all.services |= PAYMENT_SERVICE_BIT(SERVICE_OUTPATIENT_FOLLOW_UP);
    bundle.model = PAYMENT_BUNDLE;
    bundle.services = all.services;
    cr_assert_eq(contracts_add(&contracts, &all), STATUS_OK, "%s", status_message());
    cr_assert_eq(contracts_add(&contracts, &bundle), STATUS_OK, "%s", status_message());
    open_accounts(&ledger);
    cr_assert_eq(contracts_settle(&contracts, &ledger, &month, &lists, march, &events), STATUS_OK);
    cr_expect_eq(ledger.balance[HOSPITAL], 3 * 200000, "follow-ups are in the price");
    cr_expect_eq(ledger.balance[PRACTICE], 8000, "of another provider they are not");
    ledger_free(&ledger);
    contracts_free(&contracts);
}

Test(contract, for_performance_needs_indicators)
{
    static const struct contract_target target = {.weight = 1, .target_micro = 1};
    struct contract contract = terms("west");
    money_t hospital = 0, practice = 0;

    contract.model = PAYMENT_PERFORMANCE;
    contract.targets = &target;
    contract.target_count = 1;
    cr_expect(contract_needs_indicators(&contract));
    cr_expect_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_INVARIANT);
    cr_expect_str_eq(status_message(), "contract west: there are no indicators");
}

Test(contract, that_remembers_is_with_one_provider)
{
    struct contract contract = limited("west");
    struct contracts contracts = {0};

    contract.provider = CONTRACT_ANY_PROVIDER;
    cr_expect_eq(contracts_add(&contracts, &contract), STATUS_SCENARIO);
    contract.growth_unpaid_micro = 0;
    cr_expect_eq(contracts_add(&contracts, &contract), STATUS_OK);
    contracts_free(&contracts);
}

Test(contract, with_any_provider_pays_capitation_by_list)
{
    struct contract contract = any_provider("practices", 1);
    money_t hospital = 0;
    money_t practice = 0;

    contract.services = PAYMENT_SERVICE_BIT(SERVICE_GP);
    contract.model = PAYMENT_CAPITATION;
    contract.capitation_pence = 1200;
    cr_assert_eq(settle(&contract, NULL, march, &hospital, &practice), STATUS_OK);
    cr_assert_eq(hospital, 0);
    cr_assert_eq(practice, 5000);
}

Test(contract, a_year_of_care_is_paid_for_those_with_the_condition)
{
    /* Beside the lists of everybody those of two conditions: 30 and 40 residents, 20 of the west at the practice. */
    static const int64_t residents[3 * ECONOMIES] = {1000 * EXACT_MICRO, 2000 * EXACT_MICRO, 30 * EXACT_MICRO,
                                                     40 * EXACT_MICRO,   5 * EXACT_MICRO,    6 * EXACT_MICRO};
    static const int64_t registered[3 * ECONOMIES * PROVIDERS] = {[5] = 20 * EXACT_MICRO};
    const struct contract_lists of_conditions = {registered, residents, 3, ECONOMIES, PROVIDERS, NULL};
    struct contract contract = terms("diabetes");
    struct contracts contracts = {0};
    struct ledger ledger;

    contract.services = PAYMENT_SERVICE_BIT(SERVICE_GP);
    contract.model = PAYMENT_CAPITATION;
    contract.capitation_pence = 1200;
    contract.people = 1;
    contract.provider = 1;
    contract.payee = PRACTICE;
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    contract.name = "diabetes of residents";
    contract.list = CONTRACT_LIST_RESIDENT;
    contract.provider = 0;
    contract.payee = HOSPITAL;
    cr_assert_eq(contracts_add(&contracts, &contract), STATUS_OK);
    open_accounts(&ledger);
    cr_assert_eq(contracts_settle(&contracts, &ledger, &activity, &of_conditions, march, &events), STATUS_OK);
    cr_expect_eq(ledger.balance[PRACTICE], 20 * 100);
    cr_expect_eq(ledger.balance[HOSPITAL], 30 * 100);
    ledger_free(&ledger);
    open_accounts(&ledger);
    cr_expect_eq(contracts_settle(&contracts, &ledger, &activity, &lists, march, &events), STATUS_INVARIANT,
                 "there are no lists by condition");
    ledger_free(&ledger);
    contracts_free(&contracts);
}

Test(contract, lists_are_needed_for_capitation_of_those_registered)
{
    struct contract contract = {.model = PAYMENT_CAPITATION, .list = CONTRACT_LIST_REGISTERED};

    cr_expect(contract_needs_lists(&contract));
    contract.list = CONTRACT_LIST_RESIDENT;
    cr_expect_not(contract_needs_lists(&contract));
    contract = (struct contract){.model = PAYMENT_BY_RESULTS, .list = CONTRACT_LIST_REGISTERED};
    cr_expect_not(contract_needs_lists(&contract));
}

Test(contract, with_any_provider_cannot_be_a_lump_sum)
{
    struct contract contract = any_provider("east", 1);

    contract.model = PAYMENT_BLOCK;
    refuse(&contract, "contract east: expected one provider, found any");
    contract.model = PAYMENT_CAPITATION;
    contract.list = CONTRACT_LIST_RESIDENT;
    refuse(&contract, "contract east: expected one provider, found any");
}

Test(contract, survives_each_allocation_failing)
{
    enum status status = STATUS_NO_MEMORY;
    const struct contract contract = terms("west");
    int64_t n = 0;

    for (; status != STATUS_OK; n++) {
        struct contracts contracts = {0};
        memory_fail_after(n);
        status = contracts_add(&contracts, &contract);
        memory_fail_after(-1);
        cr_assert_eq(contracts.count, status == STATUS_OK ? 1 : 0);
        contracts_free(&contracts);
    }
    cr_assert_eq(n, 5);
}
