#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "base/table.h"
#include "people/figures_bands.h"
#include "people/figures_tables.h"

struct condition_columns {
    size_t name, label, requires;
    bool has_requires;
};

/* Whether a word already means something else in the tables. */
static bool is_taken(const char *name)
{
    for (size_t t = 0; t < TRAIT_COUNT; t++) {
        if (strcmp(name, trait_name((enum trait)t)) == 0) {
            return true;
        }
    }
    for (size_t o = 0; o < figures_outcome_count(); o++) {
        if (strcmp(name, figures_outcome_name(o)) == 0) {
            return true;
        }
    }
    return false;
}

/* The stage that condition `own` builds on: an empty cell, or a condition of a row above, so that there is no circle.
 */
static enum status condition_read_requires(const struct figures *self, size_t own, const struct table *table,
                                           size_t row, const struct condition_columns *columns, exposures_t *requires)
{
    const char *name = NULL;

    *requires = 0;
    if (!columns->has_requires) {
        return STATUS_OK;
    }
    enum status status = table_text(table, row, columns->requires, &name);
    if (status != STATUS_OK || name[0] == '\0') {
        return status;
    }
    int other = figures_condition(self, name);
    if (other < 0 || (size_t)other >= own) {
        return table_refuse(table, row, columns->requires, "nothing, or a condition of a row above");
    }
    *requires = exposure_of_condition((unsigned)other);
    return STATUS_OK;
}

static enum status condition_add(struct figures *self, const struct table *table, size_t row,
                                 const struct condition_columns *columns, const char *name, const char *label)
{
    const size_t own = self->condition_count;

    if (own == CONDITION_LIMIT) {
        return table_refuse(table, row, columns->name, "no more conditions than the 32 above");
    }
    if (name[0] == '\0' || label[0] == '\0') {
        return table_refuse(table, row, name[0] == '\0' ? columns->name : columns->label, "a name");
    }
    if (is_taken(name)) {
        return table_refuse(table, row, columns->name, "a name that is not a trait, a hazard or a use of care");
    }
    enum status status = memory_copy_text(&self->conditions[own].name, name);
    if (status != STATUS_OK) {
        return status;
    }
    self->condition_count++; /* from here on figures_free finds what it owns */
    status = memory_copy_text(&self->conditions[own].label, label);
    if (status == STATUS_OK) {
        status = condition_read_requires(self, own, table, row, columns, &self->conditions[own].requires);
    }
    return status;
}

/* A further row of a condition has to agree with its first. */
static enum status condition_check(const struct figures *self, size_t own, const struct table *table, size_t row,
                                   const struct condition_columns *columns, const char *label)
{
    exposures_t requires = 0;

    if (strcmp(self->conditions[own].label, label) != 0) {
        return table_refuse(table, row, columns->label, "the same label as in the first row of this condition");
    }
    enum status status = condition_read_requires(self, own, table, row, columns, &requires);
    if (status == STATUS_OK && requires != self->conditions[own].requires) {
        status = table_refuse(table, row, columns->requires, "the same as in the first row of this condition");
    }
    return status;
}

static enum status conditions_collect(struct figures *self, const struct table *table)
{
    struct condition_columns columns = {0};
    enum status status = table_column(table, "condition", &columns.name);

    if (status == STATUS_OK) {
        status = table_column(table, "label", &columns.label);
    }
    if (status == STATUS_OK) {
        columns.has_requires = table_column(table, "requires", &columns.requires) == STATUS_OK;
        if (!columns.has_requires) {
            status_clear();
        }
    }
    for (size_t row = 0; status == STATUS_OK && row < table_rows(table); row++) {
        const char *name = NULL;
        const char *label = NULL;
        status = table_text(table, row, columns.name, &name);
        if (status == STATUS_OK) {
            status = table_text(table, row, columns.label, &label);
        }
        if (status == STATUS_OK) {
            int known = figures_condition(self, name);
            status = known < 0 ? condition_add(self, table, row, &columns, name, label)
                               : condition_check(self, (size_t)known, table, row, &columns, label);
        }
    }
    return status;
}

enum status figures_read_conditions(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"prevalence_percent", 0.0, 100.0, 0.01}};
    const char *names[CONDITION_LIMIT];
    figures_by_age_sex *targets[CONDITION_LIMIT];
    double weights[SEX_COUNT][AGE_COUNT];
    struct bands *bands = NULL;
    struct table table;
    enum status status = table_read(&table, path);

    if (status != STATUS_OK) {
        return status;
    }
    status = conditions_collect(self, &table);
    for (size_t c = 0; c < self->condition_count; c++) {
        names[c] = self->conditions[c].name;
        targets[c] = &self->prevalence[c];
    }
    const struct band_format format = {.group = "condition",
                                       .names = names,
                                       .name_count = self->condition_count,
                                       .by_sex = true,
                                       .values = values,
                                       .value_count = 1};
    if (status == STATUS_OK) {
        status = bands_collect(&bands, &table, &format);
    }
    if (status == STATUS_OK) {
        figures_weights(self, weights);
        bands_spread_all(bands, &format, weights, targets);
    }
    memory_free((void **)&bands);
    table_free(&table);
    return status;
}
