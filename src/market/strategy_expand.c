/* More activity, as long as it does not cost more than it brings by much; it closes nothing. */
#include <math.h>

#include "market/strategy_table.h"

static double expand_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    const double gain = prospect_gain(prospect, terms);

    return prospect->activity < 0 || prospect->capacity < 0 || gain < -prospect->activity / 2
               ? -INFINITY
               : gain + prospect->activity / 2;
}

const struct strategy strategy_expand = {.value = expand_value};
