#include "output/recorder.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "output/coordinate.h"
#include "output/growing.h"
#include "output/place.h"
#include "output/series.h"
#include "output/store.h"

enum { PATH_SIZE = 256, STATUS_SIZE = 16 };

/* Puts the path in front of a message, and gives the file up if it can no longer be trusted to take more. */
static enum status fault(struct recorder *self, enum status status)
{
    if (status == STATUS_OK) {
        return STATUS_OK;
    }
    if (status == STATUS_IO || status == STATUS_HDF5) {
        self->failed = true;
    }
    return status_raise(status, "%s: %s", self->path, status_message());
}

static enum status check_open(const struct recorder *self, bool begun)
{
    if (self->file <= 0 || self->failed) {
        return status_raise(STATUS_INTERNAL, "the output is not open, or a write to it failed");
    }
    if (self->begun != begun) {
        return status_raise(STATUS_INTERNAL, "%s: %s", self->path,
                            begun ? "recorder_begin was not called" : "too late, after recorder_begin");
    }
    return STATUS_OK;
}

/* Paths and memory; the file is not touched. */
static enum status prepare(struct recorder *self, const struct recorder_settings *settings)
{
    char resolved[PATH_MAX];
    struct date first = calendar_date(settings->start);

    first.day = 1;
    *self = (struct recorder){.settings = settings, .epoch = calendar_day(first)};
    self->months_per_flush = settings->months_per_flush == 0 ? RECORDER_MONTHS_PER_FLUSH : settings->months_per_flush;
    /* A link stays a link to the new file. */
    const char *path = realpath(settings->path, resolved) != NULL ? resolved : settings->path;
    enum status status = memory_copy_text(&self->path, path);
    if (status == STATUS_OK) {
        status = store_begin();
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->series, settings->dataset_count, sizeof *self->series);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->axes, 1, sizeof *self->axes);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->growing, settings->table_count, sizeof *self->growing);
    }
    return status;
}

static enum status make_file(struct recorder *self)
{
    enum status status = place_temporary(self->path, &self->temporary);
    return status == STATUS_OK ? fault(self, store_file_create(self->temporary, &self->file)) : status;
}

const struct attribute_row recorder_attributes[] = {
    {"Conventions", "text", "the conventions that the file follows"},
    {"title", "text", "title of the scenario"},
    {"source", "text", "program and version"},
    {"status", "text of fixed length", "`complete`; `running`: not finished, or stopped; `checkpointed`"},
    {"state_hash", "text of fixed length", "hash of the state at the end; runs with the same ended in the same state"},
};
const size_t recorder_attribute_count = sizeof recorder_attributes / sizeof recorder_attributes[0];

/* Of a fixed size, since they are written again while the file is one that is being written. */
static enum status reserve_end(hid_t file)
{
    enum status status = store_attribute_reserve(file, "/", "status", STATUS_SIZE);

    if (status == STATUS_OK) {
        status = store_attribute_reserve(file, "/", "state_hash", HASH_TEXT_SIZE - 1);
    }
    return status == STATUS_OK ? store_attribute_rewrite(file, "/", "status", "running") : status;
}

static enum status root_attributes(struct recorder *self)
{
    const struct recorder_settings *settings = self->settings;
    char source[64];
    snprintf(source, sizeof source, "Catchment %s", settings->version);
    const char *const texts[][2] = {
        {"Conventions", "CF-1.8"},
        {"title", settings->title},
        {"source", source},
    };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++) {
        status = store_attribute_text(self->file, "/", texts[i][0], texts[i][1]);
    }
    return status;
}

static enum status make_all(struct recorder *self)
{
    const struct recorder_settings *settings = self->settings;
    enum status status = root_attributes(self);

