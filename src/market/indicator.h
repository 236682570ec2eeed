/* Indicators of performance: what the activity of a provider, or what becomes of the people of an economy, is measured
 * by. The engine counts them every month; the market adds them up over a financial year. */
#ifndef CATCHMENT_MARKET_INDICATOR_H
#define CATCHMENT_MARKET_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INDICATOR(id, name, scope, unit, meaning) INDICATOR_##id,
enum indicator {
#include "scenario/indicators.def"
    INDICATOR_COUNT
};
#undef INDICATOR

/* Of one month: its value is numerator_micro / denominator, in millionths of its unit. The sums of several months give
 * their value likewise. */
struct indicator_cell {
    int64_t numerator_micro, denominator;
};

/* Of one month, by provider or economy. */
struct indicators {
    const struct indicator_cell *cells[INDICATOR_COUNT];
};

/* Whether it is about providers, and not about economies. */
bool indicator_is_of_provider(enum indicator indicator);

const char *indicator_name(enum indicator indicator);
const char *indicator_unit(enum indicator indicator);
const char *indicator_meaning(enum indicator indicator);

/* The indicator of that name; -1 if there is none. */
int indicator_find(const char *name);

#endif
