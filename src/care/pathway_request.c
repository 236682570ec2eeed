#include "care/pathway_parts.h"

uint32_t pathway_wait_bit(enum service service)
{
    return UINT32_C(1) << (unsigned)service;
}

bool pathway_waits_for(const struct pathway *self, uint32_t row, enum service service)
{
    return (self->life->people->person[row].waiting & pathway_wait_bit(service)) != 0;
}

void pathway_stop_waiting(const struct pathway *self, uint32_t row, enum service service)
{
    self->life->people->person[row].waiting &= ~pathway_wait_bit(service);
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

/* Where a person keeps the site of a service; NULL for services that go by catchment. */
static uint16_t *site_of(const struct pathway *self, uint32_t row, enum service service)
{
    struct people *people = self->life->people;

    switch (service) {
    case SERVICE_GP:
        return &people->person[row].practice;
    case SERVICE_ACCIDENT_EMERGENCY:
    case SERVICE_EMERGENCY_INPATIENT:
        return &people->contact[row].emergency_site;
    case SERVICE_ELECTIVE_INPATIENT:
        return &people->contact[row].elective_site;
    case SERVICE_DAY_CASE:
        return &people->contact[row].day_case_site;
    case SERVICE_OUTPATIENT_FIRST:
        return &people->contact[row].outpatient_site;
    case SERVICE_OUTPATIENT_FOLLOW_UP:
        return &people->contact[row].follow_up_site;
    case SERVICE_HOME_CARE:
        return &people->contact[row].social_site;
    case SERVICE_CARE_HOME:
        return &people->contact[row].residence_site;
    default:
        return NULL;
    }
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
    uint16_t *kept = site_of(self, row, service);

    if (pathway_waits_for(self, row, service)) {
        return STATUS_OK;
    }
    if (site == SITE_NONE) {
        self->month->unoffered[service]++;
        return STATUS_OK;
    }
    if (kept != NULL) {
        *kept = site;
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
    enum status status = STATUS_OK;

    for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        if ((people->person[row].waiting & which & pathway_wait_bit((enum service)service)) != 0) {
            const uint16_t *kept = site_of(self, row, (enum service)service);
            status = pathway_send_withdrawal(
                self, row, kept != NULL ? *kept : pathway_catchment_site(self, neighbourhood, (enum service)service),
                (enum service)service, reason);
        }
    }
    people->person[row].waiting &= ~which;
    return status;
}
