/* The lists in which requests and outcomes travel. */
#include "care/request.h"

#include <criterion/criterion.h>

#include "base/memory.h"

Test(care_request, requests_keep_the_order_in_which_they_were_added)
{
    struct requests requests = {0};

    for (uint32_t person = 0; person < 1000; person++) {
        cr_assert_eq(requests_add(&requests, (struct request){.person = 7 * person % 1000, .site = 9}), STATUS_OK);
    }
    cr_expect_eq(requests.count, 1000);
    for (uint32_t person = 0; person < 1000; person++) {
        cr_assert_eq(requests.items[person].person, 7 * person % 1000);
        cr_assert_eq(requests.items[person].site, 9);
    }
    requests_free(&requests);
}

Test(care_request, outcomes_keep_the_order_in_which_they_were_added)
{
    struct outcomes outcomes = {0};

    for (uint32_t person = 0; person < 1000; person++) {
        cr_assert_eq(outcomes_add(&outcomes, (struct outcome){.person = 7 * person % 1000, .waited = 3}), STATUS_OK);
    }
    cr_expect_eq(outcomes.count, 1000);
    for (uint32_t person = 0; person < 1000; person++) {
        cr_assert_eq(outcomes.items[person].person, 7 * person % 1000);
        cr_assert_eq(outcomes.items[person].waited, 3);
    }
    outcomes_free(&outcomes);
}

Test(care_request, a_list_that_was_emptied_needs_no_new_memory)
{
    struct requests requests = {0};

    cr_assert_eq(requests_add(&requests, (struct request){.person = 1}), STATUS_OK);
    requests.count = 0;
    memory_fail_after(0);
    const enum status status = requests_add(&requests, (struct request){.person = 2});
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_OK);
    cr_expect_eq(requests.items[0].person, 2);
    requests_free(&requests);
}

Test(care_request, a_request_that_finds_no_memory_is_not_added)
{
    struct requests requests = {0};

    memory_fail_after(0);
    const enum status status = requests_add(&requests, (struct request){.person = 1});
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_NO_MEMORY);
    cr_expect_eq(requests.count, 0);
    requests_free(&requests);
}

Test(care_request, an_outcome_that_finds_no_memory_is_not_added)
{
    struct outcomes outcomes = {0};

    memory_fail_after(0);
    const enum status status = outcomes_add(&outcomes, (struct outcome){.person = 1});
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_NO_MEMORY);
    cr_expect_eq(outcomes.count, 0);
    outcomes_free(&outcomes);
}

Test(care_request, free_is_safe_twice_and_on_nothing)
{
    struct requests requests = {0};
    struct outcomes outcomes = {0};

    cr_assert_eq(requests_add(&requests, (struct request){.person = 1}), STATUS_OK);
    for (int time = 0; time < 2; time++) {
        requests_free(&requests);
        outcomes_free(&outcomes);
    }
    cr_expect_null(requests.items);
    cr_expect_eq(requests.capacity, 0);
    cr_expect_null(outcomes.items);
}
