#include "engine/finance.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/finance_plan.h"
#include "engine/indicators.h"
#include "engine/parallel.h"

/* The provider of whoever is registered nowhere. */
#define PROVIDER_NONE SIZE_MAX

/* What a person counts in a formula of weighted capitation, millionths. */
struct weights {
    int64_t micro[AGE_COUNT][QUINTILE_COUNT];
};

static void weights_set(struct weights *self, const struct weighting_parameters *weighting)
{
    const double quintiles[QUINTILE_COUNT] = {weighting->deprivation_1, weighting->deprivation_2,
                                              weighting->deprivation_3, weighting->deprivation_4,
                                              weighting->deprivation_5};
    const struct age_weight_parameters *ages = weighting->ages.items;

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        double weight = 1;
        for (size_t i = 0; i < weighting->ages.count; i++) {
            if (ages[i].age_from <= age && age <= ages[i].age_to) {
                weight = ages[i].weight;
            }
        }
        for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
            self->micro[age][quintile] = llround(weight * quintiles[quintile] * EXACT_MICRO);
        }
    }
}

/* The people of a locality as the market counts them. */
struct headcount {
    int64_t weighted_micro, adults_micro, older_micro;
};

/* The people at the end of a month, by locality and then by economy. */
struct reckoning {
    const struct world *world;
    day_t last_day;
    struct weights allocation, council, list;
    struct headcount *localities;
    int64_t *adults, *older;                    /* by economy */
    exposures_t paid_for;                       /* conditions for which there is capitation */
    size_t lists;                               /* of people: everybody, and by condition if there are any */
    int64_t *resident_micro, *registered_micro; /* as in contract_lists; the latter NULL when nobody pays for it */
};

static void reckoning_free(struct reckoning *self)
{
    memory_free((void **)&self->localities);
    memory_free((void **)&self->resident_micro);
    memory_free((void **)&self->adults);
    memory_free((void **)&self->older);
    memory_free((void **)&self->registered_micro);
}

static bool pays_for_lists(const struct contracts *contracts)
{
    for (size_t i = 0; i < contracts->count; i++) {
        if (contract_needs_lists(&contracts->items[i])) {
            return true;
        }
    }
    return false;
}

static exposures_t conditions_paid_for(const struct contracts *contracts)
{
    exposures_t conditions = 0;

    for (size_t i = 0; i < contracts->count; i++) {
        const uint32_t people = contracts->items[i].people;
        conditions |= people > 0 ? exposure_of_condition(people - 1) : 0;
    }
    return conditions;
}

static enum status reckoning_init(struct reckoning *self, const struct world *world)
{
    const size_t economies = world->area.economy_count;
    const struct market_parameters *scenario = &world->run->market;
    const struct contracts *contracts = &world->market.terms[world->market.in_force].contracts;
    enum status status =
        memory_allocate((void **)&self->localities, world->area.locality_count, sizeof *self->localities);

    weights_set(&self->allocation, &scenario->allocation_weights);
    weights_set(&self->council, &scenario->council_weights);
    weights_set(&self->list, &scenario->list_weights);
    self->paid_for = conditions_paid_for(contracts);
    self->lists = self->paid_for != 0 ? 1 + CONDITION_LIMIT : 1;
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->resident_micro, self->lists * economies, sizeof *self->resident_micro);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->adults, economies, sizeof *self->adults);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->older, economies, sizeof *self->older);
    }
    if (status == STATUS_OK && pays_for_lists(contracts)) {
        status =
            memory_allocate((void **)&self->registered_micro, self->lists * economies * world->market.provider_count,
                            sizeof *self->registered_micro);
    }
    return status;
}

/* Adds a person to the lists of those with each condition that is paid for; `provider` is that of the practice, or
 * PROVIDER_NONE. */
static void count_conditions(const struct reckoning *self, size_t economy, size_t provider, exposures_t exposures)
{
    const size_t economies = self->world->area.economy_count, providers = self->world->market.provider_count;

    for (exposures_t left = exposures & self->paid_for; left != 0; left &= left - 1) {
        const size_t place = (1 + (size_t)__builtin_ctzll(left)) * economies + economy;
        int64_t *residents = &self->resident_micro[place];
#pragma omp atomic
        *residents += EXACT_MICRO;
        if (self->registered_micro != NULL && provider != PROVIDER_NONE) {
            int64_t *registered = &self->registered_micro[place * providers + provider];
#pragma omp atomic
            *registered += EXACT_MICRO;
        }
    }
}

