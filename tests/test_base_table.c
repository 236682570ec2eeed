#include "base/table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"

/* Each test runs in a process of its own; the file is in a folder of its own, which is removed at once. */
struct place {
    char folder[64];
    char path[96];
};

static struct place place_make(const char *bytes, size_t size)
{
    struct place place = {.folder = "/tmp/catchment-table-XXXXXX"};
    cr_assert_not_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/t.csv", place.folder);
    FILE *file = fopen(place.path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, size, file), size);
    cr_assert_eq(fclose(file), 0);
    return place;
}

static void place_free(const struct place *place)
{
    unlink(place->path);
    rmdir(place->folder);
}

static enum status read_bytes(struct table *table, const char *bytes, size_t size)
{
    const struct place place = place_make(bytes, size);
    enum status status = table_read(table, place.path);
    place_free(&place);
    return status;
}

static enum status read_text(struct table *table, const char *text)
{
    return read_bytes(table, text, strlen(text));
}

/* The message without the folder, which differs from run to run. */
static const char *message_of_file(void)
{
    const char *name = strstr(status_message(), "t.csv:");
    return name == NULL ? status_message() : name;
}

static void expect_malformed(const char *text, const char *message)
{
    struct table table;
    cr_expect_eq(read_text(&table, text), STATUS_MALFORMED, "%s", message);
    cr_expect_str_eq(message_of_file(), message);
    cr_expect_null(table.text);
    cr_expect_eq(table_rows(&table), 0);
    table_free(&table);
}

static void expect_cell(const struct table *table, size_t row, size_t column, const char *expected)
{
    const char *text = NULL;
    cr_expect_eq(table_text(table, row, column, &text), STATUS_OK);
    cr_expect_str_eq(text, expected);
}

Test(base_table, reads_rows_and_columns)
{
    struct table table;
    size_t column = 99;
    int64_t age = 0;
    double rate = 0;
    cr_assert_eq(read_text(&table, "age,sex,rate\n0,male,0.0054\n1,female,4e-4\n"), STATUS_OK);
    cr_expect_eq(table_rows(&table), 2);
    cr_expect_eq(table.column_count, 3);
    cr_expect_str_eq(table_column_name(&table, 1), "sex");
    cr_expect_eq(table_column(&table, "rate", &column), STATUS_OK);
    cr_expect_eq(column, 2);
    cr_expect_eq(table_integer(&table, 1, 0, &age), STATUS_OK);
    cr_expect_eq(age, 1);
    cr_expect_eq(table_real(&table, 1, 2, &rate), STATUS_OK);
    cr_expect_eq(rate, 4e-4);
    expect_cell(&table, 1, 1, "female");
    table_free(&table);
}

Test(base_table, reads_quotes_line_ends_and_spaces_as_in_rfc_4180)
{
    struct table table;
    cr_assert_eq(read_text(&table, "a,b,c\r\n\"x, y\",\"he said \"\"no\"\"\", z \r\n\"two\nlines\",,\"\"\r\nlast,£,3"),
                 STATUS_OK);
    cr_expect_eq(table_rows(&table), 3);
    expect_cell(&table, 0, 0, "x, y");
    expect_cell(&table, 0, 1, "he said \"no\"");
    expect_cell(&table, 0, 2, " z ");
    expect_cell(&table, 1, 0, "two\nlines");
    expect_cell(&table, 1, 1, "");
    expect_cell(&table, 1, 2, "");
    expect_cell(&table, 2, 1, "£");
    expect_cell(&table, 2, 2, "3");
    table_free(&table);
}

Test(base_table, skips_comments_before_the_header_only)
{
    struct table table;
    cr_assert_eq(read_text(&table, "# source: somebody, \"2008\"\r\n#\nname,n\n# not a comment,1\n"), STATUS_OK);
    cr_expect_eq(table_rows(&table), 1);
    expect_cell(&table, 0, 0, "# not a comment");
    cr_expect_eq(table_line(&table, 0), 4);
    table_free(&table);
}

Test(base_table, knows_the_line_of_each_row)
{
    struct table table;
    double value = 0;
    cr_assert_eq(read_text(&table, "# c\nname,n\n\"a\n\nb\",1\nc,two\n"), STATUS_OK);
    cr_expect_eq(table_line(&table, 0), 3);
    cr_expect_eq(table_line(&table, 1), 6);
    cr_expect_eq(table_real(&table, 1, 1, &value), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:6: column n: expected a number, found \"two\"");
    table_free(&table);
}

Test(base_table, a_header_alone_is_a_table_without_rows)
{
    struct table table;
    cr_assert_eq(read_text(&table, "a,b"), STATUS_OK);
    cr_expect_eq(table_rows(&table), 0);
    cr_expect_eq(table.column_count, 2);
    table_free(&table);
}

