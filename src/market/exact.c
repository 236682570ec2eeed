#include "market/exact.h"

#include <inttypes.h>

__extension__ typedef __int128 wide_t;

/* The nearest whole number to numerator / denominator, neither below 0; halves to the even one. */
static wide_t divide_round(wide_t numerator, wide_t denominator)
{
    wide_t quotient = numerator / denominator;
    wide_t remainder = numerator % denominator;
    wide_t missing = denominator - remainder;

    if (remainder > missing || (remainder == missing && quotient % 2 == 1)) {
        quotient++;
    }
    return quotient;
}

static enum status divide(wide_t numerator, wide_t denominator, int64_t *out)
{
    wide_t quotient = divide_round(numerator, denominator);

    if (quotient > INT64_MAX) {
        return status_raise(STATUS_OVERFLOW, "a sum of money does not fit 64 bits");
    }
    *out = (int64_t)quotient;
    return STATUS_OK;
}

enum status exact_share(int64_t amount, int64_t numerator, int64_t denominator, int64_t *out)
{
    if (amount < 0 || numerator < 0 || denominator <= 0) {
        return status_raise(STATUS_OUT_OF_RANGE, "share of %" PRId64 ": %" PRId64 " / %" PRId64, amount, numerator,
                            denominator);
    }
    return divide((wide_t)amount * numerator, denominator, out);
}

enum status exact_price(int64_t count, money_t pence, int64_t units, int64_t factor_pico, money_t *out)
{
    wide_t product = 0;

    if (count < 0 || pence < 0 || units <= 0 || factor_pico < 0) {
        return status_raise(STATUS_OUT_OF_RANGE,
                            "price of %" PRId64 " at %" PRId64 " pence for %" PRId64 " units, factor %" PRId64, count,
                            pence, units, factor_pico);
    }
    if (__builtin_mul_overflow((wide_t)count * pence, (wide_t)factor_pico, &product)) {
        return status_raise(STATUS_OVERFLOW, "price of %" PRId64 " at %" PRId64 " pence does not fit", count, pence);
    }
    return divide(product, (wide_t)units * EXACT_PICO, out);
}

enum status exact_twelfth(money_t annual, day_t day, money_t *out)
{
    static const int64_t equal[CALENDAR_MONTHS_PER_YEAR] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    money_t parts[CALENDAR_MONTHS_PER_YEAR];
    const int month = calendar_financial_month(day) - 1;
    enum status status = money_split(annual, equal, CALENDAR_MONTHS_PER_YEAR, parts);

    if (status == STATUS_OK) {
        *out = parts[month];
    }
    return status;
}
