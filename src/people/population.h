/* What every locality's people share: figures, hazards, the reference cohort, and the parameters of life. Constant
 * during a year; population_update applies the trends at its turn. */
#ifndef CATCHMENT_PEOPLE_POPULATION_H
#define CATCHMENT_PEOPLE_POPULATION_H

#include "base/status.h"
#include "people/area.h"
#include "people/caring.h"
#include "people/figures.h"
#include "people/hazard.h"
#include "people/programme.h"
#include "people/reference.h"
#include "people/utility.h"
#include "scenario/registry.h"

struct population {
    const struct life_parameters *life;            /* of the scenario; not owned */
    const struct household_parameters *households; /* likewise */
    double carer_share[NEED_BANDS];                /* of people at home in each band of need who have a carer */
    struct caring caring;                          /* how much carers do */
    exposures_t counted_conditions;                /* conditions of their own, not stages of one */
    struct figures *figures;                       /* owned */
    struct reference reference;
    struct utility utility;
    struct hazard_model hazards;     /* in force this year */
    union hazard_vector *first_base; /* as the reference cohort left it, before trends; owned */
    float *first_bed_death;          /* likewise of deaths in hospital; owned */
    struct programmes programmes;    /* of care; none until programmes_build; freed with the population */
    const struct area *area;         /* where they live; not owned */
    struct random_key key;           /* of what people are for life: means, errors of risk scores */
    double risk_score_spread;        /* of the logarithm of the error of a risk score */
};

/* Reads the figures and lives the reference cohort. On failure the caller still frees. */
enum status population_init(struct population *self, const struct population_parameters *parameters,
                            const struct need_shares *needs);
void population_free(struct population *self);

/* Applies the trends in mortality and obesity for a calendar year (its middle: 2009.5). Thresholds of all people must
 * be refreshed afterwards. */
void population_update(struct population *self, double year);

#endif
