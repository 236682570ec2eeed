#include "scenario/resolved.h"

#include "base/hash.h"
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define INDENT 2
#define READ_BLOCK ((size_t)65536)

struct writer {
    const struct scenario *scenario;
    struct text_buffer text;
    size_t next; /* the next listed parameter; the list is in the order of the writer's walk */
};

/* Whether a text can stand without quotes and still be read as that text. */
static bool is_bare(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
    static const char *const words[] = {"null", "Null", "NULL"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i]) == 0) {
            return false;
        }
    }
    const bool starts_well = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z') || text[0] == '/';
    return starts_well && text[strspn(text, letters)] == '\0';
}

static enum status append_text(struct text_buffer *out, const char *text)
{
    if (is_bare(text)) {
        return text_buffer_append(out, text);
    }
    enum status status = text_buffer_append(out, "\"");
    for (const char *c = text; *c != '\0' && status == STATUS_OK; c++) {
        const unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\') {
            status = text_buffer_append_format(out, "\\%c", *c);
        } else if (byte < ' ' || byte == 0x7F) {
            status = text_buffer_append_format(out, "\\x%02x", byte);
        } else {
            status = text_buffer_append_bytes(out, c, 1);
        }
    }
    return status == STATUS_OK ? text_buffer_append(out, "\"") : status;
}

static bool is_textual(enum parameter_type type)
{
    return type == PARAMETER_TEXT || type == PARAMETER_FILE || type == PARAMETER_CHOICE ||
           type == PARAMETER_REFERENCE || type == PARAMETER_CRITERION;
}

static enum status append_value(struct text_buffer *out, const struct scenario_parameter *parameter)
{
    return is_textual(parameter->row->type) ? append_text(out, parameter->centre)
                                            : text_buffer_append(out, parameter->centre);
}

static enum status append_part(struct text_buffer *out, const char *key, const char *text, bool bare)
{
    if (text[0] == '\0') {
        return STATUS_OK;
    }
    enum status status = text_buffer_append_format(out, ", %s: ", key);
    if (status != STATUS_OK) {
        return status;
    }
    return bare ? text_buffer_append(out, text) : append_text(out, text);
}

/* A value about which nothing is said but the place where it was written stands alone. */
static enum status append_leaf(struct text_buffer *out, const struct scenario_parameter *p)
{
    if (!p->is_explained) {
        return append_value(out, p);
    }
    enum status status = text_buffer_append(out, "{value: ");
    if (status == STATUS_OK) {
        status = append_value(out, p);
    }
    const struct {
        const char *key, *text;
        bool bare;
    } parts[] = {{"unit", p->unit, false},     {"low", p->low, true},
                 {"high", p->high, true},      {"distribution", p->distribution, true},
                 {"source", p->source, false}, {"grade", p->grade, true},
                 {"note", p->note, false}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == STATUS_OK; i++) {
        status = append_part(out, parts[i].key, parts[i].text, parts[i].bare);
    }
    return status == STATUS_OK ? text_buffer_append(out, "}") : status;
}

static enum status append_key(struct writer *self, const char *key, int depth)
{
    return text_buffer_append_format(&self->text, "%*s%s:", depth * INDENT, "", key);
}

static enum status write_section(struct writer *self, const struct section *section, const void *values, int depth);

static enum status write_named(struct writer *self, const struct subsection *subsection, const struct named_list *list,
                               int depth)
{
    enum status status = STATUS_OK;
    const size_t size = subsection->section->size;
    for (size_t i = 0; i < list->count && status == STATUS_OK; i++) {
        const void *item = (const char *)list->items + i * size;
        status = append_key(self, *(const char *const *)item, depth);
        if (status == STATUS_OK) {
            status = write_section(self, subsection->section, item, depth + 1);
        }
    }
    return status;
}

static enum status write_parameter(struct writer *self, const char *key, const struct scenario_parameter *parameter,
                                   int depth)
{
    enum status status = append_key(self, key, depth);

    if (status == STATUS_OK) {
        status = text_buffer_append(&self->text, " ");
    }
    if (status == STATUS_OK) {
        status = append_leaf(&self->text, parameter);
    }
    return status == STATUS_OK ? text_buffer_append(&self->text, "\n") : status;
}

/* Bytes of the sections around a parameter that it shares with another, each with its dot. */
static size_t shared_sections(const char *path, const char *other)
{
    size_t shared = 0;

    for (size_t i = 0; path[i] != '\0' && path[i] == other[i]; i++) {
        shared = path[i] == '.' ? i + 1 : shared;
    }
    return shared;
}

