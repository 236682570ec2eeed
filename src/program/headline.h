/*
 * The headline figures of a run: gathered at each recorded month end, printed when it is over.
 */
#ifndef CATCHMENT_PROGRAM_HEADLINE_H
#define CATCHMENT_PROGRAM_HEADLINE_H

#include "base/text.h"
#include "engine/world.h"

struct headline {
    uint64_t people_start, people_end;
    int64_t births, deaths;
    int64_t emergency_admissions, consultations, attendances;
    int64_t bed_days, delayed_days;
    int64_t bed_capacity; /* beds open times days */
    int64_t days;
    int64_t person_days;
};

/* Adds the month that the world has just closed, with `days` days. */
void headline_month(struct headline *self, const struct world *world, day_t days);

/* Appends an aligned line for each figure, and the agents that end below zero. */
enum status headline_report(const struct headline *self, const struct market *market, struct text_buffer *out);

#endif
