#include "market/strategy.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct strategy_terms free_of_debt = {.payback_years = 4};
static const struct strategy_terms pressed = {.payback_years = 4, .pressure = 1.5};

static double value(enum strategy_id strategy, const struct prospect *prospect)
{
    return strategies[strategy]->value(prospect, &free_of_debt);
}

static double value_when_pressed(enum strategy_id strategy, const struct prospect *prospect)
{
    return strategies[strategy]->value(prospect, &pressed);
}

/* A tenth more or less of a hospital's emergency beds, of a planned service, of one in the community. */
static const struct prospect more_beds = {.surplus = -0.01,
                                          .outlay = 0.04,
                                          .capacity = 0.1,
                                          .activity = 0.08,
                                          .access = 0.08,
                                          .risk = 1,
                                          .in_hospital = true,
                                          .is_largest = true};
static const struct prospect fewer_beds = {.surplus = 0.01,
                                           .outlay = 0.02,
                                           .capacity = -0.1,
                                           .activity = -0.03,
                                           .access = -0.03,
                                           .in_hospital = true,
                                           .is_largest = true};
static const struct prospect more_clinics = {.surplus = 0.01,
                                             .outlay = 0.02,
                                             .capacity = 0.02,
                                             .activity = 0.016,
                                             .risk = 1,
                                             .in_hospital = true,
                                             .is_planned = true,
                                             .margin = 0.2};
static const struct prospect more_visits = {
    .surplus = -0.005, .capacity = 0.05, .activity = 0.04, .access = 0.04, .risk = 1, .margin = -0.1};
static const struct prospect turning_away = {.surplus = 0.01, .access = -0.02, .in_hospital = true, .is_planned = true};
static const struct prospect better = {.surplus = -0.01, .quality = 0.05};

Test(strategy, steady_does_nothing_whatever_it_brings)
{
    cr_expect_lt(value(STRATEGY_STEADY, &more_clinics), 0);
    cr_expect_lt(value_when_pressed(STRATEGY_STEADY, &turning_away), 0);
}

Test(strategy, following_the_surplus_spreads_the_outlay)
{
    cr_expect_float_eq(value(STRATEGY_FOLLOW_SURPLUS, &fewer_beds), 0.01 - 0.02 / 4, 1e-12);
    cr_expect_float_eq(value(STRATEGY_FOLLOW_SURPLUS, &more_beds), -0.01 - 0.04 / 4, 1e-12);
}

Test(strategy, expansion_takes_growth_at_some_loss_and_never_shrinks)
{
    cr_expect_float_eq(value(STRATEGY_EXPAND, &more_beds), -0.02 + 0.04, 1e-12);
    cr_expect_lt(value(STRATEGY_EXPAND, &fewer_beds), 0);
    struct prospect dear = more_beds;
    dear.surplus = -0.05;
    cr_expect_lt(value(STRATEGY_EXPAND, &dear), 0);
}

Test(strategy, defence_closes_nothing_and_turns_nobody_away)
{
    cr_expect_lt(value(STRATEGY_DEFEND, &fewer_beds), 0);
    cr_expect_float_eq(value(STRATEGY_DEFEND, &better), -0.01 + 0.025, 1e-12);
    cr_expect_float_eq(value(STRATEGY_DEFEND, &more_clinics), 0.01 - 0.02 / 4 - 0.02, 1e-12);
}

Test(strategy, dispersal_moves_capacity_out_of_hospital)
{
    cr_expect_float_eq(value(STRATEGY_DISPERSE, &fewer_beds), 0.005 + 0.05, 1e-12);
    cr_expect_float_eq(value(STRATEGY_DISPERSE, &more_visits), -0.005 + 0.025, 1e-12);
    cr_expect_lt(value(STRATEGY_DISPERSE, &more_beds), 0);
}

Test(strategy, specialists_grow_in_planned_care)
{
    cr_expect_float_eq(value(STRATEGY_SPECIALISE, &more_clinics), 0.005 + 0.01, 1e-12);
    cr_expect_float_eq(value(STRATEGY_SPECIALISE, &fewer_beds), 0.005 + 0.05, 1e-12);
    cr_expect_lt(value(STRATEGY_SPECIALISE, &more_visits), 0);
}

Test(strategy, core_business_enlarges_the_largest_service_alone)
{
    cr_expect_lt(value(STRATEGY_CORE, &more_clinics), 0);
    cr_expect_float_eq(value(STRATEGY_CORE, &more_beds), -0.02 + 0.05, 1e-12);
}

Test(strategy, a_niche_is_small_and_has_a_margin)
{
    struct prospect thin = more_clinics;

    thin.margin = 0.05;
    cr_expect_float_eq(value(STRATEGY_NICHE, &more_clinics), 0.005, 1e-12);
    cr_expect_lt(value(STRATEGY_NICHE, &thin), 0);
    cr_expect_lt(value(STRATEGY_NICHE, &more_beds), 0);
}

Test(strategy, a_mission_keeps_nobody_out_unless_debts_press)
{
    cr_expect_lt(value(STRATEGY_MISSION, &turning_away), 0);
    cr_expect_float_eq(value_when_pressed(STRATEGY_MISSION, &turning_away), 0.01, 1e-12);
    cr_expect_float_eq(value(STRATEGY_MISSION, &more_visits), -0.005 + 0.04, 1e-12);
    cr_expect_float_eq(value(STRATEGY_MISSION, &better), -0.01 + 0.05, 1e-12);
    cr_expect_float_eq(value_when_pressed(STRATEGY_MISSION, &more_visits), -0.005, 1e-12);
}
