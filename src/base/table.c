#include "base/table.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* More columns than any table of figures has: the names of a header are compared each with each. */
enum { COLUMNS_MOST = 1000 };

/* What is known while a file is read. libcsv calls back without a way to fail, so the first fault is kept here. */
struct table_reader {
    struct table *table;
    size_t line;      /* that is being fed */
    size_t row_line;  /* on which the row began */
    size_t row_cells; /* cells of the row so far */
    bool in_row;      /* a quoted cell goes on over the end of a line */
    enum status status;
};

size_t table_rows(const struct table *self)
{
    return self->line_count == 0 ? 0 : self->line_count - 1;
}

/* A cell by its row in the file: 0 is the header. */
static const char *file_cell(const struct table *self, size_t file_row, size_t column)
{
    return self->text + self->cells[file_row * self->column_count + column];
}

const char *table_column_name(const struct table *self, size_t column)
{
    return file_cell(self, 0, column);
}

size_t table_line(const struct table *self, size_t row)
{
    return self->lines[row + 1];
}

static enum status append_cell(struct table *table, const char *bytes, size_t size)
{
    enum status status =
        memory_reserve((void **)&table->cells, &table->cell_room, table->cell_count + 1, sizeof *table->cells);
    if (status != STATUS_OK) {
        return status;
    }
    status = memory_reserve((void **)&table->text, &table->text_room, table->text_size + size + 1, 1);
    if (status != STATUS_OK) {
        return status;
    }
    table->cells[table->cell_count++] = table->text_size;
    if (size != 0) {
        memcpy(table->text + table->text_size, bytes, size);
    }
    table->text[table->text_size + size] = '\0';
    table->text_size += size + 1;
    return STATUS_OK;
}

/* Raises a fault in the row that is being read; the column goes by its name where there is one. */
static enum status reader_refuse(const struct table_reader *self, size_t column, const char *expected,
                                 const char *found)
{
    char name[TEXT_EXCERPT_SIZE];
    const struct table *table = self->table;
    if (table->line_count > 0 && column < table->column_count && table_column_name(table, column)[0] != '\0') {
        return status_raise(STATUS_MALFORMED, "%s:%zu: column %s: expected %s, found %s", table->path, self->row_line,
                            text_excerpt(table_column_name(table, column), name, sizeof name), expected, found);
    }
    return status_raise(STATUS_MALFORMED, "%s:%zu: column %zu: expected %s, found %s", table->path, self->row_line,
                        column + 1, expected, found);
}

/* Called by libcsv at the end of each cell. */
static void reader_cell(void *bytes, size_t size, void *data)
{
    struct table_reader *self = data;

    if (self->status != STATUS_OK) {
        return;
    }
    if (self->table->line_count == 0 && self->row_cells == COLUMNS_MOST) {
        self->status = reader_refuse(self, self->row_cells, "1000 columns at most", "one more");
        return;
    }
    if (self->table->line_count > 0 && self->row_cells == self->table->column_count) {
        self->status = reader_refuse(self, self->row_cells, "the end of the row", "one more cell");
        return;
    }
    self->status = append_cell(self->table, bytes, size);
    self->row_cells++;
}

/* The names of the header: none empty, none twice. */
static enum status reader_check_header(const struct table_reader *self)
{
    const struct table *table = self->table;
    for (size_t i = 0; i < table->column_count; i++) {
        if (file_cell(table, 0, i)[0] == '\0') {
            return reader_refuse(self, i, "a name", "nothing");
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(file_cell(table, 0, i), file_cell(table, 0, j)) == 0) {
                return reader_refuse(self, i, "a name that no other column has", "it twice");
            }
        }
    }
    return STATUS_OK;
}

/* Called by libcsv at the end of each row. */
static void reader_row(int end, void *data)
{
    struct table_reader *self = data;
    struct table *table = self->table;

    (void)end; /* the character that ended the row */
    self->in_row = false;
    if (self->status != STATUS_OK) {
        return;
    }
    if (table->line_count > 0 && self->row_cells < table->column_count) {
        self->status = reader_refuse(self, self->row_cells, "a cell", "the end of the row");
        return;
    }
    self->status =
        memory_reserve((void **)&table->lines, &table->line_room, table->line_count + 1, sizeof *table->lines);
    if (self->status != STATUS_OK) {
        return;
    }
    table->lines[table->line_count++] = self->row_line;
    if (table->line_count == 1) {
        table->column_count = self->row_cells;
        self->status = reader_check_header(self);
    }
    self->row_cells = 0;
}

/* Turns an error of libcsv into a status. */
static enum status reader_parser_error(const struct table_reader *self, struct csv_parser *parser, const char *expected,
                                       const char *found)
{
    if (csv_error(parser) == CSV_EPARSE) {
        return reader_refuse(self, self->row_cells, expected, found);
    }
    return status_raise(STATUS_NO_MEMORY, "%s:%zu: no memory for a cell", self->table->path, self->line);
}

