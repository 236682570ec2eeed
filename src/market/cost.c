#include "market/cost.h"

#include "base/memory.h"

#include <string.h>

static void cost_provider_free(struct cost_provider *self)
{
    memory_free((void **)&self->standing);
    memory_free((void **)&self->units);
    memory_free((void **)&self->counts);
}

void costs_free(struct costs *self)
{
    for (size_t i = 0; i < self->provider_count; i++) {
        cost_provider_free(&self->providers[i]);
    }
    memory_free((void **)&self->providers);
    memset(self, 0, sizeof *self);
}

static enum status cost_terms_check(const struct cost_terms *terms, const char *name)
{
    uint64_t seen = 0;

    if (terms->fixed_annual_pence < 0 || terms->capital_annual_pence < 0) {
        return status_raise(STATUS_SCENARIO, "provider %s: expected costs of 0 or more", name);
    }
    for (size_t i = 0; i < terms->step_count; i++) {
        const struct cost_step *step = &terms->steps[i];
        if (step->service > LEDGER_NO_SERVICE || (seen >> step->service & 1) != 0) {
            return status_raise(STATUS_SCENARIO, "provider %s: expected at most one cost of the capacity of a service",
                                name);
        }
        seen |= UINT64_C(1) << step->service;
        if (step->capacity < 0 || step->step_capacity < 1 || step->annual_pence < 0) {
            return status_raise(STATUS_SCENARIO,
                                "provider %s: cost of the capacity of %s: expected steps of 1 or more at 0 or more",
                                name, ledger_service_name(step->service));
        }
    }
    return STATUS_OK;
}

/* Appends a cost of so many times a sum a year, scaled. */
static enum status cost_provider_add(struct cost_provider *self, uint32_t service, enum purpose purpose, money_t annual,
                                     int64_t times, struct exact_scale scale)
{
    struct cost_standing *standing = &self->standing[self->standing_count++];
    money_t real = 0;
    enum status status = exact_share(annual, times, 1, &real);

    *standing = (struct cost_standing){.service = service, .purpose = purpose};
    if (status == STATUS_OK) {
        status = exact_share(real, scale.simulated, scale.real, &standing->annual_pence);
    }
    return status;
}

static enum status cost_provider_standing(struct cost_provider *self, const struct cost_terms *terms,
                                          struct exact_scale scale)
{
    enum status status = memory_allocate((void **)&self->standing, terms->step_count + 2, sizeof *self->standing);

    if (status == STATUS_OK) {
        status = cost_provider_add(self, LEDGER_NO_SERVICE, PURPOSE_PAY_AND_GOODS, terms->fixed_annual_pence, 1, scale);
    }
    if (status == STATUS_OK) {
        status =
            cost_provider_add(self, LEDGER_NO_SERVICE, PURPOSE_CAPITAL_CHARGE, terms->capital_annual_pence, 1, scale);
    }
    for (size_t i = 0; i < terms->step_count && status == STATUS_OK; i++) {
        const struct cost_step *step = &terms->steps[i];
        int64_t steps = step->capacity / step->step_capacity + (step->capacity % step->step_capacity != 0);
        status = cost_provider_add(self, step->service, PURPOSE_PAY_AND_GOODS, step->annual_pence, steps, scale);
    }
    return status;
}

static enum status cost_provider_init(struct cost_provider *self, const struct cost_terms *terms, const char *name,
                                      uint32_t account, struct exact_scale scale)
{
    enum status status = cost_terms_check(terms, name);

    self->account = account;
    self->unit_count = terms->unit_count;
    if (status == STATUS_OK) {
        status = prices_copy(&self->units, terms->units, terms->unit_count, name);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->counts, terms->unit_count, sizeof *self->counts);
    }
    return status == STATUS_OK ? cost_provider_standing(self, terms, scale) : status;
}

