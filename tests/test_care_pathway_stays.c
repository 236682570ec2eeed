/* What forks make of hospital stays, and of the illness that leads to them. */
#include "pathway_models.h"

#include <math.h>

TestSuite(care_pathway_stays, .init = models_init, .fini = models_free);

/* The days of a stay of somebody of 80 who needs a bed today. */
static uint16_t stay_asked(void)
{
    const uint32_t row = small.people.rows > 0 ? 0 : somebody(80);

    small.outbox.count = 0;
    small.people.person[row].waiting = 0;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    return request_of(REQUEST_SERVE, SERVICE_EMERGENCY_INPATIENT).amount;
}

/* On the first of the next hundred days on which the stay is as long as that at least; its days. */
static uint16_t wait_for_stay(uint16_t days)
{
    for (unsigned day = 0; day < 100 && stay_asked() < days; day++) {
        come_to(small.life.today + 1);
    }
    return stay_asked();
}

static struct fork_parameters *fork_of_stays(const char *name, double ratio)
{
    struct fork_parameters *fork = add_fork_of_admission(name);

    fork->instead = false;
    fork->stay_ratio = ratio;
    return fork;
}

Test(care_pathway_stays, who_goes_besides_may_stay_shorter)
{
    const uint16_t without = wait_for_stay(8);

    fork_of_stays("a", 0.5);
    models_build();
    cr_assert_eq(stay_asked(), lround(0.5 * without));
}

Test(care_pathway_stays, ratios_of_the_stay_multiply)
{
    const uint16_t without = wait_for_stay(8);

    fork_of_stays("a", 0.5);
    fork_of_stays("b", 0.5);
    models_build();
    cr_assert_eq(stay_asked(), lround(0.25 * without));
}

Test(care_pathway_stays, the_stay_of_who_does_not_go_is_as_it_was)
{
    const uint16_t without = wait_for_stay(8);

    fork_of_stays("a", 0.5)->share = 0;
    models_build();
    cr_assert_eq(stay_asked(), without);
}

Test(care_pathway_stays, a_planned_stay_may_be_shorter_too)
{
    const uint32_t row = somebody(80);
    uint16_t without = 0;

    for (unsigned day = 0; day < 100 && without < 8; day++) {
        come_to(small.life.today + 1);
        small.people.person[row].waiting = 0;
        need(row, HAZARD_ELECTIVE_INPATIENT);
        without = the_request().amount;
    }
    fork_of_stays("a", 0)->of = "elective_inpatient";
    models_build();
    small.outbox.count = 0;
    small.people.person[row].waiting = 0;
    need(row, HAZARD_ELECTIVE_INPATIENT);
    cr_expect_geq(without, 8);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_ELECTIVE_INPATIENT).amount, 0);
}

/* The illness */

Test(care_pathway_stays, who_goes_elsewhere_than_to_a_bed_is_ill_there)
{
    add_fork_of_admission("a");
    models_build();
    const uint32_t row = somebody(80);
    small.figures.zero_day_share[STAY_EMERGENCY][80] = 0;
    need(row, HAZARD_EMERGENCY_ADMISSION);
    cr_expect(people_has(&small.people, row, TRAIT_ACUTELY_ILL));
    cr_expect(people_has(&small.people, row, TRAIT_AFTER_HOSPITAL));
}

/* Somebody of 80 whose stays, of a night or more, are changed by a fork besides. */
static uint32_t somebody_whose_stays_change(double ratio)
{
    fork_of_stays("a", ratio);
    models_build();
    small.figures.zero_day_share[STAY_EMERGENCY][80] = 0;
    return somebody(80);
}

Test(care_pathway_stays, a_stay_that_a_fork_makes_shorter_is_outlasted_by_the_illness)
{
    const uint32_t row = somebody_whose_stays_change(0);

    need(row, HAZARD_EMERGENCY_ADMISSION);
    const struct request bed = request_of(REQUEST_SERVE, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(bed.amount, 0);
    cr_expect_eq(bed.flags & (REQUEST_STILL_ILL | REQUEST_NOT_ILL), REQUEST_STILL_ILL);
}

/* Ten thousand draws of one in four: a standard deviation of 43. */
Test(care_pathway_stays, of_stays_four_times_as_long_one_in_four_is_of_an_illness)
{
    const uint32_t row = somebody_whose_stays_change(4);
    unsigned ill = 0;

    for (unsigned day = 0; day < 10000; day++) {
        come_to(june(MONDAY) + (day_t)day);
        small.people.person[row].waiting = 0;
        need(row, HAZARD_EMERGENCY_ADMISSION);
        const struct request bed = request_of(REQUEST_SERVE, SERVICE_EMERGENCY_INPATIENT);
        cr_assert_eq(bed.flags & REQUEST_STILL_ILL, 0);
        ill += (bed.flags & REQUEST_NOT_ILL) == 0;
    }
    cr_expect_float_eq((double)ill, 2500, 4 * 43.3, "%u", ill);
}
