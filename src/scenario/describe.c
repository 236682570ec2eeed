#include "scenario/scenario.h"

#include "scenario/value.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define COLUMN_COUNT 6
#define COLUMN_GAP 2
#define COLUMN_WIDEST 60
#define HEADING_DEEPEST 6

/* The allowed values of a row, short. */
static enum status append_range(const struct parameter *row, struct text_buffer *out)
{
    enum status status = STATUS_OK;
    switch (row->type) {
    case PARAMETER_REAL:
    case PARAMETER_INTEGER:
        if (!isfinite(row->minimum) && !isfinite(row->maximum)) {
            return text_buffer_append(out, "any");
        }
        status = isfinite(row->minimum) ? value_append_bound(row, row->minimum, out) : text_buffer_append(out, "any");
        if (status == STATUS_OK) {
            status = text_buffer_append(out, " to ");
        }
        if (status == STATUS_OK) {
            status =
                isfinite(row->maximum) ? value_append_bound(row, row->maximum, out) : text_buffer_append(out, "any");
        }
        break;
    case PARAMETER_BOOLEAN:
        return text_buffer_append(out, "true, false");
    case PARAMETER_TEXT:
        return text_buffer_append(out, "text");
    case PARAMETER_DATE:
        return text_buffer_append(out, "date");
    case PARAMETER_FILE:
        return text_buffer_append(out, "file");
    case PARAMETER_REFERENCE:
        return text_buffer_append_format(out, "name in %s", row->choices[0]);
    case PARAMETER_CHOICE:
        for (size_t i = 0; row->choices[i] != NULL && status == STATUS_OK; i++) {
            status = text_buffer_append_format(out, "%s%s", i == 0 ? "" : ", ", row->choices[i]);
        }
        break;
    }
    return status;
}

/* A text in one line: what would break a table becomes a space. */
static enum status append_line(struct text_buffer *out, const char *text)
{
    enum status status = STATUS_OK;
    for (const char *c = text; *c != '\0' && status == STATUS_OK; c++) {
        const bool is_control = (unsigned char)*c < ' ' || *c == 0x7F;
        status = text_buffer_append_bytes(out, is_control ? " " : c, 1);
    }
    return status;
}

static enum status append_value(const struct scenario_parameter *p, struct text_buffer *out)
{
    enum status status = append_line(out, p->value);
    if (status == STATUS_OK && strcmp(p->value, p->centre) != 0) {
        status = text_buffer_append_format(out, " (drawn; centre %s, %s %s to %s)", p->centre, p->distribution, p->low,
                                           p->high);
    } else if (status == STATUS_OK && p->low[0] != '\0') {
        status = text_buffer_append_format(out, " (%s%s%s to %s)", p->distribution,
                                           p->distribution[0] == '\0' ? "" : " ", p->low, p->high);
    }
    return status;
}

static enum status append_source(const struct scenario_parameter *p, struct text_buffer *out)
{
    enum status status = append_line(out, p->source);
    if (status == STATUS_OK && p->grade[0] != '\0') {
        status = text_buffer_append_format(out, " [%s]", p->grade);
    }
    return status;
}

/* The cells of one row of the description. */
static enum status fill_cells(const struct scenario_parameter *p, struct text_buffer cells[COLUMN_COUNT])
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        text_buffer_clear(&cells[i]);
    }
    enum status status = text_buffer_append(&cells[0], p->path);
    if (status == STATUS_OK) {
        status = append_value(p, &cells[1]);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append(&cells[2], p->unit);
    }
    if (status == STATUS_OK) {
        status = append_range(p->row, &cells[3]);
    }
    if (status == STATUS_OK) {
        status = append_source(p, &cells[4]);
    }
    return status == STATUS_OK ? append_line(&cells[5], p->meaning) : status;
}

/* Characters of a text, not bytes. */
static size_t text_width(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xC0U) != 0x80U;
    }
    return width;
}

static enum status append_row(struct text_buffer *out, const struct text_buffer cells[COLUMN_COUNT],
                              const size_t widths[COLUMN_COUNT])
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < COLUMN_COUNT && status == STATUS_OK; i++) {
        const char *text = text_buffer_text(&cells[i]);
        const size_t width = text_width(text);
        const size_t gap = (width < widths[i] ? widths[i] - width : 0) + COLUMN_GAP;
        status = text_buffer_append_format(out, "%s%*s", text, i + 1 < COLUMN_COUNT ? (int)gap : 0, "");
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status name_columns(struct text_buffer cells[COLUMN_COUNT])
{
    static const char *const names[COLUMN_COUNT] = {"path", "value", "unit", "range", "source", "meaning"};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < COLUMN_COUNT && status == STATUS_OK; i++) {
        text_buffer_clear(&cells[i]);
        status = text_buffer_append(&cells[i], names[i]);
    }
    return status;
}

static void widen(size_t widths[COLUMN_COUNT], const struct text_buffer cells[COLUMN_COUNT])
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        const size_t width = text_width(text_buffer_text(&cells[i]));
        if (width > widths[i] && width <= COLUMN_WIDEST) {
            widths[i] = width;
        }
    }
}

enum status scenario_describe(const struct scenario *self, struct text_buffer *out)
{
    struct text_buffer cells[COLUMN_COUNT] = {0};
    size_t widths[COLUMN_COUNT] = {0};

