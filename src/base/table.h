/*
 * Tables of baseline figures: CSV files as in RFC 4180, with a header row, in UTF-8.
 *
 * Lines that start with '#' before the header are comments. Whatever else is unusual is refused: a byte order mark,
 * bytes that are not UTF-8, rows with too few or too many cells, empty lines, stray quotes, a header without names or
 * with one name twice, a file without a header. Spaces are part of a cell. Every message reads
 * "FILE:LINE: column NAME: expected ..., found ...", without the column if it is about a whole line, and with its
 * number if it has no name. Rows and columns count from 0 (in messages from 1), lines from 1.
 */
#ifndef CATCHMENT_BASE_TABLE_H
#define CATCHMENT_BASE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct table {
    char *path;          /* as given; for messages */
    char *text;          /* all cells, the header first, one after another with their end marks */
    size_t text_size;    /* bytes in use */
    size_t text_room;    /* bytes allocated */
    size_t *cells;       /* where each cell starts in text, row by row, the header first */
    size_t cell_count;   /* in use, with the header */
    size_t cell_room;    /* allocated */
    size_t *lines;       /* the line on which each row starts, the header first */
    size_t line_count;   /* in use, with the header */
    size_t line_room;    /* allocated */
    size_t column_count; /* cells a row */
};

/*
 * Reads a whole file; `self` need not be initialised and owns what it holds. Errors: STATUS_FILE_MISSING, STATUS_IO,
 * STATUS_MALFORMED, STATUS_NO_MEMORY; `self` is then empty.
 */
enum status table_read(struct table *self, const char *path);
void table_free(struct table *self);

/* Rows below the header. */
size_t table_rows(const struct table *self);

/* The name of a column. */
const char *table_column_name(const struct table *self, size_t column);

/* The line of the file on which a row starts. */
size_t table_line(const struct table *self, size_t row);

/* Finds a column by name. Errors: STATUS_MALFORMED, with the nearest name there is. */
enum status table_column(const struct table *self, const char *name, size_t *column);

/*
 * One cell. The text is owned by the table and may be "". Errors: STATUS_MALFORMED, for a number with anything around
 * it, NaN and infinity, and for an integer that does not fit; *out is then untouched.
 */
enum status table_text(const struct table *self, size_t row, size_t column, const char **out);
enum status table_real(const struct table *self, size_t row, size_t column, double *out);
enum status table_integer(const struct table *self, size_t row, size_t column, int64_t *out);

/* The same with a range, both ends allowed. */
enum status table_real_between(const struct table *self, size_t row, size_t column, double low, double high,
                               double *out);
enum status table_integer_between(const struct table *self, size_t row, size_t column, int64_t low, int64_t high,
                                  int64_t *out);

/* The index in names[n] of the text of a cell. Errors: STATUS_MALFORMED, with the nearest name. */
enum status table_choice(const struct table *self, size_t row, size_t column, const char *const *names, size_t n,
                         size_t *out);

/* Raises STATUS_MALFORMED for a cell: "FILE:LINE: column NAME: expected EXPECTED, found "CELL"". */
enum status table_refuse(const struct table *self, size_t row, size_t column, const char *expected);

#endif
