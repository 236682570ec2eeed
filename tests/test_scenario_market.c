/* What the registry refuses in the market of a scenario. */
#include "scenario/registry.h"
#include "scenario/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct scenario scenario;
static struct market_parameters market;

static enum status load(const char *text)
{
    const struct scenario_settings settings = {.path = "market.yaml", .text = text};

    return scenario_load(&scenario, &market_section, &market, &settings);
}

static void refuses(const char *text, const char *message)
{
    size_t count = 0;

    cr_assert_eq(load(text), STATUS_SCENARIO, "%s", text);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_assert_eq(count, 1);
    cr_assert_not_null(strstr(problems[0], message), "%s", problems[0]);
    scenario_free(&scenario);
}

Test(scenario_market, without_rules_nothing_is_paid)
{
    cr_assert_eq(load("{}"), STATUS_OK, "%s", status_message());
    cr_assert_eq(market.payments.count, 0);
    cr_assert_eq(market.allocation_pounds_per_head, 0);
    cr_assert_eq(market.allocation_weights.deprivation_3, 1);
    scenario_free(&scenario);
}

Test(scenario_market, a_rule_keeps_the_terms_of_other_models)
{
    cr_assert_eq(load("payments:\n  acute: {payer: health, model: block, annual_pounds_per_person: 500, "
                      "services: {day_case: {price_pounds: 600}}}\n"),
                 STATUS_OK, "%s", status_message());
    const struct payment_parameters *payment = market.payments.items;
    cr_assert_eq(payment->model, PAYMENT_BLOCK);
    cr_assert_eq(payment->provider, -1);
    cr_assert(calendar_is_month_start(payment->from));
    cr_assert(calendar_is_month_start(payment->until));
    scenario_free(&scenario);
}

Test(scenario_market, refuses_rules_that_cannot_pay)
{
    refuses("payments:\n  a: {payer: health, model: payment_by_results}\n", "expected at least one service");
    refuses("payments:\n  a: {payer: health, model: payment_by_results, services: {day_case: {}}}\n",
            "day_case: payment_by_results needs a price above 0");
    refuses("payments:\n  a: {payer: health, model: block, services: {day_case: {}}}\n",
            "block needs annual_pounds_per_person above 0");
    refuses("payments:\n  a: {payer: health, model: capitation, services: {day_case: {}}}\n",
            "capitation needs capitation_pounds above 0");
    refuses("payments:\n  a: {payer: health, model: block, annual_pounds_per_person: 1, services: {day_cases: {}}}\n",
            "expected the name of a service line, found day_cases");
}

Test(scenario_market, one_price_of_any_kind_is_enough)
{
    static const char *const prices[] = {"price_pounds",      "short_stay_price_pounds", "excess_bed_day_price_pounds",
                                         "week_price_pounds", "hour_price_pounds",       "variable_cost_multiple"};
    for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
        char text[200];
        snprintf(text, sizeof text,
                 "payments:\n  a: {payer: health, model: payment_by_results, services: {day_case: {%s: 1}}}\n",
                 prices[i]);
        cr_expect_eq(load(text), STATUS_OK, "%s", prices[i]);
        scenario_free(&scenario);
    }
}

Test(scenario_market, refuses_rules_of_no_month)
{
    refuses("payments:\n  a: {payer: health, model: block, annual_pounds_per_person: 1, from: 2008-04-01, "
            "until: 2009-04-02, services: {day_case: {}}}\n",
            "expected from and until on the first of a month");
    refuses("payments:\n  a: {payer: health, model: block, annual_pounds_per_person: 1, from: 2008-04-02, "
            "services: {day_case: {}}}\n",
            "expected from and until on the first of a month");
    refuses("payments:\n  a: {payer: health, model: block, annual_pounds_per_person: 1, from: 2008-04-01, "
            "until: 2008-04-01, services: {day_case: {}}}\n",
            "expected until after from");
}

Test(scenario_market, refuses_ages_that_are_missing_or_twice)
{
    refuses("list_weights: {ages: {a: {age_from: 0, age_to: 64, weight: 1}}}\n",
            "expected bands of ages that hold each age from 0 to 120 once, found 0 for 65");
    refuses(
        "list_weights: {ages: {a: {age_from: 0, age_to: 64, weight: 1}, b: {age_from: 64, age_to: 120, weight: 1}}}\n",
        "expected bands of ages that hold each age from 0 to 120 once, found 2 for 64");
}

Test(scenario_market, refuses_charges_for_no_service)
{
    refuses("charges: {homecare: {share: 0.1}}\n", "expected the name of a service line, found homecare");
    refuses("self_funding: {carehome: {share: 0.1}}\n", "expected the name of a service line, found carehome");
}
