/* The order of the phases of a day, as seen from outside. */
#include "world_small.h"

#include <math.h>

#include "base/memory.h"

TestSuite(engine_day, .init = world_small_init, .fini = world_small_free);

enum { HERE, THERE };

/* Nobody's luck decides the test: nothing happens to this person any more until they are refreshed. */
static void leave_in_peace(uint32_t row)
{
    world.districts[HERE].people.threshold[row] = 0;
}

/* The first person of the first locality from that row on who lives at home alone, waits for nothing and has neither
 * carer nor package. */
static uint32_t somebody_from(uint32_t row)
{
    const struct people *people = &world.districts[HERE].people;

    while (!people_holds(people, row) || people->person[row].place != PLACE_HOME || people->person[row].waiting != 0 ||
           people->person[row].household_next != row || people_carer_link(people, row) != PERSON_NONE ||
           people->person[row].home_care_hours != 0) {
        row++;
        cr_assert_lt(row, people->rows);
    }
    leave_in_peace(row);
    return row;
}

static uint32_t somebody(void)
{
    return somebody_from(0);
}

/* Lives to the next Monday of an ordinary week. */
static void live_to_monday(void)
{
    do {
        live_a_day();
    } while (calendar_weekday(world.today) != 0);
}

/* Makes something happen today, before all else. */
static void make_happen(uint32_t row, enum notice_kind kind, unsigned hazard)
{
    struct district *district = &world.districts[HERE];

    cr_assert_eq(memory_reserve((void **)&district->notices.items, &district->notices.capacity,
                                district->notices.count + 1, sizeof *district->notices.items),
                 STATUS_OK);
    district->notices.items[district->notices.count++] = (struct notice){
        .row = row,
        .neighbourhood = district->people.person[row].neighbourhood,
        .kind = (uint8_t)kind,
        .hazard = (uint8_t)hazard,
    };
}

static bool waits(uint32_t row, enum service service)
{
    return (world.districts[HERE].people.person[row].waiting >> service & 1) != 0;
}

/* Outcomes on their way to a person. */
static unsigned outcomes_on_the_way(uint32_t person, enum service service, enum outcome_kind kind)
{
    const struct outcome *outcomes = exchange_items(&world.outcomes, HERE);
    unsigned count = 0;

    for (size_t i = 0; i < exchange_count(&world.outcomes, HERE); i++) {
        count += outcomes[i].person == person && outcomes[i].service == service && outcomes[i].kind == kind;
    }
    return count;
}

static struct line *practice_of(uint32_t row)
{
    struct line *line = supply_line(&world.care.supply, world.districts[HERE].people.person[row].practice, SERVICE_GP);

    line->capacity = 1e6; /* for whoever comes */
    return line;
}

Test(engine_day, a_day_is_the_next_one)
{
    const day_t first = world.today;

    live_a_day();
    cr_assert_eq(world.today, first + 1);
}

Test(engine_day, a_need_of_today_is_served_today)
{
    live_to_monday();
    const uint32_t row = somebody();
    const uint32_t person = world.districts[HERE].people.id[row];
    const struct line *practice = practice_of(row);

    make_happen(row, NOTICE_NEED, HAZARD_GP);
    const int64_t before = practice->month.requested;
    live_a_day();
    cr_expect_gt(practice->month.requested, before);
    cr_expect_eq(practice->queue_count, 0);
    cr_expect_eq(outcomes_on_the_way(person, SERVICE_GP, OUTCOME_SERVED), 1);
}

Test(engine_day, what_was_served_today_the_person_knows_tomorrow)
{
    live_to_monday();
    const uint32_t row = somebody();

    practice_of(row);
    make_happen(row, NOTICE_NEED, HAZARD_GP);
    live_a_day();
    cr_expect(waits(row, SERVICE_GP));
    live_a_day();
    cr_expect_not(waits(row, SERVICE_GP));
}

