/* Programmes: how long members are in one, what they do there, and what it does for them on the pathways. */
#include "pathway_models.h"

TestSuite(care_pathway_programme, .init = models_init, .fini = models_free);

static void add_effect(unsigned programme, const char *name, double ratio)
{
    models.effects[programme][models.programmes[programme].effects.count++] =
        (struct effect_parameters){.name = name, .on = "", .ratio = ratio, .who = ""};
}

static void add_use(unsigned programme, const char *service, double per_week)
{
    models.uses[programme][models.programmes[programme].uses.count++] =
        (struct programme_use_parameters){.name = service, .per_week = per_week};
}

static void spend_day(void)
{
    cr_assert_eq(pathway_programmes_day(&small.pathway), STATUS_OK, "%s", status_message());
}

/* How long */

static int32_t days_of(uint32_t row)
{
    return membership_of(row, MATRON)->until - small.life.today;
}

Test(care_pathway_programme, members_stay_for_its_days)
{
    programme_by_fork()->days = 42;
    models_build();
    cr_assert_eq(days_of(offered()), 42);
}

Test(care_pathway_programme, a_part_of_a_day_is_a_day)
{
    programme_by_fork()->days = 2.25;
    models_build();
    cr_assert_eq(days_of(offered()), 3);
}

Test(care_pathway_programme, those_who_overrun_stay_longer)
{
    programme_by_fork()->days = 42;
    models.programmes[MATRON].overrun_share = 1;
    models.programmes[MATRON].overrun_days = 14;
    models_build();
    cr_assert_eq(days_of(offered()), 56);
}

Test(care_pathway_programme, the_share_overruns)
{
    unsigned longer = 0;

    programme_by_fork()->days = 42;
    models.programmes[MATRON].overrun_share = 0.3;
    models.programmes[MATRON].overrun_days = 14;
    models_build();
    for (unsigned person = 0; person < DRAWS; person++) {
        longer += days_of(offered()) == 56;
    }
    cr_assert_float_eq((double)longer, 0.3 * DRAWS, four_deviations(0.3));
}

/* Whole days above exponential ones of mean 10: 1 / (1 - e^-0.1) = 10.51, with a standard deviation of 10.0. */
Test(care_pathway_programme, days_may_be_spread)
{
    double days = 0;

    programme_by_fork()->days = 10;
    models.programmes[MATRON].days_spread = DAYS_SPREAD_EXPONENTIAL;
    models_build();
    for (unsigned person = 0; person < DRAWS; person++) {
        days += days_of(offered());
    }
    cr_assert_float_eq(days / DRAWS, 1 / (1 - exp(-0.1)), 4 * 10 / sqrt(DRAWS));
}

/* Draws a stay of some nights for somebody of 80, who waits for nothing then. */
static uint16_t a_stay_of_somebody(uint32_t row)
{
    uint16_t days = 0;

    for (unsigned day = 0; day < 100 && days < 5; day++) {
        come_to(small.life.today + 1);
        small.people.person[row].waiting = 0;
        need(row, HAZARD_EMERGENCY_ADMISSION);
        days = the_request().amount;
    }
    small.outbox.count = 0;
    small.people.person[row].waiting = 0;
    return days;
}

Test(care_pathway_programme, days_may_stand_for_those_of_the_stay)
{
    const uint32_t row = somebody(80);
    const uint16_t stay = a_stay_of_somebody(row);

    programme_by_fork()->days = 42;
    models.forks[0].days_per_stay_day = 1.5;
    models_build();
    need(row, HAZARD_EMERGENCY_ADMISSION);
    cr_expect_geq(stay, 5);
    cr_expect_eq(days_of(row), ceil(1.5 * stay));
}

