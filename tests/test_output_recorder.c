#include <criterion/criterion.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/recorder.h"

enum { LOCALITIES = 3, BANDS = 20, PERSONS = 0, FRAILTY = 1, DISTANCE = 2, DATASETS = 3 };

static const char *const localities[LOCALITIES] = {"Ald", "Bryn y Môr", "Coombe"};

static const struct coordinate coordinates[] = {
    {.name = "locality", .length = LOCALITIES, .labels = localities, .long_name = "locality"},
    {.name = "age_band", .length = BANDS, .units = "1", .long_name = "age band"},
};

static const struct dataset datasets[DATASETS] = {
    {"/population/persons", FIELD_U32, {"month", "locality", "age_band"}, "1", "people", "month: point", "census"},
    {"/population/frailty", FIELD_F32, {"month", "locality"}, "1", "mean frailty index", NULL, NULL},
    {"/place/distance", FIELD_F64, {"locality"}, "km", "distance", NULL, NULL},
};

static const struct record_column columns[] = {
    {"date", FIELD_I32, 0, "days since 1970-01-01", "day of the event"},
    {"kind", FIELD_U8, 8, NULL, "kind of event"},
};

static const struct record_table tables[] = {{"/event", "market events", columns, 2, 4}};

static char folder[] = "/tmp/catchment-recorder-XXXXXX";
static char path[128];
static struct recorder_settings settings;
static struct recorder recorder;

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/run.h5", folder);
    settings = (struct recorder_settings){
        .path = path,
        .title = "Test",
        .version = "1.2.3",
        .start = calendar_day((struct date){2008, 4, 17}),
        .months_per_flush = 2,
        .coordinates = coordinates,
        .coordinate_count = 2,
        .datasets = datasets,
        .dataset_count = DATASETS,
        .tables = tables,
        .table_count = 1,
    };
}

static void teardown(void)
{
    char command[128];
    recorder_free(&recorder);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(recorder, .init = setup, .fini = teardown);

static void check(enum status status)
{
    cr_assert_eq(status, STATUS_OK, "%s", status_message());
}

static day_t month_end(uint32_t month)
{
    return calendar_add_months(calendar_day((struct date){2008, 4, 1}), (int32_t)month + 1) - 1;
}

/* `twist` makes months differ between runs. Each month appends two rows. */
static void write_slabs(uint32_t month, uint32_t twist)
{
    uint32_t persons[LOCALITIES * BANDS];
    float frailty[LOCALITIES];

    for (uint32_t i = 0; i < LOCALITIES * BANDS; i++) {
        persons[i] = month * 1000 + i + twist;
    }
    for (uint32_t i = 0; i < LOCALITIES; i++) {
        frailty[i] = (float)(month + i) / 4.0F;
    }
    check(recorder_write(&recorder, PERSONS, persons));
    check(recorder_write(&recorder, FRAILTY, frailty));
}

static void append_rows(uint32_t month)
{
    const int32_t dates[2] = {month_end(month) - 1, month_end(month)};
    const char *const kinds[2] = {"tender", "réunion longue"};
    const void *const values[] = {dates, kinds};
    check(recorder_append(&recorder, 0, values, 2));
}

static void write_month(uint32_t month, uint32_t twist)
{
    write_slabs(month, twist);
    append_rows(month);
    check(recorder_month(&recorder, month_end(month)));
}

static void begin(void)
{
    static const double distances[LOCALITIES] = {0.5, 1.5, 2.5};
    check(recorder_create(&recorder, &settings));
    check(recorder_write(&recorder, DISTANCE, distances));
    check(recorder_begin(&recorder));
}

static void write_run(uint32_t months)
{
    begin();
    for (uint32_t month = 0; month < months; month++) {
        write_month(month, 0);
    }
    check(recorder_close(&recorder, "complete", 0xabcdU));
    recorder_free(&recorder);
}

static hid_t open_file(void)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    cr_assert_gt(file, 0);
    return file;
}

static hid_t open_dataset(hid_t file, const char *name)
{
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    cr_assert_gt(dataset, 0, "%s", name);
    return dataset;
}