Test(engine_day, an_emergency_is_in_a_bed_tonight_and_in_hospital_tomorrow)
{
    struct people *people = &world.districts[HERE].people;

    live_to_monday();
    for (size_t site = 0; site < world.care.supply.site_count; site++) {
        world.care.supply.sites[site].beds *= 100;
    }
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        world.population.figures->zero_day_share[STAY_EMERGENCY][age] = 0;
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            world.population.hazards.resolution[hazard_row(age, (enum sex)sex)].lane[HAZARD_DEATH] = 0;
        }
    }
    const uint32_t row = somebody();
    make_happen(row, NOTICE_NEED, HAZARD_EMERGENCY_ADMISSION);
    live_a_day();
    cr_expect_eq(outcomes_on_the_way(people->id[row], SERVICE_EMERGENCY_INPATIENT, OUTCOME_ADMITTED), 1);
    cr_expect_eq(people->person[row].place, PLACE_HOME);
    const day_t admitted = world.today - 1;
    live_a_day();
    cr_expect_eq(people->person[row].place, PLACE_HOSPITAL_EMERGENCY);
    cr_expect_eq(people->person[row].stay_from, admitted);
}

Test(engine_day, who_dies_today_no_longer_waits_tonight)
{
    struct district *district = &world.districts[HERE];

    live_to_monday();
    const uint32_t row = somebody();
    struct line *practice = practice_of(row);
    practice->capacity = 0; /* nobody is seen */
    make_happen(row, NOTICE_NEED, HAZARD_GP);
    live_a_day();
    const uint32_t person = district->people.id[row];
    const int64_t before = practice->month.died_waiting;
    leave_in_peace(row);
    district->census.deaths[0][0][0]++;
    make_happen(row, NOTICE_DIED, 0);
    live_a_day();
    cr_expect_gt(practice->month.died_waiting, before);
    cr_expect_neq(district->people.id[row], person);
}

/* Moves */

/* Sends a household to the first neighbourhood of another locality, as life does. */
static uint16_t send_away(uint32_t row)
{
    struct district *district = &world.districts[HERE];
    const uint16_t neighbourhood = world.area.localities[THERE].first_neighbourhood;
    uint32_t member = row;

    do {
        cr_assert_eq(memory_reserve((void **)&district->movers.items, &district->movers.capacity,
                                    district->movers.count + 1, sizeof *district->movers.items),
                     STATUS_OK);
        district->movers.items[district->movers.count++] =
            (struct mover){member, neighbourhood, district->movers.households};
        district->census.moved_out++;
        leave_in_peace(member);
        make_happen(member, NOTICE_MOVED_AWAY, 0);
        member = district->people.person[member].household_next;
    } while (member != row);
    district->movers.households++;
    return neighbourhood;
}

static uint32_t row_of(size_t locality, uint32_t person)
{
    const struct people *people = &world.districts[locality].people;

    for (uint32_t row = 0; row < people->rows; row++) {
        if (people->id[row] == person) {
            return row;
        }
    }
    return PERSON_NONE;
}

Test(engine_day, whoever_moves_arrives_the_same_day)
{
    live_a_day();
    const uint32_t row = somebody();
    const uint32_t person = world.districts[HERE].people.id[row];
    const day_t born = world.districts[HERE].people.person[row].birth_day;
    const uint16_t neighbourhood = send_away(row);

    live_a_day();
    const struct people *there = &world.districts[THERE].people;
    const uint32_t arrived = row_of(THERE, person);
    cr_expect_eq(row_of(HERE, person), PERSON_NONE);
    cr_assert_neq(arrived, PERSON_NONE);
    cr_expect_eq(there->person[arrived].birth_day, born);
    cr_expect_eq(there->person[arrived].neighbourhood, neighbourhood);
}

Test(engine_day, whoever_moves_registers_the_same_day)
{
    live_a_day();
    const uint32_t row = somebody();
    const uint32_t person = world.districts[HERE].people.id[row];

    world.districts[HERE].people.person[row].practice = SITE_NONE;
    send_away(row);
    live_a_day();
    const uint16_t practice = world.districts[THERE].people.person[row_of(THERE, person)].practice;
    cr_assert_neq(practice, SITE_NONE);
    cr_expect_not_null(supply_line(&world.care.supply, practice, SERVICE_GP));
}

Test(engine_day, a_household_stays_together)
{
    struct people *here = &world.districts[HERE].people;

    live_a_day();
    const uint32_t one = somebody();
    people_join_household(here, somebody_from(one + 1), one);
    const uint32_t first = here->id[one], second = here->id[here->person[one].household_next];
    send_away(one);
    live_a_day();
    const struct people *there = &world.districts[THERE].people;
    cr_assert_neq(first, second);
    cr_expect_eq(people_household_size(there, row_of(THERE, first)), 2);
    cr_expect_eq(there->person[row_of(THERE, first)].household_next, row_of(THERE, second));
}

