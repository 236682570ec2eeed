#include "people/row_list.h"

#include <criterion/criterion.h>

#include "base/memory.h"

enum { ROWS = 1000 };

struct entry {
    uint32_t row, next;
    uint16_t value;
};

static struct entry *entries;
static struct row_list list;

static void tear_down(void)
{
    row_list_free(&list, (void **)&entries);
}

TestSuite(people_row_list, .fini = tear_down);

static enum status add(uint32_t row, uint16_t value)
{
    const struct entry entry = {.row = row, .value = value};

    return row_list_add(&list, (void **)&entries, sizeof *entries, &entry);
}

static void take_out(uint32_t at)
{
    row_list_remove(&list, entries, sizeof *entries, at);
}

/* The values of a row, added up. */
static unsigned sum_of(uint32_t row)
{
    unsigned sum = 0;

    for (uint32_t at = row_list_first(&list, row); at != ROW_LIST_END; at = entries[at].next) {
        sum += entries[at].row == row ? entries[at].value : 0;
    }
    return sum;
}

Test(people_row_list, an_empty_one_has_no_chains)
{
    cr_assert_eq(row_list_first(&list, 0), ROW_LIST_END);
}

Test(people_row_list, a_chain_leads_to_all_entries_of_a_row)
{
    cr_assert_eq(add(5, 1), STATUS_OK);
    cr_assert_eq(add(UINT32_MAX, 8), STATUS_OK);
    cr_assert_eq(add(5, 2), STATUS_OK);
    cr_expect_eq(sum_of(5), 3);
    cr_expect_eq(sum_of(UINT32_MAX), 8);
    cr_expect_eq(sum_of(6), 0);
}

Test(people_row_list, the_last_entry_takes_the_place_of_one_that_goes)
{
    for (uint16_t value = 0; value < 4; value++) {
        cr_assert_eq(add(value, value), STATUS_OK);
    }
    take_out(1);
    cr_expect_eq(list.count, 3);
    cr_expect_eq(entries[1].value, 3);
    cr_expect_eq(sum_of(1), 0);
    cr_expect_eq(sum_of(3), 3);
    take_out(2);
    cr_expect_eq(entries[0].value, 0);
    cr_expect_eq(entries[1].value, 3);
}

Test(people_row_list, there_are_as_many_buckets_as_entries_or_more)
{
    for (uint32_t row = 0; row < ROWS; row++) {
        cr_assert_eq(add(row, 1), STATUS_OK);
        cr_assert_geq(list.bucket_count, list.count);
        cr_assert_eq(list.bucket_count & (list.bucket_count - 1), 0);
    }
}

Test(people_row_list, entries_may_go_in_any_order)
{
    for (uint32_t row = 0; row < ROWS; row++) {
        cr_assert_eq(add(row / 3, (uint16_t)row), STATUS_OK);
    }
    for (uint32_t left = ROWS; left > 0; left--) {
        const struct entry gone = entries[left / 2];
        const unsigned before = sum_of(gone.row);
        take_out(left / 2);
        cr_assert_eq(sum_of(gone.row), before - gone.value);
        cr_assert_eq(list.count, left - 1);
    }
}

Test(people_row_list, an_allocation_that_fails_changes_nothing)
{
    memory_fail_after(0);
    cr_expect_eq(add(1, 1), STATUS_NO_MEMORY);
    memory_fail_after(1);
    cr_expect_eq(add(1, 1), STATUS_NO_MEMORY);
    memory_fail_after(-1);
    cr_expect_eq(list.count, 0);
    cr_expect_eq(row_list_first(&list, 1), ROW_LIST_END);
}

Test(people_row_list, nothing_is_left_once_it_is_freed)
{
    cr_assert_eq(add(5, 1), STATUS_OK);
    row_list_free(&list, (void **)&entries);
    cr_expect_null(entries);
    cr_expect_null(list.buckets);
    cr_expect_eq(list.count, 0);
}
