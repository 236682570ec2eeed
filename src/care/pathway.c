#include "care/pathway.h"

#include <math.h>

#include "base/memory.h"

enum { OLD_AGE = 65, URGENT = 0, SOON = 1, ROUTINE = 2, LAST = 255, DAYS_PER_WEEK = 7 };

_Static_assert(SERVICE_COUNT <= 32, "a wait is a bit for each service");

static uint32_t wait_bit(enum service service)
{
    return UINT32_C(1) << (unsigned)service;
}

static bool waits_for(const struct pathway *self, uint32_t row, enum service service)
{
    return (self->life->people->waiting[row] & wait_bit(service)) != 0;
}

static void stop_waiting(const struct pathway *self, uint32_t row, enum service service)
{
    self->life->people->waiting[row] &= ~wait_bit(service);
}

static struct random draw_for(const struct pathway *self, uint32_t row, enum random_purpose purpose, uint32_t index)
{
    return random_at(self->life->key, purpose, self->life->people->id[row], self->life->today, index);
}

/* Where a person keeps the site of a service; NULL for services that go by catchment. */
static uint16_t *site_of(const struct pathway *self, uint32_t row, enum service service)
{
    struct people *people = self->life->people;

    switch (service) {
    case SERVICE_GP:
        return &people->practice[row];
    case SERVICE_ACCIDENT_EMERGENCY:
    case SERVICE_EMERGENCY_INPATIENT:
        return &people->stay_site[row];
    case SERVICE_ELECTIVE_INPATIENT:
        return &people->elective_site[row];
    case SERVICE_DAY_CASE:
        return &people->day_case_site[row];
    case SERVICE_OUTPATIENT_FIRST:
        return &people->outpatient_site[row];
    case SERVICE_OUTPATIENT_FOLLOW_UP:
        return &people->follow_up_site[row];
    case SERVICE_HOME_CARE:
        return &people->social_site[row];
    case SERVICE_CARE_HOME:
        return &people->residence_site[row];
    default:
        return NULL;
    }
}

static uint16_t catchment_site(const struct pathway *self, uint16_t neighbourhood, enum service service)
{
    return choice_nearest(&self->care->choice, neighbourhood, service, 0);
}

