#include "scenario/layers.h"

#include "base/memory.h"
#include "scenario/problem.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define READ_BLOCK ((size_t)65536)

/* A file larger than this, in bytes, is no scenario; a device may never end. */
#define FILE_LARGEST ((size_t)16 << 20)

/* A file being read, and the one that extends it. */
struct chain {
    const struct chain *outer;
    const char *name;
    dev_t device;
    ino_t file;
};

void layer_list_free(struct layer_list *self)
{
    memory_free((void **)&self->roots);
    *self = (struct layer_list){0};
}

static enum status raise_no_memory(const char *file)
{
    return status_raise(STATUS_NO_MEMORY, "cannot read %s: out of memory", file);
}

/* The name of a file as seen from a folder. */
static enum status join_folder(struct scenario *scenario, const char *folder, const char *name, const char **out)
{
    const bool alone = name[0] == '/' || folder[0] == '\0';
    return arena_format(&scenario->arena, out, "%s%s", alone ? "" : folder, name);
}

enum status layers_find_file(struct scenario *scenario, const struct scenario_origin *origin, const char *name,
                             const char **out)
{
    struct stat about;
    const char *joined = NULL;

    *out = NULL;
    enum status status = join_folder(scenario, origin->folder, name, &joined);
    if (status != STATUS_OK || stat(joined, &about) != 0 || !S_ISREG(about.st_mode)) {
        return status;
    }
    char *absolute = realpath(joined, NULL);
    if (absolute != NULL) {
        status = arena_copy(&scenario->arena, out, absolute, strlen(absolute));
    } else if (errno == ENOMEM) {
        status = raise_no_memory(joined);
    }
    free(absolute);
    return status;
}

static enum status new_origin(struct layer_list *self, struct scenario *scenario, const char *file,
                              struct scenario_origin **out)
{
    enum status status = arena_allocate(&scenario->arena, (void **)out, 1, sizeof **out);
    if (status != STATUS_OK) {
        return status;
    }
    const char *slash = strrchr(file, '/');
    (*out)->layer = self->next++;
    status = arena_copy(&scenario->arena, &(*out)->file, file, strlen(file));
    if (status == STATUS_OK) {
        status = arena_copy(&scenario->arena, &(*out)->folder, file, slash == NULL ? 0 : (size_t)(slash - file) + 1);
    }
    return status;
}

/* Reads all bytes of a stream. STATUS_IO when that fails or there are too many, with errno. */
static enum status read_stream(FILE *stream, struct text_buffer *out)
{
    char *block = NULL;
    size_t count = 0;
    enum status status = memory_allocate((void **)&block, READ_BLOCK, 1);

    while (status == STATUS_OK && (count = fread(block, 1, READ_BLOCK, stream)) > 0) {
        status = text_buffer_append_bytes(out, block, count);
        if (status == STATUS_OK && out->length > FILE_LARGEST) {
            errno = EFBIG;
            status = STATUS_IO;
        }
    }
    if (status == STATUS_OK && ferror(stream)) {
        status = STATUS_IO;
    }
    memory_free((void **)&block);
    return status;
}

static enum status report_cycle(struct layer_list *self, struct scenario *scenario, struct scenario_place place,
                                const struct chain *chain)
{
    enum status status = STATUS_OK;
    struct text_buffer names;

    self->complete = false;
    text_buffer_init(&names);
    for (const struct chain *link = chain->outer; link != NULL && status == STATUS_OK; link = link->outer) {
        status =
            text_buffer_append_format(&names, "%s%s", names.length == 0 ? "" : ", which extends from ", link->name);
        if (link->device == chain->device && link->file == chain->file) {
            break;
        }
    }
    if (status == STATUS_OK) {
        status =
            problem_add(scenario, place, "extends", "the files extend each other in a circle: %s is extended by %s",
                        chain->name, text_buffer_text(&names));
    }
    text_buffer_free(&names);
    return status;
}

static bool chain_is_circle(const struct chain *chain)
{
    for (const struct chain *link = chain->outer; link != NULL; link = link->outer) {
        if (link->device == chain->device && link->file == chain->file) {
            return true;
        }
    }
    return false;
}

/* Why a file cannot be read, at the place that names it. */
static enum status report_unreadable(struct layer_list *self, struct scenario *scenario, struct scenario_place place,
                                     const char *file, int reason)
{
    if (reason == ENOMEM) {
        return raise_no_memory(file);
    }
    self->complete = false;
    const bool named_in_file = place.line > 0;
    return problem_add(scenario, place, named_in_file ? "extends" : "", "cannot read %s: %s; expected a scenario file",
                       file, strerror(reason));
}

