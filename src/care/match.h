/* Matching: generated providers are as large as the use that is expected of them.
 *
 * The kinds of providers say how much capacity there is for 1,000 people; people choose among the providers around
 * them. In reality a practice or a hospital has grown with those who come, so the capacity of a kind, whole, is shared
 * out anew in proportion to the expected use of each of its providers. What made them attractive stays as it was: the
 * pull of a line keeps its weight in the choice. Fixed costs go with size. Named providers keep what the scenario says.
 * Done once, before anybody is treated. */
#ifndef CATCHMENT_CARE_MATCH_H
#define CATCHMENT_CARE_MATCH_H

#include "base/status.h"
#include "care/choice.h"
#include "care/supply.h"
#include "people/hazard.h"

/* Expected use of each service by the people of each neighbourhood, a day: requests, but hospital beds for admissions,
 * and residents and packages for what is held. First outpatient attendances are those that lead to no procedure; the
 * others follow from the procedures. */
struct demand {
    double (*use)[SERVICE_COUNT];  /* [neighbourhood]; owned */
    double (*beds)[SERVICE_COUNT]; /* beds in use by admissions of a service; owned */
    double referred_share; /* of day cases and planned stays: those that begin with a first outpatient attendance */
};

/* One person: where they live, what they are likely to need, and how long they would stay. */
struct expectation {
    uint16_t neighbourhood;
    const union hazard_vector *hazards;
    exposures_t exposures;
    double emergency_days, planned_days;
};

enum status demand_allocate(struct demand *self, size_t neighbourhoods);
void demand_free(struct demand *self);

/* Adds one person. Each neighbourhood by one thread only. */
void demand_add(struct demand *self, const struct expectation *person, const struct care_parameters *parameters);

/* Sets capacity, beds, pull and fixed costs of generated providers. The choice table must be built, and be updated
 * afterwards. */
enum status match_capacity(struct supply *supply, const struct choice_table *choice, const struct area *area,
                           const struct demand *demand);

#endif
