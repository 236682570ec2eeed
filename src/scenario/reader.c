#include "scenario/reader.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/random.h"
#include "scenario/leaf.h"
#include "scenario/problem.h"
#include "scenario/section.h"

#include <stdlib.h>
#include <string.h>

/* A section that has been read, with the scopes around it. */
struct frame {
    struct leaf_scope scope; /* first, so that the scopes form one chain */
    struct frame *outer;
    const struct section *section; /* NULL for the mapping of a named section */
    const char *path;
    const void *values;
    bool own_bad;   /* a problem among its own parameters */
    bool inner_bad; /* a problem anywhere in it */
};

struct pending_reference {
    struct frame *frame;
    const struct parameter *row;
    const char *path, *name;
    struct scenario_place place;
    void *values;
};

struct pending_draw {
    const struct parameter *row;
    struct distribution distribution;
    void *values;
    size_t listed; /* index of the parameter in the scenario's list */
};

struct reader {
    struct scenario *scenario;
    const struct section *root;
    void *target;
    struct frame **frames;
    size_t frame_count, frame_capacity;
    struct pending_reference *references;
    size_t reference_count, reference_capacity;
    struct pending_draw *draws;
    size_t draw_count, draw_capacity;
};

static void mark_bad(struct frame *frame)
{
    frame->own_bad = true;
    for (struct frame *f = frame; f != NULL; f = f->outer) {
        f->inner_bad = true;
    }
}

static enum status open_frame(struct reader *self, struct frame *outer, const struct section *section,
                              const struct scenario_node *node, const char *path, const void *values,
                              struct frame **out)
{
    enum status status = arena_allocate(&self->scenario->arena, (void **)out, 1, sizeof **out);
    if (status == STATUS_OK) {
        **out = (struct frame){.scope = {.outer = outer != NULL ? &outer->scope : NULL, .node = node},
                               .outer = outer,
                               .section = section,
                               .path = path,
                               .values = values};
        status = memory_reserve((void **)&self->frames, &self->frame_capacity, self->frame_count + 1,
                                sizeof(struct frame *));
    }
    if (status == STATUS_OK) {
        self->frames[self->frame_count++] = *out;
        bool good = true;
        status = node != NULL ? leaf_check_annotations(self->scenario, node, path, &good) : STATUS_OK;
        if (!good) {
            mark_bad(*out);
        }
    }
    return status;
}

static const char *distribution_word(const struct leaf *leaf)
{
    return leaf->has_distribution ? CHOICE_WORDS(DISTRIBUTION_LIST)[leaf->distribution.kind] : "";
}

/* The scalar that a parameter was given as, plain or in a mapping; NULL if there is none. */
static const struct scenario_node *written_value(const struct scenario_node *node)
{
    const struct scenario_entry *entry = node->kind == NODE_MAPPING ? tree_find(node, "value") : NULL;
    const struct scenario_node *value = entry != NULL ? entry->value : node;

    return value->kind == NODE_SCALAR ? value : NULL;
}

/* What earlier layers said, newest first. A layer that only explains a value has said nothing else. */
static enum status list_earlier(struct scenario *scenario, const struct leaf *leaf, const struct scenario_earlier **out)
{
    const struct scenario_node *newer = leaf->node != NULL ? written_value(leaf->node) : NULL;
    enum status status = STATUS_OK;

    for (const struct scenario_node *n = leaf->node; n != NULL && n->replaced != NULL; n = n->replaced) {
        const struct scenario_node *value = written_value(n->replaced);
        struct scenario_earlier *earlier = NULL;
        if (value == NULL || value == newer) {
            continue;
        }
        newer = value;
        status = arena_allocate(&scenario->arena, (void **)&earlier, 1, sizeof *earlier);
        if (status != STATUS_OK) {
            break;
        }
        *earlier = (struct scenario_earlier){
            .value = value->text, .file = value->place.origin->file, .line = value->place.line};
        *out = earlier;
        out = &earlier->next;
    }
    return status;
}

