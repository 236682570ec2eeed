/* For tests of the pathways: a few people in two neighbourhoods, 20 km apart, each with a practice, a hospital and
 * community services of its own, and one care home. Nothing happens to anybody unless a test says so. */
#ifndef CATCHMENT_TESTS_PATHWAY_SMALL_H
#define CATCHMENT_TESTS_PATHWAY_SMALL_H

#include <criterion/criterion.h>
#include <string.h>

#include "base/memory.h"
#include "care/pathway.h"

enum { HERE, THERE, NEIGHBOURHOODS };

/* Each site is that of a provider of the same number. */
enum { PRACTICE, FAR_PRACTICE, HOSPITAL, FAR_HOSPITAL, COMMUNITY, FAR_COMMUNITY, RESIDENCE, SITES };

enum { SUBSTANTIAL_HOURS = 10, CRITICAL_HOURS = 21, QUINTILE = 1, MONDAY = 2, SATURDAY = 7 };

static const struct {
    uint16_t site;
    enum service service;
} pathway_lines[] = {
    {PRACTICE, SERVICE_GP},
    {FAR_PRACTICE, SERVICE_GP},
    {HOSPITAL, SERVICE_ACCIDENT_EMERGENCY},
    {HOSPITAL, SERVICE_EMERGENCY_INPATIENT},
    {HOSPITAL, SERVICE_ELECTIVE_INPATIENT},
    {HOSPITAL, SERVICE_DAY_CASE},
    {HOSPITAL, SERVICE_OUTPATIENT_FIRST},
    {HOSPITAL, SERVICE_OUTPATIENT_FOLLOW_UP},
    {FAR_HOSPITAL, SERVICE_ACCIDENT_EMERGENCY},
    {FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT},
    {FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT},
    {FAR_HOSPITAL, SERVICE_OUTPATIENT_FOLLOW_UP},
    {COMMUNITY, SERVICE_OUT_OF_HOURS},
    {COMMUNITY, SERVICE_AMBULANCE},
    {COMMUNITY, SERVICE_DISTRICT_NURSING},
    {COMMUNITY, SERVICE_HOME_CARE},
    {FAR_COMMUNITY, SERVICE_OUT_OF_HOURS},
    {FAR_COMMUNITY, SERVICE_DISTRICT_NURSING},
    {FAR_COMMUNITY, SERVICE_HOME_CARE},
    {COMMUNITY, SERVICE_RAPID_RESPONSE},
    {COMMUNITY, SERVICE_TELEPHONE_ADVICE},
    {COMMUNITY, SERVICE_THERAPY},
    {COMMUNITY, SERVICE_CASE_MANAGEMENT},
    {COMMUNITY, SERVICE_HOSPITAL_AT_HOME},
    {RESIDENCE, SERVICE_CARE_HOME},
};

enum { PATHWAY_LINES = sizeof pathway_lines / sizeof pathway_lines[0] };

static const float site_x_km[SITES] = {0, 20, 1, 19, 0, 20, 2};

struct pathway_small {
    struct neighbourhood neighbourhoods[NEIGHBOURHOODS];
    struct locality locality;
    struct economy economy;
    struct area area;
    struct provider providers[SITES];
    struct site sites[SITES];
    struct line lines[PATHWAY_LINES];
    struct service_rules_parameters rules[3];
    struct care_parameters care_parameters;
    struct life_parameters life_parameters;
    struct figures figures;
    struct population population;
    struct people people;
    struct census census;
    struct notices notices;
    struct movers movers;
    struct life life;
    struct care care;
    struct requests outbox;
    struct flow flow;
    struct programme_month programme_months[PROGRAMME_LIMIT];
    struct fork_month fork_months[FORK_LIMIT];
    struct care_month month;
    struct care_tally tally;
    struct pathway pathway;
};

static struct pathway_small small;

static inline day_t june(int day)
{
    return calendar_day((struct date){2008, 6, day});
}

static inline void small_supply(void)
{
    for (uint16_t s = 0; s < SITES; s++) {
        small.providers[s] =
            (struct provider){.economy = ANY_ECONOMY, .conduct = {1, 1, 0}, .first_site = s, .site_count = 1};
        small.sites[s] = (struct site){.provider = s, .x_km = site_x_km[s]};
        memset(small.sites[s].line, 0xff, sizeof small.sites[s].line); /* -1: no line */
    }
    for (int32_t l = 0; l < PATHWAY_LINES; l++) {
        const uint16_t site = pathway_lines[l].site;
        small.lines[l] = (struct line){
            .site = site, .provider = site, .service = pathway_lines[l].service, .capacity = 100, .pull = 1};
        small.sites[site].line[pathway_lines[l].service] = l;
    }
    small.sites[HOSPITAL].beds = 100;
    small.sites[FAR_HOSPITAL].beds = 100;
    small.care.supply = (struct supply){small.providers, small.sites, small.lines, SITES, SITES, PATHWAY_LINES};
}

