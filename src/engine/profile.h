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

/* What a phase has done. Both numbers follow from the state alone: they are the same for any number of threads. */
struct phase_work {
    int64_t events; /* people synthesised, person-days lived, people moved, messages carried, months closed, recorded */
    int64_t bytes;  /* of the columns gone through from end to end and of the messages taken in and given out */
};

struct profile {
    double seconds[PHASE_COUNT];
    struct phase_work work[PHASE_COUNT];
    double mark; /* when the running phase began */
};

void profile_begin(struct profile *self);

/* Ends a phase, which began at the last profile_begin or profile_end. A phase may have several turns. */
void profile_end(struct profile *self, enum phase phase, struct phase_work work);

const char *phase_name(enum phase phase);

#endif
