#include "base/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

Test(base_text, distances)
{
    static const struct {
        const char *a;
        const char *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"abc", "abc", 0},
        {"", "abc", 3},
        {"abc", "abd", 1},
        {"abc", "acb", 1},
        {"ab", "ba", 1},
        {"abc", "bc", 1},
        {"abc", "xabc", 1},
        {"kitten", "sitting", 3},
        {"population.sise", "population.size", 1},
        {"ca", "abc", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_eq(text_distance(cases[i].a, cases[i].b), cases[i].distance, "%s %s", cases[i].a, cases[i].b);
        cr_expect_eq(text_distance(cases[i].b, cases[i].a), cases[i].distance, "%s %s", cases[i].b, cases[i].a);
    }
}

Test(base_text, very_long_words_are_only_compared_for_equality)
{
    char word[TEXT_DISTANCE_LONGEST + 2];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    cr_expect_eq(text_distance(word, word), 0);
    cr_expect_eq(text_distance(word, word + 1), SIZE_MAX);
    cr_expect_eq(text_distance(word + 1, ""), TEXT_DISTANCE_LONGEST);
}

Test(base_text, nearest_word)
{
    static const char *const words[] = {"size", "seed", "start", "until", "title"};
    cr_expect_str_eq(text_nearest("sise", words, 5), "size");
    cr_expect_str_eq(text_nearest("untill", words, 5), "until");
    cr_expect_str_eq(text_nearest("satrt", words, 5), "start");
    cr_expect_null(text_nearest("elephant", words, 5));
    cr_expect_null(text_nearest("", words, 5));
    cr_expect_null(text_nearest("size", words, 0));
}

Test(base_text, a_nearest_word_may_be_shorter_or_longer)
{
    static const char *const words[] = {"a", "beds_per_1000", "bed", "beds_per_10"};
    cr_expect_str_eq(text_nearest("beds_per_100", words, 4), "beds_per_1000");
    cr_expect_str_eq(text_nearest("beds", words, 4), "bed");
    cr_expect_null(text_nearest("be", &words[1], 1));
}

Test(base_text, the_first_of_equally_near_words)
{
    static const char *const words[] = {"bed", "red", "led"};
    cr_expect_eq(text_nearest("fed", words, 3), words[0]);
}

Test(base_text, suggests_a_word)
{
    struct text_buffer text = {0};

    cr_expect_eq(text_buffer_append_suggestion(&text, "a", NULL), STATUS_OK);
    cr_expect_str_eq(text_buffer_text(&text), "");
    cr_expect_eq(text_buffer_append_suggestion(&text, "", "bed"), STATUS_OK);
    cr_expect_str_eq(text_buffer_text(&text), "; did you mean bed?");
    text_buffer_clear(&text);
    cr_expect_eq(text_buffer_append_suggestion(&text, "a.b", "bed"), STATUS_OK);
    cr_expect_str_eq(text_buffer_text(&text), "; did you mean a.b.bed?");
    text_buffer_free(&text);
}

Test(base_text, parses_real_numbers)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0},  {"1.5", 1.5},   {"-2.25e3", -2250}, {"+7", 7},     {".5", 0.5},
        {"5.", 5}, {"1E-2", 0.01}, {"0.1", 0.1},       {"1e-400", 0}, {"179e306", 179e306},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = -1;
        cr_expect_eq(text_parse_real(cases[i].text, &value), STATUS_OK, "%s", cases[i].text);
        cr_expect_eq(value, cases[i].value, "%s", cases[i].text);
    }
}

Test(base_text, refuses_what_is_no_real_number)
{
    static const char *const wrong[] = {"",    " ",     "1 ",  " 1",    "1,5", "nan", "inf", "-inf", "0x10", "1e", "e5",
                                        "1e+", "1.2.3", "--1", "1_000", ".",   "+",   "1d5", "one",  "1\n",  "NaN"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        double value = 77;
        cr_expect_eq(text_parse_real(wrong[i], &value), STATUS_MALFORMED, "\"%s\"", wrong[i]);
        cr_expect_eq(value, 77);
    }
    double value = 77;
    cr_expect_eq(text_parse_real("1e999", &value), STATUS_OUT_OF_RANGE);
    cr_expect_eq(text_parse_real("-1e999", &value), STATUS_OUT_OF_RANGE);
    cr_expect_eq(value, 77);
}

Test(base_text, parses_integers)
{
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {
        {"0", 0},
        {"-12", -12},
        {"+12", 12},
        {"007", 7},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = -1;
        cr_expect_eq(text_parse_integer(cases[i].text, &value), STATUS_OK, "%s", cases[i].text);
        cr_expect_eq(value, cases[i].value, "%s", cases[i].text);
    }
}

Test(base_text, refuses_what_is_no_integer)
{
    static const char *const wrong[] = {"", "1.0", "1e3", " 1", "1 ", "0x1", "-", "+-1", "1,000", "ten"};
    int64_t value = 77;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_eq(text_parse_integer(wrong[i], &value), STATUS_MALFORMED, "\"%s\"", wrong[i]);
    }
    cr_expect_eq(text_parse_integer("9223372036854775808", &value), STATUS_OUT_OF_RANGE);
    cr_expect_eq(text_parse_integer("-9223372036854775809", &value), STATUS_OUT_OF_RANGE);
    cr_expect_eq(value, 77);
}