static uint16_t choose_site(const struct pathway *self, uint32_t row, enum service service)
{
    struct random random = draw_for(self, row, RANDOM_PURPOSE_CHOICE, (uint32_t)service);

    return choice_draw(&self->care->choice, self->life->people->neighbourhood[row], service, random_unit(&random));
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

/* Sends a need to a site, unless the person waits for the same service already or nobody offers it. */
static enum status ask(const struct pathway *self, uint32_t row, uint16_t site, struct request request)
{
    struct people *people = self->life->people;
    const enum service service = (enum service)request.service;
    uint16_t *kept = site_of(self, row, service);

    if (site == SITE_NONE || waits_for(self, row, service)) {
        return STATUS_OK;
    }
    if (kept != NULL) {
        *kept = site;
    }
    people->waiting[row] |= wait_bit(service);
    request.kind = REQUEST_SERVE;
    return send(self, row, site, request);
}

static uint16_t draw_notice(const struct pathway *self, uint32_t row, enum service service)
{
    const double mean = self->care->rules[service].notice_days;
    struct random random = draw_for(self, row, RANDOM_PURPOSE_SERVICE, (uint32_t)service);

    return (uint16_t)(mean > 0 ? fmin(random_exponential(&random, 1 / mean), UINT16_MAX) : 0);
}

/* No night with the published probability, otherwise at least one and geometric with the published mean. */
static uint16_t draw_stay(const struct pathway *self, uint32_t row, enum stay_kind kind)
{
    const struct figures *figures = self->life->population->figures;
    const struct care_parameters *parameters = self->care->parameters;
    const unsigned age = life_age(self->life->people->birth_day[row], self->life->today);
    struct random random = draw_for(self, row, RANDOM_PURPOSE_LENGTH_OF_STAY, (uint32_t)kind);
    const double zero = figures->zero_day_share[kind][age];
    double mean = figures->stay_days[kind][age];

    if (kind == STAY_EMERGENCY) {
        mean *= age < OLD_AGE ? parameters->stay_multiplier_under_65 : parameters->stay_multiplier_65_over;
    }
    if (random_bernoulli(&random, zero)) {
        return 0;
    }
    const double overnight = fmax(mean / (1 - zero), 1);
    return (uint16_t)fmin(1.0 + (double)random_geometric(&random, 1 / overnight), UINT16_MAX / 2);
}

/* Whether the person will need new support before they can leave a bed. */
static uint8_t draw_support(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const struct care_parameters *parameters = self->care->parameters;
    const enum need_band need = exposure_need(people->exposures[row]);
    struct random random = draw_for(self, row, RANDOM_PURPOSE_DISCHARGE, 0);
    const double share = need >= NEED_SUBSTANTIAL ? parameters->discharge_support_share_high
                         : need == NEED_MODERATE  ? parameters->discharge_support_share_moderate
                                                  : 0;

    return !people_has(people, row, TRAIT_CARE_HOME) && random_bernoulli(&random, share) ? REQUEST_SUPPORT : 0;
}

static bool admits_here(const struct pathway *self, uint16_t site)
{
    return site != SITE_NONE && supply_line(&self->care->supply, site, SERVICE_EMERGENCY_INPATIENT) != NULL;
}

static enum status call_ambulance(const struct pathway *self, uint32_t row, double share)
{
    struct random random = draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_COUNT);

    if (!random_bernoulli(&random, share)) {
        return STATUS_OK;
    }
    return ask(self, row, catchment_site(self, self->life->people->neighbourhood[row], SERVICE_AMBULANCE),
               (struct request){.service = SERVICE_AMBULANCE, .urgency = URGENT});
}

/* A bed at once: through accident and emergency, or straight to a ward. Nobody in a bed needs another. */
static enum status need_emergency_admission(const struct pathway *self, uint32_t row)
{
    const struct care_parameters *parameters = self->care->parameters;
    const struct people *people = self->life->people;
    struct random random = draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_COUNT + 1);
    const bool through_ae = random_bernoulli(&random, parameters->emergency_through_ae_share);
    const enum service first = through_ae ? SERVICE_ACCIDENT_EMERGENCY : SERVICE_EMERGENCY_INPATIENT;
    struct request request = {.service = (uint8_t)first, .urgency = URGENT};
    enum status status = STATUS_OK;

    if (people->place[row] >= PLACE_HOSPITAL_EMERGENCY || waits_for(self, row, SERVICE_EMERGENCY_INPATIENT) ||
        waits_for(self, row, SERVICE_ACCIDENT_EMERGENCY)) {
        return STATUS_OK;
    }
    request.amount = draw_stay(self, row, STAY_EMERGENCY);
    request.flags = (uint8_t)((through_ae ? REQUEST_TO_ADMIT : 0) | (request.amount > 0 ? draw_support(self, row) : 0));
    status = call_ambulance(self, row, parameters->emergency_ambulance_share);
    if (status != STATUS_OK) {
        goto out;
    }
    const uint16_t site = choose_site(self, row, first);
    status = ask(self, row, site, request);
    /* The department passes them on to the beds of its own site the same day. */
    if (through_ae && admits_here(self, site)) {
        self->life->people->waiting[row] |= wait_bit(SERVICE_EMERGENCY_INPATIENT);
    }
out:
    return status;
}

static enum status need_accident_emergency(const struct pathway *self, uint32_t row)
{
    enum status status = STATUS_OK;

    if (self->life->people->place[row] >= PLACE_HOSPITAL_EMERGENCY ||
        waits_for(self, row, SERVICE_EMERGENCY_INPATIENT)) {
        return STATUS_OK;
    }
    status = call_ambulance(self, row, self->care->parameters->ae_ambulance_share);
    if (status != STATUS_OK) {
        goto out;
    }
    status = ask(self, row, choose_site(self, row, SERVICE_ACCIDENT_EMERGENCY),
                 (struct request){.service = SERVICE_ACCIDENT_EMERGENCY, .urgency = SOON});
out:
    return status;
}