/* The provider of the practice at which a person is registered. */
static size_t practice_of(const struct world *world, const struct person *person)
{
    return person->practice == SITE_NONE ? PROVIDER_NONE : world->care.supply.sites[person->practice].provider;
}

/* Counts a locality. Several localities write to the lists of one practice at once: whole numbers, whose sum is the
 * same in any order. */
static enum status count_locality(void *context, size_t locality)
{
    enum { ADULT = 18, OLDER = 65 };
    struct reckoning *self = context;
    const struct world *world = self->world;
    const struct people *people = &world->districts[locality].people;
    const size_t economy = world->area.localities[locality].economy;
    int64_t *lists =
        self->registered_micro == NULL ? NULL : &self->registered_micro[economy * world->market.provider_count];
    struct headcount count = {0};

    for (uint32_t row = 0; row < people->rows; row++) {
        if (!people_holds(people, row)) {
            continue;
        }
        const unsigned age = life_age(people->person[row].birth_day, self->last_day);
        const unsigned quintile = exposure_quintile(people->person[row].exposures);
        count.weighted_micro += self->allocation.micro[age][quintile];
        count.adults_micro += age >= ADULT && age < OLDER ? self->council.micro[age][quintile] : 0;
        count.older_micro += age >= OLDER ? self->council.micro[age][quintile] : 0;
        const size_t provider = practice_of(world, &people->person[row]);
        if (lists != NULL && provider != PROVIDER_NONE) {
            int64_t *list = &lists[provider];
#pragma omp atomic
            *list += self->list.micro[age][quintile];
        }
        count_conditions(self, economy, provider, people->person[row].exposures);
    }
    self->localities[locality] = count;
    return STATUS_OK;
}

/* Millionths to whole people, to the nearest. */
static int64_t whole(int64_t micro)
{
    return (micro + EXACT_MICRO / 2) / EXACT_MICRO;
}

static enum status count_people(struct reckoning *self)
{
    const struct world *world = self->world;
    const enum status status = parallel_each(world->area.locality_count, count_locality, self);

    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        const size_t economy = world->area.localities[locality].economy;
        self->resident_micro[economy] += self->localities[locality].weighted_micro;
        self->adults[economy] += self->localities[locality].adults_micro;
        self->older[economy] += self->localities[locality].older_micro;
    }
    for (size_t economy = 0; economy < world->area.economy_count; economy++) {
        self->adults[economy] = whole(self->adults[economy]);
        self->older[economy] = whole(self->older[economy]);
    }
    return status;
}

/* What was decided last quarter and is paid, lent or paid back with this month. */
static enum status collect_transfers(struct world *world, struct transfers *transfers)
{
    const struct market *market = &world->market;
    const uint32_t suppliers = market_outside_account(market, MARKET_SUPPLIERS);
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < world->boards.provider_count && status == STATUS_OK; i++) {
        status = transfers_add(transfers, (struct transfer){market_provider_account(market, i), suppliers,
                                                            world->boards.outlay[i], PURPOSE_TRANSITION});
    }
    return status == STATUS_OK ? regulator_collect(&world->regulator, &world->run->market.regulator, market, transfers)
                               : status;
}

/* The regulator looks at a quarter before the boards do. */
static enum status decide(struct world *world, const struct contract_lists *lists, day_t last_day)
{
    const struct board_view view = {.run = world->run,
                                    .rules = world->care.rules,
                                    .supply = &world->care.supply,
                                    .market = &world->market,
                                    .activity = &world->activity,
                                    .lists = lists,
                                    .key = world->key,
                                    .day = last_day};
    enum status status = STATUS_OK;

    boards_observe(&world->boards, &view);
    if (boards_saw_quarter(&view)) {
        if (world->run->market.mechanisms.regulator) {
            status = regulator_quarter(&world->regulator, &view, &world->boards);
        }
        if (status == STATUS_OK) {
            status = boards_decide(&world->boards, &view);
        }
    }
    boards_end_month(&world->boards, last_day);
    return status;
}

enum status finance_month(struct world *world, day_t last_day)
{
    struct indicator_table table = {0};
    struct transfers transfers = {0};
    struct reckoning reckoning = {.world = world, .last_day = last_day};
    enum status status = STATUS_OK;

