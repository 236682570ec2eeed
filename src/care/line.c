#include "care/line.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "care/supply.h"

enum {
    DAYS_A_WEEK = 7,
    MONTH_TEXT_LENGTH = 7, /* YYYY-MM */
    TURNS_AT_ONCE = 64,    /* searched together, in a loop that vectorises */
    FOUND_AT_ONCE = 128,   /* found before they are served, so that all of them are on their way from memory */
    GAPS_SHARE = 4         /* a queue of which more than one in so many is a gap is closed up */
};

/* What may be lost in a product of beds and a share. */
static const double rounding = 1e-6;

static const double millionths = 1e6;

/* The hash reads whole entries, which must not have holes. */
_Static_assert(sizeof(struct request) == 2 * sizeof(uint32_t) + 5 * sizeof(uint16_t) + 6 * sizeof(uint8_t),
               "a request has no padding");
_Static_assert(sizeof(struct queued) == 16, "four entries of a queue to a line of memory");
_Static_assert(sizeof(struct waiting) == sizeof(struct request) + 2 * sizeof(day_t), "a wait has no padding");
_Static_assert(sizeof(struct stay) == sizeof(struct request) + 2 * sizeof(day_t) + 2 * sizeof(uint16_t),
               "a stay has no padding");

/* One line at work on one day. */
struct work {
    struct line *line;
    struct site *site;
    const struct line_rules *rules;
    struct outcomes *outbox;
    day_t today;
    bool in_bed;                    /* whether those served stay in a bed of the site */
    bool by_hours;                  /* whether room is taken by the amount asked for, not one by one */
    bool holds;                     /* whether those served keep their place or hours until they are released */
    int64_t room;                   /* slots, places or hours left */
    int64_t beds;                   /* beds left */
    int64_t at_once[URGENCY_COUNT]; /* of served_by_urgency, those who came today */
    enum status status;
};

#define RESPONSE_URGENCY(id, name, urgency) urgency,
static const enum urgency response_urgencies[RESPONSE_STANDARDS] = {RESPONSE_STANDARD_LIST(RESPONSE_URGENCY)};
#undef RESPONSE_URGENCY

static uint16_t clamp_u16(int64_t value)
{
    return (uint16_t)(value > UINT16_MAX ? UINT16_MAX : value);
}

static void work_answer(struct work *self, const struct request *request, enum outcome_kind kind, int64_t waited,
                        int64_t amount)
{
    const struct outcome outcome = {
        .person = request->person,
        .row = request->row,
        .locality = request->locality,
        .site = request->site,
        .service = request->service,
        .kind = (uint8_t)kind,
        .flags = request->flags,
        .urgency = request->urgency,
        .waited = clamp_u16(waited),
        .amount = clamp_u16(amount),
        .referred_days = request->referred_days,
        .origin = request->origin,
        .programme = request->programme,
    };

    if (self->status == STATUS_OK) {
        self->status = outcomes_add(self->outbox, outcome);
    }
}

/* The queue as a store */

static int32_t turn_of(uint8_t urgency, day_t due)
{
    return urgency * TURN_DAYS + due + TURN_DAYS / 2;
}

static day_t due_of(int32_t turn)
{
    return turn % TURN_DAYS - TURN_DAYS / 2;
}

/* Who waits at a place of the queue that is no gap. */
static struct waiting line_waiting(const struct line *self, size_t at)
{
    const struct queued *entry = &self->queue[at];
    const day_t due = due_of(self->turns[at]);

    return (struct waiting){
        .request = {.person = entry->person,
                    .row = entry->row,
                    .locality = (uint16_t)entry->locality,
                    .site = (uint16_t)self->site,
                    .service = (uint8_t)self->service,
                    .kind = REQUEST_SERVE,
                    .urgency = (uint8_t)(self->turns[at] / TURN_DAYS),
                    .flags = (uint8_t)entry->flags,
                    .amount = entry->amount,
                    .notice_days = entry->notice_days,
                    .referred_days = (uint16_t)entry->referred_days,
                    .origin = (uint8_t)entry->origin,
                    .programme = (uint8_t)entry->programme},
        .asked = due - entry->notice_days,
        .due = due,
    };
}

