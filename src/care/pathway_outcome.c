
#include "base/real.h"
#include "care/pathway_parts.h"

enum { DAYS_PER_WEEK = 7 };

/* Support is in place: whoever waits for it in a hospital bed can leave. */
enum status pathway_support_is_there(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const enum delay_cause cause = pathway_delay_cause(self);

    return people_in_hospital(people, row) ? pathway_release_patient(self, row, people_site(people, row, TIE_STAY),
                                                                     pathway_stay_service(self, row), cause)
                                           : STATUS_OK;
}

static bool waits_for_support(const struct pathway *self, uint32_t row)
{
    return pathway_waits_for(self, row, SERVICE_CARE_HOME) || pathway_waits_for(self, row, SERVICE_HOME_CARE);
}

static bool goes_to_care_home(const struct pathway *self, uint32_t row)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_DISCHARGE, 1);

    return random_bernoulli(&random, self->care->parameters->discharge_care_home_share *
                                         pathway_number_ratio(self, row, PATHWAY_NUMBER_DISCHARGE_CARE_HOME));
}

/* Who goes another way than that of the usual support leaves the bed when it has led to something, or else at once. */
static enum status leave_usual_support(const struct pathway *self, uint32_t row, const struct detour *detour)
{
    const struct fork_parameters *fork = self->care->forks.items[detour->next - 1].parameters;

    return waits_for_support(self, row) || fork_answers(fork, self->life->population->programmes.items)
               ? STATUS_OK
               : pathway_support_is_there(self, row);
}

/* The hospital asks for support: home care or a care home, unless the need has gone or the support is there. */
enum status pathway_ready_from(const struct pathway *self, uint32_t row, size_t first_fork)
{
    const struct people *people = self->life->people;
    const enum need_band need_now = exposure_need(people->person[row].exposures);
    const enum service bed = pathway_stay_service(self, row);
    struct detour detour = {.next = first_fork, .stay_ratio = 1};
    enum status status = STATUS_OK;