static enum status need_by_catchment(const struct pathway *self, uint32_t row, enum service service)
{
    return ask(self, row, catchment_site(self, self->life->people->neighbourhood[row], service),
               (struct request){.service = (uint8_t)service, .urgency = SOON});
}

/* A practice is open on working days; on others some people turn to out-of-hours, the rest wait. */
static enum status need_gp(const struct pathway *self, uint32_t row)
{
    const bool open = calendar_weekday(self->life->today) < self->care->rules[SERVICE_GP].open_days_per_week;
    struct random random = draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_GP);

    if (!open && random_bernoulli(&random, self->care->parameters->weekend_out_of_hours_share)) {
        return need_by_catchment(self, row, SERVICE_OUT_OF_HOURS);
    }
    return ask(self, row, self->life->people->practice[row],
               (struct request){.service = SERVICE_GP, .urgency = ROUTINE});
}

/* Planned care is by choice; a follow-up is where the first attendance was, if it is offered there. */
static uint16_t planned_site(const struct pathway *self, uint32_t row, enum service service)
{
    const uint16_t kept = self->life->people->outpatient_site[row];
    const bool follows = service == SERVICE_OUTPATIENT_FOLLOW_UP && kept != SITE_NONE &&
                         supply_line(&self->care->supply, kept, service) != NULL;

    return follows ? kept : choose_site(self, row, service);
}

static enum status need_planned(const struct pathway *self, uint32_t row, enum service service)
{
    struct request request = {.service = (uint8_t)service, .urgency = ROUTINE};

    if (service == SERVICE_ELECTIVE_INPATIENT) {
        request.amount = draw_stay(self, row, STAY_ELECTIVE);
        request.flags = request.amount > 0 ? draw_support(self, row) : 0;
    }
    request.notice_days = draw_notice(self, row, service);
    return ask(self, row, planned_site(self, row, service), request);
}

static uint16_t package_hours(const struct pathway *self, uint32_t row)
{
    const bool critical = exposure_need(self->life->people->exposures[row]) == NEED_CRITICAL;
    const struct life_parameters *life = self->care->life;

    return (uint16_t)lround(critical ? life->home_care_hours_critical : life->home_care_hours_substantial);
}

static enum status need_home_care(const struct pathway *self, uint32_t row, uint8_t urgency)
{
    struct people *people = self->life->people;

    if (waits_for(self, row, SERVICE_CARE_HOME) || people_has(people, row, TRAIT_CARE_HOME)) {
        return STATUS_OK;
    }
    return ask(self, row, catchment_site(self, people->neighbourhood[row], SERVICE_HOME_CARE),
               (struct request){.service = SERVICE_HOME_CARE,
                                .urgency = urgency,
                                .amount = package_hours(self, row),
                                .notice_days = draw_notice(self, row, SERVICE_HOME_CARE)});
}

static enum status need_care_home(const struct pathway *self, uint32_t row, uint8_t urgency)
{
    if (people_has(self->life->people, row, TRAIT_CARE_HOME)) {
        return STATUS_OK;
    }
    return ask(self, row, choose_site(self, row, SERVICE_CARE_HOME),
               (struct request){.service = SERVICE_CARE_HOME,
                                .urgency = urgency,
                                .amount = 1,
                                .notice_days = draw_notice(self, row, SERVICE_CARE_HOME)});
}

/* What is left of the month after today, with today. */
static int64_t days_left(const struct pathway *self)
{
    return calendar_next_month(self->life->today) - self->life->today;
}

static enum status count(const struct pathway *self, uint16_t site, enum service service, enum measure measure,
                         int64_t amount)
{
    return flow_add(self->flow, self->care->supply.sites[site].provider, service, measure, amount);
}

