/* Finance: the meeting of the market with the world. Builds the market from the scenario and the supply, and closes its
 * month with the activity and the people of that month. Called by the world; decides nothing and treats nobody.
 *
 * The market begins with the month of run.start: nothing is paid in the warm-up, so that the reserves of the scenario
 * are those of the first day that is kept. All sums are as simulated, that is scaled to the people of the run. */
#ifndef CATCHMENT_ENGINE_FINANCE_H
#define CATCHMENT_ENGINE_FINANCE_H

#include "engine/world.h"

/* The agent that is paid for care that is not simulated, if there is any: the provider after those of the supply. It
 * spends all that it is paid in the same month. */
#define FINANCE_OTHER_CARE "other_care"

/* Makes the market of a world that has its area, supply, choice and people. `market` need not be initialised; on error
 * it is empty or fit to be freed. Errors: STATUS_SCENARIO and STATUS_DUPLICATE with the payment rule, the agent or the
 * contract; STATUS_OVERFLOW, STATUS_OUT_OF_RANGE, STATUS_NO_MEMORY. */
enum status finance_build(struct market *market, const struct world *world);

/* Adds the terms of the market under the rules of a later day, for market_enforce; sums for each person are still for
 * those of the start, and shares of providers those that are expected now. Errors: as above; the market is then fit to
 * be freed alone. */
enum status finance_foresee(struct world *world, const struct run_parameters *run,
                            const struct service_rules_parameters rules[SERVICE_COUNT], size_t *terms);

/* Gives providers the costs of what they have now: capacity that has opened or closed, and quality that was decided on.
 * At the beginning of a month. Errors: STATUS_OUT_OF_RANGE, STATUS_NO_MEMORY. */
enum status finance_set_costs(struct world *world);

/* Closes the market's month of `last_day`, its last day, with world->activity; does nothing in the warm-up. Errors:
 * those of market_month; STATUS_NO_MEMORY. */
enum status finance_month(struct world *world, day_t last_day);

/* The name for people to read of the agent of an account: its label in the scenario, or else its name. */
const char *finance_label(const struct world *world, uint32_t account);

#endif
