/* Properties of a service line over some 10^5 random requests: it does what a slow model of it does that follows the
 * rules word by word, loses no request, keeps to its capacity, and goes on after an interruption as if there had been
 * none. */
#include "care/line.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "care/supply.h"

enum { DAYS = 1500, DAYS_A_MONTH = 30, INBOX = 16, PERSONS = 300, LIMIT = 30000, MONDAY_BEFORE = -3, FIRST_DAY = 4000 };

static const double capacity = 6.4; /* of most services less than what is asked for */
static const struct line_rules rules = {.open_days_per_week = 5,
                                        .longest_wait_days = 25,
                                        .discharge_notice_days = 2,
                                        .bed_reserve_share = 0.2,
                                        .escalation_share = 0.15};

/* The slow model */

struct model_entry {
    struct request request;
    day_t asked, admitted; /* not yet: -1 */
    bool waits, stays, released;
};

struct model {
    enum service service;
    struct model_entry entries[LIMIT]; /* all who ever asked, in order */
    size_t count;
    int64_t held, beds, beds_held;
    int64_t served, refused, withdrawn, died, bed_days, delayed_days;
};

static bool model_in_bed(const struct model *self)
{
    return service_lines[self->service].discipline == DISCIPLINE_BED || self->service == SERVICE_ELECTIVE_INPATIENT;
}

static int64_t model_slots(day_t today)
{
    int64_t open_days = 0;
    for (day_t day = MONDAY_BEFORE; day <= today; day++) {
        open_days += calendar_weekday(day) < rules.open_days_per_week;
    }
    const bool open = calendar_weekday(today) < rules.open_days_per_week;
    return open ? (int64_t)(floor(capacity * (double)open_days) - floor(capacity * (double)(open_days - 1))) : 0;
}

static void model_night(struct model *self, const struct model_entry *entry, day_t today)
{
    self->bed_days++;
    self->delayed_days += today > entry->admitted + entry->request.amount;
}

static void model_withdraw(struct model *self, const struct request *request, day_t today)
{
    for (size_t i = 0; i < self->count; i++) {
        struct model_entry *entry = &self->entries[i];
        if (entry->request.person != request->person) {
            continue;
        }
        if (entry->stays) {
            model_night(self, entry, today);
            self->beds_held--;
        }
        self->died += entry->waits && request->flags == WITHDRAW_DIED;
        self->withdrawn += entry->waits && request->flags == WITHDRAW_LEFT;
        entry->waits = entry->stays = false;
    }
}

static void model_receive(struct model *self, const struct request *request, day_t today)
{
    switch ((enum request_kind)request->kind) {
    case REQUEST_SERVE:
        cr_assert_lt(self->count, LIMIT);
        self->entries[self->count++] =
            (struct model_entry){.request = *request, .asked = today, .admitted = -1, .waits = true};
        break;
    case REQUEST_WITHDRAW:
        model_withdraw(self, request, today);
        break;
    case REQUEST_RELEASE:
        for (size_t i = 0; i < self->count && model_in_bed(self); i++) {
            self->entries[i].released |= self->entries[i].stays && self->entries[i].request.person == request->person;
        }
        self->held -=
            service_lines[self->service].discipline == DISCIPLINE_HOURS ? request->amount : !model_in_bed(self);
        break;
    }
}

static void model_discharge(struct model *self, struct model_entry *entry, day_t today)
{
    const bool support = (entry->request.flags & REQUEST_SUPPORT) != 0;
    if (entry->stays && today >= entry->admitted + entry->request.amount && (!support || entry->released)) {
        entry->stays = false;
        self->beds_held--;
    }
}

static bool model_takes(const struct model *self, const struct request *request, int64_t slots)
{
    const bool a_slot = slots > 0;
    switch (service_lines[self->service].discipline) {
    case DISCIPLINE_DAILY:
        return a_slot;
    case DISCIPLINE_BOOKED:
        return a_slot && (!model_in_bed(self) ||
                          (double)self->beds_held < (double)self->beds * (1 - rules.bed_reserve_share) - 1e-9);
    case DISCIPLINE_BED:
        return self->beds_held < (int64_t)((double)self->beds * (1 + rules.escalation_share) + 1e-9);
    case DISCIPLINE_PLACE:
        return (double)self->held + 1 <= capacity;
    case DISCIPLINE_HOURS:
        return (double)self->held + request->amount <= capacity;
    }
    return false;
}

