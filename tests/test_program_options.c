#include <criterion/criterion.h>
#include <string.h>

#include "program/options.h"

enum { MOST = 16 };

static struct options options;

static void teardown(void)
{
    options_free(&options);
}

TestSuite(program_options, .fini = teardown);

/* Parses words as those of a command that runs a scenario. */
#define PARSE(...) parse((const char *const[]){"run", __VA_ARGS__, NULL})

static enum status parse(const char *const *words)
{
    char *arguments[MOST] = {0};
    int count = 0;

    while (words[count] != NULL) {
        arguments[count] = (char *)(uintptr_t)words[count];
        count++;
    }
    options = (struct options){0};
    return options_parse(&options, count, arguments, OPTIONS_SCENARIO | OPTIONS_RUN);
}

Test(program_options, defaults)
{
    cr_assert_eq(PARSE("a.yaml"), STATUS_OK);
    cr_assert_str_eq(options.file, "a.yaml");
    cr_assert_null(options.output);
    cr_assert_eq(options.set_count, 0);
    cr_assert_eq(options.threads, 0);
    cr_assert_eq(options.replicate, 0);
    cr_assert_not(options.has_seed);
    cr_assert_not(options.force);
    cr_assert_not(options.profile);
    cr_assert_null(options.profile_file);
}

Test(program_options, come_before_and_after_the_file)
{
    cr_assert_eq(
        PARSE("--force", "-o", "b.h5", "a.yaml", "--seed", "18", "--replicate=4", "--threads", "3", "--profile"),
        STATUS_OK);
    cr_assert_str_eq(options.file, "a.yaml");
    cr_assert_str_eq(options.output, "b.h5");
    cr_assert(options.force);
    cr_assert(options.has_seed);
    cr_assert_eq(options.seed, 18);
    cr_assert_eq(options.replicate, 4);
    cr_assert_eq(options.threads, 3);
    cr_assert(options.profile);
}

Test(program_options, the_profile_may_go_to_a_file)
{
    cr_assert_eq(PARSE("a.yaml", "--profile-file", "b.csv"), STATUS_OK);
    cr_assert_str_eq(options.profile_file, "b.csv");
    cr_assert_not(options.profile);
}

Test(program_options, the_file_of_the_profile_has_a_name)
{
    cr_assert_eq(PARSE("a.yaml", "--profile-file", ""), STATUS_USAGE);
    cr_assert_str_eq(status_message(), "--profile-file: expected the name of a file");
}

Test(program_options, until_is_the_last_of_the_sets)
{
    cr_assert_eq(PARSE("--until", "2009-04-01", "a.yaml", "--set", "until=2010-04-01", "--set", "seed=2"), STATUS_OK);
    cr_assert_eq(options.set_count, 3);
    cr_assert_str_eq(options.sets[0], "until=2010-04-01");
    cr_assert_str_eq(options.sets[1], "seed=2");
    cr_assert_str_eq(options.sets[2], "until=2009-04-01");
}

Test(program_options, the_order_of_the_arguments_stays)
{
    char words[4][16] = {"run", "a.yaml", "--seed", "1"};
    char *arguments[] = {words[0], words[1], words[2], words[3], NULL};

    cr_assert_eq(options_parse(&options, 4, arguments, OPTIONS_FILE | OPTIONS_RUN), STATUS_OK);
    cr_assert_eq(arguments[1], words[1]);
    cr_assert_eq(arguments[3], words[3]);
}

Test(program_options, help_needs_no_file)
{
    cr_assert_eq(PARSE("-h"), STATUS_OK);
    cr_assert(options.help);
}

Test(program_options, double_dash_ends_the_options)
{
    cr_assert_eq(PARSE("--force", "--", "--odd.yaml"), STATUS_OK);
    cr_assert_str_eq(options.file, "--odd.yaml");
}

Test(program_options, seeds_have_63_bits)
{
    cr_assert_eq(PARSE("a.yaml", "--seed", "9223372036854775807"), STATUS_OK);
    cr_assert_eq(options.seed, INT64_MAX);
    options_free(&options);
    cr_assert_eq(PARSE("a.yaml", "--seed", "9223372036854775808"), STATUS_USAGE);
}

