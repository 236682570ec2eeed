#include "base/field.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

struct field_type_row {
    size_t size;
    const char *name;
};

static const struct field_type_row field_types[] = {
    [FIELD_U8] = {sizeof(uint8_t), "u8"},    [FIELD_U16] = {sizeof(uint16_t), "u16"},
    [FIELD_U32] = {sizeof(uint32_t), "u32"}, [FIELD_U64] = {sizeof(uint64_t), "u64"},
    [FIELD_I32] = {sizeof(int32_t), "i32"},  [FIELD_I64] = {sizeof(int64_t), "i64"},
    [FIELD_F32] = {sizeof(float), "f32"},    [FIELD_F64] = {sizeof(double), "f64"},
};

size_t field_size(enum field_type type)
{
    return field_types[type].size;
}

const char *field_type_name(enum field_type type)
{
    return field_types[type].name;
}

/* Where the owner keeps the pointer to the array. */
static void **field_place(void *owner, const struct field *field)
{
    return (void **)(void *)((char *)owner + field->offset);
}

/* The first member of a record stands for the whole array. */
static bool field_leads(const struct field *field)
{
    return field->within == 0;
}

void *field_column(const void *owner, const struct field *field)
{
    char *array = NULL;
    memcpy(&array, (const char *)owner + field->offset, sizeof array);
    return array != NULL ? array + field->within : NULL;
}

size_t field_table_bytes(const struct field *table, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) {
        bytes += field_size(table[i].type);
    }
    return bytes;
}

/* Values that lie apart are gathered first: the hash is that of the values one after the other. */
static void field_hash(struct hash *hash, const struct field *field, const void *owner, size_t rows)
{
    unsigned char gathered[4096];
    const size_t size = field_size(field->type), together = sizeof gathered / size;
    const unsigned char *value = field_column(owner, field);

    if (field->stride == size) {
        hash_update(hash, value, rows * size);
        return;
    }
    for (size_t first = 0; first < rows; first += together) {
        const size_t count = rows - first < together ? rows - first : together;
        for (size_t k = 0; k < count; k++, value += field->stride) {
            memcpy(gathered + k * size, value, size);
        }
        hash_update(hash, gathered, count * size);
    }
}

void field_table_hash(struct hash *hash, const struct field *table, size_t n, const void *owner, size_t rows)
{
    for (size_t i = 0; i < n; i++) {
        const char *type = field_type_name(table[i].type);
        hash_update(hash, table[i].name, strlen(table[i].name) + 1);
        hash_update(hash, type, strlen(type) + 1);
        field_hash(hash, &table[i], owner, rows);
    }
}

enum status field_table_allocate(const struct field *table, size_t n, void *owner, size_t rows)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n; i++) {
        void *none = NULL;
        memcpy((char *)owner + table[i].offset, &none, sizeof none);
    }
    for (size_t i = 0; i < n; i++) {
        if (field_leads(&table[i])) {
            status = memory_allocate_aligned(field_place(owner, &table[i]), rows, table[i].stride);
        }
        if (status != STATUS_OK) {
            field_table_free(table, n, owner);
            goto out;
        }
    }
out:
    return status;
}

enum status field_table_resize(const struct field *table, size_t n, void *owner, size_t old_rows, size_t new_rows)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        /* An array that grew before another could not is larger than it needs to be, which does no harm. */
        if (field_leads(&table[i])) {
            status = memory_resize_aligned(field_place(owner, &table[i]), old_rows, new_rows, table[i].stride);
        }
    }
    return status;
}

void field_table_free(const struct field *table, size_t n, void *owner)
{
    for (size_t i = 0; i < n; i++) {
        memory_free(field_place(owner, &table[i]));
    }
}

void field_table_clear_row(const struct field *table, size_t n, void *owner, size_t row)
{
    for (size_t i = 0; i < n; i++) {
        char *column = field_column(owner, &table[i]);
        memset(column + row * table[i].stride, 0, field_size(table[i].type));
    }
}

void field_table_move_row(const struct field *table, size_t n, const void *from_owner, size_t from_row, void *to_owner,
                          size_t to_row)
{
    for (size_t i = 0; i < n; i++) {
        const char *from = field_column(from_owner, &table[i]);
        char *to = field_column(to_owner, &table[i]);
        memmove(to + to_row * table[i].stride, from + from_row * table[i].stride, field_size(table[i].type));
    }
}
