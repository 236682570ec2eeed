/* A service line at one site: its capacity, who waits for it, who is in its beds, and what it did this month.
 *
 * Each day the engine gives it the requests that reached it; line_day answers with outcomes. A line touches nothing but
 * itself, its site's beds and its own outbox, so that all sites work in parallel. A zeroed line is a valid one, without
 * capacity. */
#ifndef CATCHMENT_CARE_LINE_H
#define CATCHMENT_CARE_LINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/status.h"
#include "care/request.h"
#include "care/service.h"

enum { WAIT_DAYS = 400 }; /* waits are counted by day up to here; longer ones in the last */

struct waiting { /* one who waits, in the order of requests */
    struct request request;
    day_t asked, due;
};

/* The same in a quarter of a line of memory: site and service are those of the line of service, urgency and due day are
 * in the turn, and whoever waits asked notice_days before that day. */
struct queued {
    uint32_t person;
    uint32_t row : 22; /* four times as many as a locality can give ids to */
    uint32_t referred_days : 10;
    uint16_t amount, notice_days;
    uint32_t locality : 12;
    uint32_t flags : 4;
    uint32_t origin : 8;
    uint32_t programme : 8;
};

/* When an entry of the queue may be served, in one number: urgency x TURN_DAYS + due day + TURN_DAYS / 2. So the search
 * for those of one urgency who are due reads four bytes an entry, and compares them with two numbers. TURN_NEVER marks
 * a gap: who was there no longer waits. */
enum { TURN_DAYS = 1 << 23, TURN_NEVER = INT32_MAX };

struct stay {
    struct request request;
    day_t admitted, ready; /* treatment is complete on `ready` */
    uint16_t notified;     /* support has been asked for */
    uint16_t released;     /* support is there: enum delay_cause + 1; 0: not yet */
};

/* How soon an ambulance should be there, by the urgency of the call: X(ID, "name", urgency). */
#define RESPONSE_STANDARD_LIST(X)                                                                                      \
    X(A_8_MINUTES, "a_8_minutes", URGENT)                                                                              \
    X(A_19_MINUTES, "a_19_minutes", URGENT)                                                                            \
    X(B_19_MINUTES, "b_19_minutes", SOON)
#define RESPONSE_ENUMERATOR(id, name, urgency) RESPONSE_##id,
enum response_standard { RESPONSE_STANDARD_LIST(RESPONSE_ENUMERATOR) RESPONSE_STANDARDS };
#undef RESPONSE_ENUMERATOR

struct line_month {
    int64_t requested, served, refused, withdrawn, died_waiting; /* the fate of requests */
    int64_t bed_days, delayed_days;
    int64_t within_four_hours;                /* expected, in millionths of a person */
    int64_t served_by_urgency[URGENCY_COUNT]; /* the last with all that are less urgent */
    int64_t in_time[RESPONSE_STANDARDS];      /* expected, in millionths of a response */
    uint32_t waits[WAIT_DAYS];                /* of those served, by days from request */
};

struct line {
    uint32_t site, provider;
    enum service service;
    /* Bounds that save searches; no state, and of no meaning when nobody waits. */
    day_t first_due;       /* nobody is due before, unless somebody is on this day */
    day_t oldest_due;      /* nobody has been due since before */
    uint32_t last_urgency; /* nobody is less urgent */
    double posts, team;    /* capacity with all posts filled, of a team like the mean; what this team does against it */
    double capacity;       /* today: slots a working day, places, or hours a week; simulated */
    double planned;        /* of a provider that waits to enter: the posts that it opens with */
    double pull;           /* what a unit of capacity, or of beds, weighs when people choose; 1 unless matched */
    int64_t held;          /* places or hours in use */
    size_t queue_count, stay_count;
    struct queued *queue; /* read it with line_queue, since it has gaps */
    int32_t *turns;       /* of each entry of the queue */
    size_t queue_length;  /* gaps included */
    struct stay *stays;
    size_t queue_capacity, turn_capacity, stay_capacity;
    int64_t opening_queue; /* at the start of the month */
    double median_wait;    /* of last month, in days; what people see when they choose */
    struct line_month month;
};

