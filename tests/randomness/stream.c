/*
 * Writes an unending stream of keyed draws, 32 bits each, to standard output, for a battery of statistical tests.
 * Usage: randomness_stream MODE [SEED [DRAW]]; DRAW picks a later draw of each generator (0: the first).
 *
 * Each mode moves one part of the key fastest, in runs as long as a model has them, and after each run the next part by
 * one: what lies next to each other in the stream is what lies next to each other in a simulation.
 */
#include "base/random.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PERSONS = 1000000,
    DAYS = 3653,
    REPLICATES = 1000,
    SEEDS = 1000,
    INDEXES = 100,
    STEPS = 4096,
    FIRST_DAY = 13970
};

struct stream {
    uint64_t seed;
    int draw;
    struct random_key key;
    struct random pcg;
};

#define RANDOM_PURPOSE(name, number, what) RANDOM_PURPOSE_##name,
static const enum random_purpose purposes[] = {
#include "base/random_purpose.def"
};
#undef RANDOM_PURPOSE

enum { PURPOSES = sizeof purposes / sizeof purposes[0] };

static uint32_t draw_of(const struct stream *self, struct random random)
{
    for (int i = 0; i < self->draw; i++) {
        random_u32(&random);
    }
    return random_u32(&random);
}

static void scan_by_person(struct stream *self, uint64_t run, uint32_t *words)
{
    const struct random_day day = random_day_key(self->key, FIRST_DAY + (int32_t)run);
    for (uint32_t i = 0; i < PERSONS; i++) {
        words[i] = random_scan(day, i);
    }
}

static void scan_by_day(struct stream *self, uint64_t run, uint32_t *words)
{
    for (int32_t i = 0; i < DAYS; i++) {
        words[i] = random_scan(random_day_key(self->key, FIRST_DAY + i), (uint32_t)run);
    }
}

static void scan_by_replicate(struct stream *self, uint64_t run, uint32_t *words)
{
    for (uint32_t i = 0; i < REPLICATES; i++) {
        words[i] = random_scan(random_day_key(random_key_make(self->seed, i), FIRST_DAY), (uint32_t)run);
    }
}

static void at_by_person(struct stream *self, uint64_t run, uint32_t *words)
{
    for (uint32_t i = 0; i < PERSONS; i++) {
        words[i] = draw_of(self, random_at(self->key, RANDOM_PURPOSE_EVENT_KIND, i, FIRST_DAY + (int32_t)run, 0));
    }
}

static void at_by_day(struct stream *self, uint64_t run, uint32_t *words)
{
    for (int32_t i = 0; i < DAYS; i++) {
        words[i] = draw_of(self, random_at(self->key, RANDOM_PURPOSE_EVENT_KIND, run, FIRST_DAY + i, 0));
    }
}

static void at_by_purpose(struct stream *self, uint64_t run, uint32_t *words)
{
    for (int i = 0; i < PURPOSES; i++) {
        words[i] = draw_of(self, random_at(self->key, purposes[i], run, FIRST_DAY, 0));
    }
}

static void at_by_index(struct stream *self, uint64_t run, uint32_t *words)
{
    for (uint32_t i = 0; i < INDEXES; i++) {
        words[i] = draw_of(self, random_at(self->key, RANDOM_PURPOSE_CHOICE, run, FIRST_DAY, i));
    }
}

static void at_by_replicate(struct stream *self, uint64_t run, uint32_t *words)
{
    for (uint32_t i = 0; i < REPLICATES; i++) {
        const struct random_key key = random_key_make(self->seed, i);
        words[i] = draw_of(self, random_at(key, RANDOM_PURPOSE_EVENT_KIND, run, FIRST_DAY, 0));
    }
}

static void at_by_seed(struct stream *self, uint64_t run, uint32_t *words)
{
    for (uint32_t i = 0; i < SEEDS; i++) {
        const struct random_key key = random_key_make(self->seed + i, 0);
        words[i] = draw_of(self, random_at(key, RANDOM_PURPOSE_EVENT_KIND, run, FIRST_DAY, 0));
    }
}

static void one_generator(struct stream *self, uint64_t run, uint32_t *words)
{
    (void)run;
    for (int i = 0; i < STEPS; i++) {
        words[i] = random_u32(&self->pcg);
    }
}

/* What random.h must not do: generators seeded with consecutive numbers. The battery has to fail it. */
static void consecutive_states(struct stream *self, uint64_t run, uint32_t *words)
{
    for (uint64_t i = 0; i < STEPS; i++) {
        const struct random random = {.state = self->seed + (run * STEPS + i), .increment = 1};
        words[i] = draw_of(self, random);
    }
}

struct mode {
    const char *name;
    size_t run_length;
    void (*fill)(struct stream *self, uint64_t run, uint32_t *words);
};

static const struct mode modes[] = {
    {"scan-person", PERSONS, scan_by_person},
    {"scan-day", DAYS, scan_by_day},
    {"scan-replicate", REPLICATES, scan_by_replicate},
    {"at-person", PERSONS, at_by_person},
    {"at-day", DAYS, at_by_day},
    {"at-purpose", PURPOSES, at_by_purpose},
    {"at-index", INDEXES, at_by_index},
    {"at-replicate", REPLICATES, at_by_replicate},
    {"at-seed", SEEDS, at_by_seed},
    {"pcg", STEPS, one_generator},
    {"control", STEPS, consecutive_states},
};

static const struct mode *mode_named(const char *name)
{
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(modes[i].name, name) == 0) {
            return &modes[i];
        }
    }
    return NULL;
}

static int usage(void)
{
    fputs("usage: randomness_stream MODE [SEED [DRAW]]\nmodes:", stderr);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        fprintf(stderr, " %s", modes[i].name);
    }
    fputc('\n', stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static uint32_t words[PERSONS];
    const struct mode *mode = argc > 1 ? mode_named(argv[1]) : NULL;
    if (mode == NULL || argc > 4) {
        return usage();
    }
    struct stream stream = {.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1,
                            .draw = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0};
    signal(SIGPIPE, SIG_IGN); /* a reader that has had enough is no error */
    stream.key = random_key_make(stream.seed, 0);
    stream.pcg = random_at(stream.key, RANDOM_PURPOSE_SERVICE, 0, FIRST_DAY, 0);
    for (uint64_t run = 0;; run++) {
        mode->fill(&stream, run, words);
        if (fwrite(words, sizeof words[0], mode->run_length, stdout) != mode->run_length) {
            return errno == EPIPE ? 0 : 3;
        }
    }
}
