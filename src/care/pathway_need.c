#include <math.h>

#include "care/pathway_parts.h"

uint16_t pathway_draw_notice(const struct pathway *self, uint32_t row, enum service service)
{
    return pathway_draw_notice_of(self, row, service, self->care->rules[service].notice_days);
}

uint16_t pathway_draw_notice_of(const struct pathway *self, uint32_t row, enum service service, double mean)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_SERVICE, (uint32_t)service);

    return (uint16_t)(mean > 0 ? fmin(random_exponential(&random, 1 / mean), UINT16_MAX) : 0);
}

static uint16_t draw_support_notice(const struct pathway *self, uint32_t row, enum service service)
{
    const double days = pathway_draw_notice(self, row, service);

    return (uint16_t)fmin(round(days * pathway_number_ratio(self, row, PATHWAY_NUMBER_SUPPORT_NOTICE)), UINT16_MAX);
}

double pathway_mean_stay(const struct care_parameters *parameters, const struct figures *figures, enum stay_kind kind,
                         unsigned age)
{
    const double emergency =
        age < OLDER_STAY_AGE ? parameters->stay_multiplier_under_65 : parameters->stay_multiplier_65_over;

    return figures->stay_days[kind][age] * (kind == STAY_EMERGENCY ? emergency : 1);
}

/* Nights of those who stay any. */
static double mean_nights(const struct pathway *self, uint32_t row, enum stay_kind kind)
{
    const struct population *population = self->life->population;
    const struct person *person = &self->life->people->person[row];
    const unsigned age = life_age(person->birth_day, self->life->today);
    const double stay = pathway_mean_stay(self->care->parameters, population->figures, kind, age);

    return kind == STAY_EMERGENCY ? 1 / (double)population->hazards.recovery[hazard_row(age, (enum sex)person->sex)]
                                  : fmax(stay / (1 - population->figures->zero_day_share[kind][age]), 1);
}

/* No night with the published probability, otherwise at least one, and geometric. */
uint16_t pathway_draw_stay(const struct pathway *self, uint32_t row, enum stay_kind kind)
{
    const struct person *person = &self->life->people->person[row];
    const unsigned age = life_age(person->birth_day, self->life->today);
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_LENGTH_OF_STAY, (uint32_t)kind);

    if (random_bernoulli(&random, self->life->population->figures->zero_day_share[kind][age])) {
        return 0;
    }
    const double changed = kind == STAY_EMERGENCY ? pathway_number_ratio(self, row, PATHWAY_NUMBER_STAY) : 1;
    const double nights = fmax(mean_nights(self, row, kind) * changed, 1);
    return (uint16_t)fmin(1.0 + (double)random_geometric(&random, 1 / nights), UINT16_MAX / 2);
}

uint8_t pathway_draw_support(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const struct care_parameters *parameters = self->care->parameters;
    const enum need_band need = exposure_need(people->person[row].exposures);
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_DISCHARGE, 0);
    const double share = need >= NEED_SUBSTANTIAL ? parameters->discharge_support_share_high
                         : need == NEED_MODERATE  ? parameters->discharge_support_share_moderate
                                                  : 0;
    const double changed = pathway_number_ratio(self, row, PATHWAY_NUMBER_DISCHARGE_SUPPORT);

    return !people_has(people, row, TRAIT_CARE_HOME) && random_bernoulli(&random, share * changed) ? REQUEST_SUPPORT
                                                                                                   : 0;
}

/* What is made of stays and admissions is not made of the illness: of longer stays and more admissions some are without
 * it, and of shorter stays it outlasts some. `stay_ratio`: the length of the stay, against that of the illness. */
static uint8_t draw_illness(const struct pathway *self, uint32_t row, double stay_ratio)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_ILLNESS, 1);
    const double beyond = fmax(life_admission_ratio(self->life, row), 1) * fmax(stay_ratio, 1);
    const bool ill = random_bernoulli(&random, 1 / beyond),
               outlasts = random_bernoulli(&random, 1 - fmin(stay_ratio, 1));

    return (uint8_t)((ill ? 0 : REQUEST_NOT_ILL) | (ill && outlasts ? REQUEST_STILL_ILL : 0));
}

