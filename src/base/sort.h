/*
 * Sorting at meeting points, where the order must not depend on who came first.
 */
#ifndef CATCHMENT_BASE_SORT_H
#define CATCHMENT_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sorts n pairs by key, ascending and stable: equal keys keep their order. The result is in keys and values; the
 * scratch arrays, n elements each, may be NULL when n is less than SORT_SMALL. Takes one pass for each byte in which
 * the keys differ.
 */
void sort_pairs(uint64_t *keys, uint32_t *values, uint64_t *key_scratch, uint32_t *value_scratch, size_t n);

/* Below this many pairs no scratch is used. */
#define SORT_SMALL 64

#endif
