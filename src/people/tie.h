/* Ties: to whom and to which sites the people of a locality are tied, beside those that most people have.
 *
 * One person in ten has any, so this is a list of its own beside the columns of the people (people/row_list.h). The
 * list and its order are state; nobody has two ties of a kind. */
#ifndef CATCHMENT_PEOPLE_TIE_H
#define CATCHMENT_PEOPLE_TIE_H

#include <stdint.h>

#include "base/field.h"
#include "base/status.h"
#include "people/row_list.h"

enum tie_kind {
    TIE_CARER,    /* of a person with a carer: the carer; of a carer: whom they look after; both rows */
    TIE_STAY,     /* the site of the bed they are in */
    TIE_ELECTIVE, /* the site where they wait for it; the next likewise */
    TIE_DAY_CASE,
    TIE_HOME_CARE, /* the site that gives it, or is asked for it */
    TIE_CARE_HOME, /* the one where they live, or wait for a place */
};

#define TIE_NONE UINT32_MAX

enum { TIE_BITS = 28 }; /* of what they are tied to: fewer rows than that are in a locality */

struct tie {
    uint32_t row, next; /* an entry of a row list */
    uint32_t to;        /* kind << TIE_BITS | row or site */
};

struct ties {
    struct tie *items; /* list.count of them */
    struct row_list list;
};

extern const struct field tie_fields[];
extern const size_t tie_field_count;

void ties_free(struct ties *self);

/* The row or site; TIE_NONE if there is no such tie. */
uint32_t ties_find(const struct ties *self, uint32_t row, enum tie_kind kind);

/* Makes a tie, or changes the one of its kind. Errors: STATUS_NO_MEMORY; nothing has changed. */
enum status ties_set(struct ties *self, uint32_t row, enum tie_kind kind, uint32_t to);

/* Takes out a tie, if it is there; all ties of a row. */
void ties_cut(struct ties *self, uint32_t row, enum tie_kind kind);
void ties_cut_all(struct ties *self, uint32_t row);

#endif
