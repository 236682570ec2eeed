#include "care/pathway_parts.h"

#include <math.h>

struct viewpoint pathway_viewpoint(const struct pathway *self, uint32_t row)
{
    return (struct viewpoint){
        .people = self->life->people,
        .population = self->life->population,
        .row = row,
        .today = self->life->today,
    };
}

double pathway_number_ratio(const struct pathway *self, uint32_t row, unsigned number)
{
    const struct viewpoint person = pathway_viewpoint(self, row);

    return forks_number_ratio(&self->care->forks, &self->life->population->programmes, &person, number);
}

/* Whether the fork means this person today, and they are among the share that goes. */
static bool goes(const struct pathway *self, const struct viewpoint *person, size_t at, unsigned of)
{
    const struct fork *fork = &self->care->forks.items[at];
    const struct fork_parameters *parameters = fork->parameters;
    const uint32_t row = person->row;
    const bool here = fork->of == ANY_OF || fork->of == (int)of;

    if (!here || self->life->today < parameters->from || self->life->today > parameters->until ||
        !eligibility_holds(&fork->who, person)) {
        return false;
    }
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_FORK, fork->key);
    return random_bernoulli(&random,
                            parameters->share * pathway_number_ratio(self, row, PATHWAY_NUMBER_COUNT + (unsigned)at));
}

/* Care in a programme in place of days in hospital. */
static uint16_t days_in_programme(const struct pathway *self, uint32_t row, const struct fork *fork, unsigned of)
{
    const enum stay_kind kind = of == HAZARD_ELECTIVE_INPATIENT ? STAY_ELECTIVE : STAY_EMERGENCY;
    const double ratio = fork->parameters->days_per_stay_day;

    if (ratio <= 0) {
        return 0;
    }
    return (uint16_t)fmin(fmax(ceil(ratio * pathway_draw_stay(self, row, kind)), 1), UINT16_MAX / 2);
}

/* Whether it stands where support is asked for, without which a patient does not leave a bed. */
static bool leads_to_support(const struct fork *fork)
{
    const enum moment moment = (enum moment)fork->parameters->moment;
    const bool of_support = fork->of == ANY_OF || fork->of == SERVICE_HOME_CARE || fork->of == SERVICE_CARE_HOME;

    return moment == MOMENT_READY || (moment == MOMENT_REFUSED && of_support);
}

static uint16_t draw_notice(const struct pathway *self, uint32_t row, const struct fork *fork)
{
    const enum service service = (enum service)fork->service;
    const double mean = fork->parameters->notice_days;

    return mean > 0 ? pathway_draw_notice_of(self, row, service, mean) : pathway_draw_notice(self, row, service);
}

static enum status ask_service(const struct pathway *self, uint32_t row, size_t at, bool *taken)
{
    const struct fork *fork = &self->care->forks.items[at];
    const enum service service = (enum service)fork->service;
    const uint16_t neighbourhood = self->life->people->person[row].neighbourhood;
    const uint16_t site = pathway_catchment_site(self, neighbourhood, service);
    /* What is asked for already would not tell when the bed is free. */
    const bool too_late = leads_to_support(fork) && pathway_waits_for(self, row, service);

    *taken = site != SITE_NONE && !too_late;
    if (!*taken) {
        return STATUS_OK;
    }
    return pathway_ask(self, row, site,
                       (struct request){.service = (uint8_t)service,
                                        .urgency = SOON,
                                        .amount = 1,
                                        .notice_days = draw_notice(self, row, fork),
                                        .origin = (uint8_t)(at + 1)});
}

/* A call that there is already goes on as what it is. */
static enum status go_on_with(const struct pathway *self, const struct viewpoint *person, unsigned hazard)
{
    return hazard == HAZARD_AMBULANCE && person->call != CALL_NONE
               ? pathway_call_ambulance(self, person->row, person->call)
               : pathway_usual_way(self, person->row, hazard, 1);
}

/* The way that a fork leads; *taken is false when it is closed. */
static enum status take(const struct pathway *self, const struct viewpoint *person, size_t at, unsigned of, bool *taken)
{
    const struct fork *fork = &self->care->forks.items[at];
    const uint32_t row = person->row;

    *taken = true;
    if (fork->service != NO_SERVICE) {
        return ask_service(self, row, at, taken);
    }
    if (fork->parameters->programme >= 0) {
        return pathway_offer(self, row, (unsigned)fork->parameters->programme, days_in_programme(self, row, fork, of),
                             (uint8_t)(at + 1), taken);
    }
    return fork->need != NO_NEED ? go_on_with(self, person, (unsigned)fork->need) : STATUS_OK;
}

enum status pathway_forks(const struct pathway *self, uint32_t row, enum moment moment, unsigned of,
                          struct detour *detour)
{
    const struct forks *forks = &self->care->forks;
    const size_t first = detour->next > forks->first[moment] ? detour->next : forks->first[moment];
    struct viewpoint person = pathway_viewpoint(self, row);
    enum status status = STATUS_OK;

    person.call = pathway_call_at(self, row, moment, of);
    detour->gone = false;
    for (size_t at = first; at < forks->first[moment + 1] && !detour->gone && status == STATUS_OK; at++) {
        const struct fork_parameters *parameters = forks->items[at].parameters;
        bool taken = false;
        if (!goes(self, &person, at, of)) {
            continue;
        }
        status = take(self, &person, at, of, &taken);
        *(taken ? &self->month->forks[at].taken : &self->month->forks[at].unoffered) += 1;
        detour->gone = taken && parameters->instead;
        detour->stay_ratio *= taken && !parameters->instead ? parameters->stay_ratio : 1;
        detour->next = at + 1;
    }
    return status;
}

/* Goes on from the fork that did not do: to the forks after it, and to what comes without them. One that is of anything
 * has not kept of what it was; the forks after it that are of anything too come next. */
static enum status go_on(const struct pathway *self, uint32_t row, uint16_t origin)
{
    const struct fork *fork = &self->care->forks.items[origin - 1];
    const enum moment moment = (enum moment)fork->parameters->moment;

    self->month->forks[origin - 1].went_on++;
    switch (moment) {
    case MOMENT_NEED:
        return pathway_need_from(self, row, (unsigned)fork->of, origin);
    case MOMENT_REFUSED:
        return pathway_refused_from(self, row, (enum service)fork->of, origin);
    case MOMENT_READY:
        return pathway_ready_from(self, row, origin);
    default:
        return pathway_forks(self, row, moment, (unsigned)fork->of, &(struct detour){.next = origin, .stay_ratio = 1});
    }
}

enum status pathway_fork_served(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const struct fork *fork = &self->care->forks.items[outcome->origin - 1];
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_FORK_SUFFICES, fork->key);

    if (!random_bernoulli(&random, fork->parameters->suffices_share) && fork->parameters->instead) {
        return go_on(self, row, outcome->origin);
    }
    self->month->forks[outcome->origin - 1].sufficed++;
    return fork->parameters->instead && leads_to_support(fork) ? pathway_support_is_there(self, row) : STATUS_OK;
}

enum status pathway_fork_refused(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const struct fork *fork = &self->care->forks.items[outcome->origin - 1];

    self->month->forks[outcome->origin - 1].refused++;
    return fork->parameters->instead ? go_on(self, row, outcome->origin) : STATUS_OK;
}
