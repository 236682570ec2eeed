/*
 * Days, dates, months and financial years, in the proleptic Gregorian calendar.
 *
 * Time in the model is a day_t: days since 1970-01-01, negative before it. No time zones and no times of day.
 */
#ifndef CATCHMENT_BASE_CALENDAR_H
#define CATCHMENT_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

typedef int32_t day_t;

struct date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

/* The years that calendar_parse accepts. */
#define CALENDAR_FIRST_YEAR 1800
#define CALENDAR_LAST_YEAR 2200

/* Bytes that calendar_format writes, with the end mark. */
#define CALENDAR_TEXT_SIZE 11

/* The mean length of a year in days, for rates and lengths of time. */
#define CALENDAR_DAYS_PER_YEAR 365.25

enum { CALENDAR_MONTHS_PER_YEAR = 12 };

/* Whether the month has such a day; any year. */
bool calendar_is_valid(struct date date);

/* The day of a valid date. */
day_t calendar_day(struct date date);

/* The date of a day. */
struct date calendar_date(day_t day);

/*
 * Reads YYYY-MM-DD, exactly ten characters. Errors: STATUS_MALFORMED for another form or an impossible date,
 * STATUS_OUT_OF_RANGE for a year before 1800 or after 2200; *day is then untouched.
 */
enum status calendar_parse(const char *iso, day_t *day);

/* Writes YYYY-MM-DD; a year outside 0 to 9999 is written as the nearest of these two. */
void calendar_format(day_t day, char out[CALENDAR_TEXT_SIZE]);

/* Whether the day is the first of its month. */
bool calendar_is_month_start(day_t day);

/* Whether it is the first of January, April, July or October. */
bool calendar_is_quarter_start(day_t day);

/* The first day of the month after that of `day`. */
day_t calendar_next_month(day_t day);

/* How many months the month of `last` comes after the month of `first`; the days of the month do not matter. */
int32_t calendar_months_between(day_t first, day_t last);

/* The same day `months` months later (earlier if negative), or the last day of that month if it has no such day. */
day_t calendar_add_months(day_t day, int32_t months);

/* 0 Monday to 6 Sunday. */
int calendar_weekday(day_t day);

/* Completed years of age; who is born on 29 February completes a year on 1 March when there is no 29th. */
int32_t calendar_age_years(day_t birth, day_t today);

/* The year in which the financial year (1 April to 31 March) of this day starts. */
int32_t calendar_financial_year(day_t day);

/* The month of the financial year: 1 April to 12 March. */
int calendar_financial_month(day_t day);

#endif