    if (status == STATUS_OK) {
        status = reserve_end(self->file);
    }
    if (status == STATUS_OK) {
        status = axes_create(self->axes, self->file, self->epoch, self->months_per_flush);
    }
    for (size_t i = 0; i < settings->coordinate_count && status == STATUS_OK; i++) {
        status = coordinate_write(self->file, "", &settings->coordinates[i]);
    }
    for (size_t i = 0; i < settings->dataset_count && status == STATUS_OK; i++) {
        status = series_create(&self->series[i], self->file, &settings->datasets[i], settings, self->months_per_flush);
    }
    for (size_t i = 0; i < settings->table_count && status == STATUS_OK; i++) {
        status = growing_create(&self->growing[i], self->file, &settings->tables[i], settings, self->months_per_flush);
    }
    return status;
}

enum status recorder_create(struct recorder *self, const struct recorder_settings *settings)
{
    enum status status = prepare(self, settings);

    if (status == STATUS_OK) {
        status = place_check(self->path, settings->force);
    }
    if (status == STATUS_OK) {
        status = make_file(self);
    }
    if (status == STATUS_OK) {
        status = fault(self, make_all(self));
    }
    if (status != STATUS_OK) {
        recorder_free(self);
    }
    return status;
}

/*
 * A copy of the output, which takes its place in recorder_begin: what is done before that is not safe against a kill,
 * and the earlier output must not suffer. Recovered first if its writer was killed.
 */
static enum status open_copy(struct recorder *self)
{
    enum status status = access(self->path, F_OK) == 0
                             ? place_temporary(self->path, &self->temporary)
                             : status_raise(STATUS_FILE_MISSING, "%s: %s", self->path, strerror(errno));
    if (status == STATUS_OK) {
        status = place_copy(self->path, self->temporary);
    }
    if (status != STATUS_OK) {
        return status;
    }
    self->replaces = true;
    if (store_file_open(self->temporary, STORE_CHANGE, &self->file) == STATUS_OK) {
        return STATUS_OK;
    }
    self->file = 0;
    status = recorder_recover(self->temporary);
    if (status != STATUS_OK) {
        return status;
    }
    return fault(self, store_file_open(self->temporary, STORE_CHANGE, &self->file));
}

/* Whether the month to continue after is in the file and ended on that day. */
static enum status check_month(struct recorder *self, day_t last_day)
{
    struct store_shape shape;
    int32_t ended = 0;
    const hid_t dataset = self->axes->series[1].dataset;
    enum status status = store_extent(dataset, &shape);

    if (status == STATUS_OK && shape.extent[0] >= self->months && self->months > 0) {
        status = store_read(dataset, H5T_NATIVE_INT32, self->months - 1, 1, &ended);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (shape.extent[0] < self->months || (self->months > 0 && ended != last_day - self->epoch)) {
        char date[CALENDAR_TEXT_SIZE];
        calendar_format(last_day, date);
        return status_raise(STATUS_MALFORMED, "has no month that ends on %s", date);
    }
    return STATUS_OK;
}

static enum status cut(struct recorder *self)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->settings->dataset_count && status == STATUS_OK; i++) {
        if (self->series[i].monthly) {
            status = store_extend(self->series[i].dataset, self->months);
        }
    }
    for (size_t i = 0; i < self->settings->table_count && status == STATUS_OK; i++) {
        status = store_extend(self->growing[i].rows.dataset, self->months);
    }
    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        status = store_extend(self->axes->series[i].dataset, self->months);
    }
    return status;
}

static enum status open_all(struct recorder *self, day_t last_day)
{
    const struct recorder_settings *settings = self->settings;
    enum status status = axes_open(self->axes, self->file, self->months_per_flush);

    if (status == STATUS_OK) {
        status = check_month(self, last_day);
    }
    for (size_t i = 0; i < settings->coordinate_count && status == STATUS_OK; i++) {
        status = coordinate_check(self->file, &settings->coordinates[i]);
    }
    for (size_t i = 0; i < settings->dataset_count && status == STATUS_OK; i++) {
        status = series_open(&self->series[i], self->file, &settings->datasets[i], settings, self->months_per_flush);
    }
    for (size_t i = 0; i < settings->table_count && status == STATUS_OK; i++) {
        status = growing_open(&self->growing[i], self->file, &settings->tables[i], settings, self->months_per_flush,
                              self->months);
    }
    return status == STATUS_OK ? cut(self) : status;
}

