/*
 * The distributions of random.h against their moments and their distribution functions, over grids of parameters that
 * reach to the extremes; each along one stream and, as the model draws, one draw from each of many neighbouring keys.
 * The chances of a false alarm are those of statistics.h: 10^-6 for each verdict, of which there are 4 here.
 */
#include "base/random.h"

#include "random_forced.h"
#include "statistics.h"

#include <criterion/criterion.h>

enum { DRAWS = 1 << 17, MANY = 1 << 20 };

static struct verdict verdict;
static double values[MANY];
static double units[MANY];

static struct random generator(uint64_t entity)
{
    return random_at(random_key_make(20080401, 2), RANDOM_PURPOSE_SERVICE, entity, 0, 0);
}

/* A distribution with up to three parameters, as a number and as the chance of at most x. */
struct continuous {
    double (*draw)(struct random *self, const double *p);
    double (*at_most)(double x, const double *p);
};

/* Draws of one stream, or the first draws of neighbouring keys. */
static void draw_values(const struct continuous *self, const double *p, bool keyed, size_t n)
{
    static uint64_t stream = 1;
    const struct random_key key = random_key_make(20080401, 3);
    stream++;
    struct random random = generator(stream);
    for (size_t i = 0; i < n; i++) {
        if (keyed) {
            random = random_at(key, RANDOM_PURPOSE_LENGTH_OF_STAY, i, 14000, (uint32_t)stream);
        }
        values[i] = self->draw(&random, p);
    }
}

/* Evenness of the chances of at most x, and correlation of one with the next. */
static void add_shape(const struct continuous *self, const double *p, const char *name, size_t n)
{
    double products = 0;
    for (size_t i = 0; i < n; i++) {
        units[i] = self->at_most(values[i], p);
        cr_assert(units[i] >= 0 && units[i] <= 1, "%s: %g of %g", name, units[i], values[i]);
        products += i > 0 ? (units[i] - 0.5) * (units[i - 1] - 0.5) : 0;
    }
    verdict_add(&verdict, chance_of_units(units, n), "%s %g %g %g: shape", name, p[0], p[1], p[2]);
    verdict_add(&verdict, chance_of_deviate(products * 12 / sqrt((double)n)), "%s %g %g %g: correlation", name, p[0],
                p[1], p[2]);
}

/* --- exponential ------------------------------------------------------------------------------------------------- */

static double draw_exponential(struct random *self, const double *p)
{
    return random_exponential(self, p[0]);
}

static double exponential_at_most(double x, const double *p)
{
    return -expm1(-p[0] * x);
}

static const struct continuous exponential = {draw_exponential, exponential_at_most};

Test(base_random_distributions, exponential)
{
    static const double rates[][3] = {{1e-300}, {1e-6}, {0.25}, {1}, {365.25}, {1e300}};
    verdict_init(&verdict);
    for (size_t i = 0; i < 12; i++) {
        const double *p = rates[i / 2];
        draw_values(&exponential, p, i % 2 == 1, MANY / 2);
        add_shape(&exponential, p, "exponential", MANY / 2);
        for (size_t j = 0; j < MANY / 2; j++) {
            values[j] *= p[0];
        }
        verdict_add_moments(&verdict, "exponential", values, MANY / 2, 1, 1, 9);
    }
    expect_verdict(&verdict);
}

Test(base_random_distributions, exponential_at_the_ends_of_the_unit)
{
    struct random self = random_forced(0, 0);
    cr_expect_eq(random_exponential(&self, 2), 0);
    self = random_forced(UINT32_MAX, UINT32_MAX);
    cr_expect_float_eq(random_exponential(&self, 2), 53 * log(2) / 2, 1e-12);
}

/* --- normal and lognormal ---------------------------------------------------------------------------------------- */

static double draw_normal(struct random *self, const double *p)
{
    (void)p;
    return random_normal(self);
}

static double normal_at_most(double x, const double *p)
{
    (void)p;
    return normal_upper(-x);
}

static const struct continuous normal = {draw_normal, normal_at_most};

/* How many are beyond each of some limits, on both sides. */
static void add_normal_tails(size_t n)
{
    for (double limit = 2; limit <= 5; limit += 0.5) {
        double below = 0;
        double above = 0;
        for (size_t i = 0; i < n; i++) {
            below += values[i] < -limit;
            above += values[i] > limit;
        }
        const double mean = (double)n * normal_upper(limit);
        verdict_add(&verdict, chance_of_poisson(below, mean), "below -%g", limit);
        verdict_add(&verdict, chance_of_poisson(above, mean), "above %g", limit);
    }
}

