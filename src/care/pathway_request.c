#include "care/pathway_parts.h"

uint32_t pathway_wait_bit(enum service service)
{
    return UINT32_C(1) << (unsigned)service;
}

bool pathway_waits_for(const struct pathway *self, uint32_t row, enum service service)
{
    return (self->life->people->person[row].waiting & pathway_wait_bit(service)) != 0;
}

struct random pathway_draw_for(const struct pathway *self, uint32_t row, enum random_purpose purpose, uint32_t index)
{
    return random_at(self->life->key, purpose, self->life->people->id[row], self->life->today, index);
}

struct pathway_sample pathway_sample_begin(const struct pathway *self, enum random_purpose purpose, uint32_t index,
                                           uint32_t below)
{
    const struct random_key key = random_key_make(self->life->key.value + purpose, index);

    return (struct pathway_sample){.day = random_day_key(key, self->life->today), .below = below};
}

bool pathway_sample_next(const struct pathway *self, struct pathway_sample *sample, uint32_t *row)
{
    const struct people *people = self->life->people;

    while (sample->next < people->rows) {
        const uint32_t at = sample->next++;
        if (random_scan(sample->day, people->id[at]) < sample->below && people_holds(people, at)) {
            *row = at;
            return true;
        }
    }
    return false;
}

uint16_t pathway_catchment_site(const struct pathway *self, uint16_t neighbourhood, enum service service)
{
    return choice_nearest(&self->care->choice, neighbourhood, service, 0);
}

uint16_t pathway_choose_site(const struct pathway *self, uint32_t row, enum service service)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_CHOICE, (uint32_t)service);

    return choice_draw(&self->care->choice, self->life->people->person[row].neighbourhood, service,
                       random_unit(&random));
}

/* Where a person keeps the site of a service in a column; NULL for those that go by tie or by catchment. */
static uint16_t *column_of(const struct pathway *self, uint32_t row, enum service service)
{
    struct people *people = self->life->people;

    switch (service) {
    case SERVICE_GP:
        return &people->person[row].practice;
    case SERVICE_ACCIDENT_EMERGENCY:
    case SERVICE_EMERGENCY_INPATIENT:
        return &people->use[row].emergency_site;
    case SERVICE_OUTPATIENT_FIRST:
        return &people->use[row].outpatient_site;
    case SERVICE_OUTPATIENT_FOLLOW_UP:
        return &people->use[row].follow_up_site;
    default:
        return NULL;
    }
}

/* Whether the site of a service is kept in a tie, and in which. */
static bool tie_of(enum service service, enum tie_kind *tie)
{
    switch (service) {
    case SERVICE_ELECTIVE_INPATIENT:
        *tie = TIE_ELECTIVE;
        return true;
    case SERVICE_DAY_CASE:
        *tie = TIE_DAY_CASE;
        return true;
    case SERVICE_HOME_CARE:
        *tie = TIE_HOME_CARE;
        return true;
    case SERVICE_CARE_HOME:
        *tie = TIE_CARE_HOME;
        return true;
    default:
        return false;
    }
}

enum status pathway_keep_site(const struct pathway *self, uint32_t row, enum service service, uint16_t site)
{
    uint16_t *column = column_of(self, row, service);
    enum tie_kind tie = TIE_STAY;

    if (column != NULL) {
        *column = site;
    }
    return tie_of(service, &tie) ? people_set_site(self->life->people, row, tie, site) : STATUS_OK;
}

uint16_t pathway_kept_site(const struct pathway *self, uint32_t row, enum service service, uint16_t neighbourhood)
{
    const uint16_t *column = column_of(self, row, service);
    enum tie_kind tie = TIE_STAY;

    if (column != NULL) {
        return *column;
    }
    return tie_of(service, &tie) ? people_site(self->life->people, row, tie)
                                 : pathway_catchment_site(self, neighbourhood, service);
}

/* Whether a person has home care, or lives in a care home, if that is the service. */
static bool has_support(const struct people *people, uint32_t row, enum service service)
{
    return (service == SERVICE_HOME_CARE && people->person[row].home_care_hours > 0) ||
           (service == SERVICE_CARE_HOME && people_has(people, row, TRAIT_CARE_HOME));
}

