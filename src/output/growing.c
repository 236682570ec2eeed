#include "output/growing.h"

#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { PATH_SIZE = 256 };

const char growing_number_name[] = "row, counted from 0";
const char growing_rows_name[] = "rows of the table at the end of the month";

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static size_t chunk_rows(const struct record_table *declared)
{
    return declared->rows_per_chunk == 0 ? RECORDER_ROWS_PER_CHUNK : declared->rows_per_chunk;
}

/* The path of a column; that of the row number when `column` is one past the last. */
static void column_path(const struct record_table *declared, size_t column, char path[PATH_SIZE])
{
    const char *name = column < declared->column_count ? declared->columns[column].name : last_part(declared->path);
    snprintf(path, PATH_SIZE, "%s/%s", declared->path, name);
}

static struct store_shape column_shape(const struct record_table *declared, size_t text_size)
{
    struct store_shape shape = {.rank = 1, .grows = true, .chunk = {chunk_rows(declared)}};

    if (text_size > 0) {
        shape.rank = 2;
        shape.extent[1] = text_size;
        shape.chunk[1] = text_size;
    }
    return shape;
}

/* The dimension of the characters: in netCDF's way, a scale that is no variable. */
static enum status character_scale(hid_t file, const struct record_table *declared, size_t text_size,
                                   char path[PATH_SIZE])
{
    const struct store_shape shape = {.rank = 1, .extent = {text_size}};
    char name[96];
    hid_t dataset;

    snprintf(path, PATH_SIZE, "%s/characters_%zu", declared->path, text_size);
    bool found = false;
    enum status status = store_find(file, path, &found);
    if (status != STATUS_OK || found) {
        return status;
    }
    snprintf(name, sizeof name, "This is a netCDF dimension but not a netCDF variable.%10zu", text_size);
    status = store_dataset_of(file, path, H5T_IEEE_F32BE, &shape, &dataset);
    if (status != STATUS_OK) {
        return status;
    }
    if (H5DSset_scale(dataset, name) < 0) {
        status = store_fault(path);
    }
    return store_dataset_close(dataset, path, status);
}

static enum status text_column_create(struct growing_column *self, hid_t file, const struct record_table *declared,
                                      const char *path)
{
    const struct store_shape shape = column_shape(declared, self->text_size);
    char scale[PATH_SIZE];

    enum status status = store_dataset_of(file, path, H5T_C_S1, &shape, &self->dataset);
    if (status == STATUS_OK) {
        status = store_attribute_text(file, path, "_Encoding", "utf-8");
    }
    if (status == STATUS_OK) {
        status = character_scale(file, declared, self->text_size, scale);
    }
    return status == STATUS_OK ? store_attach(file, self->dataset, scale, 1) : status;
}

/* What a column is in memory. */
static void column_init(struct growing_column *self, const struct record_table *declared, size_t column)
{
    const bool is_number = column == declared->column_count;
    const enum field_type type = is_number ? FIELD_I64 : declared->columns[column].type;

    self->text_size = is_number ? 0 : declared->columns[column].text_size;
    self->memory_type = self->text_size > 0 ? H5T_C_S1 : store_memory_type(type);
    self->bytes = self->text_size > 0 ? self->text_size : field_size(type);
}

static enum status column_create(struct growing *self, hid_t file, size_t column)
{
    const struct record_table *declared = self->declared;
    struct growing_column *made = &self->columns[column];
    char path[PATH_SIZE];
    char scale[PATH_SIZE];
    enum status status;

    column_path(declared, column, path);
    column_path(declared, declared->column_count, scale);
    column_init(made, declared, column);
    if (column == declared->column_count) {
        const struct store_shape shape = column_shape(declared, 0);
        status = store_dataset(file, path, FIELD_I64, &shape, &made->dataset);
        if (status == STATUS_OK && H5DSset_scale(made->dataset, last_part(declared->path)) < 0) {
            status = store_fault(path);
        }
        return status == STATUS_OK ? store_describe(file, path, "1", growing_number_name) : status;
    }
    const struct record_column *text = &declared->columns[column];
    if (made->text_size > 0) {
        status = text_column_create(made, file, declared, path);
    } else {
        const struct store_shape shape = column_shape(declared, 0);
        status = store_dataset(file, path, text->type, &shape, &made->dataset);
    }
    if (status == STATUS_OK) {
        status = store_attach(file, made->dataset, scale, 0);
    }
    return status == STATUS_OK ? store_describe(file, path, text->units, text->long_name) : status;
}

static enum status begin(struct growing *self, const struct record_table *declared)
{
    *self = (struct growing){.declared = declared, .column_count = declared->column_count + 1};
    snprintf(self->rows_path, sizeof self->rows_path, "%s/rows", declared->path);
    self->rows_declared = (struct dataset){
        .path = self->rows_path,
        .type = FIELD_I64,
        .dimensions = {"month"},
        .units = "1",
        .long_name = growing_rows_name,
        .cell_methods = "month: point",
    };
    return memory_allocate((void **)&self->columns, self->column_count, sizeof *self->columns);
}

enum status growing_create(struct growing *self, hid_t file, const struct record_table *declared,
                           const struct recorder_settings *settings, size_t months_per_flush)
{
    enum status status = begin(self, declared);
    if (status == STATUS_OK) {
        status = store_group(file, declared->path);
    }
    if (status == STATUS_OK && declared->long_name != NULL) {
        status = store_attribute_text(file, declared->path, "long_name", declared->long_name);
    }
    /* The row number comes first: the others need it as their scale. */
    if (status == STATUS_OK) {
        status = column_create(self, file, declared->column_count);
    }
    for (size_t i = 0; i < declared->column_count && status == STATUS_OK; i++) {
        status = column_create(self, file, i);
    }
    return status == STATUS_OK ? series_create(&self->rows, file, &self->rows_declared, settings, months_per_flush)
                               : status;
}