    if (need_now < NEED_MODERATE || people_has(people, row, TRAIT_CARE_HOME)) {
        return pathway_support_is_there(self, row);
    }
    if (waits_for_support(self, row)) {
        return STATUS_OK;
    }
    if (forks_stand_at(&self->care->forks, MOMENT_READY, bed)) {
        status = pathway_forks(self, row, MOMENT_READY, bed, &detour);
    }
    if (status == STATUS_OK && detour.gone) {
        return leave_usual_support(self, row, &detour);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (need_now >= NEED_SUBSTANTIAL && goes_to_care_home(self, row)) {
        status = pathway_need_care_home(self, row, URGENT);
    } else if (!people_has(people, row, TRAIT_HOME_CARE)) {
        status = pathway_need_home_care(self, row, URGENT);
    }
    /* Support that goes on, or that nobody offers, is not waited for. */
    return status == STATUS_OK && !waits_for_support(self, row) ? pathway_support_is_there(self, row) : status;
}

static enum status on_home_care(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    enum status status = STATUS_OK;

    pathway_set_self_payer(self, row, pathway_home_care_funder(self, row) == FUNDER_SELF);
    life_set_home_care(self->life, row, (uint8_t)outcome->amount);
    if (!people_has(people, row, TRAIT_HOME_CARE)) {
        people->person[row].home_care_hours = 0;
        pathway_set_self_payer(self, row, false);
        status = pathway_release(self, row, outcome->site, SERVICE_HOME_CARE, outcome->amount);
    } else {
        status = pathway_count_home_care(self, row, pathway_days_left(self));
    }
    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_support_is_there(self, row);
out:
    return status;
}

static enum status on_care_home(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    const uint8_t place = people->person[row].place;
    enum status status = pathway_end_home_care(self, row);

    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_withdraw(self, row, pathway_wait_bit(SERVICE_HOME_CARE), people->person[row].neighbourhood,
                              WITHDRAW_LEFT);
    if (status != STATUS_OK) {
        goto out;
    }
    status = people_set_site(people, row, TIE_CARE_HOME, outcome->site);
    if (status != STATUS_OK) {
        goto out;
    }
    status = life_enter_care_home(self->life, row);
    if (status != STATUS_OK) {
        goto out;
    }
    people->person[row].place = place == PLACE_HOME ? PLACE_CARE_HOME : place;
    pathway_count_outcome(self, row, self->month->care_home_entries, BY_CONDITION_CARE_HOME_ENTRIES, 1);
    status = pathway_count_care_home(self, row, pathway_days_left(self));
    if (status != STATUS_OK) {
        goto out;
    }
    status = pathway_support_is_there(self, row);
out:
    return status;
}

/* A bed for somebody whom an emergency department cannot admit, or a full hospital has turned away. */
static enum status seek_bed(const struct pathway *self, uint32_t row, uint16_t site, const struct outcome *outcome)
{
    return pathway_ask(self, row, site,
                       (struct request){.service = SERVICE_EMERGENCY_INPATIENT,
                                        .urgency = URGENT,
                                        .flags = outcome->flags & (uint8_t)~REQUEST_TO_ADMIT,
                                        .amount = outcome->amount});
}

static bool is_in(const struct people *people, uint32_t row, const struct outcome *outcome)
{
    const enum person_place bed =
        outcome->service == SERVICE_EMERGENCY_INPATIENT ? PLACE_HOSPITAL_EMERGENCY : PLACE_HOSPITAL_ELECTIVE;

    return people->person[row].place == (uint8_t)bed && people_site(people, row, TIE_STAY) == outcome->site;
}

/* Who is called to a second bed while in one gives it back the next day; a stay of no night ends by itself. */
static enum status give_back_bed(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const enum service service = (enum service)outcome->service;
    enum status status = STATUS_OK;

    if (outcome->amount == 0) {
        return STATUS_OK;
    }
    status = pathway_count_stay(self, row, outcome->site, service, 1);
    return status == STATUS_OK ? pathway_send_withdrawal(self, row, outcome->site, service, WITHDRAW_LEFT) : status;
}

/* Who was referred and is treated now; others have no clock. */
static void stop_clock(const struct pathway *self, const struct outcome *outcome)
{
    const bool procedure = outcome->service == SERVICE_DAY_CASE || outcome->service == SERVICE_ELECTIVE_INPATIENT;

    if (procedure && outcome->referred_days > 0) {
        pathway_tally_treated(self, CLOCK_STOP_ADMITTED, (unsigned)outcome->referred_days + outcome->waited);
    }
}

/* The specialist has seen somebody: a procedure is to follow, unless a fork has taken them another way, or it was all.
 */
static enum status after_first_attendance(const struct pathway *self, uint32_t row, const struct outcome *outcome,
                                          const struct detour *detour)
{
    if (pathway_leads_to_procedure(outcome) && !detour->gone) {
        return pathway_decide_to_treat(self, row, outcome);
    }
    pathway_tally_treated(self, CLOCK_STOP_NOT_ADMITTED, (unsigned)outcome->referred_days + outcome->waited);
    return STATUS_OK;
}

static enum status on_admitted(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    const enum service service = (enum service)outcome->service;
    const bool emergency = service == SERVICE_EMERGENCY_INPATIENT;
    enum status status = pathway_count_served(self, row, outcome);

    if (status != STATUS_OK) {
        goto out;
    }
    pathway_tally_travel(self, row, outcome);
    stop_clock(self, outcome);
    if (!emergency) {
        pathway_count_use(self, row, self->month->planned_admissions, 1);
    } else {
        pathway_count_outcome(self, row, self->month->emergency_admissions, BY_CONDITION_EMERGENCY_ADMISSIONS, 1);
        life_count_admission(self->life, row);
        pathway_count_members(self, row, offsetof(struct programme_month, admissions), 1);
    }
    if (people_in_hospital(people, row)) {
        status = give_back_bed(self, row, outcome);
        goto out;
    }
    if (emergency) {
        status = pathway_tally_admission(self, row, outcome->site);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    people->person[row].place = emergency ? PLACE_HOSPITAL_EMERGENCY : PLACE_HOSPITAL_ELECTIVE;
    status = people_set_site(people, row, TIE_STAY, outcome->site);
    people->person[row].stay_from = self->life->today - 1; /* the providers' day was yesterday */
    if (emergency && (outcome->flags & REQUEST_NOT_ILL) == 0) {
        life_fall_ill_in_bed(self->life, row);
    }
out:
    return status;
}

/* Each week of delay in a bed may cost a band of frailty. */
static enum status suffer_delay(const struct pathway *self, uint32_t row, uint16_t days)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_DISCHARGE, 2);
    const double spared = real_pow(1 - self->care->parameters->delay_frailty_per_week, (double)days / DAYS_PER_WEEK);

    return days > 0 && random_bernoulli(&random, 1 - spared) ? life_worsen_frailty(self->life, row) : STATUS_OK;
}

