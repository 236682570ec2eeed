#include "market/payment.h"

#include "market/contract.h"
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
