#include <criterion/criterion.h>
#include <omp.h>

#include "engine/world.h"
#include "scenario/scenario.h"

static struct scenario scenario;
static struct run_parameters run;
static struct world world;

static void load(const char *const *sets, size_t count)
{
    const struct scenario_settings settings = {
        .path = CATCHMENT_SOURCE "/configs/small/small.yaml", .sets = sets, .set_count = count};

    cr_assert_eq(scenario_load(&scenario, &run_section, &run, &settings), STATUS_OK, "%s", status_message());
}

static void end(void)
{
    world_free(&world);
    scenario_free(&scenario);
}

/* Lives so many months of the small scenario and returns the state hash. */
static uint64_t live(uint64_t replicate, unsigned months)
{
    uint64_t hash = 0;

    cr_assert_eq(world_init(&world, &run, replicate), STATUS_OK, "%s", status_message());
    for (unsigned month = 0; month < months; month++) {
        if (month > 0) {
            cr_assert_eq(world_begin_month(&world), STATUS_OK, "%s", status_message());
        }
        cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
    }
    cr_assert_eq(world_hash(&world, &hash), STATUS_OK);
    return hash;
}

static uint64_t hash_with(const char *const *sets, size_t count, uint64_t replicate, int threads)
{
    omp_set_num_threads(threads);
    load(sets, count);
    const uint64_t hash = live(replicate, 3);
    end();
    return hash;
}

Test(engine_world, the_number_of_threads_changes_nothing)
{
    const uint64_t one = hash_with(NULL, 0, 0, 1);

    cr_assert_eq(hash_with(NULL, 0, 0, 2), one);
    cr_assert_eq(hash_with(NULL, 0, 0, 3), one);
}

Test(engine_world, seed_population_seed_and_replicate_each_change_the_run)
{
    const uint64_t plain = hash_with(NULL, 0, 0, 2);
    const uint64_t seed = hash_with((const char *const[]){"seed=2"}, 1, 0, 2);
    const uint64_t population = hash_with((const char *const[]){"population.seed=2"}, 1, 0, 2);
    const uint64_t replicate = hash_with(NULL, 0, 1, 2);

    cr_assert_neq(seed, plain);
    cr_assert_neq(population, plain);
    cr_assert_neq(replicate, plain);
    cr_assert_neq(seed, replicate);
}

Test(engine_world, a_parameter_set_to_its_own_value_changes_nothing)
{
    const uint64_t plain = hash_with(NULL, 0, 0, 2);

    cr_assert_eq(hash_with((const char *const[]){"population.size=20000"}, 1, 0, 2), plain);
}

static int64_t served_by_lines(enum service service)
{
    int64_t served = 0;

    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        const struct line *line = &world.care.supply.lines[l];
        served += line->service == service ? line->month.served : 0;
    }
    return served;
}

static int64_t served_to_people(enum service service)
{
    int64_t served = 0;

    for (size_t r = 0; r < world.activity.count; r++) {
        const struct activity_row *row = &world.activity.rows[r];
        served += row->service == service && row->measure == MEASURE_SERVED ? row->count : 0;
    }
    return served;
}

/* Outcomes of the last day, which reach the people tomorrow. */
static int64_t served_on_the_last_day(enum service service)
{
    int64_t served = 0;

    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct outcome *outcomes = exchange_items(&world.outcomes, d);
        for (size_t i = 0; i < exchange_count(&world.outcomes, d); i++) {
            const bool done = outcomes[i].kind == OUTCOME_SERVED || outcomes[i].kind == OUTCOME_ADMITTED;
            served += done && outcomes[i].service == service;
        }
    }
    return served;
}

static bool is_offered(enum service service)
{
    bool offered = false;

    for (size_t site = 0; site < world.care.supply.site_count; site++) {
        offered = offered || supply_line(&world.care.supply, (uint16_t)site, service) != NULL;
    }
    return offered;
}

Test(engine_world, what_people_had_is_what_providers_did)
{
    int64_t by_lines[SERVICE_COUNT] = {0}, to_people[SERVICE_COUNT] = {0};

    load(NULL, 0);
    cr_assert_eq(world_init(&world, &run, 0), STATUS_OK);
    for (unsigned month = 0; month < 4; month++) {
        cr_assert_eq(world_month(&world), STATUS_OK);
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            by_lines[service] += served_by_lines((enum service)service);
            to_people[service] += served_to_people((enum service)service);
        }
        cr_assert_eq(world_begin_month(&world), STATUS_OK);
    }
    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        cr_assert_eq(by_lines[service] > 0, is_offered((enum service)service), "%s", service_lines[service].name);
        cr_assert_eq(by_lines[service], to_people[service] + served_on_the_last_day((enum service)service), "%s",
                     service_lines[service].name);
    }
    end();
}

Test(engine_world, support_that_is_held_is_what_people_have)
{
    int64_t places = 0, hours = 0, residents = 0, received = 0;

    load(NULL, 0);
    live(0, 6);
    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        const struct line *line = &world.care.supply.lines[l];
        places += line->service == SERVICE_CARE_HOME ? line->held : 0;
        hours += line->service == SERVICE_HOME_CARE ? line->held : 0;
    }
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        for (uint32_t row = 0; row < people->rows; row++) {
            residents += people_has(people, row, TRAIT_CARE_HOME);
            received += people->person[row].home_care_hours;
        }
    }
    /* What was granted on the last day reaches the people tomorrow. */
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct outcome *outcomes = exchange_items(&world.outcomes, d);
        for (size_t i = 0; i < exchange_count(&world.outcomes, d); i++) {
            const bool granted = outcomes[i].kind == OUTCOME_SERVED;
            residents += granted && outcomes[i].service == SERVICE_CARE_HOME;
            received += granted && outcomes[i].service == SERVICE_HOME_CARE ? outcomes[i].amount : 0;
        }
    }
    cr_assert_eq(places, residents);
    cr_assert_eq(hours, received);
    end();
}

Test(engine_world, beds_hold_the_people_who_lie_in_them)
{
    int64_t held = 0, lying = 0;

    load(NULL, 0);
    live(0, 3);
    for (size_t s = 0; s < world.care.supply.site_count; s++) {
        held += world.care.supply.sites[s].beds_held;
    }
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        const struct outcome *outcomes = exchange_items(&world.outcomes, d);
        for (uint32_t row = 0; row < people->rows; row++) {
            lying += people_holds(people, row) && people->person[row].place >= PLACE_HOSPITAL_EMERGENCY;
        }
        for (size_t i = 0; i < exchange_count(&world.outcomes, d); i++) {
            lying += outcomes[i].kind == OUTCOME_ADMITTED;
            lying -= outcomes[i].kind == OUTCOME_DISCHARGED;
        }
    }
    cr_assert_gt(held, 10);
    cr_assert_eq(held, lying);
    end();
}
