#include "output/coordinate.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { PATH_SIZE = 256 };

static enum status write_numbers(hid_t file, const char *path, const struct coordinate *coordinate)
{
    const struct store_shape shape = {.rank = 1, .extent = {coordinate->length}};
    double *counted = NULL;
    hid_t dataset = H5I_INVALID_HID;
    enum status status = STATUS_OK;

    if (coordinate->values == NULL) {
        status = memory_allocate((void **)&counted, coordinate->length, sizeof *counted);
        for (size_t i = 0; status == STATUS_OK && i < coordinate->length; i++) {
            counted[i] = (double)i;
        }
    }
    if (status == STATUS_OK) {
        status = store_dataset(file, path, FIELD_F64, &shape, &dataset);
    }
    if (status == STATUS_OK) {
        const double *values = counted != NULL ? counted : coordinate->values;
        status = store_write(dataset, H5T_NATIVE_DOUBLE, 0, coordinate->length, values);
    }
    status = store_dataset_close(dataset, path, status);
    memory_free((void **)&counted);
    return status;
}

enum status coordinate_write(hid_t file, const char *group, const struct coordinate *coordinate)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", group, coordinate->name);

    enum status status = coordinate->labels != NULL
                             ? store_texts(file, path, coordinate->labels, coordinate->length, false)
                             : write_numbers(file, path, coordinate);
    if (status == STATUS_OK) {
        status = store_scale(file, path, coordinate->name);
    }
    return status == STATUS_OK ? store_describe(file, path, coordinate->units, coordinate->long_name) : status;
}

/* Whether the labels in the file are those of the coordinate. */
static enum status check_labels(hid_t dataset, const struct coordinate *coordinate)
{
    char **labels = NULL;
    hid_t type;
    hid_t space = H5Dget_space(dataset);
    enum status status = store_text_type(&type);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&labels, coordinate->length, sizeof *labels);
    }
    if (status == STATUS_OK) {
        status = store_read(dataset, type, 0, coordinate->length, labels);
    }
    for (size_t i = 0; i < coordinate->length && status == STATUS_OK; i++) {
        if (strcmp(labels[i], coordinate->labels[i]) != 0) {
            status = status_raise(STATUS_MALFORMED, "/%s: '%s' instead of '%s'", coordinate->name, labels[i],
                                  coordinate->labels[i]);
        }
    }
    if (labels != NULL) {
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, labels);
    }
    memory_free((void **)&labels);
    H5Sclose(space);
    H5Tclose(type);
    return status;
}

enum status coordinate_check(hid_t file, const struct coordinate *coordinate)
{
    char path[PATH_SIZE];
    struct store_shape shape;

    hid_t dataset;

    snprintf(path, sizeof path, "/%s", coordinate->name);
    enum status status = store_open_dataset(file, path, "coordinate", &dataset);
    if (status != STATUS_OK) {
        return status;
    }
    status = store_extent(dataset, &shape);
    if (status == STATUS_OK && (shape.rank != 1 || shape.extent[0] != coordinate->length)) {
        status = status_raise(STATUS_MALFORMED, "%s: not %zu long", path, coordinate->length);
    }
    if (status == STATUS_OK && coordinate->labels != NULL) {
        status = check_labels(dataset, coordinate);
    }
    H5Dclose(dataset);
    return status;
}
