/* It keeps all capacity and all patients, and takes what makes them pay; nothing that rests on use which may not come.
 */
#include <math.h>

#include "market/strategy_table.h"

static double defend_value(const struct prospect *prospect, const struct strategy_terms *terms)
{
    if (prospect->capacity < 0 || prospect->activity < 0 || prospect->quality < 0) {
        return -INFINITY;
    }
    return prospect_gain(prospect, terms) - prospect->risk * prospect->outlay + prospect->quality / 2;
}

const struct strategy strategy_defend = {.value = defend_value};
