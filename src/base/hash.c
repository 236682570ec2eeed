#include "base/hash.h"

#include <string.h>
#include <xxhash.h>

enum status hash_init(struct hash *self)
{
    XXH3_state_t *state = XXH3_createState();
    self->state = state;
    if (state == NULL) {
        return status_raise(STATUS_NO_MEMORY, "no memory for a hash");
    }
    XXH3_64bits_reset(state);
    return STATUS_OK;
}

void hash_free(struct hash *self)
{
    XXH3_freeState(self->state);
    self->state = NULL;
}

void hash_update(struct hash *self, const void *bytes, size_t size)
{
    if (size != 0) {
        XXH3_64bits_update(self->state, bytes, size);
    }
}

uint64_t hash_digest(const struct hash *self)
{
    return XXH3_64bits_digest(self->state);
}

uint64_t hash_bytes(const void *bytes, size_t size)
{
    return XXH3_64bits(size == 0 ? "" : bytes, size);
}

uint64_t hash_text(const char *text)
{
    return hash_bytes(text, strlen(text));
}

void hash_format(uint64_t value, char out[HASH_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = HASH_TEXT_SIZE - 2; i >= 0; i--) {
        out[i] = digits[value & 15];
        value >>= 4;
    }
    out[HASH_TEXT_SIZE - 1] = '\0';
}
