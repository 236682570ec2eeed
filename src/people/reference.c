#include "people/reference.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/real.h"
#include "base/wide.h"
#include "people/reference_parts.h"

/* The key of the cohort's draws is the same for every seed: the model must not depend on the luck of a run. */
static const uint64_t reference_seed = UINT64_C(0x43617463686d656e);

static void cohort_weigh(struct cohort *self, unsigned age)
{
    const double *persons = self->figures->persons[age][self->sex];
    double total = 0;

    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        total += persons[q] + 1e-9;
    }
    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        self->weight[q] = (persons[q] + 1e-9) / total / self->particles;
    }
}

static double particle_weight(const struct cohort *self, uint32_t particle)
{
    return self->weight[particle / self->particles];
}

WIDE_CLONES
static uint32_t count_states(const exposures_t *states, size_t n, exposures_t has, exposures_t lacks)
{
    uint32_t count = 0;

    for (size_t i = 0; i < n; i++) {
        count += (states[i] & (has | lacks)) == has;
    }
    return count;
}

/* The weighted share of the cohort with all bits of `has` and none of `lacks`. */
static double cohort_share(const struct cohort *self, exposures_t has, exposures_t lacks)
{
    double share = 0;

    for (uint32_t q = 0; q < QUINTILE_COUNT; q++) {
        share += self->weight[q] * count_states(self->state + (size_t)q * self->particles, self->particles, has, lacks);
    }
    return share;
}

WIDE_CLONES
static void add_weighted(double sum[LANE_COUNT], const float ratio[LANE_COUNT], double weight)
{
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        sum[lane] += weight * (double)ratio[lane];
    }
}

WIDE_CLONES
static void add_moments(struct moments *moments, const float ratio[LANE_COUNT], double weight)
{
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        const double x = ratio[lane], first = weight * x, second = first * x;
        moments->of[0][lane] += first;
        moments->of[1][lane] += second;
        moments->of[2][lane] += second * x;
    }
}

static double capped_share(const struct cohort *self, double rate, double days)
{
    return fmin(rate * days / CALENDAR_DAYS_PER_YEAR, self->parameters->waiting_most);
}

/* Emergencies a year of each particle: the rate at which it needs a bed, while it is in none. Nobody in a bed needs
 * another, which takes more from those who are there often; the rate for a ratio of one is found by going round.
 * Returns the mean ratio by which the published rate is to be divided to give it. */
static double cohort_find_admissions(struct cohort *self, double mean)
{
    enum { ROUNDS = 4 };
    const double published = self->figures->use[USE_EMERGENCY_ADMISSION][self->age][self->sex];
    const double stay = cohort_days_in_bed(self, self->age) / CALENDAR_DAYS_PER_YEAR;
    double rate = mean > 0 ? published / mean : 0;

    for (unsigned round = 0; round < ROUNDS && rate > 0; round++) {
        double all = 0;
        for (uint32_t i = 0; i < self->count; i++) {
            const double need = rate * self->ratio[i].lane[HAZARD_EMERGENCY_ADMISSION];
            self->admissions[i] = need / (1 + need * stay);
            all += particle_weight(self, i) * self->admissions[i];
        }
        rate *= published / all;
    }
    return rate > 0 ? published / rate : mean;
}

static double share_in_bed(const struct cohort *self, uint32_t particle)
{
    return capped_share(self, self->admissions[particle], cohort_days_in_bed(self, self->age));
}

/* The ratio of a particle's deaths outside hospital: part of its time it is in a bed, and in the weeks after one. */
static double death_outside(const struct cohort *self, uint32_t particle)
{
    const double after = self->model->ratio[CONDITION_LIMIT + TRAIT_AFTER_HOSPITAL].lane[HAZARD_DEATH];
    const double weeks = capped_share(self, self->admissions[particle], self->parameters->needs.after_hospital_days);

    return self->ratio[particle].lane[HAZARD_DEATH] * (1 - share_in_bed(self, particle)) * (1 + (after - 1) * weeks);
}

