/*
 * The recorder: writes the HDF5 file of a run, month by month. It knows nothing of the model: coordinates, datasets and
 * tables are declared as data, and the caller hands over the slab of each dataset at each month end.
 *
 *     recorder_create    everything declared is made, under a temporary name beside the output
 *     recorder_attribute_..., recorder_text, recorder_texts, recorder_write of datasets without months
 *     recorder_begin     the file gets its name; from here a kill loses at most the months since the last flush
 *     each month:        recorder_write for each dataset, recorder_append for tables, then recorder_month
 *     recorder_close     status and state hash are set; the file opens anywhere, with no special step
 *
 * A file whose writer was killed opens in h5py with swmr=True at once, and with everything else after
 * `h5clear -s --increment=0 FILE.h5` or recorder_recover. Not to be used by two threads at a time, as HDF5 itself.
 * Errors of all: STATUS_IO with path and reason when the system failed (full disk), STATUS_HDF5, STATUS_NO_MEMORY,
 * STATUS_INTERNAL when used in the wrong order. After an error in writing only recorder_free may be called; the file
 * keeps what was flushed.
 */
#ifndef CATCHMENT_OUTPUT_RECORDER_H
#define CATCHMENT_OUTPUT_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/field.h"
#include "base/status.h"

enum {
    RECORDER_DIMENSIONS = 6,
    RECORDER_MONTHS_PER_FLUSH = 3, /* when the settings say 0 */
    RECORDER_ROWS_PER_CHUNK = 1024
};

/* What an attribute is, for the reference: the tables stand beside the code that writes them. */
struct attribute_row {
    const char *name, *type, *meaning;
};

/* The attributes of the root. */
extern const struct attribute_row recorder_attributes[];
extern const size_t recorder_attribute_count;

/* One axis, a dataset of its own in the root: /locality, /age_band. /month is made by the recorder. */
struct coordinate {
    const char *name;
    size_t length;
    const char *const *labels; /* `length` texts, UTF-8; NULL: numbers */
    const double *values;      /* without labels; NULL: 0, 1, 2 ... */
    const char *units;         /* of numbers; NULL: none */
    const char *long_name;
};

/* One dataset. With "month" as its first dimension it grows by a slab a month; otherwise it is written once. */
struct dataset {
    const char *path; /* "/population/persons" */
    enum field_type type;
    const char *dimensions[RECORDER_DIMENSIONS]; /* names of coordinates; NULL ends them */
    const char *units;                           /* "1" for a count */
    const char *long_name;
    const char *cell_methods; /* of CF: "month: sum" for what happened, "month: point" for what is; NULL: none */
    const char *source;       /* where the numbers come from; NULL: none */
};

/* One column of a table. Dates are days since 1970-01-01 and say so in `units`. */
struct record_column {
    const char *name;
    enum field_type type;
    size_t text_size; /* 0: numbers of `type`; else texts of at most so many bytes, longer ones are cut */
    const char *units;
    const char *long_name;
};

/* A table that grows by rows: a group with one dataset a column, a row number named after the group, and `rows`, the
 * number of rows at the end of each month. */
struct record_table {
    const char *path; /* "/event" */
    const char *long_name;
    const struct record_column *columns;
    size_t column_count;
    size_t rows_per_chunk; /* 0: RECORDER_ROWS_PER_CHUNK; about what is appended in a flush, or more */
};

/* What to record. The caller owns everything in it and keeps it until recorder_free. */
struct recorder_settings {
    const char *path;
    bool force; /* replace an existing output */
    const char *title;
    const char *version;     /* of the program: the attribute `source` is "Catchment VERSION" */
    day_t start;             /* any day of the first month */
    size_t months_per_flush; /* months that a kill may lose; 0: RECORDER_MONTHS_PER_FLUSH */
    const struct coordinate *coordinates;
    size_t coordinate_count;
    const struct dataset *datasets;
    size_t dataset_count;
    const struct record_table *tables;
    size_t table_count;
};

