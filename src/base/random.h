/*
 * Keyed randomness: a draw is a pure function of (seed, replicate, purpose, entity, day, index).
 *
 * All parts are hashed into both the state and the increment of a PCG32 generator (XSH-RR 64/32, M. E. O'Neill, 2014),
 * from which a few draws are then taken; nothing is kept between days, so that no draw depends on the order of work.
 * The daily scan is a lighter way to one 32-bit draw for every person, in a loop that the compiler can vectorise.
 */
#ifndef CATCHMENT_BASE_RANDOM_H
#define CATCHMENT_BASE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#define RANDOM_PURPOSE(name, number, what) RANDOM_PURPOSE_##name = (number),
enum random_purpose {
#include "base/random_purpose.def"
};
#undef RANDOM_PURPOSE

/* A generator; copying it copies the stream. `increment` is odd. */
struct random {
    uint64_t state;
    uint64_t increment;
};

/* What all draws of one run share. */
struct random_key {
    uint64_t value;
};

/* What all scan draws of one day share. */
struct random_day {
    uint32_t a;
    uint32_t b;
};

/* The finaliser of MurmurHash3 with the constants "mix 13" of D. Stafford: a bijection, every bit depends on all. */
static inline uint64_t random_mix(uint64_t word)
{
    word = (word ^ (word >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94d049bb133111eb);
    return word ^ (word >> 31);
}

/* The key of one run. Any two numbers will do, consecutive ones too. */
struct random_key random_key_make(uint64_t seed, uint64_t replicate);

/* The generator for one decision. `entity` is a stable number of the person or agent, `index` separates repetitions. */
static inline struct random random_at(struct random_key key, enum random_purpose purpose, uint64_t entity, int32_t day,
                                      uint32_t index)
{
    const uint64_t when = (uint64_t)(uint32_t)day << 32 | index;
    const uint64_t what = random_mix((key.value + (uint64_t)purpose * UINT64_C(0x9e3779b97f4a7c15)) ^ when);
    const uint64_t whose = random_mix(what ^ (entity + UINT64_C(0xd1b54a32d192ed03)));
    struct random self;
    self.state = random_mix(whose + UINT64_C(0xa0761d6478bd642f));
    /* `what` comes in again, so that state and increment together tell 2^127 keys apart. */
    self.increment = random_mix(whose ^ (what >> 32 | what << 32) ^ UINT64_C(0xe7037ed1a0b428db)) | 1;
    return self;
}

/* 32 random bits: one step of PCG32. */
static inline uint32_t random_u32(struct random *self)
{
    const uint64_t state = self->state;
    self->state = state * UINT64_C(6364136223846793005) + self->increment;
    const uint32_t shifted = (uint32_t)(((state >> 18) ^ state) >> 27);
    const uint32_t turn = (uint32_t)(state >> 59);
    return shifted >> turn | shifted << ((32 - turn) & 31);
}

/* 64 random bits: two steps, the first in the upper half. */
static inline uint64_t random_u64(struct random *self)
{
    const uint64_t high = random_u32(self);
    return high << 32 | random_u32(self);
}

/* Uniform in [0, 1): a multiple of 2^-53. */
static inline double random_unit(struct random *self)
{
    return (double)(random_u64(self) >> 11) * 0x1p-53;
}

/* True with the given probability; never when it is 0 or less, always when it is 1 or more. */
static inline bool random_bernoulli(struct random *self, double probability)
{
    return random_unit(self) < probability;
}

/* Uniform over 0 to n - 1, without bias (D. Lemire, 2019); 0 when n is 0. */
uint32_t random_below(struct random *self, uint32_t n);

/* Exponential with `rate` > 0 events a unit of time: the time to the first. */
double random_exponential(struct random *self, double rate);

/* Normal with mean 0 and standard deviation 1 (polar method of Marsaglia). */
double random_normal(struct random *self);

/* exp of a normal with mean `mu` and standard deviation `sigma` >= 0 on the log scale. */
double random_lognormal(struct random *self, double mu, double sigma);

/* Failures before the first success; INT64_MAX when that is larger, and when `probability` is 0 or less. */
int64_t random_geometric(struct random *self, double probability);

/* Triangular on [low, high] with its peak at `mode`; low <= mode <= high. */
double random_triangular(struct random *self, double low, double mode, double high);

/* The keys of the scan draws of one day. */
struct random_day random_day_key(struct random_key key, int32_t day);

/*
 * 32 random bits for one person on one day: the three rounds of the hash "triple32" (C. Wellons, 2018) with a day's key
 * put in before and after the first. Two rounds follow the second key: with fewer, whole populations on two days would
 * be alike up to a shift. Within a day it is a bijection: no two persons draw the same number.
 */
static inline uint32_t random_scan(struct random_day day, uint32_t person)
{
    uint32_t word = person ^ day.a;
    word = (word ^ (word >> 17)) * UINT32_C(0xed5ad4bb);
    word = (word ^ (word >> 11)) + day.b;
    word = (word ^ (word >> 16)) * UINT32_C(0xac4c1b51);
    word = (word ^ (word >> 15)) * UINT32_C(0x31848bab);
    return word ^ (word >> 14);
}

#endif
