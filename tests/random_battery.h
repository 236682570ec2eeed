/*
 * A battery of tests for a buffer of 32-bit words that should be random and independent: each bit, windows of bits,
 * pairs at many distances, serial correlation, birthday spacings and collisions. Chances go to a verdict.
 */
#ifndef CATCHMENT_TESTS_RANDOM_BATTERY_H
#define CATCHMENT_TESTS_RANDOM_BATTERY_H

#include "statistics.h"

#include <string.h>

enum { BATTERY_WORDS = 1 << 18, BATTERY_PAIRS = 256, BIRTHDAYS = 4096 };

/* Ascending: three passes by 11 bits. `scratch` has n words too. */
static inline void words_sort(uint32_t *words, uint32_t *scratch, size_t n)
{
    enum { DIGIT = 11, DIGITS = 1 << DIGIT };
    uint32_t *from = words;
    uint32_t *to = scratch;
    for (int shift = 0; shift < 32; shift += DIGIT) {
        size_t places[DIGITS + 1] = {0};
        for (size_t i = 0; i < n; i++) {
            places[(from[i] >> shift & (DIGITS - 1)) + 1]++;
        }
        for (int i = 0; i < DIGITS; i++) {
            places[i + 1] += places[i];
        }
        for (size_t i = 0; i < n; i++) {
            to[places[from[i] >> shift & (DIGITS - 1)]++] = from[i];
        }
        uint32_t *const swap = from;
        from = to;
        to = swap;
    }
    memcpy(words, scratch, n * sizeof words[0]);
}

/* How often a word is the one before it, in ascending words. */
static inline size_t words_repeats(const uint32_t *words, size_t n)
{
    size_t repeats = 0;
    for (size_t i = 1; i < n; i++) {
        repeats += words[i] == words[i - 1];
    }
    return repeats;
}

static inline void battery_bits(struct verdict *verdict, const uint32_t *words, size_t n, const char *name)
{
    uint32_t ones[32] = {0};
    for (size_t i = 0; i < n; i++) {
        for (int bit = 0; bit < 32; bit++) {
            ones[bit] += words[i] >> bit & 1;
        }
    }
    for (int bit = 0; bit < 32; bit++) {
        const double deviate = (2.0 * ones[bit] - (double)n) / sqrt((double)n);
        verdict_add(verdict, chance_of_deviate(deviate), "%s: bit %d", name, bit);
    }
}

static inline void battery_windows(struct verdict *verdict, const uint32_t *words, size_t n, const char *name)
{
    static const int windows[][2] = {{0, 8},  {4, 8},  {8, 8},   {12, 8},  {16, 8}, {20, 8},
                                     {24, 8}, {0, 12}, {10, 12}, {20, 12}, {28, 4}, {0, 4}};
    for (size_t row = 0; row < sizeof windows / sizeof windows[0]; row++) {
        uint32_t counts[1 << 12] = {0};
        const size_t cells = (size_t)1 << windows[row][1];
        for (size_t i = 0; i < n; i++) {
            counts[words[i] >> windows[row][0] & (cells - 1)]++;
        }
        verdict_add(verdict, chance_of_even_counts(counts, cells), "%s: %d bits from %d", name, windows[row][1],
                    windows[row][0]);
    }
}

/* Independence of four bits of a word and four of a later one, given how often each value came: 15 x 15 degrees. */
static inline double chance_of_pairs(const uint32_t pairs[BATTERY_PAIRS], double n)
{
    enum { SIDE = 16 };
    double first[SIDE] = {0};
    double second[SIDE] = {0};
    for (int i = 0; i < BATTERY_PAIRS; i++) {
        first[i / SIDE] += pairs[i];
        second[i % SIDE] += pairs[i];
    }
    double statistic = 0;
    for (int i = 0; i < BATTERY_PAIRS; i++) {
        const double expected = first[i / SIDE] * second[i % SIDE] / n;
        statistic += expected > 0 ? (pairs[i] - expected) * (pairs[i] - expected) / expected : 0;
    }
    return chance_of_chi_square(statistic, (SIDE - 1) * (SIDE - 1));
}