Test(base_random_distributions, normal)
{
    static const double none[3] = {0};
    verdict_init(&verdict);
    for (int i = 0; i < 4; i++) {
        draw_values(&normal, none, i % 2 == 1, MANY);
        verdict_add_moments(&verdict, "normal", values, MANY, 0, 1, 3);
        add_normal_tails(MANY);
        add_shape(&normal, none, "normal", MANY);
        for (size_t j = 0; j < MANY; j++) {
            values[j] = pow(values[j], 3);
        }
        verdict_add_moments(&verdict, "cube of a normal", values, MANY, 0, 15, 10395);
    }
    expect_verdict(&verdict);
}

static double draw_lognormal(struct random *self, const double *p)
{
    return random_lognormal(self, p[0], p[1]);
}

static double lognormal_at_most(double x, const double *p)
{
    return normal_upper((p[0] - log(x)) / p[1]);
}

static const struct continuous lognormal = {draw_lognormal, lognormal_at_most};

Test(base_random_distributions, lognormal)
{
    static const double parameters[][3] = {{0, 1}, {1.5, 0.8}, {-3, 0.01}, {0, 1e-6}, {5, 4}, {-500, 30}, {500, 30}};
    verdict_init(&verdict);
    for (size_t i = 0; i < 14; i++) {
        const double *p = parameters[i / 2];
        draw_values(&lognormal, p, i % 2 == 1, DRAWS);
        add_shape(&lognormal, p, "lognormal", DRAWS);
        const double spread = exp(p[1] * p[1]);
        const double square = spread * spread;
        if (p[1] < 0.5) { /* with wider ones the variance of a sample is not nearly normal */
            const double variance = exp(2 * p[0]) * spread * expm1(p[1] * p[1]);
            const double excess = square * square + 2 * square * spread + 3 * square - 6;
            verdict_add_moments(&verdict, "lognormal", values, DRAWS, exp(p[0]) * sqrt(spread), variance,
                                variance * variance * (3 + excess));
        }
        for (size_t j = 0; j < DRAWS; j++) {
            values[j] = (log(values[j]) - p[0]) / p[1];
        }
        verdict_add_moments(&verdict, "logarithm of a lognormal", values, DRAWS, 0, 1, 3);
    }
    expect_verdict(&verdict);
    struct random self = generator(2);
    cr_expect_eq(random_lognormal(&self, 0, 0), 1);
}

/* --- triangular -------------------------------------------------------------------------------------------------- */

static double draw_triangular(struct random *self, const double *p)
{
    return random_triangular(self, p[0], p[1], p[2]);
}

static double triangular_at_most(double x, const double *p)
{
    const double range = p[2] - p[0];
    return x < p[1] ? (x - p[0]) / range * (x - p[0]) / (p[1] - p[0])
                    : 1 - (p[2] - x) / range * (p[2] - x) / (p[2] == p[1] ? 1 : p[2] - p[1]);
}

static const struct continuous triangular = {draw_triangular, triangular_at_most};

Test(base_random_distributions, triangular)
{
    static const double parameters[][3] = {{2, 3, 7},
                                           {0, 0, 1},
                                           {0, 1, 1},
                                           {-1, 0, 1},
                                           {0, 1e-6, 1},
                                           {0, 1 - 1e-6, 1},
                                           {-5e5, -4e5, -1e5},
                                           {0, 3e-101, 1e-100},
                                           {1e150, 2e150, 4e150},
                                           {1000, 1000.001, 1000.002}};
    verdict_init(&verdict);
    for (size_t i = 0; i < 2 * sizeof parameters / sizeof parameters[0]; i++) {
        const double *p = parameters[i / 2];
        draw_values(&triangular, p, i % 2 == 1, MANY / 4);
        for (size_t j = 0; j < MANY / 4; j++) {
            cr_assert(values[j] >= p[0] && values[j] <= p[2]);
        }
        add_shape(&triangular, p, "triangular", MANY / 4);
        const double scale = p[2] - p[0];
        for (size_t j = 0; j < MANY / 4; j++) {
            values[j] = (values[j] - p[0]) / scale;
        }
        const double mode = (p[1] - p[0]) / scale;
        const double variance = (1 + mode * mode - mode) / 18;
        verdict_add_moments(&verdict, "triangular", values, MANY / 4, (1 + mode) / 3, variance,
                            2.4 * variance * variance);
    }
    expect_verdict(&verdict);
}

Test(base_random_distributions, triangular_at_its_ends)
{
    struct random self = generator(4);
    cr_expect_eq(random_triangular(&self, 4, 4, 4), 4);
    self = random_forced(0, 0);
    cr_expect_eq(random_triangular(&self, 2, 3, 7), 2);
    self = random_forced(0, 0);
    cr_expect_eq(random_triangular(&self, 2, 2, 7), 2);
    self = random_forced(UINT32_MAX, UINT32_MAX);
    cr_expect_float_eq(random_triangular(&self, 2, 3, 7), 7, 1e-7);
}
