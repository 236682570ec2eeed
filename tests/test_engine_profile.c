/* The time and the events of each phase. */
#include "engine/profile.h"

#include <criterion/criterion.h>
#include <string.h>

Test(engine_profile, events_add_up_by_phase)
{
    struct profile profile = {0};

    profile_begin(&profile);
    profile_end(&profile, PHASE_SERVICE, 3);
    profile_end(&profile, PHASE_MOVES, 10);
    profile_end(&profile, PHASE_SERVICE, 4);
    cr_expect_eq(profile.events[PHASE_SERVICE], 7);
    cr_expect_eq(profile.events[PHASE_MOVES], 10);
    cr_expect_eq(profile.events[PHASE_PEOPLE], 0);
}

/* Rounding of readings of the clock, which may be of years, to 53 bits. */
static const double rounding = 1e-5;

Test(engine_profile, a_phase_begins_when_the_one_before_ends)
{
    struct profile profile = {0};

    profile_begin(&profile);
    const double first = profile.mark;
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        profile_end(&profile, (enum phase)phase, 0);
    }
    double sum = 0;
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        cr_expect_geq(profile.seconds[phase], 0, "%s", phase_name((enum phase)phase));
        sum += profile.seconds[phase];
    }
    cr_expect_float_eq(sum, profile.mark - first, rounding);
}

Test(engine_profile, time_adds_up_over_turns)
{
    struct profile profile = {0};

    profile.seconds[PHASE_PEOPLE] = 100;
    profile_begin(&profile);
    const double first = profile.mark;
    profile_end(&profile, PHASE_PEOPLE, 0);
    cr_assert_float_eq(profile.seconds[PHASE_PEOPLE], 100 + profile.mark - first, rounding);
}

Test(engine_profile, what_passes_before_the_beginning_is_not_counted)
{
    struct profile profile = {0};

    profile_begin(&profile);
    cr_expect_gt(profile.mark, 0);
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        cr_expect_eq(profile.seconds[phase], 0);
    }
}

Test(engine_profile, every_phase_has_a_name_of_its_own)
{
    for (int a = 0; a < PHASE_COUNT; a++) {
        cr_assert_gt(strlen(phase_name((enum phase)a)), 0);
        for (int b = a + 1; b < PHASE_COUNT; b++) {
            cr_expect_str_neq(phase_name((enum phase)a), phase_name((enum phase)b));
        }
    }
    cr_expect_str_eq(phase_name(PHASE_SYNTHESIS), "synthesis");
}