static enum status list_parameter(struct scenario *scenario, const struct leaf *leaf)
{
    const struct scenario_earlier *earlier = NULL;
    enum status status = memory_reserve((void **)&scenario->parameters, &scenario->parameter_capacity,
                                        scenario->parameter_count + 1, sizeof *scenario->parameters);
    if (status == STATUS_OK) {
        status = list_earlier(scenario, leaf, &earlier);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const bool is_default = leaf->place.origin == NULL;
    scenario->parameters[scenario->parameter_count++] = (struct scenario_parameter){
        .path = leaf->path,
        .value = leaf->value.text,
        .centre = leaf->value.text,
        .unit = leaf->row->unit,
        .source = leaf->source,
        .grade = leaf->grade,
        .note = leaf->note,
        .low = leaf->low,
        .high = leaf->high,
        .distribution = distribution_word(leaf),
        .meaning = leaf->row->meaning,
        .file = is_default ? "" : leaf->place.origin->file,
        .line = leaf->place.line,
        .earlier = earlier,
        .is_default = is_default,
        .is_explained = leaf->explained,
        .row = leaf->row,
    };
    return STATUS_OK;
}

static enum status defer_reference(struct reader *self, struct frame *frame, const struct leaf *leaf, void *values)
{
    if (leaf->row->type != PARAMETER_REFERENCE || leaf->value.text[0] == '\0') {
        return STATUS_OK;
    }
    enum status status = memory_reserve((void **)&self->references, &self->reference_capacity,
                                        self->reference_count + 1, sizeof *self->references);
    if (status == STATUS_OK) {
        self->references[self->reference_count++] = (struct pending_reference){
            .frame = frame,
            .row = leaf->row,
            .path = leaf->path,
            .name = leaf->value.text,
            .place = leaf->place.origin != NULL ? leaf->place : self->scenario->tree->place,
            .values = values,
        };
    }
    return status;
}

static enum status defer_draw(struct reader *self, const struct leaf *leaf, void *values)
{
    if (!leaf->has_distribution) {
        return STATUS_OK;
    }
    enum status status =
        memory_reserve((void **)&self->draws, &self->draw_capacity, self->draw_count + 1, sizeof *self->draws);
    if (status == STATUS_OK) {
        self->draws[self->draw_count++] = (struct pending_draw){
            .row = leaf->row,
            .distribution = leaf->distribution,
            .values = values,
            .listed = self->scenario->parameter_count - 1,
        };
    }
    return status;
}

static enum status read_parameter(struct reader *self, struct frame *frame, const struct parameter *row, void *values)
{
    struct leaf leaf;
    const char *path = NULL;

    enum status status = path_join(self->scenario, frame->path, row->key, &path);
    if (status == STATUS_OK) {
        status = leaf_read(self->scenario, row, path, &frame->scope, self->scenario->tree->place, &leaf);
    }
    if (status != STATUS_OK) {
        return status;
    }
    value_store(row, &leaf.value, values);
    if (!leaf.good) {
        mark_bad(frame);
        return STATUS_OK;
    }
    status = list_parameter(self->scenario, &leaf);
    if (status == STATUS_OK) {
        status = defer_reference(self, frame, &leaf, values);
    }
    return status == STATUS_OK ? defer_draw(self, &leaf, values) : status;
}

static enum status report_unknown_keys(struct reader *self, struct frame *frame)
{
    enum status status = STATUS_OK;
    const struct scenario_entry *entry = frame->scope.node != NULL ? frame->scope.node->first : NULL;

    for (; entry != NULL && status == STATUS_OK; entry = entry->next) {
        if (section_parameter(frame->section, entry->key) == NULL &&
            section_subsection(frame->section, entry->key) == NULL) {
            mark_bad(frame);
            status = section_report_unknown(self->scenario, frame->section, frame->path, entry->key, entry->place);
        }
    }
    return status;
}

static enum status read_section(struct reader *self, struct frame *outer, const struct section *section,
                                const struct scenario_node *node, const char *path, const char *name, void *values);

/* The longest name of an element, bytes. */
#define NAME_LONGEST 100

/* Whether a name can stand in a path, in the output and on a command line. */
static bool is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return name[0] != '\0' && name[0] != '-' && name[strspn(name, letters)] == '\0' && strlen(name) <= NAME_LONGEST;
}

