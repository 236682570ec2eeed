/* Who is woken by the draw of the day, and how they are listed. */
#include "people/scan.h"

#include <criterion/criterion.h>

enum { PEOPLE = 1003, EIGHT = 8 };

static const int32_t today = 14000;

Test(scan, wakes_those_whose_draw_is_below_their_threshold)
{
    const struct random_day day = random_day_key(random_key_make(1, 0), today);
    uint32_t id[PEOPLE], threshold[PEOPLE];
    uint8_t woken[PEOPLE];

    for (uint32_t k = 0; k < PEOPLE; k++) {
        id[k] = 3 * k;
        threshold[k] = random_scan(day, id[k]) + k % 2;
    }
    scan_wake(id, threshold, PEOPLE, day, woken);
    for (uint32_t k = 0; k < PEOPLE; k++) {
        cr_assert_eq(woken[k], k % 2, "person %u", (unsigned)k);
    }
}

Test(scan, a_threshold_of_zero_wakes_nobody)
{
    const uint32_t id[EIGHT] = {0, 1, 2, 3, 4, 5, 6, 7}, threshold[EIGHT] = {0};
    const uint8_t nobody[EIGHT] = {0};
    uint8_t woken[EIGHT] = {1, 1, 1, 1, 1, 1, 1, 1};

    scan_wake(id, threshold, EIGHT, random_day_key(random_key_make(1, 0), today), woken);
    cr_assert_arr_eq(woken, nobody, sizeof nobody);
}

Test(scan, lists_the_woken_in_order)
{
    const uint8_t woken[3 * EIGHT] = {[0] = 1, [7] = 1, [17] = 1, [18] = 1};
    const uint32_t expected[] = {100, 107, 117, 118};
    uint32_t listed[20];

    cr_assert_eq(scan_list(woken, 100, 19, listed), 4);
    cr_assert_arr_eq(listed, expected, sizeof expected);
}

Test(scan, lists_everybody)
{
    uint8_t woken[2 * EIGHT];
    uint32_t listed[2 * EIGHT + 1];

    for (size_t k = 0; k < 2 * EIGHT; k++) {
        woken[k] = 1;
    }
    cr_assert_eq(scan_list(woken, 0, 2 * EIGHT, listed), 2 * EIGHT);
    cr_assert_eq(listed[2 * EIGHT - 1], 2 * EIGHT - 1);
}
