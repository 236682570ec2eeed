/* The population store: the people of one locality, a row for each person.
 *
 * What the daily scan reads of everybody are columns. What an event reads of one person is one record, so that a person
 * who wakes costs one line of memory; what they have used of care is another. What few people have stands in lists:
 * ties to carers and sites, memberships of programmes.
 *
 * Rows of people who died or left are used again. Links between people (household, carer) are rows of the same store,
 * so a household and its carers always share a locality. Called by synthesis, life and care. */
#ifndef CATCHMENT_PEOPLE_PERSON_H
#define CATCHMENT_PEOPLE_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/field.h"
#include "base/status.h"
#include "people/exposure.h"
#include "people/membership.h"
#include "people/tie.h"

#define PERSON_NONE UINT32_MAX
#define SITE_NONE UINT16_MAX

enum { PERSON_SERIAL_BITS = 20 }; /* an id is the locality of birth or arrival, then a serial number within it */

enum person_place { PLACE_HOME, PLACE_CARE_HOME, PLACE_HOSPITAL_EMERGENCY, PLACE_HOSPITAL_ELECTIVE, PLACE_COUNT };

/* What most events read. */
struct person {
    exposures_t exposures;
    day_t birth_day;
    uint32_t waiting;        /* a bit for each service they wait for; the care floor gives them meaning */
    uint32_t household_next; /* a ring through the household */
    day_t stay_from;         /* in a hospital bed: the day of admission; else of the last discharge; 0: none */
    uint16_t neighbourhood;
    uint16_t practice; /* the site of the practice they are registered with */
    uint8_t sex;
    uint8_t place;           /* enum person_place */
    uint8_t deficits;        /* of the 36 of the electronic frailty index */
    uint8_t home_care_hours; /* a week */
};

_Static_assert(sizeof(struct person) == 32, "two people to a line of memory, none across two");

/* What they use of hospitals. Most people come to have some of it, and it changes often. */
struct use {
    uint16_t outpatient_site; /* where they are under outpatient care, or wait for it */
    uint16_t follow_up_site;  /* where they wait for an outpatient follow-up, or last did */
    uint16_t emergency_site;  /* likewise for accident and emergency, or for a bed at once */
    uint16_t admissions;      /* emergency admissions of this quarter and the three before, see recent_add */
    uint16_t attendances;     /* at accident and emergency, likewise */
};

/* Recent use: four bits for each quarter of a year, this one lowest, up to RECENT_MOST in each. */
enum { RECENT_QUARTERS = 4, RECENT_BITS = 4, RECENT_MOST = (1 << RECENT_BITS) - 1 };

static inline uint16_t recent_add(uint16_t recent)
{
    return (recent & RECENT_MOST) == RECENT_MOST ? recent : (uint16_t)(recent + 1);
}

static inline uint16_t recent_next_quarter(uint16_t recent)
{
    return (uint16_t)(recent << RECENT_BITS);
}

static inline unsigned recent_sum(uint16_t recent)
{
    unsigned sum = 0;

    for (unsigned quarter = 0; quarter < RECENT_QUARTERS; quarter++) {
        sum += recent >> RECENT_BITS * quarter & RECENT_MOST;
    }
    return sum;
}

struct people {
    size_t rows;         /* rows in use or free, from the first */
    size_t capacity;     /* rows allocated */
    size_t living;       /* rows that hold a person */
    uint32_t first_free; /* a chain of free rows through household_next; PERSON_NONE at its end */
    uint32_t next_serial;
    uint32_t locality;

    uint32_t *id;        /* never used twice */
    uint32_t *threshold; /* something happens today if the day's draw is below it; 0 for a free row */
    struct person *person;
    struct use *use;
    struct ties ties;
    struct memberships memberships; /* of programmes; their bit of the exposures says who has any */
};

extern const struct field person_fields[];
extern const size_t person_field_count;

/* A store with that many rows, none of them in use. On failure the caller still frees. */
enum status people_init(struct people *self, uint32_t locality, size_t capacity);
void people_free(struct people *self);

/* A new person alone in a household of their own, without carer or sites, all else zero; *row receives the row. The
 * columns may move. */
enum status people_add(struct people *self, uint32_t *row);

/* A copy of a row of another store, with the same id, alone in a household and without ties. */
enum status people_add_copy(struct people *self, const struct people *from, uint32_t from_row, uint32_t *row);

/* Takes the person out of household and ties and frees the row. */
void people_remove(struct people *self, uint32_t row);

static inline bool people_holds(const struct people *self, uint32_t row)
{
    return self->id[row] != PERSON_NONE;
}

static inline bool people_in_hospital(const struct people *self, uint32_t row)
{
    const uint8_t place = self->person[row].place;

    return place == PLACE_HOSPITAL_EMERGENCY || place == PLACE_HOSPITAL_ELECTIVE;
}

/* Households: rings of rows. */
void people_join_household(struct people *self, uint32_t row, uint32_t member);
void people_leave_household(struct people *self, uint32_t row);
unsigned people_household_size(const struct people *self, uint32_t row);

static inline bool people_has(const struct people *self, uint32_t row, enum trait trait)
{
    return (self->person[row].exposures & exposure_of_trait(trait)) != 0;
}

#define CARER_TRAITS (exposure_of_trait(TRAIT_HAS_CARER) | exposure_of_trait(TRAIT_IS_CARER))

/* Carers: one looks after one. Both traits and ties are kept in step. Errors: STATUS_NO_MEMORY; nobody is linked. */
enum status people_link_carer(struct people *self, uint32_t row, uint32_t carer);
void people_unlink_carer(struct people *self, uint32_t row);

/* The carer of a person who has one, or whom a carer looks after; else PERSON_NONE. */
static inline uint32_t people_carer_link(const struct people *self, uint32_t row)
{
    return (self->person[row].exposures & CARER_TRAITS) != 0 ? ties_find(&self->ties, row, TIE_CARER) : PERSON_NONE;
}

/* The site to which a person is tied; SITE_NONE if they are not. */
static inline uint16_t people_site(const struct people *self, uint32_t row, enum tie_kind kind)
{
    return (uint16_t)ties_find(&self->ties, row, kind);
}

/* Ties a person to a site in place of the one before. Errors: STATUS_NO_MEMORY; nothing has changed. */
static inline enum status people_set_site(struct people *self, uint32_t row, enum tie_kind kind, uint16_t site)
{
    return ties_set(&self->ties, row, kind, site);
}

static inline void people_clear_site(struct people *self, uint32_t row, enum tie_kind kind)
{
    ties_cut(&self->ties, row, kind);
}

/* The programmes that a person is in. */
static inline programmes_t people_programmes(const struct people *self, uint32_t row)
{
    return people_has(self, row, TRAIT_IN_PROGRAMME) ? memberships_of(&self->memberships, row) : 0;
}

/* A person joins a programme that they are not in, or leaves the one of the entry at `at`; the bit is kept in step. */
enum status people_join_programme(struct people *self, struct membership membership);
void people_leave_programme(struct people *self, uint32_t at);

#endif