static void model_serve(struct model *self, struct model_entry *entry, int64_t *slots, day_t today)
{
    const enum discipline discipline = service_lines[self->service].discipline;
    entry->waits = false;
    self->served++;
    --*slots;
    self->held += discipline == DISCIPLINE_HOURS ? entry->request.amount : discipline == DISCIPLINE_PLACE;
    if (model_in_bed(self)) {
        entry->stays = true;
        entry->admitted = today;
        self->beds_held++;
        model_discharge(self, entry, today);
    }
}

static void model_day(struct model *self, const struct request *inbox, size_t count, day_t today)
{
    for (size_t i = 0; i < count; i++) {
        model_receive(self, &inbox[i], today);
    }
    for (size_t i = 0; i < self->count; i++) {
        if (self->entries[i].stays) {
            model_night(self, &self->entries[i], today);
            model_discharge(self, &self->entries[i], today);
        }
    }
    int64_t slots = model_slots(today);
    for (int urgency = 0; urgency <= UINT8_MAX; urgency++) {
        for (size_t i = 0; i < self->count; i++) {
            struct model_entry *entry = &self->entries[i];
            if (entry->waits && entry->request.urgency == urgency &&
                entry->asked + entry->request.notice_days <= today && model_takes(self, &entry->request, slots)) {
                model_serve(self, entry, &slots, today);
            }
        }
    }
    for (size_t i = 0; i < self->count; i++) {
        struct model_entry *entry = &self->entries[i];
        if (entry->waits && today - entry->asked - entry->request.notice_days > rules.longest_wait_days) {
            entry->waits = false;
            self->refused++;
        }
    }
}

/* Forgets those who are through, in order to stay fast enough. */
static void model_forget(struct model *self)
{
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++) {
        if (self->entries[i].waits || self->entries[i].stays) {
            self->entries[kept++] = self->entries[i];
        }
    }
    self->count = kept;
}

/* Random requests */

static bool comes_before(const struct request *left, const struct request *right)
{
    return left->urgency != right->urgency ? left->urgency < right->urgency : left->person < right->person;
}

static struct request draw_request(struct random *random, enum service service, int64_t *releasable)
{
    static const uint8_t urgencies[] = {0, 0, 1, 1, 1, 7};
    struct request request = {.person = random_below(random, PERSONS), .service = (uint8_t)service};
    const uint32_t kind = random_below(random, 100);
    request.urgency = urgencies[random_below(random, sizeof urgencies)];
    request.amount = (uint16_t)(random_below(random, 7) + (service_lines[service].discipline == DISCIPLINE_HOURS));
    if (kind < 8) {
        request.kind = REQUEST_WITHDRAW;
        request.flags = (uint8_t)random_below(random, 2);
    } else if (kind < 30 && *releasable >= request.amount && *releasable > 0) {
        request.kind = REQUEST_RELEASE;
        *releasable -= service_lines[service].discipline == DISCIPLINE_HOURS ? request.amount : 1;
    } else {
        request.kind = REQUEST_SERVE;
        request.flags = random_bernoulli(random, 0.4) ? REQUEST_SUPPORT : 0;
        request.notice_days = (uint16_t)random_geometric(random, 0.3);
    }
    return request;
}

/* What may be released is what is held; of beds, anything. */
static size_t draw_inbox(struct request inbox[INBOX], enum service service, bool in_bed, int64_t held, day_t today)
{
    struct random random = random_at(random_key_make(2008, 4), RANDOM_PURPOSE_SERVICE, (uint64_t)service, today, 0);
    const size_t count = random_below(&random, INBOX + 1);
    int64_t releasable = in_bed ? INT64_MAX : held;
    for (size_t n = 0; n < count; n++) {
        const struct request drawn = draw_request(&random, service, &releasable);
        size_t at = n;
        for (; at > 0 && comes_before(&drawn, &inbox[at - 1]); at--) {
            inbox[at] = inbox[at - 1];
        }
        inbox[at] = drawn;
    }
    return count;
}

/* The properties */

static void expect_queue(const struct line *line, const struct model *model)
{
    static struct waiting queue[LIMIT];
    size_t n = 0;
    cr_assert_lt(line->queue_count, LIMIT);
    line_queue(line, queue);
    for (size_t i = 0; i < model->count; i++) {
        if (model->entries[i].waits) {
            cr_assert_lt(n, line->queue_count);
            cr_assert_eq(memcmp(&queue[n].request, &model->entries[i].request, sizeof queue[n].request), 0);
            cr_assert_eq(queue[n].asked, model->entries[i].asked);
            n++;
        }
    }
    cr_assert_eq(n, line->queue_count);
}

