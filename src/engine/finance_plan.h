/* The plan of the market in the making, for the files of finance alone: agents and costs (finance_agents.c), then
 * contracts (finance_contracts.c). */
#ifndef CATCHMENT_ENGINE_FINANCE_PLAN_H
#define CATCHMENT_ENGINE_FINANCE_PLAN_H

#include "engine/world.h"

/* The steps and the unit costs of one provider: one of each service; the cost of its beds; of their days. */
enum { FINANCE_STEPS = SERVICE_COUNT + 1, FINANCE_UNITS = SERVICE_COUNT + 2 };

/* The prices of one contract. */
struct finance_prices {
    struct price *items; /* owned */
};

struct finance_plan {
    const struct world *world;
    const struct market_parameters *scenario;
    const struct service_rules_parameters *rules; /* by service */
    struct market_plan market;                    /* points into what follows */

    struct market_provider *providers; /* of the supply; then the one of other care, if there is one */
    size_t provider_count;
    struct cost_step *steps; /* [provider][FINANCE_STEPS] */
    struct price *units;     /* [provider][FINANCE_UNITS] */

    struct market_commissioner *commissioners;
    size_t commissioner_count;
    uint32_t *commissioner, *council; /* by economy: index of a commissioner */
    uint32_t *economies;              /* lists of the commissioners, one after another */

    int64_t *people; /* alive, by economy */
    struct market_contract *contracts;
    size_t contract_count, contract_capacity;
    struct market_charge *charges;
    struct market_pool *pools;

    char **names; /* of commissioners and contracts; owned */
    size_t name_count, name_capacity;
    struct finance_prices *prices; /* of contracts */
    size_t price_count, price_capacity;
    struct contract_target **targets; /* of contracts; each owned */
    size_t target_count, target_capacity;
};

/* Fills in providers with their costs, commissioners and councils with their economies, allocations and charges. On
 * failure, as after any other call, the caller frees. */
enum status finance_plan_agents(struct finance_plan *self);

/* Fills in providers with the costs of what they have now, or of what they plan where they wait to enter. */
enum status finance_plan_providers(struct finance_plan *self, bool as_planned);

/* What the variable cost of a service is for: an hour, a day in a place, or each one served. */
enum measure finance_variable_measure(unsigned service);

/* Fills in the contracts that follow from the payment rules, those of users who pay for themselves, and those for other
 * care. */
enum status finance_plan_contracts(struct finance_plan *self);

/* Lets other care spend what it is paid: adds contracts with suppliers to the terms that a market has from the plan. */
enum status finance_spend_other_care(struct finance_plan *self, struct market *market, size_t terms_index);

void finance_plan_free(struct finance_plan *self);

/* A name of `count` parts with a separator between them, owned by the plan. */
enum status finance_plan_name(struct finance_plan *self, const char **out, const char *separator,
                              const char *const *parts, size_t count);

/* Pounds to pence. Errors: STATUS_OUT_OF_RANGE with what it is of. */
enum status finance_pence(double pounds, const char *what, money_t *pence);

#endif
