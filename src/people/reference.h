/* The reference cohort: the life course from birth to 105 of a large sample of each sex and deprivation quintile, lived
 * once before the run, on which the model is set.
 *
 * At each age the prevalence of every condition, of smoking and obesity, the bands of frailty and need and the share in
 * care homes is known from the figures, and so are deaths and the use of care. The cohort finds the rates that carry
 * the one age to the next while conditions bring on other conditions and the sick die first, and the mean ratio of each
 * hazard, by which its base is divided. Those rates are the model's bases; the people of the cohort at each age are the
 * stock from which a population is drawn, so that a simulated population starts in the state that its own rates keep.
 * A particle method: the dead are replaced by copies of survivors in proportion to their chance of surviving.
 * Pure function of the figures and of nothing else: the same for every seed. */
#ifndef CATCHMENT_PEOPLE_REFERENCE_H
#define CATCHMENT_PEOPLE_REFERENCE_H

#include <stdint.h>

#include "base/random.h"
#include "base/status.h"
#include "people/caring.h"
#include "people/figures.h"
#include "people/hazard.h"

enum { OLDER_STAY_AGE = 65 }; /* from here on stay_65_over multiplies emergency stays */

/* How published use divides into needs; what the care floor knows of it. */
struct need_shares {
    double emergency_through_ae;        /* emergency admissions among the attendances of accident and emergency */
    double ambulance_not_conveyed;      /* ambulance responses that are needs of their own */
    double care_home_from_home;         /* moves to a care home that do not begin in a hospital bed */
    double home_care_from_home;         /* packages of home care that do not */
    double stay_under_65, stay_65_over; /* emergency stays, against the table */
    double after_hospital_days;         /* mean length of the weeks of risk after an emergency stay */
    double brought_on_under_65, brought_on_65_over; /* emergency admissions that the one before brings on in them */
    double hospital_deaths_under_65, hospital_deaths_65_84, hospital_deaths_85_over; /* shares of deaths in such beds */
    double referred;             /* day cases and planned stays that begin with a first outpatient attendance */
    double nursing_visits;       /* of a course of district nursing; 0: 1 */
    double wait_days[USE_COUNT]; /* mean wait: who waits for a service has no second need for it */
};

struct reference_parameters {
    uint32_t particles;     /* of each sex and quintile */
    double home_care_share; /* of people with substantial or critical need at home who have a package */
    double home_care_stop;  /* packages that end otherwise than by recovery, care home or death, per person-year */
    double carer_share[NEED_BANDS]; /* of people at home with each band of need who have a carer */
    double carer_stop;              /* carers who give up and are not strained, per person-year */
    const struct caring *caring;    /* how much oftener those do of whom many are strained */
    double follow_ups_per_first;    /* outpatient attendances */
    double smoking_stop_most;       /* per person-year */
    double recovery_most;           /* share of those with a condition who lose it from one age to the next */
    double waiting_most;            /* share of time that waiting for a service, or being in its bed, takes */
    struct need_shares needs;
};

struct reference {
    uint32_t particles;
    exposures_t *stock; /* [AGE_COUNT][SEX_COUNT][QUINTILE_COUNT][particles]; owned */
};

/* Fills model (which it allocates) and stock. */
enum status reference_live(struct reference *self, struct hazard_model *model, const struct figures *figures,
                           const struct reference_parameters *parameters);
void reference_free(struct reference *self);

/* One person of the stock, drawn by `random`. */
exposures_t reference_draw(const struct reference *self, unsigned age, enum sex sex, unsigned quintile,
                           struct random *random);

#endif