/* A bed at once: through accident and emergency, or straight to a ward. Nobody in a bed needs another. */
static enum status need_emergency_admission(const struct pathway *self, uint32_t row, double stay_ratio)
{
    const struct care_parameters *parameters = self->care->parameters;
    const struct people *people = self->life->people;
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_ADMISSION, 0);
    const bool through_ae = random_bernoulli(&random, parameters->emergency_through_ae_share);
    const enum service first = through_ae ? SERVICE_ACCIDENT_EMERGENCY : SERVICE_EMERGENCY_INPATIENT;
    struct request request = {.service = (uint8_t)first, .urgency = URGENT};
    enum status status = STATUS_OK;

    if (people_in_hospital(people, row) || pathway_waits_for(self, row, SERVICE_EMERGENCY_INPATIENT) ||
        pathway_waits_for(self, row, SERVICE_ACCIDENT_EMERGENCY)) {
        return STATUS_OK;
    }
    const uint16_t nights = pathway_draw_stay(self, row, STAY_EMERGENCY), site = pathway_choose_site(self, row, first);
    stay_ratio *= pathway_stay_ratio(self, site);
    request.amount = (uint16_t)lround(stay_ratio * nights);
    request.flags =
        (uint8_t)((through_ae ? REQUEST_TO_ADMIT : 0) | (request.amount > 0 ? pathway_draw_support(self, row) : 0));
    if (nights > 0) {
        request.flags |= draw_illness(self, row, stay_ratio * pathway_number_ratio(self, row, PATHWAY_NUMBER_STAY));
    }
    status = pathway_call_ambulance(self, row, pathway_call_of_need(self, row, HAZARD_EMERGENCY_ADMISSION));
    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_ask(self, row, site, request);
    /* The department passes them on to the beds of its own site the same day. */
    if (through_ae && pathway_admits_here(self, site)) {
        self->life->people->person[row].waiting |= pathway_wait_bit(SERVICE_EMERGENCY_INPATIENT);
    }
out:
    return status;
}

enum status pathway_need_accident_emergency(const struct pathway *self, uint32_t row)
{
    enum status status = STATUS_OK;

    if (people_in_hospital(self->life->people, row) || pathway_waits_for(self, row, SERVICE_EMERGENCY_INPATIENT)) {
        return STATUS_OK;
    }
    status = pathway_call_ambulance(self, row, pathway_call_of_need(self, row, HAZARD_ACCIDENT_EMERGENCY));
    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_ask(self, row, pathway_choose_site(self, row, SERVICE_ACCIDENT_EMERGENCY),
                         (struct request){.service = SERVICE_ACCIDENT_EMERGENCY, .urgency = SOON});
out:
    return status;
}

static enum status need_by_catchment(const struct pathway *self, uint32_t row, enum service service)
{
    return pathway_ask(self, row, pathway_catchment_site(self, self->life->people->person[row].neighbourhood, service),
                       (struct request){.service = (uint8_t)service, .urgency = SOON});
}

/* A practice is open on working days; on others some people turn to out-of-hours, the rest wait. */
static enum status need_gp(const struct pathway *self, uint32_t row)
{
    const bool open = calendar_weekday(self->life->today) < self->care->rules[SERVICE_GP].open_days_per_week;
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_GP);

    if (!open && random_bernoulli(&random, self->care->parameters->weekend_out_of_hours_share)) {
        return need_by_catchment(self, row, SERVICE_OUT_OF_HOURS);
    }
    return pathway_ask(self, row, self->life->people->person[row].practice,
                       (struct request){.service = SERVICE_GP, .urgency = ROUTINE});
}

/* Outpatients go by choice; a follow-up is where the first attendance was, if it is offered there. */
static uint16_t planned_site(const struct pathway *self, uint32_t row, enum service service)
{
    const uint16_t kept = self->life->people->use[row].outpatient_site;
    const bool follows = service == SERVICE_OUTPATIENT_FOLLOW_UP && kept != SITE_NONE &&
                         supply_line(&self->care->supply, kept, service) != NULL;

    return follows ? kept : pathway_choose_site(self, row, service);
}

static enum status need_attendance(const struct pathway *self, uint32_t row, enum service service, unsigned hazard)
{
    if (service == SERVICE_OUTPATIENT_FIRST && !pathway_is_referred(self, row, service)) {
        return STATUS_OK;
    }
    return pathway_ask(self, row, planned_site(self, row, service),
                       (struct request){.service = (uint8_t)service,
                                        .urgency = ROUTINE,
                                        .notice_days = pathway_draw_notice(self, row, service),
                                        .referred_days = pathway_days_at_forks(self, hazard)});
}

uint16_t pathway_package_hours(const struct pathway *self, uint32_t row)
{
    const bool critical = exposure_need(self->life->people->person[row].exposures) == NEED_CRITICAL;
    const struct life_parameters *life = self->care->life;

    const double hours = critical ? life->home_care_hours_critical : life->home_care_hours_substantial;

    return (uint16_t)fmin(fmax(round(hours * pathway_number_ratio(self, row, PATHWAY_NUMBER_PACKAGE)), 1), UINT8_MAX);
}

enum status pathway_need_home_care(const struct pathway *self, uint32_t row, uint8_t urgency)
{
    struct people *people = self->life->people;

