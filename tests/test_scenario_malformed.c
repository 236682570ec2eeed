/* Every file of tests/malformed/scenario is refused, with the words that the .expected file beside it holds, a line
 * each. */
#include "malformed_files.h"
#include "scenario_small.h"

Test(scenario_malformed, every_file_is_refused_with_the_expected_words)
{
    struct small small;
    cr_assert_gt(malformed_files("scenario", &small_section, &small), 70);
}

static void expect_only(const char *text, const char *problem)
{
    struct small small;
    struct scenario scenario;
    size_t count = 0;
    cr_assert_eq(small_load(&scenario, &small, text), STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_expect_eq(count, 1, "%zu problems", count);
    cr_expect_str_eq(problems[0], problem);
    scenario_free(&scenario);
}

Test(scenario_malformed, a_problem_is_one_whole_line)
{
    expect_only(SMALL_TEXT "growht: 0.1\n", "small.yaml:6:1: growht: unknown key; did you mean growth?");
    expect_only(SMALL_TEXT "growth: 2\n", "small.yaml:6:9: growth: expected a number from -1 to 1 (per year), found 2");
    expect_only(SMALL_TEXT "open: 1\n", "small.yaml:6:7: open: expected true or false, found 1");
    expect_only(SMALL_TEXT "contracts: {c: {payee: x}}\n",
                "small.yaml:6:24: contracts.c.payee: expected the name of one of providers, found x");
}

Test(scenario_malformed, all_problems_come_in_one_go_in_order_of_place)
{
    struct small small;
    struct scenario scenario;
    size_t count = 0;
    const char *text = "titel: Small\nstart: 2008-04-31\nuntil: 2009-04-01\npopulation:\n  size: 5\n"
                       "providers:\n  a: {beds: x, sector: publik}\ngrowth: .inf\n";
    const char *const expected[] = {
        "small.yaml:1:1: titel: unknown key; did you mean title?",
        "small.yaml:1:1: title: missing; expected a text",
        "small.yaml:2:8: start: expected a date as YYYY-MM-DD in the years 1800 to 2200, found 2008-04-31",
        "small.yaml:5:9: population.size: expected a whole number from 1000 to 60000000 (people), found 5",
        "small.yaml:7:13: providers.a.beds: expected a whole number from 0 to 5000 (beds), found x",
        "small.yaml:7:24: providers.a.sector: expected one of public, private, found publik; did you mean public?",
        "small.yaml:8:9: growth: expected a number from -1 to 1 (per year), found .inf"};
    cr_assert_eq(small_load(&scenario, &small, text), STATUS_SCENARIO);
    cr_expect_str_eq(status_message(),
                     "7 problems in the scenario: small.yaml:1:1: titel: unknown key; did you mean title?");
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_assert_eq(count, COUNT_OF(expected));
    for (size_t i = 0; i < count; i++) {
        cr_expect_str_eq(problems[i], expected[i]);
    }
    scenario_free(&scenario);
}

Test(scenario_malformed, a_missing_scenario_is_a_problem)
{
    struct small small;
    struct scenario scenario;
    const struct scenario_settings settings = {.path = "no/such.yaml"};
    cr_assert_eq(scenario_load(&scenario, &small_section, &small, &settings), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(),
                     "1 problem in the scenario: cannot read no/such.yaml: No such file or directory; "
                     "expected a scenario file");
    scenario_free(&scenario);
}

Test(scenario_malformed, a_check_of_a_section_sees_only_sound_values)
{
    struct small small;
    struct scenario scenario;
    size_t count = 0;
    /* until is before start, and a section inside is wrong too: both are found; the root's own sound values are checked
     */
    const char *text = "title: a\nstart: 2009-04-01\nuntil: 2008-04-01\npopulation: {size: 1}\n";
    cr_assert_eq(small_load(&scenario, &small, text), STATUS_SCENARIO);
    scenario_problems(&scenario, &count);
    cr_assert_eq(count, 2);
    scenario_free(&scenario);
    /* start is impossible, so that nothing can be said about until */
    text = "title: a\nstart: 2009-04-31\nuntil: 2008-04-01\npopulation: {size: 5000}\n";
    cr_assert_eq(small_load(&scenario, &small, text), STATUS_SCENARIO);
    scenario_problems(&scenario, &count);
    cr_assert_eq(count, 1);
    scenario_free(&scenario);
}