static void end_treatment(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    if (outcome->service == SERVICE_EMERGENCY_INPATIENT) {
        life_end_treatment(self->life, row, (outcome->flags & REQUEST_STILL_ILL) != 0);
    }
}

static enum status on_discharged(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    enum status status = pathway_count_stay(self, row, outcome->site, (enum service)outcome->service, outcome->amount);

    if (status != STATUS_OK) {
        goto out;
    }
    if (is_in(people, row, outcome)) {
        people->person[row].place = people_has(people, row, TRAIT_CARE_HOME) ? PLACE_CARE_HOME : PLACE_HOME;
        people_clear_site(people, row, TIE_STAY);
        pathway_tally_discharge(self, row);
        end_treatment(self, row, outcome);
    }
    pathway_tally_delay(self, row, outcome);
    status = suffer_delay(self, row, outcome->waited);
    if (status == STATUS_OK && forks_stand_at(&self->care->forks, MOMENT_DISCHARGED, outcome->service)) {
        status = pathway_forks(self, row, MOMENT_DISCHARGED, outcome->service, &(struct detour){.stay_ratio = 1});
    }
out:
    return status;
}

/* The hospital after the one that refused, in order of distance; the same one where there is no other. */
static uint16_t next_hospital(const struct pathway *self, uint32_t row, uint16_t refused)
{
    const struct choice_table *choice = &self->care->choice;
    const uint16_t neighbourhood = self->life->people->person[row].neighbourhood;
    unsigned rank = 0;
    uint16_t site = choice_nearest(choice, neighbourhood, SERVICE_EMERGENCY_INPATIENT, 0);

    while (site != refused && site != SITE_NONE) {
        site = choice_nearest(choice, neighbourhood, SERVICE_EMERGENCY_INPATIENT, ++rank);
    }
    if (site == refused) {
        site = choice_nearest(choice, neighbourhood, SERVICE_EMERGENCY_INPATIENT, rank + 1);
    }
    return site != SITE_NONE ? site : choice_nearest(choice, neighbourhood, SERVICE_EMERGENCY_INPATIENT, 0);
}

/* A practice that is full sends some to accident and emergency; a hospital that is full sends people to the next one;
 * whoever needs support asks again. */
static enum status ask_again(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const enum service service = (enum service)outcome->service;
    const bool in_bed = people_in_hospital(self->life->people, row);
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_REFUSAL, 0);
    enum status status = STATUS_OK;

    if (service == SERVICE_GP && random_bernoulli(&random, self->care->parameters->refused_gp_to_ae_share)) {
        status = pathway_need_accident_emergency(self, row);
    } else if (service == SERVICE_EMERGENCY_INPATIENT || (outcome->flags & REQUEST_TO_ADMIT) != 0) {
        status = seek_bed(self, row, next_hospital(self, row, outcome->site), outcome);
    } else if (service == SERVICE_CARE_HOME) {
        status = pathway_need_care_home(self, row, outcome->urgency);
    } else if (service == SERVICE_HOME_CARE && in_bed) {
        status = pathway_ready_from(self, row, 0);
    }
    return status;
}

/* At the forks of a refusal, from that one on. */
static enum status seek_other_way(const struct pathway *self, uint32_t row, enum service service, size_t first_fork,
                                  bool *gone)
{
    struct detour detour = {.next = first_fork, .stay_ratio = 1};
    enum status status = STATUS_OK;

    if (forks_stand_at(&self->care->forks, MOMENT_REFUSED, service)) {
        status = pathway_forks(self, row, MOMENT_REFUSED, service, &detour);
    }
    *gone = detour.gone;
    return status == STATUS_OK && *gone && (service == SERVICE_HOME_CARE || service == SERVICE_CARE_HOME)
               ? leave_usual_support(self, row, &detour)
               : status;
}

enum status pathway_refused_from(const struct pathway *self, uint32_t row, enum service service, size_t first_fork)
{
    const bool in_bed = people_in_hospital(self->life->people, row);
    bool gone = false;
    const enum status status = seek_other_way(self, row, service, first_fork, &gone);

    if (status != STATUS_OK || gone) {
        return status;
    }
    return service == SERVICE_EMERGENCY_INPATIENT
               ? pathway_usual_way(self, row, HAZARD_EMERGENCY_ADMISSION, 1)
               : ask_again(self, row,
                           &(struct outcome){
                               .site = SITE_NONE, .service = (uint8_t)service, .urgency = in_bed ? URGENT : ROUTINE});
}

