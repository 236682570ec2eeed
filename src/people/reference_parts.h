/* The parts of reference.c, which only they share: the cohort, and how its mean ratios and published figures become the
 * bases of the hazards (reference_bases.c). */
#ifndef CATCHMENT_PEOPLE_REFERENCE_PARTS_H
#define CATCHMENT_PEOPLE_REFERENCE_PARTS_H

#include "people/reference.h"

enum { MOMENTS = 3 };

struct moments {
    double of[MOMENTS][LANE_COUNT]; /* weighted sums of ratio, its square and its cube */
};

/* Mean ratios in a year of age: on the birthday, and over the starts of its steps. */
struct year_of_age {
    double first[LANE_COUNT], mean[LANE_COUNT];                             /* over all quintiles */
    double first_death[QUINTILE_COUNT], mean_death[QUINTILE_COUNT];         /* of those who are not in hospital */
    double first_admission[QUINTILE_COUNT], mean_admission[QUINTILE_COUNT]; /* of emergency admission */
};

/* The cohort of one sex at one age. Particles are grouped by quintile, `particles` in each. */
struct cohort {
    const struct figures *figures;
    const struct reference_parameters *parameters;
    struct hazard_model *model;
    enum sex sex;
    unsigned age;
    uint32_t particles, count;
    double weight[QUINTILE_COUNT]; /* of one particle, of people one year older; all sum to one */
    exposures_t *state, *scratch;
    exposures_t resolvable;
    unsigned step, steps;                       /* of the year of age */
    union hazard_vector *ratio;                 /* at the start of the step */
    double *surviving;                          /* the chance of it in this step */
    double *admissions;                         /* emergencies a year, as the figures and the ratios have them */
    uint32_t *source;                           /* of whom a particle is the copy: where its ratios are */
    union hazard_vector begins, ends;           /* rates a year in this step: of what begins, and of what ends */
    union hazard_vector mean_begins, mean_ends; /* over the steps of the year */
    struct moments moments;                     /* of the survivors */
    double death_ratio[QUINTILE_COUNT];         /* of mortality, at the start of the step, of those not in hospital */
    double admission_ratio[QUINTILE_COUNT];     /* of emergency admission, at the start of the step */
    double bed_share[QUINTILE_COUNT];           /* who are in hospital, at the start of the step */
    struct year_of_age means[AGE_COUNT];
    struct random random;
};

static inline unsigned next_age(unsigned age)
{
    return age + 1 < AGE_COUNT ? age + 1 : age;
}

/* In old age much happens in a year: who declines may decline again, and dies sooner. Short steps follow that. */
static inline unsigned steps_of_year(unsigned age)
{
    enum { OLD_AGE = 55, STEPS_IN_OLD_AGE = 4 };

    return age < OLD_AGE ? 1 : STEPS_IN_OLD_AGE;
}

/* Mean days of an emergency stay in the bed, with the delays that are expected. */
double cohort_days_in_bed(const struct cohort *self, unsigned age);

/* Deaths a year of those who are in a hospital bed after an emergency, so that the share of all deaths that fall there
 * is the published one, and at most nine in ten of any quintile. `bed` is who is there, by quintile. */
double cohort_bed_mortality(const struct cohort *self, unsigned age, const double bed[QUINTILE_COUNT]);

/* Sets the bases of hazards that the figures give for all people of an age and sex, from the mean ratios of all ages.
 */
void cohort_normalise(const struct cohort *self);

#endif
