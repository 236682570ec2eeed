/* For tests of the recorder: a small output of two monthly datasets, one without months and a table, in a folder of its
 * own. Each month has other values, and two rows in the table. */
#ifndef CATCHMENT_TESTS_RECORDER_SMALL_H
#define CATCHMENT_TESTS_RECORDER_SMALL_H

#include <criterion/criterion.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static inline void setup(void)
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

static inline void teardown(void)
{
    char command[128];
    recorder_free(&recorder);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

static inline void check(enum status status)
{
    cr_assert_eq(status, STATUS_OK, "%s", status_message());
}

static inline day_t month_end(uint32_t month)
{
    return calendar_add_months(calendar_day((struct date){2008, 4, 1}), (int32_t)month + 1) - 1;
}

/* `twist` makes months differ between runs. Each month appends two rows. */
static inline void write_slabs(uint32_t month, uint32_t twist)
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

static inline void append_rows(uint32_t month)
{
    const int32_t dates[2] = {month_end(month) - 1, month_end(month)};
    const char *const kinds[2] = {"tender", "réunion longue"};
    const void *const values[] = {dates, kinds};
    check(recorder_append(&recorder, 0, values, 2));
}

static inline void write_month(uint32_t month, uint32_t twist)
{
    write_slabs(month, twist);
    append_rows(month);
    check(recorder_month(&recorder, month_end(month)));
}

static inline void begin(void)
{
    static const double distances[LOCALITIES] = {0.5, 1.5, 2.5};
    check(recorder_create(&recorder, &settings));
    check(recorder_write(&recorder, DISTANCE, distances));
    check(recorder_begin(&recorder));
}

static inline void write_run(uint32_t months)
{
    begin();
    for (uint32_t month = 0; month < months; month++) {
        write_month(month, 0);
    }
    check(recorder_close(&recorder, "complete", 0xabcdU));
    recorder_free(&recorder);
}

static inline hid_t open_file(void)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    cr_assert_gt(file, 0);
    return file;
}

static inline hid_t open_dataset(hid_t file, const char *name)
{
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    cr_assert_gt(dataset, 0, "%s", name);
    return dataset;
}

static inline hsize_t length_of(hid_t file, const char *name)
{
    hsize_t extent[RECORDER_DIMENSIONS] = {0};
    hid_t space = H5Dget_space(open_dataset(file, name));
    cr_assert_geq(H5Sget_simple_extent_dims(space, extent, NULL), 1);
    return extent[0];
}

static inline void read_all(hid_t file, const char *name, hid_t type, void *values)
{
    cr_assert_geq(H5Dread(open_dataset(file, name), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0, "%s", name);
}

static inline void assert_text(hid_t file, const char *object, const char *name, const char *expected)
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

#endif
