/*
 * Uniform draws: bits, units, whole numbers below n, yes or no. Draws are forced to chosen values where an exact answer
 * can be had. The chances of a false alarm are those of statistics.h: 10^-6 for each verdict, of which there are 6
 * here.
 */
#include "base/random.h"

#include "random_battery.h"
#include "random_forced.h"
#include "statistics.h"

#include <criterion/criterion.h>

enum { DRAWS = 1 << 20 };

static struct verdict verdict;
static double units[DRAWS];

static struct random generator(uint64_t entity)
{
    return random_at(random_key_make(20080401, 1), RANDOM_PURPOSE_SERVICE, entity, 0, 0);
}

Test(base_random, a_copy_is_the_same_stream)
{
    struct random one = generator(1);
    struct random other = one;
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(random_u32(&one), random_u32(&other));
    }
}

Test(base_random, forced_draws_are_what_they_should_be)
{
    static const uint32_t values[] = {0, 1, 2, 0x7fffffff, 0x80000000, 0xdeadbeef, UINT32_MAX - 1, UINT32_MAX};
    for (int i = 0; i < 64; i++) {
        struct random self = random_forced(values[i / 8], values[i % 8]);
        cr_expect_eq(random_u32(&self), values[i / 8]);
        cr_expect_eq(random_u32(&self), values[i % 8]);
        cr_expect_eq(self.increment & 1, 1);
    }
}

Test(base_random, u64_is_two_steps_with_the_first_above)
{
    struct random self = random_forced(0x01234567, 0x89abcdef);
    cr_expect_eq(random_u64(&self), UINT64_C(0x0123456789abcdef));
}

Test(base_random, one_stream_passes_the_battery)
{
    static uint32_t words[BATTERY_WORDS];
    verdict_init(&verdict);
    for (uint64_t stream = 0; stream < 4; stream++) {
        struct random self = generator(100 + stream);
        for (size_t i = 0; i < BATTERY_WORDS; i++) {
            words[i] = random_u32(&self);
        }
        battery_run(&verdict, words, BATTERY_WORDS, "one stream");
    }
    expect_verdict(&verdict);
    cr_expect_gt(verdict_spread_chance(&verdict), STATISTICS_FALSE_ALARM);
}

/* Mean and variance of uniform draws, evenness, correlation of neighbours. */
static void add_uniform(const char *name)
{
    double sum = 0;
    double squares = 0;
    double products = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        const double excess = units[i] - 0.5;
        sum += excess;
        squares += excess * excess;
        products += i > 0 ? excess * (units[i - 1] - 0.5) : 0;
    }
    verdict_add(&verdict, chance_of_deviate(sum / sqrt(DRAWS / 12.0)), "%s: mean", name);
    verdict_add(&verdict, chance_of_deviate((squares - DRAWS / 12.0) / sqrt(DRAWS / 180.0)), "%s: variance", name);
    verdict_add(&verdict, chance_of_deviate(products * 12 / sqrt(DRAWS)), "%s: correlation", name);
    verdict_add(&verdict, chance_of_units(units, DRAWS), "%s: evenness", name);
}

Test(base_random, units_are_uniform)
{
    verdict_init(&verdict);
    struct random self = generator(3);
    for (int i = 0; i < DRAWS; i++) {
        units[i] = random_unit(&self);
    }
    add_uniform("unit");
    for (int i = 0; i < DRAWS; i++) { /* what the first 26 bits leave */
        units[i] = ldexp(units[i], 26) - floor(ldexp(units[i], 26));
    }
    add_uniform("lower bits of a unit");
    expect_verdict(&verdict);
}

Test(base_random, units_are_all_multiples_from_zero_to_just_below_one)
{
    struct random self = random_forced(UINT32_MAX, UINT32_MAX);
    cr_expect_eq(random_unit(&self), 1 - 0x1p-53);
    self = random_forced(0, (1 << 11) - 1);
    cr_expect_eq(random_unit(&self), 0);
    self = random_forced(0, 1 << 11);
    cr_expect_eq(random_unit(&self), 0x1p-53);
    self = random_forced(0x80000000, 0);
    cr_expect_eq(random_unit(&self), 0.5);
}

/* --- below ------------------------------------------------------------------------------------------------------- */