Test(base_text, knows_utf8)
{
    static const char *const right[] = {
        "", "plain", "£", "Hörmann", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        cr_expect(text_is_utf8(right[i], strlen(right[i]), NULL), "%s", right[i]);
    }
}

Test(base_text, finds_where_utf8_breaks)
{
    static const struct {
        const char *text;
        size_t bad;
    } cases[] = {
        {"ab\xe9", 2},           {"\x80", 0},         {"a\xc0\x80", 1},
        {"\xed\xa0\x80", 0},     {"\xe0\x80\x80", 0}, {"\xf4\x90\x80\x80", 0},
        {"\xf5\x80\x80\x80", 0}, {"ok\xe2\x82", 2},   {"\xe2\x28\xa1", 0},
        {"\xe2\x82\x28", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bad = 99;
        cr_expect_not(text_is_utf8(cases[i].text, strlen(cases[i].text), &bad));
        cr_expect_eq(bad, cases[i].bad, "case %zu", i);
    }
}

Test(base_text, a_text_becomes_one_line)
{
    char text[] = "a\tb\nc\x1b[31m\x7f \xc2\x80\xc2\x9f \xc2\xa0\xc3\x89";
    text_flatten(text);
    cr_expect_str_eq(text, "a b c [31m       \xc2\xa0\xc3\x89");
}

Test(base_text, an_excerpt_is_cut_between_characters)
{
    char out[12];
    cr_expect_str_eq(text_excerpt("", out, sizeof out), "");
    cr_expect_str_eq(text_excerpt("12345678901", out, sizeof out), "12345678901");
    cr_expect_str_eq(text_excerpt("123456789012", out, sizeof out), "12345678...");
    cr_expect_str_eq(text_excerpt("1234567\xc3\xa9"
                                  "9012",
                                  out, sizeof out),
                     "1234567...");
    cr_expect_str_eq(text_excerpt("123456\xc3\xa9"
                                  "9012",
                                  out, sizeof out),
                     "123456\xc3\xa9...");
    cr_expect_str_eq(text_excerpt("1\n3", out, sizeof out), "1 3");
    cr_expect_str_eq(out, "1 3");
}

Test(base_text, a_buffer_grows)
{
    struct text_buffer buffer;
    text_buffer_init(&buffer);
    cr_expect_str_eq(text_buffer_text(&buffer), "");
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(text_buffer_append_format(&buffer, "%d,", i % 10), STATUS_OK);
    }
    cr_assert_eq(text_buffer_append(&buffer, "end"), STATUS_OK);
    cr_assert_eq(text_buffer_append_bytes(&buffer, "ing no", 3), STATUS_OK);
    cr_expect_eq(buffer.length, 2006);
    cr_expect_eq(strlen(text_buffer_text(&buffer)), 2006);
    cr_expect_str_eq(text_buffer_text(&buffer) + 1994, "7,8,9,ending");
    text_buffer_clear(&buffer);
    cr_expect_str_eq(text_buffer_text(&buffer), "");
    text_buffer_free(&buffer);
    cr_expect_null(buffer.text);
}

Test(base_text, taking_the_text_empties_the_buffer)
{
    struct text_buffer buffer;
    char *text = NULL;
    text_buffer_init(&buffer);
    cr_assert_eq(text_buffer_take(&buffer, &text), STATUS_OK);
    cr_expect_str_eq(text, "");
    memory_free((void **)&text);
    cr_assert_eq(text_buffer_append(&buffer, "beds"), STATUS_OK);
    cr_assert_eq(text_buffer_take(&buffer, &text), STATUS_OK);
    cr_expect_str_eq(text, "beds");
    cr_expect_null(buffer.text);
    cr_expect_eq(buffer.length, 0);
    memory_free((void **)&text);
}

Test(base_text, a_buffer_that_cannot_grow_keeps_its_text)
{
    struct text_buffer buffer;
    char long_text[200];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    text_buffer_init(&buffer);
    cr_assert_eq(text_buffer_append(&buffer, "kept"), STATUS_OK);
    memory_fail_after(0);
    cr_expect_eq(text_buffer_append_format(&buffer, "%s", long_text), STATUS_NO_MEMORY);
    memory_fail_after(0);
    cr_expect_eq(text_buffer_append(&buffer, long_text), STATUS_NO_MEMORY);
    cr_expect_str_eq(text_buffer_text(&buffer), "kept");
    text_buffer_free(&buffer);
}

Test(base_text, a_buffer_refuses_what_no_text_can_be)
{
    struct text_buffer buffer;
    text_buffer_init(&buffer);
    cr_assert_eq(text_buffer_append(&buffer, "kept"), STATUS_OK);
    cr_expect_eq(text_buffer_append_bytes(&buffer, "", SIZE_MAX - 4), STATUS_NO_MEMORY);
    cr_expect_eq(text_buffer_append_format(&buffer, "%ls", L"\u20AC"), STATUS_INTERNAL);
    cr_expect_str_eq(text_buffer_text(&buffer), "kept");
    text_buffer_free(&buffer);
}

Test(base_text, counts_have_commas)
{
    char out[TEXT_COUNT_SIZE];

    cr_assert_str_eq(text_format_count(0, out), "0");
    cr_assert_str_eq(text_format_count(999, out), "999");
    cr_assert_str_eq(text_format_count(1000, out), "1,000");
    cr_assert_str_eq(text_format_count(UINT64_MAX, out), "18,446,744,073,709,551,615");
}
