#include "output/provenance.h"

#include <hdf5.h>
#include <libfyaml.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/text.h"

#if __has_include("catchment_version.h")
#include "catchment_version.h"
#else
#define CATCHMENT_VERSION "0.0.0"
#define CATCHMENT_GIT_REVISION "unknown"
#define CATCHMENT_COMPILER "unknown"
#define CATCHMENT_FLAGS "unknown"
#endif

enum { HOST_SIZE = 256, TIME_SIZE = 32, LIBRARIES_SIZE = 128 };

const struct attribute_row provenance_attributes[] = {
    {"command", "text", "the command line, as a shell takes it"},
    {"version", "text", "of the program"},
    {"git_revision", "text", "of its source"},
    {"compiler", "text", "that built it"},
    {"flags", "text", "of the compiler"},
    {"libraries", "text", "that matter for the results, with their versions"},
    {"host", "text", "where it ran"},
    {"seed", "uint64", "of the run"},
    {"population_seed", "uint64", "of the synthetic population"},
    {"replicate", "uint64", "which replicate of the scenario"},
    {"threads", "uint64", "most at a time"},
    {"ranks", "uint64", "processes"},
    {"start_time", "text", "wall clock, UTC, ISO 8601"},
    {"end_time", "text of fixed length", "the same; empty until the run ends"},
    {"wall_seconds", "float64", "between the two; NaN until the run ends"},
    {"peak_memory_bytes", "uint64", "most memory in use; 0 until the run ends"},
};
const size_t provenance_attribute_count = sizeof provenance_attributes / sizeof provenance_attributes[0];

const char *provenance_version(void)
{
    return CATCHMENT_VERSION;
}

static bool needs_quotes(const char *argument)
{
    return *argument == '\0' || strpbrk(argument, " \t\n\"'\\$`*?[](){}<>|&;#~!") != NULL;
}

/* One argument as a shell would need it. */
static enum status append_argument(struct text_buffer *out, const char *argument)
{
    enum status status = text_buffer_append(out, out->length > 0 ? " " : "");

    if (status != STATUS_OK || !needs_quotes(argument)) {
        return status == STATUS_OK ? text_buffer_append(out, argument) : status;
    }
    status = text_buffer_append(out, "'");
    for (const char *c = argument; *c != '\0' && status == STATUS_OK; c++) {
        status = *c == '\'' ? text_buffer_append(out, "'\\''") : text_buffer_append_bytes(out, c, 1);
    }
    return status == STATUS_OK ? text_buffer_append(out, "'") : status;
}

static enum status write_command(const struct provenance *self, struct recorder *recorder)
{
    struct text_buffer command;
    enum status status = STATUS_OK;

    text_buffer_init(&command);
    for (size_t i = 0; i < self->argument_count && status == STATUS_OK; i++) {
        status = append_argument(&command, self->arguments[i]);
    }
    if (status == STATUS_OK) {
        status = recorder_attribute_text(recorder, self->group, "command", text_buffer_text(&command));
    }
    text_buffer_free(&command);
    return status;
}

