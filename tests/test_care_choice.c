/* Choice among sites: the nearest that may be used, and the logit among them. */
#include "care/choice.h"

#include "base/memory.h"
#include "care_small.h"

#include <math.h>
#include <stdlib.h>

/* One locality, so narrow that all its neighbourhoods lie at (0, 0) to within 0.1 km. */
#define ONE_PLACE                                                                                                      \
    "area: {economies: {e: {localities: {l: {people: 1e4, x_km: 0, y_km: 0, radius_km: 0.1, rural_share: 0}}}}}\n"

struct choice_world {
    struct care_world care;
    struct choice_table choice;
};

static void build(struct choice_world *self, const char *text, uint32_t people)
{
    cr_assert_eq(care_world_build(&self->care, text, people), STATUS_OK, "%s", status_message());
    cr_assert_eq(choice_build(&self->choice, &self->care.supply, &self->care.area, &self->care.parameters.care),
                 STATUS_OK, "%s", status_message());
}

static void update(struct choice_world *self)
{
    cr_assert_eq(choice_update(&self->choice, &self->care.supply, &self->care.area, &self->care.parameters.care),
                 STATUS_OK, "%s", status_message());
}

static void world_free(struct choice_world *self)
{
    choice_free(&self->choice);
    care_world_free(&self->care);
}

/* The probability that the first neighbourhood goes to the site of that rank. */
static double probability(const struct choice_world *self, enum service service, unsigned rank)
{
    return choice_probability(&self->choice, (size_t)service, (unsigned)rank);
}

static double kilometres(const struct choice_world *self, uint16_t site)
{
    const struct neighbourhood *place = &self->care.area.neighbourhoods[0];
    const struct site *there = &self->care.supply.sites[site];
    return sqrt((double)area_distance_squared(place->x_km, place->y_km, there->x_km, there->y_km));
}

/* The nearest sites as choice_build finds them, by looking at all of them for each. */
static size_t all_by_distance(const struct care_world *world, const struct neighbourhood *place, enum service service,
                              size_t options, uint16_t sites[CHOICE_OPTIONS])
{
    const struct supply *supply = &world->supply;
    const int32_t home = world->area.localities[place->locality].economy;
    size_t count = 0;
    for (int anywhere = 0; anywhere < 2 && count == 0; anywhere++) {
        for (; count < options; count++) {
            float best = INFINITY;
            for (size_t s = 0; s < supply->site_count; s++) {
                const struct line *line = supply_line(supply, (uint16_t)s, service);
                const int32_t economy = supply->providers[supply->sites[s].provider].economy;
                bool usable = line != NULL && (line->capacity > 0 || supply->sites[s].beds > 0) &&
                              (anywhere == 1 || economy == ANY_ECONOMY || economy == home);
                for (size_t i = 0; i < count; i++) {
                    usable = usable && sites[i] != s;
                }
                const float squared =
                    area_distance_squared(place->x_km, place->y_km, supply->sites[s].x_km, supply->sites[s].y_km);
                if (usable && squared < best) {
                    best = squared;
                    sites[count] = (uint16_t)s;
                }
            }
            if (isinf(best)) {
                break;
            }
        }
    }
    return count;
}

