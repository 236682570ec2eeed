/*
 * How far a run has come, on standard error: a bar on a terminal, else a line for each tenth.
 */
#ifndef CATCHMENT_PROGRAM_PROGRESS_H
#define CATCHMENT_PROGRAM_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"

struct progress {
    day_t first, until; /* the days simulated, warm-up included */
    double started;     /* progress_clock */
    double person_years;
    int tenth;        /* said last */
    bool is_terminal; /* of standard error */
};

/* Seconds on a clock that only goes forward. */
double progress_clock(void);

void progress_begin(struct progress *self, day_t first, day_t until);

/* The days before `today` are done; `days` of them, since the last call, by `people`. */
void progress_show(struct progress *self, day_t today, day_t days, uint64_t people);

/* Takes the bar away. */
void progress_end(const struct progress *self);

/* Person-years a second so far. */
double progress_rate(const struct progress *self);

#endif
