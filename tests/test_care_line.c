/* A service line by hand, discipline by discipline; then properties over many random requests, among them sameness with
 * a slow model of the queue. Day 0 is 1970-01-01, a Thursday. */
#include "care/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "line_small.h"

static struct request need_with_support(uint32_t person, uint16_t amount)
{
    return (struct request){.person = person, .kind = REQUEST_SERVE, .amount = amount, .flags = REQUEST_SUPPORT};
}

static struct request withdrawal(uint32_t person, enum withdraw_reason reason)
{
    return (struct request){.person = person, .kind = REQUEST_WITHDRAW, .flags = (uint8_t)reason};
}

static struct request release(uint32_t person, uint16_t amount)
{
    return (struct request){.person = person, .kind = REQUEST_RELEASE, .amount = amount};
}

static size_t place_ask(struct place *self, day_t today, struct request request)
{
    return place_day(self, today, &request, 1);
}

static void expect_outcome(const struct place *self, size_t at, uint32_t person, enum outcome_kind kind, int waited,
                           int amount)
{
    cr_assert_lt(at, self->outbox.count);
    const struct outcome *outcome = &self->outbox.items[at];
    cr_expect_eq(outcome->person, person, "outcome %zu is of person %u, not %u", at, outcome->person, person);
    cr_expect_eq(outcome->kind, kind, "outcome %zu is of kind %d, not %d", at, outcome->kind, (int)kind);
    cr_expect_eq(outcome->waited, waited, "outcome %zu waited %d, not %d", at, outcome->waited, waited);
    cr_expect_eq(outcome->amount, amount, "outcome %zu has amount %d, not %d", at, outcome->amount, amount);
}

static void expect_conserved(const struct place *self)
{
    cr_expect_eq(line_check(&self->line, "test", MONDAY), STATUS_OK, "%s", status_message());
}

static uint64_t hash_of(const struct line *line)
{
    struct hash hash;
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    line_hash(line, &hash);
    const uint64_t digest = hash_digest(&hash);
    hash_free(&hash);
    return digest;
}

/* By hand */

Test(care_line, an_idle_line_answers_nothing)
{
    struct place place = place_of(SERVICE_GP, 10, 0);
    const uint64_t before = hash_of(&place.line);
    cr_expect_eq(place_wait(&place, MONDAY), 0);
    cr_expect_eq(hash_of(&place.line), before);
    expect_conserved(&place);
}

Test(care_line, an_outcome_carries_what_the_request_said)
{
    struct place place = place_of(SERVICE_ACCIDENT_EMERGENCY, 1, 0);
    place.line.site = 34;
    const struct request request = {.person = 70000,
                                    .row = (1 << 22) - 1,
                                    .locality = 12,
                                    .site = 34,
                                    .service = SERVICE_ACCIDENT_EMERGENCY,
                                    .kind = REQUEST_SERVE,
                                    .urgency = 3,
                                    .flags = REQUEST_DAY_CASE | REQUEST_STAY,
                                    .amount = 9,
                                    .referred_days = REFERRED_DAYS_MOST,
                                    .origin = 200,
                                    .programme = 201};
    cr_assert_eq(place_ask(&place, MONDAY, request), 1);
    const struct outcome outcome = place.outbox.items[0];
    cr_expect_eq(outcome.person, 70000);
    cr_expect_eq(outcome.row, (1 << 22) - 1);
    cr_expect_eq(outcome.locality, 12);
    cr_expect_eq(outcome.site, 34);
    cr_expect_eq(outcome.service, SERVICE_ACCIDENT_EMERGENCY);
    cr_expect_eq(outcome.kind, OUTCOME_SERVED);
    cr_expect_eq(outcome.urgency, 3);
    cr_expect_eq(outcome.flags, REQUEST_DAY_CASE | REQUEST_STAY);
    cr_expect_eq(outcome.amount, 9);
    cr_expect_eq(outcome.referred_days, REFERRED_DAYS_MOST);
    cr_expect_eq(outcome.origin, 200);
    cr_expect_eq(outcome.programme, 201);
    cr_expect_eq(outcome.waited, 0);
    place_free(&place);
}

