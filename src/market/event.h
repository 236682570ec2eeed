/* Events: rules that changed and what agents decided, in order, with the reasons. Of the month; the recorder reads them
 * at its end. They are told, never read back: nothing depends on them. */
#ifndef CATCHMENT_MARKET_EVENT_H
#define CATCHMENT_MARKET_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/money.h"
#include "base/status.h"

/* X(ID, "word", "meaning") */
#define EVENT_LIST(X)                                                                                                  \
    X(POLICY, "policy", "rules changed as the scenario says; the note names the policy")                               \
    X(PERFORMANCE, "performance", "a share for performance was paid at the end of a year")                             \
    X(GAIN_SHARE, "gain_share", "what was saved in a year, or overspent, was shared")                                  \
    X(WARNING, "warning", "the regulator warned a provider of its finances; the amount is its balance")                \
    X(FAILURE, "failure", "a provider failed, by the regulator's ratings; the amount is its balance")                  \
    X(LOAN, "loan", "a provider that had failed was lent what it owed")

/* Then the moves of scenario/moves.def. */
#define EVENT_MEMBER(id, word, meaning) EVENT_##id,
#define MOVE(id, name, word, mechanism, meaning) EVENT_##id,
enum event_kind {
    EVENT_LIST(EVENT_MEMBER)
#include "scenario/moves.def"
        EVENT_KIND_COUNT
};
#undef MOVE
#undef EVENT_MEMBER

enum { EVENT_NOTE_SIZE = 240 };

/* The agent of an event that has none, or none beside the first. */
#define EVENT_NOBODY UINT32_MAX

struct event {
    day_t date;
    enum event_kind kind;
    uint32_t agent, other; /* accounts of the ledger, or EVENT_NOBODY */
    uint32_t service;      /* or LEDGER_NO_SERVICE */
    money_t pence;
    char note[EVENT_NOTE_SIZE]; /* UTF-8 */
};

struct events { /* zeroed is empty */
    struct event *items;
    size_t count, capacity;
};

/* Appends a copy with this note, which is cut to what there is room for. Errors: STATUS_NO_MEMORY. */
enum status events_add(struct events *self, const struct event *event, const char *note, ...)
    __attribute__((format(printf, 3, 4)));

void events_clear(struct events *self);
void events_free(struct events *self);

const char *event_word(enum event_kind kind);

#endif
