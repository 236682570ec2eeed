/* The grammar of criteria, and where a scenario with a bad one says so. */
#include "scenario/criterion.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/registry.h"
#include "scenario/scenario.h"

enum { ROOM = 4096, BRACKETS_MOST = 15 };

static struct criterion criterion;

/* The steps as text: names, with what they are compared with, and & | ! in the order in which they are worked out. */
static const char *steps_of(const char *text)
{
    static const char *const marks[] = {"", "<", "<=", "=", "!=", ">=", ">"};
    static const char *const kinds[] = {"", "!", "&", "|"};
    static char out[ROOM];
    int length = 0;

    cr_assert_eq(criterion_parse(&criterion, text), STATUS_OK, "%s: %s", text, status_message());
    out[0] = '\0';
    for (size_t i = 0; i < criterion.step_count; i++) {
        const struct criterion_step *step = &criterion.steps[i];
        length += snprintf(out + length, ROOM - (size_t)length, "%s%s%s%s%s", i > 0 ? " " : "", kinds[step->kind],
                           step->kind == CRITERION_TEST ? step->name : "",
                           step->kind == CRITERION_TEST ? marks[step->comparison] : "",
                           step->kind == CRITERION_TEST ? step->word : "");
    }
    return out;
}

static void refuses(const char *text, const char *message)
{
    cr_expect_eq(criterion_parse(&criterion, text), STATUS_MALFORMED, "%s", text);
    cr_expect_str_eq(status_message(), message);
}

/* What is a criterion */

Test(scenario_criterion, nothing_is_everybody)
{
    cr_expect_str_eq(steps_of(""), "");
    cr_expect_str_eq(steps_of(" \t\n"), "");
}

Test(scenario_criterion, a_name_is_a_test)
{
    cr_assert_str_eq(steps_of("copd"), "copd");
}

Test(scenario_criterion, names_have_letters_digits_and_underlines)
{
    cr_assert_str_eq(steps_of("type_2_diabetes"), "type_2_diabetes");
}

Test(scenario_criterion, every_comparison_has_its_mark)
{
    cr_assert_str_eq(steps_of("a < w or a <= w or a = w or a != w or a >= w or a > w"),
                     "a<w a<=w | a=w | a!=w | a>=w | a>w |");
}

Test(scenario_criterion, blanks_do_not_matter)
{
    cr_expect_str_eq(steps_of("  a>=w and(b)or not(c)  "), "a>=w b & c ! |");
    cr_expect_str_eq(steps_of("a\n>=\tw"), "a>=w");
}

Test(scenario_criterion, and_binds_more_than_or)
{
    cr_expect_str_eq(steps_of("a or b and c"), "a b c & |");
    cr_expect_str_eq(steps_of("a and b or c"), "a b & c |");
}

Test(scenario_criterion, not_binds_more_than_and)
{
    cr_expect_str_eq(steps_of("not a and b"), "a ! b &");
    cr_expect_str_eq(steps_of("a and not b or c"), "a b ! & c |");
}

Test(scenario_criterion, brackets_bind_most)
{
    cr_expect_str_eq(steps_of("(a or b) and c"), "a b | c &");
    cr_expect_str_eq(steps_of("not (a and b)"), "a b & !");
}

Test(scenario_criterion, tests_of_one_rank_are_joined_from_the_left)
{
    cr_expect_str_eq(steps_of("a and b and c"), "a b & c &");
    cr_expect_str_eq(steps_of("a or b or c"), "a b | c |");
}

Test(scenario_criterion, not_may_be_doubled)
{
    cr_assert_str_eq(steps_of("not not a"), "a ! !");
}

Test(scenario_criterion, a_word_of_the_grammar_may_begin_a_name)
{
    cr_assert_str_eq(steps_of("notable and order or android"), "notable order & android |");
}

Test(scenario_criterion, a_test_knows_where_it_begins)
{
    steps_of("  age >= 75 and not (copd)");
    cr_expect_eq(criterion.steps[0].column, 3);
    cr_expect_eq(criterion.steps[1].column, 22);
}