/* High and low bits of pairs of words `one[i]`, `other[i]`. */
static inline void battery_pairs(struct verdict *verdict, const uint32_t *one, const uint32_t *other, size_t n,
                                 const char *name, size_t lag)
{
    uint32_t high[BATTERY_PAIRS] = {0};
    uint32_t low[BATTERY_PAIRS] = {0};
    uint32_t high_low[BATTERY_PAIRS] = {0};
    uint32_t low_high[BATTERY_PAIRS] = {0};
    for (size_t i = 0; i < n; i++) {
        const uint32_t a = one[i];
        const uint32_t b = other[i];
        high[a >> 28 << 4 | b >> 28]++;
        low[(a & 15) << 4 | (b & 15)]++;
        high_low[a >> 28 << 4 | (b & 15)]++;
        low_high[(a & 15) << 4 | b >> 28]++;
    }
    verdict_add(verdict, chance_of_pairs(high, (double)n), "%s: high bits at lag %zu", name, lag);
    verdict_add(verdict, chance_of_pairs(low, (double)n), "%s: low bits at lag %zu", name, lag);
    verdict_add(verdict, chance_of_pairs(high_low, (double)n), "%s: high and low bits at lag %zu", name, lag);
    verdict_add(verdict, chance_of_pairs(low_high, (double)n), "%s: low and high bits at lag %zu", name, lag);
}

static inline void battery_lags(struct verdict *verdict, const uint32_t *words, size_t n, const char *name)
{
    static const size_t lags[] = {1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 100, 256, 1000, 1024, 4096};
    for (size_t i = 0; i < sizeof lags / sizeof lags[0]; i++) {
        battery_pairs(verdict, words, words + lags[i], n - lags[i], name, lags[i]);
    }
}

/* The sum of products of units in [-1/2, 1/2), n of them, as a normal deviate. */
static inline double correlation_deviate(const float *one, const float *other, size_t n)
{
    double products = 0;
    for (size_t i = 0; i < n; i++) {
        products += (double)(one[i] * other[i]);
    }
    return products * 12 / sqrt((double)n);
}

/* Of the whole word and of its lower half, at lags of 1 to 32. */
static inline void battery_correlations(struct verdict *verdict, const uint32_t *words, size_t n, const char *name)
{
    static float whole[BATTERY_WORDS];
    static float lower[BATTERY_WORDS];
    for (size_t i = 0; i < n; i++) {
        whole[i] = (float)((double)words[i] * 0x1p-32 - 0.5);
        lower[i] = (float)((double)(words[i] & 0xffff) * 0x1p-16 - 0.5);
    }
    for (size_t lag = 1; lag <= 32; lag++) {
        verdict_add(verdict, chance_of_deviate(correlation_deviate(whole, whole + lag, n - lag)),
                    "%s: correlation at lag %zu", name, lag);
        verdict_add(verdict, chance_of_deviate(correlation_deviate(lower, lower + lag, n - lag)),
                    "%s: correlation of lower halves at lag %zu", name, lag);
    }
}

/*
 * G. Marsaglia's birthday spacings: of m birthdays in a year of 2^bits days, the number of spacings that are repeats is
 * Poisson with mean m^3 / 2^(bits + 2). `bits` begin at `shift`.
 */
static inline void battery_birthdays(struct verdict *verdict, const uint32_t *words, size_t n, const char *name,
                                     int shift, int bits)
{
    const size_t m = bits == 32 ? BIRTHDAYS : BIRTHDAYS / 8;
    size_t repeats = 0;
    double blocks = 0;
    for (size_t start = 0; start + m <= n; start += m, blocks++) {
        uint32_t days[BIRTHDAYS];
        uint32_t scratch[BIRTHDAYS];
        for (size_t i = 0; i < m; i++) {
            days[i] = words[start + i] << (32 - bits - shift) >> (32 - bits);
        }
        words_sort(days, scratch, m);
        for (size_t i = 0; i + 1 < m; i++) {
            days[i] = days[i + 1] - days[i];
        }
        words_sort(days, scratch, m - 1);
        repeats += words_repeats(days, m - 1);
    }
    const double expected = pow((double)m, 3) / ldexp(4, bits) * blocks;
    verdict_add(verdict, chance_of_poisson((double)repeats, expected), "%s: birthdays of %d bits from %d", name, bits,
                shift);
}

