/* Service lines and their rules; providers, sites and lines from a scenario. */
#include "care/supply.h"

#include "base/memory.h"
#include "care_small.h"

#include <string.h>

#define TWO_ECONOMIES                                                                                                  \
    "area:\n"                                                                                                          \
    "  economies:\n"                                                                                                   \
    "    north: {localities: {hill: {people: 60000, x_km: 0, y_km: 30, radius_km: 6, rural_share: 0.5}}}\n"            \
    "    south:\n"                                                                                                     \
    "      localities:\n"                                                                                              \
    "        port: {people: 90000, x_km: 0, y_km: 0, radius_km: 4, rural_share: 0}\n"                                  \
    "        vale: {people: 50000, x_km: 12, y_km: 0, radius_km: 5, rural_share: 0.2}\n"

static const char two_trusts[] = TWO_ECONOMIES CARE_SMALL_TEXT
    "  providers:\n"
    "    trust-b:\n"
    "      {sector: foundation, quality: 0.75, fixed_cost_pounds: 1000, pfi_charge_pounds: 500, reserves_pounds: "
    "-200,\n"
    "       sites: {west: {x_km: 2, y_km: 3, beds: 301, services: {emergency_inpatient: {capacity: 0},\n"
    "                                                              day_case: {capacity: 10}}},\n"
    "               east: {x_km: 4, y_km: 7, beds: 2, services: {outpatient_first: {capacity: 50}}}}}\n"
    "    trust-a: {sector: public, economy: south, label: The Trust,\n"
    "              sites: {main: {x_km: 0, y_km: 0, services: {gp_consultation: {capacity: 40}}}}}\n";

static const char practices[] = TWO_ECONOMIES CARE_SMALL_TEXT
    "  provider_kinds:\n"
    "    practice: {label: Practice, sector: partnership, people_per_provider: 6000, catchment: true, quality: 0.25,\n"
    "               fixed_cost_pounds_per_person: 20, services: {gp_consultation: {capacity_per_1000: 25}}}\n"
    "    hospital: {label: Hospital, sector: public, people_per_provider: 40000, placement: centre, beds_per_1000: "
    "2.5,\n"
    "               services: {emergency_inpatient: {capacity_per_1000: 0}, day_case: {capacity_per_1000: 0.3}}}\n"
    "    hospice: {label: Hospice, sector: charity, people_per_provider: 1e6, economy: south, beds_per_1000: 0.001}\n";

/* The index of the provider with this name. */
static size_t find(const struct supply *supply, const char *name)
{
    for (size_t p = 0; p < supply->provider_count; p++) {
        if (strcmp(supply->providers[p].name, name) == 0) {
            return p;
        }
    }
    cr_assert(false, "no provider is called %s", name);
    return 0;
}

/* How many providers have a name that begins so. */
static size_t count_named(const struct supply *supply, const char *beginning)
{
    size_t count = 0;
    for (size_t p = 0; p < supply->provider_count; p++) {
        count += strncmp(supply->providers[p].name, beginning, strlen(beginning)) == 0;
    }
    return count;
}

Test(care_service, names_find_their_line)
{
    for (int service = 0; service < SERVICE_COUNT; service++) {
        cr_assert_eq(service_find(service_lines[service].name), service);
    }
    cr_assert_str_eq(service_lines[SERVICE_CARE_HOME].name, "care_home");
    cr_assert_eq(service_lines[SERVICE_CARE_HOME].discipline, DISCIPLINE_PLACE);
    cr_assert_str_eq(service_lines[SERVICE_EMERGENCY_INPATIENT].unit, "admission");
    cr_assert_eq(service_find("hospital"), -1);
}

Test(care_service, rules_are_the_given_ones_or_the_defaults)
{
    struct care_world world = {0};
    struct service_rules_parameters rules[SERVICE_COUNT];
    cr_assert_eq(care_world_load(&world, CARE_SMALL_TEXT "  services:\n"
                                                         "    day_case: {notice_days: 60, options: 3}\n"
                                                         "    accident_emergency: {longest_wait_days: 0}\n"),
                 STATUS_OK, "%s", status_message());
    cr_assert_eq(service_rules_resolve(&world.parameters.care, rules), STATUS_OK);
    cr_assert_str_eq(rules[SERVICE_DAY_CASE].name, "day_case");
    cr_assert_eq(rules[SERVICE_DAY_CASE].notice_days, 60.0);
    cr_assert_eq(rules[SERVICE_DAY_CASE].options, 3);
    cr_assert_eq(rules[SERVICE_DAY_CASE].longest_wait_days, 730);
    cr_assert_eq(rules[SERVICE_ACCIDENT_EMERGENCY].longest_wait_days, 0);
    cr_assert_str_eq(rules[SERVICE_GP].name, "gp_consultation");
    cr_assert_eq(rules[SERVICE_GP].open_days_per_week, 7);
    cr_assert_eq(rules[SERVICE_GP].options, 1);
    cr_assert_eq(rules[SERVICE_GP].distance_weight, 0.2);
    cr_assert_eq(rules[SERVICE_GP].capacity_cost_pounds, 0.0);
    care_world_free(&world);
}