static hsize_t length_of(hid_t file, const char *name)
{
    hsize_t extent[RECORDER_DIMENSIONS] = {0};
    hid_t space = H5Dget_space(open_dataset(file, name));
    cr_assert_geq(H5Sget_simple_extent_dims(space, extent, NULL), 1);
    return extent[0];
}

static void read_all(hid_t file, const char *name, hid_t type, void *values)
{
    cr_assert_geq(H5Dread(open_dataset(file, name), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0, "%s", name);
}

static void assert_text(hid_t file, const char *object, const char *name, const char *expected)
{
    char fixed[64] = "";
    char *value = NULL;
    hid_t attribute = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_gt(attribute, 0, "%s of %s", name, object);
    hid_t type = H5Aget_type(attribute);
    const bool is_fixed = H5Tis_variable_str(type) == 0;
    cr_assert_lt(H5Tget_size(type), sizeof fixed);
    cr_assert_geq(H5Aread(attribute, type, is_fixed ? (void *)fixed : (void *)&value), 0);
    cr_assert_str_eq(is_fixed ? fixed : value, expected);
    H5free_memory(value);
}

Test(recorder, values_come_back)
{
    enum { MONTHS = 3 };
    uint32_t persons[MONTHS][LOCALITIES * BANDS];
    float frailty[MONTHS][LOCALITIES];
    double distance[LOCALITIES];

    write_run(MONTHS);
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/population/persons"), MONTHS);
    read_all(file, "/population/persons", H5T_NATIVE_UINT32, persons);
    read_all(file, "/population/frailty", H5T_NATIVE_FLOAT, frailty);
    read_all(file, "/place/distance", H5T_NATIVE_DOUBLE, distance);
    for (uint32_t month = 0; month < MONTHS; month++) {
        for (uint32_t i = 0; i < LOCALITIES * BANDS; i++) {
            cr_assert_eq(persons[month][i], month * 1000 + i);
        }
        cr_assert_eq(frailty[month][2], (float)(month + 2) / 4.0F);
    }
    cr_assert_eq(distance[2], 2.5);
    H5Fclose(file);
}

/* Slabs of 60 and 3 numbers of 4 bytes and two rows of 4, 8 and 8 a month, after 3 numbers of 8. */
Test(recorder, bytes_handed_over_add_up)
{
    begin();
    cr_expect_eq(recorder.bytes, 24);
    write_month(0, 0);
    cr_expect_eq(recorder.bytes, 24 + 292);
    write_month(1, 0);
    cr_expect_eq(recorder.bytes, 24 + 2 * 292);
}

Test(recorder, months_are_days_since_the_first)
{
    int32_t months[3];
    int32_t ends[3];

    write_run(3);
    hid_t file = open_file();
    assert_text(file, "/month", "units", "days since 2008-04-01");
    assert_text(file, "/month", "calendar", "proleptic_gregorian");
    read_all(file, "/month", H5T_NATIVE_INT32, months);
    read_all(file, "/month_end", H5T_NATIVE_INT32, ends);
    cr_assert_arr_eq(months, ((int32_t[]){0, 30, 61}), sizeof months);
    cr_assert_arr_eq(ends, ((int32_t[]){29, 60, 90}), sizeof ends);
    H5Fclose(file);
}

Test(recorder, root_says_what_the_file_is)
{
    write_run(1);
    hid_t file = open_file();
    assert_text(file, "/", "Conventions", "CF-1.8");
    assert_text(file, "/", "title", "Test");
    assert_text(file, "/", "source", "Catchment 1.2.3");
    assert_text(file, "/", "status", "complete");
    assert_text(file, "/", "state_hash", "000000000000abcd");
    H5Fclose(file);
}

Test(recorder, datasets_say_what_they_are)
{
    write_run(1);
    hid_t file = open_file();
    assert_text(file, "/population/persons", "units", "1");
    assert_text(file, "/population/persons", "long_name", "people");
    assert_text(file, "/population/persons", "cell_methods", "month: point");
    assert_text(file, "/population/persons", "source", "census");
    cr_assert_eq(H5Aexists_by_name(file, "/population/persons", "_FillValue", H5P_DEFAULT), 0);
    cr_assert_gt(H5Aexists_by_name(file, "/population/frailty", "_FillValue", H5P_DEFAULT), 0);
    H5Fclose(file);
}

Test(recorder, dimensions_have_scales)
{
    static const char *const scales[] = {"/month", "/locality", "/age_band"};

    write_run(1);
    hid_t file = open_file();
    hid_t persons = open_dataset(file, "/population/persons");
    for (unsigned i = 0; i < 3; i++) {
        hid_t scale = open_dataset(file, scales[i]);
        cr_assert_gt(H5DSis_scale(scale), 0);
        cr_assert_gt(H5DSis_attached(persons, scale, i), 0, "%s", scales[i]);
    }
    cr_assert_gt(H5DSis_attached(open_dataset(file, "/event/date"), open_dataset(file, "/event/event"), 0), 0);
    H5Fclose(file);
}

static void assert_filters(hid_t list, const H5Z_filter_t *expected, int count)
{
    cr_assert_eq(H5Pget_nfilters(list), count);
    for (int i = 0; i < count; i++) {
        cr_assert_eq(H5Pget_filter2(list, (unsigned)i, NULL, NULL, NULL, 0, NULL, NULL), expected[i]);
    }
}

Test(recorder, chunks_are_whole_flushes_and_small_ones_are_only_checked)
{
    const H5Z_filter_t expected[] = {H5Z_FILTER_FLETCHER32};
    hsize_t chunk[3];

    write_run(1);
    hid_t file = open_file();
    hid_t list = H5Dget_create_plist(open_dataset(file, "/population/persons"));
    assert_filters(list, expected, 1);
    cr_assert_eq(H5Pget_chunk(list, 3, chunk), 3);
    cr_assert_eq(chunk[0], 2);
    cr_assert_eq(chunk[1], LOCALITIES);
    cr_assert_eq(chunk[2], BANDS);
    H5Fclose(file);
}

Test(recorder, large_slabs_are_cut_into_chunks_of_at_most_a_mebibyte_with_three_filters)
{
    const H5Z_filter_t expected[] = {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32};
    static const struct coordinate large[] = {{.name = "provider", .length = 700}, {.name = "service", .length = 900}};
    static const struct dataset flow[] = {
        {"/flow", FIELD_I64, {"month", "provider", "service"}, "1", "flow", NULL, NULL}};
    static int64_t slab[700 * 900];
    hsize_t chunk[3];

    settings.coordinates = large;
    settings.datasets = flow;
    settings.dataset_count = 1;
    check(recorder_create(&recorder, &settings));
    check(recorder_begin(&recorder));
    slab[700 * 900 - 1] = 42;
    check(recorder_write(&recorder, 0, slab));
    check(recorder_month(&recorder, month_end(0)));
    check(recorder_close(&recorder, "complete", 0));

    hid_t file = open_file();
    hid_t list = H5Dget_create_plist(open_dataset(file, "/flow"));
    assert_filters(list, expected, 3);
    H5Pget_chunk(list, 3, chunk);
    cr_assert_eq(chunk[0], 1);
    cr_assert_leq(chunk[1] * chunk[2] * 8, 1U << 20);
    cr_assert_geq(chunk[1] * chunk[2] * 8, 1U << 18);
    slab[700 * 900 - 1] = 0;
    read_all(file, "/flow", H5T_NATIVE_INT64, slab);
    cr_assert_eq(slab[700 * 900 - 1], 42);
    H5Fclose(file);
}

Test(recorder, tables_keep_rows_in_order)
{
    int32_t dates[6];
    int64_t numbers[6];
    int64_t rows[3];

    write_run(3);
    hid_t file = open_file();
    read_all(file, "/event/date", H5T_NATIVE_INT32, dates);
    read_all(file, "/event/event", H5T_NATIVE_INT64, numbers);
    read_all(file, "/event/rows", H5T_NATIVE_INT64, rows);
    cr_assert_eq(dates[4], month_end(2) - 1);
    cr_assert_eq(dates[5], month_end(2));
    cr_assert_eq(numbers[5], 5);
    cr_assert_arr_eq(rows, ((int64_t[]){2, 4, 6}), sizeof rows);
    H5Fclose(file);
}

Test(recorder, long_texts_are_cut_between_characters)
{
    char kinds[2][8];

    write_run(1);
    hid_t file = open_file();
    read_all(file, "/event/kind", H5T_C_S1, kinds);
    cr_assert_arr_eq(kinds[0], "tender\0", 8);
    cr_assert_arr_eq(kinds[1], "réunion", 8);
    H5Fclose(file);
}

Test(recorder, a_table_may_stay_empty)
{
    begin();
    write_slabs(0, 0);
    check(recorder_month(&recorder, month_end(0)));
    check(recorder_close(&recorder, "complete", 0));
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/event/date"), 0);
    cr_assert_eq(length_of(file, "/event/rows"), 1);
    H5Fclose(file);
}

Test(recorder, texts_and_their_tables_come_back)
{
    static const char *const names[] = {"path", "value"};
    static const char *const paths[] = {"a.b", "c"};
    static const char *const values[] = {"1", "zwölf"};
    static const char *const *const table[] = {paths, values};
    char *text = NULL;
    char *read[2];

    check(recorder_create(&recorder, &settings));
    check(recorder_text(&recorder, "/scenario/resolved", "resolved scenario", "a: é\n"));
    check(recorder_texts(&recorder, "/scenario/parameters", names, table, 2, 2));
    check(recorder_write(&recorder, DISTANCE, (double[]){1, 2, 3}));
    check(recorder_begin(&recorder));
    check(recorder_close(&recorder, "complete", 0));

    hid_t file = open_file();
    hid_t type = H5Dget_type(open_dataset(file, "/scenario/resolved"));
    cr_assert_eq(H5Tget_cset(type), H5T_CSET_UTF8);
    read_all(file, "/scenario/resolved", type, &text);
    cr_assert_str_eq(text, "a: é\n");
    read_all(file, "/scenario/parameters/value", type, read);
    cr_assert_str_eq(read[1], "zwölf");
    H5free_memory(text);
    H5free_memory(read[0]);
    H5free_memory(read[1]);
    H5Fclose(file);
}

Test(recorder, reserved_attributes_can_be_set_while_running)
{
    int64_t number = 0;

    check(recorder_create(&recorder, &settings));
    check(recorder_write(&recorder, DISTANCE, (double[]){1, 2, 3}));
    check(recorder_attribute_reserve(&recorder, "/provenance", "end_time", 20));
    check(recorder_attribute_integer(&recorder, "/provenance", "balance", 0));
    check(recorder_begin(&recorder));
    check(recorder_attribute_text(&recorder, "/provenance", "end_time", "2026-01-01T00:00:00Z"));
    check(recorder_attribute_integer(&recorder, "/provenance", "balance", -5));
    check(recorder_close(&recorder, "complete", 0));
    hid_t file = open_file();
    assert_text(file, "/provenance", "end_time", "2026-01-01T00:00:00Z");
    hid_t attribute = H5Aopen_by_name(file, "/provenance", "balance", H5P_DEFAULT, H5P_DEFAULT);
    H5Aread(attribute, H5T_NATIVE_INT64, &number);
    cr_assert_eq(number, -5);
    H5Fclose(file);
}

Test(recorder, other_attributes_are_refused_while_running)
{
    check(recorder_create(&recorder, &settings));
    check(recorder_write(&recorder, DISTANCE, (double[]){1, 2, 3}));
    check(recorder_attribute_reserve(&recorder, "/provenance", "end_time", 4));
    check(recorder_begin(&recorder));
    cr_assert_eq(recorder_attribute_text(&recorder, "/provenance", "none", "x"), STATUS_INTERNAL);
    cr_assert_eq(recorder_attribute_text(&recorder, "/provenance", "end_time", "12345"), STATUS_INTERNAL);
    check(recorder_close(&recorder, "complete", 0));
}

Test(recorder, an_existing_output_is_refused)
{
    write_run(2);
    cr_assert_eq(recorder_create(&recorder, &settings), STATUS_EXISTS);
    cr_assert_not_null(strstr(status_message(), path));
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 2);
    H5Fclose(file);
}

