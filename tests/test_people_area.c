/* The area: people, neighbourhoods and deprivation divided exactly, places that depend on names alone. */
#include "people/area.h"

#include "base/memory.h"
#include "people/exposure.h"
#include "scenario/scenario.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct random_key key = {UINT64_C(0x5eed)};

/* Loads a text as the section `area` of a scenario, in the file `area.yaml`. */
static enum status load(struct scenario *scenario, struct area_parameters *parameters, const char *text)
{
    const struct scenario_settings settings = {.path = "area.yaml", .text = text};
    return scenario_load(scenario, &area_section, parameters, &settings);
}

static double build(struct area *area, const char *text, uint32_t people)
{
    struct scenario scenario;
    struct area_parameters parameters;
    double real = 0;
    cr_assert_eq(load(&scenario, &parameters, text), STATUS_OK, "%s", status_message());
    cr_assert_eq(area_build(area, &parameters, people, key, &real), STATUS_OK, "%s", status_message());
    scenario_free(&scenario);
    return real;
}

static const char three_towns[] =
    "economies:\n"
    "  shire:\n"
    "    localities:\n"
    "      market-town: {people: 50001, x_km: 10, y_km: 0, radius_km: 5, rural_share: 0.3}\n"
    "      city: {people: 100000, x_km: 0, y_km: 0, radius_km: 4, rural_share: 0}\n"
    "  borough:\n"
    "    localities:\n"
    "      docks: {people: 50000, x_km: -8, y_km: 6, radius_km: 3, rural_share: 0,\n"
    "              deprivation_1: 0.4, deprivation_2: 0.3, deprivation_3: 0.2,\n"
    "              deprivation_4: 0.1, deprivation_5: 0}\n";

static float centre_distance(const struct area *area, size_t neighbourhood)
{
    const struct neighbourhood *place = &area->neighbourhoods[neighbourhood];
    const struct locality *locality = &area->localities[place->locality];
    return sqrtf(area_distance_squared(place->x_km, place->y_km, locality->x_km, locality->y_km));
}

/* Every part of the area points to its owner, and people add up at each level. */
static void check_whole(const struct area *area, uint32_t people)
{
    uint32_t living = 0;
    size_t next_locality = 0;
    size_t next_neighbourhood = 0;
    for (size_t e = 0; e < area->economy_count; e++) {
        cr_assert_eq(area->economies[e].first_locality, next_locality);
        for (size_t l = 0; l < area->economies[e].locality_count; l++, next_locality++) {
            const struct locality *locality = &area->localities[next_locality];
            uint32_t inside = 0;
            cr_assert_eq(locality->economy, e);
            cr_assert_eq(locality->first_neighbourhood, next_neighbourhood);
            for (size_t n = 0; n < locality->neighbourhood_count; n++, next_neighbourhood++) {
                cr_assert_eq(area->neighbourhoods[next_neighbourhood].locality, next_locality);
                inside += area->neighbourhoods[next_neighbourhood].people;
            }
            cr_assert_eq(inside, locality->people, "%s", locality->name);
            living += inside;
        }
    }
    cr_assert_eq(next_locality, area->locality_count);
    cr_assert_eq(next_neighbourhood, area->neighbourhood_count);
    cr_assert_eq(living, people);
}

Test(people_area, named_localities_share_by_largest_remainder)
{
    struct area area;
    const double real = build(&area, three_towns, 1001);
    cr_assert_eq(real, 200001.0);
    cr_assert_eq(area.economy_count, 2);
    cr_assert_eq(area.locality_count, 3);
    cr_assert_str_eq(area.economies[0].name, "borough");
    cr_assert_str_eq(area.economies[1].name, "shire");
    cr_assert_str_eq(area.localities[0].name, "docks");
    cr_assert_str_eq(area.localities[1].name, "city");
    cr_assert_str_eq(area.localities[2].name, "market-town");
    /* 1001 in shares of 50000, 100000 and 50001 of 200001: 250.249, 500.497 and 250.254. */
    cr_assert_eq(area.localities[0].people, 250);
    cr_assert_eq(area.localities[1].people, 501);
    cr_assert_eq(area.localities[2].people, 250);
    check_whole(&area, 1001);
    area_free(&area);
}

Test(people_area, quintiles_hold_their_shares_exactly)
{
    struct area area;
    uint32_t people[QUINTILE_COUNT] = {0};
    build(&area, three_towns, 200001);
    for (size_t n = 0; n < area.localities[0].neighbourhood_count; n++) {
        people[area.neighbourhoods[n].quintile] += area.neighbourhoods[n].people;
    }
    cr_assert_eq(area.localities[0].people, 50000);
    cr_assert_eq(area.localities[0].neighbourhood_count, 33, "50,000 people by 1,500");
    cr_assert_eq(people[0], 20000);
    cr_assert_eq(people[1], 15000);
    cr_assert_eq(people[2], 10000);
    cr_assert_eq(people[3], 5000);
    cr_assert_eq(people[4], 0);
    check_whole(&area, 200001);
    area_free(&area);
}