static int compare_entries(const void *a, const void *b)
{
    const struct scenario_entry *const *x = a;
    const struct scenario_entry *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

static enum status expect_mapping(struct reader *self, struct frame *frame, const struct scenario_node *node,
                                  const char *path, const char *expected)
{
    const char *found = NULL;
    mark_bad(frame);
    enum status status = tree_found(self->scenario, node, &found);
    return status == STATUS_OK
               ? problem_add(self->scenario, node->place, path, "expected %s, found %s", expected, found)
               : status;
}

/* A name that is not one of those that the registry knows, where it knows them. */
static enum status check_known_name(struct reader *self, struct frame *frame, const struct section_names *names,
                                    const struct scenario_entry *entry, const char *path)
{
    size_t count = 0;
    struct text_buffer suggestion = {0};

    for (; names->words[count] != NULL; count++) {
        if (strcmp(names->words[count], entry->key) == 0) {
            return STATUS_OK;
        }
    }
    mark_bad(frame);
    enum status status = problem_suggest(&suggestion, "", entry->key, names->words, count);
    if (status == STATUS_OK) {
        status = problem_add(self->scenario, entry->place, path, "expected the name of a %s, found %s%s", names->noun,
                             entry->key, text_buffer_text(&suggestion));
    }
    text_buffer_free(&suggestion);
    return status;
}

/* The sound elements of a named section, sorted by name; the others become problems. */
static enum status sort_elements(struct reader *self, struct frame *frame, const struct section_names *names,
                                 const struct scenario_entry ***out, size_t *count)
{
    enum status status = STATUS_OK;
    size_t capacity = 0;
    const struct scenario_entry **entries = NULL;

    *count = 0;
    for (const struct scenario_entry *e = frame->scope.node->first; e != NULL && status == STATUS_OK; e = e->next) {
        const char *path = NULL;
        status = path_join(self->scenario, frame->path, e->key, &path);
        if (status == STATUS_OK && !is_name(e->key)) {
            mark_bad(frame);
            status = problem_add(self->scenario, e->place, path,
                                 "expected a name of at most %d letters, digits, hyphens and underscores, found \"%s\"",
                                 NAME_LONGEST, e->key);
        } else if (status == STATUS_OK && e->value->kind != NODE_MAPPING) {
            status = expect_mapping(self, frame, e->value, path, "a mapping of keys to values");
        } else if (status == STATUS_OK) {
            status = names != NULL ? check_known_name(self, frame, names, e, path) : STATUS_OK;
            if (status != STATUS_OK) {
                break;
            }
            status = memory_reserve((void **)&entries, &capacity, *count + 1, sizeof(struct scenario_entry *));
            if (status == STATUS_OK) {
                entries[(*count)++] = e;
            }
        }
    }
    if (*count > 1) {
        qsort(entries, *count, sizeof(struct scenario_entry *), compare_entries);
    }
    *out = entries;
    return status;
}

static enum status read_named(struct reader *self, struct frame *outer, const struct subsection *subsection,
                              const struct scenario_node *node, const char *path, struct named_list *list)
{
    const size_t size = subsection->section->size;
    const struct scenario_entry **entries = NULL;
    struct frame *frame = NULL;
    size_t count = 0;

    enum status status = open_frame(self, outer, NULL, node, path, list, &frame);
    if (status == STATUS_OK) {
        status = sort_elements(self, frame, subsection->section->names, &entries, &count);
    }
    if (status == STATUS_OK) {
        status = arena_allocate(&self->scenario->arena, &list->items, count, size);
    }
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const char *inner = NULL;
        status = path_join(self->scenario, path, entries[i]->key, &inner);
        if (status == STATUS_OK) {
            status = read_section(self, frame, subsection->section, entries[i]->value, inner, entries[i]->key,
                                  (char *)list->items + i * size);
            list->count = i + 1;
        }
    }
    memory_free((void **)&entries);
    return status;
}

