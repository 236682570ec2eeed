/* The structs of strategies.def, for the table in strategy.c and for the files that define them. */
#ifndef CATCHMENT_MARKET_STRATEGY_TABLE_H
#define CATCHMENT_MARKET_STRATEGY_TABLE_H

#include "market/strategy.h"

#define STRATEGY(id, name, word, meaning) extern const struct strategy strategy_##name;
#include "scenario/strategies.def"
#undef STRATEGY

#endif
