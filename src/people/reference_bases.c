/* How published rates become the bases of hazards, once the cohort has lived. */
#include <math.h>

#include "people/reference_parts.h"

double cohort_days_in_bed(const struct cohort *self, unsigned age)
{
    const struct need_shares *needs = &self->parameters->needs;
    const double stay = self->figures->stay_days[STAY_EMERGENCY][age];

    return stay * (age < OLDER_STAY_AGE ? needs->stay_under_65 : needs->stay_65_over);
}

/* Mean nights of those who stay any, without death, so that with death they have the published mean. */
static double cohort_nights(const struct cohort *self, unsigned age, double death)
{
    static const double most = 0.8;
    const double stay = cohort_days_in_bed(self, age) / (1 - self->figures->zero_day_share[STAY_EMERGENCY][age]);

    return fmax(stay / (1 - fmin(stay * death, most)), 1);
}

static double hospital_deaths_share(const struct need_shares *needs, unsigned age)
{
    enum { VERY_OLD = 85 };

    return age < OLDER_STAY_AGE ? needs->hospital_deaths_under_65
           : age < VERY_OLD     ? needs->hospital_deaths_65_84
                                : needs->hospital_deaths_85_over;
}

double cohort_bed_mortality(const struct cohort *self, unsigned age, const double bed[QUINTILE_COUNT])
{
    static const double most = 0.9;
    const double *mortality = self->figures->mortality[age][self->sex];
    const double *persons = self->figures->persons[age][self->sex];
    double deaths = 0, in_bed = 0, rate = 0;

    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        deaths += (persons[q] + 1e-9) * mortality[q];
        in_bed += (persons[q] + 1e-9) * bed[q];
    }
    rate = in_bed > 0 ? hospital_deaths_share(&self->parameters->needs, age) * deaths / in_bed : 0;
    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        rate = bed[q] > 0 ? fmin(rate, most * mortality[q] / bed[q]) : rate;
    }
    return rate;
}

/* The mean over a year of age of what was taken at the starts of its steps, by the trapezoid rule. */
static double mean_of_year(double mean, double first, double next_first, unsigned steps)
{
    return mean + (next_first - first) / (2.0 * steps);
}

/* The rate of a need whose published use is `rate` a year: who waits for the service, or is in its bed, is not at risk.
 */
static double cohort_need_rate(const struct cohort *self, double rate, double wait_days)
{
    const double waiting = rate * wait_days / CALENDAR_DAYS_PER_YEAR;

    return rate / (1 - fmin(waiting, self->parameters->waiting_most));
}

/* First attendances that lead to no procedure: those that are left when procedures have taken theirs, of which none is
 * needed by those who wait for one already. */
static double cohort_first_attendance_rate(const struct cohort *self, unsigned age, double attendances)
{
    const struct need_shares *needs = &self->parameters->needs;
    const double day_cases = self->figures->use[USE_DAY_CASE][age][self->sex];
    const double stays = self->figures->use[USE_ELECTIVE_INPATIENT][age][self->sex];
    const double needed = cohort_need_rate(self, attendances, needs->wait_days[USE_OUTPATIENT]);

    return fmax(needed - needs->referred * (day_cases + stays), 0);
}

/* Emergency admissions that the one before brings on in the weeks after it. */
static double brought_on(const struct need_shares *needs, unsigned age)
{
    return age < OLDER_STAY_AGE ? needs->brought_on_under_65 : needs->brought_on_65_over;
}

