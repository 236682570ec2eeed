#include "engine/profile.h"

#include <time.h>

#define PHASE_TEXT(name, text) (text),
static const char *const phase_names[PHASE_COUNT] = {PHASE_LIST(PHASE_TEXT)};
#undef PHASE_TEXT

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void profile_begin(struct profile *self)
{
    self->mark = now();
}

void profile_end(struct profile *self, enum phase phase, struct phase_work work)
{
    const double end = now();

    self->seconds[phase] += end - self->mark;
    self->work[phase].events += work.events;
    self->work[phase].bytes += work.bytes;
    self->mark = end;
}

const char *phase_name(enum phase phase)
{
    return phase_names[phase];
}