static int64_t hours_in(uint8_t hours_per_week, int64_t days)
{
    return (hours_per_week * days * 2 + DAYS_PER_WEEK) / (2 * DAYS_PER_WEEK);
}

/* Support is counted ahead to the end of the month when it starts, and the rest taken back when it ends. */
static enum status count_home_care(const struct pathway *self, uint32_t row, int64_t days)
{
    const struct people *people = self->life->people;
    const int64_t hours = hours_in(people->home_care_hours[row], days < 0 ? -days : days);

    return count(self, people->social_site[row], SERVICE_HOME_CARE, MEASURE_HOURS, days < 0 ? -hours : hours);
}

static enum status count_care_home(const struct pathway *self, uint32_t row, int64_t days)
{
    return count(self, self->life->people->residence_site[row], SERVICE_CARE_HOME, MEASURE_BED_DAYS, days);
}

static enum status release(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                           uint16_t amount)
{
    return send(
        self, row, site,
        (struct request){.service = (uint8_t)service, .kind = REQUEST_RELEASE, .urgency = URGENT, .amount = amount});
}

static enum status end_home_care(const struct pathway *self, uint32_t row)
{
    struct people *people = self->life->people;
    enum status status = STATUS_OK;

    if (people->home_care_hours[row] == 0) {
        return STATUS_OK;
    }
    status = count_home_care(self, row, -days_left(self));
    if (status != STATUS_OK) {
        goto out;
    }
    status = release(self, row, people->social_site[row], SERVICE_HOME_CARE, people->home_care_hours[row]);
    people->home_care_hours[row] = 0;
out:
    return status;
}

static enum status need(const struct pathway *self, uint32_t row, unsigned hazard)
{
    switch (hazard) {
    case HAZARD_GP:
        return need_gp(self, row);
    case HAZARD_OUT_OF_HOURS:
        return need_by_catchment(self, row, SERVICE_OUT_OF_HOURS);
    case HAZARD_ACCIDENT_EMERGENCY:
        return need_accident_emergency(self, row);
    case HAZARD_AMBULANCE:
        return need_by_catchment(self, row, SERVICE_AMBULANCE);
    case HAZARD_EMERGENCY_ADMISSION:
        return need_emergency_admission(self, row);
    case HAZARD_DAY_CASE:
        return need_planned(self, row, SERVICE_DAY_CASE);
    case HAZARD_ELECTIVE_INPATIENT:
        return need_planned(self, row, SERVICE_ELECTIVE_INPATIENT);
    case HAZARD_OUTPATIENT_FIRST:
        return need_planned(self, row, SERVICE_OUTPATIENT_FIRST);
    case HAZARD_OUTPATIENT_FOLLOW_UP:
        return need_planned(self, row, SERVICE_OUTPATIENT_FOLLOW_UP);
    case HAZARD_DISTRICT_NURSING:
        return need_by_catchment(self, row, SERVICE_DISTRICT_NURSING);
    case HAZARD_CARE_HOME:
        return need_care_home(self, row, ROUTINE);
    case HAZARD_HOME_CARE:
        if (people_has(self->life->people, row, TRAIT_HOME_CARE)) {
            const enum status status = end_home_care(self, row);
            life_set_home_care(self->life, row, 0);
            return status;
        }
        return need_home_care(self, row, ROUTINE);
    default:
        return status_raise(STATUS_INTERNAL, "a need that no pathway knows");
    }
}

static enum status send_withdrawal(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                                   enum withdraw_reason reason)
{
    return send(self, row, site,
                (struct request){
                    .service = (uint8_t)service, .kind = REQUEST_WITHDRAW, .urgency = LAST, .flags = (uint8_t)reason});
}

/* Ends all waits of the services in `which`, of a person who lived in `neighbourhood`. */
static enum status withdraw(const struct pathway *self, uint32_t row, uint32_t which, uint16_t neighbourhood,
                            enum withdraw_reason reason)
{
    struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        if ((people->waiting[row] & which & wait_bit((enum service)service)) != 0) {
            const uint16_t *kept = site_of(self, row, (enum service)service);
            status = send_withdrawal(self, row,
                                     kept != NULL ? *kept : catchment_site(self, neighbourhood, (enum service)service),
                                     (enum service)service, reason);
        }
    }
    people->waiting[row] &= ~which;
    return status;
}

