#include "people/frailty.h"

/* The fewest deficits of each band, and one past the most that the last one draws. */
static const uint8_t first_deficits[FRAILTY_BANDS + 1] = {0, 5, 9, 13, 20};

uint8_t frailty_draw_deficits(enum frailty_band band, struct random *random)
{
    const uint32_t width = (uint32_t)(first_deficits[band + 1] - first_deficits[band]);

    return (uint8_t)(first_deficits[band] + random_below(random, width));
}
