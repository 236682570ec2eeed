/* How many are served in time: within so many days of their request, and within four hours of their arrival. */
#include "line_small.h"

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
    struct place place = place_of(SERVICE_ACCIDENT_EMERGENCY, 10, beds);

    place.site.beds_held = beds_held;
    place.rules.four_hours_share = 0.98;
    place.rules.four_hours_occupancy = 0.9;
    place.rules.four_hours_fall = 2;
    return place;
}

/* In millionths, of three attendances on a day. */
static int64_t within_four_hours(struct place place)
{
    const struct request inbox[] = {need(1, 0), need(2, 0), need(3, 0)};

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
    const struct request inbox[] = {need(1, 0), need(2, 0), need(3, 0)};

    place.line.capacity = 2;
    place_day(&place, MONDAY, inbox, 3);
    cr_expect_eq(place.line.month.within_four_hours, 2 * 980000);
    place_wait(&place, MONDAY + 1);
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