static enum status column_open(struct growing *self, hid_t file, size_t column)
{
    struct growing_column *opened = &self->columns[column];
    const size_t text_size = column < self->declared->column_count ? self->declared->columns[column].text_size : 0;
    char path[PATH_SIZE];
    struct store_shape found;

    column_path(self->declared, column, path);
    column_init(opened, self->declared, column);
    enum status status = store_open_dataset(file, path, "column", &opened->dataset);
    if (status != STATUS_OK) {
        return status;
    }
    status = store_extent(opened->dataset, &found);
    if (status != STATUS_OK) {
        return status;
    }
    if (found.rank != (text_size > 0 ? 2 : 1) || !found.grows || found.extent[1] != text_size ||
        found.extent[0] < self->flushed) {
        return status_raise(STATUS_MALFORMED, "%s: not the column of this run", path);
    }
    return store_extend(opened->dataset, self->flushed);
}

/* Reads how many rows there were after so many months. */
static enum status rows_after(const struct series *rows, size_t months, size_t *out)
{
    int64_t value = 0;
    struct store_shape shape;
    enum status status = store_extent(rows->dataset, &shape);

    if (status == STATUS_OK && shape.extent[0] < months) {
        status = status_raise(STATUS_MALFORMED, "%s: shorter than %zu months", rows->declared->path, months);
    }
    if (status == STATUS_OK && months > 0) {
        status = store_read(rows->dataset, H5T_NATIVE_INT64, months - 1, 1, &value);
    }
    if (status == STATUS_OK && value < 0) {
        status = status_raise(STATUS_MALFORMED, "%s: no count for month %zu", rows->declared->path, months);
    }
    *out = status == STATUS_OK ? (size_t)value : 0;
    return status;
}

enum status growing_open(struct growing *self, hid_t file, const struct record_table *declared,
                         const struct recorder_settings *settings, size_t months_per_flush, size_t months)
{
    enum status status = begin(self, declared);
    if (status == STATUS_OK) {
        status = series_open(&self->rows, file, &self->rows_declared, settings, months_per_flush);
    }
    if (status == STATUS_OK) {
        status = rows_after(&self->rows, months, &self->flushed);
    }
    for (size_t i = 0; i < self->column_count && status == STATUS_OK; i++) {
        status = column_open(self, file, i);
    }
    return status;
}

/* The largest part of a text that fits and does not cut a character in two. */
static size_t text_fit(const char *text, size_t size)
{
    size_t length = strnlen(text, size + 1);

    if (length <= size) {
        return length;
    }
    length = size;
    while (length > 0 && ((unsigned char)text[length] & 0xC0U) == 0x80U) {
        length--;
    }
    return length;
}

static void column_append(struct growing_column *self, size_t pending, const void *values, size_t rows)
{
    unsigned char *place = self->buffer + pending * self->bytes;

    if (self->text_size == 0) {
        memcpy(place, values, rows * self->bytes);
        return;
    }
    const char *const *texts = values;
    for (size_t i = 0; i < rows; i++, place += self->bytes) {
        memset(place, 0, self->bytes);
        memcpy(place, texts[i], text_fit(texts[i], self->text_size));
    }
}

size_t growing_row_bytes(const struct growing *self)
{
    size_t bytes = 0;

    for (size_t i = 0; i < self->column_count; i++) {
        bytes += self->columns[i].bytes;
    }
    return bytes;
}

enum status growing_append(struct growing *self, const void *const *values, size_t rows)
{
    const size_t declared = self->declared->column_count;

    for (size_t i = 0; i < self->column_count; i++) {
        struct growing_column *column = &self->columns[i];
        enum status status =
            memory_reserve((void **)&column->buffer, &column->capacity, self->pending + rows, column->bytes);
        if (status != STATUS_OK) {
            return status;
        }
    }
    if (rows == 0) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < declared; i++) {
        column_append(&self->columns[i], self->pending, values[i], rows);
    }
    for (size_t i = 0; i < rows; i++) {
        const int64_t number = (int64_t)(self->flushed + self->pending + i);
        column_append(&self->columns[declared], self->pending + i, &number, 1);
    }
    self->pending += rows;
    return STATUS_OK;
}

enum status growing_month(struct growing *self, size_t slot)
{
    const int64_t rows = (int64_t)(self->flushed + self->pending);
    return series_put(&self->rows, slot, &rows);
}

static enum status column_flush(const struct growing_column *self, size_t first, size_t count)
{
    enum status status = store_extend(self->dataset, first + count);

    if (status == STATUS_OK) {
        status = store_write(self->dataset, self->memory_type, first, count, self->buffer);
    }
    if (status == STATUS_OK && H5Dflush(self->dataset) < 0) {
        status = store_fault("flushing");
    }
    return status;
}

enum status growing_flush(struct growing *self, size_t first, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->column_count && self->pending > 0 && status == STATUS_OK; i++) {
        status = column_flush(&self->columns[i], self->flushed, self->pending);
    }
    if (status != STATUS_OK) {
        return status_raise(status, "%s: %s", self->declared->path, status_message());
    }
    self->flushed += self->pending;
    self->pending = 0;
    return count == 0 ? STATUS_OK : series_flush(&self->rows, first, count);
}

void growing_free(struct growing *self)
{
    if (self->columns != NULL) {
        for (size_t i = 0; i < self->column_count; i++) {
            memory_free((void **)&self->columns[i].buffer);
        }
    }
    memory_free((void **)&self->columns);
    series_free(&self->rows);
}
