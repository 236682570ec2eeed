/* Values of parameters: what a row of the registry expects, in words and as a range, and values from numbers. */
#include "scenario/value.h"

#include "scenario_small.h"

#include <criterion/criterion.h>
#include <math.h>

static struct parameter row_of(enum parameter_type type, double minimum, double maximum)
{
    static const char *const words[] = {"winter", "summer", NULL};
    return (struct parameter){.key = "it",
                              .type = type,
                              .unit = type == PARAMETER_REAL ? "km" : "",
                              .minimum = minimum,
                              .maximum = maximum,
                              .choices = words};
}

static const struct {
    enum parameter_type type;
    double minimum, maximum;
    const char *expected, *range;
} cases[] = {
    {PARAMETER_REAL, -INFINITY, INFINITY, "a number (km)", "any"},
    {PARAMETER_REAL, 0.5, INFINITY, "a number of at least 0.5 (km)", "0.5 to any"},
    {PARAMETER_REAL, -INFINITY, -2, "a number of at most -2 (km)", "any to -2"},
    {PARAMETER_REAL, 1, 2, "a number from 1 to 2 (km)", "1 to 2"},
    {PARAMETER_INTEGER, -0x1p63, 0x1p63, "a whole number from -9223372036854775808 to 9223372036854775807",
     "-9223372036854775808 to 9223372036854775807"},
    {PARAMETER_BOOLEAN, 0, 1, "true or false", "true, false"},
    {PARAMETER_TEXT, 0, 0, "a text", "text"},
    {PARAMETER_DATE, 0, 0, "a date as YYYY-MM-DD in the years 1800 to 2200", "date"},
    {PARAMETER_CHOICE, 0, 0, "one of winter, summer", "winter, summer"},
    {PARAMETER_FILE, 0, 0, "the name of a file", "file"},
    {PARAMETER_REFERENCE, 0, 0, "the name of one of winter", "name in winter"},
};

Test(scenario_value, what_is_expected_in_words_and_as_a_range)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct parameter row = row_of(cases[i].type, cases[i].minimum, cases[i].maximum);
        struct text_buffer expected = {0};
        struct text_buffer range = {0};
        cr_assert_eq(scenario_expected(&row, &expected), STATUS_OK);
        cr_assert_eq(value_append_range(&row, &range), STATUS_OK);
        cr_expect_str_eq(text_buffer_text(&expected), cases[i].expected);
        cr_expect_str_eq(text_buffer_text(&range), cases[i].range);
        text_buffer_free(&expected);
        text_buffer_free(&range);
    }
}

Test(scenario_value, a_number_is_brought_into_its_range)
{
    static const struct {
        enum parameter_type type;
        double number;
        const char *text;
    } numbers[] = {
        {PARAMETER_REAL, 0.25, "0.25"}, {PARAMETER_REAL, 7e18, "7e+18"},
        {PARAMETER_REAL, -3, "-2"},     {PARAMETER_REAL, 0.1 + 0.2, "0.30000000000000004"},
        {PARAMETER_INTEGER, 2.5, "2"},  {PARAMETER_INTEGER, 3.5, "4"},
        {PARAMETER_INTEGER, -99, "-2"}, {PARAMETER_INTEGER, 1e30, "9223372036854775807"},
    };
    struct scenario scenario = {0};
    arena_init(&scenario.arena);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        const struct parameter row = row_of(numbers[i].type, -2, 0x1p63);
        struct value value;
        cr_assert_eq(value_from_number(&scenario, &row, numbers[i].number, &value), STATUS_OK);
        cr_expect_str_eq(value.text, numbers[i].text);
    }
    arena_free(&scenario.arena);
}
