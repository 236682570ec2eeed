#include <criterion/criterion.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/recorder.h"

enum { PLACES = 500, SERIES = 3, KILLS = 30, CLOSING_KILLS = 100, FLUSH = 2 };

static const struct coordinate coordinates[] = {{.name = "place", .length = PLACES}};

static const struct dataset datasets[SERIES] = {
    {"/a", FIELD_U32, {"month", "place"}, "1", "a", NULL, NULL},
    {"/group/b", FIELD_I64, {"month", "place"}, "1", "b", NULL, NULL},
    {"/c", FIELD_F64, {"month"}, "1", "c", NULL, NULL},
};

static const struct record_column columns[] = {
    {"value", FIELD_I64, 0, "1", "value"},
    {"text", FIELD_U8, 12, NULL, "text"},
};

static const struct record_table tables[] = {{"/event", "events", columns, 2, 8}};

static char folder[] = "/tmp/catchment-recover-XXXXXX";
static char path[128];
static struct recorder_settings settings;
static struct recorder recorder;

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/run.h5", folder);
    settings = (struct recorder_settings){
        .path = path,
        .force = true,
        .title = "Test",
        .version = "1",
        .start = calendar_day((struct date){1900, 1, 1}),
        .months_per_flush = FLUSH,
        .coordinates = coordinates,
        .coordinate_count = 1,
        .datasets = datasets,
        .dataset_count = SERIES,
        .tables = tables,
        .table_count = 1,
    };
}

static void teardown(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(recover, .init = setup, .fini = teardown);

/* Cells that hardly compress, so that files and the time to write them are not too small. */
static uint32_t cell(uint32_t month, uint32_t place)
{
    return (month * 1000003U + place) * 2654435761U;
}

static enum status write_month(uint32_t month)
{
    uint32_t a[PLACES];
    int64_t b[PLACES];
    const double c = month;
    const int64_t value = month;
    const char *const text = "événement";
    const void *const row[] = {&value, &text};
    const day_t last_day = calendar_add_months(settings.start, (int32_t)month + 1) - 1;

    for (uint32_t i = 0; i < PLACES; i++) {
        a[i] = cell(month, i);
        b[i] = -(int64_t)a[i];
    }
    enum status status = recorder_write(&recorder, 0, a);
    if (status == STATUS_OK) {
        status = recorder_write(&recorder, 1, b);
    }
    if (status == STATUS_OK) {
        status = recorder_write(&recorder, 2, &c);
    }
    if (status == STATUS_OK) {
        status = recorder_append(&recorder, 0, row, 1);
    }
    return status == STATUS_OK ? recorder_month(&recorder, last_day) : status;
}

static hsize_t length_of(hid_t file, const char *name)
{
    hsize_t extent[2] = {0};
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    cr_assert_gt(dataset, 0, "%s", name);
    hid_t space = H5Dget_space(dataset);
    H5Sget_simple_extent_dims(space, extent, NULL);
    H5Sclose(space);
    H5Dclose(dataset);
    return extent[0];
}

/* All of a dataset of whole numbers, however many; freed by the caller. */
static int64_t *read_all(hid_t file, const char *name, hsize_t elements)
{
    int64_t *values = calloc(elements + 1, sizeof *values);
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    cr_assert_geq(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0, "%s", name);
    H5Dclose(dataset);
    return values;
}

/* All datasets are as long as the month axis, and each cell is what was written. Returns the months. */
static hsize_t assert_whole(void)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    cr_assert_gt(file, 0);
    const hsize_t months = length_of(file, "/month");
    cr_assert_eq(length_of(file, "/month_end"), months);
    cr_assert_eq(length_of(file, "/a"), months);
    cr_assert_eq(length_of(file, "/group/b"), months);
    cr_assert_eq(length_of(file, "/c"), months);
    cr_assert_eq(length_of(file, "/event/value"), months);
    cr_assert_eq(length_of(file, "/event/text"), months);
    int64_t *a = read_all(file, "/a", months * PLACES);
    int64_t *b = read_all(file, "/group/b", months * PLACES);
    int64_t *c = read_all(file, "/c", months);
    int64_t *rows = read_all(file, "/event/rows", months);
    for (uint32_t month = 0; month < months; month++) {
        for (uint32_t i = 0; i < PLACES; i++) {
            cr_assert_eq(a[month * PLACES + i], cell(month, i));
            cr_assert_eq(b[month * PLACES + i], -(int64_t)cell(month, i));
        }
        cr_assert_eq(c[month], month);
        cr_assert_eq(rows[month], month + 1);
    }
    free(a);
    free(b);
    free(c);
    free(rows);
    H5Fclose(file);
    return months;
}

