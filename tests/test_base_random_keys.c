/*
 * Independence of draws whose keys are neighbours, and of the daily scan. Seeds are fixed; each limit is one that a
 * right generator would exceed with a probability of about 10^-4 for a new seed (normal deviate 3.9), or 10^-5 (4.4)
 * where a test makes some hundred comparisons.
 */
#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double deviate_limit = 3.9;
static const double deviate_limit_of_many = 4.4;

enum { ROUNDS = 1 << 20, CELLS = 16, PAIRS = CELLS * CELLS };

/* What the first draw is a function of; a test moves one part at a time. */
struct key_parts {
    uint64_t seed;
    uint64_t replicate;
    enum random_purpose purpose;
    uint64_t entity;
    int32_t day;
    uint32_t index;
};

static const struct key_parts start = {2008, 0, RANDOM_PURPOSE_EVENT_KIND, 1000, 14000, 0};

static uint32_t first_draw(const struct key_parts *parts)
{
    struct random self = random_at(random_key_make(parts->seed, parts->replicate), parts->purpose, parts->entity,
                                   parts->day, parts->index);
    return random_u32(&self);
}

typedef void (*move)(struct key_parts *parts, uint32_t step);

static void move_seed(struct key_parts *parts, uint32_t step)
{
    parts->seed += step;
}

static void move_replicate(struct key_parts *parts, uint32_t step)
{
    parts->replicate += step;
}

static void move_purpose(struct key_parts *parts, uint32_t step)
{
    parts->purpose = (enum random_purpose)(1 + step % 16);
    parts->entity += step / 16;
}

static void move_entity(struct key_parts *parts, uint32_t step)
{
    parts->entity += step;
}

static void move_entity_high(struct key_parts *parts, uint32_t step)
{
    parts->entity += (uint64_t)step << 40;
}

static void move_day(struct key_parts *parts, uint32_t step)
{
    parts->day += (int32_t)step - ROUNDS / 2;
}

static void move_index(struct key_parts *parts, uint32_t step)
{
    parts->index += step;
}

struct move_case {
    const char *name;
    move move;
};

static const struct move_case moves[] = {
    {"seed", move_seed},     {"replicate", move_replicate},           {"purpose", move_purpose},
    {"entity", move_entity}, {"entity, high bits", move_entity_high}, {"day", move_day},
    {"index", move_index},
};

enum { MOVES = sizeof moves / sizeof moves[0] };

static uint32_t draw_at(const struct move_case *row, uint32_t step)
{
    struct key_parts parts = start;
    row->move(&parts, step);
    return first_draw(&parts);
}

/* Normal deviate of a chi-square statistic (Wilson and Hilferty). */
static double chi_square_deviate(double statistic, double degrees)
{
    const double spread = 2 / (9 * degrees);
    return (cbrt(statistic / degrees) - (1 - spread)) / sqrt(spread);
}

static double uniform_deviate(const uint32_t *counts, size_t n)
{
    double total = 0;
    double statistic = 0;
    for (size_t i = 0; i < n; i++) {
        total += counts[i];
    }
    const double expected = total / (double)n;
    for (size_t i = 0; i < n; i++) {
        statistic += ((double)counts[i] - expected) * ((double)counts[i] - expected) / expected;
    }
    return chi_square_deviate(statistic, (double)n - 1);
}

static uint32_t cell_of(uint32_t draw, int shift)
{
    return draw >> shift & (CELLS - 1);
}

Test(base_random_keys, first_draws_of_neighbouring_keys_are_uniform_in_high_and_low_bits)
{
    for (size_t i = 0; i < MOVES; i++) {
        static uint32_t high[256];
        static uint32_t low[256];
        memset(high, 0, sizeof high);
        memset(low, 0, sizeof low);
        for (uint32_t step = 0; step < ROUNDS; step++) {
            const uint32_t draw = draw_at(&moves[i], step);
            high[draw >> 24]++;
            low[draw & 255]++;
        }
        cr_expect_lt(fabs(uniform_deviate(high, 256)), deviate_limit, "%s", moves[i].name);
        cr_expect_lt(fabs(uniform_deviate(low, 256)), deviate_limit, "%s", moves[i].name);
    }
}

