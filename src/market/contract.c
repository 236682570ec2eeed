#include "market/contract.h"

#include "base/memory.h"

#include <string.h>

const struct field contract_fields[] = {
    FIELD_COLUMN(struct contracts, memory, FIELD_I64, "1", "what the payment model of a contract remembers"),
};
const size_t contract_field_count = sizeof contract_fields / sizeof contract_fields[0];

static void contract_free(struct contract *self)
{
    memory_free((void **)&self->name);
    memory_free((void **)&self->prices);
    memory_free((void **)&self->targets);
}

void contracts_free(struct contracts *self)
{
    for (size_t i = 0; i < self->count; i++) {
        contract_free(&self->items[i]);
    }
    memory_free((void **)&self->items);
    memory_free((void **)&self->memory);
    memset(self, 0, sizeof *self);
}

bool contract_is_for_one(const struct contract *contract)
{
    const enum payment_basis basis = payment_bases[contract->model];

    return basis == PAYMENT_BASIS_ANNUAL_SUM || basis == PAYMENT_BASIS_SUM_AND_PRICES || basis == PAYMENT_BASIS_SHARE ||
           (basis == PAYMENT_BASIS_CAPITATION && contract->list == CONTRACT_LIST_RESIDENT);
}

bool contract_remembers(const struct contract *contract)
{
    const struct payment_model *model = payment_models[contract->model];

    return model->remembers != NULL && model->remembers(contract);
}

void contracts_take_memory(struct contracts *self, const struct contracts *from)
{
    size_t next = 0;

    for (size_t i = 0; i < self->count; i++) {
        while (next < from->count && strcmp(from->items[next].name, self->items[i].name) < 0) {
            next++;
        }
        if (next < from->count && strcmp(from->items[next].name, self->items[i].name) == 0) {
            memcpy(&self->memory[i * CONTRACT_MEMORY], &from->memory[next * CONTRACT_MEMORY],
                   CONTRACT_MEMORY * sizeof *self->memory);
        }
    }
}

bool contract_needs_lists(const struct contract *contract)
{
    return payment_bases[contract->model] == PAYMENT_BASIS_CAPITATION && contract->list == CONTRACT_LIST_REGISTERED;
}

bool contract_needs_indicators(const struct contract *contract)
{
    return contract->model == PAYMENT_PERFORMANCE;
}

uint64_t contract_services(const struct contract *contract)
{
    return payment_models[contract->model]->services(contract);
}

uint64_t contract_refunds(const struct contract *contract)
{
    return payment_models[contract->model]->refunds(contract);
}

static enum status contract_check_dates(const struct contract *self)
{
    bool open_ended = self->until == CONTRACT_OPEN_ENDED;

    if (!calendar_is_month_start(self->from) || (!open_ended && !calendar_is_month_start(self->until))) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected dates on the first of a month", self->name);
    }
    if (self->until <= self->from) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected an end after the beginning", self->name);
    }
    return STATUS_OK;
}

static enum status contract_check(const struct contract *self)
{
    const uint64_t all = PAYMENT_SERVICE_BIT(SERVICE_COUNT) - 1;
    enum status status = contract_check_dates(self);

    if (status != STATUS_OK) {
        return status;
    }
    if (self->services == 0 || (self->services & ~all) != 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected one or more known services", self->name);
    }
    if ((unsigned)self->model >= PAYMENT_MODEL_COUNT || (unsigned)self->list >= CONTRACT_LIST_COUNT) {
        return status_raise(STATUS_SCENARIO, "contract %s: unknown payment model or list", self->name);
    }
    status = payment_models[self->model]->check(self);
    if (status == STATUS_OK && self->provider == CONTRACT_ANY_PROVIDER &&
        (contract_is_for_one(self) || contract_remembers(self))) {
        status = status_raise(STATUS_SCENARIO, "contract %s: expected one provider, found any", self->name);
    }
    return status;
}

/* A copy that owns its name, its prices and its targets; empty on error. */
static enum status contract_copy(struct contract *self, const struct contract *terms)
{
    char *name = NULL;
    struct price *prices = NULL;
    struct contract_target *targets = NULL;
    enum status status = prices_copy(&prices, terms->prices, terms->price_count, terms->name);

