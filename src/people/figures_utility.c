#include <stdbool.h>

#include "base/memory.h"
#include "base/table.h"
#include "people/figures_bands.h"
#include "people/figures_tables.h"

static const double LOSS_HIGHEST = 1.0;

enum status figures_read_utility(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"utility", 0.0, 1.0, 1.0}};
    const struct band_format format = {.name_count = 1, .by_sex = true, .values = values, .value_count = 1};
    figures_by_age_sex *const targets[] = {&self->utility};
    struct bands *bands = NULL;
    double weights[SEX_COUNT][AGE_COUNT];
    enum status status = bands_read(&bands, path, &format);

    if (status == STATUS_OK) {
        figures_weights(self, weights);
        bands_spread_all(bands, &format, weights, targets);
    }
    memory_free((void **)&bands);
    return status;
}

struct loss_table {
    struct table table;
    size_t exposure_column, loss_column;
    const char *exposures[EXPOSURE_COUNT]; /* conditions, then traits */
    bool given[64];
};

static enum status loss_table_open(struct loss_table *self, const struct figures *figures, const char *path)
{
    enum status status = table_read(&self->table, path);

    for (size_t c = 0; c < figures->condition_count; c++) {
        self->exposures[c] = figures->conditions[c].name;
    }
    for (size_t t = 0; t < TRAIT_COUNT; t++) {
        self->exposures[figures->condition_count + t] = trait_name((enum trait)t);
    }
    if (status == STATUS_OK) {
        status = table_column(&self->table, "exposure", &self->exposure_column);
    }
    if (status == STATUS_OK) {
        status = table_column(&self->table, "loss", &self->loss_column);
    }
    return status;
}

static enum status loss_table_row(struct loss_table *self, struct figures *figures, size_t row)
{
    const size_t conditions = figures->condition_count;
    size_t exposure = 0;
    double loss = 0.0;
    enum status status =
        table_choice(&self->table, row, self->exposure_column, self->exposures, conditions + TRAIT_COUNT, &exposure);

    if (status == STATUS_OK) {
        status = table_real_between(&self->table, row, self->loss_column, -LOSS_HIGHEST, LOSS_HIGHEST, &loss);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const size_t bit = exposure < conditions ? exposure : CONDITION_LIMIT + exposure - conditions;
    if (self->given[bit]) {
        return table_refuse(&self->table, row, self->exposure_column, "one row for each exposure");
    }
    self->given[bit] = true;
    figures->utility_loss[bit] = loss;
    return STATUS_OK;
}

enum status figures_read_utility_losses(struct figures *self, const char *path)
{
    struct loss_table losses = {0};
    enum status status = loss_table_open(&losses, self, path);

    for (size_t row = 0; status == STATUS_OK && row < table_rows(&losses.table); row++) {
        status = loss_table_row(&losses, self, row);
    }
    table_free(&losses.table);
    return status;
}