Test(base_random_keys, first_draws_of_neighbouring_keys_are_independent)
{
    /* Pairs of draws at distances of 1, 2, 7 and 256, by the four high and the four low bits. */
    static const uint32_t lags[] = {1, 2, 7, 256};
    static uint32_t draws[ROUNDS];
    for (size_t i = 0; i < MOVES; i++) {
        for (uint32_t step = 0; step < ROUNDS; step++) {
            draws[step] = draw_at(&moves[i], step);
        }
        for (size_t j = 0; j < 4; j++) {
            uint32_t high[PAIRS] = {0};
            uint32_t low[PAIRS] = {0};
            for (uint32_t step = 0; step + lags[j] < ROUNDS; step++) {
                high[cell_of(draws[step], 28) * CELLS + cell_of(draws[step + lags[j]], 28)]++;
                low[cell_of(draws[step], 0) * CELLS + cell_of(draws[step + lags[j]], 0)]++;
            }
            cr_expect_lt(fabs(uniform_deviate(high, PAIRS)), deviate_limit_of_many, "%s lag %u", moves[i].name,
                         lags[j]);
            cr_expect_lt(fabs(uniform_deviate(low, PAIRS)), deviate_limit_of_many, "%s lag %u", moves[i].name, lags[j]);
        }
    }
}

Test(base_random_keys, streams_of_neighbouring_keys_are_not_correlated)
{
    /* The first eight units of 20,000 pairs of neighbours: correlation of each with each. */
    enum { NEIGHBOURS = 20000, FIRST = 8 };
    for (size_t i = 0; i < MOVES; i++) {
        double products[FIRST][FIRST] = {{0}};
        for (uint32_t step = 0; step < NEIGHBOURS; step++) {
            double units[2][FIRST];
            for (uint32_t k = 0; k < 2; k++) {
                struct key_parts parts = start;
                moves[i].move(&parts, step + k);
                struct random self = random_at(random_key_make(parts.seed, parts.replicate), parts.purpose,
                                               parts.entity, parts.day, parts.index);
                for (int j = 0; j < FIRST; j++) {
                    units[k][j] = random_unit(&self) - 0.5;
                }
            }
            for (int j = 0; j < FIRST * FIRST; j++) {
                products[j / FIRST][j % FIRST] += units[0][j / FIRST] * units[1][j % FIRST];
            }
        }
        for (int j = 0; j < FIRST * FIRST; j++) {
            const double deviate = products[j / FIRST][j % FIRST] * 12 / sqrt(NEIGHBOURS);
            cr_expect_lt(fabs(deviate), deviate_limit_of_many, "%s %d: %g", moves[i].name, j, deviate);
        }
    }
}

Test(base_random_keys, each_bit_of_a_key_changes_half_of_the_draw)
{
    for (int bit = 0; bit < 64; bit++) {
        double changed = 0;
        enum { SAMPLES = 4000 };
        for (uint32_t step = 0; step < SAMPLES; step++) {
            struct key_parts one = start;
            one.entity = step * UINT64_C(3);
            struct key_parts other = one;
            other.entity ^= UINT64_C(1) << bit;
            changed += __builtin_popcount(first_draw(&one) ^ first_draw(&other));
        }
        const double deviate = (changed - 16.0 * SAMPLES) / sqrt(8.0 * SAMPLES);
        cr_expect_lt(fabs(deviate), deviate_limit_of_many, "bit %d: %g", bit, deviate);
    }
}

