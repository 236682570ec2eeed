/* Recent use of hospitals of the first population, and its quarters of a year. */
#include <math.h>

#include "base/real.h"
#include "people/life.h"

/* A Poisson number of events in a year, in quarters; most people have none, which one comparison shows. */
static uint16_t draw_recent_year(struct random *random, double mean)
{
    uint16_t recent = 0;

    if (random_unit(random) < 1 - mean) {
        return 0;
    }
    /* What is left of the chance of none lies between 1 - mean and exp(-mean). */
    const double some = (1 - real_exp(-mean)) / fmin(mean, 1);
    if (!random_bernoulli(random, some)) {
        return 0;
    }
    double left = random_unit(random) * (1 - real_exp(-mean));
    int events = 1;
    for (double chance = real_exp(-mean) * mean; left >= chance && events < RECENT_QUARTERS * RECENT_MOST; events++) {
        left -= chance;
        chance *= mean / (events + 1);
    }
    for (int event = 0; event < events; event++) {
        const unsigned quarter = random_below(random, RECENT_QUARTERS);
        const unsigned shift = RECENT_BITS * quarter;
        if ((recent >> shift & RECENT_MOST) < RECENT_MOST) {
            recent = (uint16_t)(recent + (1U << shift));
        }
    }
    return recent;
}

void life_draw_recent(struct people *people, uint32_t row, const union hazard_vector *hazards, double through_ae_share,
                      struct random_key key)
{
    struct random random = random_at(key, RANDOM_PURPOSE_POPULATION_USE, people->id[row], 0, 0);
    const double admissions = CALENDAR_DAYS_PER_YEAR * hazards->lane[HAZARD_EMERGENCY_ADMISSION];
    const double attendances =
        CALENDAR_DAYS_PER_YEAR * hazards->lane[HAZARD_ACCIDENT_EMERGENCY] + through_ae_share * admissions;

    people->use[row].admissions = draw_recent_year(&random, admissions);
    people->use[row].attendances = draw_recent_year(&random, attendances);
}

void life_begin_quarter(struct people *people)
{
    for (size_t row = 0; row < people->rows; row++) {
        struct use *use = &people->use[row];
        use->admissions = recent_next_quarter(use->admissions);
        use->attendances = recent_next_quarter(use->attendances);
    }
}
