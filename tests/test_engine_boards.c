/* What boards of providers decide, in a world of two economies: each move with sums worked out by hand. */
#include "finance_small.h"

#include "base/hash.h"
#include "care/workforce.h"

enum { KINDS = 2 };
static struct provider_parameters named[PROVIDERS];
static struct provider_kind_parameters kinds[KINDS];
static struct activity_row rows[64];

static const struct conduct_parameters as_needed = {.stay_ratio = 1, .referral_share = 1};

static day_t first_of(int year, int month)
{
    return calendar_day((struct date){year, month, 1});
}

static void set_strategies(enum strategy_id strategy)
{
    for (size_t i = 0; i < PROVIDERS; i++) {
        named[i] = (struct provider_parameters){
            .name = providers[i].name, .strategy = strategy, .quality = 0.5, .conduct = as_needed};
    }
    for (size_t i = 0; i < KINDS; i++) {
        kinds[i] = (struct provider_kind_parameters){.strategy = strategy, .quality = 0.5, .conduct = as_needed};
    }
    run.care.providers = list_of(named, PROVIDERS);
    run.care.provider_kinds = list_of(kinds, KINDS);
}

static struct line *line_of(uint32_t provider, enum service service)
{
    return supply_line(&world.care.supply, (uint16_t)provider, service);
}

static void set_up_boards(void)
{
    set_up();
    set_strategies(STRATEGY_FOLLOW_SURPLUS);
    run.market.deciding = (struct deciding_parameters){
        .considering_share = 1,
        .hurdle = 0.0001,
        .payback_years = 4,
        .capacity_step = 0.1,
        .least_capacity_share = 0.5,
        .opening_months = 6,
        .set_up_share = 0.1,
        .closing_share = 0.5,
        .full_share = 0.97,
        .full_beds_share = 0.9,
        .full_urgent_share = 0.5,
        .expected_response = 0.8,
        .learning_share = 0.5,
        .stay_step = 0.02,
        .least_stay_ratio = 0.95,
        .discharge_cost_pounds = 30,
        .referral_step = 0.05,
        .least_referral_share = 0.7,
        .selection_step = 0.1,
        .most_turned_away_share = 0.2,
        .frail_share = 0.2,
        .frail_cost_ratio = 1.5,
        .quality_step = 0.05,
        .quality_range = 0.1,
        .quality_cost_share = 0.2,
    };
    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        world.care.rules[service].open_days_per_week = 7;
        world.care.rules[service].options = 1;
        world.care.rules[service].longest_wait_days = 365;
    }
    world.care.rules[SERVICE_DAY_CASE].variable_cost_pounds = 20;
    world.care.rules[SERVICE_DAY_CASE].capacity_cost_pounds = 10000;
    for (size_t i = 0; i < OFFERS; i++) {
        lines[i].capacity = lines[i].posts;
        lines[i].team = 1;
    }
}

static void tear_down_boards(void)
{
    boards_free(&world.boards);
    tear_down();
}

static struct payment_service_parameters day_cases = {.name = "day_case"};
static struct payment_parameters payments[4];
static size_t rule_count;

/* A rule for day cases: 100 pounds each, or so much. */
static void pay_for_day_cases(double pounds)
{
    day_cases.price_pounds = pounds;
    payments[0] = rule("planned", PAYER_HEALTH, PAYMENT_BY_RESULTS, &day_cases, 1);
    rule_count = 1;
}

static void begin(void)
{
    run.market.payments = list_of(payments, rule_count);
    build();
    cr_assert_eq(boards_init(&world.boards, &world.care.supply, &run.market.deciding), STATUS_OK);
    cr_assert_eq(finance_set_costs(&world), STATUS_OK, "%s", status_message());
}

/* Day cases of the hospital in each month, all of people of the north. */
static void do_day_cases(int64_t count)
{
    rows[0] = (struct activity_row){NORTH, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, count};
    set_activity(rows, count > 0);
    line_of(HOSPITAL, SERVICE_DAY_CASE)->month.served = count;
}

static void close_months(day_t first, int count)
{
    for (int i = 0; i < count; i++) {
        const day_t month = calendar_add_months(first, i);
        boards_begin_month(&world.boards, &world.care.supply, &run.care, month);
        cr_assert_eq(finance_set_costs(&world), STATUS_OK);
        events_clear(&world.market.events);
        close_month(calendar_next_month(month) - 1);
    }
}

static void close_quarter(void)
{
    close_months(APRIL_2008, 3);
}