enum status recorder_resume(struct recorder *self, const struct recorder_settings *settings, day_t last_day)
{
    enum status status = prepare(self, settings);
    const int32_t months = calendar_months_between(self->epoch, last_day) + 1;

    if (status == STATUS_OK && months < 0) {
        status = status_raise(STATUS_INTERNAL, "continuing before the first month");
    }
    if (status == STATUS_OK) {
        self->months = (size_t)months;
        self->flushed = self->months;
        self->last_day = last_day;
        status = open_copy(self);
    }
    if (status == STATUS_OK) {
        status = fault(self, open_all(self, last_day));
    }
    if (status == STATUS_OK) {
        status = fault(self, reserve_end(self->file));
    }
    if (status != STATUS_OK) {
        recorder_free(self);
    }
    return status;
}

static enum status take_name(struct recorder *self)
{
    enum status status = place_take(self->temporary, self->path, self->settings->force || self->replaces);

    if (status == STATUS_OK) {
        memory_free((void **)&self->temporary);
    }
    return status;
}

enum status recorder_begin(struct recorder *self)
{
    enum status status = check_open(self, false);

    for (size_t i = 0; i < self->settings->dataset_count && status == STATUS_OK; i++) {
        if (!self->series[i].monthly && !self->series[i].written) {
            status = status_raise(STATUS_INTERNAL, "%s was not written", self->settings->datasets[i].path);
        }
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (H5Fflush(self->file, H5F_SCOPE_GLOBAL) < 0 || H5Fstart_swmr_write(self->file) < 0) {
        return fault(self, store_fault("starting the time series"));
    }
    self->begun = true;
    return self->temporary != NULL ? take_name(self) : STATUS_OK;
}

enum status recorder_write(struct recorder *self, size_t dataset, const void *slab)
{
    if (dataset >= self->settings->dataset_count) {
        return status_raise(STATUS_INTERNAL, "%s: no dataset %zu", self->path, dataset);
    }
    struct series *series = &self->series[dataset];
    enum status status = check_open(self, series->monthly);
    if (status != STATUS_OK) {
        return status;
    }
    self->bytes += (int64_t)series->slab_bytes;
    return fault(self, series_put(series, self->months - self->flushed, slab));
}

enum status recorder_append(struct recorder *self, size_t table, const void *const *values, size_t rows)
{
    enum status status = check_open(self, true);

    if (status == STATUS_OK && table >= self->settings->table_count) {
        status = status_raise(STATUS_INTERNAL, "%s: no table %zu", self->path, table);
    }
    if (status == STATUS_OK) {
        self->bytes += (int64_t)(rows * growing_row_bytes(&self->growing[table]));
        status = growing_append(&self->growing[table], values, rows);
    }
    return status;
}

static enum status check_slabs(const struct recorder *self)
{
    for (size_t i = 0; i < self->settings->dataset_count; i++) {
        if (!self->series[i].written) {
            return status_raise(STATUS_INTERNAL, "%s was not written this month", self->settings->datasets[i].path);
        }
    }
    return STATUS_OK;
}

enum status recorder_month(struct recorder *self, day_t last_day)
{
    const size_t slot = self->months - self->flushed;
    enum status status = check_open(self, true);

    if (status == STATUS_OK && calendar_months_between(self->epoch, last_day) != (int32_t)self->months) {
        status = status_raise(STATUS_INTERNAL, "%s: month %zu is not the next one", self->path, self->months);
    }
    if (status == STATUS_OK) {
        status = check_slabs(self);
    }
    if (status == STATUS_OK) {
        status = axes_put(self->axes, slot, self->epoch, last_day);
    }
    for (size_t i = 0; i < self->settings->table_count && status == STATUS_OK; i++) {
        status = growing_month(&self->growing[i], slot);
    }
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < self->settings->dataset_count; i++) {
        self->series[i].written = !self->series[i].monthly;
    }
    self->months++;
    self->last_day = last_day;
    return self->months % self->months_per_flush == 0 ? recorder_flush(self) : STATUS_OK;
}

