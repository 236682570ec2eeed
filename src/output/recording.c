#include "output/recording.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/information.h"
#include "output/place.h"
#include "output/recording_parts.h"

/* Slabs larger than this together are flushed every month, to hold one of each in memory rather than several. */
static const size_t slabs_kept = (size_t)64 << 20;

static const struct coordinate *find_coordinate(const struct recording *self, const char *name)
{
    for (size_t i = 0; i < self->settings.coordinate_count; i++) {
        if (strcmp(self->settings.coordinates[i].name, name) == 0) {
            return &self->settings.coordinates[i];
        }
    }
    return NULL;
}

static bool is_monthly(const struct dataset *dataset)
{
    return strcmp(dataset->dimensions[0], "month") == 0;
}

/* Cells of a slab; 0 when a dimension is empty in this run (no market, no conditions). */
static size_t count_cells(const struct recording *self, const struct dataset *dataset)
{
    size_t cells = 1;

    for (size_t i = is_monthly(dataset) ? 1 : 0; i < RECORDER_DIMENSIONS && dataset->dimensions[i] != NULL; i++) {
        const struct coordinate *coordinate = find_coordinate(self, dataset->dimensions[i]);
        cells *= coordinate == NULL ? 0 : coordinate->length;
    }
    return cells;
}

/* The datasets of this run: the rows of the table whose dimensions are not empty. */
static enum status choose_datasets(struct recording *self)
{
    size_t monthly_bytes = 0;
    enum status status = memory_allocate((void **)&self->datasets, recording_row_count, sizeof *self->datasets);

    self->settings.datasets = self->datasets;
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->rows, recording_row_count, sizeof *self->rows);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->cells, recording_row_count, sizeof *self->cells);
    }
    for (size_t i = 0; i < recording_row_count && status == STATUS_OK; i++) {
        const struct recording_row *row = &recording_rows[i];
        const size_t cells = count_cells(self, &row->dataset);
        const size_t bytes = cells * field_size(row->dataset.type);
        const size_t index = self->settings.dataset_count;
        if (cells == 0) {
            continue;
        }
        self->datasets[index] = row->dataset;
        self->rows[index] = i;
        self->cells[index] = cells;
        self->settings.dataset_count++;
        self->slab_bytes = bytes > self->slab_bytes ? bytes : self->slab_bytes;
        monthly_bytes += is_monthly(&row->dataset) ? bytes : 0;
    }
    self->settings.months_per_flush = monthly_bytes > slabs_kept ? 1 : 0;
    return status == STATUS_OK ? memory_allocate((void **)&self->slab, self->slab_bytes, 1) : status;
}

/* Fills one dataset and hands it to the recorder. */
static enum status write_dataset(struct recording *self, const struct world *world, size_t index)
{
    const struct recording_row *row = &recording_rows[self->rows[index]];
    const struct fill fill = {
        .world = world,
        .offset = row->offset,
        .cells = self->cells[index],
        .slab = self->slab,
    };

    memset(self->slab, 0, self->cells[index] * field_size(row->dataset.type));
    enum status status = row->fill(&fill);
    return status == STATUS_OK ? recorder_write(&self->recorder, index, self->slab) : status;
}

static enum status write_datasets(struct recording *self, const struct world *world, bool monthly)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->settings.dataset_count && status == STATUS_OK; i++) {
        if (is_monthly(&self->settings.datasets[i]) == monthly) {
            status = write_dataset(self, world, i);
        }
    }
    return status;
}

static enum status write_label(struct recording *self, const struct world *world, const struct recording_label *label)
{
    const struct coordinate *coordinate = find_coordinate(self, label->dimension);
    const char **texts = NULL;

    if (coordinate == NULL) {
        return STATUS_OK;
    }
    enum status status = memory_allocate((void **)&texts, coordinate->length, sizeof *texts);
    for (size_t i = 0; i < coordinate->length && status == STATUS_OK; i++) {
        texts[i] = label->text(world, i);
    }
    if (status == STATUS_OK) {
        status = recorder_labels(&self->recorder, label->path, label->dimension, label->long_name, texts,
                                 coordinate->length);
    }
    memory_free((void **)&texts);
    return status;
}

static enum status write_labels(struct recording *self, const struct world *world)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < recording_label_count && status == STATUS_OK; i++) {
        status = write_label(self, world, &recording_labels[i]);
    }
    return status;
}

#define COLUMN(member, meaning)                                                                                        \
    {                                                                                                                  \
#member, offsetof(struct scenario_parameter, member), meaning                                                  \
    }
/* clang-format off */
const struct parameter_column recording_parameter_columns[] = {
    COLUMN(path, "path of the parameter"),
    COLUMN(value, "value as used: drawn, if it was drawn"),
    COLUMN(centre, "value as written"),
    COLUMN(unit, "unit of the value; empty for none"),
    COLUMN(source, "where the number comes from; without one, where it was written"),
    COLUMN(grade, "grade of the source: A official, B secondary, C recalled; empty for none"),
    COLUMN(note, "what is said beside the source"),
    COLUMN(low, "lower end of the distribution; empty for none"),
    COLUMN(high, "upper end of the distribution"),
    COLUMN(distribution, "form of the distribution: normal, lognormal, uniform, triangular, or empty"),
    COLUMN(meaning, "what the parameter is"),
    COLUMN(file, "file in which it was written; empty for a default"),
};
/* clang-format on */
#undef COLUMN
const size_t recording_parameter_column_count =
    sizeof recording_parameter_columns / sizeof recording_parameter_columns[0];

