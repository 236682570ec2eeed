/*
 * The field table: each kind of state that is a struct of arrays declares its columns once, here as data.
 *
 * Allocation, the state hash, checkpoints, output and reference documentation all walk the same table, so that none of
 * them can forget a field. A table is a static const array of struct field; the owner is a struct that has, for each
 * field, a pointer to a column of `rows` elements, aligned to 64 bytes and owned by that struct.
 *
 *     static const struct field person_fields[] = {
 *         FIELD_COLUMN(struct population, birth_day, FIELD_I32, "days since 1970-01-01", "day of birth"),
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
    size_t offset;           /* of the pointer to the column, in the owner */
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

/* 0, or an error at compile time when the member of the owner is not a pointer to elements of that type. */
#define FIELD_CHECK(owner_type, member, field_type_)                                                                   \
    (0 * sizeof(struct {                                                                                               \
         _Static_assert(FIELD_TYPE_OF(((owner_type *)0)->member) == (field_type_),                                     \
                        "type of the field and its column");                                                           \
         char unused;                                                                                                  \
     }))

/* One row of a field table, named after the member of the owner. */
#define FIELD_COLUMN(owner_type, member, type, unit, description)                                                      \
    {                                                                                                                  \
#member, (type), offsetof(owner_type, member) + FIELD_CHECK(owner_type, member, type), (unit), (description)   \
    }

/* Bytes of one element. */
size_t field_size(enum field_type type);

/* "u8", "u16", ... "f64". */
const char *field_type_name(enum field_type type);

/* The column of a field; NULL if the owner has none yet. It is writable if the owner is. */
void *field_column(const void *owner, const struct field *field);

/* Bytes of one row over all columns. */
size_t field_table_bytes(const struct field *table, size_t n);

/* Feeds name, type and the first `rows` elements of each column, in the order of the table. */
void field_table_hash(struct hash *hash, const struct field *table, size_t n, const void *owner, size_t rows);

/* Gives the owner a zeroed column for each field. On error (STATUS_NO_MEMORY) it has none. */
enum status field_table_allocate(const struct field *table, size_t n, void *owner, size_t rows);

/*
 * Changes the number of rows; new ones are zeroed. Shrinking cannot fail. On error (STATUS_NO_MEMORY) all columns
 * still hold the old rows and are owned by the owner.
 */
enum status field_table_resize(const struct field *table, size_t n, void *owner, size_t old_rows, size_t new_rows);

/* Frees all columns and sets them to NULL; safe on a zeroed owner. */
void field_table_free(const struct field *table, size_t n, void *owner);

/* Copies one row over another, which may be of the same owner. Both must exist. */
void field_table_move_row(const struct field *table, size_t n, const void *from_owner, size_t from_row, void *to_owner,
                          size_t to_row);

#endif