static enum status line_reserve_queue(struct line *self, size_t more)
{
    const size_t needed = self->queue_length + more;
    enum status status = memory_reserve((void **)&self->queue, &self->queue_capacity, needed, sizeof *self->queue);

    if (status == STATUS_OK) {
        status = memory_reserve((void **)&self->turns, &self->turn_capacity, needed, sizeof *self->turns);
    }
    return status;
}

/* There must be room for it. */
static void line_join(struct line *self, const struct request *request, day_t asked)
{
    const uint32_t urgency = request->urgency;
    const day_t due = asked + request->notice_days;
    const bool alone = self->queue_count == 0;

    self->first_due = alone || due < self->first_due ? due : self->first_due;
    self->oldest_due = alone || due < self->oldest_due ? due : self->oldest_due;
    self->last_urgency = alone || urgency > self->last_urgency ? urgency : self->last_urgency;
    self->queue[self->queue_length] = (struct queued){.person = request->person,
                                                      .row = request->row & 0x3fffffU,
                                                      .referred_days = request->referred_days & 0x3ffU,
                                                      .amount = request->amount,
                                                      .notice_days = request->notice_days,
                                                      .locality = request->locality & 0xfffU,
                                                      .flags = request->flags & 0xfU,
                                                      .origin = request->origin & 0xffU,
                                                      .programme = request->programme & 0xffU};
    self->turns[self->queue_length] = turn_of(request->urgency, due);
    self->queue_length++;
    self->queue_count++;
}

static void line_leave(struct line *self, size_t at)
{
    self->turns[at] = TURN_NEVER;
    self->queue_count--;
}

static void line_close_gaps(struct line *self)
{
    size_t kept = 0;

    if ((self->queue_length - self->queue_count) * GAPS_SHARE <= self->queue_length) {
        return;
    }
    for (size_t i = 0; i < self->queue_length && kept < self->queue_count; i++) {
        if (self->turns[i] != TURN_NEVER) {
            self->queue[kept] = self->queue[i];
            self->turns[kept] = self->turns[i];
            kept++;
        }
    }
    self->queue_length = kept;
}

/* Stops at the first who is due tomorrow or before: the queue must be looked at tomorrow, whoever else is due. */
static void line_find_first_due(struct line *self, day_t today)
{
    day_t first = INT32_MAX;

    for (size_t i = 0; i < self->queue_length && first > today + 1; i++) {
        const day_t due = due_of(self->turns[i]);
        first = due < first ? due : first;
    }
    self->first_due = first;
}

void line_queue(const struct line *self, struct waiting *out)
{
    for (size_t i = 0; i < self->queue_length; i++) {
        if (self->turns[i] != TURN_NEVER) {
            *out++ = line_waiting(self, i);
        }
    }
}

enum status line_restore(struct line *self, const struct waiting *queue, size_t queue_count, const struct stay *stays,
                         size_t stay_count)
{
    enum status status = line_reserve_queue(self, queue_count);

    if (status == STATUS_OK) {
        status = memory_reserve((void **)&self->stays, &self->stay_capacity, stay_count, sizeof *self->stays);
    }
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < queue_count; i++) {
        line_join(self, &queue[i].request, queue[i].asked);
    }
    for (size_t i = 0; i < stay_count; i++) {
        self->stays[self->stay_count++] = stays[i];
    }
    return STATUS_OK;
}

/* The inbox */

static void work_join(struct work *self, const struct request *request)
{
    line_join(self->line, request, self->today);
    self->line->month.requested++;
}

/* The midnight that has passed. */
static void work_count_night(struct work *self, const struct stay *stay)
{
    self->line->month.bed_days += stay->admitted < self->today;
    self->line->month.delayed_days += stay->ready < self->today;
}

static void work_end_waits(struct work *self, const struct request *request)
{
    struct line *line = self->line;
    int64_t ended = 0;

    for (size_t i = 0; i < line->queue_length; i++) {
        if (line->queue[i].person == request->person && line->turns[i] != TURN_NEVER) {
            line_leave(line, i);
            ended++;
        }
    }
    *(request->flags == WITHDRAW_DIED ? &line->month.died_waiting : &line->month.withdrawn) += ended;
}

