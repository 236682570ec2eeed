#include "market/exact.h"

#include <criterion/criterion.h>

static int64_t share(int64_t amount, int64_t numerator, int64_t denominator)
{
    int64_t out = -1;

    cr_assert_eq(exact_share(amount, numerator, denominator, &out), STATUS_OK);
    return out;
}

Test(exact, share_rounds_halves_to_even)
{
    cr_assert_eq(share(1, 1, 2), 0);
    cr_assert_eq(share(3, 1, 2), 2);
    cr_assert_eq(share(5, 1, 2), 2);
    cr_assert_eq(share(7, 1, 2), 4);
    cr_assert_eq(share(10, 1, 3), 3);
    cr_assert_eq(share(11, 1, 3), 4);
    cr_assert_eq(share(0, 5, 7), 0);
}

Test(exact, share_needs_more_than_64_bits_inside)
{
    cr_assert_eq(share(INT64_MAX, 999999, 1000000), INT64_C(9223362813482738952));
    cr_assert_eq(share(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
}

Test(exact, share_refuses_what_does_not_fit)
{
    int64_t out = 42;

    cr_assert_eq(exact_share(INT64_MAX, 2, 1, &out), STATUS_OVERFLOW);
    cr_assert_eq(exact_share(-1, 1, 1, &out), STATUS_OUT_OF_RANGE);
    cr_assert_eq(exact_share(1, -1, 1, &out), STATUS_OUT_OF_RANGE);
    cr_assert_eq(exact_share(1, 1, 0, &out), STATUS_OUT_OF_RANGE);
    cr_assert_eq(out, 42);
}

Test(exact, price_of_bed_days_by_the_week)
{
    money_t out = -1;

    /* 31 days at £470.00 a week: 31 x 47000 / 7 = 208142.857... */
    cr_assert_eq(exact_price(31, 47000, 7, EXACT_PICO, &out), STATUS_OK);
    cr_assert_eq(out, 208143);
    /* Rounded once, after the factor: 3 x 33 x 1.05 = 103.95. */
    cr_assert_eq(exact_price(3, 33, 1, 1050000 * EXACT_MICRO, &out), STATUS_OK);
    cr_assert_eq(out, 104);
}

Test(exact, price_refuses_what_does_not_fit)
{
    money_t out = 42;

    cr_assert_eq(exact_price(INT64_MAX, INT64_MAX, 1, EXACT_PICO, &out), STATUS_OVERFLOW);
    cr_assert_eq(exact_price(INT64_MAX, 2, 1, EXACT_PICO, &out), STATUS_OVERFLOW);
    cr_assert_eq(exact_price(-1, 2, 1, EXACT_PICO, &out), STATUS_OUT_OF_RANGE);
    cr_assert_eq(exact_price(1, 2, 0, EXACT_PICO, &out), STATUS_OUT_OF_RANGE);
    cr_assert_eq(out, 42);
}

Test(exact, twelfths_start_in_april_and_sum_to_the_year)
{
    const money_t annuals[] = {0, 1, 11, 12, 13, 100000, 123456789, INT64_MAX};
    const day_t april = calendar_day((struct date){2008, 4, 1});

    for (size_t i = 0; i < sizeof annuals / sizeof annuals[0]; i++) {
        money_t sum = 0;
        for (int month = 0; month < 12; month++) {
            money_t part = -1;
            day_t last = calendar_add_months(april, month + 1) - 1;
            cr_assert_eq(exact_twelfth(annuals[i], last, &part), STATUS_OK);
            cr_assert_eq(part, annuals[i] / 12 + (month < annuals[i] % 12));
            sum += part;
        }
        cr_assert_eq(sum, annuals[i]);
    }
}
