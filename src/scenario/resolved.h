/* The whole scenario as one YAML text, and its hash. Used by scenario_load only. */
#ifndef CATCHMENT_SCENARIO_RESOLVED_H
#define CATCHMENT_SCENARIO_RESOLVED_H

#include "scenario/tree.h"

/* Writes scenario->resolved from the listed parameters and the names in `target`. Every value is there, defaults too,
 * in the order of the registry; a distribution is kept, not its draw. Files are named by their absolute paths. The text
 * reads back as the same scenario. Errors: STATUS_NO_MEMORY. */
enum status resolved_write(struct scenario *scenario, const struct section *root, const void *target);

/* Sets scenario->hash. Errors: STATUS_NO_MEMORY, STATUS_IO when a data file cannot be read. */
enum status resolved_hash(struct scenario *scenario);

#endif
