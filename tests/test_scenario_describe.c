#include "scenario_small.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct scenario scenario;
static struct small small;
static struct text_buffer out;

static void load(void)
{
    cr_assert_eq(small_load(&scenario, &small,
                            SMALL_TEXT "label: \"caf\xC3\xA9\\tbar\"\n"
                                       "growth: {value: 0.1, low: 0, high: 0.2, source: a book, grade: B}\n"),
                 STATUS_OK, "%s", status_message());
    text_buffer_init(&out);
}

static void unload(void)
{
    text_buffer_free(&out);
    scenario_free(&scenario);
}

TestSuite(scenario_describe, .init = load, .fini = unload);

Test(scenario_describe, lists_every_parameter_aligned)
{
    cr_assert_eq(scenario_describe(&scenario, NULL, SCENARIO_FORM_TABLE, &out), STATUS_OK);
    cr_assert_str_eq(
        text_buffer_text(&out),
        "path               value           unit      range                     source        meaning\n"
        "title              Small                     text                      small.yaml:1  what it is\n"
        "label              caf\xC3\xA9 bar                  text                      small.yaml:6  short | name\n"
        "start              2008-04-01                date                      small.yaml:2  first day\n"
        "until              2009-04-01                date                      small.yaml:3  day after the last\n"
        "parameter_values   centre                    centre, draw              default       centres or draws\n"
        "seed               1                         0 to 9223372036854775807  default       of all draws\n"
        "table                                        file                      default       figures\n"
        "growth             0.1 (0 to 0.2)  per year  -1 to 1                   a book [B]    of the people\n"
        "open               true                      true, false               default       whether people move\n"
        "population.size    5000            people    1000 to 60000000          small.yaml:5  people simulated\n"
        "population.sample  1                         0 to 1                    default       share of the people\n");
}

Test(scenario_describe, tsv_has_a_row_a_parameter)
{
    static const char growth[] =
        "growth\t0.1\tper year\t-1 to 1\t0.1\t0\t0.2\t\ta book\tB\t\tsmall.yaml\t7\tof the people\n";
    static const char label[] =
        "label\tcaf\xC3\xA9 bar\t\ttext\tcaf\xC3\xA9 bar\t\t\t\tsmall.yaml:6\t\t\tsmall.yaml\t6\t"
        "short | name\n";
    cr_assert_eq(scenario_describe(&scenario, NULL, SCENARIO_FORM_TSV, &out), STATUS_OK);
    const char *text = text_buffer_text(&out);
    size_t lines = 0;
    for (const char *c = text; *c != '\0'; c++) {
        lines += *c == '\n';
    }
    cr_assert_eq(lines, 1 + scenario.parameter_count);
    cr_assert_eq(strncmp(text, "path\tvalue\tunit\trange\t", 22), 0);
    cr_assert_not_null(strstr(text, growth), "%s", text);
    cr_assert_not_null(strstr(text, label), "%s", text);
}

Test(scenario_describe, json_keeps_the_types_of_values)
{
    static const char size[] =
        "{\"path\": \"population.size\", \"value\": 5000, \"unit\": \"people\", \"range\": \"1000 to 60000000\", "
        "\"centre\": 5000, \"low\": null, \"high\": null, \"distribution\": \"\", \"source\": "
        "\"small.yaml:5\", \"grade\": \"\", \"note\": \"\", \"file\": \"small.yaml\", \"meaning\": "
        "\"people simulated\", \"line\": 5, \"is_default\": false, \"in_place_of\": []}";
    cr_assert_eq(scenario_describe(&scenario, NULL, SCENARIO_FORM_JSON, &out), STATUS_OK);
    const char *text = text_buffer_text(&out);
    cr_assert_eq(strncmp(text, "[{\"path\": \"title\", \"value\": \"Small\"", 35), 0, "%s", text);
    cr_assert_not_null(strstr(text, size), "%s", text);
    cr_assert_not_null(strstr(text, "\"caf\xC3\xA9\\u0009bar\""), "%s", text);
    cr_assert_not_null(strstr(text, "\"path\": \"open\", \"value\": true"), "%s", text);
    cr_assert_str_eq(text + out.length - 2, "]\n");
}

Test(scenario_describe, a_section_is_listed_alone)
{
    cr_assert_eq(scenario_describe(&scenario, "population", SCENARIO_FORM_TABLE, &out), STATUS_OK);
    cr_assert_str_eq(text_buffer_text(&out),
                     "path               value  unit    range             source        meaning\n"
                     "population.size    5000   people  1000 to 60000000  small.yaml:5  people simulated\n"
                     "population.sample  1              0 to 1            default       share of the people\n");
}

