/* The time, the events and the bytes of each phase. */
#include "engine/profile.h"

#include <omp.h>
#include <string.h>

#include "world_small.h"

Test(engine_profile, work_adds_up_by_phase)
{
    struct profile profile = {0};

    profile_begin(&profile);
    profile_end(&profile, PHASE_SERVICE, (struct phase_work){3, 300});
    profile_end(&profile, PHASE_MOVES, (struct phase_work){10, 5});
    profile_end(&profile, PHASE_SERVICE, (struct phase_work){4, 1000});
    cr_expect_eq(profile.work[PHASE_SERVICE].events, 7);
    cr_expect_eq(profile.work[PHASE_SERVICE].bytes, 1300);
    cr_expect_eq(profile.work[PHASE_MOVES].events, 10);
    cr_expect_eq(profile.work[PHASE_MOVES].bytes, 5);
    cr_expect_eq(profile.work[PHASE_PEOPLE].events, 0);
}

/* Rounding of readings of the clock, which may be of years, to 53 bits. */
static const double rounding = 1e-5;

Test(engine_profile, a_phase_begins_when_the_one_before_ends)
{
    struct profile profile = {0};

    profile_begin(&profile);
    const double first = profile.mark;
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        profile_end(&profile, (enum phase)phase, (struct phase_work){0});
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
    profile_end(&profile, PHASE_PEOPLE, (struct phase_work){0});
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

/* What a world notes as the work of its phases */

static const size_t person_bytes = 64;

Test(engine_profile, synthesis_makes_every_column_of_everybody, .init = world_small_init, .fini = world_small_free)
{
    const struct phase_work work = world.profile.work[PHASE_SYNTHESIS];

    cr_expect_eq(work.events, 6000);
    cr_expect_eq(work.bytes, 6000 * (int64_t)field_table_bytes(person_fields, person_field_count));
    cr_expect_leq(work.bytes, 6000 * (int64_t)person_bytes);
}

/* The second day: on the first no outcomes are on the way. */
Test(engine_profile, a_day_goes_through_rows_and_messages, .init = world_small_init, .fini = world_small_free)
{
    live_a_day();
    const size_t came = world.outcomes.first[world.outcomes.receivers];
    const struct phase_work before = world.profile.work[PHASE_PEOPLE];
    int64_t living = 0, rows = 0;

    for (size_t l = 0; l < world.area.locality_count; l++) {
        living += (int64_t)world.districts[l].people.living;
        rows += (int64_t)world.districts[l].people.rows;
    }
    live_a_day();
    const struct phase_work after = world.profile.work[PHASE_PEOPLE];
    const size_t sent = world.requests.first[world.requests.receivers];
    const int64_t messages = (int64_t)(came * sizeof(struct outcome) + sent * sizeof(struct request));
    /* Newcomers, and the notices, of which every person has one on few days. */
    cr_expect_float_eq((double)(after.events - before.events), (double)living, 0.001 * (double)living);
    cr_expect_geq(after.bytes - before.bytes, 8 * rows + messages);
    cr_expect_leq(after.bytes - before.bytes, 8 * rows + messages + 8 * rows / 10);
    cr_expect_gt(came, 0);
}

Test(engine_profile, what_is_carried_is_counted_by_its_size, .init = world_small_init, .fini = world_small_free)
{
    live_a_day();
    const struct phase_work *work = world.profile.work;
    const int64_t requests = (int64_t)world.requests.first[world.requests.receivers];
    const int64_t outcomes = (int64_t)world.outcomes.first[world.outcomes.receivers];

    cr_expect_gt(requests, 0);
    cr_expect_gt(outcomes, 0);
    cr_expect_eq(work[PHASE_REQUESTS].events, requests);
    cr_expect_eq(work[PHASE_REQUESTS].bytes, requests * (int64_t)sizeof(struct request));
    cr_expect_eq(work[PHASE_OUTCOMES].events, outcomes);
    cr_expect_eq(work[PHASE_OUTCOMES].bytes, outcomes * (int64_t)sizeof(struct outcome));
    cr_expect_eq(work[PHASE_SERVICE].events, requests);
    cr_expect_eq(work[PHASE_SERVICE].bytes, work[PHASE_REQUESTS].bytes + work[PHASE_OUTCOMES].bytes);
}

Test(engine_profile, threads_do_not_change_the_work)
{
    struct phase_work work[2][PHASE_COUNT];

    for (int threads = 1; threads <= 2; threads++) {
        omp_set_num_threads(threads);
        world_small_init();
        /* Some months, since few households move to another locality in one. */
        for (int month = 0; month < 4; month++) {
            cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
            cr_assert_eq(world_begin_month(&world), STATUS_OK, "%s", status_message());
        }
        memcpy(work[threads - 1], world.profile.work, sizeof work[0]);
        world_small_free();
    }
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        cr_expect_eq(work[0][phase].events, work[1][phase].events, "%s", phase_name((enum phase)phase));
        cr_expect_eq(work[0][phase].bytes, work[1][phase].bytes, "%s", phase_name((enum phase)phase));
        cr_expect(phase == PHASE_OUTPUT || work[0][phase].bytes > 0, "%s", phase_name((enum phase)phase));
    }
}
