/* Rules that change on dates, in the small scenario. */
#include "engine/rules.h"

#include "engine/finance.h"
#include "world_small.h"

/* The small scenario with some of its values changed: what the steps of a scenario hold. */
static struct run_parameters later, last;
static struct payment_parameters payments[64];

static day_t first_of(int year, int month)
{
    return calendar_day((struct date){year, month, 1});
}

static void init(void)
{
    world_small_init();
    later = last = small_run;
}

/* A copy of the payment rules in which all that is paid by results costs so many times as much. */
static void make_dearer(struct run_parameters *run, double factor)
{
    const size_t count = small_run.market.payments.count;

    cr_assert_leq(count, sizeof payments / sizeof payments[0]);
    memcpy(payments, small_run.market.payments.items, count * sizeof payments[0]);
    for (size_t i = 0; i < count; i++) {
        payments[i].market_forces_factor *= factor;
    }
    run->market.payments.items = payments;
}

static void follow(const struct scenario_step *steps, size_t count)
{
    cr_assert_eq(world_follow(&world, steps, count), STATUS_OK, "%s", status_message());
}

static void live_until(day_t day)
{
    while (world.today < day) {
        cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
        cr_assert_eq(world_begin_month(&world), STATUS_OK, "%s", status_message());
    }
}

static uint64_t state(void)
{
    uint64_t digest = 0;

    cr_assert_eq(world_hash(&world, &digest), STATUS_OK);
    return digest;
}

Test(engine_rules, hold_from_the_month_of_their_date_on, .init = init, .fini = world_small_free)
{
    later.care.escalation_share = 0.5;
    later.care.home_care_rules.below_threshold_buy_share = 0.25;
    last.care.escalation_share = 0.75;
    const struct scenario_step steps[] = {{.date = first_of(2008, 6), .name = "a", .label = "", .values = &later},
                                          {.date = first_of(2008, 7), .name = "b", .label = "", .values = &last}};
    follow(steps, 2);
    live_until(first_of(2008, 5));
    cr_expect_eq(world.care.line_rules[SERVICE_EMERGENCY_INPATIENT].escalation_share, small_run.care.escalation_share);
    cr_expect_eq(world.run, &small_run);
    live_until(first_of(2008, 6));
    cr_expect_eq(world.care.line_rules[SERVICE_EMERGENCY_INPATIENT].escalation_share, 0.5);
    cr_expect_eq(world.care.parameters->home_care_rules.below_threshold_buy_share, 0.25);
    live_until(first_of(2008, 7));
    cr_expect_eq(world.care.line_rules[SERVICE_EMERGENCY_INPATIENT].escalation_share, 0.75);
    cr_expect_eq(world.run, &last);
}

Test(engine_rules, of_a_day_that_has_passed_hold_at_once, .init = init, .fini = world_small_free)
{
    later.care.escalation_share = 0.5;
    last.care.escalation_share = 0.75;
    const struct scenario_step steps[] = {{.date = first_of(2000, 1), .name = "a", .label = "", .values = &later},
                                          {.date = world.today, .name = "b", .label = "", .values = &last}};
    follow(steps, 2);
    cr_expect_eq(world.care.line_rules[SERVICE_EMERGENCY_INPATIENT].escalation_share, 0.75);
}

Test(engine_rules, that_change_nothing_leave_every_bit_as_it_was, .init = init, .fini = world_small_free)
{
    live_until(first_of(2008, 7));
    const uint64_t without = state();
    const size_t relations = market_relation_count(&world.market);
    world_free(&world);
    cr_assert_eq(world_init(&world, &small_run, 0), STATUS_OK);
    const struct scenario_step step = {.date = first_of(2008, 5), .name = "a", .label = "", .values = &later};
    follow(&step, 1);
    live_until(first_of(2008, 7));
    cr_expect_eq(world.run, &later);
    cr_expect_eq(market_relation_count(&world.market), relations);
    cr_expect_eq(state(), without);
}

Test(engine_rules, change_how_providers_act, .init = init, .fini = world_small_free)
{
    static struct provider_kind_parameters kinds[32];
    const size_t count = small_run.care.provider_kinds.count;
    const int32_t kind = world.care.supply.providers[0].kind;
    const struct scenario_step step = {.date = first_of(2008, 5), .name = "a", .label = "", .values = &later};

    cr_assert_leq(count, sizeof kinds / sizeof kinds[0]);
    memcpy(kinds, small_run.care.provider_kinds.items, count * sizeof kinds[0]);
    kinds[kind].conduct = (struct conduct_parameters){.stay_ratio = 1.25, .referral_share = 0.5};
    kinds[kind].quality = 0.875;
    later.care.provider_kinds.items = kinds;
    follow(&step, 1);
    live_until(first_of(2008, 5));
    cr_expect_eq(world.care.supply.providers[0].conduct.stay_ratio, 1.25);
    cr_expect_eq(world.care.supply.providers[0].conduct.referral_share, 0.5);
    cr_expect_eq(world.care.supply.providers[0].quality, 0.875);
    for (size_t i = 0; i < world.care.supply.provider_count; i++) {
        cr_expect(world.care.supply.providers[i].kind == kind ||
                  world.care.supply.providers[i].conduct.referral_share == 1);
    }
}

/* What was paid by results in the month closed last, for planned care that hangs on nothing else. */
static money_t paid_for_day_cases(void)
{
    money_t pence = 0;

    for (size_t i = 0; i < market_relation_count(&world.market); i++) {
        const struct market_relation relation = market_relation(&world.market, i);
        if (strcmp(relation.purpose, "contract") == 0 && strcmp(relation.service, "day_case") == 0) {
            pence += relation.pence;
        }
    }
    return pence;
}

static int64_t day_cases(void)
{
    int64_t count = 0;

    for (size_t i = 0; i < world.activity.count; i++) {
        const struct activity_row *row = &world.activity.rows[i];
        count += row->service == SERVICE_DAY_CASE && row->measure == MEASURE_SERVED ? row->count : 0;
    }
    return count;
}

Test(engine_rules, a_dearer_tariff_is_paid_from_its_month_on, .init = init, .fini = world_small_free)
{
    make_dearer(&later, 1.5);
    const struct scenario_step step = {.date = first_of(2008, 6), .name = "a", .label = "", .values = &later};
    follow(&step, 1);
    live_until(first_of(2008, 5));
    cr_assert_eq(world_month(&world), STATUS_OK);
    const double before = (double)paid_for_day_cases() / (double)day_cases();
    cr_assert_eq(world_begin_month(&world), STATUS_OK);
    cr_assert_eq(world_month(&world), STATUS_OK);
    const double after = (double)paid_for_day_cases() / (double)day_cases();
    cr_expect_gt(before, 0);
    cr_expect_float_eq(after / before, 1.5, 1e-4, "%g", after / before);
}
