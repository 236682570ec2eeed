#include "program/capacity.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#include "people/person.h"

enum {
    BASE_BYTES = 128 << 20, /* figures, reference cohort, libraries, buffers of the output */
    CARE_BYTES = 64,        /* a person: notices, requests, queues, stays and outcomes on the way */
};

static const double gigabyte = 1e9;

/* Columns grow by half when a locality outgrows its room. */
uint64_t capacity_needed(uint64_t people)
{
    const uint64_t columns = field_table_bytes(person_fields, person_field_count);

    return people * (columns + columns / 2 + CARE_BYTES) + BASE_BYTES;
}

uint64_t capacity_available(void)
{
    char line[128];
    uint64_t available = UINT64_MAX;
    struct rlimit limit;
    FILE *file = fopen("/proc/meminfo", "re");

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        uint64_t kibibytes;
        if (sscanf(line, "MemAvailable: %" SCNu64 " kB", &kibibytes) == 1) {
            available = kibibytes * 1024;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < available) {
        available = limit.rlim_cur;
    }
    return available;
}

enum status capacity_check(uint64_t people, uint64_t available)
{
    const uint64_t needed = capacity_needed(people);

    if (needed <= available) {
        return STATUS_OK;
    }
    return status_raise(STATUS_NO_MEMORY,
                        "population.size: %" PRIu64 " people need about %.1f GB of memory, and %.1f GB are available; "
                        "simulate fewer, or use a larger machine",
                        people, (double)needed / gigabyte, (double)available / gigabyte);
}
