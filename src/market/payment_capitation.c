/* Capitation: a sum a year for each weighted person on the list, whatever is done for them. */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

static enum status capitation_check(const struct contract *contract)
{
    if (contract->capitation_pence < 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: the capitation rate is below 0", contract->name);
    }
    return STATUS_OK;
}

static enum status capitation_settle(const struct payment_context *context, const struct contract *contract,
                                     money_t pence[PAYMENT_SERVICES])
{
    money_t annual = 0;
    money_t twelfth = 0;
    enum status status = exact_share(contract->capitation_pence, context->list_micro, EXACT_MICRO, &annual);

    if (status == STATUS_OK) {
        status = exact_twelfth(annual, context->month, &twelfth);
    }
    return status == STATUS_OK ? payment_add_single(contract, twelfth, pence) : status;
}

const struct payment_model payment_capitation = {
    .check = capitation_check,
    .services = payment_single_service,
    .refunds = payment_no_service,
    .settle = capitation_settle,
};
