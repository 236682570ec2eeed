#include "scenario/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/merge.h"
#include "scenario/problem.h"
#include "scenario/reader.h"
#include "scenario/section.h"

struct timeline {
    struct scenario *scenario;
    const struct section *root;
    uint64_t replicate;
    const struct subsection *list, *change; /* the named section, and the change in its elements */
    size_t date_offset, label_offset;       /* in an element */
    struct scenario_parameter *now;         /* all that may change, as it was left by the step before; owned */
    size_t now_count;
};

/* The change in the elements of a named section; NULL when they have none. */
static const struct subsection *find_change(const struct subsection *list)
{
    const struct section *section = list->section;

    for (size_t i = 0; list->kind == SECTION_NAMED && i < section->section_count; i++) {
        if (section->sections[i].kind == SECTION_CHANGE) {
            return &section->sections[i];
        }
    }
    return NULL;
}

static bool timeline_find(struct timeline *self)
{
    for (size_t i = 0; i < self->root->section_count && self->change == NULL; i++) {
        self->list = &self->root->sections[i];
        self->change = find_change(self->list);
    }
    if (self->change == NULL) {
        return false;
    }
    self->date_offset = section_parameter(self->list->section, "date")->offset;
    self->label_offset = section_parameter(self->list->section, "label")->offset;
    return true;
}

static int compare_steps(const void *a, const void *b)
{
    const struct scenario_step *x = a, *y = b;

    return x->date != y->date ? (x->date < y->date ? -1 : 1) : strcmp(x->name, y->name);
}

static enum status list_steps(const struct timeline *self, const struct named_list *elements)
{
    struct scenario *scenario = self->scenario;
    enum status status = memory_allocate((void **)&scenario->steps, elements->count, sizeof *scenario->steps);

    for (size_t i = 0; i < elements->count && status == STATUS_OK; i++) {
        const char *element = (const char *)elements->items + i * self->list->section->size;
        scenario->steps[scenario->step_count++] = (struct scenario_step){
            .date = *(const day_t *)(const void *)(element + self->date_offset),
            .name = *(const char *const *)(const void *)element,
            .label = *(const char *const *)(const void *)(element + self->label_offset),
        };
    }
    if (scenario->step_count > 1) {
        qsort(scenario->steps, scenario->step_count, sizeof *scenario->steps, compare_steps);
    }
    return status;
}

/* The parameters as the scenario begins, without the timeline itself. */
static enum status keep_beginning(struct timeline *self)
{
    const struct scenario *scenario = self->scenario;
    const size_t length = strlen(self->list->key);
    enum status status = memory_allocate((void **)&self->now, scenario->parameter_count, sizeof *self->now);

    for (size_t i = 0; i < scenario->parameter_count && status == STATUS_OK; i++) {
        const char *path = scenario->parameters[i].path;
        if (strncmp(path, self->list->key, length) != 0 || path[length] != '.') {
            self->now[self->now_count++] = scenario->parameters[i];
        }
    }
    return status;
}

static bool is_same(const struct scenario_parameter *a, const struct scenario_parameter *b)
{
    return strcmp(a->value, b->value) == 0 && strcmp(a->centre, b->centre) == 0 && strcmp(a->low, b->low) == 0 &&
           strcmp(a->high, b->high) == 0 && strcmp(a->distribution, b->distribution) == 0;
}

/* Whether a pattern names the parameter or a section around it. */
static bool covers(const char *pattern, const char *path)
{
    while (*pattern != '\0') {
        const size_t wanted = strcspn(pattern, "."), found = strcspn(path, ".");
        const bool any = wanted == 1 && *pattern == '*';
        if (found == 0 || (!any && (wanted != found || strncmp(pattern, path, wanted) != 0))) {
            return false;
        }
        pattern += wanted + (pattern[wanted] == '.');
        path += found + (path[found] == '.');
    }
    return true;
}

static bool is_dated(const struct timeline *self, const char *path)
{
    for (const char *const *pattern = self->root->dated; *pattern != NULL; pattern++) {
        if (covers(*pattern, path)) {
            return true;
        }
    }
    return false;
}

/* Lists a parameter that has changed under the path of the change. */
static enum status keep_change(const struct timeline *self, struct scenario_step *step, const char *prefix,
                               const struct scenario_parameter *changed)
{
    struct scenario *scenario = self->scenario;
    struct scenario_parameter *kept = &scenario->parameters[step->first_parameter + step->parameter_count];

    if (!is_dated(self, changed->path)) {
        return scenario_problem_at(scenario, changed->path,
                                   "cannot change during a run, which is built with it; docs/reference/parameters.md "
                                   "lists what can");
    }
    *kept = *changed;
    step->parameter_count++;
    scenario->parameter_count++;
    return path_join(scenario, prefix, changed->path, &kept->path);
}

