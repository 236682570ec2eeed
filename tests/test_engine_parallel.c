#include <criterion/criterion.h>
#include <omp.h>

#include "engine/parallel.h"

enum { TURNS = 5000 };

static enum status square(void *context, size_t index)
{
    ((size_t *)context)[index] += index * index;
    return STATUS_OK;
}

Test(engine_parallel, every_index_is_worked_on_once)
{
    static size_t squares[TURNS];

    omp_set_num_threads(3);
    cr_assert_eq(parallel_each(TURNS, square, squares), STATUS_OK);
    for (size_t index = 0; index < TURNS; index++) {
        cr_assert_eq(squares[index], index * index);
    }
}

Test(engine_parallel, nothing_to_do_is_done)
{
    cr_assert_eq(parallel_each(0, square, NULL), STATUS_OK);
}

static enum status fail_late(void *context, size_t index)
{
    (void)context;
    return index >= 70 ? status_raise(STATUS_INVARIANT, "turn %zu", index) : STATUS_OK;
}

Test(engine_parallel, the_first_failure_by_index_is_reported)
{
    for (int threads = 1; threads <= 4; threads++) {
        omp_set_num_threads(threads);
        cr_assert_eq(parallel_each(TURNS, fail_late, NULL), STATUS_INVARIANT);
        cr_assert_str_eq(status_message(), "turn 70");
    }
}
