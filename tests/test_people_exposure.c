/* What follows from a person's exposures. Names and bands are tested with the person. */
#include "people/exposure.h"

#include <criterion/criterion.h>

#define HAS(trait) exposure_of_trait(TRAIT_##trait)

static exposures_t with_need(enum need_band band, exposures_t others)
{
    return exposure_set_band(others, TRAIT_NEED_NONE, NEED_BANDS, band);
}

Test(exposure_derive, need_of_moderate_or_more_is_unmet_without_support)
{
    for (int band = NEED_NONE; band <= NEED_CRITICAL; band++) {
        const exposures_t derived = exposure_derive(with_need((enum need_band)band, 0));
        cr_expect_eq((derived & HAS(UNMET_NEED)) != 0, band >= NEED_MODERATE, "band %d", band);
    }
}

Test(exposure_derive, a_carer_a_package_or_a_care_home_meets_the_need)
{
    const exposures_t supports[] = {HAS(HAS_CARER), HAS(HOME_CARE), HAS(CARE_HOME)};

    for (unsigned s = 0; s < 3; s++) {
        const exposures_t derived = exposure_derive(with_need(NEED_CRITICAL, supports[s] | HAS(UNMET_NEED)));
        cr_expect_eq(derived, with_need(NEED_CRITICAL, supports[s]), "support %u", s);
    }
}

Test(exposure_derive, a_package_ends_below_moderate_need)
{
    for (int band = NEED_NONE; band <= NEED_CRITICAL; band++) {
        const exposures_t derived = exposure_derive(with_need((enum need_band)band, HAS(HOME_CARE)));
        cr_expect_eq((derived & HAS(HOME_CARE)) != 0, band >= NEED_MODERATE, "band %d", band);
    }
}

Test(exposure_derive, a_carer_goes_with_the_last_need)
{
    for (int band = NEED_NONE; band <= NEED_CRITICAL; band++) {
        const exposures_t derived = exposure_derive(with_need((enum need_band)band, HAS(HAS_CARER)));
        cr_expect_eq((derived & HAS(HAS_CARER)) != 0, band >= NEED_LOW, "band %d", band);
    }
}

Test(exposure_derive, a_resident_has_no_household_carer_or_package)
{
    const exposures_t resident = with_need(NEED_SUBSTANTIAL, HAS(CARE_HOME));

    cr_assert_eq(exposure_derive(resident | HAS(LIVING_ALONE) | HAS(HAS_CARER) | HAS(HOME_CARE)), resident);
}

Test(exposure_derive, all_else_stays)
{
    const exposures_t touched = HAS(HAS_CARER) | HAS(HOME_CARE) | HAS(UNMET_NEED) | HAS(LIVING_ALONE);
    const exposures_t others = EXPOSURE_CONDITIONS | HAS(OBESITY) | HAS(SMOKING_EX) | HAS(IS_CARER) | HAS(CARE_HOME);

    cr_assert_eq(exposure_derive(with_need(NEED_LOW, others)) & ~touched, with_need(NEED_LOW, others));
}

/* Every band of need with every set of the traits that play a part. */
Test(exposure_derive, once_is_enough)
{
    const exposures_t parts[] = {HAS(HAS_CARER), HAS(HOME_CARE), HAS(CARE_HOME), HAS(UNMET_NEED), HAS(LIVING_ALONE)};

    for (int band = NEED_NONE; band <= NEED_CRITICAL; band++) {
        for (unsigned set = 0; set < 32; set++) {
            exposures_t exposures = with_need((enum need_band)band, 0);
            for (unsigned part = 0; part < 5; part++) {
                exposures |= (set >> part & 1) != 0 ? parts[part] : 0;
            }
            const exposures_t derived = exposure_derive(exposures);
            cr_assert_eq(exposure_derive(derived), derived, "band %d, set %u", band, set);
        }
    }
}

Test(exposure_derive, a_word_of_nothing_stays_empty)
{
    cr_assert_eq(exposure_derive(0), 0);
}
