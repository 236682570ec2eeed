/* Files of killed writers. Written after the documentation and the source of h5clear, which does the same. */
#include <errno.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/recorder.h"
#include "output/store.h"

enum { PATH_SIZE = 512 };

/* Months that all datasets have, since /month is flushed last. */
struct recovery {
    hid_t file;
    hsize_t months;
    enum status status;
};

/* The rows of a table after so many months; as they are, if `group` is no table. */
static enum status table_rows(const struct recovery *self, const char *group, hsize_t *rows)
{
    char path[PATH_SIZE + sizeof "/rows"];
    struct store_shape shape;
    int64_t value = 0;
    hid_t dataset;

    snprintf(path, sizeof path, "%s/rows", group);
    enum status status = store_open_dataset(self->file, path, "dataset", &dataset);
    if (status == STATUS_MALFORMED) {
        return STATUS_OK;
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = store_extent(dataset, &shape);
    if (status == STATUS_OK && self->months > 0 && shape.extent[0] >= self->months) {
        status = store_read(dataset, H5T_NATIVE_INT64, self->months - 1, 1, &value);
    }
    H5Dclose(dataset);
    *rows = value < 0 ? 0 : (hsize_t)value;
    return status;
}

/* How long a dataset that grows is to be: as the months, or as the rows of its table; otherwise as it is. */
static enum status safe_length(const struct recovery *self, const char *path, hid_t dataset, hsize_t *length)
{
    hid_t month = H5Dopen2(self->file, "/month", H5P_DEFAULT);
    const htri_t attached = month < 0 ? -1 : H5DSis_attached(dataset, month, 0);
    char group[PATH_SIZE];

    if (month < 0 || H5Dclose(month) < 0) {
        return store_fault("/month");
    }
    if (strcmp(path, "/month") == 0 || attached > 0) {
        *length = self->months;
        return STATUS_OK;
    }
    snprintf(group, sizeof group, "%s", path);
    *strrchr(group, '/') = '\0';
    return table_rows(self, group, length);
}

/* Cuts a dataset to what was flushed in all. */
static herr_t cut_dataset(hid_t root, const char *name, const H5O_info_t *info, void *data)
{
    struct recovery *self = data;
    char path[PATH_SIZE];
    struct store_shape shape;

    if (info->type != H5O_TYPE_DATASET) {
        return 0;
    }
    snprintf(path, sizeof path, "/%s", name);
    hid_t dataset = H5Dopen2(root, name, H5P_DEFAULT);
    if (dataset < 0) {
        self->status = store_fault(path);
        return -1;
    }
    self->status = store_extent(dataset, &shape);
    if (self->status == STATUS_OK && shape.grows) {
        hsize_t length = shape.extent[0];
        self->status = safe_length(self, path, dataset, &length);
        if (self->status == STATUS_OK && shape.extent[0] > length) {
            self->status = store_extend(dataset, length);
        }
    }
    H5Dclose(dataset);
    return self->status == STATUS_OK ? 0 : -1;
}

static enum status cut_all(hid_t file)
{
    struct recovery recovery = {.file = file};
    struct store_shape shape = {0};

    hid_t month;

    recovery.status = store_open_dataset(file, "/month", "dataset", &month);
    if (recovery.status == STATUS_MALFORMED) {
        return status_raise(STATUS_MALFORMED, "not an output of Catchment: it has no /month");
    }
    if (recovery.status != STATUS_OK) {
        return recovery.status;
    }
    recovery.status = store_extent(month, &shape);
    H5Dclose(month);
    if (recovery.status != STATUS_OK) {
        return recovery.status;
    }
    recovery.months = shape.extent[0];
    if (H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_NATIVE, cut_dataset, &recovery, H5O_INFO_BASIC) < 0 &&
        recovery.status == STATUS_OK) {
        recovery.status = store_fault("looking through the file");
    }
    return recovery.status;
}

enum status recorder_recover(const char *path)
{
    hid_t file;
    enum status status = store_begin();

    if (status != STATUS_OK) {
        return status;
    }
    if (access(path, R_OK | W_OK) != 0) {
        return status_raise(errno == ENOENT ? STATUS_FILE_MISSING : STATUS_IO, "%s: %s", path, strerror(errno));
    }
    status = store_file_open(path, STORE_RECOVER, &file);
    if (status == STATUS_HDF5) {
        status = STATUS_MALFORMED;
    }
    if (status != STATUS_OK) {
        return status_raise(status, "%s: %s", path, status_message());
    }
    if (H5Fincrement_filesize(file, 0) < 0) {
        status = store_fault("recovering");
    }
    if (status == STATUS_OK) {
        status = cut_all(file);
    }
    if (H5Fclose(file) < 0 && status == STATUS_OK) {
        status = store_fault("closing");
    }
    return status == STATUS_OK ? store_sync(path) : status_raise(status, "%s: %s", path, status_message());
}
