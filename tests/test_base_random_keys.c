/*
 * Independence of draws whose keys are neighbours: random_at and random_key_make. The chances of a false alarm are
 * those of statistics.h: 10^-6 for each verdict, of which there are 14 here.
 */
#include "base/random.h"

#include "random_battery.h"
#include "statistics.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { FIRST_DAY = 14000, PURPOSES = 16 };

static struct verdict verdict;

/* What a draw is a function of; a test moves one part or two at a time. */
struct key_parts {
    uint64_t seed;
    uint64_t replicate;
    enum random_purpose purpose;
    uint64_t entity;
    int32_t day;
    uint32_t index;
};

static const struct key_parts start = {2008, 0, RANDOM_PURPOSE_EVENT_KIND, 1000, FIRST_DAY, 0};

static struct random generator_of(const struct key_parts *parts)
{
    return random_at(random_key_make(parts->seed, parts->replicate), parts->purpose, parts->entity, parts->day,
                     parts->index);
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
    parts->purpose = (enum random_purpose)(1 + step % PURPOSES);
    parts->entity += step / PURPOSES;
}

static void move_entity(struct key_parts *parts, uint32_t step)
{
    parts->entity += step;
}

static void move_entity_high(struct key_parts *parts, uint32_t step)
{
    parts->entity += (uint64_t)step << 40;
}

/* From before 1970 to long after it. */
static void move_day(struct key_parts *parts, uint32_t step)
{
    parts->day += (int32_t)step - BATTERY_WORDS / 2;
}

static void move_index(struct key_parts *parts, uint32_t step)
{
    parts->index += step;
}

static void move_entity_within_day(struct key_parts *parts, uint32_t step)
{
    parts->entity += step % 4096;
    parts->day += (int32_t)(step / 4096);
}

static void move_day_within_entity(struct key_parts *parts, uint32_t step)
{
    parts->entity += step / 365;
    parts->day += (int32_t)(step % 365);
}

static void move_index_within_day(struct key_parts *parts, uint32_t step)
{
    parts->index += step % 8;
    parts->day += (int32_t)(step / 8);
}

static void move_replicate_within_entity(struct key_parts *parts, uint32_t step)
{
    parts->replicate += step % 100;
    parts->entity += step / 100;
}

static void move_replicate_within_seed(struct key_parts *parts, uint32_t step)
{
    parts->replicate += step % 512;
    parts->seed += step / 512;
}

struct move_case {
    const char *name;
    move move;
};

static const struct move_case moves[] = {
    {"seed", move_seed},
    {"replicate", move_replicate},
    {"purpose", move_purpose},
    {"entity", move_entity},
    {"entity, high bits", move_entity_high},
    {"day", move_day},
    {"index", move_index},
    {"entity within day", move_entity_within_day},
    {"day within entity", move_day_within_entity},
    {"index within day", move_index_within_day},
    {"replicate within entity", move_replicate_within_entity},
    {"replicate within seed", move_replicate_within_seed},
};

enum { MOVES = sizeof moves / sizeof moves[0] };

static struct random generator_at(const struct move_case *row, uint32_t step)
{
    struct key_parts parts = start;
    row->move(&parts, step);
    return generator_of(&parts);
}

/* The battery on draw number `draw` of the generators of BATTERY_WORDS neighbouring keys, for each way to move. */
static void run_battery_on_draw(int draw)
{
    static uint32_t words[BATTERY_WORDS];
    verdict_init(&verdict);
    for (size_t i = 0; i < MOVES; i++) {
        for (uint32_t step = 0; step < BATTERY_WORDS; step++) {
            struct random self = generator_at(&moves[i], step);
            for (int k = 0; k < draw; k++) {
                random_u32(&self);
            }
            words[step] = random_u32(&self);
        }
        battery_run(&verdict, words, BATTERY_WORDS, moves[i].name);
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM, "%g", verdict_spread_chance(&verdict));
}

