#include "engine/finance.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <omp.h>
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
static void choose(size_t neighbourhood, enum service service, uint16_t first, uint16_t second, float first_share)
{
    const size_t row = neighbourhood * SERVICE_COUNT + (size_t)service;

    world.care.choice.sites[row][0] = first;
    world.care.choice.sites[row][1] = second;
    world.care.choice.upto[row][0] = first_share;
    world.care.choice.upto[row][1] = 1;
    world.care.choice.count[row] = first_share < 1 ? 2 : 1;
}

static void make_choice(void)
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
static void add_person(size_t economy, int age, unsigned quintile, uint16_t practice)
{
    struct people *people = &districts[economy].people;
    uint32_t row = 0;

    cr_assert_eq(people_add(people, &row), STATUS_OK);
    people->person[row].birth_day = calendar_add_months(APRIL_END, -12 * age) - 30;
    people->person[row].exposures = exposure_set_band(0, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, quintile - 1);
    people->person[row].practice = practice;
}

/* North: ages 10, 30, 70 and 80; south: 40 and 90, one of whom is registered in the north. */
static void make_people(void)
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

static struct weighting_parameters equal_weights(void)
{
    return (struct weighting_parameters){
        .deprivation_1 = 1, .deprivation_2 = 1, .deprivation_3 = 1, .deprivation_4 = 1, .deprivation_5 = 1};
}

static void set_up(void)
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

static void tear_down(void)
{
    market_free(&world.market);
    choice_free(&world.care.choice);
    for (size_t l = 0; l < ECONOMIES; l++) {
        people_free(&districts[l].people);
    }
}

TestSuite(engine_finance, .init = set_up, .fini = tear_down);

static void build(void)
{
    cr_assert_eq(finance_build(&world.market, &world), STATUS_OK, "%s", status_message());
}

static void close_month(day_t last_day)
{
    cr_assert_eq(finance_month(&world, last_day), STATUS_OK, "%s", status_message());
}

/* What one agent paid another for a service in the month; -1 if they have no such relation. */
static money_t paid(const char *payer, const char *payee, const char *service)
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

static struct named_list list_of(void *items, size_t count)
{
    return (struct named_list){items, count};
}

/* A rule for `services`, in force for ever. */
static struct payment_parameters rule(const char *name, enum payer payer, enum payment_model_id model,
                                      struct payment_service_parameters *services, size_t count)
{
    return (struct payment_parameters){.name = name,
                                       .payer = payer,
                                       .model = model,
                                       .services = list_of(services, count),
                                       .market_forces_factor = 1,
                                       .readmissions_paid = true,
                                       .growth_share = 1,
                                       .economy = -1,
                                       .provider = -1,
                                       .provider_kind = -1,
                                       .from = -25567,
                                       .until = 84006};
}

static void set_activity(struct activity_row *rows, size_t count)
{
    world.activity = (struct activity){rows, count, count};
}

Test(engine_finance, each_economy_has_a_commissioner_and_a_council_of_its_own)
{
    build();
    cr_assert_eq(market_agent_count(&world.market), PROVIDERS + 4);
    cr_assert_str_eq(ledger_account(&world.market.ledger, PROVIDERS).name, "north-commissioner");
    cr_assert_str_eq(ledger_account(&world.market.ledger, PROVIDERS + 1).name, "north-council");
    cr_assert_str_eq(ledger_account(&world.market.ledger, PROVIDERS + 3).name, "south-council");
    cr_assert_str_eq(finance_label(&world, HOSPITAL), "The Hospital");
    cr_assert_str_eq(finance_label(&world, PROVIDERS), "north-commissioner");
    cr_assert_str_eq(finance_label(&world, PROVIDERS + 4), "treasury");
}