/* The month axis comes last: what it counts is in all datasets, whenever the process is killed. */
static enum status flush_all(struct recorder *self, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->settings->dataset_count && count > 0 && status == STATUS_OK; i++) {
        status = series_flush(&self->series[i], self->flushed, count);
    }
    for (size_t i = 0; i < self->settings->table_count && status == STATUS_OK; i++) {
        status = growing_flush(&self->growing[i], self->flushed, count);
    }
    return status == STATUS_OK && count > 0 ? axes_flush(self->axes, self->flushed, count) : status;
}

enum status recorder_flush(struct recorder *self)
{
    enum status status = check_open(self, true);

    if (status == STATUS_OK) {
        status = fault(self, flush_all(self, self->months - self->flushed));
    }
    if (status == STATUS_OK) {
        self->flushed = self->months;
    }
    return status;
}

/* A group for an attribute, unless there is something at its path. */
static enum status attribute_place(struct recorder *self, const char *path)
{
    bool found = false;
    enum status status = check_open(self, false);

    if (status == STATUS_OK) {
        status = fault(self, store_find(self->file, path, &found));
    }
    return status == STATUS_OK && !found ? fault(self, store_group(self->file, path)) : status;
}

enum status recorder_attribute_text(struct recorder *self, const char *path, const char *name, const char *value)
{
    if (self->begun) {
        enum status status = check_open(self, true);
        return status == STATUS_OK ? fault(self, store_attribute_rewrite(self->file, path, name, value)) : status;
    }
    enum status status = attribute_place(self, path);
    return status == STATUS_OK ? fault(self, store_attribute_text(self->file, path, name, value)) : status;
}

enum status recorder_attribute_reserve(struct recorder *self, const char *path, const char *name, size_t size)
{
    enum status status = attribute_place(self, path);
    return status == STATUS_OK ? fault(self, store_attribute_reserve(self->file, path, name, size)) : status;
}

static enum status set_number(struct recorder *self, const char *path, const char *name, enum field_type type,
                              const void *value)
{
    if (self->begun) {
        enum status status = check_open(self, true);
        return status == STATUS_OK ? fault(self, store_attribute_renumber(self->file, path, name, type, value))
                                   : status;
    }
    enum status status = attribute_place(self, path);
    return status == STATUS_OK ? fault(self, store_attribute_number(self->file, path, name, type, value)) : status;
}

enum status recorder_attribute_natural(struct recorder *self, const char *path, const char *name, uint64_t value)
{
    return set_number(self, path, name, FIELD_U64, &value);
}

enum status recorder_attribute_real(struct recorder *self, const char *path, const char *name, double value)
{
    return set_number(self, path, name, FIELD_F64, &value);
}

enum status recorder_text(struct recorder *self, const char *path, const char *long_name, const char *text)
{
    enum status status = check_open(self, false);

    if (status == STATUS_OK) {
        status = fault(self, store_texts(self->file, path, &text, 1, true));
    }
    return status == STATUS_OK ? fault(self, store_describe(self->file, path, NULL, long_name)) : status;
}

/* A column of a table of texts, on the axis `scale`. */
static enum status text_column(hid_t file, const char *path, const char *scale, const char *const *texts, size_t rows)
{
    enum status status = store_texts(file, path, texts, rows, false);

    if (status != STATUS_OK) {
        return status;
    }
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    status = dataset < 0 ? store_fault(path) : store_attach(file, dataset, scale, 0);
    return store_dataset_close(dataset, path, status);
}

