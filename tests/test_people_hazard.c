#include <criterion/criterion.h>
#include <string.h>

#include "base/memory.h"
#include "people/hazard.h"

enum { ILLNESS = 0, STAGE = 1, AGE = 40 };

static struct hazard_model *model;

static void set_up(void)
{
    cr_assert_eq(memory_allocate_aligned((void **)&model, 1, sizeof *model), STATUS_OK);
    cr_assert_eq(hazard_model_allocate(model), STATUS_OK);
    for (unsigned bit = 0; bit < 64; bit++) {
        for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
            model->ratio[bit].lane[lane] = 1;
        }
    }
}

static void tear_down(void)
{
    hazard_model_free(model);
    memory_free((void **)&model);
}

TestSuite(people_hazard, .init = set_up, .fini = tear_down);

static union hazard_vector *base(void)
{
    return &model->base[hazard_row(AGE, SEX_FEMALE)];
}

Test(people_hazard, mortality_differs_by_deprivation)
{
    const exposures_t most = exposure_of_trait(TRAIT_DEPRIVATION_1), least = exposure_of_trait(TRAIT_DEPRIVATION_5);
    union hazard_vector out;

    base()->lane[HAZARD_DEATH] = 0.5F;
    base()->lane[HAZARD_GP] = 0.125F;
    model->mortality[hazard_cell(AGE, SEX_FEMALE, 0)] = 1.5F;
    model->mortality[hazard_cell(AGE, SEX_FEMALE, 4)] = 0.5F;
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, most, &out), 0.875F);
    cr_assert_eq(out.lane[HAZARD_DEATH], 0.75F);
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, least, &out), 0.375F);
    cr_assert_eq(out.lane[HAZARD_DEATH], 0.25F);
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_MALE, least, &out), 0.0F);
}

Test(people_hazard, ratios_of_all_exposures_multiply)
{
    const exposures_t both = exposure_of_condition(ILLNESS) | exposure_of_trait(TRAIT_OBESITY);
    union hazard_vector out;

    base()->lane[HAZARD_GP] = 0.125F;
    model->ratio[ILLNESS].lane[HAZARD_GP] = 2;
    model->ratio[CONDITION_LIMIT + TRAIT_OBESITY].lane[HAZARD_GP] = 3;
    hazard_evaluate(model, AGE, SEX_FEMALE, both, &out);
    cr_assert_eq(out.lane[HAZARD_GP], 0.75F);
}

Test(people_hazard, a_stage_needs_its_condition)
{
    union hazard_vector out;

    base()->lane[STAGE] = 0.5F;
    hazard_require(model, STAGE, exposure_of_condition(ILLNESS));
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, 0, &out), 0.0F);
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, exposure_of_condition(ILLNESS), &out), 0.5F);
}

Test(people_hazard, ending_a_condition_ends_its_stages)
{
    const exposures_t ill = exposure_of_condition(ILLNESS) | exposure_of_condition(STAGE) | exposure_of_condition(7);

    hazard_require(model, STAGE, exposure_of_condition(ILLNESS));
    cr_assert_eq(hazard_end_exposure(model, ill, ILLNESS), exposure_of_condition(7));
    cr_assert_eq(hazard_end_exposure(model, ill, STAGE), ill & ~exposure_of_condition(STAGE));
}

Test(people_hazard, resolution_replaces_onset_for_those_who_have_it)
{
    union hazard_vector out;

    base()->lane[ILLNESS] = 0.5F;
    model->ratio[ILLNESS].lane[ILLNESS] = 0;
    model->resolvable = exposure_of_condition(ILLNESS);
    model->resolution[AGE * SEX_COUNT + SEX_FEMALE].lane[ILLNESS] = 0.125F;
    hazard_evaluate(model, AGE, SEX_FEMALE, 0, &out);
    cr_assert_eq(out.lane[ILLNESS], 0.5F);
    hazard_evaluate(model, AGE, SEX_FEMALE, exposure_of_condition(ILLNESS), &out);
    cr_assert_eq(out.lane[ILLNESS], 0.125F);
}