Test(care_pathway_programme, a_request_for_a_place_says_how_long)
{
    const uint32_t row = somebody(80);
    const uint16_t stay = a_stay_of_somebody(row);

    programme_with_places();
    models.forks[0].days_per_stay_day = 2;
    models_build();
    need(row, HAZARD_EMERGENCY_ADMISSION);
    cr_expect_eq(the_request().amount, 2 * stay);
    answer(the_request(), OUTCOME_SERVED);
    cr_expect_eq(days_of(row), 2 * stay);
}

/* Days of members */

Test(care_pathway_programme, members_spend_as_many_days_as_they_stay)
{
    programme_with_places()->days = 3;
    models_build();
    const uint32_t row = offered();
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    for (unsigned day = 0; day < 10; day++) {
        spend_day();
        come_to(small.life.today + 1);
    }
    cr_expect_not(is_member(row, MATRON));
    cr_expect_eq(small.month.programmes[MATRON].days, 3);
    cr_expect_eq(small.month.programmes[MATRON].ended, 1);
    cr_expect_eq(counted(COMMUNITY, SERVICE_CASE_MANAGEMENT, MEASURE_BED_DAYS), 3);
}

Test(care_pathway_programme, the_place_is_given_back_at_the_end)
{
    programme_with_places()->days = 1;
    models_build();
    const uint32_t row = offered();
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    come_to(small.life.today + 1);
    spend_day();
    const struct request request = the_request();
    cr_expect_eq(request.kind, REQUEST_RELEASE);
    cr_expect_eq(request.service, SERVICE_CASE_MANAGEMENT);
    cr_expect_eq(request.site, COMMUNITY);
    cr_expect_eq(request.row, row);
    cr_expect_eq(request.amount, 1);
}

Test(care_pathway_programme, all_leave_on_their_day)
{
    programme_by_fork()->days = 5;
    models_build();
    for (unsigned person = 0; person < 20; person++) {
        offered();
    }
    come_to(small.life.today + 4);
    spend_day();
    cr_expect_eq(small.people.memberships.list.count, 20);
    come_to(small.life.today + 1);
    spend_day();
    cr_expect_eq(small.people.memberships.list.count, 0);
}

Test(care_pathway_programme, who_is_gone_spends_no_day)
{
    programme_by_fork();
    models_build();
    const uint32_t row = offered();
    small.people.threshold[row] = 0;
    spend_day();
    cr_assert_eq(small.month.programmes[MATRON].days, 0);
}

Test(care_pathway_programme, contacts_may_be_on_every_day)
{
    programme_by_fork();
    add_use(MATRON, "district_nursing", 7);
    models_build();
    const uint32_t row = offered();
    spend_day();
    cr_expect_eq(the_request().service, SERVICE_DISTRICT_NURSING);
    cr_expect_eq(the_request().site, COMMUNITY);
    cr_expect_eq(the_request().row, row);
    cr_expect_eq(the_request().amount, 1);
}

/* Of so many days of a new member, those with as many contacts. */
static unsigned days_with(size_t contacts)
{
    unsigned days = 0;

    models_build();
    const uint32_t row = offered();
    for (unsigned day = 0; day < DRAWS; day++) {
        come_to(small.life.today + 1);
        small.people.person[row].waiting = 0;
        spend_day();
        days += small.outbox.count == contacts;
    }
    return days;
}

Test(care_pathway_programme, contacts_may_be_rare)
{
    programme_by_fork();
    add_use(MATRON, "district_nursing", 2.1);
    cr_assert_float_eq((double)days_with(1), 0.3 * DRAWS, four_deviations(0.3));
}

/* With a chance of three tenths each, both on one day of eleven. */
Test(care_pathway_programme, contacts_with_two_services_fall_as_they_may)
{
    programme_by_fork();
    add_use(MATRON, "district_nursing", 2.1);
    add_use(MATRON, "therapy", 2.1);
    cr_assert_float_eq((double)days_with(2), 0.09 * DRAWS, four_deviations(0.09));
}

/* The end, and what comes after it */

