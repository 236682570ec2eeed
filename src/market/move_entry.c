/* Entering the market, for providers that wait to, and leaving it again. An entrant expects its part of what each
 * economy uses of its services, in proportion to the capacity that it would add. */
#include <math.h>
#include <stdio.h>

#include "base/memory.h"
#include "market/move_table.h"

enum { PERCENT = 100, LEAST_STAY_MONTHS = 12 };

static bool is_of(const struct meeting *meeting, const struct line *line, uint32_t service)
{
    return line->provider == meeting->provider && (uint32_t)line->service == service;
}

/* Its part of the capacity of a service, once it is there, times the response that it expects. */
static double expected_share(const struct meeting *meeting, uint32_t service)
{
    const struct supply *supply = meeting->view->supply;
    double own = 0, all = 0;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        own += is_of(meeting, line, service) ? line->planned : 0;
        all += (uint32_t)line->service == service ? line->posts : 0;
    }
    return own + all > 0 ? meeting->rules->expected_response * own / (own + all) : 0;
}

/* All of an economy's activity of a service, by measure. */
static void count_all(const struct activity *activity, uint32_t economy, uint32_t service, int64_t *counts)
{
    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->economy == economy && row->service == service) {
            counts[row->measure] += row->count;
        }
    }
}

/* What it expects to do in a month, in the order of activity. */
static enum status expect(const struct meeting *meeting, struct activity *out)
{
    const struct market *market = meeting->view->market;
    const int32_t home = meeting->view->supply->providers[meeting->provider].economy;
    enum status status = STATUS_OK;

    for (uint32_t economy = 0; economy < market->economy_count; economy++) {
        for (uint32_t service = 0; service < SERVICE_COUNT; service++) {
            int64_t counts[MEASURE_COUNT] = {0};
            const bool offers = (market->services[meeting->provider] & PAYMENT_SERVICE_BIT(service)) != 0;
            if (!offers || (home != ANY_ECONOMY && home != (int32_t)economy)) {
                continue;
            }
            const double share = expected_share(meeting, service);
            count_all(meeting->view->activity, economy, service, counts);
            for (uint32_t measure = 0; measure < MEASURE_COUNT && status == STATUS_OK; measure++) {
                const struct activity_row row = {economy, meeting->provider, service, measure,
                                                 llround(share * (double)counts[measure])};
                status = row.count > 0 ? meeting_add_row(out, &row) : STATUS_OK;
            }
        }
    }
    return status;
}

/* What its planned capacity costs, pounds a year. */
static double planned_cost(const struct meeting *meeting)
{
    const struct supply *supply = meeting->view->supply;
    const struct provider *provider = &supply->providers[meeting->provider];
    double pounds = 0;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        pounds += line->provider == meeting->provider && service_lines[line->service].discipline != DISCIPLINE_BED
                      ? line->planned * meeting->view->rules[line->service].capacity_cost_pounds
                      : 0;
    }
    for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
        pounds += (double)supply->sites[s].planned_beds *
                  meeting->view->rules[SERVICE_EMERGENCY_INPATIENT].capacity_cost_pounds;
    }
    return pounds;
}

static enum status foresee_entry(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                 bool *is_open)
{
    const struct provider *provider = &meeting->view->supply->providers[meeting->provider];
    const double standing = planned_cost(meeting) + provider->fixed_cost_pounds + provider->pfi_charge_pounds;
    struct activity expected = {0};
    double income = 0, cost = 0;

    (void)line;
    *is_open = provider->waits && meeting->boards->opened[meeting->provider] == 0;
    if (!*is_open) {
        return STATUS_OK;
    }
    enum status status = expect(meeting, &expected);
    if (status == STATUS_OK) {
        status = forecast_activity(meeting, &expected, &income, &cost);
    }
    *is_open = income > 0;
    if (*is_open) {
        prospect->turnover = income;
        prospect->surplus = (income - cost - standing) / income;
        prospect->margin = prospect->surplus;
        prospect->outlay = meeting->rules->set_up_share * planned_cost(meeting) / income;
        prospect->capacity = prospect->activity = prospect->access = prospect->risk = 1;
        snprintf(prospect->reason, sizeof prospect->reason, "expects %.0f pounds of income a year, and to keep %.1f%%",
                 income, PERCENT * prospect->surplus);
    }
    memory_free((void **)&expected.rows);
    return status;
}

static void enter(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    const day_t next = calendar_next_month(meeting->view->day);

    (void)line;
    (void)prospect;
    meeting->boards->opened[meeting->provider] = calendar_add_months(next, (int32_t)meeting->rules->opening_months);
    meeting_spend(meeting, meeting->rules->set_up_share * planned_cost(meeting));
}

const struct move move_enter = {.foresee = foresee_entry, .make = enter};

static enum status foresee_leaving(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                   bool *is_open)
{
    const day_t opened = meeting->boards->opened[meeting->provider];
    const bool waits = meeting->view->supply->providers[meeting->provider].waits;

    (void)line;
    *is_open = !waits && opened != 0 && meeting->turnover > 0 &&
               calendar_months_between(opened, meeting->view->day) >= LEAST_STAY_MONTHS;
    prospect->surplus = (meeting->cost - meeting->income) / meeting->turnover;
    prospect->outlay = meeting->rules->closing_share * planned_cost(meeting) / meeting->turnover;
    prospect->capacity = prospect->activity = prospect->access = -1;
    snprintf(prospect->reason, sizeof prospect->reason, "%+.1f%% of turnover was kept in the quarter",
             -PERCENT * prospect->surplus);
    return STATUS_OK;
}

static void leave(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    const struct supply *supply = meeting->view->supply;
    struct boards *boards = meeting->boards;

    (void)line;
    meeting_spend(meeting, prospect->outlay * meeting->turnover);
    board_set_open(meeting->view->supply, meeting->provider, false);
    boards->opened[meeting->provider] = 0;
    for (size_t i = 0; i < supply->line_count; i++) {
        boards->opens[i] = supply->lines[i].provider == meeting->provider ? 0 : boards->opens[i];
    }
}

const struct move move_leave = {.foresee = foresee_leaving, .make = leave};