    if (status == STATUS_OK) {
        status = memory_copy_text(&name, terms->name);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&targets, terms->target_count, sizeof *targets);
    }
    if (status == STATUS_OK) {
        *self = *terms;
        self->name = name;
        self->prices = prices;
        self->targets = targets;
        for (size_t i = 0; i < terms->target_count; i++) {
            targets[i] = terms->targets[i];
        }
        status = contract_check(self);
    }
    if (status != STATUS_OK) {
        memory_free((void **)&name);
        memory_free((void **)&prices);
        memory_free((void **)&targets);
        memset(self, 0, sizeof *self);
    }
    return status;
}

static bool basis_is_of_prices(const struct contract *contract)
{
    const enum payment_basis basis = payment_bases[contract->model];

    return basis == PAYMENT_BASIS_PRICES || basis == PAYMENT_BASIS_BUNDLE;
}

/* Whether both are in force on some day, between the same two, for the same people, with prices. */
static bool contract_meets(const struct contract *self, const struct contract *other)
{
    return basis_is_of_prices(self) && basis_is_of_prices(other) && self->payer == other->payer &&
           self->economy == other->economy && self->provider == other->provider && self->from < other->until &&
           other->from < self->until;
}

static enum status contract_check_other(const struct contract *self, const struct contract *other)
{
    if (strcmp(self->name, other->name) == 0) {
        return status_raise(STATUS_DUPLICATE, "two contracts are named %s", self->name);
    }
    if (!contract_meets(self, other)) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < self->price_count; i++) {
        const struct price *price = &self->prices[i];
        if (prices_find(other->prices, other->price_count, price->service, price->measure) != NULL) {
            return status_raise(STATUS_DUPLICATE, "contracts %s and %s both price the same %s on the same days",
                                self->name, other->name, ledger_service_name(price->service));
        }
    }
    return STATUS_OK;
}

/* Puts a copy in its place by name; the contracts own it then. */
static enum status contracts_insert(struct contracts *self, const struct contract *copy)
{
    size_t place = self->count;
    enum status status = memory_reserve((void **)&self->items, &self->capacity, self->count + 1, sizeof *self->items);

    if (status == STATUS_OK) {
        status = memory_reserve((void **)&self->memory, &self->memory_capacity, (self->count + 1) * CONTRACT_MEMORY,
                                sizeof *self->memory);
    }
    if (status != STATUS_OK) {
        return status;
    }
    memset(self->memory, 0, (self->count + 1) * CONTRACT_MEMORY * sizeof *self->memory);
    while (place > 0 && strcmp(self->items[place - 1].name, copy->name) > 0) {
        self->items[place] = self->items[place - 1];
        place--;
    }
    self->items[place] = *copy;
    self->count++;
    return STATUS_OK;
}

enum status contracts_add(struct contracts *self, const struct contract *terms)
{
    struct contract copy = {0};
    enum status status = contract_copy(&copy, terms);

    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        status = contract_check_other(&copy, &self->items[i]);
    }
    if (status == STATUS_OK) {
        status = contracts_insert(self, &copy);
    }
    if (status != STATUS_OK) {
        contract_free(&copy);
    }
    return status;
}