/* Who came by a fork goes on as without it; others may go another way now, or ask again. */
static enum status on_refused(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const enum service service = (enum service)outcome->service;
    enum status status = pathway_count(self, outcome->site, service, MEASURE_REFUSED, 1);
    bool gone = false;

    if (outcome->programme != 0) {
        self->month->programmes[outcome->programme - 1].refused++;
    }
    self->month->referrals_refused += pathway_leads_to_procedure(outcome);
    if (status == STATUS_OK && outcome->origin != 0) {
        return pathway_fork_refused(self, row, outcome);
    }
    if ((outcome->flags & REQUEST_TO_ADMIT) != 0) {
        pathway_stop_waiting(self, row, SERVICE_EMERGENCY_INPATIENT);
    }
    if (status == STATUS_OK) {
        status = seek_other_way(self, row, service, 0, &gone);
    }
    return status == STATUS_OK && !gone ? ask_again(self, row, outcome) : status;
}

/* What being served by each service means. */
static enum status use_service(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    enum status status = STATUS_OK;

    switch ((enum service)outcome->service) {
    case SERVICE_GP:
        pathway_count_use(self, row, self->month->consultations, 1);
        break;
    case SERVICE_ACCIDENT_EMERGENCY:
        pathway_count_use(self, row, self->month->attendances, 1);
        life_count_attendance(self->life, row);
        if ((outcome->flags & REQUEST_TO_ADMIT) != 0 && !pathway_admits_here(self, outcome->site)) {
            status = seek_bed(self, row, pathway_choose_site(self, row, SERVICE_EMERGENCY_INPATIENT), outcome);
        }
        break;
    case SERVICE_DAY_CASE:
        stop_clock(self, outcome);
        break;
    case SERVICE_DISTRICT_NURSING:
        status = pathway_nursing_visit(self, row, outcome);
        break;
    case SERVICE_HOME_CARE:
        status = on_home_care(self, row, outcome);
        break;
    case SERVICE_CARE_HOME:
        status = on_care_home(self, row, outcome);
        break;
    default:
        break;
    }
    return status;
}

static enum status on_served(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct detour detour = {.stay_ratio = 1};
    enum status status = pathway_count_served(self, row, outcome);

    pathway_tally_travel(self, row, outcome);
    if (status == STATUS_OK) {
        status = use_service(self, row, outcome);
    }
    if (status == STATUS_OK && outcome->programme != 0) {
        status = pathway_start_programme(self, row, outcome->programme - 1U, outcome->site, outcome->amount);
    }
    if (status == STATUS_OK && outcome->origin != 0) {
        status = pathway_fork_served(self, row, outcome);
    }
    if (status == STATUS_OK && forks_stand_at(&self->care->forks, MOMENT_SERVED, outcome->service)) {
        status = pathway_forks(self, row, MOMENT_SERVED, outcome->service, &detour);
    }
    return status == STATUS_OK && outcome->service == SERVICE_OUTPATIENT_FIRST
               ? after_first_attendance(self, row, outcome, &detour)
               : status;
}

/* An outcome of somebody who is there. */
static enum status hear(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    switch (outcome->kind) {
    case OUTCOME_SERVED:
        return on_served(self, row, outcome);
    case OUTCOME_ADMITTED:
        return on_admitted(self, row, outcome);
    case OUTCOME_READY:
        return pathway_ready_from(self, row, 0);
    case OUTCOME_TREATED:
        end_treatment(self, row, outcome);
        return STATUS_OK;
    case OUTCOME_DISCHARGED:
        return on_discharged(self, row, outcome);
    default:
        return on_refused(self, row, outcome);
    }
}

enum status pathway_outcome(const struct pathway *self, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    const uint32_t row = outcome->row;
    const enum service service = (enum service)outcome->service;
    const bool waited =
        outcome->kind == OUTCOME_SERVED || outcome->kind == OUTCOME_ADMITTED || outcome->kind == OUTCOME_REFUSED;
    struct pathway hearing = *self;

    if (row >= people->rows || people->id[row] != outcome->person) {
        return status_raise(STATUS_INVARIANT, "an outcome of %s came to a person who is not there",
                            service_lines[service].name);
    }
    people->person[row].waiting &= ~(waited ? pathway_wait_bit(service) : 0);
    hearing.heard = outcome;
    pathway_experience(&hearing, row, outcome);
    const enum status status = hear(&hearing, row, outcome);
    if (waited) {
        pathway_leave_site(self, row, service);
    }
    return status;
}
