/* Cost and volume: one sum a year for activity that is worth as much at the contract's prices, within a tolerance; what
 * lies beyond it either way is paid, or paid back, in part. */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

static enum status cost_and_volume_check(const struct contract *contract)
{
    if (contract->annual_pence < 0 || contract->price_count == 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected a sum of 0 or more, and prices", contract->name);
    }
    if (contract->tolerance_micro < 0 || contract->tolerance_micro > EXACT_MICRO || contract->growth_unpaid_micro < 0 ||
        contract->growth_unpaid_micro > EXACT_MICRO) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected a tolerance, and a part of growth, from 0 to 1",
                            contract->name);
    }
    return STATUS_OK;
}

/* What is due beside the sum for a year so far; below 0 when it is to be paid back. */
static enum status beyond_tolerance(const struct contract *contract, money_t value, money_t plan, money_t *due)
{
    money_t tolerated = 0;
    enum status status = exact_share(plan, contract->tolerance_micro, EXACT_MICRO, &tolerated);
    const money_t above = value > plan + tolerated ? value - plan - tolerated : 0;
    const money_t below = value < plan - tolerated ? plan - tolerated - value : 0;

    if (status == STATUS_OK) {
        status = exact_share(above > 0 ? above : below, EXACT_MICRO - contract->growth_unpaid_micro, EXACT_MICRO, due);
    }
    *due = above > 0 ? *due : -*due;
    return status;
}

static enum status cost_and_volume_settle(const struct payment_context *context, const struct contract *contract,
                                          money_t pence[PAYMENT_SERVICES])
{
    int64_t *memory = context->memory;
    money_t worth[PAYMENT_SERVICES] = {0};
    money_t value = 0, twelfth = 0, plan = 0, due = 0, beyond = 0;
    enum status status = payment_at_prices(context, contract, worth);

    for (uint32_t service = 0; service < PAYMENT_SERVICES && status == STATUS_OK; service++) {
        status = money_add(value, worth[service], &value);
    }
    if (status == STATUS_OK) {
        status = payment_year_add(memory, context->month, value);
    }
    if (status == STATUS_OK) {
        status = exact_share(contract->annual_pence, memory[PAYMENT_YEAR_MONTHS], CALENDAR_MONTHS_PER_YEAR, &plan);
    }
    if (status == STATUS_OK) {
        status = beyond_tolerance(contract, memory[PAYMENT_YEAR_VALUE], plan, &due);
    }
    if (status == STATUS_OK) {
        status = payment_year_pay(memory, due, &beyond);
    }
    if (status == STATUS_OK) {
        status = exact_twelfth(contract->annual_pence, context->month, &twelfth);
    }
    if (status == STATUS_OK) {
        status = money_add(twelfth, beyond, &twelfth);
    }
    return status == STATUS_OK ? payment_add_single(contract, twelfth, pence) : status;
}

const struct payment_model payment_cost_and_volume = {
    .check = cost_and_volume_check,
    .services = payment_single_service,
    .refunds = payment_single_service,
    .remembers = payment_always_remembers,
    .settle = cost_and_volume_settle,
};
