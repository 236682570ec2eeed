/*
 * The distributions of random.h that count, Poisson and geometric, against their probabilities and moments, from means
 * near 0 to the largest; along one stream and by neighbouring keys. The chances of a false alarm are those of
 * statistics.h: 10^-6 for each verdict, of which there are 6 here.
 */
#include "base/random.h"

#include "random_forced.h"
#include "statistics.h"

#include <criterion/criterion.h>

enum { DRAWS = 1 << 18, MANY = 1 << 20, CELLS = 128 };

static struct verdict verdict;
static double values[MANY];

/* One draw, and the chance of at most k. */
struct counted {
    const char *name;
    int64_t (*draw)(struct random *self, double parameter);
    double (*at_most)(double k, double parameter);
};

static void draw_values(const struct counted *self, double parameter, bool keyed, uint64_t stream, size_t n)
{
    const struct random_key key = random_key_make(20080401, 4);
    struct random random = random_at(key, RANDOM_PURPOSE_SERVICE, stream, 0, 0);
    for (size_t i = 0; i < n; i++) {
        if (keyed) {
            random = random_at(key, RANDOM_PURPOSE_LENGTH_OF_STAY, i, 14000, (uint32_t)stream);
        }
        const int64_t value = self->draw(&random, parameter);
        cr_assert_geq(value, 0);
        values[i] = (double)value;
    }
}

/* Chi-square of cells of equal width from `low` to `high`, one number wide where that is enough, and the two tails. */
static void add_probabilities(const struct counted *self, double parameter, double low, double high, size_t n)
{
    const double width = fmax(1, ceil((high - low + 1) / (CELLS - 2)));
    uint32_t counts[CELLS] = {0};
    double probabilities[CELLS];
    for (size_t i = 0; i < n; i++) {
        const double cell = floor((values[i] - low) / width) + 1;
        counts[cell < 0 ? 0 : cell > CELLS - 1 ? CELLS - 1 : (size_t)cell]++;
    }
    double below = 0;
    for (int i = 0; i < CELLS; i++) {
        const double next = i < CELLS - 1 ? self->at_most(low + width * i - 1, parameter) : 1;
        probabilities[i] = next - below;
        below = next;
    }
    verdict_add(&verdict, chance_of_counts(counts, probabilities, CELLS), "%s %g", self->name, parameter);
}

/* --- Poisson ----------------------------------------------------------------------------------------------------- */

static const struct counted poisson = {"Poisson", random_poisson, poisson_at_most};

Test(base_random_counts, poisson_has_the_right_probabilities)
{
    static const double means[] = {1e-4, 0.01,      0.1,   0.7, 1,    2,       3,   5,   8,   9.99, 9.999999999,
                                   10,   10.000001, 10.5,  11,  12,   14,      15,  16,  17,  20,   29.5,
                                   40,   100,       157.3, 365, 1000, 12345.6, 1e5, 1e6, 1e8, 1e9,  1e12};
    verdict_init(&verdict);
    for (size_t i = 0; i < 2 * sizeof means / sizeof means[0]; i++) {
        const double mean = means[i / 2];
        const double reach = 5 * sqrt(mean) + 3;
        draw_values(&poisson, mean, i % 2 == 1, i, DRAWS);
        add_probabilities(&poisson, mean, fmax(0, floor(mean - reach)), ceil(mean + reach), DRAWS);
        if (mean * DRAWS > 1000) {
            verdict_add_moments(&verdict, "Poisson", values, DRAWS, mean, mean, mean * (1 + 3 * mean));
        }
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

Test(base_random_counts, poisson_where_its_two_ways_meet)
{
    /* More draws on both sides of the mean at which inversion gives way to rejection, and their tails. */
    static const double means[] = {9.9, 10.1, 13};
    verdict_init(&verdict);
    for (uint64_t i = 0; i < 6; i++) {
        const double mean = means[i / 2];
        draw_values(&poisson, mean, i % 2 == 1, 100 + i, MANY);
        add_probabilities(&poisson, mean, 0, 50, MANY);
        for (double k = 24; k <= 36; k += 4) {
            double beyond = 0;
            for (size_t j = 0; j < MANY; j++) {
                beyond += values[j] >= k;
            }
            const double chance = poisson_at_least(k, mean);
            const double deviate = (beyond - MANY * chance) / sqrt(MANY * chance);
            verdict_add(&verdict,
                        MANY * chance < 1000 ? chance_of_poisson(beyond, MANY * chance) : chance_of_deviate(deviate),
                        "Poisson %g from %g", mean, k);
        }
    }
    expect_verdict(&verdict);
}

/* Hörmann's rejection without its two short cuts, which must not change what is taken. */
static double poisson_by_rejection(struct random *self, double mean)
{
    const double b = 0.931 + 2.53 * sqrt(mean);
    const double a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    for (;;) {
        const double u = random_unit(self) - 0.5;
        const double v = 1 - random_unit(self);
        const double edge = 0.5 - fabs(u);
        const double count = floor((2 * a / edge + b) * u + mean + 0.43);
        if (count >= 0 &&
            log(v * inverse_alpha / (a / (edge * edge) + b)) <= count * log(mean) - mean - lgamma(count + 1)) {
            return count;
        }
    }
}

Test(base_random_counts, poisson_takes_and_rejects_by_its_definition)
{
    static const double means[] = {10, 12, 14, 16, 18, 20, 25, 50, 300, 5000, 1e5};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        struct random one = random_at(random_key_make(5, 5), RANDOM_PURPOSE_SERVICE, i, 0, 0);
        struct random other = one;
        size_t differing = 0;
        for (int j = 0; j < DRAWS / 4; j++) {
            differing += (double)random_poisson(&one, means[i]) != poisson_by_rejection(&other, means[i]);
            other = one;
        }
        cr_expect_eq(differing, 0, "mean %g: %zu differ", means[i], differing);
    }
}

Test(base_random_counts, poisson_moments_at_the_largest_means)
{
    static const double means[] = {1e13, 1e14, 1e15};
    verdict_init(&verdict);
    for (uint64_t i = 0; i < 3; i++) {
        draw_values(&poisson, means[i], false, 200 + i, MANY);
        verdict_add_moments(&verdict, "Poisson", values, MANY, means[i], means[i], means[i] * (1 + 3 * means[i]));
        for (size_t j = 0; j < MANY; j++) {
            values[j] = normal_upper((means[i] - values[j]) / sqrt(means[i]));
        }
        verdict_add(&verdict, chance_of_units(values, MANY), "Poisson %g: shape", means[i]);
    }
    expect_verdict(&verdict);
}

Test(base_random_counts, poisson_outside_its_range_ends)
{
    struct random self = random_at(random_key_make(1, 1), RANDOM_PURPOSE_SERVICE, 1, 1, 1);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(random_poisson(&self, 0), 0);
    }
    cr_expect_eq(random_poisson(&self, -1), 0);
    cr_expect_eq(random_poisson(&self, (double)NAN), 0);
    cr_expect_eq(random_poisson(&self, (double)INFINITY), INT64_MAX);
    cr_expect_eq(random_poisson(&self, nextafter(1e15, 2e15)), INT64_MAX);
}

