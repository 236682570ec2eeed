/*
 * Chances for statistical tests: tails of the distributions of test statistics, and a verdict over many comparisons.
 *
 * False alarms. Seeds are fixed, so a test passes always or never. A verdict fails if its smallest chance is below
 * STATISTICS_FALSE_ALARM divided by the number of its comparisons, so that right draws would fail it with a new seed
 * with a probability of 10^-6, however many comparisons it makes; some fifty verdicts make 5 x 10^-5 for all tests.
 */
#ifndef CATCHMENT_TESTS_STATISTICS_H
#define CATCHMENT_TESTS_STATISTICS_H

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define STATISTICS_FALSE_ALARM 1e-6
#define STATISTICS_PI 3.14159265358979323846

/* --- tails ------------------------------------------------------------------------------------------------------- */

/* P(X > x) of a standard normal. */
static inline double normal_upper(double x)
{
    return 0.5 * erfc(x / sqrt(2));
}

/* x - log(1 + x) without cancellation. */
static inline double excess_over_log(double x)
{
    if (fabs(x) > 0.1) {
        return x - log1p(x);
    }
    double power = x * x;
    double sum = 0;
    for (int k = 2; fabs(power) > 1e-18 * x * x; k++) {
        sum += power / k;
        power *= -x;
    }
    return sum;
}

/* x^shape exp(-x) / Gamma(shape + 1), with the leading parts cancelled by hand where the shape is large. */
static inline double gamma_front(double shape, double x)
{
    if (shape < 20) {
        return exp(shape * log(x) - x - lgamma(shape + 1));
    }
    const double square = 1 / (shape * shape);
    const double series = (1.0 / 12 - (1.0 / 360 - square / 1260) * square) / shape; /* Stirling */
    return exp(-shape * excess_over_log((x - shape) / shape) - series) / sqrt(2 * STATISTICS_PI * shape);
}

static inline double gamma_lower_by_series(double shape, double x)
{
    double term = 1;
    double sum = 1;
    for (double k = 1; term > sum * DBL_EPSILON / 4; k++) {
        term *= x / (shape + k);
        sum += term;
    }
    return sum * gamma_front(shape, x);
}

/* Continued fraction of Legendre by the method of Lentz, modified. */
static inline double gamma_upper_by_fraction(double shape, double x)
{
    const double tiny = 1e-300;
    double b = x + 1 - shape;
    double c = 1 / tiny;
    double d = 1 / (fabs(b) < tiny ? tiny : b);
    double value = d;
    for (double k = 1; k < 1e6; k++) {
        const double a = -k * (k - shape);
        b += 2;
        d = a * d + b;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = b + a / c;
        c = fabs(c) < tiny ? tiny : c;
        value *= d * c;
        if (fabs(d * c - 1) < DBL_EPSILON) {
            break;
        }
    }
    return value * gamma_front(shape, x) * shape;
}

/* N. M. Temme's uniform expansion for large shapes, to its second term. */
static inline double gamma_upper_by_expansion(double shape, double x)
{
    const double mu = (x - shape) / shape;
    const double half_square = excess_over_log(mu);
    const double eta = copysign(sqrt(2 * half_square), mu);
    const double first = fabs(mu) > 1e-3 ? 1 / mu - 1 / eta : -1.0 / 3 + eta / 12 - 2 * eta * eta / 135;
    const double second = fabs(mu) > 0.05 ? 1 / (eta * eta * eta) - 1 / (mu * mu * mu) - 1 / (mu * mu) - 1 / (12 * mu)
                                          : -1.0 / 540 - eta / 288;
    const double rest = exp(-shape * half_square) / sqrt(2 * STATISTICS_PI * shape);
    return normal_upper(eta * sqrt(shape)) + rest * (first + second / shape);
}

/* Regularised incomplete gamma functions: the chance that a gamma of this shape and scale 1 is above x; at most x. */
static inline double gamma_upper(double shape, double x)
{
    if (!(x > 0)) {
        return 1;
    }
    if (shape > 1e5) {
        return gamma_upper_by_expansion(shape, x);
    }
    return x < shape + 1 ? 1 - gamma_lower_by_series(shape, x) : gamma_upper_by_fraction(shape, x);
}

static inline double gamma_lower(double shape, double x)
{
    if (!(x > 0)) {
        return 0;
    }
    if (shape > 1e5 || x >= shape + 1) {
        return 1 - gamma_upper(shape, x);
    }
    return gamma_lower_by_series(shape, x);
}

/* P(X > statistic) of a chi-square. */
static inline double chi_square_upper(double statistic, double degrees)
{
    return gamma_upper(degrees / 2, statistic / 2);
}

/* P(X >= count) and P(X <= count) of a Poisson. */
static inline double poisson_at_least(double count, double mean)
{
    return count > 0 ? gamma_lower(count, mean) : 1;
}

static inline double poisson_at_most(double count, double mean)
{
    return count < 0 ? 0 : gamma_upper(count + 1, mean);
}

