#include "market/strategy.h"

#include "market/strategy_table.h"

#define STRATEGY(id, name, word, meaning) &strategy_##name,
const struct strategy *const strategies[STRATEGY_COUNT] = {
#include "scenario/strategies.def"
};
#undef STRATEGY