static void work_end_stays(struct work *self, uint32_t person)
{
    struct line *line = self->line;
    size_t kept = 0;

    for (size_t i = 0; i < line->stay_count; i++) {
        if (line->stays[i].request.person == person) {
            work_count_night(self, &line->stays[i]);
            self->site->beds_held--;
        } else {
            line->stays[kept++] = line->stays[i];
        }
    }
    line->stay_count = kept;
}

/* The first thing that comes is what they have waited for. */
static void work_free_patient(struct work *self, const struct request *request)
{
    struct line *line = self->line;

    for (size_t i = 0; i < line->stay_count; i++) {
        struct stay *stay = &line->stays[i];
        if (stay->request.person == request->person && stay->released == 0) {
            stay->released = (uint16_t)(request->flags + 1);
        }
    }
}

static void work_release(struct work *self, const struct request *request)
{
    struct line *line = self->line;
    const int64_t amount = self->by_hours ? request->amount : 1;

    if (self->in_bed) {
        work_free_patient(self, request);
    } else if (amount > line->held) {
        self->status = status_raise(STATUS_INVARIANT,
                                    "person %" PRIu32 " gives back %" PRId64 " of %s, of which %" PRId64 " are held",
                                    request->person, amount, service_lines[line->service].name, line->held);
    } else {
        line->held -= amount;
    }
}

static void work_receive(struct work *self, const struct request *inbox, size_t count)
{
    self->status = line_reserve_queue(self->line, count);
    for (size_t i = 0; i < count && self->status == STATUS_OK; i++) {
        switch ((enum request_kind)inbox[i].kind) {
        case REQUEST_SERVE:
            work_join(self, &inbox[i]);
            break;
        case REQUEST_WITHDRAW:
            work_end_waits(self, &inbox[i]);
            work_end_stays(self, inbox[i].person);
            break;
        case REQUEST_RELEASE:
            work_release(self, &inbox[i]);
            break;
        }
    }
}

/* Stays */

/* Asks for support in time; true when the person leaves the bed today. */
static bool work_ends_stay(struct work *self, struct stay *stay)
{
    const bool support = (stay->request.flags & REQUEST_SUPPORT) != 0;

    if (support && stay->notified == 0 && self->today >= stay->ready - self->rules->discharge_notice_days) {
        stay->notified = 1;
        work_answer(self, &stay->request, OUTCOME_READY, 0, stay->request.amount);
    }
    if (self->today < stay->ready) {
        return false;
    }
    if (support && stay->released == 0) {
        if (self->today == stay->ready) {
            work_answer(self, &stay->request, OUTCOME_TREATED, 0, stay->request.amount);
        }
        return false;
    }
    struct request leaving = stay->request;
    leaving.flags = (uint8_t)((leaving.flags & REQUEST_STILL_ILL) |
                              (stay->released > 0 ? stay->released - 1 : DELAY_NOTHING_NEEDED));
    work_answer(self, &leaving, OUTCOME_DISCHARGED, (int64_t)self->today - stay->ready,
                (int64_t)self->today - stay->admitted);
    return true;
}

static void work_care_for_stays(struct work *self)
{
    struct line *line = self->line;
    size_t kept = 0;

    for (size_t i = 0; i < line->stay_count; i++) {
        work_count_night(self, &line->stays[i]);
        if (work_ends_stay(self, &line->stays[i])) {
            self->site->beds_held--;
        } else {
            if (kept != i) {
                line->stays[kept] = line->stays[i];
            }
            kept++;
        }
    }
    line->stay_count = kept;
}

static void work_admit(struct work *self, const struct waiting *entry)
{
    struct line *line = self->line;
    struct stay stay = {
        .request = entry->request,
        .admitted = self->today,
        .ready = self->today + entry->request.amount,
    };

    work_answer(self, &stay.request, OUTCOME_ADMITTED, (int64_t)self->today - entry->asked, stay.request.amount);
    if (work_ends_stay(self, &stay) || self->status != STATUS_OK) {
        return;
    }
    self->status =
        memory_reserve((void **)&line->stays, &line->stay_capacity, line->stay_count + 1, sizeof *line->stays);
    if (self->status == STATUS_OK) {
        line->stays[line->stay_count++] = stay;
        self->site->beds_held++;
        self->beds--;
    }
}

