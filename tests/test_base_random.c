/*
 * Statistics of single draws. Seeds are fixed, so that a test passes always or never; each limit is one that a right
 * generator would exceed with a probability of about 10^-4 for a new seed (normal deviate 3.9, Kolmogorov-Smirnov 2.2).
 */
#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double deviate_limit = 3.9;
static const double ks_limit = 2.2; /* of D sqrt(n): 2 exp(-2 x 2.2^2) = 1.3 x 10^-4 */

enum { DRAWS = 1000000 };

static struct random generator(uint64_t entity)
{
    return random_at(random_key_make(20080401, 1), RANDOM_PURPOSE_SERVICE, entity, 0, 0);
}

/* Normal deviate of a chi-square statistic (Wilson and Hilferty). */
static double chi_square_deviate(double statistic, double degrees)
{
    const double spread = 2 / (9 * degrees);
    return (cbrt(statistic / degrees) - (1 - spread)) / sqrt(spread);
}

static double chi_square_uniform(const uint32_t *counts, size_t n, double total)
{
    double statistic = 0;
    const double expected = total / (double)n;
    for (size_t i = 0; i < n; i++) {
        statistic += ((double)counts[i] - expected) * ((double)counts[i] - expected) / expected;
    }
    return chi_square_deviate(statistic, (double)n - 1);
}

static int compare_reals(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* D sqrt(n) of probabilities that should be uniform. */
static double ks_uniform(double *probabilities, size_t n)
{
    double largest = 0;
    qsort(probabilities, n, sizeof *probabilities, compare_reals);
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, probabilities[i] - (double)i / (double)n);
        largest = fmax(largest, (double)(i + 1) / (double)n - probabilities[i]);
    }
    return largest * sqrt((double)n);
}

/* Checks the mean and the variance of draws, given the true ones and the true fourth central moment. */
static void expect_moments(const double *values, size_t n, double mean, double variance, double fourth)
{
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i];
        squares += (values[i] - mean) * (values[i] - mean);
    }
    const double mean_deviate = (sum / (double)n - mean) / sqrt(variance / (double)n);
    const double variance_deviate = (squares / (double)n - variance) / sqrt((fourth - variance * variance) / (double)n);
    cr_expect_lt(fabs(mean_deviate), deviate_limit, "mean %g, deviate %g", mean, mean_deviate);
    cr_expect_lt(fabs(variance_deviate), deviate_limit, "variance %g, deviate %g", variance, variance_deviate);
}

Test(base_random, a_copy_is_the_same_stream)
{
    struct random one = generator(1);
    struct random other = one;
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(random_u32(&one), random_u32(&other));
    }
}

Test(base_random, u64_is_two_steps_with_the_first_above)
{
    struct random one = generator(2);
    struct random other = one;
    const uint64_t high = random_u32(&one);
    const uint64_t low = random_u32(&one);
    cr_expect_eq(random_u64(&other), high << 32 | low);
}

Test(base_random, units_are_uniform_and_below_one)
{
    static double values[DRAWS];
    struct random self = generator(3);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = random_unit(&self);
        cr_assert(values[i] >= 0 && values[i] < 1);
    }
    expect_moments(values, DRAWS, 0.5, 1.0 / 12, 1.0 / 80);
    cr_expect_lt(ks_uniform(values, DRAWS), ks_limit);
}

Test(base_random, unit_floats_are_uniform_and_below_one)
{
    static double values[DRAWS];
    struct random self = generator(4);
    for (int i = 0; i < DRAWS; i++) {
        const float value = random_unit_float(&self);
        cr_assert(value >= 0 && value < 1);
        values[i] = (double)value;
    }
    expect_moments(values, DRAWS, 0.5, 1.0 / 12, 1.0 / 80);
    cr_expect_lt(ks_uniform(values, DRAWS), ks_limit);
}

Test(base_random, the_largest_units_are_below_one)
{
    /* A state whose next output is all ones, and the next one too, is rare; the arithmetic is checked instead. */
    cr_expect_lt((double)(UINT64_MAX >> 11) * 0x1p-53, 1.0);
    cr_expect_lt((float)(UINT32_MAX >> 8) * 0x1p-24F, 1.0F);
}

Test(base_random, below_is_unbiased)
{
    static const uint32_t sizes[] = {2, 3, 7, 10, 100, 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint32_t counts[1000] = {0};
        struct random self = generator(10 + i);
        for (int j = 0; j < DRAWS; j++) {
            const uint32_t value = random_below(&self, sizes[i]);
            cr_assert_lt(value, sizes[i]);
            counts[value]++;
        }
        cr_expect_lt(fabs(chi_square_uniform(counts, sizes[i], DRAWS)), deviate_limit, "below %u", sizes[i]);
    }
}

