/* Puts layers on top of each other: mappings merge, everything else replaces, `null` removes an element of a named
 * section. It needs the registry to know a parameter from a section; keys that it does not know are kept for the
 * reader to report. Used by scenario_load only.
 */
#ifndef CATCHMENT_SCENARIO_MERGE_H
#define CATCHMENT_SCENARIO_MERGE_H

#include "scenario/tree.h"

/* Puts `over` on top of `base`, both mappings that `section` describes; `path` is where they stand. `base` changes and
 * may share nodes of `over` afterwards. Errors: STATUS_NO_MEMORY. */
enum status merge_section(struct scenario *scenario, const struct section *section, const char *path,
                          struct scenario_node *base, const struct scenario_node *over);

/* Puts one value on top of `base`: `assignment` is PATH=VALUE; `layer` is its place in the order of problems. An
 * element of a named section can be changed, or removed with the value null, but not made save in a change. */
enum status merge_assignment(struct scenario *scenario, const struct section *root, struct scenario_node *base,
                             const char *assignment, int32_t layer);

#endif
