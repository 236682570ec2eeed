/* The desk of one site, with a practice, an emergency department and beds. */
#include "engine/desk.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

enum { GP, DEPARTMENT, BEDS, HOME_CARE, LINES };
enum { TODAY = 14000, MANY = 200 };

static const enum service line_services[LINES] = {SERVICE_GP, SERVICE_ACCIDENT_EMERGENCY, SERVICE_EMERGENCY_INPATIENT,
                                                  SERVICE_HOME_CARE};

static struct provider provider;
static struct site site;
static struct line lines[LINES];
static struct supply supply;
static struct line_rules rules[SERVICE_COUNT];
static struct desk desk;
static struct desk_scratch scratch;

static void set_up(void)
{
    desk = (struct desk){0};
    scratch = (struct desk_scratch){0};
    site = (struct site){.beds = 100};
    memset(site.line, 0xff, sizeof site.line); /* -1: no line */
    for (int32_t l = 0; l < LINES; l++) {
        lines[l] = (struct line){.service = line_services[l], .capacity = 1000, .pull = 1};
        site.line[line_services[l]] = l;
    }
    supply = (struct supply){&provider, &site, lines, 1, 1, LINES};
    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        rules[service] = (struct line_rules){.open_days_per_week = 7, .longest_wait_days = 100};
    }
}

static void tear_down(void)
{
    desk_free(&desk);
    desk_scratch_free(&scratch);
    for (unsigned l = 0; l < LINES; l++) {
        line_free(&lines[l]);
    }
}

TestSuite(engine_desk, .init = set_up, .fini = tear_down);

static struct request ask(uint32_t person, enum service service, uint8_t urgency)
{
    return (struct request){.person = person, .row = person, .service = (uint8_t)service, .urgency = urgency};
}

static struct request to_admit(uint32_t person, uint16_t days)
{
    struct request request = ask(person, SERVICE_ACCIDENT_EMERGENCY, 0);

    request.flags = REQUEST_TO_ADMIT;
    request.amount = days;
    return request;
}

static struct request to_a_ward(uint32_t person, uint16_t days)
{
    struct request request = ask(person, SERVICE_EMERGENCY_INPATIENT, 0);

    request.amount = days;
    return request;
}

static void day(day_t today, const struct request *items, size_t count)
{
    cr_assert_eq(desk_day(&desk, &scratch, &supply, 0, rules, items, count, today), STATUS_OK, "%s", status_message());
}

static bool has_outcome(uint32_t person, enum service service, enum outcome_kind kind)
{
    bool found = false;

    for (size_t i = 0; i < desk.outbox.count; i++) {
        const struct outcome *outcome = &desk.outbox.items[i];
        found = found || (outcome->person == person && outcome->service == service && outcome->kind == kind);
    }
    return found;
}

/* Sorting */

Test(engine_desk, services_work_in_the_order_of_their_table)
{
    const struct request items[] = {ask(1, SERVICE_HOME_CARE, 0), ask(2, SERVICE_ACCIDENT_EMERGENCY, 0),
                                    ask(3, SERVICE_GP, 0)};

    day(TODAY, items, 3);
    cr_assert_eq(desk.outbox.count, 3);
    cr_expect_eq(desk.outbox.items[0].service, SERVICE_GP);
    cr_expect_eq(desk.outbox.items[1].service, SERVICE_ACCIDENT_EMERGENCY);
    cr_expect_eq(desk.outbox.items[2].service, SERVICE_HOME_CARE);
}

Test(engine_desk, the_urgent_come_first)
{
    const struct request items[] = {ask(1, SERVICE_GP, 2), ask(2, SERVICE_GP, 0)};

    lines[GP].capacity = 1;
    day(TODAY, items, 2);
    cr_assert_eq(desk.outbox.count, 1);
    cr_expect_eq(desk.outbox.items[0].person, 2);
}

Test(engine_desk, among_the_equally_urgent_the_lower_number_comes_first)
{
    const struct request items[] = {ask(UINT32_MAX - 1, SERVICE_GP, 1), ask(70000, SERVICE_GP, 1),
                                    ask(69999, SERVICE_GP, 1)};

    lines[GP].capacity = 1;
    day(TODAY, items, 3);
    cr_assert_eq(desk.outbox.count, 1);
    cr_expect_eq(desk.outbox.items[0].person, 69999);
}

