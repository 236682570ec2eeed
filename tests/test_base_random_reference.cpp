/* PCG32 against its C++ reference implementation (pcg_random.hpp of M. E. O'Neill). */
#include <criterion/criterion.h>

#include <cmath>
#include <cstdint>
#include <pcg_random.hpp>
#include <sstream>

extern "C" {
#include "base/random.h"
}

namespace {

const std::uint64_t multiplier = UINT64_C(6364136223846793005);

/* The seeding of the reference: the state is stepped once from the seed plus the increment. */
struct random seeded(std::uint64_t seed, std::uint64_t stream)
{
    struct random self;
    self.increment = stream << 1 | 1;
    self.state = (seed + self.increment) * multiplier + self.increment;
    return self;
}

/* The reference writes and reads its state as text: multiplier, increment, state. */
struct random read_from(const pcg32 &reference)
{
    std::stringstream text;
    struct random self;
    std::uint64_t its_multiplier = 0;
    text << reference;
    text >> its_multiplier >> self.increment >> self.state;
    cr_assert_eq(its_multiplier, multiplier);
    return self;
}

pcg32 reference_of(const struct random &self)
{
    std::stringstream text;
    pcg32 reference;
    text << multiplier << ' ' << self.increment << ' ' << self.state;
    text >> reference;
    cr_assert_not(text.fail());
    return reference;
}

bool same_state(const struct random &one, const struct random &other)
{
    return one.state == other.state && one.increment == other.increment;
}

int differing_draws(struct random &self, pcg32 &reference, int draws)
{
    int differing = 0;
    for (int i = 0; i < draws; i++) {
        differing += random_u32(&self) != reference();
    }
    return differing;
}

const std::uint64_t seeds[] = {0, 1, 2, 42, UINT64_C(0x853c49e6748fea9b), UINT64_C(0x8000000000000000), UINT64_MAX};
const std::uint64_t streams[] = {0, 1, 54, UINT64_C(0x4000000000000000), UINT64_C(0x7fffffffffffffff)};

} // namespace

Test(base_random_reference, known_first_draws)
{
    /* Of the demonstration program pcg32-demo, seed 42, stream 54. */
    const std::uint32_t expected[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e};
    struct random self = seeded(42, 54);
    for (std::uint32_t value : expected) {
        cr_expect_eq(random_u32(&self), value);
    }
}

Test(base_random_reference, a_million_draws_of_each_seed_and_stream_are_those_of_the_reference)
{
    const int draws = 1000000;
    for (std::uint64_t seed : seeds) {
        for (std::uint64_t stream : streams) {
            struct random self = seeded(seed, stream);
            pcg32 reference(seed, stream);
            cr_expect_eq(differing_draws(self, reference, draws), 0, "seed %llu",
                         static_cast<unsigned long long>(seed));
            pcg32 advanced(seed, stream);
            advanced.advance(draws);
            cr_expect(same_state(self, read_from(advanced)), "seed %llu", static_cast<unsigned long long>(seed));
        }
    }
}

Test(base_random_reference, many_seeds_and_streams_are_those_of_the_reference)
{
    int differing = 0;
    for (std::uint64_t i = 0; i < 4096; i++) {
        const std::uint64_t seed = random_mix(i);
        const std::uint64_t stream = random_mix(~i) >> 1;
        struct random self = seeded(seed, stream);
        pcg32 reference(seed, stream);
        differing += differing_draws(self, reference, 512);
        differing += same_state(self, read_from(reference)) ? 0 : 1;
    }
    cr_expect_eq(differing, 0);
}

Test(base_random_reference, draws_far_along_a_stream_are_those_of_the_reference)
{
    for (int power = 20; power < 64; power++) {
        pcg32 reference(42, 54);
        reference.advance(UINT64_C(1) << power);
        struct random self = read_from(reference);
        cr_expect_eq(differing_draws(self, reference, 1000), 0, "2^%d", power);
        /* Back to the beginning: the whole period is 2^64. */
        reference.advance(-(UINT64_C(1) << power) - 1000);
        cr_expect(same_state(seeded(42, 54), read_from(reference)), "2^%d", power);
    }
}

Test(base_random_reference, keyed_generators_are_generators_of_the_reference)
{
    const struct random_key key = random_key_make(2008, 1);
    int differing = 0;
    for (std::uint64_t person = 0; person < 2000; person++) {
        struct random self = random_at(key, RANDOM_PURPOSE_CHOICE, person, 14000, 0);
        pcg32 reference = reference_of(self);
        differing += differing_draws(self, reference, 500);
    }
    cr_expect_eq(differing, 0);
}

Test(base_random_reference, wide_draws_and_units_are_made_of_draws_of_the_reference)
{
    struct random wide = seeded(1, 2);
    struct random unit = wide;
    pcg32 reference = reference_of(wide);
    for (int i = 0; i < 100000; i++) {
        const std::uint64_t high = reference();
        const std::uint64_t word = high * (UINT64_C(1) << 32) + reference();
        cr_assert_eq(random_u64(&wide), word);
        cr_assert_eq(random_unit(&unit), std::ldexp(static_cast<double>(word / 2048), -53));
    }
    cr_expect(same_state(wide, unit));
}

Test(base_random_reference, below_is_as_even_as_that_of_the_reference_and_stays_below)
{
    /* The reference takes the remainder, so the values differ; what both throw away must be equally rare. */
    const std::uint32_t n = UINT32_C(3) << 30;
    struct random self = seeded(7, 7);
    pcg32 reference = reference_of(self);
    const pcg32 start = reference;
    const int draws = 1000000;
    for (int i = 0; i < draws; i++) {
        cr_assert_lt(random_below(&self, n), n);
        cr_assert_lt(reference(n), n);
    }
    /* Draws used: one more for each thrown away, 1 in 4; 1.33 a result with standard deviation 0.67, six of which. */
    const double expected = draws / 0.75;
    const double limit = 6 * std::sqrt(draws * 0.25) / 0.75;
    const double own = static_cast<double>(reference_of(self) - start);
    cr_expect_lt(std::fabs(own - expected), limit, "%g", own);
    cr_expect_lt(std::fabs(static_cast<double>(reference - start) - expected), limit);
}