/* Mortality is published by quintile, so each has a mean ratio of its own; the base is the mean of the quintiles. */
static void cohort_normalise_mortality(const struct cohort *self, unsigned age)
{
    const struct year_of_age *year = &self->means[age], *next = &self->means[next_age(age)];
    const unsigned steps = steps_of_year(age), row = hazard_row(age, self->sex);
    const struct need_shares *needs = &self->parameters->needs;
    const unsigned lane = HAZARD_EMERGENCY_ADMISSION;
    const double all = mean_of_year(year->mean[lane], year->first[lane], next->first[lane], steps);
    const double days = self->figures->use[USE_EMERGENCY_ADMISSION][age][self->sex] * cohort_days_in_bed(self, age);
    double bed[QUINTILE_COUNT], rate[QUINTILE_COUNT], mean = 0;

    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        const double ratio =
            mean_of_year(year->mean_admission[q], year->first_admission[q], next->first_admission[q], steps);
        bed[q] = all > 0 ? days / CALENDAR_DAYS_PER_YEAR * ratio / all : 0;
    }
    const double in_bed = cohort_bed_mortality(self, age, bed);
    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        rate[q] = (self->figures->mortality[age][self->sex][q] - in_bed * bed[q]) /
                  mean_of_year(year->mean_death[q], year->first_death[q], next->first_death[q], steps) /
                  CALENDAR_DAYS_PER_YEAR;
        mean += rate[q] / QUINTILE_COUNT;
    }
    const double death = in_bed / CALENDAR_DAYS_PER_YEAR;
    self->model->resolution[row].lane[HAZARD_DEATH] = (float)death;
    self->model->recovery[row] = (float)(1 / cohort_nights(self, age, death));
    /* Of two rates that compete, the share of the one is its part of their sum. */
    const double settle = 1 / needs->after_hospital_days, again = brought_on(needs, age);
    self->model->resolution[row].lane[HAZARD_SETTLE] = (float)settle;
    self->model->resolution[row].lane[HAZARD_EMERGENCY_ADMISSION] = (float)(settle * again / (1 - again));
    self->model->base[row].lane[HAZARD_DEATH] = (float)mean;
    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        self->model->mortality[hazard_cell(age, self->sex, q)] = mean > 0 ? (float)(rate[q] / mean) : 0;
    }
}

/* Published rates are divided by the mean ratio over the year. */
void cohort_normalise(const struct cohort *self)
{
    const struct figures *f = self->figures;
    const struct need_shares *needs = &self->parameters->needs;
    const double follow_ups = self->parameters->follow_ups_per_first;

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        const struct year_of_age *year = &self->means[age], *next = &self->means[next_age(age)];
        const unsigned s = (unsigned)self->sex;
        const double admissions = f->use[USE_EMERGENCY_ADMISSION][age][s];
        const double outpatients = f->use[USE_OUTPATIENT][age][s];
        const struct {
            unsigned lane;
            double rate;
        } published[] = {
            {HAZARD_DEPARTURE, f->departure[age][s]},
            {HAZARD_ARRIVAL, f->arrival[age][s]},
            {HAZARD_MOVE, f->move[age][s]},
            {HAZARD_GP, cohort_need_rate(self, f->use[USE_GP][age][s], needs->wait_days[USE_GP])},
            {HAZARD_OUT_OF_HOURS, f->use[USE_OUT_OF_HOURS][age][s]},
            {HAZARD_ACCIDENT_EMERGENCY,
             fmax(f->use[USE_ACCIDENT_EMERGENCY][age][s] - needs->emergency_through_ae * admissions, 0)},
            {HAZARD_AMBULANCE, f->use[USE_AMBULANCE][age][s] * needs->ambulance_not_conveyed},
            {HAZARD_EMERGENCY_ADMISSION, (1 - brought_on(needs, age)) * admissions},
            {HAZARD_DAY_CASE, cohort_need_rate(self, f->use[USE_DAY_CASE][age][s], needs->wait_days[USE_DAY_CASE])},
            {HAZARD_ELECTIVE_INPATIENT,
             cohort_need_rate(self, f->use[USE_ELECTIVE_INPATIENT][age][s], needs->wait_days[USE_ELECTIVE_INPATIENT])},
            {HAZARD_OUTPATIENT_FIRST, cohort_first_attendance_rate(self, age, outpatients / (1 + follow_ups))},
            {HAZARD_OUTPATIENT_FOLLOW_UP, outpatients * follow_ups / (1 + follow_ups)},
            {HAZARD_DISTRICT_NURSING,
             cohort_need_rate(self, f->use[USE_DISTRICT_NURSING][age][s] / fmax(needs->nursing_visits, 1),
                              needs->wait_days[USE_DISTRICT_NURSING])},
        };
        float *base = self->model->base[hazard_row(age, self->sex)].lane;
        for (size_t k = 0; k < sizeof published / sizeof published[0]; k++) {
            const unsigned lane = published[k].lane;
            const double mean =
                mean_of_year(year->mean[lane], year->first[lane], next->first[lane], steps_of_year(age));
            base[lane] = mean > 0 ? (float)(published[k].rate / mean / CALENDAR_DAYS_PER_YEAR) : 0;
        }
        base[HAZARD_CARE_HOME] *= (float)needs->care_home_from_home;
        base[HAZARD_HOME_CARE] *= (float)needs->home_care_from_home;
        cohort_normalise_mortality(self, age);
    }
}
