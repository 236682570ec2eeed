#include "market/move.h"

#include <math.h>

#include "base/memory.h"
#include "market/move_table.h"

#define MOVE(id, name, word, mechanism, meaning) &move_##name,
const struct move *const moves[MOVE_COUNT] = {
#include "scenario/moves.def"
};
#undef MOVE

enum { PENCE = 100 };

static double pounds_a_year(money_t pence)
{
    return (double)pence / PENCE * CALENDAR_MONTHS_PER_YEAR;
}

/* The provider's rows of a month, those that the forecast is about in proportion. */
static enum status imagine(const struct meeting *meeting, const struct forecast *forecast, struct activity *out)
{
    const struct activity *activity = meeting->view->activity;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < activity->count && status == STATUS_OK; i++) {
        struct activity_row row = activity->rows[i];
        if (row.provider != meeting->provider) {
            continue;
        }
        if ((forecast->services & PAYMENT_SERVICE_BIT(row.service)) != 0 &&
            (forecast->measures & FORECAST_MEASURE(row.measure)) != 0) {
            row.count = llround((double)row.count * forecast->ratio);
        }
        status = memory_reserve((void **)&out->rows, &out->capacity, out->count + 1, sizeof *out->rows);
        if (status == STATUS_OK) {
            out->rows[out->count++] = row;
        }
    }
    return status;
}

enum status forecast_activity(const struct meeting *meeting, const struct activity *activity, double *income,
                              double *cost)
{
    const struct board_view *view = meeting->view;
    struct market_terms *terms = &view->market->terms[view->market->in_force];
    money_t paid = 0, spent = 0;
    enum status status = contracts_foresee(&terms->contracts, &view->market->ledger, activity, view->lists,
                                           meeting->provider, view->day, &paid);

    if (status == STATUS_OK) {
        status = costs_foresee(&terms->costs, meeting->provider, activity, &spent);
    }
    *income = pounds_a_year(paid);
    *cost = pounds_a_year(spent);
    return status;
}

enum status forecast_change(const struct meeting *meeting, const struct forecast *forecast, double *income,
                            double *cost)
{
    const struct forecast unchanged = {.ratio = 1};
    struct activity now = {0}, then = {0};
    double income_now = 0, cost_now = 0;
    enum status status = imagine(meeting, &unchanged, &now);

    if (status == STATUS_OK) {
        status = imagine(meeting, forecast, &then);
    }
    if (status == STATUS_OK) {
        status = forecast_activity(meeting, &now, &income_now, &cost_now);
    }
    if (status == STATUS_OK) {
        status = forecast_activity(meeting, &then, income, cost);
    }
    *income -= income_now;
    *cost -= cost_now;
    memory_free((void **)&now.rows);
    memory_free((void **)&then.rows);
    return status;
}

double meeting_size_cost(const struct meeting *meeting, const struct line *line)
{
    return board_size(meeting->view->supply, line) * meeting->view->rules[line->service].capacity_cost_pounds;
}

double meeting_used_share(const struct meeting *meeting, enum service service)
{
    const struct boards *boards = meeting->boards;
    double offered = 0, used = 0;

    for (size_t i = 0; i < boards->line_count; i++) {
        const struct line *line = &meeting->view->supply->lines[i];
        if (line->provider == meeting->provider && line->service == service) {
            offered += boards->offered[i];
            used += boards->used[i];
        }
    }
    return offered > 0 ? used / offered : 1;
}

double meeting_full_share(const struct meeting *meeting, enum service service)
{
    if (service_lines[service].discipline == DISCIPLINE_BED) {
        return meeting->rules->full_beds_share;
    }
    return meeting->view->rules[service].longest_wait_days <= 1 ? meeting->rules->full_urgent_share
                                                                : meeting->rules->full_share;
}

static bool is_full(const struct meeting *meeting, enum service service)
{
    return meeting_used_share(meeting, service) >= meeting_full_share(meeting, service);
}

bool meeting_is_full(const struct meeting *meeting, enum service service)
{
    return is_full(meeting, service) ||
           (service == SERVICE_ELECTIVE_INPATIENT && is_full(meeting, SERVICE_EMERGENCY_INPATIENT));
}

struct served meeting_served(const struct meeting *meeting, enum service service)
{
    const struct activity *activity = meeting->view->activity;
    struct served served = {0};

    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->service == service && row->measure == MEASURE_SERVED) {
            served.own += row->provider == meeting->provider ? row->count : 0;
            served.all += row->count;
        }
    }
    return served;
}

void meeting_spend(const struct meeting *meeting, double pounds)
{
    meeting->boards->outlay[meeting->provider] += llround(pounds * PENCE);
}
