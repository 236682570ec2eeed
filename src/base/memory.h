/*
 * Allocation that checks for overflow, zeroes what it gives, with one exception, and can be made to fail on purpose.
 *
 * All arguments of type void ** are the address of a pointer to any object type, cast: (void **)&self->rows. A count of
 * 0 is allowed and gives NULL. All memory from here is released with memory_free. Errors: STATUS_NO_MEMORY, also when
 * count x size does not fit; then the pointer is as it was before the call.
 */
#ifndef CATCHMENT_BASE_MEMORY_H
#define CATCHMENT_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* The alignment of columns in bytes: one cache line, and the widest vector register. */
#define MEMORY_ALIGNMENT 64

/* Gives `count` zeroed elements of `size` bytes. What *out pointed to before is not freed. */
enum status memory_allocate(void **out, size_t count, size_t size);

/* The same, starting on a multiple of MEMORY_ALIGNMENT bytes. */
enum status memory_allocate_aligned(void **out, size_t count, size_t size);

/* Changes the number of elements; a new tail is zeroed. On failure *block is untouched and still owned. */
enum status memory_resize(void **block, size_t old_count, size_t new_count, size_t size);

/* The same for a block of memory_allocate_aligned, but a new tail holds anything: what is never written takes no
 * resident memory, so that room for growth costs nothing until it is used. Shrinking cannot fail. */
enum status memory_resize_aligned(void **block, size_t old_count, size_t new_count, size_t size);

/* Makes room for at least `needed` elements, growing *capacity by an eighth or more; the new tail is zeroed. */
enum status memory_reserve(void **block, size_t *capacity, size_t needed, size_t size);

/* A copy of `text`, owned by the caller. */
enum status memory_copy_text(char **out, const char *text);

/* Frees *block and sets it to NULL; safe when it is NULL. */
void memory_free(void **block);

/* The largest resident memory of this process so far, in bytes (VmHWM of Linux); 0 if unknown. */
uint64_t memory_peak_bytes(void);

/*
 * For tests only: in this thread the next `allocations` allocations succeed and the one after them fails, once; later
 * ones succeed. A negative number switches this off. Returns how many were left to succeed: negative means that the
 * failure has happened (or was never asked for).
 */
int64_t memory_fail_after(int64_t allocations);

#endif
