/* What travels between people and providers once a day: requests to the sites, outcomes back to the people.
 * A site takes them by service and person, what one person sent in the order of sending, and serves by urgency, day of
 * request and person; so neither threads nor ranks can change the order. */
#ifndef CATCHMENT_CARE_REQUEST_H
#define CATCHMENT_CARE_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum request_kind {
    REQUEST_SERVE,    /* a need */
    REQUEST_WITHDRAW, /* the person has died, left or moved: ends their waits and stays in this service here */
    REQUEST_RELEASE,  /* a bed, place or hours are given back */
};

enum urgency { URGENT, SOON, ROUTINE, URGENCY_COUNT }; /* which are served first */

enum withdraw_reason { WITHDRAW_DIED, WITHDRAW_LEFT };

enum request_flags {
    REQUEST_TO_ADMIT = 1,  /* attends accident and emergency on the way to a bed */
    REQUEST_SUPPORT = 2,   /* cannot leave the bed without new support */
    REQUEST_NOT_ILL = 4,   /* of an emergency stay: acute illness is not what it is for */
    REQUEST_STILL_ILL = 8, /* of an emergency stay: it ends before the illness does */
    REQUEST_DAY_CASE = 4,  /* a first outpatient attendance that leads to a day case */
    REQUEST_STAY = 8,      /* the same, to a planned stay of `amount` days */
};

enum {
    DISCHARGE_CAUSE_BITS = 7, /* of the flags of a discharge: enum delay_cause */
    REFERRED_DAYS_MOST = (1 << 10) - 1
};

/* What patients wait for in hospital after their treatment: X(ID, "name"). */
#define DELAY_CAUSE_LIST(X)                                                                                            \
    X(NOTHING_NEEDED, "nothing_needed") /* any more, or nothing that anybody offers */                                 \
    X(HOME_CARE, "home_care")                                                                                          \
    X(CARE_HOME, "care_home")                                                                                          \
    X(INTERMEDIATE_CARE, "intermediate_care")                                                                          \
    X(OTHER_PROGRAMME, "other_programme")                                                                              \
    X(EQUIPMENT, "equipment")                                                                                          \
    X(ASSESSMENT, "assessment") /* by a therapist, or therapy */                                                       \
    X(OTHER_SERVICE, "other_service")
#define DELAY_CAUSE_ENUMERATOR(id, name) DELAY_##id,
enum delay_cause { DELAY_CAUSE_LIST(DELAY_CAUSE_ENUMERATOR) DELAY_CAUSES };
#undef DELAY_CAUSE_ENUMERATOR

struct request {
    uint32_t person, row;
    uint16_t locality, site;
    uint8_t service; /* enum service */
    uint8_t kind;    /* enum request_kind */
    uint8_t urgency; /* enum urgency; a line knows more, in their order */
    uint8_t flags; /* enum request_flags; of a withdrawal, withdraw_reason; of the release of a patient, delay_cause */
    uint16_t amount; /* days of a stay or in a programme, or hours a week */
    uint16_t notice_days;
    uint16_t referred_days; /* from the referral to this request, REFERRED_DAYS_MOST at most; 0: it is the first */
    uint8_t origin;         /* the fork that led here + 1; 0: the usual way */
    uint8_t programme;      /* for whose membership a place is asked + 1; 0: for none */
};

enum outcome_kind {
    OUTCOME_SERVED,
    OUTCOME_ADMITTED,
    OUTCOME_READY,      /* treatment ends in discharge_notice_days; support is needed */
    OUTCOME_TREATED,    /* treatment is complete, but support is not there */
    OUTCOME_DISCHARGED, /* `amount` is the stay in days, `waited` the days of delay in it */
    OUTCOME_REFUSED,
};

struct outcome {
    uint32_t person, row;
    uint16_t locality, site;
    uint8_t service;
    uint8_t kind;
    uint8_t flags; /* of the request; of a discharge, enum delay_cause and REQUEST_STILL_ILL */
    uint8_t urgency;
    uint16_t waited; /* days from request */
    uint16_t amount;
    uint16_t referred_days;    /* of the request */
    uint8_t origin, programme; /* of the request */
};

struct requests {
    struct request *items;
    size_t count, capacity;
};

struct outcomes {
    struct outcome *items;
    size_t count, capacity;
};

enum status requests_add(struct requests *self, struct request request);
enum status outcomes_add(struct outcomes *self, struct outcome outcome);
void requests_free(struct requests *self);
void outcomes_free(struct outcomes *self);

#endif
