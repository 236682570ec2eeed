#include "scenario/problem.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* The most words that a message lists. */
#define PROBLEM_WORDS 12

/* The room for the parts of a message, most of which a file decides: a path, and what is wrong there. */
#define PATH_SIZE 256
#define MESSAGE_SIZE 1024

struct scenario_problem {
    const char *text;
    int32_t layer;
    uint32_t line, column;
    size_t order; /* of finding; qsort is not stable */
};

enum status path_join(struct scenario *scenario, const char *prefix, const char *key, const char **out)
{
    return arena_format(&scenario->arena, out, "%s%s%s", prefix, prefix[0] == '\0' ? "" : ".", key);
}

static enum status append_place(struct text_buffer *text, struct scenario_place place)
{
    enum status status = STATUS_OK;
    if (place.origin == NULL) {
        return STATUS_OK;
    }
    status = text_buffer_append(text, place.origin->file);
    if (status == STATUS_OK && place.line > 0) {
        status = text_buffer_append_format(text, ":%u:%u", place.line, place.column);
    }
    return status == STATUS_OK ? text_buffer_append(text, ": ") : status;
}

static enum status keep(struct scenario *scenario, struct scenario_place place, const char *text)
{
    enum status status = memory_reserve((void **)&scenario->faults, &scenario->problem_capacity,
                                        scenario->problem_count + 1, sizeof *scenario->faults);
    if (status == STATUS_OK) {
        scenario->faults[scenario->problem_count] = (struct scenario_problem){
            .text = text,
            .layer = place.origin != NULL ? place.origin->layer : 0,
            .line = place.line,
            .column = place.column,
            .order = scenario->problem_count,
        };
        scenario->problem_count++;
    }
    return status;
}

enum status problem_add_list(struct scenario *scenario, struct scenario_place place, const char *path,
                             const char *format, va_list arguments)
{
    struct text_buffer text;
    char where[PATH_SIZE];
    char what[MESSAGE_SIZE];
    const char *said = NULL;
    const char *kept = NULL;

    text_buffer_init(&text);
    enum status status = arena_format_list(&scenario->arena, &said, format, arguments);
    if (status == STATUS_OK) {
        status = append_place(&text, place);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append_format(&text, "%s%s%s", text_excerpt(path, where, sizeof where),
                                           path[0] == '\0' ? "" : ": ", text_excerpt(said, what, sizeof what));
    }
    if (status == STATUS_OK) {
        text_flatten(text.text);
        status = arena_copy(&scenario->arena, &kept, text.text, text.length);
    }
    if (status == STATUS_OK) {
        status = keep(scenario, place, kept);
    }
    text_buffer_free(&text);
    return status;
}

enum status problem_add(struct scenario *scenario, struct scenario_place place, const char *path, const char *format,
                        ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum status status = problem_add_list(scenario, place, path, format, arguments);
    va_end(arguments);
    return status;
}

static int compare_problems(const void *a, const void *b)
{
    const struct scenario_problem *x = a;
    const struct scenario_problem *y = b;
    if (x->layer != y->layer) {
        return x->layer < y->layer ? -1 : 1;
    }
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    if (x->column != y->column) {
        return x->column < y->column ? -1 : 1;
    }
    return (x->order > y->order) - (x->order < y->order);
}

enum status problem_conclude(struct scenario *scenario)
{
    const size_t count = scenario->problem_count;
    if (count == 0) {
        return STATUS_OK;
    }
    qsort(scenario->faults, count, sizeof *scenario->faults, compare_problems);
    memory_free((void **)&scenario->problems);
    enum status status = memory_allocate((void **)&scenario->problems, count, sizeof *scenario->problems);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        scenario->problems[i] = scenario->faults[i].text;
    }
    char first[MESSAGE_SIZE];
    return status_raise(STATUS_SCENARIO, "%zu problem%s in the scenario: %s", count, count == 1 ? "" : "s",
                        text_excerpt(scenario->problems[0], first, sizeof first));
}

enum status problem_raise_name(const char *expected, const char *found, const char *nearest, const char *path, ...)
{
    struct text_buffer text = {0};
    va_list arguments;

    va_start(arguments, path);
    enum status status = text_buffer_append_format_list(&text, path, arguments);
    va_end(arguments);
    if (status == STATUS_OK) {
        status = text_buffer_append_format(&text, ": expected %s, found %s", expected, found);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append_suggestion(&text, "", nearest);
    }
    if (status == STATUS_OK) {
        status = status_raise(STATUS_SCENARIO, "%s", text_buffer_text(&text));
    }
    text_buffer_free(&text);
    return status;
}

enum status problem_suggest(struct text_buffer *out, const char *prefix, const char *word,
                            const char *const *candidates, size_t count)
{
    const char *nearest = count > 0 ? text_nearest(word, candidates, count) : NULL;
    if (nearest != NULL) {
        return text_buffer_append_suggestion(out, prefix, nearest);
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && i < PROBLEM_WORDS && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "%s%s", i == 0 ? "; expected one of " : ", ", candidates[i]);
    }
    if (status == STATUS_OK && count > PROBLEM_WORDS) {
        status = text_buffer_append_format(out, " and %zu more", count - PROBLEM_WORDS);
    }
    return status;
}
