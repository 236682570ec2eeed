#include "program/profile_table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

static struct profile profile;
static struct text_buffer text;

static void setup(void)
{
    profile.seconds[PHASE_PEOPLE] = 3;
    profile.work[PHASE_PEOPLE] = (struct phase_work){365, 2920};
    profile.seconds[PHASE_OUTPUT] = 1;
    profile.work[PHASE_OUTPUT] = (struct phase_work){12, INT64_C(5000000000)};
}

static void teardown(void)
{
    text_buffer_free(&text);
}

TestSuite(program_profile_table, .init = setup, .fini = teardown);

static unsigned count_lines(const char *lines)
{
    unsigned count = 0;

    for (; *lines != '\0'; lines++) {
        count += *lines == '\n';
    }
    return count;
}

Test(program_profile_table, gives_each_phase_its_share)
{
    cr_assert_eq(profile_table_append(&profile, &text), STATUS_OK);
    cr_expect_not_null(strstr(text.text, "people and pathways                           3.000   75.0 %"
                                         "              365               2920\n"));
    cr_expect_not_null(strstr(text.text, "output                                        1.000   25.0 %"
                                         "               12         5000000000\n"));
    cr_expect_eq(count_lines(text.text), PHASE_COUNT + 2);
}

Test(program_profile_table, of_a_run_without_time_has_no_share)
{
    const struct profile none = {0};

    cr_assert_eq(profile_table_append(&none, &text), STATUS_OK);
    cr_expect_not_null(strstr(text.text, "  0.0 %"));
    cr_expect_null(strstr(text.text, "nan"));
}

Test(program_profile_table, file_has_a_row_for_each_phase)
{
    char path[] = "/tmp/test_program_profile_table_XXXXXX", found[4096] = "";

    const int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    cr_assert_eq(profile_table_write(&profile, path), STATUS_OK, "%s", status_message());
    cr_assert_gt(read(descriptor, found, sizeof found - 1), 0);
    close(descriptor);
    unlink(path);
    cr_expect_eq(strncmp(found, "phase,seconds,events,bytes\n", 27), 0);
    cr_expect_not_null(strstr(found, "\npeople and pathways,3.000000000,365,2920\n"));
    cr_expect_not_null(strstr(found, "\noutput,1.000000000,12,5000000000\n"));
    cr_expect_eq(count_lines(found), PHASE_COUNT + 1);
}

Test(program_profile_table, says_where_it_cannot_be_written)
{
    cr_assert_eq(profile_table_write(&profile, "/nowhere/profile.csv"), STATUS_IO);
    cr_expect_str_eq(status_message(), "/nowhere/profile.csv: No such file or directory");
}

/* A file that is there may still not take the bytes. */
Test(program_profile_table, a_full_disk_is_noticed)
{
    cr_assert_eq(profile_table_write(&profile, "/dev/full"), STATUS_IO);
    cr_expect_str_eq(status_message(), "/dev/full: No space left on device");
}
