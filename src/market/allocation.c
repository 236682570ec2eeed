#include "market/allocation.h"

#include "base/memory.h"
#include "market/exact.h"

#include <inttypes.h>
#include <string.h>

const struct field allocation_fields[] = {
    FIELD_COLUMN(struct allocations, annual_pence, FIELD_I64, "pence", "allocation of the financial year"),
    FIELD_COLUMN(struct allocations, financial_year, FIELD_I32, "year",
                 "financial year of the allocation, by its start"),
};
const size_t allocation_field_count = sizeof allocation_fields / sizeof allocation_fields[0];

void allocations_free(struct allocations *self)
{
    for (size_t i = 0; i < self->count; i++) {
        memory_free((void **)&self->items[i].economies);
    }
    memory_free((void **)&self->items);
    field_table_free(allocation_fields, allocation_field_count, self);
    memset(self, 0, sizeof *self);
}

static enum status allocation_copy(struct allocation_terms *self, const struct allocation_terms *terms)
{
    uint32_t *economies = NULL;
    enum status status = memory_allocate((void **)&economies, terms->economy_count, sizeof *economies);

    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < terms->economy_count; i++) {
        economies[i] = terms->economies[i];
    }
    *self = *terms;
    self->economies = economies;
    return STATUS_OK;
}

/* Marks the economies of a recipient as taken by its kind. */
static enum status allocation_check(const struct allocation_terms *self, size_t economy_count, uint8_t *taken)
{
    const uint8_t mark = self->kind == ACCOUNT_COUNCIL ? 2 : 1;

    if (self->kind != ACCOUNT_COMMISSIONER && self->kind != ACCOUNT_COUNCIL) {
        return status_raise(STATUS_SCENARIO, "%s: only commissioners and councils get an allocation", self->name);
    }
    for (size_t i = 0; i < self->economy_count; i++) {
        uint32_t economy = self->economies[i];
        if (economy >= economy_count) {
            return status_raise(STATUS_SCENARIO, "%s: there is no economy %" PRIu32, self->name, economy);
        }
        if ((taken[economy] & mark) != 0) {
            return status_raise(STATUS_SCENARIO, "%s: economy %" PRIu32 " already has a %s", self->name, economy,
                                mark == 2 ? "council" : "commissioner");
        }
        taken[economy] |= mark;
    }
    return STATUS_OK;
}

static enum status allocations_check(const struct allocations *self, size_t economy_count)
{
    uint8_t *taken = NULL;
    enum status status = memory_allocate((void **)&taken, economy_count, sizeof *taken);

    if (status == STATUS_OK &&
        (self->rates.health_pence < 0 || self->rates.council_adult_pence < 0 || self->rates.council_older_pence < 0)) {
        status = status_raise(STATUS_SCENARIO, "expected allocations of 0 or more for a person");
    }
    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        status = allocation_check(&self->items[i], economy_count, taken);
    }
    memory_free((void **)&taken);
    return status;
}

enum status allocations_init(struct allocations *self, const struct allocation_rates *rates,
                             const struct allocation_terms *terms, size_t n, size_t economy_count)
{
    enum status status = STATUS_OK;

    memset(self, 0, sizeof *self);
    self->rates = *rates;
    status = memory_allocate((void **)&self->items, n, sizeof *self->items);
    if (status == STATUS_OK) {
        status = field_table_allocate(allocation_fields, allocation_field_count, self, n);
    }
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = allocation_copy(&self->items[i], &terms[i]);
        if (status == STATUS_OK) {
            self->financial_year[i] = ALLOCATION_NO_YEAR;
            self->count++;
        }
    }
    if (status == STATUS_OK) {
        status = allocations_check(self, economy_count);
    }
    if (status != STATUS_OK) {
        allocations_free(self);
    }
    return status;
}

/* The sum of a number of each economy that a recipient is responsible for. */
static enum status allocation_sum(const struct allocation_terms *self, const int64_t *by_economy, int64_t *sum)
{
    enum status status = STATUS_OK;