static struct request withdraw(uint32_t person, enum service service)
{
    struct request request = ask(person, service, 0);

    request.kind = REQUEST_WITHDRAW;
    request.flags = WITHDRAW_LEFT;
    return request;
}

Test(engine_desk, a_withdrawal_ends_the_need_sent_before_it)
{
    const struct request items[] = {ask(5, SERVICE_GP, 2), withdraw(5, SERVICE_GP)};

    day(TODAY, items, 2);
    cr_expect_eq(desk.outbox.count, 0);
    cr_expect_eq(lines[GP].month.withdrawn, 1);
}

Test(engine_desk, a_need_sent_after_a_withdrawal_stands)
{
    const struct request items[] = {withdraw(5, SERVICE_GP), ask(5, SERVICE_GP, 2)};

    day(TODAY, items, 2);
    cr_expect_eq(desk.outbox.count, 1);
    cr_expect_eq(lines[GP].month.withdrawn, 0);
}

static void shuffle(struct request *items, size_t count, uint64_t seed)
{
    struct random random = random_at(random_key_make(seed, 0), RANDOM_PURPOSE_EVENT_DETAIL, 0, 0, 0);

    for (size_t i = count; i > 1; i--) {
        const size_t other = random_below(&random, (uint32_t)i);
        const struct request kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

Test(engine_desk, the_order_in_which_requests_arrive_changes_nothing)
{
    struct request items[MANY];
    struct outcome outcomes[2 * MANY];
    size_t count = 0;

    for (uint32_t i = 0; i < MANY; i++) {
        items[i] = i % 3 == 0 ? to_admit(i, (uint16_t)(i % 4)) : ask(i, line_services[i % LINES], (uint8_t)(i % 5));
    }
    for (uint64_t seed = 0; seed < 5; seed++) {
        tear_down();
        set_up();
        lines[GP].capacity = 20;
        site.beds = 30;
        shuffle(items, MANY, seed);
        day(TODAY, items, MANY);
        if (seed == 0) {
            count = desk.outbox.count;
            cr_assert_gt(count, 50);
            memcpy(outcomes, desk.outbox.items, count * sizeof *outcomes);
        }
        cr_assert_eq(desk.outbox.count, count);
        cr_assert_arr_eq(desk.outbox.items, outcomes, count * sizeof *outcomes);
    }
}

Test(engine_desk, outcomes_are_those_of_the_day)
{
    const struct request item = ask(1, SERVICE_GP, 0);

    day(TODAY, &item, 1);
    cr_assert_eq(desk.outbox.count, 1);
    day(TODAY + 1, NULL, 0);
    cr_expect_eq(desk.outbox.count, 0);
}

Test(engine_desk, who_could_not_be_served_is_served_later_without_asking_again)
{
    const struct request items[] = {ask(1, SERVICE_GP, 0), ask(2, SERVICE_GP, 0)};

    lines[GP].capacity = 1;
    day(TODAY, items, 2);
    day(TODAY + 1, NULL, 0);
    cr_assert_eq(desk.outbox.count, 1);
    cr_expect_eq(desk.outbox.items[0].person, 2);
    cr_expect_eq(desk.outbox.items[0].waited, 1);
}

/* From the department to the beds */

Test(engine_desk, whom_the_department_admits_is_in_a_bed_the_same_day)
{
    const struct request item = to_admit(1, 4);

    day(TODAY, &item, 1);
    cr_expect(has_outcome(1, SERVICE_ACCIDENT_EMERGENCY, OUTCOME_SERVED));
    cr_expect(has_outcome(1, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
    cr_expect_eq(site.beds_held, 1);
}

Test(engine_desk, who_only_attends_is_not_admitted)
{
    const struct request item = ask(1, SERVICE_ACCIDENT_EMERGENCY, 1);

    day(TODAY, &item, 1);
    cr_expect_eq(desk.outbox.count, 1);
    cr_expect_eq(lines[BEDS].month.requested, 0);
}

Test(engine_desk, what_the_stay_needs_is_passed_on)
{
    struct request item = to_admit(70000, 9);

    item.row = 5;
    item.locality = 12;
    item.flags |= REQUEST_SUPPORT;
    day(TODAY, &item, 1);
    cr_assert_eq(lines[BEDS].stay_count, 1);
    const struct request *stay = &lines[BEDS].stays[0].request;
    cr_expect_eq(stay->person, 70000);
    cr_expect_eq(stay->row, 5);
    cr_expect_eq(stay->locality, 12);
    cr_expect_eq(stay->flags, REQUEST_SUPPORT);
    cr_expect_eq(lines[BEDS].stays[0].ready, TODAY + 9);
}

Test(engine_desk, a_site_without_beds_passes_nobody_on)
{
    const struct request item = to_admit(1, 4);

    site.line[SERVICE_EMERGENCY_INPATIENT] = -1;
    day(TODAY, &item, 1);
    cr_assert_eq(desk.outbox.count, 1);
    cr_expect_eq(desk.outbox.items[0].kind, OUTCOME_SERVED);
    cr_expect_eq(desk.outbox.items[0].flags, REQUEST_TO_ADMIT);
}

Test(engine_desk, the_department_fills_the_last_bed_before_those_who_come_to_the_ward)
{
    const struct request items[] = {to_a_ward(1, 4), to_admit(2, 4)};

    site.beds = 1;
    day(TODAY, items, 2);
    cr_expect(has_outcome(2, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
    cr_expect_not(has_outcome(1, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
}

Test(engine_desk, who_waited_for_the_department_is_passed_on_when_seen)
{
    const struct request items[] = {to_admit(1, 4), to_admit(2, 4)};

    lines[DEPARTMENT].capacity = 1;
    day(TODAY, items, 2);
    cr_expect_not(has_outcome(2, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
    day(TODAY + 1, NULL, 0);
    cr_expect(has_outcome(2, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
}

Test(engine_desk, who_finds_no_bed_waits_for_one_and_is_passed_on_once)
{
    const struct request items[] = {to_admit(1, 1), to_admit(2, 1)};

    site.beds = 1;
    day(TODAY, items, 2);
    cr_expect_eq(lines[BEDS].queue_count, 1);
    day(TODAY + 1, NULL, 0);
    cr_expect(has_outcome(2, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
    cr_expect_eq(lines[BEDS].month.requested, 2);
}

Test(engine_desk, every_request_ends_in_one_way_or_waits)
{
    struct request items[MANY];

    lines[GP].capacity = 3;
    lines[DEPARTMENT].capacity = 11;
    site.beds = 25;
    for (day_t today = TODAY; today < TODAY + 40; today++) {
        for (uint32_t i = 0; i < 20; i++) {
            const uint32_t person = (uint32_t)(today - TODAY) * 20 + i;
            items[i] = i % 2 == 0 ? to_admit(person, (uint16_t)(i % 7)) : ask(person, SERVICE_GP, 1);
        }
        day(today, items, 20);
    }
    for (unsigned l = 0; l < LINES; l++) {
        cr_expect_eq(line_check(&lines[l], "test", TODAY), STATUS_OK, "%s", status_message());
    }
    cr_expect_eq(lines[BEDS].month.requested, lines[DEPARTMENT].month.served);
}

Test(engine_desk, every_allocation_may_fail)
{
    const struct request items[] = {to_admit(1, 4), ask(2, SERVICE_GP, 1), to_a_ward(3, 2)};
    enum status status = STATUS_NO_MEMORY;
    int64_t n = 0;

    for (; status == STATUS_NO_MEMORY && n < 100; n++) {
        tear_down();
        set_up();
        memory_fail_after(n);
        status = desk_day(&desk, &scratch, &supply, 0, rules, items, 3, TODAY);
        memory_fail_after(-1);
    }
    cr_expect_eq(status, STATUS_OK);
    cr_expect_gt(n, 8);
    cr_expect(has_outcome(1, SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED));
}

Test(engine_desk, free_is_safe_twice_and_on_nothing)
{
    const struct request item = ask(1, SERVICE_GP, 0);

    day(TODAY, &item, 1);
    desk_free(&desk);
    desk_free(&desk);
    cr_expect_null(desk.outbox.items);
    desk_scratch_free(&scratch);
    desk_scratch_free(&scratch);
    cr_expect_null(scratch.keys);
    cr_expect_eq(scratch.sort_capacity, 0);
}
