/* For tests of the engine: the small scenario with fewer people still, in three localities. */
#ifndef CATCHMENT_TESTS_WORLD_SMALL_H
#define CATCHMENT_TESTS_WORLD_SMALL_H

#include <criterion/criterion.h>

#include "engine/day.h"
#include "engine/world.h"
#include "scenario/scenario.h"

static struct scenario small_scenario;
static struct run_parameters small_run;
static struct world world;

static inline void world_small_init(void)
{
    static const char *const sets[] = {"population.size=6000", "area.people_per_locality=2000",
                                       "population.life.reference_particles=100"};
    const struct scenario_settings settings = {
        .path = CATCHMENT_SOURCE "/configs/small/small.yaml", .sets = sets, .set_count = sizeof sets / sizeof sets[0]};

    cr_assert_eq(scenario_load(&small_scenario, &run_section, &small_run, &settings), STATUS_OK, "%s",
                 status_message());
    cr_assert_eq(world_init(&world, &small_run, 0), STATUS_OK, "%s", status_message());
    cr_assert_eq(world.area.locality_count, 3);
}

static inline void world_small_free(void)
{
    world_free(&world);
    scenario_free(&small_scenario);
}

static inline void live_a_day(void)
{
    cr_assert_eq(day_live(&world), STATUS_OK, "%s", status_message());
}

#endif
