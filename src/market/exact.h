/* Exact arithmetic on money: products and quotients of whole numbers that are rounded once, and the twelfths of a year.
 *
 * Weights, shares and factors are whole millionths (EXACT_MICRO is one), so that no sum of money goes through a
 * floating point number. Called by every module of this floor. */
#ifndef CATCHMENT_MARKET_EXACT_H
#define CATCHMENT_MARKET_EXACT_H

#include "base/calendar.h"
#include "base/money.h"
#include "base/status.h"

#define EXACT_MICRO INT64_C(1000000)

/* One, in millionths of millionths: for the product of two factors. */
#define EXACT_PICO (EXACT_MICRO * EXACT_MICRO)

/* Simulated people for each real person, as a fraction: what annual sums of the real world are multiplied by. */
struct exact_scale {
    int64_t simulated, real; /* people; at least 1 */
};

/* *out = amount x numerator / denominator, to the nearest whole number, halves to the even one. Errors:
 * STATUS_OVERFLOW; STATUS_OUT_OF_RANGE for a negative argument or a denominator of 0. *out is then untouched. */
enum status exact_share(int64_t amount, int64_t numerator, int64_t denominator, int64_t *out);

/* *out = count units at `pence` for every `units` of them, times factor_pico / EXACT_PICO; rounded and refused alike.
 */
enum status exact_price(int64_t count, money_t pence, int64_t units, int64_t factor_pico, money_t *out);

/* What falls to the month of `day` of an annual sum: the twelve months from April to March sum to it exactly, and none
 * differs from another by more than a penny. */
enum status exact_twelfth(money_t annual, day_t day, money_t *out);

#endif
