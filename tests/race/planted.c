/*
 * planted [race]: a sum that threads add up soundly, or with `race` without any order. Shows that a check for races
 * finds one and does not find one where there is none.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { COUNT = 100000 };

static uint64_t values[COUNT];

static uint64_t add_soundly(void)
{
    uint64_t sum = 0;

#pragma omp parallel
    {
        uint64_t part = 0;
#pragma omp for schedule(dynamic, 100)
        for (int i = 0; i < COUNT; i++) {
            values[i] = (uint64_t)i;
        }
#pragma omp for schedule(dynamic, 100)
        for (int i = 0; i < COUNT; i++) {
            part += values[COUNT - 1 - i];
        }
#pragma omp critical(planted)
        sum += part;
    }
    return sum;
}

static uint64_t add_with_a_race(void)
{
    uint64_t sum = 0;

#pragma omp parallel for schedule(static)
    for (int i = 0; i < COUNT; i++) {
        sum += (uint64_t)i;
    }
    return sum;
}

int main(int count, char **arguments)
{
    const int has_race = count > 1 && strcmp(arguments[1], "race") == 0;

    printf("%" PRIu64 "\n", has_race ? add_with_a_race() : add_soundly());
    return 0;
}
