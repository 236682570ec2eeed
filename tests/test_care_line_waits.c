/* How many are served in time: within so many days of their request, and within four hours of their arrival; by an
 * ambulance, within minutes of the call. */
#include "line_small.h"

#include <inttypes.h>

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

/* Ambulances */

/* Crews that can answer so many calls a day. */
static struct place station_of(double slots)
{
    struct place place = place_of(SERVICE_AMBULANCE, slots, 0);

    place.rules.crew_utilisation = 0.5;
    place.rules.response_share[RESPONSE_A_8_MINUTES] = 0.8;
    place.rules.response_fall[RESPONSE_A_8_MINUTES] = 2;
    place.rules.response_share[RESPONSE_A_19_MINUTES] = 1;
    place.rules.response_fall[RESPONSE_A_19_MINUTES] = 0.5;
    place.rules.response_share[RESPONSE_B_19_MINUTES] = 0.9;
    place.rules.response_fall[RESPONSE_B_19_MINUTES] = 1;
    return place;
}

static struct request call(uint32_t person, enum urgency urgency)
{
    return (struct request){.person = person, .kind = REQUEST_SERVE, .urgency = (uint8_t)urgency};
}

/* A day with one call of category A, two of B and one of C. */
static struct place answered(double slots)
{
    struct place place = station_of(slots);
    const struct request inbox[] = {call(1, ROUTINE), call(2, SOON), call(3, URGENT), call(4, SOON)};

    place_day(&place, MONDAY, inbox, 4);
    place_free(&place);
    return place;
}

static void expect_in_time(const struct place *place, int64_t a_8, int64_t a_19, int64_t b_19)
{
    const int64_t *in_time = place->line.month.in_time;

    cr_expect_eq(in_time[RESPONSE_A_8_MINUTES], a_8, "%" PRId64, in_time[RESPONSE_A_8_MINUTES]);
    cr_expect_eq(in_time[RESPONSE_A_19_MINUTES], a_19, "%" PRId64, in_time[RESPONSE_A_19_MINUTES]);
    cr_expect_eq(in_time[RESPONSE_B_19_MINUTES], b_19, "%" PRId64, in_time[RESPONSE_B_19_MINUTES]);
}

Test(care_line_waits, responses_are_counted_by_category)
{
    const struct place place = answered(10);

    cr_expect_eq(place.line.month.served_by_urgency[URGENT], 1);
    cr_expect_eq(place.line.month.served_by_urgency[SOON], 2);
    cr_expect_eq(place.line.month.served_by_urgency[ROUTINE], 1);
}

Test(care_line_waits, crews_with_time_are_there_as_soon_as_they_can_be)
{
    const struct place idle = answered(10), up_to_it = answered(8);

    expect_in_time(&idle, 800000, 1000000, 2 * 900000);
    expect_in_time(&up_to_it, 800000, 1000000, 2 * 900000);
}

Test(care_line_waits, busy_crews_are_later)
{
    const struct place busy = answered(5), full = answered(4);

    expect_in_time(&busy, 200000, 850000, 2 * 600000);
    expect_in_time(&full, 0, 750000, 2 * 400000);
}

Test(care_line_waits, with_too_few_crews_the_least_urgent_wait_and_are_late)
{
    struct place place = station_of(2);
    const struct request inbox[] = {call(1, ROUTINE), call(2, SOON), call(3, URGENT), call(4, SOON)};

    place.rules.crew_utilisation = 2;
    place_day(&place, MONDAY, inbox, 4);
    expect_in_time(&place, 800000, 1000000, 900000);
    place_wait(&place, MONDAY + 1);
    cr_expect_eq(place.line.month.served, 4);
    cr_expect_eq(place.line.month.served_by_urgency[SOON], 2);
    expect_in_time(&place, 800000, 1000000, 900000);
    place_free(&place);
}

Test(care_line_waits, what_is_less_urgent_than_all_counts_as_the_least)
{
    struct place place = station_of(10);
    const struct request inbox[] = {call(1, URGENCY_COUNT), call(2, ROUTINE)};

    place_day(&place, MONDAY, inbox, 2);
    cr_expect_eq(place.line.month.served_by_urgency[ROUTINE], 2);
    place_free(&place);
}