/* Writes until it is killed; says after each month how many are safe. */
static _Noreturn void write_for_ever(int pipe_end)
{
    enum status status = recorder_create(&recorder, &settings);
    if (status == STATUS_OK) {
        status = recorder_begin(&recorder);
    }
    for (uint32_t month = 0; status == STATUS_OK && month < 3000; month++) {
        status = write_month(month);
        const uint32_t safe = (uint32_t)recorder.flushed;
        if (write(pipe_end, &safe, sizeof safe) != sizeof safe) {
            break;
        }
    }
    _exit(1);
}

/* Kills a writer some work after its n-th month. Returns how many months it had said were safe. */
static uint32_t kill_writer(unsigned messages, unsigned work)
{
    int ends[2];
    uint32_t safe = 0;
    volatile unsigned spins = 0;

    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        close(ends[0]);
        write_for_ever(ends[1]);
    }
    close(ends[1]);
    for (unsigned i = 0; i < messages; i++) {
        cr_assert_eq(read(ends[0], &safe, sizeof safe), sizeof safe);
    }
    while (spins < work) {
        spins++;
    }
    kill(child, SIGKILL);
    for (uint32_t later; read(ends[0], &later, sizeof later) == sizeof later;) {
        safe = later;
    }
    close(ends[0]);
    waitpid(child, NULL, 0);
    return safe;
}

Test(recover, a_kill_loses_at_most_the_months_since_the_last_flush)
{
    for (unsigned i = 0; i < KILLS; i++) {
        const uint32_t safe = kill_writer(1 + i, 40000 * i);
        cr_assert_eq(recorder_recover(path), STATUS_OK, "%s", status_message());
        cr_assert_geq(assert_whole(), safe);
    }
}

/* Writes four months, says so, and closes. */
static _Noreturn void write_and_close(int pipe_end)
{
    enum status status = recorder_create(&recorder, &settings);
    if (status == STATUS_OK) {
        status = recorder_begin(&recorder);
    }
    for (uint32_t month = 0; status == STATUS_OK && month < 4; month++) {
        status = write_month(month);
    }
    if (status != STATUS_OK || write(pipe_end, "", 1) != 1) {
        _exit(1);
    }
    status = recorder_close(&recorder, "complete", 1);
    _exit(status == STATUS_OK ? 0 : 1);
}

static void kill_closing_writer(unsigned work)
{
    int ends[2];
    char said;
    volatile unsigned spins = 0;

    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        write_and_close(ends[1]);
    }
    cr_assert_eq(read(ends[0], &said, 1), 1);
    while (spins < work) {
        spins++;
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
}

/* It reads as it is, while nobody has recovered it: closed, or as one that is being written. */
static void assert_readable(void)
{
    char status[32] = "";
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0) {
        file = H5Fopen(path, H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, H5P_DEFAULT);
    }
    cr_assert_gt(file, 0, "neither closed nor being written");
    hid_t attribute = H5Aopen(file, "status", H5P_DEFAULT);
    cr_assert_gt(attribute, 0);
    hid_t type = H5Aget_type(attribute);
    cr_assert_geq(H5Aread(attribute, type, status), 0);
    cr_assert(strcmp(status, "running") == 0 || strcmp(status, "complete") == 0, "'%s'", status);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(file);
}

Test(recover, a_kill_while_closing_loses_nothing)
{
    for (unsigned i = 0; i < CLOSING_KILLS; i++) {
        kill_closing_writer(10000 * i);
        assert_readable();
        cr_assert_eq(recorder_recover(path), STATUS_OK, "%s", status_message());
        cr_assert_eq(assert_whole(), 4);
    }
}

Test(recover, a_recovered_output_can_be_continued)
{
    kill_writer(9, 0);
    const day_t fourth = calendar_add_months(settings.start, 4) - 1;
    cr_assert_eq(recorder_resume(&recorder, &settings, fourth), STATUS_OK, "%s", status_message());
    cr_assert_eq(recorder_begin(&recorder), STATUS_OK);
    cr_assert_eq(write_month(4), STATUS_OK);
    cr_assert_eq(recorder_close(&recorder, "complete", 1), STATUS_OK);
    recorder_free(&recorder);
    cr_assert_eq(assert_whole(), 5);
}