    *sum = 0;
    for (size_t i = 0; i < self->economy_count && status == STATUS_OK; i++) {
        int64_t people = by_economy[self->economies[i]];
        if (people < 0) {
            status = status_raise(STATUS_INVARIANT, "%s: economy %" PRIu32 " has %" PRId64 " people", self->name,
                                  self->economies[i], people);
        } else {
            status = money_add(*sum, people, sum);
        }
    }
    return status;
}

static enum status allocations_assess_councils(struct allocations *self, const struct allocation_people *people)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        const struct allocation_terms *item = &self->items[i];
        int64_t adults = 0;
        int64_t older = 0;
        money_t for_adults = 0;
        money_t for_older = 0;
        if (item->kind != ACCOUNT_COUNCIL) {
            continue;
        }
        status = allocation_sum(item, people->adults, &adults);
        if (status == STATUS_OK) {
            status = allocation_sum(item, people->older, &older);
        }
        if (status == STATUS_OK) {
            status = exact_share(self->rates.council_adult_pence, adults, 1, &for_adults);
        }
        if (status == STATUS_OK) {
            status = exact_share(self->rates.council_older_pence, older, 1, &for_older);
        }
        if (status == STATUS_OK) {
            status = money_add(for_adults, for_older, &self->annual_pence[i]);
        }
    }
    return status;
}

/* Sets weights[count] (0 for councils) and their sum. */
static enum status allocations_weigh(const struct allocations *self, const struct allocation_people *people,
                                     int64_t *weights, int64_t *total)
{
    enum status status = STATUS_OK;

    *total = 0;
    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        if (self->items[i].kind == ACCOUNT_COMMISSIONER) {
            status = allocation_sum(&self->items[i], people->weighted_micro, &weights[i]);
        }
        if (status == STATUS_OK) {
            status = money_add(*total, weights[i], total);
        }
    }
    return status;
}

static enum status allocations_assess_health(struct allocations *self, const struct allocation_people *people)
{
    int64_t *weights = NULL;
    money_t *shares = NULL;
    int64_t weight = 0;
    money_t total = 0;
    enum status status = memory_allocate((void **)&weights, self->count, sizeof *weights);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&shares, self->count, sizeof *shares);
    }
    if (status == STATUS_OK) {
        status = allocations_weigh(self, people, weights, &weight);
    }
    if (status == STATUS_OK) {
        status = exact_share(self->rates.health_pence, weight, EXACT_MICRO, &total);
    }
    if (status == STATUS_OK) {
        status = money_split(total, weights, self->count, shares);
    }
    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        if (self->items[i].kind == ACCOUNT_COMMISSIONER) {
            self->annual_pence[i] = shares[i];
        }
    }
    memory_free((void **)&weights);
    memory_free((void **)&shares);
    return status;
}

/* Sets the sums of a financial year that comes for the first time. */
static enum status allocations_assess(struct allocations *self, const struct allocation_people *people, int32_t year)
{
    enum status status = STATUS_OK;

    if (self->count == 0 || self->financial_year[0] == year) {
        return STATUS_OK;
    }
    status = allocations_assess_health(self, people);
    if (status == STATUS_OK) {
        status = allocations_assess_councils(self, people);
    }
    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        self->financial_year[i] = year;
    }
    return status;
}

enum status allocations_post(struct allocations *self, struct ledger *ledger, const struct allocation_people *people,
                             uint32_t source, day_t day)
{
    enum status status = allocations_assess(self, people, calendar_financial_year(day));

    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        money_t pence = 0;
        status = exact_twelfth(self->annual_pence[i], day, &pence);
        if (status == STATUS_OK) {
            status = ledger_post(ledger, source, self->items[i].account, pence, PURPOSE_ALLOCATION, LEDGER_NO_SERVICE);
        }
    }
    return status;
}
