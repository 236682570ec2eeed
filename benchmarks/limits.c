/*
 * What this machine can do, to hold the speed of a run against: memory bandwidth, keyed draws, random reads.
 *
 *     limits [REPEATS [LARGEST_MIB]]
 *
 * Prints a row of CSV for every repeat. Each measure runs once unmeasured before. The arrays are LARGEST_MIB large, to
 * be several times the last cache. Bandwidth counts the bytes that the loop names, as STREAM does: a copy of n bytes is
 * 2n.
 */
#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"
#include "base/text.h"
#include "base/wide.h"
#include "people/scan.h"

enum {
    LANES = 32,            /* numbers that threads share out together */
    SCAN_BLOCK = 4096,     /* people whose columns stay in the first cache */
    SCAN_TURNS = 16384,    /* blocks a pass */
    AT_DRAWS = 1 << 24,    /* a pass */
    CHAIN_READS = 1 << 21, /* a pass; each waits for the one before */
    FREE_READS = 1 << 24,
    SMALLEST_READS = 16 << 10, /* bytes; the sizes of random reads go up from here by fours */
    REPEATS = 5,
    LARGEST_MIB = 256,
    MOST_REPEATS = 1000,
    MOST_MIB = 1 << 16,
    FAILED = 3
};

static const size_t mebibyte = (size_t)1 << 20;

struct memory {
    double *a, *b, *c;
    uint32_t *id, *threshold, *chain;
    size_t bytes; /* of each of a, b, c and chain; id and threshold have half */
};

struct pass;

/* The part of a pass from item `first` on. What it returns is thrown away where the compiler cannot see it. */
typedef uint64_t (*part_of_pass)(const struct pass *pass, size_t first, size_t count);

struct pass { /* one measure */
    const char *what, *part;
    part_of_pass run;
    size_t items;  /* shared out among threads */
    double amount; /* of the whole pass, in `unit` times seconds; 0: the value is nanoseconds an item */
    const char *unit;
    const struct memory *memory;
    size_t mask; /* of random reads: elements less 1 */
};

static double clock_seconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double pass_seconds(const struct pass *pass, int threads)
{
    uint64_t result = 0;
    const double begin = clock_seconds();

#pragma omp parallel num_threads(threads) reduction(+ : result)
    {
        const size_t thread = (size_t)omp_get_thread_num(), team = (size_t)omp_get_num_threads();
        const size_t first = pass->items * thread / team, end = pass->items * (thread + 1) / team;
        result += pass->run(pass, first, end - first);
    }
    const double seconds = clock_seconds() - begin;
    __asm__ volatile("" : : "r"(result) : "memory");
    return seconds;
}

static void measure(const struct pass *pass, int threads, int repeats)
{
    pass_seconds(pass, threads);
    for (int repeat = 1; repeat <= repeats; repeat++) {
        const double seconds = pass_seconds(pass, threads);
        const double value = pass->amount > 0 ? pass->amount / seconds : seconds / (double)pass->items * 1e9;
        printf("%s,%s,%d,%d,%.9g,%s\n", pass->what, pass->part, threads, repeat, value, pass->unit);
    }
    fflush(stdout);
}

/* Bandwidth; the items are blocks of LANES numbers. */

WIDE_CLONES
static uint32_t sum_both(const uint32_t *id, const uint32_t *threshold, size_t count)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += id[i] ^ threshold[i];
    }
    return sum;
}

WIDE_CLONES
static void add_scaled(double *restrict a, const double *restrict b, const double *restrict c, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        a[i] = b[i] + 3 * c[i];
    }
}

static uint64_t read_part(const struct pass *pass, size_t first, size_t count)
{
    return sum_both(pass->memory->id + first * LANES, pass->memory->threshold + first * LANES, count * LANES);
}

static uint64_t copy_part(const struct pass *pass, size_t first, size_t count)
{
    memcpy(pass->memory->b + first * LANES, pass->memory->a + first * LANES, count * LANES * sizeof(double));
    return count;
}

static uint64_t triad_part(const struct pass *pass, size_t first, size_t count)
{
    const struct memory *memory = pass->memory;

    add_scaled(memory->a + first * LANES, memory->b + first * LANES, memory->c + first * LANES, count * LANES);
    return count;
}

