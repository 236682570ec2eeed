/* Where the time of a run goes, by phase. Reads the clock; decides nothing. */
#ifndef CATCHMENT_ENGINE_PROFILE_H
#define CATCHMENT_ENGINE_PROFILE_H

#include <stdint.h>

#define PHASE_LIST(X)                                                                                                  \
    X(SYNTHESIS, "synthesis")                                                                                          \
    X(PEOPLE, "people and pathways")                                                                                   \
    X(MOVES, "moves")                                                                                                  \
    X(REQUESTS, "exchange of requests")                                                                                \
    X(SERVICE, "service")                                                                                              \
    X(OUTCOMES, "exchange of outcomes")                                                                                \
    X(MONTH, "end of month")                                                                                           \
    X(OUTPUT, "output")

#define PHASE_MEMBER(name, text) PHASE_##name,
enum phase { PHASE_LIST(PHASE_MEMBER) PHASE_COUNT };
#undef PHASE_MEMBER

struct profile {
    double seconds[PHASE_COUNT];
    int64_t events[PHASE_COUNT]; /* people synthesised, requests and outcomes carried, months closed */
    double mark;                 /* when the running phase began */
};

void profile_begin(struct profile *self);

/* Ends a phase, which began at the last profile_begin or profile_end. */
void profile_end(struct profile *self, enum phase phase, int64_t events);

const char *phase_name(enum phase phase);

#endif
