#include "scenario/describe.h"

#include "scenario/value.h"

#include <inttypes.h>

static enum status append_fields(struct text_buffer *out, const char *const *fields, size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = i > 0 ? text_buffer_append(out, "\t") : STATUS_OK;
        if (status == STATUS_OK) {
            status = describe_append_line(out, fields[i]);
        }
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

enum status describe_tsv(const struct listing *listing, struct text_buffer *out)
{
    static const char *const header[] = {"path",         "value",  "unit",  "range", "centre", "low",  "high",
                                         "distribution", "source", "grade", "note",  "file",   "line", "meaning"};
    enum { COUNT = sizeof header / sizeof header[0] };
    struct text_buffer range = {0};
    struct text_buffer line = {0};

    enum status status = append_fields(out, header, COUNT);
    for (size_t i = 0; i < listing->count && status == STATUS_OK; i++) {
        const struct scenario_parameter *p = listing->items[i];
        text_buffer_clear(&range);
        text_buffer_clear(&line);
        status = value_append_range(p->row, &range);
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

static enum status append_json_text(struct text_buffer *out, const char *text)
{
    enum status status = text_buffer_append(out, "\"");

    for (const char *c = text; *c != '\0' && status == STATUS_OK; c++) {
        const unsigned char byte = (unsigned char)*c;
        const unsigned char next = (unsigned char)c[1];
        if (byte < ' ' || byte == 0x7f) {
            status = text_buffer_append_format(out, "\\u%04x", byte);
        } else if (byte == 0xc2 && next >= 0x80 && next <= 0x9f) { /* control characters too */
            status = text_buffer_append_format(out, "\\u%04x", next);
            c++;
        } else {
            const bool is_special = *c == '"' || *c == '\\';
            status = text_buffer_append_format(out, "%s%c", is_special ? "\\" : "", *c);
        }
    }
    return status == STATUS_OK ? text_buffer_append(out, "\"") : status;
}

/* A number or a truth value as such, anything else as a text, and null for what is not there. */
static enum status append_json_value(struct text_buffer *out, const struct parameter *row, const char *text)
{
    const bool is_bare =
        row->type == PARAMETER_REAL || row->type == PARAMETER_INTEGER || row->type == PARAMETER_BOOLEAN;

    if (*text == '\0') {
        return text_buffer_append(out, is_bare ? "null" : "\"\"");
    }
    return is_bare ? text_buffer_append(out, text) : append_json_text(out, text);
}

static enum status append_json_earlier(struct text_buffer *out, const struct scenario_earlier *first)
{
    enum status status = text_buffer_append(out, ", \"in_place_of\": [");

    for (const struct scenario_earlier *e = first; e != NULL && status == STATUS_OK; e = e->next) {
        status = text_buffer_append(out, e == first ? "{\"value\": " : ", {\"value\": ");
        if (status == STATUS_OK) {
            status = append_json_text(out, e->value);
        }
        if (status == STATUS_OK) {
            status = text_buffer_append(out, ", \"file\": ");
        }
        if (status == STATUS_OK) {
            status = append_json_text(out, e->file);
        }
        if (status == STATUS_OK) {
            status = text_buffer_append_format(out, ", \"line\": %" PRIu32 "}", e->line);
        }
    }
    return status == STATUS_OK ? text_buffer_append(out, "]") : status;
}

static enum status append_json_object(struct text_buffer *out, const struct scenario_parameter *p, const char *range)
{
    const struct {
        const char *key, *text;
        bool is_value; /* of the type of the parameter */
    } fields[] = {
        {"path", p->path, false},       {"value", p->value, true},
        {"unit", p->unit, false},       {"range", range, false},
        {"centre", p->centre, true},    {"low", p->low, true},
        {"high", p->high, true},        {"distribution", p->distribution, false},
        {"source", p->source, false},   {"grade", p->grade, false},
        {"note", p->note, false},       {"file", p->file, false},
        {"meaning", p->meaning, false},
    };
    enum status status = text_buffer_append(out, "{");

    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "%s\"%s\": ", i > 0 ? ", " : "", fields[i].key);
        if (status == STATUS_OK) {
            status = fields[i].is_value ? append_json_value(out, p->row, fields[i].text)
                                        : append_json_text(out, fields[i].text);
        }
    }
    if (status == STATUS_OK) {
        status = text_buffer_append_format(out, ", \"line\": %" PRIu32 ", \"is_default\": %s", p->line,
                                           p->is_default ? "true" : "false");
    }
    if (status == STATUS_OK) {
        status = append_json_earlier(out, p->earlier);
    }
    return status == STATUS_OK ? text_buffer_append(out, "}") : status;
}

enum status describe_json(const struct listing *listing, struct text_buffer *out)
{
    struct text_buffer range = {0};
    enum status status = text_buffer_append(out, "[");

    for (size_t i = 0; i < listing->count && status == STATUS_OK; i++) {
        text_buffer_clear(&range);
        status = text_buffer_append(out, i > 0 ? ",\n " : "");
        if (status == STATUS_OK) {
            status = value_append_range(listing->items[i]->row, &range);
        }
        if (status == STATUS_OK) {
            status = append_json_object(out, listing->items[i], text_buffer_text(&range));
        }
    }
    text_buffer_free(&range);
    return status == STATUS_OK ? text_buffer_append(out, "]\n") : status;
}
