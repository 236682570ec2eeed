/* The files of a scenario: reads it, its overlay and all that they extend, and says in which order they apply.
 *
 * Used by scenario_load only. A file that cannot be read or parsed, or that extends itself, becomes a problem.
 */
#ifndef CATCHMENT_SCENARIO_LAYERS_H
#define CATCHMENT_SCENARIO_LAYERS_H

#include "scenario/tree.h"

/* Parsed files, base first; a zeroed one is empty. */
struct layer_list {
    struct scenario_node **roots; /* mappings without their `extends`; the nodes belong to the scenario's arena */
    size_t count, capacity;
    const struct scenario_node *main; /* the root of the scenario itself; NULL when it could not be read */
    bool complete; /* every file could be read and parsed, so that what is missing is truly missing */
    int32_t next;  /* number of the next file that is read, for the order of problems */
};

void layer_list_free(struct layer_list *self);

/* Reads everything that the settings name, save the sets. Errors: STATUS_NO_MEMORY. */
enum status layers_read(struct layer_list *self, struct scenario *scenario, const struct scenario_settings *settings);

/* The absolute path of a file named in a layer, in the arena; NULL if there is no such regular file. */
enum status layers_find_file(struct scenario *scenario, const struct scenario_origin *origin, const char *name,
                             const char **out);

#endif