static void fork_at_end(void)
{
    struct fork_parameters *fork = add_fork("after", MOMENT_ENDED);

    fork->of = "matron";
    fork->service = to(SERVICE_THERAPY);
}

Test(care_pathway_programme, its_end_may_lead_on)
{
    programme_by_fork()->days = 1;
    fork_at_end();
    models_build();
    offered();
    come_to(small.life.today + 1);
    spend_day();
    cr_expect_eq(the_request().service, SERVICE_THERAPY);
    cr_expect_eq(the_request().origin, 2);
}

Test(care_pathway_programme, its_end_has_a_second_choice)
{
    programme_by_fork()->days = 1;
    fork_at_end();
    struct fork_parameters *second = add_fork("second", MOMENT_ENDED);
    second->of = "matron";
    second->service = to(SERVICE_TELEPHONE_ADVICE);
    models_build();
    offered();
    come_to(small.life.today + 1);
    spend_day();
    answer_tomorrow(the_request(), OUTCOME_REFUSED);
    cr_expect_eq(the_request().service, SERVICE_TELEPHONE_ADVICE);
    cr_expect_eq(the_request().origin, 3);
}

Test(care_pathway_programme, its_end_may_lead_into_the_next)
{
    programme_by_fork()->days = 1;
    add_programme("ward");
    add_fork("after", MOMENT_ENDED)->programme = WARD;
    models_build();
    const uint32_t row = offered();
    come_to(small.life.today + 1);
    spend_day();
    cr_expect_not(is_member(row, MATRON));
    cr_expect(is_member(row, WARD));
    cr_expect_eq(small.month.programmes[WARD].days, 1);
}

static uint32_t member_of_both(void)
{
    programme_with_places();
    add_programme("ward")->service = to(SERVICE_HOSPITAL_AT_HOME);
    fork_at_end();
    models_build();
    const uint32_t row = somebody(80);
    join(row, MATRON, COMMUNITY);
    join(row, WARD, COMMUNITY);
    return row;
}

Test(care_pathway_programme, whoever_goes_gives_all_places_back)
{
    static const enum notice_kind kinds[] = {NOTICE_DIED, NOTICE_LEFT, NOTICE_MOVED_AWAY};
    const uint32_t row = member_of_both();

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        small.outbox.count = 0;
        if (k > 0) {
            join(row, MATRON, COMMUNITY);
            join(row, WARD, COMMUNITY);
        }
        hear(row, kinds[k], 0, HERE);
        cr_expect_eq(small.people.memberships.list.count, 0);
        cr_expect_eq(small.outbox.count, 2);
        cr_expect_eq(request_of(REQUEST_RELEASE, SERVICE_CASE_MANAGEMENT).site, COMMUNITY);
        cr_expect_eq(request_of(REQUEST_RELEASE, SERVICE_HOSPITAL_AT_HOME).site, COMMUNITY);
        cr_expect_eq(small.month.programmes[MATRON].ended, (int64_t)k + 1);
    }
}

Test(care_pathway_programme, who_dies_waiting_for_a_place_waits_no_longer)
{
    programme_with_places();
    models_build();
    const uint32_t row = offered();
    small.outbox.count = 0;
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(the_request().kind, REQUEST_WITHDRAW);
    cr_expect_eq(the_request().service, SERVICE_CASE_MANAGEMENT);
}

Test(care_pathway_programme, who_moves_within_the_locality_stays_a_member)
{
    const uint32_t row = member_of_both();

    hear(row, NOTICE_MOVED, 0, HERE);
    cr_expect_eq(small.outbox.count, 0);
    cr_expect(is_member(row, MATRON) && is_member(row, WARD));
}

