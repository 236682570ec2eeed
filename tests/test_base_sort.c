#include "base/sort.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

struct pairs {
    uint64_t *keys;
    uint32_t *values;
    uint64_t *key_scratch;
    uint32_t *value_scratch;
};

/* Keys of `mask` bits, values that tell the original order. */
static struct pairs pairs_make(size_t n, uint64_t mask)
{
    struct pairs pairs;
    struct random draws = random_at(random_key_make(3, n), RANDOM_PURPOSE_SERVICE, mask, 0, 0);
    cr_assert_eq(memory_allocate((void **)&pairs.keys, n, sizeof *pairs.keys), STATUS_OK);
    cr_assert_eq(memory_allocate((void **)&pairs.values, n, sizeof *pairs.values), STATUS_OK);
    cr_assert_eq(memory_allocate((void **)&pairs.key_scratch, n, sizeof *pairs.key_scratch), STATUS_OK);
    cr_assert_eq(memory_allocate((void **)&pairs.value_scratch, n, sizeof *pairs.value_scratch), STATUS_OK);
    for (size_t i = 0; i < n; i++) {
        pairs.keys[i] = random_u64(&draws) & mask;
        pairs.values[i] = (uint32_t)i;
    }
    return pairs;
}

static void pairs_free(struct pairs *pairs)
{
    memory_free((void **)&pairs->keys);
    memory_free((void **)&pairs->values);
    memory_free((void **)&pairs->key_scratch);
    memory_free((void **)&pairs->value_scratch);
}

static void expect_sorted_as_before(size_t n, uint64_t mask)
{
    struct pairs pairs = pairs_make(n, mask);
    struct pairs original = pairs_make(n, mask);
    uint64_t sum = 0;
    sort_pairs(pairs.keys, pairs.values, pairs.key_scratch, pairs.value_scratch, n);
    for (size_t i = 0; i < n; i++) {
        cr_assert_eq(pairs.keys[i], original.keys[pairs.values[i]], "the value goes with its key");
        sum += pairs.values[i];
        if (i > 0) {
            cr_assert_leq(pairs.keys[i - 1], pairs.keys[i]);
            cr_assert(pairs.keys[i - 1] < pairs.keys[i] || pairs.values[i - 1] < pairs.values[i], "stable");
        }
    }
    cr_assert_eq(sum, n == 0 ? 0 : (uint64_t)n * (n - 1) / 2, "each value once");
    pairs_free(&pairs);
    pairs_free(&original);
}

Test(base_sort, sorts_stably_whatever_bytes_differ)
{
    static const uint64_t masks[] = {
        UINT64_MAX,        0, 1, 0xff, 0xff00, UINT64_C(0xff000000000000ff), UINT64_C(0xf0f0f0f0f0f0f0f0), 0xffff0000,
        UINT64_C(1) << 63,
    };
    static const size_t sizes[] = {0, 1, 2, 3, 31, 63, 64, 65, 100, 1000, 20000};
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            expect_sorted_as_before(sizes[j], masks[i]);
        }
    }
}

Test(base_sort, few_pairs_need_no_scratch)
{
    uint64_t keys[] = {3, 1, 2, 1};
    uint32_t values[] = {0, 1, 2, 3};
    sort_pairs(keys, values, NULL, NULL, 4);
    const uint64_t expected_keys[] = {1, 1, 2, 3};
    const uint32_t expected_values[] = {1, 3, 2, 0};
    cr_expect_arr_eq(keys, expected_keys, sizeof expected_keys);
    cr_expect_arr_eq(values, expected_values, sizeof expected_values);
}

Test(base_sort, what_is_sorted_stays)
{
    struct pairs pairs = pairs_make(1000, 0);
    for (size_t i = 0; i < 1000; i++) {
        pairs.keys[i] = i / 3;
    }
    sort_pairs(pairs.keys, pairs.values, pairs.key_scratch, pairs.value_scratch, 1000);
    for (size_t i = 0; i < 1000; i++) {
        cr_assert_eq(pairs.keys[i], i / 3);
        cr_assert_eq(pairs.values[i], i);
    }
    pairs_free(&pairs);
}

Test(base_sort, keys_of_numbers_are_in_their_order)
{
    static const double numbers[] = {0, 5e-324, 1e-9, 1, 1.0000000001, 2, 1e300};

    cr_assert_eq(sort_key_of(0), 0);
    for (size_t i = 1; i < sizeof numbers / sizeof numbers[0]; i++) {
        cr_assert_lt(sort_key_of(numbers[i - 1]), sort_key_of(numbers[i]), "%g", numbers[i]);
    }
}
