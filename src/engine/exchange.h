/* The exchange: what many senders have put out is brought to its receivers once a day, in an order that no thread can
 * change: by receiver, then by sender in their fixed order, then as sent. */
#ifndef CATCHMENT_ENGINE_EXCHANGE_H
#define CATCHMENT_ENGINE_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct bundle { /* what one sender has put out */
    const void *items;
    size_t count;
};

struct exchange {
    size_t item_size;
    size_t receiver_offset; /* of a uint16_t in each item: the receiver */
    size_t receivers;
    unsigned char *items; /* of all receivers, one after another */
    size_t capacity;      /* in items */
    size_t *first;        /* [receivers + 1]: where the items of each begin */
    size_t *counts;       /* [EXCHANGE_BLOCKS][receivers] */
};

enum status exchange_init(struct exchange *self, size_t item_size, size_t receiver_offset, size_t receivers);
void exchange_free(struct exchange *self);

/* Brings all bundles to their receivers. */
enum status exchange_deliver(struct exchange *self, const struct bundle *bundles, size_t count);

/* Gives the memory of `from`, whose items nobody reads any more, to `self`, which has none; items of both are of one
 * size. The counts of `from` stay. */
void exchange_take_over(struct exchange *self, struct exchange *from);

/* What came for one receiver. */
static inline const void *exchange_items(const struct exchange *self, size_t receiver)
{
    return self->items == NULL ? NULL : self->items + self->first[receiver] * self->item_size;
}

static inline size_t exchange_count(const struct exchange *self, size_t receiver)
{
    return self->first[receiver + 1] - self->first[receiver];
}

#endif
