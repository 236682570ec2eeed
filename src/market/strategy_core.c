/* Its largest service alone: others are not enlarged. */
#include <math.h>

#include "market/strategy_table.h"

static double core_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    if (!prospect->is_largest && prospect->capacity > 0) {
        return -INFINITY;
    }
    return prospect_gain(prospect, terms) + (prospect->is_largest ? prospect->capacity / 2 : 0);
}

const struct strategy strategy_core = {.value = core_value};