Test(care_line, daily_slots_go_to_the_urgent_then_to_the_first)
{
    struct place place = place_of(SERVICE_GP, 2, 0);
    struct request inbox[] = {need(5, 0), need(6, 0), need(7, 0), need(1, 0)};
    inbox[2].urgency = 1;
    inbox[3].urgency = 2;
    cr_assert_eq(place_day(&place, MONDAY, inbox, 4), 2);
    expect_outcome(&place, 0, 5, OUTCOME_SERVED, 0, 0);
    expect_outcome(&place, 1, 6, OUTCOME_SERVED, 0, 0);
    cr_expect_eq(place.line.queue_count, 2);

    struct request later = need(9, 0);
    later.urgency = 1;
    cr_assert_eq(place_ask(&place, MONDAY + 1, later), 2);
    expect_outcome(&place, 0, 7, OUTCOME_SERVED, 1, 0);
    expect_outcome(&place, 1, 9, OUTCOME_SERVED, 0, 0);
    cr_assert_eq(place_wait(&place, MONDAY + 2), 1);
    expect_outcome(&place, 0, 1, OUTCOME_SERVED, 2, 0);
    cr_expect_eq(place.line.queue_count, 0);
    cr_expect_eq(place.line.month.requested, 5);
    cr_expect_eq(place.line.month.served, 5);
    cr_expect_eq(place.line.month.waits[0], 3);
    cr_expect_eq(place.line.month.waits[1], 1);
    cr_expect_eq(place.line.month.waits[2], 1);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, nobody_is_served_on_closed_days)
{
    struct place place = place_of(SERVICE_GP, 1, 0);
    place.rules.open_days_per_week = WORKING_WEEK;
    struct request inbox[9];
    for (uint32_t person = 0; person < 9; person++) {
        inbox[person] = need(person, 0);
    }
    place_day(&place, MONDAY - 1, inbox, 9);
    cr_expect_eq(place.line.month.served, 0, "a Sunday");
    const int64_t served_by[] = {1, 2, 3, 4, 5, 5, 5, 6};
    for (int day = 0; day < 8; day++) {
        place_wait(&place, MONDAY + day);
        cr_expect_eq(place.line.month.served, served_by[day], "day %d", day);
    }
    place_free(&place);
}

Test(care_line, parts_of_a_slot_add_up_over_open_days)
{
    struct place place = place_of(SERVICE_GP, 2.3, 0);
    place.rules.open_days_per_week = WORKING_WEEK;
    struct request inbox[5000];
    for (uint32_t person = 0; person < 5000; person++) {
        inbox[person] = need(person, 0);
    }
    place_day(&place, MONDAY - 1, inbox, 5000);
    for (int day = 0; day < 200 * WEEK; day++) {
        const size_t served = place_wait(&place, MONDAY + day);
        cr_assert(day % WEEK < WORKING_WEEK ? served == 2 || served == 3 : served == 0, "day %d: %zu", day, served);
    }
    cr_expect_eq(place.line.month.served, 2300);
    place_free(&place);
}

Test(care_line, slots_of_a_day_do_not_depend_on_the_days_before)
{
    struct place busy = place_of(SERVICE_GP, 0.3, 0), idle = place_of(SERVICE_GP, 0.3, 0);
    struct request inbox[100];
    for (uint32_t person = 0; person < 100; person++) {
        inbox[person] = need(person, 0);
    }
    place_day(&busy, MONDAY, inbox, 100);
    for (int day = 1; day < 50; day++) {
        place_wait(&busy, MONDAY + day);
        place_wait(&idle, MONDAY + day);
    }
    place_day(&idle, MONDAY + 50, inbox, 100);
    place_wait(&busy, MONDAY + 50);
    for (int day = 51; day < 70; day++) {
        cr_expect_eq(place_wait(&busy, MONDAY + day), place_wait(&idle, MONDAY + day), "day %d", day);
    }
    place_free(&busy);
    place_free(&idle);
}

