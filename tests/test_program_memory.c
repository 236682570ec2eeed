/* Allocations fail one by one from the reading of a scenario to the closing of its output: nothing is lost, which
 * AddressSanitizer sees, and the status says what was the matter. */
#include <criterion/criterion.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "engine/world.h"
#include "output/recording.h"
#include "scenario/scenario.h"

/* The next to fail is so much further on, in proportion: there are thousands. */
enum { SPREAD = 64, MOST = 1 << 20 };

struct whole_run {
    struct scenario scenario;
    struct run_parameters parameters;
    struct world world;
    struct recording recording;
};

static enum status load(struct whole_run *run)
{
    static const char *const sets[] = {"population.size=1000", "area.people_per_locality=1000", "warm_up_days=0",
                                       "population.life.reference_particles=100", "until=2008-06-01"};
    const struct scenario_settings settings = {
        .path = CATCHMENT_SOURCE "/configs/small/small.yaml", .sets = sets, .set_count = sizeof sets / sizeof sets[0]};
    return scenario_load(&run->scenario, &run_section, &run->parameters, &settings);
}

static enum status live(struct whole_run *run)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && run->world.today < run->parameters.until) {
        status = world_month(&run->world);
        if (status == STATUS_OK) {
            status = recording_month(&run->recording, &run->world, run->world.today - 1);
        }
        if (status == STATUS_OK) {
            status = world_begin_month(&run->world);
        }
    }
    return status;
}

static enum status perform(const char *path)
{
    struct whole_run run = {0};
    const struct recording_settings settings = {.path = path, .force = true, .scenario = &run.scenario};
    enum status status = load(&run);

    if (status == STATUS_OK) {
        status = world_init(&run.world, &run.parameters, 0);
    }
    if (status == STATUS_OK) {
        status = recording_open(&run.recording, &run.world, &settings);
    }
    if (status == STATUS_OK) {
        status = live(&run);
    }
    if (status == STATUS_OK) {
        status = recording_close(&run.recording, "complete", 1);
    }
    recording_free(&run.recording);
    world_free(&run.world);
    scenario_free(&run.scenario);
    return status;
}

Test(program_memory, each_allocation_of_a_run_may_fail)
{
    char path[] = "/tmp/catchment-memory-XXXXXX";
    enum status status = STATUS_NO_MEMORY;
    int64_t left = -1;
    int failed = 0;

    close(mkstemp(path));
    omp_set_num_threads(1);
    for (int64_t allocation = 0; left < 0 && allocation < MOST; allocation += 1 + allocation / SPREAD) {
        status_clear();
        memory_fail_after(allocation);
        status = perform(path);
        left = memory_fail_after(-1);
        failed += left < 0;
        cr_assert_eq(status, left < 0 ? STATUS_NO_MEMORY : STATUS_OK, "allocation %d: %d, %s", (int)allocation, status,
                     status_message());
        cr_assert(left >= 0 || strstr(status_message(), "memory") != NULL, "%s", status_message());
    }
    unlink(path);
    cr_assert_eq(status, STATUS_OK);
    cr_assert_gt(failed, 200);
}
