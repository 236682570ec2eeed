#include "program/capacity.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "people/person.h"

enum {
    BASE_BYTES = 128 << 20, /* figures, reference cohort, libraries, buffers of the output */
    CARE_BYTES = 20,        /* a person: ties, notices, requests, queues, stays and outcomes on the way */
    GROWTH = 32,            /* one array of a locality may grow on each thread, and is there twice while it does */
};

static const double gigabyte = 1e9;

uint64_t capacity_needed(uint64_t people)
{
    const uint64_t person = field_table_bytes(person_fields, person_field_count);

    return people * (person + person / GROWTH + CARE_BYTES) + BASE_BYTES;
}

static uint64_t least(uint64_t one, uint64_t other)
{
    return one < other ? one : other;
}

/* What the machine has free; UINT64_MAX if it does not say. */
static uint64_t machine_available(void)
{
    static const char name[] = "MemAvailable:"; /* in kibibytes */
    char line[128];
    uint64_t available = UINT64_MAX;
    FILE *file = fopen("/proc/meminfo", "re");

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            available = strtoull(line + strlen(name), NULL, 10) * 1024;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return available;
}

uint64_t capacity_available(void)
{
    struct rlimit space = {RLIM_INFINITY, RLIM_INFINITY}, data = {RLIM_INFINITY, RLIM_INFINITY};

    getrlimit(RLIMIT_AS, &space);
    getrlimit(RLIMIT_DATA, &data);
    return least(machine_available(), least(space.rlim_cur, data.rlim_cur));
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