/* Two households that leave together do not become one. */
Test(engine_day, households_stay_apart)
{
    const struct people *here = &world.districts[HERE].people;

    live_a_day();
    const uint32_t one = somebody();
    const uint32_t first = here->id[one];
    send_away(one);
    const uint32_t other = somebody_from(one + 1);
    const uint32_t second = here->id[other];
    send_away(other);
    live_a_day();
    const struct people *there = &world.districts[THERE].people;
    cr_assert_neq(first, second);
    cr_expect_eq(people_household_size(there, row_of(THERE, first)), 1);
    cr_expect_eq(people_household_size(there, row_of(THERE, second)), 1);
}

/* Conservation, every day of a month */

static void live_a_month(void (*check)(void))
{
    const day_t end = calendar_next_month(world.today);

    while (world.today < end) {
        live_a_day();
        check();
    }
}

static void check_moves(void)
{
    int64_t out = 0, in = 0;

    for (size_t d = 0; d < world.area.locality_count; d++) {
        out += world.districts[d].census.moved_out;
        in += world.districts[d].census.moved_in;
        cr_assert_eq(world.districts[d].movers.count, 0);
    }
    cr_assert_eq(out, in);
}

Test(engine_day, nobody_is_between_two_localities_at_night)
{
    int64_t moved = 0;

    send_away(somebody());
    live_a_month(check_moves);
    for (size_t d = 0; d < world.area.locality_count; d++) {
        moved += world.districts[d].census.moved_in;
    }
    cr_assert_gt(moved, 0);
}

static void check_people(void)
{
    for (size_t d = 0; d < world.area.locality_count; d++) {
        cr_assert_eq(census_check(&world.districts[d].census, &world.districts[d].people, world.today - 1), STATUS_OK,
                     "%s", status_message());
    }
}

Test(engine_day, nobody_appears_or_vanishes_on_any_day)
{
    live_a_month(check_people);
}

/* A row of somebody who has died or left has no threshold until it is freed. */
static void check_rows(void)
{
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        cr_assert_eq(world.districts[d].notices.count, 0);
        for (uint32_t row = 0; row < people->rows; row++) {
            cr_assert_eq(people_holds(people, row), people->threshold[row] > 0, "row %u", row);
        }
    }
}

Test(engine_day, whoever_has_gone_is_gone_at_night)
{
    live_a_month(check_rows);
}

static void check_lines(void)
{
    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        cr_assert_eq(line_check(&world.care.supply.lines[l], "test", world.today - 1), STATUS_OK, "%s",
                     status_message());
    }
}

Test(engine_day, every_request_has_ended_or_waits_on_any_day)
{
    live_a_month(check_lines);
}

/* Who waits in a queue knows of it, and the other way round: outcomes that are on their way apart. */
static void check_waits(void)
{
    int64_t queued = 0, on_the_way = 0, waiting = 0;

    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        const struct line *line = &world.care.supply.lines[l];
        queued += line->service == SERVICE_OUTPATIENT_FIRST ? (int64_t)line->queue_count : 0;
    }
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        const struct outcome *outcomes = exchange_items(&world.outcomes, d);
        for (size_t i = 0; i < exchange_count(&world.outcomes, d); i++) {
            on_the_way += outcomes[i].service == SERVICE_OUTPATIENT_FIRST;
        }
        for (uint32_t row = 0; row < people->rows; row++) {
            waiting += people->person[row].waiting >> SERVICE_OUTPATIENT_FIRST & 1;
        }
    }
    cr_assert_eq(queued + on_the_way, waiting);
}

Test(engine_day, queues_hold_those_who_wait)
{
    live_a_month(check_waits);
}

/* Trends */

Test(engine_day, the_trends_of_a_year_begin_on_its_first_day)
{
    const unsigned row = hazard_row(70, SEX_MALE);
    const double fall = world.population.figures->mortality_improvement[70][SEX_MALE];
    const double first = world.population.first_base[row].lane[HAZARD_DEATH];

    cr_assert_gt(fall, 0);
    world.today = calendar_day((struct date){2008, 12, 31});
    live_a_day();
    cr_expect_float_eq(world.population.hazards.base[row].lane[HAZARD_DEATH] / first,
                       pow(1 - fall, 2008.5 - small_run.population.life.figures_year), 1e-6);
    live_a_day();
    cr_expect_float_eq(world.population.hazards.base[row].lane[HAZARD_DEATH] / first,
                       pow(1 - fall, 2009.5 - small_run.population.life.figures_year), 1e-6);
}