Test(care_choice, finds_the_nearest_as_a_search_through_all_does)
{
    static const char text[] =
        "area: {people_per_economy: 60000, people_per_locality: 20000}\n" CARE_SMALL_TEXT "  services:\n"
        "    gp_consultation: {options: 5}\n"
        "    emergency_inpatient: {options: 6}\n"
        "    home_care: {options: 2}\n"
        "    day_case: {options: 4}\n"
        "  provider_kinds:\n"
        "    practice: {label: P, sector: partnership, people_per_provider: 3000, catchment: true,\n"
        "               services: {gp_consultation: {capacity_per_1000: 25}}}\n"
        "    hospital: {label: H, sector: public, people_per_provider: 50000, placement: centre, beds_per_1000: 2,\n"
        "               services: {emergency_inpatient: {capacity_per_1000: 0}, day_case: {capacity_per_1000: 1}}}\n"
        "    clinic: {label: C, sector: company, people_per_provider: 9000,\n"
        "             services: {day_case: {capacity_per_1000: 1}}}\n"
        "  providers:\n"
        "    carers: {sector: council, economy: \"\", sites: {far: {x_km: 400, y_km: -300,\n"
        "             services: {home_care: {capacity: 100}}}}}\n";
    static const struct {
        enum service service;
        size_t options;
    } asked[] = {{SERVICE_GP, 5}, {SERVICE_EMERGENCY_INPATIENT, 6}, {SERVICE_DAY_CASE, 4}, {SERVICE_HOME_CARE, 2}};
    struct choice_world world = {0};
    build(&world, text, 600000);
    cr_assert_gt(world.care.area.neighbourhood_count, 350);
    for (size_t n = 0; n < world.care.area.neighbourhood_count; n++) {
        for (size_t a = 0; a < sizeof asked / sizeof asked[0]; a++) {
            uint16_t expected[CHOICE_OPTIONS];
            const size_t count = all_by_distance(&world.care, &world.care.area.neighbourhoods[n], asked[a].service,
                                                 asked[a].options, expected);
            cr_assert_eq(count, asked[a].service == SERVICE_HOME_CARE ? 1 : asked[a].options);
            cr_assert_eq(world.choice.count[n * SERVICE_COUNT + (size_t)asked[a].service], count);
            for (unsigned i = 0; i < count; i++) {
                cr_assert_eq(choice_nearest(&world.choice, (uint16_t)n, asked[a].service, i), expected[i],
                             "neighbourhood %zu, %s, option %u", n, service_lines[asked[a].service].name, i);
            }
        }
    }
    world_free(&world);
}

/* Two economies side by side; only the west has a practice of its own beside the one for all. */
Test(care_choice, a_catchment_is_left_only_for_want_of_a_site)
{
    static const char text[] =
        "area: {economies: {west: {localities: {w: {people: 1e4, x_km: 0, y_km: 0, radius_km: 2, rural_share: 0}}},\n"
        "  east: {localities: {o: {people: 1e4, x_km: 9, y_km: 0, radius_km: 2, rural_share: 0}}}}}\n" CARE_SMALL_TEXT
        "  services: {gp_consultation: {options: 3}, district_nursing: {options: 3}}\n"
        "  providers:\n"
        "    any: {sector: company, sites: {s: {x_km: 50, y_km: 0, services: {gp_consultation: {capacity: 9}}}}}\n"
        "    west: {sector: public, economy: west, sites: {s: {x_km: 9, y_km: 0, services:\n"
        "           {gp_consultation: {capacity: 9}, district_nursing: {capacity: 9}}}}}\n";
    struct choice_world world = {0};
    build(&world, text, 20000);
    const uint16_t east = world.care.area.localities[0].first_neighbourhood;
    const uint16_t west = world.care.area.localities[1].first_neighbourhood;
    cr_assert_str_eq(world.care.area.economies[0].name, "east");
    cr_assert_eq(choice_nearest(&world.choice, west, SERVICE_GP, 0), 1);
    cr_assert_eq(choice_nearest(&world.choice, west, SERVICE_GP, 1), 0);
    cr_assert_eq(choice_nearest(&world.choice, east, SERVICE_GP, 0), 0, "the practice next door is not theirs");
    cr_assert_eq(choice_nearest(&world.choice, east, SERVICE_GP, 1), SITE_NONE);
    cr_assert_eq(choice_nearest(&world.choice, west, SERVICE_DISTRICT_NURSING, 0), 1);
    cr_assert_eq(choice_nearest(&world.choice, east, SERVICE_DISTRICT_NURSING, 0), 1, "better than none");
    world_free(&world);
}

