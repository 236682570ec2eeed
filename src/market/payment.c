#include "market/payment.h"

#include <string.h>

#include "market/contract.h"
#include "market/exact.h"
#include "market/payment_table.h"

#define PAYMENT_MODEL(id, name, word, basis) &payment_##name,
const struct payment_model *const payment_models[PAYMENT_MODEL_COUNT] = {
#include "scenario/payment_models.def"
};
#undef PAYMENT_MODEL

int64_t payment_count(const struct payment_context *context, uint32_t service, enum measure measure)
{
    for (size_t i = 0; i < context->row_count; i++) {
        const struct activity_row *row = &context->rows[i];
        if (row->service == service && row->measure == (uint32_t)measure) {
            return row->count;
        }
    }
    return 0;
}

enum status payment_year_add(int64_t memory[CONTRACT_MEMORY], day_t month, money_t value)
{
    if (calendar_financial_month(month) == 1) {
        memset(memory, 0, PAYMENT_YEAR_NUMBERS * sizeof *memory);
    }
    memory[PAYMENT_YEAR_MONTHS]++;
    return money_add(memory[PAYMENT_YEAR_VALUE], value, &memory[PAYMENT_YEAR_VALUE]);
}

enum status payment_base_add(const struct payment_context *context, const struct contract *contract, money_t value,
                             bool *is_after)
{
    const int32_t since = calendar_months_between(contract->base_from, context->month);
    int64_t *base = &context->memory[PAYMENT_BASE_VALUE];

    *is_after = since >= CALENDAR_MONTHS_PER_YEAR;
    return since < 0 || *is_after ? STATUS_OK : money_add(*base, value, base);
}

enum status payment_base_so_far(const int64_t memory[CONTRACT_MEMORY], money_t *base)
{
    const money_t year = memory[PAYMENT_BASE_VALUE];

    return exact_share(year > 0 ? year : 0, memory[PAYMENT_YEAR_MONTHS], CALENDAR_MONTHS_PER_YEAR, base);
}

enum status payment_year_pay(int64_t memory[CONTRACT_MEMORY], money_t due, money_t *pence)
{
    const enum status status = money_add(due, -memory[PAYMENT_YEAR_PAID], pence);

    memory[PAYMENT_YEAR_PAID] = due;
    return status;
}

/* The service that one sum is for. */
static uint32_t single_service(const struct contract *contract)
{
    for (uint32_t service = 0; service < SERVICE_COUNT; service++) {
        if (contract->services == PAYMENT_SERVICE_BIT(service)) {
            return service;
        }
    }
    return LEDGER_NO_SERVICE;
}

bool payment_always_remembers(const struct contract *contract)
{
    (void)contract;
    return true;
}

uint64_t payment_no_service(const struct contract *contract)
{
    (void)contract;
    return 0;
}

uint64_t payment_single_service(const struct contract *contract)
{
    return PAYMENT_SERVICE_BIT(single_service(contract));
}

enum status payment_add_single(const struct contract *contract, money_t sum, money_t pence[PAYMENT_SERVICES])
{
    uint32_t service = single_service(contract);

    return money_add(pence[service], sum, &pence[service]);
}

/* Units that are paid at this price. Hours of people who pay for their package have a price of their own. A spell
 * counts in the month of its admission and a short stay in that of its end: below 0 when more stays turned out short
 * than spells began. */
static int64_t units_at_price(const struct payment_context *context, const struct contract *contract,
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

static enum status add_at_price(const struct price *price, int64_t units, int64_t factor_pico, money_t *pence)
{
    money_t sum = 0;
    enum status status = exact_price(units < 0 ? -units : units, price->pence, price->units, factor_pico, &sum);

    return status == STATUS_OK ? money_add(*pence, units < 0 ? -sum : sum, pence) : status;
}

enum status payment_at_prices(const struct payment_context *context, const struct contract *contract,
                              money_t pence[PAYMENT_SERVICES])
{
    const int64_t factor_pico = contract->market_forces_micro * (EXACT_MICRO - contract->unpaid_micro);
    enum status status = STATUS_OK;

    for (size_t i = 0; i < contract->price_count && status == STATUS_OK; i++) {
        const struct price *price = &contract->prices[i];
        const int64_t units = units_at_price(context, contract, price);
        status = add_at_price(price, units, factor_pico, &pence[price->service]);
    }
    return status;
}

/* Millionths; its product with another factor fits 64 bits. */
#define MARKET_FORCES_MOST (1000 * EXACT_MICRO)

enum status payment_check_factors(const struct contract *contract)
{
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

uint64_t payment_short_stays(const struct contract *contract)
{
    uint64_t services = 0;

    for (size_t i = 0; i < contract->price_count; i++) {
        if (contract->prices[i].measure == MEASURE_SHORT_STAYS) {
            services |= PAYMENT_SERVICE_BIT(contract->prices[i].service);
        }
    }
    return services;
}