Test(scenario_describe, one_parameter_has_its_whole_story)
{
    cr_assert_eq(scenario_describe(&scenario, "growth", SCENARIO_FORM_TABLE, &out), STATUS_OK);
    cr_assert_str_eq(text_buffer_text(&out), "growth\n"
                                             "of the people\n"
                                             "\n"
                                             "value         0.1 (0 to 0.2) per year\n"
                                             "set by        small.yaml:7\n"
                                             "source        a book\n"
                                             "grade         B, secondary\n"
                                             "expected      a number from -1 to 1 (per year)\n"
                                             "default       0.01\n");
    text_buffer_clear(&out);
    cr_assert_eq(scenario_describe(&scenario, "population.sample", SCENARIO_FORM_TABLE, &out), STATUS_OK);
    cr_assert_str_eq(text_buffer_text(&out), "population.sample\n"
                                             "share of the people\n"
                                             "\n"
                                             "value         1\n"
                                             "set by        nobody gave a value: the default holds\n"
                                             "expected      a number from 0 to 1\n"
                                             "default       1\n");
}

Test(scenario_describe, a_grade_is_said_in_words)
{
    static const char *const meanings[] = {"A, official", "B, secondary", "C, recalled"};
    for (size_t i = 0; i < COUNT_OF(meanings); i++) {
        char text[200];
        char line[60];
        snprintf(text, sizeof text, SMALL_TEXT "growth: {value: 0.1, source: a book, grade: %c}\n", meanings[i][0]);
        snprintf(line, sizeof line, "\ngrade         %s\n", meanings[i]);
        scenario_free(&scenario);
        cr_assert_eq(small_load(&scenario, &small, text), STATUS_OK);
        text_buffer_clear(&out);
        cr_assert_eq(scenario_describe(&scenario, "growth", SCENARIO_FORM_TABLE, &out), STATUS_OK);
        cr_expect_not_null(strstr(text_buffer_text(&out), line), "%s", text_buffer_text(&out));
    }
}

Test(scenario_describe, values_that_were_replaced_are_told_the_last_first)
{
    static const char *const sets[] = {"growth=0.02", "growth=0.03"};
    const struct scenario_settings settings = {
        .path = "small.yaml", .text = SMALL_TEXT "growth: 0.01\n", .sets = sets, .set_count = 2};
    scenario_free(&scenario);
    cr_assert_eq(scenario_load(&scenario, &small_section, &small, &settings), STATUS_OK);
    cr_assert_eq(scenario_describe(&scenario, "growth", SCENARIO_FORM_TABLE, &out), STATUS_OK);
    cr_expect_not_null(strstr(text_buffer_text(&out), "set by        --set growth=0.03\n"
                                                      "in place of   0.02, by --set growth=0.02\n"
                                                      "before that   0.01, by small.yaml:6\n"),
                       "%s", text_buffer_text(&out));
    text_buffer_clear(&out);
    cr_assert_eq(scenario_describe(&scenario, "growth", SCENARIO_FORM_JSON, &out), STATUS_OK);
    cr_expect_not_null(strstr(text_buffer_text(&out),
                              "\"in_place_of\": [{\"value\": \"0.02\", \"file\": \"--set growth=0.02\", \"line\": 0}, "
                              "{\"value\": \"0.01\", \"file\": \"small.yaml\", \"line\": 6}]"),
                       "%s", text_buffer_text(&out));
}

static void refuses(const char *path, const char *message)
{
    cr_assert_eq(scenario_describe(&scenario, path, SCENARIO_FORM_TABLE, &out), STATUS_NOT_FOUND);
    cr_assert_str_eq(status_message(), message);
    cr_assert_eq(out.length, 0);
}

Test(scenario_describe, a_path_to_nothing_is_answered)
{
    refuses("groth", "groth: no parameter and no section has this path; did you mean growth?");
    refuses("population.sise", "population.sise: no parameter and no section has this path; did you mean "
                               "population.size?");
    refuses("population.size.mean", "population.size.mean: no parameter and no section has this path");
    refuses("populations.size",
            "populations.size: no parameter and no section has this path; did you mean population?");
}

Test(scenario_describe, expected_values_in_words)
{
    static const char *const expected[] = {"a text",
                                           "a text",
                                           "a date as YYYY-MM-DD in the years 1800 to 2200",
                                           "a date as YYYY-MM-DD in the years 1800 to 2200",
                                           "one of centre, draw",
                                           "a whole number from 0 to 9223372036854775807",
                                           "the name of a file",
                                           "a number from -1 to 1 (per year)",
                                           "true or false"};
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        text_buffer_clear(&out);
        cr_assert_eq(scenario_expected(&small_rows[i], &out), STATUS_OK);
        cr_expect_str_eq(text_buffer_text(&out), expected[i]);
    }
}