static const char two_sites[] = ONE_PLACE CARE_SMALL_TEXT
    "  services:\n"
    "    day_case: {options: 2, distance_weight: 0.1, wait_weight: 0.02, quality_weight: 3}\n"
    "    emergency_inpatient: {options: 2, distance_weight: 0.1}\n"
    "  providers:\n"
    "    near: {sector: public, quality: 0.5, sites: {s: {x_km: 2, y_km: 0, beds: 100, services:\n"
    "           {day_case: {capacity: 10}, emergency_inpatient: {capacity: 0}}}}}\n"
    "    far: {sector: company, quality: 0.75, sites: {s: {x_km: 0, y_km: 9, beds: 300, services:\n"
    "          {day_case: {capacity: 25}, emergency_inpatient: {capacity: 0}}}}}\n";

Test(care_choice, probabilities_are_a_logit)
{
    struct choice_world world = {0};
    build(&world, two_sites, 10000);
    world.care.supply.lines[world.care.supply.sites[1].line[SERVICE_DAY_CASE]].median_wait = 40;
    update(&world);
    cr_assert_eq(choice_nearest(&world.choice, 0, SERVICE_DAY_CASE, 0), 1, "`near` is the second by name");
    const double near = 10 * exp(3 * 0.5 - 0.02 * 40 - 0.1 * kilometres(&world, 1));
    const double far = 25 * exp(3 * 0.75 - 0.1 * kilometres(&world, 0));
    cr_assert_float_eq(probability(&world, SERVICE_DAY_CASE, 0), near / (near + far), 1e-6);
    cr_assert_eq(world.choice.upto[SERVICE_DAY_CASE][1], 1.0F);
    world_free(&world);
}

Test(care_choice, beds_are_the_size_of_a_bed_service)
{
    struct choice_world world = {0};
    build(&world, two_sites, 10000);
    const double near = 100 * exp(-0.1 * kilometres(&world, 1));
    const double far = 300 * exp(-0.1 * kilometres(&world, 0));
    cr_assert_float_eq(probability(&world, SERVICE_EMERGENCY_INPATIENT, 0), near / (near + far), 1e-6);
    world_free(&world);
}

Test(care_choice, a_longer_wait_and_a_worse_name_send_people_away)
{
    struct choice_world world = {0};
    build(&world, two_sites, 10000);
    const double before = probability(&world, SERVICE_DAY_CASE, 0);
    struct line *line = supply_line(&world.care.supply, 1, SERVICE_DAY_CASE);
    line->median_wait = 30;
    update(&world);
    const double waiting = probability(&world, SERVICE_DAY_CASE, 0);
    cr_assert_lt(waiting, before);
    world.care.supply.providers[1].quality = 0.25;
    update(&world);
    cr_assert_lt(probability(&world, SERVICE_DAY_CASE, 0), waiting);
    line->median_wait = 0;
    world.care.supply.providers[1].quality = 0.5;
    update(&world);
    cr_assert_eq(probability(&world, SERVICE_DAY_CASE, 0), before);
    world_free(&world);
}

Test(care_choice, draws_follow_the_probabilities)
{
    enum { DRAWS = 1000 };
    struct choice_world world = {0};
    int near = 0;
    build(&world, two_sites, 10000);
    for (int i = 0; i < DRAWS; i++) {
        const uint16_t site = choice_draw(&world.choice, 0, SERVICE_DAY_CASE, (i + 0.5) / DRAWS);
        cr_assert_leq(site, 1);
        near += site == 1;
    }
    cr_assert_leq(abs(near - (int)lround(DRAWS * probability(&world, SERVICE_DAY_CASE, 0))), 1);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_DAY_CASE, 0), 1);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_DAY_CASE, 1 - 0x1p-53), 0);
    world_free(&world);
}