/* Who is in a hospital bed is at a risk of death of its own. */
static void cohort_share_out_deaths(struct cohort *self)
{
    memset(self->death_ratio, 0, sizeof self->death_ratio);
    memset(self->bed_share, 0, sizeof self->bed_share);
    memset(self->admission_ratio, 0, sizeof self->admission_ratio);
    for (uint32_t i = 0; i < self->count; i++) {
        const unsigned q = i / self->particles;
        self->death_ratio[q] += death_outside(self, i) / self->particles;
        self->bed_share[q] += share_in_bed(self, i) / self->particles;
        self->admission_ratio[q] += self->ratio[i].lane[HAZARD_EMERGENCY_ADMISSION] / (double)self->particles;
    }
}

static void cohort_evaluate(struct cohort *self)
{
    struct year_of_age *year = &self->means[self->age];
    double mean[LANE_COUNT] = {0};

    for (uint32_t i = 0; i < self->count; i++) {
        union hazard_vector *ratio = &self->ratio[i];
        for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
            ratio->lane[lane] = 1;
        }
        hazard_multiply_ratios(self->model, self->state[i], ratio);
        ratio->lane[HAZARD_CARER_START] *= (float)caring_turnover(self->parameters->caring, self->state[i]);
        add_weighted(mean, ratio->lane, particle_weight(self, i));
    }
    mean[HAZARD_EMERGENCY_ADMISSION] = cohort_find_admissions(self, mean[HAZARD_EMERGENCY_ADMISSION]);
    cohort_share_out_deaths(self);
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        year->first[lane] = self->step == 0 ? mean[lane] : year->first[lane];
        year->mean[lane] += mean[lane] / self->steps;
    }
    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        year->first_death[q] = self->step == 0 ? self->death_ratio[q] : year->first_death[q];
        year->mean_death[q] += self->death_ratio[q] / self->steps;
        year->first_admission[q] = self->step == 0 ? self->admission_ratio[q] : year->first_admission[q];
        year->mean_admission[q] += self->admission_ratio[q] / self->steps;
    }
}

static void cohort_take_moments(struct cohort *self)
{
    struct moments *moments = &self->moments;

    memset(moments, 0, sizeof *moments);
    for (uint32_t i = 0; i < self->count; i++) {
        add_moments(moments, self->ratio[self->source[i]].lane, particle_weight(self, i));
    }
}

/* 1 - exp(-x) to third order, and never above one: quick, and the same here as in the solution for the rate. */
static inline double chance(double x)
{
    const double p = x - x * x * (1.0 / 2) + x * x * x * (1.0 / 6);

    return p < 1 ? p : 1;
}

/* The rate a year, multiplied by each particle's ratio in the lane, that brings `needed` of the cohort across in a
 * step.
 */
static double cohort_rate(const struct cohort *self, unsigned lane, double needed)
{
    const double *s1 = &self->moments.of[0][lane], *s2 = &self->moments.of[1][lane], *s3 = &self->moments.of[2][lane];
    double rate = 0;

    if (needed <= 0 || *s1 <= 0) {
        return 0;
    }
    rate = needed / *s1;
    for (unsigned turn = 0; turn < 6; turn++) {
        const double value = rate * *s1 - rate * rate * *s2 / 2 + rate * rate * rate * *s3 / 6;
        const double slope = *s1 - rate * *s2 + rate * rate * *s3 / 2;
        if (slope <= *s1 / 10) {
            break;
        }
        rate += (needed - value) / slope;
    }
    return fmax(rate, 0) * self->steps;
}

/* The dead of each quintile are replaced by copies of survivors, drawn systematically by their chance of surviving. */
static void cohort_survive(struct cohort *self)
{
    const double in_bed = cohort_bed_mortality(self, self->age, self->bed_share);

    for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
        const uint32_t first = q * self->particles;
        const double mortality = self->figures->mortality[self->age][self->sex][q];
        const double outside = (mortality - in_bed * self->bed_share[q]) / self->death_ratio[q];
        double total = 0, passed = 0, next = 0;
        uint32_t kept = 0;
        for (uint32_t i = first; i < first + self->particles; i++) {
            const double deaths = outside * death_outside(self, i) + in_bed * share_in_bed(self, i);
            self->surviving[i] = real_exp(-deaths / self->steps);
            total += self->surviving[i];
        }
        next = total / self->particles * random_unit(&self->random);
        for (uint32_t i = first; i < first + self->particles; i++) {
            passed += self->surviving[i];
            while (kept < self->particles && next < passed) {
                self->scratch[first + kept] = self->state[i];
                self->source[first + kept++] = i;
                next += total / self->particles;
            }
        }
        while (kept < self->particles) {
            self->scratch[first + kept] = self->state[first + self->particles - 1];
            self->source[first + kept++] = first + self->particles - 1;
        }
    }
    memcpy(self->state, self->scratch, self->count * sizeof *self->state);
}

