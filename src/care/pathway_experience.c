/* Patients' experience, as a problem score: contacts in which something went wrong that the simulation knows of. It is
 * a measure of process, not of satisfaction, and changes nothing. */
#include "care/pathway_parts.h"

enum { NO_PROBLEM = PROBLEMS, STANDARD_GP_DAYS = 2 };

static void count_contact(const struct pathway *self, uint32_t row, enum problem problem)
{
    pathway_count_use(self, row, self->month->contacts, 1);
    if (problem < PROBLEMS) {
        pathway_count_use(self, row, self->month->with_problem, 1);
        pathway_count_use(self, row, self->month->problems[problem], 1);
    }
}

/* Nobody's hours in a department are simulated: they are drawn with the chance that its beds give (line.c). */
static bool takes_four_hours(const struct pathway *self, uint32_t row, uint16_t at)
{
    const struct line_rules *rules = &self->care->line_rules[SERVICE_ACCIDENT_EMERGENCY];
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_EXPERIENCE, 0);

    return random_bernoulli(&random, 1 - line_four_hours_share(rules, &self->care->supply.sites[at]));
}

/* Standards of the time: 48 hours for general practice, four in a department, 18 weeks from the referral. */
static bool waited_too_long(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    switch ((enum service)outcome->service) {
    case SERVICE_GP:
        return outcome->waited > STANDARD_GP_DAYS;
    case SERVICE_ACCIDENT_EMERGENCY:
        return outcome->waited > 0 || takes_four_hours(self, row, outcome->site);
    case SERVICE_OUTPATIENT_FIRST:
    case SERVICE_DAY_CASE:
    case SERVICE_ELECTIVE_INPATIENT:
        return outcome->referred_days + outcome->waited > DAYS_OF_18_WEEKS;
    default:
        return false;
    }
}

/* Emergencies are taken to the next hospital, and another care home is asked. */
static bool goes_to_another(const struct outcome *refusal)
{
    return refusal->service == SERVICE_EMERGENCY_INPATIENT || refusal->service == SERVICE_CARE_HOME ||
           (refusal->flags & REQUEST_TO_ADMIT) != 0;
}

void pathway_experience(const struct pathway *self, uint32_t row, const struct outcome *outcome)
{
    switch (outcome->kind) {
    case OUTCOME_SERVED:
    case OUTCOME_ADMITTED:
        count_contact(self, row, waited_too_long(self, row, outcome) ? PROBLEM_LATE : NO_PROBLEM);
        break;
    case OUTCOME_REFUSED:
        count_contact(self, row, goes_to_another(outcome) ? PROBLEM_TURNED_AWAY : PROBLEM_REFUSED);
        break;
    case OUTCOME_DISCHARGED:
        count_contact(self, row, outcome->waited > 0 ? PROBLEM_DELAYED : NO_PROBLEM);
        break;
    default:
        break;
    }
}

/* A wish for life. */
static bool would_rather_not_die_in_hospital(const struct pathway *self, uint32_t row)
{
    struct random random =
        random_at(self->life->population->key, RANDOM_PURPOSE_WISH, self->life->people->id[row], 0, 0);

    return random_bernoulli(&random, self->care->parameters->wish_outside_hospital_share);
}

void pathway_experience_death(const struct pathway *self, uint32_t row)
{
    const bool against = people_in_hospital(self->life->people, row) && would_rather_not_die_in_hospital(self, row);

    count_contact(self, row, against ? PROBLEM_WISH : NO_PROBLEM);
}
