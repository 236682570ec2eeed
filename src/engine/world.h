/* The world: all that a run holds, and its day.
 *
 * Localities and sites work in parallel, each on its own state; between them requests and outcomes are exchanged once a
 * day in a fixed order. The engine keeps no result of its own: a month's counts are in the districts, the service lines
 * and the market until world_begin_month. */
#ifndef CATCHMENT_ENGINE_WORLD_H
#define CATCHMENT_ENGINE_WORLD_H

#include "base/random.h"
#include "care/pathway.h"
#include "engine/desk.h"
#include "engine/exchange.h"
#include "engine/profile.h"
#include "market/board.h"
#include "market/market.h"
#include "market/regulator.h"
#include "people/life.h"
#include "people/population.h"
#include "scenario/registry.h"
#include "scenario/scenario.h"

struct district { /* a locality at work */
    struct people people;
    struct census census;
    struct notices notices;
    size_t heard; /* notices that the care floor has seen */
    struct movers movers;
    struct requests outbox;
    struct flow flow;
    struct care_month care;
};

/* The rules from a day on. */
struct world_rules {
    const struct scenario_step *step; /* not owned */
    const struct run_parameters *run; /* what it holds */
    struct service_rules_parameters rules[SERVICE_COUNT];
    size_t market_terms;
};

struct world {
    const struct run_parameters *run; /* in force; not owned */
    struct world_rules *changes;      /* by day; owned */
    size_t change_count, changes_made;
    struct random_key key; /* of what happens */
    double scale;          /* people simulated for each in reality */
    struct area area;
    struct population population;
    struct care care;
    struct market market;
    struct boards boards;
    struct regulator regulator;
    struct district *districts;     /* by locality */
    struct desk *desks;             /* by site */
    struct desk_scratch *scratches; /* by thread */
    size_t scratch_count;
    struct care_tally *tallies; /* of the month; by thread */
    size_t tally_count;
    struct exchange requests, outcomes;
    struct bundle *bundles;   /* of the larger of districts and desks */
    struct activity activity; /* of the month */
    day_t today;              /* the next day to be lived */
    struct profile profile;
};

/* Builds the area, the population and the providers; `today` is the first day of the month in which the warm-up begins.
 * On failure the caller still frees. */
enum status world_init(struct world *self, const struct run_parameters *run, uint64_t replicate);
void world_free(struct world *self);

/* Lets the rules change on the days of these steps, each at the beginning of a month; those whose day has come hold at
 * once. Once, after world_init; what the steps hold must outlive the world. */
enum status world_follow(struct world *self, const struct scenario_step *steps, size_t count);

/* Lives the days up to the end of the month and closes it: census and conservation, activity, the market. */
enum status world_month(struct world *self);

/* Starts the next month with counts of zero. */
enum status world_begin_month(struct world *self);

/* One number for all state that decides the future. */
enum status world_hash(const struct world *self, uint64_t *digest);

/* People alive now. */
uint64_t world_people(const struct world *self);

#endif
