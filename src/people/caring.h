/* Caring: how much an informal carer does, whether it is too much, and what that does to how long carers go on.
 *
 * Nothing is stored: hours follow from the need of the person cared for, from whether the carer lives with them, and
 * from a draw that belongs to the two. Called by life, by the reference cohort, which knows the hours of nobody but
 * what is to be expected of them, and by the census; changes nobody. */
#ifndef CATCHMENT_PEOPLE_CARING_H
#define CATCHMENT_PEOPLE_CARING_H

#include <stdbool.h>

#include "base/random.h"
#include "people/hazard.h"
#include "people/person.h"
#include "scenario/registry.h"

/* The bands of the census: below 20 hours a week, below 50, and 50 or more. */
enum { CARING_BANDS = 3 };

struct caring {
    double median[2][NEED_BANDS]; /* hours a week, of carers outside the household and of those in it */
    double spread;                /* of the logarithm */
    double strained_hours, breakdown_ratio;
    double turnover_added[2][NEED_BANDS]; /* of people without home care, who live alone or not: caring_turnover - 1 */
    struct random_key key;                /* of what people are for life */
};

/* All but the key, which the world sets. */
void caring_set(struct caring *self, const struct caring_parameters *parameters);

/* Hours a week that the carer of `row` gives, 1 to 168; 0 without a carer, and where no hours are known of the need. */
double caring_hours(const struct caring *self, const struct people *people, uint32_t row);

/* The band of so many hours, above 0. */
unsigned caring_band(double hours);

/* Whether `row` has a carer who does too much: as many hours as the scenario says and no help of home care. */
bool caring_is_strained(const struct caring *self, const struct people *people, uint32_t row);

/* The same where caring_hours of `row` are known. */
bool caring_strains(const struct caring *self, const struct people *people, uint32_t row, double hours);

/* By how much oftener carers of people with these exposures stop than those who are never strained, as is expected
 * without knowing who cares: the spells of carers, some of them strained, last so much less long. Carers are found so
 * much oftener, too, which keeps the share of people who have one. */
double caring_turnover(const struct caring *self, exposures_t exposures);

/* Multiplies the hazard that the carer of `row` stops, or that one is found: a strained carer gives up sooner; where
 * many would be strained, others are found as much sooner. Returns by how much the sum of the hazards grows. */
float caring_apply(const struct caring *self, const struct people *people, uint32_t row, union hazard_vector *hazards);

#endif