/* A quarter of 60 day cases a month, at the end of which boards decide. */
static void decide_on_day_cases(void)
{
    begin();
    do_day_cases(60);
    close_quarter();
}

static const struct event *only_event(enum event_kind kind)
{
    cr_assert_eq(world.market.events.count, 1, "%zu events, of which the first says: %s", world.market.events.count,
                 world.market.events.count > 0 ? world.market.events.items[0].note : "");
    cr_assert_eq(world.market.events.items[0].kind, kind, "%s", world.market.events.items[0].note);
    return &world.market.events.items[0];
}

static void nothing_happens(void)
{
    cr_expect_eq(world.market.events.count, 0, "%s", world.market.events.items[0].note);
}

TestSuite(engine_boards, .init = set_up_boards, .fini = tear_down_boards);

/* 60 day cases a month fill 2 slots a day to 99%. At 100 pounds each and 20 of cost, 5 more a month (0.8 x 0.1 of them,
 * rounded) leave 4,800 pounds a year, 2,800 after a tenth of the capacity. */
Test(engine_boards, open_capacity_that_pays)
{
    pay_for_day_cases(100);
    run.market.mechanisms.capacity = true;
    decide_on_day_cases();
    const struct event *event = only_event(EVENT_OPEN_CAPACITY);
    cr_expect_eq(event->agent, market_provider_account(&world.market, HOSPITAL));
    cr_expect_eq(event->service, SERVICE_DAY_CASE);
    cr_expect_eq(event->pence, 280000);
    cr_expect_eq(event->date, first_of(2008, 7) - 1);
    cr_expect_eq(world.boards.outlay[HOSPITAL], 20000);
    cr_expect_float_eq(line_of(HOSPITAL, SERVICE_DAY_CASE)->posts, 2, 1e-12);
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2008, 12));
    cr_expect_float_eq(line_of(HOSPITAL, SERVICE_DAY_CASE)->posts, 2, 1e-12);
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2009, 1));
    cr_expect_float_eq(line_of(HOSPITAL, SERVICE_DAY_CASE)->posts, 2.2, 1e-12);
}

/* At 40 pounds 7 fewer a month lose 1,680 pounds a year, and a tenth of the capacity saves 2,000. */
Test(engine_boards, close_capacity_that_does_not_pay)
{
    pay_for_day_cases(40);
    run.market.mechanisms.capacity = true;
    decide_on_day_cases();
    cr_expect_eq(only_event(EVENT_CLOSE_CAPACITY)->pence, 32000);
    cr_expect_float_eq(line_of(HOSPITAL, SERVICE_DAY_CASE)->posts, 1.8, 1e-12);
    cr_expect_eq(world.boards.outlay[HOSPITAL], 100000);
    close_months(first_of(2008, 7), 1);
    cr_expect_eq(paid("hospital", "staff_and_suppliers", "none"), 10000 + 100000, "fixed cost, and what closing cost");
    cr_expect_eq(paid("hospital", "staff_and_suppliers", "day_case"), 150000 + 60 * 2000,
                 "nine tenths of the capacity");
}

/* At 50 pounds neither more nor less capacity leaves more money. */
Test(engine_boards, leave_capacity_that_is_right)
{
    pay_for_day_cases(50);
    run.market.mechanisms.capacity = true;
    decide_on_day_cases();
    nothing_happens();
}

/* Used to a half, it would be closed if people could wait: a tenth of it is used by nobody. */
Test(engine_boards, keep_slack_where_nobody_can_wait)
{
    pay_for_day_cases(40);
    world.care.rules[SERVICE_DAY_CASE].longest_wait_days = 1;
    run.market.mechanisms.capacity = true;
    begin();
    do_day_cases(
        31); /* 93 of 182 in the quarter: 11 of them would no longer fit, and 3 a month lose 720 pounds a year */
    close_quarter();
    cr_expect_eq(only_event(EVENT_CLOSE_CAPACITY)->pence, 100 * (2000 - 12 * 4 * 20));
}

