/*
 * What the output floor needs of HDF5, with the project's statuses. Private to this floor: nobody else sees an hid_t.
 *
 * Messages say what was tried and why it failed, with the system's own reason ("No space left on device") where there
 * is one; the caller puts the path of the file in front. Errors of all: STATUS_IO when the system failed, else
 * STATUS_HDF5.
 */
#ifndef CATCHMENT_OUTPUT_STORE_H
#define CATCHMENT_OUTPUT_STORE_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/field.h"
#include "base/status.h"

enum { STORE_RANK = 7 };

/* The layout of a dataset. */
struct store_shape {
    int rank;
    hsize_t extent[STORE_RANK];
    bool grows;                /* along the first dimension */
    hsize_t chunk[STORE_RANK]; /* all 0: contiguous, without filters */
};

/* Opening of a file: the format that allows a single writer, and locks only where the file system has them. */
enum store_access { STORE_READ, STORE_READ_LIVE, STORE_CHANGE, STORE_RECOVER };

/* Starts and silences HDF5 and keeps it from writing at exit: a file given up after a full disk must stay as it is.
 * Errors: STATUS_NO_MEMORY, STATUS_HDF5. */
enum status store_begin(void);

/* Raises what HDF5 last complained about: "WHAT: reason". Returns STATUS_IO or STATUS_HDF5. */
enum status store_fault(const char *what);

/* The types in memory and in files. Not to be closed. */
hid_t store_memory_type(enum field_type type);
hid_t store_file_type(enum field_type type);

/* The type of texts of any length, UTF-8; to be closed, also when this fails. */
enum status store_text_type(hid_t *type);

enum status store_file_create(const char *path, hid_t *file);
enum status store_file_open(const char *path, enum store_access access, hid_t *file);

/* Makes a group and those above it, where missing. */
enum status store_group(hid_t file, const char *path);

/* Makes the groups above a path. */
enum status store_parent(hid_t file, const char *path);

/* Whether there is something at the path; an error when that cannot be said. */
enum status store_find(hid_t file, const char *path, bool *found);

/* Opens a dataset that must be there: STATUS_MALFORMED says "no WHAT PATH" if it is not. */
enum status store_open_dataset(hid_t file, const char *path, const char *what, hid_t *dataset);

/* Makes a dataset and the groups above it, filled with what no count can be; reals name it in `_FillValue`. */
enum status store_dataset(hid_t file, const char *path, enum field_type type, const struct store_shape *shape,
                          hid_t *dataset);

/* The same for texts: `type` is a type of the file, without a fill value. */
enum status store_dataset_of(hid_t file, const char *path, hid_t type, const struct store_shape *shape, hid_t *dataset);

/* Closes a dataset, which may write; one that is not open is let be. Returns `status`, or that of closing if it is
 * STATUS_OK. */
enum status store_dataset_close(hid_t dataset, const char *path, enum status status);

/* Makes the dataset at `path` a scale of that name. */
enum status store_scale(hid_t file, const char *path, const char *name);

/* Gives the dimension `dimension` of a dataset the scale at `scale`. */
enum status store_attach(hid_t file, hid_t dataset, const char *scale, unsigned dimension);

/* Sets an attribute of the object at `path`, in place of one that it may have. */
enum status store_attribute_text(hid_t file, const char *path, const char *name, const char *value);
enum status store_attribute_number(hid_t file, const char *path, const char *name, enum field_type type,
                                   const void *value);

/* Makes an attribute of a text of fixed size, empty. */
enum status store_attribute_reserve(hid_t file, const char *path, const char *name, size_t size);

/* Write again an attribute that exists, in place: the only change of attributes that a file that is being written
 * allows. Errors: also STATUS_INTERNAL if there is none, or the text is longer than its size. */
enum status store_attribute_rewrite(hid_t file, const char *path, const char *name, const char *value);
enum status store_attribute_renumber(hid_t file, const char *path, const char *name, enum field_type type,
                                     const void *value);

/* Sets units, with the calendar if they are those of a date, and long name; NULL for none. */
enum status store_describe(hid_t file, const char *path, const char *units, const char *long_name);

/* Writes `count` texts to a new one-dimensional dataset; one text without dimension if `scalar`. */
enum status store_texts(hid_t file, const char *path, const char *const *texts, size_t count, bool scalar);

/* Grows (or cuts) a dataset to `extent` along the first dimension. */
enum status store_extend(hid_t dataset, hsize_t extent);

/* Writes `count` slabs from `first` on along the first dimension. */
enum status store_write(hid_t dataset, hid_t memory_type, hsize_t first, hsize_t count, const void *values);

/* Reads them. */
enum status store_read(hid_t dataset, hid_t memory_type, hsize_t first, hsize_t count, void *values);

/* Waits until a closed file is on the disk; says so if it cannot be. */
enum status store_sync(const char *path);

/* The extents of a dataset; rank 0 for one without dimensions. */
enum status store_extent(hid_t dataset, struct store_shape *shape);

#endif
