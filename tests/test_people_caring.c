#include "people/caring.h"

#include <criterion/criterion.h>

static const struct caring_parameters parameters = {
    .outside_hours_low = 2,
    .outside_hours_moderate = 4,
    .outside_hours_substantial = 8,
    .outside_hours_critical = 16,
    .household_hours_low = 6,
    .household_hours_moderate = 25,
    .household_hours_substantial = 50,
    .household_hours_critical = 500,
    .household_carer_share = 1,
    .strained_hours = 50,
    .breakdown_ratio = 2,
};

static struct people people;
static struct caring caring;

static void set_up(void)
{
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
    caring_set(&caring, &parameters);
    caring.key = random_key_make(5, 0);
}

static void tear_down(void)
{
    people_free(&people);
}

TestSuite(people_caring, .init = set_up, .fini = tear_down);

static exposures_t with_need(enum need_band need, exposures_t others)
{
    return exposure_set_band(others, TRAIT_NEED_NONE, NEED_BANDS, need);
}

/* Somebody with a need and a carer, who lives with them or does not. */
static uint32_t looked_after(enum need_band need, bool together)
{
    uint32_t row = PERSON_NONE, carer = PERSON_NONE;

    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_assert_eq(people_add(&people, &carer), STATUS_OK);
    people.person[row].exposures = with_need(need, 0);
    people.person[carer].exposures = with_need(NEED_NONE, 0);
    people_link_carer(&people, row, carer);
    if (together) {
        people_join_household(&people, carer, row);
    }
    return row;
}

Test(people_caring, hours_follow_from_need_and_household)
{
    cr_expect_float_eq(caring_hours(&caring, &people, looked_after(NEED_LOW, false)), 2, 1e-9);
    cr_expect_float_eq(caring_hours(&caring, &people, looked_after(NEED_CRITICAL, false)), 16, 1e-9);
    cr_expect_float_eq(caring_hours(&caring, &people, looked_after(NEED_LOW, true)), 6, 1e-9);
    cr_expect_float_eq(caring_hours(&caring, &people, looked_after(NEED_SUBSTANTIAL, true)), 50, 1e-9);
}

Test(people_caring, a_week_has_168_hours)
{
    cr_expect_eq(caring_hours(&caring, &people, looked_after(NEED_CRITICAL, true)), 168);
}

Test(people_caring, nobody_gives_hours_to_whom_nobody_looks_after)
{
    const uint32_t row = looked_after(NEED_SUBSTANTIAL, true);

    people_unlink_carer(&people, row);
    cr_expect_eq(caring_hours(&caring, &people, row), 0);
    cr_expect_not(caring_is_strained(&caring, &people, row));
}

Test(people_caring, without_hours_in_the_scenario_nobody_is_strained)
{
    const struct caring nothing = {0};
    const uint32_t row = looked_after(NEED_CRITICAL, true);

    cr_expect_eq(caring_hours(&nothing, &people, row), 0);
    cr_expect_not(caring_is_strained(&nothing, &people, row));
    cr_expect_eq(caring_turnover(&nothing, people.person[row].exposures), 1);
}

Test(people_caring, many_hours_strain_unless_home_care_helps)
{
    const uint32_t heavy = looked_after(NEED_SUBSTANTIAL, true), light = looked_after(NEED_MODERATE, true);

    cr_expect(caring_is_strained(&caring, &people, heavy), "50 hours are enough");
    cr_expect_not(caring_is_strained(&caring, &people, light));
    people.person[heavy].exposures |= exposure_of_trait(TRAIT_HOME_CARE);
    cr_expect_not(caring_is_strained(&caring, &people, heavy));
    cr_expect_float_eq(caring_hours(&caring, &people, heavy), 50, 1e-9, "the hours are still given");
}

Test(people_caring, bands_begin_at_20_and_50_hours)
{
    cr_expect_eq(caring_band(1), 0);
    cr_expect_eq(caring_band(19.9), 0);
    cr_expect_eq(caring_band(20), 1);
    cr_expect_eq(caring_band(49.9), 1);
    cr_expect_eq(caring_band(50), 2);
}

/* The median is where strain begins: of 4,000 carers half are strained, within 4.5 standard errors. */
Test(people_caring, hours_spread_about_the_median)
{
    struct caring_parameters spread = parameters;
    unsigned strained = 0;

    spread.hours_spread = 0.8;
    caring_set(&caring, &spread);
    caring.key = random_key_make(5, 0);
    for (unsigned i = 0; i < 4000; i++) {
        strained += caring_is_strained(&caring, &people, looked_after(NEED_SUBSTANTIAL, true));
    }
    cr_expect_float_eq((double)strained, 2000, 4.5 * 31.6);
}

Test(people_caring, the_same_two_always_have_the_same_hours)
{
    struct caring_parameters spread = parameters;

    spread.hours_spread = 0.8;
    caring_set(&caring, &spread);
    const uint32_t row = looked_after(NEED_SUBSTANTIAL, true), carer = people_carer_link(&people, row);
    const double hours = caring_hours(&caring, &people, row);
    people_unlink_carer(&people, row);
    people_link_carer(&people, row, carer);
    cr_expect_eq(caring_hours(&caring, &people, row), hours);
    people_link_carer(&people, row, looked_after(NEED_LOW, false));
    cr_expect_neq(caring_hours(&caring, &people, row), hours);
}

/* Half of the spells are half as long: the mean is 3/4. With a spread, half of those at the median are strained. */
Test(people_caring, turnover_is_that_of_the_mean_spell)
{
    struct caring_parameters spread = parameters;
    const exposures_t alone = exposure_of_trait(TRAIT_LIVING_ALONE), helped = exposure_of_trait(TRAIT_HOME_CARE);

    cr_expect_float_eq(caring_turnover(&caring, with_need(NEED_SUBSTANTIAL, 0)), 2, 1e-9, "all are strained");
    spread.hours_spread = 1;
    caring_set(&caring, &spread);
    cr_expect_float_eq(caring_turnover(&caring, with_need(NEED_SUBSTANTIAL, 0)), 4.0 / 3, 1e-6);
    cr_expect_eq(caring_turnover(&caring, with_need(NEED_SUBSTANTIAL, helped)), 1);
    cr_expect_eq(caring_turnover(&caring, with_need(NEED_NONE, 0)), 1);
    /* ln(50/16) = 1.1394: 12.73% of the normal distribution lie above. */
    cr_expect_float_eq(caring_turnover(&caring, with_need(NEED_CRITICAL, alone)), 1 / (1 - 0.12727 / 2), 1e-4);
    spread.household_carer_share = 0.5;
    caring_set(&caring, &spread);
    /* Of the household's, 1 - Phi(ln(50/50)); of the others, ln(50/8) = 1.8326: 3.343% above. */
    cr_expect_float_eq(caring_turnover(&caring, with_need(NEED_SUBSTANTIAL, 0)), 1 / (1 - (0.5 + 0.03343) / 4), 1e-4);
}
