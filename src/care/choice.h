/* Choice: which site of a service the people of a neighbourhood go to.
 *
 * Once, the sites among which they choose are found: the nearest that offer the service to their economy, as many as
 * the rules of the service say. Every month the probability of each is set anew, by a multinomial logit (McFadden,
 * 1974) with
 *
 *     utility = quality_weight x quality - wait_weight x median wait of last month - distance_weight x km + ln(size)
 *
 * where size is the capacity of the service line, for a service of discipline BED the beds of its site, for one of
 * discipline PLACE the places that are free; times the pull of the line (see match.h). The last term makes a place of
 * twice the size as attractive as two places, as in models of spatial interaction. Called by the
 * pathways for each person, with a keyed draw; it draws nothing itself. */
#ifndef CATCHMENT_CARE_CHOICE_H
#define CATCHMENT_CARE_CHOICE_H

#include <stdint.h>

#include "base/status.h"
#include "care/service.h"
#include "care/supply.h"
#include "people/area.h"
#include "people/person.h"
#include "scenario/registry.h"

enum { CHOICE_OPTIONS = 6 }; /* the most sites among which people choose */

struct choice_table {                  /* all by [neighbourhood x SERVICE_COUNT + service]; owned */
    uint16_t (*sites)[CHOICE_OPTIONS]; /* the nearest first */
    float (*upto)[CHOICE_OPTIONS];     /* probability of this site or one before it; 1 at the last */
    uint8_t *count;                    /* of the sites */
};

/* Finds for each neighbourhood and service the nearest sites that have capacity (for a service of discipline BED,
 * beds), of a provider that serves any economy or theirs; if there are none, the nearest of any provider. Equally near
 * ones come in the order of the supply. Sets the probabilities too.
 *
 * Which sites there are follows from the supply as it is built from the scenario. A site that closes later stays, with
 * probability 0; so a resumed run builds the table before it restores the supply, and then updates it.
 *
 * Errors: STATUS_SCENARIO for the rules of a service that is none, STATUS_NO_MEMORY; the table is then empty. */
enum status choice_build(struct choice_table *self, const struct supply *supply, const struct area *area,
                         const struct care_parameters *parameters);
void choice_free(struct choice_table *self);

/* Sets the probabilities from capacity, quality and waits as they are now; every month, and after a change of supply.
 * If no site has capacity left, everybody goes to the nearest, to be refused. Errors: as above; nothing has changed. */
enum status choice_update(struct choice_table *self, const struct supply *supply, const struct area *area,
                          const struct care_parameters *parameters);

/* The site for `u`, uniform in [0, 1); SITE_NONE when nobody offers the service. */
static inline uint16_t choice_draw(const struct choice_table *self, uint16_t neighbourhood, enum service service,
                                   double u)
{
    const size_t row = (size_t)neighbourhood * SERVICE_COUNT + (size_t)service;
    uint8_t option = 0;

    if (self->count[row] == 0) {
        return SITE_NONE;
    }
    while (u >= (double)self->upto[row][option] && option + 1 < self->count[row]) {
        option++;
    }
    return self->sites[row][option];
}

/* The probability of an option, from 0 to the count of the row less one. */
static inline double choice_probability(const struct choice_table *self, size_t row, unsigned option)
{
    const float *upto = self->upto[row];

    return option == 0 ? (double)upto[0] : (double)upto[option] - (double)upto[option - 1];
}

/* The probability that the choice falls on a site of that provider. */
double choice_of_provider(const struct choice_table *self, const struct supply *supply, size_t row, uint32_t provider);

/* Like choice_draw, among the sites of one provider only; SITE_NONE if none of them is chosen by anybody. */
uint16_t choice_draw_of_provider(const struct choice_table *self, const struct supply *supply, uint16_t neighbourhood,
                                 enum service service, uint32_t provider, double u);

/* The site of that rank by distance, from 0; SITE_NONE beyond the last option. */
static inline uint16_t choice_nearest(const struct choice_table *self, uint16_t neighbourhood, enum service service,
                                      unsigned rank)
{
    const size_t row = (size_t)neighbourhood * SERVICE_COUNT + (size_t)service;

    return rank < self->count[row] ? self->sites[row][rank] : SITE_NONE;
}

#endif
