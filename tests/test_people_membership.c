#include "people/membership.h"

#include <criterion/criterion.h>

#include "base/memory.h"
#include "base/random.h"
#include "people/person.h"

enum { ROWS = 40, PROGRAMMES = 7, STEPS = 20000 };

static struct memberships memberships;

static void tear_down(void)
{
    memberships_free(&memberships);
}

TestSuite(people_membership, .fini = tear_down);

static void add(uint32_t row, unsigned programme)
{
    const struct membership membership = {.row = row, .programme = (uint16_t)programme, .site = SITE_NONE};

    cr_assert_eq(memberships_add(&memberships, membership), STATUS_OK);
}

static void take_out(uint32_t row, unsigned programme)
{
    memberships_remove(&memberships, memberships_find(&memberships, row, programme));
}

Test(people_membership, at_first_nobody_is_in_any)
{
    cr_expect_eq(memberships_of(&memberships, 0), 0);
    cr_expect_eq(memberships_find(&memberships, 0, 0), MEMBERSHIP_NONE);
}

Test(people_membership, an_entry_is_found_by_person_and_programme)
{
    add(5, 1);
    add(5, 2);
    add(6, 1);
    const uint32_t at = memberships_find(&memberships, 5, 2);
    cr_expect_eq(memberships.items[at].row, 5);
    cr_expect_eq(memberships.items[at].programme, 2);
    cr_expect_eq(memberships_find(&memberships, 6, 2), MEMBERSHIP_NONE);
    cr_expect_eq(memberships_find(&memberships, 7, 1), MEMBERSHIP_NONE);
}

Test(people_membership, an_entry_keeps_what_it_was_given)
{
    const struct membership given = {.row = 9, .since = 100, .until = 200, .site = 7, .programme = 3};

    cr_assert_eq(memberships_add(&memberships, given), STATUS_OK);
    const struct membership *kept = &memberships.items[memberships_find(&memberships, 9, 3)];
    cr_expect_eq(kept->since, 100);
    cr_expect_eq(kept->until, 200);
    cr_expect_eq(kept->site, 7);
}

Test(people_membership, the_programmes_of_a_person_are_a_set)
{
    add(5, 0);
    add(5, PROGRAMME_LIMIT - 1);
    add(6, 3);
    cr_assert_eq(memberships_of(&memberships, 5), UINT64_C(1) | UINT64_C(1) << (PROGRAMME_LIMIT - 1));
}

Test(people_membership, entries_are_in_the_order_of_joining)
{
    add(5, 1);
    add(6, 1);
    add(5, 2);
    cr_expect_eq(memberships.list.count, 3);
    cr_expect_eq(memberships.items[0].row, 5);
    cr_expect_eq(memberships.items[1].row, 6);
    cr_expect_eq(memberships.items[2].programme, 2);
}

Test(people_membership, the_last_one_takes_the_place_of_one_that_goes)
{
    add(5, 1);
    add(6, 1);
    add(7, 1);
    take_out(5, 1);
    cr_expect_eq(memberships.list.count, 2);
    cr_expect_eq(memberships.items[0].row, 7);
    cr_expect_eq(memberships_find(&memberships, 7, 1), 0);
    cr_expect_eq(memberships_find(&memberships, 6, 1), 1);
}

Test(people_membership, the_last_one_may_go)
{
    add(5, 1);
    add(6, 1);
    take_out(6, 1);
    cr_expect_eq(memberships.list.count, 1);
    cr_expect_eq(memberships_of(&memberships, 6), 0);
    cr_expect_eq(memberships_of(&memberships, 5), 2);
}

Test(people_membership, a_person_may_leave_one_of_two)
{
    add(5, 1);
    add(5, 2);
    take_out(5, 1);
    cr_assert_eq(memberships_of(&memberships, 5), 4);
}

/* Who is in what, as a table. */
static void check_against(bool in[ROWS][PROGRAMMES])
{
    uint32_t count = 0;

    for (uint32_t row = 0; row < ROWS; row++) {
        programmes_t expected = 0;
        for (unsigned programme = 0; programme < PROGRAMMES; programme++) {
            const uint32_t at = memberships_find(&memberships, row, programme);
            cr_assert_eq(at != MEMBERSHIP_NONE, in[row][programme]);
            expected |= (programmes_t)in[row][programme] << programme;
            count += in[row][programme];
        }
        cr_assert_eq(memberships_of(&memberships, row), expected);
    }
    cr_assert_eq(memberships.list.count, count);
}

Test(people_membership, whatever_comes_and_goes_it_knows_who_is_in_what)
{
    bool in[ROWS][PROGRAMMES] = {{false}};
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_EVENT_DETAIL, 0, 0, 0);

    for (unsigned step = 0; step < STEPS; step++) {
        const uint32_t row = random_below(&random, ROWS);
        const unsigned programme = random_below(&random, PROGRAMMES);
        if (in[row][programme]) {
            take_out(row, programme);
        } else {
            add(row, programme);
        }
        in[row][programme] = !in[row][programme];
        if (step % 100 == 0) {
            check_against(in);
        }
    }
    check_against(in);
}

Test(people_membership, an_allocation_that_fails_changes_nothing)
{
    unsigned failures = 0;

    for (uint32_t row = 0; row < 300; row++) {
        memory_fail_after((int64_t)(row % 2));
        enum status status = memberships_add(&memberships, (struct membership){.row = row, .programme = 1});
        memory_fail_after(-1);
        if (status != STATUS_OK) {
            failures++;
            cr_assert_eq(status, STATUS_NO_MEMORY);
            cr_assert_eq(memberships.list.count, row);
            cr_assert_eq(memberships_of(&memberships, row), 0);
            cr_assert_eq(memberships_of(&memberships, row / 2), row > 0 ? 2 : 0);
            add(row, 1);
        }
    }
    cr_assert_geq(failures, 4);
}

Test(people_membership, nothing_is_left_once_it_is_freed)
{
    add(5, 1);
    memberships_free(&memberships);
    cr_expect_eq(memberships_of(&memberships, 5), 0);
    memberships_free(&memberships);
    cr_expect_null(memberships.items);
    cr_expect_null(memberships.list.buckets);
}
