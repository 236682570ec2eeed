#include "base/random.h"

#include <math.h>

#include "base/real.h"

/* Odd numbers that tell the uses of random_mix apart: parts of the fractions of square roots of primes. */
static const uint64_t key_salt = UINT64_C(0x6a09e667f3bcc909);
static const uint64_t replicate_salt = UINT64_C(0xbb67ae8584caa73b);
static const uint64_t scan_salt = UINT64_C(0x3c6ef372fe94f82b);

struct random_key random_key_make(uint64_t seed, uint64_t replicate)
{
    struct random_key key;
    key.value = random_mix(random_mix(seed + key_salt) ^ random_mix(replicate + replicate_salt) * key_salt);
    return key;
}

struct random_day random_day_key(struct random_key key, int32_t day)
{
    const uint64_t word = random_mix(random_mix(key.value ^ scan_salt) + (uint64_t)(uint32_t)day * replicate_salt);
    struct random_day keys;
    keys.a = (uint32_t)(word >> 32);
    keys.b = (uint32_t)word;
    return keys;
}

uint32_t random_below(struct random *self, uint32_t n)
{
    uint64_t product = (uint64_t)random_u32(self) * n;
    if ((uint32_t)product < n) {
        const uint32_t threshold = (0 - n) % n; /* 2^32 mod n: so many products must be thrown away */
        while ((uint32_t)product < threshold) {
            product = (uint64_t)random_u32(self) * n;
        }
    }
    return (uint32_t)(product >> 32);
}

/* Uniform in (0, 1], so that its logarithm is finite. */
static double unit_above_zero(struct random *self)
{
    return 1.0 - random_unit(self);
}

double random_exponential(struct random *self, double rate)
{
    return -real_log(unit_above_zero(self)) / rate;
}

double random_normal(struct random *self)
{
    double x = 0;
    double square = 0;
    do {
        x = 2 * random_unit(self) - 1;
        const double y = 2 * random_unit(self) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return x * sqrt(-2 * real_log(square) / square);
}

double random_lognormal(struct random *self, double mu, double sigma)
{
    return real_exp(mu + sigma * random_normal(self));
}

int64_t random_geometric(struct random *self, double probability)
{
    const double unit = unit_above_zero(self);
    if (probability >= 1) {
        return 0;
    }
    if (!(probability > 0)) {
        return INT64_MAX;
    }
    const double failures = floor(real_log(unit) / real_log1p(-probability));
    return failures < 0x1p63 ? (int64_t)failures : INT64_MAX;
}

double random_triangular(struct random *self, double low, double mode, double high)
{
    const double unit = random_unit(self);
    const double range = high - low;
    if (unit * range < mode - low) {
        return low + sqrt(unit * range * (mode - low));
    }
    return high - sqrt((1 - unit) * range * (high - mode));
}
