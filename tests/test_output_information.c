#include <criterion/criterion.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/information.h"
#include "output/provenance.h"

static const struct dataset datasets[] = {
    {"/population/births", FIELD_U32, {"month", "sex"}, "1", "births", NULL, NULL},
    {"/money/balance", FIELD_I64, {"month"}, "pence", "balance", NULL, NULL},
    {"/outcome/qaly", FIELD_F64, {"month"}, "year", "quality-adjusted life years", NULL, NULL},
};
static const char *const sexes[] = {"male", "female"};
static const struct coordinate coordinates[] = {{.name = "sex", .length = 2, .labels = sexes}};

static char path[] = "/tmp/catchment-information-XXXXXX";
static struct recorder_settings settings;
static struct recorder recorder;
static struct text_buffer text;
static int64_t balance = -1000;

static void setup(void)
{
    const int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    close(descriptor);
    settings = (struct recorder_settings){.path = path,
                                          .force = true,
                                          .title = "A title",
                                          .version = "1",
                                          .months_per_flush = 1,
                                          .coordinates = coordinates,
                                          .coordinate_count = 1,
                                          .datasets = datasets,
                                          .dataset_count = 3};
    text_buffer_init(&text);
}

static void teardown(void)
{
    text_buffer_free(&text);
    recorder_free(&recorder);
    unlink(path);
}

TestSuite(information, .init = setup, .fini = teardown);

static void write_months(int32_t months)
{
    struct provenance provenance = {.seed = 99};

    cr_assert_eq(recorder_create(&recorder, &settings), STATUS_OK, "%s", status_message());
    cr_assert_eq(provenance_write(&provenance, &recorder), STATUS_OK);
    cr_assert_eq(recorder_begin(&recorder), STATUS_OK);
    for (int32_t month = 0; month < months; month++) {
        const uint32_t births[2] = {10, (uint32_t)month};
        const double qaly = 0.25;
        cr_assert_eq(recorder_write(&recorder, 0, births), STATUS_OK);
        cr_assert_eq(recorder_write(&recorder, 1, &balance), STATUS_OK);
        cr_assert_eq(recorder_write(&recorder, 2, &qaly), STATUS_OK);
        cr_assert_eq(recorder_month(&recorder, calendar_add_months(0, month + 1) - 1), STATUS_OK);
    }
}

static void close_output(void)
{
    cr_assert_eq(recorder_close(&recorder, "complete", 0xfeedU), STATUS_OK, "%s", status_message());
    recorder_free(&recorder);
}

static void assert_line(const char *name, const char *value)
{
    char line[128];
    snprintf(line, sizeof line, "%-20s %s\n", name, value);
    cr_assert_not_null(strstr(text_buffer_text(&text), line), "no '%s' in:\n%s", line, text_buffer_text(&text));
}

Test(information, says_what_the_file_is)
{
    write_months(3);
    close_output();
    cr_assert_eq(information_read(path, NULL, 0, &text), STATUS_OK, "%s", status_message());
    assert_line("title", "A title");
    assert_line("status", "complete");
    assert_line("state_hash", "000000000000feed");
    assert_line("months", "3 (1970-01-01 to 1970-03-31)");
    assert_line("seed", "99");
}

Test(information, adds_up_over_months)
{
    static const char *const totals[] = {"/population/births", "/none", "/money/balance", "/outcome/qaly"};

    write_months(4);
    close_output();
    cr_assert_eq(information_read(path, totals, 4, &text), STATUS_OK, "%s", status_message());
    assert_line("/population/births", "46");
    assert_line("/money/balance", "-4000");
    assert_line("/outcome/qaly", "1");
    cr_assert_null(strstr(text_buffer_text(&text), "/none"));
}

Test(information, a_total_that_does_not_fit_is_refused)
{
    static const char *const totals[] = {"/money/balance"};

    balance = INT64_MAX;
    write_months(2);
    close_output();
    cr_assert_eq(information_read(path, totals, 1, &text), STATUS_OVERFLOW);
    cr_assert_not_null(strstr(status_message(), "/money/balance: the total does not fit 64 bits"), "%s",
                       status_message());
}

Test(information, an_output_without_months_is_read)
{
    write_months(0);
    close_output();
    cr_assert_eq(information_read(path, NULL, 0, &text), STATUS_OK, "%s", status_message());
    assert_line("months", "0");
}

/* As a killed writer leaves it: HDF5 of this process is not asked to close it. */
Test(information, an_output_that_was_not_closed_is_read)
{
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        write_months(2);
        _exit(0);
    }
    cr_assert_eq(waitpid(child, NULL, 0), child);
    cr_assert_eq(information_read(path, NULL, 0, &text), STATUS_OK, "%s", status_message());
    assert_line("status", "running");
    assert_line("months", "2 (1970-01-01 to 1970-02-28)");
}

Test(information, a_missing_file_is_said)
{
    cr_assert_eq(information_read("/nonexistent/run.h5", NULL, 0, &text), STATUS_FILE_MISSING);
    cr_assert_not_null(strstr(status_message(), "/nonexistent/run.h5"));
}

Test(information, another_file_is_refused)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs("month,value\n", file);
    fclose(file);
    cr_assert_eq(information_read(path, NULL, 0, &text), STATUS_MALFORMED);
}

Test(information, another_hdf5_file_is_refused)
{
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_gt(file, 0);
    H5Fclose(file);
    cr_assert_eq(information_read(path, NULL, 0, &text), STATUS_MALFORMED);
}

/* Gives an attribute of text to a dataset, in place of the one it has; NULL takes that away. */
static void replace_text(const char *dataset, const char *name, const char *value)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t object = H5Dopen2(file, dataset, H5P_DEFAULT);
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t type = H5Tcopy(H5T_C_S1);

    cr_assert_geq(H5Adelete(object, name), 0);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    if (value != NULL) {
        hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
        cr_assert_geq(H5Awrite(attribute, type, &value), 0);
        H5Aclose(attribute);
    }
    H5Tclose(type);
    H5Sclose(space);
    H5Dclose(object);
    H5Fclose(file);
}

Test(information, months_are_counted_from_a_day)
{
    static const char *const units[] = {"hours since 1970-01-01", "days since now", NULL};

    write_months(1);
    close_output();
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        replace_text("/month", "units", units[i]);
        cr_expect_eq(information_read(path, NULL, 0, &text), STATUS_MALFORMED, "%s", units[i]);
        cr_expect_not_null(strstr(status_message(), "not an output of Catchment: it has no months"), "%s",
                           status_message());
    }
}
