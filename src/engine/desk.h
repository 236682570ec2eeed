/* The desk of a site: the day of all its service lines, from the requests that came to the outcomes that go back. */
#ifndef CATCHMENT_ENGINE_DESK_H
#define CATCHMENT_ENGINE_DESK_H

#include "base/memory.h"
#include "care/line.h"
#include "care/request.h"
#include "care/supply.h"

/* Desks and scratches lie side by side while threads write to them: none shares a line of memory with the next. */
struct desk {
    struct outcomes outbox;
    unsigned char apart[MEMORY_ALIGNMENT];
};

/* What a desk needs while it works; one after another may use the same. */
struct desk_scratch {
    struct requests inbox; /* sorted by service and person */
    uint64_t *keys, *key_scratch;
    uint32_t *order, *order_scratch;
    size_t sort_capacity;
    unsigned char apart[MEMORY_ALIGNMENT];
};

void desk_free(struct desk *self);
void desk_scratch_free(struct desk_scratch *self);

/* The day of one site. `items` are the requests that came for it. */
enum status desk_day(struct desk *self, struct desk_scratch *scratch, const struct supply *supply, uint16_t site,
                     const struct line_rules *rules, const struct request *items, size_t count, day_t today);

#endif
