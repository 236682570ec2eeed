/* For tests of finance: a world of two economies, built by hand, with a market of its own. */
#ifndef CATCHMENT_TESTS_FINANCE_SMALL_H
#define CATCHMENT_TESTS_FINANCE_SMALL_H

#include "engine/finance.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

/* Two economies of one locality and one neighbourhood each; a hospital for all, a practice in each economy, care homes.
 */
enum { NORTH, SOUTH, ECONOMIES };
enum { HOSPITAL, CLINIC, NORTH_PRACTICE, SOUTH_PRACTICE, CARE_HOMES, PROVIDERS };
enum { PRACTICE_KIND, CLINIC_KIND };
#define APRIL_2008 13970 /* 2008-04-01 */
#define MARCH_END (APRIL_2008 - 1)
#define APRIL_END (APRIL_2008 + 29)

static struct economy economies[ECONOMIES] = {{.name = "north", .locality_count = 1},
                                              {.name = "south", .first_locality = 1, .locality_count = 1}};
static struct locality localities[ECONOMIES] = {
    {.name = "north-1", .economy = NORTH, .first_neighbourhood = 0, .neighbourhood_count = 1, .people = 4},
    {.name = "south-1", .economy = SOUTH, .first_neighbourhood = 1, .neighbourhood_count = 1, .people = 2}};
static struct neighbourhood neighbourhoods[ECONOMIES] = {{.locality = 0, .people = 4}, {.locality = 1, .people = 2}};

static struct provider providers[PROVIDERS] = {
    [HOSPITAL] = {.name = "hospital",
                  .label = "The Hospital",
                  .kind = NAMED_PROVIDER,
                  .economy = ANY_ECONOMY,
                  .fixed_cost_pounds = 1200,
                  .pfi_charge_pounds = 600,
                  .reserves_pounds = -5,
                  .first_site = HOSPITAL,
                  .site_count = 1},
    [CLINIC] = {.name = "clinic",
                .label = "Clinic",
                .kind = CLINIC_KIND,
                .economy = ANY_ECONOMY,
                .first_site = CLINIC,
                .site_count = 1},
    [NORTH_PRACTICE] = {.name = "practice-north",
                        .label = "Practice 1",
                        .kind = PRACTICE_KIND,
                        .economy = NORTH,
                        .first_site = NORTH_PRACTICE,
                        .site_count = 1},
    [SOUTH_PRACTICE] = {.name = "practice-south",
                        .label = "Practice 2",
                        .kind = PRACTICE_KIND,
                        .economy = SOUTH,
                        .first_site = SOUTH_PRACTICE,
                        .site_count = 1},
    [CARE_HOMES] = {.name = "care-homes",
                    .label = "Care homes",
                    .kind = NAMED_PROVIDER,
                    .economy = ANY_ECONOMY,
                    .first_site = CARE_HOMES,
                    .site_count = 1},
};

/* What each site offers. */
static const struct {
    uint32_t site;
    enum service service;
    double capacity;
} offers[] = {
    {HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 0},
    {HOSPITAL, SERVICE_DAY_CASE, 2},
    {CLINIC, SERVICE_DAY_CASE, 1},
    {NORTH_PRACTICE, SERVICE_GP, 4},
    {SOUTH_PRACTICE, SERVICE_GP, 4},
    {CARE_HOMES, SERVICE_CARE_HOME, 10},
    {CARE_HOMES, SERVICE_HOME_CARE, 10},
};
enum { OFFERS = sizeof offers / sizeof offers[0] };

static struct site sites[PROVIDERS];
static struct line lines[OFFERS];
static struct district districts[ECONOMIES];
static struct run_parameters run;
static struct world world;

/* Options of a service in a neighbourhood; the second site takes what the first leaves. */
static inline void choose(size_t neighbourhood, enum service service, uint16_t first, uint16_t second,
                          float first_share)
{
    const size_t row = neighbourhood * SERVICE_COUNT + (size_t)service;

    world.care.choice.sites[row][0] = first;
    world.care.choice.sites[row][1] = second;
    world.care.choice.upto[row][0] = first_share;
    world.care.choice.upto[row][1] = 1;
    world.care.choice.count[row] = first_share < 1 ? 2 : 1;
}

static inline void make_choice(void)
{
    struct choice_table *choice = &world.care.choice;
    const size_t rows = (size_t)ECONOMIES * SERVICE_COUNT;

    cr_assert_eq(memory_allocate((void **)&choice->sites, rows, sizeof *choice->sites), STATUS_OK);
    cr_assert_eq(memory_allocate((void **)&choice->upto, rows, sizeof *choice->upto), STATUS_OK);
    cr_assert_eq(memory_allocate((void **)&choice->count, rows, sizeof *choice->count), STATUS_OK);
    for (size_t n = 0; n < ECONOMIES; n++) {
        choose(n, SERVICE_EMERGENCY_INPATIENT, HOSPITAL, 0, 1);
        choose(n, SERVICE_DAY_CASE, HOSPITAL, CLINIC, 0.75F);
        choose(n, SERVICE_GP, n == NORTH ? NORTH_PRACTICE : SOUTH_PRACTICE, 0, 1);
        choose(n, SERVICE_CARE_HOME, CARE_HOMES, 0, 1);
    }
}