Test(care_service, rules_of_nothing_are_refused)
{
    struct service_rules_parameters given = {.name = "surgery"};
    const struct care_parameters parameters = {.services = {&given, 1}};
    struct service_rules_parameters rules[SERVICE_COUNT];
    cr_assert_eq(service_rules_resolve(&parameters, rules), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), "care.services.surgery: expected the name of a service line");
}

Test(care_service, a_scenario_names_service_lines_only)
{
    struct care_world world = {0};
    size_t count = 0;
    cr_assert_eq(care_world_load(&world,
                                 CARE_SMALL_TEXT "  services: {day_cases: {options: 3}}\n"
                                                 "  providers:\n"
                                                 "    a: {sector: public, sites: {b: {x_km: 0, y_km: 0,\n"
                                                 "        services: {acident_emergency: {capacity: 1}}}}}\n"
                                                 "  provider_kinds:\n"
                                                 "    k: {label: K, sector: public, people_per_provider: 1000,\n"
                                                 "        services: {gp: {capacity_per_1000: 1}}}\n"),
                 STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&world.scenario, &count);
    cr_assert_eq(count, 3);
    cr_assert_str_eq(problems[0],
                     "care.yaml:32:14: care.services.day_cases: expected the name of a service line, found "
                     "day_cases; did you mean day_case?");
    cr_assert_str_eq(problems[1],
                     "care.yaml:35:20: care.providers.a.sites.b.services.acident_emergency: expected the name of a "
                     "service line, found acident_emergency; did you mean accident_emergency?");
    cr_assert_not_null(strstr(problems[2], "care.yaml:38:20: care.provider_kinds.k.services.gp: expected the name of a "
                                           "service line, found gp; expected one of gp_consultation, out_of_hours,"),
                       "%s", problems[2]);
    care_world_free(&world);
}

Test(care_supply, named_providers_come_by_name)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world, two_trusts, 200000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    cr_assert_eq(supply->provider_count, 2);
    cr_assert_eq(supply->site_count, 3);
    cr_assert_eq(supply->line_count, 4);
    cr_assert_str_eq(supply->providers[0].name, "trust-a");
    cr_assert_str_eq(supply->providers[0].label, "The Trust");
    cr_assert_eq(supply->providers[0].economy, 1);
    cr_assert_eq(supply->providers[0].sector, SECTOR_PUBLIC);
    cr_assert_eq(supply->providers[0].kind, NAMED_PROVIDER);
    cr_assert_str_eq(supply->providers[1].label, "trust-b", "the name stands in for a label");
    cr_assert_eq(supply->providers[1].economy, ANY_ECONOMY);
    cr_assert_eq(supply->providers[1].sector, SECTOR_FOUNDATION);
    cr_assert_eq(supply->providers[1].first_site, 1);
    cr_assert_eq(supply->providers[1].site_count, 2);
    cr_assert_eq(supply->providers[1].x_km, 3.0F);
    cr_assert_eq(supply->providers[1].y_km, 5.0F);
    care_world_free(&world);
}

Test(care_supply, lines_know_their_site_and_sites_their_lines)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    size_t seen = 0;
    for (size_t p = 0; p < supply->provider_count; p++) {
        const struct provider *provider = &supply->providers[p];
        for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
            cr_assert_eq(supply->sites[s].provider, p);
            for (int service = 0; service < SERVICE_COUNT; service++) {
                const struct line *line = supply_line(supply, (uint16_t)s, (enum service)service);
                if (line != NULL) {
                    cr_assert_eq(line->site, s);
                    cr_assert_eq(line->provider, p);
                    cr_assert_eq((int)line->service, service);
                    seen++;
                }
            }
        }
    }
    cr_assert_eq(seen, supply->line_count);
    cr_assert_gt(seen, 30);
    care_world_free(&world);
}

