#include "scenario/tree.h"

#include "base/hash.h"
#include "base/memory.h"
#include "scenario/problem.h"

#include <errno.h>
#include <libfyaml.h>
#include <string.h>

/* Deeper nesting than any registry has; bounds the recursion on a hostile file. */
#define TREE_DEEPEST 32

/* The room for a value in a message. */
#define FOUND_SIZE 128

/* A mapping with more entries than this is searched by an index. */
#define INDEX_FROM 16
#define INDEX_GROWTH 4

struct parse {
    struct scenario *scenario;
    const struct scenario_origin *origin;
    struct fy_parser *parser;
    const char *text;           /* that is parsed */
    struct scenario_place last; /* of the newest event that had one */
    bool broken;                /* the rest of the text cannot be understood */
    bool has_no_memory;         /* libfyaml has met that; it may stop some events later, without a word */
};

enum status tree_new_mapping(struct scenario *scenario, struct scenario_place place, struct scenario_node **out)
{
    enum status status = arena_allocate(&scenario->arena, (void **)out, 1, sizeof **out);
    if (status == STATUS_OK) {
        (*out)->kind = NODE_MAPPING;
        (*out)->place = place;
    }
    return status;
}

enum status tree_new_scalar(struct scenario *scenario, struct scenario_place place, const char *text,
                            struct scenario_node **out)
{
    enum status status = arena_allocate(&scenario->arena, (void **)out, 1, sizeof **out);
    if (status == STATUS_OK) {
        (*out)->kind = NODE_SCALAR;
        (*out)->plain = true;
        (*out)->place = place;
        status = arena_copy(&scenario->arena, &(*out)->text, text, strlen(text));
    }
    return status;
}

static struct scenario_entry **index_chain(const struct scenario_node *mapping, const char *key)
{
    return &mapping->index[hash_text(key) & (mapping->index_size - 1)];
}

static void index_add(struct scenario_node *mapping, struct scenario_entry *entry)
{
    struct scenario_entry **chain = index_chain(mapping, entry->key);
    entry->chained = *chain;
    *chain = entry;
}

static void index_remove(struct scenario_node *mapping, const struct scenario_entry *entry)
{
    struct scenario_entry **link = index_chain(mapping, entry->key);
    while (*link != entry) {
        link = &(*link)->chained;
    }
    *link = entry->chained;
}

/* Gives the mapping a larger index, with all of its entries. */
static enum status index_grow(struct scenario *scenario, struct scenario_node *mapping)
{
    const size_t size = INDEX_GROWTH * (mapping->index_size > 0 ? mapping->index_size : INDEX_FROM);
    struct scenario_entry **index = NULL;
    enum status status = arena_allocate(&scenario->arena, (void **)&index, size, sizeof(struct scenario_entry *));
    if (status != STATUS_OK) {
        return status;
    }
    mapping->index = index;
    mapping->index_size = size;
    for (struct scenario_entry *entry = mapping->first; entry != NULL; entry = entry->next) {
        index_add(mapping, entry);
    }
    return STATUS_OK;
}

enum status tree_append(struct scenario *scenario, struct scenario_node *mapping, const char *key,
                        struct scenario_place place, struct scenario_node *value)
{
    struct scenario_entry *entry = NULL;
    enum status status = arena_allocate(&scenario->arena, (void **)&entry, 1, sizeof *entry);
    if (status != STATUS_OK) {
        return status;
    }
    *entry = (struct scenario_entry){.key = key, .place = place, .value = value, .previous = mapping->last};
    if (mapping->last == NULL) {
        mapping->first = entry;
    } else {
        mapping->last->next = entry;
    }
    mapping->last = entry;
    mapping->count++;
    if (mapping->count > INDEX_FROM && mapping->count > mapping->index_size) {
        return index_grow(scenario, mapping);
    }
    if (mapping->index_size > 0) {
        index_add(mapping, entry);
    }
    return STATUS_OK;
}

