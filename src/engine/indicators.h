/* Indicators of performance, counted from the month of a world. Called by finance at the end of each month. */
#ifndef CATCHMENT_ENGINE_INDICATORS_H
#define CATCHMENT_ENGINE_INDICATORS_H

#include "engine/world.h"
#include "market/indicator.h"

/* The cells of a month: rows of all indicators, by provider of the market or by economy. */
struct indicator_table {
    struct indicator_cell *cells; /* [INDICATOR_COUNT][width]; owned */
    size_t width;                 /* of the larger of providers and economies */
};

/* Counts the month that has been lived, from the lines, the localities and the activity of it. The caller frees, also
 * on failure: STATUS_NO_MEMORY. */
enum status indicators_count(const struct world *world, struct indicator_table *out);
void indicator_table_free(struct indicator_table *self);

struct indicators indicators_of(const struct indicator_table *table);

#endif