Test(engine_finance, allocations_follow_weighted_people)
{
    struct age_weight_parameters ages[] = {{"a", 0, 64, 0.5}, {"b", 65, 120, 2}};

    run.market.allocation_weights.ages = list_of(ages, 2);
    run.market.allocation_weights.deprivation_1 = 1.5;
    run.market.allocation_pounds_per_head = 1200;
    run.market.council_pounds_per_adult = 12;
    run.market.council_pounds_per_older_person = 120;
    build();
    close_month(APRIL_END);
    /* North: 0.5 x 1.5 + 0.5 + 2 x 1.5 + 2 = 6.25 at £100.00 a month; south: 0.5 + 2. */
    cr_assert_eq(paid("treasury", "north-commissioner", "none"), 62500);
    cr_assert_eq(paid("treasury", "south-commissioner", "none"), 25000);
    /* One adult and two older people; one and one. */
    cr_assert_eq(paid("treasury", "north-council", "none"), 100 + 2000);
    cr_assert_eq(paid("treasury", "south-council", "none"), 100 + 1000);
}

Test(engine_finance, councils_are_given_more_for_deprived_people)
{
    run.market.council_weights.deprivation_1 = 2;
    run.market.council_pounds_per_older_person = 120;
    build();
    close_month(APRIL_END);
    /* Of the two older people of the north one lives in the most deprived fifth. */
    cr_assert_eq(paid("treasury", "north-council", "none"), 3000);
    cr_assert_eq(paid("treasury", "south-council", "none"), 1000);
}

Test(engine_finance, named_commissioners_may_have_several_economies)
{
    struct economy_parameters named[] = {{.name = "north", .commissioner = 0, .council = -1},
                                         {.name = "south", .commissioner = 0, .council = 0}};
    struct commissioner_parameters commissioner = {"county-trust", "County Trust", 30};
    struct commissioner_parameters council = {"city", "", 0};

    run.area.economies = list_of(named, ECONOMIES);
    run.market.commissioners = list_of(&commissioner, 1);
    run.market.councils = list_of(&council, 1);
    run.market.allocation_pounds_per_head = 12;
    world.scale = 0.5;
    build();
    cr_assert_eq(market_agent_count(&world.market), PROVIDERS + 3);
    cr_assert_eq(market_finance(&world.market, PROVIDERS).balance, 1500);
    cr_assert_str_eq(finance_label(&world, PROVIDERS), "County Trust");
    cr_assert_str_eq(finance_label(&world, PROVIDERS + 1), "city");
    close_month(APRIL_END);
    cr_assert_eq(paid("treasury", "county-trust", "none"), 600);
    cr_assert_eq(paid("treasury", "north-council", "none"), 0);
}

Test(engine_finance, a_commissioner_of_nobody_is_refused)
{
    struct commissioner_parameters commissioner = {"county-trust", "", 0};

    run.market.commissioners = list_of(&commissioner, 1);
    cr_assert_eq(finance_build(&world.market, &world), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), "market.commissioners.county-trust: no economy refers to it");
}

Test(engine_finance, payment_by_results_goes_with_activity)
{
    struct payment_service_parameters services[] = {
        {.name = "day_case", .price_pounds = 646},
        {.name = "emergency_inpatient",
         .price_pounds = 2000,
         .short_stay_price_pounds = 500,
         .excess_bed_day_price_pounds = 235},
    };
    struct payment_parameters payment = rule("acute", PAYER_HEALTH, PAYMENT_BY_RESULTS, services, 2);
    struct activity_row rows[] = {
        {NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 3},
        {NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 1},
        {NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_EXCESS_BED_DAYS, 4},
        {NORTH, CLINIC, SERVICE_DAY_CASE, MEASURE_SERVED, 2},
        {SOUTH, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, 1},
    };

    payment.market_forces_factor = 1.1;
    run.market.payments = list_of(&payment, 1);
    set_activity(rows, 5);
    build();
    close_month(APRIL_END);
    /* (2 x £2,000.00 + £500.00 + 4 x £235.00) x 1.1 */
    cr_assert_eq(paid("north-commissioner", "hospital", "emergency_inpatient"), 598400);
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), 142120);
    cr_assert_eq(paid("south-commissioner", "hospital", "day_case"), 71060);
    cr_assert_eq(paid("south-commissioner", "clinic", "day_case"), 0);
}