Test(people_hazard, traits_end_in_lanes_of_their_own)
{
    cr_assert_eq(hazard_resolution_lane(CONDITION_LIMIT + TRAIT_SMOKING_CURRENT), HAZARD_SMOKING_STOP);
    cr_assert_eq(hazard_resolution_lane(CONDITION_LIMIT + TRAIT_HAS_CARER), HAZARD_CARER_STOP);
    cr_assert_eq(hazard_resolution_lane(CONDITION_LIMIT + TRAIT_ACUTELY_ILL), HAZARD_DEATH);
    cr_assert_eq(hazard_resolution_lane(CONDITION_LIMIT + TRAIT_AFTER_HOSPITAL), HAZARD_SETTLE);
    cr_assert_eq(hazard_resolution_lane(5), 5);
}

Test(people_hazard, death_in_hospital_has_a_rate_of_its_own)
{
    union hazard_vector out;

    base()->lane[HAZARD_DEATH] = 0.001F;
    model->ratio[ILLNESS].lane[HAZARD_DEATH] = 100;
    model->resolvable = exposure_of_trait(TRAIT_ACUTELY_ILL);
    model->resolution[hazard_row(AGE, SEX_FEMALE)].lane[HAZARD_DEATH] = 0.0625F;
    const exposures_t ill = exposure_of_condition(ILLNESS) | exposure_of_trait(TRAIT_ACUTELY_ILL);
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, ill, &out), 0.0625F);
    cr_assert_eq(out.lane[HAZARD_DEATH], 0.0625F);
}

Test(people_hazard, the_weeks_after_a_stay_add_to_emergencies)
{
    union hazard_vector out;

    base()->lane[HAZARD_EMERGENCY_ADMISSION] = 0.25F;
    model->ratio[ILLNESS].lane[HAZARD_EMERGENCY_ADMISSION] = 2;
    model->resolution[hazard_row(AGE, SEX_FEMALE)].lane[HAZARD_EMERGENCY_ADMISSION] = 0.125F;
    const exposures_t ill = exposure_of_condition(ILLNESS) | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, ill, &out), 0.625F);
    cr_assert_eq(out.lane[HAZARD_EMERGENCY_ADMISSION], 0.625F);
    hazard_evaluate(model, AGE, SEX_FEMALE, exposure_of_condition(ILLNESS), &out);
    cr_assert_eq(out.lane[HAZARD_EMERGENCY_ADMISSION], 0.5F);
}

Test(people_hazard, acute_illness_outside_a_bed_ends_at_a_rate_of_its_own)
{
    union hazard_vector out;

    base()->lane[HAZARD_EMERGENCY_ADMISSION] = 0.25F;
    model->resolvable = exposure_of_trait(TRAIT_ACUTELY_ILL) | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
    model->resolution[hazard_row(AGE, SEX_FEMALE)].lane[HAZARD_EMERGENCY_ADMISSION] = 0.125F;
    model->resolution[hazard_row(AGE, SEX_FEMALE)].lane[HAZARD_SETTLE] = 0.0625F;
    model->resolution[hazard_row(AGE, SEX_FEMALE)].lane[HAZARD_DEATH] = 0.03125F;
    model->recovery[hazard_row(AGE, SEX_FEMALE)] = 0.5F;
    const exposures_t ill = exposure_of_trait(TRAIT_ACUTELY_ILL) | exposure_of_trait(TRAIT_AFTER_HOSPITAL);
    cr_assert_eq(hazard_evaluate(model, AGE, SEX_FEMALE, ill, &out), 0.78125F);
    cr_assert_eq(out.lane[HAZARD_SETTLE], 0.5F);
    cr_assert_eq(out.lane[HAZARD_DEATH], 0.03125F);
    cr_assert_eq(out.lane[HAZARD_EMERGENCY_ADMISSION], 0.25F);
}

Test(people_hazard, draws_fall_in_lanes_in_proportion)
{
    union hazard_vector vector;
    unsigned counts[LANE_COUNT] = {0};

    memset(&vector, 0, sizeof vector);
    vector.lane[3] = 0.25F;
    vector.lane[HAZARD_GP] = 0.5F;
    for (unsigned k = 0; k < 300; k++) {
        counts[hazard_choose(&vector, k * 0.75 / 300)]++;
    }
    cr_assert_eq(counts[3], 100);
    cr_assert_eq(counts[HAZARD_GP], 200);
}

Test(people_hazard, a_draw_beyond_the_total_falls_in_the_last_lane)
{
    union hazard_vector vector;

    memset(&vector, 0, sizeof vector);
    vector.lane[2] = 0.1F;
    vector.lane[9] = 0.1F;
    cr_assert_eq(hazard_choose(&vector, 0.9), 9);
}