/* A figure at the end of the step. Figures are of completed years of age, a birthday lies between two of them; `values`
 * begins at age 0, ages are `stride` apart. */
static double at_end_of_step(const struct cohort *self, const double *values, size_t stride)
{
    const double now = values[self->age * stride], next = values[next_age(self->age) * stride];
    const double before = self->age > 0 ? values[(self->age - 1) * stride] : fmax(2 * now - next, 0);
    const double passed = (self->step + 1.0) / self->steps;

    return ((before + now) * (1 - passed) + (now + next) * passed) / 2;
}

/* Onset of a binary exposure, or its resolution where the figures fall faster with age than death explains. */
static void cohort_set_binary(struct cohort *self, unsigned bit, unsigned lane, double target)
{
    const exposures_t has = (exposures_t)1 << bit;
    const double now = cohort_share(self, has, 0);

    self->begins.lane[lane] = (float)cohort_rate(self, lane, target - now);
    if (target < now) {
        const double most = 1 - real_pow(1 - self->parameters->recovery_most, 1.0 / self->steps);
        self->ends.lane[lane] = (float)(-real_log1p(-fmin((now - target) / now, most)) * self->steps);
        self->resolvable |= has;
    }
}

struct ladder {
    enum trait first;
    unsigned bands, worsen_lane, recover_lane;
};

/* The rates from each band of a ladder to the next, given how many fall back; `values` are the shares of the bands. */
static void cohort_set_ladder(struct cohort *self, struct ladder ladder, double recovery, const double *values)
{
    const double back = 1 - real_exp(-recovery / self->steps);
    const size_t stride = (size_t)SEX_COUNT * ladder.bands;
    double above_now = 0, above_target = 0;

    self->begins.lane[ladder.recover_lane] = (float)recovery;
    for (unsigned band = ladder.bands - 1; band > 0; band--) {
        const double share = cohort_share(self, exposure_of_trait((enum trait)(ladder.first + band)), 0);
        const unsigned lane = ladder.worsen_lane + band - 1;
        above_now += share;
        above_target += at_end_of_step(self, values + band, stride);
        self->begins.lane[lane] = (float)cohort_rate(self, lane, above_target - (above_now - share * back));
    }
}

static void cohort_set_rates(struct cohort *self)
{
    static const struct ladder frailty = {TRAIT_FRAILTY_FIT, FRAILTY_BANDS, HAZARD_FRAILTY_WORSEN_FIT,
                                          HAZARD_FRAILTY_RECOVER};
    static const struct ladder need = {TRAIT_NEED_NONE, NEED_BANDS, HAZARD_NEED_WORSEN_NONE, HAZARD_NEED_RECOVER};
    const struct figures *f = self->figures;
    const unsigned sex = (unsigned)self->sex;
    const double residents = cohort_share(self, exposure_of_trait(TRAIT_CARE_HOME), 0);

    memset(&self->begins, 0, sizeof self->begins);
    memset(&self->ends, 0, sizeof self->ends);
    for (unsigned c = 0; c < f->condition_count; c++) {
        cohort_set_binary(self, c, c, at_end_of_step(self, &f->prevalence[c][0][sex], SEX_COUNT));
    }
    cohort_set_binary(self, CONDITION_LIMIT + TRAIT_OBESITY, HAZARD_OBESITY_CHANGE,
                      at_end_of_step(self, &f->obesity[0][sex], SEX_COUNT));
    cohort_set_ladder(self, frailty, f->frailty_recovery[self->age], f->frailty[0][sex]);
    cohort_set_ladder(self, need, f->need_recovery[self->age], f->need[0][sex]);
    self->begins.lane[HAZARD_CARE_HOME] =
        (float)cohort_rate(self, HAZARD_CARE_HOME, at_end_of_step(self, &f->care_home[0][sex], SEX_COUNT) - residents);
}