Test(engine_finance, activity_may_be_paid_at_cost)
{
    struct payment_service_parameters services[] = {
        {.name = "day_case", .price_pounds = 10, .variable_cost_multiple = 1.5},
        {.name = "care_home", .variable_cost_multiple = 1},
    };
    struct payment_parameters payment = rule("at-cost", PAYER_HEALTH, PAYMENT_BY_RESULTS, services, 2);
    struct activity_row rows[] = {
        {NORTH, CLINIC, SERVICE_DAY_CASE, MEASURE_SERVED, 2},
        {NORTH, CARE_HOMES, SERVICE_CARE_HOME, MEASURE_BED_DAYS, 10},
    };

    world.care.rules[SERVICE_DAY_CASE].variable_cost_pounds = 100;
    world.care.rules[SERVICE_CARE_HOME].variable_cost_pounds = 9;
    run.market.payments = list_of(&payment, 1);
    set_activity(rows, 2);
    build();
    close_month(APRIL_END);
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), 2 * 16000);
    cr_assert_eq(paid("north-commissioner", "care-homes", "care_home"), 10 * 900);
}

Test(engine_finance, what_costs_nothing_is_not_paid_at_cost)
{
    struct payment_service_parameters services[] = {
        {.name = "day_case", .price_pounds = 10},
        {.name = "care_home", .variable_cost_multiple = 1},
    };
    struct payment_parameters payments[] = {rule("some", PAYER_HEALTH, PAYMENT_BY_RESULTS, services, 2),
                                            rule("none", PAYER_HEALTH, PAYMENT_BY_RESULTS, &services[1], 1)};

    run.market.payments = list_of(payments, 2);
    build();
    for (size_t i = 0; i < world.market.terms[0].contracts.count; i++) {
        cr_expect_eq(world.market.terms[0].contracts.items[i].services, PAYMENT_SERVICE_BIT(SERVICE_DAY_CASE));
    }
    cr_expect_eq(world.market.terms[0].contracts.count, ECONOMIES);
}

Test(engine_finance, a_block_is_shared_by_expected_use)
{
    struct payment_service_parameters service = {.name = "day_case"};
    struct payment_parameters payment = rule("planned", PAYER_HEALTH, PAYMENT_BLOCK, &service, 1);

    payment.annual_pounds_per_person = 120;
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
    /* Four people at £10.00 a month, of whom three would go to the hospital; then two. */
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), 3000);
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), 1000);
    cr_assert_eq(paid("south-commissioner", "hospital", "day_case"), 1500);
    cr_assert_eq(paid("south-commissioner", "clinic", "day_case"), 500);
}

Test(engine_finance, a_rule_may_be_for_one_provider_and_one_economy)
{
    struct payment_service_parameters service = {.name = "day_case"};
    struct payment_parameters payment = rule("planned", PAYER_HEALTH, PAYMENT_BLOCK, &service, 1);

    payment.annual_pounds_per_person = 120;
    payment.provider = CLINIC;
    payment.economy = SOUTH;
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
    cr_assert_eq(paid("south-commissioner", "clinic", "day_case"), 2000);
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), -1);
    cr_assert_eq(paid("south-commissioner", "hospital", "day_case"), -1);
}

Test(engine_finance, a_rule_for_a_kind_takes_its_providers_out_of_the_rule_for_all)
{
    struct payment_service_parameters priced = {.name = "day_case", .price_pounds = 600};
    struct payment_service_parameters unpriced = {.name = "day_case"};
    struct payment_parameters payments[] = {rule("all", PAYER_HEALTH, PAYMENT_BY_RESULTS, &priced, 1),
                                            rule("clinics", PAYER_HEALTH, PAYMENT_BLOCK, &unpriced, 1)};
    struct activity_row rows[] = {{NORTH, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, 1},
                                  {NORTH, CLINIC, SERVICE_DAY_CASE, MEASURE_SERVED, 1}};

    payments[1].provider_kind = CLINIC_KIND;
    payments[1].annual_pounds_per_person = 12;
    run.market.payments = list_of(payments, 2);
    set_activity(rows, 2);
    build();
    close_month(APRIL_END);
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), 60000);
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), 400);
}

