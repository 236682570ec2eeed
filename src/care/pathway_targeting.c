#include "care/pathway_parts.h"

#include <math.h>

#include "base/real.h"

/* One in so many people is looked at each month. */
#define SAMPLED_ONE_IN 32

static const double millionths = 1e6;

/* The chance of an emergency admission within a year at the hazards of today, in millionths: without programmes, and
 * without admissions that one before brings on. */
static int64_t chance_of_admission(const struct pathway *self, uint32_t row)
{
    const struct person *person = &self->life->people->person[row];
    const exposures_t stays = exposure_of_trait(TRAIT_ACUTELY_ILL) | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
    union hazard_vector hazards;

    hazard_evaluate(&self->life->population->hazards, life_age(person->birth_day, self->life->today),
                    (enum sex)person->sex, person->exposures & ~stays, &hazards);
    return (int64_t)round(millionths *
                          (1 - real_exp(-CALENDAR_DAYS_PER_YEAR * hazards.lane[HAZARD_EMERGENCY_ADMISSION])));
}

static void count_person(const struct pathway *self, uint32_t row)
{
    const struct viewpoint person = pathway_viewpoint(self, row);
    const int64_t chance = chance_of_admission(self, row);

    for (unsigned programme = 0; programme < self->life->population->programmes.count; programme++) {
        const bool eligible = eligibility_holds(&self->care->forks.eligible[programme], &person);
        struct targeting *targeting = &self->month->programmes[programme].targeting;
        *(eligible ? &targeting->eligible : &targeting->others) += 1;
        *(eligible ? &targeting->eligible_chance : &targeting->others_chance) += chance;
    }
}

void pathway_sample_targeting(const struct pathway *self)
{
    struct pathway_sample sample = pathway_sample_begin(self, RANDOM_PURPOSE_TARGETING, 0, UINT32_MAX / SAMPLED_ONE_IN);
    uint32_t row = 0;

    if (self->life->population->programmes.count == 0) {
        return;
    }
    while (pathway_sample_next(self, &sample, &row)) {
        count_person(self, row);
    }
}