/* Whether a line of `size` bytes, its end included, holds nothing. */
static bool line_is_empty(const char *line, size_t size)
{
    return (size == 1 && line[0] == '\n') || (size == 2 && line[0] == '\r' && line[1] == '\n');
}

/* Bytes that RFC 4180 does not allow, and that libcsv would take for something else. */
static enum status reader_check_line(const struct table_reader *self, const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const bool ends_line = i + 2 == size && line[i + 1] == '\n';
        if (line[i] == '\0' || (line[i] == '\r' && !ends_line)) {
            return status_raise(STATUS_MALFORMED, "%s:%zu: expected text, found the byte 0x%02x", self->table->path,
                                self->line, (unsigned)line[i]);
        }
    }
    if (!self->in_row && line_is_empty(line, size)) {
        return status_raise(STATUS_MALFORMED, "%s:%zu: expected a row, found an empty line", self->table->path,
                            self->line);
    }
    return STATUS_OK;
}

/* Feeds one line, with its end, to the parser. */
static enum status reader_feed_line(struct table_reader *self, struct csv_parser *parser, const char *line, size_t size)
{
    enum status status = reader_check_line(self, line, size);

    if (status != STATUS_OK) {
        return status;
    }
    if (!self->in_row) {
        self->row_line = self->line;
        self->in_row = true;
    }
    if (csv_parse(parser, line, size, reader_cell, reader_row, self) != size && self->status == STATUS_OK) {
        self->status =
            reader_parser_error(self, parser, "quotes only around a whole cell, and doubled within", "a stray quote");
    }
    return self->status;
}

static int never_space(unsigned char character)
{
    (void)character; /* RFC 4180: spaces are part of a cell */
    return 0;
}

static enum status reader_feed(struct table_reader *self, struct csv_parser *parser, const char *bytes, size_t size)
{
    bool in_comments = true;

    for (size_t start = 0; start < size;) {
        const char *newline = memchr(bytes + start, '\n', size - start);
        const size_t end = newline == NULL ? size : (size_t)(newline - bytes) + 1;
        self->line++;
        in_comments = in_comments && bytes[start] == '#';
        if (!in_comments) {
            enum status status = reader_feed_line(self, parser, bytes + start, end - start);
            if (status != STATUS_OK) {
                return status;
            }
        }
        start = end;
    }
    if (csv_fini(parser, reader_cell, reader_row, self) != 0 && self->status == STATUS_OK) {
        self->status = reader_parser_error(self, parser, "a closing quote", "the end of the file");
    }
    if (self->status == STATUS_OK && self->table->line_count == 0) {
        self->status = status_raise(STATUS_MALFORMED, "%s:%zu: expected a header row, found the end of the file",
                                    self->table->path, self->line + 1);
    }
    return self->status;
}

/* UTF-8 without a byte order mark. */
static enum status check_encoding(const char *path, const char *bytes, size_t size)
{
    size_t bad = 0;

    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        return status_raise(STATUS_MALFORMED, "%s:1: expected a header row, found a byte order mark", path);
    }
    if (!text_is_utf8(bytes, size, &bad)) {
        size_t line = 1;
        for (size_t i = 0; i < bad; i++) {
            line += bytes[i] == '\n';
        }
        return status_raise(STATUS_MALFORMED, "%s:%zu: expected UTF-8, found the byte 0x%02x", path, line,
                            (unsigned)(unsigned char)bytes[bad]);
    }
    return STATUS_OK;
}

static enum status table_parse(struct table *self, const char *bytes, size_t size)
{
    struct table_reader reader = {.table = self, .status = STATUS_OK};
    struct csv_parser parser;
    enum status status = check_encoding(self->path, bytes, size);

    if (status != STATUS_OK) {
        return status;
    }
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return status_raise(STATUS_INTERNAL, "%s: the CSV parser does not start", self->path);
    }
    csv_set_space_func(&parser, never_space);
    status = reader_feed(&reader, &parser, bytes, size);
    csv_free(&parser);
    return status;
}

static enum status read_file(const char *path, struct text_buffer *bytes)
{
    enum status status = STATUS_OK;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        const int error = errno;
        return status_raise(error == ENOENT ? STATUS_FILE_MISSING : STATUS_IO, "%s: %s", path, strerror(error));
    }
    for (;;) {
        char piece[16384];
        const size_t size = fread(piece, 1, sizeof piece, file);
        if (size == 0) {
            break;
        }
        status = text_buffer_append_bytes(bytes, piece, size);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    if (ferror(file)) {
        status = status_raise(STATUS_IO, "%s: reading failed", path);
    }
out:
    fclose(file);
    return status;
}

enum status table_read(struct table *self, const char *path)
{
    struct text_buffer bytes;
    enum status status = STATUS_OK;

