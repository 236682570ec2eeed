#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

enum { KEY_BYTES = 8, BYTE_VALUES = 256, BYTE_BITS = 8 };

struct histogram {
    size_t counts[KEY_BYTES][BYTE_VALUES];
};

static size_t key_byte(uint64_t key, int byte)
{
    return (size_t)(key >> (byte * BYTE_BITS)) & (BYTE_VALUES - 1);
}

static void insertion_sort(uint64_t *keys, uint32_t *values, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const uint64_t key = keys[i];
        const uint32_t value = values[i];
        size_t place = i;
        for (; place > 0 && keys[place - 1] > key; place--) {
            keys[place] = keys[place - 1];
            values[place] = values[place - 1];
        }
        keys[place] = key;
        values[place] = value;
    }
}

static bool is_sorted(const uint64_t *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (keys[i - 1] > keys[i]) {
            return false;
        }
    }
    return true;
}

static void histogram_count(struct histogram *self, const uint64_t *keys, size_t n)
{
    memset(self, 0, sizeof *self);
    for (size_t i = 0; i < n; i++) {
        for (int byte = 0; byte < KEY_BYTES; byte++) {
            self->counts[byte][key_byte(keys[i], byte)]++;
        }
    }
}

/* Distributes the pairs by one byte of the key; `counts` become the places where the next of each value goes. */
static void radix_pass(const uint64_t *keys, const uint32_t *values, uint64_t *to_keys, uint32_t *to_values, size_t n,
                       int byte, size_t *counts)
{
    size_t place = 0;
    for (size_t value = 0; value < BYTE_VALUES; value++) {
        const size_t count = counts[value];
        counts[value] = place;
        place += count;
    }
    for (size_t i = 0; i < n; i++) {
        const size_t to = counts[key_byte(keys[i], byte)]++;
        to_keys[to] = keys[i];
        to_values[to] = values[i];
    }
}

void sort_pairs(uint64_t *keys, uint32_t *values, uint64_t *key_scratch, uint32_t *value_scratch, size_t n)
{
    if (n < SORT_SMALL) {
        insertion_sort(keys, values, n);
        return;
    }
    if (is_sorted(keys, n)) {
        return;
    }
    struct histogram histogram;
    histogram_count(&histogram, keys, n);
    uint64_t *from_keys = keys;
    uint32_t *from_values = values;
    for (int byte = 0; byte < KEY_BYTES; byte++) {
        if (histogram.counts[byte][key_byte(from_keys[0], byte)] == n) {
            continue; /* all keys have the same byte here */
        }
        uint64_t *to_keys = from_keys == keys ? key_scratch : keys;
        uint32_t *to_values = from_values == values ? value_scratch : values;
        radix_pass(from_keys, from_values, to_keys, to_values, n, byte, histogram.counts[byte]);
        from_keys = to_keys;
        from_values = to_values;
    }
    if (from_keys != keys) {
        memcpy(keys, from_keys, n * sizeof *keys);
        memcpy(values, from_values, n * sizeof *values);
    }
}