Test(base_random, below_is_unbiased_where_simple_ways_are_not)
{
    /* With 3 x 2^30, a product or remainder without rejection gives every third value twice as often. */
    const uint32_t n = UINT32_C(3) << 30;
    uint32_t counts[3] = {0};
    struct random self = generator(20);
    for (int i = 0; i < DRAWS; i++) {
        counts[random_below(&self, n) % 3]++;
    }
    cr_expect_lt(fabs(chi_square_uniform(counts, 3, DRAWS)), deviate_limit);
}

Test(base_random, below_one_or_nothing_is_zero)
{
    struct random self = generator(21);
    for (int i = 0; i < 100; i++) {
        cr_assert_eq(random_below(&self, 1), 0);
        cr_assert_eq(random_below(&self, 0), 0);
    }
}

Test(base_random, bernoulli)
{
    struct random self = generator(30);
    for (double p = 0.001; p < 1; p = p * 2 + 0.003) {
        double hits = 0;
        for (int i = 0; i < DRAWS; i++) {
            hits += random_bernoulli(&self, p);
        }
        const double deviate = (hits - p * DRAWS) / sqrt(p * (1 - p) * DRAWS);
        cr_expect_lt(fabs(deviate), deviate_limit, "p %g, deviate %g", p, deviate);
    }
    for (int i = 0; i < 1000; i++) {
        cr_assert_not(random_bernoulli(&self, 0));
        cr_assert_not(random_bernoulli(&self, -1));
        cr_assert_not(random_bernoulli(&self, (double)NAN));
        cr_assert(random_bernoulli(&self, 1));
    }
}

Test(base_random, exponential)
{
    static double values[DRAWS];
    struct random self = generator(40);
    const double rate = 0.25;
    for (int i = 0; i < DRAWS; i++) {
        values[i] = random_exponential(&self, rate);
        cr_assert(values[i] >= 0 && isfinite(values[i]));
    }
    expect_moments(values, DRAWS, 4, 16, 9 * 256);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = 1 - exp(-rate * values[i]);
    }
    cr_expect_lt(ks_uniform(values, DRAWS), ks_limit);
}

static double normal_below(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

Test(base_random, normal)
{
    static double values[DRAWS];
    struct random self = generator(50);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = random_normal(&self);
    }
    expect_moments(values, DRAWS, 0, 1, 3);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = normal_below(values[i]);
    }
    cr_expect_lt(ks_uniform(values, DRAWS), ks_limit);
}

Test(base_random, lognormal)
{
    static double values[DRAWS];
    struct random self = generator(60);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = normal_below((log(random_lognormal(&self, 1.5, 0.8)) - 1.5) / 0.8);
    }
    cr_expect_lt(ks_uniform(values, DRAWS), ks_limit);
    cr_expect_eq(random_lognormal(&self, 0, 0), 1);
}

/* Regularised lower incomplete gamma function: its power series, which converges for every x. */
static double gamma_below(double shape, double x)
{
    double term = 1 / shape;
    double sum = term;
    for (double k = 1; term > sum * 1e-16; k++) {
        term *= x / (shape + k);
        sum += term;
    }
    return sum * exp(shape * log(x) - x - lgamma(shape));
}

Test(base_random, gamma)
{
    static double values[DRAWS];
    static const double shapes[] = {0.1, 0.5, 1, 2.5, 40};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const double shape = shapes[i];
        const double scale = 3;
        struct random self = generator(70 + i);
        for (int j = 0; j < DRAWS; j++) {
            values[j] = random_gamma(&self, shape, scale);
            cr_assert(values[j] >= 0 && isfinite(values[j]));
        }
        const double variance = shape * scale * scale;
        expect_moments(values, DRAWS, shape * scale, variance, 3 * variance * variance * (1 + 2 / shape));
        for (int j = 0; j < DRAWS; j++) {
            values[j] = values[j] == 0 ? 0 : gamma_below(shape, values[j] / scale);
        }
        cr_expect_lt(ks_uniform(values, DRAWS), ks_limit, "shape %g", shape);
    }
}

Test(base_random, triangular)
{
    static double values[DRAWS];
    struct random self = generator(80);
    const double low = 2;
    const double mode = 3;
    const double high = 7;
    for (int i = 0; i < DRAWS; i++) {
        const double x = random_triangular(&self, low, mode, high);
        cr_assert(x >= low && x <= high);
        values[i] = x < mode ? (x - low) * (x - low) / (high - low) / (mode - low)
                             : 1 - (high - x) * (high - x) / (high - low) / (high - mode);
    }
    cr_expect_lt(ks_uniform(values, DRAWS), ks_limit);
    cr_expect_eq(random_triangular(&self, 4, 4, 4), 4);
}

