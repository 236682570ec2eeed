#include "market/market.h"

#include <inttypes.h>

const struct field market_fields[] = {
    FIELD_COLUMN(struct market, income, FIELD_I64, "pence", "income of the month"),
    FIELD_COLUMN(struct market, cost, FIELD_I64, "pence", "cost of the month"),
    FIELD_COLUMN(struct market, months_in_deficit, FIELD_I64, "1", "months closed below zero since the start"),
};
const size_t market_field_count = sizeof market_fields / sizeof market_fields[0];

uint32_t market_agent_count(const struct market *self)
{
    return (uint32_t)(self->provider_count + self->commissioner_count);
}

uint32_t market_provider_account(const struct market *self, uint32_t provider)
{
    (void)self;
    return provider;
}

uint32_t market_commissioner_account(const struct market *self, uint32_t commissioner)
{
    return (uint32_t)self->provider_count + commissioner;
}

uint32_t market_outside_account(const struct market *self, enum market_outside outside)
{
    return market_agent_count(self) + (uint32_t)outside;
}

static bool row_follows(const struct activity_row *row, const struct activity_row *before)
{
    if (row->economy != before->economy) {
        return row->economy > before->economy;
    }
    if (row->provider != before->provider) {
        return row->provider > before->provider;
    }
    return row->service != before->service ? row->service > before->service : row->measure > before->measure;
}

static enum status market_check_activity(const struct market *self, const struct activity *activity)
{
    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        bool known = row->economy < self->economy_count && row->provider < self->provider_count &&
                     row->service < SERVICE_COUNT && row->measure < MEASURE_COUNT &&
                     (self->services[row->provider] & PAYMENT_SERVICE_BIT(row->service)) != 0;
        if (!known || row->count < 0 || (i > 0 && !row_follows(row, row - 1))) {
            return status_raise(STATUS_INVARIANT,
                                "activity row %zu is out of order, of nobody or not on offer: economy %" PRIu32
                                ", provider %" PRIu32 ", service %" PRIu32 ", measure %" PRIu32 ", count %" PRId64,
                                i, row->economy, row->provider, row->service, row->measure, row->count);
        }
    }
    return STATUS_OK;
}

static enum status market_begin_month(struct market *self, day_t month_end)
{
    if (calendar_months_between(self->ledger.month, month_end) != 1) {
        char last[CALENDAR_TEXT_SIZE];
        char date[CALENDAR_TEXT_SIZE];
        calendar_format(self->ledger.month, last);
        calendar_format(month_end, date);
        return status_raise(STATUS_INVARIANT, "the month of %s does not follow that of %s", date, last);
    }
    return ledger_begin_month(&self->ledger, month_end);
}

/* What the payer paid under contracts for a service this month. */
static enum status market_contract_cost(const struct ledger *ledger, uint32_t payer, uint32_t service, money_t *cost)
{
    enum status status = STATUS_OK;

    *cost = 0;
    for (size_t i = 0; i < ledger->relation_count && status == STATUS_OK; i++) {
        if (ledger->from[i] == payer && ledger->purpose[i] == PURPOSE_CONTRACT && ledger->service[i] == service) {
            status = money_add(*cost, ledger->pence[i], cost);
        }
    }
    return status;
}

enum { DAYS_PER_WEEK = 7 };

static bool market_is_for(const struct market *self, uint32_t account, uint32_t economy)
{
    for (size_t i = 0; i < self->allocations.count; i++) {
        const struct allocation_terms *terms = &self->allocations.items[i];
        for (size_t e = 0; terms->account == account && e < terms->economy_count; e++) {
            if (terms->economies[e] == economy) {
                return true;
            }
        }
    }
    return false;
}

/* What a council pays for and what it charges for, in sevenths of an hour; one of one where there are no hours. */
struct charged {
    int64_t sevenths, all;
};

static struct charged market_charged(const struct market *self, const struct activity *activity, uint32_t account,
                                     uint32_t service)
{
    int64_t counts[MEASURE_COUNT] = {0};

    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->service == service && market_is_for(self, account, row->economy)) {
            counts[row->measure] += row->count;
        }
    }
    const int64_t all = DAYS_PER_WEEK * (counts[MEASURE_HOURS] - counts[MEASURE_SELF_PAID_HOURS]);
    const int64_t left = all - counts[MEASURE_WAIVED_SEVENTHS];
    return counts[MEASURE_WAIVED_SEVENTHS] > 0 && all > 0 ? (struct charged){left > 0 ? left : 0, all}
                                                          : (struct charged){1, 1};
}

static enum status market_post_charges(struct market *self, const struct activity *activity)
{
    const struct market_terms *terms = &self->terms[self->in_force];
    enum status status = STATUS_OK;

    for (size_t i = 0; i < terms->charge_count && status == STATUS_OK; i++) {
        const struct market_charge *charge = &terms->charges[i];
        uint32_t account = market_commissioner_account(self, charge->commissioner);
        uint32_t users = market_outside_account(self, MARKET_SERVICE_USERS);
        money_t cost = 0;
        money_t pence = 0;
        status = market_contract_cost(&self->ledger, account, charge->service, &cost);
        if (status == STATUS_OK) {
            const struct charged charged = market_charged(self, activity, account, charge->service);
            status = exact_share(cost, charge->share_micro * charged.sevenths, EXACT_MICRO * charged.all, &pence);
        }
        if (status == STATUS_OK) {
            status = ledger_post(&self->ledger, users, account, pence, PURPOSE_CHARGE, charge->service);
        }
    }
    return status;
}

