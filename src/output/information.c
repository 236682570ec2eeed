#include "output/information.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "output/store.h"

enum { NAME_SIZE = 128, COLUMN = -20 };

static enum status append_pair(struct text_buffer *out, const char *name, const char *value)
{
    return text_buffer_append_format(out, "%*s %s\n", COLUMN, name, value);
}

/* HDF5 does not turn texts of a fixed size into others. */
static enum status append_fixed_text(hid_t attribute, hid_t type, const char *name, struct text_buffer *out)
{
    char *value = NULL;
    enum status status = memory_allocate((void **)&value, H5Tget_size(type) + 1, 1);

    if (status == STATUS_OK) {
        status = H5Aread(attribute, type, value) < 0 ? store_fault(name) : append_pair(out, name, value);
    }
    memory_free((void **)&value);
    return status;
}

static enum status append_any_text(hid_t attribute, const char *name, struct text_buffer *out)
{
    char *value = NULL;
    hid_t type;
    enum status status = store_text_type(&type);

    if (status == STATUS_OK && (H5Aread(attribute, type, &value) < 0 || value == NULL)) {
        status = store_fault(name);
    }
    if (status == STATUS_OK) {
        status = append_pair(out, name, value);
    }
    H5free_memory(value);
    H5Tclose(type);
    return status;
}

static enum status append_text_attribute(hid_t attribute, const char *name, struct text_buffer *out)
{
    hid_t type = H5Aget_type(attribute);
    enum status status = H5Tis_variable_str(type) > 0 ? append_any_text(attribute, name, out)
                                                      : append_fixed_text(attribute, type, name, out);
    H5Tclose(type);
    return status;
}

static enum status append_number_attribute(hid_t attribute, hid_t type, const char *name, struct text_buffer *out)
{
    uint64_t natural = 0;
    double real = 0;
    const bool is_real = H5Tget_class(type) == H5T_FLOAT;
    const herr_t result =
        is_real ? H5Aread(attribute, H5T_NATIVE_DOUBLE, &real) : H5Aread(attribute, H5T_NATIVE_UINT64, &natural);

    if (result < 0) {
        return store_fault(name);
    }
    return is_real ? text_buffer_append_format(out, "%*s %.3f\n", COLUMN, name, real)
                   : text_buffer_append_format(out, "%*s %" PRIu64 "\n", COLUMN, name, natural);
}

struct listing {
    struct text_buffer *out;
    enum status status;
};

static herr_t list_attribute(hid_t object, const char *name, const H5A_info_t *info, void *data)
{
    struct listing *self = data;
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    (void)info;

    if (attribute < 0) {
        self->status = store_fault(name);
        return -1;
    }
    hid_t type = H5Aget_type(attribute);
    self->status = H5Tget_class(type) == H5T_STRING ? append_text_attribute(attribute, name, self->out)
                                                    : append_number_attribute(attribute, type, name, self->out);
    H5Tclose(type);
    H5Aclose(attribute);
    return self->status == STATUS_OK ? 0 : -1;
}

static enum status append_root(hid_t file, struct text_buffer *out)
{
    static const char *const names[] = {"title", "source", "status", "state_hash"};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof names / sizeof names[0] && status == STATUS_OK; i++) {
        hid_t attribute = H5Aopen(file, names[i], H5P_DEFAULT);
        if (attribute < 0) {
            store_fault(names[i]);
            return status_raise(STATUS_MALFORMED, "not an output of Catchment: %s", status_message());
        }
        status = append_text_attribute(attribute, names[i], out);
        H5Aclose(attribute);
    }
    return status;
}

/* The attributes of one group of provenance, in the order in which they were written. */
static enum status append_group(hid_t file, const char *path, struct text_buffer *out)
{
    struct listing listing = {.out = out};
    hid_t group = H5Gopen2(file, path, H5P_DEFAULT);

    if (group < 0) {
        return store_fault(path);
    }
    enum status status = text_buffer_append_format(out, "\n%s\n", path + 1);
    if (status == STATUS_OK) {
        H5Aiterate2(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, list_attribute, &listing);
        status = listing.status;
    }
    H5Gclose(group);
    return status;
}

static enum status append_provenance(hid_t file, struct text_buffer *out)
{
    char path[NAME_SIZE] = "/provenance";
    bool found = false;
    enum status status = store_find(file, path, &found);

    for (unsigned i = 1; found && status == STATUS_OK; i++) {
        status = append_group(file, path, out);
        snprintf(path, sizeof path, "/provenance/resumed_%u", i);
        if (status == STATUS_OK) {
            status = store_find(file, path, &found);
        }
    }
    return status;
}

/* The first day that `/month` counts from, out of its units. */
static bool read_epoch(hid_t month, day_t *epoch)
{
    char *units = NULL;
    hid_t type;
    hid_t attribute = H5Aopen(month, "units", H5P_DEFAULT);
    bool found = store_text_type(&type) == STATUS_OK && attribute >= 0 && H5Aread(attribute, type, &units) >= 0 &&
                 units != NULL && strncmp(units, "days since ", strlen("days since ")) == 0 &&
                 calendar_parse(units + strlen("days since "), epoch) == STATUS_OK;

    H5free_memory(units);
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    H5Tclose(type);
    return found;
}

static enum status append_months(hid_t file, struct text_buffer *out, hsize_t *months)
{
    struct store_shape shape;
    hid_t month = H5I_INVALID_HID, end = H5I_INVALID_HID;
    day_t epoch;
    int32_t last = 0;
    enum status status = store_open_dataset(file, "/month", "dataset", &month);

