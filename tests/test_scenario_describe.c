#include "scenario_small.h"

#include <criterion/criterion.h>

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
    cr_assert_eq(scenario_describe(&scenario, &out), STATUS_OK);
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
    cr_assert_eq(scenario_describe_tsv(&scenario, &out), STATUS_OK);
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

Test(scenario_describe, reference_comes_from_the_registry_alone)
{
    static const char *const parts[] = {
        "| key | type | unit | range | default | meaning |\n",
        "| --- | --- | --- | --- | --- | --- |\n",
        "| title | text |  | text | required | what it is |\n",
        "| label | text |  | text | none | short \\| name |\n",
        "## `population`\n\nthe people\n\n",
        "| size | whole number | people | 1000 to 60000000 | required | people simulated |\n",
        "## `providers.<name>`\n\nwho cares\n\n",
        "| stay_days | number | days | 0.1 to 365 | 7 | mean length of stay |\n",
        "### `providers.<name>.services.<name>`\n\nwhat it offers\n\n",
        "| site | reference |  | name in providers.*.sites | none | where it is |\n",
        "## `contracts.<name>`\n",
    };
    cr_assert_eq(scenario_reference(&small_section, &out), STATUS_OK);
    const char *text = text_buffer_text(&out);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *place = strstr(text, parts[i]);
        cr_assert_not_null(place, "%s\nis not, or not in order, in\n%s", parts[i], text_buffer_text(&out));
        text = place;
    }
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
