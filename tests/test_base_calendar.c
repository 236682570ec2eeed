#include "base/calendar.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

static day_t day_of(int year, int month, int day)
{
    return calendar_day((struct date){year, month, day});
}

Test(base_calendar, known_days)
{
    cr_expect_eq(day_of(1970, 1, 1), 0);
    cr_expect_eq(day_of(1969, 12, 31), -1);
    cr_expect_eq(day_of(2000, 3, 1), 11017);
    cr_expect_eq(day_of(2008, 4, 1), 13970);
    cr_expect_eq(day_of(1900, 1, 1), -25567);
}

Test(base_calendar, every_day_of_four_hundred_years_follows_the_one_before)
{
    struct date expected = {1800, 1, 1};
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const day_t first = day_of(1800, 1, 1);
    for (day_t day = first; day < first + 146097; day++) {
        const struct date date = calendar_date(day);
        cr_assert(date.year == expected.year && date.month == expected.month && date.day == expected.day);
        cr_assert_eq(calendar_day(date), day);
        cr_assert(calendar_is_valid(date));
        const int leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
        const int length = lengths[date.month - 1] + (date.month == 2 ? leap : 0);
        expected.day++;
        if (expected.day > length) {
            expected.day = 1;
            expected.month++;
        }
        if (expected.month > 12) {
            expected.month = 1;
            expected.year++;
        }
    }
    cr_expect_eq(expected.year, 2200);
}

Test(base_calendar, agrees_with_the_c_library)
{
    for (day_t day = -40000; day < 80000; day += 17) {
        const time_t seconds = (time_t)day * 86400;
        struct tm broken;
        gmtime_r(&seconds, &broken);
        const struct date date = calendar_date(day);
        cr_assert(date.year == broken.tm_year + 1900 && date.month == broken.tm_mon + 1 && date.day == broken.tm_mday);
        cr_assert_eq(calendar_weekday(day), (broken.tm_wday + 6) % 7);
    }
}

Test(base_calendar, parse_reads_dates)
{
    day_t day = 0;
    cr_expect_eq(calendar_parse("2008-04-01", &day), STATUS_OK);
    cr_expect_eq(day, 13970);
    cr_expect_eq(calendar_parse("1800-01-01", &day), STATUS_OK);
    cr_expect_eq(calendar_parse("2200-12-31", &day), STATUS_OK);
    cr_expect_eq(calendar_parse("2000-02-29", &day), STATUS_OK);
    cr_expect_eq(day, day_of(2000, 2, 29));
}

Test(base_calendar, parse_refuses_what_is_no_date)
{
    static const char *const wrong[] = {
        "",           "2008",        "2008-4-1",   "2008-04-1",  "2008-04-01 ", " 2008-04-01", "2008/04/01",
        "2008-13-01", "2008-00-01",  "2008-01-00", "2008-01-32", "2008-04-31",  "2007-02-29",  "1900-02-29",
        "+200-01-01", "2008-04-01T", "20080401",   "2008-04-0x", "-2008-04-01", "2008-0a-01",  "02008-04-01",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        day_t day = 4711;
        cr_expect_eq(calendar_parse(wrong[i], &day), STATUS_MALFORMED, "\"%s\"", wrong[i]);
        cr_expect_eq(day, 4711);
    }
}

Test(base_calendar, parse_refuses_years_far_away)
{
    day_t day = 4711;
    cr_expect_eq(calendar_parse("1799-12-31", &day), STATUS_OUT_OF_RANGE);
    cr_expect_str_eq(status_message(), "expected a year from 1800 to 2200, found \"1799-12-31\"");
    cr_expect_eq(calendar_parse("2201-01-01", &day), STATUS_OUT_OF_RANGE);
    cr_expect_eq(day, 4711);
}

Test(base_calendar, format_is_the_reverse_of_parse)
{
    for (day_t day = day_of(1800, 1, 1); day <= day_of(2200, 12, 31); day += 13) {
        char text[CALENDAR_TEXT_SIZE];
        day_t again = 0;
        calendar_format(day, text);
        cr_assert_eq(calendar_parse(text, &again), STATUS_OK);
        cr_assert_eq(again, day);
    }
}