static void expect_refusal(enum status status, const char *message)
{
    cr_assert_eq(status, STATUS_USAGE);
    cr_assert_not_null(strstr(status_message(), message), "%s", status_message());
    options_free(&options);
}

Test(program_options, what_makes_no_sense_is_refused)
{
    expect_refusal(parse((const char *const[]){"run", NULL}), "run: expected the name of a file");
    expect_refusal(PARSE("a.yaml", "b.yaml"), "expected one file, found \"b.yaml\" too");
    expect_refusal(PARSE("a.yaml", "--fast"), "unknown option --fast");
    expect_refusal(PARSE("a.yaml", "-x"), "unknown option -x");
    expect_refusal(PARSE("a.yaml", "--output"), "--output: expected a value");
    expect_refusal(PARSE("a.yaml", "--output", ""), "--output: expected the name of a file");
    expect_refusal(PARSE("a.yaml", "--threads", "4097"), "from 1 to 4096");
    expect_refusal(PARSE("a.yaml", "--replicate", "x"), "found \"x\"");
    expect_refusal(PARSE("a.yaml", "--until", "2008-04-31"), "--until: expected the first day of a month");
    expect_refusal(PARSE("a.yaml", "--until", "2008-04-02"), "--until: expected the first day of a month");
}

Test(program_options, commands_refuse_the_options_of_others)
{
    char words[4][16] = {"validate", "a.yaml", "--seed", "1"};
    char *arguments[] = {words[0], words[1], words[2], words[3], NULL};

    expect_refusal(options_parse(&options, 4, arguments, OPTIONS_SCENARIO), "unknown option --seed");
}

static enum status parse_for(unsigned allowed, const char *const *words, int count)
{
    char *arguments[MOST] = {0};

    for (int i = 0; i < count; i++) {
        arguments[i] = (char *)(uintptr_t)words[i];
    }
    options = (struct options){0};
    return options_parse(&options, count, arguments, allowed);
}

Test(program_options, a_path_may_follow_the_file)
{
    const char *const words[] = {"describe", "a.yaml", "care.services", "--format", "tsv"};

    cr_assert_eq(parse_for(OPTIONS_SCENARIO | OPTIONS_DESCRIBE, words, 5), STATUS_OK);
    cr_assert_str_eq(options.file, "a.yaml");
    cr_assert_str_eq(options.path, "care.services");
    cr_assert_eq(options.form, SCENARIO_FORM_TSV);
    options_free(&options);
    cr_assert_eq(parse_for(OPTIONS_SCENARIO | OPTIONS_DESCRIBE, words, 2), STATUS_OK);
    cr_assert_null(options.path);
    cr_assert_eq(options.form, SCENARIO_FORM_TABLE);
}

Test(program_options, paths_and_formats_that_make_no_sense_are_refused)
{
    const char *const three[] = {"describe", "a.yaml", "b", "c"};
    const char *const xml[] = {"describe", "a.yaml", "--format", "xml"};

    expect_refusal(parse_for(OPTIONS_SCENARIO | OPTIONS_DESCRIBE, three, 4),
                   "expected one file and one path, found \"c\" too");
    expect_refusal(parse_for(OPTIONS_SCENARIO | OPTIONS_DESCRIBE, xml, 4),
                   "--format: expected table, tsv or json, found \"xml\"");
}

Test(program_options, a_topic_may_be_left_out)
{
    const char *const words[] = {"reference", "output"};

    cr_assert_eq(parse_for(OPTIONS_TOPIC, words, 2), STATUS_OK);
    cr_assert_str_eq(options.topic, "output");
    options_free(&options);
    cr_assert_eq(parse_for(OPTIONS_TOPIC, words, 1), STATUS_OK);
    cr_assert_null(options.topic);
}

Test(program_options, the_list_is_of_those_allowed)
{
    struct text_buffer text = {0};

    cr_assert_eq(options_describe(OPTIONS_SCENARIO, &text), STATUS_OK);
    cr_assert_not_null(strstr(text.text, "      --set PATH=VALUE     change one value"));
    cr_assert_not_null(strstr(text.text, "  -h, --help"));
    cr_assert_null(strstr(text.text, "--seed"));
    text_buffer_free(&text);
}