Test(care_line, booked_slots_are_for_those_who_are_due)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 1, 0);
    struct request inbox[] = {need(1, 0), need(2, 0), need(3, 0)};
    inbox[0].notice_days = 10;
    inbox[1].notice_days = 3;
    inbox[2].notice_days = 3;
    cr_expect_eq(place_day(&place, MONDAY, inbox, 3), 0);
    cr_expect_eq(place_wait(&place, MONDAY + 2), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 3), 1);
    expect_outcome(&place, 0, 2, OUTCOME_SERVED, 3, 0);
    cr_expect_eq(place_wait(&place, MONDAY + 4), 1);
    expect_outcome(&place, 0, 3, OUTCOME_SERVED, 4, 0);
    cr_expect_eq(place_wait(&place, MONDAY + 9), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 10), 1);
    expect_outcome(&place, 0, 1, OUTCOME_SERVED, 10, 0);
    cr_expect_eq(place.line.month.waits[10], 1);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, who_asked_first_comes_first_once_due)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 1, 0);
    struct request first = need(1, 0), second = need(2, 0);
    first.notice_days = 5;
    second.notice_days = 2;
    place_ask(&place, MONDAY, first);
    place.line.capacity = 0;
    place_ask(&place, MONDAY + 1, second);
    place_wait(&place, MONDAY + 3);
    place.line.capacity = 1;
    cr_assert_eq(place_wait(&place, MONDAY + 5), 1);
    expect_outcome(&place, 0, 1, OUTCOME_SERVED, 5, 0);
    place_free(&place);
}

Test(care_line, a_stay_takes_as_many_midnights_as_its_days)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 5);
    cr_assert_eq(place_ask(&place, MONDAY, need(1, 3)), 1);
    expect_outcome(&place, 0, 1, OUTCOME_ADMITTED, 0, 3);
    const int64_t bed_days[] = {0, 1, 2};
    for (int day = 0; day < 3; day++) {
        if (day > 0) {
            cr_expect_eq(place_wait(&place, MONDAY + day), 0);
        }
        cr_expect_eq(place.line.month.bed_days, bed_days[day]);
        cr_expect_eq(place.site.beds_held, 1);
    }
    cr_assert_eq(place_wait(&place, MONDAY + 3), 1);
    expect_outcome(&place, 0, 1, OUTCOME_DISCHARGED, 0, 3);
    cr_expect_eq(place.line.month.bed_days, 3);
    cr_expect_eq(place.line.month.delayed_days, 0);
    cr_expect_eq(place.site.beds_held, 0);
    cr_expect_eq(place.line.stay_count, 0);
    place_wait(&place, MONDAY + 4);
    cr_expect_eq(place.line.month.bed_days, 3);
    place_free(&place);
}

Test(care_line, a_stay_without_a_night_leaves_the_bed_on_the_same_day)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    struct request inbox[] = {need(1, 0), need(2, 0), need(3, 2), need(4, 0)};
    cr_assert_eq(place_day(&place, MONDAY, inbox, 4), 5);
    expect_outcome(&place, 0, 1, OUTCOME_ADMITTED, 0, 0);
    expect_outcome(&place, 1, 1, OUTCOME_DISCHARGED, 0, 0);
    expect_outcome(&place, 2, 2, OUTCOME_ADMITTED, 0, 0);
    expect_outcome(&place, 3, 2, OUTCOME_DISCHARGED, 0, 0);
    expect_outcome(&place, 4, 3, OUTCOME_ADMITTED, 0, 2);
    cr_expect_eq(place.site.beds_held, 1);
    cr_expect_eq(place.line.queue_count, 1, "no bed is left for person 4");
    cr_expect_eq(place.line.month.bed_days, 0);
    cr_expect_eq(place.line.month.served, 3);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, a_freed_bed_is_taken_on_the_same_day)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    struct request inbox[] = {need(1, 2), need(2, 1)};
    place_day(&place, MONDAY, inbox, 2);
    place_wait(&place, MONDAY + 1);
    cr_assert_eq(place_wait(&place, MONDAY + 2), 2);
    expect_outcome(&place, 0, 1, OUTCOME_DISCHARGED, 0, 2);
    expect_outcome(&place, 1, 2, OUTCOME_ADMITTED, 2, 1);
    cr_assert_eq(place_wait(&place, MONDAY + 3), 1);
    expect_outcome(&place, 0, 2, OUTCOME_DISCHARGED, 0, 1);
    cr_expect_eq(place.line.month.bed_days, 3);
    place_free(&place);
}

Test(care_line, emergencies_open_escalation_beds_rounded_down)
{
    const struct {
        int64_t beds;
        double escalation_share;
        size_t admitted;
    } cases[] = {{10, 0, 10}, {10, 0.1, 11}, {10, 0.19, 11}, {20, 0.15, 23}, {1, 0.5, 1}, {0, 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, cases[i].beds);
        struct request inbox[30];
        for (uint32_t person = 0; person < 30; person++) {
            inbox[person] = need(person, 5);
        }
        place.rules.escalation_share = cases[i].escalation_share;
        cr_expect_eq(place_day(&place, MONDAY, inbox, 30), cases[i].admitted, "case %zu", i);
        cr_expect_eq(place.site.beds_held, (int64_t)cases[i].admitted);
        place_free(&place);
    }
}

