#include <criterion/criterion.h>

#include "base/markdown.h"

static struct text_buffer out;

static void teardown(void)
{
    text_buffer_free(&out);
}

TestSuite(base_markdown, .fini = teardown);

static void expect(const char *text)
{
    cr_assert_str_eq(text_buffer_text(&out), text);
    text_buffer_clear(&out);
}

Test(base_markdown, headings_have_up_to_six_marks)
{
    cr_assert_eq(markdown_heading(&out, 2, "Two"), STATUS_OK);
    expect("## Two\n\n");
    cr_assert_eq(markdown_heading(&out, 9, "Nine"), STATUS_OK);
    expect("###### Nine\n\n");
}

Test(base_markdown, sentences_begin_and_end)
{
    cr_assert_eq(markdown_sentence(&out, "its places"), STATUS_OK);
    expect("Its places.");
    cr_assert_eq(markdown_sentence(&out, ""), STATUS_OK);
    expect("");
}

Test(base_markdown, tables_have_a_head_and_rows)
{
    cr_assert_eq(markdown_columns(&out, (const char *const[]){"a", "b"}, 2), STATUS_OK);
    expect("| a | b |\n| --- | --- |\n");
    cr_assert_eq(markdown_row(&out, (const char *const[]){"1", ""}, 2), STATUS_OK);
    expect("| 1 | |\n");
}

Test(base_markdown, what_would_break_a_table_is_escaped)
{
    cr_assert_eq(markdown_row(&out, (const char *const[]){"a|b\nc"}, 1), STATUS_OK);
    expect("| a\\|b c |\n");
}

Test(base_markdown, links_lead_to_headings)
{
    cr_assert_eq(markdown_link(&out, "`care.sites.<name>.stay_days`"), STATUS_OK);
    expect("[`care.sites.<name>.stay_days`](#caresitesnamestay_days)");
    cr_assert_eq(markdown_link(&out, "Service lines"), STATUS_OK);
    expect("[Service lines](#service-lines)");
}
