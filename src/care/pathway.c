#include <string.h>

#include "base/memory.h"
#include "care/pathway_parts.h"

enum { NOTICES_AHEAD = 16 };

/* What the usual ways ask for. */
static uint32_t usual_services(void)
{
    static const enum service services[] = {
        SERVICE_GP,        SERVICE_OUT_OF_HOURS,     SERVICE_ACCIDENT_EMERGENCY,   SERVICE_AMBULANCE,
        SERVICE_DAY_CASE,  SERVICE_OUTPATIENT_FIRST, SERVICE_OUTPATIENT_FOLLOW_UP, SERVICE_EMERGENCY_INPATIENT,
        SERVICE_HOME_CARE, SERVICE_CARE_HOME,        SERVICE_ELECTIVE_INPATIENT,   SERVICE_DISTRICT_NURSING,
    };
    uint32_t bits = 0;

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        bits |= pathway_wait_bit(services[i]);
    }
    return bits;
}

static void set_response_rules(struct line_rules *rules, const struct ambulance_calls_parameters *calls)
{
    rules->crew_utilisation = calls->crew_utilisation;
    rules->response_share[RESPONSE_A_8_MINUTES] = calls->a_8_minutes_share;
    rules->response_fall[RESPONSE_A_8_MINUTES] = calls->a_8_minutes_fall;
    rules->response_share[RESPONSE_A_19_MINUTES] = calls->a_19_minutes_share;
    rules->response_fall[RESPONSE_A_19_MINUTES] = calls->a_19_minutes_fall;
    rules->response_share[RESPONSE_B_19_MINUTES] = calls->b_19_minutes_share;
    rules->response_fall[RESPONSE_B_19_MINUTES] = calls->b_19_minutes_fall;
}

void care_set_line_rules(struct care *self)
{
    const struct care_parameters *parameters = self->parameters;

    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        const struct service_rules_parameters *rules = &self->rules[service];
        self->line_rules[service] = (struct line_rules){
            .open_days_per_week = rules->open_days_per_week,
            .longest_wait_days = rules->longest_wait_days,
            .discharge_notice_days = parameters->discharge_notice_days,
            .bed_reserve_share = parameters->bed_reserve_share,
            .escalation_share = parameters->escalation_share,
        };
    }
    struct line_rules *accident_emergency = &self->line_rules[SERVICE_ACCIDENT_EMERGENCY];
    accident_emergency->four_hours_share = parameters->four_hours_share;
    accident_emergency->four_hours_occupancy = parameters->four_hours_occupancy;
    accident_emergency->four_hours_fall = parameters->four_hours_fall;
    set_response_rules(&self->line_rules[SERVICE_AMBULANCE], &parameters->ambulance_calls);
}

void care_list_services(struct care *self, const struct programmes *programmes)
{
    uint32_t bits = usual_services() | forks_services(&self->forks, programmes);

    for (size_t line = 0; line < self->supply.line_count; line++) {
        bits |= pathway_wait_bit(self->supply.lines[line].service);
    }
    service_list_set(&self->services, bits);
}

enum status care_month_init(struct care_month *self, size_t programmes, size_t forks)
{
    const enum status status = memory_allocate((void **)&self->programmes, programmes, sizeof *self->programmes);

    return status == STATUS_OK ? memory_allocate((void **)&self->forks, forks, sizeof *self->forks) : status;
}

void care_month_free(struct care_month *self)
{
    memory_free((void **)&self->programmes);
    memory_free((void **)&self->forks);
}

void care_month_clear(struct care_month *self, size_t programmes, size_t forks)
{
    memset(self, 0, offsetof(struct care_month, programmes));
    for (size_t programme = 0; programme < programmes; programme++) {
        self->programmes[programme] = (struct programme_month){0};
    }
    for (size_t fork = 0; fork < forks; fork++) {
        self->forks[fork] = (struct fork_month){0};
    }
}

static enum status abandon_stay(const struct pathway *self, uint32_t row, enum withdraw_reason reason)
{
    const struct people *people = self->life->people;
    const enum service service = pathway_stay_service(self, row);
    const uint16_t site = people_site(people, row, TIE_STAY);
    enum status status =
        pathway_count_stay(self, row, site, service, self->life->today - people->person[row].stay_from);

    return status == STATUS_OK ? pathway_send_withdrawal(self, row, site, service, reason) : status;
}

/* Whoever dies, or goes where these providers do not follow, gives back all they hold. */
static enum status let_go(const struct pathway *self, const struct notice *notice)
{
    struct people *people = self->life->people;
    const uint32_t row = notice->row;
    const enum withdraw_reason reason = notice->kind == NOTICE_DIED ? WITHDRAW_DIED : WITHDRAW_LEFT;
    enum status status = STATUS_OK;

