/* Property: whatever the contracts, the costs, the people and the activity, no penny appears or vanishes. Ten thousand
 * random months in two hundred random markets, all from fixed keys. */
#include "base/random.h"
#include "market/market.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { MARKETS = 200, MONTHS = 50 };
enum { MOST_PROVIDERS = 8, MOST_ECONOMIES = 3, MOST_CONTRACTS = 16, MOST_PRICES = 4, MOST_ROWS = 1024 };
enum { NAME_SIZE = 32, MOST_CELLS = MOST_PROVIDERS };
static const day_t start = 13970; /* 2008-04-01 */

/* A plan with room for what it points to. */
struct world {
    struct market_plan plan;
    struct market_provider providers[MOST_PROVIDERS];
    struct market_commissioner commissioners[2 * MOST_ECONOMIES];
    uint32_t economies[MOST_ECONOMIES];
    struct market_contract contracts[MOST_CONTRACTS];
    struct market_charge charges[MOST_ECONOMIES];
    struct cost_step steps[MOST_PROVIDERS];
    struct price units[MOST_PROVIDERS];
    struct price prices[MOST_CONTRACTS][MOST_PRICES];
    struct contract_target targets[MOST_CONTRACTS][PERFORMANCE_TARGETS];
    struct indicator_cell cells[INDICATOR_COUNT][MOST_CELLS]; /* by provider or economy */
    char provider_names[MOST_PROVIDERS][NAME_SIZE];
    char commissioner_names[2 * MOST_ECONOMIES][NAME_SIZE];
    char contract_names[MOST_CONTRACTS][NAME_SIZE];
    int64_t weighted[MOST_ECONOMIES], adults[MOST_ECONOMIES], older[MOST_ECONOMIES];
    int64_t registered[MOST_ECONOMIES * MOST_PROVIDERS];
    struct activity_row rows[MOST_ROWS];
    struct activity activity;
    struct market_pool pool;
    struct transfer moved[3 * MOST_PROVIDERS];
    struct transfers transfers;
};

/* 0 now and then, mostly small, sometimes large. */
static int64_t amount(struct random *random, int64_t most)
{
    uint32_t kind = random_below(random, 8);

    if (kind == 0) {
        return 0;
    }
    return (int64_t)(random_unit(random) * (double)(kind < 6 ? most / 1000 + 1 : most));
}

static void make_providers(struct world *world, struct random *random)
{
    size_t n = 1 + random_below(random, MOST_PROVIDERS);

    world->plan.providers = world->providers;
    world->plan.provider_count = n;
    for (size_t i = 0; i < n; i++) {
        snprintf(world->provider_names[i], NAME_SIZE, "provider_%zu", i);
        world->steps[i] = (struct cost_step){random_below(random, LEDGER_NO_SERVICE + 1), amount(random, 10000),
                                             1 + amount(random, 100), amount(random, 100000000)};
        world->units[i] = (struct price){random_below(random, SERVICE_COUNT), MEASURE_SERVED, amount(random, 1000000),
                                         1 + amount(random, 10)};
        world->providers[i] = (struct market_provider){
            .name = world->provider_names[i],
            .reserves_pence = amount(random, 1000000000) - amount(random, 1000000000),
            .services = PAYMENT_SERVICE_BIT(SERVICE_COUNT) - 1,
            .costs = {amount(random, INT64_C(100000000000)), amount(random, INT64_C(10000000000)), &world->steps[i], 1,
                      &world->units[i], 1},
        };
    }
}

static void make_commissioners(struct world *world, struct random *random)
{
    size_t n = 1 + random_below(random, MOST_ECONOMIES);

    world->plan.economy_count = n;
    world->plan.commissioners = world->commissioners;
    world->plan.commissioner_count = 2 * n;
    world->plan.charges = world->charges;
    world->plan.charge_count = n;
    for (uint32_t i = 0; i < n; i++) {
        world->economies[i] = i;
        snprintf(world->commissioner_names[2 * i], NAME_SIZE, "pct_%u", i);
        snprintf(world->commissioner_names[2 * i + 1], NAME_SIZE, "council_%u", i);
        for (uint32_t kind = 0; kind < 2; kind++) {
            world->commissioners[2 * i + kind] = (struct market_commissioner){
                .name = world->commissioner_names[2 * i + kind],
                .kind = kind == 0 ? ACCOUNT_COMMISSIONER : ACCOUNT_COUNCIL,
                .reserves_pence = amount(random, 1000000) - amount(random, 1000000),
                .economies = &world->economies[i],
                .economy_count = 1,
            };
        }
        world->charges[i] = (struct market_charge){2 * i + 1, random_below(random, SERVICE_COUNT),
                                                   (int64_t)random_below(random, EXACT_MICRO + 1)};
    }
}

