/* Which parameters are meant by a path, and what might be when it leads nowhere. */
#include "scenario/describe.h"

#include "base/memory.h"
#include "scenario/problem.h"

#include <string.h>

/* The length of the first `parts` parts of a path. */
static size_t parts_length(const char *path, size_t parts)
{
    size_t length = 0;

    for (size_t i = 0; i < parts; i++) {
        length += i > 0 && path[length] == '.';
        length += strcspn(path + length, ".");
    }
    return length;
}

static size_t count_parts(const char *path)
{
    size_t parts = 1;

    for (; *path != '\0'; path++) {
        parts += *path == '.';
    }
    return parts;
}

/* Whether the first parts of a path are those of a pattern, in which `*` is any. */
static bool path_begins(const char *path, const char *pattern, size_t parts)
{
    for (size_t i = 0; i < parts; i++) {
        const size_t wanted = strcspn(pattern, ".");
        const size_t there = strcspn(path, ".");
        const bool is_any = wanted == 1 && *pattern == '*';
        if (there == 0 || (!is_any && (wanted != there || memcmp(pattern, path, there) != 0))) {
            return false;
        }
        pattern += wanted + (pattern[wanted] == '.');
        path += there + (path[there] == '.');
    }
    return true;
}

static void select_parameters(struct listing *self, const struct scenario *scenario, const char *pattern, size_t parts)
{
    self->count = 0;
    for (size_t i = 0; i < scenario->parameter_count; i++) {
        if (path_begins(scenario->parameters[i].path, pattern, parts)) {
            self->items[self->count++] = &scenario->parameters[i];
        }
    }
}

/* The words that paths have after their first `parts` parts, each once: those with the same stand together. */
static enum status list_words(const struct listing *listing, size_t parts, struct arena *arena, const char **words,
                              size_t *count)
{
    enum status status = STATUS_OK;

    *count = 0;
    for (size_t i = 0; i < listing->count && status == STATUS_OK; i++) {
        const char *path = listing->items[i]->path;
        const char *word = path + parts_length(path, parts);
        word += *word == '.';
        const size_t length = strcspn(word, ".");
        const char *last = *count > 0 ? words[*count - 1] : "";
        if (length == 0 || (strncmp(last, word, length) == 0 && last[length] == '\0')) {
            continue;
        }
        status = arena_copy(arena, &words[*count], word, length);
        *count += status == STATUS_OK;
    }
    return status;
}

/* A path that leads nowhere: says what may stand where its first wrong part is. */
static enum status report_nothing(struct listing *self, const struct scenario *scenario, const char *path)
{
    struct arena arena = {0};
    struct text_buffer suggestion = {0};
    const char **words = NULL;
    const char *good = NULL;
    const char *wrong = NULL;
    size_t parts = count_parts(path);
    size_t count = 0;

    do {
        select_parameters(self, scenario, path, --parts);
    } while (self->count == 0 && parts > 0);
    const size_t length = parts_length(path, parts);
    const char *rest = path + length + (length > 0);
    enum status status = memory_allocate((void **)&words, self->count, sizeof *words);
    if (status == STATUS_OK) {
        status = list_words(self, parts, &arena, words, &count);
    }
    if (status == STATUS_OK) {
        status = arena_copy(&arena, &good, path, length);
    }
    if (status == STATUS_OK) {
        status = arena_copy(&arena, &wrong, rest, strcspn(rest, "."));
    }
    if (status == STATUS_OK) {
        status = problem_suggest(&suggestion, good, wrong, words, count);
    }
    if (status == STATUS_OK) {
        status = status_raise(STATUS_NOT_FOUND, "%s: no parameter and no section has this path%s", path,
                              text_buffer_text(&suggestion));
    }
    memory_free((void **)&words);
    text_buffer_free(&suggestion);
    arena_free(&arena);
    return status;
}

static enum status describe_listing(const struct listing *listing, bool is_one, enum scenario_form form,
                                    struct text_buffer *out)
{
    switch (form) {
    case SCENARIO_FORM_TABLE:
        return is_one ? describe_story(listing->items[0], out) : describe_table(listing, out);
    case SCENARIO_FORM_TSV:
        return describe_tsv(listing, out);
    case SCENARIO_FORM_JSON:
        break;
    }
    return describe_json(listing, out);
}

enum status scenario_describe(const struct scenario *self, const char *path, enum scenario_form form,
                              struct text_buffer *out)
{
    struct listing listing = {0};
    enum status status =
        memory_allocate((void **)&listing.items, self->parameter_count, sizeof(const struct scenario_parameter *));

    if (status != STATUS_OK) {
        return status;
    }
    select_parameters(&listing, self, path == NULL ? "" : path, path == NULL ? 0 : count_parts(path));
    const bool is_one = path != NULL && listing.count == 1;
    status = path != NULL && listing.count == 0 ? report_nothing(&listing, self, path)
                                                : describe_listing(&listing, is_one, form, out);
    memory_free((void **)&listing.items);
    return status;
}
