/*
 * Attributes that wait for the end of a run: a file that is being written can hold no new ones. Private to the output
 * floor.
 */
#ifndef CATCHMENT_OUTPUT_ATTRIBUTES_H
#define CATCHMENT_OUTPUT_ATTRIBUTES_H

#include <stdint.h>

#include "output/store.h"

/* A text, or a number of `type` whose bytes are in `bits`. */
struct attribute {
    const char *path;
    const char *name;
    const char *text; /* NULL: a number */
    enum field_type type;
    uint64_t bits;
};

/* Owns the texts of its attributes. All zero is an empty one. */
struct attribute_queue {
    struct attribute *attributes;
    size_t count, capacity;
};

/* Keeps copies of all texts. Errors: STATUS_NO_MEMORY. */
enum status attribute_queue_add(struct attribute_queue *self, const struct attribute *attribute);

/* Writes one; makes the group if there is nothing at its path. */
enum status attribute_write(const struct attribute *self, hid_t file);

/* Writes all, in order. */
enum status attribute_queue_write(const struct attribute_queue *self, hid_t file);

void attribute_queue_free(struct attribute_queue *self);

#endif