Test(care_pathway_programme, what_serves_members_is_counted_for_each_of_their_programmes)
{
    const uint32_t row = member_of_both(), other = somebody(80);
    const int64_t *matron = small.month.programmes[MATRON].served, *ward = small.month.programmes[WARD].served;

    served(row, PRACTICE, SERVICE_GP, 0);
    served(row, PRACTICE, SERVICE_GP, 0);
    served(other, PRACTICE, SERVICE_GP, 0);
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, STAY_DAYS);
    cr_expect_eq(matron[SERVICE_GP], 2);
    cr_expect_eq(ward[SERVICE_GP], 2);
    cr_expect_eq(matron[SERVICE_EMERGENCY_INPATIENT], 1);
    cr_expect_eq(matron[SERVICE_ACCIDENT_EMERGENCY], 0);
}

/* Once a month */

Test(care_pathway_programme, whom_it_takes_no_longer_leaves_at_the_review)
{
    const uint32_t row = member_of_both();

    models.programmes[MATRON].review = true;
    models.programmes[MATRON].accepted_share = 1;
    cr_assert_eq(eligibility_bind(&small.care.forks.eligible[MATRON], "copd", &small.figures,
                                  &small.care_parameters.programmes, "eligible"),
                 STATUS_OK);
    begin_month();
    cr_expect_not(is_member(row, MATRON));
    cr_expect(is_member(row, WARD));
    cr_expect_eq(the_request().kind, REQUEST_RELEASE);
    cr_expect_eq(the_request().service, SERVICE_CASE_MANAGEMENT);
    cr_expect_eq(small.month.programmes[MATRON].ended, 1);
}

Test(care_pathway_programme, without_a_review_they_stay)
{
    programme_by_fork()->eligible = "copd";
    models_build();
    const uint32_t row = somebody(80);
    join(row, MATRON, SITE_NONE);
    begin_month();
    cr_assert(is_member(row, MATRON));
}

Test(care_pathway_programme, whom_it_takes_still_stays_at_the_review)
{
    programme_by_fork()->eligible = "copd";
    models.programmes[MATRON].review = true;
    models_build();
    for (unsigned person = 0; person < 10; person++) {
        const uint32_t row = somebody(80);
        small.people.person[row].exposures |= person % 3 == 0 ? exposure_of_condition(COPD) : 0;
        join(row, MATRON, SITE_NONE);
    }
    begin_month();
    cr_expect_eq(small.people.memberships.list.count, 4);
    for (uint32_t row = 0; row < 10; row++) {
        cr_expect_eq(is_member(row, MATRON), row % 3 == 0);
    }
}

/* What it does for its members */

/* The mean of so many stays that somebody would have. */
static double mean_stay(uint32_t row)
{
    uint64_t days = 0;

    for (unsigned draw = 0; draw < DRAWS; draw++) {
        come_to(small.life.today + 1);
        small.people.person[row].waiting = 0;
        need(row, HAZARD_EMERGENCY_ADMISSION);
        days += the_request().amount;
    }
    return (double)days / DRAWS;
}

/* Whole days from one on, of mean 10 and with a standard deviation of 9.5; of members, of mean 5 and with one of 4.5.
 */
Test(care_pathway_programme, members_stay_shorter)
{
    programme_by_fork();
    models.forks[0].share = 0;
    add_effect(MATRON, "stay_days", 0.5);
    models_build();
    const uint32_t row = somebody(80);
    cr_expect_float_eq(mean_stay(row), STAY_DAYS, 4 * 9.5 / sqrt(DRAWS));
    join(row, MATRON, SITE_NONE);
    cr_expect_float_eq(mean_stay(row), STAY_DAYS / 2, 4 * 4.5 / sqrt(DRAWS));
}

Test(care_pathway_programme, members_need_fewer_hours)
{
    programme_by_fork();
    add_effect(MATRON, "package_hours", 0.5);
    models_build();
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL);
    join(row, MATRON, SITE_NONE);
    need(row, HAZARD_HOME_CARE);
    cr_assert_eq(the_request().amount, SUBSTANTIAL_HOURS / 2);
}

