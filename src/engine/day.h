/* The day, phase by phase. */
#ifndef CATCHMENT_ENGINE_DAY_H
#define CATCHMENT_ENGINE_DAY_H

#include "engine/world.h"

/* Makes room for what each thread counts; before any day_pathway. Errors: STATUS_NO_MEMORY. */
enum status day_reserve(struct world *world);

/* Lives world->today and moves it on. */
enum status day_live(struct world *world);

/* The view that the people floor has of a locality's day. */
struct life day_life(struct world *world, size_t locality);

/* The view that the care floor has of it; `life` must outlive it. */
struct pathway day_pathway(struct world *world, size_t locality, const struct life *life);

#endif