enum status costs_init(struct costs *self, const struct cost_terms *terms, const char *const *names,
                       const uint32_t *accounts, size_t n, struct exact_scale scale)
{
    enum status status = STATUS_OK;

    memset(self, 0, sizeof *self);
    status = memory_allocate((void **)&self->providers, n, sizeof *self->providers);
    if (status != STATUS_OK) {
        return status;
    }
    self->provider_count = n;
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = cost_provider_init(&self->providers[i], &terms[i], names[i], accounts[i], scale);
    }
    if (status != STATUS_OK) {
        costs_free(self);
    }
    return status;
}

enum status costs_set(struct costs *self, size_t provider, const struct cost_terms *terms, const char *name,
                      struct exact_scale scale)
{
    struct cost_provider changed = {0};
    enum status status = cost_terms_check(terms, name);

    if (status == STATUS_OK) {
        status = cost_provider_standing(&changed, terms, scale);
    }
    if (status != STATUS_OK) {
        memory_free((void **)&changed.standing);
        return status;
    }
    struct cost_provider *kept = &self->providers[provider];
    memory_free((void **)&kept->standing);
    kept->standing = changed.standing;
    kept->standing_count = changed.standing_count;
    return status;
}

enum status costs_foresee(const struct costs *self, size_t provider, const struct activity *activity, money_t *pence)
{
    const struct cost_provider *terms = &self->providers[provider];
    enum status status = STATUS_OK;

    *pence = 0;
    for (size_t i = 0; i < activity->count && status == STATUS_OK; i++) {
        const struct activity_row *row = &activity->rows[i];
        const struct price *unit = prices_find(terms->units, terms->unit_count, row->service, row->measure);
        money_t cost = 0;
        if (unit != NULL && row->provider == provider) {
            status = exact_price(row->count, unit->pence, unit->units, EXACT_PICO, &cost);
        }
        if (status == STATUS_OK) {
            status = money_add(*pence, cost, pence);
        }
    }
    return status;
}

/* Counts the activity that has a unit cost, over all economies. */
static enum status costs_count(struct costs *self, const struct activity *activity)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->provider_count; i++) {
        struct cost_provider *provider = &self->providers[i];
        for (size_t unit = 0; unit < provider->unit_count; unit++) {
            provider->counts[unit] = 0;
        }
    }
    for (size_t i = 0; i < activity->count && status == STATUS_OK; i++) {
        const struct activity_row *row = &activity->rows[i];
        struct cost_provider *provider = &self->providers[row->provider];
        const struct price *unit = prices_find(provider->units, provider->unit_count, row->service, row->measure);
        if (unit != NULL) {
            int64_t *count = &provider->counts[unit - provider->units];
            status = money_add(*count, row->count, count);
        }
    }
    return status;
}

static enum status cost_provider_post(const struct cost_provider *self, struct ledger *ledger, uint32_t suppliers,
                                      uint32_t lenders, day_t day)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->standing_count && status == STATUS_OK; i++) {
        const struct cost_standing *standing = &self->standing[i];
        uint32_t payee = standing->purpose == PURPOSE_CAPITAL_CHARGE ? lenders : suppliers;
        money_t pence = 0;
        status = exact_twelfth(standing->annual_pence, day, &pence);
        if (status == STATUS_OK) {
            status = ledger_post(ledger, self->account, payee, pence, standing->purpose, standing->service);
        }
    }
    for (size_t i = 0; i < self->unit_count && status == STATUS_OK; i++) {
        const struct price *unit = &self->units[i];
        money_t pence = 0;
        status = exact_price(self->counts[i], unit->pence, unit->units, EXACT_PICO, &pence);
        if (status == STATUS_OK) {
            status = ledger_post(ledger, self->account, suppliers, pence, PURPOSE_PAY_AND_GOODS, unit->service);
        }
    }
    return status;
}

enum status costs_post(struct costs *self, struct ledger *ledger, const struct activity *activity, uint32_t suppliers,
                       uint32_t lenders, day_t day)
{
    enum status status = costs_count(self, activity);

    for (size_t i = 0; i < self->provider_count && status == STATUS_OK; i++) {
        status = cost_provider_post(&self->providers[i], ledger, suppliers, lenders, day);
    }
    return status;
}