/* Two beds of three are more than half; one would be less. */
Test(engine_boards, close_whole_beds_down_to_the_least)
{
    world.care.rules[SERVICE_EMERGENCY_INPATIENT].capacity_cost_pounds = 10000;
    pay_for_day_cases(50);
    run.market.mechanisms.capacity = true;
    begin();
    line_of(HOSPITAL, SERVICE_EMERGENCY_INPATIENT)->month.bed_days = 30;
    close_quarter();
    cr_expect_eq(only_event(EVENT_CLOSE_CAPACITY)->service, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(sites[HOSPITAL].beds, 2);
    close_months(first_of(2008, 7), 3);
    cr_expect_eq(sites[HOSPITAL].beds, 2);
}

/* The hospital has planned stays, too. */
static void have_planned_beds(struct payment_service_parameters stays[2])
{
    lines[OFFERS - 1] = (struct line){
        .site = HOSPITAL, .provider = HOSPITAL, .service = SERVICE_ELECTIVE_INPATIENT}; /* in place of home care */
    sites[CARE_HOMES].line[SERVICE_HOME_CARE] = -1;
    sites[HOSPITAL].line[SERVICE_ELECTIVE_INPATIENT] = OFFERS - 1;
    payments[0] = rule("stays", PAYER_HEALTH, PAYMENT_BY_RESULTS, stays, 2);
    rule_count = 1;
}

/* Of 273 bed days in the quarter 180 are of emergencies and 75 of planned stays, 93%. Two beds of three leave room for
 * 164 at 90%: the 91 that no longer fit are all planned stays and 16 of emergencies. */
Test(engine_boards, expect_planned_admissions_to_lack_beds_first)
{
    static struct payment_service_parameters stays[] = {{.name = "elective_inpatient", .price_pounds = 1000},
                                                        {.name = "emergency_inpatient", .price_pounds = 100}};

    world.care.rules[SERVICE_EMERGENCY_INPATIENT].capacity_cost_pounds = 200000;
    have_planned_beds(stays);
    run.market.mechanisms.capacity = true;
    run.market.deciding.expected_response = 0; /* nobody would come to more */
    begin();
    rows[0] = (struct activity_row){NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 45};
    rows[1] = (struct activity_row){NORTH, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_SERVED, 10};
    set_activity(rows, 2);
    line_of(HOSPITAL, SERVICE_EMERGENCY_INPATIENT)->month.bed_days = 60;
    line_of(HOSPITAL, SERVICE_ELECTIVE_INPATIENT)->month.bed_days = 25;
    close_quarter();
    /* 10 planned admissions a month and 4 of 45 emergencies are lost, and the bed costs 200,000 pounds a year. */
    cr_expect_eq(only_event(EVENT_CLOSE_CAPACITY)->pence, 100 * (200000 - 12 * (10 * 1000 + 4 * 100)));
}

/* In the quarter from July 2009 on the new tenth has been there for half a year and has drawn nobody: of 0.8 half is
 * left. */
Test(engine_boards, learn_what_new_capacity_draws)
{
    pay_for_day_cases(100);
    run.market.mechanisms.capacity = true;
    begin();
    const size_t line = (size_t)(line_of(HOSPITAL, SERVICE_DAY_CASE) - lines);
    do_day_cases(60);
    close_quarter();
    run.market.mechanisms = (struct mechanisms_parameters){.discharge = true, .learning = true};
    close_months(first_of(2008, 7), 6);
    workforce_set_capacity(&world.care.supply, world.care.rules, APRIL_2008, first_of(2009, 1));
    close_months(first_of(2009, 1), 1);
    workforce_set_capacity(&world.care.supply, world.care.rules, APRIL_2008, first_of(2009, 2));
    close_months(first_of(2009, 2), 5);
    cr_expect_float_eq(world.boards.response[line], 0.8, 1e-12);
    close_months(first_of(2009, 7), 3);
    cr_expect_float_eq(world.boards.response[line], 0.4, 1e-12);
    close_months(first_of(2009, 10), 3);
    cr_expect_float_eq(world.boards.response[line], 0.4, 1e-12, "once is enough");
}

static void have_emergencies(double week_price_pounds)
{
    static struct payment_service_parameters emergencies = {
        .name = "emergency_inpatient", .price_pounds = 2000, .excess_bed_day_price_pounds = 235};

    emergencies.week_price_pounds = week_price_pounds;
    payments[0] = rule("emergencies", PAYER_HEALTH, PAYMENT_BY_RESULTS, &emergencies, 1);
    rule_count = 1;
    run.market.bed_day_cost_pounds = 45;
    rows[0] = (struct activity_row){NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 100};
    rows[1] = (struct activity_row){NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 600};
    rows[2] = (struct activity_row){NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_EXCESS_BED_DAYS, 36};
    set_activity(rows, 3);
    run.market.mechanisms.discharge = true;
    begin();
}

/* 12 bed days a month at 45 pounds are saved, and one beyond the trim point at 235 is no longer paid for; 144 days a
 * year cost 30 pounds each, once. */
Test(engine_boards, hasten_discharge_where_stays_are_not_paid_by_the_day)
{
    have_emergencies(0);
    close_quarter();
    cr_expect_eq(only_event(EVENT_HASTEN_DISCHARGE)->pence, 12 * (12 * 4500 - 23500));
    cr_expect_eq(world.boards.outlay[HOSPITAL], 144 * 3000);
    close_months(first_of(2008, 7), 3);
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2008, 10));
    cr_expect_float_eq(providers[HOSPITAL].conduct.stay_ratio, 0.98 * 0.98, 1e-12);
    close_months(first_of(2008, 10), 3);
    nothing_happens(); /* 0.98^3 would be less than the least */
}

