/* Small services with a margin of a tenth or more; nothing is put into its largest. */
#include <math.h>

#include "market/strategy_table.h"

static double niche_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    const double good_margin = 0.1;

    if (prospect->capacity > 0 && (prospect->is_largest || prospect->margin < good_margin)) {
        return -INFINITY;
    }
    return prospect_gain(prospect, terms);
}

const struct strategy strategy_niche = {.value = niche_value};
