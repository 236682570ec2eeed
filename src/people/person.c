#include "people/person.h"

#include <inttypes.h>
#include <string.h>

#define COLUMN(member, type, unit, description) FIELD_COLUMN(struct people, member, type, unit, description)
#define PERSON(member, type, unit, description)                                                                        \
    FIELD_MEMBER(struct people, person, struct person, member, type, unit, description)
#define USE(member, type, unit, description)                                                                           \
    FIELD_MEMBER(struct people, use, struct use, member, type, unit, description)

const struct field person_fields[] = {
    COLUMN(id, FIELD_U32, "1", "identity: locality of birth or arrival, and a serial number within it"),
    COLUMN(threshold, FIELD_U32, "1", "something happens on a day whose draw is below this"),
    PERSON(exposures, FIELD_U64, "1", "a bit for each long-term condition and trait"),
    PERSON(birth_day, FIELD_I32, "days since 1970-01-01", "day of birth"),
    PERSON(waiting, FIELD_U32, "1", "a bit for each service they wait for"),
    PERSON(household_next, FIELD_U32, "row", "next member of the household, in a ring"),
    PERSON(stay_from, FIELD_I32, "days since 1970-01-01",
           "in a hospital bed the day of admission, else that of the last discharge; 0: none"),
    PERSON(neighbourhood, FIELD_U16, "1", "neighbourhood of residence"),
    PERSON(practice, FIELD_U16, "site", "general practice of registration"),
    PERSON(sex, FIELD_U8, "1", "0 male, 1 female"),
    PERSON(place, FIELD_U8, "1", "where they are: home, care home, or a kind of hospital bed"),
    PERSON(deficits, FIELD_U8, "1", "deficits of the 36 of the electronic frailty index"),
    PERSON(home_care_hours, FIELD_U8, "hours per week", "home care received"),
    USE(outpatient_site, FIELD_U16, "site", "where they are under outpatient care or wait for it"),
    USE(follow_up_site, FIELD_U16, "site", "where they wait for an outpatient follow-up, or last did"),
    USE(emergency_site, FIELD_U16, "site",
        "where they wait for accident and emergency, or for a bed at once, or last did"),
    USE(admissions, FIELD_U16, "1", "emergency admissions, four bits for this quarter and each of the three before"),
    USE(attendances, FIELD_U16, "1", "attendances at accident and emergency, likewise"),
};

const size_t person_field_count = sizeof person_fields / sizeof person_fields[0];

enum {
    SERIAL_LIMIT = 1 << PERSON_SERIAL_BITS,
    LOCALITY_LIMIT = (1 << (32 - PERSON_SERIAL_BITS)) - 1,
    ROWS_FIRST = 64,
    GROWTH =
        8 /* a decade: rows not yet used take no resident memory, while a copy leaves a gap of all that there was */
};

static enum status people_reserve(struct people *self, size_t capacity)
{
    enum status status = field_table_resize(person_fields, person_field_count, self, self->capacity, capacity);

    if (status == STATUS_OK) {
        self->capacity = capacity;
    }
    return status;
}

enum status people_init(struct people *self, uint32_t locality, size_t capacity)
{
    memset(self, 0, sizeof *self);
    self->first_free = PERSON_NONE;
    self->locality = locality;
    if (locality >= LOCALITY_LIMIT) {
        return status_raise(STATUS_OUT_OF_RANGE, "locality %" PRIu32 ": there can be %d at most", locality,
                            LOCALITY_LIMIT);
    }
    return people_reserve(self, capacity);
}

void people_free(struct people *self)
{
    field_table_free(person_fields, person_field_count, self);
    ties_free(&self->ties);
    memberships_free(&self->memberships);
    self->rows = 0;
    self->capacity = 0;
    self->living = 0;
    self->first_free = PERSON_NONE;
}

/* Sets every field of a row to zero, and its sites to none. */
static void people_clear_row(struct people *self, uint32_t row)
{
    field_table_clear_row(person_fields, person_field_count, self, row);
    self->person[row].practice = SITE_NONE;
    self->use[row].outpatient_site = SITE_NONE;
    self->use[row].follow_up_site = SITE_NONE;
    self->use[row].emergency_site = SITE_NONE;
}

/* Takes a free row, or the next one, for somebody who lives alone. */
static enum status people_take_row(struct people *self, uint32_t *row)
{
    enum status status = STATUS_OK;

