#include "people/person.h"

#include <inttypes.h>
#include <string.h>

#define COLUMN(member, type, unit, description) FIELD_COLUMN(struct people, member, type, unit, description)

const struct field person_fields[] = {
    COLUMN(id, FIELD_U32, "1", "identity: locality of birth or arrival, and a serial number within it"),
    COLUMN(threshold, FIELD_U32, "1", "something happens on a day whose draw is below this"),
    COLUMN(birth_day, FIELD_I32, "days since 1970-01-01", "day of birth"),
    COLUMN(exposures, FIELD_U64, "1", "a bit for each long-term condition and trait"),
    COLUMN(household_next, FIELD_U32, "row", "next member of the household, in a ring"),
    COLUMN(carer_link, FIELD_U32, "row", "the informal carer, or whom a carer looks after"),
    COLUMN(neighbourhood, FIELD_U16, "1", "neighbourhood of residence"),
    COLUMN(practice, FIELD_U16, "site", "general practice of registration"),
    COLUMN(emergency_site, FIELD_U16, "site", "where they wait for accident and emergency, or for a bed at once"),
    COLUMN(stay_site, FIELD_U16, "site", "where the bed is that they are in"),
    COLUMN(stay_from, FIELD_I32, "days since 1970-01-01", "day of admission to that bed"),
    COLUMN(outpatient_site, FIELD_U16, "site", "where they are under outpatient care or wait for it"),
    COLUMN(follow_up_site, FIELD_U16, "site", "where they wait for an outpatient follow-up"),
    COLUMN(elective_site, FIELD_U16, "site", "where they wait for a planned stay"),
    COLUMN(day_case_site, FIELD_U16, "site", "where they wait for a day case"),
    COLUMN(social_site, FIELD_U16, "site", "gives, or is asked for, home care"),
    COLUMN(residence_site, FIELD_U16, "site", "the care home where they live, or wait for a place"),
    COLUMN(sex, FIELD_U8, "1", "0 male, 1 female"),
    COLUMN(place, FIELD_U8, "1", "where they are: home, care home, or a kind of hospital bed"),
    COLUMN(waiting, FIELD_U32, "1", "a bit for each service they wait for"),
    COLUMN(deficits, FIELD_U8, "1", "deficits of the 36 of the electronic frailty index"),
    COLUMN(home_care_hours, FIELD_U8, "hours per week", "home care received"),
};

const size_t person_field_count = sizeof person_fields / sizeof person_fields[0];

#define CARE_LINKS (exposure_of_trait(TRAIT_HAS_CARER) | exposure_of_trait(TRAIT_IS_CARER))

enum { SERIAL_LIMIT = 1 << PERSON_SERIAL_BITS, LOCALITY_LIMIT = (1 << (32 - PERSON_SERIAL_BITS)) - 1, ROWS_FIRST = 64 };

enum status people_init(struct people *self, uint32_t locality, size_t capacity)
{
    memset(self, 0, sizeof *self);
    self->first_free = PERSON_NONE;
    self->locality = locality;
    if (locality >= LOCALITY_LIMIT) {
        return status_raise(STATUS_OUT_OF_RANGE, "locality %" PRIu32 ": there can be %d at most", locality,
                            LOCALITY_LIMIT);
    }
    enum status status = field_table_allocate(person_fields, person_field_count, self, capacity);
    if (status == STATUS_OK) {
        self->capacity = capacity;
    }
    return status;
}

void people_free(struct people *self)
{
    field_table_free(person_fields, person_field_count, self);
    self->rows = 0;
    self->capacity = 0;
    self->living = 0;
    self->first_free = PERSON_NONE;
}

static enum status people_grow(struct people *self)
{
    size_t capacity = self->capacity + self->capacity / 2 + ROWS_FIRST;
    enum status status = field_table_resize(person_fields, person_field_count, self, self->capacity, capacity);

    if (status == STATUS_OK) {
        self->capacity = capacity;
    }
    return status;
}

/* Sets every column of a row to zero, and links and sites to none. */
static void people_clear_row(struct people *self, uint32_t row)
{
    for (size_t i = 0; i < person_field_count; i++) {
        size_t size = field_size(person_fields[i].type);
        unsigned char *column = field_column(self, &person_fields[i]);
        memset(column + row * size, 0, size);
    }
    self->carer_link[row] = PERSON_NONE;
    self->practice[row] = SITE_NONE;
    self->emergency_site[row] = SITE_NONE;
    self->stay_site[row] = SITE_NONE;
    self->outpatient_site[row] = SITE_NONE;
    self->follow_up_site[row] = SITE_NONE;
    self->elective_site[row] = SITE_NONE;
    self->day_case_site[row] = SITE_NONE;
    self->social_site[row] = SITE_NONE;
    self->residence_site[row] = SITE_NONE;
}

/* Takes a free row, or the next one, for somebody who lives alone. */
static enum status people_take_row(struct people *self, uint32_t *row)
{
    enum status status = STATUS_OK;

    if (self->first_free != PERSON_NONE) {
        *row = self->first_free;
        self->first_free = self->household_next[*row];
    } else {
        if (self->rows == self->capacity) {
            status = people_grow(self);
        }
        if (status != STATUS_OK) {
            return status;
        }
        *row = (uint32_t)self->rows++;
    }
    people_clear_row(self, *row);
    self->household_next[*row] = *row;
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
        self->household_next[*row] = *row;
        self->carer_link[*row] = PERSON_NONE;
        self->exposures[*row] &= ~CARE_LINKS;
    }
    return status;
}

void people_remove(struct people *self, uint32_t row)
{
    people_leave_household(self, row);
    people_unlink_carer(self, row);
    people_clear_row(self, row);
    self->id[row] = PERSON_NONE;
    self->household_next[row] = self->first_free;
    self->first_free = row;
    self->living--;
}

void people_join_household(struct people *self, uint32_t row, uint32_t member)
{
    if (row == member) {
        return;
    }
    people_leave_household(self, row);
    self->household_next[row] = self->household_next[member];
    self->household_next[member] = row;
}

void people_leave_household(struct people *self, uint32_t row)
{
    uint32_t before = row;

    while (self->household_next[before] != row) {
        before = self->household_next[before];
    }
    self->household_next[before] = self->household_next[row];
    self->household_next[row] = row;
}

unsigned people_household_size(const struct people *self, uint32_t row)
{
    unsigned size = 1;

    for (uint32_t other = self->household_next[row]; other != row; other = self->household_next[other]) {
        size++;
    }
    return size;
}

void people_link_carer(struct people *self, uint32_t row, uint32_t carer)
{
    people_unlink_carer(self, row);
    people_unlink_carer(self, carer);
    self->carer_link[row] = carer;
    self->carer_link[carer] = row;
    self->exposures[row] |= exposure_of_trait(TRAIT_HAS_CARER);
    self->exposures[carer] |= exposure_of_trait(TRAIT_IS_CARER);
}

void people_unlink_carer(struct people *self, uint32_t row)
{
    uint32_t other = self->carer_link[row];

    if (other == PERSON_NONE) {
        return;
    }
    self->carer_link[row] = PERSON_NONE;
    self->carer_link[other] = PERSON_NONE;
    self->exposures[row] &= ~CARE_LINKS;
    self->exposures[other] &= ~CARE_LINKS;
}
