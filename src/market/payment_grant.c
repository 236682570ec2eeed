/* Grant: one sum a year until it expires, at once (a cliff) or in equal steps over its last months (a taper). */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

static enum status grant_check(const struct contract *contract)
{
    if (contract->annual_pence < 0 || contract->taper_months < 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: the sum of a grant, or its taper, is below 0",
                            contract->name);
    }
    return STATUS_OK;
}

/* The last of n months of taper is paid 1 part in n + 1, the one before 2, and so on. */
static enum status grant_settle(const struct payment_context *context, const struct contract *contract,
                                money_t pence[PAYMENT_SERVICES])
{
    const int64_t parts = contract->taper_months + 1;
    money_t twelfth = 0;
    enum status status = exact_twelfth(contract->annual_pence, context->month, &twelfth);

    if (status == STATUS_OK && contract->until != CONTRACT_OPEN_ENDED) {
        const int64_t left = calendar_months_between(context->month, contract->until);
        status = exact_share(twelfth, left < parts ? left : parts, parts, &twelfth);
    }
    return status == STATUS_OK ? payment_add_single(contract, twelfth, pence) : status;
}

const struct payment_model payment_grant = {
    .check = grant_check,
    .services = payment_single_service,
    .refunds = payment_no_service,
    .settle = grant_settle,
};
