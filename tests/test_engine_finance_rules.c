/* What payment rules become: contracts, their terms, and what is paid by them. */
#include "finance_small.h"

TestSuite(engine_finance_rules, .init = set_up, .fini = tear_down);

Test(engine_finance_rules, payment_by_results_goes_with_activity)
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

Test(engine_finance_rules, activity_may_be_paid_at_cost)
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

Test(engine_finance_rules, what_costs_nothing_is_not_paid_at_cost)
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

/* The council of the north pays 130 pounds for home care; half of it is borne by health. */
Test(engine_finance_rules, budgets_may_be_pooled)
{
    struct payment_service_parameters service = {.name = "home_care", .hour_price_pounds = 13};
    struct payment_parameters payment = rule("home-care", PAYER_COUNCIL, PAYMENT_BY_RESULTS, &service, 1);
    struct pooled_service_parameters pooled = {.name = "home_care", .share = 1};
    struct pool_parameters pool = {
        .name = "older-people", .economy = NORTH, .health_share = 0.5, .services = list_of(&pooled, 1)};
    struct activity_row rows[] = {{NORTH, CARE_HOMES, SERVICE_HOME_CARE, MEASURE_HOURS, 10},
                                  {SOUTH, CARE_HOMES, SERVICE_HOME_CARE, MEASURE_HOURS, 10}};

    run.market.payments = list_of(&payment, 1);
    run.market.pools = list_of(&pool, 1);
    set_activity(rows, 2);
    build();
    close_month(APRIL_END);
    cr_expect_eq(paid("north-council", "care-homes", "home_care"), 13000);
    cr_expect_eq(paid("north-commissioner", "north-council", "none"), 6500);
    cr_expect_eq(paid("south-commissioner", "south-council", "none"), -1, "the south has no pool");
}

/* Of 60% of what is saved on day cases each practice gets the part of its people. */
Test(engine_finance_rules, savings_may_be_shared_with_those_who_refer)
{
    struct payment_service_parameters service = {.name = "day_case"};
    struct payment_parameters payment = rule("savings", PAYER_HEALTH, PAYMENT_GAIN_SHARE, &service, 1);

    payment.gain_share = 0.6;
    payment.provider_kind = PRACTICE_KIND;
    run.market.payments = list_of(&payment, 1);
    build();
    const struct contracts *contracts = &world.market.terms[0].contracts;
    cr_assert_eq(contracts->count, 2, "each economy has one practice");
    for (size_t i = 0; i < contracts->count; i++) {
        cr_expect_eq(contracts->items[i].services, PAYMENT_SERVICE_BIT(SERVICE_DAY_CASE));
        cr_expect_eq(contracts->items[i].share_micro, 600000);
        cr_expect_eq(contracts->items[i].provider,
                     contracts->items[i].economy == NORTH ? NORTH_PRACTICE : SOUTH_PRACTICE);
    }
}

Test(engine_finance_rules, a_block_is_shared_by_expected_use)
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

Test(engine_finance_rules, a_rule_may_be_for_one_provider_and_one_economy)
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

Test(engine_finance_rules, a_rule_for_a_kind_takes_its_providers_out_of_the_rule_for_all)
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

Test(engine_finance_rules, prices_may_be_for_a_kind_of_provider)
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

Test(engine_finance_rules, a_rule_that_limits_growth_is_a_contract_with_each_provider)
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

Test(engine_finance_rules, the_base_year_of_a_run_that_begins_within_one_is_the_next)
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

Test(engine_finance_rules, cost_and_volume_is_shared_and_priced)
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

Test(engine_finance_rules, a_year_of_care_is_for_people_with_a_condition)
{
    static struct figures figures = {.condition_count = 2,
                                     .conditions = {{.name = (char *)"copd"}, {.name = (char *)"diabetes"}}};
    struct payment_service_parameters service = {.name = "gp_consultation"};
    struct payment_parameters payment = rule("year", PAYER_HEALTH, PAYMENT_CAPITATION, &service, 1);

    world.population.figures = &figures;
    districts[NORTH].people.person[2].exposures |= exposure_of_condition(1);
    districts[NORTH].people.person[3].exposures |= exposure_of_condition(1);
    districts[SOUTH].people.person[0].exposures |= exposure_of_condition(0);
    districts[SOUTH].people.person[1].exposures |= exposure_of_condition(1);
    payment.condition = "diabetes";
    payment.capitation_pounds = 120;
    run.market.payments = list_of(&payment, 1);
    build();
    close_month(APRIL_END);
    /* Of the two in the north one is registered; the one of the south with the practice of the north. */
    cr_expect_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 1000);
    cr_expect_eq(paid("south-commissioner", "practice-north", "gp_consultation"), 1000);
    cr_expect_eq(paid("south-commissioner", "practice-south", "gp_consultation"), 0);
    market_free(&world.market);
    payment.list = PAYMENT_LIST_RESIDENT;
    build();
    close_month(APRIL_END);
    cr_expect_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 2000);
    market_free(&world.market);
    payment.condition = "diabete";
    cr_expect_eq(finance_build(&world.market, &world), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(), "market.payments.year.condition: expected a condition of conditions.csv, found "
                                       "diabete; did you mean diabetes?");
}

Test(engine_finance_rules, gains_are_shared_among_those_of_a_kind)
{
    struct payment_service_parameters service = {.name = "day_case"};
    struct payment_parameters payment = rule("gain", PAYER_HEALTH, PAYMENT_GAIN_SHARE, &service, 1);

    payment.gain_share = 0.4;
    payment.loss_share = 0.2;
    run.market.payments = list_of(&payment, 1);
    build();
    const struct contracts *contracts = &world.market.terms[0].contracts;
    cr_assert_eq(contracts->count, 2 * ECONOMIES);
    /* Three quarters of the north would go to the hospital, a quarter to the clinic. */
    cr_expect_str_eq(contracts->items[0].name, "gain, north, clinic");
    cr_expect_eq(contracts->items[0].share_micro, 100000);
    cr_expect_eq(contracts->items[0].loss_share_micro, 50000);
    cr_expect_eq(contracts->items[1].share_micro, 300000);
    cr_expect_eq(contracts->items[1].loss_share_micro, 150000);
}

Test(engine_finance_rules, a_block_that_nobody_could_get_is_refused)
{
    struct payment_service_parameters service = {.name = "home_care"};
    struct payment_parameters payment = rule("help", PAYER_COUNCIL, PAYMENT_BLOCK, &service, 1);

    payment.annual_pounds_per_person = 1;
    run.market.payments = list_of(&payment, 1);
    cr_assert_eq(finance_build(&world.market, &world), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(),
                     "market.payments.help: nobody offers a service of it to the people of economy north");
}

Test(engine_finance_rules, capitation_goes_with_the_weighted_list)
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

Test(engine_finance_rules, capitation_may_be_for_one_provider)
{
    pay_for_lists(NORTH_PRACTICE, -1);
    cr_assert_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 3000);
    cr_assert_eq(paid("south-commissioner", "practice-south", "gp_consultation"), -1);
}

Test(engine_finance_rules, capitation_for_a_kind_is_for_the_providers_of_the_economy)
{
    pay_for_lists(-1, PRACTICE_KIND);
    cr_assert_eq(paid("north-commissioner", "practice-north", "gp_consultation"), 3000);
    cr_assert_eq(paid("south-commissioner", "practice-south", "gp_consultation"), 1000);
    cr_assert_eq(paid("south-commissioner", "practice-north", "gp_consultation"), -1);
}

Test(engine_finance_rules, capitation_for_residents_is_shared_by_expected_use)
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
