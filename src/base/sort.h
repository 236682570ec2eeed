/*
 * Sorting at meeting points, where the order must not depend on who came first.
 */
#ifndef CATCHMENT_BASE_SORT_H
#define CATCHMENT_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Sorts n pairs by key, ascending and stable: equal keys keep their order. The result is in keys and values; the
 * scratch arrays, n elements each, may be NULL when n is less than SORT_SMALL. Takes one pass for each byte in which
 * the keys differ.
 */
void sort_pairs(uint64_t *keys, uint32_t *values, uint64_t *key_scratch, uint32_t *value_scratch, size_t n);

/* Below this many pairs no scratch is used. */
#define SORT_SMALL 64

/* The key of a number from 0 up: such doubles keep their order as integers. */
static inline uint64_t sort_key_of(double number)
{
    uint64_t key = 0;

    memcpy(&key, &number, sizeof key);
    return key;
}

#endif
