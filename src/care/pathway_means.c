#include "care/pathway_parts.h"

_Static_assert((int)NEED_WORDS == (int)NEED_BANDS && (int)NEED_WORD_CRITICAL == (int)NEED_CRITICAL,
               "the words of a threshold are the bands of need");

bool pathway_is_above_means(const struct pathway *self, uint32_t row)
{
    const struct home_care_rules_parameters *rules = &self->care->parameters->home_care_rules;
    const double shares[QUINTILE_COUNT] = {rules->above_means_1_share, rules->above_means_2_share,
                                           rules->above_means_3_share, rules->above_means_4_share,
                                           rules->above_means_5_share};
    const struct viewpoint person = pathway_viewpoint(self, row);
    const double share = shares[exposure_quintile(self->life->people->person[row].exposures)];

    return share > 0 && (double)eligibility_wealth_rank(&person) >= 1 - share;
}

static bool is_below_threshold(const struct pathway *self, uint32_t row)
{
    const struct home_care_rules_parameters *rules = &self->care->parameters->home_care_rules;

    return self->life->today >= rules->threshold_from &&
           (int32_t)exposure_need(self->life->people->person[row].exposures) < rules->threshold;
}

/* The same answer whenever somebody is asked. */
static enum funder buys(const struct pathway *self, uint32_t row, double share)
{
    struct random random =
        random_at(self->life->key, RANDOM_PURPOSE_HOME_CARE_BUYING, self->life->people->id[row], 0, 0);

    return random_bernoulli(&random, share) ? FUNDER_SELF : FUNDER_NOBODY;
}

enum funder pathway_home_care_funder(const struct pathway *self, uint32_t row)
{
    const struct home_care_rules_parameters *rules = &self->care->parameters->home_care_rules;

    if (pathway_is_above_means(self, row) && pathway_waiver(self, row) == NO_WAIVER) {
        return buys(self, row, rules->above_means_buy_share);
    }
    return is_below_threshold(self, row) ? buys(self, row, rules->below_threshold_buy_share) : FUNDER_COUNCIL;
}

void pathway_set_self_payer(const struct pathway *self, uint32_t row, bool pays)
{
    const exposures_t trait = exposure_of_trait(TRAIT_PAYS_FOR_HOME_CARE);
    struct person *person = &self->life->people->person[row];

    person->exposures = pays ? person->exposures | trait : person->exposures & ~trait;
}

int pathway_waiver(const struct pathway *self, uint32_t row)
{
    for (programmes_t left = people_programmes(self->life->people, row); left != 0; left &= left - 1) {
        const int programme = __builtin_ctzll(left);
        if (self->life->population->programmes.items[programme].waives_charges) {
            return programme;
        }
    }
    return NO_WAIVER;
}

enum status pathway_count_waived_day(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const uint8_t hours = people->person[row].home_care_hours;

    return hours > 0 && !people_has(people, row, TRAIT_PAYS_FOR_HOME_CARE)
               ? pathway_count(self, people_site(people, row, TIE_HOME_CARE), SERVICE_HOME_CARE,
                               MEASURE_WAIVED_SEVENTHS, hours)
               : STATUS_OK;
}

enum status pathway_reassess(const struct pathway *self, uint32_t row)
{
    const struct people *people = self->life->people;
    const int64_t days = pathway_days_left(self);
    enum status status = STATUS_OK;

    if (people->person[row].home_care_hours == 0 || people_has(people, row, TRAIT_PAYS_FOR_HOME_CARE) ||
        !pathway_is_above_means(self, row) || pathway_waiver(self, row) != NO_WAIVER) {
        return STATUS_OK;
    }
    status = pathway_count_home_care(self, row, -days);
    pathway_set_self_payer(self, row, true);
    return status == STATUS_OK ? pathway_count_home_care(self, row, days) : status;
}