enum status tree_copy(struct scenario *scenario, const struct scenario_node *node, struct scenario_node **out)
{
    struct scenario_node *copy = NULL;
    enum status status = arena_allocate(&scenario->arena, (void **)&copy, 1, sizeof *copy);

    if (status != STATUS_OK) {
        return status;
    }
    *copy = *node;
    copy->first = copy->last = NULL;
    copy->index = NULL;
    copy->count = copy->index_size = 0;
    for (const struct scenario_entry *e = node->first; e != NULL && status == STATUS_OK; e = e->next) {
        struct scenario_node *value = NULL;
        status = tree_copy(scenario, e->value, &value);
        if (status == STATUS_OK) {
            status = tree_append(scenario, copy, e->key, e->place, value);
        }
    }
    *out = copy;
    return status;
}

struct scenario_entry *tree_find(const struct scenario_node *mapping, const char *key)
{
    const bool indexed = mapping->index_size > 0;
    struct scenario_entry *entry = indexed ? *index_chain(mapping, key) : mapping->first;
    while (entry != NULL && strcmp(entry->key, key) != 0) {
        entry = indexed ? entry->chained : entry->next;
    }
    return entry;
}

void tree_remove(struct scenario_node *mapping, const char *key)
{
    struct scenario_entry *entry = tree_find(mapping, key);
    if (entry == NULL) {
        return;
    }
    *(entry->previous == NULL ? &mapping->first : &entry->previous->next) = entry->next;
    *(entry->next == NULL ? &mapping->last : &entry->next->previous) = entry->previous;
    mapping->count--;
    if (mapping->index_size > 0) {
        index_remove(mapping, entry);
    }
}

bool tree_is_null(const struct scenario_node *node)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    if (node->kind != NODE_SCALAR || !node->plain) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(node->text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

enum status tree_found(struct scenario *scenario, const struct scenario_node *node, const char **out)
{
    if (node->kind == NODE_LIST) {
        *out = "a list";
    } else if (node->kind == NODE_MAPPING) {
        *out = "a mapping";
    } else if (tree_is_null(node)) {
        *out = "nothing";
    } else {
        char text[FOUND_SIZE];
        return arena_format(&scenario->arena, out, node->plain ? "%s" : "the text \"%s\"",
                            text_excerpt(node->text, text, sizeof text));
    }
    return STATUS_OK;
}

/* Where the byte at `offset` stands; columns count characters. */
static struct scenario_place text_place(const struct scenario_origin *origin, const char *text, size_t offset)
{
    struct scenario_place place = {.origin = origin, .line = 1, .column = 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)text[i] & 0xC0U) != 0x80U) {
            place.column++;
        }
    }
    return place;
}

/* The first character that has no place in YAML; `length` if there is none. */
static size_t find_control(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && (((unsigned char)text[i] >= ' ' && text[i] != 0x7F) ||
                          (text[i] != 0 && strchr("\t\n\r", text[i]) != NULL))) {
        i++;
    }
    return i;
}

/* Where a line begins with `?`, the mark of a key that may be more than a word: libfyaml crashes at some of them. NULL
 * if none does. */
static const char *find_explicit_key(const char *text)
{
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *start = line + strspn(line, " ");
        while (start[0] == '-' && start[1] == ' ') {
            start++;
            start += strspn(start, " ");
        }
        if (start[0] == '?' && strchr(" \t\r\n", start[1]) != NULL) {
            return start;
        }
    }
    return NULL;
}

/* Refuses what libfyaml would let pass, stop at without a word, or crash at: byte order marks, bytes that are not
 * UTF-8, control characters, explicit keys. */
static enum status check_encoding(struct parse *self, const char *text, size_t length)
{
    struct scenario_place start = {.origin = self->origin, .line = 1, .column = 1};
    size_t bad = 0;