/* The keys of a path that come after those of the parameter written before, and the parameter. */
static enum status write_path(struct writer *self, const char *path, const char *before,
                              const struct scenario_parameter *parameter, int depth)
{
    enum status status = STATUS_OK;
    const char *key = path, *known = path + shared_sections(path, before);

    for (const char *dot = strchr(key, '.'); dot != NULL && status == STATUS_OK; dot = strchr(key, '.')) {
        if (key >= known) {
            status = text_buffer_append_format(&self->text, "%*s%.*s:\n", depth * INDENT, "", (int)(dot - key), key);
        }
        key = dot + 1;
        depth++;
    }
    return status == STATUS_OK ? write_parameter(self, key, parameter, depth) : status;
}

/* What changes on a date. */
static enum status write_change(struct writer *self, const char *name, int depth)
{
    const struct scenario_step *step = self->scenario->steps;
    const char *before = "";

    while (strcmp(step->name, name) != 0) {
        step++;
    }
    enum status status = text_buffer_append(&self->text, step->parameter_count == 0 ? " {}\n" : "\n");
    for (size_t i = 0; i < step->parameter_count && status == STATUS_OK; i++) {
        const struct scenario_parameter *parameter = &self->scenario->parameters[step->first_parameter + i];
        const char *path = parameter->path + step->prefix_length;
        status = write_path(self, path, before, parameter, depth);
        before = path;
    }
    return status;
}

static enum status write_subsection(struct writer *self, const struct subsection *subsection, const void *values,
                                    int depth)
{
    const void *member = (const char *)values + subsection->offset;
    enum status status = append_key(self, subsection->key, depth);
    if (status != STATUS_OK) {
        return status;
    }
    if (subsection->kind == SECTION_CHANGE) {
        return write_change(self, *(const char *const *)values, depth + 1);
    }
    if (subsection->kind == SECTION_FIXED) {
        return write_section(self, subsection->section, member, depth + 1);
    }
    const struct named_list *list = member;
    status = text_buffer_append(&self->text, list->count == 0 ? " {}\n" : "\n");
    return status == STATUS_OK ? write_named(self, subsection, list, depth + 1) : status;
}

static enum status write_section(struct writer *self, const struct section *section, const void *values, int depth)
{
    const bool is_empty = section->parameter_count + section->section_count == 0;
    enum status status = STATUS_OK;

    if (depth > 0) {
        status = text_buffer_append(&self->text, is_empty ? " {}\n" : "\n");
    }
    for (size_t i = 0; i < section->parameter_count && status == STATUS_OK; i++) {
        status = write_parameter(self, section->parameters[i].key, &self->scenario->parameters[self->next++], depth);
    }
    for (size_t i = 0; i < section->section_count && status == STATUS_OK; i++) {
        status = write_subsection(self, &section->sections[i], values, depth);
    }
    return status;
}

enum status resolved_write(struct scenario *scenario, const struct section *root, const void *target)
{
    struct writer self = {.scenario = scenario};

    text_buffer_init(&self.text);
    enum status status = write_section(&self, root, target, 0);
    if (status == STATUS_OK) {
        status = text_buffer_take(&self.text, &scenario->resolved);
    }
    text_buffer_free(&self.text);
    return status;
}

static enum status hash_file(struct hash *hash, const char *file)
{
    char *block = NULL;
    size_t count = 0;
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) {
        return status_raise(STATUS_IO, "cannot read %s: %s", file, strerror(errno));
    }
    enum status status = memory_allocate((void **)&block, READ_BLOCK, 1);
    while (status == STATUS_OK && (count = fread(block, 1, READ_BLOCK, stream)) > 0) {
        hash_update(hash, block, count);
    }
    if (status == STATUS_OK && ferror(stream)) {
        status = status_raise(STATUS_IO, "cannot read %s: %s", file, strerror(errno));
    }
    memory_free((void **)&block);
    fclose(stream);
    return status;
}

enum status resolved_hash(struct scenario *scenario)
{
    struct hash hash = {0};
    enum status status = hash_init(&hash);
    for (size_t i = 0; i < scenario->parameter_count && status == STATUS_OK; i++) {
        const struct scenario_parameter *parameter = &scenario->parameters[i];
        hash_update(&hash, parameter->path, strlen(parameter->path) + 1);
        if (parameter->row->type == PARAMETER_FILE && parameter->value[0] != '\0') {
            status = hash_file(&hash, parameter->value);
        } else {
            hash_update(&hash, parameter->value, strlen(parameter->value) + 1);
        }
    }
    if (status == STATUS_OK) {
        scenario->hash = hash_digest(&hash);
    }
    hash_free(&hash);
    return status;
}
