#include "base/real.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/random.h"

enum { POINTS = 200000 };

/* Points uniform in a range, or with a uniform logarithm; the same in every run. */
struct range {
    double low, high;
};

static double uniform(struct range range, uint32_t index)
{
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_PARAMETER, 0, 0, index);

    return range.low + (range.high - range.low) * random_unit(&random);
}

/* The difference in units of the last place of the true value. */
static double units_off(double value, long double truth)
{
    const double rounded = (double)truth;
    const double unit = nextafter(fabs(rounded), (double)INFINITY) - fabs(rounded);

    return fabs((double)(((long double)value - truth) / (long double)unit));
}

static double worst(double (*function)(double), long double (*truth)(long double), struct range range)
{
    double most = 0;

    for (uint32_t i = 0; i < POINTS; i++) {
        const double x = uniform(range, i);
        most = fmax(most, units_off(function(x), truth((long double)x)));
    }
    return most;
}

static double log_of_power(double x)
{
    return real_log(exp2(x));
}

static long double log_of_power_truth(long double x)
{
    return logl((long double)exp2((double)x));
}

static double log2_of_power(double x)
{
    return real_log2(exp2(x));
}

static long double log2_of_power_truth(long double x)
{
    return log2l((long double)exp2((double)x));
}

static double log1p_of_power(double x)
{
    return real_log1p(exp2(x));
}

static long double log1p_of_power_truth(long double x)
{
    return log1pl((long double)exp2((double)x));
}

Test(base_real, exponentials_are_within_a_unit)
{
    static const struct range ranges[] = {{-745, 709.7}, {-20, 0}, {-1, 1}, {-1e-3, 1e-3}, {-1e-17, 1e-17}};

    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        const double most = worst(real_exp, expl, ranges[r]), most2 = worst(real_exp2, exp2l, ranges[r]);
        cr_expect_lt(most, 0.75, "exp from %g: %g units", ranges[r].low, most);
        cr_expect_lt(most2, 0.9, "exp2 from %g: %g units", ranges[r].low, most2);
    }
}

Test(base_real, logarithms_are_within_a_unit)
{
    static const struct range ranges[] = {{0, 1}, {0.5, 2}, {1 - 1e-6, 1 + 1e-6}, {1e-300, 1e300}, {0, 1e-307}};

    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        const double most = worst(real_log, logl, ranges[r]), most2 = worst(real_log2, log2l, ranges[r]);
        cr_expect_lt(most, 0.9, "log from %g: %g units", ranges[r].low, most);
        cr_expect_lt(most2, 0.6, "log2 from %g: %g units", ranges[r].low, most2);
    }
    cr_expect_lt(worst(log_of_power, log_of_power_truth, (struct range){-1074, 1023}), 0.9);
    cr_expect_lt(worst(log2_of_power, log2_of_power_truth, (struct range){-1074, 1023}), 0.6);
}

Test(base_real, logarithms_of_one_and_a_little_are_within_a_unit)
{
    static const struct range ranges[] = {{-0.999999, 0}, {-1e-3, 1e-3}, {-1e-12, 1e-12}, {0, 10}, {0, 1e300}};

    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        const double most = worst(real_log1p, log1pl, ranges[r]);
        cr_expect_lt(most, 0.7, "log1p from %g: %g units", ranges[r].low, most);
    }
    cr_expect_lt(worst(log1p_of_power, log1p_of_power_truth, (struct range){-1000, 1023}), 0.7);
}

Test(base_real, powers_are_within_a_unit)
{
    static const struct {
        struct range base, exponent;
    } cases[] = {
        {{0, 1}, {0, 1}},           {{0.5, 1.5}, {0, 200}},     {{0.9, 1.1}, {-5000, 5000}},
        {{1e-300, 1e300}, {-1, 1}}, {{0, 1e-307}, {-0.9, 0.9}}, {{1, 1.0000001}, {-1e9, 1e9}},
        {{0, 100}, {-100, 100}},
    };

    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        double most = 0;
        for (uint32_t i = 0; i < POINTS; i++) {
            const double base = uniform(cases[c].base, 2 * i), exponent = uniform(cases[c].exponent, 2 * i + 1);
            const long double truth = powl((long double)base, (long double)exponent);
            most = truth < (long double)DBL_MAX ? fmax(most, units_off(real_pow(base, exponent), truth)) : most;
        }
        cr_expect_lt(most, 0.7, "case %zu: %g units", c, most);
    }
}

