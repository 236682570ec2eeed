/* The parameter reference: what a scenario may say, from the registry alone. */
#include "scenario/scenario.h"

#include "base/markdown.h"
#include "base/memory.h"
#include "scenario/value.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { LEVEL_FIRST = 2, LEVEL_DEEPEST = 6 };

/* A section that has been described; it may stand in other places too. */
struct shown {
    const struct section *section;
    char *heading; /* owned */
};

struct page {
    const struct section *root;
    struct text_buffer *out;
    struct text_buffer path; /* of the section that is being described */
    struct shown *shown;     /* owned */
    size_t shown_count, shown_capacity;
};

static const char *type_word(enum parameter_type type)
{
    static const char *const words[] = {[PARAMETER_REAL] = "number",     [PARAMETER_INTEGER] = "whole number",
                                        [PARAMETER_BOOLEAN] = "boolean", [PARAMETER_TEXT] = "text",
                                        [PARAMETER_DATE] = "date",       [PARAMETER_CHOICE] = "choice",
                                        [PARAMETER_FILE] = "file",       [PARAMETER_CRITERION] = "criterion",
                                        [PARAMETER_REFERENCE] = "name"};
    return words[type];
}

/* The heading of the elements of the named section that a reference means: a registry path, with * for names. */
static enum status append_named_heading(struct text_buffer *out, const char *list)
{
    enum status status = text_buffer_append(out, "`");

    for (const char *c = list; *c != '\0' && status == STATUS_OK; c++) {
        status = *c == '*' ? text_buffer_append(out, "<name>") : text_buffer_append_bytes(out, c, 1);
    }
    return status == STATUS_OK ? text_buffer_append(out, ".<name>`") : status;
}

static enum status append_range(const struct parameter *row, struct text_buffer *out)
{
    struct text_buffer heading = {0};
    enum status status = STATUS_OK;

    switch (row->type) {
    case PARAMETER_TEXT:
        break;
    case PARAMETER_CRITERION:
        status = markdown_link(out, "Criteria");
        break;
    case PARAMETER_FILE:
        status = text_buffer_append(out, "CSV, relative to the file that names it");
        break;
    case PARAMETER_DATE:
        status = text_buffer_append(out, "YYYY-MM-DD");
        break;
    case PARAMETER_REFERENCE:
        status = append_named_heading(&heading, row->choices[0]);
        if (status == STATUS_OK) {
            status = text_buffer_append(out, "of ");
        }
        if (status == STATUS_OK) {
            status = markdown_link(out, text_buffer_text(&heading));
        }
        break;
    default:
        status = value_append_range(row, out);
    }
    text_buffer_free(&heading);
    return status;
}

static enum status append_parameter(struct page *self, const struct parameter *row)
{
    struct text_buffer path = {0};
    struct text_buffer range = {0};
    const bool is_optional = row->fallback != NULL && row->fallback[0] == '\0';
    const char *fallback = row->fallback == NULL ? "**required**" : is_optional ? "none" : row->fallback;

    enum status status = text_buffer_append_format(&path, "`%s%s%s`", text_buffer_text(&self->path),
                                                   self->path.length > 0 ? "." : "", row->key);
    if (status == STATUS_OK) {
        status = append_range(row, &range);
    }
    const char *const cells[] = {
        text_buffer_text(&path), type_word(row->type), row->unit, text_buffer_text(&range), fallback, row->meaning};
    if (status == STATUS_OK) {
        status = markdown_row(self->out, cells, COUNT_OF(cells));
    }
    text_buffer_free(&path);
    text_buffer_free(&range);
    return status;
}

static enum status append_parameters(struct page *self, const struct section *section)
{
    static const char *const columns[] = {"path", "type", "unit", "range", "default", "meaning"};
    enum status status =
        section->parameter_count > 0 ? markdown_columns(self->out, columns, COUNT_OF(columns)) : STATUS_OK;

    for (size_t i = 0; i < section->parameter_count && status == STATUS_OK; i++) {
        status = append_parameter(self, &section->parameters[i]);
    }
    return status == STATUS_OK && section->parameter_count > 0 ? text_buffer_append(self->out, "\n") : status;
}

/* What stands for a name in the path of a subsection; "" for a section with a key of its own. */
static const char *name_key(const struct subsection *subsection)
{
    if (subsection->kind != SECTION_NAMED) {
        return "";
    }
    return subsection->section->names != NULL ? subsection->section->names->key : "name";
}

/* Lengthens the path by a subsection; `path_cut` goes back. */
static enum status path_enter(struct text_buffer *path, const struct subsection *subsection)
{
    const char *name = name_key(subsection);
    enum status status = text_buffer_append_format(path, "%s%s", path->length == 0 ? "" : ".", subsection->key);

    return status == STATUS_OK && *name != '\0' ? text_buffer_append_format(path, ".<%s>", name) : status;
}

static void path_cut(struct text_buffer *path, size_t length)
{
    path->length = length;
    if (path->text != NULL) {
        path->text[length] = '\0';
    }
}