static enum status read_subsection(struct reader *self, struct frame *frame, const struct subsection *subsection,
                                   void *values)
{
    const struct scenario_entry *entry =
        frame->scope.node != NULL ? tree_find(frame->scope.node, subsection->key) : NULL;
    const struct scenario_node *node = entry != NULL ? entry->value : NULL;
    void *member = (char *)values + subsection->offset;
    const char *path = NULL;

    enum status status = path_join(self->scenario, frame->path, subsection->key, &path);
    if (status != STATUS_OK) {
        return status;
    }
    if (node != NULL && node->kind != NODE_MAPPING) {
        return expect_mapping(self, frame, node, path,
                              subsection->kind == SECTION_NAMED ? "a mapping of names to elements"
                                                                : "a mapping of keys to values");
    }
    if (subsection->kind == SECTION_CHANGE) {
        *(const struct scenario_node **)member = node;
        return STATUS_OK;
    }
    if (subsection->kind == SECTION_FIXED) {
        return read_section(self, frame, subsection->section, node, path, subsection->key, member);
    }
    return node != NULL ? read_named(self, frame, subsection, node, path, member) : STATUS_OK;
}

static enum status read_section(struct reader *self, struct frame *outer, const struct section *section,
                                const struct scenario_node *node, const char *path, const char *name, void *values)
{
    struct frame *frame = NULL;

    memset(values, 0, section->size);
    *(const char **)values = name;
    enum status status = open_frame(self, outer, section, node, path, values, &frame);
    if (status == STATUS_OK) {
        status = report_unknown_keys(self, frame);
    }
    for (size_t i = 0; i < section->parameter_count && status == STATUS_OK; i++) {
        status = read_parameter(self, frame, &section->parameters[i], values);
    }
    for (size_t i = 0; i < section->section_count && status == STATUS_OK; i++) {
        status = read_subsection(self, frame, &section->sections[i], values);
    }
    return status;
}

/* Walks from the root to the named section that a reference means. `*` in the pattern takes the name at the same depth
 * of the parameter's own path. NULL when the pattern leads nowhere. */
static const struct named_list *find_list(const struct reader *self, const char *pattern, const char *path,
                                          size_t *size)
{
    const struct section *section = self->root;
    const char *values = self->target;
    const struct named_list *list = NULL;

    while (*pattern != '\0') {
        char key[NAME_LONGEST + 1];
        const bool same = *pattern == '*';
        const char *from = same ? path : pattern;
        const size_t length = strcspn(from, ".");
        if (length >= sizeof key || (same && list == NULL)) {
            return NULL;
        }
        memcpy(key, from, length);
        key[length] = '\0';
        if (same) {
            const int32_t index = named_list_index(list, section->size, key);
            if (index < 0) {
                return NULL;
            }
            values = (const char *)list->items + (size_t)index * section->size;
            list = NULL;
        } else {
            const struct subsection *subsection = list == NULL ? section_subsection(section, key) : NULL;
            if (subsection == NULL) {
                return NULL;
            }
            values += subsection->offset;
            section = subsection->section;
            list = subsection->kind == SECTION_NAMED ? (const void *)values : NULL;
        }
        pattern += strcspn(pattern, ".");
        pattern += *pattern == '.';
        path += strcspn(path, ".");
        path += *path == '.';
    }
    *size = section->size;
    return list;
}

