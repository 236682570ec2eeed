/* The area: health economies, their localities, and the neighbourhoods where people live. Built once from the scenario;
 * read by everybody afterwards. Distances are straight lines in kilometres. */
#ifndef CATCHMENT_PEOPLE_AREA_H
#define CATCHMENT_PEOPLE_AREA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"
#include "base/status.h"
#include "scenario/registry.h"

struct neighbourhood {
    float x_km, y_km;
    uint16_t locality;
    uint8_t quintile; /* 0 is the most deprived fifth */
    bool rural;
    uint32_t people; /* to be synthesised */
};

struct locality {
    const char *name; /* owned by the area */
    uint16_t economy;
    uint16_t first_neighbourhood;
    uint16_t neighbourhood_count;
    uint32_t people; /* to be synthesised */
    float x_km, y_km;
    uint64_t key; /* hash of the name: the key of draws that belong to the locality */
};

struct economy {
    const char *name; /* owned by the area */
    uint16_t first_locality;
    uint16_t locality_count;
    float x_km, y_km;
};

struct area {
    struct economy *economies;
    struct locality *localities;          /* grouped by economy */
    struct neighbourhood *neighbourhoods; /* grouped by locality */
    size_t economy_count, locality_count, neighbourhood_count;
    char *names; /* every name, one after another */
};

/* Lays out the area for `people` simulated. Named economies share the people in proportion to the real people of their
 * localities, whose sum *real receives; generated ones stand on a square grid, and *real is `people`.
 *
 * The people of a locality are divided exactly by its deprivation shares. Neighbourhoods hold about
 * people_per_neighbourhood each, fewer where a quintile would be without one, and lie at random in the disc of their
 * locality; the most deprived lie nearest the centre, the rural ones farthest from it. Economies and localities come in
 * the order of their names, neighbourhoods from the centre of their locality outwards.
 *
 * Errors: STATUS_SCENARIO for more than 4,095 localities or 65,535 neighbourhoods, STATUS_NO_MEMORY; the area is then
 * empty. */
enum status area_build(struct area *self, const struct area_parameters *parameters, uint32_t people,
                       struct random_key key, double *real);
void area_free(struct area *self);

static inline float area_distance_squared(float x, float y, float other_x, float other_y)
{
    return (x - other_x) * (x - other_x) + (y - other_y) * (y - other_y);
}

#endif