static enum status write_time(const struct provenance *self, struct recorder *recorder, const char *name,
                              const struct timespec *when)
{
    char text[TIME_SIZE];
    struct tm utc;

    gmtime_r(&when->tv_sec, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return recorder_attribute_text(recorder, self->group, name, text);
}

static void describe_libraries(char *out, size_t size)
{
    unsigned major;
    unsigned minor;
    unsigned release;
    const unsigned xxhash = XXH_versionNumber(); /* 802 for 0.8.2 */

    H5get_libversion(&major, &minor, &release);
    snprintf(out, size, "HDF5 %u.%u.%u, libfyaml %s, xxHash %u.%u.%u", major, minor, release, fy_library_version(),
             xxhash / 10000, xxhash / 100 % 100, xxhash % 100);
}

enum status provenance_describe_build(struct text_buffer *out)
{
    char libraries[LIBRARIES_SIZE];

    describe_libraries(libraries, sizeof libraries);
    return text_buffer_append_format(out,
                                     "catchment %s\n"
                                     "git revision  %s\n"
                                     "compiler      %s\n"
                                     "flags         %s\n"
                                     "libraries     %s\n",
                                     CATCHMENT_VERSION, CATCHMENT_GIT_REVISION, CATCHMENT_COMPILER, CATCHMENT_FLAGS,
                                     libraries);
}

static enum status write_build(const struct provenance *self, struct recorder *recorder)
{
    char host[HOST_SIZE] = "unknown";
    char libraries[LIBRARIES_SIZE];

    if (gethostname(host, sizeof host - 1) != 0) {
        snprintf(host, sizeof host, "unknown");
    }
    describe_libraries(libraries, sizeof libraries);
    const char *const texts[][2] = {
        {"version", CATCHMENT_VERSION},   {"git_revision", CATCHMENT_GIT_REVISION},
        {"compiler", CATCHMENT_COMPILER}, {"flags", CATCHMENT_FLAGS},
        {"libraries", libraries},         {"host", host},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++) {
        status = recorder_attribute_text(recorder, self->group, texts[i][0], texts[i][1]);
    }
    return status;
}

static enum status write_numbers(const struct provenance *self, struct recorder *recorder)
{
    const struct {
        const char *name;
        uint64_t value;
    } numbers[] = {
        {"seed", self->seed},           {"population_seed", self->population_seed},
        {"replicate", self->replicate}, {"threads", self->threads},
        {"ranks", self->ranks},
    };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && status == STATUS_OK; i++) {
        status = recorder_attribute_natural(recorder, self->group, numbers[i].name, numbers[i].value);
    }
    return status;
}

/* Room for what is known at the end. */
static enum status reserve_end(const struct provenance *self, struct recorder *recorder)
{
    enum status status =
        recorder_attribute_reserve(recorder, self->group, "end_time", sizeof "2026-01-01T00:00:00Z" - 1);

    if (status == STATUS_OK) {
        status = recorder_attribute_real(recorder, self->group, "wall_seconds", NAN);
    }
    return status == STATUS_OK ? recorder_attribute_natural(recorder, self->group, "peak_memory_bytes", 0) : status;
}

/* /provenance for the run that made the file, else the next free /provenance/resumed_N. */
static enum status choose_group(struct provenance *self, struct recorder *recorder)
{
    bool taken = false;

    snprintf(self->group, sizeof self->group, "/provenance");
    enum status status = recorder_find(recorder, self->group, &taken);
    for (unsigned i = 1; status == STATUS_OK && taken; i++) {
        snprintf(self->group, sizeof self->group, "/provenance/resumed_%u", i);
        status = recorder_find(recorder, self->group, &taken);
    }
    return status;
}

enum status provenance_write(struct provenance *self, struct recorder *recorder)
{
    if (self->started.tv_sec == 0) {
        clock_gettime(CLOCK_REALTIME, &self->started);
    }
    enum status status = choose_group(self, recorder);
    if (status == STATUS_OK) {
        status = write_command(self, recorder);
    }
    if (status == STATUS_OK) {
        status = write_build(self, recorder);
    }
    if (status == STATUS_OK) {
        status = write_numbers(self, recorder);
    }
    if (status == STATUS_OK) {
        status = write_time(self, recorder, "start_time", &self->started);
    }
    return status == STATUS_OK ? reserve_end(self, recorder) : status;
}

enum status provenance_finish(const struct provenance *self, struct recorder *recorder)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const double seconds =
        (double)(now.tv_sec - self->started.tv_sec) + (double)(now.tv_nsec - self->started.tv_nsec) * 1e-9;

    enum status status = write_time(self, recorder, "end_time", &now);
    if (status == STATUS_OK) {
        status = recorder_attribute_real(recorder, self->group, "wall_seconds", seconds);
    }
    return status == STATUS_OK
               ? recorder_attribute_natural(recorder, self->group, "peak_memory_bytes", memory_peak_bytes())
               : status;
}
