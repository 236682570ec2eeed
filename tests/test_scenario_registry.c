/* The registry of Catchment itself: its rows are well formed, and its defaults are values that it would accept. */
#include "scenario/registry.h"
#include "scenario/scenario.h"

#include <criterion/criterion.h>
#include <string.h>

static const char least[] = "title: Least\nstart: 2008-04-01\nuntil: 2009-04-01\npopulation: {size: 20000}\n";

static enum status load(struct scenario *scenario, struct run_parameters *run, const char *text)
{
    const struct scenario_settings settings = {.path = "least.yaml", .text = text};
    return scenario_load(scenario, &run_section, run, &settings);
}

/* A named list that a reference leads to; * is skipped, for an element has the section of its list. */
static bool leads_to_list(const char *path)
{
    const struct section *section = &run_section;
    enum section_kind kind = SECTION_FIXED;
    while (*path != '\0') {
        const size_t length = strcspn(path, ".");
        bool found = *path == '*';
        for (size_t i = 0; i < section->section_count && !found; i++) {
            const struct subsection *subsection = &section->sections[i];
            if (strlen(subsection->key) == length && strncmp(subsection->key, path, length) == 0) {
                section = subsection->section;
                kind = subsection->kind;
                found = true;
                break;
            }
        }
        if (!found) {
            return false;
        }
        path += length;
        path += *path == '.';
    }
    return kind == SECTION_NAMED;
}

static void check_row(const struct parameter *row, const char *section)
{
    cr_expect_gt(strlen(row->meaning), 0, "%s.%s has no meaning", section, row->key);
    cr_expect_not_null(row->unit, "%s.%s", section, row->key);
    cr_expect_leq(row->minimum, row->maximum, "%s.%s", section, row->key);
    const bool may_be_empty = row->type == PARAMETER_TEXT || row->type == PARAMETER_FILE ||
                              row->type == PARAMETER_REFERENCE || row->type == PARAMETER_CRITERION;
    cr_expect(row->fallback == NULL || row->fallback[0] != '\0' || may_be_empty, "%s.%s has an empty default", section,
              row->key);
    if (row->type == PARAMETER_REFERENCE) {
        cr_expect(leads_to_list(row->choices[0]), "%s.%s refers to %s", section, row->key, row->choices[0]);
    }
    if (row->type == PARAMETER_REAL || row->type == PARAMETER_INTEGER) {
        double number = row->minimum;
        cr_expect(row->fallback == NULL || text_parse_real(row->fallback, &number) == STATUS_OK, "%s.%s", section,
                  row->key);
        cr_expect(number >= row->minimum && number <= row->maximum, "%s.%s: default %s", section, row->key,
                  row->fallback);
    }
    for (size_t i = 0; row->type == PARAMETER_CHOICE && row->fallback != NULL; i++) {
        cr_assert_not_null(row->choices[i], "%s.%s: default %s is no choice", section, row->key, row->fallback);
        if (strcmp(row->choices[i], row->fallback) == 0) {
            break;
        }
    }
}

static void check_section(const struct section *section, const char *name)
{
    for (size_t i = 0; i < section->parameter_count; i++) {
        check_row(&section->parameters[i], name);
        for (size_t j = 0; j < i; j++) {
            cr_expect_str_neq(section->parameters[i].key, section->parameters[j].key, "in %s", name);
        }
    }
    for (size_t i = 0; i < section->section_count; i++) {
        cr_expect_gt(strlen(section->sections[i].meaning), 0, "%s has no meaning", section->sections[i].key);
        if (section->sections[i].kind != SECTION_CHANGE) {
            check_section(section->sections[i].section, section->sections[i].key);
        }
    }
}

Test(scenario_registry, every_row_is_well_formed)
{
    check_section(&run_section, "the root");
    cr_assert_geq(run_section.parameter_count, 7);
}

Test(scenario_registry, every_row_has_the_offset_of_its_member)
{
    cr_assert_str_eq(run_section.parameters[0].key, "title");
    cr_assert_eq(run_section.parameters[0].offset, offsetof(struct run_parameters, title));
    cr_assert_eq(run_section.parameters[0].type, PARAMETER_TEXT);
    cr_assert_eq(run_section.size, sizeof(struct run_parameters));
    cr_assert_eq(run_section.sections[0].offset, offsetof(struct run_parameters, population));
    cr_assert_eq(population_section.parameters[0].offset, offsetof(struct population_parameters, size));
    cr_assert_eq(population_section.parameters[0].type, PARAMETER_INTEGER);
}

