/* Households: who lives with whom on the first day. Within a neighbourhood, adults live alone or with a partner as the
 * census rates by age and sex say, children live with a woman of an age to be their mother, the remaining adults share.
 * Called by synthesis only; afterwards households change by births, deaths and moves. */
#ifndef CATCHMENT_PEOPLE_HOUSEHOLDS_H
#define CATCHMENT_PEOPLE_HOUSEHOLDS_H

#include "base/random.h"
#include "base/status.h"
#include "people/person.h"
#include "people/population.h"

/* Completed years, below AGE_COUNT: 0 for somebody not yet born. */
unsigned households_age(const struct people *people, uint32_t row, day_t today);

/* Groups the rows [first, end) of one neighbourhood, each now alone, into households and sets the trait living_alone.
 * Of the population only the figures and the parameters of households are read.
 * Residents of care homes stay outside any household and do not count as living alone. */
enum status households_form(struct people *people, uint32_t first, uint32_t end, const struct population *population,
                            day_t today, struct random *random);

/* Finds carers for people with need of [first, end): with the probability of their band (carer_share), someone of the
 * same household who is old enough and has no more than low need; else an adult of the same rows chosen in proportion
 * to the published share of carers at their age and sex. Sets both traits and links; one person cares for one. Of the
 * population only the figures, carer_share and the parameters of households are read. */
enum status households_find_carers(struct people *people, uint32_t first, uint32_t end,
                                   const struct population *population, day_t today, struct random *random);

#endif
