/* The electronic frailty index: 36 deficits, cut at 0.12, 0.24 and 0.36 (Clegg and others 2016). */
#include "people/frailty.h"

#include <criterion/criterion.h>
#include <math.h>

enum { DRAWS = 20000, DEFICITS = 36 };

static struct random stream(uint64_t entity)
{
    return random_at(random_key_make(1, 0), RANDOM_PURPOSE_EVENT_DETAIL, entity, 0, 0);
}

static int published_band(unsigned deficits)
{
    static const double cuts[] = {0.12, 0.24, 0.36};
    int band = FRAILTY_FIT;

    while (band < FRAILTY_SEVERE && (double)deficits / DEFICITS > cuts[band]) {
        band++;
    }
    return band;
}

Test(people_frailty, a_draw_is_within_its_published_band)
{
    for (int band = FRAILTY_FIT; band <= FRAILTY_SEVERE; band++) {
        struct random random = stream((uint64_t)band);
        for (int n = 0; n < DRAWS; n++) {
            const uint8_t deficits = frailty_draw_deficits((enum frailty_band)band, &random);
            cr_assert_eq(published_band(deficits), band, "%u deficits", deficits);
            cr_assert_leq(deficits, DEFICITS);
        }
    }
}

/* Each number within a band is drawn with the same probability: counts within four standard deviations, a false alarm
 * once in 16,000 for each of the 20 numbers, with a fixed key. */
Test(people_frailty, draws_are_even_within_a_band)
{
    for (int band = FRAILTY_FIT; band <= FRAILTY_SEVERE; band++) {
        struct random random = stream(10 + (uint64_t)band);
        unsigned counts[DEFICITS + 1] = {0}, values = 0;
        for (int n = 0; n < DRAWS; n++) {
            counts[frailty_draw_deficits((enum frailty_band)band, &random)]++;
        }
        for (unsigned deficits = 0; deficits <= DEFICITS; deficits++) {
            values += counts[deficits] > 0;
        }
        for (unsigned deficits = 0; deficits <= DEFICITS; deficits++) {
            const double share = 1.0 / values;
            if (counts[deficits] > 0) {
                cr_expect_float_eq((double)counts[deficits], DRAWS * share, 4 * sqrt(DRAWS * share * (1 - share)),
                                   "%u of %u deficits", counts[deficits], deficits);
            }
        }
    }
}

Test(people_frailty, every_number_below_severe_is_drawn)
{
    unsigned counts[DEFICITS + 1] = {0};

    for (int band = FRAILTY_FIT; band < FRAILTY_SEVERE; band++) {
        struct random random = stream(20 + (uint64_t)band);
        for (int n = 0; n < DRAWS; n++) {
            counts[frailty_draw_deficits((enum frailty_band)band, &random)]++;
        }
    }
    for (unsigned deficits = 0; published_band(deficits) < FRAILTY_SEVERE; deficits++) {
        cr_expect_gt(counts[deficits], 0, "%u deficits", deficits);
    }
}
