/*
 * Three ways to find out who has an event today, on one thread, without what the events do:
 *
 *     scan      every person draws every day, and is woken when the draw is below their threshold
 *     calendar  every person has the day of their next event, drawn anew after each event and each change of hazard
 *     both      the frequent are scanned, the rest have a calendar
 *
 *     scheduling [PEOPLE [DAYS]]
 *
 * Prints a row of CSV for each: the way, the hazard a day above which people are scanned, the people and days, how many
 * were woken, and nanoseconds a person-day. Hazards are lognormal about the mean of the reference scenario.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/real.h"
#include "base/wide.h"
#include "people/scan.h"

enum { PEOPLE = 1000000, DAYS = 365, BLOCK = 1024, NEVER = UINT16_MAX, FAILED = 3 };

static const double mean_hazard = 0.031; /* a day: 11.3 events a year */
static const double most_hazard = 0.9;
static const double spread = 0.9;             /* of its logarithm */
static const double changes_per_event = 0.35; /* changes of hazard: onset, recovery, birthdays, a partner's death */
static const double cuts[] = {0, 0.02, 0.05, 0.1, 2}; /* from all scanned to all with a calendar */

struct crowd {
    uint32_t *id, *threshold;
    uint16_t *next; /* day of the next event */
    float *hazard;
    size_t people, scanned; /* the first `scanned` are frequent */
    struct random_key key;
    uint64_t woken;
};

static double clock_seconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void draw_next(struct crowd *crowd, size_t i, int32_t today, uint32_t index)
{
    struct random random = random_at(crowd->key, RANDOM_PURPOSE_EVENT_DETAIL, crowd->id[i], today, index);
    const double days = random_exponential(&random, -real_log1p(-(double)crowd->hazard[i]));

    crowd->next[i] = today + 1 + days < NEVER ? (uint16_t)(today + 1 + days) : NEVER;
}

WIDE_CLONES
static void look_up(const uint16_t *next, size_t count, uint16_t today, uint8_t *woken)
{
    for (size_t k = 0; k < count; k++) {
        woken[k] = next[k] == today;
    }
}

static void scan_day(struct crowd *crowd, int32_t today)
{
    const struct random_day day = random_day_key(crowd->key, today);

    for (size_t first = 0; first < crowd->scanned; first += BLOCK) {
        const size_t count = crowd->scanned - first < BLOCK ? crowd->scanned - first : BLOCK;
        uint8_t woken[BLOCK] = {0};
        uint32_t listed[BLOCK + 1];
        scan_wake(crowd->id + first, crowd->threshold + first, count, day, woken);
        crowd->woken += scan_list(woken, first, count, listed);
    }
}

/* After an event, and after as many changes as come with it, the next day is drawn. */
static void calendar_day_passes(struct crowd *crowd, int32_t today, double *changes)
{
    for (size_t first = crowd->scanned; first < crowd->people; first += BLOCK) {
        const size_t count = crowd->people - first < BLOCK ? crowd->people - first : BLOCK;
        uint8_t woken[BLOCK] = {0};
        uint32_t listed[BLOCK + 1];
        look_up(crowd->next + first, count, (uint16_t)today, woken);
        const size_t here = scan_list(woken, first, count, listed);
        for (size_t k = 0; k < here; k++) {
            uint32_t index = 0;
            for (*changes += 1 + changes_per_event; *changes >= 1; *changes -= 1) {
                draw_next(crowd, listed[k], today, index++);
            }
        }
        crowd->woken += here;
    }
}

static void measure(struct crowd *crowd, double cut, int32_t days)
{
    const char *way = crowd->scanned == crowd->people ? "scan" : crowd->scanned == 0 ? "calendar" : "both";
    double changes = 0;

    crowd->woken = 0;
    for (size_t i = crowd->scanned; i < crowd->people; i++) {
        draw_next(crowd, i, 0, 0);
    }
    const double begin = clock_seconds();
    for (int32_t today = 1; today <= days; today++) {
        scan_day(crowd, today);
        calendar_day_passes(crowd, today, &changes);
    }
    const double seconds = clock_seconds() - begin;
    printf("%s,%g,%zu,%" PRId32 ",%" PRIu64 ",%.4f\n", way, cut, crowd->people, days, crowd->woken,
           seconds * 1e9 / (double)days / (double)crowd->people);
    fflush(stdout);
}

/* The frequent first, each part in the order of identities. */
static void arrange(struct crowd *crowd, double cut)
{
    size_t place = 0;

    for (int frequent = 1; frequent >= 0; frequent--) {
        for (uint32_t id = 0; id < crowd->people; id++) {
            struct random random = random_at(crowd->key, RANDOM_PURPOSE_POPULATION_HEALTH, id, 0, 0);
            const double drawn = random_lognormal(&random, real_log(mean_hazard) - spread * spread / 2, spread);
            const float hazard = (float)(drawn < most_hazard ? drawn : most_hazard);
            if ((hazard >= cut) == frequent) {
                crowd->id[place] = id;
                crowd->hazard[place] = hazard;
                crowd->threshold[place++] = (uint32_t)((double)hazard * UINT32_MAX);
            }
        }
        crowd->scanned = frequent ? place : crowd->scanned;
    }
}

static int fail(void)
{
    fprintf(stderr, "scheduling: %s\n", status_message());
    return FAILED;
}

int main(int count, char **arguments)
{
    struct crowd crowd = {.people = count > 1 ? strtoull(arguments[1], NULL, 10) : PEOPLE,
                          .key = random_key_make(1, 0)};
    const int32_t days = count > 2 ? (int32_t)strtol(arguments[2], NULL, 10) : DAYS;

    if (memory_allocate_aligned((void **)&crowd.id, crowd.people, sizeof *crowd.id) != STATUS_OK ||
        memory_allocate_aligned((void **)&crowd.threshold, crowd.people, sizeof *crowd.threshold) != STATUS_OK ||
        memory_allocate_aligned((void **)&crowd.next, crowd.people, sizeof *crowd.next) != STATUS_OK ||
        memory_allocate_aligned((void **)&crowd.hazard, crowd.people, sizeof *crowd.hazard) != STATUS_OK) {
        return fail();
    }
    printf("way,cut,people,days,woken,ns_person_day\n");
    for (size_t c = 0; c < sizeof cuts / sizeof cuts[0]; c++) {
        arrange(&crowd, cuts[c]);
        measure(&crowd, cuts[c], days);
    }
    memory_free((void **)&crowd.id);
    memory_free((void **)&crowd.threshold);
    memory_free((void **)&crowd.next);
    memory_free((void **)&crowd.hazard);
    return 0;
}