    if (self->first_free != PERSON_NONE) {
        *row = self->first_free;
        self->first_free = self->person[*row].household_next;
    } else {
        if (self->rows == self->capacity) {
            status = people_reserve(self, self->capacity + self->capacity / GROWTH + ROWS_FIRST);
        }
        if (status != STATUS_OK) {
            return status;
        }
        *row = (uint32_t)self->rows++;
    }
    people_clear_row(self, *row);
    self->person[*row].household_next = *row;
    self->living++;
    return status;
}

enum status people_add(struct people *self, uint32_t *row)
{
    if (self->next_serial >= SERIAL_LIMIT) {
        return status_raise(STATUS_OVERFLOW, "locality %" PRIu32 " has had its %d people", self->locality,
                            SERIAL_LIMIT);
    }
    enum status status = people_take_row(self, row);
    if (status == STATUS_OK) {
        self->id[*row] = self->locality << PERSON_SERIAL_BITS | self->next_serial++;
    }
    return status;
}

enum status people_add_copy(struct people *self, const struct people *from, uint32_t from_row, uint32_t *row)
{
    enum status status = people_take_row(self, row);

    if (status == STATUS_OK) {
        field_table_move_row(person_fields, person_field_count, from, from_row, self, *row);
        self->person[*row].household_next = *row;
        self->person[*row].exposures &= ~(CARER_TRAITS | exposure_of_trait(TRAIT_IN_PROGRAMME));
    }
    return status;
}

void people_remove(struct people *self, uint32_t row)
{
    people_leave_household(self, row);
    people_unlink_carer(self, row);
    ties_cut_all(&self->ties, row);
    people_clear_row(self, row);
    self->id[row] = PERSON_NONE;
    self->person[row].household_next = self->first_free;
    self->first_free = row;
    self->living--;
}

void people_join_household(struct people *self, uint32_t row, uint32_t member)
{
    if (row == member) {
        return;
    }
    people_leave_household(self, row);
    self->person[row].household_next = self->person[member].household_next;
    self->person[member].household_next = row;
}

void people_leave_household(struct people *self, uint32_t row)
{
    uint32_t before = row;

    while (self->person[before].household_next != row) {
        before = self->person[before].household_next;
    }
    self->person[before].household_next = self->person[row].household_next;
    self->person[row].household_next = row;
}

unsigned people_household_size(const struct people *self, uint32_t row)
{
    unsigned size = 1;

    for (uint32_t other = self->person[row].household_next; other != row; other = self->person[other].household_next) {
        size++;
    }
    return size;
}

enum status people_link_carer(struct people *self, uint32_t row, uint32_t carer)
{
    people_unlink_carer(self, row);
    people_unlink_carer(self, carer);
    enum status status = ties_set(&self->ties, row, TIE_CARER, carer);
    if (status != STATUS_OK) {
        goto out;
    }
    status = ties_set(&self->ties, carer, TIE_CARER, row);
    if (status != STATUS_OK) {
        ties_cut(&self->ties, row, TIE_CARER);
        goto out;
    }
    self->person[row].exposures |= exposure_of_trait(TRAIT_HAS_CARER);
    self->person[carer].exposures |= exposure_of_trait(TRAIT_IS_CARER);
out:
    return status;
}

void people_unlink_carer(struct people *self, uint32_t row)
{
    const uint32_t other = people_carer_link(self, row);

    if (other == PERSON_NONE) {
        return;
    }
    ties_cut(&self->ties, row, TIE_CARER);
    ties_cut(&self->ties, other, TIE_CARER);
    self->person[row].exposures &= ~CARER_TRAITS;
    self->person[other].exposures &= ~CARER_TRAITS;
}

enum status people_join_programme(struct people *self, struct membership membership)
{
    const enum status status = memberships_add(&self->memberships, membership);

    if (status == STATUS_OK) {
        self->person[membership.row].exposures |= exposure_of_trait(TRAIT_IN_PROGRAMME);
    }
    return status;
}

void people_leave_programme(struct people *self, uint32_t at)
{
    const uint32_t row = self->memberships.items[at].row;

    memberships_remove(&self->memberships, at);
    if (memberships_of(&self->memberships, row) == 0) {
        self->person[row].exposures &= ~exposure_of_trait(TRAIT_IN_PROGRAMME);
    }
}
