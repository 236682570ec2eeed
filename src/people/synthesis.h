/* Synthesis: the people of a locality on the first day, from the figures and the stock of the reference cohort.
 *
 * Ages and sexes follow the figures for the deprivation quintile of each neighbourhood by systematic sampling, so that
 * a pyramid has almost no sampling noise; health comes from the reference cohort; then households are made and informal
 * carers found. Runs for each locality by itself, in any order. Places in care homes, packages of home care and
 * registration with a practice are the care floor's. */
#ifndef CATCHMENT_PEOPLE_SYNTHESIS_H
#define CATCHMENT_PEOPLE_SYNTHESIS_H

#include "base/random.h"
#include "base/status.h"
#include "people/area.h"
#include "people/person.h"
#include "people/population.h"

/* Fills an initialised, empty store with the people of all neighbourhoods of its locality. */
enum status synthesis_fill(struct people *people, const struct population *population, const struct area *area,
                           struct random_key key, day_t today);

/* A person of that age, sex and neighbourhood, with health from the reference cohort, alone in a new household. */
enum status synthesis_add(struct people *people, const struct population *population, unsigned quintile,
                          uint16_t neighbourhood, enum sex sex, day_t birth_day, day_t today, struct random *random,
                          uint32_t *row);

#endif
