/* Outputs that are continued after one of their months, and those that cannot be. */
#include "recorder_small.h"

TestSuite(recorder_resume, .init = setup, .fini = teardown);

/* Continues a run of five months after its third, with other values to come. */
Test(recorder_resume, a_resumed_output_is_cut_and_continued)
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

Test(recorder_resume, an_output_is_untouched_until_its_resumption_begins)
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

Test(recorder_resume, before_the_first_month_starts_again)
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

Test(recorder_resume, needs_the_month)
{
    write_run(2);
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(4)), STATUS_MALFORMED);
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1) - 3), STATUS_MALFORMED);
    hid_t file = open_file();
    cr_assert_eq(length_of(file, "/month"), 2);
    H5Fclose(file);
}

Test(recorder_resume, needs_the_same_datasets)
{
    static const struct dataset other[] = {
        {"/population/persons", FIELD_U16, {"month", "locality", "age_band"}, "1", "people", NULL, NULL}};

    write_run(2);
    settings.datasets = other;
    settings.dataset_count = 1;
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_MALFORMED);
}

Test(recorder_resume, needs_the_same_labels)
{
    static const char *const names[] = {"Ald", "Bryn", "Coombe"};
    const struct coordinate other[] = {{.name = "locality", .length = LOCALITIES, .labels = names}, coordinates[1]};

    write_run(2);
    settings.coordinates = other;
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_MALFORMED);
    cr_assert_not_null(strstr(status_message(), "Bryn"));
}

/* Each case is the one thing that is otherwise than in the file. */
Test(recorder_resume, needs_the_same_shapes)
{
    const struct record_column other_name[] = {columns[0], {"sort", FIELD_U8, 8, NULL, "kind of event"}};
    const struct record_column other_size[] = {columns[0], {"kind", FIELD_U8, 9, NULL, "kind of event"}};
    const struct record_table other_tables[] = {{"/event", "market events", other_name, 2, 4},
                                                {"/event", "market events", other_size, 2, 4},
                                                {"/events", "market events", columns, 2, 4}};
    const struct coordinate other_coordinates[][2] = {{{.name = "town", .length = LOCALITIES}, coordinates[1]},
                                                      {{.name = "locality", .length = 2}, coordinates[1]}};
    const struct dataset other_datasets[] = {{"/population/people", FIELD_U32, {"month"}, "1", "people", NULL, NULL}};
    const struct {
        const struct record_table *table;
        const struct coordinate *coordinates;
        const struct dataset *dataset;
        const char *message;
    } cases[] = {
        {&other_tables[0], NULL, NULL, "no column /event/sort"},
        {&other_tables[1], NULL, NULL, "/event/kind: not the column of this run"},
        {&other_tables[2], NULL, NULL, "/events"},
        {NULL, other_coordinates[0], NULL, "no coordinate /town"},
        {NULL, other_coordinates[1], NULL, "/locality: not 2 long"},
        {NULL, NULL, other_datasets, "no dataset /population/people"},
    };

    write_run(2);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recorder_settings other = settings;
        other.tables = cases[i].table != NULL ? cases[i].table : settings.tables;
        other.coordinates = cases[i].coordinates != NULL ? cases[i].coordinates : settings.coordinates;
        other.datasets = cases[i].dataset != NULL ? cases[i].dataset : settings.datasets;
        other.dataset_count = cases[i].dataset != NULL ? 1 : settings.dataset_count;
        cr_expect_neq(recorder_resume(&recorder, &other, month_end(1)), STATUS_OK, "%s", cases[i].message);
        cr_expect_not_null(strstr(status_message(), cases[i].message), "%s", status_message());
    }
}

/* What is wrong is the number of rows after a month: none, or not a number of rows. */
Test(recorder_resume, needs_the_numbers_of_rows)
{
    const int64_t counts[2] = {2, -1};
    const hsize_t one_month = 1;

    write_run(2);
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t rows = open_dataset(file, "/event/rows");
    cr_assert_geq(H5Dwrite(rows, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, counts), 0);
    H5Dclose(rows);
    H5Fclose(file);
    cr_expect_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_MALFORMED);
    cr_expect_not_null(strstr(status_message(), "/event/rows: no count for month 2"), "%s", status_message());
    file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    rows = open_dataset(file, "/event/rows");
    cr_assert_geq(H5Dset_extent(rows, &one_month), 0);
    H5Dclose(rows);
    H5Fclose(file);
    cr_expect_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_MALFORMED);
    cr_expect_not_null(strstr(status_message(), "/event/rows: shorter than 2 months"), "%s", status_message());
}

Test(recorder_resume, long_before_the_first_month_is_an_error)
{
    write_run(2);
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(0) - 62), STATUS_INTERNAL);
    cr_assert_str_eq(status_message(), "continuing before the first month");
}

Test(recorder_resume, needs_a_file)
{
    cr_assert_eq(recorder_resume(&recorder, &settings, month_end(1)), STATUS_FILE_MISSING);
}