static void count_stay(const struct pathway *self, uint32_t row, enum service service, int64_t days)
{
    const struct people *people = self->life->people;
    const unsigned band = age_band(life_age(people->birth_day[row], self->life->today));

    if (service == SERVICE_EMERGENCY_INPATIENT) {
        self->month->emergency_bed_days[exposure_quintile(people->exposures[row])][band] += days;
    }
}

static enum status end_stay(const struct pathway *self, uint32_t row, uint16_t site, enum service service, int64_t days)
{
    const struct care_parameters *parameters = self->care->parameters;
    enum status status = count(self, site, service, MEASURE_BED_DAYS, days);

    if (status != STATUS_OK) {
        goto out;
    }
    if (service == SERVICE_EMERGENCY_INPATIENT && days < parameters->short_stay_days) {
        status = count(self, site, service, MEASURE_SHORT_STAYS, 1);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    if (days > parameters->trim_point_days) {
        status = count(self, site, service, MEASURE_EXCESS_BED_DAYS, days - parameters->trim_point_days);
    }
    count_stay(self, row, service, days);
out:
    return status;
}

static enum status abandon_stay(const struct pathway *self, uint32_t row, enum withdraw_reason reason)
{
    const struct people *people = self->life->people;
    const enum service service =
        people->place[row] == PLACE_HOSPITAL_EMERGENCY ? SERVICE_EMERGENCY_INPATIENT : SERVICE_ELECTIVE_INPATIENT;
    enum status status =
        end_stay(self, row, people->stay_site[row], service, self->life->today - people->stay_from[row]);

    return status == STATUS_OK ? send_withdrawal(self, row, people->stay_site[row], service, reason) : status;
}

/* Whoever dies, or goes where these providers do not follow, gives back all they hold. */
static enum status let_go(const struct pathway *self, const struct notice *notice)
{
    struct people *people = self->life->people;
    const uint32_t row = notice->row;
    const enum withdraw_reason reason = notice->kind == NOTICE_DIED ? WITHDRAW_DIED : WITHDRAW_LEFT;
    enum status status = STATUS_OK;

    if (people->place[row] >= PLACE_HOSPITAL_EMERGENCY) {
        status = abandon_stay(self, row, reason);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    status = withdraw(self, row, UINT32_MAX, notice->neighbourhood, reason);
    if (status != STATUS_OK) {
        goto out;
    }
    if (people_has(people, row, TRAIT_CARE_HOME)) {
        status = count_care_home(self, row, -days_left(self));
        if (status == STATUS_OK) {
            status = release(self, row, people->residence_site[row], SERVICE_CARE_HOME, 1);
        }
    }
    if (status != STATUS_OK) {
        goto out;
    }
    status = end_home_care(self, row);
out:
    return status;
}

/* Registers with a practice near the home. */
static void registers(const struct pathway *self, uint32_t row)
{
    self->life->people->practice[row] = choose_site(self, row, SERVICE_GP);
}

static enum status notice(const struct pathway *self, const struct notice *notice)
{
    const uint32_t planned = wait_bit(SERVICE_ELECTIVE_INPATIENT) | wait_bit(SERVICE_DAY_CASE) |
                             wait_bit(SERVICE_OUTPATIENT_FIRST) | wait_bit(SERVICE_OUTPATIENT_FOLLOW_UP);
    enum status status = STATUS_OK;

    switch (notice->kind) {
    case NOTICE_NEED:
        return need(self, notice->row, notice->hazard);
    case NOTICE_DIED:
    case NOTICE_LEFT:
    case NOTICE_MOVED_AWAY:
        return let_go(self, notice);
    case NOTICE_MOVED:
        status = withdraw(self, notice->row, ~planned, notice->neighbourhood, WITHDRAW_LEFT);
        registers(self, notice->row);
        return status;
    case NOTICE_ARRIVED:
        registers(self, notice->row);
        return STATUS_OK;
    default:
        return end_home_care(self, notice->row);
    }
}

enum status pathway_notices(const struct pathway *self, size_t first, size_t end)
{
    enum status status = STATUS_OK;