struct line_rules { /* of the scenario, for one service */
    int64_t open_days_per_week, longest_wait_days, discharge_notice_days;
    double bed_reserve_share, escalation_share;
    double four_hours_share, four_hours_occupancy, four_hours_fall; /* 0 where waits of hours are not counted */
    double crew_utilisation, response_share[RESPONSE_STANDARDS], response_fall[RESPONSE_STANDARDS]; /* 0 likewise */
};

struct site;

/* One day, each day in turn: `inbox` in order of persons. Appends to `outbox`.
 *
 *   inbox    in its order. Withdrawals end all waits and stays of the person here; they give back no place or
 *            hours, which takes a release.
 *   stays    a bed day is a midnight: a stay of n days takes n of them. It ends on its ready day, or later on the
 *            day on which the support that it needs is there; midnights after the ready day are delayed days, too,
 *            and the discharge says what they were waited for, as the release did. Whoever has to wait hears on the
 *            ready day that treatment is complete.
 *   queue    by urgency, and within it in the order of requests: those who are due, as long as there is room. A
 *            package of hours, one or more, that is too large for what is left lets smaller ones pass. Slots of an
 *            open day are what makes the whole slots of capacity x open days so far, so that parts of a slot add up.
 *            Planned admissions stop at beds x (1 - reserve), rounded up, others at beds x (1 + escalation),
 *            rounded down.
 *   hours    of those served on the day on which they came, four_hours_share are expected to be through within four
 *            hours, less four_hours_fall for each 1 by which beds in use / beds of the site, before this line works,
 *            exceeds four_hours_occupancy; in [0, 1], rounded to a millionth.
 *   minutes  of those served on the day on which they came with the urgency of a standard, response_share are expected
 *            to be in time, less response_fall for each 1 by which those who are to be served today / the slots of
 * today exceeds crew_utilisation; in [0, 1], rounded to a millionth. refusal  of those left who have waited more than
 * longest_wait_days beyond their due day.
 *
 * Errors: STATUS_NO_MEMORY; STATUS_INVARIANT when more is given back than is held. The line can then only be freed. */
enum status line_day(struct line *self, struct site *site, const struct line_rules *rules, const struct request *inbox,
                     size_t count, day_t today, struct outcomes *outbox);

/* The share of attendances that the beds of a site, as they are now, let be over within four hours; it may lie outside
 * [0, 1]. */
double line_four_hours_share(const struct line_rules *rules, const struct site *site);

/* Every request of the month is served, refused, withdrawn, dead or still waiting: else STATUS_INVARIANT. `provider` is
 * its name, `today` any day of the month; both are for the message. */
enum status line_check(const struct line *self, const char *provider, day_t today);

/* Median wait of the month from its histogram, in days: the first by which half of those served had been. 0 when nobody
 * was served. */
double line_median_wait(const struct line *self);

/* How many of those served in the month had waited so many days at most, fewer than WAIT_DAYS - 1. */
int64_t line_served_within(const struct line *self, int days);

/* Starts the next month: its counts are zero, its opening queue is who waits now. The median wait of the month that
 * ends is kept, or the one before if nobody was served. */
void line_begin_month(struct line *self);

/* Copies the queue in its order; `out` has room for queue_count entries. */
void line_queue(const struct line *self, struct waiting *out);

/* Gives a line without queue and stays those of another time: copies of both. All waits are for this line, and due
 * notice_days after they were asked for. The beds of the stays are not counted here. Errors: STATUS_NO_MEMORY; the line
 * can then only be freed. */
enum status line_restore(struct line *self, const struct waiting *queue, size_t queue_count, const struct stay *stays,
                         size_t stay_count);

/* Feeds all state: capacities, what is held, the queue, the stays and the counts of the month. */
void line_hash(const struct line *self, struct hash *hash);

/* Frees the queue and the stays; safe on a zeroed line. */
void line_free(struct line *self);

#endif
