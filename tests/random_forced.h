/*
 * A generator whose first two draws are chosen: the steps of PCG32 backwards. With the five highest bits of the state 0
 * nothing is turned, and the draw is h ^ h >> 18 of the 32 bits h below them; the lower 27 bits of the state do not
 * matter, so that one of them can make the increment odd.
 */
#ifndef CATCHMENT_TESTS_RANDOM_FORCED_H
#define CATCHMENT_TESTS_RANDOM_FORCED_H

#include "base/random.h"

static inline uint64_t state_of_draw(uint32_t draw)
{
    return (uint64_t)(draw ^ draw >> 18) << 27;
}

static inline struct random random_forced(uint32_t first, uint32_t second)
{
    struct random self = {.state = state_of_draw(first), .increment = 0};
    self.increment = (state_of_draw(second) | 1) - self.state * UINT64_C(6364136223846793005);
    return self;
}

#endif
