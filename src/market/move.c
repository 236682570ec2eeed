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

enum status meeting_add_row(struct activity *activity, const struct activity_row *row)
{
    const enum status status =
        memory_reserve((void **)&activity->rows, &activity->capacity, activity->count + 1, sizeof *activity->rows);

    if (status == STATUS_OK) {
        activity->rows[activity->count++] = *row;
    }
    return status;
}

enum status meeting_begin(struct meeting *meeting, struct activity *own)
{
    const struct activity *activity = meeting->view->activity;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < activity->count && status == STATUS_OK; i++) {
        if (activity->rows[i].provider == meeting->provider) {
            status = meeting_add_row(own, &activity->rows[i]);
        }
    }
    meeting->own = own;
    return status == STATUS_OK ? forecast_activity(meeting, own, &meeting->paid, &meeting->spent) : status;
}

/* The provider's month, with what the forecast is about in proportion. */
static enum status imagine(const struct meeting *meeting, const struct forecast *forecast, struct activity *out)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < meeting->own->count && status == STATUS_OK; i++) {
        struct activity_row row = meeting->own->rows[i];
        if ((forecast->services & PAYMENT_SERVICE_BIT(row.service)) != 0 &&
            (forecast->measures & FORECAST_MEASURE(row.measure)) != 0) {
            row.count = llround((double)row.count * forecast->ratio);
        }
        status = meeting_add_row(out, &row);
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
    struct activity then = {0};
    double paid = 0, spent = 0;

    if (forecast->ratio == 1) {
        return STATUS_OK;
    }
    enum status status = imagine(meeting, forecast, &then);
    if (status == STATUS_OK) {
        status = forecast_activity(meeting, &then, &paid, &spent);
    }
    *income += paid - meeting->paid;
    *cost += spent - meeting->spent;
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

struct counted meeting_count(const struct meeting *meeting, enum service service, enum measure measure)
{
    const struct activity *activity = meeting->view->activity;
    struct counted counted = {0};

    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->service == (uint32_t)service && row->measure == (uint32_t)measure) {
            counted.own += row->provider == meeting->provider ? row->count : 0;
            counted.all += row->count;
        }
    }
    return counted;
}

void meeting_spend(const struct meeting *meeting, double pounds)
{
    meeting->boards->outlay[meeting->provider] += llround(pounds * PENCE);
}
