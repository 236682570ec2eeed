/* Block with a share for performance: the rest of one sum a year is paid by the month, and of the share as much as was
 * achieved in the financial year, in its last month. The share grows from year to year. */
#include "base/text.h"
#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

#include <string.h>

enum { PERCENT = 100 };
enum { WITHHELD, CELLS }; /* pence of the year so far; numerator and denominator of each target */

static enum status performance_check(const struct contract *contract)
{
    if (contract->annual_pence < 0) {
        return status_raise(STATUS_SCENARIO, "contract %s: the sum is below 0", contract->name);
    }
    if (contract->target_count == 0 || contract->target_count > PERFORMANCE_TARGETS) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected 1 to %d indicators", contract->name,
                            PERFORMANCE_TARGETS);
    }
    if (contract->share_micro < 0 || contract->share_micro > EXACT_MICRO || contract->share_most_micro < 0 ||
        contract->share_most_micro > EXACT_MICRO) {
        return status_raise(STATUS_SCENARIO, "contract %s: expected a share for performance from 0 to 1",
                            contract->name);
    }
    return STATUS_OK;
}

/* Financial years since the first. */
static int64_t years_in(const struct contract *contract, day_t month)
{
    return calendar_financial_year(month) - contract->first_year;
}

static int64_t share_of_year(const struct contract *contract, day_t month)
{
    const int64_t share = contract->share_micro + contract->share_rise_micro * years_in(contract, month);

    if (share > contract->share_most_micro) {
        return contract->share_most_micro;
    }
    return share > 0 ? share : 0;
}

static void add_cells(const struct payment_context *context, const struct contract *contract)
{
    for (size_t i = 0; i < contract->target_count; i++) {
        const enum indicator indicator = contract->targets[i].indicator;
        const uint32_t whose = indicator_is_of_provider(indicator) ? contract->provider : contract->economy;
        const struct indicator_cell *cell = &context->indicators->cells[indicator][whose];
        context->memory[CELLS + 2 * i] += cell->numerator_micro;
        context->memory[CELLS + 2 * i + 1] += cell->denominator;
    }
}

/* Millionths of the way from the floor to the target of the year; what nobody measured is not achieved. */
static int64_t achieved_micro(const struct contract_target *target, int64_t years, const int64_t cell[2])
{
    const int64_t goal = target->target_micro + years * target->change_micro;

    if (cell[1] <= 0 || goal == target->floor_micro) {
        return 0;
    }
    const double value = (double)cell[0] / (double)cell[1];
    const double way = (value - (double)target->floor_micro) / (double)(goal - target->floor_micro);
    return way >= 1 ? EXACT_MICRO : way > 0 ? (int64_t)(way * (double)EXACT_MICRO) : 0;
}

/* The mean over the targets by their weights, millionths; and what each came to, as text. */
static enum status achieved_of_year(const struct payment_context *context, const struct contract *contract,
                                    int64_t *mean_micro, struct text_buffer *parts)
{
    const int64_t years = years_in(contract, context->month);
    int64_t sum = 0, weights = 0;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < contract->target_count && status == STATUS_OK; i++) {
        const struct contract_target *target = &contract->targets[i];
        const int64_t achieved = achieved_micro(target, years, &context->memory[CELLS + 2 * i]);
        sum += target->weight * achieved;
        weights += target->weight;
        status = text_buffer_append_format(parts, "%s%s %lld%%", i == 0 ? "" : ", ", indicator_name(target->indicator),
                                           (long long)(achieved / (EXACT_MICRO / PERCENT)));
    }
    *mean_micro = weights > 0 ? sum / weights : 0;
    return status;
}

static bool is_last_month(const struct contract *contract, day_t month)
{
    return calendar_financial_month(month) == CALENDAR_MONTHS_PER_YEAR ||
           (contract->until != CONTRACT_OPEN_ENDED && calendar_months_between(month, contract->until) == 1);
}

static enum status tell(const struct payment_context *context, const struct contract *contract, money_t paid,
                        int64_t achieved, const char *parts)
{
    const struct event event = {.date = context->month,
                                .kind = EVENT_PERFORMANCE,
                                .agent = contract->payee,
                                .other = contract->payer,
                                .service = LEDGER_NO_SERVICE,
                                .pence = paid};

    return events_add(context->events, &event, "%s: %lld%% of the share for performance: %s", contract->name,
                      (long long)(achieved / (EXACT_MICRO / PERCENT)), parts);
}

/* What is paid of the share that was withheld in the year; forgets the year. */
static enum status pay_share(const struct payment_context *context, const struct contract *contract, money_t *pence)
{
    struct text_buffer parts = {0};
    int64_t achieved = 0;
    money_t paid = 0;
    enum status status = achieved_of_year(context, contract, &achieved, &parts);

    if (status == STATUS_OK) {
        status = exact_share(context->memory[WITHHELD], achieved, EXACT_MICRO, &paid);
    }
    if (status == STATUS_OK) {
        status = tell(context, contract, paid, achieved, text_buffer_text(&parts));
    }
    memset(context->memory, 0, CONTRACT_MEMORY * sizeof *context->memory);
    text_buffer_free(&parts);
    return status == STATUS_OK ? money_add(*pence, paid, pence) : status;
}

static enum status performance_settle(const struct payment_context *context, const struct contract *contract,
                                      money_t pence[PAYMENT_SERVICES])
{
    money_t sum = 0, withheld = 0;
    enum status status = exact_twelfth(contract->annual_pence, context->month, &sum);

    if (status == STATUS_OK) {
        status = exact_share(sum, share_of_year(contract, context->month), EXACT_MICRO, &withheld);
    }
    if (status == STATUS_OK) {
        status = money_add(context->memory[WITHHELD], withheld, &context->memory[WITHHELD]);
    }
    sum -= withheld;
    add_cells(context, contract);
    if (status == STATUS_OK && is_last_month(contract, context->month)) {
        status = pay_share(context, contract, &sum);
    }
    return status == STATUS_OK ? payment_add_single(contract, sum, pence) : status;
}

const struct payment_model payment_performance = {
    .check = performance_check,
    .services = payment_single_service,
    .refunds = payment_no_service,
    .remembers = payment_always_remembers,
    .settle = performance_settle,
};
