#include "program/headline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The most agents in the red that are named. */
enum { NAMED_AGENTS = 10 };

static int64_t sum(const int64_t *counts, size_t n)
{
    int64_t total = 0;

    for (size_t i = 0; i < n; i++) {
        total += counts[i];
    }
    return total;
}

static void add_district(struct headline *self, const struct district *district)
{
    const struct census *census = &district->census;
    const struct care_month *care = &district->care;
    const size_t cells = sizeof care->consultations / sizeof(int64_t);
    const uint32_t *deaths = &census->deaths[0][0][0];

    self->births += census->births;
    for (size_t i = 0; i < sizeof census->deaths / sizeof *deaths; i++) {
        self->deaths += deaths[i];
    }
    self->emergency_admissions += sum(&care->emergency_admissions[0][0], cells);
    self->consultations += sum(&care->consultations[0][0], cells);
    self->attendances += sum(&care->attendances[0][0], cells);
}

static int64_t opening_people(const struct world *world)
{
    int64_t people = 0;

    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        people += world->districts[locality].census.opening;
    }
    return people;
}

void headline_month(struct headline *self, const struct world *world, day_t days)
{
    const struct supply *supply = &world->care.supply;

    if (self->days == 0) {
        self->people_start = (uint64_t)opening_people(world);
    }
    self->people_end = world_people(world);
    self->days += days;
    self->person_days += (int64_t)self->people_end * days;
    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        add_district(self, &world->districts[locality]);
    }
    for (size_t line = 0; line < supply->line_count; line++) {
        self->bed_days += supply->lines[line].month.bed_days;
        self->delayed_days += supply->lines[line].month.delayed_days;
    }
    for (size_t site = 0; site < supply->site_count; site++) {
        self->bed_capacity += supply->sites[site].beds * days;
    }
}

static enum status append_counts(const struct headline *self, struct text_buffer *out)
{
    const struct {
        const char *name;
        uint64_t count;
    } rows[] = {
        {"people at the start", self->people_start},
        {"people at the end", self->people_end},
        {"births", (uint64_t)self->births},
        {"deaths", (uint64_t)self->deaths},
        {"emergency admissions", (uint64_t)self->emergency_admissions},
        {"bed days", (uint64_t)self->bed_days},
    };
    char count[TEXT_COUNT_SIZE];
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0] && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "%-40s %16s\n", rows[i].name, text_format_count(rows[i].count, count));
    }
    return status;
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static enum status append_rates(const struct headline *self, struct text_buffer *out)
{
    const double person_years = (double)self->person_days / CALENDAR_DAYS_PER_YEAR;
    const struct {
        const char *name, *unit;
        double value;
    } rows[] = {
        {"bed occupancy", " %", 100 * ratio((double)self->bed_days, (double)self->bed_capacity)},
        {"patients delayed on a day", "", ratio((double)self->delayed_days, (double)self->days)},
        {"GP consultations a person-year", "", ratio((double)self->consultations, person_years)},
        {"A&E attendances a person-year", "", ratio((double)self->attendances, person_years)},
    };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0] && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "%-40s %16.2f%s\n", rows[i].name, rows[i].value, rows[i].unit);
    }
    return status;
}

struct debt {
    const char *name;
    money_t balance;
};

/* The deepest first, then by name. */
static int compare_debts(const void *left, const void *right)
{
    const struct debt *a = left, *b = right;

    if (a->balance != b->balance) {
        return a->balance < b->balance ? -1 : 1;
    }
    return strcmp(a->name, b->name);
}

static enum status append_debt(const char *name, money_t balance, struct text_buffer *out)
{
    char money[MONEY_TEXT_SIZE];

    money_format(balance, money, sizeof money);
    /* The pound sign has two bytes and one place. */
    return text_buffer_append_format(out, "%-40s %17s\n", name, money);
}

static enum status append_debts(const struct debt *debts, size_t count, struct text_buffer *out)
{
    char name[64];
    money_t total = 0;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = money_add(total, debts[i].balance, &total);
    }
    if (status == STATUS_OK) {
        snprintf(name, sizeof name, "agents below zero: %zu", count);
        status = count == 0 ? text_buffer_append_format(out, "%s\n", name) : append_debt(name, total, out);
    }
    for (size_t i = 0; i < count && i < NAMED_AGENTS && status == STATUS_OK; i++) {
        snprintf(name, sizeof name, "  %.60s", debts[i].name);
        status = append_debt(name, debts[i].balance, out);
    }
    if (status == STATUS_OK && count > NAMED_AGENTS) {
        status = text_buffer_append_format(out, "  and %zu more\n", count - NAMED_AGENTS);
    }
    return status;
}

static enum status append_agents(const struct market *market, struct text_buffer *out)
{
    const uint32_t agents = market_agent_count(market);
    struct debt *debts = NULL;
    size_t count = 0;
    enum status status = memory_allocate((void **)&debts, agents, sizeof *debts);

    if (status != STATUS_OK) {
        return status;
    }
    for (uint32_t agent = 0; agent < agents; agent++) {
        const money_t balance = market_finance(market, agent).balance;
        if (balance < 0) {
            debts[count++] = (struct debt){ledger_account(&market->ledger, agent).name, balance};
        }
    }
    if (count > 0) {
        qsort(debts, count, sizeof *debts, compare_debts);
    }
    status = append_debts(debts, count, out);
    memory_free((void **)&debts);
    return status;
}

enum status headline_report(const struct headline *self, const struct market *market, struct text_buffer *out)
{
    enum status status = append_counts(self, out);

    if (status == STATUS_OK) {
        status = append_rates(self, out);
    }
    return status == STATUS_OK ? append_agents(market, out) : status;
}