Test(base_calendar, format_of_days_outside_four_digit_years)
{
    char text[CALENDAR_TEXT_SIZE];
    calendar_format(INT32_MAX, text);
    cr_expect_arr_eq(text, "9999-", 5);
    calendar_format(INT32_MIN, text);
    cr_expect_arr_eq(text, "0000-", 5);
}

Test(base_calendar, months)
{
    cr_expect(calendar_is_month_start(day_of(2008, 4, 1)));
    cr_expect_not(calendar_is_month_start(day_of(2008, 4, 2)));
    cr_expect_eq(calendar_next_month(day_of(2008, 4, 1)), day_of(2008, 5, 1));
    cr_expect_eq(calendar_next_month(day_of(2008, 12, 31)), day_of(2009, 1, 1));
    cr_expect_eq(calendar_months_between(day_of(2008, 4, 30), day_of(2008, 5, 1)), 1);
    cr_expect_eq(calendar_months_between(day_of(2008, 4, 1), day_of(2008, 4, 30)), 0);
    cr_expect_eq(calendar_months_between(day_of(2009, 1, 1), day_of(2007, 12, 31)), -13);
}

Test(base_calendar, quarters_begin_in_january_april_july_and_october)
{
    for (int month = 1; month <= 12; month++) {
        cr_expect_eq(calendar_is_quarter_start(day_of(2008, month, 1)), month % 3 == 1, "month %d", month);
        cr_expect_not(calendar_is_quarter_start(day_of(2008, month, 2)));
    }
}

Test(base_calendar, adding_months_keeps_the_day_where_it_can)
{
    cr_expect_eq(calendar_add_months(day_of(2008, 1, 31), 1), day_of(2008, 2, 29));
    cr_expect_eq(calendar_add_months(day_of(2008, 2, 29), 12), day_of(2009, 2, 28));
    cr_expect_eq(calendar_add_months(day_of(2008, 3, 15), -3), day_of(2007, 12, 15));
    cr_expect_eq(calendar_add_months(day_of(2008, 3, 15), -27), day_of(2005, 12, 15));
    cr_expect_eq(calendar_add_months(day_of(1970, 1, 1), -1200), day_of(1870, 1, 1));
    cr_expect_eq(calendar_add_months(day_of(2008, 3, 15), 0), day_of(2008, 3, 15));
}

Test(base_calendar, weekday)
{
    cr_expect_eq(calendar_weekday(0), 3, "1970-01-01 was a Thursday");
    cr_expect_eq(calendar_weekday(day_of(1948, 7, 5)), 0, "the NHS began on a Monday");
    cr_expect_eq(calendar_weekday(-4), 6);
}

Test(base_calendar, age_in_completed_years)
{
    const day_t birth = day_of(1948, 7, 5);
    cr_expect_eq(calendar_age_years(birth, birth), 0);
    cr_expect_eq(calendar_age_years(birth, day_of(2008, 7, 4)), 59);
    cr_expect_eq(calendar_age_years(birth, day_of(2008, 7, 5)), 60);
    cr_expect_eq(calendar_age_years(birth, day_of(1948, 7, 4)), -1);
}

Test(base_calendar, age_of_those_born_on_leap_day)
{
    const day_t birth = day_of(1944, 2, 29);
    cr_expect_eq(calendar_age_years(birth, day_of(2007, 2, 28)), 62);
    cr_expect_eq(calendar_age_years(birth, day_of(2007, 3, 1)), 63);
    cr_expect_eq(calendar_age_years(birth, day_of(2008, 2, 28)), 63);
    cr_expect_eq(calendar_age_years(birth, day_of(2008, 2, 29)), 64);
}

Test(base_calendar, financial_year_runs_from_april_to_march)
{
    cr_expect_eq(calendar_financial_year(day_of(2008, 4, 1)), 2008);
    cr_expect_eq(calendar_financial_year(day_of(2009, 3, 31)), 2008);
    cr_expect_eq(calendar_financial_year(day_of(2008, 3, 31)), 2007);
    cr_expect_eq(calendar_financial_year(day_of(2008, 12, 25)), 2008);
    cr_expect_eq(calendar_financial_month(day_of(2008, 4, 30)), 1);
    cr_expect_eq(calendar_financial_month(day_of(2008, 12, 1)), 9);
    cr_expect_eq(calendar_financial_month(day_of(2009, 3, 31)), 12);
}
