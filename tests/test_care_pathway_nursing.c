/* Courses of district nursing: how many visits, when, where, and who is expected to have any. */
#include "pathway_small.h"

#include <math.h>

enum { VISITS = 5, DAYS_BETWEEN = 2 };

static void nursing_init(void)
{
    small_init();
    small.care_parameters.nursing_course_visits = VISITS;
    small.care_parameters.nursing_visit_days = DAYS_BETWEEN;
    small.care_parameters.nursing_home_share = 0.6;
}

TestSuite(care_pathway_nursing, .init = nursing_init, .fini = small_free);

/* The standard deviation of a geometric number of mean 5 is 4.5: 4.5 standard errors of 2,000. */
Test(care_pathway_nursing, a_course_has_so_many_visits_in_the_mean)
{
    double visits = 0;

    for (unsigned i = 0; i < 2000; i++) {
        need(somebody(80), HAZARD_DISTRICT_NURSING);
        visits += small.outbox.items[i].amount;
        cr_assert_geq(small.outbox.items[i].amount, 1);
        cr_assert_eq(small.outbox.items[i].notice_days, 0);
    }
    cr_expect_float_eq(visits / 2000, VISITS, 4.5 * 4.5 / sqrt(2000));
}

Test(care_pathway_nursing, after_a_visit_the_next_is_asked_for)
{
    const uint32_t row = somebody(80);

    served(row, COMMUNITY, SERVICE_DISTRICT_NURSING, 3);
    cr_expect_eq(the_request().amount, 2);
    cr_expect_eq(the_request().notice_days, DAYS_BETWEEN - 1, "it is heard a day after the visit");
    cr_expect(waits(row, SERVICE_DISTRICT_NURSING));
}

Test(care_pathway_nursing, the_last_visit_ends_the_course)
{
    served(somebody(80), COMMUNITY, SERVICE_DISTRICT_NURSING, 1);
    cr_expect_eq(small.outbox.count, 0);
}

Test(care_pathway_nursing, no_second_course_begins_in_one)
{
    const uint32_t row = somebody(80);

    served(row, COMMUNITY, SERVICE_DISTRICT_NURSING, 3);
    need(row, HAZARD_DISTRICT_NURSING);
    cr_expect_eq(small.outbox.count, 1);
}

static int64_t visits_in(enum nursing_place place)
{
    return small.month.nursing[place][QUINTILE][age_band(80)];
}

Test(care_pathway_nursing, people_of_moderate_need_and_residents_are_seen_where_they_live)
{
    const uint32_t resident = somebody_with_need(NEED_LOW);

    small.care_parameters.nursing_home_share = 0;
    small.people.person[resident].exposures |= exposure_of_trait(TRAIT_CARE_HOME);
    served(resident, COMMUNITY, SERVICE_DISTRICT_NURSING, 1);
    served(somebody_with_need(NEED_MODERATE), COMMUNITY, SERVICE_DISTRICT_NURSING, 1);
    cr_expect_eq(visits_in(NURSING_HOME), 2);
    served(somebody_with_need(NEED_LOW), COMMUNITY, SERVICE_DISTRICT_NURSING, 1);
    cr_expect_eq(visits_in(NURSING_CLINIC), 1);
}

/* 4.5 standard errors. */
Test(care_pathway_nursing, of_the_others_a_share_is_seen_at_home)
{
    for (unsigned i = 0; i < 1000; i++) {
        served(somebody(80), COMMUNITY, SERVICE_DISTRICT_NURSING, 1);
    }
    cr_expect_float_eq((double)visits_in(NURSING_HOME), 600, 4.5 * 15.5);
    cr_expect_eq(visits_in(NURSING_HOME) + visits_in(NURSING_CLINIC), 1000);
}

/* One visit a year at every age; every exposure leaves it as it is. */
static void one_course_a_year(void)
{
    struct hazard_model *hazards = &small.population.hazards;

    for (unsigned bit = 0; bit < 64; bit++) {
        hazards->ratio[bit].lane[HAZARD_DISTRICT_NURSING] = 1;
    }
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        hazards->base[hazard_row(age, SEX_FEMALE)].lane[HAZARD_DISTRICT_NURSING] = 1 / 365.25F;
    }
}

Test(care_pathway_nursing, contact_within_a_year_is_expected_of_those_of_85_and_over)
{
    const uint32_t in_course = somebody(90);

    somebody(84);
    somebody(86);
    one_course_a_year();
    small.people.person[in_course].waiting = UINT32_C(1) << SERVICE_DISTRICT_NURSING;
    cr_assert_eq(pathway_begin_month(&small.pathway), STATUS_OK);
    cr_expect_eq(small.month.oldest[QUINTILE], 2);
    cr_expect_float_eq((double)small.month.oldest_nursed[QUINTILE], 1e6 * (1 + 1 - exp(-1)), 2);
}
