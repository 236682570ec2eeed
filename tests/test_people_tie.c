#include "people/tie.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

enum { ROWS = 40, KINDS = TIE_CARE_HOME + 1, STEPS = 20000 };

static struct ties ties;

static void tear_down(void)
{
    ties_free(&ties);
}

TestSuite(people_tie, .fini = tear_down);

static void set(uint32_t row, enum tie_kind kind, uint32_t to)
{
    cr_assert_eq(ties_set(&ties, row, kind, to), STATUS_OK);
}

Test(people_tie, at_first_nobody_has_any)
{
    cr_expect_eq(ties_find(&ties, 0, TIE_CARER), TIE_NONE);
    ties_cut(&ties, 0, TIE_CARER);
    ties_cut_all(&ties, 0);
    cr_expect_eq(ties.list.count, 0);
}

Test(people_tie, a_tie_is_found_by_row_and_kind)
{
    set(5, TIE_CARER, 0);
    set(5, TIE_CARE_HOME, 65534);
    set(6, TIE_CARER, (UINT32_C(1) << TIE_BITS) - 1);
    cr_expect_eq(ties_find(&ties, 5, TIE_CARER), 0);
    cr_expect_eq(ties_find(&ties, 5, TIE_CARE_HOME), 65534);
    cr_expect_eq(ties_find(&ties, 6, TIE_CARER), (UINT32_C(1) << TIE_BITS) - 1);
    cr_expect_eq(ties_find(&ties, 6, TIE_CARE_HOME), TIE_NONE);
}

Test(people_tie, nobody_has_two_of_a_kind)
{
    set(5, TIE_STAY, 1);
    set(5, TIE_STAY, 2);
    cr_expect_eq(ties_find(&ties, 5, TIE_STAY), 2);
    cr_expect_eq(ties.list.count, 1);
}

Test(people_tie, all_of_one_may_be_cut)
{
    for (uint32_t row = 0; row < ROWS; row++) {
        set(row, TIE_STAY, row);
        set(row, TIE_ELECTIVE, row + 1);
    }
    ties_cut_all(&ties, 7);
    cr_expect_eq(ties.list.count, 2 * ROWS - 2);
    cr_expect_eq(ties_find(&ties, 7, TIE_STAY), TIE_NONE);
    cr_expect_eq(ties_find(&ties, 7, TIE_ELECTIVE), TIE_NONE);
    for (uint32_t row = 0; row < ROWS; row++) {
        cr_assert(row == 7 || ties_find(&ties, row, TIE_ELECTIVE) == row + 1);
    }
}

/* What is tied to what, as a table. */
static void check_against(uint32_t to[ROWS][KINDS])
{
    uint32_t count = 0;

    for (uint32_t row = 0; row < ROWS; row++) {
        for (unsigned kind = 0; kind < KINDS; kind++) {
            cr_assert_eq(ties_find(&ties, row, (enum tie_kind)kind), to[row][kind]);
            count += to[row][kind] != TIE_NONE;
        }
    }
    cr_assert_eq(ties.list.count, count);
}

Test(people_tie, whatever_comes_and_goes_it_knows_who_is_tied_to_what)
{
    uint32_t to[ROWS][KINDS];
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_EVENT_DETAIL, 0, 0, 0);

    memset(to, 0xff, sizeof to);
    for (unsigned step = 0; step < STEPS; step++) {
        const uint32_t row = random_below(&random, ROWS), what = random_below(&random, 12);
        const enum tie_kind kind = (enum tie_kind)random_below(&random, KINDS);
        if (what == 0) {
            ties_cut_all(&ties, row);
            memset(to[row], 0xff, sizeof to[row]);
        } else if (what <= 6) {
            set(row, kind, step);
            to[row][kind] = step;
        } else {
            ties_cut(&ties, row, kind);
            to[row][kind] = TIE_NONE;
        }
        if (step % 100 == 0) {
            check_against(to);
        }
    }
    check_against(to);
}

Test(people_tie, an_allocation_that_fails_changes_nothing)
{
    unsigned failures = 0;

    for (uint32_t row = 0; row < 300; row++) {
        memory_fail_after((int64_t)(row % 2));
        const enum status status = ties_set(&ties, row, TIE_STAY, 1);
        memory_fail_after(-1);
        if (status != STATUS_OK) {
            failures++;
            cr_assert_eq(status, STATUS_NO_MEMORY);
            cr_assert_eq(ties.list.count, row);
            cr_assert_eq(ties_find(&ties, row, TIE_STAY), TIE_NONE);
            set(row, TIE_STAY, 1);
        }
    }
    cr_assert_geq(failures, 4);
}