    for (size_t n = first; n < end && status == STATUS_OK; n++) {
        status = notice(self, &self->life->notices->items[n]);
    }
    return status;
}

/* Support is in place: whoever waits for it in a hospital bed can leave. */
static enum status support_is_there(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;

    switch (people->place[row]) {
    case PLACE_HOSPITAL_EMERGENCY:
        return release(self, row, people->stay_site[row], SERVICE_EMERGENCY_INPATIENT, 0);
    case PLACE_HOSPITAL_ELECTIVE:
        return release(self, row, people->stay_site[row], SERVICE_ELECTIVE_INPATIENT, 0);
    default:
        return STATUS_OK;
    }
}

/* The hospital asks for support: home care or a care home, unless the need has gone or the support is there. */
static enum status on_ready(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const enum need_band need_now = exposure_need(people->exposures[row]);
    struct random random = draw_for(self, row, RANDOM_PURPOSE_DISCHARGE, 1);

    if (need_now < NEED_MODERATE || people_has(people, row, TRAIT_CARE_HOME)) {
        return support_is_there(self, row);
    }
    if (waits_for(self, row, SERVICE_CARE_HOME) || waits_for(self, row, SERVICE_HOME_CARE)) {
        return STATUS_OK;
    }
    if (need_now >= NEED_SUBSTANTIAL && random_bernoulli(&random, self->care->parameters->discharge_care_home_share)) {
        return need_care_home(self, row, URGENT);
    }
    return people_has(people, row, TRAIT_HOME_CARE) ? support_is_there(self, row) : need_home_care(self, row, URGENT);
}

static enum status on_home_care(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    enum status status = STATUS_OK;

    life_set_home_care(self->life, row, (uint8_t)outcome->amount);
    if (!people_has(people, row, TRAIT_HOME_CARE)) {
        people->home_care_hours[row] = 0;
        status = release(self, row, outcome->site, SERVICE_HOME_CARE, outcome->amount);
    } else {
        status = count_home_care(self, row, days_left(self));
    }
    if (status != STATUS_OK) {
        goto out;
    }
    status = support_is_there(self, row);
out:
    return status;
}

static enum status on_care_home(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    const uint8_t place = people->place[row];
    enum status status = end_home_care(self, row);

    if (status != STATUS_OK) {
        goto out;
    }
    status = withdraw(self, row, wait_bit(SERVICE_HOME_CARE), people->neighbourhood[row], WITHDRAW_LEFT);
    if (status != STATUS_OK) {
        goto out;
    }
    people->residence_site[row] = outcome->site;
    status = life_enter_care_home(self->life, row);
    if (status != STATUS_OK) {
        goto out;
    }
    people->place[row] = place == PLACE_HOME ? PLACE_CARE_HOME : place;
    status = count_care_home(self, row, days_left(self));
    if (status != STATUS_OK) {
        goto out;
    }
    status = support_is_there(self, row);
out:
    return status;
}

/* A bed for somebody whom an emergency department cannot admit, or a full hospital has turned away. */
static enum status seek_bed(const struct pathway *self, uint32_t row, uint16_t site, const struct outcome *outcome)
{
    return ask(self, row, site,
               (struct request){.service = SERVICE_EMERGENCY_INPATIENT,
                                .urgency = URGENT,
                                .flags = outcome->flags & (uint8_t)~REQUEST_TO_ADMIT,
                                .amount = outcome->amount});
}

static void count_use(int64_t table[QUINTILE_COUNT][AGE_BANDS], const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const unsigned band = age_band(life_age(people->birth_day[row], self->life->today));

    table[exposure_quintile(people->exposures[row])][band]++;
}

static enum status on_served(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const enum service service = (enum service)outcome->service;
    enum status status = count(self, outcome->site, service, MEASURE_SERVED, 1);

    if (status != STATUS_OK) {
        goto out;
    }
    switch (service) {
    case SERVICE_GP:
        count_use(self->month->consultations, self, row);
        break;
    case SERVICE_ACCIDENT_EMERGENCY:
        count_use(self->month->attendances, self, row);
        if ((outcome->flags & REQUEST_TO_ADMIT) != 0 && !admits_here(self, outcome->site)) {
            status = seek_bed(self, row, choose_site(self, row, SERVICE_EMERGENCY_INPATIENT), outcome);
        }
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
out:
    return status;
}

static bool is_in(const struct people *people, uint32_t row, const struct outcome *outcome)
{
    const enum person_place bed =
        outcome->service == SERVICE_EMERGENCY_INPATIENT ? PLACE_HOSPITAL_EMERGENCY : PLACE_HOSPITAL_ELECTIVE;

    return people->place[row] == (uint8_t)bed && people->stay_site[row] == outcome->site;
}

/* Who is called to a second bed while in one gives it back the next day; a stay of no night ends by itself. */
static enum status give_back_bed(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const enum service service = (enum service)outcome->service;
    enum status status = STATUS_OK;

    if (outcome->amount == 0) {
        return STATUS_OK;
    }
    status = end_stay(self, row, outcome->site, service, 1);
    return status == STATUS_OK ? send_withdrawal(self, row, outcome->site, service, WITHDRAW_LEFT) : status;
}

static enum status on_admitted(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    const enum service service = (enum service)outcome->service;
    const bool emergency = service == SERVICE_EMERGENCY_INPATIENT;
    enum status status = count(self, outcome->site, service, MEASURE_SERVED, 1);

    if (status != STATUS_OK) {
        goto out;
    }
    count_use(emergency ? self->month->emergency_admissions : self->month->planned_admissions, self, row);
    if (people->place[row] >= PLACE_HOSPITAL_EMERGENCY) {
        status = give_back_bed(self, row, outcome);
        goto out;
    }
    people->place[row] = emergency ? PLACE_HOSPITAL_EMERGENCY : PLACE_HOSPITAL_ELECTIVE;
    people->stay_site[row] = outcome->site;
    people->stay_from[row] = self->life->today - 1; /* the providers' day was yesterday */
out:
    return status;
}

/* Each week of delay in a bed may cost a band of frailty. */
static enum status suffer_delay(const struct pathway *self, uint32_t row, uint16_t days)
{
    struct random random = draw_for(self, row, RANDOM_PURPOSE_DISCHARGE, 2);
    const double spared = pow(1 - self->care->parameters->delay_frailty_per_week, (double)days / DAYS_PER_WEEK);

    self->month->delayed_days += days;
    return days > 0 && random_bernoulli(&random, 1 - spared) ? life_worsen_frailty(self->life, row) : STATUS_OK;
}

static enum status on_discharged(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    struct people *people = self->life->people;
    enum status status = end_stay(self, row, outcome->site, (enum service)outcome->service, outcome->amount);

    if (status != STATUS_OK) {
        goto out;
    }
    if (is_in(people, row, outcome)) {
        people->place[row] = people_has(people, row, TRAIT_CARE_HOME) ? PLACE_CARE_HOME : PLACE_HOME;
        people->stay_site[row] = SITE_NONE;
    }
    status = suffer_delay(self, row, outcome->waited);
out:
    return status;
}

/* The hospital after the one that refused, in order of distance; the same one where there is no other. */
static uint16_t next_hospital(const struct pathway *self, uint32_t row, uint16_t refused)
{
    const struct choice_table *choice = &self->care->choice;
    const uint16_t neighbourhood = self->life->people->neighbourhood[row];
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
static enum status on_refused(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const struct people *people = self->life->people;
    const enum service service = (enum service)outcome->service;
    const bool in_bed = people->place[row] >= PLACE_HOSPITAL_EMERGENCY;
    struct random random = draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_COUNT + 2);
    enum status status = count(self, outcome->site, service, MEASURE_REFUSED, 1);

    if (status != STATUS_OK) {
        goto out;
    }
    if (service == SERVICE_GP && random_bernoulli(&random, self->care->parameters->refused_gp_to_ae_share)) {
        status = need_accident_emergency(self, row);
    } else if (service == SERVICE_EMERGENCY_INPATIENT || (outcome->flags & REQUEST_TO_ADMIT) != 0) {
        stop_waiting(self, row, SERVICE_EMERGENCY_INPATIENT);
        status = seek_bed(self, row, next_hospital(self, row, outcome->site), outcome);
    } else if (service == SERVICE_CARE_HOME) {
        status = need_care_home(self, row, outcome->urgency);
    } else if (service == SERVICE_HOME_CARE && in_bed) {
        status = on_ready(self, row);
    }
out:
    return status;
}

enum status pathway_outcome(const struct pathway *self, const struct outcome *outcome)
{
    const struct people *people = self->life->people;
    const uint32_t row = outcome->row;

    if (row >= people->rows || people->id[row] != outcome->person) {
        return status_raise(STATUS_INVARIANT, "an outcome of %s came to a person who is not there",
                            service_lines[outcome->service].name);
    }
    if (outcome->kind == OUTCOME_SERVED || outcome->kind == OUTCOME_ADMITTED || outcome->kind == OUTCOME_REFUSED) {
        stop_waiting(self, row, (enum service)outcome->service);
    }
    switch (outcome->kind) {
    case OUTCOME_SERVED:
        return on_served(self, row, outcome);
    case OUTCOME_ADMITTED:
        return on_admitted(self, row, outcome);
    case OUTCOME_READY:
        return on_ready(self, row);
    case OUTCOME_DISCHARGED:
        return on_discharged(self, row, outcome);
    default:
        return on_refused(self, row, outcome);
    }
}

enum status pathway_begin(const struct pathway *self)
{
    struct people *people = self->life->people;

    for (uint32_t row = 0; row < people->rows; row++) {
        registers(self, row);
        if (people_has(people, row, TRAIT_CARE_HOME)) {
            people->place[row] = PLACE_CARE_HOME;
            people->residence_site[row] = choose_site(self, row, SERVICE_CARE_HOME);
            if (people->residence_site[row] == SITE_NONE) {
                return status_raise(STATUS_SCENARIO, "there are residents of care homes, but no care home");
            }
        }
        if (people_has(people, row, TRAIT_HOME_CARE)) {
            people->social_site[row] = catchment_site(self, people->neighbourhood[row], SERVICE_HOME_CARE);
            if (people->social_site[row] == SITE_NONE) {
                return status_raise(STATUS_SCENARIO, "there are packages of home care, but nobody offers home care");
            }
            people->home_care_hours[row] = (uint8_t)package_hours(self, row);
        }
    }
    return STATUS_OK;
}

void pathway_hold_support(const struct people *people, const struct supply *supply)
{
    for (uint32_t row = 0; row < people->rows; row++) {
        if (people_has(people, row, TRAIT_CARE_HOME)) {
            supply_line(supply, people->residence_site[row], SERVICE_CARE_HOME)->held++;
        }
        if (people->home_care_hours[row] > 0) {
            supply_line(supply, people->social_site[row], SERVICE_HOME_CARE)->held += people->home_care_hours[row];
        }
    }
}

enum status pathway_begin_month(const struct pathway *self)
{
    const struct people *people = self->life->people;
    enum status status = STATUS_OK;

    for (uint32_t row = 0; row < people->rows && status == STATUS_OK; row++) {
        if (people->home_care_hours[row] > 0) {
            status = count_home_care(self, row, days_left(self));
        }
        if (status == STATUS_OK && people_holds(people, row) && people_has(people, row, TRAIT_CARE_HOME)) {
            status = count_care_home(self, row, days_left(self));
        }
    }
    return status;
}