static enum status write_parameters(struct recorder *recorder, const struct scenario *scenario)
{
    const size_t rows = scenario->parameter_count;
    const char *names[sizeof recording_parameter_columns / sizeof recording_parameter_columns[0]];
    const char *const *columns[sizeof names / sizeof names[0]];
    const size_t count = sizeof names / sizeof names[0];
    const char **texts = NULL;
    enum status status = memory_allocate((void **)&texts, rows * count, sizeof *texts);

    if (status != STATUS_OK || rows == 0) {
        return status;
    }
    for (size_t column = 0; column < count; column++) {
        names[column] = recording_parameter_columns[column].name;
        columns[column] = texts + column * rows;
        for (size_t row = 0; row < rows; row++) {
            const char *parameter = (const char *)&scenario->parameters[row];
            memcpy(&texts[column * rows + row], parameter + recording_parameter_columns[column].offset, sizeof *texts);
        }
    }
    status = recorder_texts(recorder, RECORDING_PARAMETERS, names, columns, count, rows);
    for (size_t column = 0; column < count && status == STATUS_OK; column++) {
        char path[64];
        snprintf(path, sizeof path, RECORDING_PARAMETERS "/%s", names[column]);
        status = recorder_attribute_text(recorder, path, "long_name", recording_parameter_columns[column].meaning);
    }
    memory_free((void **)&texts);
    return status;
}

static enum status write_scenario(struct recorder *recorder, const struct scenario *scenario)
{
    char hash[HASH_TEXT_SIZE];
    enum status status = recorder_text(recorder, RECORDING_RESOLVED, RECORDING_RESOLVED_NAME, scenario->resolved);

    if (status == STATUS_OK) {
        status = write_parameters(recorder, scenario);
    }
    hash_format(scenario->hash, hash);
    return status == STATUS_OK ? recorder_attribute_text(recorder, "/scenario", "hash", hash) : status;
}

const struct recording_attribute recording_attributes[] = {
    {"/area", {"scale", "float64", "people simulated, divided by people in reality"}},
    {"/scenario", {"hash", "text", "of every path and value as used, and of the contents of files"}},
};
const size_t recording_attribute_count = sizeof recording_attributes / sizeof recording_attributes[0];

static enum status name_groups(struct recorder *recorder)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < recording_group_count && status == STATUS_OK; i++) {
        const struct recording_group *group = &recording_groups[i];
        bool found = false;
        status = recorder_find(recorder, group->path, &found);
        if (status == STATUS_OK && found) {
            status = recorder_attribute_text(recorder, group->path, "long_name", group->long_name);
        }
    }
    return status;
}

/* All that does not change in the run. */
static enum status write_constants(struct recording *self, const struct world *world, const struct scenario *scenario)
{
    enum status status = write_datasets(self, world, false);

    if (status == STATUS_OK) {
        status = write_labels(self, world);
    }
    if (status == STATUS_OK) {
        status = write_scenario(&self->recorder, scenario);
    }
    if (status == STATUS_OK) {
        status = recorder_attribute_real(&self->recorder, "/area", "scale", world->scale);
    }
    if (status == STATUS_OK) {
        status = provenance_write(&self->provenance, &self->recorder);
    }
    return status == STATUS_OK ? name_groups(&self->recorder) : status;
}

enum status recording_check(const char *path, bool force)
{
    char resolved[PATH_MAX];
    char folder[PATH_MAX];
    char inside[sizeof folder + sizeof "/."];
    enum status status = place_check(path, force);

    if (status != STATUS_OK) {
        return status;
    }
    snprintf(folder, sizeof folder, "%s", realpath(path, resolved) != NULL ? resolved : path);
    snprintf(inside, sizeof inside, "%s/.", dirname(folder));
    if (access(inside, W_OK | X_OK) != 0) {
        return status_raise(STATUS_IO, "%s: making the file: %s", path, strerror(errno));
    }
    return STATUS_OK;
}

enum status recording_open(struct recording *self, const struct world *world, const struct recording_settings *settings)
{
    *self = (struct recording){.provenance = settings->provenance};
    self->settings = (struct recorder_settings){
        .path = settings->path,
        .force = settings->force,
        .title = world->run->title,
        .version = provenance_version(),
        .start = world->run->start,
        .tables = recording_tables,
        .table_count = RECORDING_TABLES,
    };
    enum status status = coordinates_make(world, &self->coordinates, &self->settings.coordinate_count);
    self->settings.coordinates = self->coordinates;
    if (status != STATUS_OK) {
        goto out;
    }
    status = choose_datasets(self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = recorder_create(&self->recorder, &self->settings);
    if (status != STATUS_OK) {
        goto out;
    }
    status = write_constants(self, world, settings->scenario);
    if (status != STATUS_OK) {
        goto out;
    }
    status = recorder_begin(&self->recorder);
out:
    if (status != STATUS_OK) {
        recording_free(self);
    }
    return status;
}

static enum status flow_rows_reserve(struct flow_rows *self, size_t count)
{
    uint32_t **columns[] = {&self->locality, &self->provider, &self->service, &self->served};
    enum status status = STATUS_OK;
    size_t capacity = self->capacity;

