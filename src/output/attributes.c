#include "output/attributes.h"

#include "base/memory.h"

static void attribute_free(struct attribute *self)
{
    memory_free((void **)&self->path);
    memory_free((void **)&self->name);
    memory_free((void **)&self->text);
}

static enum status copy_text(const char **out, const char *text)
{
    char *copy = NULL;
    enum status status = memory_copy_text(&copy, text);
    *out = copy;
    return status;
}

enum status attribute_queue_add(struct attribute_queue *self, const struct attribute *attribute)
{
    struct attribute copy = {.type = attribute->type, .bits = attribute->bits};
    enum status status =
        memory_reserve((void **)&self->attributes, &self->capacity, self->count + 1, sizeof *self->attributes);

    if (status == STATUS_OK) {
        status = copy_text(&copy.path, attribute->path);
    }
    if (status == STATUS_OK) {
        status = copy_text(&copy.name, attribute->name);
    }
    if (status == STATUS_OK && attribute->text != NULL) {
        status = copy_text(&copy.text, attribute->text);
    }
    if (status != STATUS_OK) {
        attribute_free(&copy);
        return status;
    }
    self->attributes[self->count] = copy;
    self->count++;
    return STATUS_OK;
}

enum status attribute_write(const struct attribute *self, hid_t file)
{
    enum status status = store_has(file, self->path) ? STATUS_OK : store_group(file, self->path);

    if (status != STATUS_OK) {
        return status;
    }
    return self->text != NULL ? store_attribute_text(file, self->path, self->name, self->text)
                              : store_attribute_number(file, self->path, self->name, self->type, &self->bits);
}

enum status attribute_queue_write(const struct attribute_queue *self, hid_t file)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        status = attribute_write(&self->attributes[i], file);
    }
    return status;
}

void attribute_queue_free(struct attribute_queue *self)
{
    for (size_t i = 0; i < self->count; i++) {
        attribute_free(&self->attributes[i]);
    }
    memory_free((void **)&self->attributes);
    *self = (struct attribute_queue){0};
}