Test(care_supply, a_sample_scales_named_providers)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world, two_trusts, 20000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    cr_assert_float_eq(world.scale, 0.1, 1e-12);
    cr_assert_float_eq(supply->providers[1].fixed_cost_pounds, 100, 1e-9);
    cr_assert_float_eq(supply->providers[1].pfi_charge_pounds, 50, 1e-9);
    cr_assert_float_eq(supply->providers[1].reserves_pounds, -20, 1e-9);
    cr_assert_eq(supply->providers[1].quality, 0.75, "quality is no quantity");
    cr_assert_eq(supply->sites[1].beds, 1, "east keeps one of 0.2 beds");
    cr_assert_eq(supply->sites[2].beds, 30, "of 30.1");
    cr_assert_eq(supply->sites[0].beds, 0);
    cr_assert_float_eq(supply_line(supply, 0, SERVICE_GP)->capacity, 4, 1e-12);
    cr_assert_float_eq(supply_line(supply, 1, SERVICE_OUTPATIENT_FIRST)->capacity, 5, 1e-12);
    cr_assert_float_eq(supply_line(supply, 2, SERVICE_DAY_CASE)->capacity, 1, 1e-12);
    cr_assert_eq(supply_line(supply, 2, SERVICE_EMERGENCY_INPATIENT)->capacity, 0.0);
    cr_assert_null(supply_line(supply, 2, SERVICE_GP));
    care_world_free(&world);
}

Test(care_supply, generated_providers_follow_the_people)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    cr_assert_eq(count_named(supply, "practice-north-"), 10, "60,000 by 6,000");
    cr_assert_eq(count_named(supply, "practice-south-"), 23, "140,000 by 6,000 are 23.3");
    cr_assert_eq(count_named(supply, "hospital-north-"), 2, "1.5 hospitals");
    cr_assert_eq(count_named(supply, "hospital-south-"), 4, "3.5 hospitals");
    cr_assert_eq(count_named(supply, "hospice-"), 1, "at least one, in the south alone");
    cr_assert_eq(supply->provider_count, 40);
    for (size_t p = 1; p < supply->provider_count; p++) {
        cr_assert_lt(strcmp(supply->providers[p - 1].name, supply->providers[p].name), 0);
    }
    const struct provider *practice = &supply->providers[find(supply, "practice-south-007")];
    cr_assert_str_eq(practice->label, "Practice 7");
    cr_assert_eq(practice->economy, 1, "a catchment");
    cr_assert_eq(practice->kind, 2, "after hospice and hospital");
    cr_assert_eq(practice->sector, SECTOR_PARTNERSHIP);
    cr_assert_eq(practice->quality, 0.25);
    cr_assert_float_eq(practice->fixed_cost_pounds, 20.0 * 140000 / 23, 1e-6);
    cr_assert_eq(supply->providers[find(supply, "hospital-north-001")].economy, ANY_ECONOMY);
    care_world_free(&world);
}

Test(care_supply, a_sample_keeps_the_number_of_generated_providers)
{
    struct care_world world = {0};
    double capacity = 0;
    cr_assert_eq(care_world_build(&world, practices, 20000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    cr_assert_eq(supply->provider_count, 40);
    for (size_t l = 0; l < supply->line_count; l++) {
        capacity += supply->lines[l].service == SERVICE_GP ? supply->lines[l].capacity : 0;
    }
    cr_assert_float_eq(capacity, 25.0 * 20, 1e-9, "25 for each of 20 thousand");
    cr_assert_float_eq(supply->lines[supply->sites[find(supply, "practice-north-001")].line[SERVICE_GP]].capacity,
                       25.0 * 6 / 10, 1e-9);
    care_world_free(&world);
}

Test(care_supply, beds_of_a_kind_are_shared_out_whole)
{
    struct care_world world = {0};
    int64_t south = 0;
    int64_t fewest = INT64_MAX;
    int64_t most = 0;
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    for (size_t s = 0; s < supply->site_count; s++) {
        if (strncmp(supply->providers[supply->sites[s].provider].name, "hospital-south-", 15) == 0) {
            const int64_t beds = supply->sites[s].beds;
            south += beds;
            fewest = beds < fewest ? beds : fewest;
            most = beds > most ? beds : most;
        }
    }
    cr_assert_eq(south, 350, "2.5 for each of 140 thousand");
    cr_assert_eq(fewest, 87);
    cr_assert_eq(most, 88);
    cr_assert_eq(supply->sites[supply->providers[find(supply, "hospice-south-001")].first_site].beds, 1,
                 "0.14 beds are one");
    care_world_free(&world);
}

Test(care_supply, providers_in_centres_take_the_localities_in_turn)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    const size_t first = find(supply, "hospital-south-001");
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(supply->providers[first + i].x_km, i % 2 == 0 ? 0.0F : 12.0F);
        cr_assert_eq(supply->providers[first + i].y_km, 0.0F);
    }
    care_world_free(&world);
}

