#include "finance_small.h"

#include <omp.h>

TestSuite(engine_finance, .init = set_up, .fini = tear_down);

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
