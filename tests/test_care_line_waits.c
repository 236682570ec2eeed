/* What a service line counts of waits: those up to some days, and attendances within four hours. */
#include "care/line.h"

#include <criterion/criterion.h>

#include "care/supply.h"

enum { MONDAY = 4 };

/* A line, its site and what it answered. */
struct place {
    struct line line;
    struct site site;
    struct line_rules rules;
    struct outcomes outbox;
};

static void place_free(struct place *self)
{
    line_free(&self->line);
    outcomes_free(&self->outbox);
}

static void place_day(struct place *self, day_t today, const struct request *inbox, size_t count)
{
    cr_assert_eq(line_day(&self->line, &self->site, &self->rules, inbox, count, today, &self->outbox), STATUS_OK, "%s",
                 status_message());
}

static struct request need(uint32_t person)
{
    return (struct request){.person = person, .service = SERVICE_ACCIDENT_EMERGENCY, .kind = REQUEST_SERVE};
}

Test(care_line_waits, waits_are_counted_up_to_a_day_and_with_it)
{
    struct line line = {0};

    line.month.waits[0] = 1;
    line.month.waits[126] = 10;
    line.month.waits[127] = 100;
    cr_expect_eq(line_served_within(&line, 0), 1);
    cr_expect_eq(line_served_within(&line, 125), 1);
    cr_expect_eq(line_served_within(&line, 126), 11);
    cr_expect_eq(line_served_within(&line, 127), 111);
}

/* Four hours */

static struct place department_of(int64_t beds, int64_t beds_held)
{
    return (struct place){
        .line = {.service = SERVICE_ACCIDENT_EMERGENCY, .capacity = 10},
        .site = {.beds = beds, .beds_held = beds_held},
        .rules = {.open_days_per_week = 7,
                  .longest_wait_days = 100,
                  .four_hours_share = 0.98,
                  .four_hours_occupancy = 0.9,
                  .four_hours_fall = 2},
    };
}

/* In millionths, of three attendances on a day. */
static int64_t within_four_hours(struct place place)
{
    const struct request inbox[] = {need(1), need(2), need(3)};

    place_day(&place, MONDAY, inbox, 3);
    place_free(&place);
    return place.line.month.within_four_hours;
}

Test(care_line_waits, most_attendances_are_over_within_four_hours)
{
    cr_expect_eq(within_four_hours(department_of(100, 0)), 3 * 980000);
    cr_expect_eq(within_four_hours(department_of(100, 90)), 3 * 980000, "up to the occupancy");
}

Test(care_line_waits, a_full_hospital_keeps_people_waiting)
{
    cr_expect_eq(within_four_hours(department_of(100, 91)), 3 * 960000);
    cr_expect_eq(within_four_hours(department_of(100, 100)), 3 * 780000);
    cr_expect_eq(within_four_hours(department_of(100, 105)), 3 * 680000, "with escalation beds");
    cr_expect_eq(within_four_hours(department_of(100, 200)), 0, "not below none");
}

Test(care_line_waits, a_department_without_beds_has_room)
{
    cr_expect_eq(within_four_hours(department_of(0, 0)), 3 * 980000);
}

Test(care_line_waits, who_is_seen_on_another_day_is_late)
{
    struct place place = department_of(100, 0);
    const struct request inbox[] = {need(1), need(2), need(3)};

    place.line.capacity = 2;
    place_day(&place, MONDAY, inbox, 3);
    cr_expect_eq(place.line.month.within_four_hours, 2 * 980000);
    place_day(&place, MONDAY + 1, NULL, 0);
    cr_expect_eq(place.line.month.served, 3);
    cr_expect_eq(place.line.month.within_four_hours, 2 * 980000);
    place_free(&place);
}

Test(care_line_waits, hours_are_counted_where_there_is_a_rule_for_them)
{
    struct place place = department_of(100, 0);

    place.rules.four_hours_share = 0;
    cr_expect_eq(within_four_hours(place), 0);
}
