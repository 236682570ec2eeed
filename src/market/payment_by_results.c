/* Payment by results: a price for each measured unit of activity, times the market forces factor.
 *
 * A short stay has a price of its own where the contract gives one, and is then no spell at the full price. Bed days
 * beyond the trim point, hours of home care and days in a care home are measures with prices like any other. */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

/* Millionths; its product with another factor fits 64 bits. */
#define MARKET_FORCES_MOST (1000 * EXACT_MICRO)

static uint64_t by_results_services(const struct contract *contract)
{
    uint64_t services = 0;

    for (size_t i = 0; i < contract->price_count; i++) {
        services |= PAYMENT_SERVICE_BIT(contract->prices[i].service);
    }
    return services;
}

static uint64_t by_results_refunds(const struct contract *contract)
{
    uint64_t services = 0;

    for (size_t i = 0; i < contract->price_count; i++) {
        if (contract->prices[i].measure == MEASURE_SHORT_STAYS) {
            services |= PAYMENT_SERVICE_BIT(contract->prices[i].service);
        }
    }
    return services;
}

static enum status by_results_check(const struct contract *contract)
{
    if (by_results_services(contract) != contract->services) {
        return status_raise(STATUS_SCENARIO,
                            "contract %s: expected a price for each service that it covers and for no other",
                            contract->name);
    }
    if (contract->market_forces_micro < 1 || contract->market_forces_micro > MARKET_FORCES_MOST) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected a market forces factor above 0, at most 1,000",
                            contract->name);
    }
    if (contract->unpaid_micro < 0 || contract->unpaid_micro > EXACT_MICRO) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected that others pay for a part from 0 to 1",
                            contract->name);
    }
    return STATUS_OK;
}

/* Units that are paid at this price. Hours of people who pay for their package have a price of their own. A spell
 * counts in the month of its admission and a short stay in that of its end: below 0 when more stays turned out short
 * than spells began. */
static int64_t by_results_units(const struct payment_context *context, const struct contract *contract,
                                const struct price *price)
{
    int64_t units = payment_count(context, price->service, (enum measure)price->measure);

    if (price->measure == MEASURE_SERVED &&
        prices_find(contract->prices, contract->price_count, price->service, MEASURE_SHORT_STAYS) != NULL) {
        units -= payment_count(context, price->service, MEASURE_SHORT_STAYS);
    }
    if (price->measure == MEASURE_HOURS) {
        const int64_t others = units - payment_count(context, price->service, MEASURE_SELF_PAID_HOURS);
        units = others > 0 ? others : 0;
    }
    return units;
}

static enum status by_results_add(const struct price *price, int64_t units, int64_t factor_pico, money_t *pence)
{
    money_t sum = 0;
    enum status status = exact_price(units < 0 ? -units : units, price->pence, price->units, factor_pico, &sum);

    return status == STATUS_OK ? money_add(*pence, units < 0 ? -sum : sum, pence) : status;
}

static enum status by_results_settle(const struct payment_context *context, const struct contract *contract,
                                     money_t pence[PAYMENT_SERVICES])
{
    enum status status = STATUS_OK;
    int64_t factor_pico = contract->market_forces_micro * (EXACT_MICRO - contract->unpaid_micro);

    for (size_t i = 0; i < contract->price_count && status == STATUS_OK; i++) {
        const struct price *price = &contract->prices[i];
        int64_t units = by_results_units(context, contract, price);
        status = by_results_add(price, units, factor_pico, &pence[price->service]);
    }
    return status;
}

const struct payment_model payment_by_results = {
    .check = by_results_check,
    .services = by_results_services,
    .refunds = by_results_refunds,
    .settle = by_results_settle,
};
