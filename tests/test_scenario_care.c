/* What the registry refuses in the programmes and forks of a scenario: every file of tests/malformed/care, with the
 * words that the .expected file beside it holds. */
#include "malformed_files.h"

#include "scenario/registry.h"

#define ROWS(table) (sizeof(table) / sizeof(table)[0])

struct models {
    const char *name;
    struct care_parameters care;
};

/* Of a scenario, what programmes need, programmes and forks alone. */
static const struct subsection models_subsections[] = {
    {"enablers", SECTION_NAMED, offsetof(struct care_parameters, enablers), &enabler_section, "what they need"},
    {"programmes", SECTION_NAMED, offsetof(struct care_parameters, programmes), &programme_section, "programmes"},
    {"forks", SECTION_NAMED, offsetof(struct care_parameters, forks), &fork_section, "forks"},
};
static const struct section models_section = {
    .sections = models_subsections, .section_count = ROWS(models_subsections), .size = sizeof(struct care_parameters)};
static const struct subsection root_subsections[] = {
    {"care", SECTION_FIXED, offsetof(struct models, care), &models_section, "models of care"},
};
static const struct section root_section = {
    .sections = root_subsections, .section_count = ROWS(root_subsections), .size = sizeof(struct models)};

static struct scenario scenario;
static struct models models;

static void tear_down(void)
{
    scenario_free(&scenario);
}

static enum status load(const char *text)
{
    const struct scenario_settings settings = {.path = "care.yaml", .text = text};

    return scenario_load(&scenario, &root_section, &models, &settings);
}

Test(scenario_care, every_file_is_refused_with_the_expected_words)
{
    cr_assert_geq(malformed_files("care", &root_section, &models), 24);
}

Test(scenario_care, a_programme_needs_no_more_than_a_name, .fini = tear_down)
{
    cr_assert_eq(load("care:\n  programmes:\n    matron: {}\n"), STATUS_OK, "%s", status_message());
    const struct programme_parameters *programme = models.care.programmes.items;
    cr_expect_str_empty(programme->eligible);
    cr_expect_eq(programme->accepted_share, 1);
    cr_expect_eq(programme->service, SERVICE_WORD_NONE);
    cr_expect_eq(programme->days, 0);
}

Test(scenario_care, a_fork_needs_no_more_than_a_moment, .fini = tear_down)
{
    cr_assert_eq(load("care:\n  forks:\n    line: {moment: discharged}\n"), STATUS_OK, "%s", status_message());
    const struct fork_parameters *fork = models.care.forks.items;
    cr_expect_eq(fork->moment, MOMENT_DISCHARGED);
    cr_expect_eq(fork->share, 1);
    cr_expect_eq(fork->programme, -1);
    cr_expect(fork->instead);
}

Test(scenario_care, a_fork_besides_may_change_the_stay_alone, .fini = tear_down)
{
    cr_assert_eq(load("care:\n  forks:\n    line: {moment: need, of: gp, instead: false, stay_ratio: 0.5}\n"),
                 STATUS_OK, "%s", status_message());
}

Test(scenario_care, a_fork_finds_its_programme_by_name, .fini = tear_down)
{
    cr_assert_eq(load("care:\n  programmes:\n    matron: {}\n    ward: {}\n  forks:\n"
                      "    line: {moment: need, of: gp, programme: ward}\n"),
                 STATUS_OK, "%s", status_message());
    const struct fork_parameters *fork = models.care.forks.items;
    cr_assert_eq(fork->programme, 1);
}

Test(scenario_care, a_fork_may_be_there_for_one_day, .fini = tear_down)
{
    cr_assert_eq(load("care:\n  forks:\n    line: {moment: need, of: gp, from: 2010-04-01, until: 2010-04-01}\n"),
                 STATUS_OK, "%s", status_message());
}

/* The section of the ambulance calls alone, with all that it must say. */

#define CALLS                                                                                                          \
    "calls: {admitted_a_share: 0.5, admitted_b_share: 0.5, attending_a_share: 0, attending_b_share: 1, "               \
    "not_conveyed_a_share: 0.3, crew_utilisation: 0.5, a_8_minutes_share: 0.8, a_8_minutes_fall: 1, "                  \
    "a_19_minutes_share: 0.99, a_19_minutes_fall: 0.5, b_19_minutes_share: 0.95, b_19_minutes_fall: 1, "

static struct calls {
    const char *name;
    struct ambulance_calls_parameters calls;
} calls;
static const struct subsection calls_subsections[] = {
    {"calls", SECTION_FIXED, offsetof(struct calls, calls), &ambulance_calls_section, "ambulance calls"},
};
static const struct section calls_section = {
    .sections = calls_subsections, .section_count = ROWS(calls_subsections), .size = sizeof(struct calls)};

static enum status load_calls(const char *text)
{
    const struct scenario_settings settings = {.path = "care.yaml", .text = text};

    return scenario_load(&scenario, &calls_section, &calls, &settings);
}

Test(scenario_care, categories_of_calls_may_sum_to_one, .fini = tear_down)
{
    cr_assert_eq(load_calls(CALLS "not_conveyed_b_share: 0.7}\n"), STATUS_OK, "%s", status_message());
    cr_assert_eq(calls.calls.not_conveyed_b_share, 0.7);
}

Test(scenario_care, categories_of_calls_sum_to_no_more_than_one, .fini = tear_down)
{
    cr_assert_eq(load_calls(CALLS "not_conveyed_b_share: 0.8}\n"), STATUS_SCENARIO);
    cr_assert(has_problem(&scenario, "expected the shares of A and B to sum to 1 at most, found 1.1"));
}
