#include "scenario/section.h"

#include "base/memory.h"
#include "scenario/problem.h"

#include <string.h>

const struct parameter *section_parameter(const struct section *section, const char *key)
{
    for (size_t i = 0; i < section->parameter_count; i++) {
        if (strcmp(section->parameters[i].key, key) == 0) {
            return &section->parameters[i];
        }
    }
    return NULL;
}

const struct subsection *section_subsection(const struct section *section, const char *key)
{
    for (size_t i = 0; i < section->section_count; i++) {
        if (strcmp(section->sections[i].key, key) == 0) {
            return &section->sections[i];
        }
    }
    return NULL;
}

const struct section *section_inside(const struct scenario *scenario, const struct subsection *subsection)
{
    return subsection->kind == SECTION_CHANGE ? scenario->root : subsection->section;
}

bool section_is_annotation(const struct section *section, const struct scenario_entry *entry)
{
    const char *key = entry->key;
    if (strcmp(key, "source") != 0 && strcmp(key, "grade") != 0 && strcmp(key, "note") != 0) {
        return false;
    }
    if (section == NULL) {
        return entry->value->kind == NODE_SCALAR && !tree_is_null(entry->value);
    }
    return section_parameter(section, key) == NULL && section_subsection(section, key) == NULL;
}

enum status section_report_unknown(struct scenario *scenario, const struct section *section, const char *path,
                                   const char *key, struct scenario_place place)
{
    const size_t count = section->parameter_count + section->section_count;
    const char **keys = NULL;
    const char *full = NULL;
    struct text_buffer suggestion;

    text_buffer_init(&suggestion);
    enum status status = memory_allocate((void **)&keys, count, sizeof *keys);
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = i < section->parameter_count ? section->parameters[i].key
                                               : section->sections[i - section->parameter_count].key;
    }
    status = problem_suggest(&suggestion, path, key, keys, count);
    if (status == STATUS_OK) {
        status = path_join(scenario, path, key, &full);
    }
    if (status == STATUS_OK) {
        status = problem_add(scenario, place, full, "unknown key%s", text_buffer_text(&suggestion));
    }
out:
    memory_free((void **)&keys);
    text_buffer_free(&suggestion);
    return status;
}

int32_t named_list_index(const struct named_list *list, size_t size, const char *name)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const char *const *item = (const void *)((const char *)list->items + middle * size);
        const int order = strcmp(*item, name);
        if (order == 0) {
            return (int32_t)middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}