/* 91 bed days of 91 in the month are used. A fiftieth of 60 emergency days frees 1.2, for which 31 planned days wait:
 * of 50 planned admissions a month 2 more (1.2 / 31 of them), each for 1,000 pounds. */
Test(engine_boards, hasten_discharge_for_the_sake_of_planned_admissions)
{
    static struct payment_service_parameters stays[] = {{.name = "elective_inpatient", .price_pounds = 1000},
                                                        {.name = "emergency_inpatient", .price_pounds = 100}};

    have_planned_beds(stays);
    run.market.mechanisms.discharge = true;
    begin();
    rows[0] = (struct activity_row){NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 45};
    rows[1] = (struct activity_row){NORTH, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 60};
    rows[2] = (struct activity_row){NORTH, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_SERVED, 50};
    rows[3] = (struct activity_row){NORTH, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, MEASURE_BED_DAYS, 31};
    set_activity(rows, 4);
    line_of(HOSPITAL, SERVICE_ELECTIVE_INPATIENT)->capacity = 3; /* theatres are used to a half */
    line_of(HOSPITAL, SERVICE_ELECTIVE_INPATIENT)->month.served = 50;
    line_of(HOSPITAL, SERVICE_EMERGENCY_INPATIENT)->month.bed_days = 60;
    line_of(HOSPITAL, SERVICE_ELECTIVE_INPATIENT)->month.bed_days = 31;
    close_quarter();
    cr_expect_eq(only_event(EVENT_HASTEN_DISCHARGE)->pence, 100 * 12 * 2 * 1000);
}

Test(engine_boards, let_discharge_take_its_time_where_they_are)
{
    have_emergencies(700);
    world.boards.stay_ratio[HOSPITAL] = 0.99;
    close_quarter();
    only_event(EVENT_RELAX_DISCHARGE);
    cr_expect_float_eq(world.boards.stay_ratio[HOSPITAL], 1, 1e-12);
}

/* Practices paid by capitation; day cases and consultations of people of the north. */
static void have_practices(int64_t north, int64_t south)
{
    static struct payment_service_parameters consultations = {.name = "gp_consultation"};

    pay_for_day_cases(100);
    payments[1] = rule("practices", PAYER_HEALTH, PAYMENT_CAPITATION, &consultations, 1);
    payments[1].capitation_pounds = 1000;
    rule_count = 2;
    run.market.mechanisms.referral = true;
    rows[0] = (struct activity_row){NORTH, HOSPITAL, SERVICE_DAY_CASE, MEASURE_SERVED, 60};
    rows[1] = (struct activity_row){NORTH, NORTH_PRACTICE, SERVICE_GP, MEASURE_SERVED, north};
    rows[2] = (struct activity_row){NORTH, SOUTH_PRACTICE, SERVICE_GP, MEASURE_SERVED, south};
    set_activity(rows, south > 0 ? 3 : 2);
    begin();
}

/* The contract of the practice is made by hand, since a rule for day cases fits those alone who give them. */
static void share_with_practice(double share)
{
    const struct contract contract = {.name = "savings, north, practice",
                                      .payer = market_commissioner_account(&world.market, 0),
                                      .payee = market_provider_account(&world.market, NORTH_PRACTICE),
                                      .economy = NORTH,
                                      .provider = NORTH_PRACTICE,
                                      .services = PAYMENT_SERVICE_BIT(SERVICE_DAY_CASE),
                                      .model = PAYMENT_GAIN_SHARE,
                                      .market_forces_micro = EXACT_MICRO,
                                      .share_micro = (int64_t)(share * (double)EXACT_MICRO),
                                      .base_from = first_of(2010, 4),
                                      .from = APRIL_2008,
                                      .until = CONTRACT_OPEN_ENDED};

    cr_assert_eq(contracts_add(&world.market.terms[0].contracts, &contract), STATUS_OK, "%s", status_message());
}

