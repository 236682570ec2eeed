#include "base/money.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

Test(base_money, adds)
{
    money_t sum = 0;
    cr_expect_eq(money_add(150, -275, &sum), STATUS_OK);
    cr_expect_eq(sum, -125);
    cr_expect_eq(money_add(INT64_MAX - 1, 1, &sum), STATUS_OK);
    cr_expect_eq(sum, INT64_MAX);
}

Test(base_money, refuses_sums_that_do_not_fit)
{
    money_t sum = 7;
    cr_expect_eq(money_add(INT64_MAX, 1, &sum), STATUS_OVERFLOW);
    cr_expect_eq(money_add(INT64_MIN, -1, &sum), STATUS_OVERFLOW);
    cr_expect_eq(sum, 7);
}

Test(base_money, rounds_halves_to_the_even_penny)
{
    static const struct {
        double pounds;
        money_t pence;
    } cases[] = {
        {0.0, 0},    {1.0, 100},          {12.34, 1234},           {0.125, 12},
        {0.375, 38}, {-0.125, -12},       {-0.375, -38},           {0.004, 0},
        {0.006, 1},  {-12.345678, -1235}, {1e12, 100000000000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        money_t pence = -1;
        cr_expect_eq(money_from_rate(cases[i].pounds, &pence), STATUS_OK);
        cr_expect_eq(pence, cases[i].pence, "%g pounds", cases[i].pounds);
    }
}

Test(base_money, refuses_rates_beyond_the_penny)
{
    const double wrong[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 1e15, -1e15, 0x1p53 / 100};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        money_t pence = 7;
        cr_expect_eq(money_from_rate(wrong[i], &pence), STATUS_OUT_OF_RANGE, "%g", wrong[i]);
        cr_expect_eq(pence, 7);
    }
}

Test(base_money, splits_by_the_largest_remainder)
{
    const int64_t weights[] = {1, 2, 4};
    money_t parts[3];
    cr_assert_eq(money_split(100, weights, 3, parts), STATUS_OK); /* 14.29, 28.57, 57.14 */
    cr_expect_eq(parts[0], 14);
    cr_expect_eq(parts[1], 29);
    cr_expect_eq(parts[2], 57);
}

Test(base_money, equal_remainders_go_to_the_lower_index)
{
    const int64_t weights[] = {5, 5, 0, 5, 5};
    money_t parts[5];
    cr_assert_eq(money_split(6, weights, 5, parts), STATUS_OK);
    const money_t expected[] = {2, 2, 0, 1, 1};
    cr_expect_arr_eq(parts, expected, sizeof expected);
}

Test(base_money, a_negative_total_is_split_as_its_opposite)
{
    const int64_t weights[] = {3, 1, 1, 2};
    money_t gain[4];
    money_t loss[4];
    cr_assert_eq(money_split(1001, weights, 4, gain), STATUS_OK);
    cr_assert_eq(money_split(-1001, weights, 4, loss), STATUS_OK);
    for (int i = 0; i < 4; i++) {
        cr_expect_eq(loss[i], -gain[i]);
    }
}

Test(base_money, splits_of_any_size_sum_to_the_total)
{
    struct random draws = random_at(random_key_make(11, 0), RANDOM_PURPOSE_SERVICE, 0, 0, 0);
    for (int round = 0; round < 3000; round++) {
        int64_t weights[40];
        money_t parts[40];
        const size_t n = 1 + random_below(&draws, 40);
        const uint64_t widest = UINT64_MAX >> (6 + 1 + random_below(&draws, 55));
        for (size_t i = 0; i < n; i++) {
            weights[i] = (int64_t)(random_u64(&draws) & widest);
        }
        weights[0] += 1;
        const money_t total = (money_t)(random_u64(&draws) >> random_below(&draws, 64));
        cr_assert_eq(money_split(total, weights, n, parts), STATUS_OK);
        money_t sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += parts[i];
            cr_assert(weights[i] > 0 || parts[i] == 0, "nothing for who has no weight");
        }
        cr_assert_eq(sum, total);
    }
}

Test(base_money, no_part_is_a_penny_or_more_from_its_due)
{
    const int64_t weights[] = {310, 172, 44, 9, 1, 77};
    money_t parts[6];
    for (money_t total = 0; total < 2000; total++) {
        cr_assert_eq(money_split(total, weights, 6, parts), STATUS_OK);
        for (int i = 0; i < 6; i++) {
            cr_assert_lt(fabs((double)parts[i] - (double)total * (double)weights[i] / 613), 1);
        }
    }
}

Test(base_money, the_largest_totals_can_be_split)
{
    const int64_t weights[] = {INT64_MAX / 2, INT64_MAX / 2};
    money_t parts[2];
    cr_assert_eq(money_split(INT64_MIN, weights, 2, parts), STATUS_OK);
    cr_expect_eq(parts[0], INT64_MIN / 2);
    cr_expect_eq(parts[1], INT64_MIN / 2);
    cr_assert_eq(money_split(INT64_MIN, weights, 1, parts), STATUS_OK);
    cr_expect_eq(parts[0], INT64_MIN);
}

Test(base_money, splits_without_weight)
{
    const int64_t none[] = {0, 0};
    const int64_t negative[] = {1, -1};
    const int64_t huge[] = {INT64_MAX, 1};
    money_t parts[2] = {9, 9};
    cr_expect_eq(money_split(0, none, 2, parts), STATUS_OK);
    cr_expect(parts[0] == 0 && parts[1] == 0);
    cr_expect_eq(money_split(0, none, 0, parts), STATUS_OK);
    cr_expect_eq(money_split(1, none, 2, parts), STATUS_OUT_OF_RANGE);
    cr_expect_eq(money_split(1, none, 0, parts), STATUS_OUT_OF_RANGE);
    cr_expect_eq(money_split(1, negative, 2, parts), STATUS_OUT_OF_RANGE);
    cr_expect_eq(money_split(1, huge, 2, parts), STATUS_OVERFLOW);
}

Test(base_money, formats_with_separators)
{
    char text[MONEY_TEXT_SIZE];
    cr_expect_str_eq(money_format(0, text, sizeof text), "£0.00");
    cr_expect_str_eq(money_format(-5, text, sizeof text), "-£0.05");
    cr_expect_str_eq(money_format(123456, text, sizeof text), "£1,234.56");
    cr_expect_str_eq(money_format(99999, text, sizeof text), "£999.99");
    cr_expect_str_eq(money_format(100000000, text, sizeof text), "£1,000,000.00");
    cr_expect_str_eq(money_format(INT64_MIN, text, sizeof text), "-£92,233,720,368,547,758.08");
    cr_expect_str_eq(money_format(INT64_MAX, text, sizeof text), "£92,233,720,368,547,758.07");
}

Test(base_money, a_short_room_is_not_overrun)
{
    char text[8];
    memset(text, 'x', sizeof text);
    money_format(123456, text, 5);
    cr_expect_eq(text[4], '\0');
    cr_expect_eq(text[5], 'x');
}
