#include "scenario/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    size_t used, size; /* bytes of `bytes` */
    alignas(max_align_t) char bytes[];
};

#define ARENA_BLOCK_SIZE ((size_t)65536)

void arena_init(struct arena *self)
{
    *self = (struct arena){0};
}

void arena_free(struct arena *self)
{
    while (self->blocks != NULL) {
        struct arena_block *block = self->blocks;
        self->blocks = block->next;
        memory_free((void **)&block);
    }
}

static enum status arena_add_block(struct arena *self, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block)) {
        return status_raise(STATUS_NO_MEMORY, "cannot allocate %zu bytes", size);
    }
    struct arena_block *block = NULL;
    enum status status = memory_allocate((void **)&block, sizeof(struct arena_block) + size, 1);
    if (status == STATUS_OK) {
        block->size = size;
        block->next = self->blocks;
        self->blocks = block;
    }
    return status;
}

enum status arena_allocate(struct arena *self, void **out, size_t count, size_t size)
{
    enum status status = STATUS_OK;
    const size_t alignment = alignof(max_align_t);

    *out = NULL;
    if (count == 0 || size == 0) {
        return STATUS_OK;
    }
    if (count > (SIZE_MAX - alignment) / size) {
        return status_raise(STATUS_NO_MEMORY, "cannot allocate %zu elements of %zu bytes", count, size);
    }
    const size_t bytes = (count * size + alignment - 1) / alignment * alignment;
    if (self->blocks == NULL || self->blocks->size - self->blocks->used < bytes) {
        status = arena_add_block(self, bytes > ARENA_BLOCK_SIZE ? bytes : ARENA_BLOCK_SIZE);
    }
    if (status == STATUS_OK) {
        *out = self->blocks->bytes + self->blocks->used;
        self->blocks->used += bytes;
    }
    return status;
}

enum status arena_copy(struct arena *self, const char **out, const char *text, size_t length)
{
    char *copy = NULL;
    enum status status = arena_allocate(self, (void **)&copy, length + 1, 1);
    if (copy != NULL && length > 0) {
        memcpy(copy, text, length);
    }
    *out = copy;
    return status;
}

enum status arena_format_list(struct arena *self, const char **out, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        return status_raise(STATUS_INTERNAL, "cannot format a text");
    }
    char *text = NULL;
    enum status status = arena_allocate(self, (void **)&text, (size_t)length + 1, 1);
    if (status == STATUS_OK) {
        vsnprintf(text, (size_t)length + 1, format, arguments);
        *out = text;
    }
    return status;
}

enum status arena_format(struct arena *self, const char **out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum status status = arena_format_list(self, out, format, arguments);
    va_end(arguments);
    return status;
}