Test(care_choice, nobody_goes_where_nothing_is_left)
{
    struct choice_world world = {0};
    build(&world, two_sites, 10000);
    supply_line(&world.care.supply, 0, SERVICE_DAY_CASE)->capacity = 0;
    update(&world);
    cr_assert_eq(probability(&world, SERVICE_DAY_CASE, 0), 1.0);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_DAY_CASE, 1 - 0x1p-53), 1);
    supply_line(&world.care.supply, 0, SERVICE_DAY_CASE)->capacity = 5;
    supply_line(&world.care.supply, 1, SERVICE_DAY_CASE)->capacity = 0;
    update(&world);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_DAY_CASE, 0), 0);
    supply_line(&world.care.supply, 0, SERVICE_DAY_CASE)->capacity = 0;
    update(&world);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_DAY_CASE, 0), 1, "the nearest, to be refused");
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_DAY_CASE, 1 - 0x1p-53), 1);
    world_free(&world);
}

Test(care_choice, a_service_that_nobody_offers_has_no_site)
{
    struct choice_world world = {0};
    build(&world, two_sites, 10000);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_AMBULANCE, 0.5), SITE_NONE);
    cr_assert_eq(choice_nearest(&world.choice, 0, SERVICE_AMBULANCE, 0), SITE_NONE);
    cr_assert_eq(choice_nearest(&world.choice, 0, SERVICE_DAY_CASE, 2), SITE_NONE, "there are two");
    world_free(&world);
}

Test(care_choice, without_choice_there_is_one_site)
{
    struct choice_world world = {0};
    build(&world,
          ONE_PLACE CARE_SMALL_TEXT
          "  providers:\n"
          "    a: {sector: public, sites: {s: {x_km: 0, y_km: 5, services: {accident_emergency: {capacity: 900}}}}}\n"
          "    b: {sector: public, sites: {s: {x_km: 4, y_km: 0, services: {accident_emergency: {capacity: 1}}}}}\n",
          10000);
    cr_assert_eq(world.choice.count[SERVICE_ACCIDENT_EMERGENCY], 1);
    cr_assert_eq(choice_draw(&world.choice, 0, SERVICE_ACCIDENT_EMERGENCY, 0.999), 1);
    world_free(&world);
}

Test(care_choice, sites_at_one_place_come_in_the_order_of_the_supply)
{
    struct choice_world world = {0};
    build(&world,
          "area: {people_per_economy: 1e5}\n" CARE_SMALL_TEXT
          "  services: {care_home: {options: 6}, district_nursing: {options: 6}}\n"
          "  provider_kinds:\n"
          "    home: {label: H, sector: company, people_per_provider: 1000, placement: centre,\n"
          "           services: {care_home: {capacity_per_1000: 9}}}\n"
          "  providers:\n"
          "    row: {sector: council, sites: {a: {x_km: 1, y_km: 0, services: {district_nursing: {capacity: 1}}},\n"
          "          b: {x_km: 2, y_km: 0, services: {district_nursing: {capacity: 1}}},\n"
          "          c: {x_km: 3, y_km: 0, services: {district_nursing: {capacity: 1}}}}}\n",
          100000);
    const struct supply *supply = &world.care.supply;
    for (size_t n = 0; n < world.care.area.neighbourhood_count; n++) {
        for (unsigned i = 0; i < 6; i++) {
            const uint16_t site = choice_nearest(&world.choice, (uint16_t)n, SERVICE_CARE_HOME, i);
            cr_assert_neq(site, SITE_NONE);
            if (i > 0) {
                const uint16_t last = choice_nearest(&world.choice, (uint16_t)n, SERVICE_CARE_HOME, i - 1);
                cr_assert_eq(supply->sites[site].x_km, supply->sites[last].x_km, "33 homes stand in each centre");
                cr_assert_gt(site, last);
            }
        }
        cr_assert_eq(world.choice.count[n * SERVICE_COUNT + SERVICE_DISTRICT_NURSING], 3);
    }
    world_free(&world);
}