/* Whether a file names a pipe or a device, which may never end; on the command line a user may mean that. */
static bool is_endless(const char *file, struct scenario_place place)
{
    struct stat about;
    const bool named_in_file = place.line > 0;
    return named_in_file && stat(file, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

static enum status add_layer(struct layer_list *self, struct scenario_node *root)
{
    enum status status =
        memory_reserve((void **)&self->roots, &self->capacity, self->count + 1, sizeof(struct scenario_node *));
    if (status == STATUS_OK) {
        self->roots[self->count++] = root;
    }
    return status;
}

static enum status read_file(struct layer_list *self, struct scenario *scenario, const char *file,
                             struct scenario_place place, const struct chain *outer);

/* Puts the file that this root extends, and then the root, on the list. */
static enum status add_root(struct layer_list *self, struct scenario *scenario, struct scenario_node *root,
                            const struct chain *chain)
{
    enum status status = STATUS_OK;
    const struct scenario_entry *extends = tree_find(root, "extends");

    if (extends != NULL && (extends->value->kind != NODE_SCALAR || extends->value->text[0] == '\0')) {
        const char *found = NULL;
        self->complete = false;
        status = tree_found(scenario, extends->value, &found);
        if (status == STATUS_OK) {
            status = problem_add(scenario, extends->place, "extends", "expected the name of a file, found %s", found);
        }
    } else if (extends != NULL) {
        const char *file = NULL;
        const struct scenario_place place = extends->value->place;
        status = join_folder(scenario, place.origin->folder, extends->value->text, &file);
        if (status == STATUS_OK) {
            status = read_file(self, scenario, file, place, chain);
        }
    }
    tree_remove(root, "extends");
    return status == STATUS_OK ? add_layer(self, root) : status;
}

static enum status read_text(struct layer_list *self, struct scenario *scenario, const struct scenario_origin *origin,
                             const char *text, size_t length, const struct chain *chain)
{
    struct scenario_node *root = NULL;
    enum status status = tree_parse(scenario, origin, text, length, &root);
    if (status == STATUS_OK && root != NULL) {
        return add_root(self, scenario, root, chain);
    }
    self->complete = false;
    return status;
}

/* Reads a file that is open, unless it is already being read further out. */
static enum status read_open_file(struct layer_list *self, struct scenario *scenario, FILE *stream, const char *file,
                                  struct scenario_place place, const struct chain *outer)
{
    struct stat about;
    struct text_buffer text;
    struct scenario_origin *origin = NULL;

    text_buffer_init(&text);
    enum status status = fstat(fileno(stream), &about) == 0 ? STATUS_OK : STATUS_IO;
    if (status == STATUS_OK) {
        const struct chain chain = {.outer = outer, .name = file, .device = about.st_dev, .file = about.st_ino};
        if (chain_is_circle(&chain)) {
            status = report_cycle(self, scenario, place, &chain);
            goto out;
        }
        status = read_stream(stream, &text);
        if (status == STATUS_OK) {
            status = new_origin(self, scenario, file, &origin);
        }
        if (status == STATUS_OK) {
            status = read_text(self, scenario, origin, text_buffer_text(&text), text.length, &chain);
        }
    }
    if (status == STATUS_IO) {
        status = report_unreadable(self, scenario, place, file, errno);
    }
out:
    text_buffer_free(&text);
    return status;
}

static enum status read_file(struct layer_list *self, struct scenario *scenario, const char *file,
                             struct scenario_place place, const struct chain *outer)
{
    if (is_endless(file, place)) {
        self->complete = false;
        return problem_add(scenario, place, "extends", "expected a scenario file, but %s is a pipe or a device", file);
    }
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) {
        return report_unreadable(self, scenario, place, file, errno);
    }
    enum status status = read_open_file(self, scenario, stream, file, place, outer);
    fclose(stream);
    return status;
}

enum status layers_read(struct layer_list *self, struct scenario *scenario, const struct scenario_settings *settings)
{
    const struct scenario_place nowhere = {0};
    enum status status = STATUS_OK;

    self->complete = true;
    if (settings->text != NULL) {
        struct scenario_origin *origin = NULL;
        status = new_origin(self, scenario, settings->path, &origin);
        if (status == STATUS_OK) {
            status = read_text(self, scenario, origin, settings->text, strlen(settings->text), NULL);
        }
    } else {
        status = read_file(self, scenario, settings->path, nowhere, NULL);
    }
    self->main = self->count > 0 ? self->roots[self->count - 1] : NULL;
    if (status == STATUS_OK && settings->overlay != NULL) {
        status = read_file(self, scenario, settings->overlay, nowhere, NULL);
    }
    return status;
}
