#include "people/row_list.h"

#include <string.h>

#include "base/memory.h"

enum { BUCKETS_FIRST = 64, ENTRY_ROW = 0, ENTRY_NEXT = 1 };

/* Row and next of an entry. */
static uint32_t *links_of(void *entries, size_t size, uint32_t at)
{
    return (uint32_t *)(void *)((unsigned char *)entries + at * size);
}

static uint32_t *bucket_of(const struct row_list *self, uint32_t row)
{
    return &self->buckets[random_mix(row) & (self->bucket_count - 1)];
}

static void link_in(const struct row_list *self, void *entries, size_t size, uint32_t at)
{
    uint32_t *links = links_of(entries, size, at);
    uint32_t *bucket = bucket_of(self, links[ENTRY_ROW]);

    links[ENTRY_NEXT] = *bucket;
    *bucket = at;
}

/* What points to the entry: its bucket, or the one before it. */
static uint32_t *link_to(const struct row_list *self, void *entries, size_t size, uint32_t at)
{
    uint32_t *link = bucket_of(self, links_of(entries, size, at)[ENTRY_ROW]);

    while (*link != at) {
        link = &links_of(entries, size, *link)[ENTRY_NEXT];
    }
    return link;
}

/* As many buckets as entries or more. */
static enum status reserve_buckets(struct row_list *self, void *entries, size_t size, size_t needed)
{
    size_t count = self->bucket_count == 0 ? BUCKETS_FIRST : self->bucket_count;

    while (count < needed) {
        count *= 2;
    }
    if (count == self->bucket_count) {
        return STATUS_OK;
    }
    enum status status = memory_resize((void **)&self->buckets, self->bucket_count, count, sizeof *self->buckets);
    if (status != STATUS_OK) {
        return status;
    }
    self->bucket_count = count;
    for (size_t bucket = 0; bucket < count; bucket++) {
        self->buckets[bucket] = ROW_LIST_END;
    }
    for (uint32_t at = 0; at < self->count; at++) {
        link_in(self, entries, size, at);
    }
    return STATUS_OK;
}

void row_list_free(struct row_list *self, void **entries)
{
    memory_free(entries);
    memory_free((void **)&self->buckets);
    *self = (struct row_list){0};
}

/* The array; the caller's pointer is rarely of the type void *. */
static void *array_of(void *const *entries)
{
    void *array = NULL;

    memcpy(&array, entries, sizeof array);
    return array;
}

enum status row_list_add(struct row_list *self, void **entries, size_t size, const void *entry)
{
    enum status status = memory_reserve(entries, &self->capacity, (size_t)self->count + 1, size);
    void *array = array_of(entries);

    if (status == STATUS_OK) {
        status = reserve_buckets(self, array, size, (size_t)self->count + 1);
    }
    if (status == STATUS_OK) {
        memcpy((unsigned char *)array + self->count * size, entry, size);
        link_in(self, array, size, self->count++);
    }
    return status;
}

void row_list_remove(struct row_list *self, void *entries, size_t size, uint32_t at)
{
    const uint32_t last = self->count - 1;

    *link_to(self, entries, size, at) = links_of(entries, size, at)[ENTRY_NEXT];
    if (at != last) {
        *link_to(self, entries, size, last) = at;
        memcpy(links_of(entries, size, at), links_of(entries, size, last), size);
    }
    self->count--;
}
