/* The command run: a scenario becomes a world, the world lives its months, and they are recorded. */
#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/memory.h"
#include "output/recording.h"
#include "program/capacity.h"
#include "program/command.h"
#include "program/headline.h"
#include "program/interruption.h"
#include "program/profile_table.h"
#include "program/progress.h"

/* The exit status of a run that a signal stopped, plus its number. */
enum { EXIT_SIGNAL = 128 };

struct run {
    const struct options *options;
    struct scenario scenario;
    struct run_parameters parameters;
    char *path; /* of the output; owned */
    struct timespec started_at;
    double started; /* progress_clock */
    struct world world;
    struct recording recording;
    struct progress progress;
    struct headline headline;
    struct interruption interruption;
    int signal; /* that stopped it, or 0 */
    uint64_t state_hash;
    double rate; /* person-years a second, synthesis apart */
};

/* The name of the scenario, in this folder, with .h5 in place of .yaml. */
static enum status name_output(struct run *run)
{
    const char *slash = strrchr(run->options->file, '/');
    const char *name = slash == NULL ? run->options->file : slash + 1;
    const char *dot = strrchr(name, '.');
    struct text_buffer path = {0};

    if (run->options->output != NULL) {
        return memory_copy_text(&run->path, run->options->output);
    }
    const bool has_ending = dot != NULL && (strcasecmp(dot, ".yaml") == 0 || strcasecmp(dot, ".yml") == 0);
    enum status status = text_buffer_append_bytes(&path, name, has_ending ? (size_t)(dot - name) : strlen(name));
    if (status == STATUS_OK) {
        status = text_buffer_append(&path, ".h5");
    }
    if (status == STATUS_OK) {
        status = text_buffer_take(&path, &run->path);
    }
    text_buffer_free(&path);
    return status;
}

/* Work is handed out turn by turn to whoever is free, unless OMP_SCHEDULE says otherwise. */
static void set_threads(const struct options *options)
{
    if (options->threads > 0) {
        omp_set_num_threads(options->threads);
    }
    if (getenv("OMP_SCHEDULE") == NULL) {
        omp_set_schedule(omp_sched_dynamic, 1);
    }
}

/* All that can be refused is refused before anything is built. */
static enum status prepare(struct run *run)
{
    enum status status = command_load(run->options, &run->scenario, &run->parameters);

    if (status != STATUS_OK) {
        goto out;
    }
    status = name_output(run);
    if (status != STATUS_OK) {
        goto out;
    }
    status = recording_check(run->path, run->options->force);
    if (status != STATUS_OK) {
        goto out;
    }
    status = capacity_check((uint64_t)run->parameters.population.size, capacity_available());
    set_threads(run->options);
out:
    return status;
}

static enum status open_recording(struct run *run)
{
    const struct recording_settings settings = {
        .path = run->path,
        .force = run->options->force,
        .scenario = &run->scenario,
        .provenance =
            {
                .arguments = (const char *const *)run->options->arguments,
                .argument_count = (size_t)run->options->argument_count,
                .seed = (uint64_t)run->parameters.seed,
                .population_seed = (uint64_t)run->parameters.population.seed,
                .replicate = run->options->replicate,
                .threads = (uint32_t)omp_get_max_threads(),
                .ranks = 1,
                .started = run->started_at,
            },
    };

    profile_begin(&run->world.profile);
    const enum status status = recording_open(&run->recording, &run->world, &settings);
    profile_end(&run->world.profile, PHASE_OUTPUT, (struct phase_work){.bytes = run->recording.recorder.bytes});
    return status;
}

static enum status record_month(struct run *run, day_t first)
{
    struct world *world = &run->world;
    const int64_t before = run->recording.recorder.bytes;

    profile_begin(&world->profile);
    const enum status status = recording_month(&run->recording, world, world->today - 1);
    headline_month(&run->headline, world, world->today - first);
    profile_end(&world->profile, PHASE_OUTPUT, (struct phase_work){1, run->recording.recorder.bytes - before});
    return status;
}

/* One month: lived, closed, recorded unless it belongs to the warm-up, and the next one begun. */
static enum status live_month(struct run *run)
{
    struct world *world = &run->world;
    const day_t first = world->today;
    enum status status = world_month(world);

