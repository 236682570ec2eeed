#include "care/pathway_parts.h"

#include <math.h>

enum { DAYS_PER_WEEK = 7 };

static const struct programme_parameters *parameters_of(const struct pathway *self, unsigned programme)
{
    return &self->life->population->programmes.items[programme];
}

static bool takes_people(const struct pathway *self, const struct programme_parameters *parameters)
{
    return self->life->today >= parameters->from && self->life->today <= parameters->until;
}

static bool is_eligible(const struct pathway *self, uint32_t row, unsigned programme)
{
    const struct viewpoint person = pathway_viewpoint(self, row);

    return eligibility_holds(&self->care->forks.eligible[programme], &person);
}

/* The same answer whenever somebody is asked. */
static bool accepts(const struct pathway *self, uint32_t row, unsigned programme)
{
    const struct people *people = self->life->people;
    struct random random = random_at(self->life->key, RANDOM_PURPOSE_PROGRAMME_OFFER, people->id[row], 0,
                                     self->care->forks.programme_keys[programme]);

    return random_bernoulli(&random, parameters_of(self, programme)->accepted_share);
}

static bool is_member(const struct people *people, uint32_t row, unsigned programme)
{
    return (people_programmes(people, row) >> programme & 1) != 0;
}

/* The first day after a membership that begins today. */
static day_t draw_end(const struct pathway *self, uint32_t row, unsigned programme, uint16_t days)
{
    const struct programme_parameters *parameters = parameters_of(self, programme);
    struct random random =
        pathway_draw_for(self, row, RANDOM_PURPOSE_PROGRAMME_DAYS, self->care->forks.programme_keys[programme]);
    const bool overruns = random_bernoulli(&random, parameters->overrun_share);
    double length = days;

    if (days == 0 && parameters->days <= 0) {
        return INT32_MAX;
    }
    if (days == 0) {
        length = parameters->days_spread == DAYS_SPREAD_EXPONENTIAL ? random_exponential(&random, 1 / parameters->days)
                                                                    : parameters->days;
    }
    length += overruns ? parameters->overrun_days : 0;
    return self->life->today + (day_t)fmax(ceil(length), 1);
}

enum status pathway_start_programme(const struct pathway *self, uint32_t row, unsigned programme, uint16_t site,
                                    uint16_t days)
{
    const int service = programme_service(parameters_of(self, programme));

    if (is_member(self->life->people, row, programme)) {
        return site == SITE_NONE ? STATUS_OK : pathway_release(self, row, site, (enum service)service, 1);
    }
    self->month->programmes[programme].started++;
    return life_join_programme(self->life, (struct membership){.row = row,
                                                               .since = self->life->today,
                                                               .until = draw_end(self, row, programme, days),
                                                               .site = site,
                                                               .programme = (uint16_t)programme});
}

enum status pathway_offer(const struct pathway *self, uint32_t row, unsigned programme, uint16_t days, uint8_t origin,
                          bool *taken)
{
    const struct programme_parameters *parameters = parameters_of(self, programme);
    const struct people *people = self->life->people;
    const int service = programme_service(parameters);
    const bool asked = takes_people(self, parameters) && !is_member(people, row, programme) &&
                       (service == NO_SERVICE || !pathway_waits_for(self, row, (enum service)service)) &&
                       is_eligible(self, row, programme);

    *taken = asked && accepts(self, row, programme);
    self->month->programmes[programme].offered += asked;
    self->month->programmes[programme].declined += asked && !*taken;
    if (!*taken) {
        return STATUS_OK;
    }
    if (service == NO_SERVICE) {
        return pathway_start_programme(self, row, programme, SITE_NONE, days);
    }
    const uint16_t site = pathway_catchment_site(self, people->person[row].neighbourhood, (enum service)service);
    *taken = site != SITE_NONE;
    self->month->programmes[programme].unoffered += !*taken;
    return pathway_ask(self, row, site,
                       (struct request){.service = (uint8_t)service,
                                        .urgency = origin != 0 ? SOON : ROUTINE,
                                        .amount = days,
                                        .notice_days = pathway_draw_notice(self, row, (enum service)service),
                                        .origin = origin,
                                        .programme = (uint8_t)(programme + 1)});
}

void pathway_count_members(const struct pathway *self, uint32_t row, size_t offset, int64_t count)
{
    for (programmes_t left = people_programmes(self->life->people, row); left != 0; left &= left - 1) {
        char *month = (char *)&self->month->programmes[__builtin_ctzll(left)];
        *(int64_t *)(void *)(month + offset) += count;
    }
}

/* Gives the place back. */
static enum status end_membership(const struct pathway *self, uint32_t at)
{
    const struct membership membership = self->life->people->memberships.items[at];
    const int service = programme_service(parameters_of(self, membership.programme));
    enum status status = STATUS_OK;