/* Balls that fall on a taken one of 2^26 places; a place is 13 bits from `shift` of two words in a row. */
static inline void battery_collisions(struct verdict *verdict, const uint32_t *words, size_t n, const char *name,
                                      int shift)
{
    static uint32_t balls[BATTERY_WORDS / 2];
    static uint32_t scratch[BATTERY_WORDS / 2];
    const double places = 0x1p26;
    for (size_t i = 0; i < n / 2; i++) {
        balls[i] = (words[2 * i] >> shift & 0x1fff) << 13 | (words[2 * i + 1] >> shift & 0x1fff);
    }
    words_sort(balls, scratch, n / 2);
    const double thrown = (double)(n / 2);
    const double expected = thrown + places * expm1(thrown * log1p(-1 / places));
    verdict_add(verdict, chance_of_poisson((double)words_repeats(balls, n / 2), expected), "%s: collisions from %d",
                name, shift);
}

/* All of it on n words, at most BATTERY_WORDS. */
static inline void battery_run(struct verdict *verdict, const uint32_t *words, size_t n, const char *name)
{
    battery_bits(verdict, words, n, name);
    battery_windows(verdict, words, n, name);
    battery_lags(verdict, words, n, name);
    battery_correlations(verdict, words, n, name);
    battery_birthdays(verdict, words, n, name, 0, 32);
    battery_birthdays(verdict, words, n, name, 8, 24);
    battery_birthdays(verdict, words, n, name, 0, 24);
    battery_collisions(verdict, words, n, name, 0);
    battery_collisions(verdict, words, n, name, 19);
}

/*
 * Rare events (1 in 16) of each of `rows` over columns in words of 64, bit by bit: are the numbers of columns on which
 * two rows both have an event spread as those of independent rows? Given each row's own number they are hypergeometric,
 * and their squared deviates independent by pairs, so that their sum is taken as a chi-square. It finds dependence that
 * is different, in sign too, for each pair of rows.
 */
static inline void battery_joint_events(struct verdict *verdict, const uint64_t *events, size_t rows, size_t words,
                                        const char *name)
{
    enum { MOST_ROWS = 1024 };
    double counts[MOST_ROWS] = {0};
    double statistic = 0;
    const double columns = (double)words * 64;
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = 0; k < words; k++) {
            counts[i] += __builtin_popcountll(events[i * words + k]);
        }
        for (size_t j = 0; j < i; j++) {
            int both = 0;
            for (size_t k = 0; k < words; k++) {
                both += __builtin_popcountll(events[i * words + k] & events[j * words + k]);
            }
            const double mean = counts[i] * counts[j] / columns;
            const double variance = mean * (1 - counts[i] / columns) * (columns - counts[j]) / (columns - 1);
            statistic += variance > 0 ? (both - mean) * (both - mean) / variance : 0;
        }
    }
    const double pairs = (double)rows * ((double)rows - 1) / 2;
    verdict_add(verdict, chance_of_chi_square(statistic, pairs), "%s: joint events of pairs", name);
}

/* A draw of `table` by row and column. */
typedef uint32_t (*battery_draw)(const void *table, uint32_t row, uint32_t column);

/* The same of draws: an event is a draw whose four high bits are 0, and then one whose four low bits are. */
static inline void battery_joint_draws(struct verdict *verdict, battery_draw draw, const void *table, uint32_t rows,
                                       uint32_t words, const char *name)
{
    enum { MOST_WORDS = 256 * 512 };
    static uint64_t high[MOST_WORDS];
    static uint64_t low[MOST_WORDS];
    const uint32_t columns = words * 64;
    memset(high, 0, sizeof high);
    memset(low, 0, sizeof low);
    for (uint32_t at = 0; at < rows * columns; at++) {
        const uint32_t drawn = draw(table, at / columns, at % columns);
        high[at / 64] |= (uint64_t)(drawn >> 28 == 0) << at % 64;
        low[at / 64] |= (uint64_t)((drawn & 15) == 0) << at % 64;
    }
    battery_joint_events(verdict, high, rows, words, name);
    battery_joint_events(verdict, low, rows, words, name);
}

#endif
