/* The market: agents with accounts, and the month of money between them.
 *
 * Built once from plain structs, in real pounds and capacities; run once a month by the engine with the activity that
 * care has counted. All money of a run is in its ledger. The market decides nothing yet and never looks at a person. */
#ifndef CATCHMENT_MARKET_MARKET_H
#define CATCHMENT_MARKET_MARKET_H

#include "market/allocation.h"
#include "market/contract.h"
#include "market/cost.h"
#include "market/event.h"
#include "market/ledger.h"
#include "market/pool.h"
#include "market/transfer.h"

/* The accounts outside. */
#define MARKET_OUTSIDE_LIST(X)                                                                                         \
    X(TREASURY, "treasury", SOURCE)                                                                                    \
    X(SERVICE_USERS, "service_users", SOURCE)                                                                          \
    X(RESERVES, "opening_reserves", SOURCE)                                                                            \
    X(SUPPLIERS, "staff_and_suppliers", SINK)                                                                          \
    X(LENDERS, "lenders", SINK)

#define MARKET_OUTSIDE_MEMBER(id, name, direction) MARKET_##id,
enum market_outside { MARKET_OUTSIDE_LIST(MARKET_OUTSIDE_MEMBER) MARKET_OUTSIDE_COUNT };
#undef MARKET_OUTSIDE_MEMBER

struct market_provider {
    const char *name;
    money_t reserves_pence; /* in hand at the start; a debt is below 0 */
    uint64_t services;      /* PAYMENT_SERVICE_BIT of each that it offers */
    struct cost_terms costs;
};

struct market_commissioner {
    const char *name;
    enum account_kind kind; /* ACCOUNT_COMMISSIONER or ACCOUNT_COUNCIL */
    money_t reserves_pence;
    const uint32_t *economies;
    size_t economy_count;
};

/* Who pays when people pay for their own care. */
#define MARKET_SELF_PAYERS UINT32_MAX

/* A contract between agents, its annual sum that of the real world; the rest as in struct contract. */
struct market_contract {
    uint32_t payer;        /* commissioner, or MARKET_SELF_PAYERS */
    struct contract terms; /* payer and payee are ignored: the payee is terms.provider, or any */
};

/* The part that users pay of what a council pays for a service under its contracts. */
struct market_charge {
    uint32_t commissioner;
    uint32_t service;
    int64_t share_micro; /* millionths of the cost, 0 to EXACT_MICRO */
};

/* A pooled budget of two commissioners, by their index. */
struct market_pool {
    uint32_t health, council;
    struct pool terms; /* the accounts are ignored */
};

/* All that the market is made from; owned by the caller, not needed after market_init. */
struct market_plan {
    day_t start; /* opening balances are of the end of the month before */
    struct exact_scale scale;
    size_t economy_count;
    const struct market_provider *providers;
    size_t provider_count;
    const struct market_commissioner *commissioners;
    size_t commissioner_count;
    const struct market_contract *contracts;
    size_t contract_count;
    const struct market_charge *charges;
    size_t charge_count;
    struct allocation_rates allocation;
    const struct market_pool *pools;
    size_t pool_count;
    bool may_change; /* providers may pay for changes */
    bool may_borrow; /* and have loans */
};

/* The people at the end of a month; arrays owned by the caller. */
struct market_population {
    struct allocation_people people;   /* by economy */
    struct contract_lists lists;       /* for contracts; the registered may be NULL when none pays for them, the
                                        * indicators likewise */
    const struct transfers *transfers; /* posted with the month; may be NULL */
};

/* How an agent stands at the end of a month, pence. */
struct market_finance {
    money_t income, cost; /* of the month */
    money_t balance;
    int64_t months_in_deficit; /* months closed below zero so far */
};

/* One relation of the ledger, by names; owned by the market and its tables. */
struct market_relation {
    const char *payer, *payee, *service, *purpose;
    money_t pence; /* of the month closed last */
};

/* What holds between the agents for a time. */
struct market_terms {
    struct contracts contracts;
    struct costs costs;
    struct market_charge *charges; /* by commissioner and service; owned */
    size_t charge_count;
    struct pool *pools; /* owned */
    size_t pool_count;
    struct allocation_rates allocation;
};

struct market {
    struct ledger ledger; /* accounts: providers, commissioners, outside */
    struct allocations allocations;
    struct market_terms *terms; /* of the plan that it was made from, and of those added; owned */
    size_t term_count, term_capacity, in_force;
    struct events events; /* since the month began */
    uint64_t *services;   /* by provider */
    size_t economy_count, provider_count, commissioner_count;

    /* Columns of market_fields, by agent (an account that is not outside). */
    int64_t *income, *cost; /* of the month closed last */
    int64_t *months_in_deficit;
};

extern const struct field market_fields[];
extern const size_t market_field_count;

/* A table of state, for checkpoints: `rows` rows of the columns of `owner`. Its name is fixed. */
struct market_state {
    const char *name;
    const struct field *fields;
    size_t field_count;
    void *owner;
    size_t rows;
};
enum { MARKET_STATE_COUNT = 5 };

/* Makes the market; `self` need not be initialised, and is empty on error. Errors: STATUS_SCENARIO and STATUS_DUPLICATE
 * with the name of the agent or the contract; STATUS_OVERFLOW, STATUS_NO_MEMORY. */
enum status market_init(struct market *self, const struct market_plan *plan);
void market_free(struct market *self);

/* Adds what another plan with the same agents says of contracts, costs, charges and allocations, for market_enforce by
 * its index; mentions the relations in which it may pay. Before the first month. Errors: as of market_init; the market
 * is then as before. */
enum status market_add_terms(struct market *self, const struct market_plan *plan, size_t *index);

/* From the next month on these terms hold. Balances stay, and so do allocations until their year ends. */
void market_enforce(struct market *self, size_t index);

/* The month of `month_end`, in order: allocations, contracts, users' charges, costs, and the close that proves the
 * ledger. Errors: STATUS_UNBALANCED; STATUS_INVARIANT for activity out of order, of nobody or not on offer, and for a
 * month that does not follow the last; STATUS_OVERFLOW, STATUS_NO_MEMORY. The market is of no use after an error. */
enum status market_month(struct market *self, const struct activity *activity,
                         const struct market_population *population, day_t month_end);

/* Feeds all state that changes in a run. */
void market_hash(const struct market *self, struct hash *hash);

/* The tables of that state, for a checkpoint between months; a market made from the same plan has the same rows. Their
 * columns restored, market_restore_month takes the month closed last (ledger.month). */
void market_states(struct market *self, struct market_state states[MARKET_STATE_COUNT]);
void market_restore_month(struct market *self, day_t month);

/* Relations by payer, payee (their names), service, purpose (as in their lists), then in the same order those that
 * terms have added; none is added in a run. */
size_t market_relation_count(const struct market *self);
struct market_relation market_relation(const struct market *self, size_t index);

/* Agents are the accounts 0 to market_agent_count - 1: providers, then commissioners; then come the accounts outside.
 */
uint32_t market_agent_count(const struct market *self);
uint32_t market_provider_account(const struct market *self, uint32_t provider);
uint32_t market_commissioner_account(const struct market *self, uint32_t commissioner);
uint32_t market_outside_account(const struct market *self, enum market_outside outside);

/* How the agent of an account stands; the account is not outside. */
struct market_finance market_finance(const struct market *self, uint32_t account);

#endif
