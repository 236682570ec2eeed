/* Fills the structs of a registry from a merged tree, and lists every parameter on the way.
 *
 * Used by scenario_load only. The order of the registry rules, never that of the file.
 */
#ifndef CATCHMENT_SCENARIO_READER_H
#define CATCHMENT_SCENARIO_READER_H

#include "scenario/tree.h"

/* Reads scenario->tree into `target`, resolves references, calls the checks, draws distributions when the root's
 * `parameter_values` says draw (keyed by the root's `seed`, the replicate and the path of the parameter), and calls
 * the checks again on what was drawn. Problems become problems of the scenario. Errors: STATUS_NO_MEMORY,
 * STATUS_INTERNAL when the registry itself is wrong, and what a check returns. */
enum status reader_read(struct scenario *scenario, const struct section *root, void *target, uint64_t replicate);

#endif
