#include "output/series.h"

#include <hdf5_hl.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* The largest chunk: the default cache of HDF5 for a dataset. */
enum { CHUNK_BYTES = 1 << 20, AXIS_MONTHS = 120 };

static const struct coordinate *find_coordinate(const struct recorder_settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->coordinate_count; i++) {
        if (strcmp(settings->coordinates[i].name, name) == 0) {
            return &settings->coordinates[i];
        }
    }
    return NULL;
}

/*
 * As many months as one flush writes, so that each chunk is compressed once; fewer (but a divisor) when that is more
 * than CHUNK_BYTES; and a slab that is larger than that alone is cut along its slowest dimensions.
 */
static void choose_chunk(struct series *self, size_t months_per_flush)
{
    struct store_shape *shape = &self->shape;
    size_t bytes = self->slab_bytes;

    memcpy(shape->chunk, shape->extent, sizeof shape->chunk);
    for (int i = self->monthly ? 1 : 0; i < shape->rank && bytes > CHUNK_BYTES; i++) {
        const size_t parts = (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
        const hsize_t chunk = parts >= shape->chunk[i] ? 1 : (shape->chunk[i] + parts - 1) / parts;
        bytes = bytes / (size_t)shape->chunk[i] * (size_t)chunk;
        shape->chunk[i] = chunk;
    }
    if (self->monthly) {
        size_t months = months_per_flush;
        while (months > 1 && (months_per_flush % months != 0 || months * bytes > CHUNK_BYTES)) {
            months--;
        }
        shape->chunk[0] = months;
    }
}

/* Rank, extents and bytes from the declaration. */
static enum status measure(struct series *self, const struct recorder_settings *settings, size_t months_per_flush)
{
    const struct dataset *declared = self->declared;
    struct store_shape *shape = &self->shape;

    self->monthly = declared->dimensions[0] != NULL && strcmp(declared->dimensions[0], "month") == 0;
    self->slab_bytes = field_size(declared->type);
    shape->grows = self->monthly;
    for (shape->rank = 0; shape->rank < RECORDER_DIMENSIONS; shape->rank++) {
        const char *name = declared->dimensions[shape->rank];
        if (name == NULL) {
            break;
        }
        if (shape->rank == 0 && self->monthly) {
            continue;
        }
        const struct coordinate *coordinate = find_coordinate(settings, name);
        if (coordinate == NULL || coordinate->length == 0) {
            return status_raise(STATUS_INTERNAL, "%s: no coordinate '%s'", declared->path, name);
        }
        shape->extent[shape->rank] = coordinate->length;
        self->slab_bytes *= coordinate->length;
    }
    choose_chunk(self, months_per_flush);
    return STATUS_OK;
}

static enum status make_buffer(struct series *self, size_t months_per_flush)
{
    return self->monthly ? memory_allocate((void **)&self->buffer, months_per_flush, self->slab_bytes) : STATUS_OK;
}

static enum status describe(const struct series *self)
{
    const struct dataset *declared = self->declared;
    enum status status = store_describe(self->dataset, ".", declared->units, declared->long_name);

    if (status == STATUS_OK && declared->cell_methods != NULL) {
        status = store_attribute_text(self->dataset, ".", "cell_methods", declared->cell_methods);
    }
    if (status == STATUS_OK && declared->source != NULL) {
        status = store_attribute_text(self->dataset, ".", "source", declared->source);
    }
    return status;
}

static enum status attach_scales(const struct series *self, hid_t file)
{
    enum status status = STATUS_OK;

    for (int i = 0; i < self->shape.rank && status == STATUS_OK; i++) {
        char path[128];
        snprintf(path, sizeof path, "/%s", self->declared->dimensions[i]);
        if (strcmp(path, self->declared->path) != 0) {
            status = store_attach(file, self->dataset, path, (unsigned)i);
        }
    }
    return status;
}

enum status series_create(struct series *self, hid_t file, const struct dataset *declared,
                          const struct recorder_settings *settings, size_t months_per_flush)
{
    *self = (struct series){.declared = declared};
    enum status status = measure(self, settings, months_per_flush);
    if (status == STATUS_OK) {
        status = make_buffer(self, months_per_flush);
    }
    if (status == STATUS_OK) {
        status = store_dataset(file, declared->path, declared->type, &self->shape, &self->dataset);
    }
    if (status == STATUS_OK) {
        status = attach_scales(self, file);
    }
    if (status == STATUS_OK) {
        status = describe(self);
    }
    return status;
}

/* Whether what is in the file is what is declared. */
static enum status compare(const struct series *self)
{
    struct store_shape found;
    hid_t type = H5Dget_type(self->dataset);
    enum status status = store_extent(self->dataset, &found);
    bool same = status == STATUS_OK && found.rank == self->shape.rank && found.grows == self->shape.grows &&
                H5Tequal(type, store_file_type(self->declared->type)) > 0;

    for (int i = self->monthly ? 1 : 0; same && i < found.rank; i++) {
        same = found.extent[i] == self->shape.extent[i];
    }
    H5Tclose(type);
    return same
               ? STATUS_OK
               : status_raise(STATUS_MALFORMED, "%s: not of the type and dimensions of this run", self->declared->path);
}

enum status series_open(struct series *self, hid_t file, const struct dataset *declared,
                        const struct recorder_settings *settings, size_t months_per_flush)
{
    *self = (struct series){.declared = declared};
    enum status status = measure(self, settings, months_per_flush);
    if (status == STATUS_OK) {
        status = make_buffer(self, months_per_flush);
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = store_open_dataset(file, declared->path, "dataset", &self->dataset);
    self->written = !self->monthly;
    return status == STATUS_OK ? compare(self) : status;
}

enum status series_put(struct series *self, size_t slot, const void *slab)
{
    self->written = true;
    if (self->monthly) {
        memcpy(self->buffer + slot * self->slab_bytes, slab, self->slab_bytes);
        return STATUS_OK;
    }
    const hid_t type = store_memory_type(self->declared->type);
    const herr_t result = H5Dwrite(self->dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, slab);
    return result < 0 ? store_fault(self->declared->path) : STATUS_OK;
}

enum status series_flush(const struct series *self, size_t first, size_t count)
{
    if (!self->monthly) {
        return STATUS_OK;
    }
    enum status status = store_extend(self->dataset, first + count);
    if (status == STATUS_OK) {
        status = store_write(self->dataset, store_memory_type(self->declared->type), first, count, self->buffer);
    }
    if (status == STATUS_OK && H5Dflush(self->dataset) < 0) {
        status = store_fault("flushing");
    }
    return status == STATUS_OK ? STATUS_OK : status_raise(status, "%s: %s", self->declared->path, status_message());
}

void series_free(struct series *self)
{
    memory_free((void **)&self->buffer);
    *self = (struct series){0};
}

void axes_declare(struct axes *self)
{
    self->declared[0] = (struct dataset){
        .path = "/month",
        .type = FIELD_I32,
        .dimensions = {"month"},
        .units = self->units,
        .long_name = "first day of the month",
    };
    self->declared[1] = (struct dataset){
        .path = "/month_end",
        .type = FIELD_I32,
        .dimensions = {"month"},
        .units = self->units,
        .long_name = "last day recorded of the month",
    };
}

/* One value a month would make chunks of a few bytes: room for ten years instead. */
static enum status axis_create(struct series *self, hid_t file, const struct dataset *declared)
{
    *self = (struct series){.declared = declared, .monthly = true, .slab_bytes = field_size(declared->type)};
    self->shape = (struct store_shape){.rank = 1, .grows = true, .chunk = {AXIS_MONTHS}};
    enum status status = store_dataset(file, declared->path, declared->type, &self->shape, &self->dataset);
    return status == STATUS_OK ? describe(self) : status;
}

/* The index of the chunks is made now, so that a flush of /month changes its header in one place, its length: were the
 * index new, a disk that is full between two writes would leave months without a day. */
static enum status make_index(const struct series *month)
{
    const int32_t day = 0;
    enum status status = store_extend(month->dataset, 1);

    if (status == STATUS_OK) {
        status = store_write(month->dataset, store_memory_type(month->declared->type), 0, 1, &day);
    }
    if (status == STATUS_OK && H5Dflush(month->dataset) < 0) {
        status = store_fault("flushing");
    }
    return status == STATUS_OK ? store_extend(month->dataset, 0) : status;
}

enum status axes_create(struct axes *self, hid_t file, day_t epoch, size_t months_per_flush)
{
    char date[CALENDAR_TEXT_SIZE];
    calendar_format(epoch, date);
    snprintf(self->units, sizeof self->units, "days since %s", date);
    axes_declare(self);

    enum status status = STATUS_OK;
    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        status = axis_create(&self->series[i], file, &self->declared[i]);
        if (status == STATUS_OK) {
            status = make_buffer(&self->series[i], months_per_flush);
        }
    }
    if (status == STATUS_OK && H5DSset_scale(self->series[0].dataset, "month") < 0) {
        status = store_fault("/month");
    }
    if (status == STATUS_OK) {
        status = make_index(&self->series[0]);
    }
    return status == STATUS_OK ? attach_scales(&self->series[1], file) : status;
}

enum status axes_open(struct axes *self, hid_t file, size_t months_per_flush)
{
    const struct recorder_settings none = {0};

    axes_declare(self);
    enum status status = series_open(&self->series[0], file, &self->declared[0], &none, months_per_flush);
    return status == STATUS_OK ? series_open(&self->series[1], file, &self->declared[1], &none, months_per_flush)
                               : status;
}

enum status axes_put(struct axes *self, size_t slot, day_t epoch, day_t last_day)
{
    struct date first = calendar_date(last_day);
    first.day = 1;
    const int32_t days[2] = {calendar_day(first) - epoch, last_day - epoch};
    enum status status = series_put(&self->series[0], slot, &days[0]);
    return status == STATUS_OK ? series_put(&self->series[1], slot, &days[1]) : status;
}

enum status axes_flush(const struct axes *self, size_t first, size_t count)
{
    enum status status = series_flush(&self->series[1], first, count);
    return status == STATUS_OK ? series_flush(&self->series[0], first, count) : status;
}

void axes_free(struct axes *self)
{
    series_free(&self->series[0]);
    series_free(&self->series[1]);
}
