/* The month: its counts, and the proofs at its end. The first month is February 2008, two months before the start. */
#include "world_small.h"

#include <string.h>

#include "base/memory.h"

TestSuite(engine_month, .init = world_small_init, .fini = world_small_free);

static void live_a_month(void)
{
    cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
}

static void begin_a_month(void)
{
    cr_assert_eq(world_begin_month(&world), STATUS_OK, "%s", status_message());
}

Test(engine_month, a_month_ends_on_the_first_of_the_next)
{
    cr_expect_eq(world.today, calendar_day((struct date){2008, 2, 1}));
    live_a_month();
    cr_expect_eq(world.today, calendar_day((struct date){2008, 3, 1}));
}

/* Proofs */

/* The month must fail, and say which month it was and what is wrong. */
static void expect_broken(const char *what)
{
    cr_expect_eq(world_month(&world), STATUS_INVARIANT);
    cr_expect_not_null(strstr(status_message(), "2008-02"), "%s", status_message());
    cr_expect_not_null(strstr(status_message(), what), "%s", status_message());
}

Test(engine_month, a_birth_too_many_breaks_the_run)
{
    world.districts[1].census.births++;
    expect_broken("locality 1");
}

Test(engine_month, a_death_too_few_breaks_the_run)
{
    world.districts[2].census.deaths[0][0][0]--;
    expect_broken("locality 2");
}

Test(engine_month, a_person_who_vanishes_breaks_the_run)
{
    struct people *people = &world.districts[0].people;

    people->living--;
    expect_broken("locality 0");
    people->living++;
}

Test(engine_month, the_first_of_several_broken_localities_is_named)
{
    world.districts[2].census.births++;
    world.districts[1].census.arrivals++;
    expect_broken("locality 1");
}

Test(engine_month, a_request_that_vanishes_breaks_the_run)
{
    struct line *line = &world.care.supply.lines[0];

    line->month.requested++;
    expect_broken(world.care.supply.providers[line->provider].name);
}

Test(engine_month, a_service_counted_twice_breaks_the_run)
{
    struct line *line = &world.care.supply.lines[world.care.supply.line_count - 1];

    line->month.served++;
    expect_broken(service_lines[line->service].name);
}

/* Counts */

Test(engine_month, the_census_of_a_month_counts_who_is_there)
{
    live_a_month();
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct district *district = &world.districts[d];
        uint64_t persons = 0;
        for (const uint32_t *count = &district->census.persons[0][0][0];
             count < &district->census.persons[0][0][0] + sizeof district->census.persons / sizeof *count; count++) {
            persons += *count;
        }
        cr_expect_eq(persons, district->people.living);
    }
}

static int64_t sum_of_flows(enum service service, enum measure measure)
{
    struct activity activity = {0};
    int64_t sum = 0;

    for (size_t d = 0; d < world.area.locality_count; d++) {
        cr_assert_eq(flow_collect(&world.districts[d].flow, 0, &activity), STATUS_OK);
    }
    for (size_t r = 0; r < activity.count; r++) {
        const struct activity_row *row = &activity.rows[r];
        sum += row->service == service && row->measure == measure ? row->count : 0;
    }
    memory_free((void **)&activity.rows);
    return sum;
}

static int64_t sum_of_activity(enum service service, enum measure measure)
{
    int64_t sum = 0;

    for (size_t r = 0; r < world.activity.count; r++) {
        const struct activity_row *row = &world.activity.rows[r];
        sum += row->service == service && row->measure == measure ? row->count : 0;
    }
    return sum;
}

Test(engine_month, activity_is_the_flows_of_the_localities_together)
{
    live_a_month();
    cr_assert_gt(sum_of_activity(SERVICE_GP, MEASURE_SERVED), 0);
    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        for (unsigned measure = 0; measure < MEASURE_COUNT; measure++) {
            cr_expect_eq(sum_of_activity((enum service)service, (enum measure)measure),
                         sum_of_flows((enum service)service, (enum measure)measure));
        }
    }
}

Test(engine_month, activity_is_in_order_and_each_row_once)
{
    live_a_month();
    for (size_t r = 1; r < world.activity.count; r++) {
        const struct activity_row *a = &world.activity.rows[r - 1], *b = a + 1;
        const uint32_t before[] = {a->economy, a->provider, a->service, a->measure};
        const uint32_t after[] = {b->economy, b->provider, b->service, b->measure};
        size_t first = 0;
        while (first < 3 && before[first] == after[first]) {
            first++;
        }
        cr_assert_lt(before[first], after[first], "row %zu", r);
    }
}

Test(engine_month, a_month_begins_with_counts_of_zero)
{
    live_a_month();
    begin_a_month();
    for (size_t d = 0; d < world.area.locality_count; d++) {
        struct district *district = &world.districts[d];
        const struct care_month none = {.programmes = district->care.programmes, .forks = district->care.forks};
        /* Who is there at the start of the month is counted then. */
        memset(district->care.oldest, 0, sizeof none.oldest);
        memset(district->care.oldest_nursed, 0, sizeof none.oldest_nursed);
        cr_expect_eq(memcmp(&district->care, &none, sizeof none), 0);
        cr_expect_eq(district->census.opening, (int64_t)district->people.living);
        cr_expect_eq(district->census.births + district->census.arrivals + district->census.moved_in, 0);
    }
    cr_expect_eq(sum_of_flows(SERVICE_GP, MEASURE_SERVED), 0);
    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        cr_expect_eq(world.care.supply.lines[l].month.requested, 0);
        cr_expect_eq(world.care.supply.lines[l].opening_queue, (int64_t)world.care.supply.lines[l].queue_count);
    }
}

Test(engine_month, residents_are_counted_ahead_for_a_whole_month)
{
    int64_t residents = 0;

    live_a_month();
    begin_a_month();
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        for (uint32_t row = 0; row < people->rows; row++) {
            residents += people_holds(people, row) && people_has(people, row, TRAIT_CARE_HOME);
        }
    }
    cr_assert_gt(residents, 0);
    cr_expect_eq(sum_of_flows(SERVICE_CARE_HOME, MEASURE_BED_DAYS), 31 * residents);
}

/* The days of residents at the end of a month are those that a count each night finds. */
Test(engine_month, days_in_care_homes_are_the_nights_in_them)
{
    const day_t end = calendar_next_month(world.today);
    int64_t nights = 0;

    while (world.today < end) {
        live_a_day();
        for (size_t d = 0; d < world.area.locality_count; d++) {
            const struct people *people = &world.districts[d].people;
            for (uint32_t row = 0; row < people->rows; row++) {
                nights += people_holds(people, row) && people_has(people, row, TRAIT_CARE_HOME);
            }
        }
    }
    cr_assert_eq(sum_of_flows(SERVICE_CARE_HOME, MEASURE_BED_DAYS), nights);
}

Test(engine_month, months_follow_one_another)
{
    for (int month = 0; month < 4; month++) {
        if (month > 0) {
            begin_a_month();
        }
        live_a_month();
    }
    cr_assert_eq(world.today, calendar_day((struct date){2008, 6, 1}));
}