    if (status != STATUS_OK) {
        goto out;
    }
    if (first >= run->parameters.start) {
        status = record_month(run, first);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    progress_show(&run->progress, world->today, world->today - first, world_people(world));
    profile_begin(&world->profile);
    status = world_begin_month(world);
    profile_end(&world->profile, PHASE_MONTH, (struct phase_work){0});
out:
    return status;
}

static enum status live(struct run *run)
{
    enum status status = STATUS_OK;

    progress_begin(&run->progress, run->world.today, run->parameters.until);
    while (status == STATUS_OK && run->signal == 0 && run->world.today < run->parameters.until) {
        status = live_month(run);
        run->signal = interruption_come(&run->interruption);
    }
    progress_end(&run->progress);
    run->rate = progress_rate(&run->progress);
    return status;
}

static enum status finish(struct run *run)
{
    enum status status = world_hash(&run->world, &run->state_hash);

    if (status != STATUS_OK) {
        goto out;
    }
    profile_begin(&run->world.profile);
    status = recording_close(&run->recording, run->signal == 0 ? "complete" : "running", run->state_hash);
    profile_end(&run->world.profile, PHASE_OUTPUT, (struct phase_work){0});
out:
    return status;
}

static enum status append_end(const struct run *run, struct text_buffer *out)
{
    char hash[HASH_TEXT_SIZE];

    hash_format(run->state_hash, hash);
    return text_buffer_append_format(out,
                                     "%-40s %16s\n"
                                     "%-40s %16.1f\n"
                                     "%-40s %16.0f\n"
                                     "%-40s %s\n",
                                     "state hash", hash, "seconds", progress_clock() - run->started,
                                     "person-years a second", run->rate, "output", run->path);
}

static enum status report(const struct run *run)
{
    struct text_buffer text = {0};
    enum status status = text_buffer_append_format(&text, "%s\n", run->parameters.title);

    if (status == STATUS_OK) {
        status = headline_report(&run->headline, &run->world.market, &text);
    }
    if (status == STATUS_OK) {
        status = append_end(run, &text);
    }
    if (status == STATUS_OK && run->options->profile) {
        status = profile_table_append(&run->world.profile, &text);
    }
    if (status == STATUS_OK) {
        status = command_print(&text);
    }
    text_buffer_free(&text);
    return status;
}

static enum status perform(struct run *run)
{
    enum status status = prepare(run);

    if (status != STATUS_OK) {
        goto out;
    }
    interruption_begin(&run->interruption);
    status = world_init(&run->world, &run->parameters, run->options->replicate);
    if (status != STATUS_OK) {
        goto out;
    }
    status = world_follow(&run->world, run->scenario.steps, run->scenario.step_count);
    if (status != STATUS_OK) {
        goto out;
    }
    run->signal = interruption_come(&run->interruption);
    if (run->signal != 0) {
        goto out;
    }
    status = open_recording(run);
    if (status != STATUS_OK) {
        goto out;
    }
    status = live(run);
    if (status != STATUS_OK) {
        goto out;
    }
    status = finish(run);
    if (status != STATUS_OK) {
        goto out;
    }
    if (run->headline.days > 0) {
        status = report(run);
    }
    if (status == STATUS_OK && run->options->profile_file != NULL) {
        status = profile_table_write(&run->world.profile, run->options->profile_file);
    }
out:
    return status;
}

static int stopped(const struct run *run)
{
    char date[CALENDAR_TEXT_SIZE];

    calendar_format(run->world.today, date);
    fprintf(stderr, "catchment: stopped by a signal (%s) on %s\n", strsignal(run->signal), date);
    return EXIT_SIGNAL + run->signal;
}

int command_run(const struct options *options)
{
    struct run run = {.options = options, .started = progress_clock()};

    clock_gettime(CLOCK_REALTIME, &run.started_at);
    const enum status status = perform(&run);
    const int result = status == STATUS_OK && run.signal != 0 ? stopped(&run) : command_fail(status);
    recording_free(&run.recording);
    world_free(&run.world);
    scenario_free(&run.scenario);
    memory_free((void **)&run.path);
    return result;
}
