/* The tree of a scenario file: what was written and where, before anybody asks what it means.
 *
 * tree_parse turns one YAML text into nodes; merge.h puts layers on top of each other; reader.h reads the result. All
 * nodes and texts live in the arena of the scenario. What is wrong with a text becomes problems of the scenario.
 */
#ifndef CATCHMENT_SCENARIO_TREE_H
#define CATCHMENT_SCENARIO_TREE_H

#include "scenario/scenario.h"

/* The layer that something was written in. */
struct scenario_origin {
    const char *file;   /* as messages name it; of a --set, the option as given */
    const char *folder; /* that relative names of files start from */
    int32_t layer;      /* 0 is the base of all */
    bool command_line;
};

/* A place in a layer; line and column count from 1, 0 where there is none. */
struct scenario_place {
    const struct scenario_origin *origin;
    uint32_t line, column;
};

enum node_kind { NODE_SCALAR, NODE_MAPPING, NODE_LIST };

struct scenario_node {
    enum node_kind kind;
    bool plain;       /* a scalar without quotes */
    const char *text; /* of a scalar */
    struct scenario_place place;
    const struct scenario_node *replaced;    /* what an earlier layer said in this place; NULL: nothing */
    struct scenario_entry *first, *last;     /* of a mapping, in the order written */
    struct scenario_entry **index;           /* of a mapping with many keys: chains of entries by hash of the key */
    size_t count, index_size;                /* entries; chains, a power of two or 0 */
    struct scenario_entry *annotations_last; /* source, grade and note of a section, kept for every layer; newest */
};

struct scenario_entry {
    const char *key;
    struct scenario_place place; /* of the key */
    struct scenario_node *value;
    struct scenario_entry *next; /* of annotations: the one before */
    struct scenario_entry *previous;
    struct scenario_entry *chained; /* the next in its chain of the index */
};

/* Parses `length` bytes of YAML. *out is NULL when the text has problems. Errors: STATUS_NO_MEMORY. */
enum status tree_parse(struct scenario *scenario, const struct scenario_origin *origin, const char *text, size_t length,
                       struct scenario_node **out);

/* A new empty mapping. */
enum status tree_new_mapping(struct scenario *scenario, struct scenario_place place, struct scenario_node **out);

/* A new plain scalar; `text` is copied. */
enum status tree_new_scalar(struct scenario *scenario, struct scenario_place place, const char *text,
                            struct scenario_node **out);

/* A copy of all nodes and entries, that shares their texts. */
enum status tree_copy(struct scenario *scenario, const struct scenario_node *node, struct scenario_node **out);

/* Appends an entry to a mapping; key and value are not copied. */
enum status tree_append(struct scenario *scenario, struct scenario_node *mapping, const char *key,
                        struct scenario_place place, struct scenario_node *value);

/* The entry with this key, NULL if there is none. */
struct scenario_entry *tree_find(const struct scenario_node *mapping, const char *key);

/* Takes the entry with this key out of a mapping. */
void tree_remove(struct scenario_node *mapping, const char *key);

/* Whether a value was left out or written as null. */
bool tree_is_null(const struct scenario_node *node);

/* What a value looks like in a message: `"text"`, a list, a mapping, nothing. Owned by the arena. */
enum status tree_found(struct scenario *scenario, const struct scenario_node *node, const char **out);

#endif
