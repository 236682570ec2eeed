/* Hastening discharge from emergency stays, and letting it take its time again. */
#include <stdio.h>

#include "market/move_table.h"

enum { PERCENT = 100 };

/* Bed days of its emergency stays, a year at the rate of the month. */
static double emergency_days(const struct meeting *meeting)
{
    const struct activity *activity = meeting->view->activity;
    int64_t days = 0;

    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->provider == meeting->provider && row->service == SERVICE_EMERGENCY_INPATIENT &&
            row->measure == MEASURE_BED_DAYS) {
            days += row->count;
        }
    }
    return (double)days * CALENDAR_MONTHS_PER_YEAR;
}

/* With stays at `ratio` of what they are. */
static enum status foresee_stays(const struct meeting *meeting, double ratio, double days, struct prospect *prospect)
{
    const struct forecast forecast = {PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT),
                                      FORECAST_MEASURE(MEASURE_BED_DAYS) | FORECAST_MEASURE(MEASURE_EXCESS_BED_DAYS),
                                      ratio};
    const double saved = ratio < 1 ? (1 - ratio) * days : 0;
    double income = 0, cost = 0;
    const enum status status = forecast_change(meeting, &forecast, &income, &cost);

    prospect->surplus = (income - cost) / meeting->turnover;
    prospect->outlay = saved * meeting->rules->discharge_cost_pounds / meeting->turnover;
    prospect->in_hospital = true;
    snprintf(prospect->reason, sizeof prospect->reason, "emergency stays %+.1f%%, %.0f bed days a year",
             PERCENT * (ratio - 1), (1 - ratio) * days);
    return status;
}

static enum status foresee_hastening(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                     bool *is_open)
{
    const double ratio = 1 - meeting->rules->stay_step, days = emergency_days(meeting);

    (void)line;
    *is_open = days > 0 && meeting->boards->stay_ratio[meeting->provider] * ratio >= meeting->rules->least_stay_ratio;
    return *is_open ? foresee_stays(meeting, ratio, days, prospect) : STATUS_OK;
}

static void hasten(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    meeting->boards->stay_ratio[meeting->provider] *= 1 - meeting->rules->stay_step;
    meeting_spend(meeting, prospect->outlay * meeting->turnover);
}

const struct move move_hasten_discharge = {.foresee = foresee_hastening, .make = hasten};

static double relaxed(const struct meeting *meeting)
{
    return move_back(meeting->boards->stay_ratio[meeting->provider], meeting->rules->stay_step);
}

static enum status foresee_relaxing(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                    bool *is_open)
{
    const double days = emergency_days(meeting);

    (void)line;
    *is_open = days > 0 && meeting->boards->stay_ratio[meeting->provider] < 1;
    return *is_open ? foresee_stays(meeting, relaxed(meeting), days, prospect) : STATUS_OK;
}

static void relax(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    (void)prospect;
    meeting->boards->stay_ratio[meeting->provider] *= relaxed(meeting);
}

const struct move move_relax_discharge = {.foresee = foresee_relaxing, .make = relax};
