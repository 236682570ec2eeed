#include "scenario/describe.h"

#include "scenario/value.h"

#include <inttypes.h>
#include <string.h>

#define COLUMN_COUNT 6
#define COLUMN_GAP 2
#define COLUMN_WIDEST 60

enum status describe_append_line(struct text_buffer *out, const char *text)
{
    const size_t start = out->length;
    enum status status = text_buffer_append(out, text);

    if (status == STATUS_OK) {
        text_flatten(out->text + start);
    }
    return status;
}

static enum status append_value(const struct scenario_parameter *p, struct text_buffer *out)
{
    enum status status = describe_append_line(out, p->value);
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
    enum status status = describe_append_line(out, p->source);
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
        status = value_append_range(p->row, &cells[3]);
    }
    if (status == STATUS_OK) {
        status = append_source(p, &cells[4]);
    }
    return status == STATUS_OK ? describe_append_line(&cells[5], p->meaning) : status;
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

enum status describe_table(const struct listing *listing, struct text_buffer *out)
{
    struct text_buffer cells[COLUMN_COUNT] = {0};
    size_t widths[COLUMN_COUNT] = {0};

    enum status status = name_columns(cells);
    widen(widths, cells);
    for (size_t i = 0; i < listing->count && status == STATUS_OK; i++) {
        status = fill_cells(listing->items[i], cells);
        widen(widths, cells);
    }
    if (status == STATUS_OK) {
        status = name_columns(cells);
    }
    if (status == STATUS_OK) {
        status = append_row(out, cells, widths);
    }
    for (size_t i = 0; i < listing->count && status == STATUS_OK; i++) {
        status = fill_cells(listing->items[i], cells);
        if (status == STATUS_OK) {
            status = append_row(out, cells, widths);
        }
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        text_buffer_free(&cells[i]);
    }
    return status;
}

/* A line of a story; nothing for what is empty. */
static enum status append_fact(struct text_buffer *out, const char *name, const char *text)
{
    enum status status = STATUS_OK;

    if (*text == '\0') {
        return status;
    }
    status = text_buffer_append_format(out, "%-14s", name);
    if (status == STATUS_OK) {
        status = describe_append_line(out, text);
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status append_place(struct text_buffer *out, const char *file, uint32_t line)
{
    return line > 0 ? text_buffer_append_format(out, "%s:%" PRIu32, file, line) : text_buffer_append(out, file);
}

static enum status append_layers(const struct scenario_parameter *p, struct text_buffer *out)
{
    struct text_buffer text = {0};
    enum status status = p->is_default ? text_buffer_append(&text, "nobody gave a value: the default holds")
                                       : append_place(&text, p->file, p->line);

    if (status == STATUS_OK) {
        status = append_fact(out, "set by", text_buffer_text(&text));
    }
    for (const struct scenario_earlier *e = p->earlier; e != NULL && status == STATUS_OK; e = e->next) {
        text_buffer_clear(&text);
        status = text_buffer_append_format(&text, "%s, by ", e->value);
        if (status == STATUS_OK) {
            status = append_place(&text, e->file, e->line);
        }
        if (status == STATUS_OK) {
            status = append_fact(out, e == p->earlier ? "in place of" : "before that", text_buffer_text(&text));
        }
    }
    text_buffer_free(&text);
    return status;
}

static const char *grade_meaning(const char *grade)
{
    return *grade == 'A' ? "A, official" : *grade == 'B' ? "B, secondary" : *grade == 'C' ? "C, recalled" : "";
}

static const char *default_meaning(const struct parameter *row)
{
    return row->fallback == NULL      ? "none: every scenario gives a value"
           : row->fallback[0] == '\0' ? "none"
                                      : row->fallback;
}

enum status describe_story(const struct scenario_parameter *parameter, struct text_buffer *out)
{
    struct text_buffer value = {0};
    struct text_buffer expected = {0};
    enum status status = text_buffer_append_format(out, "%s\n%s\n\n", parameter->path, parameter->meaning);

    if (status == STATUS_OK) {
        status = append_value(parameter, &value);
    }
    if (status == STATUS_OK && parameter->unit[0] != '\0' && strcmp(parameter->unit, "1") != 0) {
        status = text_buffer_append_format(&value, " %s", parameter->unit);
    }
    if (status == STATUS_OK) {
        status = scenario_expected(parameter->row, &expected);
    }
    if (status == STATUS_OK) {
        status = append_fact(out, "value", value.length > 0 ? text_buffer_text(&value) : "(empty)");
    }
    if (status == STATUS_OK) {
        status = append_layers(parameter, out);
    }
    const char *const facts[][2] = {
        {"source", parameter->is_default || !parameter->is_explained ? "" : parameter->source},
        {"grade", grade_meaning(parameter->grade)},
        {"note", parameter->note},
        {"expected", text_buffer_text(&expected)},
        {"default", default_meaning(parameter->row)}};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0] && status == STATUS_OK; i++) {
        status = append_fact(out, facts[i][0], facts[i][1]);
    }
    text_buffer_free(&value);
    text_buffer_free(&expected);
    return status;
}