/* Support begins and ends at the same rates at every age. */
static void cohort_set_support(struct cohort *self)
{
    const struct reference_parameters *parameters = self->parameters;
    const double share = parameters->home_care_share;

    self->begins.lane[HAZARD_CARER_START] = (float)parameters->carer_stop;
    self->ends.lane[HAZARD_CARER_STOP] = (float)parameters->carer_stop;
    self->begins.lane[HAZARD_HOME_CARE] = (float)(parameters->home_care_stop * share / (1 - share));
    self->ends.lane[HAZARD_HOME_CARE] = (float)parameters->home_care_stop;
}

static exposures_t step_band(exposures_t state, enum trait first, unsigned bands, int step)
{
    return exposure_set_band(state, first, bands, (unsigned)((int)exposure_band(state, first, bands) + step));
}

/* What an event of a lane does to a person's exposures. */
static exposures_t apply_event(const struct hazard_model *model, exposures_t state, unsigned lane)
{
    if (lane < CONDITION_LIMIT) {
        const exposures_t before = model->requires[lane];
        return (state & before) == before ? state | exposure_of_condition(lane) : state;
    }
    if (lane >= HAZARD_FRAILTY_WORSEN_FIT && lane <= HAZARD_FRAILTY_WORSEN_MODERATE) {
        return step_band(state, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, 1);
    }
    if (lane >= HAZARD_NEED_WORSEN_NONE && lane <= HAZARD_NEED_WORSEN_SUBSTANTIAL) {
        return step_band(state, TRAIT_NEED_NONE, NEED_BANDS, 1);
    }
    switch (lane) {
    case HAZARD_FRAILTY_RECOVER:
        return step_band(state, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, -1);
    case HAZARD_NEED_RECOVER:
        return step_band(state, TRAIT_NEED_NONE, NEED_BANDS, -1);
    case HAZARD_OBESITY_CHANGE:
        return state | exposure_of_trait(TRAIT_OBESITY);
    case HAZARD_CARE_HOME:
        return exposure_derive(state | exposure_of_trait(TRAIT_CARE_HOME));
    case HAZARD_CARER_START:
        return state | exposure_of_trait(TRAIT_HAS_CARER);
    case HAZARD_HOME_CARE:
        return state | exposure_of_trait(TRAIT_HOME_CARE);
    default:
        return state;
    }
}

/* When need grows, family may step in at once. */
static exposures_t cohort_find_carer(struct cohort *self, exposures_t state)
{
    const exposures_t carer = exposure_of_trait(TRAIT_HAS_CARER);
    const bool open = (state & (carer | exposure_of_trait(TRAIT_CARE_HOME))) == 0;

    if (open && random_bernoulli(&self->random, self->parameters->carer_share[exposure_need(state)])) {
        state |= carer;
    }
    return state;
}

/* Systematic sampling over the particles: the number of events is the expected one to within one. *passed is in [0, 1),
 * p at most 1. */
static bool systematic(double *passed, double p)
{
    *passed += p;
    if (*passed < 1) {
        return false;
    }
    *passed -= 1;
    return true;
}

/* A year, in what marks the exposure of this particle. */
static double cohort_end_rate(const struct cohort *self, uint32_t particle, unsigned bit)
{
    const double rate = self->ends.lane[hazard_resolution_lane(bit)];

    return bit == CONDITION_LIMIT + TRAIT_HAS_CARER
               ? rate * caring_turnover(self->parameters->caring, self->state[particle])
               : rate;
}

static void cohort_end_traits(struct cohort *self, double passed[64])
{
    for (uint32_t i = 0; i < self->count; i++) {
        for (exposures_t left = self->state[i] & self->resolvable; left != 0; left &= left - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(left);
            const double rate = cohort_end_rate(self, i, bit) / (double)self->steps;
            if (bit != CONDITION_LIMIT + TRAIT_SMOKING_CURRENT && systematic(&passed[bit], chance(rate))) {
                self->scratch[i] = hazard_end_exposure(self->model, self->scratch[i], bit);
            }
        }
    }
}

