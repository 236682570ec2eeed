/* How well a programme is aimed: chances of an emergency admission of those it is meant for and of others. */
#include "pathway_models.h"

TestSuite(care_pathway_targeting, .init = models_init, .fini = models_free);

enum { PEOPLE = 32000, AGE = 80 };

static const float rate = 0.001F; /* emergency admissions a day without COPD */
static const float copd_ratio = 3;

/* In millionths. */
static double chance_in_a_year(double admissions_a_day)
{
    return round(1e6 * (1 - exp(-365.25 * admissions_a_day)));
}

/* The counts of a month of a programme with this criterion, which ends all admissions of its members. Every other
 * person has COPD. */
static struct targeting sample(const char *eligible, exposures_t besides)
{
    struct programme_parameters *programme = add_programme("matron");

    programme->eligible = eligible;
    programme->effects.count = 1;
    models.effects[MATRON][0] =
        (struct effect_parameters){.name = "emergency_admission", .on = "", .ratio = 0, .who = ""};
    small.population.hazards.ratio[COPD].lane[HAZARD_EMERGENCY_ADMISSION] = copd_ratio;
    for (unsigned row = 0; row < AGE_COUNT * SEX_COUNT; row++) {
        small.population.hazards.base[row].lane[HAZARD_EMERGENCY_ADMISSION] = rate;
        small.population.hazards.resolution[row].lane[HAZARD_EMERGENCY_ADMISSION] = 1;
    }
    models_build();
    for (unsigned person = 0; person < PEOPLE; person++) {
        const uint32_t row = somebody(AGE);
        small.people.person[row].exposures |= besides | (person % 2 == 0 ? exposure_of_condition(COPD) : 0);
    }
    begin_month();
    return small.month.programmes[MATRON].targeting;
}

/* The standard deviation of one in 32 of so many is 31; four of them, and the keys are fixed. */
Test(care_pathway_targeting, one_in_32_people_is_looked_at)
{
    const struct targeting found = sample("copd", 0);
    cr_expect_float_eq((double)(found.eligible + found.others), PEOPLE / 32.0, 125);
    cr_expect_float_eq((double)found.eligible, PEOPLE / 64.0, 89);
}

Test(care_pathway_targeting, chances_are_those_of_a_year_at_the_hazards_of_today)
{
    const struct targeting found = sample("copd", 0);
    cr_expect_float_eq((double)found.eligible_chance / (double)found.eligible, chance_in_a_year(copd_ratio * rate), 1);
    cr_expect_float_eq((double)found.others_chance / (double)found.others, chance_in_a_year(rate), 1);
}

Test(care_pathway_targeting, a_programme_for_everybody_has_no_others)
{
    const struct targeting found = sample("", 0);
    cr_expect_eq(found.others, 0);
    cr_expect_eq(found.others_chance, 0);
    cr_expect_gt(found.eligible, 0);
}

Test(care_pathway_targeting, a_stay_not_long_ago_does_not_count)
{
    const struct targeting found = sample("copd", exposure_of_trait(TRAIT_AFTER_HOSPITAL));
    cr_expect_float_eq((double)found.others_chance / (double)found.others, chance_in_a_year(rate), 1);
}

Test(care_pathway_targeting, members_have_the_chances_of_others)
{
    sample("copd", 0);
    for (uint32_t row = 0; row < PEOPLE; row++) {
        join(row, MATRON, SITE_NONE);
    }
    small.month.programmes[MATRON].targeting = (struct targeting){0};
    begin_month();
    const struct targeting found = small.month.programmes[MATRON].targeting;
    cr_expect_float_eq((double)found.others_chance / (double)found.others, chance_in_a_year(rate), 1);
}

Test(care_pathway_targeting, others_are_looked_at_in_another_month)
{
    const struct targeting first = sample("copd", 0);
    come_to(calendar_next_month(small.life.today));
    begin_month();
    const int64_t second = small.month.programmes[MATRON].targeting.eligible - first.eligible;
    cr_expect_neq(second, first.eligible);
    cr_expect_float_eq((double)second, PEOPLE / 64.0, 89);
}
