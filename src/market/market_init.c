/* Making a market from a plan: accounts, contracts, costs, allocations, opening balances. */
#include "market/market.h"

#include "base/memory.h"
#include "market/relation.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MARKET_OUTSIDE_NAME(id, name, direction) name,
static const char *const outside_names[MARKET_OUTSIDE_COUNT] = {MARKET_OUTSIDE_LIST(MARKET_OUTSIDE_NAME)};
#undef MARKET_OUTSIDE_NAME

#define MARKET_OUTSIDE_KIND(id, name, direction) ACCOUNT_OUTSIDE_##direction,
static const enum account_kind outside_kinds[MARKET_OUTSIDE_COUNT] = {MARKET_OUTSIDE_LIST(MARKET_OUTSIDE_KIND)};
#undef MARKET_OUTSIDE_KIND

static void terms_free(struct market_terms *self)
{
    contracts_free(&self->contracts);
    costs_free(&self->costs);
    memory_free((void **)&self->charges);
    memory_free((void **)&self->pools);
}

void market_free(struct market *self)
{
    for (size_t i = 0; i < self->term_count; i++) {
        terms_free(&self->terms[i]);
    }
    memory_free((void **)&self->terms);
    ledger_free(&self->ledger);
    allocations_free(&self->allocations);
    events_free(&self->events);
    memory_free((void **)&self->services);
    field_table_free(market_fields, market_field_count, self);
    memset(self, 0, sizeof *self);
}

static enum status market_init_accounts(struct market *self, const struct market_plan *plan)
{
    enum status status = STATUS_OK;
    uint32_t id = 0;
    uint32_t of_kind[ACCOUNT_KIND_COUNT] = {0};

    for (size_t i = 0; i < plan->provider_count && status == STATUS_OK; i++) {
        status = ledger_open(&self->ledger, plan->providers[i].name, ACCOUNT_PROVIDER, (uint32_t)i, &id);
    }
    for (size_t i = 0; i < plan->commissioner_count && status == STATUS_OK; i++) {
        const struct market_commissioner *commissioner = &plan->commissioners[i];
        if (commissioner->kind != ACCOUNT_COMMISSIONER && commissioner->kind != ACCOUNT_COUNCIL) {
            return status_raise(STATUS_SCENARIO, "%s: expected a commissioner or a council", commissioner->name);
        }
        status = ledger_open(&self->ledger, commissioner->name, commissioner->kind, of_kind[commissioner->kind]++, &id);
    }
    for (uint32_t i = 0; i < MARKET_OUTSIDE_COUNT && status == STATUS_OK; i++) {
        status = ledger_open(&self->ledger, outside_names[i], outside_kinds[i], of_kind[outside_kinds[i]]++, &id);
    }
    return status;
}

static enum status terms_add_contract(struct market_terms *self, const struct market *market,
                                      const struct market_plan *plan, const struct market_contract *contract)
{
    struct contract terms = contract->terms;

    bool is_any = terms.provider == CONTRACT_ANY_PROVIDER;
    bool is_self = contract->payer == MARKET_SELF_PAYERS;

    if ((!is_self && contract->payer >= plan->commissioner_count) ||
        (!is_any && terms.provider >= plan->provider_count) || terms.economy >= plan->economy_count) {
        return status_raise(STATUS_SCENARIO, "contract %s: its payer, provider or economy does not exist", terms.name);
    }
    if (terms.annual_pence < 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: its annual sum is below 0", terms.name);
    }
    terms.payer = is_self ? market_outside_account(market, MARKET_SERVICE_USERS)
                          : market_commissioner_account(market, contract->payer);
    terms.payee = market_provider_account(market, is_any ? 0 : terms.provider);
    enum status status = exact_share(terms.annual_pence, plan->scale.simulated, plan->scale.real, &terms.annual_pence);
    if (status == STATUS_OK) {
        status = contracts_add(&self->contracts, &terms);
    }
    if (status == STATUS_OK && is_self && contract_refunds(&terms) != 0) {
        status = status_raise(STATUS_SCENARIO, "contract %s: self-payers have no price of short stays", terms.name);
    }
    return status;
}

static enum status terms_add_contracts(struct market_terms *self, const struct market *market,
                                       const struct market_plan *plan)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < plan->contract_count && status == STATUS_OK; i++) {
        status = terms_add_contract(self, market, plan, &plan->contracts[i]);
    }
    return status;
}

