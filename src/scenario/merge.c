#include "scenario/merge.h"

#include "base/memory.h"
#include "scenario/problem.h"
#include "scenario/section.h"

#include <string.h>

/* The room for an option of the command line in messages. */
#define ASSIGNMENT_SIZE 256

/* Sets one key of a mapping, new or not. */
static enum status put(struct scenario *scenario, struct scenario_node *base, const struct scenario_entry *over)
{
    struct scenario_entry *entry = tree_find(base, over->key);
    if (entry == NULL) {
        return tree_append(scenario, base, over->key, over->place, over->value);
    }
    over->value->replaced = entry->value;
    entry->place = over->place;
    entry->value = over->value;
    return STATUS_OK;
}

/* The mapping under a key, made if there is none; what is there and is no mapping is replaced. */
static enum status mapping_under(struct scenario *scenario, struct scenario_node *base,
                                 const struct scenario_entry *over, struct scenario_node **out)
{
    struct scenario_entry *entry = tree_find(base, over->key);
    if (entry != NULL && entry->value->kind == NODE_MAPPING) {
        *out = entry->value;
        return STATUS_OK;
    }
    enum status status = tree_new_mapping(scenario, over->value->place, out);
    if (status == STATUS_OK) {
        const struct scenario_entry made = {.key = over->key, .place = over->place, .value = *out};
        status = put(scenario, base, &made);
    }
    return status;
}

static enum status annotate(struct scenario *scenario, struct scenario_node *base, const struct scenario_entry *over)
{
    struct scenario_entry *entry = NULL;
    enum status status = arena_allocate(&scenario->arena, (void **)&entry, 1, sizeof *entry);
    if (status == STATUS_OK) {
        *entry = *over;
        entry->next = base->annotations_last;
        base->annotations_last = entry;
    }
    return status;
}

/* A parameter: replaced, unless the new mapping names no value and so changes only what is said about the old one. */
static enum status merge_parameter(struct scenario *scenario, struct scenario_node *base,
                                   const struct scenario_entry *over)
{
    enum status status = STATUS_OK;
    const struct scenario_entry *old = tree_find(base, over->key);
    if (old == NULL || over->value->kind != NODE_MAPPING || tree_find(over->value, "value") != NULL) {
        return put(scenario, base, over);
    }
    struct scenario_node *both = NULL;
    status = tree_new_mapping(scenario, over->value->place, &both);
    if (status != STATUS_OK) {
        return status;
    }
    if (old->value->kind != NODE_MAPPING) {
        status = tree_append(scenario, both, "value", old->place, old->value);
    } else {
        for (const struct scenario_entry *e = old->value->first; e != NULL && status == STATUS_OK; e = e->next) {
            status = tree_append(scenario, both, e->key, e->place, e->value);
        }
    }
    for (const struct scenario_entry *e = over->value->first; e != NULL && status == STATUS_OK; e = e->next) {
        status = put(scenario, both, e);
    }
    const struct scenario_entry merged = {.key = over->key, .place = over->place, .value = both};
    return status == STATUS_OK ? put(scenario, base, &merged) : status;
}

/* Takes out an element that a layer sets to null. */
static enum status remove_element(struct scenario *scenario, const char *path, struct scenario_node *base,
                                  const char *name, struct scenario_place place)
{
    size_t count = 0;
    const char **names = NULL;
    const char *full = NULL;
    struct text_buffer suggestion;

    if (tree_find(base, name) != NULL) {
        tree_remove(base, name);
        return STATUS_OK;
    }
    text_buffer_init(&suggestion);
    for (const struct scenario_entry *entry = base->first; entry != NULL; entry = entry->next) {
        count++;
    }
    enum status status = memory_allocate((void **)&names, count, sizeof *names);
    if (status != STATUS_OK) {
        goto out;
    }
    size_t i = 0;
    for (const struct scenario_entry *entry = base->first; entry != NULL; entry = entry->next) {
        names[i++] = entry->key;
    }
    status = problem_suggest(&suggestion, path, name, names, count);
    if (status == STATUS_OK) {
        status = path_join(scenario, path, name, &full);
    }
    if (status == STATUS_OK) {
        status = problem_add(scenario, place, full, "there is no such element%s", text_buffer_text(&suggestion));
    }
out:
    memory_free((void **)&names);
    text_buffer_free(&suggestion);
    return status;
}