    self->broken = true;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        return problem_add(self->scenario, start, "", "found a byte order mark; expected UTF-8 without one");
    }
    if (length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        return problem_add(self->scenario, start, "", "found UTF-16; expected UTF-8 without a byte order mark");
    }
    if (!text_is_utf8(text, length, &bad)) {
        return problem_add(self->scenario, text_place(self->origin, text, bad), "",
                           "found the byte 0x%02X, which is not valid UTF-8 here; expected UTF-8",
                           (unsigned)(unsigned char)text[bad]);
    }
    const size_t control = find_control(text, length);
    if (control < length) {
        return problem_add(self->scenario, text_place(self->origin, text, control), "",
                           "found the control character 0x%02X; expected text", (unsigned)text[control]);
    }
    const char *key = find_explicit_key(text);
    if (key != NULL) {
        return problem_add(self->scenario, text_place(self->origin, text, (size_t)(key - text)), "",
                           "expected `key: value`, found a line that begins with `?`");
    }
    self->broken = false;
    return STATUS_OK;
}

/* Whether libfyaml marks the character after the first: it leaves out an opening quote and the star of an alias. */
static bool is_marked_late(struct fy_event *event)
{
    if (event->type == FYET_ALIAS) {
        return true;
    }
    if (event->type != FYET_SCALAR || event->scalar.value == NULL) {
        return false;
    }
    const enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
    return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

static struct scenario_place event_place(struct parse *self, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark != NULL) {
        self->last = (struct scenario_place){
            .origin = self->origin,
            .line = (uint32_t)mark->line + 1,
            .column = (uint32_t)mark->column + (is_marked_late(event) ? 0 : 1),
        };
    }
    return self->last;
}

/* Anchors, aliases and tags would let one place of a file change another unseen, so that no message could say where a
 * value came from. */
static enum status check_plain_yaml(struct parse *self, struct fy_event *event)
{
    enum status status = STATUS_OK;
    const struct scenario_place place = event_place(self, event);
    if (event->type == FYET_ALIAS) {
        status = problem_add(self->scenario, place, "", "found an alias (*name); expected the value itself");
    } else if (fy_event_get_anchor_token(event) != NULL) {
        status = problem_add(self->scenario, place, "", "found an anchor (&name); expected the value alone");
    }
    if (status == STATUS_OK && fy_event_get_tag_token(event) != NULL) {
        status = problem_add(self->scenario, place, "", "found a tag (!name); expected the value alone");
    }
    return status;
}

static enum status raise_no_memory(const struct parse *self)
{
    return status_raise(STATUS_NO_MEMORY, "cannot read %s: out of memory", self->origin->file);
}

/* Keeps what libfyaml said about a text that is not YAML. It says nothing of a version of YAML that is unknown to it,
 * nor when it has no memory. */
static enum status report_syntax(struct parse *self)
{
    struct fy_diag *diagnostics = fy_parser_get_diag(self->parser);
    struct scenario_place place = self->last;
    void *cursor = NULL;
    const struct fy_diag_error *error = diagnostics != NULL ? fy_diag_errors_iterate(diagnostics, &cursor) : NULL;
    enum status status = STATUS_OK;

    if (error == NULL || error->msg == NULL) {
        status = self->has_no_memory
                     ? raise_no_memory(self)
                     : problem_add(self->scenario, place, "", "cannot be understood; expected YAML 1.2");
    } else {
        if (error->line > 0 && error->column > 0) {
            place.line = (uint32_t)error->line;
            place.column = (uint32_t)error->column;
        }
        status = problem_add(self->scenario, place, "", "%s", error->msg);
    }
    fy_diag_unref(diagnostics);
    self->broken = true;
    return status;
}

static struct fy_event *next_event(struct parse *self)
{
    if (self->broken) {
        return NULL;
    }
    errno = 0;
    struct fy_event *event = fy_parser_parse(self->parser);
    self->has_no_memory = self->has_no_memory || errno == ENOMEM;
    return event;
}