    if (status == STATUS_OK) {
        status = store_open_dataset(file, "/month_end", "dataset", &end);
    }
    if (status == STATUS_MALFORMED || (status == STATUS_OK && !read_epoch(month, &epoch))) {
        status = status_raise(STATUS_MALFORMED, "not an output of Catchment: it has no months");
    }
    if (status != STATUS_OK) {
        goto out;
    }
    status = store_extent(month, &shape);
    *months = shape.extent[0];
    if (status == STATUS_OK && *months > 0) {
        status = store_read(end, H5T_NATIVE_INT32, *months - 1, 1, &last);
    }
    if (status == STATUS_OK) {
        char first_text[CALENDAR_TEXT_SIZE];
        char last_text[CALENDAR_TEXT_SIZE];
        calendar_format(epoch, first_text);
        calendar_format(epoch + last, last_text);
        status = *months == 0 ? append_pair(out, "months", "0")
                              : text_buffer_append_format(out, "%*s %llu (%s to %s)\n", COLUMN, "months",
                                                          (unsigned long long)*months, first_text, last_text);
    }
out:
    if (month >= 0) {
        H5Dclose(month);
    }
    if (end >= 0) {
        H5Dclose(end);
    }
    return status;
}

static size_t slab_elements(const struct store_shape *shape)
{
    size_t elements = 1;
    for (int i = 1; i < shape->rank; i++) {
        elements *= (size_t)shape->extent[i];
    }
    return elements;
}

/* Adds up slab by slab, so that memory does not grow with the length of a run. */
static enum status add_up(hid_t dataset, const struct store_shape *shape, hsize_t months, bool is_real, int64_t *whole,
                          double *real)
{
    const size_t elements = slab_elements(shape);
    int64_t *values = NULL;
    enum status status = memory_allocate((void **)&values, elements, sizeof *values);
    double *reals = (double *)(void *)values;

    for (hsize_t month = 0; month < months && status == STATUS_OK; month++) {
        status = store_read(dataset, is_real ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64, month, 1, values);
        for (size_t i = 0; i < elements && status == STATUS_OK; i++) {
            if (is_real) {
                *real += reals[i];
            } else if (__builtin_add_overflow(*whole, values[i], whole)) {
                status = status_raise(STATUS_OVERFLOW, "the total does not fit 64 bits");
            }
        }
    }
    memory_free((void **)&values);
    return status;
}

static enum status append_total(hid_t file, const char *path, hsize_t months, struct text_buffer *out)
{
    struct store_shape shape;
    int64_t whole = 0;
    double real = 0;

    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    if (dataset < 0) {
        return store_fault(path);
    }
    hid_t type = H5Dget_type(dataset);
    const bool is_real = H5Tget_class(type) == H5T_FLOAT;
    H5Tclose(type);
    enum status status = store_extent(dataset, &shape);
    if (status == STATUS_OK) {
        const hsize_t length = shape.rank == 0 ? 0 : shape.extent[0] < months ? shape.extent[0] : months;
        status = add_up(dataset, &shape, length, is_real, &whole, &real);
    }
    H5Dclose(dataset);
    if (status != STATUS_OK) {
        return status_raise(status, "%s: %s", path, status_message());
    }
    return is_real ? text_buffer_append_format(out, "%*s %.6g\n", COLUMN, path, real)
                   : text_buffer_append_format(out, "%*s %" PRId64 "\n", COLUMN, path, whole);
}

static enum status append_totals(hid_t file, const char *const *totals, size_t total_count, hsize_t months,
                                 struct text_buffer *out)
{
    enum status status = total_count > 0 ? text_buffer_append(out, "\ntotals over all months\n") : STATUS_OK;

    for (size_t i = 0; i < total_count && status == STATUS_OK; i++) {
        bool found = false;
        status = store_find(file, totals[i], &found);
        if (status == STATUS_OK && found) {
            status = append_total(file, totals[i], months, out);
        }
    }
    return status;
}

/* Finished files first; then the way that also opens files without an end. */
static enum status open_any(const char *path, hid_t *file)
{
    if (access(path, R_OK) != 0) {
        return status_raise(errno == ENOENT ? STATUS_FILE_MISSING : STATUS_IO, "%s", strerror(errno));
    }
    if (store_file_open(path, STORE_READ, file) == STATUS_OK) {
        return STATUS_OK;
    }
    enum status status = store_file_open(path, STORE_READ_LIVE, file);
    return status == STATUS_HDF5 ? status_raise(STATUS_MALFORMED, "%s", status_message()) : status;
}

enum status information_read(const char *path, const char *const *totals, size_t total_count, struct text_buffer *out)
{
    hid_t file = H5I_INVALID_HID;
    hsize_t months = 0;

    enum status status = store_begin();
    if (status == STATUS_OK) {
        status = open_any(path, &file);
    }
    if (status == STATUS_OK) {
        status = append_root(file, out);
    }
    if (status == STATUS_OK) {
        status = append_months(file, out, &months);
    }
    if (status == STATUS_OK) {
        status = append_provenance(file, out);
    }
    if (status == STATUS_OK) {
        status = append_totals(file, totals, total_count, months, out);
    }
    if (file >= 0) {
        H5Fclose(file);
    }
    return status == STATUS_OK ? STATUS_OK : status_raise(status, "%s: %s", path, status_message());
}
