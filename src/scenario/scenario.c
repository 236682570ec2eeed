#include "scenario/scenario.h"

#include "base/memory.h"
#include "scenario/layers.h"
#include "scenario/merge.h"
#include "scenario/problem.h"
#include "scenario/reader.h"
#include "scenario/resolved.h"
#include "scenario/section.h"
#include "scenario/timeline.h"

#include <inttypes.h>
#include <string.h>

void scenario_free(struct scenario *self)
{
    memory_free((void **)&self->resolved);
    memory_free((void **)&self->parameters);
    memory_free((void **)&self->steps);
    memory_free((void **)&self->faults);
    memory_free((void **)&self->problems);
    arena_free(&self->arena);
    *self = (struct scenario){0};
}

/* The seed of the command line comes last and is reported like a --set. */
static enum status merge_seed(struct scenario *self, const struct section *root,
                              const struct scenario_settings *settings, int32_t layer)
{
    const char *assignment = NULL;
    if (!settings->has_seed || section_parameter(root, "seed") == NULL) {
        return STATUS_OK;
    }
    enum status status = arena_format(&self->arena, &assignment, "seed=%" PRIu64, settings->seed);
    return status == STATUS_OK ? merge_assignment(self, root, self->tree, assignment, layer) : status;
}

static enum status merge_layers(struct scenario *self, const struct section *root, const struct layer_list *layers,
                                const struct scenario_settings *settings)
{
    int32_t layer = layers->next;
    enum status status = tree_new_mapping(self, layers->main->place, &self->tree);
    for (size_t i = 0; i < layers->count && status == STATUS_OK; i++) {
        status = merge_section(self, root, "", self->tree, layers->roots[i]);
    }
    for (size_t i = 0; i < settings->set_count && status == STATUS_OK; i++) {
        status = merge_assignment(self, root, self->tree, settings->sets[i], layer++);
    }
    return status == STATUS_OK ? merge_seed(self, root, settings, layer) : status;
}

static enum status load(struct scenario *self, const struct section *root, void *target,
                        const struct scenario_settings *settings, struct layer_list *layers)
{
    enum status status = layers_read(layers, self, settings);
    if (status == STATUS_OK && !layers->complete) {
        return problem_conclude(self);
    }
    if (status == STATUS_OK) {
        status = merge_layers(self, root, layers, settings);
    }
    if (status == STATUS_OK) {
        status = reader_read(self, root, target, settings->replicate);
    }
    if (status == STATUS_OK && self->problem_count == 0) {
        status = timeline_read(self, root, target, settings->replicate);
    }
    if (status == STATUS_OK) {
        status = problem_conclude(self);
    }
    if (status == STATUS_OK) {
        status = resolved_write(self, root, target);
    }
    return status == STATUS_OK ? resolved_hash(self) : status;
}

enum status scenario_load(struct scenario *self, const struct section *root, void *target,
                          const struct scenario_settings *settings)
{
    struct layer_list layers = {0};

    *self = (struct scenario){.root = root};
    arena_init(&self->arena);
    memset(target, 0, root->size);
    status_clear();
    enum status status = load(self, root, target, settings, &layers);
    layer_list_free(&layers);
    return status;
}

const char *const *scenario_problems(const struct scenario *self, size_t *count)
{
    *count = self->problems != NULL ? self->problem_count : 0;
    return self->problems;
}

/* The place of the innermost thing on a path that was written. */
static struct scenario_place place_of(const struct scenario *self, const char *path)
{
    const struct scenario_node *node = self->tree;
    struct scenario_place place = node->place;

    while (node != NULL && node->kind == NODE_MAPPING && *path != '\0') {
        const size_t length = strcspn(path, ".");
        const struct scenario_entry *entry = node->first;
        while (entry != NULL && (strncmp(entry->key, path, length) != 0 || entry->key[length] != '\0')) {
            entry = entry->next;
        }
        node = entry != NULL ? entry->value : NULL;
        if (entry != NULL) {
            place = node->kind == NODE_MAPPING ? entry->place : node->place;
        }
        path += length;
        path += *path == '.';
    }
    return place;
}

enum status scenario_problem_at(struct scenario *self, const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum status status = problem_add_list(self, place_of(self, path), path, format, arguments);
    va_end(arguments);
    return status;
}