Test(people_area, neighbourhoods_are_about_as_large_as_asked)
{
    struct area area;
    build(&area, three_towns, 200001);
    for (size_t n = 0; n < area.neighbourhood_count; n++) {
        cr_assert_gt(area.neighbourhoods[n].people, 1500 * 0.85);
        cr_assert_lt(area.neighbourhoods[n].people, 1500 * 1.15);
    }
    area_free(&area);
}

Test(people_area, a_small_locality_has_every_quintile)
{
    struct area area;
    unsigned seen = 0;
    build(&area,
          "economies: {e: {localities: {l: {people: 1e6, x_km: 0, y_km: 0, radius_km: 2, rural_share: 0,\n"
          "  deprivation_1: 0.9, deprivation_2: 0.025, deprivation_3: 0.025, deprivation_4: 0.025,\n"
          "  deprivation_5: 0.025}}}}\n",
          1000);
    cr_assert_eq(area.neighbourhood_count, 5);
    for (size_t n = 0; n < area.neighbourhood_count; n++) {
        seen |= 1U << area.neighbourhoods[n].quintile;
        cr_assert_eq(area.neighbourhoods[n].people, n == 0 ? 900 : 25);
    }
    cr_assert_eq(seen, 31);
    area_free(&area);
}

Test(people_area, a_rare_quintile_has_one_neighbourhood)
{
    struct area area;
    size_t counts[QUINTILE_COUNT] = {0};
    build(&area,
          "economies: {e: {localities: {l: {people: 9e4, x_km: 0, y_km: 0, radius_km: 2, rural_share: 0,\n"
          "  deprivation_1: 0.005, deprivation_2: 0.395, deprivation_3: 0.3, deprivation_4: 0.3,\n"
          "  deprivation_5: 0}}}}\n",
          90000);
    for (size_t n = 0; n < area.neighbourhood_count; n++) {
        counts[area.neighbourhoods[n].quintile]++;
    }
    cr_assert_eq(area.neighbourhood_count, 60);
    cr_assert_eq(counts[0], 1);
    cr_assert_eq(area.neighbourhoods[0].people, 450);
    cr_assert_eq(counts[1], 23, "24 less the one given up");
    cr_assert_eq(counts[4], 0);
    area_free(&area);
}

Test(people_area, the_most_deprived_lie_nearest_the_centre_and_the_rural_farthest)
{
    struct area area;
    size_t rural = 0;
    build(&area, three_towns, 200001);
    const struct locality *town = &area.localities[2];
    for (size_t n = town->first_neighbourhood; n < area.neighbourhood_count; n++) {
        const struct neighbourhood *place = &area.neighbourhoods[n];
        cr_assert_leq(centre_distance(&area, n), 5.0001);
        rural += place->rural;
        if (n > town->first_neighbourhood) {
            cr_assert_geq(centre_distance(&area, n), centre_distance(&area, n - 1) - 1e-4F);
            cr_assert_geq(place->quintile, place[-1].quintile);
            cr_assert_geq(place->rural, place[-1].rural);
        }
    }
    cr_assert_eq(town->neighbourhood_count, 33);
    cr_assert_eq(rural, 10, "0.3 of 33");
    area_free(&area);
}

Test(people_area, places_are_uniform_in_the_disc)
{
    struct area area;
    double squares = 0;
    double x = 0;
    build(&area,
          "people_per_neighbourhood: 100\n"
          "economies: {e: {localities: {l: {people: 4e5, x_km: 3, y_km: 7, radius_km: 10, rural_share: 0}}}}\n",
          400000);
    const double n = 4000;
    cr_assert_eq(area.neighbourhood_count, 4000);
    for (size_t i = 0; i < area.neighbourhood_count; i++) {
        const double distance = (double)centre_distance(&area, i) / 10;
        squares += distance * distance / n;
        x += (double)(area.neighbourhoods[i].x_km - 3) / 10 / n;
    }
    /* The square of the relative distance is uniform (variance 1/12), x has variance 1/4. 4.5 standard errors are left
     * once in 150,000 seeds. */
    cr_assert_lt(fabs(squares - 0.5), 4.5 * sqrt(1.0 / 12 / n));
    cr_assert_lt(fabs(x), 4.5 * sqrt(0.25 / n));
    area_free(&area);
}

