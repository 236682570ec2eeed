#include "engine/exchange.h"

#include <string.h>

#include "base/memory.h"

/* Senders are taken in so many blocks, each by one thread; the result does not depend on the number. */
enum { EXCHANGE_BLOCKS = 16 };

enum status exchange_init(struct exchange *self, size_t item_size, size_t receiver_offset, size_t receivers)
{
    enum status status = STATUS_OK;

    *self = (struct exchange){.item_size = item_size, .receiver_offset = receiver_offset, .receivers = receivers};
    status = memory_allocate((void **)&self->first, receivers + 1, sizeof *self->first);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->counts, EXCHANGE_BLOCKS * receivers, sizeof *self->counts);
out:
    return status;
}

void exchange_free(struct exchange *self)
{
    memory_free((void **)&self->items);
    memory_free((void **)&self->first);
    memory_free((void **)&self->counts);
}

void exchange_take_over(struct exchange *self, struct exchange *from)
{
    self->items = from->items;
    self->capacity = from->capacity;
    from->items = NULL;
    from->capacity = 0;
}

static uint16_t receiver_of(const struct exchange *self, const unsigned char *item)
{
    uint16_t receiver = 0;

    memcpy(&receiver, item + self->receiver_offset, sizeof receiver);
    return receiver;
}

static size_t block_first(size_t block, size_t bundles)
{
    return block * bundles / EXCHANGE_BLOCKS;
}

static void count_block(struct exchange *self, const struct bundle *bundles, size_t count, size_t block)
{
    size_t *counts = self->counts + block * self->receivers;

    memset(counts, 0, self->receivers * sizeof *counts);
    for (size_t b = block_first(block, count); b < block_first(block + 1, count); b++) {
        const unsigned char *item = bundles[b].items;
        for (size_t i = 0; i < bundles[b].count; i++, item += self->item_size) {
            counts[receiver_of(self, item)]++;
        }
    }
}

/* Turns the counts of each block into the places where its items go. */
static size_t place_blocks(struct exchange *self)
{
    size_t place = 0;

    for (size_t receiver = 0; receiver < self->receivers; receiver++) {
        self->first[receiver] = place;
        for (size_t block = 0; block < EXCHANGE_BLOCKS; block++) {
            size_t *count = &self->counts[block * self->receivers + receiver];
            const size_t here = *count;
            *count = place;
            place += here;
        }
    }
    self->first[self->receivers] = place;
    return place;
}

static void move_block(struct exchange *self, const struct bundle *bundles, size_t count, size_t block)
{
    size_t *places = self->counts + block * self->receivers;

    for (size_t b = block_first(block, count); b < block_first(block + 1, count); b++) {
        const unsigned char *item = bundles[b].items;
        for (size_t i = 0; i < bundles[b].count; i++, item += self->item_size) {
            memcpy(self->items + places[receiver_of(self, item)]++ * self->item_size, item, self->item_size);
        }
    }
}

enum status exchange_deliver(struct exchange *self, const struct bundle *bundles, size_t count)
{
    enum status status = STATUS_OK;

#pragma omp parallel for schedule(runtime)
    for (size_t block = 0; block < EXCHANGE_BLOCKS; block++) {
        count_block(self, bundles, count, block);
    }
    status = memory_reserve((void **)&self->items, &self->capacity, place_blocks(self), self->item_size);
    if (status != STATUS_OK) {
        goto out;
    }
#pragma omp parallel for schedule(runtime)
    for (size_t block = 0; block < EXCHANGE_BLOCKS; block++) {
        move_block(self, bundles, count, block);
    }
out:
    return status;
}