/* A person of that age at the end of April, in a quintile from 1. */
static inline void add_person(size_t economy, int age, unsigned quintile, uint16_t practice)
{
    struct people *people = &districts[economy].people;
    uint32_t row = 0;

    cr_assert_eq(people_add(people, &row), STATUS_OK);
    people->person[row].birth_day = calendar_add_months(APRIL_END, -12 * age) - 30;
    people->person[row].exposures = exposure_set_band(0, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, quintile - 1);
    people->person[row].practice = practice;
}

/* North: ages 10, 30, 70 and 80; south: 40 and 90, one of whom is registered in the north. */
static inline void make_people(void)
{
    for (uint32_t l = 0; l < ECONOMIES; l++) {
        cr_assert_eq(people_init(&districts[l].people, l, 64), STATUS_OK);
    }
    add_person(NORTH, 10, 1, NORTH_PRACTICE);
    add_person(NORTH, 30, 5, NORTH_PRACTICE);
    add_person(NORTH, 70, 1, NORTH_PRACTICE);
    add_person(NORTH, 80, 5, SITE_NONE);
    add_person(SOUTH, 40, 3, SOUTH_PRACTICE);
    add_person(SOUTH, 90, 3, NORTH_PRACTICE);
}

static inline struct weighting_parameters equal_weights(void)
{
    return (struct weighting_parameters){
        .deprivation_1 = 1, .deprivation_2 = 1, .deprivation_3 = 1, .deprivation_4 = 1, .deprivation_5 = 1};
}

static inline void set_up(void)
{
    run.start = APRIL_2008;
    run.market.allocation_weights = equal_weights();
    run.market.council_weights = equal_weights();
    run.market.list_weights = equal_weights();
    for (size_t s = 0; s < PROVIDERS; s++) {
        sites[s].provider = (uint32_t)s;
        memset(sites[s].line, 0xff, sizeof sites[s].line);
    }
    sites[HOSPITAL].beds = 3;
    for (size_t i = 0; i < OFFERS; i++) {
        sites[offers[i].site].line[offers[i].service] = (int32_t)i;
        lines[i] = (struct line){.site = offers[i].site,
                                 .provider = offers[i].site,
                                 .service = offers[i].service,
                                 .posts = offers[i].capacity};
    }
    world = (struct world){.run = &run, .scale = 1, .districts = districts};
    world.area = (struct area){.economies = economies,
                               .localities = localities,
                               .neighbourhoods = neighbourhoods,
                               .economy_count = ECONOMIES,
                               .locality_count = ECONOMIES,
                               .neighbourhood_count = ECONOMIES};
    world.care.supply = (struct supply){.providers = providers,
                                        .sites = sites,
                                        .lines = lines,
                                        .provider_count = PROVIDERS,
                                        .site_count = PROVIDERS,
                                        .line_count = OFFERS};
    make_choice();
    make_people();
}

static inline void tear_down(void)
{
    market_free(&world.market);
    choice_free(&world.care.choice);
    for (size_t l = 0; l < ECONOMIES; l++) {
        people_free(&districts[l].people);
    }
}

static inline void build(void)
{
    cr_assert_eq(finance_build(&world.market, &world), STATUS_OK, "%s", status_message());
}

static inline void close_month(day_t last_day)
{
    cr_assert_eq(finance_month(&world, last_day), STATUS_OK, "%s", status_message());
}

/* What one agent paid another for a service in the month; -1 if they have no such relation. */
static inline money_t paid(const char *payer, const char *payee, const char *service)
{
    money_t sum = -1;

    for (size_t i = 0; i < market_relation_count(&world.market); i++) {
        const struct market_relation relation = market_relation(&world.market, i);
        if (strcmp(relation.payer, payer) == 0 && strcmp(relation.payee, payee) == 0 &&
            strcmp(relation.service, service) == 0) {
            sum = (sum < 0 ? 0 : sum) + relation.pence;
        }
    }
    return sum;
}

static inline struct named_list list_of(void *items, size_t count)
{
    return (struct named_list){items, count};
}

/* A rule for `services`, in force for ever. */
static inline struct payment_parameters rule(const char *name, enum payer payer, enum payment_model_id model,
                                             struct payment_service_parameters *services, size_t count)
{
    return (struct payment_parameters){.name = name,
                                       .payer = payer,
                                       .model = model,
                                       .services = list_of(services, count),
                                       .condition = "",
                                       .market_forces_factor = 1,
                                       .readmissions_paid = true,
                                       .growth_share = 1,
                                       .economy = -1,
                                       .provider = -1,
                                       .provider_kind = -1,
                                       .from = -25567,
                                       .until = 84006};
}

static inline void set_activity(struct activity_row *rows, size_t count)
{
    world.activity = (struct activity){rows, count, count};
}

#endif