Test(care_line, planned_admissions_need_a_slot_and_leave_the_reserve)
{
    const struct {
        double slots, reserve_share;
        int64_t beds, held;
        size_t admitted;
    } cases[] = {{5, 0, 10, 0, 5},      {5, 0, 10, 7, 3},   {5, 0.2, 10, 5, 3}, {5, 0.2, 10, 8, 0},
                 {5, 0.05, 100, 94, 1}, {5, 0.05, 1, 0, 1}, {0, 0, 10, 0, 0},   {5, 0, 10, 12, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct place place = place_of(SERVICE_ELECTIVE_INPATIENT, cases[i].slots, cases[i].beds);
        struct request inbox[20];
        for (uint32_t person = 0; person < 20; person++) {
            inbox[person] = need(person, 1);
        }
        place.rules.bed_reserve_share = cases[i].reserve_share;
        place.site.beds_held = cases[i].held;
        cr_expect_eq(place_day(&place, MONDAY, inbox, 20), cases[i].admitted, "case %zu", i);
        cr_expect_eq(place.site.beds_held, cases[i].held + (int64_t)cases[i].admitted);
        expect_conserved(&place);
        place_free(&place);
    }
}

Test(care_line, planned_stays_end_at_weekends_but_begin_on_open_days)
{
    struct place place = place_of(SERVICE_ELECTIVE_INPATIENT, 1, 10);
    place.rules.open_days_per_week = WORKING_WEEK;
    struct request inbox[] = {need(1, 1), need(2, 1)};
    cr_expect_eq(place_day(&place, MONDAY + 4, inbox, 2), 1);
    cr_assert_eq(place_wait(&place, MONDAY + 5), 1);
    expect_outcome(&place, 0, 1, OUTCOME_DISCHARGED, 0, 1);
    cr_expect_eq(place_wait(&place, MONDAY + 6), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 7), 1);
    expect_outcome(&place, 0, 2, OUTCOME_ADMITTED, 3, 1);
    place_free(&place);
}

Test(care_line, a_slot_of_a_planned_stay_without_a_night_is_used_up)
{
    struct place place = place_of(SERVICE_ELECTIVE_INPATIENT, 2, 1);
    struct request inbox[] = {need(1, 0), need(2, 0), need(3, 0)};
    cr_expect_eq(place_day(&place, MONDAY, inbox, 3), 4);
    cr_expect_eq(place.line.month.served, 2);
    cr_expect_eq(place.site.beds_held, 0);
    place_free(&place);
}

Test(care_line, support_is_asked_for_once_before_the_end)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    cr_expect_eq(place_ask(&place, MONDAY, need_with_support(1, 5)), 1);
    cr_expect_eq(place_wait(&place, MONDAY + 1), 0);
    cr_expect_eq(place_wait(&place, MONDAY + 2), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 3), 1);
    expect_outcome(&place, 0, 1, OUTCOME_READY, 0, 5);
    cr_expect_eq(place_wait(&place, MONDAY + 4), 0);
    cr_expect_eq(place_ask(&place, MONDAY + 4, release(1, 0)), 0, "released before the end");
    place_free(&place);
}

Test(care_line, support_in_time_means_no_delay)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    place_ask(&place, MONDAY, need_with_support(1, 2));
    expect_outcome(&place, 0, 1, OUTCOME_ADMITTED, 0, 2);
    expect_outcome(&place, 1, 1, OUTCOME_READY, 0, 2);
    cr_expect_eq(place_ask(&place, MONDAY + 1, release(1, 0)), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 2), 1);
    expect_outcome(&place, 0, 1, OUTCOME_DISCHARGED, 0, 2);
    cr_expect_eq(place.line.month.delayed_days, 0);
    place_free(&place);
}

Test(care_line, delayed_days_are_the_midnights_after_the_ready_day)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    place_ask(&place, MONDAY, need_with_support(1, 3));
    for (int day = 1; day < 7; day++) {
        place_wait(&place, MONDAY + day);
        cr_expect_eq(place.line.month.bed_days, day);
        cr_expect_eq(place.line.month.delayed_days, day > 3 ? day - 3 : 0);
    }
    cr_assert_eq(place_ask(&place, MONDAY + 7, release(1, 0)), 1);
    expect_outcome(&place, 0, 1, OUTCOME_DISCHARGED, 4, 7);
    cr_expect_eq(place.line.month.bed_days, 7);
    cr_expect_eq(place.line.month.delayed_days, 4);
    cr_expect_eq(place.site.beds_held, 0);
    place_free(&place);
}

