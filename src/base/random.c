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

/* Marsaglia and Tsang for a shape of at least 1, scale 1; 0.0331 is the constant of their squeeze. */
static double gamma_from_one(struct random *self, double shape)
{
    const double d = shape - 1.0 / 3;
    const double c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = random_normal(self);
        const double root = 1 + c * x;
        if (root <= 0) {
            continue;
        }
        const double v = root * root * root;
        const double u = unit_above_zero(self);
        if (u < 1 - 0.0331 * x * x * x * x || real_log(u) < 0.5 * x * x + d * (1 - v + real_log(v))) {
            return d * v;
        }
    }
}

double random_gamma(struct random *self, double shape, double scale)
{
    if (!(shape > 0)) {
        return (double)NAN; /* rejection would never end */
    }
    if (shape >= 1) {
        return scale * gamma_from_one(self, shape);
    }
    const double larger = gamma_from_one(self, shape + 1);
    return scale * larger * real_pow(unit_above_zero(self), 1 / shape);
}

/* Inversion by adding up the probabilities of 0, 1, 2, ... */
static int64_t poisson_small(struct random *self, double mean)
{
    const double negligible = 0x1p-60; /* far below the grain of the draw: what is left over is rounding */
    double left = random_unit(self);
    double probability = real_exp(-mean);
    int64_t count = 0;
    while (left >= probability && (probability > negligible || (double)count < mean)) {
        left -= probability;
        count++;
        probability *= mean / (double)count;
    }
    return count;
}

/* The logarithm of the probability of `count` events: Stirling's series, in a form that keeps precision at any mean. */
static double poisson_log_probability(double mean, double count)
{
    const double pi = 3.14159265358979323846;
    if (count < 16) {
        double factorial = 1;
        for (int factor = 2; factor <= (int)count; factor++) {
            factorial *= factor;
        }
        return count * real_log(mean) - mean - real_log(factorial);
    }
    const double excess = (mean - count) / count;
    const double inverse = 1 / (count * count);
    const double series = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - inverse / 1680) * inverse) * inverse) / count;
    return count * (real_log1p(excess) - excess) - 0.5 * real_log(2 * pi * count) - series;
}

/* W. Hörmann, "The transformed rejection method for generating Poisson random variables" (1993): PTRS, mean from 10. */
static int64_t poisson_large(struct random *self, double mean)
{
    const double b = 0.931 + 2.53 * sqrt(mean);
    const double a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    const double squeeze = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        const double u = random_unit(self) - 0.5;
        const double v = unit_above_zero(self);
        const double edge = 0.5 - fabs(u);
        const double count = floor((2 * a / edge + b) * u + mean + 0.43);
        if (edge >= 0.07 && v <= squeeze) {
            return (int64_t)count;
        }
        if (count < 0 || (edge < 0.013 && v > edge)) {
            continue;
        }
        if (real_log(v * inverse_alpha / (a / (edge * edge) + b)) <= poisson_log_probability(mean, count)) {
            return (int64_t)count;
        }
    }
}

int64_t random_poisson(struct random *self, double mean)
{
    const double inversion_below = 10;
    const double largest_mean = 1e15; /* from there a double does not hold every whole number near the mean */
    if (!(mean > 0)) {
        return 0;
    }
    if (mean > largest_mean) {
        return INT64_MAX;
    }
    return mean < inversion_below ? poisson_small(self, mean) : poisson_large(self, mean);
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
