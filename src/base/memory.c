#include "base/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For tests: how many more allocations of this thread succeed; negative is off. */
static _Thread_local int64_t allocations_left = -1;

/* The pointers are read and written as bytes, since the caller's is rarely of the type void *. */
static void *pointer_get(void *const *place)
{
    void *block = NULL;
    memcpy(&block, place, sizeof block);
    return block;
}

static void pointer_set(void **place, void *block)
{
    memcpy(place, &block, sizeof block);
}

/* Whether the allocation must not be made: it fails on purpose, or its size does not fit. */
static bool allocation_refused(size_t count, size_t size)
{
    if (allocations_left >= 0 && allocations_left-- == 0) {
        return true;
    }
    return size != 0 && count > (SIZE_MAX - MEMORY_ALIGNMENT) / size;
}

static enum status raise_no_memory(size_t count, size_t size)
{
    return status_raise(STATUS_NO_MEMORY, "no memory for %zu x %zu bytes", count, size);
}

/* A block that starts on a cache line, or NULL. */
static void *take_aligned(size_t count, size_t size)
{
    if (allocation_refused(count, size)) {
        return NULL;
    }
    const size_t lines = (count * size + MEMORY_ALIGNMENT - 1) / MEMORY_ALIGNMENT;
    return aligned_alloc(MEMORY_ALIGNMENT, lines * MEMORY_ALIGNMENT);
}

enum status memory_allocate(void **out, size_t count, size_t size)
{
    void *block = NULL;

    if (count != 0 && size != 0) {
        block = allocation_refused(count, size) ? NULL : calloc(count, size);
        if (block == NULL) {
            return raise_no_memory(count, size);
        }
    }
    pointer_set(out, block);
    return STATUS_OK;
}

enum status memory_allocate_aligned(void **out, size_t count, size_t size)
{
    void *block = NULL;

    if (count != 0 && size != 0) {
        block = take_aligned(count, size);
        if (block == NULL) {
            return raise_no_memory(count, size);
        }
        memset(block, 0, count * size);
    }
    pointer_set(out, block);
    return STATUS_OK;
}

enum status memory_resize(void **block, size_t old_count, size_t new_count, size_t size)
{
    if (new_count == 0 || size == 0) {
        memory_free(block);
        return STATUS_OK;
    }
    void *resized = allocation_refused(new_count, size) ? NULL : realloc(pointer_get(block), new_count * size);
    if (resized == NULL) {
        return raise_no_memory(new_count, size);
    }
    if (new_count > old_count) {
        memset((char *)resized + old_count * size, 0, (new_count - old_count) * size);
    }
    pointer_set(block, resized);
    return STATUS_OK;
}

enum status memory_resize_aligned(void **block, size_t old_count, size_t new_count, size_t size)
{
    if (new_count == 0 || size == 0) {
        memory_free(block);
        return STATUS_OK;
    }
    void *resized = take_aligned(new_count, size);
    if (resized == NULL) {
        /* When shrinking, the larger block serves as well. */
        return new_count <= old_count ? STATUS_OK : raise_no_memory(new_count, size);
    }
    void *old = pointer_get(block);
    if (old != NULL) {
        memcpy(resized, old, (new_count < old_count ? new_count : old_count) * size);
    }
    free(old);
    pointer_set(block, resized);
    return STATUS_OK;
}

enum status memory_reserve(void **block, size_t *capacity, size_t needed, size_t size)
{
    enum { FIRST_CAPACITY = 16 };

    if (needed <= *capacity) {
        return STATUS_OK;
    }
    size_t grown = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity + *capacity / 8;
    if (grown < FIRST_CAPACITY) {
        grown = FIRST_CAPACITY;
    }
    if (grown < needed) {
        grown = needed;
    }
    enum status status = memory_resize(block, *capacity, grown, size);
    if (status == STATUS_OK) {
        *capacity = grown;
    }
    return status;
}

enum status memory_copy_text(char **out, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = allocation_refused(size, 1) ? NULL : malloc(size);
    if (copy == NULL) {
        return raise_no_memory(size, 1);
    }
    memcpy(copy, text, size);
    *out = copy;
    return STATUS_OK;
}

void memory_free(void **block)
{
    free(pointer_get(block));
    pointer_set(block, NULL);
}

uint64_t memory_peak_bytes(void)
{
    char line[256];
    uint64_t kibibytes = 0;
    FILE *file = fopen("/proc/self/status", "r");

    if (file == NULL) {
        return 0;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmHWM:", strlen("VmHWM:")) == 0) {
            kibibytes = strtoull(line + strlen("VmHWM:"), NULL, 10);
            break;
        }
    }
    fclose(file);
    return kibibytes * 1024;
}

int64_t memory_fail_after(int64_t allocations)
{
    const int64_t left = allocations_left;
    allocations_left = allocations;
    return left;
}