/* People go to the nearest, save with odds of one to e^180; in an emergency the next nearest is known too. */
static inline void small_rules(void)
{
    small.rules[0] =
        (struct service_rules_parameters){.name = "gp_consultation", .open_days_per_week = 5, .options = 1};
    small.rules[1] = (struct service_rules_parameters){
        .name = "accident_emergency", .open_days_per_week = 7, .options = 2, .distance_weight = 10};
    small.rules[2] = (struct service_rules_parameters){
        .name = "emergency_inpatient", .open_days_per_week = 7, .options = 2, .distance_weight = 10};
    small.care_parameters = (struct care_parameters){.programmes_work_share = 1,
                                                     .services = {small.rules, 3},
                                                     .straight_to_list_share = 1,
                                                     .stay_multiplier_under_65 = 1,
                                                     .stay_multiplier_65_over = 1,
                                                     .trim_point_days = 30,
                                                     .short_stay_days = 2};
    small.life_parameters = (struct life_parameters){.home_care_hours_substantial = SUBSTANTIAL_HOURS,
                                                     .home_care_hours_critical = CRITICAL_HOURS};
    small.care.parameters = &small.care_parameters;
    small.care.life = &small.life_parameters;
    cr_assert_eq(service_rules_resolve(&small.care_parameters, small.care.rules), STATUS_OK);
}

static inline void small_choice(void)
{
    choice_free(&small.care.choice);
    cr_assert_eq(choice_build(&small.care.choice, &small.care.supply, &small.area, &small.care_parameters), STATUS_OK);
}

/* Emergency stays of a night or more take so many in the mean. */
static inline void small_nights(double nights)
{
    for (unsigned row = 0; row < AGE_COUNT * SEX_COUNT; row++) {
        small.population.hazards.recovery[row] = (float)(1 / nights);
    }
}

static inline void small_init(void)
{
    small = (struct pathway_small){0};
    small.month.programmes = small.programme_months;
    small.month.forks = small.fork_months;
    small.neighbourhoods[HERE] = (struct neighbourhood){.quintile = QUINTILE};
    small.neighbourhoods[THERE] = (struct neighbourhood){.x_km = 20, .quintile = QUINTILE};
    small.locality = (struct locality){.name = "locality", .neighbourhood_count = NEIGHBOURHOODS};
    small.economy = (struct economy){.name = "economy", .locality_count = 1};
    small.area = (struct area){&small.economy, &small.locality, small.neighbourhoods, 1, 1, NEIGHBOURHOODS, NULL};
    small_supply();
    small_rules();
    small_choice();
    small.population = (struct population){.life = &small.life_parameters, .figures = &small.figures};
    cr_assert_eq(hazard_model_allocate(&small.population.hazards), STATUS_OK);
    small_nights(1);
    cr_assert_eq(people_init(&small.people, 3, 0), STATUS_OK);
    small.life = (struct life){&small.people, &small.population, &small.area,    random_key_make(1, 0),
                               june(MONDAY),  &small.census,     &small.notices, &small.movers};
    small.pathway =
        (struct pathway){&small.care, &small.life, &small.outbox, &small.flow, &small.month, &small.tally, NULL};
}

static inline void small_free(void)
{
    people_free(&small.people);
    hazard_model_free(&small.population.hazards);
    choice_free(&small.care.choice);
    memory_free((void **)&small.notices.items);
    requests_free(&small.outbox);
    flow_free(&small.flow);
}

/* A woman who lives here, without need, registered with the practice. */
static inline uint32_t somebody(int age)
{
    uint32_t row = PERSON_NONE;
    exposures_t exposures = exposure_set_band(0, TRAIT_NEED_NONE, NEED_BANDS, NEED_NONE);

    cr_assert_eq(people_add(&small.people, &row), STATUS_OK);
    exposures = exposure_set_band(exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, FRAILTY_FIT);
    exposures = exposure_set_band(exposures, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, QUINTILE);
    small.people.person[row].exposures = exposures;
    small.people.person[row].birth_day = calendar_day((struct date){2008 - age, 1, 1});
    small.people.person[row].sex = SEX_FEMALE;
    small.people.person[row].neighbourhood = HERE;
    small.people.person[row].practice = PRACTICE;
    return row;
}