    memset(self, 0, sizeof *self);
    text_buffer_init(&bytes);
    status = memory_copy_text(&self->path, path);
    if (status != STATUS_OK) {
        goto out;
    }
    status = read_file(path, &bytes);
    if (status != STATUS_OK) {
        goto out;
    }
    status = table_parse(self, text_buffer_text(&bytes), bytes.length);
out:
    text_buffer_free(&bytes);
    if (status != STATUS_OK) {
        table_free(self);
    }
    return status;
}

void table_free(struct table *self)
{
    memory_free((void **)&self->path);
    memory_free((void **)&self->text);
    memory_free((void **)&self->cells);
    memory_free((void **)&self->lines);
    memset(self, 0, sizeof *self);
}

static enum status raise_no_column(const struct table *self, const char *name)
{
    char found[TEXT_EXCERPT_SIZE];
    const char *nearest = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < self->column_count; i++) {
        const char *candidate = table_column_name(self, i);
        const size_t distance = text_distance(name, candidate);
        if (text_nearest(name, &candidate, 1) != NULL && distance < least) {
            nearest = candidate;
            least = distance;
        }
    }
    return status_raise(STATUS_MALFORMED, "%s:%zu: column %s: expected it in the header, found %s%s", self->path,
                        self->lines[0], name,
                        nearest == NULL ? "nothing like it" : text_excerpt(nearest, found, sizeof found),
                        nearest == NULL ? "" : " instead");
}

enum status table_column(const struct table *self, const char *name, size_t *column)
{
    for (size_t i = 0; i < self->column_count; i++) {
        if (strcmp(table_column_name(self, i), name) == 0) {
            *column = i;
            return STATUS_OK;
        }
    }
    return raise_no_column(self, name);
}

enum status table_refuse(const struct table *self, size_t row, size_t column, const char *expected)
{
    char name[TEXT_EXCERPT_SIZE];
    char cell[TEXT_EXCERPT_SIZE];

    return status_raise(STATUS_MALFORMED, "%s:%zu: column %s: expected %s, found \"%s\"", self->path,
                        table_line(self, row), text_excerpt(table_column_name(self, column), name, sizeof name),
                        expected, text_excerpt(file_cell(self, row + 1, column), cell, sizeof cell));
}

enum status table_text(const struct table *self, size_t row, size_t column, const char **out)
{
    if (row >= table_rows(self) || column >= self->column_count) {
        return status_raise(STATUS_INTERNAL, "%s: no cell %zu of row %zu: %zu rows of %zu cells", self->path, column,
                            row, table_rows(self), self->column_count);
    }
    *out = file_cell(self, row + 1, column);
    return STATUS_OK;
}

enum status table_real(const struct table *self, size_t row, size_t column, double *out)
{
    const char *text = NULL;
    enum status status = table_text(self, row, column, &text);
    if (status == STATUS_OK && text_parse_real(text, out) != STATUS_OK) {
        status = table_refuse(self, row, column, "a number");
    }
    return status;
}

enum status table_integer(const struct table *self, size_t row, size_t column, int64_t *out)
{
    const char *text = NULL;
    enum status status = table_text(self, row, column, &text);
    if (status == STATUS_OK && text_parse_integer(text, out) != STATUS_OK) {
        status = table_refuse(self, row, column, "a whole number");
    }
    return status;
}

enum status table_real_between(const struct table *self, size_t row, size_t column, double low, double high,
                               double *out)
{
    double value = 0;
    enum status status = table_real(self, row, column, &value);

    if (status != STATUS_OK) {
        return status;
    }
    if (value < low || value > high) {
        char expected[80];
        snprintf(expected, sizeof expected, "a number from %.10g to %.10g", low, high);
        return table_refuse(self, row, column, expected);
    }
    *out = value;
    return STATUS_OK;
}

enum status table_integer_between(const struct table *self, size_t row, size_t column, int64_t low, int64_t high,
                                  int64_t *out)
{
    int64_t value = 0;
    enum status status = table_integer(self, row, column, &value);

    if (status != STATUS_OK) {
        return status;
    }
    if (value < low || value > high) {
        char expected[80];
        snprintf(expected, sizeof expected, "a whole number from %" PRId64 " to %" PRId64, low, high);
        return table_refuse(self, row, column, expected);
    }
    *out = value;
    return STATUS_OK;
}

enum status table_choice(const struct table *self, size_t row, size_t column, const char *const *names, size_t n,
                         size_t *out)
{
    const char *text = NULL;
    enum status status = table_text(self, row, column, &text);

    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = i;
            return STATUS_OK;
        }
    }
    char expected[160] = "a known name";
    const char *nearest = text_nearest(text, names, n);
    if (nearest != NULL) {
        snprintf(expected, sizeof expected, "a known name (perhaps %s)", nearest);
    }
    return table_refuse(self, row, column, expected);
}