static int compare_words(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

Test(base_random_keys, no_two_of_a_million_keys_share_a_stream)
{
    /* Chance that two of 2^20 random states agree: 3 x 10^-8. */
    static uint64_t states[ROUNDS];
    const struct random_key key = random_key_make(1, 1);
    size_t same = 0;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        const struct random self =
            random_at(key, (enum random_purpose)(1 + i % 8), i >> 3 & 255, (int32_t)(i >> 11 & 31), i >> 16);
        states[i] = self.state;
        cr_assert_eq(self.increment & 1, 1);
    }
    qsort(states, ROUNDS, sizeof states[0], compare_words);
    for (size_t i = 1; i < ROUNDS; i++) {
        same += states[i] == states[i - 1];
    }
    cr_expect_eq(same, 0);
}

Test(base_random_keys, seed_and_replicate_do_not_stand_for_each_other)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        for (uint64_t replicate = 0; replicate < 200; replicate++) {
            cr_assert(seed == replicate ||
                      random_key_make(seed, replicate).value != random_key_make(replicate, seed).value);
        }
    }
}

Test(base_random_keys, draws_never_change_between_releases)
{
    struct random self = random_at(random_key_make(1, 2), RANDOM_PURPOSE_CHOICE, 3, 4, 5);
    const struct random_day day = random_day_key(random_key_make(1, 2), 14000);
    cr_expect_eq(self.state, UINT64_C(0xee758a41b6824f47));
    cr_expect_eq(random_u32(&self), UINT32_C(0x75b1dcd6));
    cr_expect_eq(random_scan(day, 12345), UINT32_C(0xbba0af92));
}

Test(base_random_keys, scan_is_uniform_over_persons_and_over_days)
{
    const struct random_key key = random_key_make(7, 7);
    for (int byte = 0; byte < 4; byte++) {
        uint32_t over_persons[256] = {0};
        uint32_t over_days[256] = {0};
        const struct random_day today = random_day_key(key, 14000);
        for (uint32_t i = 0; i < ROUNDS; i++) {
            over_persons[random_scan(today, i) >> (8 * byte) & 255]++;
            over_days[random_scan(random_day_key(key, (int32_t)i), 77) >> (8 * byte) & 255]++;
        }
        /* Over persons it is a bijection, a little more even than chance; only too uneven is wrong. */
        cr_expect_lt(uniform_deviate(over_persons, 256), deviate_limit, "byte %d", byte);
        cr_expect_gt(uniform_deviate(over_persons, 256), -6, "byte %d", byte);
        cr_expect_lt(fabs(uniform_deviate(over_days, 256)), deviate_limit, "byte %d", byte);
    }
}

/* Deviate of the pairs (one draw, another draw), by four bits of each. */
static double scan_pair_deviate(struct random_day one, struct random_day other, uint32_t flip, uint32_t shift, int bits)
{
    uint32_t pairs[PAIRS] = {0};
    for (uint32_t person = 0; person < ROUNDS; person++) {
        const uint32_t first = random_scan(one, person);
        const uint32_t second = random_scan(other, (person ^ flip) + shift);
        pairs[cell_of(first, bits) * CELLS + cell_of(second, bits)]++;
    }
    return uniform_deviate(pairs, PAIRS);
}

Test(base_random_keys, scans_of_neighbouring_persons_are_independent)
{
    static const uint32_t lags[] = {1, 2, 3, 16, 1000, 65536};
    const struct random_key key = random_key_make(8, 1);
    for (int32_t day = 14000; day < 14010; day++) {
        const struct random_day today = random_day_key(key, day);
        for (size_t i = 0; i < sizeof lags / sizeof lags[0]; i++) {
            cr_expect_lt(fabs(scan_pair_deviate(today, today, 0, lags[i], 28)), deviate_limit_of_many);
            cr_expect_lt(fabs(scan_pair_deviate(today, today, 0, lags[i], 0)), deviate_limit_of_many);
        }
    }
}

