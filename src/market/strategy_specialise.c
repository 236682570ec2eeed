/* Planned care, which can be foreseen; the rest shrinks. */
#include "market/strategy_table.h"

static double specialise_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    const double wanted = prospect->is_planned ? prospect->capacity : -prospect->capacity;

    return prospect_gain(prospect, terms) + wanted / 2;
}

const struct strategy strategy_specialise = {.value = specialise_value};