Test(engine_finance, prices_may_be_for_a_kind_of_provider)
{
    struct payment_service_parameters priced = {.name = "day_case", .price_pounds = 600};
    struct payment_parameters payment = rule("planned", PAYER_HEALTH, PAYMENT_BY_RESULTS, &priced, 1);
    struct activity_row rows[] = {{NORTH, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, 1},
                                  {NORTH, CLINIC, SERVICE_DAY_CASE, MEASURE_SERVED, 2}};

    run.market.payments = list_of(&payment, 1);
    set_activity(rows, 2);
    payment.provider_kind = CLINIC_KIND;
    build();
    close_month(APRIL_END);
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), 120000);
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), -1);
}

Test(engine_finance, a_rule_that_limits_growth_is_a_contract_with_each_provider)
{
    struct payment_service_parameters services[] = {{.name = "emergency_inpatient", .price_pounds = 2000}};
    struct payment_parameters payment = rule("acute", PAYER_HEALTH, PAYMENT_BY_RESULTS, services, 1);

    payment.growth_share = 0.3;
    payment.base_from = calendar_day((struct date){2005, 4, 1});
    run.market.payments = list_of(&payment, 1);
    build();
    const struct contracts *contracts = &world.market.terms[0].contracts;
    cr_assert_eq(contracts->count, ECONOMIES);
    cr_expect_str_eq(contracts->items[0].name, "acute, north, hospital");
    cr_expect_eq(contracts->items[0].provider, HOSPITAL);
    cr_expect_eq(contracts->items[0].growth_unpaid_micro, 700000);
    cr_expect_eq(contracts->items[0].base_from, APRIL_2008, "the first year of the run");
    market_free(&world.market);
    payment.base_from = calendar_day((struct date){2010, 4, 1});
    build();
    cr_expect_eq(world.market.terms[0].contracts.items[0].base_from, payment.base_from);
}

Test(engine_finance, the_base_year_of_a_run_that_begins_within_one_is_the_next)
{
    struct payment_service_parameters services[] = {{.name = "emergency_inpatient", .price_pounds = 2000}};
    struct payment_parameters payment = rule("acute", PAYER_HEALTH, PAYMENT_BY_RESULTS, services, 1);

    payment.growth_share = 0.3;
    payment.base_from = APRIL_2008;
    run.market.payments = list_of(&payment, 1);
    run.start = APRIL_2008 + 30;
    build();
    cr_expect_eq(world.market.terms[0].contracts.items[0].base_from, calendar_day((struct date){2009, 4, 1}));
}

Test(engine_finance, cost_and_volume_is_shared_and_priced)
{
    struct payment_service_parameters service = {.name = "day_case", .price_pounds = 10};
    struct payment_parameters payment = rule("planned", PAYER_HEALTH, PAYMENT_COST_AND_VOLUME, &service, 1);
    struct activity_row rows[] = {{NORTH, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, 6}};

    payment.annual_pounds_per_person = 120;
    payment.growth_share = 0.5;
    payment.tolerance_share = 0.1;
    run.market.payments = list_of(&payment, 1);
    set_activity(rows, 1);
    build();
    close_month(APRIL_END);
    /* £30.00 a month is the hospital's part, for 3 at £10.00; of 6, £27.00 lie beyond the tolerance. */
    cr_expect_eq(paid("north-commissioner", "hospital", "day_case"), 3000 + 1350);
    /* The clinic has done nothing: of its £10.00, £9.00 lie beyond. */
    cr_expect_eq(paid("north-commissioner", "clinic", "day_case"), 1000 - 450);
}

Test(engine_finance, a_block_that_nobody_could_get_is_refused)
{
    struct payment_service_parameters service = {.name = "home_care"};
    struct payment_parameters payment = rule("help", PAYER_COUNCIL, PAYMENT_BLOCK, &service, 1);

    payment.annual_pounds_per_person = 1;
    run.market.payments = list_of(&payment, 1);
    cr_assert_eq(finance_build(&world.market, &world), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(),
                     "market.payments.help: nobody offers a service of it to the people of economy north");
}