Test(recorder, force_replaces_an_existing_output)
{
    write_run(3);
    settings.force = true;
    write_run(1);
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 1);
    H5Fclose(file);
}

Test(recorder, an_output_made_meanwhile_is_refused)
{
    check(recorder_create(&recorder, &settings));
    check(recorder_write(&recorder, DISTANCE, (double[]){1, 2, 3}));
    FILE *other = fopen(path, "w");
    cr_assert_not_null(other);
    fclose(other);
    cr_assert_eq(recorder_begin(&recorder), STATUS_EXISTS);
}

Test(recorder, nothing_is_left_of_an_output_that_was_not_begun)
{
    check(recorder_create(&recorder, &settings));
    recorder_free(&recorder);
    cr_assert_eq(rmdir(folder), 0);
    cr_assert_eq(mkdir(folder, 0700), 0);
}

Test(recorder, a_missing_folder_is_named_with_the_reason)
{
    char place[160];
    snprintf(place, sizeof place, "%s/none/run.h5", folder);
    settings.path = place;
    cr_assert_eq(recorder_create(&recorder, &settings), STATUS_IO);
    cr_assert_not_null(strstr(status_message(), place));
    cr_assert_not_null(strstr(status_message(), "No such file or directory"));
}

Test(recorder, a_device_is_never_replaced)
{
    settings.path = "/dev/null";
    settings.force = true;
    cr_assert_eq(recorder_create(&recorder, &settings), STATUS_IO);
    cr_assert_not_null(strstr(status_message(), "not a regular file"));
}