static inline void set_need(uint32_t row, enum need_band band)
{
    small.people.person[row].exposures =
        exposure_derive(exposure_set_band(small.people.person[row].exposures, TRAIT_NEED_NONE, NEED_BANDS, band));
}

static inline uint32_t somebody_with_need(enum need_band band)
{
    const uint32_t row = somebody(80);

    set_need(row, band);
    return row;
}

static inline bool waits(uint32_t row, enum service service)
{
    return (small.people.person[row].waiting >> service & 1) != 0;
}

/* Notices of the day */

static inline void hear(uint32_t row, enum notice_kind kind, unsigned hazard, uint16_t neighbourhood)
{
    struct notice notice = {row, neighbourhood, (uint8_t)kind, (uint8_t)hazard};
    const struct notices own = small.notices;

    small.notices = (struct notices){&notice, 1, 1};
    cr_assert_eq(pathway_notices(&small.pathway, 0, 1), STATUS_OK, "%s", status_message());
    small.notices = own;
}

static inline void need(uint32_t row, enum hazard hazard)
{
    hear(row, NOTICE_NEED, hazard, small.people.person[row].neighbourhood);
}

/* What came back from the providers; person and row are filled in. */
static inline void come_back(uint32_t row, struct outcome outcome)
{
    outcome.row = row;
    outcome.person = small.people.id[row];
    cr_assert_eq(pathway_outcome(&small.pathway, &outcome), STATUS_OK, "%s", status_message());
}

static inline void served(uint32_t row, uint16_t site, enum service service, uint16_t amount)
{
    come_back(row,
              (struct outcome){.site = site, .service = (uint8_t)service, .kind = OUTCOME_SERVED, .amount = amount});
}

static inline void refused(uint32_t row, uint16_t site, enum service service)
{
    come_back(row, (struct outcome){.site = site, .service = (uint8_t)service, .kind = OUTCOME_REFUSED});
}

static inline void admitted(uint32_t row, uint16_t site, enum service service, uint16_t days)
{
    come_back(row,
              (struct outcome){.site = site, .service = (uint8_t)service, .kind = OUTCOME_ADMITTED, .amount = days});
}

static inline void ready(uint32_t row, uint16_t site, enum service service)
{
    come_back(
        row,
        (struct outcome){
            .site = site, .service = (uint8_t)service, .kind = OUTCOME_READY, .flags = REQUEST_SUPPORT, .amount = 5});
}

static inline void discharged(uint32_t row, uint16_t site, enum service service, uint16_t days, uint16_t delayed)
{
    come_back(
        row,
        (struct outcome){
            .site = site, .service = (uint8_t)service, .kind = OUTCOME_DISCHARGED, .amount = days, .waited = delayed});
}

/* Another day, with nothing sent yet. */
static inline void come_to(day_t today)
{
    small.life.today = today;
    small.outbox.count = 0;
}

/* The only request sent since. */
static inline struct request the_request(void)
{
    cr_assert_eq(small.outbox.count, 1, "%zu requests", small.outbox.count);
    return small.outbox.items[0];
}

static inline struct request request_of(enum request_kind kind, enum service service)
{
    for (size_t i = 0; i < small.outbox.count; i++) {
        if (small.outbox.items[i].kind == kind && small.outbox.items[i].service == service) {
            return small.outbox.items[i];
        }
    }
    cr_assert_fail("no such request of %s", service_lines[service].name);
    return (struct request){0};
}

static inline size_t requests_of(enum request_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < small.outbox.count; i++) {
        count += small.outbox.items[i].kind == kind;
    }
    return count;
}

/* What has been counted for a provider this month. */
static inline int64_t counted(uint32_t provider, enum service service, enum measure measure)
{
    struct activity activity = {0};
    int64_t count = 0;

    cr_assert_eq(flow_collect(&small.flow, 0, &activity), STATUS_OK);
    for (size_t i = 0; i < activity.count; i++) {
        const struct activity_row *row = &activity.rows[i];
        count += row->provider == provider && row->service == service && row->measure == measure ? row->count : 0;
    }
    memory_free((void **)&activity.rows);
    return count;
}

#endif