Test(engine_finance, capitation_goes_with_the_weighted_list)
{
    struct payment_service_parameters service = {.name = "gp_consultation"};
    struct payment_parameters payment = rule("practices", PAYER_HEALTH, PAYMENT_CAPITATION, &service, 1);
    struct age_weight_parameters ages[] = {{"a", 0, 64, 0.5}, {"b", 65, 120, 2}};

    run.market.list_weights.ages = list_of(ages, 2);
    run.market.list_weights.deprivation_5 = 3;
    payment.capitation_pounds = 120;
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
    /* In the north 0.5 + 1.5 + 2 are registered, one of the south with them. */
    cr_assert_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 4000);
    cr_assert_eq(paid("south-commissioner", "practice-north", "gp_consultation"), 2000);
    cr_assert_eq(paid("south-commissioner", "practice-south", "gp_consultation"), 500);
}

/* £10.00 a month for each on the lists of one provider or of a kind. */
static void pay_for_lists(int32_t provider, int32_t kind)
{
    struct payment_service_parameters service = {.name = "gp_consultation"};
    struct payment_parameters payment = rule("practices", PAYER_HEALTH, PAYMENT_CAPITATION, &service, 1);

    payment.capitation_pounds = 120;
    payment.provider = provider;
    payment.provider_kind = kind;
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
}

Test(engine_finance, capitation_may_be_for_one_provider)
{
    pay_for_lists(NORTH_PRACTICE, -1);
    cr_assert_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 3000);
    cr_assert_eq(paid("south-commissioner", "practice-south", "gp_consultation"), -1);
}

Test(engine_finance, capitation_for_a_kind_is_for_the_providers_of_the_economy)
{
    pay_for_lists(-1, PRACTICE_KIND);
    cr_assert_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 3000);
    cr_assert_eq(paid("south-commissioner", "practice-south", "gp_consultation"), 1000);
    cr_assert_eq(paid("south-commissioner", "practice-north", "gp_consultation"), -1);
}

Test(engine_finance, capitation_for_residents_is_shared_by_expected_use)
{
    struct payment_service_parameters services[] = {{.name = "day_case"}, {.name = "emergency_inpatient"}};
    struct payment_parameters payment = rule("acute", PAYER_HEALTH, PAYMENT_CAPITATION, services, 2);

    payment.capitation_pounds = 480;
    payment.list = PAYMENT_LIST_RESIDENT;
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
    /* Of two services the hospital has all of one and three quarters of the other: £420.00 of £480.00 a year. */
    cr_assert_eq(paid("north-commissioner", "hospital", "none"), 4 * INT64_C(3500));
    cr_assert_eq(paid("north-commissioner", "clinic", "day_case"), 4 * INT64_C(500));
    cr_assert_eq(paid("south-commissioner", "hospital", "none"), 2 * INT64_C(3500));
}

Test(engine_finance, residents_who_pay_for_themselves_leave_the_rest_to_the_council)
{
    struct payment_service_parameters service = {.name = "care_home", .week_price_pounds = 500};
    struct payment_parameters payment = rule("care-homes", PAYER_COUNCIL, PAYMENT_BY_RESULTS, &service, 1);
    struct self_funding_parameters self_funding = {.name = "care_home", .share = 0.4, .week_price_pounds = 600};
    struct charge_parameters charge = {"care_home", 0.3};
    struct activity_row row = {NORTH, CARE_HOMES, SERVICE_CARE_HOME, MEASURE_BED_DAYS, 70};

    run.market.payments = list_of(&payment, 1);
    run.market.self_funding = list_of(&self_funding, 1);
    run.market.charges = list_of(&charge, 1);
    set_activity(&row, 1);
    build();
    close_month(APRIL_END);
    /* Ten weeks: six at £500.00, of which the council gets 30% back, and four at £600.00. */
    cr_assert_eq(paid("north-council", "care-homes", "care_home"), 300000);
    cr_assert_eq(paid("service_users", "north-council", "care_home"), 90000);
    cr_assert_eq(paid("service_users", "care-homes", "care_home"), 240000);
    cr_assert_eq(paid("south-council", "care-homes", "care_home"), 0);
}

