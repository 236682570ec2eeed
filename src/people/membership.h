/* Memberships: who of a locality is in which programme of care since when.
 *
 * Few people are in any, so this is a list of its own beside the columns of the people: it costs nothing for those who
 * are in none (people/row_list.h). The list and its order are state. */
#ifndef CATCHMENT_PEOPLE_MEMBERSHIP_H
#define CATCHMENT_PEOPLE_MEMBERSHIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/field.h"
#include "base/status.h"
#include "people/row_list.h"

enum { PROGRAMME_LIMIT = 64 }; /* the bits of a set of programmes */

#define MEMBERSHIP_NONE ROW_LIST_END

typedef uint64_t programmes_t; /* a set: bit p is programme p */

struct membership {
    uint32_t row, next; /* an entry of a row list */
    day_t since;
    day_t until;   /* the first day after it; INT32_MAX: until something ends it */
    uint16_t site; /* that holds the place; SITE_NONE when none does */
    uint16_t programme;
};

struct memberships {
    struct membership *items; /* list.count of them */
    struct row_list list;
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
