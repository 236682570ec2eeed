/* The rules of a world, which change on the days of a scenario's policies. Called by world_follow and at the beginning
 * of each month. */
#ifndef CATCHMENT_ENGINE_RULES_H
#define CATCHMENT_ENGINE_RULES_H

#include "engine/world.h"

/* Puts the rules in force that hold on the next day to be lived, and tells so. Errors: STATUS_NO_MEMORY. */
enum status rules_change(struct world *world);

#endif