/* The first row that is not before the provider in the economy. */
static size_t activity_first(const struct activity *activity, uint32_t economy, uint32_t provider)
{
    size_t low = 0;
    size_t high = activity->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct activity_row *row = &activity->rows[middle];
        if (row->economy < economy || (row->economy == economy && row->provider < provider)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The weighted people on whom a contract with this provider pays capitation. */
static enum status contract_list_size(const struct contract *self, const struct contract_lists *lists,
                                      uint32_t provider, int64_t *micro)
{
    const bool resident = self->list == CONTRACT_LIST_RESIDENT;
    const int64_t *list = resident ? lists->resident_micro : lists->registered_micro;
    const size_t place = self->people * lists->economy_count + self->economy;
    const size_t index = resident ? place : place * lists->provider_count + provider;

    *micro = 0;
    if (payment_bases[self->model] != PAYMENT_BASIS_CAPITATION) {
        return STATUS_OK;
    }
    if (list == NULL || self->people >= lists->people || list[index] < 0) {
        return status_raise(STATUS_INVARIANT, "contract %s: there is no list of people", self->name);
    }
    *micro = list[index];
    return STATUS_OK;
}

static enum status contract_post(const struct contract *self, struct ledger *ledger, uint32_t payee, money_t pence,
                                 uint32_t service)
{
    return pence < 0 ? ledger_post(ledger, payee, self->payer, -pence, PURPOSE_REFUND, service)
                     : ledger_post(ledger, self->payer, payee, pence, PURPOSE_CONTRACT, service);
}

/* What the contract owes one provider; `except` are services that it does not pay for after all. */
static enum status contract_owes(const struct contract *self, const struct payment_context *context, uint64_t except,
                                 money_t pence[PAYMENT_SERVICES])
{
    const enum status status = payment_models[self->model]->settle(context, self, pence);

    if ((except & self->services) != 0) {
        except |= PAYMENT_SERVICE_BIT(LEDGER_NO_SERVICE);
    }
    for (uint32_t service = 0; service < PAYMENT_SERVICES; service++) {
        pence[service] = (except & PAYMENT_SERVICE_BIT(service)) == 0 ? pence[service] : 0;
    }
    return status;
}

static enum status contract_pay(const struct contract *self, struct ledger *ledger, uint32_t payee,
                                const money_t pence[PAYMENT_SERVICES])
{
    enum status status = STATUS_OK;

    for (uint32_t service = 0; service < PAYMENT_SERVICES && status == STATUS_OK; service++) {
        status = contract_post(self, ledger, payee, pence[service], service);
    }
    return status;
}

static bool contract_in_force(const struct contract *self, day_t day)
{
    return self->from <= day && day < self->until;
}

/* The services that the payer of `contract` buys for the same people from this provider alone. */
static uint64_t contracts_special(const struct contracts *self, const struct contract *contract, uint32_t provider,
                                  day_t day)
{
    uint64_t services = 0;

    for (size_t i = 0; i < self->count; i++) {
        const struct contract *other = &self->items[i];
        if (other->provider == provider && other->economy == contract->economy && other->payer == contract->payer &&
            contract_in_force(other, day) && payment_bases[other->model] != PAYMENT_BASIS_SHARE) {
            services |= other->services;
        }
    }
    return services;
}

/* A month being settled. */
struct settlement {
    struct contracts *contracts;
    struct ledger *ledger;
    const struct activity *activity;
    const struct contract_lists *lists;
    day_t day;
    struct events *events;
};

/* What is due with one provider, whose activity starts at row *first if it has any; moves *first behind it. Nothing is
 * when the contract is with any and this one did nothing. The context has the memory of the contract; the rest is
 * filled in. */
static enum status settlement_due(const struct settlement *self, const struct contract *contract, uint32_t provider,
                                  size_t *first, struct payment_context *context, money_t pence[PAYMENT_SERVICES])
{
    const struct activity *activity = self->activity;
    bool is_any = contract->provider == CONTRACT_ANY_PROVIDER;
    enum status status = contract_list_size(contract, self->lists, provider, &context->list_micro);

    context->month = self->day;
    context->indicators = self->lists->indicators;
    context->ledger = self->ledger;
    context->events = self->events;
    if (*first < activity->count) {
        context->rows = &activity->rows[*first];
    }
    while (*first < activity->count && activity->rows[*first].economy == contract->economy &&
           activity->rows[*first].provider == provider) {
        (*first)++;
        context->row_count++;
    }
    if (status != STATUS_OK || (is_any && context->row_count == 0 && context->list_micro == 0)) {
        return status;
    }
    uint64_t except = is_any ? contracts_special(self->contracts, contract, provider, self->day) : 0;
    return contract_owes(contract, context, except, pence);
}

static enum status settle_provider(const struct settlement *self, const struct contract *contract, uint32_t provider,
                                   size_t *first)
{
    const size_t index = (size_t)(contract - self->contracts->items);
    struct payment_context context = {.memory = &self->contracts->memory[index * CONTRACT_MEMORY]};
    money_t pence[PAYMENT_SERVICES] = {0};
    const enum status status = settlement_due(self, contract, provider, first, &context, pence);
    const bool is_any = contract->provider == CONTRACT_ANY_PROVIDER;

    return status == STATUS_OK
               ? contract_pay(contract, self->ledger, is_any ? contract->payee + provider : contract->payee, pence)
               : status;
}

static enum status settle_contract(const struct settlement *self, const struct contract *contract)
{
    enum status status = STATUS_OK;
    bool is_any = contract->provider == CONTRACT_ANY_PROVIDER;
    uint32_t provider = is_any ? 0 : contract->provider;
    size_t end = is_any ? self->lists->provider_count : (size_t)provider + 1;

    if (contract_needs_indicators(contract) && self->lists->indicators == NULL) {
        return status_raise(STATUS_INVARIANT, "contract %s: there are no indicators", contract->name);
    }
    if (contract->economy >= self->lists->economy_count || end > self->lists->provider_count) {
        return status_raise(STATUS_NOT_FOUND, "contract %s: its economy or its provider does not exist",
                            contract->name);
    }
    size_t first = activity_first(self->activity, contract->economy, provider);
    for (; provider < end && status == STATUS_OK; provider++) {
        status = settle_provider(self, contract, provider, &first);
    }
    return status;
}

enum status contracts_settle(struct contracts *self, struct ledger *ledger, const struct activity *activity,
                             const struct contract_lists *lists, day_t day, struct events *events)
{
    const struct settlement settlement = {self, ledger, activity, lists, day, events};
    enum status status = STATUS_OK;

    for (int last = 0; last < 2; last++) {
        for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
            const struct contract *contract = &self->items[i];
            if (contract_in_force(contract, day) && payment_models[contract->model]->is_last == (last == 1)) {
                status = settle_contract(&settlement, contract);
            }
        }
    }
    return status;
}

/* Adds what one contract would owe the provider. */
static enum status foresee_contract(const struct settlement *self, const struct contract *contract, uint32_t provider,
                                    money_t *pence)
{
    const size_t index = (size_t)(contract - self->contracts->items);
    int64_t memory[CONTRACT_MEMORY];
    struct payment_context context = {.memory = memory};
    money_t due[PAYMENT_SERVICES] = {0};
    size_t first = activity_first(self->activity, contract->economy, provider);

    memcpy(memory, &self->contracts->memory[index * CONTRACT_MEMORY], sizeof memory);
    enum status status = settlement_due(self, contract, provider, &first, &context, due);
    for (uint32_t service = 0; service < PAYMENT_SERVICES && status == STATUS_OK; service++) {
        status = money_add(*pence, due[service], pence);
    }
    return status;
}

enum status contracts_foresee(struct contracts *self, struct ledger *ledger, const struct activity *activity,
                              const struct contract_lists *lists, uint32_t provider, day_t day, money_t *pence)
{
    struct events events = {0};
    const struct settlement settlement = {self, ledger, activity, lists, day, &events};
    enum status status = STATUS_OK;

    *pence = 0;
    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        const struct contract *contract = &self->items[i];
        const bool concerns = contract->provider == provider || contract->provider == CONTRACT_ANY_PROVIDER;
        if (concerns && contract_in_force(contract, day)) {
            status = foresee_contract(&settlement, contract, provider, pence);
        }
    }
    events_free(&events);
    return status;
}

double contracts_stake(const struct contracts *self, uint32_t provider, uint32_t service, day_t day,
                       const struct ledger *ledger)
{
    double pence = 0;

    for (size_t i = 0; i < self->count; i++) {
        const struct contract *contract = &self->items[i];
        const struct payment_model *model = payment_models[contract->model];
        if (contract->provider == provider && contract_in_force(contract, day) && model->stake != NULL &&
            (contract->services & PAYMENT_SERVICE_BIT(service)) != 0) {
            pence += model->stake(contract) * (double)ledger_paid(ledger, contract->payer, service);
        }
    }
    return pence;
}