/* The same in all lanes at once: one where an event comes, in the order of the lanes. */
WIDE_CLONES
static void systematic_lanes(double passed[restrict LANE_COUNT], const double rate[restrict LANE_COUNT],
                             const float ratio[restrict LANE_COUNT], uint8_t comes[restrict LANE_COUNT])
{
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        const double next = passed[lane] + chance(rate[lane] * (double)ratio[lane]);
        comes[lane] = next >= 1;
        passed[lane] = next >= 1 ? next - 1 : next;
    }
}

static void cohort_draw_event(struct cohort *self, uint32_t particle, unsigned lane)
{
    exposures_t *state = &self->scratch[particle];

    *state = apply_event(self->model, *state, lane);
    if (lane >= HAZARD_NEED_WORSEN_NONE && lane <= HAZARD_NEED_WORSEN_SUBSTANTIAL) {
        *state = cohort_find_carer(self, *state);
    }
}

static void cohort_draw_events(struct cohort *self)
{
    double passed[LANE_COUNT], ended[64], rate[LANE_COUNT];

    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        passed[lane] = random_unit(&self->random);
        ended[lane] = random_unit(&self->random);
        rate[lane] = (double)self->begins.lane[lane] / self->steps;
    }
    memcpy(self->scratch, self->state, self->count * sizeof *self->state);
    cohort_end_traits(self, ended);
    for (uint32_t i = 0; i < self->count; i++) {
        uint8_t comes[LANE_COUNT];
        systematic_lanes(passed, rate, self->ratio[self->source[i]].lane, comes);
        for (const uint8_t *next = memchr(comes, 1, LANE_COUNT); next != NULL;) {
            const unsigned lane = (unsigned)(next - comes);
            cohort_draw_event(self, i, lane);
            next = memchr(comes + lane + 1, 1, LANE_COUNT - lane - 1);
        }
    }
    memcpy(self->state, self->scratch, self->count * sizeof *self->state);
}

/* Sets a trait that belongs to the generation or the household, not to the body, to its published share at this age:
 * particles that lack it gain it, or those that have it lose it, at random. */
static void cohort_relabel(struct cohort *self, exposures_t gain, exposures_t lose, exposures_t lacks, double target)
{
    const double now = cohort_share(self, gain, 0);
    const bool add = target > now;
    const double open = add ? cohort_share(self, lose, gain | lacks) : now;
    const double p = open > 0 ? fmin(fabs(target - now) / open, 1) : 0;
    double passed = random_unit(&self->random);

    for (uint32_t i = 0; i < self->count; i++) {
        const exposures_t state = self->state[i];
        if (add && (state & lose) == lose && (state & (gain | lacks)) == 0 && systematic(&passed, p)) {
            self->state[i] = (state & ~lose) | gain;
        } else if (!add && (state & gain) == gain && systematic(&passed, p)) {
            self->state[i] = (state & ~gain) | lose;
        }
    }
}

static void cohort_relabel_generation(struct cohort *self)
{
    const struct figures *f = self->figures;
    const unsigned sex = (unsigned)self->sex;
    const exposures_t current = exposure_of_trait(TRAIT_SMOKING_CURRENT);
    const exposures_t former = exposure_of_trait(TRAIT_SMOKING_EX);
    const double smokers = at_end_of_step(self, &f->smoking_current[0][sex], SEX_COUNT);
    const double former_smokers = at_end_of_step(self, &f->smoking_ex[0][sex], SEX_COUNT);

    cohort_relabel(self, former, current, 0, former_smokers);
    cohort_relabel(self, current, 0, former, smokers);
    cohort_relabel(self, former, 0, current, former_smokers);
    cohort_relabel(self, exposure_of_trait(TRAIT_LIVING_ALONE), 0, exposure_of_trait(TRAIT_CARE_HOME),
                   at_end_of_step(self, &f->living_alone[0][sex], SEX_COUNT));
}

/* Who starts and stops smoking in the year, from the shares at the two ages. Those who start late stand for older
 * generations, who smoked more; population_update leaves them out when generations differ. */