    if (last_day < world->run->start) {
        return STATUS_OK;
    }
    status = reckoning_init(&reckoning, world);
    if (status != STATUS_OK) {
        goto out;
    }
    status = count_people(&reckoning);
    if (status != STATUS_OK) {
        goto out;
    }
    status = indicators_count(world, &table);
    if (status != STATUS_OK) {
        goto out;
    }
    status = collect_transfers(world, &transfers);
    if (status != STATUS_OK) {
        goto out;
    }
    const struct indicators indicators = indicators_of(&table);
    const struct market_population population = {
        .people = {reckoning.resident_micro, reckoning.adults, reckoning.older, world->area.economy_count},
        .lists = {.registered_micro = reckoning.registered_micro,
                  .resident_micro = reckoning.resident_micro,
                  .people = reckoning.lists,
                  .economy_count = world->area.economy_count,
                  .provider_count = world->market.provider_count,
                  .indicators = &indicators},
        .transfers = &transfers,
    };
    status = market_month(&world->market, &world->activity, &population, last_day);
    if (status == STATUS_OK) {
        status = decide(world, &population.lists, last_day);
    }
out:
    transfers_free(&transfers);
    indicator_table_free(&table);
    reckoning_free(&reckoning);
    return status;
}

/* People alive, by economy. */
static enum status count_living(struct finance_plan *plan)
{
    const struct world *world = plan->world;
    enum status status = memory_allocate((void **)&plan->people, world->area.economy_count, sizeof *plan->people);

    for (size_t l = 0; l < world->area.locality_count && status == STATUS_OK; l++) {
        plan->people[world->area.localities[l].economy] += (int64_t)world->districts[l].people.living;
    }
    return status;
}

/* The plan of a market under the rules of `run`. On failure, too, the caller frees. */
static enum status plan_market(struct finance_plan *plan, const struct world *world, const struct run_parameters *run,
                               const struct service_rules_parameters rules[SERVICE_COUNT])
{
    const struct date start = calendar_date(run->start);

    *plan = (struct finance_plan){.world = world, .scenario = &run->market, .rules = rules};
    plan->market.start = calendar_day((struct date){start.year, start.month, 1});
    plan->market.may_change = boards_may_decide(&run->market.mechanisms);
    plan->market.may_borrow =
        run->market.mechanisms.regulator && run->market.regulator.failure_regime == FAILURE_REGIME_LOAN;
    plan->market.scale = (struct exact_scale){1, 1}; /* the supply has scaled its sums, the plan its own */
    enum status status = count_living(plan);
    if (status == STATUS_OK) {
        status = finance_plan_agents(plan);
    }
    return status == STATUS_OK ? finance_plan_contracts(plan) : status;
}

enum status finance_build(struct market *market, const struct world *world)
{
    struct finance_plan plan;
    enum status status = plan_market(&plan, world, world->run, world->care.rules);

    *market = (struct market){0};
    if (status == STATUS_OK) {
        status = market_init(market, &plan.market);
    }
    if (status == STATUS_OK) {
        status = finance_spend_other_care(&plan, market, market->in_force);
    }
    finance_plan_free(&plan);
    return status;
}

enum status finance_foresee(struct world *world, const struct run_parameters *run,
                            const struct service_rules_parameters rules[SERVICE_COUNT], size_t *terms)
{
    struct finance_plan plan;
    enum status status = plan_market(&plan, world, run, rules);

    if (status == STATUS_OK) {
        status = market_add_terms(&world->market, &plan.market, terms);
    }
    if (status == STATUS_OK) {
        status = finance_spend_other_care(&plan, &world->market, *terms);
    }
    finance_plan_free(&plan);
    return status;
}

enum status finance_set_costs(struct world *world)
{
    struct finance_plan plan = {.world = world, .scenario = &world->run->market, .rules = world->care.rules};
    struct costs *costs = &world->market.terms[world->market.in_force].costs;
    enum status status = finance_plan_providers(&plan, false);

    for (size_t i = 0; i < world->care.supply.provider_count && status == STATUS_OK; i++) {
        status = costs_set(costs, i, &plan.providers[i].costs, plan.providers[i].name, (struct exact_scale){1, 1});
    }
    finance_plan_free(&plan);
    return status;
}

static const char *find_label(const struct named_list *list, const char *name)
{
    const struct commissioner_parameters *items = list->items;

    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(items[i].name, name) == 0 && items[i].label[0] != '\0') {
            return items[i].label;
        }
    }
    return name;
}

const char *finance_label(const struct world *world, uint32_t account)
{
    const struct supply *supply = &world->care.supply;
    const struct account agent = ledger_account(&world->market.ledger, account);

    switch (agent.kind) {
    case ACCOUNT_PROVIDER:
        return agent.agent < supply->provider_count ? supply->providers[agent.agent].label : agent.name;
    case ACCOUNT_COMMISSIONER:
        return find_label(&world->run->market.commissioners, agent.name);
    case ACCOUNT_COUNCIL:
        return find_label(&world->run->market.councils, agent.name);
    default:
        return agent.name;
    }
}
