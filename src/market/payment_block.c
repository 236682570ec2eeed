/* Block contract: one sum a year, whatever is done for it. */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

static enum status block_check(const struct contract *contract)
{
    if (contract->annual_pence < 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: the sum of a block contract is below 0", contract->name);
    }
    return STATUS_OK;
}

static enum status block_settle(const struct payment_context *context, const struct contract *contract,
                                money_t pence[PAYMENT_SERVICES])
{
    money_t twelfth = 0;
    enum status status = exact_twelfth(contract->annual_pence, context->month, &twelfth);

    return status == STATUS_OK ? payment_add_single(contract, twelfth, pence) : status;
}

const struct payment_model payment_block = {
    .check = block_check,
    .services = payment_single_service,
    .refunds = payment_no_service,
    .settle = block_settle,
};
