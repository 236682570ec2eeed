/* The parts of figures_read that are long enough for a file of their own. Each reads one table into the figures; errors
 * are those of tables. Called by figures.c only. */
#ifndef CATCHMENT_PEOPLE_FIGURES_TABLES_H
#define CATCHMENT_PEOPLE_FIGURES_TABLES_H

#include <stdbool.h>

#include "people/figures.h"

/* Persons by sex and age over all quintiles: the weights of curves. */
void figures_weights(const struct figures *self, double weights[SEX_COUNT][AGE_COUNT]);

/* Names, stages and prevalence of the conditions; needs persons. */
enum status figures_read_conditions(struct figures *self, const char *path);

/* Bands of frailty and of functional need; need persons. */
enum status figures_read_frailty(struct figures *self, const char *path);
enum status figures_read_need(struct figures *self, const char *path);

/* Rate ratios: published ones, times structural zeros where an exposure excludes an event (who has a condition cannot
 * get it); needs the names of conditions. */
enum status figures_read_risks(struct figures *self, const char *path);

/* Quality of life, which needs persons, and what exposures take off it, which needs the names of conditions. */
enum status figures_read_utility(struct figures *self, const char *path);
enum status figures_read_utility_losses(struct figures *self, const char *path);

/* What a rate ratio may name as its outcome beside a condition: a hazard or a group of hazards. */
size_t figures_outcome_count(void);
const char *figures_outcome_name(size_t outcome);

/* The lanes of an outcome, conditions included; false when there is none of that name. */
bool figures_find_outcome(const struct figures *self, const char *name, unsigned *first_lane, unsigned *lanes);

#endif
