#include "base/faults.h"

#include <criterion/criterion.h>

#include "base/memory.h"

static struct faults faults;

static void tear_down(void)
{
    text_buffer_free(&faults.lines);
}

TestSuite(base_faults, .fini = tear_down);

static bool note(enum status status, const char *message)
{
    return faults_note(&faults, status_raise(status, "%s", message));
}

Test(base_faults, none_is_ok)
{
    cr_expect(faults_note(&faults, STATUS_OK));
    cr_expect_eq(faults_raise(&faults), STATUS_OK);
}

Test(base_faults, one_is_raised_as_it_was)
{
    cr_expect(note(STATUS_MALFORMED, "the first line"));
    status_clear();
    cr_expect_eq(faults_raise(&faults), STATUS_MALFORMED);
    cr_expect_str_eq(status_message(), "the first line");
}

Test(base_faults, several_are_one_message_of_a_line_each)
{
    note(STATUS_SCENARIO, "a");
    note(STATUS_SCENARIO, "b");
    note(STATUS_SCENARIO, "c");
    faults_raise(&faults);
    cr_assert_str_eq(status_message(), "a\nb\nc");
}

Test(base_faults, the_status_is_that_of_the_first)
{
    note(STATUS_OUT_OF_RANGE, "a");
    note(STATUS_MALFORMED, "b");
    cr_assert_eq(faults_raise(&faults), STATUS_OUT_OF_RANGE);
}

Test(base_faults, what_is_right_between_them_leaves_no_line)
{
    note(STATUS_SCENARIO, "a");
    cr_expect(faults_note(&faults, STATUS_OK));
    note(STATUS_SCENARIO, "b");
    faults_raise(&faults);
    cr_expect_str_eq(status_message(), "a\nb");
}

Test(base_faults, want_of_memory_ends_the_reading)
{
    cr_assert_not(faults_note(&faults, STATUS_NO_MEMORY));
}

Test(base_faults, want_of_memory_goes_before_all_else)
{
    note(STATUS_SCENARIO, "a");
    faults_note(&faults, STATUS_NO_MEMORY);
    cr_assert_eq(faults_raise(&faults), STATUS_NO_MEMORY);
}

Test(base_faults, a_line_that_has_no_room_is_want_of_memory)
{
    const enum status status = status_raise(STATUS_SCENARIO, "a");

    memory_fail_after(0);
    const bool goes_on = faults_note(&faults, status);
    memory_fail_after(-1);
    cr_expect_not(goes_on);
    cr_expect_eq(faults_raise(&faults), STATUS_NO_MEMORY);
}

Test(base_faults, there_are_none_once_they_are_raised)
{
    note(STATUS_SCENARIO, "a");
    faults_raise(&faults);
    cr_expect_eq(faults_raise(&faults), STATUS_OK);
    note(STATUS_SCENARIO, "b");
    faults_raise(&faults);
    cr_expect_str_eq(status_message(), "b");
}