Test(base_random_keys, scans_of_neighbouring_days_are_independent)
{
    const struct random_key key = random_key_make(9, 1);
    for (int32_t day = 14000; day < 14030; day++) {
        const struct random_day today = random_day_key(key, day);
        const struct random_day tomorrow = random_day_key(key, day + 1);
        const uint32_t aligned = today.a ^ tomorrow.a; /* persons whom both days treat alike until the second key */
        cr_expect_lt(fabs(scan_pair_deviate(today, tomorrow, 0, 0, 28)), deviate_limit_of_many);
        cr_expect_lt(fabs(scan_pair_deviate(today, tomorrow, 0, 0, 0)), deviate_limit_of_many);
        cr_expect_lt(fabs(scan_pair_deviate(today, tomorrow, aligned, 0, 28)), deviate_limit_of_many, "aligned");
        cr_expect_lt(fabs(scan_pair_deviate(today, tomorrow, aligned, 0, 0)), deviate_limit_of_many, "aligned");
    }
}

Test(base_random_keys, scans_of_replicates_are_independent)
{
    for (uint64_t replicate = 0; replicate < 30; replicate++) {
        const struct random_day one = random_day_key(random_key_make(9, replicate), 14000);
        const struct random_day other = random_day_key(random_key_make(9, replicate + 1), 14000);
        cr_expect_lt(fabs(scan_pair_deviate(one, other, 0, 0, 28)), deviate_limit_of_many);
    }
}

Test(base_random_keys, rare_events_found_by_scan_are_poisson_over_days_and_over_persons)
{
    /* 8,000 persons over 2,000 days with a daily chance of 1 in 256: sums by person and by day. */
    enum { PERSONS = 8000, DAYS = 2000 };
    static uint32_t by_person[PERSONS];
    static uint32_t by_day[DAYS];
    const struct random_key key = random_key_make(10, 1);
    const uint32_t threshold = UINT32_MAX / 256 + 1;
    for (int32_t day = 0; day < DAYS; day++) {
        const struct random_day today = random_day_key(key, day);
        for (uint32_t person = 0; person < PERSONS; person++) {
            const uint32_t event = random_scan(today, person) < threshold;
            by_person[person] += event;
            by_day[day] += event;
        }
    }
    const double spared = 1 - 1.0 / 256; /* binomial variance is that much below its mean */
    double statistic = 0;
    for (int i = 0; i < PERSONS; i++) {
        statistic += pow(by_person[i] - DAYS / 256.0, 2) / (DAYS / 256.0 * spared);
    }
    cr_expect_lt(fabs(chi_square_deviate(statistic, PERSONS)), deviate_limit, "by person");
    statistic = 0;
    for (int i = 0; i < DAYS; i++) {
        statistic += pow(by_day[i] - PERSONS / 256.0, 2) / (PERSONS / 256.0 * spared);
    }
    cr_expect_lt(fabs(chi_square_deviate(statistic, DAYS)), deviate_limit, "by day");
}

Test(base_random_keys, waits_between_events_found_by_scan_are_geometric)
{
    /* Consecutive days of one person with an event on both: as often as chance has it. */
    enum { PERSONS = 20000, DAYS = 400 };
    const struct random_key key = random_key_make(12, 1);
    const uint32_t threshold = UINT32_MAX / 16 + 1;
    double both = 0;
    for (int32_t day = 0; day < DAYS; day++) {
        const struct random_day today = random_day_key(key, day);
        const struct random_day tomorrow = random_day_key(key, day + 1);
        for (uint32_t person = 0; person < PERSONS; person++) {
            both += random_scan(today, person) < threshold && random_scan(tomorrow, person) < threshold;
        }
    }
    const double expected = (double)PERSONS * DAYS / 256;
    /* Overlapping pairs: variance of the count per pair, p^2 (1 - p^2) + 2 p^3 (1 - p). */
    const double variance = (double)PERSONS * DAYS * (1 / 256.0 * (1 - 1 / 256.0) + 2 / 4096.0 * (15 / 16.0));
    cr_expect_lt(fabs(both - expected) / sqrt(variance), deviate_limit);
}