struct recorder {
    const struct recorder_settings *settings;
    char *path;              /* of the file in the end, links resolved; owned */
    char *temporary;         /* before recorder_begin, else NULL; owned */
    int64_t file;            /* hid_t; 0 when closed */
    bool replaces;           /* resumed: a copy that takes the place of what it was made from */
    bool begun;              /* from recorder_begin on nothing can be added */
    bool failed;             /* a write failed: nothing more is written, not even in closing */
    size_t months_per_flush; /* never 0 */
    size_t months;           /* recorded, flushed or not */
    size_t flushed;          /* months that are safe */
    day_t epoch;             /* first day of the first month, from which /month counts */
    day_t last_day;          /* of the last month recorded */
    int64_t bytes;           /* of slabs and rows handed over so far, as they are in memory */
    struct series *series;   /* one a dataset; owned */
    struct axes *axes;       /* month, month_end; owned */
    struct growing *growing; /* one a table; owned */
};

/* Refuses what recorder_create would refuse for its path, before anything is computed; makes nothing. Errors: as there.
 */
enum status recorder_check(const char *path, bool force);

/* Makes the file and all that is declared. Errors: STATUS_EXISTS without force, STATUS_IO with path and reason. */
enum status recorder_create(struct recorder *self, const struct recorder_settings *settings);

/*
 * Opens a copy of the output of an earlier run to continue after `last_day`, which closed a recorded month: later
 * months and rows are cut off. The copy takes the place of the output in recorder_begin; until then a kill or an error
 * leaves the output as it was. It may be one whose writer was killed. It must hold what the settings declare. Errors:
 * also STATUS_FILE_MISSING, STATUS_MALFORMED when it holds something else or has no month that ends on that day.
 */
enum status recorder_resume(struct recorder *self, const struct recorder_settings *settings, day_t last_day);

/* Ends the preparation: flushes, gives the file its name and starts the time series. */
enum status recorder_begin(struct recorder *self);

/*
 * The slab of the current month (all dimensions after the month, last fastest), or the whole of a dataset without
 * months, which is to be written before recorder_begin. It is copied.
 */
enum status recorder_write(struct recorder *self, size_t dataset, const void *slab);

/* Appends rows to a table: values[column] points to `rows` numbers, or to `rows` texts (const char *const *). Copied.
 */
enum status recorder_append(struct recorder *self, size_t table, const void *const *values, size_t rows);

/*
 * Closes the month that ends on `last_day`; flushes every months_per_flush months. STATUS_INTERNAL if a dataset has not
 * been written or the month does not follow the last one.
 */
enum status recorder_month(struct recorder *self, day_t last_day);

/* Makes all months so far safe, in the file: before a checkpoint. */
enum status recorder_flush(struct recorder *self);

/*
 * Sets an attribute of the group or dataset at `path` ("/" for the root); a missing group is made. Texts are UTF-8.
 * After recorder_begin only attributes that exist can be set, with the same kind of number or a text of the size
 * reserved.
 */
enum status recorder_attribute_text(struct recorder *self, const char *path, const char *name, const char *value);
enum status recorder_attribute_natural(struct recorder *self, const char *path, const char *name, uint64_t value);
enum status recorder_attribute_real(struct recorder *self, const char *path, const char *name, double value);

/* Makes an empty text attribute of `size` bytes, to be set after recorder_begin. h5py gives it as bytes, others as
 * text. */
enum status recorder_attribute_reserve(struct recorder *self, const char *path, const char *name, size_t size);

/* Before recorder_begin: one text as a dataset; and a table of `rows` rows whose columns are all texts of any length.
 */
enum status recorder_text(struct recorder *self, const char *path, const char *long_name, const char *text);
enum status recorder_texts(struct recorder *self, const char *path, const char *const *names,
                           const char *const *const *columns, size_t column_count, size_t rows);

/* Before recorder_begin: a dataset of one text for each of the `count` places of a coordinate. */
enum status recorder_labels(struct recorder *self, const char *path, const char *dimension, const char *long_name,
                            const char *const *texts, size_t count);

/* Whether the file has something at this path; an error when that cannot be said. */
enum status recorder_find(struct recorder *self, const char *path, bool *found);

/* Flushes, sets `status` ("complete", "checkpointed") and `state_hash`, and closes; on disk when it returns. */
enum status recorder_close(struct recorder *self, const char *status, uint64_t state_hash);

/* Lets go of an output that was not closed, which then stays as after a kill; one not begun is removed. Always safe. */
void recorder_free(struct recorder *self);

/* Makes the file of a killed writer open everywhere again, as `h5clear -s --increment=0` does. Harmless on others. Must
 * not be used while the writer still runs. Errors: STATUS_FILE_MISSING, STATUS_MALFORMED if it is no HDF5 file. */
enum status recorder_recover(const char *path);

#endif