enum status recorder_texts(struct recorder *self, const char *path, const char *const *names,
                           const char *const *const *columns, size_t column_count, size_t rows)
{
    char place[PATH_SIZE];
    char scale[PATH_SIZE];
    const char *slash = strrchr(path, '/');
    const struct coordinate numbers = {
        .name = slash == NULL ? path : slash + 1, .length = rows, .units = "1", .long_name = "row, counted from 0"};
    enum status status = check_open(self, false);

    if (status == STATUS_OK) {
        status = fault(self, coordinate_write(self->file, path, &numbers));
    }
    snprintf(scale, sizeof scale, "%s/%s", path, numbers.name);
    for (size_t i = 0; i < column_count && status == STATUS_OK; i++) {
        snprintf(place, sizeof place, "%s/%s", path, names[i]);
        status = fault(self, text_column(self->file, place, scale, columns[i], rows));
    }
    return status;
}

enum status recorder_labels(struct recorder *self, const char *path, const char *dimension, const char *long_name,
                            const char *const *texts, size_t count)
{
    char scale[PATH_SIZE];
    enum status status = check_open(self, false);

    snprintf(scale, sizeof scale, "/%s", dimension);
    if (status == STATUS_OK) {
        status = fault(self, text_column(self->file, path, scale, texts, count));
    }
    return status == STATUS_OK ? fault(self, store_describe(self->file, path, NULL, long_name)) : status;
}

enum status recorder_find(struct recorder *self, const char *path, bool *found)
{
    *found = false;
    return self->file > 0 ? fault(self, store_find(self->file, path, found)) : STATUS_OK;
}

/* All is in the file when the status says so: it comes last, after what is flushed. */
static enum status write_end(struct recorder *self, const char *run_status, uint64_t state_hash)
{
    char hash[HASH_TEXT_SIZE];

    hash_format(state_hash, hash);
    enum status status = store_attribute_rewrite(self->file, "/", "state_hash", hash);
    if (status == STATUS_OK && H5Fflush(self->file, H5F_SCOPE_GLOBAL) < 0) {
        status = store_fault("flushing");
    }
    if (status == STATUS_OK) {
        status = store_attribute_rewrite(self->file, "/", "status", run_status);
    }
    if (status == STATUS_OK && H5Fflush(self->file, H5F_SCOPE_GLOBAL) < 0) {
        status = store_fault("flushing");
    }
    return status;
}

static enum status close_file(struct recorder *self)
{
    const hid_t file = self->file;

    self->file = 0;
    return H5Fclose(file) < 0 ? store_fault("closing") : STATUS_OK;
}

enum status recorder_close(struct recorder *self, const char *run_status, uint64_t state_hash)
{
    enum status status = recorder_flush(self);

    if (status == STATUS_OK) {
        status = fault(self, write_end(self, run_status, state_hash));
    }
    if (status == STATUS_OK) {
        status = fault(self, close_file(self));
    }
    return status == STATUS_OK ? fault(self, store_sync(self->path)) : status;
}

/* HDF5 must not be let near a file that could not be written: what it would still write could spoil it. */
static void let_go(struct recorder *self)
{
    if (self->file > 0 && self->begun && !self->failed) {
        recorder_flush(self);
    }
    if (self->file > 0 && !self->failed) {
        H5Fclose(self->file);
    }
    if (self->temporary != NULL) {
        unlink(self->temporary);
    }
    self->file = 0;
}

void recorder_free(struct recorder *self)
{
    let_go(self);
    for (size_t i = 0; self->series != NULL && i < self->settings->dataset_count; i++) {
        series_free(&self->series[i]);
    }
    for (size_t i = 0; self->growing != NULL && i < self->settings->table_count; i++) {
        growing_free(&self->growing[i]);
    }
    if (self->axes != NULL) {
        axes_free(self->axes);
    }
    memory_free((void **)&self->series);
    memory_free((void **)&self->growing);
    memory_free((void **)&self->axes);
    memory_free((void **)&self->temporary);
    memory_free((void **)&self->path);
    *self = (struct recorder){0};
}