Test(recorder, a_link_stays_a_link)
{
    char link[160];
    struct stat target;

    write_run(2);
    snprintf(link, sizeof link, "%s/link.h5", folder);
    cr_assert_eq(symlink(path, link), 0);
    settings.path = link;
    settings.force = true;
    write_run(1);
    cr_assert_eq(lstat(link, &target), 0);
    cr_assert(S_ISLNK(target.st_mode));
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 1);
    H5Fclose(file);
}

Test(recorder, a_forgotten_dataset_is_an_error)
{
    begin();
    write_slabs(0, 0);
    check(recorder_month(&recorder, month_end(0)));
    cr_assert_eq(recorder_month(&recorder, month_end(1)), STATUS_INTERNAL);
    cr_assert_not_null(strstr(status_message(), "/population/persons"));
}

Test(recorder, a_month_left_out_is_an_error)
{
    begin();
    write_slabs(0, 0);
    cr_assert_eq(recorder_month(&recorder, month_end(1)), STATUS_INTERNAL);
}

Test(recorder, months_need_a_begin)
{
    const uint32_t persons[LOCALITIES * BANDS] = {0};
    check(recorder_create(&recorder, &settings));
    cr_assert_eq(recorder_write(&recorder, PERSONS, persons), STATUS_INTERNAL);
}

