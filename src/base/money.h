/*
 * Money in whole pence, and the few operations that could lose a penny: adding, rounding, splitting.
 */
#ifndef CATCHMENT_BASE_MONEY_H
#define CATCHMENT_BASE_MONEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef int64_t money_t; /* pence */

/* Bytes that hold the text of any amount, with the end mark. */
#define MONEY_TEXT_SIZE 32

/* *sum = left + right. Errors: STATUS_OVERFLOW; *sum is then untouched. */
enum status money_add(money_t left, money_t right, money_t *sum);

/*
 * Rounds pounds to the nearest penny, halves to the even penny. Errors: STATUS_OUT_OF_RANGE for NaN and for amounts of
 * 2^53 pence or more either way, in which a double no longer tells single pence apart; *pence is then untouched.
 */
enum status money_from_rate(double pounds, money_t *pence);

/*
 * Splits `total` in proportion to weights[n] by the largest remainder: parts[n] sum to `total` exactly; equal
 * remainders go to the lower index. A negative total is split as its opposite is. `parts` may not overlap `weights`.
 * Errors: STATUS_OUT_OF_RANGE for a negative weight, or when nobody has weight and `total` is not 0; STATUS_OVERFLOW
 * when the weights do not add up in 64 bits. `parts` is then undefined.
 */
enum status money_split(money_t total, const int64_t *weights, size_t n, money_t *parts);

/* Writes an amount as "£1,234.56" or "-£0.05" (UTF-8) into `size` bytes, cut if need be; returns `out`. */
const char *money_format(money_t amount, char *out, size_t size);

#endif
