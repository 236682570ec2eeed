/*
 * The daily scan, random_day_key and random_scan: evenness, and independence of neighbouring persons, days, replicates
 * and seeds. The chances of a false alarm are those of statistics.h: 10^-6 for each verdict, of which there are 12
 * here.
 */
#include "base/random.h"

#include "random_battery.h"
#include "statistics.h"

#include <criterion/criterion.h>

enum { FIRST_DAY = 14000, MOST_PERSONS = 50000000 };

static struct verdict verdict;
static uint32_t words[BATTERY_WORDS];

static uint32_t scan_at(uint64_t seed, uint64_t replicate, int32_t day, uint32_t person)
{
    return random_scan(random_day_key(random_key_make(seed, replicate), day), person);
}

typedef uint32_t (*scan)(uint32_t step);

static uint32_t person_of_a_day(uint32_t step)
{
    return scan_at(8, 1, FIRST_DAY, step);
}

static uint32_t late_person_of_a_day(uint32_t step)
{
    return scan_at(8, 1, FIRST_DAY + 1000, MOST_PERSONS + step);
}

/* Persons that are 2^12 apart, as the first of many localities could be. */
static uint32_t distant_person_of_a_day(uint32_t step)
{
    return scan_at(8, 1, FIRST_DAY, step << 12);
}

static uint32_t person_within_day(uint32_t step)
{
    return scan_at(8, 1, FIRST_DAY + (int32_t)(step / 1024), step % 1024);
}

static uint32_t day_of_a_person(uint32_t step)
{
    return scan_at(8, 1, (int32_t)step - BATTERY_WORDS / 2, 77);
}

static uint32_t day_within_person(uint32_t step)
{
    return scan_at(8, 1, FIRST_DAY + (int32_t)(step % 365), step / 365);
}

static uint32_t replicate_of_a_day(uint32_t step)
{
    return scan_at(8, step, FIRST_DAY, 77);
}

static uint32_t replicate_within_person(uint32_t step)
{
    return scan_at(8, step % 100, FIRST_DAY, step / 100);
}

static uint32_t seed_of_a_day(uint32_t step)
{
    return scan_at(step, 1, FIRST_DAY, 77);
}

static uint32_t seed_within_day(uint32_t step)
{
    return scan_at(step % 512, 1, FIRST_DAY + (int32_t)(step / 512), 77);
}

struct scan_case {
    const char *name;
    scan scan;
};

static const struct scan_case scans[] = {
    {"persons of a day", person_of_a_day},
    {"late persons of a day", late_person_of_a_day},
    {"distant persons of a day", distant_person_of_a_day},
    {"persons within days", person_within_day},
    {"days of a person", day_of_a_person},
    {"days within persons", day_within_person},
    {"replicates of a day", replicate_of_a_day},
    {"replicates within persons", replicate_within_person},
    {"seeds of a day", seed_of_a_day},
    {"seeds within days", seed_within_day},
};

enum { SCANS = sizeof scans / sizeof scans[0] };

Test(base_random_scan, neighbouring_draws_pass_the_battery)
{
    verdict_init(&verdict);
    for (size_t i = 0; i < SCANS; i++) {
        for (uint32_t step = 0; step < BATTERY_WORDS; step++) {
            words[step] = scans[i].scan(step);
        }
        battery_run(&verdict, words, BATTERY_WORDS, scans[i].name);
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM, "%g", verdict_spread_chance(&verdict));
}

Test(base_random_scan, many_days_are_even_and_independent_of_the_next)
{
    /* Fewer persons of each of 40 days: the battery, and pairs of days person by person. */
    enum { PERSONS = 1 << 14, DAYS = 40 };
    static uint32_t today[PERSONS];
    static uint32_t tomorrow[PERSONS];
    verdict_init(&verdict);
    const struct random_key key = random_key_make(9, 1);
    for (int32_t day = 0; day < DAYS; day++) {
        const struct random_day one = random_day_key(key, FIRST_DAY + day);
        const struct random_day other = random_day_key(key, FIRST_DAY + day + 1);
        for (uint32_t person = 0; person < PERSONS; person++) {
            today[person] = random_scan(one, person);
            tomorrow[person] = random_scan(other, person);
        }
        battery_run(&verdict, today, PERSONS, "one day");
        battery_pairs(&verdict, today, tomorrow, PERSONS, "two days", 0);
        battery_pairs(&verdict, today, tomorrow + 1, PERSONS - 1, "two days, next person", 0);
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM, "%g", verdict_spread_chance(&verdict));
}