    if (pathway_waits_for(self, row, SERVICE_CARE_HOME) || people_has(people, row, TRAIT_CARE_HOME) ||
        pathway_home_care_funder(self, row) == FUNDER_NOBODY) {
        return STATUS_OK;
    }
    return pathway_ask(self, row, pathway_catchment_site(self, people->person[row].neighbourhood, SERVICE_HOME_CARE),
                       (struct request){.service = SERVICE_HOME_CARE,
                                        .urgency = urgency,
                                        .amount = pathway_package_hours(self, row),
                                        .notice_days = draw_support_notice(self, row, SERVICE_HOME_CARE)});
}

enum status pathway_need_care_home(const struct pathway *self, uint32_t row, uint8_t urgency)
{
    if (people_has(self->life->people, row, TRAIT_CARE_HOME)) {
        return STATUS_OK;
    }
    return pathway_ask(self, row, pathway_choose_site(self, row, SERVICE_CARE_HOME),
                       (struct request){.service = SERVICE_CARE_HOME,
                                        .urgency = urgency,
                                        .amount = 1,
                                        .notice_days = draw_support_notice(self, row, SERVICE_CARE_HOME)});
}

enum status pathway_end_home_care(const struct pathway *self, uint32_t row)
{
    struct people *people = self->life->people;
    enum status status = STATUS_OK;

    if (people->person[row].home_care_hours == 0) {
        return STATUS_OK;
    }
    status = pathway_count_home_care(self, row, -pathway_days_left(self));
    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_release(self, row, people_site(people, row, TIE_HOME_CARE), SERVICE_HOME_CARE,
                             people->person[row].home_care_hours);
    people->person[row].home_care_hours = 0;
    pathway_leave_site(self, row, SERVICE_HOME_CARE);
    pathway_set_self_payer(self, row, false);
out:
    return status;
}

enum status pathway_usual_way(const struct pathway *self, uint32_t row, unsigned hazard, double stay_ratio)
{
    switch (hazard) {
    case HAZARD_GP:
        return need_gp(self, row);
    case HAZARD_OUT_OF_HOURS:
        return need_by_catchment(self, row, SERVICE_OUT_OF_HOURS);
    case HAZARD_ACCIDENT_EMERGENCY:
        return pathway_need_accident_emergency(self, row);
    case HAZARD_AMBULANCE:
        return pathway_call_ambulance(self, row, pathway_call_of_need(self, row, HAZARD_AMBULANCE));
    case HAZARD_EMERGENCY_ADMISSION:
        return need_emergency_admission(self, row, stay_ratio);
    case HAZARD_DAY_CASE:
    case HAZARD_ELECTIVE_INPATIENT:
        return pathway_need_procedure(self, row, hazard, stay_ratio);
    case HAZARD_OUTPATIENT_FIRST:
        return need_attendance(self, row, SERVICE_OUTPATIENT_FIRST, hazard);
    case HAZARD_OUTPATIENT_FOLLOW_UP:
        return need_attendance(self, row, SERVICE_OUTPATIENT_FOLLOW_UP, hazard);
    case HAZARD_DISTRICT_NURSING:
        return pathway_need_nursing(self, row);
    case HAZARD_CARE_HOME:
        return pathway_need_care_home(self, row, ROUTINE);
    case HAZARD_HOME_CARE:
        return pathway_need_home_care(self, row, ROUTINE);
    default:
        return status_raise(STATUS_INTERNAL, "a need that no pathway knows");
    }
}

/* Who has home care seeks its end. */
static enum status stop_home_care(const struct pathway *self, uint32_t row)
{
    const enum status status = pathway_end_home_care(self, row);

    life_set_home_care(self->life, row, 0);
    return status;
}

enum status pathway_need_from(const struct pathway *self, uint32_t row, unsigned hazard, size_t first_fork)
{
    struct detour detour = {.next = first_fork, .stay_ratio = 1};
    enum status status = STATUS_OK;

    if (!people_in_hospital(self->life->people, row) && forks_stand_at(&self->care->forks, MOMENT_NEED, hazard)) {
        status = pathway_forks(self, row, MOMENT_NEED, hazard, &detour);
    }
    if (detour.gone && hazard == HAZARD_EMERGENCY_ADMISSION) {
        life_fall_ill_elsewhere(self->life, row);
    }
    return status != STATUS_OK || detour.gone ? status : pathway_usual_way(self, row, hazard, detour.stay_ratio);
}

enum status pathway_need(const struct pathway *self, uint32_t row, unsigned hazard)
{
    if (hazard == HAZARD_HOME_CARE && people_has(self->life->people, row, TRAIT_HOME_CARE)) {
        return stop_home_care(self, row);
    }
    return pathway_need_from(self, row, hazard, 0);
}
