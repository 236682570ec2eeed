/* Memory that is given back all at once: the texts, names and elements of a scenario.
 *
 * Pieces never move and cannot be freed one by one. Errors of all functions: STATUS_NO_MEMORY.
 */
#ifndef CATCHMENT_SCENARIO_ARENA_H
#define CATCHMENT_SCENARIO_ARENA_H

#include "base/status.h"

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* All zero is an empty arena. */
struct arena {
    struct arena_block *blocks; /* newest first; owned */
};

void arena_init(struct arena *self);

/* Frees all pieces; safe on a zeroed arena. */
void arena_free(struct arena *self);

/* Gives `count` zeroed elements of `size` bytes, aligned for any type; *out is NULL for none. */
enum status arena_allocate(struct arena *self, void **out, size_t count, size_t size);

/* Copies `length` bytes and closes them with a 0 byte. */
enum status arena_copy(struct arena *self, const char **out, const char *text, size_t length);

/* Writes a text, printf style. */
enum status arena_format(struct arena *self, const char **out, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with the arguments in a list, which is used up. */
enum status arena_format_list(struct arena *self, const char **out, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

#endif