Test(scenario_registry, the_least_scenario_has_the_defaults)
{
    struct scenario scenario;
    struct run_parameters run;
    const enum status status = load(&scenario, &run, least);
    if (status == STATUS_OK) {
        cr_expect_eq(run.warm_up_days, 90.0);
        cr_expect_eq(run.parameter_values, PARAMETER_VALUES_CENTRE);
        cr_expect_eq(run.seed, 1);
        cr_expect_eq(run.population.size, 20000);
    } else {
        size_t count = 0;
        const char *const *problems = scenario_problems(&scenario, &count);
        for (size_t i = 0; i < count; i++) {
            cr_expect_not_null(strstr(problems[i], "missing; expected"), "a default is wrong: %s", problems[i]);
        }
    }
    scenario_free(&scenario);
}

Test(scenario_registry, until_comes_after_start)
{
    struct scenario scenario;
    struct run_parameters run;
    size_t count = 0;
    bool found = false;
    cr_assert_eq(load(&scenario, &run, "title: Least\nstart: 2008-04-01\nuntil: 2008-04-01\n"), STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&scenario, &count);
    for (size_t i = 0; i < count; i++) {
        found = found ||
                strcmp(problems[i], "least.yaml:3:8: until: expected a date after start, which is 2008-04-01") == 0;
    }
    cr_assert(found);
    scenario_free(&scenario);
}

Test(scenario_registry, a_rule_of_payment_is_for_a_provider_or_a_kind)
{
    static const char rule[] =
        "care:\n  providers: {clinic: {}}\n  provider_kinds: {practice: {}}\n"
        "market:\n  payments:\n    a: {payer: health, model: block, annual_pounds_per_person: 1, "
        "provider: clinic, provider_kind: practice, services: {day_case: {}}}\n";
    struct scenario scenario;
    struct run_parameters run;
    size_t count = 0;
    bool found = false;
    cr_assert_eq(load(&scenario, &run, rule), STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&scenario, &count);
    for (size_t i = 0; i < count; i++) {
        found = found || strstr(problems[i], "market.payments.a: expected a provider or a provider_kind, found both");
    }
    cr_assert(found);
    scenario_free(&scenario);
}

#define HOUSEHOLD_TEXT                                                                                                 \
    "adult_age: 18\n"                                                                                                  \
    "partner_age_spread_years: 4\n"                                                                                    \
    "mother_youngest_age: 16\n"                                                                                        \
    "mother_oldest_age: 44\n"                                                                                          \
    "first_birth_age: 27.5\n"                                                                                          \
    "first_birth_age_spread_years: 5\n"                                                                                \
    "lone_mother_share: 0.21\n"                                                                                        \
    "one_child_share: 0.4\n"                                                                                           \
    "two_children_share: 0.5\n"                                                                                        \
    "sibling_gap_most_years: 4\n"                                                                                      \
    "young_adult_last_age: 24\n"                                                                                       \
    "young_adult_home_share: 0.75\n"                                                                                   \
    "young_adults_most: 2\n"                                                                                           \
    "sharer_man_share: 0.5\n"                                                                                          \
    "sharers_in_twos_share: 0.7\n"                                                                                     \
    "old_sharer_age: 65\n"                                                                                             \
    "old_sharer_with_child_share: 0.5\n"                                                                               \
    "generation_least_years: 18\n"                                                                                     \
    "generation_most_years: 40\n"                                                                                      \
    "leaving_home_last_age: 30\n"                                                                                      \
    "household_carer_youngest_age: 16\n"                                                                               \
    "outside_carer_youngest_age: 35\n"                                                                                 \
    "outside_carers_asked: 24\n"

/* A section of households has this one problem; none when it is NULL. */
static void expect_household(const char *text, const char *problem)
{
    const struct scenario_settings settings = {.path = "households.yaml", .text = text};
    struct scenario scenario;
    struct household_parameters household;
    size_t count = 0;
    const enum status status = scenario_load(&scenario, &household_section, &household, &settings);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_expect_eq(status, problem == NULL ? STATUS_OK : STATUS_SCENARIO);
    cr_expect_eq(count, problem == NULL ? 0 : 1);
    cr_expect(problem == NULL || (count == 1 && strstr(problems[0], problem) != NULL), "%s",
              count > 0 ? problems[0] : "no problem");
    scenario_free(&scenario);
}

Test(scenario_registry, families_and_generations_agree)
{
    expect_household(HOUSEHOLD_TEXT "three_children_share: 0.1\ngeneration_years: 29\n", NULL);
    expect_household(HOUSEHOLD_TEXT "three_children_share: 0.2\ngeneration_years: 29\n", "sum to 1 at most, found 1.1");
    expect_household(HOUSEHOLD_TEXT "three_children_share: 0.1\ngeneration_years: 17\n",
                     "expected generation_years between");
    expect_household(HOUSEHOLD_TEXT "three_children_share: 0.1\ngeneration_years: 41\n",
                     "expected generation_years between");
}
