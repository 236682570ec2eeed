/* The reference of the output file, from the tables that the file is made from. */
#include <stdio.h>
#include <string.h>

#include "base/markdown.h"
#include "output/growing.h"
#include "output/recording_parts.h"
#include "output/series.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The names that NumPy has for the types. */
static const char *type_name(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_U8] = "uint8",  [FIELD_U16] = "uint16", [FIELD_U32] = "uint32",  [FIELD_U64] = "uint64",
        [FIELD_I32] = "int32", [FIELD_I64] = "int64",  [FIELD_F32] = "float32", [FIELD_F64] = "float64"};

    return names[type];
}

/* Whether a path is that of something right in a group. */
static bool is_in(const char *path, const char *group)
{
    const size_t length = strlen(group);

    return strncmp(path, group, length) == 0 && path[length] == '/';
}

static enum status append_row(struct text_buffer *out, const char *path, const char *dimensions, const char *type,
                              const char *unit, const char *cell_methods, const char *meaning)
{
    struct text_buffer code = {0};
    enum status status = text_buffer_append_format(&code, "`%s`", path);

    const char *const cells[] = {text_buffer_text(&code), dimensions, type, unit, cell_methods, meaning};
    if (status == STATUS_OK) {
        status = markdown_row(out, cells, COUNT_OF(cells));
    }
    text_buffer_free(&code);
    return status;
}

static enum status append_dataset(struct text_buffer *out, const struct dataset *dataset)
{
    struct text_buffer dimensions = {0};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < RECORDER_DIMENSIONS && dataset->dimensions[i] != NULL && status == STATUS_OK; i++) {
        status = text_buffer_append_format(&dimensions, "%s%s", i > 0 ? ", " : "", dataset->dimensions[i]);
    }
    if (status == STATUS_OK) {
        status = append_row(out, dataset->path, text_buffer_text(&dimensions), type_name(dataset->type), dataset->units,
                            dataset->cell_methods == NULL ? "" : dataset->cell_methods, dataset->long_name);
    }
    text_buffer_free(&dimensions);
    return status;
}

static enum status append_axis(struct text_buffer *out, const struct axis *axis)
{
    char path[64];

    snprintf(path, sizeof path, "/%s", axis->name);
    return append_row(out, path, axis->name, axis->label != NULL ? "text" : type_name(FIELD_F64),
                      axis->units == NULL ? "" : axis->units, "", axis->long_name);
}

static enum status append_columns(struct text_buffer *out)
{
    static const char *const columns[] = {"dataset", "dimensions", "type", "unit", "cell_methods", "long_name"};

    return markdown_columns(out, columns, COUNT_OF(columns));
}

static enum status append_coordinates(struct text_buffer *out)
{
    struct axes axes = {.units = "days since the first month"};
    enum status status = markdown_heading(out, 2, "Coordinates");

