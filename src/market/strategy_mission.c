/* People in need first: it refuses what keeps them out unless its debts press it, and pays for access and quality from
 * what it has. */
#include <math.h>

#include "market/strategy_table.h"

static double mission_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    const double gain = prospect_gain(prospect, terms);

    if ((prospect->access < 0 || prospect->quality < 0) && terms->pressure < 1) {
        return -INFINITY;
    }
    return gain + (terms->pressure <= 0 ? prospect->access + prospect->quality : 0);
}

const struct strategy strategy_mission = {.value = mission_value};
