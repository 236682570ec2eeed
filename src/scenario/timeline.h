/* What changes in a scenario on dates: reads the scenario anew for each, as it is from then on.
 *
 * Used by scenario_load only. The root has one named section at most whose elements hold a change; beside it they have
 * a `date` and a `label`.
 */
#ifndef CATCHMENT_SCENARIO_TIMELINE_H
#define CATCHMENT_SCENARIO_TIMELINE_H

#include "scenario/tree.h"

/* Fills scenario->steps, and lists what each changes, from scenario->tree and what was read from it into `target`. What
 * may not change becomes a problem. Errors: those of reader_read. */
enum status timeline_read(struct scenario *scenario, const struct section *root, const void *target,
                          uint64_t replicate);

#endif
