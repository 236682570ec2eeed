/* Strategies: what a provider makes of what it believes. A strategy is a const struct with one callback, one row of
 * scenario/strategies.def. */
#ifndef CATCHMENT_MARKET_STRATEGY_H
#define CATCHMENT_MARKET_STRATEGY_H

#include "scenario/registry.h"

/* What a board believes that a move would bring, once it works. */
struct prospect {
    double turnover; /* pounds a year, of which the sums here are parts: that of the provider, or what an entrant
                        expects */
    double surplus;  /* more of it a year, of turnover */
    double outlay;   /* paid once, of turnover */
    double capacity; /* opened, or below 0 closed, of all that the provider has, by cost */
    double activity; /* more care given, of all that the provider gives, by cost */
    double access;   /* more people in need served, likewise; care that is moved elsewhere counts as given */
    double quality;  /* more quality, as patients see it */
    double risk;     /* of the surplus, what rests on use that may not come */
    bool in_hospital, is_planned, is_largest; /* of the line that the move is about */
    double margin;    /* of that line's income, what is left after all that goes with its use and capacity */
    char reason[160]; /* the numbers that decided, for the event */
};

/* Weights that strategies share. */
struct strategy_terms {
    double payback_years;
    double pressure; /* 0 and more: how much the provider's debts press it */
};

struct strategy {
    /* What the prospect is worth to the provider, in parts of a year's turnover; what it would never do is below 0. */
    double (*value)(const struct prospect *prospect, const struct strategy_terms *terms);
};

extern const struct strategy *const strategies[STRATEGY_COUNT];

/* Surplus less the outlay spread over the years in which it must come back. */
static inline double prospect_gain(const struct prospect *prospect, const struct strategy_terms *terms)
{
    return prospect->surplus - prospect->outlay / terms->payback_years;
}

#endif
