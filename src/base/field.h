/*
 * The field table: each kind of state that is kept in arrays declares its fields once, here as data.
 *
 * Allocation, the state hash, checkpoints, output and reference documentation all walk the same table, so that none of
 * them can forget a field. A table is a static const array of struct field; the owner is a struct that has pointers to
 * arrays of `rows` elements, aligned to 64 bytes and owned by that struct. An array is a column of one field, or of
 * records, of which each member is a field; all members of a record stand in the table, the first one first.
 *
 *     static const struct field person_fields[] = {
 *         FIELD_COLUMN(struct people, id, FIELD_U32, "1", "identity"),
 *         FIELD_MEMBER(struct people, person, struct person, birth_day, FIELD_I32, "days since 1970-01-01", "birth"),
 *     };
 */
#ifndef CATCHMENT_BASE_FIELD_H
#define CATCHMENT_BASE_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/status.h"

enum field_type { FIELD_U8, FIELD_U16, FIELD_U32, FIELD_U64, FIELD_I32, FIELD_I64, FIELD_F32, FIELD_F64 };

struct field {
    const char *name;
    enum field_type type;
    size_t offset;           /* of the pointer to the array, in the owner */
    size_t within;           /* where the field is in an element of the array */
    size_t stride;           /* bytes of an element of the array */
    const char *unit;        /* "1" for a number without a unit */
    const char *description; /* for the reference and for long_name in the output */
};

#define FIELD_TYPE_OF(pointer)                                                                                         \
    _Generic((pointer),                                                                                                \
        uint8_t *: FIELD_U8,                                                                                           \
        uint16_t *: FIELD_U16,                                                                                         \
        uint32_t *: FIELD_U32,                                                                                         \
        uint64_t *: FIELD_U64,                                                                                         \
        int32_t *: FIELD_I32,                                                                                          \
        int64_t *: FIELD_I64,                                                                                          \
        float *: FIELD_F32,                                                                                            \
        double *: FIELD_F64)

/* 0, or an error at compile time when the pointer does not point to elements of that type. */
#define FIELD_CHECK(pointer, field_type_)                                                                              \
    (0 * sizeof(struct {                                                                                               \
         _Static_assert(FIELD_TYPE_OF(pointer) == (field_type_), "type of the field and its column");                  \
         char unused;                                                                                                  \
     }))

/* One row of a field table: a column, named after the member of the owner. */
#define FIELD_COLUMN(owner_type, member, type, unit, description)                                                      \
    {                                                                                                                  \
#member, (type), offsetof(owner_type, member) + FIELD_CHECK(((owner_type *)0)->member, type), 0,               \
            sizeof(*((owner_type *)0)->member), (unit), (description)                                                  \
    }

/* One row of a field table: a member of the records that `array`, a member of the owner, points to. */
#define FIELD_MEMBER(owner_type, array, record_type, member, type, unit, description)                                  \
    {                                                                                                                  \
#member, (type), offsetof(owner_type, array) + FIELD_CHECK(&((record_type *)0)->member, type),                 \
            offsetof(record_type, member), sizeof(*((owner_type *)0)->array), (unit), (description)                    \
    }

/* Bytes of one element of a type. */
size_t field_size(enum field_type type);

/* "u8", "u16", ... "f64". */
const char *field_type_name(enum field_type type);

/* The field of the first row, the others following at `stride` bytes; NULL if the owner has no rows yet. It is writable
 * if the owner is. */
void *field_column(const void *owner, const struct field *field);

/* Bytes of one row over all fields. */
size_t field_table_bytes(const struct field *table, size_t n);

/* Feeds name, type and the values of the first `rows` rows of each field, in the order of the table. */
void field_table_hash(struct hash *hash, const struct field *table, size_t n, const void *owner, size_t rows);

/* Gives the owner zeroed arrays. On error (STATUS_NO_MEMORY) it has none. */
enum status field_table_allocate(const struct field *table, size_t n, void *owner, size_t rows);

/*
 * Changes the number of rows; new ones hold anything, and take no resident memory until they are written. Shrinking
 * cannot fail. On error (STATUS_NO_MEMORY) all arrays
 * still hold the old rows and are owned by the owner.
 */
enum status field_table_resize(const struct field *table, size_t n, void *owner, size_t old_rows, size_t new_rows);

/* Frees all arrays and sets them to NULL; safe on a zeroed owner. */
void field_table_free(const struct field *table, size_t n, void *owner);

/* Sets all fields of a row to zero. */
void field_table_clear_row(const struct field *table, size_t n, void *owner, size_t row);

/* Copies one row over another, which may be of the same owner. Both must exist. */
void field_table_move_row(const struct field *table, size_t n, const void *from_owner, size_t from_row, void *to_owner,
                          size_t to_row);

#endif
