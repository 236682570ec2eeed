/*
 * One declared table in the file, and its rows that are not flushed yet. Private to the output floor; the recorder
 * drives it.
 *
 * Texts are kept as characters, (row, character), padded with 0: the form of CF and netCDF. A file that is being
 * written cannot hold texts of any length safely, and netCDF cannot read HDF5's texts of fixed length.
 */
#ifndef CATCHMENT_OUTPUT_GROWING_H
#define CATCHMENT_OUTPUT_GROWING_H

#include "output/recorder.h"
#include "output/series.h"
#include "output/store.h"

/* Long names of the row number, and of the number of rows at the end of each month. */
extern const char growing_number_name[], growing_rows_name[];

struct growing_column {
    hid_t dataset;
    hid_t memory_type;
    size_t bytes;          /* of one value */
    size_t text_size;      /* 0 for numbers */
    unsigned char *buffer; /* of rows not flushed; owned */
    size_t capacity;       /* rows that fit the buffer */
};

struct growing {
    const struct record_table *declared;
    struct growing_column *columns; /* those declared, then the row number; owned */
    size_t column_count;
    size_t flushed, pending; /* rows */
    struct dataset rows_declared;
    char rows_path[160];
    struct series rows; /* the number of rows at the end of each month */
};

enum status growing_create(struct growing *self, hid_t file, const struct record_table *declared,
                           const struct recorder_settings *settings, size_t months_per_flush);

/* Opens it, to continue after `months` months. Errors: also STATUS_MALFORMED. */
enum status growing_open(struct growing *self, hid_t file, const struct record_table *declared,
                         const struct recorder_settings *settings, size_t months_per_flush, size_t months);

/* Bytes of one row, the row number included. */
size_t growing_row_bytes(const struct growing *self);

enum status growing_append(struct growing *self, const void *const *values, size_t rows);

/* Notes the number of rows at the end of the month in place `slot` of those not flushed. */
enum status growing_month(struct growing *self, size_t slot);

/* Writes the rows not flushed, and the numbers of rows of `count` months from `first` on. */
enum status growing_flush(struct growing *self, size_t first, size_t count);

void growing_free(struct growing *self);

#endif
