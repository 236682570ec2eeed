/* The chances of tests/statistics.h against known values, and what the battery of random_battery.h finds. */
#include "statistics.h"

#include "base/random.h"
#include "random_battery.h"

#include <criterion/criterion.h>

/* Relative to the value. */
static void expect_close(double value, double known, double tolerance, const char *name, double x)
{
    cr_expect_leq(fabs(value - known), tolerance * known, "%s at %g: %.17g, known %.17g", name, x, value, known);
}

Test(statistics, normal_tail)
{
    expect_close(normal_upper(0), 0.5, 1e-14, "normal", 0);
    expect_close(normal_upper(1), 0.15865525393145705, 1e-14, "normal", 1);
    expect_close(normal_upper(-2), 0.97724986805182079, 1e-14, "normal", -2);
    expect_close(normal_upper(4.5), 3.3976731247300604e-6, 1e-13, "normal", 4.5);
    expect_close(normal_upper(8), 6.2209605742717841e-16, 1e-13, "normal", 8);
}

/* Computed with 40 digits by numerical integration. */
struct gamma_case {
    double shape, x, upper, lower;
};

Test(statistics, incomplete_gamma)
{
    static const struct gamma_case cases[] = {
        {0.5, 0.1, 0.65472084601857702, 0.34527915398142298},
        {0.05, 1e-3, 0.27282077094707735, 0.72717922905292265},
        {1, 2, 0.13533528323661269, 0.86466471676338731},
        {2.5, 7, 0.015609416100266915, 0.98439058389973309},
        {10, 3, 0.99889751186988452, 0.0011024881301154797},
        {100, 130, 0.0027504083673065263, 0.99724959163269347},
        {127.5, 150, 0.02772752205390483, 0.97227247794609517},
        {5000, 5300, 1.5545115785517565e-5, 0.99998445488421448},
        {99999, 100500, 0.05674212769125131, 0.94325787230874869},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_close(gamma_upper(cases[i].shape, cases[i].x), cases[i].upper, 1e-11, "upper gamma", cases[i].shape);
        expect_close(gamma_lower(cases[i].shape, cases[i].x), cases[i].lower, 1e-11, "lower gamma", cases[i].shape);
    }
    cr_expect_eq(gamma_upper(3, 0), 1);
    cr_expect_eq(gamma_lower(3, 0), 0);
}

