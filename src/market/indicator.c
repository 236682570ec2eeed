#include "market/indicator.h"

#include <string.h>

enum scope { SCOPE_PROVIDER, SCOPE_ECONOMY };

static const struct {
    const char *name;
    enum scope scope;
    const char *unit, *meaning;
} rows[INDICATOR_COUNT] = {
#define INDICATOR(id, name, scope, unit, meaning) {#name, SCOPE_##scope, unit, meaning},
#include "scenario/indicators.def"
#undef INDICATOR
};

bool indicator_is_of_provider(enum indicator indicator)
{
    return rows[indicator].scope == SCOPE_PROVIDER;
}

const char *indicator_name(enum indicator indicator)
{
    return rows[indicator].name;
}

const char *indicator_unit(enum indicator indicator)
{
    return rows[indicator].unit;
}

const char *indicator_meaning(enum indicator indicator)
{
    return rows[indicator].meaning;
}

int indicator_find(const char *name)
{
    int found = INDICATOR_COUNT - 1;

    while (found >= 0 && strcmp(rows[found].name, name) != 0) {
        found--;
    }
    return found;
}
