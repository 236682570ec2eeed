/* The daily scan: which people of a block something happens to today, by one keyed draw each. Called by life for the
 * people of a locality, and by the benchmarks for columns of their own. */
#ifndef CATCHMENT_PEOPLE_SCAN_H
#define CATCHMENT_PEOPLE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/random.h"

/* Sets woken[k] for each of `count` people: 1 where the draw of the day is below their threshold, else 0. */
void scan_wake(const uint32_t *id, const uint32_t *threshold, size_t count, struct random_day day, uint8_t *woken);

/* Lists `first` + k for each k below `count` with woken[k], in order, and returns how many there are. `woken` must be
 * zero from `count` up to the next multiple of eight; `listed` must have room for one more than `count`. */
size_t scan_list(const uint8_t *woken, size_t first, size_t count, uint32_t *listed);

#endif