/* Whether they wait for a service, or for a first attendance that may lead to it. */
static bool may_need_site(const struct pathway *self, uint32_t row, enum service service)
{
    const bool procedure = service == SERVICE_ELECTIVE_INPATIENT || service == SERVICE_DAY_CASE;

    return pathway_waits_for(self, row, service) ||
           (procedure && pathway_waits_for(self, row, SERVICE_OUTPATIENT_FIRST));
}

void pathway_leave_site(const struct pathway *self, uint32_t row, enum service service)
{
    struct people *people = self->life->people;
    enum tie_kind tie = TIE_STAY;

    if (tie_of(service, &tie) && !may_need_site(self, row, service) && !has_support(people, row, service)) {
        people_clear_site(people, row, tie);
    }
    if (service == SERVICE_OUTPATIENT_FIRST) {
        pathway_leave_site(self, row, SERVICE_ELECTIVE_INPATIENT);
        pathway_leave_site(self, row, SERVICE_DAY_CASE);
    }
}

void pathway_stop_waiting(const struct pathway *self, uint32_t row, enum service service)
{
    self->life->people->person[row].waiting &= ~pathway_wait_bit(service);
    pathway_leave_site(self, row, service);
}

enum service pathway_stay_service(const struct pathway *self, uint32_t row)
{
    return self->life->people->person[row].place == PLACE_HOSPITAL_ELECTIVE ? SERVICE_ELECTIVE_INPATIENT
                                                                            : SERVICE_EMERGENCY_INPATIENT;
}

bool pathway_admits_here(const struct pathway *self, uint16_t site)
{
    return site != SITE_NONE && supply_line(&self->care->supply, site, SERVICE_EMERGENCY_INPATIENT) != NULL;
}

static enum status send(const struct pathway *self, uint32_t row, uint16_t site, struct request request)
{
    const struct people *people = self->life->people;

    request.person = people->id[row];
    request.row = row;
    request.locality = (uint16_t)people->locality;
    request.site = site;
    return requests_add(self->outbox, request);
}

enum status pathway_ask(const struct pathway *self, uint32_t row, uint16_t site, struct request request)
{
    struct people *people = self->life->people;
    const enum service service = (enum service)request.service;

    if (pathway_waits_for(self, row, service)) {
        return STATUS_OK;
    }
    if (site == SITE_NONE) {
        self->month->unoffered[service]++;
        return STATUS_OK;
    }
    enum status status = pathway_keep_site(self, row, service, site);
    if (status != STATUS_OK) {
        return status;
    }
    people->person[row].waiting |= pathway_wait_bit(service);
    request.kind = REQUEST_SERVE;
    return send(self, row, site, request);
}

enum status pathway_release(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                            uint16_t amount)
{
    return send(
        self, row, site,
        (struct request){.service = (uint8_t)service, .kind = REQUEST_RELEASE, .urgency = URGENT, .amount = amount});
}

enum status pathway_release_patient(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                                    enum delay_cause waited_for)
{
    return send(self, row, site,
                (struct request){.service = (uint8_t)service, .kind = REQUEST_RELEASE, .flags = (uint8_t)waited_for});
}

enum status pathway_send_withdrawal(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                                    enum withdraw_reason reason)
{
    return send(self, row, site,
                (struct request){.service = (uint8_t)service, .kind = REQUEST_WITHDRAW, .flags = (uint8_t)reason});
}

enum status pathway_withdraw(const struct pathway *self, uint32_t row, uint32_t which, uint16_t neighbourhood,
                             enum withdraw_reason reason)
{
    struct people *people = self->life->people;
    const uint32_t ended = people->person[row].waiting & which;
    enum status status = STATUS_OK;

    for (uint32_t left = ended; left != 0 && status == STATUS_OK; left &= left - 1) {
        const enum service service = (enum service)__builtin_ctz(left);
        status =
            pathway_send_withdrawal(self, row, pathway_kept_site(self, row, service, neighbourhood), service, reason);
    }
    people->person[row].waiting &= ~which;
    for (uint32_t left = ended; left != 0; left &= left - 1) {
        pathway_leave_site(self, row, (enum service)__builtin_ctz(left));
    }
    return status;
}