/* Self-payers get no refunds, so that they have no price of short stays. */
static uint64_t make_prices(struct price *prices, bool is_self, struct random *random)
{
    const enum measure measures[MOST_PRICES] = {MEASURE_SERVED, MEASURE_BED_DAYS, MEASURE_EXCESS_BED_DAYS,
                                                is_self ? MEASURE_HOURS : MEASURE_SHORT_STAYS};
    uint32_t inpatient = random_below(random, SERVICE_COUNT);
    uint64_t services = 0;

    for (size_t i = 0; i < MOST_PRICES; i++) {
        uint32_t service = i == 0 || i == MOST_PRICES - 1 ? inpatient : random_below(random, SERVICE_COUNT);
        prices[i] = (struct price){service, measures[i], amount(random, 1000000), 1 + amount(random, 10)};
        services |= PAYMENT_SERVICE_BIT(prices[i].service);
    }
    return services;
}

static const struct contract_target *make_targets(struct contract_target *targets, struct random *random)
{
    for (size_t i = 0; i < PERFORMANCE_TARGETS; i++) {
        targets[i] = (struct contract_target){(enum indicator)random_below(random, INDICATOR_COUNT),
                                              amount(random, 1000), amount(random, EXACT_MICRO),
                                              amount(random, EXACT_MICRO), amount(random, EXACT_MICRO)};
    }
    return targets;
}

static void make_contract(struct world *world, size_t i, struct random *random)
{
    bool is_any = random_below(random, 3) == 0;
    bool is_self = random_below(random, 8) == 0;
    bool is_plain = is_any || is_self; /* nothing to remember, nothing to give back */
    enum payment_model_id model =
        is_any ? PAYMENT_BY_RESULTS
               : (enum payment_model_id)random_below(random, is_self ? PAYMENT_CAPITATION + 1 : PAYMENT_MODEL_COUNT);
    day_t from = calendar_add_months(start, (int32_t)random_below(random, MONTHS) - MONTHS / 2);

    snprintf(world->contract_names[i], NAME_SIZE, "contract_%zu", i);
    world->contracts[i] = (struct market_contract){
        is_self ? MARKET_SELF_PAYERS : random_below(random, (uint32_t)world->plan.commissioner_count),
        {
            .name = world->contract_names[i],
            .economy = random_below(random, (uint32_t)world->plan.economy_count),
            .provider = is_any ? CONTRACT_ANY_PROVIDER : random_below(random, (uint32_t)world->plan.provider_count),
            .services = make_prices(world->prices[i], is_self, random),
            .model = model,
            .prices = world->prices[i],
            .price_count = MOST_PRICES,
            .market_forces_micro = 1 + amount(random, 2 * EXACT_MICRO),
            .unpaid_micro = amount(random, EXACT_MICRO),
            .readmissions_unpaid = random_below(random, 2) == 0,
            .growth_unpaid_micro = is_plain ? 0 : amount(random, EXACT_MICRO),
            .base_from = calendar_day((struct date){2008 + (int)random_below(random, 2), 4, 1}),
            .tolerance_micro = amount(random, EXACT_MICRO),
            .taper_months = random_below(random, MONTHS),
            .share_micro = amount(random, EXACT_MICRO),
            .loss_share_micro = amount(random, EXACT_MICRO),
            .share_rise_micro = amount(random, EXACT_MICRO) - EXACT_MICRO / 2,
            .share_most_micro = EXACT_MICRO,
            .first_year = 2008,
            .targets = make_targets(world->targets[i], random),
            .target_count = PERFORMANCE_TARGETS,
            .annual_pence = amount(random, INT64_C(10000000000)),
            .capitation_pence = amount(random, 1000000),
            .list = is_any ? CONTRACT_LIST_REGISTERED : (enum contract_list)random_below(random, CONTRACT_LIST_COUNT),
            .from = from,
            .until = random_below(random, 2) == 0
                         ? CONTRACT_OPEN_ENDED
                         : calendar_add_months(from, 1 + (int32_t)random_below(random, MONTHS)),
        },
    };
}

/* A pool of the first two commissioners. */
static void make_pool(struct world *world, struct random *random)
{
    world->pool =
        (struct market_pool){.health = 0, .council = 1, .terms.health_share_micro = amount(random, EXACT_MICRO)};
    for (size_t i = 0; i < SERVICE_COUNT; i++) {
        world->pool.terms.pooled_micro[i] = amount(random, EXACT_MICRO);
    }
    world->plan.pools = &world->pool;
    world->plan.pool_count = world->plan.commissioner_count > 1;
}