static enum status market_post_month(struct market *self, const struct activity *activity,
                                     const struct market_population *population, day_t month_end)
{
    struct market_terms *terms = &self->terms[self->in_force];
    uint32_t treasury = market_outside_account(self, MARKET_TREASURY);
    enum status status = allocations_post(&self->allocations, &self->ledger, &population->people, treasury, month_end);

    if (status == STATUS_OK) {
        status =
            contracts_settle(&terms->contracts, &self->ledger, activity, &population->lists, month_end, &self->events);
    }
    if (status == STATUS_OK) {
        status = market_post_charges(self, activity);
    }
    for (size_t i = 0; i < terms->pool_count && status == STATUS_OK; i++) {
        status = pool_post(&terms->pools[i], &self->ledger);
    }
    if (status == STATUS_OK) {
        status = costs_post(&terms->costs, &self->ledger, activity, market_outside_account(self, MARKET_SUPPLIERS),
                            market_outside_account(self, MARKET_LENDERS), month_end);
    }
    if (status == STATUS_OK && population->transfers != NULL) {
        status = transfers_post(population->transfers, &self->ledger);
    }
    return status;
}

void market_enforce(struct market *self, size_t index)
{
    contracts_take_memory(&self->terms[index].contracts, &self->terms[self->in_force].contracts);
    self->in_force = index;
    self->allocations.rates = self->terms[index].allocation;
}

static enum status market_record_finance(struct market *self)
{
    enum status status = STATUS_OK;
    const struct ledger *ledger = &self->ledger;
    uint32_t agents = market_agent_count(self);

    for (uint32_t i = 0; i < agents; i++) {
        self->income[i] = 0;
        self->cost[i] = 0;
        self->months_in_deficit[i] += ledger->balance[i] < 0;
    }
    for (size_t i = 0; i < ledger->relation_count && status == STATUS_OK; i++) {
        if (ledger->to[i] < agents) {
            status = money_add(self->income[ledger->to[i]], ledger->pence[i], &self->income[ledger->to[i]]);
        }
        if (ledger->from[i] < agents && status == STATUS_OK) {
            status = money_add(self->cost[ledger->from[i]], ledger->pence[i], &self->cost[ledger->from[i]]);
        }
    }
    return status;
}

enum status market_month(struct market *self, const struct activity *activity,
                         const struct market_population *population, day_t month_end)
{
    enum status status = market_check_activity(self, activity);

    if (status == STATUS_OK && population->people.economy_count != self->economy_count) {
        status = status_raise(STATUS_INVARIANT, "people of %zu economies, expected %zu",
                              population->people.economy_count, self->economy_count);
    }
    if (status == STATUS_OK) {
        status = market_begin_month(self, month_end);
    }
    if (status == STATUS_OK) {
        status = market_post_month(self, activity, population, month_end);
    }
    if (status == STATUS_OK) {
        status = ledger_close_month(&self->ledger, month_end);
    }
    return status == STATUS_OK ? market_record_finance(self) : status;
}

void market_states(struct market *self, struct market_state states[MARKET_STATE_COUNT])
{
    states[0] = (struct market_state){"account", ledger_account_fields, ledger_account_field_count, &self->ledger,
                                      self->ledger.account_count};
    states[1] = (struct market_state){"relation", ledger_relation_fields, ledger_relation_field_count, &self->ledger,
                                      self->ledger.relation_count};
    states[2] = (struct market_state){"allocation", allocation_fields, allocation_field_count, &self->allocations,
                                      self->allocations.count};
    struct contracts *contracts = &self->terms[self->in_force].contracts;
    states[4] = (struct market_state){"contract", contract_fields, contract_field_count, contracts,
                                      contracts->count * CONTRACT_MEMORY};
    states[3] = (struct market_state){"agent", market_fields, market_field_count, self, market_agent_count(self)};
}

void market_restore_month(struct market *self, day_t month)
{
    self->ledger.month = month;
}

void market_hash(const struct market *self, struct hash *hash)
{
    ledger_hash(&self->ledger, hash);
    field_table_hash(hash, allocation_fields, allocation_field_count, &self->allocations, self->allocations.count);
    const struct contracts *contracts = &self->terms[self->in_force].contracts;
    field_table_hash(hash, contract_fields, contract_field_count, contracts, contracts->count * CONTRACT_MEMORY);
    field_table_hash(hash, market_fields, market_field_count, self, market_agent_count(self));
}

size_t market_relation_count(const struct market *self)
{
    return self->ledger.relation_count;
}

struct market_relation market_relation(const struct market *self, size_t index)
{
    const struct ledger *ledger = &self->ledger;

    return (struct market_relation){
        .payer = ledger_account(ledger, ledger->from[index]).name,
        .payee = ledger_account(ledger, ledger->to[index]).name,
        .service = ledger_service_name(ledger->service[index]),
        .purpose = purpose_name((enum purpose)ledger->purpose[index]),
        .pence = ledger->pence[index],
    };
}

struct market_finance market_finance(const struct market *self, uint32_t account)
{
    return (struct market_finance){
        .income = self->income[account],
        .cost = self->cost[account],
        .balance = self->ledger.balance[account],
        .months_in_deficit = self->months_in_deficit[account],
    };
}