/* A line for each subsection, with a link. */
static enum status append_contents(struct page *self, const struct section *section)
{
    struct text_buffer heading = {0};
    const size_t length = self->path.length;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < section->section_count && status == STATUS_OK; i++) {
        text_buffer_clear(&heading);
        status = path_enter(&self->path, &section->sections[i]);
        if (status == STATUS_OK) {
            status = text_buffer_append_format(&heading, "`%s`", text_buffer_text(&self->path));
        }
        if (status == STATUS_OK) {
            status = text_buffer_append(self->out, "- ");
        }
        if (status == STATUS_OK) {
            status = markdown_link(self->out, text_buffer_text(&heading));
        }
        if (status == STATUS_OK) {
            status = text_buffer_append_format(self->out, ": %s\n", section->sections[i].meaning);
        }
        path_cut(&self->path, length);
    }
    text_buffer_free(&heading);
    return status == STATUS_OK && section->section_count > 0 ? text_buffer_append(self->out, "\n") : status;
}

static const char *find_shown(const struct page *self, const struct section *section)
{
    for (size_t i = 0; i < self->shown_count; i++) {
        if (self->shown[i].section == section) {
            return self->shown[i].heading;
        }
    }
    return NULL;
}

static enum status note_shown(struct page *self, const struct section *section, const char *heading)
{
    enum status status =
        memory_reserve((void **)&self->shown, &self->shown_capacity, self->shown_count + 1, sizeof *self->shown);

    if (status == STATUS_OK) {
        struct shown *shown = &self->shown[self->shown_count];
        *shown = (struct shown){.section = section};
        status = memory_copy_text(&shown->heading, heading);
        self->shown_count += status == STATUS_OK;
    }
    return status;
}

static enum status append_section(struct page *self, const struct section *section, unsigned level);

/* A section that stands in another place too has its keys there. */
static enum status append_again(struct page *self, const char *heading)
{
    enum status status = text_buffer_append(self->out, "The keys are those of ");

    if (status == STATUS_OK) {
        status = markdown_link(self->out, heading);
    }
    return status == STATUS_OK ? text_buffer_append(self->out, ".\n\n") : status;
}

/* What may stand in a change. */
static enum status append_dated(struct page *self)
{
    enum status status = text_buffer_append(
        self->out, "The keys are those of a scenario. These may change, and all that is in them:\n\n");

    for (const char *const *path = self->root->dated; *path != NULL && status == STATUS_OK; path++) {
        status = text_buffer_append_format(self->out, "- `%s`\n", *path);
    }
    return status == STATUS_OK ? text_buffer_append(self->out, "\n") : status;
}

/* A section, or where it is to be found. */
static enum status append_inside(struct page *self, const struct section *section, const char *heading, unsigned level)
{
    const char *earlier = find_shown(self, section);

    if (earlier != NULL) {
        return append_again(self, earlier);
    }
    const enum status status = note_shown(self, section, heading);
    return status == STATUS_OK ? append_section(self, section, level) : status;
}

static enum status append_subsection(struct page *self, const struct subsection *subsection, unsigned level)
{
    const struct section *section = subsection->section;
    struct text_buffer heading = {0};

    enum status status = text_buffer_append_format(&heading, "`%s`", text_buffer_text(&self->path));
    if (status == STATUS_OK) {
        status = markdown_heading(self->out, level, text_buffer_text(&heading));
    }
    if (status == STATUS_OK) {
        status = markdown_sentence(self->out, subsection->meaning);
    }
    if (status == STATUS_OK && section != NULL && section->names != NULL) {
        status = text_buffer_append_format(self->out, " `<%s>` is the name of a %s.", section->names->key,
                                           section->names->noun);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append(self->out, "\n\n");
    }
    if (status == STATUS_OK) {
        status =
            section == NULL ? append_dated(self) : append_inside(self, section, text_buffer_text(&heading), level + 1);
    }
    text_buffer_free(&heading);
    return status;
}

static enum status append_section(struct page *self, const struct section *section, unsigned level)
{
    const size_t length = self->path.length;
    const unsigned inner = level < LEVEL_DEEPEST ? level : LEVEL_DEEPEST;
    enum status status = append_contents(self, section);

    if (status == STATUS_OK) {
        status = append_parameters(self, section);
    }
    for (size_t i = 0; i < section->section_count && status == STATUS_OK; i++) {
        status = path_enter(&self->path, &section->sections[i]);
        if (status == STATUS_OK) {
            status = append_subsection(self, &section->sections[i], inner);
        }
        path_cut(&self->path, length);
    }
    return status;
}

enum status scenario_reference(const struct section *root, struct text_buffer *out)
{
    struct page page = {.out = out, .root = root};
    const enum status status = append_section(&page, root, LEVEL_FIRST);

    for (size_t i = 0; i < page.shown_count; i++) {
        memory_free((void **)&page.shown[i].heading);
    }
    memory_free((void **)&page.shown);
    text_buffer_free(&page.path);
    return status;
}