static const uint32_t sizes[] = {1,
                                 2,
                                 3,
                                 5,
                                 6,
                                 7,
                                 10,
                                 16,
                                 100,
                                 365,
                                 1000,
                                 65535,
                                 65536,
                                 1000003,
                                 UINT32_C(1) << 30,
                                 UINT32_C(3) << 29,
                                 0x55555556,
                                 0x7fffffff,
                                 0x80000000,
                                 0x80000001,
                                 0xaaaaaaab,
                                 UINT32_C(3) << 30,
                                 0xfffffffe,
                                 0xffffffff};

enum { SIZES = sizeof sizes / sizeof sizes[0] };

/*
 * The definition: of the 2^32 values of a draw x, those with x n mod 2^32 below 2^32 mod n are thrown away; each result
 * k is left floor(2^32 / n) of them, which begin at k 2^32 / n.
 */
static bool is_thrown_away(uint32_t x, uint32_t n)
{
    return (uint64_t)x * n % (UINT64_C(1) << 32) < (UINT64_C(1) << 32) % n;
}

static uint32_t below_by_definition(struct random *self, uint32_t n)
{
    uint32_t x = random_u32(self);
    while (is_thrown_away(x, n)) {
        x = random_u32(self);
    }
    return (uint32_t)((uint64_t)x * n / (UINT64_C(1) << 32));
}

Test(base_random, below_follows_its_definition)
{
    for (size_t i = 0; i < SIZES; i++) {
        struct random one = generator(200 + i);
        struct random other = one;
        size_t differing = 0;
        for (int j = 0; j < DRAWS / 8; j++) {
            differing += random_below(&one, sizes[i]) != below_by_definition(&other, sizes[i]);
        }
        cr_expect_eq(differing, 0, "below %u", sizes[i]);
        cr_expect_eq(one.state, other.state, "below %u", sizes[i]);
    }
}

/* Of the draws from `first` to `last`, how many random_below takes at the first try, all of them for result k. */
static size_t accepted_for(uint32_t n, uint32_t k, uint64_t first, uint64_t last)
{
    size_t accepted = 0;
    for (uint64_t x = first; x <= last; x++) {
        struct random self = random_forced((uint32_t)x, UINT32_MAX);
        struct random one_step = self;
        const uint32_t result = random_below(&self, n);
        random_u32(&one_step);
        if (self.state == one_step.state) {
            accepted++;
            cr_assert_eq(result, k, "below %u: draw %llu gives %u", n, (unsigned long long)x, result);
        }
    }
    return accepted;
}

Test(base_random, each_result_of_below_has_the_same_number_of_draws)
{
    /* Counted one by one for n so large that each result has few of the 2^32 draws. */
    for (size_t i = 0; i < SIZES; i++) {
        const uint64_t n = sizes[i];
        const uint64_t all = UINT64_C(1) << 32;
        if (n < 65535) {
            continue;
        }
        const uint32_t results[] = {
            0, 1, 2, (uint32_t)(n / 3), (uint32_t)(n / 2), (uint32_t)(n - 2), (uint32_t)(n - 1)};
        for (size_t j = 0; j < sizeof results / sizeof results[0]; j++) {
            const uint64_t first = (results[j] * all + n - 1) / n;
            const uint64_t last = ((results[j] + 1) * all + n - 1) / n - 1;
            cr_expect_eq(accepted_for((uint32_t)n, results[j], first, last), all / n, "below %u: %u", sizes[i],
                         results[j]);
        }
    }
}

/* Evenness of value / n in 64 parts, and of the remainders of division by 2 and 3, with exact probabilities. */
static void add_below(uint32_t n, uint64_t stream)
{
    enum { PARTS = 64, DIVISORS = 2 };
    const uint64_t parts = n < PARTS ? n : PARTS;
    uint32_t counts[PARTS] = {0};
    uint32_t remainders[DIVISORS][3] = {{0}};
    double probabilities[PARTS];
    struct random self = generator(stream);
    for (int i = 0; i < DRAWS; i++) {
        const uint32_t value = random_below(&self, n);
        cr_assert_lt(value, n);
        counts[value * parts / n]++;
        remainders[0][value % 2]++;
        remainders[1][value % 3]++;
    }
    for (uint64_t k = 0; k < parts; k++) {
        const uint64_t first = (k * n + parts - 1) / parts;
        const uint64_t next = ((k + 1) * n + parts - 1) / parts;
        probabilities[k] = (double)(next - first) / n;
    }
    verdict_add(&verdict, chance_of_counts(counts, probabilities, parts), "below %u", n);
    for (uint32_t divisor = 2; divisor <= 3 && divisor <= n; divisor++) {
        for (uint32_t k = 0; k < divisor; k++) {
            probabilities[k] = (double)(((uint64_t)n - k + divisor - 1) / divisor) / n;
        }
        verdict_add(&verdict, chance_of_counts(remainders[divisor - 2], probabilities, divisor), "below %u modulo %u",
                    n, divisor);
    }
}

