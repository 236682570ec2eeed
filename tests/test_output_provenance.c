#include <criterion/criterion.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/provenance.h"

static const struct dataset datasets[] = {{"/count", FIELD_U32, {"month"}, "1", "count", NULL, NULL}};

static char path[] = "/tmp/catchment-provenance-XXXXXX";
static struct recorder_settings settings;
static struct recorder recorder;

static void setup(void)
{
    const int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    close(descriptor);
    settings = (struct recorder_settings){.path = path,
                                          .force = true,
                                          .title = "Test",
                                          .version = provenance_version(),
                                          .datasets = datasets,
                                          .dataset_count = 1};
    cr_assert_eq(recorder_create(&recorder, &settings), STATUS_OK, "%s", status_message());
}

static void teardown(void)
{
    recorder_free(&recorder);
    unlink(path);
}

TestSuite(provenance, .init = setup, .fini = teardown);

static struct provenance sample(void)
{
    static const char *const arguments[] = {"catchment", "run", "a b.yaml", "--set", "it's=1", ""};
    return (struct provenance){.arguments = arguments,
                               .argument_count = 6,
                               .seed = UINT64_MAX,
                               .population_seed = 3,
                               .replicate = 12,
                               .threads = 2,
                               .ranks = 1};
}

static void write_months(struct provenance *provenance, uint32_t first)
{
    cr_assert_eq(provenance_write(provenance, &recorder), STATUS_OK, "%s", status_message());
    cr_assert_eq(recorder_begin(&recorder), STATUS_OK, "%s", status_message());
    cr_assert_eq(recorder_write(&recorder, 0, &first), STATUS_OK);
    cr_assert_eq(recorder_month(&recorder, calendar_add_months(0, (int32_t)first + 1) - 1), STATUS_OK);
    cr_assert_eq(provenance_finish(provenance, &recorder), STATUS_OK);
    cr_assert_eq(recorder_close(&recorder, "complete", 0), STATUS_OK, "%s", status_message());
    recorder_free(&recorder);
}

static hid_t open_file(void)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    cr_assert_gt(file, 0);
    return file;
}

/* Texts of any length, and those of a fixed size; freed by the caller. */
static char *read_text(hid_t file, const char *group, const char *name)
{
    hid_t attribute = H5Aopen_by_name(file, group, name, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_gt(attribute, 0, "%s", name);
    hid_t type = H5Aget_type(attribute);
    char *value = H5Tis_variable_str(type) > 0 ? NULL : H5allocate_memory(H5Tget_size(type) + 1, true);
    cr_assert_geq(H5Aread(attribute, type, value == NULL ? (void *)&value : (void *)value), 0);
    return value;
}

static uint64_t read_number(hid_t file, const char *group, const char *name)
{
    uint64_t value = 0;
    hid_t attribute = H5Aopen_by_name(file, group, name, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_gt(attribute, 0, "%s", name);
    cr_assert_geq(H5Aread(attribute, H5T_NATIVE_UINT64, &value), 0);
    return value;
}

Test(provenance, the_command_can_be_pasted_into_a_shell)
{
    struct provenance provenance = sample();
    write_months(&provenance, 0);
    char *command = read_text(open_file(), "/provenance", "command");
    cr_assert_str_eq(command, "catchment run 'a b.yaml' --set 'it'\\''s=1' ''");
    H5free_memory(command);
}

Test(provenance, numbers_are_kept_whole)
{
    struct provenance provenance = sample();
    write_months(&provenance, 0);
    hid_t file = open_file();
    cr_assert_eq(read_number(file, "/provenance", "seed"), UINT64_MAX);
    cr_assert_eq(read_number(file, "/provenance", "population_seed"), 3);
    cr_assert_eq(read_number(file, "/provenance", "replicate"), 12);
    cr_assert_eq(read_number(file, "/provenance", "threads"), 2);
    cr_assert_gt(read_number(file, "/provenance", "peak_memory_bytes"), 1000000);
}

Test(provenance, times_are_utc_in_order)
{
    struct provenance provenance = sample();
    write_months(&provenance, 0);
    hid_t file = open_file();
    char *start = read_text(file, "/provenance", "start_time");
    char *end = read_text(file, "/provenance", "end_time");
    cr_assert_eq(strlen(start), strlen("2026-01-01T00:00:00Z"));
    cr_assert_eq(start[10], 'T');
    cr_assert_eq(start[19], 'Z');
    cr_assert_leq(strcmp(start, end), 0);
    H5free_memory(start);
    H5free_memory(end);
}

Test(provenance, libraries_are_named_with_versions)
{
    unsigned major;
    unsigned minor;
    unsigned release;
    char expected[32];
    struct provenance provenance = sample();

    write_months(&provenance, 0);
    H5get_libversion(&major, &minor, &release);
    snprintf(expected, sizeof expected, "HDF5 %u.%u.%u", major, minor, release);
    char *libraries = read_text(open_file(), "/provenance", "libraries");
    cr_assert_not_null(strstr(libraries, expected));
    cr_assert_not_null(strstr(libraries, "libfyaml 0."));
    cr_assert_not_null(strstr(libraries, "xxHash 0.8."));
    H5free_memory(libraries);
}

Test(provenance, a_resumed_run_adds_its_own)
{
    struct provenance first = sample();
    write_months(&first, 0);
    struct provenance second = sample();
    second.threads = 8;
    cr_assert_eq(recorder_resume(&recorder, &settings, 30), STATUS_OK, "%s", status_message());
    write_months(&second, 1);
    hid_t file = open_file();
    cr_assert_eq(read_number(file, "/provenance", "threads"), 2);
    cr_assert_eq(read_number(file, "/provenance/resumed_1", "threads"), 8);
}
