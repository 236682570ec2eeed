/* Prices of measured units, of contracts and of costs alike. */
#ifndef CATCHMENT_MARKET_PRICE_H
#define CATCHMENT_MARKET_PRICE_H

#include "base/money.h"
#include "care/activity.h"

/* What a measured unit costs the one who pays for it: `pence` for every `units` of them (a week of seven bed days is
 * 7 units). */
struct price {
    uint32_t service; /* enum service */
    uint32_t measure; /* enum measure */
    money_t pence;
    int64_t units; /* at least 1 */
};

/* Copies `n` prices in order of service and measure; the copy is the caller's, to be freed with memory_free. Errors:
 * STATUS_SCENARIO, with `owner`, for a price below 0, for no units, for a service or a measure that does not exist or
 * comes twice, and for care refused; STATUS_NO_MEMORY. *out is then NULL. */
enum status prices_copy(struct price **out, const struct price *prices, size_t n, const char *owner);

/* The price of a measure of a service among `n` in order, NULL if there is none. */
const struct price *prices_find(const struct price *prices, size_t n, uint32_t service, uint32_t measure);

#endif
