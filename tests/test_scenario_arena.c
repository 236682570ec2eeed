/* The memory of a scenario: sizes that do not fit are refused before anything is taken. */
#include "scenario/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>

Test(scenario_arena, refuses_sizes_that_do_not_fit)
{
    static const struct {
        size_t count, size;
    } cases[] = {{SIZE_MAX, 1}, {SIZE_MAX / 2, 3}, {SIZE_MAX - 32, 1}};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        void *out = &arena;
        cr_expect_eq(arena_allocate(&arena, &out, cases[i].count, cases[i].size), STATUS_NO_MEMORY, "case %zu", i);
        cr_expect_null(out);
    }
    cr_expect_null(arena.blocks);
}

Test(scenario_arena, nothing_takes_nothing)
{
    struct arena arena;
    void *out = &arena;
    arena_init(&arena);
    cr_expect_eq(arena_allocate(&arena, &out, 0, 8), STATUS_OK);
    cr_expect_null(out);
    out = &arena;
    cr_expect_eq(arena_allocate(&arena, &out, 8, 0), STATUS_OK);
    cr_expect_null(out);
    cr_expect_null(arena.blocks);
}

Test(scenario_arena, refuses_a_text_that_cannot_be_written)
{
    struct arena arena;
    const char *text = NULL;
    arena_init(&arena);
    cr_expect_eq(arena_format(&arena, &text, "%ls", L"\u20AC"), STATUS_INTERNAL);
    cr_expect_null(text);
}
