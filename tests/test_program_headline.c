#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "program/headline.h"

/* A world by hand: one locality, a hospital of 20 beds with one service line, and no market. */
static struct district district;
static struct line line;
static struct site site = {.beds = 20};
static struct world world = {.area = {.locality_count = 1},
                             .care = {.supply = {.lines = &line, .sites = &site, .line_count = 1, .site_count = 1}},
                             .districts = &district};

static void live_month(int64_t opening, size_t living)
{
    district.census = (struct census){.opening = opening, .births = 3};
    district.census.deaths[0][19][SEX_MALE] = 1;
    district.census.deaths[4][18][SEX_FEMALE] = 2;
    district.people.living = living;
    district.care = (struct care_month){0};
    district.care.emergency_admissions[0][0] = 4;
    district.care.emergency_admissions[4][19] = 6;
    district.care.consultations[2][5] = 500;
    district.care.attendances[2][5] = 50;
    line.month.bed_days = 300;
    line.month.delayed_days = 60;
}

/* The line of that name in a report, without the spaces between. */
static void expect_line(const char *report, const char *name, const char *value)
{
    const char *line_start = strstr(report, name);

    cr_assert_not_null(line_start, "%s", name);
    line_start += strlen(name);
    line_start += strspn(line_start, " ");
    cr_assert_eq(strncmp(line_start, value, strlen(value)), 0, "%s: %.20s", name, line_start);
}

Test(program_headline, sums_of_two_months)
{
    struct headline headline = {0};

    live_month(1000, 1010);
    headline_month(&headline, &world, 30);
    live_month(1010, 1234567);
    headline_month(&headline, &world, 31);
    cr_assert_eq(headline.people_start, 1000);
    cr_assert_eq(headline.people_end, 1234567);
    cr_assert_eq(headline.births, 6);
    cr_assert_eq(headline.deaths, 6);
    cr_assert_eq(headline.emergency_admissions, 20);
    cr_assert_eq(headline.bed_days, 600);
    cr_assert_eq(headline.bed_capacity, 20 * 61);
    cr_assert_eq(headline.person_days, INT64_C(1010) * 30 + INT64_C(1234567) * 31);
}

Test(program_headline, the_report_has_rates)
{
    struct headline headline = {0};
    struct text_buffer text = {0};
    const struct market market = {0};

    live_month(1461, 1461);
    headline_month(&headline, &world, 30);
    headline.people_end = 1234567;
    cr_assert_eq(headline_report(&headline, &market, &text), STATUS_OK);
    expect_line(text.text, "people at the start", "1,461");
    expect_line(text.text, "people at the end", "1,234,567");
    expect_line(text.text, "bed occupancy", "50.00 %");
    expect_line(text.text, "patients delayed on a day", "2.00");
    expect_line(text.text, "GP consultations a person-year", "4.17"); /* 500 in 1461 x 30 / 365.25 = 120 person-years */
    expect_line(text.text, "A&E attendances a person-year", "0.42");
    expect_line(text.text, "agents below zero:", "0");
    text_buffer_free(&text);
}

Test(program_headline, nothing_recorded_is_no_division_by_zero)
{
    const struct headline headline = {0};
    const struct market market = {0};
    struct text_buffer text = {0};

    cr_assert_eq(headline_report(&headline, &market, &text), STATUS_OK);
    expect_line(text.text, "bed occupancy", "0.00 %");
    text_buffer_free(&text);
}

Test(program_headline, agents_below_zero_are_named_the_deepest_first)
{
    enum { AGENTS = 12 };
    struct market market = {0};
    struct text_buffer text = {0};
    const struct headline headline = {0};
    int64_t income[AGENTS] = {0}, cost[AGENTS] = {0}, months[AGENTS] = {0};
    static const money_t balances[AGENTS] = {500, -100, -200, -300, -400, -500, -600, -700, -900, -900, -1000, -1100};

    ledger_init(&market.ledger);
    for (uint32_t agent = 0; agent < AGENTS; agent++) {
        char name[16];
        uint32_t id;
        snprintf(name, sizeof name, "agent-%02u", AGENTS - 1 - agent);
        cr_assert_eq(ledger_open(&market.ledger, name, ACCOUNT_PROVIDER, agent, &id), STATUS_OK);
        market.ledger.balance[id] = balances[AGENTS - 1 - agent];
    }
    market.provider_count = AGENTS;
    market.income = income;
    market.cost = cost;
    market.months_in_deficit = months;
    cr_assert_eq(headline_report(&headline, &market, &text), STATUS_OK);
    expect_line(text.text, "agents below zero: 11", "-£67.00");
    expect_line(text.text, "  agent-11", "-£11.00");
    cr_assert_lt(strstr(text.text, "agent-11"), strstr(text.text, "agent-10"));
    cr_assert_lt(strstr(text.text, "agent-08"), strstr(text.text, "agent-09"), "equal debts are in order of name");
    cr_assert_null(strstr(text.text, "agent-00"));
    cr_assert_null(strstr(text.text, "agent-01"));
    cr_assert_not_null(strstr(text.text, "  and 1 more\n"));
    ledger_free(&market.ledger);
    text_buffer_free(&text);
}
