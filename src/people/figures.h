/* Published figures of a population, read from the CSV tables that a scenario names and spread to single years of age.
 * Rates are per person-year, shares and prevalences between 0 and 1. Read once; constant afterwards. */
#ifndef CATCHMENT_PEOPLE_FIGURES_H
#define CATCHMENT_PEOPLE_FIGURES_H

#include <stddef.h>

#include "base/status.h"
#include "people/exposure.h"
#include "people/hazard.h"
#include "scenario/registry.h"

/* The needs whose age-sex rates are read: a row for each, in the order of the lanes of hazards.def. */
enum figure_use {
    USE_GP,
    USE_OUT_OF_HOURS,
    USE_ACCIDENT_EMERGENCY,
    USE_AMBULANCE,
    USE_EMERGENCY_ADMISSION,
    USE_DAY_CASE,
    USE_ELECTIVE_INPATIENT,
    USE_OUTPATIENT,
    USE_DISTRICT_NURSING,
    USE_COUNT
};

enum stay_kind { STAY_EMERGENCY, STAY_ELECTIVE, STAY_KINDS };

struct condition {
    char *name;           /* as in the tables */
    char *label;          /* for people to read */
    exposures_t requires; /* a stage of another condition needs that one first; 0 for a condition of its own */
};

struct figures {
    double persons[AGE_COUNT][SEX_COUNT][QUINTILE_COUNT];
    double mortality[AGE_COUNT][SEX_COUNT][QUINTILE_COUNT];
    double mortality_improvement[AGE_COUNT][SEX_COUNT]; /* fall a year, as a share */
    double fertility[AGE_COUNT];                        /* births per woman-year */
    double departure[AGE_COUNT][SEX_COUNT], arrival[AGE_COUNT][SEX_COUNT], move[AGE_COUNT][SEX_COUNT];
    size_t condition_count;
    struct condition conditions[CONDITION_LIMIT];
    double prevalence[CONDITION_LIMIT][AGE_COUNT][SEX_COUNT]; /* smooth in age, band means as published */
    float ratio[64][LANE_COUNT]; /* rate ratio by exposure bit and lane; 1 where no row says otherwise */
    double smoking_current[AGE_COUNT][SEX_COUNT], smoking_ex[AGE_COUNT][SEX_COUNT], obesity[AGE_COUNT][SEX_COUNT];
    double frailty[AGE_COUNT][SEX_COUNT][FRAILTY_BANDS];
    double frailty_recovery[AGE_COUNT]; /* per person-year in a band above fit */
    double need[AGE_COUNT][SEX_COUNT][NEED_BANDS];
    double need_recovery[AGE_COUNT];
    double care_home[AGE_COUNT][SEX_COUNT];
    double living_alone[AGE_COUNT][SEX_COUNT], partnered[AGE_COUNT][SEX_COUNT];
    double carer[AGE_COUNT][SEX_COUNT];
    double use[USE_COUNT][AGE_COUNT][SEX_COUNT];
    double utility[AGE_COUNT][SEX_COUNT]; /* mean EQ-5D index */
    double utility_loss[64];              /* what each exposure bit takes off it */
    double stay_days[STAY_KINDS][AGE_COUNT], zero_day_share[STAY_KINDS][AGE_COUNT];
};

/* Reads and checks every table: ages covered once, known names only, shares within 0 and 1. `self` is large: allocate
 * it. On failure status_message() has a line with file, line and column for each table that is wrong, and the status is
 * that of the first. figures_free is safe on a zeroed struct. */
enum status figures_read(struct figures *self, const struct figures_parameters *paths);
void figures_free(struct figures *self);

/* The condition of that name, or -1. */
int figures_condition(const struct figures *self, const char *name);

/* Spreads the means of age bands over single years (pycnophylactic): the curve passes from band to band on the line
 * through their middles and within each band is bent until the mean, weighted by `weight`, is the published one. Rising
 * means give a rising curve. Never negative, at most 1. There are 1 to AGE_COUNT bands; band_from[0] is 0, the last one
 * is open. A band whose weights are all 0 is weighted evenly. */
void figures_spread(const double *band_mean, const unsigned *band_from, size_t bands, const double weight[AGE_COUNT],
                    double out[AGE_COUNT]);

#endif