Test(base_real, directions_are_within_two_units_of_the_larger)
{
    const long double turn_in_radians = 6.283185307179586476925286766559L;
    double most = 0, longest = 0;

    for (uint32_t i = 0; i < POINTS; i++) {
        const double turn = uniform((struct range){0, 1}, i);
        double x = 0, y = 0;
        real_direction(turn, &x, &y);
        most = fmax(most, fabs((double)((long double)x - cosl((long double)turn * turn_in_radians))));
        most = fmax(most, fabs((double)((long double)y - sinl((long double)turn * turn_in_radians))));
        longest = fmax(longest, fabs(x * x + y * y - 1));
    }
    cr_expect_lt(most, DBL_EPSILON, "%g", most);
    cr_expect_lt(longest, 4 * DBL_EPSILON, "%g", longest);
}

Test(base_real, quarters_of_a_turn_are_exact)
{
    static const double ends[][3] = {{0, 1, 0}, {0.25, 0, 1}, {0.5, -1, 0}, {0.75, 0, -1}, {1, 1, 0}};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        double x = 0, y = 0;
        real_direction(ends[i][0], &x, &y);
        cr_expect_eq(x, ends[i][1]);
        cr_expect_eq(y, ends[i][2]);
    }
}

Test(base_real, whole_powers_of_two_are_exact)
{
    for (int power = -1074; power < 1024; power++) {
        const double value = ldexp(1, power);
        cr_expect_eq(real_exp2(power), value, "2^%d", power);
        cr_expect_eq(real_log2(value), power, "log2 of 2^%d", power);
        cr_expect_eq(real_pow(2, power), value, "2 to the %d", power);
    }
    cr_expect_eq(real_pow(3, 20), 3486784401.0);
    cr_expect_eq(real_pow(0.25, 0.5), 0.5);
    cr_expect_eq(real_exp(0), 1);
    cr_expect_eq(real_log(1), 0);
    cr_expect_eq(real_log1p(0), 0);
}

Test(base_real, ends_of_the_range)
{
    const double infinity = (double)INFINITY;

    cr_expect_eq(real_exp(710), infinity);
    cr_expect_eq(real_exp(infinity), infinity);
    cr_expect_eq(real_exp(-746), 0);
    cr_expect_eq(real_exp(-infinity), 0);
    cr_expect_eq(real_exp2(1024), infinity);
    cr_expect_eq(real_exp2(-1076), 0);
    cr_expect_eq(real_exp2(-infinity), 0);
    cr_expect_eq(real_log(0), -infinity);
    cr_expect_eq(real_log(infinity), infinity);
    cr_expect_eq(real_log2(0), -infinity);
    cr_expect_eq(real_log1p(-1), -infinity);
    cr_expect_eq(real_log1p(infinity), infinity);
    cr_expect_eq(real_pow(0, 2), 0);
    cr_expect_eq(real_pow(0, -2), infinity);
    cr_expect_eq(real_pow(0, 0), 1);
    cr_expect_eq(real_pow(infinity, 2), infinity);
    cr_expect_eq(real_pow(infinity, -2), 0);
    cr_expect_eq(real_pow(10, 1000), infinity);
    cr_expect_eq(real_pow(10, -1000), 0);
    cr_expect_eq(real_pow(0.5, infinity), 0);
    cr_expect_eq(real_pow(1, (double)NAN), 1);
}

Test(base_real, no_number_in_no_number_out)
{
    const double none = (double)NAN;

    cr_expect(isnan(real_exp(none)) && isnan(real_exp2(none)) && isnan(real_log(none)) && isnan(real_log2(none)));
    cr_expect(isnan(real_log1p(none)) && isnan(real_pow(none, 2)) && isnan(real_pow(2, none)));
    cr_expect(isnan(real_log(-1)) && isnan(real_log2(-1)) && isnan(real_log1p(-2)) && isnan(real_pow(-2, 3)));
}

static uint64_t mixed_in(uint64_t sum, double value)
{
    uint64_t bits = 0;

    memcpy(&bits, &value, sizeof bits);
    return random_mix(sum ^ bits);
}

/* The bits are part of what a seed promises: a change of them is a change of results. */
Test(base_real, bits_are_those_of_every_machine)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < POINTS; i++) {
        const double unit = 1 - uniform((struct range){0, 1}, i);
        double x = 0, y = 0;
        real_direction(unit, &x, &y);
        sum = mixed_in(mixed_in(sum, x), y);
        sum = mixed_in(mixed_in(sum, real_exp(-20 * unit)), real_exp2(40 * unit - 20));
        sum = mixed_in(mixed_in(sum, real_log(100 * unit)), real_log2(unit));
        sum = mixed_in(mixed_in(sum, real_log1p(-0.999 * unit)), real_pow(unit, 3 * unit));
    }
    cr_expect_eq(sum, UINT64_C(0x613a091bd4b1bd06), "%llx", (unsigned long long)sum);
}
