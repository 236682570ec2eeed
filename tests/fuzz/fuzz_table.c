/* Any bytes as a CSV table: a table that is read can be written and read again; one that is refused names its line. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

static void check_names(const struct table *table)
{
    for (size_t column = 0; column < table->column_count; column++) {
        size_t found = 0;
        fuzz_require(table_column(table, table_column_name(table, column), &found) == STATUS_OK && found == column,
                     "column %zu is not found by its name", column);
    }
}

static void check_cell(const struct table *table, size_t row, size_t column)
{
    const char *text = NULL;
    double real = 0;
    int64_t integer = 0;

    fuzz_require(table_text(table, row, column, &text) == STATUS_OK, "no cell");
    const enum status as_real = table_real(table, row, column, &real);
    if (as_real != STATUS_OK) {
        fuzz_check_line(status_message());
    }
    if (table_integer(table, row, column, &integer) == STATUS_OK) {
        fuzz_require(as_real == STATUS_OK && real == (double)integer, "%s is two numbers", text);
    }
}

/* A row as CSV with every cell in quotes; the header is row -1. */
static void append_row(const struct table *table, ptrdiff_t row, struct text_buffer *out)
{
    for (size_t column = 0; column < table->column_count; column++) {
        const char *text = row < 0 ? table_column_name(table, column) : NULL;
        if (row >= 0) {
            fuzz_require(table_text(table, (size_t)row, column, &text) == STATUS_OK, "no cell");
        }
        text_buffer_append(out, column == 0 ? "\"" : ",\"");
        for (; *text != '\0'; text++) {
            text_buffer_append(out, *text == '"' ? "\"" : "");
            text_buffer_append_bytes(out, text, 1);
        }
        text_buffer_append(out, "\"");
    }
    text_buffer_append(out, "\n");
}

static void check_round_trip(const struct table *table)
{
    struct text_buffer text = {0};
    struct table again;

    for (ptrdiff_t row = -1; row < (ptrdiff_t)table_rows(table); row++) {
        append_row(table, row, &text);
    }
    const enum status status = table_read(&again, fuzz_file(1, text_buffer_text(&text), text.length));
    fuzz_require(status == STATUS_OK, "refused when written again: %s", status_message());
    fuzz_require(again.column_count == table->column_count && again.cell_count == table->cell_count &&
                     again.text_size == table->text_size && memcmp(again.text, table->text, table->text_size) == 0,
                 "other cells when written again");
    table_free(&again);
    text_buffer_free(&text);
}

static void check_refused(const struct table *table, enum status status, const char *path)
{
    const char *message = status_message();
    const size_t length = strlen(path);

    fuzz_require(status == STATUS_MALFORMED, "status %d", status);
    fuzz_check_line(message);
    fuzz_require(strncmp(message, path, length) == 0 && message[length] == ':' && atoi(message + length + 1) > 0,
                 "no line in: %s", message);
    fuzz_require(table->text == NULL && table->cells == NULL && table->lines == NULL && table->path == NULL,
                 "a refused table is not empty");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct table table;
    const char *path = fuzz_file(0, data, size);
    const enum status status = table_read(&table, path);

    if (status != STATUS_OK) {
        check_refused(&table, status, path);
        return 0;
    }
    fuzz_require(table.column_count > 0 && table.cell_count == table.line_count * table.column_count,
                 "%zu cells in %zu lines of %zu", table.cell_count, table.line_count, table.column_count);
    check_names(&table);
    for (size_t row = 0; row < table_rows(&table); row++) {
        fuzz_require(table_line(&table, row) > (row == 0 ? table.lines[0] : table_line(&table, row - 1)),
                     "rows out of order");
        for (size_t column = 0; column < table.column_count; column++) {
            check_cell(&table, row, column);
        }
    }
    check_round_trip(&table);
    table_free(&table);
    return 0;
}
