/* Payment models: how a contract turns a month of care into money. A model is a const struct of callbacks, one row of
 * scenario/payment_models.def; it reads the terms of a contract and the month, keeps nothing, and posts nothing. */
#ifndef CATCHMENT_MARKET_PAYMENT_H
#define CATCHMENT_MARKET_PAYMENT_H

#include "base/calendar.h"
#include "base/money.h"
#include "care/activity.h"
#include "scenario/registry.h"

struct contract;

/* Sums of money by service; the last is for what is not for a single one (LEDGER_NO_SERVICE). */
enum { PAYMENT_SERVICES = SERVICE_COUNT + 1 };
_Static_assert(PAYMENT_SERVICES <= 64, "a bit for each service, and one for none");

#define PAYMENT_SERVICE_BIT(service) (UINT64_C(1) << (service))

/* The month that a contract is settled for. */
struct payment_context {
    day_t month;                     /* any day of it */
    const struct activity_row *rows; /* of the contract's economy and provider, by service and measure */
    size_t row_count;
    int64_t list_micro; /* weighted people whom the contract covers, millionths */
};

struct payment_model {
    /* Whether the model can work with these terms: STATUS_SCENARIO with the contract and what is wrong. */
    enum status (*check)(const struct contract *contract);
    /* The services that it may pay for, as bits 0 to SERVICE_COUNT (LEDGER_NO_SERVICE). */
    uint64_t (*services)(const struct contract *contract);
    /* Of these, the ones for which the payee may owe the payer. */
    uint64_t (*refunds)(const struct contract *contract);
    /* Sets what the payer owes the payee for the month, by service, below 0 for a refund; `pence` is zeroed before. */
    enum status (*settle)(const struct payment_context *context, const struct contract *contract,
                          money_t pence[PAYMENT_SERVICES]);
};

extern const struct payment_model *const payment_models[PAYMENT_MODEL_COUNT];

/* The count of a measure of a service in the month; 0 if there is no such row. */
int64_t payment_count(const struct payment_context *context, uint32_t service, enum measure measure);

/* For models that never ask for money back: no bits. */
uint64_t payment_no_service(const struct contract *contract);

/* For models that pay one sum: the bit of the contract's only service, or that of LEDGER_NO_SERVICE if it has several.
 */
uint64_t payment_single_service(const struct contract *contract);

/* Adds a sum to the entry of the bit that payment_single_service gives. */
enum status payment_add_single(const struct contract *contract, money_t sum, money_t pence[PAYMENT_SERVICES]);

#endif
