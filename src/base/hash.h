/*
 * 64-bit hashes for the state of a run, for files and for names: XXH3 of xxHash. Not for secrets.
 */
#ifndef CATCHMENT_BASE_HASH_H
#define CATCHMENT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Bytes that hash_format writes, with the end mark. */
#define HASH_TEXT_SIZE 17

/* A hash that is fed in pieces; how it is cut into pieces makes no difference. */
struct hash {
    void *state; /* of xxHash; owned */
};

/* Starts an empty hash. Errors: STATUS_NO_MEMORY. */
enum status hash_init(struct hash *self);
void hash_free(struct hash *self);

/* Feeds `size` bytes; `bytes` may be NULL when `size` is 0. */
void hash_update(struct hash *self, const void *bytes, size_t size);

/* The hash of all that was fed so far; more may follow. */
uint64_t hash_digest(const struct hash *self);

/* The hash of `size` bytes, and of a text without its end mark; the same as feeding them to an empty hash. */
uint64_t hash_bytes(const void *bytes, size_t size);
uint64_t hash_text(const char *text);

/* Writes 16 lower-case hexadecimal digits. */
void hash_format(uint64_t value, char out[HASH_TEXT_SIZE]);

#endif
