#include "base/money.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/text.h"

__extension__ typedef unsigned __int128 wide_t;

/* Where a double stops telling single pence apart. */
static const double largest_exact_pence = 0x1p53;

enum { PENCE_A_POUND = 100 };

enum status money_add(money_t left, money_t right, money_t *sum)
{
    money_t result = 0;

    if (__builtin_add_overflow(left, right, &result)) {
        return status_raise(STATUS_OVERFLOW, "%" PRId64 " pence and %" PRId64 " pence do not add up in 64 bits", left,
                            right);
    }
    *sum = result;
    return STATUS_OK;
}

enum status money_from_rate(double pounds, money_t *pence)
{
    const double rounded = nearbyint(pounds * PENCE_A_POUND);

    if (!(fabs(rounded) < largest_exact_pence)) {
        return status_raise(STATUS_OUT_OF_RANGE, "%g pounds cannot be counted in pence", pounds);
    }
    *pence = (money_t)rounded;
    return STATUS_OK;
}

/* The sum of the weights. */
static enum status add_weights(const int64_t *weights, size_t n, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (weights[i] < 0) {
            return status_raise(STATUS_OUT_OF_RANGE, "weight %zu is negative: %" PRId64, i, weights[i]);
        }
        if (__builtin_add_overflow(*sum, weights[i], sum)) {
            return status_raise(STATUS_OVERFLOW, "%zu weights do not add up in 64 bits", n);
        }
    }
    return STATUS_OK;
}

static size_t count_above(const int64_t *values, size_t n, int64_t threshold)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += values[i] > threshold;
    }
    return count;
}

/*
 * The smallest threshold that fewer than, or exactly, `places` of the remainders exceed: by halving, which needs no
 * memory. All remainders are at least 0 and less than `limit`.
 */
static int64_t find_threshold(const int64_t *remainders, size_t n, int64_t limit, uint64_t places)
{
    int64_t low = 0;
    int64_t high = limit;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (count_above(remainders, n, middle) <= places) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* Writes the parts of `total`; `parts` comes in as the remainders. */
static void round_parts(uint64_t total, bool negative, const int64_t *weights, size_t n, int64_t sum, money_t *parts)
{
    uint64_t left = total;
    for (size_t i = 0; i < n; i++) {
        left -= (uint64_t)((wide_t)total * (uint64_t)weights[i] / (uint64_t)sum);
    }
    const int64_t threshold = find_threshold(parts, n, sum, left);
    uint64_t ties = left - count_above(parts, n, threshold);
    for (size_t i = 0; i < n; i++) {
        uint64_t part = (uint64_t)((wide_t)total * (uint64_t)weights[i] / (uint64_t)sum);
        if (parts[i] > threshold) {
            part++;
        } else if (parts[i] == threshold && ties > 0) {
            part++;
            ties--;
        }
        parts[i] = (money_t)(negative ? 0 - part : part);
    }
}

enum status money_split(money_t total, const int64_t *weights, size_t n, money_t *parts)
{
    int64_t sum = 0;
    enum status status = add_weights(weights, n, &sum);

    if (status != STATUS_OK) {
        goto out;
    }
    if (sum == 0) {
        for (size_t i = 0; i < n; i++) {
            parts[i] = 0;
        }
        if (total != 0) {
            status = status_raise(STATUS_OUT_OF_RANGE, "%" PRId64 " pence among %zu with no weight", total, n);
        }
        goto out;
    }
    const uint64_t size = total < 0 ? 0 - (uint64_t)total : (uint64_t)total;
    for (size_t i = 0; i < n; i++) {
        parts[i] = (int64_t)((wide_t)size * (uint64_t)weights[i] % (uint64_t)sum);
    }
    round_parts(size, total < 0, weights, n, sum, parts);
out:
    return status;
}

const char *money_format(money_t amount, char *out, size_t size)
{
    char pounds[TEXT_COUNT_SIZE];
    const uint64_t pence = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;

    text_format_count(pence / PENCE_A_POUND, pounds);
    snprintf(out, size, "%s£%s.%02d", amount < 0 ? "-" : "", pounds, (int)(pence % PENCE_A_POUND));
    return out;
}