/* 72,000 pounds a year are spent on day cases. A twentieth of its patients not referred saves 3,600, half of which
 * comes to it. */
Test(engine_boards, refer_less_for_a_share_of_what_that_saves)
{
    have_practices(100, 0);
    share_with_practice(0.5);
    close_quarter();
    const struct event *event = only_event(EVENT_REFER_LESS);
    cr_expect_eq(event->agent, market_provider_account(&world.market, NORTH_PRACTICE));
    cr_expect_eq(event->pence, 180000);
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2008, 7));
    cr_expect_float_eq(providers[NORTH_PRACTICE].conduct.referral_share, 0.95, 1e-12);
}

/* With three quarters of the patients elsewhere, it can save on a quarter. */
Test(engine_boards, save_on_their_own_patients_alone)
{
    have_practices(100, 300);
    share_with_practice(0.5);
    close_quarter();
    cr_expect_eq(only_event(EVENT_REFER_LESS)->pence, 45000);
}

Test(engine_boards, refer_as_before_when_nothing_comes_of_less)
{
    have_practices(100, 0);
    close_quarter();
    nothing_happens();
}

/* Where others wait, the room of one frail patient in 60 is taken by one and a half: 50 pounds a month more, at the
 * same cost. */
Test(engine_boards, turn_the_frail_away_where_others_wait)
{
    pay_for_day_cases(100);
    run.market.mechanisms.selection = true;
    decide_on_day_cases();
    cr_expect_eq(only_event(EVENT_TURN_AWAY)->pence, 12 * 5000);
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2008, 7));
    cr_expect_float_eq(providers[HOSPITAL].conduct.turned_away_share, 0.1, 1e-12);
}

/* Where nobody waits, their payment of 100 pounds is worth more than their cost of 30. */
Test(engine_boards, take_the_frail_where_nobody_waits)
{
    pay_for_day_cases(100);
    run.market.mechanisms.selection = true;
    begin();
    world.boards.turned_away_share[HOSPITAL] = 0.15;
    do_day_cases(50);
    close_quarter();
    cr_expect_eq(only_event(EVENT_TAKE_AGAIN)->pence, 12 * (10000 - 3000));
    cr_expect_float_eq(world.boards.turned_away_share[HOSPITAL], 0.05, 1e-12);
}

static void have_choice(double quality_weight)
{
    pay_for_day_cases(100);
    world.care.rules[SERVICE_DAY_CASE].options = 2;
    world.care.rules[SERVICE_DAY_CASE].quality_weight = quality_weight;
    run.market.mechanisms.quality = true;
    begin();
    do_day_cases(30);
    rows[1] = (struct activity_row){NORTH, CLINIC, SERVICE_DAY_CASE, MEASURE_SERVED, 10};
    set_activity(rows, 2);
    line_of(CLINIC, SERVICE_DAY_CASE)->month.served = 31; /* full */
    kinds[CLINIC_KIND].strategy = STRATEGY_STEADY;
}

/* One more of 30 leaves 80 pounds a month; a twentieth of quality costs a hundredth of 21,200 pounds. */
Test(engine_boards, raise_quality_where_patients_choose_by_it)
{
    have_choice(4);
    close_quarter();
    cr_expect_eq(only_event(EVENT_RAISE_QUALITY)->pence, 100 * (2 * 12 * 80 - 212));
    close_months(first_of(2008, 7), 1);
    cr_expect_float_eq(providers[HOSPITAL].quality, 0.55, 1e-12);
    cr_expect_eq(paid("hospital", "staff_and_suppliers", "none"), 11767, "a twelfth of 1,200 and 212 pounds");
}

Test(engine_boards, save_on_quality_where_they_do_not)
{
    have_choice(0);
    close_quarter();
    cr_expect_eq(only_event(EVENT_SAVE_ON_QUALITY)->pence, 21200);
    close_months(first_of(2008, 7), 3);
    close_months(first_of(2008, 10), 3);
    nothing_happens(); /* the range is used up */
    cr_expect_float_eq(world.boards.quality[HOSPITAL], -0.1, 1e-12);
}

/* A clinic that waits to enter. */
static void have_entrant(double price_pounds)
{
    named[CLINIC].waits_to_enter = true;
    supply_put_off(&world.care.supply, &run.care);
    line_of(CLINIC, SERVICE_DAY_CASE)->posts = 0;
    pay_for_day_cases(price_pounds);
    run.market.mechanisms.entry = true;
    begin();
    do_day_cases(60);
}