Test(recorder, an_unwritten_dataset_without_months_is_an_error)
{
    check(recorder_create(&recorder, &settings));
    cr_assert_eq(recorder_begin(&recorder), STATUS_INTERNAL);
}

Test(recorder, freeing_keeps_the_months_so_far)
{
    begin();
    write_month(0, 0);
    recorder_free(&recorder);
    hid_t file = open_file();
    assert_text(file, "/", "status", "running");
    cr_assert_eq(length_of(file, "/population/persons"), 1);
    H5Fclose(file);
}

/* Continues a run of five months after its third, with other values to come. */
Test(recorder, a_resumed_output_is_cut_and_continued)
{
    uint32_t persons[4][LOCALITIES * BANDS];
    int64_t rows[4];

    write_run(5);
    check(recorder_resume(&recorder, &settings, month_end(2)));
    check(recorder_begin(&recorder));
    write_month(3, 500);
    check(recorder_close(&recorder, "complete", 0x99U));

    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 4);
    cr_assert_eq(length_of(file, "/population/persons"), 4);
    cr_assert_eq(length_of(file, "/event/kind"), 8);
    read_all(file, "/population/persons", H5T_NATIVE_UINT32, persons);
    cr_assert_eq(persons[2][7], 2007);
    cr_assert_eq(persons[3][7], 3507);
    read_all(file, "/event/rows", H5T_NATIVE_INT64, rows);
    cr_assert_arr_eq(rows, ((int64_t[]){2, 4, 6, 8}), sizeof rows);
    assert_text(file, "/", "state_hash", "0000000000000099");
    H5Fclose(file);
}

