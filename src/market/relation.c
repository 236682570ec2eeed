#include "market/relation.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

struct relation {
    const char *payer, *payee; /* names */
    uint32_t from, to, service;
    enum purpose purpose;
};

/* Relations being collected; one may come more than once. */
struct relations {
    const struct market *market;
    const struct market_terms *terms;
    struct relation *items;
    size_t count, capacity;
};

static enum status relations_add(struct relations *self, uint32_t from, uint32_t to, enum purpose purpose,
                                 uint32_t service)
{
    enum status status = memory_reserve((void **)&self->items, &self->capacity, self->count + 1, sizeof *self->items);

    if (status == STATUS_OK) {
        const struct ledger *ledger = &self->market->ledger;
        self->items[self->count++] = (struct relation){
            .payer = ledger_account(ledger, from).name,
            .payee = ledger_account(ledger, to).name,
            .from = from,
            .to = to,
            .service = service,
            .purpose = purpose,
        };
    }
    return status;
}

static enum status relations_add_allocations(struct relations *self)
{
    enum status status = STATUS_OK;
    uint32_t treasury = market_outside_account(self->market, MARKET_TREASURY);

    for (size_t i = 0; i < self->market->commissioner_count && status == STATUS_OK; i++) {
        uint32_t account = market_commissioner_account(self->market, (uint32_t)i);
        status = relations_add(self, treasury, account, PURPOSE_ALLOCATION, LEDGER_NO_SERVICE);
    }
    return status;
}

/* What a contract may pay a provider, and what that may pay back, for services among these. */
static enum status relations_add_services(struct relations *self, const struct contract *contract, uint32_t payee,
                                          uint64_t among)
{
    enum status status = STATUS_OK;
    uint64_t paid = contract_services(contract) & among;
    uint64_t refunded = contract_refunds(contract) & among;

    for (uint32_t service = 0; service < PAYMENT_SERVICES && status == STATUS_OK; service++) {
        if ((paid & PAYMENT_SERVICE_BIT(service)) != 0) {
            status = relations_add(self, contract->payer, payee, PURPOSE_CONTRACT, service);
        }
        if ((refunded & PAYMENT_SERVICE_BIT(service)) != 0 && status == STATUS_OK) {
            status = relations_add(self, payee, contract->payer, PURPOSE_REFUND, service);
        }
    }
    return status;
}

/* A contract with any provider may pay each that offers one of its services. */
static enum status relations_add_contract(struct relations *self, const struct contract *contract)
{
    enum status status = STATUS_OK;

    if (contract->provider != CONTRACT_ANY_PROVIDER) {
        return relations_add_services(self, contract, contract->payee, UINT64_MAX);
    }
    for (uint32_t i = 0; i < self->market->provider_count && status == STATUS_OK; i++) {
        uint64_t offered = self->market->services[i];
        if ((offered & contract->services) != 0) {
            status = relations_add_services(self, contract, market_provider_account(self->market, i),
                                            offered | PAYMENT_SERVICE_BIT(LEDGER_NO_SERVICE));
        }
    }
    return status;
}

static enum status relations_add_charges(struct relations *self)
{
    enum status status = STATUS_OK;
    uint32_t users = market_outside_account(self->market, MARKET_SERVICE_USERS);

    for (size_t i = 0; i < self->terms->charge_count && status == STATUS_OK; i++) {
        const struct market_charge *charge = &self->terms->charges[i];
        uint32_t account = market_commissioner_account(self->market, charge->commissioner);
        status = relations_add(self, users, account, PURPOSE_CHARGE, charge->service);
    }
    return status;
}

static enum status relations_add_costs(struct relations *self, const struct cost_provider *provider)
{
    enum status status = STATUS_OK;
    uint32_t suppliers = market_outside_account(self->market, MARKET_SUPPLIERS);
    uint32_t lenders = market_outside_account(self->market, MARKET_LENDERS);

    for (size_t i = 0; i < provider->standing_count && status == STATUS_OK; i++) {
        const struct cost_standing *standing = &provider->standing[i];
        if (standing->annual_pence > 0) {
            uint32_t payee = standing->purpose == PURPOSE_CAPITAL_CHARGE ? lenders : suppliers;
            status = relations_add(self, provider->account, payee, standing->purpose, standing->service);
        }
    }
    for (size_t i = 0; i < provider->unit_count && status == STATUS_OK; i++) {
        status = relations_add(self, provider->account, suppliers, PURPOSE_PAY_AND_GOODS, provider->units[i].service);
    }
    return status;
}

