#include "market/price.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#define MEASURE_TEXT(name, text, unit) text,
static const char *const measure_names[MEASURE_COUNT] = {MEASURE_LIST(MEASURE_TEXT)};
#undef MEASURE_TEXT

static int price_compare(const void *left, const void *right)
{
    const struct price *a = left;
    const struct price *b = right;

    if (a->service != b->service) {
        return a->service < b->service ? -1 : 1;
    }
    return (a->measure > b->measure) - (a->measure < b->measure);
}

static enum status price_check(const struct price *price, const char *owner)
{
    if (price->service >= SERVICE_COUNT || price->measure >= MEASURE_COUNT) {
        return status_raise(STATUS_SCENARIO, "%s: price of a service or a measure that does not exist", owner);
    }
    const char *service = service_lines[price->service].name;
    const char *measure = measure_names[price->measure];
    if (price->measure == MEASURE_REFUSED) {
        return status_raise(STATUS_SCENARIO, "%s: %s that was refused has no price", owner, service);
    }
    if (price->pence < 0 || price->units < 1) {
        return status_raise(STATUS_SCENARIO, "%s: price of %s (%s): expected 0 or more pence for 1 or more units",
                            owner, service, measure);
    }
    return STATUS_OK;
}

static enum status prices_check(const struct price *prices, size_t n, const char *owner)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = price_check(&prices[i], owner);
        if (status == STATUS_OK && i > 0 && price_compare(&prices[i - 1], &prices[i]) == 0) {
            status = status_raise(STATUS_SCENARIO, "%s: two prices of %s (%s)", owner,
                                  service_lines[prices[i].service].name, measure_names[prices[i].measure]);
        }
    }
    return status;
}

enum status prices_copy(struct price **out, const struct price *prices, size_t n, const char *owner)
{
    struct price *copy = NULL;
    enum status status = memory_allocate((void **)&copy, n, sizeof *copy);

    *out = NULL;
    if (status != STATUS_OK || n == 0) {
        return status;
    }
    memcpy(copy, prices, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, price_compare);
    status = prices_check(copy, n, owner);
    if (status != STATUS_OK) {
        memory_free((void **)&copy);
    }
    *out = copy;
    return status;
}

const struct price *prices_find(const struct price *prices, size_t n, uint32_t service, uint32_t measure)
{
    const struct price wanted = {.service = service, .measure = measure};

    return n == 0 ? NULL : bsearch(&wanted, prices, n, sizeof *prices, price_compare);
}