Test(care_supply, spread_providers_stand_among_the_people)
{
    struct care_world world = {0};
    size_t in_port = 0;
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK, "%s", status_message());
    const struct supply *supply = &world.supply;
    const size_t first = find(supply, "practice-south-001");
    for (size_t p = first; p < first + 23; p++) {
        const struct provider *provider = &supply->providers[p];
        const float port = area_distance_squared(provider->x_km, provider->y_km, 0, 0);
        const float vale = area_distance_squared(provider->x_km, provider->y_km, 12, 0);
        /* At most half the way to the next neighbourhood beyond the edge of the locality. */
        cr_assert(port < 8 * 8 || vale < 10 * 10, "%s", provider->name);
        in_port += port < vale;
        for (size_t other = first; other < p; other++) {
            cr_assert(supply->providers[other].x_km != provider->x_km ||
                      supply->providers[other].y_km != provider->y_km);
        }
    }
    cr_assert_geq(in_port, 13, "60 of 93 neighbourhoods are in port");
    cr_assert_leq(in_port, 16);
    care_world_free(&world);
}

Test(care_supply, a_place_depends_on_the_name_alone)
{
    static const char more[] = TWO_ECONOMIES CARE_SMALL_TEXT
        "  provider_kinds:\n"
        "    dentist: {label: Dentist, sector: company, people_per_provider: 5000}\n"
        "    practice: {label: Practice, sector: partnership, people_per_provider: 6000}\n";
    struct care_world world = {0};
    struct care_world other = {0};
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK);
    cr_assert_eq(care_world_build(&other, more, 200000), STATUS_OK);
    const size_t a = find(&world.supply, "practice-south-001");
    const size_t b = find(&other.supply, "practice-south-001");
    cr_assert_neq(a, b);
    for (size_t i = 0; i < 23; i++) {
        cr_assert_str_eq(world.supply.providers[a + i].name, other.supply.providers[b + i].name);
        cr_assert_eq(world.supply.providers[a + i].x_km, other.supply.providers[b + i].x_km);
        cr_assert_eq(world.supply.providers[a + i].y_km, other.supply.providers[b + i].y_km);
    }
    care_world_free(&world);
    care_world_free(&other);
}

Test(care_supply, a_name_is_not_given_twice)
{
    struct care_world world = {0};
    cr_assert_eq(
        care_world_build(&world,
                         TWO_ECONOMIES CARE_SMALL_TEXT
                         "  providers: {practice-north-003: {sector: company}}\n"
                         "  provider_kinds: {practice: {label: P, sector: company, people_per_provider: 6000}}\n",
                         200000),
        STATUS_SCENARIO);
    cr_assert_str_eq(status_message(),
                     "care: two providers are called practice-north-003; rename the named one or the kind practice");
    cr_assert_eq(world.supply.provider_count, 0);
    care_world_free(&world);
}

Test(care_supply, names_of_kinds_and_economies_do_not_meet)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world,
                                  "area:\n"
                                  "  economies:\n"
                                  "    b-c: {localities: {one: {people: 9e4, x_km: 0, y_km: 0, radius_km: 4, "
                                  "rural_share: 0}}}\n"
                                  "    c: {localities: {two: {people: 9e4, x_km: 9, y_km: 0, radius_km: 4, "
                                  "rural_share: 0}}}\n" CARE_SMALL_TEXT "  provider_kinds:\n"
                                  "    a: {label: A, sector: company, people_per_provider: 9e4}\n"
                                  "    a-b: {label: AB, sector: company, people_per_provider: 9e4}\n",
                                  180000),
                 STATUS_SCENARIO);
    cr_assert_not_null(strstr(status_message(), "care: two providers are called a-b-c-"), "%s", status_message());
    cr_assert_not_null(strstr(status_message(), "rename one of their kinds or the kind a"), "%s", status_message());
    care_world_free(&world);
}

Test(care_supply, a_site_offers_service_lines_only)
{
    struct site_service_parameters service = {.name = "surgery", .capacity = 1};
    struct site_parameters site = {.name = "main", .services = {&service, 1}};
    struct provider_parameters provider = {.name = "trust", .label = "", .economy = -1, .sites = {&site, 1}};
    struct care_world world = {0};
    double real = 0;

    cr_assert_eq(care_world_load(&world, TWO_ECONOMIES CARE_SMALL_TEXT), STATUS_OK);
    world.parameters.care.providers = (struct named_list){&provider, 1};
    cr_assert_eq(area_build(&world.area, &world.parameters.area, 200000, care_world_key, &real), STATUS_OK);
    cr_assert_eq(supply_build(&world.supply, &world.parameters.care, &world.area, 200000, 1, care_world_key),
                 STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), "care: trust offers surgery, expected the name of a service line");
    care_world_free(&world);
}

