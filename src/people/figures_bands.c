#include "people/figures_bands.h"

#include <stdio.h>

#include "base/memory.h"
#include "people/figures.h"

static const char *const sex_names[] = {"male", "female", "both"};

enum { SEX_NAMES = sizeof sex_names / sizeof sex_names[0] };

struct band_columns {
    size_t group, sex, from, to;
    size_t values[BAND_VALUES];
};

static enum status band_columns_find(struct band_columns *self, const struct table *table,
                                     const struct band_format *format)
{
    enum status status = STATUS_OK;

    if (format->group != NULL) {
        status = table_column(table, format->group, &self->group);
    }
    if (status == STATUS_OK && format->by_sex) {
        status = table_column(table, "sex", &self->sex);
    }
    if (status == STATUS_OK) {
        status = table_column(table, format->single_ages ? "age" : "age_from", &self->from);
    }
    if (status == STATUS_OK) {
        status = table_column(table, format->single_ages ? "age" : "age_to", &self->to);
    }
    for (size_t v = 0; v < format->value_count && status == STATUS_OK; v++) {
        status = table_column(table, format->values[v].column, &self->values[v]);
    }
    return status;
}

struct band_row {
    size_t group, sex; /* sex is SEX_COUNT for both */
    int64_t from, to;
    double values[BAND_VALUES];
};

static enum status band_row_read(struct band_row *self, const struct table *table, size_t row,
                                 const struct band_format *format, const struct band_columns *columns)
{
    enum status status = STATUS_OK;

    *self = (struct band_row){.sex = SEX_COUNT};
    if (format->group != NULL) {
        status = table_choice(table, row, columns->group, format->names, format->name_count, &self->group);
    }
    if (status == STATUS_OK && format->by_sex) {
        status = table_choice(table, row, columns->sex, sex_names, SEX_NAMES, &self->sex);
    }
    if (status == STATUS_OK) {
        status = table_integer_between(table, row, columns->from, 0, AGE_COUNT - 1, &self->from);
    }
    if (status == STATUS_OK) {
        status = table_integer_between(table, row, columns->to, self->from, AGE_OLDEST, &self->to);
    }
    for (size_t v = 0; v < format->value_count && status == STATUS_OK; v++) {
        const struct band_value *value = &format->values[v];
        status = table_real_between(table, row, columns->values[v], value->low, value->high, &self->values[v]);
        self->values[v] *= value->unit;
    }
    return status;
}

static enum status bands_append(struct bands *self, const struct band_row *band, const struct table *table, size_t row,
                                const struct band_columns *columns, bool partial)
{
    char expected[64];
    bool first = self->count == 0;

    if (band->from != self->end && !(partial && first)) {
        (void)snprintf(expected, sizeof expected, "%u, where the rows before of the same kind end", self->end);
        return table_refuse(table, row, columns->from, expected);
    }
    self->from[self->count] = (unsigned)band->from;
    self->line[self->count] = table_line(table, row);
    self->end = band->to < AGE_COUNT ? (unsigned)band->to + 1 : AGE_COUNT;
    for (size_t v = 0; v < BAND_VALUES; v++) {
        self->value[v][self->count] = band->values[v];
    }
    self->count++;
    return STATUS_OK;
}

static enum status bands_check(const struct bands *groups, const struct table *table, const struct band_format *format)
{
    for (size_t i = 0; i < format->name_count * SEX_COUNT; i++) {
        unsigned needed = format->partial ? 1 : AGE_OPEN + 1;
        if (groups[i].end < needed) {
            const char *name = format->group != NULL ? format->names[i / SEX_COUNT] : "";
            return status_raise(STATUS_MALFORMED, "%s: %s%s%s: there is no row for age %u", table->path, name,
                                name[0] != '\0' ? ", " : "", format->by_sex ? sex_names[i % SEX_COUNT] : "all",
                                groups[i].end);
        }
    }
    return STATUS_OK;
}

enum status bands_collect(struct bands **out, const struct table *table, const struct band_format *format)
{
    struct band_columns columns = {0};
    struct band_row band;
    struct bands *groups = NULL;
    enum status status = memory_allocate((void **)&groups, format->name_count * SEX_COUNT, sizeof *groups);

    if (status != STATUS_OK) {
        goto out;
    }
    status = band_columns_find(&columns, table, format);
    for (size_t row = 0; status == STATUS_OK && row < table_rows(table); row++) {
        status = band_row_read(&band, table, row, format, &columns);
        for (size_t sex = 0; status == STATUS_OK && sex < SEX_COUNT; sex++) {
            if (band.sex == sex || band.sex == SEX_COUNT) {
                struct bands *group = &groups[band.group * SEX_COUNT + sex];
                status = bands_append(group, &band, table, row, &columns, format->partial);
            }
        }
    }
    if (status == STATUS_OK) {
        status = bands_check(groups, table, format);
    }
out:
    if (status != STATUS_OK) {
        memory_free((void **)&groups);
    }
    *out = groups;
    return status;
}

enum status bands_read(struct bands **out, const char *path, const struct band_format *format)
{
    struct table table;
    enum status status = table_read(&table, path);

    *out = NULL;
    if (status != STATUS_OK) {
        return status;
    }
    status = bands_collect(out, &table, format);
    table_free(&table);
    return status;
}

void bands_steps(const struct bands *self, size_t column, double out[AGE_COUNT])
{
    size_t band = 0;

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        while (band + 1 < self->count && self->from[band + 1] <= age) {
            band++;
        }
        out[age] = self->value[column][band];
    }
}

void bands_spread(const struct bands *self, size_t column, double most, const double weight[AGE_COUNT],
                  double out[AGE_COUNT])
{
    double means[AGE_COUNT];

    for (size_t b = 0; b < self->count; b++) {
        means[b] = self->value[column][b] / most;
    }
    figures_spread(means, self->from, self->count, weight, out);
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        out[age] *= most;
    }
}

void bands_spread_all(const struct bands *bands, const struct band_format *format, double weights[SEX_COUNT][AGE_COUNT],
                      figures_by_age_sex *const *targets)
{
    double curve[AGE_COUNT];

    for (size_t i = 0; i < format->name_count * format->value_count * SEX_COUNT; i++) {
        size_t sex = i % SEX_COUNT;
        size_t target = i / SEX_COUNT;
        size_t column = target % format->value_count;
        const struct band_value *value = &format->values[column];
        const struct bands *group = &bands[target / format->value_count * SEX_COUNT + sex];
        bands_spread(group, column, value->high * value->unit, weights[sex], curve);
        for (unsigned age = 0; age < AGE_COUNT; age++) {
            (*targets[target])[age][sex] = curve[age];
        }
    }
}