Test(engine_finance, people_above_the_means_test_pay_for_their_hours)
{
    struct payment_service_parameters service = {.name = "home_care", .hour_price_pounds = 13};
    struct payment_parameters payment = rule("home-care", PAYER_COUNCIL, PAYMENT_BY_RESULTS, &service, 1);
    struct self_funding_parameters self_funding = {.name = "home_care", .hour_price_pounds = 14};
    struct charge_parameters charge = {"home_care", 0.1};
    struct activity_row rows[] = {{NORTH, CARE_HOMES, SERVICE_HOME_CARE, MEASURE_HOURS, 100},
                                  {NORTH, CARE_HOMES, SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS, 30},
                                  {NORTH, CARE_HOMES, SERVICE_HOME_CARE, MEASURE_WAIVED_SEVENTHS, 70}};

    world.care.rules[SERVICE_HOME_CARE].variable_cost_pounds = 9;
    run.market.payments = list_of(&payment, 1);
    run.market.self_funding = list_of(&self_funding, 1);
    run.market.charges = list_of(&charge, 1);
    set_activity(rows, 3);
    build();
    close_month(APRIL_END);
    /* 70 hours by the council at £13.00, of which it charges for 60; 30 at £14.00; all 100 cost £9.00. */
    cr_expect_eq(paid("north-council", "care-homes", "home_care"), 70 * 1300);
    cr_expect_eq(paid("service_users", "north-council", "home_care"), 60 * 130);
    cr_expect_eq(paid("service_users", "care-homes", "home_care"), 30 * 1400);
    cr_expect_eq(paid("care-homes", "staff_and_suppliers", "home_care"), 100 * 900);
}

Test(engine_finance, other_care_spends_what_it_is_paid)
{
    run.market.other_care_pounds_per_head = 600;
    build();
    const size_t relations = market_relation_count(&world.market);
    cr_assert_eq(market_agent_count(&world.market), PROVIDERS + 5);
    cr_assert_str_eq(finance_label(&world, PROVIDERS), FINANCE_OTHER_CARE);
    close_month(APRIL_END);
    cr_assert_eq(paid("north-commissioner", "other_care", "none"), 4 * INT64_C(5000));
    cr_assert_eq(paid("south-commissioner", "other_care", "none"), 2 * INT64_C(5000));
    cr_assert_eq(paid("other_care", "staff_and_suppliers", "none"), 6 * INT64_C(5000));
    cr_assert_eq(market_finance(&world.market, PROVIDERS).balance, 0);
    cr_assert_eq(market_relation_count(&world.market), relations);
}

Test(engine_finance, costs_are_fixed_or_follow_capacity_or_activity)
{
    struct activity_row rows[] = {{NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 2},
                                  {NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 20},
                                  {NORTH, CARE_HOMES, SERVICE_CARE_HOME, MEASURE_BED_DAYS, 30}};

    world.care.rules[SERVICE_EMERGENCY_INPATIENT].capacity_cost_pounds = 2400;
    world.care.rules[SERVICE_EMERGENCY_INPATIENT].variable_cost_pounds = 100;
    world.care.rules[SERVICE_DAY_CASE].capacity_cost_pounds = 120;
    world.care.rules[SERVICE_CARE_HOME].variable_cost_pounds = 9;
    run.market.bed_day_cost_pounds = 25;
    set_activity(rows, 3);
    build();
    close_month(APRIL_END);
    /* £100.00 fixed and three beds at £200.00 a month; two admissions and twenty days. */
    cr_assert_eq(paid("hospital", "staff_and_suppliers", "none"), 10000 + 60000);
    cr_assert_eq(paid("hospital", "staff_and_suppliers", "emergency_inpatient"), 20000 + 50000);
    cr_assert_eq(paid("hospital", "staff_and_suppliers", "day_case"), 2000);
    cr_assert_eq(paid("hospital", "lenders", "none"), 5000);
    cr_assert_eq(paid("clinic", "staff_and_suppliers", "day_case"), 1000);
    cr_assert_eq(paid("care-homes", "staff_and_suppliers", "care_home"), 27000);
    cr_assert_eq(market_finance(&world.market, HOSPITAL).cost, 10000 + 60000 + 20000 + 50000 + 2000 + 5000);
}

