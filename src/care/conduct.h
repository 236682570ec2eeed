/* Conduct: what a provider makes of its freedom, beside its capacity. Care obeys it and knows no reason; whoever
 * decides for the provider writes it. */
#ifndef CATCHMENT_CARE_CONDUCT_H
#define CATCHMENT_CARE_CONDUCT_H

#include "scenario/registry.h"

struct conduct { /* as in scenario/conduct.def */
    double stay_ratio, referral_share, turned_away_share;
};

static inline struct conduct conduct_of(const struct conduct_parameters *given)
{
    return (struct conduct){.stay_ratio = given->stay_ratio,
                            .referral_share = given->referral_share,
                            .turned_away_share = given->turned_away_share};
}

#endif