/* P(D > d) of Kolmogorov's statistic of n values, by the limit law with the correction of M. A. Stephens (1970). */
static inline double kolmogorov_upper(double d, double n)
{
    const double x = d * (sqrt(n) + 0.12 + 0.11 / sqrt(n));
    if (!(x > 0)) {
        return 1;
    }
    double sum = 0;
    if (x < 1) { /* Jacobi's form of the same series, which converges fast here */
        for (int k = 1; k < 20; k += 2) {
            sum += exp(-k * k * STATISTICS_PI * STATISTICS_PI / (8 * x * x));
        }
        return 1 - sqrt(2 * STATISTICS_PI) / x * sum;
    }
    for (int k = 1; k < 20; k++) {
        sum += (k % 2 == 1 ? 2 : -2) * exp(-2.0 * k * k * x * x);
    }
    return sum;
}

/* --- chances of observations ------------------------------------------------------------------------------------- */

/* Of a deviate as far from 0 as this one. */
static inline double chance_of_deviate(double deviate)
{
    return erfc(fabs(deviate) / sqrt(2));
}

/* Of a chi-square as far out on its side: too even counts against draws as well as too uneven. */
static inline double chance_of_chi_square(double statistic, double degrees)
{
    const double upper = chi_square_upper(statistic, degrees);
    return 2 * fmin(upper, 1 - upper);
}

static inline double chance_of_poisson(double count, double mean)
{
    return fmin(1, 2 * fmin(poisson_at_least(count, mean), poisson_at_most(count, mean)));
}

/* Of n counts that should be even. */
static inline double chance_of_even_counts(const uint32_t *counts, size_t n)
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
    return chance_of_chi_square(statistic, (double)n - 1);
}

/* Of counts in n cells with these probabilities; neighbours with fewer than 10 expected are put together. */
static inline double chance_of_counts(const uint32_t *counts, const double *probabilities, size_t n)
{
    const double enough = 10;
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        total += counts[i];
    }
    double statistic = 0;
    double cells = 0;
    double count = 0;
    double expected = 0;
    double left = total;
    for (size_t i = 0; i < n; i++) {
        count += counts[i];
        expected += probabilities[i] * total;
        if (i + 1 == n || (expected >= enough && left - expected >= enough)) {
            statistic += expected > 0 ? (count - expected) * (count - expected) / expected : 0;
            cells++;
            left -= expected;
            count = 0;
            expected = 0;
        }
    }
    return chance_of_chi_square(statistic, cells - 1);
}

/* Of the largest distance between n values in [0, 1] and evenness, looked at on a grid of 2^-14. */
static inline double chance_of_units(const double *units, size_t n)
{
    enum { GRID = 1 << 14 };
    uint32_t cells[GRID] = {0};
    for (size_t i = 0; i < n; i++) {
        const double cell = units[i] * GRID;
        cells[cell < GRID ? (size_t)cell : GRID - 1]++;
    }
    double below = 0;
    double largest = 0;
    for (size_t i = 0; i < GRID; i++) {
        below += cells[i];
        largest = fmax(largest, fabs(below / (double)n - (double)(i + 1) / GRID));
    }
    return kolmogorov_upper(largest, (double)n);
}

/* --- verdict ----------------------------------------------------------------------------------------------------- */

enum { VERDICT_KEPT = 1 << 14 };

struct verdict {
    size_t comparisons;
    double smallest;
    char where[160]; /* of the smallest */
    double chances[VERDICT_KEPT];
};

static inline void verdict_init(struct verdict *self)
{
    self->comparisons = 0;
    self->smallest = 1;
    self->where[0] = '\0';
}

/* Takes the chance of what was seen, if draws are right; the rest says what was looked at, as for printf. */
__attribute__((format(printf, 3, 4))) static inline void verdict_add(struct verdict *self, double chance,
                                                                     const char *format, ...)
{
    if (self->comparisons < VERDICT_KEPT) {
        self->chances[self->comparisons] = chance;
    }
    self->comparisons++;
    if (!(chance >= self->smallest)) { /* a NaN is the smallest of all */
        self->smallest = isnan(chance) ? 0 : chance;
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(self->where, sizeof self->where, format, arguments);
        va_end(arguments);
    }
}

/* Takes the mean and the variance of n values, given what they should be and the fourth central moment. */
static inline void verdict_add_moments(struct verdict *self, const char *name, const double *values, size_t n,
                                       double mean, double variance, double fourth)
{
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i] - mean;
        squares += (values[i] - mean) * (values[i] - mean);
    }
    const double size = (double)n;
    const double of_mean = sum / sqrt(variance * size);
    const double of_variance = (squares - variance * size) / sqrt((fourth - variance * variance) * size);
    verdict_add(self, chance_of_deviate(of_mean), "%s of mean %g and variance %g: mean", name, mean, variance);
    verdict_add(self, chance_of_deviate(of_variance), "%s of mean %g and variance %g: variance", name, mean, variance);
}

/* The chance that the smallest of so many is as small as the one seen. */
static inline double verdict_chance(const struct verdict *self)
{
    return fmin(1, self->smallest * (double)self->comparisons);
}

/* Of the spread of the chances themselves, which should be even: finds many small faults where none is large. */
static inline double verdict_spread_chance(const struct verdict *self)
{
    return chance_of_units(self->chances, self->comparisons < VERDICT_KEPT ? self->comparisons : VERDICT_KEPT);
}

#define expect_verdict(verdict)                                                                                        \
    cr_expect_gt(verdict_chance(verdict), STATISTICS_FALSE_ALARM, "%zu comparisons; %s: chance %g",                    \
                 (verdict)->comparisons, (verdict)->where, (verdict)->smallest)

#endif