Test(care_choice, sites_as_far_as_each_other_come_in_the_order_of_the_supply)
{
    struct choice_world world = {0};
    cr_assert_eq(care_world_build(&world.care,
                                  ONE_PLACE CARE_SMALL_TEXT
                                  "  services: {district_nursing: {options: 6}}\n"
                                  "  providers:\n"
                                  "    ring: {sector: council, sites: {\n"
                                  "      a: {x_km: 5, y_km: 0, services: {district_nursing: {capacity: 1}}},\n"
                                  "      b: {x_km: 3, y_km: 4, services: {district_nursing: {capacity: 1}}},\n"
                                  "      c: {x_km: 0, y_km: 5, services: {district_nursing: {capacity: 1}}},\n"
                                  "      d: {x_km: -5, y_km: 0, services: {district_nursing: {capacity: 1}}},\n"
                                  "      e: {x_km: -3, y_km: -4, services: {district_nursing: {capacity: 1}}},\n"
                                  "      f: {x_km: 0, y_km: -5, services: {district_nursing: {capacity: 1}}}}}\n",
                                  10000),
                 STATUS_OK, "%s", status_message());
    world.care.area.neighbourhoods[0].x_km = 0;
    world.care.area.neighbourhoods[0].y_km = 0;
    cr_assert_eq(choice_build(&world.choice, &world.care.supply, &world.care.area, &world.care.parameters.care),
                 STATUS_OK);
    for (unsigned i = 0; i < 6; i++) {
        cr_expect_eq(choice_nearest(&world.choice, 0, SERVICE_DISTRICT_NURSING, i), i);
    }
    world_free(&world);
}

Test(care_choice, every_failed_allocation_is_reported)
{
    struct choice_world world = {0};
    struct choice_table choice;
    enum status status = STATUS_NO_MEMORY;
    int64_t failures = 0;
    build(&world, two_sites, 10000);
    for (int64_t n = 0; status != STATUS_OK; n++) {
        memory_fail_after(n);
        status = choice_build(&choice, &world.care.supply, &world.care.area, &world.care.parameters.care);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "allocation %d: %s", (int)n, status_message());
        failures += status == STATUS_NO_MEMORY;
        choice_free(&choice);
    }
    cr_assert_gt(failures, 10);
    world_free(&world);
}

/* Three sites with a half, 0.3 and 0.2 of all; the second is another provider's. */
Test(care_choice, a_choice_within_one_provider_keeps_the_proportions_of_its_sites)
{
    enum { ROW = SERVICE_OUTPATIENT_FIRST };
    static const enum service clinic = SERVICE_OUTPATIENT_FIRST;
    struct site sites[] = {{.provider = 0}, {.provider = 1}, {.provider = 0}};
    const struct supply supply = {.sites = sites, .site_count = 3};
    uint16_t near[SERVICE_COUNT][CHOICE_OPTIONS] = {[ROW] = {0, 1, 2}};
    float upto[SERVICE_COUNT][CHOICE_OPTIONS] = {[ROW] = {0.5F, 0.8F, 1}};
    uint8_t count[SERVICE_COUNT] = {[ROW] = 3};
    const struct choice_table choice = {near, upto, count};

    cr_expect_float_eq(choice_of_provider(&choice, &supply, ROW, 0), 0.7, 1e-6);
    cr_expect_float_eq(choice_of_provider(&choice, &supply, ROW, 1), 0.3, 1e-6);
    cr_expect_eq(choice_of_provider(&choice, &supply, ROW, 2), 0);
    cr_expect_eq(choice_draw_of_provider(&choice, &supply, 0, clinic, 0, 0), 0);
    cr_expect_eq(choice_draw_of_provider(&choice, &supply, 0, clinic, 0, 0.714), 0);
    cr_expect_eq(choice_draw_of_provider(&choice, &supply, 0, clinic, 0, 0.715), 2);
    cr_expect_eq(choice_draw_of_provider(&choice, &supply, 0, clinic, 0, 0.999999999), 2);
    cr_expect_eq(choice_draw_of_provider(&choice, &supply, 0, clinic, 1, 0.5), 1);
    cr_expect_eq(choice_draw_of_provider(&choice, &supply, 0, clinic, 2, 0.5), SITE_NONE);
}
