#include "people/population.h"

#include <string.h>

#include "base/memory.h"
#include "base/real.h"

enum { ROW_COUNT = AGE_COUNT * SEX_COUNT };

static struct reference_parameters population_reference(const struct life_parameters *life, const struct caring *caring,
                                                        const struct need_shares *needs)
{
    return (struct reference_parameters){
        .particles = (uint32_t)life->reference_particles,
        .home_care_share = life->home_care_share,
        .home_care_stop = life->home_care_stop_per_year,
        .carer_share = {0, life->carer_share_low, life->carer_share_moderate, life->carer_share_substantial,
                        life->carer_share_critical},
        .carer_stop = life->carer_stop_per_year,
        .caring = caring,
        .follow_ups_per_first = life->follow_ups_per_first,
        .smoking_stop_most = life->smoking_stop_most_per_year,
        .recovery_most = life->recovery_most_share,
        .waiting_most = life->waiting_most_share,
        .needs = *needs,
    };
}

enum status population_init(struct population *self, const struct population_parameters *parameters,
                            const struct need_shares *needs)
{
    const struct reference_parameters reference = population_reference(&parameters->life, &self->caring, needs);
    enum status status = STATUS_OK;

    *self = (struct population){.life = &parameters->life, .households = &parameters->households};
    caring_set(&self->caring, &parameters->caring);
    memcpy(self->carer_share, reference.carer_share, sizeof self->carer_share);
    status = memory_allocate((void **)&self->figures, 1, sizeof *self->figures);
    if (status != STATUS_OK) {
        goto out;
    }
    status = figures_read(self->figures, &parameters->figures);
    if (status != STATUS_OK) {
        goto out;
    }
    for (unsigned c = 0; c < self->figures->condition_count; c++) {
        self->counted_conditions |= self->figures->conditions[c].requires == 0 ? exposure_of_condition(c) : 0;
    }
    status = reference_live(&self->reference, &self->hazards, self->figures, &reference);
    if (status != STATUS_OK) {
        goto out;
    }
    utility_set(&self->utility, self->figures, &self->reference);
    status = memory_allocate_aligned((void **)&self->first_base, ROW_COUNT, sizeof *self->first_base);
    if (status != STATUS_OK) {
        goto out;
    }
    memcpy(self->first_base, self->hazards.base, ROW_COUNT * sizeof *self->first_base);
    status = memory_allocate((void **)&self->first_bed_death, ROW_COUNT, sizeof *self->first_bed_death);
    for (unsigned row = 0; status == STATUS_OK && row < ROW_COUNT; row++) {
        self->first_bed_death[row] = self->hazards.resolution[row].lane[HAZARD_DEATH];
    }
out:
    return status;
}

void population_free(struct population *self)
{
    if (self->figures != NULL) {
        figures_free(self->figures);
    }
    memory_free((void **)&self->figures);
    memory_free((void **)&self->first_base);
    memory_free((void **)&self->first_bed_death);
    programmes_free(&self->programmes);
    reference_free(&self->reference);
    hazard_model_free(&self->hazards);
}

void population_update(struct population *self, double year)
{
    const double years = self->life->trends ? year - self->life->figures_year : 0;
    const double obesity = real_pow(1 + self->life->obesity_trend_percent / 100, years);

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        const bool may_start = !self->life->trends || age <= (unsigned)self->life->smoking_start_last_age;
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            const double death = real_pow(1 - self->figures->mortality_improvement[age][sex], years);
            const unsigned row = hazard_row(age, (enum sex)sex);
            const float *first = self->first_base[row].lane;
            float *base = self->hazards.base[row].lane;
            base[HAZARD_DEATH] = (float)(first[HAZARD_DEATH] * death);
            self->hazards.resolution[row].lane[HAZARD_DEATH] = (float)(self->first_bed_death[row] * death);
            base[HAZARD_OBESITY_CHANGE] = (float)(first[HAZARD_OBESITY_CHANGE] * obesity);
            base[HAZARD_SMOKING_START] = may_start ? first[HAZARD_SMOKING_START] : 0;
        }
    }
}
