/* PCG32 against its C++ reference implementation (pcg_random.hpp of M. E. O'Neill). */
#include <criterion/criterion.h>

#include <cstdint>
#include <pcg_random.hpp>

extern "C" {
#include "base/random.h"
}

namespace {

/* The seeding of the reference: the state is stepped once from the seed plus the increment. */
struct random seeded(std::uint64_t seed, std::uint64_t stream)
{
    struct random self;
    self.increment = stream << 1 | 1;
    self.state = (seed + self.increment) * UINT64_C(6364136223846793005) + self.increment;
    return self;
}

const std::uint64_t seeds[] = {0, 1, 42, UINT64_C(0x853c49e6748fea9b), UINT64_MAX};
const std::uint64_t streams[] = {0, 54, UINT64_C(0x7fffffffffffffff)};
const int draws = 1000000;

} // namespace

Test(base_random_reference, a_million_draws_of_each_seed_and_stream_are_those_of_the_reference)
{
    for (std::uint64_t seed : seeds) {
        for (std::uint64_t stream : streams) {
            struct random self = seeded(seed, stream);
            pcg32 reference(seed, stream);
            int differing = 0;
            for (int i = 0; i < draws; i++) {
                differing += random_u32(&self) != reference();
            }
            cr_expect_eq(differing, 0, "seed %llu: %d differ", static_cast<unsigned long long>(seed), differing);
        }
    }
}

Test(base_random_reference, known_first_draws)
{
    /* Of the demonstration program pcg32-demo, seed 42, stream 54. */
    const std::uint32_t expected[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e};
    struct random self = seeded(42, 54);
    for (std::uint32_t value : expected) {
        cr_expect_eq(random_u32(&self), value);
    }
}
