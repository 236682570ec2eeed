/* Whatever leaves most money. */
#include "market/strategy_table.h"

static double follow_surplus_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    return prospect_gain(prospect, terms);
}

const struct strategy strategy_follow_surplus = {.value = follow_surplus_value};
