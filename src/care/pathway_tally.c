#include <math.h>

#include "care/pathway_parts.h"

enum { HUNDREDS_OF_METRES_PER_KM = 10 };

enum status pathway_tally_admission(const struct pathway *self, uint32_t row, uint16_t site)
{
    const day_t discharged = self->life->people->person[row].stay_from;
    const day_t admitted = self->life->today - 1; /* the providers' day was yesterday */

    if (discharged == 0 || admitted - discharged > self->care->parameters->readmission_days) {
        return STATUS_OK;
    }
    pathway_count_outcome(self, row, self->month->readmissions, BY_CONDITION_READMISSIONS, 1);
    return pathway_count(self, site, SERVICE_EMERGENCY_INPATIENT, MEASURE_READMISSIONS, 1);
}

void pathway_tally_discharge(const struct pathway *self, uint32_t row)
{
    pathway_count_use(self, row, self->month->discharges, 1);
    self->life->people->person[row].stay_from = self->life->today - 1;
}

static bool has_end_of_life_care(const struct pathway *self, uint32_t row)
{
    const struct programme_parameters *programmes = self->life->population->programmes.items;

    for (programmes_t left = people_programmes(self->life->people, row); left != 0; left &= left - 1) {
        if (programme_service(&programmes[__builtin_ctzll(left)]) == SERVICE_END_OF_LIFE_CARE) {
            return true;
        }
    }
    return false;
}

static enum death_place place_of_death(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;

    if (people_in_hospital(people, row)) {
        return DEATH_HOSPITAL;
    }
    if (has_end_of_life_care(self, row)) {
        return DEATH_PALLIATIVE;
    }
    return people->person[row].place == PLACE_CARE_HOME ? DEATH_CARE_HOME : DEATH_HOME;
}

/* At completed years by the calendar, as the census counts the living and the dead: the two tables of deaths agree. */
void pathway_tally_death(const struct pathway *self, uint32_t row)
{
    const struct person *person = &self->life->people->person[row];
    const unsigned band = age_band((unsigned)calendar_age_years(person->birth_day, self->life->today));

    self->month->deaths[place_of_death(self, row)][exposure_quintile(person->exposures)][band]++;
    pathway_count_conditions(self, row, BY_CONDITION_DEATHS, band, 1);
}

void pathway_tally_treated(const struct pathway *self, enum clock_stop stop, unsigned days)
{
    enum { DAYS_PER_WEEK = 7 };
    const unsigned week = days > 0 ? (days - 1) / DAYS_PER_WEEK : 0;

    self->month->treated[stop]++;
    self->month->treated_within_18_weeks[stop] += days <= DAYS_OF_18_WEEKS;
    self->month->treated_days[stop] += days;
    self->month->treated_by_week[stop][week < TREATED_WEEKS ? week : TREATED_WEEKS - 1]++;
}

enum delay_cause pathway_delay_cause(const struct pathway *self)
{
    const struct outcome *heard = self->heard;

    if (heard == NULL || heard->kind == OUTCOME_READY) {
        return DELAY_NOTHING_NEEDED;
    }
    switch ((enum service)heard->service) {
    case SERVICE_HOME_CARE:
        return DELAY_HOME_CARE;
    case SERVICE_CARE_HOME:
        return DELAY_CARE_HOME;
    case SERVICE_INTERMEDIATE_CARE_BED:
    case SERVICE_INTERMEDIATE_CARE_HOME:
        return DELAY_INTERMEDIATE_CARE;
    case SERVICE_EQUIPMENT:
        return DELAY_EQUIPMENT;
    case SERVICE_THERAPY:
        return DELAY_ASSESSMENT;
    default:
        return heard->programme != 0 ? DELAY_OTHER_PROGRAMME : DELAY_OTHER_SERVICE;
    }
}

void pathway_tally_delay(const struct pathway *self, uint32_t row, const struct outcome *discharge)
{
    const unsigned band = pathway_age_band(self, row);

    self->month->delayed_days[discharge->flags & DISCHARGE_CAUSE_BITS][band] += discharge->waited;
    pathway_count_conditions(self, row, BY_CONDITION_DELAYED_DAYS, band, discharge->waited);
}

static int64_t hundreds_of_metres(const struct neighbourhood *from, const struct site *to)
{
    const double x_km = (double)from->x_km - (double)to->x_km, y_km = (double)from->y_km - (double)to->y_km;

    return lround(HUNDREDS_OF_METRES_PER_KM * sqrt(x_km * x_km + y_km * y_km));
}

void pathway_tally_travel(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    const struct person *person = &self->life->people->person[row];
    const bool passed_on = (outcome->flags & REQUEST_TO_ADMIT) != 0 && pathway_admits_here(self, outcome->site);

    if (service_is_travelled_to[outcome->service] && !people_in_hospital(self->life->people, row) && !passed_on) {
        self->month->travel[outcome->service][exposure_quintile(person->exposures)] += hundreds_of_metres(
            &self->life->area->neighbourhoods[person->neighbourhood], &self->care->supply.sites[outcome->site]);
    }
}
