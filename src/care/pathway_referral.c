/* Planned procedures: referral, first outpatient attendance, decision to treat, procedure, and the clock of it. */
#include <math.h>

#include "care/pathway_parts.h"

/* A clinic of the provider that is to do the procedure, by choice among its sites; if it has none, any by choice. */
static uint16_t clinic_for(const struct pathway *self, uint32_t row, uint16_t site)
{
    const struct supply *supply = &self->care->supply;
    const uint16_t neighbourhood = self->life->people->person[row].neighbourhood;
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_OUTPATIENT_FIRST);
    const uint16_t clinic =
        choice_draw_of_provider(&self->care->choice, supply, neighbourhood, SERVICE_OUTPATIENT_FIRST,
                                supply->sites[site].provider, random_unit(&random));

    return clinic != SITE_NONE ? clinic : pathway_choose_site(self, row, SERVICE_OUTPATIENT_FIRST);
}

/* Of those whom a first attendance leads to it, whoever waits for one already needs no second. */
static bool goes_straight_to_list(const struct pathway *self, uint32_t row, enum service procedure)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_REFERRAL, (uint32_t)procedure);

    return random_bernoulli(&random, self->care->parameters->straight_to_list_share) ||
           pathway_waits_for(self, row, SERVICE_OUTPATIENT_FIRST);
}

uint16_t pathway_days_at_forks(const struct pathway *self, unsigned hazard)
{
    const struct outcome *heard = self->heard;

    if (heard == NULL || heard->origin == 0) {
        return 0;
    }
    const struct fork *fork = &self->care->forks.items[heard->origin - 1];
    return fork->parameters->moment == MOMENT_NEED && fork->of == (int)hazard ? pathway_days_since_referral(heard) : 0;
}

uint16_t pathway_days_since_referral(const struct outcome *outcome)
{
    const unsigned days = (unsigned)outcome->referred_days + outcome->waited + 1;

    return (uint16_t)(days < REFERRED_DAYS_MOST ? days : REFERRED_DAYS_MOST);
}

/* Days until the procedure is due. Where that is after 18 weeks since the referral, some are booked within them, on any
 * day that is left. */
static uint16_t notice_of_procedure(const struct pathway *self, uint32_t row, const struct request *request)
{
    const int left = DAYS_OF_18_WEEKS - (int)request->referred_days;
    const uint16_t notice = pathway_draw_notice(self, row, (enum service)request->service);
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_BOOKING, request->service);

    if (request->referred_days == 0 || left < 0 || notice <= left ||
        !random_bernoulli(&random, self->care->parameters->booked_within_18_weeks_share)) {
        return notice;
    }
    return (uint16_t)random_below(&random, (uint32_t)left + 1);
}

static enum status ask_procedure(const struct pathway *self, uint32_t row, uint16_t site, struct request request)
{
    request.urgency = ROUTINE;
    request.flags = request.amount > 0 ? pathway_draw_support(self, row) : 0;
    request.notice_days = notice_of_procedure(self, row, &request);
    return pathway_ask(self, row, site, request);
}

static enum status begin_procedure(const struct pathway *self, uint32_t row, enum service procedure, unsigned hazard,
                                   double stay_ratio)
{
    const double days = procedure == SERVICE_DAY_CASE ? 0 : stay_ratio * pathway_draw_stay(self, row, STAY_ELECTIVE);
    const uint16_t site = pathway_accepting_site(self, row, procedure, pathway_choose_site(self, row, procedure));
    const bool straight = site == SITE_NONE || goes_straight_to_list(self, row, procedure);
    const uint16_t clinic = straight ? SITE_NONE : clinic_for(self, row, site);
    struct request request = {.service = (uint8_t)procedure, .amount = (uint16_t)lround(days)};

    if (clinic == SITE_NONE) {
        return ask_procedure(self, row, site, request);
    }
    if (pathway_waits_for(self, row, procedure)) {
        return STATUS_OK;
    }
    const enum status status = pathway_keep_site(self, row, procedure, site);
    if (status != STATUS_OK) {
        return status;
    }
    request.service = SERVICE_OUTPATIENT_FIRST;
    request.urgency = ROUTINE;
    request.flags = procedure == SERVICE_DAY_CASE ? REQUEST_DAY_CASE : REQUEST_STAY;
    request.notice_days = pathway_draw_notice(self, row, SERVICE_OUTPATIENT_FIRST);
    request.referred_days = pathway_days_at_forks(self, hazard);
    return pathway_ask(self, row, clinic, request);
}

enum status pathway_need_procedure(const struct pathway *self, uint32_t row, unsigned hazard, double stay_ratio)
{
    const enum service procedure = hazard == HAZARD_DAY_CASE ? SERVICE_DAY_CASE : SERVICE_ELECTIVE_INPATIENT;

    return pathway_is_referred(self, row, procedure) ? begin_procedure(self, row, procedure, hazard, stay_ratio)
                                                     : STATUS_OK;
}

bool pathway_leads_to_procedure(const struct outcome *outcome)
{
    return outcome->service == SERVICE_OUTPATIENT_FIRST && (outcome->flags & (REQUEST_DAY_CASE | REQUEST_STAY)) != 0;
}

enum status pathway_decide_to_treat(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const enum service procedure =
        (outcome->flags & REQUEST_DAY_CASE) != 0 ? SERVICE_DAY_CASE : SERVICE_ELECTIVE_INPATIENT;

    return ask_procedure(self, row,
                         pathway_kept_site(self, row, procedure, self->life->people->person[row].neighbourhood),
                         (struct request){.service = (uint8_t)procedure,
                                          .amount = outcome->amount,
                                          .referred_days = pathway_days_since_referral(outcome)});
}
