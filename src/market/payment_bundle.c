/* Bundle: one price for an episode pays for other services, too: those that the contract covers without a price of
 * their own. What they do for the people of the contract is not paid for by any other contract with the provider. */
#include "market/contract.h"
#include "market/payment_table.h"

static uint64_t bundle_services(const struct contract *contract)
{
    uint64_t services = 0;

    for (size_t i = 0; i < contract->price_count; i++) {
        services |= PAYMENT_SERVICE_BIT(contract->prices[i].service);
    }
    return services;
}

static uint64_t bundle_refunds(const struct contract *contract)
{
    return bundle_services(contract) & payment_short_stays(contract);
}

static enum status bundle_check(const struct contract *contract)
{
    const uint64_t priced = bundle_services(contract);

    if (priced == 0 || (priced & ~contract->services) != 0) {
        return status_raise(STATUS_SCENARIO,
                            "contract %s: expected a price for a service that it covers, and for no other",
                            contract->name);
    }
    return payment_check_factors(contract);
}

const struct payment_model payment_bundle = {
    .check = bundle_check,
    .services = bundle_services,
    .refunds = bundle_refunds,
    .settle = payment_at_prices,
};