static enum status report_dangling(struct reader *self, const struct pending_reference *reference,
                                   const struct named_list *list, size_t size)
{
    const char **names = NULL;
    struct text_buffer suggestion;

    text_buffer_init(&suggestion);
    mark_bad(reference->frame);
    enum status status = memory_allocate((void **)&names, list->count, sizeof *names);
    for (size_t i = 0; i < list->count && status == STATUS_OK; i++) {
        names[i] = *(const char *const *)(const void *)((const char *)list->items + i * size);
    }
    if (status == STATUS_OK) {
        status = problem_suggest(&suggestion, "", reference->name, names, list->count);
    }
    if (status == STATUS_OK) {
        status =
            problem_add(self->scenario, reference->place, reference->path, "expected the name of one of %s, found %s%s",
                        reference->row->choices[0], reference->name, text_buffer_text(&suggestion));
    }
    memory_free((void **)&names);
    text_buffer_free(&suggestion);
    return status;
}

static enum status resolve_references(struct reader *self)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < self->reference_count && status == STATUS_OK; i++) {
        const struct pending_reference *reference = &self->references[i];
        size_t size = 0;
        const struct named_list *list = find_list(self, reference->row->choices[0], reference->path, &size);
        if (list == NULL) {
            return status_raise(STATUS_INTERNAL, "%s: the registry has no named section %s", reference->path,
                                reference->row->choices[0]);
        }
        const struct value value = {.index = named_list_index(list, size, reference->name)};
        value_store(reference->row, &value, reference->values);
        if (value.index < 0) {
            status = report_dangling(self, reference, list, size);
        }
    }
    return status;
}

static enum status run_checks(struct reader *self)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < self->frame_count && status == STATUS_OK; i++) {
        const struct frame *frame = self->frames[i];
        const struct section *section = frame->section;
        if (section != NULL && section->check != NULL && !frame->own_bad) {
            status = section->check(self->scenario, frame->path, frame->values);
        }
        if (status == STATUS_OK && section != NULL && section->check_all != NULL && !frame->inner_bad) {
            status = section->check_all(self->scenario, frame->path, frame->values);
        }
    }
    return status;
}

/* Whether the root asks for draws. */
static bool wants_draws(const struct reader *self)
{
    const struct parameter *row = section_parameter(self->root, "parameter_values");
    if (row == NULL || row->type != PARAMETER_CHOICE) {
        return false;
    }
    const int32_t index = *(const int32_t *)(const void *)((const char *)self->target + row->offset);
    return strcmp(row->choices[index], "draw") == 0;
}

static uint64_t root_seed(const struct reader *self)
{
    const struct parameter *row = section_parameter(self->root, "seed");
    const void *member = row != NULL ? (const char *)self->target + row->offset : NULL;
    return row != NULL && row->type == PARAMETER_INTEGER ? (uint64_t) * (const int64_t *)member : 0;
}

static enum status draw_parameters(struct reader *self, uint64_t replicate)
{
    enum status status = STATUS_OK;
    const struct random_key key = random_key_make(root_seed(self), replicate);

    for (size_t i = 0; i < self->draw_count && status == STATUS_OK; i++) {
        const struct pending_draw *draw = &self->draws[i];
        struct scenario_parameter *listed = &self->scenario->parameters[draw->listed];
        struct random random = random_at(key, RANDOM_PURPOSE_PARAMETER, hash_text(listed->path), 0, 0);
        struct value value;
        status = value_from_number(self->scenario, draw->row, distribution_draw(&draw->distribution, &random), &value);
        if (status == STATUS_OK) {
            value_store(draw->row, &value, draw->values);
            listed->value = value.text;
        }
    }
    return status;
}

enum status reader_read(struct scenario *scenario, const struct section *root, void *target, uint64_t replicate)
{
    struct reader self = {.scenario = scenario, .root = root, .target = target};

    enum status status = read_section(&self, NULL, root, scenario->tree, "", "", target);
    if (status == STATUS_OK) {
        status = resolve_references(&self);
    }
    if (status == STATUS_OK) {
        status = run_checks(&self);
    }
    if (status == STATUS_OK && scenario->problem_count == 0 && self.draw_count > 0 && wants_draws(&self)) {
        status = draw_parameters(&self, replicate);
        if (status == STATUS_OK) {
            status = run_checks(&self);
        }
    }
    memory_free((void **)&self.frames);
    memory_free((void **)&self.references);
    memory_free((void **)&self.draws);
    return status;
}