    enum status status = name_columns(cells);
    widen(widths, cells);
    for (size_t i = 0; i < self->parameter_count && status == STATUS_OK; i++) {
        status = fill_cells(&self->parameters[i], cells);
        widen(widths, cells);
    }
    if (status == STATUS_OK) {
        status = name_columns(cells);
    }
    if (status == STATUS_OK) {
        status = append_row(out, cells, widths);
    }
    for (size_t i = 0; i < self->parameter_count && status == STATUS_OK; i++) {
        status = fill_cells(&self->parameters[i], cells);
        if (status == STATUS_OK) {
            status = append_row(out, cells, widths);
        }
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        text_buffer_free(&cells[i]);
    }
    return status;
}

static enum status append_fields(struct text_buffer *out, const char *const *fields, size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = i > 0 ? text_buffer_append(out, "\t") : STATUS_OK;
        if (status == STATUS_OK) {
            status = append_line(out, fields[i]);
        }
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

enum status scenario_describe_tsv(const struct scenario *self, struct text_buffer *out)
{
    static const char *const header[] = {"path",         "value",  "unit",  "range", "centre", "low",  "high",
                                         "distribution", "source", "grade", "note",  "file",   "line", "meaning"};
    enum { COUNT = sizeof header / sizeof header[0] };
    struct text_buffer range = {0};
    struct text_buffer line = {0};

    enum status status = append_fields(out, header, COUNT);
    for (size_t i = 0; i < self->parameter_count && status == STATUS_OK; i++) {
        const struct scenario_parameter *p = &self->parameters[i];
        text_buffer_clear(&range);
        text_buffer_clear(&line);
        status = append_range(p->row, &range);
        if (status == STATUS_OK && p->line > 0) {
            status = text_buffer_append_format(&line, "%" PRIu32, p->line);
        }
        const char *const fields[COUNT] = {p->path,
                                           p->value,
                                           p->unit,
                                           text_buffer_text(&range),
                                           p->centre,
                                           p->low,
                                           p->high,
                                           p->distribution,
                                           p->source,
                                           p->grade,
                                           p->note,
                                           p->file,
                                           text_buffer_text(&line),
                                           p->meaning};
        if (status == STATUS_OK) {
            status = append_fields(out, fields, COUNT);
        }
    }
    text_buffer_free(&range);
    text_buffer_free(&line);
    return status;
}

static const char *type_word(enum parameter_type type)
{
    static const char *const words[] = {[PARAMETER_REAL] = "number",     [PARAMETER_INTEGER] = "whole number",
                                        [PARAMETER_BOOLEAN] = "boolean", [PARAMETER_TEXT] = "text",
                                        [PARAMETER_DATE] = "date",       [PARAMETER_CHOICE] = "choice",
                                        [PARAMETER_FILE] = "file",       [PARAMETER_REFERENCE] = "reference"};
    return words[type];
}

/* A cell of a Markdown table: a bar would end it. */
static enum status append_cell(struct text_buffer *out, const char *text)
{
    enum status status = text_buffer_append(out, "| ");
    for (const char *c = text; *c != '\0' && status == STATUS_OK; c++) {
        status = *c == '|' ? text_buffer_append(out, "\\|") : text_buffer_append_bytes(out, c, 1);
    }
    return status == STATUS_OK ? text_buffer_append(out, " ") : status;
}

static enum status append_reference_row(struct text_buffer *out, const struct parameter *row)
{
    struct text_buffer range = {0};
    const bool is_optional = row->fallback != NULL && row->fallback[0] == '\0';
    const char *fallback = row->fallback == NULL ? "required" : is_optional ? "none" : row->fallback;

    enum status status = append_range(row, &range);
    const char *const cells[] = {row->key, type_word(row->type), row->unit, text_buffer_text(&range),
                                 fallback, row->meaning};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0] && status == STATUS_OK; i++) {
        status = append_cell(out, cells[i]);
    }
    text_buffer_free(&range);
    return status == STATUS_OK ? text_buffer_append(out, "|\n") : status;
}

static enum status append_reference_table(struct text_buffer *out, const struct section *section)
{
    enum status status = STATUS_OK;
    if (section->parameter_count > 0) {
        status = text_buffer_append(out, "| key | type | unit | range | default | meaning |\n"
                                         "| --- | --- | --- | --- | --- | --- |\n");
    }
    for (size_t i = 0; i < section->parameter_count && status == STATUS_OK; i++) {
        status = append_reference_row(out, &section->parameters[i]);
    }
    return status == STATUS_OK && section->parameter_count > 0 ? text_buffer_append(out, "\n") : status;
}

/* A section, and then those in it. `path` is the buffer that each level lengthens and cuts back. */
static enum status append_reference(struct text_buffer *out, const struct section *section, struct text_buffer *path,
                                    unsigned depth)
{
    enum status status = append_reference_table(out, section);
    for (size_t i = 0; i < section->section_count && status == STATUS_OK; i++) {
        const struct subsection *subsection = &section->sections[i];
        const size_t length = path->length;
        const unsigned level = depth < HEADING_DEEPEST ? depth : HEADING_DEEPEST;
        status = text_buffer_append_format(path, "%s%s%s", length == 0 ? "" : ".", subsection->key,
                                           subsection->kind == SECTION_NAMED ? ".<name>" : "");
        if (status == STATUS_OK) {
            status = text_buffer_append_format(out, "%.*s `%s`\n\n%s\n\n", (int)level, "######", text_buffer_text(path),
                                               subsection->meaning);
        }
        if (status == STATUS_OK) {
            status = append_reference(out, subsection->section, path, depth + 1);
        }
        path->length = length;
        if (path->text != NULL) {
            path->text[length] = '\0';
        }
    }
    return status;
}

enum status scenario_reference(const struct section *root, struct text_buffer *out)
{
    struct text_buffer path = {0};
    enum status status = append_reference(out, root, &path, 2);
    text_buffer_free(&path);
    return status;
}
