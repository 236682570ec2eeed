/* What the conduct of providers does to those who need care. */
#include "care/pathway_parts.h"

static const struct conduct *conduct_at(const struct pathway *self, uint16_t site)
{
    const struct supply *supply = &self->care->supply;

    return &supply->providers[supply->sites[site].provider].conduct;
}

double pathway_stay_ratio(const struct pathway *self, uint16_t site)
{
    return site == SITE_NONE ? 1 : conduct_at(self, site)->stay_ratio;
}

bool pathway_is_referred(const struct pathway *self, uint32_t row, enum service service)
{
    const uint16_t practice = self->life->people->person[row].practice;

    if (practice == SITE_NONE || conduct_at(self, practice)->referral_share >= 1) {
        return true;
    }
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_REFERRAL, SERVICE_COUNT + (uint32_t)service);
    const bool referred = random_bernoulli(&random, conduct_at(self, practice)->referral_share);
    self->month->not_referred += !referred;
    return referred;
}

static bool is_turned_away(const struct pathway *self, uint32_t row, enum service service, uint16_t site)
{
    const double share = conduct_at(self, site)->turned_away_share;

    if (share <= 0 || exposure_frailty(self->life->people->person[row].exposures) < FRAILTY_MODERATE) {
        return false;
    }
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_CHOICE, SERVICE_COUNT + (uint32_t)service);
    return random_bernoulli(&random, share);
}

/* The nearest site of another provider that turns nobody away; SITE_NONE if there is none. */
static uint16_t open_to_all(const struct pathway *self, uint32_t row, enum service service, uint16_t site)
{
    const struct site *sites = self->care->supply.sites;
    const uint16_t neighbourhood = self->life->people->person[row].neighbourhood;

    for (unsigned rank = 0; rank < CHOICE_OPTIONS; rank++) {
        const uint16_t other = choice_nearest(&self->care->choice, neighbourhood, service, rank);
        if (other == SITE_NONE ||
            (sites[other].provider != sites[site].provider && conduct_at(self, other)->turned_away_share <= 0)) {
            return other;
        }
    }
    return SITE_NONE;
}

uint16_t pathway_accepting_site(const struct pathway *self, uint32_t row, enum service service, uint16_t site)
{
    if (site == SITE_NONE || !is_turned_away(self, row, service, site)) {
        return site;
    }
    const uint16_t other = open_to_all(self, row, service, site);
    self->month->turned_away += other != SITE_NONE;
    return other != SITE_NONE ? other : site;
}