Test(base_table, refuses_files_without_a_header)
{
    expect_malformed("", "t.csv:1: expected a header row, found the end of the file");
    expect_malformed("# only\n# comments\n", "t.csv:3: expected a header row, found the end of the file");
    expect_malformed("\n", "t.csv:1: expected a row, found an empty line");
    expect_malformed("a,,c\n1,2,3\n", "t.csv:1: column 2: expected a name, found nothing");
}

Test(base_table, refuses_names_that_come_twice)
{
    expect_malformed("age,sex,age\n1,2,3\n",
                     "t.csv:1: column age: expected a name that no other column has, found it twice");
}

Test(base_table, refuses_rows_with_a_wrong_number_of_cells)
{
    expect_malformed("a,b,c\n1,2,3\n1,2\n", "t.csv:3: column c: expected a cell, found the end of the row");
    expect_malformed("a,b\n1,2,3\n", "t.csv:2: column 3: expected the end of the row, found one more cell");
    expect_malformed("a,b\n1,2,\n", "t.csv:2: column 3: expected the end of the row, found one more cell");
    expect_malformed("a,b\n1,2\n3", "t.csv:3: column b: expected a cell, found the end of the row");
}

Test(base_table, refuses_empty_lines)
{
    expect_malformed("a,b\n\n1,2\n", "t.csv:2: expected a row, found an empty line");
    expect_malformed("a,b\r\n1,2\r\n\r\n", "t.csv:3: expected a row, found an empty line");
}

Test(base_table, refuses_more_than_1000_columns)
{
    char text[8192];
    size_t length = 0;
    struct table table;
    for (int column = 1; column <= 1000; column++) {
        length += (size_t)sprintf(text + length, "%sc%d", column == 1 ? "" : ",", column);
    }
    cr_assert_eq(read_text(&table, text), STATUS_OK);
    cr_expect_eq(table.column_count, 1000);
    table_free(&table);
    strcpy(text + length, ",c1001\n");
    expect_malformed(text, "t.csv:1: column 1001: expected 1000 columns at most, found one more");
}

Test(base_table, what_a_message_quotes_is_one_line_of_whole_characters)
{
#define EIGHT "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
    struct table table;
    double value = 0;
    cr_assert_eq(read_text(&table, "\"a\nb\"\n\"1\n\x1b\"\n" EIGHT EIGHT EIGHT EIGHT "\n"), STATUS_OK);
    cr_expect_eq(table_real(&table, 0, 0, &value), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:3: column a b: expected a number, found \"1  \"");
    cr_expect_eq(table_real(&table, 1, 0, &value), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:5: column a b: expected a number, found \"" EIGHT EIGHT EIGHT
                                        "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9...\"");
    table_free(&table);
#undef EIGHT
}

Test(base_table, refuses_stray_quotes)
{
    expect_malformed("a,b\n1,2\"3\n", "t.csv:2: column b: expected quotes only around a whole cell, and doubled "
                                      "within, found a stray quote");
    expect_malformed("a,b\n\"1\"2,3\n", "t.csv:2: column a: expected quotes only around a whole cell, and doubled "
                                        "within, found a stray quote");
    expect_malformed("a,b\n1,\"2\n3,4\n", "t.csv:2: column b: expected a closing quote, found the end of the file");
}

Test(base_table, refuses_what_is_not_utf8)
{
    expect_malformed("\xEF\xBB\xBF"
                     "a,b\n1,2\n",
                     "t.csv:1: expected a header row, found a byte order mark");
    expect_malformed("a,b\n1,2\n3,\xa3\n", "t.csv:3: expected UTF-8, found the byte 0xa3");
}

