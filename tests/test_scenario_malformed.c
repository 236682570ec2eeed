/* Every file of tests/malformed/scenario is refused, with the words that the .expected file beside it holds, a line
 * each. */
#include "scenario_small.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#define FOLDER CATCHMENT_SOURCE "/tests/malformed/scenario/"

static bool has_problem(const struct scenario *scenario, const char *part)
{
    size_t count = 0;
    const char *const *problems = scenario_problems(scenario, &count);
    for (size_t i = 0; i < count; i++) {
        if (strstr(problems[i], part) != NULL) {
            return true;
        }
    }
    return false;
}

static void expect_problems(const struct scenario *scenario, const char *file)
{
    char line[1024];
    size_t lines = 0;
    size_t count = 0;
    const char *const *problems = scenario_problems(scenario, &count);
    FILE *stream = fopen(file, "r");
    cr_assert_not_null(stream, "%s is missing", file);
    while (fgets(line, sizeof line, stream) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        lines++;
        cr_expect(has_problem(scenario, line), "%s:\n  expected %s\n  found    %s (and %zu more)", file, line,
                  problems[0], count - 1);
    }
    fclose(stream);
    cr_expect_gt(lines, 0, "%s is empty", file);
}

Test(scenario_malformed, every_file_is_refused_with_the_expected_words)
{
    size_t files = 0;
    const struct dirent *entry = NULL;
    DIR *folder = opendir(FOLDER);
    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".yaml") != 0) {
            continue;
        }
        char path[512];
        char expected[512];
        struct small small;
        struct scenario scenario;
        snprintf(path, sizeof path, "%s%.200s", FOLDER, entry->d_name);
        snprintf(expected, sizeof expected, "%s%.*s.expected", FOLDER, (int)(dot - entry->d_name), entry->d_name);
        const struct scenario_settings settings = {.path = path};
        const enum status status = scenario_load(&scenario, &small_section, &small, &settings);
        cr_expect_eq(status, STATUS_SCENARIO, "%s: status %d", entry->d_name, status);
        if (status == STATUS_SCENARIO) {
            expect_problems(&scenario, expected);
        }
        scenario_free(&scenario);
        files++;
    }
    closedir(folder);
    cr_assert_gt(files, 70);
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
