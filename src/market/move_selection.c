/* Turning the frail away from planned care, and taking them again. They cost more than others and pay no more; where
 * others wait, the room that they leave is taken, and where none do, their payment is lost. */
#include <math.h>
#include <stdio.h>

#include "market/move_table.h"

enum { PERCENT = 100 };

static const enum service planned[] = {SERVICE_ELECTIVE_INPATIENT, SERVICE_DAY_CASE};
enum { PLANNED = sizeof planned / sizeof planned[0] };

/* `more` of the frail turned away in one service, added to what it brings. Where others wait they take the room, which
 * is that of more than one of them, at the same cost. */
static enum status foresee_service(const struct meeting *meeting, enum service service, double more, double *income,
                                   double *cost, double *given)
{
    const double patients = more * meeting->rules->frail_share, ratio = meeting->rules->frail_cost_ratio;
    const struct forecast forecast = {PAYMENT_SERVICE_BIT(service), FORECAST_ALL_MEASURES, 1 - patients};
    const bool replaced = meeting_is_full(meeting, service);
    double paid = 0, spent = 0;
    const enum status status = forecast_change(meeting, &forecast, &paid, &spent);

    *income += replaced ? -paid * (ratio - 1) : paid;
    *cost += replaced ? 0 : spent * ratio;
    *given += replaced ? patients * (ratio - 1) : -patients;
    return status;
}

static enum status foresee_selection(const struct meeting *meeting, double more, struct prospect *prospect)
{
    double income = 0, cost = 0, given = 0;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < PLANNED && status == STATUS_OK; i++) {
        status = foresee_service(meeting, planned[i], more, &income, &cost, &given);
    }
    prospect->surplus = (income - cost) / meeting->turnover;
    prospect->activity = given / PLANNED;
    prospect->access = -more * meeting->rules->frail_share;
    prospect->in_hospital = true;
    prospect->is_planned = true;
    snprintf(prospect->reason, sizeof prospect->reason, "%+.0f%% of the frail turned away from planned care",
             PERCENT * more);
    return status;
}

static bool gives_planned_care(const struct meeting *meeting)
{
    const uint64_t services = meeting->view->market->services[meeting->provider];

    return (services & (PAYMENT_SERVICE_BIT(SERVICE_ELECTIVE_INPATIENT) | PAYMENT_SERVICE_BIT(SERVICE_DAY_CASE))) != 0;
}

static enum status foresee_turning(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                   bool *is_open)
{
    const double step = meeting->rules->selection_step;

    (void)line;
    *is_open = gives_planned_care(meeting) &&
               meeting->boards->turned_away_share[meeting->provider] + step <= meeting->rules->most_turned_away_share;
    return *is_open ? foresee_selection(meeting, step, prospect) : STATUS_OK;
}

static void turn_away(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    (void)prospect;
    meeting->boards->turned_away_share[meeting->provider] += meeting->rules->selection_step;
}

const struct move move_turn_away = {.foresee = foresee_turning, .make = turn_away};

static double taken_again(const struct meeting *meeting)
{
    return fmin(meeting->rules->selection_step, meeting->boards->turned_away_share[meeting->provider]);
}

static enum status foresee_taking(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                  bool *is_open)
{
    (void)line;
    *is_open = gives_planned_care(meeting) && taken_again(meeting) > 0;
    return *is_open ? foresee_selection(meeting, -taken_again(meeting), prospect) : STATUS_OK;
}

static void take_again(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    (void)prospect;
    meeting->boards->turned_away_share[meeting->provider] -= taken_again(meeting);
}

const struct move move_take_again = {.foresee = foresee_taking, .make = take_again};