Test(recorder, an_output_is_untouched_until_its_resumption_begins)
{
    write_run(3);
    check(recorder_resume(&recorder, &settings, month_end(0)));
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/population/persons"), 3);
    assert_text(file, "/", "status", "complete");
    H5Fclose(file);
    recorder_free(&recorder);
    file = open_file();
    cr_assert_eq(length_of(file, "/population/persons"), 3);
    H5Fclose(file);
}

Test(recorder, resuming_before_the_first_month_starts_again)
{
    write_run(2);
    check(recorder_resume(&recorder, &settings, month_end(0) - 30));
    check(recorder_begin(&recorder));
    write_month(0, 1);
    check(recorder_close(&recorder, "complete", 0));
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 1);
    cr_assert_eq(length_of(file, "/event/date"), 2);
    H5Fclose(file);
}

Test(recorder, resuming_needs_the_month)
{
    write_run(2);
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(4)), STATUS_MALFORMED);
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1) - 3), STATUS_MALFORMED);
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 2);
    H5Fclose(file);
}

Test(recorder, resuming_needs_the_same_datasets)
{
    static const struct dataset other[] = {
        {"/population/persons", FIELD_U16, {"month", "locality", "age_band"}, "1", "people", NULL, NULL}};

    write_run(2);
    settings.datasets = other;
    settings.dataset_count = 1;
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_MALFORMED);
}

Test(recorder, resuming_needs_the_same_labels)
{
    static const char *const names[] = {"Ald", "Bryn", "Coombe"};
    const struct coordinate other[] = {{.name = "locality", .length = LOCALITIES, .labels = names}, coordinates[1]};

    write_run(2);
    settings.coordinates = other;
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_MALFORMED);
    cr_assert_not_null(strstr(status_message(), "Bryn"));
}

Test(recorder, resuming_needs_a_file)
{
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_FILE_MISSING);
}

static enum status create_and_write_two_months(void)
{
    static const double distances[LOCALITIES] = {0.5, 1.5, 2.5};
    static const uint32_t persons[LOCALITIES * BANDS];
    static const float frailty[LOCALITIES];
    const int32_t date = 1;
    const char *const kind = "tender";
    const void *const row[] = {&date, &kind};

    enum status status = recorder_create(&recorder, &settings);
    if (status == STATUS_OK) {
        status = recorder_write(&recorder, DISTANCE, distances);
    }
    if (status == STATUS_OK) {
        status = recorder_begin(&recorder);
    }
    for (uint32_t month = 0; month < 2 && status == STATUS_OK; month++) {
        recorder_write(&recorder, PERSONS, persons);
        recorder_write(&recorder, FRAILTY, frailty);
        status = recorder_append(&recorder, 0, row, 1);
        if (status == STATUS_OK) {
            status = recorder_month(&recorder, month_end(month));
        }
    }
    return status == STATUS_OK ? recorder_close(&recorder, "complete", 0) : status;
}

Test(recorder, each_allocation_may_fail)
{
    enum status status = STATUS_NO_MEMORY;
    int64_t allocation = 0;

    settings.force = true;
    for (; status != STATUS_OK && allocation < 1000; allocation++) {
        memory_fail_after(allocation);
        status = create_and_write_two_months();
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "%s", status_message());
        recorder_free(&recorder);
    }
    cr_assert_gt(allocation, 10);
    cr_assert_eq(status, STATUS_OK);
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 2);
    H5Fclose(file);
}
