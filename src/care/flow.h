/* Flow: how much the people of one place had of each provider, service and measure this month. A sparse table of
 * counts; a locality uses few of a country's providers. */
#ifndef CATCHMENT_CARE_FLOW_H
#define CATCHMENT_CARE_FLOW_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "care/activity.h"

struct flow {
    uint32_t *keys; /* key + 1; 0 marks an empty slot */
    int64_t *counts;
    size_t count, capacity; /* capacity is a power of two, or 0 */
};

void flow_free(struct flow *self);

/* Empties the table, keeping its memory. */
void flow_clear(struct flow *self);

enum status flow_add(struct flow *self, uint32_t provider, enum service service, enum measure measure, int64_t count);

/* Adds all of `from`. */
enum status flow_merge(struct flow *self, const struct flow *from);

/* Appends the counts that are not zero to `activity` as those of `economy`, ordered by provider, service, measure. */
enum status flow_collect(const struct flow *self, uint32_t economy, struct activity *activity);

#endif