static void cohort_set_smoking(struct cohort *self)
{
    const struct figures *f = self->figures;
    const struct reference_parameters *parameters = self->parameters;
    const unsigned now = self->age, next = next_age(now), sex = (unsigned)self->sex;
    const double ever = f->smoking_current[now][sex] + f->smoking_ex[now][sex];
    const double ever_next = f->smoking_current[next][sex] + f->smoking_ex[next][sex];
    const double stopped = f->smoking_ex[next][sex] - f->smoking_ex[now][sex];

    if (ever_next > ever) {
        self->begins.lane[HAZARD_SMOKING_START] = (float)((ever_next - ever) / (1 - ever));
    }
    if (stopped > 0 && f->smoking_current[now][sex] > 0) {
        self->ends.lane[HAZARD_SMOKING_STOP] =
            (float)fmin(stopped / f->smoking_current[now][sex], parameters->smoking_stop_most);
    }
}

static void cohort_begin(struct cohort *self)
{
    const struct figures *figures = self->figures;

    cohort_weigh(self, 0);
    for (uint32_t i = 0; i < self->count; i++) {
        self->state[i] = exposure_of_trait((enum trait)(TRAIT_DEPRIVATION_1 + i / self->particles)) |
                         exposure_of_trait(TRAIT_FRAILTY_FIT) | exposure_of_trait(TRAIT_NEED_NONE);
    }
    for (unsigned c = 0; c < figures->condition_count; c++) {
        const double *share_by_sex = figures->prevalence[c][0], *year_after = figures->prevalence[c][1];
        const double share = fmax(share_by_sex[self->sex] * 1.5 - year_after[self->sex] / 2, 0);
        double passed = random_unit(&self->random);
        for (uint32_t i = 0; i < self->count; i++) {
            if (systematic(&passed, share)) {
                self->state[i] |= exposure_of_condition(c);
            }
        }
    }
}

static void cohort_store(struct cohort *self, struct reference *reference)
{
    exposures_t *stock = &reference->stock[(size_t)hazard_cell(self->age, self->sex, 0) * self->particles];

    for (uint32_t i = 0; i < self->count; i++) {
        stock[i] = exposure_derive(self->state[i]);
    }
}

/* The rates of the model are the means over the steps of the year. */
static void cohort_add_rates(struct cohort *self)
{
    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        self->mean_begins.lane[lane] += self->begins.lane[lane] / (float)self->steps;
        self->mean_ends.lane[lane] += self->ends.lane[lane] / (float)self->steps;
    }
}

static void cohort_store_rates(const struct cohort *self)
{
    const double births = self->sex == SEX_FEMALE ? self->figures->fertility[self->age] : 0;
    const unsigned row = hazard_row(self->age, self->sex);

    for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
        self->model->resolution[row].lane[lane] = (float)(self->mean_ends.lane[lane] / CALENDAR_DAYS_PER_YEAR);
        self->model->base[row].lane[lane] = (float)(self->mean_begins.lane[lane] / CALENDAR_DAYS_PER_YEAR);
    }
    self->model->base[row].lane[HAZARD_BIRTH] = (float)(births / CALENDAR_DAYS_PER_YEAR);
}

static void cohort_live_step(struct cohort *self)
{
    for (uint32_t i = 0; i < self->count; i++) {
        self->state[i] = exposure_derive(self->state[i]);
    }
    cohort_weigh(self, self->age);
    cohort_evaluate(self);
    cohort_weigh(self, self->step + 1 == self->steps ? next_age(self->age) : self->age);
    cohort_survive(self);
    cohort_take_moments(self);
    cohort_set_rates(self);
    cohort_set_smoking(self);
    cohort_set_support(self);
    cohort_add_rates(self);
    cohort_draw_events(self);
    cohort_relabel_generation(self);
}

static void cohort_live(struct cohort *self, struct reference *reference)
{
    cohort_begin(self);
    for (self->age = 0; self->age < AGE_COUNT; self->age++) {
        memset(&self->mean_begins, 0, sizeof self->mean_begins);
        memset(&self->mean_ends, 0, sizeof self->mean_ends);
        self->steps = steps_of_year(self->age);
        cohort_store(self, reference);
        for (self->step = 0; self->step < self->steps; self->step++) {
            cohort_live_step(self);
        }
        cohort_store_rates(self);
    }
    cohort_normalise(self);
}