Test(care_line, who_waits_for_support_hears_once_that_treatment_is_complete)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    place_ask(&place, MONDAY, need_with_support(1, 3));
    place_wait(&place, MONDAY + 1);
    cr_expect_eq(place_wait(&place, MONDAY + 2), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 3), 1);
    expect_outcome(&place, 0, 1, OUTCOME_TREATED, 0, 3);
    cr_expect_eq(place_wait(&place, MONDAY + 4), 0);
    place_free(&place);
}

Test(care_line, a_discharge_says_whether_illness_goes_on)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    struct request request = need_with_support(1, 2);
    request.flags |= REQUEST_STILL_ILL | REQUEST_NOT_ILL;
    place_ask(&place, MONDAY, request);
    place_ask(&place, MONDAY + 1, release(1, 0));
    cr_assert_eq(place_wait(&place, MONDAY + 2), 1);
    cr_expect_eq(place.outbox.items[0].flags, REQUEST_STILL_ILL | DELAY_NOTHING_NEEDED);
    place_free(&place);
}

static struct request release_after(uint32_t person, enum delay_cause cause)
{
    struct request request = release(person, 0);

    request.flags = (uint8_t)cause;
    return request;
}

Test(care_line, a_discharge_says_what_was_waited_for_first)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    place_ask(&place, MONDAY, need_with_support(1, 3));
    place_ask(&place, MONDAY + 1, release_after(1, DELAY_EQUIPMENT));
    place_ask(&place, MONDAY + 2, release_after(1, DELAY_HOME_CARE));
    cr_assert_eq(place_wait(&place, MONDAY + 3), 1);
    cr_expect_eq(place.outbox.items[0].kind, OUTCOME_DISCHARGED);
    cr_expect_eq(place.outbox.items[0].flags, DELAY_EQUIPMENT);
    place_free(&place);
}

Test(care_line, a_stay_without_a_night_waits_for_support_too)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    cr_assert_eq(place_ask(&place, MONDAY, need_with_support(1, 0)), 3);
    expect_outcome(&place, 1, 1, OUTCOME_READY, 0, 0);
    expect_outcome(&place, 2, 1, OUTCOME_TREATED, 0, 0);
    cr_expect_eq(place.site.beds_held, 1);
    cr_assert_eq(place_ask(&place, MONDAY + 1, release(1, 0)), 1);
    expect_outcome(&place, 0, 1, OUTCOME_DISCHARGED, 1, 1);
    cr_expect_eq(place.line.month.delayed_days, 1);
    place_free(&place);
}

Test(care_line, a_release_of_nobody_here_changes_nothing)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    place_ask(&place, MONDAY, need_with_support(1, 2));
    cr_expect_eq(place_ask(&place, MONDAY + 1, release(2, 0)), 0);
    cr_expect_eq(place.site.beds_held, 1);
    place_free(&place);
}

Test(care_line, places_are_held_until_released)
{
    struct place place = place_of(SERVICE_CARE_HOME, 2.9, 0);
    struct request inbox[] = {need(1, 7), need(2, 7), need(3, 7)};
    cr_expect_eq(place_day(&place, MONDAY, inbox, 3), 2);
    cr_expect_eq(place.line.held, 2);
    cr_expect_eq(place_wait(&place, MONDAY + 1), 0);
    cr_assert_eq(place_ask(&place, MONDAY + 2, release(1, 7)), 1);
    expect_outcome(&place, 0, 3, OUTCOME_SERVED, 2, 7);
    cr_expect_eq(place.line.held, 2);
    place.line.capacity = 1;
    cr_expect_eq(place_ask(&place, MONDAY + 3, need(4, 7)), 0);
    cr_expect_eq(place_ask(&place, MONDAY + 4, release(2, 7)), 0, "one place, and one is held");
    cr_expect_eq(place_ask(&place, MONDAY + 5, release(3, 7)), 1);
    cr_expect_eq(place.line.held, 1);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, hours_that_fit_pass_a_package_that_does_not)
{
    struct place place = place_of(SERVICE_HOME_CARE, 20, 0);
    struct request inbox[] = {need(1, 12), need(2, 10), need(3, 5), need(4, 4), need(5, 3)};
    cr_assert_eq(place_day(&place, MONDAY, inbox, 5), 3);
    expect_outcome(&place, 0, 1, OUTCOME_SERVED, 0, 12);
    expect_outcome(&place, 1, 3, OUTCOME_SERVED, 0, 5);
    expect_outcome(&place, 2, 5, OUTCOME_SERVED, 0, 3);
    cr_expect_eq(place.line.held, 20);
    cr_assert_eq(place_ask(&place, MONDAY + 1, release(1, 12)), 1);
    expect_outcome(&place, 0, 2, OUTCOME_SERVED, 1, 10);
    cr_expect_eq(place.line.held, 18);
    cr_expect_eq(place.line.queue_count, 1);
    place_free(&place);
}

