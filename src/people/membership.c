#include "people/membership.h"

#include "base/memory.h"
#include "base/random.h"

#define MEMBER(member, type, unit, description)                                                                        \
    FIELD_MEMBER(struct memberships, items, struct membership, member, type, unit, description)

const struct field membership_fields[] = {
    MEMBER(row, FIELD_U32, "row", "the member"),
    MEMBER(since, FIELD_I32, "days since 1970-01-01", "first day of the membership"),
    MEMBER(until, FIELD_I32, "days since 1970-01-01", "the first day after it"),
    MEMBER(site, FIELD_U16, "site", "where the place is held"),
    MEMBER(programme, FIELD_U16, "1", "which programme"),
};

const size_t membership_field_count = sizeof membership_fields / sizeof membership_fields[0];

enum { BUCKETS_FIRST = 64 };

void memberships_free(struct memberships *self)
{
    memory_free((void **)&self->items);
    memory_free((void **)&self->buckets);
    *self = (struct memberships){0};
}

static uint32_t *bucket_of(const struct memberships *self, uint32_t row)
{
    return &self->buckets[random_mix(row) & (self->bucket_count - 1)];
}

static void link_in(struct memberships *self, uint32_t at)
{
    uint32_t *bucket = bucket_of(self, self->items[at].row);

    self->items[at].next = *bucket;
    *bucket = at;
}

/* What points to the entry: its bucket, or the one before it. */
static uint32_t *link_to(struct memberships *self, uint32_t at)
{
    uint32_t *link = bucket_of(self, self->items[at].row);

    while (*link != at) {
        link = &self->items[*link].next;
    }
    return link;
}

/* As many buckets as entries or more. */
static enum status reserve_buckets(struct memberships *self, size_t needed)
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
        self->buckets[bucket] = MEMBERSHIP_NONE;
    }
    for (uint32_t at = 0; at < self->count; at++) {
        link_in(self, at);
    }
    return STATUS_OK;
}

enum status memberships_add(struct memberships *self, struct membership membership)
{
    enum status status =
        memory_reserve((void **)&self->items, &self->capacity, (size_t)self->count + 1, sizeof *self->items);

    if (status == STATUS_OK) {
        status = reserve_buckets(self, (size_t)self->count + 1);
    }
    if (status == STATUS_OK) {
        self->items[self->count] = membership;
        link_in(self, self->count++);
    }
    return status;
}

void memberships_remove(struct memberships *self, uint32_t at)
{
    const uint32_t last = self->count - 1;

    *link_to(self, at) = self->items[at].next;
    if (at != last) {
        *link_to(self, last) = at;
        self->items[at] = self->items[last];
    }
    self->count--;
}

programmes_t memberships_of(const struct memberships *self, uint32_t row)
{
    programmes_t found = 0;

    if (self->count == 0) {
        return 0;
    }
    for (uint32_t at = *bucket_of(self, row); at != MEMBERSHIP_NONE; at = self->items[at].next) {
        found |= self->items[at].row == row ? (programmes_t)1 << self->items[at].programme : 0;
    }
    return found;
}

uint32_t memberships_find(const struct memberships *self, uint32_t row, unsigned programme)
{
    uint32_t at = self->count == 0 ? MEMBERSHIP_NONE : *bucket_of(self, row);

    while (at != MEMBERSHIP_NONE && (self->items[at].row != row || self->items[at].programme != programme)) {
        at = self->items[at].next;
    }
    return at;
}