Test(base_random_scan, days_whose_keys_are_alike_are_independent)
{
    /* Persons whom two days treat alike until the second part of the key comes in, and keys that differ by little. */
    enum { PERSONS = 1 << 16 };
    static uint32_t one[PERSONS];
    static uint32_t other[PERSONS];
    verdict_init(&verdict);
    for (int bit = 0; bit < 32; bit++) {
        const struct random_day today = random_day_key(random_key_make(9, 2), FIRST_DAY + bit);
        const struct random_day next = random_day_key(random_key_make(9, 2), FIRST_DAY + bit + 1);
        struct random_day near = today;
        near.a ^= UINT32_C(1) << bit;
        for (uint32_t person = 0; person < PERSONS; person++) {
            one[person] = random_scan(today, person);
            other[person] = random_scan(next, person ^ today.a ^ next.a);
        }
        battery_pairs(&verdict, one, other, PERSONS, "aligned", (size_t)bit);
        for (uint32_t person = 0; person < PERSONS; person++) {
            other[person] = random_scan(near, person);
        }
        if (bit >= 16) { /* below that the other day has the same persons in another order */
            battery_pairs(&verdict, one, other, PERSONS, "first part of the key, bit", (size_t)bit);
        }
        near = today;
        near.b += UINT32_C(1) << bit;
        for (uint32_t person = 0; person < PERSONS; person++) {
            other[person] = random_scan(near, person);
        }
        battery_pairs(&verdict, one, other, PERSONS, "second part of the key, bit", (size_t)bit);
    }
    expect_verdict(&verdict);
}

/* --- joint events ------------------------------------------------------------------------------------------------ */

struct row_case {
    const char *name;
    uint32_t (*scan)(uint32_t row, uint32_t column);
};

static uint32_t days_over_persons(uint32_t row, uint32_t column)
{
    return scan_at(10, 1, FIRST_DAY + (int32_t)row, column);
}

static uint32_t weeks_over_persons(uint32_t row, uint32_t column)
{
    return scan_at(10, 1, FIRST_DAY + 7 * (int32_t)row, column);
}

static uint32_t persons_over_days(uint32_t row, uint32_t column)
{
    return scan_at(10, 1, FIRST_DAY + (int32_t)column, row);
}

static uint32_t replicates_over_persons(uint32_t row, uint32_t column)
{
    return scan_at(10, row, FIRST_DAY, column);
}

static uint32_t seeds_over_persons(uint32_t row, uint32_t column)
{
    return scan_at(10 + row, 1, FIRST_DAY, column);
}

static uint32_t draw_of_row(const void *table, uint32_t row, uint32_t column)
{
    const struct row_case *self = table;
    return self->scan(row, column);
}

Test(base_random_scan, events_of_two_days_or_persons_come_together_as_often_as_chance_has_it)
{
    /* All pairs of 256 neighbours, 32,768 draws each: 32,640 pairs, by high bits (as the model has it) and by low. */
    static const struct row_case cases[] = {
        {"days over persons", days_over_persons},   {"weeks over persons", weeks_over_persons},
        {"persons over days", persons_over_days},   {"replicates over persons", replicates_over_persons},
        {"seeds over persons", seeds_over_persons},
    };
    verdict_init(&verdict);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        battery_joint_draws(&verdict, draw_of_row, &cases[i], 256, 512, cases[i].name);
    }
    expect_verdict(&verdict);
}

/* --- rare events, as the model takes them ------------------------------------------------------------------------- */

/* Sum of squared deviates of counts that should be binomial. */
static double chance_of_binomials(const uint32_t *counts, size_t n, double trials, double probability)
{
    const double mean = trials * probability;
    double statistic = 0;
    for (size_t i = 0; i < n; i++) {
        statistic += pow(counts[i] - mean, 2) / (mean * (1 - probability));
    }
    return chance_of_chi_square(statistic, (double)n);
}

