/* What care costs the provider: fixed sums, steps of capacity, units of activity, and the charge for capital.
 *
 * Every month each provider pays its costs to the outside. A provider whose income does not cover them goes below zero;
 * that is a deficit, not an error. */
#ifndef CATCHMENT_MARKET_COST_H
#define CATCHMENT_MARKET_COST_H

#include "care/activity.h"
#include "market/exact.h"
#include "market/ledger.h"
#include "market/price.h"

/* Cost that goes with capacity, whether it is used or not: wards, theatres, teams. */
struct cost_step {
    uint32_t service;      /* or LEDGER_NO_SERVICE for capacity that services share */
    int64_t capacity;      /* of the real provider: beds, places, slots a day, hours a week, or parts of them */
    int64_t step_capacity; /* of one step, alike (a ward of 28 beds); a step begun is paid whole */
    money_t annual_pence;  /* a step */
};

/* The costs of one provider, at the size of the real one. */
struct cost_terms {
    money_t fixed_annual_pence;
    money_t capital_annual_pence;  /* private finance and other charges for buildings */
    const struct cost_step *steps; /* one a service at most */
    size_t step_count;
    const struct price *units; /* variable cost by service and measure */
    size_t unit_count;
};

/* A cost that does not depend on the month's activity. */
struct cost_standing {
    uint32_t service; /* or LEDGER_NO_SERVICE */
    enum purpose purpose;
    money_t annual_pence; /* as simulated */
};

struct cost_provider {
    uint32_t account;
    struct cost_standing *standing; /* owned */
    size_t standing_count;
    struct price *units; /* owned; by service and measure */
    int64_t *counts;     /* owned; activity of the month by unit cost */
    size_t unit_count;
};

struct costs { /* zeroed is empty */
    struct cost_provider *providers;
    size_t provider_count;
};

/* Copies the costs of `n` providers; names[n] and accounts[n] are theirs. `self` need not be initialised; on error it
 * is empty. Errors: STATUS_SCENARIO for terms that make no sense, STATUS_OVERFLOW, STATUS_NO_MEMORY. */
enum status costs_init(struct costs *self, const struct cost_terms *terms, const char *const *names,
                       const uint32_t *accounts, size_t n, struct exact_scale scale);
void costs_free(struct costs *self);

/* Takes other fixed, capital and capacity costs for one provider from now on; its unit costs stay. Errors: as of
 * costs_init; the costs are then as before. */
enum status costs_set(struct costs *self, size_t provider, const struct cost_terms *terms, const char *name,
                      struct exact_scale scale);

/* What the activity of a provider costs by the unit, whatever the capacity. Errors: STATUS_OVERFLOW. */
enum status costs_foresee(const struct costs *self, size_t provider, const struct activity *activity, money_t *pence);

/* Posts the costs of the month of `day`: to `suppliers` pay and goods, to `lenders` the charge for capital. The
 * activity is that of the month, of providers that exist. Errors: STATUS_OVERFLOW and those of ledger_post. */
enum status costs_post(struct costs *self, struct ledger *ledger, const struct activity *activity, uint32_t suppliers,
                       uint32_t lenders, day_t day);

#endif
