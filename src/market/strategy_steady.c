/* It does nothing of its own accord. */
#include <math.h>

#include "market/strategy_table.h"

static double steady_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    (void)prospect;
    (void)terms;
    return -INFINITY;
}

const struct strategy strategy_steady = {.value = steady_value};