Test(recover, a_finished_file_is_left_as_it_is)
{
    cr_assert_eq(recorder_create(&recorder, &settings), STATUS_OK);
    cr_assert_eq(recorder_begin(&recorder), STATUS_OK);
    for (uint32_t month = 0; month < 3; month++) {
        cr_assert_eq(write_month(month), STATUS_OK);
    }
    cr_assert_eq(recorder_close(&recorder, "complete", 1), STATUS_OK);
    recorder_free(&recorder);
    cr_assert_eq(recorder_recover(path), STATUS_OK);
    cr_assert_eq(assert_whole(), 3);
}

/* A limit on the size of files stands for a full disk: the same failing write, for any user. */
static void limit_files(rlim_t bytes)
{
    const struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

struct outcome {
    enum status status;
    uint32_t safe;
    enum status afterwards;
    char message[512];
};

/* In a process of its own, as a run is: HDF5 does not let go of a file that it could not write. */
static _Noreturn void fill_disk(int pipe_end)
{
    struct outcome outcome = {.status = recorder_create(&recorder, &settings)};
    if (outcome.status == STATUS_OK) {
        outcome.status = recorder_begin(&recorder);
    }
    limit_files(200000);
    for (uint32_t month = 0; month < 1000 && outcome.status == STATUS_OK; month++) {
        outcome.status = write_month(month);
    }
    limit_files(RLIM_INFINITY);
    snprintf(outcome.message, sizeof outcome.message, "%s", status_message());
    outcome.safe = (uint32_t)recorder.flushed;
    outcome.afterwards = write_month(999);
    recorder_free(&recorder);
    const bool sent = write(pipe_end, &outcome, sizeof outcome) == sizeof outcome;
    _exit(sent ? 0 : 1);
}

Test(recover, a_full_disk_is_said_and_keeps_what_was_flushed)
{
    struct outcome outcome = {0};
    int exit_status = -1;
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        fill_disk(ends[1]);
    }
    cr_assert_eq(read(ends[0], &outcome, sizeof outcome), sizeof outcome);
    waitpid(child, &exit_status, 0);
    close(ends[0]);
    close(ends[1]);
    cr_assert_eq(exit_status, 0);
    cr_assert_eq(outcome.status, STATUS_IO);
    cr_assert_not_null(strstr(outcome.message, path));
    cr_assert_not_null(strstr(outcome.message, "File too large"));
    cr_assert_eq(outcome.afterwards, STATUS_INTERNAL);
    cr_assert_gt(outcome.safe, 10);
    cr_assert_eq(recorder_recover(path), STATUS_OK, "%s", status_message());
    cr_assert_geq(assert_whole(), outcome.safe);
}

Test(recover, a_full_disk_at_the_start_leaves_nothing)
{
    limit_files(2000);
    enum status status = recorder_create(&recorder, &settings);
    if (status == STATUS_OK) {
        status = recorder_begin(&recorder);
        cr_assert_neq(access(path, F_OK), 0);
        recorder_free(&recorder);
    }
    limit_files(RLIM_INFINITY);
    cr_assert_eq(status, STATUS_IO);
    cr_assert_eq(rmdir(folder), 0);
    cr_assert_not_null(mkdtemp(strcpy(folder, "/tmp/catchment-recover-XXXXXX")));
}

Test(recover, other_files_are_refused)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs("not HDF5 at all\n", file);
    fclose(file);
    cr_assert_eq(recorder_recover(path), STATUS_MALFORMED);
    unlink(path);
    cr_assert_eq(recorder_recover(path), STATUS_FILE_MISSING);
}

Test(recover, other_hdf5_files_are_refused)
{
    static const char *const messages[] = {"it has no /month", "a dataset of 8 dimensions"};

    for (int has_month = 0; has_month < 2; has_month++) {
        const hsize_t extent[8] = {1, 1, 1, 1, 1, 1, 1, 1};
        const int value = 0;
        hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        cr_assert_gt(file, 0);
        if (has_month) {
            H5LTmake_dataset_int(file, "/month", 8, extent, &value);
        }
        H5Fclose(file);
        cr_expect_eq(recorder_recover(path), STATUS_MALFORMED);
        cr_expect_not_null(strstr(status_message(), messages[has_month]), "%s", status_message());
    }
}