static enum status merge_named(struct scenario *scenario, const struct section *section, const char *path,
                               struct scenario_node *base, const struct scenario_node *over)
{
    enum status status = STATUS_OK;
    for (const struct scenario_entry *entry = over->first; entry != NULL && status == STATUS_OK; entry = entry->next) {
        if (section_is_annotation(NULL, entry)) {
            status = annotate(scenario, base, entry);
        } else if (tree_is_null(entry->value)) {
            status = remove_element(scenario, path, base, entry->key, entry->place);
        } else if (entry->value->kind == NODE_MAPPING) {
            struct scenario_node *element = NULL;
            const char *full = NULL;
            status = mapping_under(scenario, base, entry, &element);
            if (status == STATUS_OK) {
                status = path_join(scenario, path, entry->key, &full);
            }
            if (status == STATUS_OK) {
                status = merge_section(scenario, section, full, element, entry->value);
            }
        } else {
            status = put(scenario, base, entry);
        }
    }
    return status;
}

static enum status merge_subsection(struct scenario *scenario, const struct subsection *subsection, const char *path,
                                    struct scenario_node *base, const struct scenario_entry *over)
{
    struct scenario_node *inner = NULL;
    const char *full = NULL;

    if (over->value->kind != NODE_MAPPING) {
        return put(scenario, base, over);
    }
    enum status status = mapping_under(scenario, base, over, &inner);
    if (status == STATUS_OK) {
        status = path_join(scenario, path, over->key, &full);
    }
    if (status != STATUS_OK) {
        return status;
    }
    return subsection->kind == SECTION_NAMED
               ? merge_named(scenario, subsection->section, full, inner, over->value)
               : merge_section(scenario, section_inside(scenario, subsection), full, inner, over->value);
}

enum status merge_section(struct scenario *scenario, const struct section *section, const char *path,
                          struct scenario_node *base, const struct scenario_node *over)
{
    enum status status = STATUS_OK;
    for (const struct scenario_entry *entry = over->first; entry != NULL && status == STATUS_OK; entry = entry->next) {
        const struct subsection *subsection = section_subsection(section, entry->key);
        if (section_is_annotation(section, entry)) {
            status = annotate(scenario, base, entry);
        } else if (subsection != NULL) {
            status = merge_subsection(scenario, subsection, path, base, entry);
        } else {
            status = merge_parameter(scenario, base, entry);
        }
    }
    return status;
}

/* The walk of a --set along its path. */
struct assignment {
    struct scenario *scenario;
    struct scenario_place place;
    const char *value;
    const char *path;              /* walked so far */
    const struct section *section; /* that `path` names; of its elements when `named` */
    bool named;
    bool in_change;             /* an element that is not there belongs to what the change is laid over */
    struct scenario_node *node; /* the mapping at `path` */
    bool done;
};

static enum status report_section(struct assignment *self, const char *full)
{
    self->done = true;
    return problem_add(self->scenario, self->place, full, "is a section; expected the path of a parameter");
}

static enum status step_into_element(struct assignment *self, const char *key, bool last, const char *full)
{
    const struct scenario_entry *entry = tree_find(self->node, key);
    const struct scenario_node value = {.kind = NODE_SCALAR, .plain = true, .text = self->value};
    struct scenario_node empty = {.kind = NODE_MAPPING, .place = self->place};
    const struct scenario_entry made = {.key = key, .place = self->place, .value = &empty};

