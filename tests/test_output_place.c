/* Copies of an output: what cannot be read or written is said, and which of the two it was. */
#include "output/place.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/catchment-place-XXXXXX";
static char from[64];
static char to[64];

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(from, sizeof from, "%s/from", folder);
    snprintf(to, sizeof to, "%s/to", folder);
    write_text(from, "what was written\n");
    write_text(to, "something longer that stood there before\n");
}

static void teardown(void)
{
    unlink(from);
    unlink(to);
    rmdir(folder);
}

TestSuite(place, .init = setup, .fini = teardown);

Test(place, a_copy_has_the_bytes_and_no_others)
{
    char text[64] = "";
    cr_assert_eq(place_copy(from, to), STATUS_OK);
    FILE *file = fopen(to, "r");
    cr_assert_eq(fread(text, 1, sizeof text, file), strlen("what was written\n"));
    cr_assert_str_eq(text, "what was written\n");
    fclose(file);
}

Test(place, a_copy_that_cannot_be_made_is_said)
{
    const struct {
        const char *from, *to;
        enum status status;
        const char *message;
    } cases[] = {
        {"/nowhere/from", to, STATUS_FILE_MISSING, "/nowhere/from: No such file or directory"},
        {"/proc/self/mem/from", to, STATUS_IO, "/proc/self/mem/from: Not a directory"},
        {from, "/nowhere/to", STATUS_IO, "copying it to continue: No such file or directory"},
        {folder, to, STATUS_IO, "copying it to continue: Is a directory"},
        {from, "/dev/full", STATUS_IO, "copying it to continue: No space left on device"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_eq(place_copy(cases[i].from, cases[i].to), cases[i].status, "%s", cases[i].message);
        cr_expect_not_null(strstr(status_message(), cases[i].message), "%s", status_message());
    }
}

Test(place, a_name_is_taken_once)
{
    cr_assert_eq(place_take(from, to, false), STATUS_EXISTS);
    cr_assert_eq(place_take(from, to, true), STATUS_OK);
    cr_assert_neq(access(from, F_OK), 0);
    cr_assert_eq(place_take(from, to, true), STATUS_IO);
    cr_assert_not_null(strstr(status_message(), "naming the output: No such file or directory"));
}
