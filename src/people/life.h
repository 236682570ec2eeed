/* Life: what happens to the people of one locality today.
 *
 * Each person has one number for "something happens today" (their threshold); a keyed draw below it wakes them, and
 * only then is it found out what happened: births, deaths, moves, onset and resolution of conditions, frailty,
 * functional need, carers, and the needs that the care floor turns into requests. Runs for each locality by itself; a
 * household that moves to another locality waits in `movers` until the exchange. */
#ifndef CATCHMENT_PEOPLE_LIFE_H
#define CATCHMENT_PEOPLE_LIFE_H

#include "base/random.h"
#include "base/status.h"
#include "people/area.h"
#include "people/census.h"
#include "people/person.h"
#include "people/population.h"

/* What the care floor is told, in the order in which it happened. */
enum notice_kind {
    NOTICE_NEED,             /* a need for care; `hazard` says which */
    NOTICE_DIED,             /* the row still holds the person until life_settle */
    NOTICE_LEFT,             /* departed from the area; the same */
    NOTICE_MOVED_AWAY,       /* moved to another locality; the same */
    NOTICE_MOVED,            /* moved to another neighbourhood of this locality */
    NOTICE_ARRIVED,          /* came from outside, or was born */
    NOTICE_HOME_CARE_ENDED,  /* the package of home care is no longer needed */
    NOTICE_CARER_BROKE_DOWN, /* a strained carer has given up */
};

struct notice {
    uint32_t row;
    uint16_t neighbourhood; /* where they lived until now */
    uint8_t kind;
    uint8_t hazard;
};

struct notices {
    struct notice *items;
    size_t count, capacity;
};

/* A member of a household on the way to another locality: the row, and where to. */
struct mover {
    uint32_t row;
    uint16_t neighbourhood;
    uint16_t household; /* members of one household follow each other and share this number */
};

struct movers {
    struct mover *items;
    size_t count, capacity;
    uint16_t households;
};

/* What the day of one locality works on. */
struct life {
    struct people *people;
    const struct population *population;
    const struct area *area;
    struct random_key key;
    day_t today;
    struct census *census;
    struct notices *notices;
    struct movers *movers;
};

/* Age in completed years. */
unsigned life_age(day_t birth_day, day_t today);

/* The day at whose age people's hazards are taken: hazards change with age at the start of a month, and its middle
 * makes that neither early nor late. */
day_t life_middle(day_t today);

/* Sets a person's threshold from their state, after any change to their exposures, and fills `hazards`. `middle` is
 * life_middle of today. */
void life_refresh(struct people *people, uint32_t row, const struct population *population, day_t middle,
                  union hazard_vector *hazards);

/* The same for those in programmes, after programmes_update; and for everybody, after population_update. */
void life_refresh_members(struct people *people, const struct population *population, day_t today);
void life_refresh_all(struct people *people, const struct population *population, day_t today);

/* The day. Rows that died, left or moved away still hold the person until life_settle, and those who were born or
 * arrived begin to live with it; until then the threshold of both is 0. */
enum status life_day(const struct life *self);

/* Ends the day, after the care floor has seen the notices and the movers have been copied: frees the rows of those who
 * have gone, and wakes newcomers from the next day on. */
void life_settle(const struct life *self);

/* Takes in the `count` members of a household, from the store of another locality; today's census counts them. */
enum status life_receive(const struct life *self, const struct people *from, const struct mover *members, size_t count);

/* For the care floor: a person moves into a care home, home care starts or stops, frailty worsens by a band. */
enum status life_enter_care_home(const struct life *self, uint32_t row);
enum status life_worsen_frailty(const struct life *self, uint32_t row);
void life_set_home_care(const struct life *self, uint32_t row, uint8_t hours);

/* Acute illness, in which death is near: in a hospital bed, until treatment there is complete; or elsewhere, when it
 * might have led to a bed but did not, until the lane of HAZARD_SETTLE ends it. That lane ends the weeks after it,
 * too. Whoever is still ill when treatment in the bed ends goes on elsewhere. */
void life_fall_ill_in_bed(const struct life *self, uint32_t row);
void life_fall_ill_elsewhere(const struct life *self, uint32_t row);
void life_end_treatment(const struct life *self, uint32_t row, bool still_ill);

/* What programmes make of a person's emergency admissions. Above 1 there are admissions without acute illness. */
double life_admission_ratio(const struct life *self, uint32_t row);

/* Recent use of somebody of the first population, as the hazards of today would have had it. */
void life_draw_recent(struct people *people, uint32_t row, const union hazard_vector *hazards, double through_ae_share,
                      struct random_key key);

/* Recent use, by which people are found for programmes: another quarter of a year begins; an emergency admission or an
 * attendance at accident and emergency is counted. */
void life_begin_quarter(struct people *people);
void life_count_admission(const struct life *self, uint32_t row);
void life_count_attendance(const struct life *self, uint32_t row);

/* Somebody joins a programme that they are not in, or leaves the one of the entry at `at` of the memberships. Errors:
 * STATUS_NO_MEMORY. */
enum status life_join_programme(const struct life *self, struct membership membership);
void life_leave_programme(const struct life *self, uint32_t at);

#endif