Test(people_area, a_locality_does_not_depend_on_the_others)
{
    static const char docks[] = "economies:\n"
                                "  borough:\n"
                                "    localities:\n"
                                "      docks: {people: 50000, x_km: -8, y_km: 6, radius_km: 3, rural_share: 0}\n";
    static const char more[] = "economies:\n"
                               "  a: {localities: {b: {people: 7e4, x_km: 0, y_km: 0, radius_km: 4, rural_share: 0}}}\n"
                               "  borough:\n"
                               "    localities:\n"
                               "      docks: {people: 50000, x_km: -8, y_km: 6, radius_km: 3, rural_share: 0}\n";
    struct area alone;
    struct area among;
    build(&alone, docks, 50000);
    build(&among, more, 120000);
    const struct locality *locality = &among.localities[1];
    cr_assert_str_eq(locality->name, "docks");
    cr_assert_eq(locality->key, alone.localities[0].key);
    cr_assert_eq(locality->people, 50000);
    cr_assert_eq(locality->neighbourhood_count, alone.neighbourhood_count);
    for (size_t n = 0; n < alone.neighbourhood_count; n++) {
        const struct neighbourhood *other = &among.neighbourhoods[locality->first_neighbourhood + n];
        cr_assert_eq(alone.neighbourhoods[n].x_km, other->x_km);
        cr_assert_eq(alone.neighbourhoods[n].y_km, other->y_km);
        cr_assert_eq(alone.neighbourhoods[n].quintile, other->quintile);
        cr_assert_eq(alone.neighbourhoods[n].people, other->people);
    }
    area_free(&alone);
    area_free(&among);
}

Test(people_area, the_middle_of_an_economy_is_weighted_by_people)
{
    struct area area;
    build(&area, three_towns, 200001);
    cr_assert_float_eq(area.economies[0].x_km, -8, 1e-5);
    cr_assert_float_eq(area.economies[0].y_km, 6, 1e-5);
    cr_assert_float_eq(area.economies[1].x_km, 10 * 50001.0 / 150001.0, 1e-5);
    cr_assert_float_eq(area.economies[1].y_km, 0, 1e-5);
    area_free(&area);
}

Test(people_area, generated_economies_and_localities)
{
    struct area area;
    const double real = build(&area, "people_per_economy: 50000\npeople_per_locality: 20000\n", 120001);
    cr_assert_eq(real, 120001.0);
    cr_assert_eq(area.economy_count, 2, "2.4 economies");
    cr_assert_eq(area.locality_count, 6, "60,000 by 20,000 each");
    cr_assert_str_eq(area.economies[0].name, "economy-0001");
    cr_assert_str_eq(area.economies[1].name, "economy-0002");
    cr_assert_str_eq(area.localities[5].name, "economy-0002-locality-03");
    cr_assert_eq(area.localities[0].people, 20000);
    cr_assert_eq(area.localities[5].people, 20001);
    check_whole(&area, 120001);
    area_free(&area);
}

Test(people_area, names_of_many_localities_sort_like_their_numbers)
{
    struct area area;
    build(&area, "people_per_economy: 200000\npeople_per_locality: 1000\n", 120000);
    cr_assert_eq(area.locality_count, 120);
    cr_assert_str_eq(area.localities[8].name, "economy-0001-locality-009");
    cr_assert_str_eq(area.localities[119].name, "economy-0001-locality-120");
    area_free(&area);
}

Test(people_area, there_is_at_least_one_of_each)
{
    struct area area;
    build(&area, "{}\n", 1000);
    cr_assert_eq(area.economy_count, 1);
    cr_assert_eq(area.locality_count, 1);
    cr_assert_eq(area.neighbourhood_count, 5);
    for (size_t n = 0; n < 5; n++) {
        cr_assert_eq(area.neighbourhoods[n].quintile, n);
        cr_assert_eq(area.neighbourhoods[n].people, 200);
    }
    area_free(&area);
}

Test(people_area, generated_localities_keep_their_distance)
{
    struct area area;
    build(&area, "people_per_economy: 70000\npeople_per_locality: 10000\nlocality_spacing_km: 4\n", 700000);
    cr_assert_eq(area.locality_count, 70);
    for (size_t a = 0; a < area.locality_count; a++) {
        float nearest = INFINITY;
        for (size_t b = 0; b < area.locality_count; b++) {
            const float squared = area_distance_squared(area.localities[a].x_km, area.localities[a].y_km,
                                                        area.localities[b].x_km, area.localities[b].y_km);
            nearest = a != b && squared < nearest ? squared : nearest;
        }
        cr_assert_float_eq(nearest, 16, 1e-4);
    }
    area_free(&area);
}