/* Also the first touch, by the threads that will use the memory. */
static uint64_t fill_part(const struct pass *pass, size_t first, size_t count)
{
    const struct memory *memory = pass->memory;

    for (size_t i = first * LANES; i < (first + count) * LANES; i++) {
        memory->a[i] = memory->b[i] = memory->c[i] = 1;
        memory->id[i] = (uint32_t)i;
        memory->threshold[i] = UINT32_MAX / 100; /* about the share of people to whom something happens on a day */
    }
    return count;
}

/* Keyed draws */

static uint64_t scan_block(const struct memory *memory, size_t first, int32_t day)
{
    const struct random_key key = random_key_make(1, 0);
    uint8_t woken[SCAN_BLOCK];
    uint64_t eight = 0;

    scan_wake(memory->id + first, memory->threshold + first, SCAN_BLOCK, random_day_key(key, day), woken);
    memcpy(&eight, woken + (size_t)day % (SCAN_BLOCK - sizeof eight), sizeof eight);
    return eight;
}

/* The same people on many days. */
static uint64_t scan_cache_part(const struct pass *pass, size_t first, size_t count)
{
    const size_t blocks = pass->memory->bytes / sizeof(double) / SCAN_BLOCK;
    const size_t own = (size_t)omp_get_thread_num() % blocks * SCAN_BLOCK;
    uint64_t result = 0;

    for (size_t turn = first; turn < first + count; turn++) {
        result += scan_block(pass->memory, own, (int32_t)turn);
    }
    return result;
}

/* All people on one day. */
static uint64_t scan_memory_part(const struct pass *pass, size_t first, size_t count)
{
    uint64_t result = 0;

    for (size_t block = first; block < first + count; block++) {
        result += scan_block(pass->memory, block * SCAN_BLOCK, 1);
    }
    return result;
}

static uint64_t at_part(const struct pass *pass, size_t first, size_t count)
{
    const struct random_key key = random_key_make(1, 0);
    uint64_t result = 0;

    (void)pass;
    for (size_t entity = first; entity < first + count; entity++) {
        struct random random = random_at(key, RANDOM_PURPOSE_EVENT_KIND, entity, 1, 0);
        result += random_u32(&random);
    }
    return result;
}

/* Random reads of 4 bytes */

/* One cycle through all elements (Sattolo), which no prefetcher foresees. */
static void make_chain(uint32_t *chain, size_t count)
{
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_EVENT_KIND, 0, 0, 0);

    for (size_t i = 0; i < count; i++) {
        chain[i] = (uint32_t)i;
    }
    for (size_t i = count - 1; i > 0; i--) {
        const size_t j = random_below(&random, (uint32_t)i);
        const uint32_t other = chain[j];
        chain[j] = chain[i];
        chain[i] = other;
    }
}

static uint64_t chain_part(const struct pass *pass, size_t first, size_t count)
{
    const uint32_t *chain = pass->memory->chain;
    uint32_t place = (uint32_t)(first & pass->mask);

    for (size_t i = 0; i < count; i++) {
        place = chain[place];
    }
    return place;
}

/* The places are a hash of the number of the read, so the reads need not wait for each other. */
WIDE_CLONES
static uint64_t sum_hashed(const uint32_t *values, size_t mask, size_t first, size_t count)
{
    const struct random_day day = {0x9e3779b9U, 0x85ebca6bU};
    uint32_t sum = 0;

    for (uint32_t i = 0; i < (uint32_t)count; i++) {
        sum += values[random_scan(day, (uint32_t)first + i) & (uint32_t)mask];
    }
    return sum;
}

static uint64_t free_part(const struct pass *pass, size_t first, size_t count)
{
    return sum_hashed(pass->memory->chain, pass->mask, first, count);
}

/* What is measured */