Test(care_line, more_cannot_be_given_back_than_is_held)
{
    struct place place = place_of(SERVICE_HOME_CARE, 20, 0);
    place_ask(&place, MONDAY, need(1, 12));
    const struct request too_much = release(1, 13);
    cr_expect_eq(line_day(&place.line, &place.site, &place.rules, &too_much, 1, MONDAY + 1, &place.outbox),
                 STATUS_INVARIANT);
    cr_expect_str_eq(status_message(), "person 1 gives back 13 of home_care, of which 12 are held");
    place_free(&place);
}

Test(care_line, a_withdrawal_ends_all_waits_of_the_person)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 0, 0);
    struct request inbox[] = {need(1, 0), need(2, 0), need(1, 0), need(3, 0)};
    place_day(&place, MONDAY, inbox, 4);
    place_ask(&place, MONDAY + 1, withdrawal(1, WITHDRAW_DIED));
    cr_expect_eq(place.line.month.died_waiting, 2);
    cr_assert_eq(place.line.queue_count, 2);
    struct waiting waiting[2];
    line_queue(&place.line, waiting);
    cr_expect_eq(waiting[0].request.person, 2);
    cr_expect_eq(waiting[1].request.person, 3);
    place_ask(&place, MONDAY + 2, withdrawal(3, WITHDRAW_LEFT));
    cr_expect_eq(place.line.month.withdrawn, 1);
    cr_expect_eq(place.line.queue_count, 1);
    cr_expect_eq(place_ask(&place, MONDAY + 3, withdrawal(9, WITHDRAW_LEFT)), 0);
    cr_expect_eq(place.line.month.withdrawn, 1);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, a_withdrawal_counts_once_and_only_what_came_before_it)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 0, 0);
    struct request inbox[] = {need(1, 0), withdrawal(1, WITHDRAW_LEFT), withdrawal(1, WITHDRAW_DIED), need(1, 0)};
    place_day(&place, MONDAY, inbox, 4);
    cr_expect_eq(place.line.month.withdrawn, 1);
    cr_expect_eq(place.line.month.died_waiting, 0);
    cr_expect_eq(place.line.queue_count, 1);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, a_withdrawal_frees_the_bed_and_counts_its_last_night)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    struct request inbox[] = {need_with_support(1, 2), need(2, 1)};
    place_day(&place, MONDAY, inbox, 2);
    place_wait(&place, MONDAY + 1);
    place_wait(&place, MONDAY + 2);
    cr_assert_eq(place_ask(&place, MONDAY + 3, withdrawal(1, WITHDRAW_DIED)), 1);
    expect_outcome(&place, 0, 2, OUTCOME_ADMITTED, 3, 1);
    cr_expect_eq(place.line.month.bed_days, 3);
    cr_expect_eq(place.line.month.delayed_days, 1);
    cr_expect_eq(place.line.month.died_waiting, 0);
    cr_expect_eq(place.line.stay_count, 1);
    cr_expect_eq(place.site.beds_held, 1);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, who_has_waited_too_long_is_refused)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 0, 0);
    place.rules.longest_wait_days = 3;
    struct request inbox[] = {need(1, 0), need(2, 0)};
    inbox[0].notice_days = 2;
    place_day(&place, MONDAY, inbox, 2);
    cr_expect_eq(place_wait(&place, MONDAY + 3), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 4), 1);
    expect_outcome(&place, 0, 2, OUTCOME_REFUSED, 4, 0);
    cr_expect_eq(place_wait(&place, MONDAY + 5), 0);
    cr_assert_eq(place_wait(&place, MONDAY + 6), 1);
    expect_outcome(&place, 0, 1, OUTCOME_REFUSED, 6, 0);
    cr_expect_eq(place.line.month.refused, 2);
    cr_expect_eq(place.line.month.waits[4], 0);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, nobody_is_refused_while_there_is_room)
{
    struct place place = place_of(SERVICE_GP, 1, 0);
    place.rules.open_days_per_week = WORKING_WEEK;
    place.rules.longest_wait_days = 1;
    struct request inbox[] = {need(1, 0), need(2, 0)};
    place_day(&place, MONDAY + 5, inbox, 2);
    place_wait(&place, MONDAY + 6);
    cr_assert_eq(place_wait(&place, MONDAY + 7), 2);
    expect_outcome(&place, 0, 1, OUTCOME_SERVED, 2, 0);
    expect_outcome(&place, 1, 2, OUTCOME_REFUSED, 2, 0);
    place_free(&place);
}

