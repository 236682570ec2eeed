/* The supply of care: providers, their sites, and the service lines at each site. Built from the scenario: the named
 * providers first, then those generated for the size of the population, each sorted by name, so that the order in which
 * a scenario lists them never matters. The market writes capacity and quality; care obeys.
 *
 * A run may simulate a sample of the people of named economies. It then has all providers, each with a part of its
 * capacity, beds, costs and reserves: there are as many practices as in reality, with shorter lists. With generated
 * economies the people simulated are all there are, and the number of generated providers goes with them. */
#ifndef CATCHMENT_CARE_SUPPLY_H
#define CATCHMENT_CARE_SUPPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/random.h"
#include "base/status.h"
#include "care/conduct.h"
#include "care/line.h"
#include "people/area.h"
#include "scenario/registry.h"

enum { ANY_ECONOMY = -1, NAMED_PROVIDER = -1 };

struct provider {
    char *name;      /* unique; owned */
    char *label;     /* for people to read; owned */
    int32_t kind;    /* NAMED_PROVIDER, or the index of the kind in care.provider_kinds */
    int32_t sector;  /* enum sector */
    bool waits;      /* for the time to enter, or has been there and left */
    int32_t economy; /* ANY_ECONOMY, or the one whose people it serves where a service goes by catchment */
    double quality;  /* 0 to 1 */
    struct conduct conduct;
    double fixed_cost_pounds, pfi_charge_pounds, reserves_pounds; /* a year; a year; at the start */
    uint32_t first_site, site_count;
    float x_km, y_km; /* middle of its sites */
};

struct site {
    uint32_t provider;
    float x_km, y_km;
    int64_t beds, beds_held;     /* shared by the services of discipline BED and planned admissions */
    int32_t line[SERVICE_COUNT]; /* index of the service line, or -1 */
    int64_t planned_beds;        /* of a provider that waits to enter: what it opens with */
};

struct supply {
    struct provider *providers; /* named ones in the order of care.providers, so that its indices hold here */
    struct site *sites;         /* grouped by provider */
    struct line *lines;         /* grouped by site */
    size_t provider_count, site_count, line_count;
};

/* `people` simulated live in the area in proportion to its localities, `scale` is simulated people over people in
 * reality. Beds are whole: those of a named site are rounded, but a site that has any keeps one; those of a generated
 * kind are shared out evenly in each economy. A generated provider has one site, placed by its name:
 * by PLACEMENT_SPREAD near a neighbourhood of its own stretch of the economy's neighbourhoods, by PLACEMENT_CENTRE in
 * the centre of a locality, one locality after another.
 *
 * Errors: STATUS_SCENARIO for two providers of one name, more than 65,534 sites, or a service that is none;
 * STATUS_NO_MEMORY. The supply is then empty. */
enum status supply_build(struct supply *self, const struct care_parameters *parameters, const struct area *area,
                         double people, double scale, struct random_key key);
void supply_free(struct supply *self);

/* Takes away what the providers that wait to enter have, and keeps it as planned. After the choice table is built,
 * which knows their sites. Returns whether any wait. */
bool supply_put_off(struct supply *self, const struct care_parameters *parameters);

/* Sets the quality and the conduct of all providers to what other parameters say, that have the same providers and
 * kinds.
 */
void supply_set_conduct(struct supply *self, const struct care_parameters *parameters);

/* Feeds all that changes in a run: quality, conduct, beds, and the state of the lines. */
void supply_hash(const struct supply *self, struct hash *hash);

static inline struct line *supply_line(const struct supply *self, uint16_t site, enum service service)
{
    const int32_t index = self->sites[site].line[service];

    return index < 0 ? NULL : &self->lines[index];
}

#endif