static enum status market_init_services(struct market *self, const struct market_plan *plan)
{
    enum status status = memory_allocate((void **)&self->services, plan->provider_count, sizeof *self->services);

    for (size_t i = 0; i < plan->provider_count && status == STATUS_OK; i++) {
        self->services[i] = plan->providers[i].services;
    }
    return status;
}

static enum status terms_init_costs(struct market_terms *self, const struct market *market,
                                    const struct market_plan *plan)
{
    struct cost_terms *terms = NULL;
    const char **names = NULL;
    uint32_t *accounts = NULL;
    enum status status = memory_allocate((void **)&terms, plan->provider_count, sizeof *terms);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&names, plan->provider_count, sizeof *names);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&accounts, plan->provider_count, sizeof *accounts);
    }
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t i = 0; i < plan->provider_count; i++) {
        terms[i] = plan->providers[i].costs;
        names[i] = plan->providers[i].name;
        accounts[i] = market_provider_account(market, (uint32_t)i);
    }
    status = costs_init(&self->costs, terms, names, accounts, plan->provider_count, plan->scale);
out:
    memory_free((void **)&terms);
    memory_free((void **)&names);
    memory_free((void **)&accounts);
    return status;
}

static enum status market_init_allocations(struct market *self, const struct market_plan *plan)
{
    struct allocation_terms *terms = NULL;
    enum status status = memory_allocate((void **)&terms, plan->commissioner_count, sizeof *terms);

    for (size_t i = 0; i < plan->commissioner_count && status == STATUS_OK; i++) {
        const struct market_commissioner *commissioner = &plan->commissioners[i];
        uint32_t account = market_commissioner_account(self, (uint32_t)i);
        terms[i] = (struct allocation_terms){
            .name = ledger_account(&self->ledger, account).name,
            .account = account,
            .kind = commissioner->kind,
            .economies = commissioner->economies,
            .economy_count = commissioner->economy_count,
        };
    }
    if (status == STATUS_OK) {
        status = allocations_init(&self->allocations, &plan->allocation, terms, plan->commissioner_count,
                                  plan->economy_count);
    }
    memory_free((void **)&terms);
    return status;
}

static int charge_compare(const void *left, const void *right)
{
    const struct market_charge *a = left;
    const struct market_charge *b = right;

    if (a->commissioner != b->commissioner) {
        return a->commissioner < b->commissioner ? -1 : 1;
    }
    return (a->service > b->service) - (a->service < b->service);
}

static enum status terms_check_charge(const struct market_terms *self, const struct market *market, size_t index)
{
    const struct market_charge *charge = &self->charges[index];

    if (charge->commissioner >= market->commissioner_count || charge->service >= SERVICE_COUNT) {
        return status_raise(STATUS_SCENARIO, "charge to users: its commissioner or its service does not exist");
    }
    const char *name = ledger_account(&market->ledger, market_commissioner_account(market, charge->commissioner)).name;
    const char *service = service_lines[charge->service].name;
    if (charge->share_micro < 0 || charge->share_micro > EXACT_MICRO) {
        return status_raise(STATUS_SCENARIO, "%s: charge to users of %s: expected a share from 0 to 1", name, service);
    }
    if (index > 0 && charge_compare(charge - 1, charge) == 0) {
        return status_raise(STATUS_SCENARIO, "%s: two charges to users of %s", name, service);
    }
    return STATUS_OK;
}

static enum status terms_init_charges(struct market_terms *self, const struct market *market,
                                      const struct market_plan *plan)
{
    enum status status = memory_allocate((void **)&self->charges, plan->charge_count, sizeof *self->charges);

    if (status != STATUS_OK || plan->charge_count == 0) {
        return status;
    }
    self->charge_count = plan->charge_count;
    memcpy(self->charges, plan->charges, plan->charge_count * sizeof *self->charges);
    qsort(self->charges, self->charge_count, sizeof *self->charges, charge_compare);
    for (size_t i = 0; i < self->charge_count && status == STATUS_OK; i++) {
        status = terms_check_charge(self, market, i);
    }
    return status;
}