    if ((entry == NULL && !self->in_change) || (last && tree_is_null(&value))) {
        self->done = true;
        return remove_element(self->scenario, self->path, self->node, key, self->place);
    }
    if (last) {
        return report_section(self, full);
    }
    self->named = false;
    const struct scenario_entry wanted = entry == NULL ? made : *entry;
    return mapping_under(self->scenario, self->node, &wanted, &self->node);
}

static enum status assign(struct assignment *self, const char *key)
{
    struct scenario_entry entry = {.key = key, .place = self->place};
    enum status status = tree_new_scalar(self->scenario, self->place, self->value, &entry.value);
    self->done = true;
    return status == STATUS_OK ? put(self->scenario, self->node, &entry) : status;
}

static enum status step_into_section(struct assignment *self, const char *key, bool last, const char *full)
{
    const struct subsection *subsection = section_subsection(self->section, key);
    const struct parameter *parameter = section_parameter(self->section, key);

    if (parameter != NULL && last) {
        return assign(self, key);
    }
    if (parameter != NULL) {
        self->done = true;
        return problem_add(self->scenario, self->place, full, "is a parameter; the path goes on after it");
    }
    if (subsection == NULL) {
        self->done = true;
        return section_report_unknown(self->scenario, self->section, self->path, key, self->place);
    }
    if (last) {
        return report_section(self, full);
    }
    struct scenario_node empty = {.kind = NODE_MAPPING, .place = self->place};
    const struct scenario_entry wanted = {.key = subsection->key, .place = self->place, .value = &empty};
    self->section = section_inside(self->scenario, subsection);
    self->named = subsection->kind == SECTION_NAMED;
    self->in_change = self->in_change || subsection->kind == SECTION_CHANGE;
    return mapping_under(self->scenario, self->node, &wanted, &self->node);
}

static enum status walk(struct assignment *self, const char *path, size_t length)
{
    enum status status = STATUS_OK;
    size_t from = 0;

    while (status == STATUS_OK && !self->done) {
        const char *dot = memchr(path + from, '.', length - from);
        const size_t until = dot == NULL ? length : (size_t)(dot - path);
        const char *key = NULL;
        const char *full = NULL;
        status = arena_copy(&self->scenario->arena, &key, path + from, until - from);
        if (status == STATUS_OK) {
            status = arena_copy(&self->scenario->arena, &full, path, until);
        }
        if (status == STATUS_OK) {
            status = self->named ? step_into_element(self, key, dot == NULL, full)
                                 : step_into_section(self, key, dot == NULL, full);
        }
        self->path = full;
        from = until + 1;
    }
    return status;
}

enum status merge_assignment(struct scenario *scenario, const struct section *root, struct scenario_node *base,
                             const char *assignment, int32_t layer)
{
    struct scenario_origin *origin = NULL;
    struct assignment self = {.scenario = scenario, .section = root, .node = base, .path = ""};
    const bool is_text = text_is_utf8(assignment, strlen(assignment), NULL);

    enum status status = arena_allocate(&scenario->arena, (void **)&origin, 1, sizeof *origin);
    if (status == STATUS_OK) {
        *origin = (struct scenario_origin){.folder = "", .layer = layer, .command_line = true};
        char excerpt[ASSIGNMENT_SIZE];
        status = arena_format(&scenario->arena, &origin->file, "--set%s%s", is_text ? " " : "",
                              is_text ? text_excerpt(assignment, excerpt, sizeof excerpt) : "");
    }
    if (status != STATUS_OK) {
        return status;
    }
    self.place.origin = origin;
    if (!is_text) {
        return problem_add(scenario, self.place, "", "found invalid UTF-8");
    }
    const char *equals = strchr(assignment, '=');
    if (equals == NULL || equals == assignment) {
        return problem_add(scenario, self.place, "", "expected PATH=VALUE");
    }
    self.value = equals + 1;
    return walk(&self, assignment, (size_t)(equals - assignment));
}