/* Chi-square of counts against probabilities; cells with fewer than 10 expected are put together. */
static double chi_square_of(const uint32_t *counts, const double *probabilities, size_t n, double total)
{
    double statistic = 0;
    double pooled = 0;
    double pooled_expected = 0;
    double cells = 0;
    double covered = 0;
    for (size_t i = 0; i < n; i++) {
        pooled += counts[i];
        pooled_expected += probabilities[i] * total;
        covered += probabilities[i];
        if (pooled_expected >= 10 && (1 - covered) * total >= 10) {
            statistic += (pooled - pooled_expected) * (pooled - pooled_expected) / pooled_expected;
            cells++;
            pooled = 0;
            pooled_expected = 0;
        }
    }
    pooled_expected += (1 - covered) * total;
    statistic += (pooled - pooled_expected) * (pooled - pooled_expected) / pooled_expected;
    return chi_square_deviate(statistic, cells);
}

enum { POISSON_CELLS = 2000 };

Test(base_random, poisson_has_the_right_probabilities)
{
    static const double means[] = {0.01, 0.7, 3, 9.99, 10, 10.5, 14, 40, 1000};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        static uint32_t counts[POISSON_CELLS];
        static double probabilities[POISSON_CELLS];
        struct random self = generator(90 + i);
        memset(counts, 0, sizeof counts);
        for (int j = 0; j < DRAWS; j++) {
            const int64_t value = random_poisson(&self, means[i]);
            cr_assert(value >= 0 && value < POISSON_CELLS);
            counts[value]++;
        }
        for (int k = 0; k < POISSON_CELLS; k++) {
            probabilities[k] = exp(k * log(means[i]) - means[i] - lgamma(k + 1.0));
        }
        const double deviate = chi_square_of(counts, probabilities, POISSON_CELLS, DRAWS);
        cr_expect_lt(fabs(deviate), deviate_limit, "mean %g, deviate %g", means[i], deviate);
    }
}

Test(base_random, poisson_moments_at_large_means)
{
    static double values[DRAWS];
    static const double means[] = {300, 1e5, 1e9, 1e12, 1e15};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        struct random self = generator(110 + i);
        for (int j = 0; j < DRAWS; j++) {
            values[j] = (double)random_poisson(&self, means[i]);
        }
        expect_moments(values, DRAWS, means[i], means[i], means[i] * (1 + 3 * means[i]));
    }
}

Test(base_random, poisson_of_nothing_is_zero)
{
    struct random self = generator(120);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(random_poisson(&self, 0), 0);
    }
}

Test(base_random, parameters_outside_their_range_end)
{
    struct random self = generator(121);
    cr_expect_eq(random_poisson(&self, -1), 0);
    cr_expect_eq(random_poisson(&self, (double)NAN), 0);
    cr_expect_eq(random_poisson(&self, (double)INFINITY), INT64_MAX);
    cr_expect(isnan(random_gamma(&self, 0, 1)));
    cr_expect(isnan(random_gamma(&self, (double)NAN, 1)));
}

Test(base_random, geometric_has_the_right_probabilities)
{
    static const double chances[] = {0.9, 0.3, 0.02};
    enum { CELLS = 3000 };
    for (size_t i = 0; i < sizeof chances / sizeof chances[0]; i++) {
        static uint32_t counts[CELLS];
        static double probabilities[CELLS];
        struct random self = generator(130 + i);
        memset(counts, 0, sizeof counts);
        for (int j = 0; j < DRAWS; j++) {
            const int64_t value = random_geometric(&self, chances[i]);
            cr_assert(value >= 0 && value < CELLS);
            counts[value]++;
        }
        for (int k = 0; k < CELLS; k++) {
            probabilities[k] = chances[i] * pow(1 - chances[i], k);
        }
        const double deviate = chi_square_of(counts, probabilities, CELLS, DRAWS);
        cr_expect_lt(fabs(deviate), deviate_limit, "chance %g, deviate %g", chances[i], deviate);
    }
}

Test(base_random, geometric_at_its_ends)
{
    struct random self = generator(140);
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(random_geometric(&self, 1), 0);
        cr_assert_eq(random_geometric(&self, 0), INT64_MAX);
        cr_assert_geq(random_geometric(&self, 1e-300), 0);
    }
}
