#include "base/calendar.h"

#include <stddef.h>

/*
 * Day numbers after Howard Hinnant, "chrono-compatible low-level date algorithms" (2014): years start in March, so that
 * the leap day is the last of a year, and 400 years (an era) always have the same number of days.
 */
enum {
    DAYS_A_WEEK = 7,
    DAYS_A_YEAR = 365,
    YEARS_AN_ERA = 400,
    DAYS_AN_ERA = 146097,
    ERA_START_DAY = 719468,  /* days from 0000-03-01 to 1970-01-01 */
    EPOCH_WEEKDAY = 3,       /* 1970-01-01 was a Thursday */
    FINANCIAL_YEAR_MONTH = 4 /* April */
};

static int64_t floor_divide(int64_t value, int64_t divisor)
{
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

static bool year_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const int lengths[CALENDAR_MONTHS_PER_YEAR] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year_is_leap(year) ? 29 : lengths[month - 1];
}

bool calendar_is_valid(struct date date)
{
    return date.month >= 1 && date.month <= CALENDAR_MONTHS_PER_YEAR && date.day >= 1 &&
           date.day <= month_length(date.year, date.month);
}

day_t calendar_day(struct date date)
{
    const int64_t year = (int64_t)date.year - (date.month <= 2);
    const int64_t era = floor_divide(year, YEARS_AN_ERA);
    const int64_t year_of_era = year - era * YEARS_AN_ERA;
    const int64_t month_from_march = (date.month + 9) % CALENDAR_MONTHS_PER_YEAR;
    const int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    const int64_t day_of_era = year_of_era * DAYS_A_YEAR + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (day_t)(era * DAYS_AN_ERA + day_of_era - ERA_START_DAY);
}

struct date calendar_date(day_t day)
{
    const int64_t shifted = (int64_t)day + ERA_START_DAY;
    const int64_t era = floor_divide(shifted, DAYS_AN_ERA);
    const int64_t day_of_era = shifted - era * DAYS_AN_ERA;
    const int64_t leap_days = day_of_era / 1460 - day_of_era / 36524 + day_of_era / 146096;
    const int64_t year_of_era = (day_of_era - leap_days) / DAYS_A_YEAR;
    const int64_t day_of_year = day_of_era - (DAYS_A_YEAR * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month_from_march = (5 * day_of_year + 2) / 153;
    struct date date;
    date.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    date.month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    date.year = (int)(year_of_era + era * YEARS_AN_ERA + (date.month <= 2));
    return date;
}

/* Reads `n` digits; -1 if one of them is none. */
static int read_digits(const char *text, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* Whether the text is four digits, hyphen, two digits, hyphen, two digits; stops at the first that is wrong. */
static bool read_iso(const char *iso, struct date *date)
{
    date->year = read_digits(iso, 4);
    if (date->year < 0 || iso[4] != '-') {
        return false;
    }
    date->month = read_digits(iso + 5, 2);
    if (date->month < 0 || iso[7] != '-') {
        return false;
    }
    date->day = read_digits(iso + 8, 2);
    return date->day >= 0 && iso[10] == '\0';
}

enum status calendar_parse(const char *iso, day_t *day)
{
    struct date date;

    if (!read_iso(iso, &date)) {
        return status_raise(STATUS_MALFORMED, "expected a date as YYYY-MM-DD, found \"%.40s\"", iso);
    }
    if (!calendar_is_valid(date)) {
        return status_raise(STATUS_MALFORMED, "expected a date of the calendar, found \"%s\"", iso);
    }
    if (date.year < CALENDAR_FIRST_YEAR || date.year > CALENDAR_LAST_YEAR) {
        return status_raise(STATUS_OUT_OF_RANGE, "expected a year from %d to %d, found \"%s\"", CALENDAR_FIRST_YEAR,
                            CALENDAR_LAST_YEAR, iso);
    }
    *day = calendar_day(date);
    return STATUS_OK;
}

static void write_digits(char *out, size_t n, int value)
{
    for (size_t i = n; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

void calendar_format(day_t day, char out[CALENDAR_TEXT_SIZE])
{
    const struct date date = calendar_date(day);
    const int year = date.year < 0 ? 0 : date.year > 9999 ? 9999 : date.year;
    write_digits(out, 4, year);
    out[4] = '-';
    write_digits(out + 5, 2, date.month);
    out[7] = '-';
    write_digits(out + 8, 2, date.day);
    out[10] = '\0';
}

bool calendar_is_month_start(day_t day)
{
    return calendar_date(day).day == 1;
}

bool calendar_is_quarter_start(day_t day)
{
    enum { MONTHS_A_QUARTER = 3 };

    return calendar_is_month_start(day) && (calendar_date(day).month - 1) % MONTHS_A_QUARTER == 0;
}

day_t calendar_next_month(day_t day)
{
    struct date date = calendar_date(day);
    date.day = 1;
    date.month++;
    if (date.month > CALENDAR_MONTHS_PER_YEAR) {
        date.month = 1;
        date.year++;
    }
    return calendar_day(date);
}

static int64_t month_index(struct date date)
{
    return (int64_t)date.year * CALENDAR_MONTHS_PER_YEAR + date.month - 1;
}

int32_t calendar_months_between(day_t first, day_t last)
{
    return (int32_t)(month_index(calendar_date(last)) - month_index(calendar_date(first)));
}

day_t calendar_add_months(day_t day, int32_t months)
{
    struct date date = calendar_date(day);
    const int64_t index = month_index(date) + months;
    date.year = (int)floor_divide(index, CALENDAR_MONTHS_PER_YEAR);
    date.month = (int)(index - (int64_t)date.year * CALENDAR_MONTHS_PER_YEAR) + 1;
    const int length = month_length(date.year, date.month);
    if (date.day > length) {
        date.day = length;
    }
    return calendar_day(date);
}

int calendar_weekday(day_t day)
{
    const int64_t shifted = (int64_t)day + EPOCH_WEEKDAY;
    return (int)(shifted - floor_divide(shifted, DAYS_A_WEEK) * DAYS_A_WEEK);
}

int32_t calendar_age_years(day_t birth, day_t today)
{
    const struct date born = calendar_date(birth);
    const struct date now = calendar_date(today);
    const bool before_birthday = now.month < born.month || (now.month == born.month && now.day < born.day);
    return now.year - born.year - (before_birthday ? 1 : 0);
}

int32_t calendar_financial_year(day_t day)
{
    const struct date date = calendar_date(day);
    return date.month >= FINANCIAL_YEAR_MONTH ? date.year : date.year - 1;
}

int calendar_financial_month(day_t day)
{
    const int month = calendar_date(day).month - FINANCIAL_YEAR_MONTH;

    return (month + CALENDAR_MONTHS_PER_YEAR) % CALENDAR_MONTHS_PER_YEAR + 1;
}
