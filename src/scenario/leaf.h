/* One parameter as written: its value and what is said about it (unit, source, grade, note, distribution).
 *
 * Used by reader.h. It takes a leaf apart, checks the parts, and says where its source comes from.
 */
#ifndef CATCHMENT_SCENARIO_LEAF_H
#define CATCHMENT_SCENARIO_LEAF_H

#include "scenario/distribution.h"
#include "scenario/value.h"

/* A mapping of the file that is being read, and those around it: where sources are inherited from. */
struct leaf_scope {
    const struct leaf_scope *outer;
    const struct scenario_node *node; /* NULL when the section is absent */
};

struct leaf {
    const struct parameter *row;
    const char *path;
    const struct scenario_node *node; /* as written; NULL for a default */
    struct scenario_place place;      /* of the value; no origin for a default */
    struct value value;
    bool good;      /* no part of it had a problem */
    bool explained; /* anything was said beside the value and its place */
    const char *source, *grade, *note;
    const char *low, *high; /* canonical; "" for none */
    bool has_distribution;
    struct distribution distribution;
};

/* Reads what is written for the row in the innermost scope, or its default. Problems become problems of the scenario
 * and leave `good` false. `home` is the place of the whole scenario, from which files of defaults are looked for. */
enum status leaf_read(struct scenario *scenario, const struct parameter *row, const char *path,
                      const struct leaf_scope *scope, struct scenario_place home, struct leaf *out);

/* Checks the source, grade and note that a section holds for all in it. */
enum status leaf_check_annotations(struct scenario *scenario, const struct scenario_node *section, const char *path,
                                   bool *good);

#endif