/* Who is served, and who is refused */

/* Open days up to this one, counted from the Monday of the week in which 1970 began. */
static int64_t open_days_until(day_t day, int64_t open_days_per_week)
{
    const int64_t weekday = calendar_weekday(day);
    const int64_t weeks = ((int64_t)day - weekday + calendar_weekday(0)) / DAYS_A_WEEK;

    return weeks * open_days_per_week + (weekday < open_days_per_week ? weekday + 1 : open_days_per_week);
}

static int64_t slots_of(double capacity, day_t day, int64_t open_days_per_week)
{
    const int64_t open_days = open_days_until(day, open_days_per_week);

    if (calendar_weekday(day) >= open_days_per_week) {
        return 0;
    }
    return (int64_t)(floor(capacity * (double)open_days) - floor(capacity * (double)(open_days - 1)));
}

static int64_t beds_for(const struct work *self, enum discipline discipline)
{
    const double beds = (double)self->site->beds;
    const double limit = discipline == DISCIPLINE_BED ? floor(beds * (1 + self->rules->escalation_share) + rounding)
                                                      : ceil(beds * (1 - self->rules->bed_reserve_share) - rounding);

    return (int64_t)limit - self->site->beds_held;
}

static void work_find_room(struct work *self, enum discipline discipline)
{
    const struct line *line = self->line;

    switch (discipline) {
    case DISCIPLINE_DAILY:
    case DISCIPLINE_BOOKED:
        self->room = slots_of(line->capacity, self->today, self->rules->open_days_per_week);
        break;
    case DISCIPLINE_BED:
        self->room = INT64_MAX;
        break;
    case DISCIPLINE_PLACE:
    case DISCIPLINE_HOURS:
        self->room = (int64_t)floor(line->capacity) - line->held;
        break;
    }
    self->beds = self->in_bed ? beds_for(self, discipline) : INT64_MAX;
}

static bool work_has_room(const struct work *self)
{
    return self->room > 0 && self->beds > 0 && self->status == STATUS_OK;
}

/* Serves this entry of the queue, unless it asks for more than is left. */
static void work_serve(struct work *self, size_t at)
{
    struct line *line = self->line;
    const struct waiting entry = line_waiting(line, at);
    const int64_t cost = self->by_hours ? entry.request.amount : 1;
    const int64_t waited = (int64_t)self->today - entry.asked;
    const size_t urgency = entry.request.urgency < URGENCY_COUNT ? entry.request.urgency : URGENCY_COUNT - 1;

    if (cost > self->room) {
        return;
    }
    if (self->in_bed) {
        work_admit(self, &entry);
    } else {
        work_answer(self, &entry.request, OUTCOME_SERVED, waited, entry.request.amount);
    }
    line->held += self->holds ? cost : 0;
    self->room -= cost;
    line->month.served++;
    line->month.waits[waited < WAIT_DAYS ? waited : WAIT_DAYS - 1]++;
    line->month.served_by_urgency[urgency]++;
    self->at_once[urgency] += waited == 0;
    line_leave(line, at);
}

/* Whether one of these turns is in [first, last]. Masks, since these vectorise to two comparisons a turn. */
static bool turns_have(const int32_t *turns, size_t count, int32_t first, int32_t last)
{
    int32_t outside = -1;

    for (size_t i = 0; i < count; i++) {
        outside &= -(int32_t)(turns[i] < first) | -(int32_t)(turns[i] > last);
    }
    return outside == 0;
}

/* A search through the queue for turns in [first, last], some at a time. */
struct search {
    int32_t first, last;
    size_t next;  /* where it goes on */
    size_t count; /* found this time */
    size_t found[FOUND_AT_ONCE];
};