static void expect_same(const struct line *line, const struct site *site, const struct model *model, day_t today)
{
    cr_assert_eq(line->month.served, model->served, "%s, day %d", service_lines[line->service].name, today);
    cr_assert_eq(line->month.refused, model->refused, "day %d", today);
    cr_assert_eq(line->month.withdrawn, model->withdrawn, "day %d", today);
    cr_assert_eq(line->month.died_waiting, model->died, "day %d", today);
    cr_assert_eq(line->month.bed_days, model->bed_days, "day %d", today);
    cr_assert_eq(line->month.delayed_days, model->delayed_days, "day %d", today);
    cr_assert_eq(line->held, model->held, "day %d", today);
    cr_assert_eq(site->beds_held, model->beds_held, "day %d", today);
    expect_queue(line, model);
}

static void expect_within_capacity(const struct line *line, const struct site *site, day_t today)
{
    const enum discipline discipline = service_lines[line->service].discipline;
    const double share = discipline == DISCIPLINE_BED ? rules.escalation_share : 0;
    cr_assert_geq(site->beds_held, 0);
    cr_assert_leq((double)site->beds_held, (double)site->beds * (1 + share), "day %d", today);
    cr_assert_geq(line->held, 0);
    cr_assert_leq((double)line->held, capacity);
    cr_assert_eq(line_check(line, "test", today), STATUS_OK, "%s", status_message());
}

static void end_month(struct line *line, struct model *model)
{
    line_begin_month(line);
    model->served = model->refused = model->withdrawn = model->died = model->bed_days = model->delayed_days = 0;
    model_forget(model);
}

static int64_t follow(enum service service)
{
    static struct model model;
    struct line line = {.service = service, .capacity = capacity};
    struct site site = {.beds = 20};
    struct outcomes outbox = {0};
    struct request inbox[INBOX];
    int64_t requests = 0;

    model = (struct model){.service = service, .beds = site.beds};
    for (day_t today = FIRST_DAY; today < FIRST_DAY + DAYS; today++) {
        const size_t count = draw_inbox(inbox, service, model_in_bed(&model), line.held, today);
        cr_assert_eq(line_day(&line, &site, &rules, inbox, count, today, &outbox), STATUS_OK, "%s", status_message());
        model_day(&model, inbox, count, today);
        expect_same(&line, &site, &model, today);
        expect_within_capacity(&line, &site, today);
        requests += (int64_t)count;
        if (today % DAYS_A_MONTH == 0) {
            end_month(&line, &model);
        }
        outbox.count = 0;
    }
    line_free(&line);
    outcomes_free(&outbox);
    return requests;
}

Test(care_line_properties, every_service_does_what_the_slow_model_does)
{
    int64_t requests = 0;
    for (int service = 0; service < SERVICE_COUNT; service++) {
        requests += follow((enum service)service);
    }
    cr_expect_gt(requests, 100000);
}

/* Of one urgency only: with several, a bed more may let in a long stay of low urgency that keeps later short ones out.
 * Nor may anybody be refused, since refusals shorten the queue. */
Test(care_line_properties, more_beds_never_lengthen_the_queue)
{
    enum { MOST_BEDS = 40, ROUNDS = 700 };
    static size_t queue[MOST_BEDS + 1][ROUNDS];
    const struct line_rules patient = {.open_days_per_week = 7, .longest_wait_days = ROUNDS};
    struct random_key key = random_key_make(2008, 5);

    for (int beds = 0; beds <= MOST_BEDS; beds++) {
        struct line line = {.service = SERVICE_EMERGENCY_INPATIENT};
        struct site site = {.beds = beds};
        struct outcomes outbox = {0};
        for (day_t today = 0; today < ROUNDS; today++) {
            struct random random = random_at(key, RANDOM_PURPOSE_SERVICE, 0, today, 0);
            struct request inbox[INBOX];
            const size_t count = random_below(&random, 9);
            for (uint32_t i = 0; i < count; i++) {
                inbox[i] = (struct request){.person = i, .amount = (uint16_t)random_geometric(&random, 0.15)};
            }
            cr_assert_eq(line_day(&line, &site, &patient, inbox, count, today, &outbox), STATUS_OK);
            queue[beds][today] = line.queue_count;
            cr_assert(beds == 0 || queue[beds][today] <= queue[beds - 1][today], "%d beds, day %d", beds, today);
            outbox.count = 0;
        }
        line_free(&line);
        outcomes_free(&outbox);
    }
    cr_expect_gt(queue[10][ROUNDS - 1], 0, "ten beds are too few");
    cr_expect_eq(queue[MOST_BEDS][ROUNDS - 1], 0, "forty are enough");
}