Test(engine_finance, nothing_is_paid_in_the_warm_up)
{
    build();
    close_month(MARCH_END);
    cr_assert_eq(market_finance(&world.market, HOSPITAL).balance, -500);
    cr_assert_eq(market_finance(&world.market, HOSPITAL).cost, 0);
    close_month(APRIL_END);
    cr_assert_eq(market_finance(&world.market, HOSPITAL).balance, -500 - 10000 - 5000);
}

Test(engine_finance, a_rule_holds_from_its_first_day_to_its_last)
{
    struct payment_service_parameters service = {.name = "day_case"};
    struct payment_parameters payment = rule("planned", PAYER_HEALTH, PAYMENT_BLOCK, &service, 1);

    payment.annual_pounds_per_person = 120;
    payment.from = calendar_next_month(APRIL_2008);
    payment.until = calendar_add_months(APRIL_2008, 2);
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), 0);
    close_month(APRIL_END + 31);
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), 3000);
    close_month(APRIL_END + 61);
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), 0);
}

Test(engine_finance, two_rules_with_prices_for_the_same_are_refused)
{
    struct payment_service_parameters service = {.name = "day_case", .price_pounds = 600};
    struct payment_parameters payments[] = {rule("a", PAYER_HEALTH, PAYMENT_BY_RESULTS, &service, 1),
                                            rule("b", PAYER_HEALTH, PAYMENT_BY_RESULTS, &service, 1)};

    run.market.payments = list_of(payments, 2);
    cr_assert_eq(finance_build(&world.market, &world), STATUS_DUPLICATE);
}

static uint64_t digest(void)
{
    struct hash hash;

    cr_assert_eq(hash_init(&hash), STATUS_OK);
    market_hash(&world.market, &hash);
    const uint64_t value = hash_digest(&hash);
    hash_free(&hash);
    return value;
}

Test(engine_finance, threads_change_nothing)
{
    struct payment_service_parameters service = {.name = "gp_consultation"};
    struct payment_parameters payment = rule("practices", PAYER_HEALTH, PAYMENT_CAPITATION, &service, 1);
    uint64_t digests[2];

    for (int i = 0; i < 2000; i++) {
        add_person((size_t)i % ECONOMIES, i % 100, 1 + (unsigned)i % QUINTILE_COUNT, NORTH_PRACTICE);
    }
    payment.capitation_pounds = 150;
    run.market.allocation_weights.deprivation_1 = 1.153;
    run.market.list_weights.deprivation_2 = 1.031;
    run.market.allocation_pounds_per_head = 1449;
    run.market.payments = list_of(&payment, 1);
    for (int threads = 1; threads <= 2; threads++) {
        omp_set_num_threads(threads);
        market_free(&world.market);
        build();
        close_month(APRIL_END);
        digests[threads - 1] = digest();
    }
    cr_assert_eq(digests[0], digests[1]);
}

Test(engine_finance, every_allocation_may_fail)
{
    struct payment_service_parameters service = {.name = "day_case"};
    struct payment_parameters payment = rule("planned", PAYER_HEALTH, PAYMENT_BLOCK, &service, 1);
    enum status status = STATUS_NO_MEMORY;

    payment.annual_pounds_per_person = 120;
    run.market.payments = list_of(&payment, 1);
    run.market.other_care_pounds_per_head = 600;
    for (int64_t n = 0; status != STATUS_OK; n++) {
        memory_fail_after(n);
        status = finance_build(&world.market, &world);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
        if (status != STATUS_OK) {
            market_free(&world.market);
        }
    }
    status = STATUS_NO_MEMORY;
    for (int64_t n = 0; status != STATUS_OK; n++) {
        memory_fail_after(n);
        status = finance_month(&world, APRIL_END);
        memory_fail_after(-1);
        if (status != STATUS_OK) {
            cr_assert_eq(status, STATUS_NO_MEMORY);
            market_free(&world.market);
            build();
        }
    }
    cr_assert_eq(paid("north-commissioner", "hospital", "day_case"), 3000);
}