/* Goes on to the end, or until it has found as many as are wanted or have room. */
static void search_on(struct search *self, const struct line *line, int64_t wanted)
{
    const int32_t *turns = line->turns;
    size_t count = 0;

    while (self->next < line->queue_length && (int64_t)count < wanted && count <= FOUND_AT_ONCE - TURNS_AT_ONCE) {
        const size_t rest = line->queue_length - self->next, step = rest < TURNS_AT_ONCE ? rest : TURNS_AT_ONCE;
        if (turns_have(&turns[self->next], step, self->first, self->last)) {
            for (size_t i = self->next; i < self->next + step; i++) {
                self->found[count] = i;
                count += turns[i] >= self->first && turns[i] <= self->last;
            }
        }
        self->next += step;
    }
    self->count = count;
    for (size_t i = 0; i < count; i++) {
        __builtin_prefetch(&line->queue[self->found[i]]);
    }
}

static void work_serve_urgency(struct work *self, int32_t urgency)
{
    struct search search = {.first = urgency * TURN_DAYS};

    search.last = search.first + self->today + TURN_DAYS / 2;
    while (work_has_room(self) && search.next < self->line->queue_length) {
        search_on(&search, self->line, self->room < self->beds ? self->room : self->beds);
        for (size_t i = 0; i < search.count && work_has_room(self); i++) {
            work_serve(self, search.found[i]);
        }
    }
}

static void work_serve_queue(struct work *self)
{
    const int32_t last_urgency = (int32_t)self->line->last_urgency;

    for (int32_t urgency = 0; urgency <= last_urgency && work_has_room(self); urgency++) {
        work_serve_urgency(self, urgency);
    }
}

static void work_refuse(struct work *self)
{
    struct line *line = self->line;
    const int64_t last_due = (int64_t)self->today - self->rules->longest_wait_days;

    if (line->oldest_due >= last_due) {
        return;
    }
    line->oldest_due = INT32_MAX;
    for (size_t i = 0; i < line->queue_length; i++) {
        if (line->turns[i] == TURN_NEVER) {
            continue;
        }
        const struct waiting entry = line_waiting(line, i);
        if (entry.due < last_due) {
            work_answer(self, &entry.request, OUTCOME_REFUSED, (int64_t)self->today - entry.asked,
                        entry.request.amount);
            line->month.refused++;
            line_leave(line, i);
        } else if (entry.due < line->oldest_due) {
            line->oldest_due = entry.due;
        }
    }
}

static int64_t millionths_of(double share)
{
    return (int64_t)round(millionths * fmin(fmax(share, 0), 1));
}

/* A full hospital keeps those who are to be admitted waiting in its department, and with them the others. */
double line_four_hours_share(const struct line_rules *rules, const struct site *site)
{
    const double beds = (double)site->beds, occupancy = beds > 0 ? (double)site->beds_held / beds : 0;
    const double excess = fmax(occupancy - rules->four_hours_occupancy, 0);

    return rules->four_hours_share - rules->four_hours_fall * excess;
}

/* Calls of the day for each slot of it, before anybody is served. */
static double work_utilisation(const struct work *self)
{
    return self->room > 0 ? (double)self->line->queue_count / (double)self->room : 0;
}

/* Busy crews are far from the next call. */
static void work_count_responses(struct work *self, double utilisation)
{
    const struct line_rules *rules = self->rules;
    const double excess = fmax(utilisation - rules->crew_utilisation, 0);

    for (size_t standard = 0; standard < RESPONSE_STANDARDS; standard++) {
        const double share = rules->response_share[standard] - rules->response_fall[standard] * excess;
        self->line->month.in_time[standard] += self->at_once[response_urgencies[standard]] * millionths_of(share);
    }
}

