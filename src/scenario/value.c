#include "scenario/value.h"

#include "scenario/criterion.h"
#include "scenario/layers.h"
#include "scenario/problem.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Digits that every double keeps, and that always give it back. */
#define REAL_DIGITS_LEAST 15
#define REAL_DIGITS_MOST 17
#define REAL_TEXT_SIZE 40

/* 2^63, the first number above the 64-bit integers. */
#define INTEGER_LIMIT 9223372036854775808.0

enum status value_format_real(struct scenario *scenario, double number, const char **out)
{
    char text[REAL_TEXT_SIZE];
    for (int digits = REAL_DIGITS_LEAST; digits <= REAL_DIGITS_MOST; digits++) {
        double back = 0.0;
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (text_parse_real(text, &back) == STATUS_OK && back == number) {
            break;
        }
    }
    return arena_copy(&scenario->arena, out, text, strlen(text));
}

enum status value_append_bound(const struct parameter *row, double bound, struct text_buffer *out)
{
    if (row->type == PARAMETER_INTEGER && fabs(bound) >= INTEGER_LIMIT) {
        return text_buffer_append_format(out, "%" PRId64, bound > 0 ? INT64_MAX : INT64_MIN);
    }
    return text_buffer_append_format(out, "%.15g", bound);
}

static enum status append_range(const struct parameter *row, struct text_buffer *out)
{
    const bool has_minimum = isfinite(row->minimum);
    const bool has_maximum = isfinite(row->maximum);
    enum status status = STATUS_OK;

    if (has_minimum) {
        status = text_buffer_append(out, has_maximum ? " from " : " of at least ");
        status = status == STATUS_OK ? value_append_bound(row, row->minimum, out) : status;
    }
    if (has_maximum && status == STATUS_OK) {
        status = text_buffer_append(out, has_minimum ? " to " : " of at most ");
        status = status == STATUS_OK ? value_append_bound(row, row->maximum, out) : status;
    }
    if (row->unit[0] != '\0' && status == STATUS_OK) {
        status = text_buffer_append_format(out, " (%s)", row->unit);
    }
    return status;
}

static enum status append_words(const struct parameter *row, struct text_buffer *out)
{
    enum status status = text_buffer_append(out, "one of ");
    for (size_t i = 0; row->choices[i] != NULL && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "%s%s", i == 0 ? "" : ", ", row->choices[i]);
    }
    return status;
}

enum status scenario_expected(const struct parameter *row, struct text_buffer *out)
{
    enum status status = STATUS_OK;
    switch (row->type) {
    case PARAMETER_REAL:
        status = text_buffer_append(out, "a number");
        return status == STATUS_OK ? append_range(row, out) : status;
    case PARAMETER_INTEGER:
        status = text_buffer_append(out, "a whole number");
        return status == STATUS_OK ? append_range(row, out) : status;
    case PARAMETER_BOOLEAN:
        return text_buffer_append(out, "true or false");
    case PARAMETER_TEXT:
        return text_buffer_append(out, "a text");
    case PARAMETER_DATE:
        return text_buffer_append_format(out, "a date as YYYY-MM-DD in the years %d to %d", CALENDAR_FIRST_YEAR,
                                         CALENDAR_LAST_YEAR);
    case PARAMETER_CHOICE:
        return append_words(row, out);
    case PARAMETER_FILE:
        return text_buffer_append(out, "the name of a file");
    case PARAMETER_CRITERION:
        return text_buffer_append(out, "a criterion such as `age >= 75 and copd`");
    case PARAMETER_REFERENCE:
        break;
    }
    return text_buffer_append_format(out, "the name of one of %s", row->choices[0]);
}

enum status value_append_range(const struct parameter *row, struct text_buffer *out)
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
    case PARAMETER_CRITERION:
        return text_buffer_append(out, "criterion");
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

static bool in_range(const struct parameter *row, double number)
{
    return number >= row->minimum && number <= row->maximum;
}

static enum status read_real(struct scenario *scenario, const struct parameter *row, const struct scenario_node *node,
                             struct value *out, bool *good)
{
    *good = node->plain && text_parse_real(node->text, &out->number) == STATUS_OK && in_range(row, out->number);
    out->number += 0.0; /* -0 becomes 0, so that equal values have equal texts */
    return *good ? value_format_real(scenario, out->number, &out->text) : STATUS_OK;
}

static enum status read_integer(struct scenario *scenario, const struct parameter *row,
                                const struct scenario_node *node, struct value *out, bool *good)
{
    *good = node->plain && text_parse_integer(node->text, &out->integer) == STATUS_OK &&
            in_range(row, (double)out->integer);
    out->number = (double)out->integer;
    return *good ? arena_format(&scenario->arena, &out->text, "%" PRId64, out->integer) : STATUS_OK;
}

static enum status read_boolean(const struct scenario_node *node, struct value *out, bool *good)
{
    out->truth = strcmp(node->text, "true") == 0;
    out->text = out->truth ? "true" : "false";
    *good = node->plain && strcmp(node->text, out->text) == 0;
    return STATUS_OK;
}

static enum status read_date(struct scenario *scenario, const struct scenario_node *node, struct value *out, bool *good)
{
    char text[CALENDAR_TEXT_SIZE];
    *good = calendar_parse(node->text, &out->day) == STATUS_OK;
    if (!*good) {
        return STATUS_OK;
    }
    calendar_format(out->day, text);
    return arena_copy(&scenario->arena, &out->text, text, strlen(text));
}

static enum status read_choice(const struct parameter *row, const struct scenario_node *node, struct value *out,
                               bool *good)
{
    *good = false;
    for (int32_t i = 0; row->choices[i] != NULL; i++) {
        if (strcmp(row->choices[i], node->text) == 0) {
            out->index = i;
            out->text = row->choices[i];
            *good = true;
        }
    }
    return STATUS_OK;
}

