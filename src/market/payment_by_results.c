/* Payment by results: a price for each measured unit of activity, times the market forces factor. Emergency admissions
 * soon after a discharge may be unpaid, and growth of the others over a base year paid in part. */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

static bool by_results_limits_growth(const struct contract *contract)
{
    return contract->growth_unpaid_micro > 0 &&
           (contract->services & PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT)) != 0;
}

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
    const uint64_t limited = by_results_limits_growth(contract) ? PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT) : 0;

    return payment_short_stays(contract) | limited;
}

static enum status by_results_check(const struct contract *contract)
{
    if (by_results_services(contract) != contract->services) {
        return status_raise(STATUS_SCENARIO,
                            "contract %s: expected a price for each service that it covers and for no other",
                            contract->name);
    }
    if (contract->growth_unpaid_micro < 0 || contract->growth_unpaid_micro > EXACT_MICRO) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected a part of growth from 0 to 1 that is not paid",
                            contract->name);
    }
    return payment_check_factors(contract);
}

/* Takes off what readmissions are worth, by the mean of all emergency admissions of the month. */
static enum status deduct_readmissions(const struct payment_context *context, money_t *pence)
{
    const int64_t served = payment_count(context, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED);
    const int64_t again = payment_count(context, SERVICE_EMERGENCY_INPATIENT, MEASURE_READMISSIONS);
    money_t deducted = 0;

    if (again <= 0 || served <= 0 || *pence <= 0) {
        return STATUS_OK;
    }
    const enum status status = exact_share(*pence, again < served ? again : served, served, &deducted);
    *pence -= deducted;
    return status;
}

/* What is due for a year so far in which emergencies are worth `value`, `base` having been their worth in as many
 * months of the base year: growth is paid in part. */
static enum status limit_growth(const struct contract *contract, money_t value, money_t base, money_t *due)
{
    const money_t growth = value > base ? value - base : 0;
    money_t unpaid = 0;
    const enum status status = exact_share(growth, contract->growth_unpaid_micro, EXACT_MICRO, &unpaid);

    *due = value - unpaid;
    return status;
}

/* The base year is paid in full, and remembered. */
static enum status pay_emergencies(const struct payment_context *context, const struct contract *contract,
                                   money_t *pence)
{
    int64_t *memory = context->memory;
    money_t base = 0, due = 0;
    bool is_after = false;
    enum status status = payment_base_add(context, contract, *pence, &is_after);

    if (status != STATUS_OK || !is_after) {
        return status;
    }
    status = payment_year_add(memory, context->month, *pence);
    if (status == STATUS_OK) {
        status = payment_base_so_far(memory, &base);
    }
    if (status == STATUS_OK) {
        status = limit_growth(contract, memory[PAYMENT_YEAR_VALUE], base, &due);
    }
    return status == STATUS_OK ? payment_year_pay(memory, due, pence) : status;
}

static enum status by_results_settle(const struct payment_context *context, const struct contract *contract,
                                     money_t pence[PAYMENT_SERVICES])
{
    money_t *emergencies = &pence[SERVICE_EMERGENCY_INPATIENT];
    enum status status = payment_at_prices(context, contract, pence);

    if (status == STATUS_OK && contract->readmissions_unpaid) {
        status = deduct_readmissions(context, emergencies);
    }
    return status == STATUS_OK && by_results_limits_growth(contract) ? pay_emergencies(context, contract, emergencies)
                                                                     : status;
}

const struct payment_model payment_by_results = {
    .check = by_results_check,
    .services = by_results_services,
    .refunds = by_results_refunds,
    .remembers = by_results_limits_growth,
    .settle = by_results_settle,
};
