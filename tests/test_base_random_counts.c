/*
 * The distribution of random.h that counts, the geometric, against its probabilities and moments, from means
 * near 0 to the largest; along one stream and by neighbouring keys. The chances of a false alarm are those of
 * statistics.h: 10^-6 for each verdict, of which there are 2 here.
 */
#include "base/random.h"

#include "random_forced.h"
#include "statistics.h"

#include <criterion/criterion.h>

enum { DRAWS = 1 << 18, CELLS = 128 };

static struct verdict verdict;
static double values[DRAWS];

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

static void add_moments(const char *name, double parameter, size_t n, double mean, double variance, double fourth)
{
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i] - mean;
        squares += (values[i] - mean) * (values[i] - mean);
    }
    const double size = (double)n;
    verdict_add(&verdict, chance_of_deviate(sum / sqrt(variance * size)), "%s %g: mean", name, parameter);
    verdict_add(&verdict, chance_of_deviate((squares - variance * size) / sqrt((fourth - variance * variance) * size)),
                "%s %g: variance", name, parameter);
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
            add_moments("geometric", p, DRAWS, 1, variance, variance * variance * (9 + p * p / q));
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
