/* Parameters that are distributions: one draw a replicate, the same each time, as wide as they say. */
#include "scenario/distribution.h"
#include "scenario_small.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#define DRAWS 20000

/* The mean of n draws leaves a band of 4.5 standard errors once in 150,000 fixed seeds; the width likewise. */
#define STANDARD_ERRORS 4.5

static const char draw_text[] = SMALL_TEXT
    "parameter_values: draw\n"
    "growth: {value: 0.1, low: 0.0, high: 0.2, distribution: normal}\n"
    "providers:\n"
    "  a: {beds: {value: 300, low: 100, high: 600, distribution: triangular}, stay_days: {value: 5, low: 4, high: 6}}\n"
    "  b: {beds: {value: 300, low: 100, high: 600, distribution: triangular}}\n";

static void load(struct scenario *scenario, struct small *small, const char *text, uint64_t replicate, uint64_t seed)
{
    const struct scenario_settings settings = {
        .path = "small.yaml", .text = text, .replicate = replicate, .has_seed = true, .seed = seed};
    cr_assert_eq(scenario_load(scenario, &small_section, small, &settings), STATUS_OK, "%s", status_message());
}

Test(scenario_draw, the_same_replicate_draws_the_same)
{
    struct scenario a;
    struct scenario b;
    struct small x;
    struct small y;
    load(&a, &x, draw_text, 3, 1);
    load(&b, &y, draw_text, 3, 1);
    cr_assert_eq(x.growth, y.growth);
    cr_assert_eq(a.hash, b.hash);
    cr_assert_eq(ITEMS(small_provider, x.providers)[0].beds, ITEMS(small_provider, y.providers)[0].beds);
    scenario_free(&a);
    scenario_free(&b);
}

Test(scenario_draw, another_replicate_seed_or_path_draws_another_value)
{
    struct scenario scenario;
    struct small base;
    struct small other;
    load(&scenario, &base, draw_text, 3, 1);
    const double growth = base.growth;
    const struct small_provider *providers = ITEMS(small_provider, base.providers);
    cr_assert_neq(providers[0].beds, providers[1].beds);
    scenario_free(&scenario);
    load(&scenario, &other, draw_text, 4, 1);
    cr_assert_neq(other.growth, growth);
    scenario_free(&scenario);
    load(&scenario, &other, draw_text, 3, 2);
    cr_assert_neq(other.growth, growth);
    scenario_free(&scenario);
}

Test(scenario_draw, only_a_distribution_is_drawn)
{
    struct scenario scenario;
    struct small small;
    load(&scenario, &small, draw_text, 3, 1);
    cr_assert_eq(ITEMS(small_provider, small.providers)[0].stay_days, 5.0, "low and high alone");
    cr_assert_eq(small.population.size, 5000);
    const struct scenario_parameter *growth = small_find(&scenario, "growth");
    cr_assert_str_eq(growth->centre, "0.1");
    cr_assert_str_neq(growth->value, "0.1");
    double value = 0.0;
    cr_assert_eq(text_parse_real(growth->value, &value), STATUS_OK);
    cr_assert_eq(value, small.growth);
    scenario_free(&scenario);
}

Test(scenario_draw, centre_draws_nothing)
{
    static const char *const sets[] = {"parameter_values=centre"};
    struct scenario scenario;
    struct small small;
    const struct scenario_settings settings = {
        .path = "small.yaml", .text = draw_text, .replicate = 3, .sets = sets, .set_count = 1};
    cr_assert_eq(scenario_load(&scenario, &small_section, &small, &settings), STATUS_OK);
    cr_assert_eq(small.growth, 0.1);
    cr_assert_eq(ITEMS(small_provider, small.providers)[0].beds, 300);
    scenario_free(&scenario);
}

Test(scenario_draw, the_resolved_text_draws_the_same_again)
{
    struct scenario first;
    struct scenario second;
    struct small x;
    struct small y;
    load(&first, &x, draw_text, 5, 9);
    load(&second, &y, first.resolved, 5, 9);
    cr_assert_eq(x.growth, y.growth);
    cr_assert_eq(first.hash, second.hash);
    scenario_free(&first);
    scenario_free(&second);
}