Test(base_random, below_is_unbiased)
{
    verdict_init(&verdict);
    for (size_t i = 1; i < SIZES; i++) {
        add_below(sizes[i], 10 + i);
    }
    expect_verdict(&verdict);
}

Test(base_random, below_of_neighbouring_keys_is_unbiased)
{
    /* As the model draws: one number below n from a generator of its own. */
    static const uint32_t small[] = {2, 3, 7, 50, 365};
    const struct random_key key = random_key_make(4, 4);
    verdict_init(&verdict);
    for (uint32_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        uint32_t counts[365] = {0};
        for (uint64_t entity = 0; entity < DRAWS; entity++) {
            struct random self = random_at(key, RANDOM_PURPOSE_EVENT_DETAIL, entity, 14000, i);
            counts[random_below(&self, small[i])]++;
        }
        verdict_add(&verdict, chance_of_even_counts(counts, small[i]), "below %u", small[i]);
    }
    expect_verdict(&verdict);
}

Test(base_random, below_one_or_nothing_is_zero)
{
    struct random self = generator(21);
    for (int i = 0; i < 100; i++) {
        cr_assert_eq(random_below(&self, 1), 0);
        cr_assert_eq(random_below(&self, 0), 0);
    }
}

/* --- yes or no --------------------------------------------------------------------------------------------------- */

Test(base_random, bernoulli_has_its_probability)
{
    static const double chances[] = {1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0 / 3, 0.5, 0.7, 0.99, 0.999, 0.999999};
    verdict_init(&verdict);
    for (size_t i = 0; i < sizeof chances / sizeof chances[0]; i++) {
        const double p = chances[i];
        struct random self = generator(30 + i);
        uint32_t hits = 0;
        uint32_t pairs[4] = {0};
        unsigned last = 0;
        for (int j = 0; j < DRAWS; j++) {
            const unsigned hit = random_bernoulli(&self, p);
            hits += hit;
            if (j % 2 == 1) {
                pairs[2 * last + hit]++;
            }
            last = hit;
        }
        const double rarer = p < 0.5 ? hits : DRAWS - hits;
        const double mean = fmin(p, 1 - p) * DRAWS;
        const double chance = mean < 1000 ? chance_of_poisson(rarer, mean)
                                          : chance_of_deviate((rarer - mean) / sqrt(mean * fmax(p, 1 - p)));
        verdict_add(&verdict, chance, "probability %g", p);
        const double probabilities[] = {(1 - p) * (1 - p), (1 - p) * p, p * (1 - p), p * p};
        if (mean > 100) {
            verdict_add(&verdict, chance_of_counts(pairs, probabilities, 4), "pairs, probability %g", p);
        }
    }
    expect_verdict(&verdict);
}

Test(base_random, bernoulli_is_exact_to_the_last_bit)
{
    struct random self = random_forced(0x80000000, 0); /* the unit is one half */
    cr_expect_not(random_bernoulli(&self, 0.5));
    self = random_forced(0x80000000, 0);
    cr_expect(random_bernoulli(&self, nextafter(0.5, 1)));
    self = random_forced(0, 0);
    cr_expect_not(random_bernoulli(&self, 0));
    self = random_forced(0, 0);
    cr_expect(random_bernoulli(&self, 1e-300));
    self = random_forced(UINT32_MAX, UINT32_MAX);
    cr_expect(random_bernoulli(&self, 1));
    self = random_forced(UINT32_MAX, UINT32_MAX);
    cr_expect_not(random_bernoulli(&self, 1 - 0x1p-53));
}

Test(base_random, bernoulli_outside_its_range_is_certain)
{
    struct random self = generator(31);
    for (int i = 0; i < 1000; i++) {
        cr_assert_not(random_bernoulli(&self, -1));
        cr_assert_not(random_bernoulli(&self, (double)NAN));
        cr_assert(random_bernoulli(&self, 2));
    }
}