    life_leave_programme(self->life, at);
    self->month->programmes[membership.programme].ended++;
    if (parameters_of(self, membership.programme)->waives_charges) {
        status = pathway_reassess(self, membership.row);
    }
    return membership.site == SITE_NONE || status != STATUS_OK
               ? status
               : pathway_release(self, membership.row, membership.site, (enum service)service, 1);
}

enum status pathway_end_programmes(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (programmes_t left = people_programmes(people, row); left != 0 && status == STATUS_OK; left &= left - 1) {
        const unsigned programme = (unsigned)__builtin_ctzll(left);
        status = end_membership(self, memberships_find(&people->memberships, row, programme));
    }
    return status;
}

/* Visits and calls that come with a programme. */
static enum status have_contacts(const struct pathway *self, const struct membership *membership)
{
    const struct programme_parameters *parameters = parameters_of(self, membership->programme);
    const struct programme_use_parameters *uses = parameters->uses.items;
    const uint16_t neighbourhood = self->life->people->person[membership->row].neighbourhood;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < parameters->uses.count && status == STATUS_OK; i++) {
        const enum service service = (enum service)self->care->forks.uses[membership->programme][i];
        struct random random =
            pathway_draw_for(self, membership->row, RANDOM_PURPOSE_PROGRAMME_CONTACT,
                             self->care->forks.programme_keys[membership->programme] ^ (uint32_t)service);
        if (random_bernoulli(&random, uses[i].per_week / DAYS_PER_WEEK)) {
            status = pathway_ask(self, membership->row, pathway_catchment_site(self, neighbourhood, service),
                                 (struct request){.service = (uint8_t)service, .urgency = SOON, .amount = 1});
        }
    }
    return status;
}

/* A day in a programme; the activity of its place is a day. */
static enum status spend_day(const struct pathway *self, const struct membership *membership)
{
    const int service = programme_service(parameters_of(self, membership->programme));
    enum status status = STATUS_OK;

    self->month->programmes[membership->programme].days++;
    if (pathway_waiver(self, membership->row) == (int)membership->programme) {
        status = pathway_count_waived_day(self, membership->row);
    }
    if (status == STATUS_OK && membership->site != SITE_NONE) {
        status = pathway_count(self, membership->site, (enum service)service, MEASURE_BED_DAYS, 1);
    }
    return status == STATUS_OK ? have_contacts(self, membership) : status;
}

/* The time in a programme is up; what comes after it. */
static enum status complete(const struct pathway *self, uint32_t at)
{
    const struct membership membership = self->life->people->memberships.items[at];
    struct detour detour = {.stay_ratio = 1};
    enum status status = end_membership(self, at);

    if (status == STATUS_OK && forks_stand_at(&self->care->forks, MOMENT_ENDED, membership.programme)) {
        status = pathway_forks(self, membership.row, MOMENT_ENDED, membership.programme, &detour);
    }
    return status;
}

enum status pathway_programmes_day(const struct pathway *self)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (uint32_t at = 0; at < people->memberships.list.count && status == STATUS_OK;) {
        const struct membership membership = people->memberships.items[at];
        const bool gone = people->threshold[membership.row] == 0;
        if (!gone && membership.until <= self->life->today) {
            status = complete(self, at); /* another entry is here now */
            continue;
        }
        status = gone ? STATUS_OK : spend_day(self, &membership);
        at++;
    }
    return status;
}

static enum status review(const struct pathway *self)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (uint32_t at = 0; at < people->memberships.list.count && status == STATUS_OK;) {
        const struct membership *membership = &people->memberships.items[at];
        if (parameters_of(self, membership->programme)->review &&
            !is_eligible(self, membership->row, membership->programme)) {
            status = end_membership(self, at);
        } else {
            at++;
        }
    }
    return status;
}

/* Everybody may be found; few are, and only of them is it asked whether they are eligible. */
static enum status look_through_register(const struct pathway *self, unsigned programme)
{
    const double share = parameters_of(self, programme)->register_share_per_month;
    const uint32_t below = share < 1 ? (uint32_t)(share * 4294967296.0) : UINT32_MAX;
    struct pathway_sample found = pathway_sample_begin(self, RANDOM_PURPOSE_PROGRAMME_REGISTER,
                                                       self->care->forks.programme_keys[programme], below);
    enum status status = STATUS_OK;
    uint32_t row = 0;
    bool taken = false;

    while (status == STATUS_OK && pathway_sample_next(self, &found, &row)) {
        status = pathway_offer(self, row, programme, 0, 0, &taken);
    }
    return status;
}

enum status pathway_programmes_month(const struct pathway *self)
{
    const struct programmes *programmes = &self->life->population->programmes;
    enum status status = review(self);

    pathway_sample_targeting(self);
    for (unsigned programme = 0; programme < programmes->count && status == STATUS_OK; programme++) {
        const struct programme_parameters *parameters = &programmes->items[programme];
        if (parameters->register_share_per_month > 0 && takes_people(self, parameters)) {
            status = look_through_register(self, programme);
        }
    }
    return status;
}