/* Where a list of parameters differs from that of the step before: an element was made or removed. */
static enum status report_elements(const struct timeline *self, const struct scenario_parameter *rows, size_t count)
{
    size_t i = 0;

    while (i < count && i < self->now_count && strcmp(rows[i].path, self->now[i].path) == 0) {
        i++;
    }
    const bool is_made = count >= self->now_count;
    return scenario_problem_at(self->scenario, is_made ? rows[i].path : self->now[i].path,
                               "elements are neither made nor removed on a date; expected one that the scenario has");
}

static bool has_same_paths(const struct timeline *self, const struct scenario_parameter *rows, size_t count)
{
    bool same = count == self->now_count;

    for (size_t i = 0; i < count && same; i++) {
        same = strcmp(rows[i].path, self->now[i].path) == 0;
    }
    return same;
}

/* Of the parameters that were listed for the step, keeps those that differ from the step before. */
static enum status keep_changes(struct timeline *self, struct scenario_step *step)
{
    struct scenario *scenario = self->scenario;
    const size_t count = scenario->parameter_count - step->first_parameter;
    const struct scenario_parameter *rows = &scenario->parameters[step->first_parameter];
    const char *prefix = NULL;
    enum status status = STATUS_OK;

    if (!has_same_paths(self, rows, count)) {
        return report_elements(self, rows, count);
    }
    status = arena_format(&scenario->arena, &prefix, "%s.%s.%s", self->list->key, step->name, self->change->key);
    step->prefix_length = status == STATUS_OK ? strlen(prefix) + 1 : 0;
    scenario->parameter_count = step->first_parameter;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct scenario_parameter row = rows[i];
        if (!is_same(&row, &self->now[i])) {
            status = keep_change(self, step, prefix, &row);
        }
        self->now[i] = row;
    }
    return status;
}

static const struct scenario_node *written_change(const struct timeline *self, const struct named_list *elements,
                                                  const char *name)
{
    const size_t size = self->list->section->size;
    const char *element = (const char *)elements->items + (size_t)named_list_index(elements, size, name) * size;

    return *(const struct scenario_node *const *)(const void *)(element + self->change->offset);
}

/* The tree of the step before with the change on top. */
static enum status lay_over(const struct timeline *self, const struct scenario_node *change)
{
    struct scenario *scenario = self->scenario;
    struct scenario_node *tree = NULL;
    enum status status = tree_copy(scenario, scenario->tree, &tree);

    if (status != STATUS_OK) {
        return status;
    }
    tree_remove(tree, self->list->key);
    scenario->tree = tree;
    return change == NULL ? STATUS_OK : merge_section(scenario, self->root, "", tree, change);
}

static enum status read_step(struct timeline *self, struct scenario_step *step, const struct scenario_node *change)
{
    struct scenario *scenario = self->scenario;
    void *values = NULL;
    enum status status = lay_over(self, change);

    if (status == STATUS_OK) {
        status = arena_allocate(&scenario->arena, &values, 1, self->root->size);
    }
    step->values = values;
    step->first_parameter = scenario->parameter_count;
    if (status == STATUS_OK) {
        status = reader_read(scenario, self->root, values, self->replicate);
    }
    return status == STATUS_OK && scenario->problem_count == 0 ? keep_changes(self, step) : status;
}

enum status timeline_read(struct scenario *scenario, const struct section *root, const void *target, uint64_t replicate)
{
    struct timeline self = {.scenario = scenario, .root = root, .replicate = replicate};
    struct scenario_node *beginning = scenario->tree;
    enum status status = STATUS_OK;

    if (!timeline_find(&self)) {
        return STATUS_OK;
    }
    const struct named_list *elements = (const void *)((const char *)target + self.list->offset);
    if (elements->count == 0) {
        return STATUS_OK;
    }
    status = list_steps(&self, elements);
    if (status == STATUS_OK) {
        status = keep_beginning(&self);
    }
    for (size_t i = 0; i < scenario->step_count && status == STATUS_OK && scenario->problem_count == 0; i++) {
        struct scenario_step *step = &scenario->steps[i];
        status = read_step(&self, step, written_change(&self, elements, step->name));
    }
    scenario->tree = beginning;
    memory_free((void **)&self.now);
    return status;
}