/* Whether libfyaml would give the wrong text: in single quotes it stumbles over doubled quotes side by side, reads
 * 'a''''b' as a''', and loses memory over more of them. */
static bool is_misread(const struct parse *self, struct fy_event *event)
{
    static const char quotes[] = "''''";
    const struct fy_mark *start = fy_event_start_mark(event);
    const struct fy_mark *end = fy_event_end_mark(event);
    if (start == NULL || end == NULL || fy_token_scalar_style(event->scalar.value) != FYSS_SINGLE_QUOTED) {
        return false;
    }
    return memmem(self->text + start->input_pos, end->input_pos - start->input_pos, quotes, strlen(quotes)) != NULL;
}

static enum status parse_scalar(struct parse *self, struct fy_event *event, struct scenario_node *node)
{
    node->kind = NODE_SCALAR;
    if (event->scalar.value != NULL && is_misread(self, event)) {
        return problem_add(self->scenario, node->place, "",
                           "found doubled quotes side by side in single quotes; expected this text in double quotes");
    }
    size_t length = 0;
    const char *text = fy_token_get_text(event->scalar.value, &length);
    /* Without memory libfyaml gives an empty text. */
    if (length == 0 && event->scalar.value != NULL && fy_token_get_text_length(event->scalar.value) > 0) {
        return raise_no_memory(self);
    }
    node->plain = event->scalar.value == NULL || fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
    if (length > 0 && memchr(text, 0, length) != NULL) {
        return problem_add(self->scenario, node->place, "", "found a zero byte; expected text");
    }
    return arena_copy(&self->scenario->arena, &node->text, text, length);
}

static enum status parse_value(struct parse *self, struct fy_event *event, unsigned depth, struct scenario_node **out);

/* Reads the next value of a collection; *out is NULL at its end, or when the text is broken. */
static enum status parse_next(struct parse *self, unsigned depth, struct scenario_node **out)
{
    enum status status = STATUS_OK;
    struct fy_event *event = next_event(self);

    *out = NULL;
    if (event == NULL) {
        if (!self->broken) {
            status = report_syntax(self);
        }
    } else if (event->type != FYET_MAPPING_END && event->type != FYET_SEQUENCE_END) {
        status = parse_value(self, event, depth, out);
    }
    fy_parser_event_free(self->parser, event);
    return status;
}

static enum status add_entry(struct parse *self, struct scenario_node *mapping, const struct scenario_node *key,
                             struct scenario_node *value)
{
    if (key->kind != NODE_SCALAR) {
        return problem_add(self->scenario, key->place, "", "expected a word as the key, found %s",
                           key->kind == NODE_LIST ? "a list" : "a mapping");
    }
    const struct scenario_entry *first = tree_find(mapping, key->text);
    if (first != NULL) {
        return problem_add(self->scenario, key->place, key->text, "given twice, first on line %u; expected it once",
                           first->place.line);
    }
    return tree_append(self->scenario, mapping, key->text, key->place, value);
}

static enum status parse_mapping(struct parse *self, unsigned depth, struct scenario_node *node)
{
    enum status status = STATUS_OK;
    node->kind = NODE_MAPPING;
    while (status == STATUS_OK) {
        struct scenario_node *key = NULL;
        struct scenario_node *value = NULL;
        status = parse_next(self, depth, &key);
        if (status != STATUS_OK || key == NULL) {
            break;
        }
        status = parse_next(self, depth, &value);
        if (status != STATUS_OK || value == NULL) {
            break;
        }
        status = add_entry(self, node, key, value);
    }
    return status;
}

static enum status parse_list(struct parse *self, unsigned depth, struct scenario_node *node)
{
    enum status status = STATUS_OK;
    struct scenario_node *item = NULL;
    node->kind = NODE_LIST;
    do {
        status = parse_next(self, depth, &item);
    } while (status == STATUS_OK && item != NULL);
    return status;
}