static void cohort_free(struct cohort *self)
{
    memory_free((void **)&self->state);
    memory_free((void **)&self->scratch);
    memory_free((void **)&self->surviving);
    memory_free((void **)&self->admissions);
    memory_free((void **)&self->source);
    memory_free((void **)&self->ratio);
}

static enum status cohort_init(struct cohort *self, const struct figures *figures,
                               const struct reference_parameters *parameters, struct hazard_model *model, enum sex sex)
{
    enum status status = STATUS_OK;

    self->figures = figures;
    self->parameters = parameters;
    self->model = model;
    self->sex = sex;
    self->particles = parameters->particles;
    self->count = parameters->particles * QUINTILE_COUNT;
    self->resolvable = exposure_of_trait(TRAIT_SMOKING_CURRENT) | exposure_of_trait(TRAIT_HAS_CARER) |
                       exposure_of_trait(TRAIT_HOME_CARE);
    self->random = random_at(random_key_make(reference_seed, 0), RANDOM_PURPOSE_REFERENCE_COHORT, sex, 0, 0);
    status = memory_allocate((void **)&self->state, self->count, sizeof *self->state);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->scratch, self->count, sizeof *self->scratch);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->surviving, self->count, sizeof *self->surviving);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->admissions, self->count, sizeof *self->admissions);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->source, self->count, sizeof *self->source);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate_aligned((void **)&self->ratio, self->count, sizeof *self->ratio);
out:
    return status;
}

/* The ratios of the figures, and how the need for help changes who finds a carer. */
static void model_set_ratios(struct hazard_model *model, const struct figures *figures,
                             const struct reference_parameters *parameters)
{
    for (unsigned bit = 0; bit < 64; bit++) {
        memcpy(model->ratio[bit].lane, figures->ratio[bit], sizeof model->ratio[bit].lane);
    }
    for (unsigned c = 0; c < figures->condition_count; c++) {
        hazard_require(model, c, figures->conditions[c].requires);
    }
    for (unsigned band = 0; band < NEED_BANDS; band++) {
        const double share = parameters->carer_share[band];
        model->ratio[CONDITION_LIMIT + TRAIT_NEED_NONE + band].lane[HAZARD_CARER_START] = (float)(share / (1 - share));
    }
}

enum status reference_live(struct reference *self, struct hazard_model *model, const struct figures *figures,
                           const struct reference_parameters *parameters)
{
    struct cohort *cohorts = NULL;
    enum status status = memory_allocate_aligned((void **)&cohorts, SEX_COUNT, sizeof *cohorts);

    if (status != STATUS_OK) {
        goto out;
    }
    self->particles = parameters->particles;
    status =
        memory_allocate((void **)&self->stock, (size_t)AGE_COUNT * SEX_COUNT * QUINTILE_COUNT * parameters->particles,
                        sizeof *self->stock);
    if (status != STATUS_OK) {
        goto out;
    }
    status = hazard_model_allocate(model);
    for (unsigned sex = 0; status == STATUS_OK && sex < SEX_COUNT; sex++) {
        status = cohort_init(&cohorts[sex], figures, parameters, model, (enum sex)sex);
    }
    if (status != STATUS_OK) {
        goto out;
    }
    model_set_ratios(model, figures, parameters);
#pragma omp parallel for schedule(runtime)
    for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
        cohort_live(&cohorts[sex], self);
    }
    model->resolvable = cohorts[SEX_MALE].resolvable | cohorts[SEX_FEMALE].resolvable |
                        exposure_of_trait(TRAIT_ACUTELY_ILL) | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
out:
    for (unsigned sex = 0; cohorts != NULL && sex < SEX_COUNT; sex++) {
        cohort_free(&cohorts[sex]);
    }
    memory_free((void **)&cohorts);
    return status;
}

void reference_free(struct reference *self)
{
    memory_free((void **)&self->stock);
}

exposures_t reference_draw(const struct reference *self, unsigned age, enum sex sex, unsigned quintile,
                           struct random *random)
{
    return self
        ->stock[(size_t)hazard_cell(age, sex, quintile) * self->particles + random_below(random, self->particles)];
}