static enum status relations_add_opening(struct relations *self, uint32_t account, money_t reserves)
{
    if (reserves == 0) {
        return STATUS_OK;
    }
    uint32_t outside = market_outside_account(self->market, reserves < 0 ? MARKET_LENDERS : MARKET_RESERVES);
    return reserves < 0 ? relations_add(self, account, outside, PURPOSE_OPENING, LEDGER_NO_SERVICE)
                        : relations_add(self, outside, account, PURPOSE_OPENING, LEDGER_NO_SERVICE);
}

/* What providers may pay and get beside contracts and costs. */
static enum status relations_add_transfers(struct relations *self, uint32_t account, const struct market_plan *plan)
{
    const struct market *market = self->market;
    enum status status = STATUS_OK;

    if (plan->may_change) {
        status = relations_add(self, account, market_outside_account(market, MARKET_SUPPLIERS), PURPOSE_TRANSITION,
                               LEDGER_NO_SERVICE);
    }
    if (plan->may_borrow && status == STATUS_OK) {
        status = relations_add(self, market_outside_account(market, MARKET_TREASURY), account, PURPOSE_LOAN,
                               LEDGER_NO_SERVICE);
    }
    if (plan->may_borrow && status == STATUS_OK) {
        status = relations_add(self, account, market_outside_account(market, MARKET_LENDERS), PURPOSE_LOAN_REPAYMENT,
                               LEDGER_NO_SERVICE);
    }
    return status;
}

static enum status relations_add_pool(struct relations *self, const struct pool *pool)
{
    const enum status status = relations_add(self, pool->health, pool->council, PURPOSE_POOL, LEDGER_NO_SERVICE);

    return status == STATUS_OK ? relations_add(self, pool->council, pool->health, PURPOSE_POOL, LEDGER_NO_SERVICE)
                               : status;
}

static enum status relations_add_openings(struct relations *self, const struct market_plan *plan)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < plan->provider_count && status == STATUS_OK; i++) {
        status =
            relations_add_opening(self, market_provider_account(self->market, i), plan->providers[i].reserves_pence);
    }
    for (uint32_t i = 0; i < plan->commissioner_count && status == STATUS_OK; i++) {
        status = relations_add_opening(self, market_commissioner_account(self->market, i),
                                       plan->commissioners[i].reserves_pence);
    }
    return status;
}

static enum status relations_collect(struct relations *self, const struct market_plan *plan)
{
    const struct market_terms *terms = self->terms;
    enum status status = relations_add_openings(self, plan);

    if (status == STATUS_OK) {
        status = relations_add_allocations(self);
    }

    for (size_t i = 0; i < terms->contracts.count && status == STATUS_OK; i++) {
        status = relations_add_contract(self, &terms->contracts.items[i]);
    }
    if (status == STATUS_OK) {
        status = relations_add_charges(self);
    }
    for (size_t i = 0; i < terms->costs.provider_count && status == STATUS_OK; i++) {
        status = relations_add_costs(self, &terms->costs.providers[i]);
        if (status == STATUS_OK) {
            status = relations_add_transfers(self, terms->costs.providers[i].account, plan);
        }
    }
    for (size_t i = 0; i < terms->pool_count && status == STATUS_OK; i++) {
        status = relations_add_pool(self, &terms->pools[i]);
    }
    return status;
}

static int relation_compare(const void *left, const void *right)
{
    const struct relation *a = left;
    const struct relation *b = right;
    int order = strcmp(a->payer, b->payer);

    if (order == 0) {
        order = strcmp(a->payee, b->payee);
    }
    if (order == 0) {
        order = (a->service > b->service) - (a->service < b->service);
    }
    return order != 0 ? order : (a->purpose > b->purpose) - (a->purpose < b->purpose);
}

enum status relations_mention(struct market *self, const struct market_terms *terms, const struct market_plan *plan)
{
    struct relations relations = {.market = self, .terms = terms};
    enum status status = relations_collect(&relations, plan);

    if (relations.count > 0) {
        qsort(relations.items, relations.count, sizeof *relations.items, relation_compare);
    }
    for (size_t i = 0; i < relations.count && status == STATUS_OK; i++) {
        const struct relation *relation = &relations.items[i];
        uint32_t index = 0;
        status =
            ledger_relate(&self->ledger, relation->from, relation->to, relation->purpose, relation->service, &index);
    }
    memory_free((void **)&relations.items);
    return status;
}