Test(base_random_counts, poisson_ends_for_the_largest_unit)
{
    /* The count at which the chance of a larger one is less than what is left above the largest unit, 2^-53; rounding
     * may leave a remainder of the search, which must end where probabilities are negligible, 2^-60. */
    static const double means[] = {1e-300, 1e-12, 0.5, 3, 9.999999};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        struct random self = random_forced(UINT32_MAX, UINT32_MAX);
        const double count = (double)random_poisson(&self, means[i]);
        cr_expect_leq(poisson_at_least(count + 1, means[i]), 1e-15, "mean %g gives %g", means[i], count);
        cr_expect_geq(poisson_at_least(count, means[i]), 1e-19, "mean %g gives %g", means[i], count);
    }
}

/* --- geometric --------------------------------------------------------------------------------------------------- */

static double geometric_at_most(double k, double parameter)
{
    return k < 0 ? 0 : -expm1((k + 1) * log1p(-parameter));
}

static const struct counted geometric = {"geometric", random_geometric, geometric_at_most};

Test(base_random_counts, geometric_has_the_right_probabilities)
{
    static const double chances[] = {0.9999, 0.999, 0.9, 0.75, 0.5, 0.3, 0.1, 0.02, 1e-3, 1e-5, 1e-9, 1e-12, 1e-15};
    verdict_init(&verdict);
    for (size_t i = 0; i < 2 * sizeof chances / sizeof chances[0]; i++) {
        const double p = chances[i / 2];
        const double q = 1 - p;
        draw_values(&geometric, p, i % 2 == 1, 300 + i, DRAWS);
        add_probabilities(&geometric, p, 0, ceil(10 / p), DRAWS);
        /* Draws in units of the mean, lest the fourth moment overflow. */
        const double mean = q / p;
        const double variance = q / (p * p) / (mean * mean);
        if (q * DRAWS > 1000) {
            for (size_t j = 0; j < DRAWS; j++) {
                values[j] /= mean;
            }
            verdict_add_moments(&verdict, "geometric", values, DRAWS, 1, variance,
                                variance * variance * (9 + p * p / q));
        }
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

Test(base_random_counts, geometric_at_its_ends)
{
    struct random self = random_at(random_key_make(1, 1), RANDOM_PURPOSE_SERVICE, 2, 1, 1);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(random_geometric(&self, 1), 0);
        cr_assert_eq(random_geometric(&self, 2), 0);
        cr_assert_eq(random_geometric(&self, 0), INT64_MAX);
        cr_assert_eq(random_geometric(&self, (double)NAN), INT64_MAX);
        cr_assert_geq(random_geometric(&self, 1e-300), 0);
    }
    self = random_forced(0, 0);
    cr_expect_eq(random_geometric(&self, 1e-12), 0);
    self = random_forced(UINT32_MAX, UINT32_MAX); /* 53 bits of bad luck */
    cr_expect_eq(random_geometric(&self, 0.5), 53);
    self = random_forced(UINT32_MAX, UINT32_MAX);
    cr_expect_eq(random_geometric(&self, 1e-18), INT64_MAX);
}

Test(base_random_counts, geometric_turns_over_where_the_distribution_function_does)
{
    /* One success in two: a unit u gives k failures for 1 - u in (2^-(k + 1), 2^-k]. */
    struct random self = random_forced(0x7fffffff, UINT32_MAX);
    cr_expect_eq(random_geometric(&self, 0.5), 0);
    self = random_forced(0x80000000, 1 << 11);
    cr_expect_eq(random_geometric(&self, 0.5), 1);
}