Test(people_area, rural_localities_are_wide_and_as_many_as_asked)
{
    struct area area;
    size_t rural = 0;
    build(&area, "people_per_economy: 1e6\npeople_per_locality: 50000\nlocality_spacing_km: 10\nrural_share: 0.19\n",
          1000000);
    cr_assert_eq(area.locality_count, 20);
    for (size_t l = 0; l < area.locality_count; l++) {
        const struct locality *locality = &area.localities[l];
        const size_t last = (size_t)locality->first_neighbourhood + locality->neighbourhood_count - 1;
        const bool is_rural = area.neighbourhoods[last].rural;
        cr_assert_eq(is_rural, area.neighbourhoods[locality->first_neighbourhood].rural);
        /* Of 33 places the farthest is within 0.8 of the radius once in 10^6. */
        cr_assert_gt(centre_distance(&area, last), is_rural ? 12 : 4);
        cr_assert_leq(centre_distance(&area, last), is_rural ? 15.001F : 5.001F);
        rural += is_rural;
    }
    cr_assert_eq(rural, 4, "0.19 of 20");
    area_free(&area);
}

Test(people_area, too_many_localities_are_refused)
{
    struct scenario scenario;
    struct area_parameters parameters;
    struct area area;
    double real;
    cr_assert_eq(load(&scenario, &parameters, "people_per_locality: 1000\n"), STATUS_OK);
    cr_assert_eq(area_build(&area, &parameters, 5000000, key, &real), STATUS_SCENARIO);
    cr_assert_not_null(strstr(status_message(), "localities, expected 4095 at most"), "%s", status_message());
    cr_assert_null(area.localities);
    scenario_free(&scenario);
}

Test(people_area, economies_without_localities_are_refused)
{
    const struct economy_parameters empty = {.name = "shire"};
    const struct area_parameters parameters = {.economies = {(void *)&empty, 1}};
    struct area area;
    double real;
    cr_assert_eq(area_build(&area, &parameters, 1000, key, &real), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), "area.economies: expected at least one locality");
    cr_assert_null(area.localities);
}

Test(people_area, too_many_neighbourhoods_are_refused)
{
    struct scenario scenario;
    struct area_parameters parameters;
    struct area area;
    double real;
    cr_assert_eq(load(&scenario, &parameters, "people_per_neighbourhood: 100\npeople_per_locality: 100000\n"),
                 STATUS_OK);
    cr_assert_eq(area_build(&area, &parameters, 7000000, key, &real), STATUS_SCENARIO);
    cr_assert_not_null(strstr(status_message(), "neighbourhoods, expected 65535 at most"), "%s", status_message());
    cr_assert_null(area.neighbourhoods);
    scenario_free(&scenario);
}

Test(people_area, every_failed_allocation_is_reported)
{
    struct scenario scenario;
    struct area_parameters parameters;
    struct area area;
    enum status status = STATUS_NO_MEMORY;
    int64_t failures = 0;
    double real;
    cr_assert_eq(load(&scenario, &parameters, three_towns), STATUS_OK);
    for (int64_t n = 0; status != STATUS_OK; n++) {
        memory_fail_after(n);
        status = area_build(&area, &parameters, 20000, key, &real);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "allocation %d: %s", (int)n, status_message());
        failures += status == STATUS_NO_MEMORY;
        area_free(&area);
    }
    cr_assert_gt(failures, 8);
    scenario_free(&scenario);
}

/* Loads a text that has one problem, and expects it. */
static void expect_problem(const char *text, const char *problem)
{
    struct scenario scenario;
    struct area_parameters parameters;
    size_t count = 0;
    cr_assert_eq(load(&scenario, &parameters, text), STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_assert_eq(count, 1);
    cr_assert_str_eq(problems[0], problem);
    scenario_free(&scenario);
}

Test(people_area, deprivation_shares_sum_to_one)
{
    expect_problem("economies:\n  e:\n    localities:\n"
                   "      l: {people: 1e4, x_km: 0, y_km: 0, radius_km: 3, rural_share: 0, deprivation_1: 0.3}\n",
                   "area.yaml:4:7: economies.e.localities.l: expected deprivation_1 to deprivation_5 to sum to 1, "
                   "found 1.1");
}

Test(people_area, an_economy_has_localities)
{
    expect_problem("economies:\n  e: {label: Empty}\n", "area.yaml:2:3: economies.e: expected at least one locality");
}

Test(people_area, localities_have_names_of_their_own)
{
    expect_problem("economies:\n"
                   "  a: {localities: {l: {people: 1e4, x_km: 0, y_km: 0, radius_km: 3, rural_share: 0}}}\n"
                   "  b: {localities: {l: {people: 1e4, x_km: 9, y_km: 0, radius_km: 3, rural_share: 0}}}\n",
                   "area.yaml:3:20: economies.b.localities.l: expected a name of its own; economy a has a locality of "
                   "this name too");
}
