#include "care/pathway_parts.h"

enum { DAYS_PER_WEEK = 7 };

int64_t pathway_days_left(const struct pathway *self)
{
    return calendar_next_month(self->life->today) - self->life->today;
}

enum status pathway_count(const struct pathway *self, uint16_t site, enum service service, enum measure measure,
                          int64_t amount)
{
    return flow_add(self->flow, self->care->supply.sites[site].provider, service, measure, amount);
}

static int64_t hours_in(uint8_t hours_per_week, int64_t days)
{
    return (hours_per_week * days * 2 + DAYS_PER_WEEK) / (INT64_C(2) * DAYS_PER_WEEK);
}

enum status pathway_count_home_care(const struct pathway *self, uint32_t row, int64_t days)
{
    const struct people *people = self->life->people;
    const int64_t hours = hours_in(people->person[row].home_care_hours, days < 0 ? -days : days);
    const int64_t counted = days < 0 ? -hours : hours;
    const uint16_t site = people_site(people, row, TIE_HOME_CARE);
    const enum status status = pathway_count(self, site, SERVICE_HOME_CARE, MEASURE_HOURS, counted);

    return status == STATUS_OK && people_has(people, row, TRAIT_PAYS_FOR_HOME_CARE)
               ? pathway_count(self, site, SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS, counted)
               : status;
}

enum status pathway_count_care_home(const struct pathway *self, uint32_t row, int64_t days)
{
    return pathway_count(self, people_site(self->life->people, row, TIE_CARE_HOME), SERVICE_CARE_HOME, MEASURE_BED_DAYS,
                         days);
}

unsigned pathway_age_band(const struct pathway *self, uint32_t row)
{
    return age_band(life_age(self->life->people->person[row].birth_day, self->life->today));
}

void pathway_count_use(const struct pathway *self, uint32_t row, int64_t table[QUINTILE_COUNT][AGE_BANDS],
                       int64_t amount)
{
    table[exposure_quintile(self->life->people->person[row].exposures)][pathway_age_band(self, row)] += amount;
}

void pathway_count_conditions(const struct pathway *self, uint32_t row, enum condition_outcome outcome, unsigned band,
                              int64_t amount)
{
    const exposures_t conditions = self->life->people->person[row].exposures & EXPOSURE_CONDITIONS;

    for (exposures_t left = conditions; left != 0; left &= left - 1) {
        self->tally->by_condition[outcome][__builtin_ctzll(left)][band] += amount;
    }
}

void pathway_count_outcome(const struct pathway *self, uint32_t row, int64_t table[QUINTILE_COUNT][AGE_BANDS],
                           enum condition_outcome outcome, int64_t amount)
{
    const unsigned band = pathway_age_band(self, row);

    table[exposure_quintile(self->life->people->person[row].exposures)][band] += amount;
    pathway_count_conditions(self, row, outcome, band, amount);
}

static void count_wait(const struct pathway *self, uint32_t row, enum service service, uint16_t days)
{
    struct served_by *served = &self->tally->served, *waited = &self->tally->waited_days;
    const exposures_t exposures = self->life->people->person[row].exposures;
    const unsigned band = pathway_age_band(self, row), quintile = exposure_quintile(exposures);

    self->month->served[service][quintile]++;
    self->month->waited_days[service][quintile] += days;
    served->age[service][band]++;
    waited->age[service][band] += days;
    for (exposures_t left = exposures & EXPOSURE_CONDITIONS; left != 0; left &= left - 1) {
        served->condition[service][__builtin_ctzll(left)]++;
        waited->condition[service][__builtin_ctzll(left)] += days;
    }
}

enum status pathway_count_served(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    pathway_count_members(self, row, offsetof(struct programme_month, served) + outcome->service * sizeof(int64_t), 1);
    count_wait(self, row, (enum service)outcome->service, outcome->waited);
    return pathway_count(self, outcome->site, (enum service)outcome->service, MEASURE_SERVED, 1);
}

enum status pathway_count_stay(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                               int64_t days)
{
    const struct care_parameters *parameters = self->care->parameters;
    enum status status = pathway_count(self, site, service, MEASURE_BED_DAYS, days);

    if (status != STATUS_OK) {
        goto out;
    }
    if (service == SERVICE_EMERGENCY_INPATIENT && days < parameters->short_stay_days) {
        status = pathway_count(self, site, service, MEASURE_SHORT_STAYS, 1);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    if (days > parameters->trim_point_days) {
        status = pathway_count(self, site, service, MEASURE_EXCESS_BED_DAYS, days - parameters->trim_point_days);
    }
    if (service == SERVICE_EMERGENCY_INPATIENT) {
        pathway_count_outcome(self, row, self->month->emergency_bed_days, BY_CONDITION_EMERGENCY_BED_DAYS, days);
        pathway_count_members(self, row, offsetof(struct programme_month, bed_days), days);
    }
out:
    return status;
}
