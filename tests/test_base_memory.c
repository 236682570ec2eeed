#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

Test(base_memory, allocate_gives_zeroes)
{
    uint32_t *numbers = NULL;
    cr_assert_eq(memory_allocate((void **)&numbers, 1000, sizeof *numbers), STATUS_OK);
    for (size_t i = 0; i < 1000; i++) {
        cr_assert_eq(numbers[i], 0);
    }
    memory_free((void **)&numbers);
    cr_expect_null(numbers);
}

Test(base_memory, a_count_of_nothing_gives_null)
{
    double *numbers = (double *)&(double){1.0};
    cr_expect_eq(memory_allocate((void **)&numbers, 0, sizeof *numbers), STATUS_OK);
    cr_expect_null(numbers);
    cr_expect_eq(memory_allocate_aligned((void **)&numbers, 0, sizeof *numbers), STATUS_OK);
    cr_expect_null(numbers);
    memory_free((void **)&numbers);
}

Test(base_memory, a_size_that_does_not_fit_is_refused)
{
    double *numbers = NULL;
    cr_expect_eq(memory_allocate((void **)&numbers, SIZE_MAX / 4, sizeof *numbers), STATUS_NO_MEMORY);
    cr_expect_eq(memory_allocate_aligned((void **)&numbers, SIZE_MAX / 8, sizeof *numbers), STATUS_NO_MEMORY);
    cr_expect_eq(memory_resize((void **)&numbers, 0, SIZE_MAX / 4, sizeof *numbers), STATUS_NO_MEMORY);
    cr_expect_null(numbers);
}

Test(base_memory, columns_start_on_a_cache_line)
{
    for (size_t count = 1; count < 200; count += 7) {
        uint8_t *column = NULL;
        cr_assert_eq(memory_allocate_aligned((void **)&column, count, 1), STATUS_OK);
        cr_expect_eq((uintptr_t)column % MEMORY_ALIGNMENT, 0);
        cr_expect_eq(column[count - 1], 0);
        memory_free((void **)&column);
    }
}

Test(base_memory, resize_keeps_what_was_there_and_zeroes_the_tail)
{
    int32_t *numbers = NULL;
    cr_assert_eq(memory_resize((void **)&numbers, 0, 3, sizeof *numbers), STATUS_OK);
    numbers[0] = 5;
    numbers[2] = 7;
    cr_assert_eq(memory_resize((void **)&numbers, 3, 500, sizeof *numbers), STATUS_OK);
    cr_expect_eq(numbers[0], 5);
    cr_expect_eq(numbers[2], 7);
    for (size_t i = 3; i < 500; i++) {
        cr_assert_eq(numbers[i], 0);
    }
    cr_assert_eq(memory_resize((void **)&numbers, 500, 0, sizeof *numbers), STATUS_OK);
    cr_expect_null(numbers);
}

Test(base_memory, resize_of_a_column_keeps_the_alignment)
{
    int64_t *numbers = NULL;
    cr_assert_eq(memory_allocate_aligned((void **)&numbers, 2, sizeof *numbers), STATUS_OK);
    numbers[1] = -9;
    cr_assert_eq(memory_resize_aligned((void **)&numbers, 2, 1000, sizeof *numbers), STATUS_OK);
    cr_expect_eq((uintptr_t)numbers % MEMORY_ALIGNMENT, 0);
    cr_expect_eq(numbers[1], -9);
    cr_assert_eq(memory_resize_aligned((void **)&numbers, 1000, 2, sizeof *numbers), STATUS_OK);
    cr_expect_eq(numbers[1], -9);
    cr_assert_eq(memory_resize_aligned((void **)&numbers, 2, 0, sizeof *numbers), STATUS_OK);
    cr_expect_null(numbers);
}

Test(base_memory, a_failed_resize_leaves_the_block_alone)
{
    int32_t *numbers = NULL;
    cr_assert_eq(memory_allocate((void **)&numbers, 4, sizeof *numbers), STATUS_OK);
    numbers[3] = 42;
    const int32_t *before = numbers;
    memory_fail_after(0);
    cr_expect_eq(memory_resize((void **)&numbers, 4, 400, sizeof *numbers), STATUS_NO_MEMORY);
    cr_expect_eq(numbers, before);
    cr_expect_eq(numbers[3], 42);
    memory_free((void **)&numbers);
}

Test(base_memory, shrinking_a_column_cannot_fail)
{
    int32_t *numbers = NULL;
    cr_assert_eq(memory_allocate_aligned((void **)&numbers, 400, sizeof *numbers), STATUS_OK);
    numbers[3] = 42;
    memory_fail_after(0);
    cr_expect_eq(memory_resize_aligned((void **)&numbers, 400, 4, sizeof *numbers), STATUS_OK);
    cr_expect_eq(numbers[3], 42);
    memory_free((void **)&numbers);
}

Test(base_memory, reserve_grows_in_proportion)
{
    uint16_t *numbers = NULL;
    size_t capacity = 0;
    int growths = 0;
    for (size_t needed = 1; needed <= 100000; needed++) {
        const size_t before = capacity;
        cr_assert_eq(memory_reserve((void **)&numbers, &capacity, needed, sizeof *numbers), STATUS_OK);
        cr_assert_geq(capacity, needed);
        growths += capacity != before;
        numbers[needed - 1] = (uint16_t)needed;
    }
    cr_expect_leq(growths, 80, "%d growths", growths);
    cr_expect_eq(numbers[99], 100);
    memory_free((void **)&numbers);
}

Test(base_memory, a_failed_reserve_leaves_the_capacity_alone)
{
    uint16_t *numbers = NULL;
    size_t capacity = 0;
    memory_fail_after(0);
    cr_expect_eq(memory_reserve((void **)&numbers, &capacity, 10, sizeof *numbers), STATUS_NO_MEMORY);
    cr_expect_eq(capacity, 0);
    cr_expect_null(numbers);
}

Test(base_memory, copy_text_is_a_copy)
{
    char original[] = "Taitshire";
    char *copy = NULL;
    cr_assert_eq(memory_copy_text(&copy, original), STATUS_OK);
    original[0] = 'x';
    cr_expect_str_eq(copy, "Taitshire");
    memory_free((void **)&copy);
}

Test(base_memory, the_nth_allocation_fails_once)
{
    void *block = NULL;
    memory_fail_after(2);
    for (int i = 0; i < 5; i++) {
        cr_expect_eq(memory_allocate(&block, 1, 1), i == 2 ? STATUS_NO_MEMORY : STATUS_OK, "allocation %d", i);
        memory_free(&block);
    }
    cr_expect_lt(memory_fail_after(-1), 0);
}

Test(base_memory, peak_is_at_least_what_is_held)
{
    enum { HELD = 64 << 20 };
    char *block = NULL;
    cr_assert_eq(memory_allocate((void **)&block, HELD, 1), STATUS_OK);
    memset(block, 1, HELD);
    cr_expect_geq(memory_peak_bytes(), (uint64_t)HELD);
    cr_expect_lt(memory_peak_bytes(), (uint64_t)1 << 40);
    memory_free((void **)&block);
}
