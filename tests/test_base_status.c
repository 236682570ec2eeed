#include "base/status.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

struct status_case {
    enum status status;
    int code;
    int exit_code;
};

static const struct status_case status_cases[] = {
    {STATUS_OK, 0, 0},           {STATUS_NO_MEMORY, -1, 3},
    {STATUS_IO, -2, 3},          {STATUS_FILE_MISSING, -3, 3},
    {STATUS_MALFORMED, -4, 3},   {STATUS_SCENARIO, -5, 2},
    {STATUS_USAGE, -6, 2},       {STATUS_OUT_OF_RANGE, -7, 2},
    {STATUS_NOT_FOUND, -8, 2},   {STATUS_DUPLICATE, -9, 2},
    {STATUS_OVERFLOW, -10, 4},   {STATUS_EXISTS, -11, 3},
    {STATUS_INVARIANT, -12, 4},  {STATUS_INTERRUPTED, -13, 85},
    {STATUS_UNBALANCED, -14, 4}, {STATUS_NEGATIVE_PAYMENT, -15, 4},
    {STATUS_HDF5, -16, 3},       {STATUS_INTERNAL, -17, 4},
};

enum { STATUS_CASES = sizeof status_cases / sizeof status_cases[0] };

Test(base_status, each_code_has_its_number_and_exit_code)
{
    for (int i = 0; i < STATUS_CASES; i++) {
        cr_expect_eq((int)status_cases[i].status, status_cases[i].code);
        cr_expect_eq(status_exit_code(status_cases[i].status), status_cases[i].exit_code, "code %d",
                     status_cases[i].code);
    }
}

Test(base_status, a_number_that_is_no_code_counts_as_internal_error)
{
    cr_expect_eq(status_exit_code((enum status)77), 4);
}

Test(base_status, raise_returns_the_code_and_keeps_the_message)
{
    cr_expect_eq(status_raise(STATUS_IO, "%s: %d bytes", "a.csv", 7), STATUS_IO);
    cr_expect_str_eq(status_message(), "a.csv: 7 bytes");
}

Test(base_status, no_message_before_the_first_and_after_clear)
{
    cr_expect_str_eq(status_message(), "");
    status_raise(STATUS_IO, "something");
    status_clear();
    cr_expect_str_eq(status_message(), "");
}

Test(base_status, a_message_can_be_put_in_context)
{
    status_raise(STATUS_NOT_FOUND, "no practice");
    status_raise(STATUS_SCENARIO, "a.yaml: %s", status_message());
    cr_expect_str_eq(status_message(), "a.yaml: no practice");
}

Test(base_status, a_message_that_cannot_be_written_is_empty)
{
    status_raise(STATUS_IO, "something");
    cr_expect_eq(status_raise(STATUS_IO, "%ls", L"\u20AC"), STATUS_IO);
    cr_expect_str_eq(status_message(), "");
}

Test(base_status, a_long_message_is_cut)
{
    char text[5000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    status_raise(STATUS_IO, "%s", text);
    cr_expect_eq(strlen(status_message()), 2047);
}

static void *raise_in_thread(void *unused)
{
    (void)unused;
    status_raise(STATUS_IO, "in the other thread");
    return NULL;
}

Test(base_status, each_thread_has_its_own_message)
{
    pthread_t thread;
    status_raise(STATUS_IO, "in this thread");
    cr_assert_eq(pthread_create(&thread, NULL, raise_in_thread, NULL), 0);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    cr_expect_str_eq(status_message(), "in this thread");
}
