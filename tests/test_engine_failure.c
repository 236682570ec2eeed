/* The first failure of a parallel loop. */
#include "engine/failure.h"

#include <criterion/criterion.h>
#include <omp.h>
#include <string.h>

static enum status fail(enum status status, const char *message)
{
    return status_raise(status, "%s", message);
}

Test(engine_failure, without_a_failure_all_is_well)
{
    struct failure failure = {STATUS_OK, 0, ""};

    failure_note(&failure, STATUS_OK, 3);
    cr_assert_eq(failure_raise(&failure), STATUS_OK);
}

Test(engine_failure, a_failure_is_raised_with_its_message)
{
    struct failure failure = {STATUS_OK, 0, ""};

    failure_note(&failure, fail(STATUS_NO_MEMORY, "locality 7"), 7);
    status_clear();
    cr_expect_eq(failure_raise(&failure), STATUS_NO_MEMORY);
    cr_expect_str_eq(status_message(), "locality 7");
}

Test(engine_failure, the_lowest_index_counts_whenever_it_comes)
{
    struct failure failure = {STATUS_OK, 0, ""};

    failure_note(&failure, fail(STATUS_INVARIANT, "nine"), 9);
    failure_note(&failure, fail(STATUS_NO_MEMORY, "four"), 4);
    failure_note(&failure, fail(STATUS_INTERNAL, "six"), 6);
    cr_expect_eq(failure_raise(&failure), STATUS_NO_MEMORY);
    cr_expect_str_eq(status_message(), "four");
}

Test(engine_failure, a_failure_at_index_zero_is_not_forgotten)
{
    struct failure failure = {STATUS_OK, 0, ""};

    failure_note(&failure, fail(STATUS_INVARIANT, "none"), 0);
    failure_note(&failure, fail(STATUS_NO_MEMORY, "one"), 1);
    cr_assert_eq(failure_raise(&failure), STATUS_INVARIANT);
}

Test(engine_failure, success_after_a_failure_does_not_undo_it)
{
    struct failure failure = {STATUS_OK, 0, ""};

    failure_note(&failure, fail(STATUS_INVARIANT, "five"), 5);
    failure_note(&failure, STATUS_OK, 2);
    cr_assert_eq(failure_raise(&failure), STATUS_INVARIANT);
}

Test(engine_failure, a_long_message_is_kept)
{
    struct failure failure = {STATUS_OK, 0, ""};
    char message[1500];

    memset(message, 'x', sizeof message);
    message[sizeof message - 1] = '\0';
    failure_note(&failure, fail(STATUS_INVARIANT, message), 0);
    cr_assert_str_eq(failure.message, message);
}

/* Every third turn fails; the message of the first must be that of index 2, from whichever thread. */
Test(engine_failure, the_number_of_threads_changes_nothing)
{
    for (int threads = 1; threads <= 4; threads++) {
        struct failure failure = {STATUS_OK, 0, ""};
        omp_set_num_threads(threads);
#pragma omp parallel for schedule(dynamic, 1)
        for (size_t index = 0; index < 300; index++) {
            failure_note(&failure,
                         index % 3 == 2 ? status_raise(STATUS_INVARIANT, "turn %zu", index) : status_pass(STATUS_OK),
                         index);
        }
        cr_expect_eq(failure_raise(&failure), STATUS_INVARIANT);
        cr_expect_str_eq(status_message(), "turn 2", "%d threads", threads);
    }
}