Test(scenario_draw, a_draw_stays_in_the_range_of_the_parameter)
{
    struct small small;
    size_t at_end = 0;
    for (uint64_t replicate = 0; replicate < 200; replicate++) {
        struct scenario scenario;
        load(&scenario, &small,
             SMALL_TEXT "parameter_values: draw\n"
                        "growth: {value: 0.9, low: -0.9, high: 1.0, distribution: normal}\n",
             replicate, 1);
        cr_assert(small.growth >= -1.0 && small.growth <= 1.0);
        at_end += small.growth >= 1.0;
        scenario_free(&scenario);
    }
    cr_assert_gt(at_end, 40);
}

Test(scenario_draw, replicates_follow_the_distribution)
{
    /* Through the whole of scenario_load: 400 replicates of a normal with mean 0.1 and standard deviation 0.2 / 3.92.
     */
    const double deviation = 0.2 / 3.919927969080108;
    double sum = 0.0;
    double squares = 0.0;
    const int n = 400;
    for (int replicate = 0; replicate < n; replicate++) {
        struct scenario scenario;
        struct small small;
        load(&scenario, &small, draw_text, (uint64_t)replicate, 1);
        sum += small.growth;
        squares += (small.growth - 0.1) * (small.growth - 0.1);
        scenario_free(&scenario);
    }
    cr_assert_float_eq(sum / n, 0.1, STANDARD_ERRORS * deviation / sqrt(n));
    cr_assert_float_eq(sqrt(squares / n), deviation, STANDARD_ERRORS * deviation / sqrt(2.0 * n));
}

struct moments {
    double mean, deviation, below_low, above_high;
};

static struct moments draw_many(struct distribution distribution, bool logarithm)
{
    struct moments m = {0};
    double sum = 0.0;
    double squares = 0.0;
    const struct random_key key = random_key_make(1, 0);
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct random random = random_at(key, RANDOM_PURPOSE_PARAMETER, i, 0, 0);
        const double value = distribution_draw(&distribution, &random);
        const double x = logarithm ? log(value) : value;
        m.below_low += value < distribution.low;
        m.above_high += value > distribution.high;
        sum += x;
        squares += x * x;
    }
    m.mean = sum / DRAWS;
    m.deviation = sqrt(squares / DRAWS - m.mean * m.mean);
    m.below_low /= DRAWS;
    m.above_high /= DRAWS;
    return m;
}

static void expect_moments(struct moments m, double mean, double deviation, double tail)
{
    const double share_error = STANDARD_ERRORS * sqrt(tail * (1.0 - tail) / DRAWS);
    cr_expect_float_eq(m.mean, mean, STANDARD_ERRORS * deviation / sqrt(DRAWS));
    cr_expect_float_eq(m.deviation, deviation, STANDARD_ERRORS * deviation / sqrt(2.0 * DRAWS));
    cr_expect_float_eq(m.below_low, tail, share_error + 1e-12);
    cr_expect_float_eq(m.above_high, tail, share_error + 1e-12);
}

Test(scenario_draw, normal_has_its_interval)
{
    const struct distribution distribution = {DISTRIBUTION_NORMAL, 10.0, 8.0, 12.0};
    expect_moments(draw_many(distribution, false), 10.0, 4.0 / 3.919927969080108, 0.025);
}

Test(scenario_draw, lognormal_has_its_interval)
{
    const struct distribution distribution = {DISTRIBUTION_LOGNORMAL, 4.0, 2.0, 8.0};
    expect_moments(draw_many(distribution, true), log(4.0), log(4.0) / 3.919927969080108, 0.025);
}

Test(scenario_draw, uniform_has_its_ends)
{
    const struct distribution distribution = {DISTRIBUTION_UNIFORM, 3.0, 2.0, 5.0};
    expect_moments(draw_many(distribution, false), 3.5, 3.0 / sqrt(12.0), 0.0);
}

Test(scenario_draw, triangular_has_its_mode)
{
    const struct distribution distribution = {DISTRIBUTION_TRIANGULAR, 3.0, 2.0, 7.0};
    const double a = 2.0;
    const double b = 7.0;
    const double c = 3.0;
    const double variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0;
    expect_moments(draw_many(distribution, false), (a + b + c) / 3.0, sqrt(variance), 0.0);
}

Test(scenario_draw, no_width_gives_the_centre)
{
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_PARAMETER, 0, 0, 0);
    const struct distribution distribution = {DISTRIBUTION_LOGNORMAL, 4.0, 4.0, 4.0};
    cr_assert_eq(distribution_draw(&distribution, &random), 4.0);
}