Test(base_random_keys, first_draws_of_neighbouring_keys_pass_the_battery)
{
    run_battery_on_draw(0);
}

Test(base_random_keys, second_draws_of_neighbouring_keys_pass_the_battery)
{
    run_battery_on_draw(1);
}

Test(base_random_keys, tenth_draws_of_neighbouring_keys_pass_the_battery)
{
    run_battery_on_draw(9);
}

Test(base_random_keys, streams_of_neighbouring_keys_one_after_another_pass_the_battery)
{
    /* Eight draws of each key: neighbours in the buffer are draws of one stream as well as of the next. */
    static uint32_t words[BATTERY_WORDS];
    verdict_init(&verdict);
    for (size_t i = 0; i < MOVES; i++) {
        for (uint32_t step = 0; step < BATTERY_WORDS / 8; step++) {
            struct random self = generator_at(&moves[i], step);
            for (int k = 0; k < 8; k++) {
                words[8 * step + (uint32_t)k] = random_u32(&self);
            }
        }
        battery_run(&verdict, words, BATTERY_WORDS, moves[i].name);
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

enum { FIRST = 8, NEIGHBOURS = 1 << 15 };

static void units_at(const struct move_case *row, uint32_t step, double units[FIRST])
{
    struct random self = generator_at(row, step);
    for (int j = 0; j < FIRST; j++) {
        units[j] = random_unit(&self) - 0.5;
    }
}

Test(base_random_keys, streams_of_neighbouring_keys_are_not_correlated)
{
    /* The first eight units of neighbours at three distances: correlation of each with each, in both directions. */
    static const uint32_t distances[] = {1, 2, 365};
    static double units[NEIGHBOURS][FIRST];
    verdict_init(&verdict);
    for (size_t i = 0; i < MOVES; i++) {
        for (uint32_t step = 0; step < NEIGHBOURS; step++) {
            units_at(&moves[i], step, units[step]);
        }
        for (size_t row = 0; row < 3; row++) {
            double products[FIRST * FIRST] = {0};
            const uint32_t pairs = NEIGHBOURS - distances[row];
            for (uint32_t step = 0; step < pairs; step++) {
                for (int j = 0; j < FIRST * FIRST; j++) {
                    products[j] += units[step][j / FIRST] * units[step + distances[row]][j % FIRST];
                }
            }
            for (int j = 0; j < FIRST * FIRST; j++) {
                verdict_add(&verdict, chance_of_deviate(products[j] * 12 / sqrt(pairs)), "%s: draws %d and %d",
                            moves[i].name, j / FIRST, j % FIRST);
            }
        }
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

/* --- joint events ------------------------------------------------------------------------------------------------ */

static void move_two_seeds(struct key_parts *parts, uint32_t row, uint32_t column)
{
    parts->seed += row;
    parts->entity += column;
}

static void move_two_replicates(struct key_parts *parts, uint32_t row, uint32_t column)
{
    parts->replicate += row;
    parts->entity += column;
}

static void move_two_purposes(struct key_parts *parts, uint32_t row, uint32_t column)
{
    parts->purpose = (enum random_purpose)(1 + row % PURPOSES);
    parts->index = row / PURPOSES;
    parts->entity += column;
}

static void move_two_days(struct key_parts *parts, uint32_t row, uint32_t column)
{
    parts->day += (int32_t)row;
    parts->entity += column;
}

static void move_two_entities(struct key_parts *parts, uint32_t row, uint32_t column)
{
    parts->entity += row;
    parts->day += (int32_t)column;
}

static void move_two_indexes(struct key_parts *parts, uint32_t row, uint32_t column)
{
    parts->index += row;
    parts->entity += column;
}

struct row_case {
    const char *name;
    void (*move)(struct key_parts *parts, uint32_t row, uint32_t column);
};

static const struct row_case row_cases[] = {
    {"seeds over entities", move_two_seeds},       {"replicates over entities", move_two_replicates},
    {"purposes over entities", move_two_purposes}, {"days over entities", move_two_days},
    {"entities over days", move_two_entities},     {"indexes over entities", move_two_indexes},
};

static uint32_t draw_of_row(const void *table, uint32_t row, uint32_t column)
{
    const struct row_case *self = table;
    struct key_parts parts = start;
    self->move(&parts, row, column);
    struct random random = generator_of(&parts);
    return random_u32(&random);
}

Test(base_random_keys, events_of_two_keys_come_together_as_often_as_chance_has_it)
{
    /* All pairs of 128 neighbours, 16,384 draws each: 8,128 pairs, by high bits and by low bits. */
    verdict_init(&verdict);
    for (size_t i = 0; i < sizeof row_cases / sizeof row_cases[0]; i++) {
        battery_joint_draws(&verdict, draw_of_row, &row_cases[i], 128, 256, row_cases[i].name);
    }
    expect_verdict(&verdict);
}

/* --- avalanche --------------------------------------------------------------------------------------------------- */

typedef void (*flip)(struct key_parts *parts, int bit);

static void flip_seed(struct key_parts *parts, int bit)
{
    parts->seed ^= UINT64_C(1) << bit;
}

static void flip_replicate(struct key_parts *parts, int bit)
{
    parts->replicate ^= UINT64_C(1) << bit;
}

static void flip_purpose(struct key_parts *parts, int bit)
{
    parts->purpose = (enum random_purpose)((unsigned)parts->purpose ^ 1U << bit);
}

static void flip_entity(struct key_parts *parts, int bit)
{
    parts->entity ^= UINT64_C(1) << bit;
}

static void flip_day(struct key_parts *parts, int bit)
{
    parts->day = (int32_t)((uint32_t)parts->day ^ UINT32_C(1) << bit);
}

static void flip_index(struct key_parts *parts, int bit)
{
    parts->index ^= UINT32_C(1) << bit;
}

struct flip_case {
    const char *name;
    flip flip;
    int bits;
};

/* The sum over 32 bits of the draw of squared deviates of how often each bit changes, for draws number 0 and 2. */
static void add_avalanche(const struct flip_case *row, int bit)
{
    enum { SAMPLES = 2048, DRAWS = 3 };
    uint32_t changed[DRAWS][32] = {{0}};
    for (uint32_t step = 0; step < SAMPLES; step++) {
        struct key_parts parts = start;
        parts.entity += 3 * step;
        parts.day += (int32_t)(step % 64);
        struct random one = generator_of(&parts);
        row->flip(&parts, bit);
        struct random other = generator_of(&parts);
        for (int draw = 0; draw < DRAWS; draw++) {
            const uint32_t difference = random_u32(&one) ^ random_u32(&other);
            for (int k = 0; k < 32; k++) {
                changed[draw][k] += difference >> k & 1;
            }
        }
    }
    for (int draw = 0; draw < DRAWS; draw++) {
        double statistic = 0;
        for (int k = 0; k < 32; k++) {
            statistic += pow(2.0 * changed[draw][k] - SAMPLES, 2) / SAMPLES;
        }
        verdict_add(&verdict, chance_of_chi_square(statistic, 32), "%s: bit %d, draw %d", row->name, bit, draw);
    }
}

Test(base_random_keys, each_bit_of_each_part_of_a_key_changes_half_of_the_bits_of_a_draw)
{
    static const struct flip_case cases[] = {
        {"seed", flip_seed, 64},      {"replicate", flip_replicate, 64},
        {"purpose", flip_purpose, 8}, {"entity", flip_entity, 64},
        {"day", flip_day, 32},        {"index", flip_index, 32},
    };
    verdict_init(&verdict);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int bit = 0; bit < cases[i].bits; bit++) {
            add_avalanche(&cases[i], bit);
        }
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

Test(base_random_keys, each_bit_of_a_mixed_word_hangs_on_each_bit_of_the_word)
{
    /* One mixing alone, of small numbers too: the key hides a weak one behind two more. */
    enum { SAMPLES = 8192 };
    verdict_init(&verdict);
    for (int bit = 0; bit < 64; bit++) {
        uint32_t changed[64] = {0};
        double statistic = 0;
        for (uint64_t step = 0; step < SAMPLES; step++) {
            const uint64_t difference = random_mix(step) ^ random_mix(step ^ UINT64_C(1) << bit);
            for (int k = 0; k < 64; k++) {
                changed[k] += (uint32_t)(difference >> k & 1);
            }
        }
        for (int k = 0; k < 64; k++) {
            statistic += pow(2.0 * changed[k] - SAMPLES, 2) / SAMPLES;
        }
        /* Flips of a low bit pair the samples: each pair counts twice. */
        statistic = bit < 13 ? statistic / 2 : statistic;
        verdict_add(&verdict, chance_of_chi_square(statistic, 64), "bit %d", bit);
    }
    expect_verdict(&verdict);
}

/* --- keys -------------------------------------------------------------------------------------------------------- */

static int compare_words(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static size_t repeats_of(uint64_t *values, size_t n)
{
    size_t repeats = 0;
    qsort(values, n, sizeof values[0], compare_words);
    for (size_t i = 1; i < n; i++) {
        repeats += values[i] == values[i - 1];
    }
    return repeats;
}

enum { KEYS = 1 << 18 };

Test(base_random_keys, no_two_of_many_keys_share_a_state_or_an_increment)
{
    /* Chance that two of 2^18 random words of 64 bits agree: 2 x 10^-9; of the increments, 63 bits: 4 x 10^-9. */
    static uint64_t states[KEYS];
    static uint64_t increments[KEYS];
    const struct random_key key = random_key_make(1, 1);
    for (uint32_t i = 0; i < KEYS; i++) {
        const struct random self = random_at(key, (enum random_purpose)(1 + i % 8), i >> 3 & 255,
                                             FIRST_DAY + (int32_t)(i >> 11 & 31), i >> 16);
        states[i] = self.state;
        increments[i] = self.increment;
        cr_assert_eq(self.increment & 1, 1);
    }
    cr_expect_eq(repeats_of(states, KEYS), 0);
    cr_expect_eq(repeats_of(increments, KEYS), 0);
}

Test(base_random_keys, seeds_and_replicates_have_keys_of_their_own)
{
    /* 0 to 511 and their mirror images: no seed and replicate stand for another pair. Chance as above. */
    enum { SIDE = 512 };
    static uint64_t keys[KEYS];
    for (uint32_t i = 0; i < KEYS; i++) {
        const uint64_t seed = i % SIDE < SIDE / 2 ? i % SIDE : UINT64_MAX - i % SIDE;
        keys[i] = random_key_make(seed, i / SIDE).value;
    }
    cr_expect_eq(repeats_of(keys, KEYS), 0);
}

Test(base_random_keys, the_generator_is_found_again_from_its_key)
{
    const struct random_key key = random_key_make(5, 6);
    struct random first = random_at(key, RANDOM_PURPOSE_MOVE, 7, 8, 9);
    for (int i = 0; i < 100; i++) {
        random_u32(&first);
    }
    const struct random again = random_at(random_key_make(5, 6), RANDOM_PURPOSE_MOVE, 7, 8, 9);
    const struct random fresh = random_at(key, RANDOM_PURPOSE_MOVE, 7, 8, 9);
    cr_expect_eq(again.state, fresh.state);
    cr_expect_eq(again.increment, fresh.increment);
    cr_expect_neq(first.state, fresh.state);
}

Test(base_random_keys, draws_never_change_between_releases)
{
    struct random self = random_at(random_key_make(1, 2), RANDOM_PURPOSE_CHOICE, 3, 4, 5);
    cr_expect_eq(self.state, UINT64_C(0xee758a41b6824f47));
    cr_expect_eq(random_u32(&self), UINT32_C(0x75b1dcd6));
}
