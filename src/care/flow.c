#include "care/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

enum { FIRST_CAPACITY = 256 };

static uint32_t flow_key(uint32_t provider, enum service service, enum measure measure)
{
    return (provider * SERVICE_COUNT + (uint32_t)service) * MEASURE_COUNT + (uint32_t)measure;
}

void flow_free(struct flow *self)
{
    memory_free((void **)&self->keys);
    memory_free((void **)&self->counts);
    self->count = 0;
    self->capacity = 0;
}

void flow_clear(struct flow *self)
{
    if (self->capacity > 0) {
        memset(self->keys, 0, self->capacity * sizeof *self->keys);
        memset(self->counts, 0, self->capacity * sizeof *self->counts);
    }
    self->count = 0;
}

/* The slot of a key, or the empty one where it belongs. There is always an empty slot. */
static size_t flow_slot(const struct flow *self, uint32_t key)
{
    size_t slot = (size_t)random_mix(key) & (self->capacity - 1);

    while (self->keys[slot] != 0 && self->keys[slot] != key + 1) {
        slot = (slot + 1) & (self->capacity - 1);
    }
    return slot;
}

static enum status flow_grow(struct flow *self)
{
    struct flow larger = {.capacity = self->capacity == 0 ? FIRST_CAPACITY : self->capacity * 2, .count = self->count};
    enum status status = memory_allocate((void **)&larger.keys, larger.capacity, sizeof *larger.keys);

    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&larger.counts, larger.capacity, sizeof *larger.counts);
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t old = 0; old < self->capacity; old++) {
        if (self->keys[old] != 0) {
            const size_t slot = flow_slot(&larger, self->keys[old] - 1);
            larger.keys[slot] = self->keys[old];
            larger.counts[slot] = self->counts[old];
        }
    }
    flow_free(self);
    *self = larger;
    larger = (struct flow){0};
out:
    flow_free(&larger);
    return status;
}

static enum status flow_add_key(struct flow *self, uint32_t key, int64_t count)
{
    enum status status = STATUS_OK;

    if (self->count * 2 >= self->capacity) {
        status = flow_grow(self);
        if (status != STATUS_OK) {
            return status;
        }
    }
    const size_t slot = flow_slot(self, key);
    self->count += self->keys[slot] == 0;
    self->keys[slot] = key + 1;
    self->counts[slot] += count;
    return status;
}

enum status flow_add(struct flow *self, uint32_t provider, enum service service, enum measure measure, int64_t count)
{
    return flow_add_key(self, flow_key(provider, service, measure), count);
}

enum status flow_merge(struct flow *self, const struct flow *from)
{
    enum status status = STATUS_OK;

    for (size_t slot = 0; slot < from->capacity && status == STATUS_OK; slot++) {
        if (from->keys[slot] != 0) {
            status = flow_add_key(self, from->keys[slot] - 1, from->counts[slot]);
        }
    }
    return status;
}

static int compare_rows(const void *left, const void *right)
{
    const struct activity_row *a = left, *b = right;
    const uint32_t key_a = flow_key(a->provider, (enum service)a->service, (enum measure)a->measure);
    const uint32_t key_b = flow_key(b->provider, (enum service)b->service, (enum measure)b->measure);

    return (key_a > key_b) - (key_a < key_b);
}

enum status flow_collect(const struct flow *self, uint32_t economy, struct activity *activity)
{
    const size_t first = activity->count;
    enum status status = STATUS_OK;

    status = memory_reserve((void **)&activity->rows, &activity->capacity, activity->count + self->count,
                            sizeof *activity->rows);
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t slot = 0; slot < self->capacity; slot++) {
        if (self->keys[slot] != 0 && self->counts[slot] != 0) {
            const uint32_t key = self->keys[slot] - 1;
            activity->rows[activity->count++] = (struct activity_row){
                .economy = economy,
                .provider = key / (SERVICE_COUNT * MEASURE_COUNT),
                .service = key / MEASURE_COUNT % SERVICE_COUNT,
                .measure = key % MEASURE_COUNT,
                .count = self->counts[slot],
            };
        }
    }
    if (activity->count > first) {
        qsort(activity->rows + first, activity->count - first, sizeof *activity->rows, compare_rows);
    }
out:
    return status;
}
