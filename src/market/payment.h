/* Payment models: how a contract turns a month of care into money. A model is a const struct of callbacks, one row of
 * scenario/payment_models.def; it reads the terms of a contract and the month, keeps nothing but the numbers that the
 * contract remembers for it, and posts nothing. */
#ifndef CATCHMENT_MARKET_PAYMENT_H
#define CATCHMENT_MARKET_PAYMENT_H

#include "base/calendar.h"
#include "base/money.h"
#include "care/activity.h"
#include "market/event.h"
#include "market/indicator.h"
#include "scenario/registry.h"

#include <stdbool.h>

struct contract;
struct ledger;

/* How many numbers a contract may keep for its model from month to month; they begin as 0. */
enum { CONTRACT_MEMORY = 17 };

/* The most indicators of one contract: a numerator and a denominator of each are remembered, and one number more. */
enum { PERFORMANCE_TARGETS = (CONTRACT_MEMORY - 1) / 2 };

/* Sums of money by service; the last is for what is not for a single one (LEDGER_NO_SERVICE). */
enum { PAYMENT_SERVICES = SERVICE_COUNT + 1 };
_Static_assert(PAYMENT_SERVICES <= 64, "a bit for each service, and one for none");

#define PAYMENT_SERVICE_BIT(service) (UINT64_C(1) << (service))

/* The month that a contract is settled for. */
struct payment_context {
    day_t month;                     /* any day of it */
    const struct activity_row *rows; /* of the contract's economy and provider, by service and measure */
    size_t row_count;
    int64_t list_micro;                  /* weighted people whom the contract covers, millionths */
    int64_t *memory;                     /* [CONTRACT_MEMORY], of the contract */
    const struct indicators *indicators; /* of the month */
    const struct ledger *ledger;         /* what has been paid in the month so far */
    struct events *events;               /* what is to be told */
};

struct payment_model {
    /* Whether the model can work with these terms: STATUS_SCENARIO with the contract and what is wrong. */
    enum status (*check)(const struct contract *contract);
    /* The services that it may pay for, as bits 0 to SERVICE_COUNT (LEDGER_NO_SERVICE). */
    uint64_t (*services)(const struct contract *contract);
    /* Of these, the ones for which the payee may owe the payer. */
    uint64_t (*refunds)(const struct contract *contract);
    /* Whether it remembers something, so that the contract must be with one provider; NULL: never. */
    bool (*remembers)(const struct contract *contract);
    /* Of each pound that the payer spends less on the services, with whomever, what comes to the payee; NULL: nothing.
     */
    double (*stake)(const struct contract *contract);
    /* It looks at what other contracts have paid in the month, and so is settled after them. */
    bool is_last;
    /* Sets what the payer owes the payee for the month, by service, below 0 for a refund; `pence` is zeroed before. */
    enum status (*settle)(const struct payment_context *context, const struct contract *contract,
                          money_t pence[PAYMENT_SERVICES]);
};

/* A financial year so far, at the beginning of a memory: for models in which what is due follows from it. Then what the
 * base year came to, for those that compare with one. */
enum { PAYMENT_YEAR_MONTHS, PAYMENT_YEAR_VALUE, PAYMENT_YEAR_PAID, PAYMENT_YEAR_NUMBERS };
enum { PAYMENT_BASE_VALUE = PAYMENT_YEAR_NUMBERS };

extern const struct payment_model *const payment_models[PAYMENT_MODEL_COUNT];

/* The count of a measure of a service in the month; 0 if there is no such row. */
int64_t payment_count(const struct payment_context *context, uint32_t service, enum measure measure);

/* Adds what the activity is worth at the prices of the contract, times its market forces factor, by service. A short
 * stay has a price of its own where the contract gives one, and is then no spell at the full price. Bed days beyond the
 * trim point, hours of home care and days in a care home are measures with prices like any other. Errors:
 * STATUS_OVERFLOW. */
enum status payment_at_prices(const struct payment_context *context, const struct contract *contract,
                              money_t pence[PAYMENT_SERVICES]);

/* Whether the market forces factor and what others pay make sense: STATUS_SCENARIO with the contract if not. */
enum status payment_check_factors(const struct contract *contract);

/* The services with a price of short stays: a spell counts in the month of its admission and a short stay in that of
 * its end, so that a month may come to less than nothing. */
uint64_t payment_short_stays(const struct contract *contract);

/* Adds a month to the year so far, which begins anew in April. Errors: STATUS_OVERFLOW. */
enum status payment_year_add(int64_t memory[CONTRACT_MEMORY], day_t month, money_t value);

/* Whether the month is after the base year of the contract. One of the base year is added to what that came to. Errors:
 * STATUS_OVERFLOW. */
enum status payment_base_add(const struct payment_context *context, const struct contract *contract, money_t value,
                             bool *is_after);

/* What the base year came to in as many months as the year so far has; 0 if it came to less than nothing. */
enum status payment_base_so_far(const int64_t memory[CONTRACT_MEMORY], money_t *base);

/* What is left to be paid of what is due for the year so far; notes it as paid. Errors: STATUS_OVERFLOW. */
enum status payment_year_pay(int64_t memory[CONTRACT_MEMORY], money_t due, money_t *pence);

/* For models that always remember something. */
bool payment_always_remembers(const struct contract *contract);

/* For models that never ask for money back: no bits. */
uint64_t payment_no_service(const struct contract *contract);

/* For models that pay one sum: the bit of the contract's only service, or that of LEDGER_NO_SERVICE if it has several.
 */
uint64_t payment_single_service(const struct contract *contract);

/* Adds a sum to the entry of the bit that payment_single_service gives. */
enum status payment_add_single(const struct contract *contract, money_t sum, money_t pence[PAYMENT_SERVICES]);

#endif