Test(base_random_scan, rare_events_are_binomial_over_days_and_over_persons)
{
    /* 8,000 persons over 2,000 days with a daily chance of 1 in 64: sums by person and by day, and events in all. */
    enum { PERSONS = 8000, DAYS = 2000 };
    static uint32_t by_person[PERSONS];
    static uint32_t by_day[DAYS];
    const struct random_key key = random_key_make(10, 1);
    const double chance = 1.0 / 64;
    const uint32_t threshold = (uint32_t)(chance * 0x1p32);
    double events = 0;
    for (int32_t day = 0; day < DAYS; day++) {
        const struct random_day today = random_day_key(key, FIRST_DAY + day);
        for (uint32_t person = 0; person < PERSONS; person++) {
            const uint32_t event = random_scan(today, person) < threshold;
            by_person[person] += event;
            by_day[day] += event;
        }
        events += by_day[day];
    }
    verdict_init(&verdict);
    verdict_add(&verdict, chance_of_binomials(by_person, PERSONS, DAYS, chance), "by person");
    verdict_add(&verdict, chance_of_binomials(by_day, DAYS, PERSONS, chance), "by day");
    const double trials = (double)PERSONS * DAYS;
    verdict_add(&verdict, chance_of_deviate((events - trials * chance) / sqrt(trials * chance * (1 - chance))), "all");
    expect_verdict(&verdict);
}

Test(base_random_scan, waits_between_events_are_geometric)
{
    /* Days from one event to the next, of persons followed for as long as it takes; a daily chance of 1 in 16. */
    enum { PERSONS = 100000, DAYS = 400 };
    static uint32_t waits[DAYS];
    static double probabilities[DAYS];
    static uint16_t since[PERSONS];
    const struct random_key key = random_key_make(12, 1);
    const double chance = 1.0 / 16;
    const uint32_t threshold = (uint32_t)(chance * 0x1p32);
    for (int day = 0; day < DAYS; day++) {
        const struct random_day today = random_day_key(key, FIRST_DAY + day);
        for (uint32_t person = 0; person < PERSONS; person++) {
            if (random_scan(today, person) < threshold && since[person] < DAYS) {
                waits[since[person]]++;
                since[person] = DAYS; /* only the first event of a person, so that no wait is cut off at the end */
            }
            since[person] = (uint16_t)(since[person] + (since[person] < DAYS));
        }
    }
    for (int day = 0; day < DAYS; day++) {
        probabilities[day] = chance * pow(1 - chance, day);
    }
    verdict_init(&verdict);
    verdict_add(&verdict, chance_of_counts(waits, probabilities, DAYS), "first waits");
    expect_verdict(&verdict);
}

Test(base_random_scan, where_below_the_threshold_a_draw_falls_is_even)
{
    /* The position of a draw below a threshold says which event it is: even for rare events too, day by day. */
    enum { PERSONS = 50000, DAYS = 365, PARTS = 64 };
    static const uint32_t thresholds[] = {UINT32_C(1) << 28, 20000000, UINT32_C(1) << 22, 300000}; /* falling */
    uint32_t parts[4][PARTS] = {{0}};
    for (int day = 0; day < DAYS; day++) {
        const struct random_day today = random_day_key(random_key_make(13, 1), FIRST_DAY + day);
        for (uint32_t person = 0; person < PERSONS; person++) {
            const uint32_t draw = random_scan(today, person);
            for (int i = 0; i < 4 && draw < thresholds[i]; i++) {
                parts[i][(uint64_t)draw * PARTS / thresholds[i]]++;
            }
        }
    }
    verdict_init(&verdict);
    for (int i = 0; i < 4; i++) {
        verdict_add(&verdict, chance_of_even_counts(parts[i], PARTS), "threshold %u", thresholds[i]);
    }
    expect_verdict(&verdict);
}

/* --- the function itself ------------------------------------------------------------------------------------------ */

static void add_avalanche(const uint32_t changed[32], double samples, const char *name, int bit)
{
    double statistic = 0;
    for (int k = 0; k < 32; k++) {
        statistic += pow(2 * changed[k] - samples, 2) / samples;
    }
    verdict_add(&verdict, chance_of_chi_square(statistic, 32), "%s: bit %d", name, bit);
}