Test(care_pathway_programme, members_need_no_support_to_leave_a_bed)
{
    small.care_parameters.discharge_support_share_high = 1;
    programme_by_fork();
    models.forks[0].share = 0;
    add_effect(MATRON, "discharge_support", 0);
    models_build();
    const uint32_t row = somebody_with_need(NEED_SUBSTANTIAL), member = somebody_with_need(NEED_SUBSTANTIAL);
    join(member, MATRON, SITE_NONE);
    need(row, HAZARD_EMERGENCY_ADMISSION);
    need(member, HAZARD_EMERGENCY_ADMISSION);
    cr_expect_eq(small.outbox.items[0].flags, REQUEST_SUPPORT);
    cr_expect_eq(small.outbox.items[1].flags, 0);
}

Test(care_pathway_programme, members_go_home_rather_than_to_a_care_home)
{
    small.care_parameters.discharge_care_home_share = 1;
    programme_by_fork();
    add_effect(MATRON, "discharge_care_home", 0);
    models_build();
    const uint32_t row = inpatient(NEED_SUBSTANTIAL), member = inpatient(NEED_SUBSTANTIAL);
    join(member, MATRON, SITE_NONE);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    ready(member, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_CARE_HOME).row, row);
    cr_expect_eq(request_of(REQUEST_SERVE, SERVICE_HOME_CARE).row, member);
}

Test(care_pathway_programme, members_come_to_a_fork_more_often)
{
    struct fork_parameters *fork = add_fork_of_admission("crisis");

    fork->service = to(SERVICE_RAPID_RESPONSE);
    fork->share = 0.1;
    add_programme("matron");
    add_effect(MATRON, "crisis", 10);
    models_build();
    for (unsigned person = 0; person < 20; person++) {
        const uint32_t row = somebody(80);
        join(row, MATRON, SITE_NONE);
        need(row, HAZARD_EMERGENCY_ADMISSION);
    }
    cr_assert_eq(small.month.forks[0].taken, 20);
}

Test(care_pathway_programme, hazards_change_while_they_are_members)
{
    programme_by_fork()->days = 1;
    add_effect(MATRON, "gp", 0.5);
    models_build();
    small_nights(100); /* beside consultations, the end of the illness is near */
    const uint32_t row = offered();
    cr_expect_float_eq(small.people.threshold[row] / 4294967296.0, 0.005 + 0.01, 1e-8);
    come_to(small.life.today + 1);
    spend_day();
    cr_expect_float_eq(small.people.threshold[row] / 4294967296.0, 0.01 + 0.01, 1e-8);
}

/* At the end of a stay */

static void programme_at_ready(enum service service)
{
    add_programme("ward")->service = service == SERVICE_COUNT ? SERVICE_WORD_NONE : to(service);
    add_fork("to_ward", MOMENT_READY)->programme = 0;
    models_build();
}

Test(care_pathway_programme, a_programme_without_places_frees_the_bed_at_once)
{
    programme_at_ready(SERVICE_COUNT);
    const uint32_t row = inpatient(NEED_MODERATE);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect(is_member(row, 0));
    cr_expect(bed_is_freed());
}

Test(care_pathway_programme, a_programme_with_places_frees_the_bed_when_the_place_is_there)
{
    programme_at_ready(SERVICE_HOSPITAL_AT_HOME);
    const uint32_t row = inpatient(NEED_MODERATE);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(the_request().service, SERVICE_HOSPITAL_AT_HOME);
    answer_tomorrow(the_request(), OUTCOME_SERVED);
    cr_expect(is_member(row, 0));
    cr_expect(bed_is_freed());
}

Test(care_pathway_programme, who_declines_it_waits_for_the_usual_support)
{
    programme_at_ready(SERVICE_HOSPITAL_AT_HOME);
    models.programmes[0].accepted_share = 0;
    ready(inpatient(NEED_MODERATE), HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    cr_assert_eq(the_request().service, SERVICE_HOME_CARE);
}