/* It would have a third of the capacity and expects 16 of 60 day cases a month, at 80 pounds above their cost; its
 * slot costs 10,000 a year. */
Test(engine_boards, enter_where_it_pays)
{
    have_entrant(100);
    close_quarter();
    const struct event *event = only_event(EVENT_ENTER);
    cr_expect_eq(event->agent, market_provider_account(&world.market, CLINIC));
    cr_expect_eq(event->pence, 100 * (12 * 16 * 80 - 10000));
    cr_expect_eq(paid("clinic", "staff_and_suppliers", "day_case"), 0, "who waits costs nothing");
    close_months(first_of(2008, 7), 1);
    cr_expect_eq(paid("clinic", "staff_and_suppliers", "none"), 100000, "a tenth of a year, once");
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2008, 12));
    cr_expect(providers[CLINIC].waits);
    boards_begin_month(&world.boards, &world.care.supply, &run.care, first_of(2009, 1));
    cr_expect_not(providers[CLINIC].waits);
    cr_expect_float_eq(line_of(CLINIC, SERVICE_DAY_CASE)->posts, 1, 1e-12);
}

Test(engine_boards, stay_away_where_it_does_not)
{
    have_entrant(60);
    close_quarter();
    nothing_happens();
}

/* Nobody comes: after a year it goes. */
Test(engine_boards, leave_again)
{
    have_entrant(100);
    close_quarter();
    close_months(first_of(2008, 7), 18);
    nothing_happens();
    close_months(first_of(2010, 1), 3);
    cr_expect_eq(only_event(EVENT_LEAVE)->pence, 999996, "four times what its slot cost in the quarter");
    cr_expect(providers[CLINIC].waits);
    cr_expect_float_eq(line_of(CLINIC, SERVICE_DAY_CASE)->posts, 0, 1e-12);
}

/* --- who decides, and when ---------------------------------------------------------------------------------------- */

Test(engine_boards, decide_nothing_that_no_mechanism_allows)
{
    pay_for_day_cases(40);
    run.market.mechanisms =
        (struct mechanisms_parameters){.referral = true, .entry = true, .discharge = true, .learning = true};
    decide_on_day_cases();
    nothing_happens();
}

Test(engine_boards, that_are_steady_decide_nothing)
{
    pay_for_day_cases(40);
    set_strategies(STRATEGY_STEADY);
    run.market.mechanisms.capacity = true;
    decide_on_day_cases();
    nothing_happens();
}

Test(engine_boards, that_are_busy_decide_nothing)
{
    pay_for_day_cases(40);
    run.market.deciding.considering_share = 0;
    run.market.mechanisms.capacity = true;
    decide_on_day_cases();
    nothing_happens();
}

Test(engine_boards, ask_for_more_than_the_hurdle)
{
    pay_for_day_cases(100);
    run.market.deciding.hurdle = 0.05;
    run.market.mechanisms.capacity = true;
    decide_on_day_cases();
    nothing_happens();
}

Test(engine_boards, decide_at_the_end_of_whole_quarters)
{
    pay_for_day_cases(40);
    run.start = first_of(2008, 5);
    run.market.mechanisms.capacity = true;
    begin();
    do_day_cases(60);
    close_months(first_of(2008, 5), 2);
    nothing_happens();
    close_months(first_of(2008, 7), 3);
    only_event(EVENT_CLOSE_CAPACITY);
}

Test(engine_boards, are_pressed_by_debts)
{
    pay_for_day_cases(50);
    run.market.deciding.hurdle = 0.01;
    run.market.deciding.pressure_weight = 10;
    run.market.deciding.closing_share = 0;
    run.market.mechanisms.capacity = true;
    providers[HOSPITAL].reserves_pounds = -100000;
    begin();
    do_day_cases(58);
    close_quarter();
    only_event(EVENT_CLOSE_CAPACITY);
}

Test(engine_boards, have_state_that_the_hash_sees)
{
    uint64_t before = 0, after = 0;

    pay_for_day_cases(50);
    begin();
    for (int i = 0; i < 2; i++) {
        struct hash hash;
        cr_assert_eq(hash_init(&hash), STATUS_OK);
        boards_hash(&world.boards, &hash);
        *(i == 0 ? &before : &after) = hash_digest(&hash);
        hash_free(&hash);
        world.boards.quality[CARE_HOMES] = 0.05;
    }
    cr_expect_neq(before, after);
}
