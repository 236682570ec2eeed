/*
 * Draws of uncertain parameters against their distribution functions, by Kolmogorov and Smirnov, over grids of centres
 * and widths. The chance of a false alarm is that of statistics.h: 10^-6 for the one verdict of each kind, five in all.
 */
#include "scenario/distribution.h"

#include "statistics.h"

#include <criterion/criterion.h>

enum { DRAWS = 1 << 17 };

static struct verdict verdict;
static double values[DRAWS];
static double units[DRAWS];

/* Width of the central 95% of the standard normal, from the tail that it leaves on each side. */
static const double normal_width = 2 * 1.959963984540054;

typedef double (*at_most)(double x, const struct distribution *distribution);

static double normal_at_most(double x, const struct distribution *distribution)
{
    const double deviation = (distribution->high - distribution->low) / normal_width;
    return normal_upper((distribution->centre - x) / deviation);
}

static double lognormal_at_most(double x, const struct distribution *distribution)
{
    const double deviation = (log(distribution->high) - log(distribution->low)) / normal_width;
    return normal_upper((log(distribution->centre) - log(x)) / deviation);
}

static double uniform_at_most(double x, const struct distribution *distribution)
{
    return (x - distribution->low) / (distribution->high - distribution->low);
}

static double triangular_at_most(double x, const struct distribution *distribution)
{
    const double range = distribution->high - distribution->low;
    const double left = x - distribution->low;
    const double right = distribution->high - x;
    if (x < distribution->centre) {
        return left / range * left / (distribution->centre - distribution->low);
    }
    return distribution->high > distribution->centre
               ? 1 - right / range * right / (distribution->high - distribution->centre)
               : 1;
}

/* One draw from each of DRAWS replicates, as a scenario takes it for one path. */
static void draw_replicates(const struct distribution *distribution, uint64_t path)
{
    for (uint64_t replicate = 0; replicate < DRAWS; replicate++) {
        struct random random =
            random_at(random_key_make(2008, replicate), RANDOM_PURPOSE_PARAMETER, random_mix(path), 0, 0);
        values[replicate] = distribution_draw(distribution, &random);
    }
}

static void expect_distribution(const struct distribution *cases, size_t n, at_most function)
{
    verdict_init(&verdict);
    for (size_t i = 0; i < n; i++) {
        draw_replicates(&cases[i], i);
        double products = 0;
        for (size_t j = 0; j < DRAWS; j++) {
            units[j] = function(values[j], &cases[i]);
            cr_assert(units[j] >= 0 && units[j] <= 1, "%g of %g", units[j], values[j]);
            products += j > 0 ? (units[j] - 0.5) * (units[j - 1] - 0.5) : 0;
        }
        verdict_add(&verdict, chance_of_units(units, DRAWS), "case %zu: shape", i);
        verdict_add(&verdict, chance_of_deviate(products * 12 / sqrt(DRAWS)), "case %zu: next replicate", i);
    }
    expect_verdict(&verdict);
}

#define expect_cases(cases, function) expect_distribution(cases, sizeof(cases) / sizeof(cases)[0], function)

Test(scenario_distribution, normal)
{
    static const struct distribution cases[] = {
        {DISTRIBUTION_NORMAL, 10, 8, 12},
        {DISTRIBUTION_NORMAL, 0, -1e-9, 3e-9}, /* only the width counts */
        {DISTRIBUTION_NORMAL, -5e6, -8e6, -4e6},
    };
    expect_cases(cases, normal_at_most);
}

Test(scenario_distribution, lognormal)
{
    static const struct distribution cases[] = {
        {DISTRIBUTION_LOGNORMAL, 4, 2, 8},
        {DISTRIBUTION_LOGNORMAL, 1e-6, 0.9e-6, 1.2e-6},
        {DISTRIBUTION_LOGNORMAL, 1e6, 1, 1e12},
    };
    expect_cases(cases, lognormal_at_most);
}

Test(scenario_distribution, uniform)
{
    static const struct distribution cases[] = {
        {DISTRIBUTION_UNIFORM, 3, 2, 5}, {DISTRIBUTION_UNIFORM, 0, -1e-9, 1e-9}, {DISTRIBUTION_UNIFORM, 1e9, 0, 1e9}};
    expect_cases(cases, uniform_at_most);
}

Test(scenario_distribution, triangular)
{
    static const struct distribution cases[] = {
        {DISTRIBUTION_TRIANGULAR, 3, 2, 7},
        {DISTRIBUTION_TRIANGULAR, 2, 2, 7},
        {DISTRIBUTION_TRIANGULAR, 7, 2, 7},
        {DISTRIBUTION_TRIANGULAR, -1e-3, -1, 1},
    };
    expect_cases(cases, triangular_at_most);
}

Test(scenario_distribution, parameters_of_one_replicate_are_independent)
{
    /* The path of a parameter is the entity of the key: two parameters of the same replicates. */
    static double other[DRAWS];
    const struct distribution uniform = {DISTRIBUTION_UNIFORM, 0, -0.5, 0.5};
    verdict_init(&verdict);
    draw_replicates(&uniform, 1);
    for (size_t i = 0; i < DRAWS; i++) {
        other[i] = values[i];
    }
    for (uint64_t path = 2; path < 10; path++) {
        double products = 0;
        draw_replicates(&uniform, path);
        for (size_t i = 0; i < DRAWS; i++) {
            products += values[i] * other[i];
        }
        verdict_add(&verdict, chance_of_deviate(products * 12 / sqrt(DRAWS)), "path %d", (int)path);
    }
    expect_verdict(&verdict);
}
