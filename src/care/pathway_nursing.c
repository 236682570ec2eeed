#include <math.h>

#include "base/real.h"
#include "care/pathway_parts.h"

static const double millionths = 1e6;

static enum status ask_for_visits(const struct pathway *self, uint32_t row, double visits, uint16_t days)
{
    const uint16_t neighbourhood = self->life->people->person[row].neighbourhood;

    return pathway_ask(self, row, pathway_catchment_site(self, neighbourhood, SERVICE_DISTRICT_NURSING),
                       (struct request){.service = SERVICE_DISTRICT_NURSING,
                                        .urgency = SOON,
                                        .amount = (uint16_t)fmin(visits, UINT16_MAX),
                                        .notice_days = days});
}

enum status pathway_need_nursing(const struct pathway *self, uint32_t row)
{
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_NURSING, 0);
    const double mean = fmax(self->care->parameters->nursing_course_visits, 1);

    return ask_for_visits(self, row, 1.0 + (double)random_geometric(&random, 1 / mean), 0);
}

static enum nursing_place draw_place(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_NURSING, 1);
    const bool may_go_out =
        exposure_need(people->person[row].exposures) <= NEED_LOW && !people_has(people, row, TRAIT_CARE_HOME);

    return may_go_out && !random_bernoulli(&random, self->care->parameters->nursing_home_share) ? NURSING_CLINIC
                                                                                                : NURSING_HOME;
}

enum status pathway_nursing_visit(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    pathway_count_use(self, row, self->month->nursing[draw_place(self, row)], 1);
    return outcome->amount > 1 && outcome->origin == 0 && outcome->programme == 0
               ? ask_for_visits(self, row, outcome->amount - 1.0,
                                (uint16_t)(self->care->parameters->nursing_visit_days - 1))
               : STATUS_OK;
}

/* At the hazards of today, without programmes; in the middle of a course it is certain. */
static double chance_within_a_year(const struct pathway *self, uint32_t row, unsigned age)
{
    const struct person *person = &self->life->people->person[row];
    union hazard_vector hazards;

    if (pathway_waits_for(self, row, SERVICE_DISTRICT_NURSING)) {
        return 1;
    }
    hazard_evaluate(&self->life->population->hazards, age, (enum sex)person->sex, person->exposures, &hazards);
    return 1 - real_exp(-CALENDAR_DAYS_PER_YEAR * hazards.lane[HAZARD_DISTRICT_NURSING]);
}

void pathway_expect_nursing(const struct pathway *self, uint32_t row)
{
    const struct person *person = &self->life->people->person[row];
    const unsigned age = life_age(person->birth_day, self->life->today),
                   quintile = exposure_quintile(person->exposures);

    if (age >= OLDEST_AGE) {
        self->month->oldest[quintile]++;
        self->month->oldest_nursed[quintile] += (int64_t)round(millionths * chance_within_a_year(self, row, age));
    }
}