    for (size_t c = 0; c < sizeof columns / sizeof columns[0] && status == STATUS_OK; c++) {
        capacity = self->capacity;
        status = memory_reserve((void **)columns[c], &capacity, count, sizeof **columns[c]);
    }
    if (status == STATUS_OK) {
        self->capacity = capacity;
    }
    return status;
}

static void flow_rows_free(struct flow_rows *self)
{
    memory_free((void **)&self->locality);
    memory_free((void **)&self->provider);
    memory_free((void **)&self->service);
    memory_free((void **)&self->served);
}

/* Of all activity only what was served: the rest is in datasets by provider. */
static enum status add_flows(struct flow_rows *self, uint32_t locality, const struct activity *activity,
                             const struct service_list *services)
{
    enum status status = flow_rows_reserve(self, self->count + activity->count);

    for (size_t i = 0; i < activity->count && status == STATUS_OK; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->measure == MEASURE_SERVED) {
            self->locality[self->count] = locality;
            self->provider[self->count] = row->provider;
            self->service[self->count] = (uint32_t)services->place[row->service];
            self->served[self->count++] = (uint32_t)row->count;
        }
    }
    return status;
}

static enum status write_flows(struct recording *self, const struct world *world)
{
    struct flow_rows *flows = &self->flows;
    enum status status = STATUS_OK;

    flows->count = 0;
    for (size_t locality = 0; locality < world->area.locality_count && status == STATUS_OK; locality++) {
        self->activity.count = 0;
        status = flow_collect(&world->districts[locality].flow, 0, &self->activity);
        if (status == STATUS_OK) {
            status = add_flows(flows, (uint32_t)locality, &self->activity, &world->care.services);
        }
    }
    const void *const columns[] = {flows->locality, flows->provider, flows->service, flows->served};
    return status == STATUS_OK ? recorder_append(&self->recorder, TABLE_FLOW, columns, flows->count) : status;
}

static const char *agent_name(const struct market *market, uint32_t account)
{
    return account == EVENT_NOBODY ? "" : ledger_account(&market->ledger, account).name;
}

static enum status write_event(struct recorder *recorder, const struct market *market, const struct event *event)
{
    const int32_t date = event->date;
    const int64_t amount = event->pence;
    const char *const kind = event_word(event->kind), *const agent = agent_name(market, event->agent);
    const char *const other = agent_name(market, event->other), *const service = ledger_service_name(event->service);
    const char *const note = event->note;
    const void *const columns[] = {&date, &kind, &agent, &other, &service, &amount, &note};

    return recorder_append(recorder, TABLE_EVENT, columns, 1);
}

static enum status write_events(struct recording *self, const struct market *market)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < market->events.count && status == STATUS_OK; i++) {
        status = write_event(&self->recorder, market, &market->events.items[i]);
    }
    return status;
}

enum status recording_month(struct recording *self, const struct world *world, day_t last_day)
{
    enum status status = write_datasets(self, world, true);

    if (status == STATUS_OK) {
        status = write_flows(self, world);
    }
    if (status == STATUS_OK) {
        status = write_events(self, &world->market);
    }
    return status == STATUS_OK ? recorder_month(&self->recorder, last_day) : status;
}

enum status recording_close(struct recording *self, const char *run_status, uint64_t state_hash)
{
    enum status status = provenance_finish(&self->provenance, &self->recorder);

    return status == STATUS_OK ? recorder_close(&self->recorder, run_status, state_hash) : status;
}

void recording_free(struct recording *self)
{
    recorder_free(&self->recorder);
    coordinates_free(&self->coordinates, &self->settings.coordinate_count);
    memory_free((void **)&self->datasets);
    memory_free((void **)&self->rows);
    memory_free((void **)&self->cells);
    memory_free(&self->slab);
    memory_free((void **)&self->activity.rows);
    flow_rows_free(&self->flows);
    *self = (struct recording){0};
}

enum status recording_report(const char *path, struct text_buffer *out)
{
    static const char *const totals[] = {
        "/population/births",
        "/population/deaths",
        "/population/arrivals",
        "/population/departures",
        "/activity/emergency_admissions",
        "/activity/emergency_bed_days",
        "/activity/planned_admissions_by_deprivation",
        "/activity/attendances_by_deprivation",
        "/activity/consultations_by_deprivation",
        "/activity/delayed_days",
        "/activity/refused",
        "/money/paid",
    };

    return information_read(path, totals, sizeof totals / sizeof totals[0], out);
}
