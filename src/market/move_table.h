/* The structs of moves.def, for the table in move.c and for the files that define them. */
#ifndef CATCHMENT_MARKET_MOVE_TABLE_H
#define CATCHMENT_MARKET_MOVE_TABLE_H

#include "market/move.h"

#define MOVE(id, name, word, mechanism, meaning) extern const struct move move_##name;
#include "scenario/moves.def"
#undef MOVE

#endif