/* Providers are lent money, pay it back, and pay for changes. */
static void make_transfers(struct world *world, const struct market *market, struct random *random)
{
    world->transfers = (struct transfers){.items = world->moved};
    for (uint32_t i = 0; i < world->plan.provider_count; i++) {
        const uint32_t account = market_provider_account(market, i);
        const struct transfer transfers[] = {
            {market_outside_account(market, MARKET_TREASURY), account, amount(random, 1000000), PURPOSE_LOAN},
            {account, market_outside_account(market, MARKET_LENDERS), amount(random, 1000000), PURPOSE_LOAN_REPAYMENT},
            {account, market_outside_account(market, MARKET_SUPPLIERS), amount(random, 1000000), PURPOSE_TRANSITION}};
        for (size_t n = 0; n < sizeof transfers / sizeof transfers[0]; n++) {
            world->moved[world->transfers.count++] = transfers[n];
        }
    }
}

static void make_world(struct world *world, struct random *random)
{
    *world = (struct world){.plan = {.start = start, .may_change = true, .may_borrow = true}};
    make_providers(world, random);
    make_commissioners(world, random);
    make_pool(world, random);
    world->plan.scale = (struct exact_scale){1 + amount(random, 1000000), 1 + amount(random, 1000000)};
    world->plan.allocation =
        (struct allocation_rates){amount(random, 1000000), amount(random, 100000), amount(random, 100000)};
    world->plan.contracts = world->contracts;
    world->plan.contract_count = random_below(random, MOST_CONTRACTS + 1);
    for (size_t i = 0; i < world->plan.contract_count; i++) {
        make_contract(world, i, random);
    }
}

/* Drops the contracts that price what another one prices already. */
static void make_market(struct market *market, struct world *world)
{
    while (market_init(market, &world->plan) != STATUS_OK) {
        cr_assert_gt(world->plan.contract_count, 0, "%s", status_message());
        world->plan.contract_count--;
    }
}

static void make_month(struct world *world, struct random *random)
{
    struct activity *activity = &world->activity;

    *activity = (struct activity){world->rows, 0, MOST_ROWS};
    for (size_t i = 0; i < INDICATOR_COUNT * (size_t)MOST_CELLS; i++) {
        world->cells[i / MOST_CELLS][i % MOST_CELLS] =
            (struct indicator_cell){amount(random, INT64_C(1000000000000)), amount(random, 1000000)};
    }
    for (uint32_t economy = 0; economy < world->plan.economy_count; economy++) {
        world->weighted[economy] = amount(random, INT64_C(1000000000000));
        world->adults[economy] = amount(random, 1000000);
        world->older[economy] = amount(random, 1000000);
        for (uint32_t provider = 0; provider < world->plan.provider_count; provider++) {
            world->registered[economy * world->plan.provider_count + provider] = amount(random, INT64_C(100000000000));
            for (uint32_t i = 0; i < SERVICE_COUNT * MEASURE_COUNT && activity->count < MOST_ROWS; i++) {
                if (random_below(random, 4) == 0) {
                    world->rows[activity->count++] = (struct activity_row){economy, provider, i / MEASURE_COUNT,
                                                                           i % MEASURE_COUNT, amount(random, 1000000)};
                }
            }
        }
    }
}

static struct indicators indicators_in(const struct world *world)
{
    struct indicators indicators;

    for (size_t i = 0; i < INDICATOR_COUNT; i++) {
        indicators.cells[i] = world->cells[i];
    }
    return indicators;
}

/* With the transfers of the month, if there are any. */
static struct market_population population_of(const struct world *world, const struct indicators *indicators)
{
    const struct market_plan *plan = &world->plan;

    return (struct market_population){
        .people = {world->weighted, world->adults, world->older, plan->economy_count},
        .lists = {world->registered, world->weighted, 1, plan->economy_count, plan->provider_count, indicators},
        .transfers = &world->transfers};
}

/* The proof, by other means than the ledger's own. Returns how many refunds there were. */
static size_t check_month(const struct market *market)
{
    const struct ledger *ledger = &market->ledger;
    money_t all = 0;
    money_t agents = 0;
    money_t outside = 0;
    size_t refunds = 0;

    for (uint32_t i = 0; i < ledger->account_count; i++) {
        all += ledger->balance[i];
        if (i < market_agent_count(market)) {
            struct market_finance finance = market_finance(market, i);
            agents += finance.income - finance.cost;
            cr_assert_eq(ledger->balance[i], ledger->opening[i] + finance.income - finance.cost);
        }
    }
    for (size_t i = 0; i < ledger->relation_count; i++) {
        outside += ledger->kind[ledger->from[i]] == ACCOUNT_OUTSIDE_SOURCE ? ledger->pence[i] : 0;
        outside -= ledger->kind[ledger->to[i]] == ACCOUNT_OUTSIDE_SINK ? ledger->pence[i] : 0;
        refunds += ledger->purpose[i] == PURPOSE_REFUND && ledger->pence[i] > 0;
        cr_assert_geq(ledger->pence[i], 0);
    }
    cr_assert_eq(all, 0);
    cr_assert_eq(agents, outside);
    return refunds;
}

