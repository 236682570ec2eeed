/* Layers: extends, overlays and single values. Files are written to a folder of their own under /tmp. */
#include "scenario_small.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static struct scenario scenario;
static struct small small;

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream);
    fputs(text, stream);
    fclose(stream);
}

static void open_folder(void)
{
    char deep[128];
    snprintf(folder, sizeof folder, "/tmp/catchment-layers-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(deep, sizeof deep, "%s/inner", folder);
    cr_assert_eq(mkdir(deep, 0700), 0);
    write_file("base.yaml", SMALL_TEXT "growth: {value: 0.1, source: a book, grade: B, low: 0.05, high: 0.2}\n"
                                       "providers:\n"
                                       "  source: trusts\n"
                                       "  trust: {beds: 300, stay_days: 5}\n"
                                       "  hospice: {beds: 12}\n"
                                       "contracts:\n"
                                       "  main: {payee: trust}\n");
}

static void close_folder(void)
{
    static const char *const names[] = {"base.yaml",       "middle.yaml", "top.yaml",
                                        "inner/deep.yaml", "figures.csv", "inner"};
    char path[128];
    scenario_free(&scenario);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    rmdir(folder);
}

TestSuite(scenario_layers, .init = open_folder, .fini = close_folder);

static enum status load_with(const char *name, const char *overlay, const char *const *sets, size_t set_count)
{
    char path[128];
    char over[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(over, sizeof over, "%s/%s", folder, overlay != NULL ? overlay : "");
    const struct scenario_settings settings = {
        .path = path, .overlay = overlay != NULL ? over : NULL, .sets = sets, .set_count = set_count};
    return scenario_load(&scenario, &small_section, &small, &settings);
}

static void expect_problem(const char *expected)
{
    size_t count = 0;
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_assert_eq(count, 1, "%zu problems: %s", count, status_message());
    cr_expect_not_null(strstr(problems[0], expected), "expected %s\nfound %s", expected, problems[0]);
}

static void expect_source(const char *path, const char *ending)
{
    const struct scenario_parameter *parameter = small_find(&scenario, path);
    cr_assert_not_null(parameter, "%s", path);
    const size_t length = strlen(parameter->source);
    const size_t wanted = strlen(ending);
    cr_expect(length >= wanted && strcmp(parameter->source + length - wanted, ending) == 0, "%s has the source %s",
              path, parameter->source);
}

Test(scenario_layers, a_later_layer_changes_one_value)
{
    write_file("top.yaml", "extends: base.yaml\nproviders:\n  trust: {beds: 200}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    const struct small_provider *trust = &ITEMS(small_provider, small.providers)[1];
    cr_assert_eq(trust->beds, 200);
    cr_assert_eq(trust->stay_days, 5.0);
    cr_assert_eq(small.growth, 0.1);
    expect_source("providers.trust.beds", "top.yaml:3");
    expect_source("providers.trust.stay_days", "trusts");
}

Test(scenario_layers, a_chain_of_three_applies_in_order)
{
    write_file("middle.yaml", "extends: base.yaml\ntitle: Middle\ngrowth: 0.2\nopen: false\n");
    write_file("top.yaml", "extends: middle.yaml\ntitle: Top\ngrowth: 0.3\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    cr_assert_str_eq(small.title, "Top");
    cr_assert_eq(small.growth, 0.3);
    cr_assert_not(small.open);
    cr_assert_eq(small.population.size, 5000);
}

Test(scenario_layers, extends_is_relative_to_the_file_that_says_so)
{
    write_file("middle.yaml", "extends: base.yaml\ngrowth: 0.2\n");
    write_file("inner/deep.yaml", "extends: ../middle.yaml\n");
    cr_assert_eq(load_with("inner/deep.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    cr_assert_eq(small.growth, 0.2);
}

Test(scenario_layers, a_file_is_relative_to_the_file_that_names_it)
{
    char expected[128];
    write_file("figures.csv", "a\n1\n");
    write_file("middle.yaml", "extends: base.yaml\ntable: figures.csv\n");
    write_file("inner/deep.yaml", "extends: ../middle.yaml\n");
    cr_assert_eq(load_with("inner/deep.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    snprintf(expected, sizeof expected, "%s/figures.csv", folder);
    cr_assert_str_eq(small.table, expected);
}

Test(scenario_layers, the_hash_follows_the_contents_of_a_file)
{
    write_file("figures.csv", "a\n1\n");
    write_file("top.yaml", "extends: base.yaml\ntable: figures.csv\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    const uint64_t before = scenario.hash;
    scenario_free(&scenario);
    write_file("figures.csv", "a\n2\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    cr_assert_neq(scenario.hash, before);
}

Test(scenario_layers, null_removes_an_element)
{
    write_file("top.yaml", "extends: base.yaml\nproviders: {hospice: null}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    cr_assert_eq(small.providers.count, 1);
    cr_assert_str_eq(ITEMS(small_provider, small.providers)[0].name, "trust");
}

Test(scenario_layers, an_element_can_be_removed_and_made_again)
{
    write_file("middle.yaml", "extends: base.yaml\nproviders: {trust: null}\n");
    write_file("top.yaml", "extends: middle.yaml\nproviders: {trust: {beds: 7}}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    cr_assert_eq(ITEMS(small_provider, small.providers)[1].beds, 7);
    cr_assert_eq(ITEMS(small_provider, small.providers)[1].stay_days, 7.0, "the default, not the removed element's");
}

/* Enough for the index of a mapping to grow several times. */
Test(scenario_layers, elements_of_a_large_section_are_changed_and_removed_by_name)
{
    enum { MANY = 3000 };
    struct text_buffer text = {0};
    text_buffer_append(&text, "extends: base.yaml\nproviders:\n");
    for (int i = 0; i < MANY; i++) {
        text_buffer_append_format(&text, "  p%d: {beds: %d}\n", i, i);
    }
    write_file("middle.yaml", text_buffer_text(&text));
    text_buffer_clear(&text);
    text_buffer_append(&text, "extends: middle.yaml\nproviders:\n");
    for (int i = 0; i < MANY; i++) {
        text_buffer_append_format(&text, i % 3 == 0 ? "  p%d: null\n" : i % 3 == 1 ? "  p%d: {beds: 1}\n" : "", i);
    }
    write_file("top.yaml", text_buffer_text(&text));
    text_buffer_free(&text);
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    const struct small_provider *providers = ITEMS(small_provider, small.providers);
    size_t found = 0;
    cr_assert_eq(small.providers.count, 2 + 2 * MANY / 3);
    for (size_t p = 0; p < small.providers.count; p++) {
        int number = 0;
        if (sscanf(providers[p].name, "p%d", &number) == 1) {
            cr_expect_eq(providers[p].beds, number % 3 == 1 ? 1 : number, "%s", providers[p].name);
            cr_expect_neq(number % 3, 0);
            found++;
        }
    }
    cr_expect_eq(found, 2 * MANY / 3);
}

Test(scenario_layers, removing_what_is_referred_to_is_a_problem_at_the_reference)
{
    write_file("top.yaml", "extends: base.yaml\nproviders: {trust: null}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_SCENARIO);
    expect_problem("base.yaml:12:17: contracts.main.payee: expected the name of one of providers, found trust");
}

Test(scenario_layers, a_plain_value_replaces_an_explained_one_wholly)
{
    write_file("top.yaml", "extends: base.yaml\ngrowth: 0.3\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    const struct scenario_parameter *growth = small_find(&scenario, "growth");
    cr_assert_str_eq(growth->grade, "");
    cr_assert_str_eq(growth->low, "");
    expect_source("growth", "top.yaml:2");
}

Test(scenario_layers, an_explained_value_replaces_an_explained_one_wholly)
{
    write_file("top.yaml", "extends: base.yaml\ngrowth: {value: 0.3, source: another book}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    const struct scenario_parameter *growth = small_find(&scenario, "growth");
    cr_assert_str_eq(growth->source, "another book");
    cr_assert_str_eq(growth->grade, "");
    cr_assert_str_eq(growth->high, "");
}

Test(scenario_layers, an_explanation_without_a_value_keeps_the_value)
{
    write_file("top.yaml", "extends: base.yaml\ngrowth: {high: 0.4, distribution: triangular}\n"
                           "providers: {trust: {stay_days: {low: 4, high: 6}}}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    const struct scenario_parameter *growth = small_find(&scenario, "growth");
    cr_assert_eq(small.growth, 0.1);
    cr_assert_str_eq(growth->source, "a book");
    cr_assert_str_eq(growth->low, "0.05");
    cr_assert_str_eq(growth->high, "0.4");
    cr_assert_str_eq(growth->distribution, "triangular");
    cr_assert_eq(ITEMS(small_provider, small.providers)[1].stay_days, 5.0);
    expect_source("providers.trust.stay_days", "trusts");
}

Test(scenario_layers, what_a_value_replaced_is_kept_newest_first)
{
    const char *const sets[] = {"growth=0.2"};
    write_file("middle.yaml", "extends: base.yaml\ngrowth: 0.3\n");
    write_file("top.yaml", "extends: middle.yaml\ngrowth: {note: explained}\n");
    cr_assert_eq(load_with("top.yaml", NULL, sets, 1), STATUS_OK, "%s", status_message());
    const struct scenario_earlier *earlier = small_find(&scenario, "growth")->earlier;
    cr_assert_str_eq(earlier->value, "0.3");
    cr_assert_eq(earlier->line, 2);
    cr_assert_not_null(strstr(earlier->file, "middle.yaml"));
    cr_assert_str_eq(earlier->next->value, "0.1");
    cr_assert_not_null(strstr(earlier->next->file, "base.yaml"));
    cr_assert_null(earlier->next->next);
    cr_assert_null(small_find(&scenario, "title")->earlier);
}

Test(scenario_layers, the_source_of_a_section_covers_its_own_layer_only)
{
    write_file("top.yaml", "extends: base.yaml\nproviders:\n  source: a plan\n  trust: {beds: 100}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_OK, "%s", status_message());
    expect_source("providers.trust.beds", "a plan");
    expect_source("providers.trust.stay_days", "trusts");
    expect_source("providers.hospice.beds", "trusts");
}

Test(scenario_layers, an_overlay_comes_after_the_scenario_and_before_the_sets)
{
    static const char *const sets[] = {"open=false", "providers.trust.beds=50", "providers.trust.beds=60"};
    write_file("top.yaml", "title: Overlay\ngrowth: 0.4\nproviders: {trust: {beds: 40}}\n");
    cr_assert_eq(load_with("base.yaml", "top.yaml", sets, 3), STATUS_OK, "%s", status_message());
    cr_assert_str_eq(small.title, "Overlay");
    cr_assert_eq(small.growth, 0.4);
    cr_assert_not(small.open);
    cr_assert_eq(ITEMS(small_provider, small.providers)[1].beds, 60);
    expect_source("growth", "top.yaml:2");
    expect_source("providers.trust.beds", "set on the command line");
}

Test(scenario_layers, a_set_can_fill_an_absent_section_and_hold_any_text)
{
    static const char *const sets[] = {"population.sample=0.5", "title=a = b: [c"};
    cr_assert_eq(load_with("base.yaml", NULL, sets, 2), STATUS_OK, "%s", status_message());
    cr_assert_eq(small.population.sample, 0.5);
    cr_assert_str_eq(small.title, "a = b: [c");
}

Test(scenario_layers, a_set_can_remove_an_element)
{
    static const char *const sets[] = {"providers.hospice=null"};
    cr_assert_eq(load_with("base.yaml", NULL, sets, 1), STATUS_OK, "%s", status_message());
    cr_assert_eq(small.providers.count, 1);
}

Test(scenario_layers, a_wrong_set_is_a_problem)
{
    static const char *const cases[][2] = {
        {"population.sise=5", "--set population.sise=5: population.sise: unknown key; did you mean population.size?"},
        {"population.size=5", "--set population.size=5: population.size: expected a whole number from 1000 to 60000000 "
                              "(people), found 5"},
        {"population.size=", "--set population.size=: population.size: expected a whole number from 1000 to 60000000 "
                             "(people), found nothing"},
        {"population=5", "--set population=5: population: is a section; expected the path of a parameter"},
        {"providers.trust=5",
         "--set providers.trust=5: providers.trust: is a section; expected the path of a parameter"},
        {"providers.trusd.beds=5",
         "--set providers.trusd.beds=5: providers.trusd: there is no such element; did you mean "
         "providers.trust?"},
        {"providers.trust.bed=5",
         "--set providers.trust.bed=5: providers.trust.bed: unknown key; did you mean providers.trust.beds?"},
        {"growth.value=5", "--set growth.value=5: growth: is a parameter; the path goes on after it"},
        {"growth", "--set growth: expected PATH=VALUE"},
        {"=3", "--set =3: expected PATH=VALUE"},
        {"until=2008-04-01", "--set until=2008-04-01: until: expected a date after start"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cr_assert_eq(load_with("base.yaml", NULL, cases[i], 1), STATUS_SCENARIO, "%s", cases[i][0]);
        expect_problem(cases[i][1]);
        scenario_free(&scenario);
    }
}

Test(scenario_layers, a_file_that_does_not_end_is_refused)
{
    size_t count = 0;
    const struct scenario_settings settings = {.path = "/dev/zero"};
    cr_assert_eq(scenario_load(&scenario, &small_section, &small, &settings), STATUS_SCENARIO);
    cr_expect_str_eq(scenario_problems(&scenario, &count)[0],
                     "cannot read /dev/zero: File too large; expected a scenario file");
    cr_expect_eq(count, 1);
}

Test(scenario_layers, the_seed_of_the_command_line_wins)
{
    static const char *const sets[] = {"seed=7"};
    char path[128];
    snprintf(path, sizeof path, "%s/base.yaml", folder);
    struct scenario_settings settings = {.path = path, .sets = sets, .set_count = 1, .has_seed = true, .seed = 11};
    cr_assert_eq(scenario_load(&scenario, &small_section, &small, &settings), STATUS_OK, "%s", status_message());
    cr_assert_eq(small.seed, 11);
    scenario_free(&scenario);
    settings.seed = UINT64_MAX;
    cr_assert_eq(scenario_load(&scenario, &small_section, &small, &settings), STATUS_SCENARIO);
    expect_problem("seed: expected a whole number from 0 to 9223372036854775807, found 18446744073709551615");
}

Test(scenario_layers, a_mapping_of_the_wrong_kind_in_a_layer_is_a_problem_there)
{
    write_file("top.yaml", "extends: base.yaml\nproviders: [trust]\ncontracts: {main: {payee: hospice}}\n");
    cr_assert_eq(load_with("top.yaml", NULL, NULL, 0), STATUS_SCENARIO);
    size_t count = 0;
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_assert_not_null(strstr(problems[0], "top.yaml:2:12: providers: expected a mapping of names to elements"));
}
