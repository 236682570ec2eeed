/* Hastening discharge from emergency stays, and letting it take its time again. */
#include <math.h>
#include <stdio.h>

#include "market/move_table.h"

enum { PERCENT = 100 };

/* Bed days of a service, a year at the rate of the month. */
static double days_of(const struct meeting *meeting, enum service service)
{
    return (double)meeting_count(meeting, service, MEASURE_BED_DAYS).own * CALENDAR_MONTHS_PER_YEAR;
}

/* Planned admissions against what they are, when so many bed days a year are freed: those that lack beds take them, as
 * far as their theatres go. */
static double planned_then(const struct meeting *meeting, double freed)
{
    const double days = days_of(meeting, SERVICE_ELECTIVE_INPATIENT);
    const double most = meeting_full_share(meeting, SERVICE_ELECTIVE_INPATIENT) /
                        fmax(1e-9, meeting_used_share(meeting, SERVICE_ELECTIVE_INPATIENT));

    if (days <= 0 || !meeting_is_full(meeting, SERVICE_EMERGENCY_INPATIENT)) {
        return 1;
    }
    return fmax(0, fmin(1 + freed / days, fmax(1, most)));
}

/* With stays at `ratio` of what they are. */
static enum status foresee_stays(const struct meeting *meeting, double ratio, double days, struct prospect *prospect)
{
    const struct forecast stays = {PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT),
                                   FORECAST_MEASURE(MEASURE_BED_DAYS) | FORECAST_MEASURE(MEASURE_EXCESS_BED_DAYS),
                                   ratio};
    const double freed = (1 - ratio) * days, planned_ratio = planned_then(meeting, freed);
    const struct forecast planned = {PAYMENT_SERVICE_BIT(SERVICE_ELECTIVE_INPATIENT), FORECAST_ALL_MEASURES,
                                     planned_ratio};
    double income = 0, cost = 0, more_income = 0, more_cost = 0;
    enum status status = forecast_change(meeting, &stays, &income, &cost);

    if (status == STATUS_OK) {
        status = forecast_change(meeting, &planned, &more_income, &more_cost);
    }
    prospect->surplus = (income - cost + more_income - more_cost) / meeting->turnover;
    prospect->outlay = fmax(0, freed) * meeting->rules->discharge_cost_pounds / meeting->turnover;
    prospect->in_hospital = true;
    snprintf(prospect->reason, sizeof prospect->reason,
             "emergency stays %+.1f%%, %.0f bed days a year freed, planned admissions %+.1f%%", PERCENT * (ratio - 1),
             freed, PERCENT * (planned_ratio - 1));
    return status;
}

static enum status foresee_hastening(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                     bool *is_open)
{
    const double ratio = 1 - meeting->rules->stay_step, days = days_of(meeting, SERVICE_EMERGENCY_INPATIENT);

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
    const double days = days_of(meeting, SERVICE_EMERGENCY_INPATIENT);

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