    if (notice->kind == NOTICE_DIED) {
        pathway_tally_death(self, row);
        pathway_experience_death(self, row);
    }
    if (people_in_hospital(people, row)) {
        status = abandon_stay(self, row, reason);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    status = pathway_withdraw(self, row, UINT32_MAX, notice->neighbourhood, reason);
    if (status != STATUS_OK) {
        goto out;
    }
    if (reason == WITHDRAW_DIED) {
        pathway_count_members(self, row, offsetof(struct programme_month, deaths), 1);
    }
    status = pathway_end_programmes(self, row);
    if (status != STATUS_OK) {
        goto out;
    }
    if (people_has(people, row, TRAIT_CARE_HOME)) {
        status = pathway_count_care_home(self, row, -pathway_days_left(self));
        if (status == STATUS_OK) {
            status = pathway_release(self, row, people_site(people, row, TIE_CARE_HOME), SERVICE_CARE_HOME, 1);
        }
    }
    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_end_home_care(self, row);
out:
    return status;
}

/* Registers with a practice near the home. */
static void registers(const struct pathway *self, uint32_t row)
{
    self->life->people->person[row].practice = pathway_choose_site(self, row, SERVICE_GP);
}

static enum status on_notice(const struct pathway *self, const struct notice *notice)
{
    const uint32_t planned = pathway_wait_bit(SERVICE_ELECTIVE_INPATIENT) | pathway_wait_bit(SERVICE_DAY_CASE) |
                             pathway_wait_bit(SERVICE_OUTPATIENT_FIRST) |
                             pathway_wait_bit(SERVICE_OUTPATIENT_FOLLOW_UP);
    enum status status = STATUS_OK;

    switch (notice->kind) {
    case NOTICE_NEED:
        return pathway_need(self, notice->row, notice->hazard);
    case NOTICE_DIED:
    case NOTICE_LEFT:
    case NOTICE_MOVED_AWAY:
        return let_go(self, notice);
    case NOTICE_MOVED:
        status = pathway_withdraw(self, notice->row, ~planned, notice->neighbourhood, WITHDRAW_LEFT);
        registers(self, notice->row);
        return status;
    case NOTICE_CARER_BROKE_DOWN:
        return pathway_carer_breakdown(self, notice->row);
    case NOTICE_ARRIVED:
        registers(self, notice->row);
        return STATUS_OK;
    default:
        return pathway_end_home_care(self, notice->row);
    }
}

enum status pathway_notices(const struct pathway *self, size_t first, size_t end)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (size_t n = first; n < end && status == STATUS_OK; n++) {
        const struct notice *notices = self->life->notices->items;
        if (n + NOTICES_AHEAD < end && notices[n + NOTICES_AHEAD].hazard != HAZARD_GP) {
            __builtin_prefetch(&people->use[notices[n + NOTICES_AHEAD].row]);
        }
        status = on_notice(self, &notices[n]);
    }
    return status;
}

static enum status begin_residence(const struct pathway *self, uint32_t row)
{
    struct people *people = self->life->people;
    const uint16_t site = pathway_choose_site(self, row, SERVICE_CARE_HOME);

    people->person[row].place = PLACE_CARE_HOME;
    return site != SITE_NONE ? people_set_site(people, row, TIE_CARE_HOME, site)
                             : status_raise(STATUS_SCENARIO, "there are residents of care homes, but no care home");
}

static enum status begin_home_care(const struct pathway *self, uint32_t row)
{
    struct people *people = self->life->people;
    const uint16_t site = pathway_catchment_site(self, people->person[row].neighbourhood, SERVICE_HOME_CARE);

    people->person[row].home_care_hours = (uint8_t)pathway_package_hours(self, row);
    pathway_set_self_payer(self, row, pathway_is_above_means(self, row));
    return site != SITE_NONE
               ? people_set_site(people, row, TIE_HOME_CARE, site)
               : status_raise(STATUS_SCENARIO, "there are packages of home care, but nobody offers home care");
}

enum status pathway_begin(const struct pathway *self)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (uint32_t row = 0; row < people->rows && status == STATUS_OK; row++) {
        registers(self, row);
        if (people_has(people, row, TRAIT_CARE_HOME)) {
            status = begin_residence(self, row);
        }
        if (status == STATUS_OK && people_has(people, row, TRAIT_HOME_CARE)) {
            status = begin_home_care(self, row);
        }
    }
    return status;
}

void pathway_hold_support(const struct people *people, const struct supply *supply)
{
    for (uint32_t row = 0; row < people->rows; row++) {
        if (people_has(people, row, TRAIT_CARE_HOME)) {
            supply_line(supply, people_site(people, row, TIE_CARE_HOME), SERVICE_CARE_HOME)->held++;
        }
        if (people->person[row].home_care_hours > 0) {
            supply_line(supply, people_site(people, row, TIE_HOME_CARE), SERVICE_HOME_CARE)->held +=
                people->person[row].home_care_hours;
        }
    }
}

enum status pathway_begin_month(const struct pathway *self)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (uint32_t row = 0; row < people->rows && status == STATUS_OK; row++) {
        if (people->person[row].home_care_hours > 0) {
            status = pathway_count_home_care(self, row, pathway_days_left(self));
        }
        if (status == STATUS_OK && people_holds(people, row)) {
            pathway_expect_nursing(self, row);
            status = people_has(people, row, TRAIT_CARE_HOME)
                         ? pathway_count_care_home(self, row, pathway_days_left(self))
                         : STATUS_OK;
        }
    }
    return status;
}