/* What each provider can expect of the contracts for the activity of the month, before it is settled. */
static void foresee_month(struct market *market, const struct world *world, const struct contract_lists *lists,
                          day_t day, money_t *foreseen)
{
    for (uint32_t provider = 0; provider < world->plan.provider_count; provider++) {
        static struct activity_row rows[MOST_ROWS];
        struct activity own = {rows, 0, MOST_ROWS};
        for (size_t i = 0; i < world->activity.count; i++) {
            if (world->activity.rows[i].provider == provider) {
                rows[own.count++] = world->activity.rows[i];
            }
        }
        cr_assert_eq(contracts_foresee(&market->terms[0].contracts, &market->ledger, &own, lists, provider, day,
                                       &foreseen[provider]),
                     STATUS_OK, "%s", status_message());
    }
}

/* What it then got, less what it gave back. */
static money_t settled_with(const struct market *market, uint32_t provider)
{
    const struct ledger *ledger = &market->ledger;
    const uint32_t account = market_provider_account(market, provider);
    money_t pence = 0;

    for (size_t i = 0; i < ledger->relation_count; i++) {
        pence += ledger->to[i] == account && ledger->purpose[i] == PURPOSE_CONTRACT ? ledger->pence[i] : 0;
        pence -= ledger->from[i] == account && ledger->purpose[i] == PURPOSE_REFUND ? ledger->pence[i] : 0;
    }
    return pence;
}

/* A share of what the payer saves rests on what others are paid, which nobody can foresee. */
static bool can_be_foreseen(const struct world *world)
{
    for (size_t i = 0; i < world->plan.contract_count; i++) {
        if (world->contracts[i].terms.model == PAYMENT_GAIN_SHARE) {
            return false;
        }
    }
    return true;
}

Test(balance, what_contracts_pay_is_what_they_were_foreseen_to_pay)
{
    static struct world world;
    const struct random_key key = random_key_make(20110401, 0);
    size_t compared = 0;

    for (uint32_t i = 0; i < MARKETS; i++) {
        struct random random = random_at(key, RANDOM_PURPOSE_SERVICE, i, 0, 0);
        struct market market;
        make_world(&world, &random);
        make_market(&market, &world);
        const struct indicators indicators = indicators_in(&world);
        const struct market_population population = population_of(&world, &indicators);
        for (int month = 0; month < MONTHS && can_be_foreseen(&world); month++) {
            const day_t day = calendar_add_months(start, month);
            money_t foreseen[MOST_CELLS] = {0};
            make_month(&world, &random);
            foresee_month(&market, &world, &population.lists, day, foreseen);
            cr_assert_eq(market_month(&market, &world.activity, &population, day), STATUS_OK, "%s", status_message());
            for (uint32_t provider = 0; provider < world.plan.provider_count; provider++) {
                cr_assert_eq(foreseen[provider], settled_with(&market, provider), "market %u month %d provider %u", i,
                             month, provider);
                compared += foreseen[provider] != 0;
            }
        }
        market_free(&market);
    }
    cr_assert_gt(compared, 1000);
}

Test(balance, ten_thousand_random_months)
{
    static struct world world;
    struct random_key key = random_key_make(20080401, 0);
    size_t contracts = 0;
    size_t refunds = 0;

    for (uint32_t i = 0; i < MARKETS; i++) {
        struct random random = random_at(key, RANDOM_PURPOSE_SERVICE, i, 0, 0);
        struct market market;
        make_world(&world, &random);
        make_market(&market, &world);
        const struct indicators indicators = indicators_in(&world);
        const struct market_population population = population_of(&world, &indicators);
        size_t relations = market_relation_count(&market);
        for (int month = 0; month < MONTHS; month++) {
            make_month(&world, &random);
            make_transfers(&world, &market, &random);
            enum status status = market_month(&market, &world.activity, &population, calendar_add_months(start, month));
            cr_assert_eq(status, STATUS_OK, "market %u month %d: %s", i, month, status_message());
            refunds += check_month(&market);
        }
        cr_assert_eq(market_relation_count(&market), relations);
        contracts += market.terms[0].contracts.count;
        market_free(&market);
    }
    cr_assert_gt(contracts, 5 * MARKETS);
    cr_assert_gt(refunds, MARKETS);
}