Test(base_random_scan, each_bit_of_person_day_seed_and_replicate_changes_half_of_the_bits_of_a_draw)
{
    enum { SAMPLES = 4096, PARTS = 4 };
    static const char *const names[PARTS] = {"person", "day", "seed", "replicate"};
    verdict_init(&verdict);
    for (int bit = 0; bit < 64; bit++) {
        uint32_t changed[PARTS][32] = {{0}};
        const uint64_t flip = UINT64_C(1) << bit;
        for (uint32_t step = 0; step < SAMPLES; step++) {
            const int32_t day = FIRST_DAY + (int32_t)(step % 512);
            const uint32_t person = 3 * step; /* no two differ by a power of two, and no pair counts twice */
            const uint32_t draw = scan_at(14, 1, day, person);
            const uint32_t others[PARTS] = {scan_at(14, 1, day, person ^ (uint32_t)flip),
                                            scan_at(14, 1, (int32_t)((uint32_t)day ^ (uint32_t)flip), person),
                                            scan_at(14 ^ flip, 1, day, person), scan_at(14, 1 ^ flip, day, person)};
            for (int i = 0; i < PARTS * 32; i++) {
                changed[i / 32][i % 32] += (draw ^ others[i / 32]) >> i % 32 & 1;
            }
        }
        for (int i = bit < 32 ? 0 : 2; i < PARTS; i++) {
            add_avalanche(changed[i], SAMPLES, names[i], bit);
        }
    }
    expect_verdict(&verdict);
}

Test(base_random_scan, no_two_persons_draw_the_same_on_a_day)
{
    /* Of 2^18 independent draws some eight would be repeats. */
    static uint32_t scratch[BATTERY_WORDS];
    for (int32_t day = 0; day < 5; day++) {
        const struct random_day today = random_day_key(random_key_make(15, 1), FIRST_DAY + day);
        for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
            words[i] = random_scan(today, 191 * i);
        }
        words_sort(words, scratch, BATTERY_WORDS);
        cr_expect_eq(words_repeats(words, BATTERY_WORDS), 0);
    }
}

Test(base_random_scan, draws_are_repeated_over_days_as_often_as_chance_has_it)
{
    /* A person's draws of 2^18 days: expected repeats 8. */
    static uint32_t scratch[BATTERY_WORDS];
    size_t repeats = 0;
    for (uint32_t person = 0; person < 8; person++) {
        for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
            words[i] = scan_at(16, 1, (int32_t)i, person);
        }
        words_sort(words, scratch, BATTERY_WORDS);
        repeats += words_repeats(words, BATTERY_WORDS);
    }
    verdict_init(&verdict);
    verdict_add(&verdict, chance_of_poisson((double)repeats, 8 * 8), "%zu repeats", repeats);
    expect_verdict(&verdict);
}

Test(base_random_scan, keys_of_days_are_their_own)
{
    /* Chance that two of 2^18 random pairs of 32 bits agree: 2 x 10^-9; the parts alone must agree sometimes. */
    static uint32_t scratch[BATTERY_WORDS];
    static uint32_t second[BATTERY_WORDS];
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        const struct random_day day = random_day_key(random_key_make(17, i >> 16), (int32_t)(i & 0xffff));
        words[i] = day.a;
        second[i] = day.b;
    }
    verdict_init(&verdict);
    battery_run(&verdict, words, BATTERY_WORDS, "first part");
    battery_run(&verdict, second, BATTERY_WORDS, "second part");
    battery_pairs(&verdict, words, second, BATTERY_WORDS, "both", 0);
    words_sort(words, scratch, BATTERY_WORDS);
    words_sort(second, scratch, BATTERY_WORDS);
    verdict_add(&verdict, chance_of_poisson((double)words_repeats(words, BATTERY_WORDS), 8), "repeats of the first");
    verdict_add(&verdict, chance_of_poisson((double)words_repeats(second, BATTERY_WORDS), 8), "repeats of the second");
    expect_verdict(&verdict);
}

Test(base_random_scan, draws_never_change_between_releases)
{
    const struct random_day day = random_day_key(random_key_make(1, 2), FIRST_DAY);
    cr_expect_eq(random_scan(day, 12345), UINT32_C(0xbba0af92));
}
