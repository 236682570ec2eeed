/*
 * write_sample FILE MONTHS [endless]: a small output with each kind of thing that the recorder writes, for the tests
 * that read it with other tools. With `endless` it writes on until it is killed and says how many months are flushed, a
 * line each. The value of a cell is a function of its place, which the tests know.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/provenance.h"
#include "output/recorder.h"

enum { LOCALITIES = 4, BANDS = 20, SEXES = 2, ALL = LOCALITIES * BANDS * SEXES };

static const char *const localities[] = {"Ald", "Bryn y Môr", "Coombe", "Dunmere"};
static const char *const sexes[] = {"male", "female"};

static const struct coordinate coordinates[] = {
    {.name = "locality", .length = LOCALITIES, .labels = localities, .long_name = "locality"},
    {.name = "age_band", .length = BANDS, .units = "1", .long_name = "age band"},
    {.name = "sex", .length = SEXES, .labels = sexes, .long_name = "sex"},
};

static const struct dataset datasets[] = {
    {"/population/persons",
     FIELD_U32,
     {"month", "locality", "age_band", "sex"},
     "1",
     "people at the end of the month",
     "month: point",
     "census"},
    {"/population/frailty", FIELD_F32, {"month", "locality"}, "1", "mean frailty index", "month: point", NULL},
    {"/money/paid", FIELD_I64, {"month"}, "pence", "paid in the month", "month: sum", NULL},
    {"/place/distance", FIELD_F64, {"locality"}, "km", "distance from the middle", NULL, NULL},
};

static const struct record_column columns[] = {
    {"date", FIELD_I32, 0, "days since 1970-01-01", "day of the event"},
    {"kind", FIELD_U8, 16, NULL, "kind of event"},
    {"amount", FIELD_I64, 0, "pence", "money"},
};

static const struct record_table tables[] = {{"/event", "market events", columns, 3, 0}};

static enum status write_month(struct recorder *recorder, uint32_t month, day_t last_day)
{
    uint32_t persons[ALL];
    float frailty[LOCALITIES];
    const int64_t paid = -100 * (int64_t)month;
    const int32_t dates[2] = {last_day, last_day};
    const char *const kinds[2] = {"tender", "clôture"};
    const int64_t amounts[2] = {month, -(int64_t)month};
    const void *const values[] = {dates, kinds, amounts};

    for (uint32_t i = 0; i < ALL; i++) {
        persons[i] = month * 1000 + i;
    }
    for (uint32_t i = 0; i < LOCALITIES; i++) {
        frailty[i] = (float)(month + i) / 8.0F;
    }
    enum status status = recorder_write(recorder, 0, persons);
    if (status == STATUS_OK) {
        status = recorder_write(recorder, 1, frailty);
    }
    if (status == STATUS_OK) {
        status = recorder_write(recorder, 2, &paid);
    }
    if (status == STATUS_OK) {
        status = recorder_append(recorder, 0, values, 2);
    }
    return status == STATUS_OK ? recorder_month(recorder, last_day) : status;
}

static enum status prepare(struct recorder *recorder, struct provenance *provenance)
{
    static const double distances[LOCALITIES] = {0.5, 1.5, 2.5, 3.5};
    static const char *const names[] = {"path", "value"};
    static const char *const paths[] = {"population.size", "seed"};
    static const char *const values[] = {"1000", "1"};
    static const char *const *const parameters[] = {paths, values};

    enum status status = recorder_write(recorder, 3, distances);
    if (status == STATUS_OK) {
        status = recorder_text(recorder, "/scenario/resolved", "resolved scenario", "seed: 1\ntitle: \"é\"\n");
    }
    if (status == STATUS_OK) {
        status = recorder_texts(recorder, "/scenario/parameters", names, parameters, 2, 2);
    }
    return status == STATUS_OK ? provenance_write(provenance, recorder) : status;
}

static enum status run(struct recorder *recorder, uint32_t months, bool endless)
{
    day_t first = recorder->epoch;
    enum status status = recorder_begin(recorder);

    for (uint32_t month = 0; (endless || month < months) && status == STATUS_OK; month++) {
        const day_t next = calendar_next_month(first);
        status = write_month(recorder, month, next - 1);
        first = next;
        if (endless) {
            printf("%zu\n", recorder->flushed);
            fflush(stdout);
        }
    }
    return status;
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: write_sample FILE MONTHS [endless]\n");
        return 2;
    }
    const struct recorder_settings settings = {
        .path = arguments[1],
        .force = true,
        .title = "Sample",
        .version = provenance_version(),
        .start = calendar_day((struct date){2008, 4, 1}),
        .months_per_flush = 3,
        .coordinates = coordinates,
        .coordinate_count = 3,
        .datasets = datasets,
        .dataset_count = 4,
        .tables = tables,
        .table_count = 1,
    };
    struct provenance provenance = {.arguments = (const char *const *)arguments,
                                    .argument_count = (size_t)count,
                                    .seed = 7,
                                    .threads = 1,
                                    .ranks = 1};
    struct recorder recorder;

    enum status status = recorder_create(&recorder, &settings);
    if (status == STATUS_OK) {
        status = prepare(&recorder, &provenance);
    }
    if (status == STATUS_OK) {
        status = run(&recorder, (uint32_t)strtoul(arguments[2], NULL, 10), count > 3);
    }
    if (status == STATUS_OK) {
        status = provenance_finish(&provenance, &recorder);
    }
    if (status == STATUS_OK) {
        status = recorder_close(&recorder, "complete", 0x0123456789abcdefU);
    }
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", status_message());
    }
    recorder_free(&recorder);
    return status_exit_code(status);
}