static uint64_t hash_of(const struct line *line, const struct outcomes *outbox)
{
    struct hash hash;
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    line_hash(line, &hash);
    hash_update(&hash, outbox->items, outbox->count * sizeof *outbox->items);
    const uint64_t digest = hash_digest(&hash);
    hash_free(&hash);
    return digest;
}

/* The line as it would be read back from a checkpoint. */
static struct line read_back(const struct line *from)
{
    static struct waiting queue[LIMIT];
    struct line line = *from;

    line.queue = NULL;
    line.turns = NULL;
    line.stays = NULL;
    line.queue_count = line.queue_length = line.queue_capacity = line.turn_capacity = 0;
    line.stay_count = line.stay_capacity = 0;
    cr_assert_lt(from->queue_count, LIMIT);
    line_queue(from, queue);
    cr_assert_eq(line_restore(&line, queue, from->queue_count, from->stays, from->stay_count), STATUS_OK);
    return line;
}

/* The hash of the state and all outcomes; the line is read back every `interval` days, 0 for never. */
static uint64_t run(enum service service, int interval)
{
    struct line line = {.service = service, .capacity = capacity};
    struct site site = {.beds = 20};
    struct outcomes outbox = {0};
    struct request inbox[INBOX];

    for (day_t today = FIRST_DAY; today < FIRST_DAY + DAYS; today++) {
        const bool in_bed = service == SERVICE_ELECTIVE_INPATIENT || service == SERVICE_EMERGENCY_INPATIENT;
        const size_t count = draw_inbox(inbox, service, in_bed, line.held, today);
        cr_assert_eq(line_day(&line, &site, &rules, inbox, count, today, &outbox), STATUS_OK);
        if (interval != 0 && today % interval == 0) {
            struct line resumed = read_back(&line);
            line_free(&line);
            line = resumed;
        }
    }
    const uint64_t digest = hash_of(&line, &outbox);
    line_free(&line);
    outcomes_free(&outbox);
    return digest;
}

Test(care_line_properties, a_run_that_was_interrupted_ends_the_same)
{
    for (int service = 0; service < SERVICE_COUNT; service++) {
        const uint64_t whole = run((enum service)service, 0);
        cr_expect_eq(run((enum service)service, 0), whole, "%s, again", service_lines[service].name);
        cr_expect_eq(run((enum service)service, 1), whole, "%s, every day", service_lines[service].name);
        cr_expect_eq(run((enum service)service, 17), whole, "%s, now and then", service_lines[service].name);
    }
}

Test(care_line_properties, hundreds_of_one_day_are_served_in_order)
{
    enum { ASKED = 1000, SLOTS = 700 };
    static struct request inbox[ASKED];
    struct line line = {.service = SERVICE_ACCIDENT_EMERGENCY, .capacity = SLOTS};
    const struct line_rules always = {.open_days_per_week = 7, .longest_wait_days = 1};
    struct site site = {0};
    struct outcomes outbox = {0};

    for (uint32_t person = 0; person < ASKED; person++) {
        inbox[person] = (struct request){.person = person, .urgency = person >= ASKED / 2};
    }
    for (day_t today = FIRST_DAY; today < FIRST_DAY + 2; today++) {
        cr_assert_eq(line_day(&line, &site, &always, inbox, today == FIRST_DAY ? ASKED : 0, today, &outbox), STATUS_OK);
    }
    cr_assert_eq(outbox.count, ASKED);
    for (uint32_t i = 0; i < ASKED; i++) {
        cr_assert_eq(outbox.items[i].person, i);
        cr_assert_eq(outbox.items[i].kind, OUTCOME_SERVED);
        cr_assert_eq(outbox.items[i].waited, i >= SLOTS);
    }
    line_free(&line);
    outcomes_free(&outbox);
}
