/* Memberships: who of a locality is in which programme of care since when.
 *
 * Few people are in any, so this is a list of its own beside the columns of the people: it costs nothing for those who
 * are in none. The list and its order are state; the buckets by which a person's entries are found follow from it. */
#ifndef CATCHMENT_PEOPLE_MEMBERSHIP_H
#define CATCHMENT_PEOPLE_MEMBERSHIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/field.h"
#include "base/status.h"

enum { PROGRAMME_LIMIT = 64 }; /* the bits of a set of programmes */

#define MEMBERSHIP_NONE UINT32_MAX

typedef uint64_t programmes_t; /* a set: bit p is programme p */

struct membership {
    uint32_t row;
    day_t since;
    day_t until;   /* the first day after it; INT32_MAX: until something ends it */
    uint32_t next; /* in the bucket */
    uint16_t site; /* that holds the place; SITE_NONE when none does */
    uint16_t programme;
};

struct memberships {
    struct membership *items;
    uint32_t count;
    size_t capacity;
    uint32_t *buckets; /* first entry, or MEMBERSHIP_NONE; a power of two of them */
    size_t bucket_count;
};

extern const struct field membership_fields[];
extern const size_t membership_field_count;

void memberships_free(struct memberships *self);

/* Errors: STATUS_NO_MEMORY; nothing has changed. */
enum status memberships_add(struct memberships *self, struct membership membership);

/* Takes out the entry at `at`; the last one takes its place. */
void memberships_remove(struct memberships *self, uint32_t at);

/* The programmes of a person. */
programmes_t memberships_of(const struct memberships *self, uint32_t row);

/* Where the entry of a person in a programme is; MEMBERSHIP_NONE if they are not in it. */
uint32_t memberships_find(const struct memberships *self, uint32_t row, unsigned programme);

#endif