static double number_in(const char *text)
{
    cr_assert_eq(criterion_parse(&criterion, text), STATUS_OK, "%s: %s", text, status_message());
    cr_assert_str_empty(criterion.steps[0].word);
    return criterion.steps[0].number;
}

Test(scenario_criterion, numbers_have_signs_and_decimals)
{
    cr_expect_eq(number_in("age >= 75"), 75);
    cr_expect_eq(number_in("age>=75"), 75);
    cr_expect_eq(number_in("age > -1"), -1);
    cr_expect_eq(number_in("age > +2.5"), 2.5);
    cr_expect_eq(number_in("age > -0.125"), -0.125);
    cr_expect_eq(number_in("age > 007"), 7);
}

/* What is none */

Test(scenario_criterion, something_must_follow_a_word_between_tests)
{
    refuses("age >= 75 and", "column 14: expected a name, found the end");
    refuses("copd or", "column 8: expected a name, found the end");
    refuses("not", "column 4: expected a name, found the end");
}

Test(scenario_criterion, something_must_follow_a_comparison)
{
    refuses("age >=", "column 7: expected a number or a word, found the end");
    refuses("age >= and copd", "column 12: expected `and`, `or` or the end, found copd");
    refuses("age >= (75)", "column 8: expected a number or a word, found (75)");
}

Test(scenario_criterion, a_test_begins_with_a_name)
{
    refuses("75 <= age", "column 1: expected a name, found 75 <= age");
    refuses(">= 75", "column 1: expected a name, found >= 75");
    refuses("copd and 3", "column 10: expected a name, found 3");
    refuses("()", "column 2: expected a name, found )");
}

Test(scenario_criterion, tests_need_a_word_between_them)
{
    refuses("copd asthma", "column 6: expected `and`, `or` or the end, found asthma");
    refuses("copd not asthma", "column 6: expected `and`, `or` or the end, found not asthma");
    refuses("copd, asthma", "column 5: expected `and`, `or` or the end, found , asthma");
}

Test(scenario_criterion, comparisons_do_not_chain)
{
    refuses("65 < age < 75", "column 1: expected a name, found 65 < age < 75");
    refuses("age > 65 < 75", "column 10: expected `and`, `or` or the end, found < 75");
}

Test(scenario_criterion, marks_of_other_languages_are_refused)
{
    refuses("age == 75", "column 6: expected a number or a word, found = 75");
    refuses("age => 75", "column 6: expected a number or a word, found > 75");
    refuses("copd && asthma", "column 6: expected `and`, `or` or the end, found && asthma");
    refuses("!copd", "column 1: expected a name, found !copd");
}

Test(scenario_criterion, brackets_come_in_pairs)
{
    refuses("(copd", "column 6: expected `and`, `or` or `)`, found the end");
    refuses("(copd asthma)", "column 7: expected `and`, `or` or `)`, found asthma)");
    refuses("copd)", "column 5: expected `and`, `or` or the end, found )");
}

Test(scenario_criterion, a_number_is_one_number)
{
    refuses("age >= 7-5", "column 8: expected a number, found 7-5");
    refuses("age >= 1.2.3", "column 8: expected a number, found 1.2.3");
    refuses("age >= --75", "column 8: expected a number, found --75");
    refuses("age >= 75years", "column 8: expected a number, found 75years");
    refuses("age >= 7e1", "column 8: expected a number, found 7e1");
    refuses("age >= .", "column 8: expected a number, found .");
}

Test(scenario_criterion, words_are_letters_of_the_alphabet)
{
    refuses("frailty = _mild", "column 11: expected a number or a word, found _mild");
    refuses("démence", "column 2: expected `and`, `or` or the end, found émence");
}

/* A text of `count` times `part`, then `last`. */
static const char *repeated(const char *part, size_t count, const char *last)
{
    static char text[ROOM];

    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(text, part);
    }
    return strcat(text, last);
}

Test(scenario_criterion, it_has_as_many_steps_as_there_is_room_for)
{
    cr_expect_eq(criterion_parse(&criterion, repeated("a or ", CRITERION_STEPS / 2 - 1, "not a")), STATUS_OK);
    cr_expect_eq(criterion.step_count, CRITERION_STEPS);
    refuses(repeated("a or ", CRITERION_STEPS / 2, "a"), "expected at most 64 tests and words between them");
}