Test(statistics, incomplete_gamma_of_large_shapes)
{
    static const struct gamma_case cases[] = {
        {2e5, 198211.14561800016, 0.99996979997118343, 0},
        {2e5, 202236.0679774998, 3.1427609983027023e-7, 0},
        {1e6, 1e6, 0.49986701923912741, 0},
        {1e6, 1002000, 0.022804095898769863, 0},
        {1e6, 997000, 0.9986618958326864, 0},
        {1e9, 1000015811.3883009, 0.30853475540642732, 0},
        {1e9, 1000126491.1064067, 3.1692407291339278e-5, 0},
        {1e12, 999999000000, 0.84134474606858328, 0},
        {1e15, 1000000031622776.6, 0.15865525375304639, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_close(gamma_upper(cases[i].shape, cases[i].x), cases[i].upper, 1e-8, "upper gamma", cases[i].shape);
        expect_close(gamma_lower(cases[i].shape, cases[i].x), 1 - cases[i].upper, 1e-7, "lower gamma", cases[i].x);
    }
}

Test(statistics, incomplete_gamma_does_not_jump_between_methods)
{
    for (double z = -5; z <= 5; z += 0.25) {
        const double shape = 1e5;
        const double x = shape + z * sqrt(shape);
        const double fraction = x < shape + 1 ? 1 - gamma_lower_by_series(shape, x) : gamma_upper_by_fraction(shape, x);
        expect_close(gamma_upper_by_expansion(shape, x), fraction, 1e-9, "expansion", z);
    }
    for (double x = 90; x <= 110; x += 0.5) {
        expect_close(gamma_upper_by_fraction(100, x), 1 - gamma_lower_by_series(100, x), 1e-11, "fraction", x);
    }
}

Test(statistics, chi_square_and_poisson)
{
    /* Tables: the upper 5%, 1% and 0.1% points. */
    expect_close(chi_square_upper(3.841458820694124, 1), 0.05, 1e-12, "chi-square", 1);
    expect_close(chi_square_upper(23.209251158954356, 10), 0.01, 1e-12, "chi-square", 10);
    expect_close(chi_square_upper(330.51973912634526, 255), 0.001, 1e-6, "chi-square", 255);
    /* By adding up exp(-4) 4^k / k!. */
    expect_close(poisson_at_most(0, 4), exp(-4.0), 1e-12, "Poisson", 0);
    expect_close(poisson_at_most(2, 4), 13 * exp(-4.0), 1e-12, "Poisson", 2);
    expect_close(poisson_at_least(3, 4), 1 - 13 * exp(-4.0), 1e-12, "Poisson", 3);
    cr_expect_eq(poisson_at_least(0, 4), 1);
}

Test(statistics, kolmogorov_tail)
{
    /* Of the limit law, which the correction must approach as n grows. */
    static const double known[][2] = {{0.5, 0.96394524366487509},
                                      {0.99, 0.28087383922554891},
                                      {1.01, 0.25943416909359745},
                                      {1.358, 0.050026797334447014},
                                      {2.7, 9.3114314315661734e-7}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const double n = 1e20;
        expect_close(kolmogorov_upper(known[i][0] / sqrt(n), n), known[i][1], 1e-8, "Kolmogorov", known[i][0]);
    }
    /* Exact for 20 values: 5% above 0.29408 (L. H. Miller, 1956). */
    expect_close(kolmogorov_upper(0.29408, 20), 0.05, 0.02, "Kolmogorov", 20);
}

Test(statistics, chances_of_counts_and_units_are_those_worked_out_by_hand)
{
    static const uint32_t even[] = {8, 12, 11, 9}; /* chi-square 1 with 3 degrees: upper tail 0.80125 */
    expect_close(chance_of_even_counts(even, 4), 2 * (1 - 0.8012519569012009), 1e-9, "even counts", 4);
    static const uint32_t counts[] = {60, 30, 4, 6}; /* last two pooled: 100 / 50, 0, 400 / 20 ... */
    static const double probabilities[] = {0.5, 0.3, 0.05, 0.15};
    expect_close(chance_of_counts(counts, probabilities, 4), 2 * exp(-(100.0 / 50 + 100.0 / 20) / 2), 1e-9, "counts",
                 4);
    static const double units[] = {0.1, 0.2, 0.25, 0.3};
    expect_close(chance_of_units(units, 4), kolmogorov_upper(0.7, 4), 1e-3, "units", 4);
    expect_close(chance_of_deviate(1.959963984540054), 0.05, 1e-12, "deviate", 2);
    expect_close(chance_of_poisson(2, 4), 26 * exp(-4.0), 1e-12, "Poisson", 2);
}

Test(statistics, a_verdict_allows_for_the_number_of_comparisons)
{
    static struct verdict verdict;
    verdict_init(&verdict);
    verdict_add(&verdict, 0.3, "first");
    verdict_add(&verdict, 1e-5, "second %d", 2);
    verdict_add(&verdict, 0.9, "third");
    cr_expect_float_eq(verdict_chance(&verdict), 3e-5, 1e-15);
    cr_expect_str_eq(verdict.where, "second 2");
    verdict_add(&verdict, (double)NAN, "no number");
    cr_expect_eq(verdict_chance(&verdict), 0);
}

/* --- the battery ------------------------------------------------------------------------------------------------- */

static uint32_t words[BATTERY_WORDS];
static struct verdict verdict;

/* A right generator that has nothing in common with those of the model: xoshiro128++ of D. Blackman and S. Vigna. */
static uint32_t xoshiro(uint32_t s[4])
{
    const uint32_t sum = s[0] + s[3];
    const uint32_t result = (sum << 7 | sum >> 25) + s[0];
    const uint32_t t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = s[3] << 11 | s[3] >> 21;
    return result;
}

Test(statistics, the_chances_of_the_battery_are_even_for_a_right_generator)
{
    uint32_t state[4] = {0x9e3779b9, 0x7f4a7c15, 0xbf58476d, 0x1ce4e5b9};
    verdict_init(&verdict);
    for (int round = 0; round < 10; round++) {
        for (size_t i = 0; i < BATTERY_WORDS; i++) {
            words[i] = xoshiro(state);
        }
        battery_run(&verdict, words, BATTERY_WORDS, "xoshiro128++");
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

Test(statistics, joint_events_of_a_right_generator_are_spread_as_they_should_be)
{
    enum { ROWS = 128, LONG = 128, ROUNDS = 10 };
    static uint64_t events[ROWS * LONG];
    uint32_t state[4] = {0x9e3779b9, 0x7f4a7c15, 0xbf58476d, 0x1ce4e5b9};
    verdict_init(&verdict);
    for (int round = 0; round < ROUNDS; round++) {
        memset(events, 0, sizeof events);
        for (size_t i = 0; i < (size_t)ROWS * LONG * 64; i++) {
            events[i / 64] |= (uint64_t)(xoshiro(state) < UINT32_C(1) << 28) << i % 64;
        }
        battery_joint_events(&verdict, events, ROWS, LONG, "xoshiro128++");
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), 1e-3);
    memcpy(events, events + LONG, LONG * sizeof events[0]);
    verdict_init(&verdict);
    battery_joint_events(&verdict, events, ROWS, LONG, "two rows alike of 128");
    cr_expect_lt(verdict_chance(&verdict), STATISTICS_FALSE_ALARM);
}

static void expect_failure(const char *name)
{
    verdict_init(&verdict);
    battery_run(&verdict, words, BATTERY_WORDS, name);
    cr_expect_lt(verdict_chance(&verdict), STATISTICS_FALSE_ALARM, "%s passes", name);
}

Test(statistics, the_battery_finds_first_draws_of_consecutive_states)
{
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        struct random random = {.state = random_mix(1) + i, .increment = 1};
        words[i] = random_u32(&random);
    }
    expect_failure("consecutive states");
}

Test(statistics, the_battery_finds_first_draws_of_consecutive_increments)
{
    /* The first draw does not see the increment, the second does. */
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        struct random random = {.state = random_mix(1), .increment = 2 * i + 1};
        random_u32(&random);
        words[i] = random_u32(&random);
    }
    expect_failure("consecutive increments");
}

Test(statistics, the_battery_finds_a_linear_congruential_generator)
{
    uint32_t state = 1;
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        state = state * 1664525 + 1013904223;
        words[i] = state;
    }
    expect_failure("linear congruential, low bits");
    uint64_t large = 1;
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        large = large * UINT64_C(25214903917) + 11;
        words[i] = (uint32_t)((large & ((UINT64_C(1) << 36) - 1)) >> 4);
    }
    expect_failure("linear congruential of 36 bits");
}

Test(statistics, the_battery_finds_a_counter_hashed_too_little)
{
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        uint32_t word = i * UINT32_C(0xed5ad4bb);
        word = (word ^ word >> 15) * UINT32_C(0x31848bab);
        words[i] = word;
    }
    expect_failure("counter hashed once");
}

Test(statistics, the_battery_finds_a_faint_echo)
{
    uint32_t state[4] = {1, 2, 3, 4};
    for (uint32_t i = 0; i < BATTERY_WORDS; i++) {
        words[i] = xoshiro(state);
        if (i >= 7 && xoshiro(state) < UINT32_C(1) << 26) {
            words[i] = words[i - 7]; /* 1 in 64 is the word seven before */
        }
    }
    expect_failure("echo");
}