Test(care_supply, too_many_sites_are_refused)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world,
                                  "area: {people_per_economy: 1e6}\n" CARE_SMALL_TEXT
                                  "  provider_kinds: {nurse: {label: N, sector: company, people_per_provider: 100}}\n",
                                  7000000),
                 STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), "care: 0 sites named and 70000 generated, expected 65534 at most; raise "
                                       "people_per_provider");
    care_world_free(&world);
}

static uint64_t digest(const struct supply *supply)
{
    struct hash hash;
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    supply_hash(supply, &hash);
    const uint64_t value = hash_digest(&hash);
    hash_free(&hash);
    return value;
}

Test(care_supply, the_hash_sees_all_that_changes)
{
    struct care_world world = {0};
    struct care_world same = {0};
    cr_assert_eq(care_world_build(&world, practices, 200000), STATUS_OK);
    cr_assert_eq(care_world_build(&same, practices, 200000), STATUS_OK);
    struct supply *supply = &world.supply;
    const uint64_t before = digest(supply);
    cr_assert_eq(digest(&same.supply), before);
    supply->providers[3].quality += 0.125;
    cr_assert_neq(digest(supply), before);
    supply->providers[3].quality -= 0.125;
    supply->sites[3].beds++;
    cr_assert_neq(digest(supply), before);
    supply->sites[3].beds--;
    supply->sites[3].beds_held++;
    cr_assert_neq(digest(supply), before);
    supply->sites[3].beds_held--;
    supply->lines[5].capacity += 0.5;
    cr_assert_neq(digest(supply), before);
    supply->lines[5].capacity -= 0.5;
    supply->lines[5].held++;
    cr_assert_neq(digest(supply), before);
    supply->lines[5].held--;
    cr_assert_eq(digest(supply), before);
    care_world_free(&world);
    care_world_free(&same);
}

static const char waiting_trust[] = TWO_ECONOMIES CARE_SMALL_TEXT
    "  providers:\n"
    "    here: {sector: public, sites: {main: {x_km: 0, y_km: 0, beds: 10, services: {day_case: {capacity: 5}}}}}\n"
    "    there: {sector: company, waits_to_enter: true,\n"
    "            sites: {main: {x_km: 2, y_km: 3, beds: 30, services: {day_case: {capacity: 8}}}}}\n";

Test(care_supply, who_waits_to_enter_has_nothing_but_plans)
{
    struct care_world world = {0};
    cr_assert_eq(care_world_build(&world, waiting_trust, 200000), STATUS_OK, "%s", status_message());
    struct supply *supply = &world.supply;
    supply_put_off(supply, &world.parameters.care);
    const struct provider *here = &supply->providers[find(supply, "here")];
    const struct provider *there = &supply->providers[find(supply, "there")];
    cr_expect_not(here->waits);
    cr_expect(there->waits);
    cr_expect_eq(supply->sites[here->first_site].beds, 10);
    cr_expect_eq(supply->sites[there->first_site].beds, 0);
    cr_expect_eq(supply->sites[there->first_site].planned_beds, 30);
    cr_expect_float_eq(supply_line(supply, (uint16_t)here->first_site, SERVICE_DAY_CASE)->capacity, 5, 1e-12);
    cr_expect_float_eq(supply_line(supply, (uint16_t)there->first_site, SERVICE_DAY_CASE)->capacity, 0, 1e-12);
    cr_expect_float_eq(supply_line(supply, (uint16_t)there->first_site, SERVICE_DAY_CASE)->planned, 8, 1e-12);
    care_world_free(&world);
}

Test(care_supply, every_failed_allocation_is_reported)
{
    struct care_world world = {0};
    struct supply supply;
    enum status status = STATUS_NO_MEMORY;
    int64_t failures = 0;
    cr_assert_eq(care_world_build(&world, practices, 20000), STATUS_OK);
    for (int64_t n = 0; status != STATUS_OK; n++) {
        memory_fail_after(n);
        status = supply_build(&supply, &world.parameters.care, &world.area, 20000, world.scale, care_world_key);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "allocation %d: %s", (int)n, status_message());
        failures += status == STATUS_NO_MEMORY;
        supply_free(&supply);
    }
    cr_assert_gt(failures, 40);
    care_world_free(&world);
}