enum status line_day(struct line *self, struct site *site, const struct line_rules *rules, const struct request *inbox,
                     size_t count, day_t today, struct outcomes *outbox)
{
    if (count == 0 && self->stay_count == 0 && (self->queue_count == 0 || self->first_due > today)) {
        return STATUS_OK;
    }
    const enum discipline discipline = service_lines[self->service].discipline;
    struct work work = {
        .line = self,
        .site = site,
        .rules = rules,
        .outbox = outbox,
        .today = today,
        .in_bed = discipline == DISCIPLINE_BED || self->service == SERVICE_ELECTIVE_INPATIENT,
        .by_hours = discipline == DISCIPLINE_HOURS,
        .holds = discipline == DISCIPLINE_HOURS || discipline == DISCIPLINE_PLACE,
    };
    work_receive(&work, inbox, count);
    if (work.status == STATUS_OK) {
        work_care_for_stays(&work);
    }
    if (work.status == STATUS_OK && self->queue_count != 0 && self->first_due <= today) {
        const int64_t at_once_before = self->month.waits[0],
                      in_time = millionths_of(line_four_hours_share(rules, site));
        work_find_room(&work, discipline);
        const double utilisation = work_utilisation(&work);
        work_serve_queue(&work);
        self->month.within_four_hours += (self->month.waits[0] - at_once_before) * in_time;
        work_count_responses(&work, utilisation);
        work_refuse(&work);
        line_find_first_due(self, today);
    }
    line_close_gaps(self);
    return work.status;
}

enum status line_check(const struct line *self, const char *provider, day_t today)
{
    const struct line_month *month = &self->month;
    const int64_t asked = self->opening_queue + month->requested;
    const int64_t ended = month->served + month->refused + month->withdrawn + month->died_waiting;
    char date[CALENDAR_TEXT_SIZE];

    if (asked == ended + (int64_t)self->queue_count) {
        return STATUS_OK;
    }
    calendar_format(today, date);
    return status_raise(STATUS_INVARIANT,
                        "%s, %s, %.*s: %" PRId64 " waiting and %" PRId64 " requested, but %" PRId64 " served, %" PRId64
                        " refused, %" PRId64 " withdrawn, %" PRId64 " died and %zu waiting",
                        provider, service_lines[self->service].name, MONTH_TEXT_LENGTH, date, self->opening_queue,
                        month->requested, month->served, month->refused, month->withdrawn, month->died_waiting,
                        self->queue_count);
}

double line_median_wait(const struct line *self)
{
    int64_t served = 0;

    for (int days = 0; days < WAIT_DAYS; days++) {
        served += self->month.waits[days];
        if (served > 0 && 2 * served >= self->month.served) {
            return days;
        }
    }
    return 0;
}

int64_t line_served_within(const struct line *self, int days)
{
    int64_t served = 0;

    for (int waited = 0; waited <= days; waited++) {
        served += self->month.waits[waited];
    }
    return served;
}

void line_begin_month(struct line *self)
{
    if (self->month.served > 0) {
        self->median_wait = line_median_wait(self);
    }
    self->month = (struct line_month){0};
    self->opening_queue = (int64_t)self->queue_count;
}

void line_hash(const struct line *self, struct hash *hash)
{
    const struct line_month *month = &self->month;
    const double reals[] = {self->posts, self->team, self->capacity, self->pull, self->median_wait};
    const int64_t integers[] = {
        self->site,
        self->provider,
        self->service,
        self->held,
        self->opening_queue,
        (int64_t)self->queue_count,
        month->requested,
        month->served,
        month->refused,
        month->withdrawn,
        month->died_waiting,
        month->bed_days,
        month->delayed_days,
        (int64_t)self->stay_count,
        month->within_four_hours,
    };

    hash_update(hash, reals, sizeof reals);
    hash_update(hash, integers, sizeof integers);
    for (size_t i = 0; i < self->queue_length; i++) {
        if (self->turns[i] != TURN_NEVER) {
            const struct waiting entry = line_waiting(self, i);
            hash_update(hash, &entry, sizeof entry);
        }
    }
    hash_update(hash, self->stays, self->stay_count * sizeof *self->stays);
    hash_update(hash, month->waits, sizeof month->waits);
    hash_update(hash, month->served_by_urgency, sizeof month->served_by_urgency);
    hash_update(hash, month->in_time, sizeof month->in_time);
}

void line_free(struct line *self)
{
    memory_free((void **)&self->queue);
    memory_free((void **)&self->turns);
    memory_free((void **)&self->stays);
    self->queue_count = 0;
    self->queue_length = 0;
    self->queue_capacity = 0;
    self->turn_capacity = 0;
    self->stay_count = 0;
    self->stay_capacity = 0;
}