static enum status read_scalar(struct scenario *scenario, const struct parameter *row, const struct scenario_node *node,
                               struct value *out, bool *good)
{
    switch (row->type) {
    case PARAMETER_REAL:
        return read_real(scenario, row, node, out, good);
    case PARAMETER_INTEGER:
        return read_integer(scenario, row, node, out, good);
    case PARAMETER_BOOLEAN:
        return read_boolean(node, out, good);
    case PARAMETER_DATE:
        return read_date(scenario, node, out, good);
    case PARAMETER_CHOICE:
        return read_choice(row, node, out, good);
    case PARAMETER_TEXT:
    case PARAMETER_FILE:
    case PARAMETER_CRITERION:
    case PARAMETER_REFERENCE:
        out->text = node->text;
        *good = node->text[0] != '\0' || (row->fallback != NULL && row->fallback[0] == '\0');
        break;
    }
    return STATUS_OK;
}

/* Names the near word when the text may be one misspelt. */
static enum status append_near_choice(const struct parameter *row, const struct scenario_node *node,
                                      struct text_buffer *out)
{
    size_t count = 0;
    if (row->type != PARAMETER_CHOICE || node->kind != NODE_SCALAR) {
        return STATUS_OK;
    }
    while (row->choices[count] != NULL) {
        count++;
    }
    return text_buffer_append_suggestion(out, "", text_nearest(node->text, row->choices, count));
}

static enum status report(struct scenario *scenario, const struct parameter *row, const char *path,
                          const struct scenario_node *node, struct scenario_place place)
{
    const char *found = NULL;
    struct text_buffer text;

    text_buffer_init(&text);
    enum status status = text_buffer_append(&text, "expected ");
    if (status == STATUS_OK) {
        status = scenario_expected(row, &text);
    }
    if (status == STATUS_OK) {
        status = tree_found(scenario, node, &found);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append_format(&text, ", found %s", found);
    }
    if (status == STATUS_OK) {
        status = append_near_choice(row, node, &text);
    }
    if (status == STATUS_OK) {
        status = problem_add(scenario, place, path, "%s", text_buffer_text(&text));
    }
    text_buffer_free(&text);
    return status;
}

static enum status find_file(struct scenario *scenario, const char *path, struct scenario_place place,
                             struct value *out, bool *good)
{
    const char *absolute = NULL;
    enum status status = layers_find_file(scenario, place.origin, out->text, &absolute);
    if (status == STATUS_OK && absolute == NULL) {
        const bool alone = out->text[0] == '/';
        *good = false;
        status = problem_add(scenario, place, path, "expected the name of a file, but there is no file %s%s",
                             alone ? "" : place.origin->folder, out->text);
    } else if (status == STATUS_OK) {
        out->text = absolute;
    }
    return status;
}

/* The grammar alone; whether there are such names is known where the figures are. */
static enum status check_criterion(struct scenario *scenario, const char *path, struct scenario_place place,
                                   const char *text, bool *good)
{
    struct criterion criterion;
    const enum status status = criterion_parse(&criterion, text);

    *good = status == STATUS_OK;
    return *good ? STATUS_OK : problem_add(scenario, place, path, "not a criterion: %s", status_message());
}

enum status value_read(struct scenario *scenario, const struct parameter *row, const char *path,
                       const struct scenario_node *node, struct scenario_place place, struct value *out, bool *good)
{
    enum status status = STATUS_OK;
    if (node->place.origin != NULL) {
        place = node->place;
    }
    *out = (struct value){.index = -1, .text = ""};
    *good = false;
    if (node->kind == NODE_SCALAR && !tree_is_null(node)) {
        status = read_scalar(scenario, row, node, out, good);
    }
    if (status == STATUS_OK && !*good) {
        status = report(scenario, row, path, node, place);
    } else if (status == STATUS_OK && row->type == PARAMETER_FILE && out->text[0] != '\0') {
        status = find_file(scenario, path, place, out, good);
    } else if (status == STATUS_OK && row->type == PARAMETER_CRITERION) {
        status = check_criterion(scenario, path, place, out->text, good);
    }
    return status;
}

void value_store(const struct parameter *row, const struct value *value, void *values)
{
    void *member = (char *)values + row->offset;
    switch (row->type) {
    case PARAMETER_REAL:
        *(double *)member = value->number;
        break;
    case PARAMETER_INTEGER:
        *(int64_t *)member = value->integer;
        break;
    case PARAMETER_BOOLEAN:
        *(bool *)member = value->truth;
        break;
    case PARAMETER_DATE:
        *(day_t *)member = value->day;
        break;
    case PARAMETER_CHOICE:
    case PARAMETER_REFERENCE:
        *(int32_t *)member = value->index;
        break;
    case PARAMETER_TEXT:
    case PARAMETER_FILE:
    case PARAMETER_CRITERION:
        *(const char **)member = value->text;
        break;
    }
}

enum status value_from_number(struct scenario *scenario, const struct parameter *row, double number, struct value *out)
{
    if (row->type == PARAMETER_INTEGER) {
        number = nearbyint(number);
    }
    number = fmin(fmax(number, row->minimum), row->maximum);
    *out = (struct value){.number = number, .index = -1};
    if (row->type == PARAMETER_INTEGER) {
        out->integer = number >= INTEGER_LIMIT ? INT64_MAX : (int64_t)number;
        return arena_format(&scenario->arena, &out->text, "%" PRId64, out->integer);
    }
    return value_format_real(scenario, number, &out->text);
}