Test(base_table, refuses_bytes_that_are_no_text)
{
    struct table table;
    cr_expect_eq(read_bytes(&table, "a,b\n1,\0\n", 8), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:2: expected text, found the byte 0x00");
    expect_malformed("a,b\r1,2\r", "t.csv:1: expected text, found the byte 0x0d");
}

Test(base_table, refuses_files_that_are_missing_or_folders)
{
    struct table table;
    cr_expect_eq(table_read(&table, "/no/such/file.csv"), STATUS_FILE_MISSING);
    cr_expect_str_eq(status_message(), "/no/such/file.csv: No such file or directory");
    cr_expect_eq(table_read(&table, "/tmp"), STATUS_IO);
    cr_expect_null(table.path);
}

Test(base_table, numbers_are_strict)
{
    static const char *const wrong[] = {"", " 1", "1 ", "1x", "nan", "inf", "1e999", "0x1", "1;5"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct table table;
        char text[64];
        char message[128];
        double real = 7;
        int64_t integer = 7;
        snprintf(text, sizeof text, "k,v\nx,%s\n", wrong[i]);
        cr_assert_eq(read_text(&table, text), STATUS_OK);
        cr_expect_eq(table_real(&table, 0, 1, &real), STATUS_MALFORMED);
        snprintf(message, sizeof message, "t.csv:2: column v: expected a number, found \"%s\"", wrong[i]);
        cr_expect_str_eq(message_of_file(), message);
        cr_expect_eq(table_integer(&table, 0, 1, &integer), STATUS_MALFORMED);
        snprintf(message, sizeof message, "t.csv:2: column v: expected a whole number, found \"%s\"", wrong[i]);
        cr_expect_str_eq(message_of_file(), message);
        cr_expect(real == 7 && integer == 7);
        table_free(&table);
    }
}

Test(base_table, an_integer_has_no_fraction)
{
    struct table table;
    int64_t integer = 7;
    cr_assert_eq(read_text(&table, "v\n1.0\n99999999999999999999\n"), STATUS_OK);
    cr_expect_eq(table_integer(&table, 0, 0, &integer), STATUS_MALFORMED);
    cr_expect_eq(table_integer(&table, 1, 0, &integer), STATUS_MALFORMED);
    cr_expect_eq(integer, 7);
    table_free(&table);
}

Test(base_table, ranges_include_both_ends)
{
    struct table table;
    double real = 7;
    int64_t integer = 7;
    cr_assert_eq(read_text(&table, "p\n0\n100\n101\n"), STATUS_OK);
    cr_expect_eq(table_real_between(&table, 0, 0, 0, 100, &real), STATUS_OK);
    cr_expect_eq(real, 0);
    cr_expect_eq(table_integer_between(&table, 1, 0, 0, 100, &integer), STATUS_OK);
    cr_expect_eq(integer, 100);
    cr_expect_eq(table_real_between(&table, 2, 0, 0, 100, &real), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:4: column p: expected a number from 0 to 100, found \"101\"");
    cr_expect_eq(table_integer_between(&table, 2, 0, 0, 100, &integer), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:4: column p: expected a whole number from 0 to 100, found \"101\"");
    cr_expect(real == 0 && integer == 100);
    table_free(&table);
}

Test(base_table, choices)
{
    static const char *const sexes[] = {"male", "female"};
    struct table table;
    size_t choice = 7;
    cr_assert_eq(read_text(&table, "sex\nfemale\nfemal\nx\n"), STATUS_OK);
    cr_expect_eq(table_choice(&table, 0, 0, sexes, 2, &choice), STATUS_OK);
    cr_expect_eq(choice, 1);
    cr_expect_eq(table_choice(&table, 1, 0, sexes, 2, &choice), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:3: column sex: expected a known name (perhaps female), found \"femal\"");
    cr_expect_eq(table_choice(&table, 2, 0, sexes, 2, &choice), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:4: column sex: expected a known name, found \"x\"");
    cr_expect_eq(choice, 1);
    table_free(&table);
}

Test(base_table, a_column_that_is_missing_is_named_with_its_nearest)
{
    struct table table;
    size_t column = 7;
    cr_assert_eq(read_text(&table, "# c\nage_from,age_to\n1,2\n"), STATUS_OK);
    cr_expect_eq(table_column(&table, "age_form", &column), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:2: column age_form: expected it in the header, found age_from instead");
    cr_expect_eq(table_column(&table, "quintile", &column), STATUS_MALFORMED);
    cr_expect_str_eq(message_of_file(), "t.csv:2: column quintile: expected it in the header, found nothing like it");
    cr_expect_eq(column, 7);
    table_free(&table);
}

Test(base_table, cells_outside_the_table_are_an_internal_error)
{
    struct table table;
    const char *text = NULL;
    cr_assert_eq(read_text(&table, "a,b\n1,2\n"), STATUS_OK);
    cr_expect_eq(table_text(&table, 1, 0, &text), STATUS_INTERNAL);
    cr_expect_eq(table_text(&table, 0, 2, &text), STATUS_INTERNAL);
    cr_expect_null(text);
    table_free(&table);
}

Test(base_table, every_allocation_may_fail)
{
    const char *text = "a,b\n1,2\n3,4\n5,6\n7,8\n9,0\n1,2\n3,4\n5,6\n7,8\n9,0\n";
    const struct place place = place_make(text, strlen(text));
    struct table table;
    int failures = 0;
    for (int64_t n = 0;; n++) {
        memory_fail_after(n);
        enum status status = table_read(&table, place.path);
        memory_fail_after(-1);
        if (status == STATUS_OK) {
            break;
        }
        failures++;
        cr_expect_eq(status, STATUS_NO_MEMORY);
        cr_expect_null(table.path);
        cr_expect_null(table.cells);
    }
    cr_expect_geq(failures, 5);
    cr_expect_eq(table_rows(&table), 10);
    table_free(&table);
    place_free(&place);
}

Test(base_table, many_rows_and_long_cells)
{
    enum { ROWS = 20000, LONG = 50000 };
    struct table table;
    char *text = NULL;
    size_t used = 0;
    int64_t value = 0;
    cr_assert_eq(memory_allocate((void **)&text, ROWS * 16 + LONG + 64, 1), STATUS_OK);
    used += (size_t)sprintf(text, "name,n\n");
    memset(text + used, 'x', LONG);
    used += LONG;
    used += (size_t)sprintf(text + used, ",0\n");
    for (int i = 1; i < ROWS; i++) {
        used += (size_t)sprintf(text + used, "r,%d\n", i);
    }
    cr_assert_eq(read_bytes(&table, text, used), STATUS_OK);
    cr_expect_eq(table_rows(&table), ROWS);
    const char *cell = NULL;
    cr_expect_eq(table_text(&table, 0, 0, &cell), STATUS_OK);
    cr_expect_eq(strlen(cell), LONG);
    cr_expect_eq(table_integer(&table, ROWS - 1, 1, &value), STATUS_OK);
    cr_expect_eq(value, ROWS - 1);
    table_free(&table);
    memory_free((void **)&text);
}

/* A text of up to `longest` bytes of the alphabet. */
static size_t random_text(struct random *draws, const char *alphabet, uint32_t longest, char *out)
{
    const size_t size = random_below(draws, longest + 1);
    for (size_t i = 0; i < size; i++) {
        out[i] = alphabet[random_below(draws, (uint32_t)strlen(alphabet))];
    }
    out[size] = '\0';
    return size;
}

Test(base_table, what_is_written_with_quotes_is_read_back)
{
    enum { ROUNDS = 300, COLUMNS = 3, ROWS = 4, LONGEST = 12 };
    struct random draws = random_at(random_key_make(5, 5), RANDOM_PURPOSE_SERVICE, 0, 0, 0);
    for (int round = 0; round < ROUNDS; round++) {
        char cells[ROWS * COLUMNS][LONGEST + 1];
        struct text_buffer text;
        struct table table;
        text_buffer_init(&text);
        cr_assert_eq(text_buffer_append(&text, "a,b,c\r\n"), STATUS_OK);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            random_text(&draws, "ab ,#\n\"", LONGEST, cells[i]);
            cr_assert_eq(text_buffer_append(&text, "\""), STATUS_OK);
            for (const char *c = cells[i]; *c != '\0'; c++) {
                cr_assert_eq(text_buffer_append_bytes(&text, "\"", *c == '"'), STATUS_OK);
                cr_assert_eq(text_buffer_append_bytes(&text, c, 1), STATUS_OK);
            }
            cr_assert_eq(text_buffer_append(&text, i % COLUMNS == COLUMNS - 1 ? "\"\r\n" : "\","), STATUS_OK);
        }
        cr_assert_eq(read_text(&table, text_buffer_text(&text)), STATUS_OK);
        cr_assert_eq(table_rows(&table), ROWS);
        for (size_t i = 0; i < ROWS * COLUMNS; i++) {
            expect_cell(&table, i / COLUMNS, i % COLUMNS, cells[i]);
        }
        table_free(&table);
        text_buffer_free(&text);
    }
}

Test(base_table, any_bytes_are_either_a_whole_table_or_refused_with_their_line)
{
    enum { ROUNDS = 5000, LONGEST = 40 };
    struct random draws = random_at(random_key_make(6, 6), RANDOM_PURPOSE_SERVICE, 0, 0, 0);
    int tables = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char text[LONGEST + 1];
        struct table table;
        const size_t size = random_text(&draws, "ab1,,\n\n\r\"\"# \xc3\xa9", LONGEST, text);
        enum status status = read_bytes(&table, text, size);
        if (status == STATUS_OK) {
            tables++;
            cr_assert_eq(table.cell_count, (table_rows(&table) + 1) * table.column_count);
        } else {
            cr_assert_eq(status, STATUS_MALFORMED);
            cr_assert_eq(strncmp(message_of_file(), "t.csv:", 6), 0, "%s", status_message());
        }
        table_free(&table);
    }
    cr_expect_gt(tables, 50);
    cr_expect_lt(tables, ROUNDS / 2);
}
