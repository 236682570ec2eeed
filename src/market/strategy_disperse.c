/* Care out of hospital: it gives up hospital capacity before it loses it, and builds elsewhere. */
#include "market/strategy_table.h"

static double disperse_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    const double moved = prospect->in_hospital ? -prospect->capacity : prospect->capacity;

    return prospect_gain(prospect, terms) + moved / 2;
}

const struct strategy strategy_disperse = {.value = disperse_value};
