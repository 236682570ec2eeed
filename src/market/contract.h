/* Contracts: who pays whom, for which services of which people, by which payment model, and the settling at month end.
 *
 * A contract is data, in pence as simulated: the market scales annual sums to the population before it adds a contract.
 * Contracts are kept in order of name and settled in it; they change only between months. */
#ifndef CATCHMENT_MARKET_CONTRACT_H
#define CATCHMENT_MARKET_CONTRACT_H

#include "base/field.h"
#include "market/ledger.h"
#include "market/payment.h"
#include "market/price.h"

/* The people on whom capitation is paid: */
enum contract_list {
    CONTRACT_LIST_REGISTERED, /* those of the economy on the list of the provider */
    CONTRACT_LIST_RESIDENT,   /* all of the economy */
    CONTRACT_LIST_COUNT
};

/* The end of a contract that has none. */
#define CONTRACT_OPEN_ENDED INT32_MAX

/* A contract with whoever cares for the people, but not for the services that the same payer buys from a provider for
 * the same people by a contract with that provider alone. */
#define CONTRACT_ANY_PROVIDER UINT32_MAX

/* What performance is measured by, from nothing achieved at the floor to all at the target; millionths of the unit of
 * the indicator. */
struct contract_target {
    enum indicator indicator;
    int64_t weight;                                  /* against the other targets; 0 to EXACT_MICRO */
    int64_t floor_micro, target_micro, change_micro; /* the change is of the target, a financial year */
};

struct contract {
    const char *name;
    uint32_t payer, payee; /* accounts of the ledger; with any provider the payee is the first, the others follow */
    uint32_t economy, provider; /* whose people, and who cares for them (the agent of the payee) */
    uint64_t services;          /* PAYMENT_SERVICE_BIT of each service covered */
    enum payment_model_id model;
    const struct price *prices; /* payment by results: by service and measure */
    size_t price_count;
    int64_t market_forces_micro; /* payment by results: the market forces factor, millionths, up to 1,000 */
    int64_t unpaid_micro;        /* payment by results: the part of the activity that others pay for, millionths */
    bool readmissions_unpaid;    /* payment by results */
    int64_t growth_unpaid_micro; /* payment by results: the part of the growth of emergencies over the base year that is
                                  * not paid; cost and volume: of what lies beyond the tolerance; millionths */
    day_t base_from;             /* payment by results: first day of the base year, a first of April */
    int64_t tolerance_micro;     /* cost and volume: of the sum, millionths */
    int64_t taper_months;        /* grant: before its end */
    int64_t share_micro, share_rise_micro, share_most_micro; /* performance: of the sum, in the first financial year,
                                                              * more each year, and at most; millionths */
    int64_t loss_share_micro;                                /* gain share: of losses, and share_micro of gains */
    int32_t first_year;                                      /* performance: the first financial year */
    const struct contract_target *targets;                   /* performance */
    size_t target_count;
    money_t annual_pence;     /* block, cost and volume, grant: of a financial year */
    money_t capitation_pence; /* capitation: a weighted person a year */
    enum contract_list list;  /* capitation */
    uint32_t people;          /* capitation: 0 for everybody, weighted; 1 + a condition for those who have it */
    day_t from, until;        /* first days of months; `until` is the first day not covered, or CONTRACT_OPEN_ENDED */
};

struct contracts {          /* zeroed is empty */
    struct contract *items; /* by name; each owns its name, its prices and its targets */
    size_t count, capacity;
    int64_t *memory; /* [contract][CONTRACT_MEMORY]: what its model remembers; the column of contract_fields */
    size_t memory_capacity;
};

extern const struct field contract_fields[];
extern const size_t contract_field_count;

/* Weighted people, millionths; those with a condition each count as one. */
struct contract_lists {
    const int64_t *registered_micro; /* [people][economy][provider] */
    const int64_t *resident_micro;   /* [people][economy] */
    size_t people;                   /* 1: everybody; or 1 + all conditions that there may be */
    size_t economy_count, provider_count;
    const struct indicators *indicators; /* may be NULL when no contract pays for performance */
};

void contracts_free(struct contracts *self);

/* Adds a copy of the terms. Errors: STATUS_SCENARIO for terms that make no sense; STATUS_DUPLICATE for a name that is
 * taken, and for a price that the same payer already pays on the same days for the same activity; STATUS_NO_MEMORY. The
 * contracts are then as before. */
enum status contracts_add(struct contracts *self, const struct contract *terms);

/* Whether its sum is that of one provider alone, or the provider's part of what is paid for all residents: it is then
 * never with any provider. */
bool contract_is_for_one(const struct contract *contract);

/* Whether its model remembers something: it is then never with any provider. */
bool contract_remembers(const struct contract *contract);

/* Takes over what contracts of the same name remember. */
void contracts_take_memory(struct contracts *self, const struct contracts *from);

/* Whether it pays for the people on the lists of providers. */
bool contract_needs_lists(const struct contract *contract);

/* The services that a contract may pay for, bits 0 to SERVICE_COUNT. */
uint64_t contract_services(const struct contract *contract);

/* Of these, the ones for which it may ask for money back. */
uint64_t contract_refunds(const struct contract *contract);

/* Whether it pays by indicators. */
bool contract_needs_indicators(const struct contract *contract);

/* Posts what each contract in force owes for the month of `day`, one payment or refund a service, and tells of what the
 * models say. The activity is that of the month, in its order. Errors: STATUS_OVERFLOW; STATUS_INVARIANT for a list of
 * people that is missing; those of ledger_post. */
enum status contracts_settle(struct contracts *self, struct ledger *ledger, const struct activity *activity,
                             const struct contract_lists *lists, day_t day, struct events *events);

/* What they would owe a provider, less what it would owe back, for one more month like that of `day` with this activity
 * of the provider. Nothing is posted, told or remembered. Errors: as of contracts_settle. */
enum status contracts_foresee(struct contracts *self, struct ledger *ledger, const struct activity *activity,
                              const struct contract_lists *lists, uint32_t provider, day_t day, money_t *pence);

/* Of what the payers of its contracts spent on a service in the month of `day`, with whomever, the part that would come
 * to the provider if it were saved, pence. */
double contracts_stake(const struct contracts *self, uint32_t provider, uint32_t service, day_t day,
                       const struct ledger *ledger);

#endif
