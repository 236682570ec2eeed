/* For tests of what happens when memory runs out. */
#ifndef CATCHMENT_TESTS_FAILING_ALLOCATIONS_H
#define CATCHMENT_TESTS_FAILING_ALLOCATIONS_H

#include "base/memory.h"
#include "base/status.h"

#include <criterion/criterion.h>

/* Calls with the first allocation failing, then the second, and so on until nothing fails; how many have failed. */
static inline unsigned fail_each_allocation(enum status (*call)(void))
{
    for (unsigned failures = 0;; failures++) {
        memory_fail_after(failures);
        const enum status status = call();
        memory_fail_after(-1);
        if (status == STATUS_OK) {
            return failures;
        }
        cr_assert_eq(status, STATUS_NO_MEMORY, "allocation %u: %s", failures, status_message());
    }
}

#endif
