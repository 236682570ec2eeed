/* Spending on quality, and saving on it. Quality draws patients where they choose by it, as far as there is room for
 * them. */
#include <stdio.h>

#include "market/move_table.h"

enum { PERCENT = 100, PENCE = 100 };

/* Patients gained or lost with so much quality, in proportion: the logit of choice near where it is. A full service
 * neither gains nor loses, since others wait. */
static double drawn(const struct meeting *meeting, enum service service, double more)
{
    const struct service_rules_parameters *rules = &meeting->view->rules[service];
    const struct counted served = meeting_count(meeting, service, MEASURE_SERVED);

    if (rules->options <= 1 || served.own == 0 || meeting_used_share(meeting, service) >= meeting->rules->full_share) {
        return 0;
    }
    return rules->quality_weight * more * (1 - (double)served.own / (double)served.all);
}

/* Costs that do not follow activity, which are those that quality raises; pounds a year. */
static double standing_costs(const struct meeting *meeting)
{
    const struct market *market = meeting->view->market;
    const struct cost_provider *costs = &market->terms[market->in_force].costs.providers[meeting->provider];
    money_t pence = 0;

    for (size_t i = 0; i < costs->standing_count; i++) {
        pence += costs->standing[i].purpose == PURPOSE_PAY_AND_GOODS ? costs->standing[i].annual_pence : 0;
    }
    return (double)pence / PENCE;
}

static enum status foresee_quality(const struct meeting *meeting, double more, struct prospect *prospect)
{
    double surplus = -more * meeting->rules->quality_cost_share * standing_costs(meeting);
    double most = 0;
    enum status status = STATUS_OK;

    for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        const double ratio = drawn(meeting, (enum service)service, more);
        const struct forecast forecast = {PAYMENT_SERVICE_BIT(service), FORECAST_ALL_MEASURES, 1 + ratio};
        double income = 0, cost = 0;
        status = forecast_change(meeting, &forecast, &income, &cost);
        surplus += income - cost;
        most = ratio > most || -ratio > most ? (ratio > 0 ? ratio : -ratio) : most;
    }
    prospect->surplus = surplus / meeting->turnover;
    prospect->quality = more;
    prospect->risk = more > 0 ? 1 : 0;
    snprintf(prospect->reason, sizeof prospect->reason, "quality %+.2f, up to %.1f%% of patients %s", more,
             PERCENT * most, more > 0 ? "gained" : "lost");
    return status;
}

static bool is_within_range(const struct meeting *meeting, double more)
{
    const double then = meeting->boards->quality[meeting->provider] + more;
    const double range = meeting->rules->quality_range * (1 + 1e-9);

    return then <= range && then >= -range;
}

static enum status foresee_raising(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                   bool *is_open)
{
    const double more = meeting->rules->quality_step;

    (void)line;
    *is_open = is_within_range(meeting, more);
    return *is_open ? foresee_quality(meeting, more, prospect) : STATUS_OK;
}

static void raise_quality(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    meeting->boards->quality[meeting->provider] += prospect->quality;
}

const struct move move_raise_quality = {.foresee = foresee_raising, .make = raise_quality};

static enum status foresee_saving(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                  bool *is_open)
{
    const double more = -meeting->rules->quality_step;

    (void)line;
    *is_open = is_within_range(meeting, more);
    return *is_open ? foresee_quality(meeting, more, prospect) : STATUS_OK;
}

const struct move move_save_on_quality = {.foresee = foresee_saving, .make = raise_quality};