/* Reserves come from outside; a debt is paid to the outside. */
static enum status market_open_balance(struct market *self, const struct market_plan *plan, uint32_t account,
                                       money_t reserves)
{
    bool in_debt = reserves < 0;
    uint32_t outside = market_outside_account(self, in_debt ? MARKET_LENDERS : MARKET_RESERVES);
    money_t pence = 0;

    if (reserves == INT64_MIN) {
        return status_raise(STATUS_OVERFLOW, "%s: reserves do not fit", ledger_account(&self->ledger, account).name);
    }
    enum status status = exact_share(in_debt ? -reserves : reserves, plan->scale.simulated, plan->scale.real, &pence);
    if (status != STATUS_OK) {
        return status;
    }
    return in_debt ? ledger_post(&self->ledger, account, outside, pence, PURPOSE_OPENING, LEDGER_NO_SERVICE)
                   : ledger_post(&self->ledger, outside, account, pence, PURPOSE_OPENING, LEDGER_NO_SERVICE);
}

static enum status market_open_balances(struct market *self, const struct market_plan *plan)
{
    day_t before = calendar_add_months(plan->start, -1);
    enum status status = ledger_begin_month(&self->ledger, before);

    for (size_t i = 0; i < plan->provider_count && status == STATUS_OK; i++) {
        uint32_t account = market_provider_account(self, (uint32_t)i);
        status = market_open_balance(self, plan, account, plan->providers[i].reserves_pence);
    }
    for (size_t i = 0; i < plan->commissioner_count && status == STATUS_OK; i++) {
        uint32_t account = market_commissioner_account(self, (uint32_t)i);
        status = market_open_balance(self, plan, account, plan->commissioners[i].reserves_pence);
    }
    return status == STATUS_OK ? ledger_close_month(&self->ledger, before) : status;
}

static enum status market_check_plan(const struct market_plan *plan)
{
    if (plan->scale.simulated < 1 || plan->scale.real < 1) {
        return status_raise(STATUS_SCENARIO, "expected one or more people, simulated and real");
    }
    if (plan->provider_count + plan->commissioner_count > UINT32_MAX - MARKET_OUTSIDE_COUNT) {
        return status_raise(STATUS_SCENARIO, "too many agents");
    }
    return STATUS_OK;
}

static enum status terms_init_pools(struct market_terms *self, const struct market *market,
                                    const struct market_plan *plan)
{
    const enum status status = memory_allocate((void **)&self->pools, plan->pool_count, sizeof *self->pools);

    for (size_t i = 0; i < plan->pool_count && status == STATUS_OK; i++) {
        self->pools[i] = plan->pools[i].terms;
        self->pools[i].health = market_commissioner_account(market, plan->pools[i].health);
        self->pools[i].council = market_commissioner_account(market, plan->pools[i].council);
        self->pool_count++;
    }
    return status;
}

static enum status terms_init(struct market_terms *self, const struct market *market, const struct market_plan *plan)
{
    enum status status = terms_add_contracts(self, market, plan);

    self->allocation = plan->allocation;
    if (status == STATUS_OK) {
        status = terms_init_costs(self, market, plan);
    }
    if (status == STATUS_OK) {
        status = terms_init_charges(self, market, plan);
    }
    return status == STATUS_OK ? terms_init_pools(self, market, plan) : status;
}

enum status market_add_terms(struct market *self, const struct market_plan *plan, size_t *index)
{
    struct market_terms terms = {0};
    enum status status =
        memory_reserve((void **)&self->terms, &self->term_capacity, self->term_count + 1, sizeof *self->terms);

    if (status == STATUS_OK) {
        status = terms_init(&terms, self, plan);
    }
    if (status == STATUS_OK) {
        status = relations_mention(self, &terms, plan);
    }
    if (status == STATUS_OK) {
        *index = self->term_count;
        self->terms[self->term_count++] = terms;
    } else {
        terms_free(&terms);
    }
    return status;
}

enum status market_init(struct market *self, const struct market_plan *plan)
{
    static enum status (*const parts[])(struct market *, const struct market_plan *) = {
        market_init_accounts,
        market_init_services,
        market_init_allocations,
    };
    enum status status = market_check_plan(plan);

    memset(self, 0, sizeof *self);
    self->economy_count = plan->economy_count;
    self->provider_count = plan->provider_count;
    self->commissioner_count = plan->commissioner_count;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == STATUS_OK; i++) {
        status = parts[i](self, plan);
    }
    if (status == STATUS_OK) {
        status = field_table_allocate(market_fields, market_field_count, self, market_agent_count(self));
    }
    if (status == STATUS_OK) {
        status = market_add_terms(self, plan, &self->in_force);
    }
    if (status == STATUS_OK) {
        status = market_open_balances(self, plan);
    }
    if (status != STATUS_OK) {
        market_free(self);
    }
    return status;
}
