/*
 * Signals that ask a run to stop: SIGINT, SIGTERM, SIGUSR1. They are held back, and looked at where a run can stop
 * cleanly; so nothing is done inside a handler, and there is none.
 */
#ifndef CATCHMENT_PROGRAM_INTERRUPTION_H
#define CATCHMENT_PROGRAM_INTERRUPTION_H

#include <signal.h>

struct interruption {
    sigset_t signals; /* those held back: the ones that this process does not ignore */
};

/* Holds the signals back, in this thread and in those that it starts from now on. */
void interruption_begin(struct interruption *self);

/* The number of a signal that has come, or 0. */
int interruption_come(const struct interruption *self);

#endif
