/* Lists beside the columns of the people: entries of which few rows have any, in an array with buckets by row.
 *
 * An entry is a struct of its owner that begins with two uint32_t: its row, and the next entry in the bucket. The array
 * belongs to the owner, which passes its address and the bytes of an entry. The entries and their order are state; the
 * buckets follow from them. Called by membership and tie. */
#ifndef CATCHMENT_PEOPLE_ROW_LIST_H
#define CATCHMENT_PEOPLE_ROW_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/random.h"
#include "base/status.h"

#define ROW_LIST_END UINT32_MAX

struct row_list {
    uint32_t count;
    size_t capacity;   /* of the array of entries */
    uint32_t *buckets; /* first entry, or ROW_LIST_END; a power of two of them; owned */
    size_t bucket_count;
};

/* Frees the buckets and the entries. */
void row_list_free(struct row_list *self, void **entries);

/* Appends a copy of `entry`. Errors: STATUS_NO_MEMORY; nothing has changed. */
enum status row_list_add(struct row_list *self, void **entries, size_t size, const void *entry);

/* Takes out the entry at `at`; the last one takes its place. */
void row_list_remove(struct row_list *self, void *entries, size_t size, uint32_t at);

/* Where the chain begins in which the entries of a row are, among those of others. */
static inline uint32_t row_list_first(const struct row_list *self, uint32_t row)
{
    return self->count == 0 ? ROW_LIST_END : self->buckets[random_mix(row) & (self->bucket_count - 1)];
}

#endif
