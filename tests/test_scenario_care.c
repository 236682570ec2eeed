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