Test(care_line, a_very_long_wait_is_counted_in_the_last_bin)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 0, 0);
    place_ask(&place, MONDAY, need(1, 0));
    place.line.capacity = 1;
    cr_assert_eq(place_wait(&place, MONDAY + 70000), 1);
    expect_outcome(&place, 0, 1, OUTCOME_SERVED, UINT16_MAX, 0);
    cr_expect_eq(place.line.month.waits[WAIT_DAYS - 1], 1);
    place_free(&place);
}

/* The month */

Test(care_line, the_median_is_the_day_by_which_half_were_served)
{
    const struct {
        uint32_t waits[5];
        double median;
    } cases[] = {{{0}, 0}, {{0, 1}, 1}, {{1, 0, 0, 1}, 0}, {{1, 0, 0, 2}, 3}, {{2, 1, 2}, 1}, {{0, 0, 5, 4}, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct line line = {0};
        for (int days = 0; days < 5; days++) {
            line.month.waits[days] = cases[i].waits[days];
            line.month.served += cases[i].waits[days];
        }
        cr_expect_eq(line_median_wait(&line), cases[i].median, "case %zu: %g", i, line_median_wait(&line));
    }
}

Test(care_line, a_month_begins_with_the_queue_and_the_median_of_the_last)
{
    struct place place = place_of(SERVICE_OUTPATIENT_FIRST, 1, 0);
    struct request inbox[] = {need(1, 0), need(2, 0), need(3, 0), need(4, 0), need(5, 0)};
    place_day(&place, MONDAY, inbox, 5);
    place_wait(&place, MONDAY + 1);
    place_wait(&place, MONDAY + 2);
    line_begin_month(&place.line);
    cr_expect_eq(place.line.opening_queue, 2);
    cr_expect_eq(place.line.median_wait, 1);
    cr_expect_eq(place.line.month.requested, 0);
    cr_expect_eq(place.line.month.served, 0);
    cr_expect_eq(place.line.month.waits[0], 0);
    expect_conserved(&place);
    line_begin_month(&place.line);
    cr_expect_eq(place.line.median_wait, 1, "nobody was served");
    place_wait(&place, MONDAY + 5);
    line_begin_month(&place.line);
    cr_expect_eq(place.line.median_wait, 5);
    expect_conserved(&place);
    place_free(&place);
}

Test(care_line, a_lost_request_breaks_the_invariant)
{
    struct line line = {.service = SERVICE_DAY_CASE, .opening_queue = 7};
    line.month.requested = 5;
    line.month.served = 4;
    line.month.refused = 3;
    line.month.withdrawn = 2;
    line.month.died_waiting = 1;
    cr_expect_eq(line_check(&line, "north-hospital", 45), STATUS_INVARIANT);
    cr_expect_str_eq(status_message(), "north-hospital, day_case, 1970-02: 7 waiting and 5 requested, but 4 served, "
                                       "3 refused, 2 withdrawn, 1 died and 0 waiting");
    line.opening_queue = 5;
    cr_expect_eq(line_check(&line, "north-hospital", 45), STATUS_OK);
}

Test(care_line, the_hash_sees_every_member)
{
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 3, 1);
    struct request inbox[] = {need(1, 5), need(2, 5)};
    place_day(&place, MONDAY, inbox, 2);
    struct line *line = &place.line;
    const uint64_t whole = hash_of(line);
#define EXPECT_SEEN(member)                                                                                            \
    do {                                                                                                               \
        (member)++;                                                                                                    \
        cr_expect_neq(hash_of(line), whole, #member);                                                                  \
        (member)--;                                                                                                    \
        cr_expect_eq(hash_of(line), whole, #member);                                                                   \
    } while (0)
    EXPECT_SEEN(line->site);
    EXPECT_SEEN(line->provider);
    EXPECT_SEEN(line->service);
    EXPECT_SEEN(line->capacity);
    EXPECT_SEEN(line->pull);
    EXPECT_SEEN(line->held);
    EXPECT_SEEN(line->opening_queue);
    EXPECT_SEEN(line->median_wait);
    EXPECT_SEEN(line->month.requested);
    EXPECT_SEEN(line->month.served);
    EXPECT_SEEN(line->month.refused);
    EXPECT_SEEN(line->month.withdrawn);
    EXPECT_SEEN(line->month.died_waiting);
    EXPECT_SEEN(line->month.bed_days);
    EXPECT_SEEN(line->month.delayed_days);
    EXPECT_SEEN(line->month.within_four_hours);
    EXPECT_SEEN(line->month.served_by_urgency[ROUTINE]);
    EXPECT_SEEN(line->month.in_time[RESPONSE_B_19_MINUTES]);
    EXPECT_SEEN(line->month.waits[WAIT_DAYS - 1]);
    EXPECT_SEEN(line->queue[0].person);
    EXPECT_SEEN(line->queue[0].row);
    EXPECT_SEEN(line->queue[0].locality);
    EXPECT_SEEN(line->queue[0].amount);
    EXPECT_SEEN(line->queue[0].notice_days);
    EXPECT_SEEN(line->queue[0].flags);
    EXPECT_SEEN(line->queue[0].origin);
    EXPECT_SEEN(line->queue[0].programme);
    EXPECT_SEEN(line->turns[0]);
    EXPECT_SEEN(line->stays[0].request.flags);
    EXPECT_SEEN(line->stays[0].admitted);
    EXPECT_SEEN(line->stays[0].ready);
    EXPECT_SEEN(line->stays[0].notified);
    EXPECT_SEEN(line->stays[0].released);
#undef EXPECT_SEEN
    line->first_due = line->oldest_due = 0;
    cr_expect_eq(hash_of(line), whole, "how early the queue is looked at is no state");
    place_free(&place);
}

Test(care_line, free_is_safe_at_any_time)
{
    struct line line = {0};
    line_free(&line);
    struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 1);
    struct request inbox[] = {need(1, 5), need(2, 5)};
    place_day(&place, MONDAY, inbox, 2);
    place_free(&place);
    cr_expect_null(place.line.queue);
    cr_expect_null(place.line.stays);
    cr_expect_eq(place.line.queue_count + place.line.stay_count + place.outbox.capacity, 0);
    place_free(&place);
}

Test(care_line, any_allocation_may_fail)
{
    struct request inbox[40];
    for (uint32_t person = 0; person < 40; person++) {
        inbox[person] = need_with_support(person, 1);
    }
    int64_t failures = 0;
    for (bool failed = true; failed; failures += failed) {
        struct place place = place_of(SERVICE_EMERGENCY_INPATIENT, 0, 30);
        memory_fail_after(failures);
        const enum status status = line_day(&place.line, &place.site, &place.rules, inbox, 40, MONDAY, &place.outbox);
        failed = memory_fail_after(-1) < 0;
        cr_expect_eq(status, failed ? STATUS_NO_MEMORY : STATUS_OK);
        place_free(&place);
    }
    cr_expect_geq(failures, 3, "queue, stays and outcomes");
}

Test(care_line, lists_of_requests_grow_in_order)
{
    struct requests requests = {0};
    for (uint32_t person = 0; person < 1000; person++) {
        cr_assert_eq(requests_add(&requests, need(person, 1)), STATUS_OK);
    }
    cr_expect_eq(requests.count, 1000);
    for (uint32_t person = 0; person < 1000; person++) {
        cr_assert_eq(requests.items[person].person, person);
    }
    requests_free(&requests);
    cr_expect_null(requests.items);
    requests_free(&requests);
    memory_fail_after(0);
    cr_expect_eq(requests_add(&requests, need(1, 1)), STATUS_NO_MEMORY);
    cr_expect_eq(requests.count, 0);
}
