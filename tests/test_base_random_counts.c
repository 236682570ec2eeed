/*
 * The distribution of random.h that counts, the geometric, against its probabilities and moments, from chances near 1
 * to the smallest; along one stream and by neighbouring keys. The chances of a false alarm are those of statistics.h:
 * 10^-6 for each verdict, of which there are 2 here.
 */
#include "base/random.h"

#include "random_forced.h"
#include "statistics.h"

#include <criterion/criterion.h>

enum { DRAWS = 1 << 18, CELLS = 128 };

static struct verdict verdict;
static double values[DRAWS];

static void draw_values(double probability, bool keyed, uint64_t stream)
{
    const struct random_key key = random_key_make(20080401, 4);
    struct random random = random_at(key, RANDOM_PURPOSE_SERVICE, stream, 0, 0);
    for (size_t i = 0; i < DRAWS; i++) {
        if (keyed) {
            random = random_at(key, RANDOM_PURPOSE_LENGTH_OF_STAY, i, 14000, (uint32_t)stream);
        }
        const int64_t value = random_geometric(&random, probability);
        cr_assert_geq(value, 0);
        values[i] = (double)value;
    }
}

static double chance_of_at_most(double failures, double probability)
{
    return failures < 0 ? 0 : -expm1((failures + 1) * log1p(-probability));
}

/* Chi-square of cells of equal width up to `high`, one number wide where that is enough, and the tail. */
static void add_probabilities(double probability, double high)
{
    const double width = fmax(1, ceil((high + 1) / (CELLS - 1)));
    uint32_t counts[CELLS] = {0};
    double probabilities[CELLS];
    for (size_t i = 0; i < DRAWS; i++) {
        const double cell = floor(values[i] / width);
        counts[cell > CELLS - 1 ? CELLS - 1 : (size_t)cell]++;
    }
    double below = 0;
    for (int i = 0; i < CELLS; i++) {
        const double next = i < CELLS - 1 ? chance_of_at_most(width * (i + 1) - 1, probability) : 1;
        probabilities[i] = next - below;
        below = next;
    }
    verdict_add(&verdict, chance_of_counts(counts, probabilities, CELLS), "geometric %g", probability);
}

Test(base_random_counts, geometric_has_the_right_probabilities)
{
    static const double chances[] = {0.9999, 0.999, 0.9, 0.75, 0.5, 0.3, 0.1, 0.02, 1e-3, 1e-5, 1e-9, 1e-12, 1e-15};
    verdict_init(&verdict);
    for (size_t i = 0; i < 2 * sizeof chances / sizeof chances[0]; i++) {
        const double p = chances[i / 2];
        const double q = 1 - p;
        draw_values(p, i % 2 == 1, 300 + i);
        add_probabilities(p, ceil(10 / p));
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
