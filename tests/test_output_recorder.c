#include "base/memory.h"

#include "recorder_small.h"

#include <sys/stat.h>

TestSuite(recorder, .init = setup, .fini = teardown);

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

Test(recorder, a_text_is_not_cut_in_a_character)
{
    static const char *const long_texts[] = {"sieben \u00e4", "1234567\u00e9", "12345678"};
    static const char *const cut[] = {"sieben ", "1234567", "12345678"};
    const int32_t dates[3] = {0, 1, 2};
    const void *const values[] = {dates, long_texts};
    char read[3][8];

    begin();
    write_slabs(0, 0);
    check(recorder_append(&recorder, 0, values, 3));
    check(recorder_month(&recorder, month_end(0)));
    check(recorder_close(&recorder, "complete", 0));
    hid_t file = open_file();
    read_all(file, "/event/kind", H5T_C_S1, read);
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(strncmp(read[i], cut[i], sizeof read[i]), 0, "%.8s", read[i]);
    }
    H5Fclose(file);
}

Test(recorder, columns_of_equal_width_share_their_characters)
{
    static const struct record_column two[] = {{"from", FIELD_U8, 8, NULL, "payer"},
                                               {"to", FIELD_U8, 8, NULL, "payee"}};
    static const struct record_table of_two[] = {{"/event", "payments", two, 2, 4}};

    settings.tables = of_two;
    begin();
    check(recorder_close(&recorder, "complete", 0));
    hid_t file = open_file();
    hid_t scale = open_dataset(file, "/event/characters_8");
    cr_expect_eq(H5DSis_attached(open_dataset(file, "/event/from"), scale, 1), 1);
    cr_expect_eq(H5DSis_attached(open_dataset(file, "/event/to"), scale, 1), 1);
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
    double number = 0;

    check(recorder_create(&recorder, &settings));
    check(recorder_write(&recorder, DISTANCE, (double[]){1, 2, 3}));
    check(recorder_attribute_reserve(&recorder, "/provenance", "end_time", 20));
    check(recorder_attribute_real(&recorder, "/provenance", "balance", 0));
    check(recorder_begin(&recorder));
    check(recorder_attribute_text(&recorder, "/provenance", "end_time", "2026-01-01T00:00:00Z"));
    check(recorder_attribute_real(&recorder, "/provenance", "balance", -5.5));
    check(recorder_close(&recorder, "complete", 0));
    hid_t file = open_file();
    assert_text(file, "/provenance", "end_time", "2026-01-01T00:00:00Z");
    hid_t attribute = H5Aopen_by_name(file, "/provenance", "balance", H5P_DEFAULT, H5P_DEFAULT);
    H5Aread(attribute, H5T_NATIVE_DOUBLE, &number);
    cr_assert_eq(number, -5.5);
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

Test(recorder, what_was_not_declared_is_an_error)
{
    const double value = 0;
    const void *const row[] = {&value, &value};
    begin();
    cr_assert_eq(recorder_write(&recorder, DATASETS, &value), STATUS_INTERNAL);
    cr_assert_not_null(strstr(status_message(), "no dataset 3"), "%s", status_message());
    cr_assert_eq(recorder_append(&recorder, 1, row, 1), STATUS_INTERNAL);
    cr_assert_not_null(strstr(status_message(), "no table 1"), "%s", status_message());
}

Test(recorder, what_cannot_be_declared_is_an_error)
{
    static char deep[600];
    const struct dataset wrong[] = {{"/place/size", FIELD_F64, {"street"}, "1", "size", NULL, NULL},
                                    {deep, FIELD_F64, {"locality"}, "1", "depth", NULL, NULL}};
    static const char *const messages[] = {"/place/size: no coordinate 'street'", "path too long"};

    memset(deep, 'd', sizeof deep - 1);
    memcpy(deep, "/", 1);
    memcpy(deep + sizeof deep - 3, "/x", 2);
    for (size_t i = 0; i < 2; i++) {
        settings.datasets = &wrong[i];
        settings.dataset_count = 1;
        cr_expect_eq(recorder_create(&recorder, &settings), STATUS_INTERNAL);
        cr_expect_not_null(strstr(status_message(), messages[i]), "%s", status_message());
    }
}

Test(recorder, a_closed_output_takes_nothing_more)
{
    write_run(1);
    cr_assert_eq(recorder_flush(&recorder), STATUS_INTERNAL);
    cr_assert_str_eq(status_message(), "the output is not open, or a write to it failed");
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
