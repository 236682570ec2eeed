/* Quality of life: what people lose, and that the norms stay the means. */
#include "people/utility.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { PARTICLES = 4, CELLS = AGE_COUNT * SEX_COUNT * QUINTILE_COUNT };

static struct figures *figures;
static struct reference reference;
static struct utility utility;

/* A norm of 0.8 at all ages and equal quintiles; nobody of the stock has anything. */
static void set_up(void)
{
    figures = calloc(1, sizeof *figures);
    cr_assert_not_null(figures);
    for (unsigned cell = 0; cell < AGE_COUNT * SEX_COUNT; cell++) {
        figures->utility[cell / SEX_COUNT][cell % SEX_COUNT] = 0.8;
        for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
            figures->persons[cell / SEX_COUNT][cell % SEX_COUNT][quintile] = 10;
        }
    }
    reference.particles = PARTICLES;
    cr_assert_eq(memory_allocate((void **)&reference.stock, (size_t)CELLS * PARTICLES, sizeof *reference.stock),
                 STATUS_OK);
}

static void tear_down(void)
{
    reference_free(&reference);
    free(figures);
}

TestSuite(people_utility, .init = set_up, .fini = tear_down);

/* So many of the four people of a quintile at a birthday have it. */
static void have(unsigned age, enum sex sex, unsigned quintile, exposures_t exposure, unsigned people)
{
    for (unsigned i = 0; i < people; i++) {
        reference.stock[(size_t)hazard_cell(age, sex, quintile) * PARTICLES + i] |= exposure;
    }
}

static void all_have(unsigned age, enum sex sex, exposures_t exposure, unsigned people)
{
    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        have(age, sex, quintile, exposure, people);
    }
}

static int32_t of(exposures_t exposures, unsigned age, enum sex sex)
{
    return utility_of(&utility, exposures, age, sex);
}

Test(people_utility, without_losses_everybody_is_at_the_norm)
{
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(0, 40, SEX_MALE), 8000);
    cr_expect_eq(of(UINT64_MAX, 40, SEX_MALE), 8000);
}

Test(people_utility, losses_of_one_person_add_up)
{
    const exposures_t need = exposure_of_trait(TRAIT_NEED_CRITICAL);

    figures->utility_loss[0] = 0.05;
    figures->utility_loss[31] = 0.1;
    figures->utility_loss[CONDITION_LIMIT + TRAIT_NEED_CRITICAL] = 0.3;
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(1, 40, SEX_MALE), 7500);
    cr_expect_eq(of(exposure_of_condition(31), 40, SEX_MALE), 7000);
    cr_expect_eq(of(1 | exposure_of_condition(31) | need, 40, SEX_MALE), 3500);
}

Test(people_utility, what_the_cohort_loses_is_given_back_at_its_age_and_sex)
{
    figures->utility_loss[3] = 0.2;
    all_have(70, SEX_FEMALE, exposure_of_condition(3), 2); /* half at the start of the year of age, */
    all_have(71, SEX_FEMALE, exposure_of_condition(3), 4); /* all at its end */
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(0, 70, SEX_FEMALE), 8000 + 1500, "three quarters have it on average");
    cr_expect_eq(of(exposure_of_condition(3), 70, SEX_FEMALE), 9500 - 2000);
    cr_expect_eq(of(0, 70, SEX_MALE), 8000);
    cr_expect_eq(of(0, 68, SEX_FEMALE), 8000);
}

Test(people_utility, nobody_is_lifted_above_full_health)
{
    figures->utility_loss[3] = 0.6;
    all_have(70, SEX_FEMALE, exposure_of_condition(3), 3); /* a mean loss of 0.45, and 0.2 to full health */
    all_have(71, SEX_FEMALE, exposure_of_condition(3), 3);
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(0, 70, SEX_FEMALE), 10000);
    cr_expect_lt(abs(of(exposure_of_condition(3), 70, SEX_FEMALE) - (10000 - 6000 * 4 / 9)), 2);
    cr_expect_lt(abs(of(0, 70, SEX_FEMALE) + 3 * of(exposure_of_condition(3), 70, SEX_FEMALE) - 4 * 8000), 5);
}

Test(people_utility, quintiles_count_by_their_people)
{
    figures->utility_loss[3] = 0.2;
    figures->persons[70][SEX_MALE][0] = 60; /* of 100 */
    have(70, SEX_MALE, 0, exposure_of_condition(3), 4);
    have(71, SEX_MALE, 0, exposure_of_condition(3), 4);
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(0, 70, SEX_MALE), 8000 + 1200);
}

Test(people_utility, the_last_age_has_one_birthday)
{
    figures->utility_loss[3] = 0.2;
    all_have(AGE_COUNT - 1, SEX_MALE, exposure_of_condition(3), 2);
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(0, AGE_COUNT - 1, SEX_MALE), 9000);
}

Test(people_utility, an_age_without_people_keeps_its_norm)
{
    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        figures->persons[50][SEX_MALE][quintile] = 0;
    }
    utility_set(&utility, figures, &reference);
    cr_expect_eq(of(0, 50, SEX_MALE), 8000);
}