    axes_declare(&axes);
    if (status == STATUS_OK) {
        status = append_columns(out);
    }
    for (size_t i = 0; i < COUNT_OF(axes.declared) && status == STATUS_OK; i++) {
        status = append_dataset(out, &axes.declared[i]);
    }
    for (size_t i = 0; i < recording_axis_count && status == STATUS_OK; i++) {
        status = append_axis(out, &recording_axes[i]);
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static bool has_datasets(const char *group)
{
    for (size_t i = 0; i < recording_row_count; i++) {
        if (is_in(recording_rows[i].dataset.path, group)) {
            return true;
        }
    }
    return false;
}

static enum status append_datasets(struct text_buffer *out, const char *group)
{
    enum status status = has_datasets(group) ? append_columns(out) : STATUS_OK;

    for (size_t i = 0; i < recording_row_count && status == STATUS_OK; i++) {
        const struct dataset *dataset = &recording_rows[i].dataset;
        status = is_in(dataset->path, group) ? append_dataset(out, dataset) : STATUS_OK;
    }
    for (size_t i = 0; i < recording_label_count && status == STATUS_OK; i++) {
        const struct recording_label *label = &recording_labels[i];
        status = is_in(label->path, group)
                     ? append_row(out, label->path, label->dimension, "text", "", "", label->long_name)
                     : STATUS_OK;
    }
    return status == STATUS_OK && has_datasets(group) ? text_buffer_append(out, "\n") : status;
}

static enum status append_attributes(struct text_buffer *out, const struct attribute_row *rows, size_t count)
{
    static const char *const columns[] = {"attribute", "type", "meaning"};
    enum status status = markdown_columns(out, columns, COUNT_OF(columns));

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        char code[64];
        snprintf(code, sizeof code, "`%s`", rows[i].name);
        const char *const cells[] = {code, rows[i].type, rows[i].meaning};
        status = markdown_row(out, cells, COUNT_OF(cells));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

/* The texts of the scenario, which are written once. */
static enum status append_resolved(struct text_buffer *out)
{
    enum status status = append_columns(out);

    if (status == STATUS_OK) {
        status = append_row(out, RECORDING_RESOLVED, "", "text", "", "", RECORDING_RESOLVED_NAME);
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status append_parameter_columns(struct text_buffer *out)
{
    enum status status = append_columns(out);

    for (size_t i = 0; i < recording_parameter_column_count && status == STATUS_OK; i++) {
        char path[64];
        snprintf(path, sizeof path, RECORDING_PARAMETERS "/%s", recording_parameter_columns[i].name);
        status = append_row(out, path, "parameters", "text", "", "", recording_parameter_columns[i].meaning);
    }
    if (status == STATUS_OK) {
        status = append_row(out, RECORDING_PARAMETERS "/parameters", "parameters", type_name(FIELD_F64), "1", "",
                            "row, counted from 0");
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

/* What a group has beside its datasets. */
static enum status append_rest(struct text_buffer *out, const char *group)
{
    enum status status = STATUS_OK;

    if (strcmp(group, "/scenario") == 0) {
        status = append_resolved(out);
    } else if (strcmp(group, RECORDING_PARAMETERS) == 0) {
        status = append_parameter_columns(out);
    } else if (strcmp(group, "/provenance") == 0) {
        status = append_attributes(out, provenance_attributes, provenance_attribute_count);
    }
    for (size_t i = 0; i < recording_attribute_count && status == STATUS_OK; i++) {
        status = strcmp(recording_attributes[i].group, group) == 0
                     ? append_attributes(out, &recording_attributes[i].row, 1)
                     : STATUS_OK;
    }
    return status;
}

/* The heading of a group, and what it holds. */
static enum status append_heading(struct text_buffer *out, const char *path, const char *long_name)
{
    char code[64];
    snprintf(code, sizeof code, "`%s`", path);
    enum status status = markdown_heading(out, 2, code);

    if (status == STATUS_OK) {
        status = markdown_sentence(out, long_name);
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n\n") : status;
}

static enum status append_group(struct text_buffer *out, const struct recording_group *group)
{
    enum status status = append_heading(out, group->path, group->long_name);

    if (status == STATUS_OK) {
        status = append_datasets(out, group->path);
    }
    return status == STATUS_OK ? append_rest(out, group->path) : status;
}

static enum status append_column(struct text_buffer *out, const struct record_table *table,
                                 const struct record_column *column)
{
    const char *name = strrchr(table->path, '/') + 1;
    char path[64];

    snprintf(path, sizeof path, "%s/%s", table->path, column->name);
    const bool is_text = column->text_size > 0;
    return append_row(out, path, name, is_text ? "text" : type_name(column->type), is_text ? "" : column->units, "",
                      column->long_name);
}

static enum status append_row_numbers(struct text_buffer *out, const struct record_table *table)
{
    const char *name = strrchr(table->path, '/') + 1;
    const struct record_column number = {name, FIELD_I64, 0, "1", growing_number_name};
    char path[64];
    enum status status = append_column(out, table, &number);

    snprintf(path, sizeof path, "%s/rows", table->path);
    return status == STATUS_OK
               ? append_row(out, path, "month", type_name(FIELD_I64), "1", "month: point", growing_rows_name)
               : status;
}

/* A table that grows: its columns, the row number that is named after the group, and the rows of each month. */
static enum status append_table(struct text_buffer *out, const struct record_table *table)
{
    enum status status = append_heading(out, table->path, table->long_name);

    if (status == STATUS_OK) {
        status = append_columns(out);
    }
    for (size_t i = 0; i < table->column_count && status == STATUS_OK; i++) {
        status = append_column(out, table, &table->columns[i]);
    }
    if (status == STATUS_OK) {
        status = append_row_numbers(out, table);
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

enum status recording_reference(struct text_buffer *out)
{
    enum status status = text_buffer_append(
        out, "Every dataset has the attribute `long_name`, and those of numbers have `units`; `cell_methods` says of "
             "what is recorded by month whether it is a sum over the month (`month: sum`), a median (`month: median`) "
             "or the state at its end (`month: point`). Reals that are not known are NaN, which `_FillValue` says. The "
             "dimensions of a dataset are coordinates of the root. A dataset of which a dimension is empty in a run "
             "(no payments, say) is not in its file. Groups have a `long_name` too.\n\n");

    if (status == STATUS_OK) {
        status = append_coordinates(out);
    }
    for (size_t i = 0; i < recording_group_count && status == STATUS_OK; i++) {
        status = append_group(out, &recording_groups[i]);
    }
    for (size_t i = 0; i < RECORDING_TABLES && status == STATUS_OK; i++) {
        status = append_table(out, &recording_tables[i]);
    }
    if (status == STATUS_OK) {
        status = markdown_heading(out, 2, "Attributes of the root");
    }
    return status == STATUS_OK ? append_attributes(out, recorder_attributes, recorder_attribute_count) : status;
}