static void measure_on(const struct memory *memory, int threads, int repeats)
{
    const size_t numbers = memory->bytes / sizeof(double);
    const double gigabytes = (double)memory->bytes * 1e-9;
    const struct pass passes[] = {
        {"read bandwidth", "", read_part, numbers / LANES, gigabytes, "GB/s", memory, 0},
        {"copy bandwidth", "", copy_part, numbers / LANES, 2 * gigabytes, "GB/s", memory, 0},
        {"triad bandwidth", "", triad_part, numbers / LANES, 3 * gigabytes, "GB/s", memory, 0},
        {"scan draws", "from cache", scan_cache_part, SCAN_TURNS, (double)SCAN_BLOCK * SCAN_TURNS, "1/s", memory, 0},
        {"scan draws", "from memory", scan_memory_part, numbers / SCAN_BLOCK, (double)numbers, "1/s", memory, 0},
        {"random_at draws", "", at_part, AT_DRAWS, AT_DRAWS, "1/s", memory, 0},
    };

    for (size_t i = 0; i < sizeof passes / sizeof passes[0]; i++) {
        measure(&passes[i], threads, repeats);
    }
}

static void measure_reads(const struct memory *memory, int repeats)
{
    for (size_t bytes = SMALLEST_READS; bytes <= memory->bytes; bytes *= 4) {
        const size_t elements = bytes / sizeof *memory->chain;
        char size[32];
        snprintf(size, sizeof size, bytes < mebibyte ? "%zu KiB" : "%zu MiB",
                 bytes < mebibyte ? bytes >> 10 : bytes >> 20);
        const struct pass passes[] = {
            {"dependent reads", size, chain_part, CHAIN_READS, 0, "ns", memory, elements - 1},
            {"independent reads", size, free_part, FREE_READS, 0, "ns", memory, elements - 1},
        };
        make_chain(memory->chain, elements);
        measure(&passes[0], 1, repeats);
        measure(&passes[1], 1, repeats);
    }
}

static enum status memory_init(struct memory *self, size_t bytes, int threads)
{
    const size_t numbers = bytes / sizeof(double), elements = bytes / sizeof *self->chain;
    double **const reals[] = {&self->a, &self->b, &self->c};
    enum status status = STATUS_OK;

    self->bytes = bytes;
    for (size_t i = 0; i < sizeof reals / sizeof reals[0] && status == STATUS_OK; i++) {
        status = memory_allocate_aligned((void **)reals[i], numbers, sizeof(double));
    }
    if (status == STATUS_OK) {
        status = memory_allocate_aligned((void **)&self->id, numbers, sizeof *self->id);
    }
    if (status == STATUS_OK) {
        status = memory_allocate_aligned((void **)&self->threshold, numbers, sizeof *self->threshold);
    }
    if (status == STATUS_OK) {
        status = memory_allocate_aligned((void **)&self->chain, elements, sizeof *self->chain);
    }
    if (status == STATUS_OK) {
        const struct pass fill = {.run = fill_part, .items = numbers / LANES, .memory = self};
        pass_seconds(&fill, threads);
    }
    return status;
}

static void memory_release(struct memory *self)
{
    memory_free((void **)&self->a);
    memory_free((void **)&self->b);
    memory_free((void **)&self->c);
    memory_free((void **)&self->id);
    memory_free((void **)&self->threshold);
    memory_free((void **)&self->chain);
}

/* The whole number in this place of the command line, between 1 and `most`; without it the one given. */
static bool take_number(int count, char **arguments, int place, int64_t most, int64_t *number)
{
    return place >= count ||
           (text_parse_integer(arguments[place], number) == STATUS_OK && *number >= 1 && *number <= most);
}

int main(int count, char **arguments)
{
    const int threads = omp_get_max_threads();
    int64_t repeats = REPEATS, mebibytes = LARGEST_MIB;
    struct memory memory = {0};

    if (count > 3 || !take_number(count, arguments, 1, MOST_REPEATS, &repeats) ||
        !take_number(count, arguments, 2, MOST_MIB, &mebibytes)) {
        fprintf(stderr, "usage: limits [REPEATS [LARGEST_MIB]]\n");
        return 2;
    }
    enum status status = memory_init(&memory, (size_t)mebibytes * mebibyte, threads);
    if (status == STATUS_OK) {
        printf("what,part,threads,repeat,value,unit\n");
        measure_on(&memory, 1, (int)repeats);
        if (threads > 1) {
            measure_on(&memory, threads, (int)repeats);
        }
        measure_reads(&memory, (int)repeats);
    } else {
        fprintf(stderr, "limits: %s\n", status_message());
    }
    memory_release(&memory);
    return status == STATUS_OK ? EXIT_SUCCESS : FAILED;
}