Test(scenario_criterion, brackets_within_each_other_have_an_end)
{
    char closed[ROOM];

    snprintf(closed, sizeof closed, "a%s", repeated(")", BRACKETS_MOST, ""));
    cr_expect_eq(criterion_parse(&criterion, repeated("(", BRACKETS_MOST, closed)), STATUS_OK);
    refuses(repeated("(", BRACKETS_MOST + 1, "a"), "column 17: expected fewer brackets within each other, found a");
    refuses(repeated("not ", BRACKETS_MOST + 1, "a"), "column 65: expected fewer brackets within each other, found a");
}

Test(scenario_criterion, brackets_after_each_other_may_be_many)
{
    cr_expect_eq(criterion_parse(&criterion, repeated("(a) and ", 2 * BRACKETS_MOST, "(a)")), STATUS_OK);
    cr_expect_eq(criterion.step_count, 4 * BRACKETS_MOST + 1);
}

Test(scenario_criterion, a_name_has_room_for_47_letters)
{
    cr_expect_eq(criterion_parse(&criterion, repeated("n", CRITERION_WORD - 1, "")), STATUS_OK);
    cr_expect_eq(strlen(criterion.steps[0].name), CRITERION_WORD - 1);
    refuses(repeated("n", CRITERION_WORD, ""),
            "column 1: expected a name, found nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn");
}

Test(scenario_criterion, a_word_or_a_number_has_room_for_47_characters)
{
    char text[ROOM];

    snprintf(text, sizeof text, "a = %s", repeated("w", CRITERION_WORD - 1, ""));
    cr_expect_eq(criterion_parse(&criterion, text), STATUS_OK);
    snprintf(text, sizeof text, "a = %s", repeated("w", CRITERION_WORD, ""));
    refuses(text, "column 5: expected a word, found wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww");
    snprintf(text, sizeof text, "a = %s", repeated("0", CRITERION_WORD, ""));
    refuses(text, "column 5: expected a number or a word, found 000000000000000000000000000000000000000000000000");
}

Test(scenario_criterion, what_was_found_is_cut_to_an_excerpt)
{
    cr_expect_eq(criterion_parse(&criterion, repeated("=", 2 * TEXT_EXCERPT_SIZE, "")), STATUS_MALFORMED);
    cr_expect_eq(strlen(status_message()), strlen("column 1: expected a name, found ") + TEXT_EXCERPT_SIZE - 1);
    cr_expect_str_eq(status_message() + strlen(status_message()) - 4, "=...");
}

/* In a scenario */

static struct scenario scenario;
static struct programme_parameters programme;

static void tear_down(void)
{
    scenario_free(&scenario);
}

static enum status load(const char *text)
{
    const struct scenario_settings settings = {.path = "programme.yaml", .text = text};

    return scenario_load(&scenario, &programme_section, &programme, &settings);
}

Test(scenario_criterion, a_scenario_keeps_its_words, .fini = tear_down)
{
    cr_assert_eq(load("eligible: age >= 75 and copd\n"), STATUS_OK, "%s", status_message());
    cr_assert_str_eq(programme.eligible, "age >= 75 and copd");
}

Test(scenario_criterion, without_a_word_it_means_everybody, .fini = tear_down)
{
    cr_assert_eq(load("days: 10\n"), STATUS_OK, "%s", status_message());
    cr_assert_str_empty(programme.eligible);
}

Test(scenario_criterion, a_scenario_says_where_it_is_wrong, .fini = tear_down)
{
    size_t count = 0;

    cr_assert_eq(load("days: 10\neligible: age >= 75 and\n"), STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_expect_eq(count, 1);
    cr_expect_str_eq(problems[0],
                     "programme.yaml:2:11: eligible: not a criterion: column 14: expected a name, found the end");
}

Test(scenario_criterion, a_list_is_none, .fini = tear_down)
{
    size_t count = 0;

    cr_assert_eq(load("eligible: [copd, asthma]\n"), STATUS_SCENARIO);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_expect_str_eq(problems[0],
                     "programme.yaml:1:11: eligible: expected a criterion such as `age >= 75 and copd`, found a list");
}
