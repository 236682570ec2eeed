/* Gain share: at the end of each financial year the payee gets a part of what the payer has spent less than in the base
 * year on the services of the contract, with whomever, and may bear a part of what it has spent more. */
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

#include <string.h>

enum { PERCENT = 100 };

static enum status gain_share_check(const struct contract *contract)
{
    if (contract->share_micro < 0 || contract->share_micro > EXACT_MICRO || contract->loss_share_micro < 0 ||
        contract->loss_share_micro > EXACT_MICRO) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected shares of gains and losses from 0 to 1",
                            contract->name);
    }
    return STATUS_OK;
}

static uint64_t gain_share_refunds(const struct contract *contract)
{
    return contract->loss_share_micro > 0 ? payment_single_service(contract) : 0;
}

/* What the payer has paid for the services in the month so far, less what was paid back. */
static enum status spent(const struct payment_context *context, const struct contract *contract, money_t *out)
{
    enum status status = STATUS_OK;

    for (uint32_t service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        if ((contract->services & PAYMENT_SERVICE_BIT(service)) != 0) {
            status = money_add(*out, ledger_paid(context->ledger, contract->payer, service), out);
        }
    }
    return status;
}

/* What is due for the year: below 0 when the payee bears a part of a loss. */
static enum status share_of(const struct contract *contract, money_t saved, money_t *due)
{
    const bool gain = saved > 0;
    const enum status status =
        exact_share(gain ? saved : -saved, gain ? contract->share_micro : contract->loss_share_micro, EXACT_MICRO, due);

    *due = gain ? *due : -*due;
    return status;
}

static enum status tell(const struct payment_context *context, const struct contract *contract, money_t base,
                        money_t saved, money_t due)
{
    const struct event event = {.date = context->month,
                                .kind = EVENT_GAIN_SHARE,
                                .agent = contract->payee,
                                .other = contract->payer,
                                .service = LEDGER_NO_SERVICE,
                                .pence = due};
    const double percent = base > 0 ? PERCENT * (double)saved / (double)base : 0;

    return events_add(context->events, &event, "%s: %.1f%% less was spent than in the base year", contract->name,
                      percent);
}

static enum status settle_year(const struct payment_context *context, const struct contract *contract, money_t *due)
{
    int64_t *memory = context->memory;
    money_t base = 0, saved = 0;
    enum status status = payment_base_so_far(memory, &base);

    if (status == STATUS_OK) {
        status = money_add(base, -memory[PAYMENT_YEAR_VALUE], &saved);
    }
    if (status == STATUS_OK) {
        status = share_of(contract, saved, due);
    }
    if (status == STATUS_OK) {
        status = tell(context, contract, base, saved, *due);
    }
    memset(memory, 0, PAYMENT_YEAR_NUMBERS * sizeof *memory);
    return status;
}

static enum status gain_share_settle(const struct payment_context *context, const struct contract *contract,
                                     money_t pence[PAYMENT_SERVICES])
{
    money_t month = 0, due = 0;
    bool is_after = false;
    enum status status = spent(context, contract, &month);

    if (status == STATUS_OK) {
        status = payment_base_add(context, contract, month, &is_after);
    }
    if (status != STATUS_OK || !is_after) {
        return status;
    }
    status = payment_year_add(context->memory, context->month, month);
    if (status == STATUS_OK && calendar_financial_month(context->month) == CALENDAR_MONTHS_PER_YEAR) {
        status = settle_year(context, contract, &due);
    }
    return status == STATUS_OK ? payment_add_single(contract, due, pence) : status;
}

static double gain_share_stake(const struct contract *contract)
{
    return (double)contract->share_micro / (double)EXACT_MICRO;
}

const struct payment_model payment_gain_share = {
    .check = gain_share_check,
    .services = payment_single_service,
    .refunds = gain_share_refunds,
    .remembers = payment_always_remembers,
    .stake = gain_share_stake,
    .is_last = true,
    .settle = gain_share_settle,
};