static enum status parse_value(struct parse *self, struct fy_event *event, unsigned depth, struct scenario_node **out)
{
    enum status status = check_plain_yaml(self, event);
    if (status == STATUS_OK) {
        status = arena_allocate(&self->scenario->arena, (void **)out, 1, sizeof **out);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct scenario_node *node = *out;
    node->place = event_place(self, event);
    node->text = "";
    if (depth >= TREE_DEEPEST) {
        self->broken = true;
        return problem_add(self->scenario, node->place, "", "nested deeper than %d levels", TREE_DEEPEST);
    }
    if (event->type == FYET_SCALAR) {
        status = parse_scalar(self, event, node);
    } else if (event->type == FYET_MAPPING_START) {
        status = parse_mapping(self, depth + 1, node);
    } else if (event->type == FYET_SEQUENCE_START) {
        status = parse_list(self, depth + 1, node);
    }
    return status;
}

/* Reads the whole stream: one document, or none. */
static enum status parse_stream(struct parse *self, struct scenario_node **out)
{
    enum status status = STATUS_OK;
    unsigned documents = 0;
    bool ended = false;

    while (status == STATUS_OK && !ended && !self->broken) {
        struct fy_event *event = next_event(self);
        if (event == NULL) {
            status = report_syntax(self);
        } else if (event->type == FYET_STREAM_END) {
            ended = true;
        } else if (event->type == FYET_DOCUMENT_START && ++documents > 1) {
            status = problem_add(self->scenario, event_place(self, event), "",
                                 "a second document starts here; expected one");
            self->broken = true;
        } else if (event->type == FYET_SCALAR || event->type == FYET_MAPPING_START ||
                   event->type == FYET_SEQUENCE_START || event->type == FYET_ALIAS) {
            status = parse_value(self, event, 0, out);
        }
        fy_parser_event_free(self->parser, event);
    }
    return status;
}

static enum status parse_text(struct parse *self, const char *text, size_t length, struct scenario_node **out)
{
    enum status status = STATUS_OK;
    struct fy_diag_cfg diagnostics_settings;
    fy_diag_cfg_default(&diagnostics_settings);
    diagnostics_settings.fp = NULL;
    struct fy_diag *diagnostics = fy_diag_create(&diagnostics_settings);
    if (diagnostics == NULL) {
        return raise_no_memory(self);
    }
    fy_diag_set_collect_errors(diagnostics, true);
    const struct fy_parse_cfg settings = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diagnostics};
    self->text = text;
    self->parser = fy_parser_create(&settings);
    if (self->parser == NULL || fy_parser_set_string(self->parser, text, length) != 0) {
        status = raise_no_memory(self);
        goto out;
    }
    status = parse_stream(self, out);
out:
    fy_parser_destroy(self->parser);
    fy_diag_destroy(diagnostics);
    return status;
}

enum status tree_parse(struct scenario *scenario, const struct scenario_origin *origin, const char *text, size_t length,
                       struct scenario_node **out)
{
    const size_t problems_before = scenario->problem_count;
    struct parse parse = {.scenario = scenario, .origin = origin};
    parse.last = (struct scenario_place){.origin = origin, .line = 1, .column = 1};

    *out = NULL;
    enum status status = check_encoding(&parse, text, length);
    if (status == STATUS_OK && !parse.broken && length > 0) {
        status = parse_text(&parse, text, length, out);
    }
    if (status == STATUS_OK && *out == NULL && scenario->problem_count == problems_before) {
        status = problem_add(scenario, parse.last, "", "the file is empty; expected a mapping of keys to values");
    } else if (status == STATUS_OK && *out != NULL && (*out)->kind != NODE_MAPPING) {
        status = problem_add(scenario, (*out)->place, "", "expected a mapping of keys to values, found %s",
                             (*out)->kind == NODE_LIST ? "a list" : "a single value");
    }
    if (parse.broken || (*out != NULL && (*out)->kind != NODE_MAPPING)) {
        *out = NULL;
    }
    return status;
}
