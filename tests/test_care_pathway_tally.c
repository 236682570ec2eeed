/* What becomes of people, as the month counts it. */
#include "pathway_small.h"

#include "care/pathway_parts.h"

static void tally_init(void)
{
    small_init();
    small.care_parameters.readmission_days = 28;
}

TestSuite(care_pathway_tally, .init = tally_init, .fini = small_free);

static int64_t in_table(int64_t table[QUINTILE_COUNT][AGE_BANDS])
{
    int64_t sum = 0;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        for (unsigned band = 0; band < AGE_BANDS; band++) {
            sum += table[quintile][band];
        }
    }
    return sum;
}

/* Discharges and readmissions */

/* Outcomes are heard on the day after. */
static uint32_t somebody_who_left(int age, int day, enum service service)
{
    const uint32_t row = somebody(age);

    come_to(june(day - 3));
    admitted(row, HOSPITAL, service, 3);
    come_to(june(day + 1));
    discharged(row, HOSPITAL, service, 3, 0);
    return row;
}

Test(care_pathway_tally, a_discharge_counts_at_the_age_and_quintile_of_the_patient)
{
    somebody_who_left(70, 5, SERVICE_EMERGENCY_INPATIENT);
    cr_expect_eq(small.month.discharges[QUINTILE][age_band(70)], 1);
    cr_expect_eq(in_table(small.month.discharges), 1);
}

Test(care_pathway_tally, a_planned_stay_ends_in_a_discharge_too)
{
    somebody_who_left(70, 5, SERVICE_ELECTIVE_INPATIENT);
    cr_expect_eq(in_table(small.month.discharges), 1);
}

Test(care_pathway_tally, whoever_is_at_home_keeps_the_day_of_the_last_discharge)
{
    const uint32_t row = somebody_who_left(70, 5, SERVICE_EMERGENCY_INPATIENT);

    cr_expect_eq(small.people.person[row].stay_from, june(5));
}

Test(care_pathway_tally, an_admission_on_the_28th_day_is_a_readmission)
{
    const uint32_t row = somebody_who_left(70, 2, SERVICE_ELECTIVE_INPATIENT);

    come_to(june(31));
    admitted(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    cr_expect_eq(small.month.readmissions[QUINTILE][age_band(70)], 1);
    cr_expect_eq(in_table(small.month.readmissions), 1);
}

Test(care_pathway_tally, an_admission_on_the_29th_day_is_none)
{
    const uint32_t row = somebody_who_left(70, 2, SERVICE_EMERGENCY_INPATIENT);

    come_to(june(32));
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    cr_expect_eq(in_table(small.month.readmissions), 0);
    cr_expect_eq(in_table(small.month.emergency_admissions), 2);
}

Test(care_pathway_tally, a_planned_admission_is_no_readmission)
{
    const uint32_t row = somebody_who_left(70, 2, SERVICE_EMERGENCY_INPATIENT);

    come_to(june(10));
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3);
    cr_expect_eq(in_table(small.month.readmissions), 0);
}

Test(care_pathway_tally, a_second_bed_is_neither_a_readmission_nor_a_discharge)
{
    const uint32_t row = somebody_who_left(70, 2, SERVICE_EMERGENCY_INPATIENT);

    come_to(june(10));
    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 9);
    come_to(june(12));
    admitted(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 0);
    discharged(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 0, 0);
    cr_expect_eq(in_table(small.month.readmissions), 0);
    cr_expect_eq(in_table(small.month.discharges), 1);
}

Test(care_pathway_tally, who_was_never_in_hospital_is_not_readmitted)
{
    const uint32_t row = somebody(70);

    come_to(10); /* of January 1970: less than 28 days after the day 0 */
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    cr_expect_eq(in_table(small.month.readmissions), 0);
}

Test(care_pathway_tally, a_death_in_a_bed_is_no_discharge)
{
    const uint32_t row = somebody(70);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_eq(in_table(small.month.discharges), 0);
}

/* Deaths by place */

static void expect_death(enum death_place place, unsigned age)
{
    cr_expect_eq(small.month.deaths[place][QUINTILE][age_band(age)], 1);
    for (unsigned other = 0; other < DEATH_PLACES; other++) {
        cr_expect_eq(in_table(small.month.deaths[other]), other == place);
    }
}

Test(care_pathway_tally, a_death_at_home)
{
    hear(somebody(60), NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOME, 60);
}

Test(care_pathway_tally, a_death_in_a_care_home)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    hear(row, NOTICE_DIED, 0, HERE);
    expect_death(DEATH_CARE_HOME, 80);
}

Test(care_pathway_tally, a_death_in_hospital)
{
    const uint32_t row = somebody(60);

    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3);
    hear(row, NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOSPITAL, 60);
}

Test(care_pathway_tally, a_resident_who_dies_in_hospital_dies_in_hospital)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    hear(row, NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOSPITAL, 80);
}

/* In days of a mean year they are 69. */
Test(care_pathway_tally, who_dies_on_a_birthday_is_as_old_as_the_census_says)
{
    const uint32_t row = somebody(70);

    come_to(calendar_day((struct date){2008, 1, 1}));
    cr_expect_eq(life_age(small.people.person[row].birth_day, small.life.today), 69);
    hear(row, NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOME, 70);
}

Test(care_pathway_tally, who_leaves_has_not_died)
{
    hear(somebody(60), NOTICE_LEFT, 0, HERE);
    cr_expect_eq(in_table(small.month.deaths[DEATH_HOME]), 0);
}

/* A member of a programme of that service, without a place at a site. */
static uint32_t somebody_in(enum service service, struct programme_parameters *programme)
{
    const uint32_t row = somebody(60);

    *programme = (struct programme_parameters){.name = "programme", .service = SERVICE_WORD_FIRST + (int32_t)service};
    small.population.programmes = (struct programmes){.items = programme, .count = 1};
    cr_assert_eq(people_join_programme(&small.people, (struct membership){.row = row, .site = SITE_NONE}), STATUS_OK);
    return row;
}

Test(care_pathway_tally, a_death_in_palliative_care)
{
    struct programme_parameters programme;

    hear(somebody_in(SERVICE_END_OF_LIFE_CARE, &programme), NOTICE_DIED, 0, HERE);
    expect_death(DEATH_PALLIATIVE, 60);
}

Test(care_pathway_tally, other_programmes_are_no_place_of_death)
{
    struct programme_parameters programme;

    hear(somebody_in(SERVICE_TELECARE, &programme), NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOME, 60);
}

Test(care_pathway_tally, palliative_care_ends_at_the_door_of_the_hospital)
{
    struct programme_parameters programme;
    const uint32_t row = somebody_in(SERVICE_END_OF_LIFE_CARE, &programme);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    hear(row, NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOSPITAL, 60);
}

/* Delayed days */

static uint32_t an_inpatient(void)
{
    const uint32_t row = somebody_with_need(NEED_CRITICAL);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    come_to(june(6));
    return row;
}

static void expect_release(enum delay_cause cause)
{
    cr_expect_eq(request_of(REQUEST_RELEASE, SERVICE_EMERGENCY_INPATIENT).flags, cause);
}

Test(care_pathway_tally, home_care_is_what_they_waited_for)
{
    const uint32_t row = an_inpatient();

    cr_assert_eq(people_set_site(&small.people, row, TIE_HOME_CARE, COMMUNITY), STATUS_OK);
    served(row, COMMUNITY, SERVICE_HOME_CARE, 7);
    expect_release(DELAY_HOME_CARE);
}

Test(care_pathway_tally, a_care_home_is_what_they_waited_for)
{
    served(an_inpatient(), RESIDENCE, SERVICE_CARE_HOME, 1);
    expect_release(DELAY_CARE_HOME);
}

Test(care_pathway_tally, support_that_is_no_longer_needed_is_nothing)
{
    const uint32_t row = an_inpatient();

    set_need(row, NEED_LOW);
    ready(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT);
    expect_release(DELAY_NOTHING_NEEDED);
}

static enum delay_cause cause_of(struct outcome outcome)
{
    struct pathway hearing = small.pathway;

    hearing.heard = &outcome;
    return pathway_delay_cause(&hearing);
}

Test(care_pathway_tally, each_service_is_a_cause)
{
    static const struct {
        struct outcome heard;
        enum delay_cause cause;
    } expected[] = {
        {{.service = SERVICE_HOME_CARE}, DELAY_HOME_CARE},
        {{.service = SERVICE_CARE_HOME}, DELAY_CARE_HOME},
        {{.service = SERVICE_INTERMEDIATE_CARE_BED, .programme = 1}, DELAY_INTERMEDIATE_CARE},
        {{.service = SERVICE_INTERMEDIATE_CARE_HOME, .programme = 1}, DELAY_INTERMEDIATE_CARE},
        {{.service = SERVICE_HOSPITAL_AT_HOME, .programme = 2}, DELAY_OTHER_PROGRAMME},
        {{.service = SERVICE_EQUIPMENT}, DELAY_EQUIPMENT},
        {{.service = SERVICE_THERAPY}, DELAY_ASSESSMENT},
        {{.service = SERVICE_RAPID_RESPONSE}, DELAY_OTHER_SERVICE},
        {{.service = SERVICE_EMERGENCY_INPATIENT, .kind = OUTCOME_READY}, DELAY_NOTHING_NEEDED},
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        cr_expect_eq(cause_of(expected[i].heard), expected[i].cause, "%zu", i);
    }
}

Test(care_pathway_tally, delayed_days_count_at_discharge_under_their_cause)
{
    const uint32_t row = an_inpatient();

    come_back(row, (struct outcome){.site = HOSPITAL,
                                    .service = SERVICE_EMERGENCY_INPATIENT,
                                    .kind = OUTCOME_DISCHARGED,
                                    .flags = DELAY_CARE_HOME,
                                    .waited = 4,
                                    .amount = 9});
    for (unsigned cause = 0; cause < DELAY_CAUSES; cause++) {
        cr_expect_eq(small.month.delayed_days[cause][age_band(80)], cause == DELAY_CARE_HOME ? 4 : 0);
    }
}

/* Waits */

Test(care_pathway_tally, waits_of_those_served_are_counted_by_deprivation_age_and_condition)
{
    const uint32_t row = somebody(70), well = somebody(30);

    small.people.person[row].exposures |= exposure_of_condition(3) | exposure_of_condition(5);
    for (unsigned days = 2; days <= 4; days += 2) {
        come_back(row, (struct outcome){
                           .site = PRACTICE, .service = SERVICE_GP, .kind = OUTCOME_SERVED, .waited = (uint16_t)days});
    }
    come_back(well, (struct outcome){.site = PRACTICE, .service = SERVICE_GP, .kind = OUTCOME_SERVED, .waited = 1});
    const struct served_by *times = &small.tally.served, *days = &small.tally.waited_days;
    cr_expect_eq(small.month.served[SERVICE_GP][QUINTILE], 3);
    cr_expect_eq(small.month.waited_days[SERVICE_GP][QUINTILE], 2 + 4 + 1);
    cr_expect_eq(times->age[SERVICE_GP][age_band(70)], 2);
    cr_expect_eq(days->age[SERVICE_GP][age_band(30)], 1);
    cr_expect_eq(times->condition[SERVICE_GP][3], 2);
    cr_expect_eq(days->condition[SERVICE_GP][5], 6);
    cr_expect_eq(days->condition[SERVICE_GP][4], 0);
    cr_expect_eq(small.month.waited_days[SERVICE_OUT_OF_HOURS][QUINTILE], 0);
}

/* Care homes */

Test(care_pathway_tally, an_entry_from_home)
{
    served(somebody_with_need(NEED_CRITICAL), RESIDENCE, SERVICE_CARE_HOME, 1);
    cr_expect_eq(small.month.care_home_entries[QUINTILE][age_band(80)], 1);
    cr_expect_eq(in_table(small.month.care_home_entries), 1);
}

Test(care_pathway_tally, an_entry_from_hospital)
{
    served(an_inpatient(), RESIDENCE, SERVICE_CARE_HOME, 1);
    cr_expect_eq(in_table(small.month.care_home_entries), 1);
}

/* By long-term condition */

enum { FIRST = 3, LAST = CONDITION_LIMIT - 1, ANOTHER = 9 };

static void give(uint32_t row, unsigned condition)
{
    small.people.person[row].exposures |= exposure_of_condition(condition);
}

/* Somebody with two conditions. */
static uint32_t somebody_ill(int age)
{
    const uint32_t row = somebody(age);

    give(row, FIRST);
    give(row, LAST);
    return row;
}

static int64_t under_condition(enum condition_outcome outcome, unsigned condition)
{
    int64_t sum = 0;

    for (unsigned band = 0; band < AGE_BANDS; band++) {
        sum += small.tally.by_condition[outcome][condition][band];
    }
    return sum;
}

static int64_t under_conditions(enum condition_outcome outcome)
{
    int64_t sum = 0;

    for (unsigned condition = 0; condition < CONDITION_LIMIT; condition++) {
        sum += under_condition(outcome, condition);
    }
    return sum;
}

/* Under both conditions of somebody_ill, at that age, and under no other. */
static void expect_under_both(enum condition_outcome outcome, unsigned age, int64_t amount)
{
    cr_expect_eq(small.tally.by_condition[outcome][FIRST][age_band(age)], amount);
    cr_expect_eq(small.tally.by_condition[outcome][LAST][age_band(age)], amount);
    cr_expect_eq(under_conditions(outcome), 2 * amount);
}

static void delayed(uint32_t row, uint16_t days, uint16_t waited)
{
    discharged(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, days, waited);
}

Test(care_pathway_tally, a_death_counts_under_each_condition)
{
    hear(somebody_ill(60), NOTICE_DIED, 0, HERE);
    expect_under_both(BY_CONDITION_DEATHS, 60, 1);
}

Test(care_pathway_tally, a_death_counts_at_the_same_age_by_place_and_by_condition)
{
    const uint32_t row = somebody_ill(70);

    come_to(calendar_day((struct date){2008, 1, 1}));
    hear(row, NOTICE_DIED, 0, HERE);
    expect_death(DEATH_HOME, 70);
    expect_under_both(BY_CONDITION_DEATHS, 70, 1);
}

Test(care_pathway_tally, an_emergency_admission_counts_under_each_condition)
{
    const uint32_t row = somebody_ill(60);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    expect_under_both(BY_CONDITION_EMERGENCY_ADMISSIONS, 60, 1);
    cr_expect_eq(under_conditions(BY_CONDITION_READMISSIONS), 0);
}

Test(care_pathway_tally, a_planned_stay_counts_under_no_condition)
{
    const uint32_t row = somebody_ill(60);

    admitted(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3);
    discharged(row, HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3, 0);
    cr_expect_eq(under_conditions(BY_CONDITION_EMERGENCY_ADMISSIONS), 0);
    cr_expect_eq(under_conditions(BY_CONDITION_EMERGENCY_BED_DAYS), 0);
}

Test(care_pathway_tally, bed_days_and_delayed_days_count_under_each_condition_at_discharge)
{
    const uint32_t row = somebody_ill(60);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    cr_expect_eq(under_conditions(BY_CONDITION_EMERGENCY_BED_DAYS), 0);
    delayed(row, 9, 4);
    expect_under_both(BY_CONDITION_EMERGENCY_BED_DAYS, 60, 9);
    expect_under_both(BY_CONDITION_DELAYED_DAYS, 60, 4);
}

Test(care_pathway_tally, bed_days_of_who_dies_in_bed_count_under_each_condition)
{
    const uint32_t row = somebody_ill(60);

    come_to(june(3));
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    come_to(june(7));
    hear(row, NOTICE_DIED, 0, HERE);
    cr_expect_gt(in_table(small.month.emergency_bed_days), 0);
    expect_under_both(BY_CONDITION_EMERGENCY_BED_DAYS, 60, in_table(small.month.emergency_bed_days));
    cr_expect_eq(under_conditions(BY_CONDITION_DELAYED_DAYS), 0);
}

Test(care_pathway_tally, a_readmission_counts_under_each_condition)
{
    const uint32_t row = somebody_who_left(60, 2, SERVICE_ELECTIVE_INPATIENT);

    give(row, FIRST);
    give(row, LAST);
    come_to(june(31));
    admitted(row, FAR_HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    expect_under_both(BY_CONDITION_READMISSIONS, 60, 1);
}

Test(care_pathway_tally, an_admission_after_28_days_is_no_readmission_under_any_condition)
{
    const uint32_t row = somebody_who_left(60, 2, SERVICE_ELECTIVE_INPATIENT);

    give(row, FIRST);
    come_to(june(32));
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    cr_expect_eq(under_conditions(BY_CONDITION_READMISSIONS), 0);
}

Test(care_pathway_tally, an_entry_to_a_care_home_counts_under_each_condition)
{
    const uint32_t row = somebody_ill(80);

    set_need(row, NEED_CRITICAL);
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    expect_under_both(BY_CONDITION_CARE_HOME_ENTRIES, 80, 1);
}

Test(care_pathway_tally, the_conditions_are_those_of_the_moment)
{
    const uint32_t row = somebody(60);

    give(row, FIRST);
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 9);
    give(row, ANOTHER);
    delayed(row, 9, 4);
    cr_expect_eq(under_condition(BY_CONDITION_EMERGENCY_ADMISSIONS, ANOTHER), 0);
    cr_expect_eq(under_condition(BY_CONDITION_EMERGENCY_BED_DAYS, ANOTHER), 9);
    cr_expect_eq(under_condition(BY_CONDITION_EMERGENCY_BED_DAYS, FIRST), 9);
}

/* Everything that is counted: a stay with delay, a readmission, an entry to a care home, death there. */
static void go_through_everything(uint32_t row)
{
    set_need(row, NEED_CRITICAL);
    come_to(june(2));
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 5);
    come_to(june(9));
    delayed(row, 6, 1);
    come_to(june(12));
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 2);
    come_to(june(15));
    delayed(row, 3, 1);
    served(row, RESIDENCE, SERVICE_CARE_HOME, 1);
    hear(row, NOTICE_DIED, 0, HERE);
}

/* In all tables by deprivation, or cause, at an age. */
static void totals_at(unsigned band, int64_t totals[CONDITION_OUTCOMES])
{
    memset(totals, 0, CONDITION_OUTCOMES * sizeof *totals);
    for (unsigned place = 0; place < DEATH_PLACES; place++) {
        totals[BY_CONDITION_DEATHS] += small.month.deaths[place][QUINTILE][band];
    }
    for (unsigned cause = 0; cause < DELAY_CAUSES; cause++) {
        totals[BY_CONDITION_DELAYED_DAYS] += small.month.delayed_days[cause][band];
    }
    totals[BY_CONDITION_EMERGENCY_ADMISSIONS] = small.month.emergency_admissions[QUINTILE][band];
    totals[BY_CONDITION_EMERGENCY_BED_DAYS] = small.month.emergency_bed_days[QUINTILE][band];
    totals[BY_CONDITION_READMISSIONS] = small.month.readmissions[QUINTILE][band];
    totals[BY_CONDITION_CARE_HOME_ENTRIES] = small.month.care_home_entries[QUINTILE][band];
}

Test(care_pathway_tally, where_everybody_has_one_condition_those_sum_to_the_totals)
{
    for (unsigned condition = 0; condition < CONDITION_LIMIT; condition++) {
        const uint32_t row = somebody(50 + (int)condition);

        give(row, condition);
        go_through_everything(row);
    }
    for (unsigned band = 0; band < AGE_BANDS; band++) {
        int64_t totals[CONDITION_OUTCOMES];

        totals_at(band, totals);
        for (unsigned outcome = 0; outcome < CONDITION_OUTCOMES; outcome++) {
            int64_t sum = 0;
            for (unsigned condition = 0; condition < CONDITION_LIMIT; condition++) {
                sum += small.tally.by_condition[outcome][condition][band];
            }
            cr_expect_eq(sum, totals[outcome], "outcome %u, band %u", outcome, band);
        }
    }
    cr_expect_eq(under_conditions(BY_CONDITION_READMISSIONS), CONDITION_LIMIT);
    cr_expect_eq(under_conditions(BY_CONDITION_DELAYED_DAYS), 2 * CONDITION_LIMIT);
}

Test(care_pathway_tally, who_has_no_condition_counts_under_none)
{
    go_through_everything(somebody(60));
    for (unsigned outcome = 0; outcome < CONDITION_OUTCOMES; outcome++) {
        cr_expect_eq(under_conditions((enum condition_outcome)outcome), 0, "outcome %u", outcome);
    }
    cr_expect_eq(in_table(small.month.readmissions), 1);
}

/* Travel: the hospital is 1 km from here, the far one 19 km */

static int64_t travelled(enum service service)
{
    return small.month.travel[service][QUINTILE];
}

Test(care_pathway_tally, the_way_to_a_site_counts_once_for_each_one_served)
{
    served(somebody(30), FAR_PRACTICE, SERVICE_GP, 0);
    served(somebody(30), FAR_PRACTICE, SERVICE_GP, 0);
    cr_expect_eq(travelled(SERVICE_GP), 2 * 200);
    cr_expect_eq(travelled(SERVICE_OUTPATIENT_FIRST), 0);
}

Test(care_pathway_tally, an_admission_is_a_journey)
{
    admitted(somebody(30), FAR_HOSPITAL, SERVICE_ELECTIVE_INPATIENT, 3);
    cr_expect_eq(travelled(SERVICE_ELECTIVE_INPATIENT), 190);
}

Test(care_pathway_tally, a_visit_at_home_is_none)
{
    served(somebody(30), FAR_COMMUNITY, SERVICE_DISTRICT_NURSING, 1);
    served(somebody(30), FAR_COMMUNITY, SERVICE_AMBULANCE, 1);
    cr_expect_eq(travelled(SERVICE_DISTRICT_NURSING) + travelled(SERVICE_AMBULANCE), 0);
}

Test(care_pathway_tally, whoever_is_in_hospital_does_not_travel)
{
    served(an_inpatient(), FAR_HOSPITAL, SERVICE_OUTPATIENT_FIRST, 1);
    cr_expect_eq(travelled(SERVICE_OUTPATIENT_FIRST), 0);
}

Test(care_pathway_tally, an_attendance_that_ends_in_a_bed_here_is_one_journey)
{
    const uint32_t row = somebody(30);

    come_back(row, (struct outcome){.site = HOSPITAL,
                                    .service = SERVICE_ACCIDENT_EMERGENCY,
                                    .kind = OUTCOME_SERVED,
                                    .flags = REQUEST_TO_ADMIT,
                                    .amount = 3});
    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, 3);
    cr_expect_eq(travelled(SERVICE_ACCIDENT_EMERGENCY), 0);
    cr_expect_eq(travelled(SERVICE_EMERGENCY_INPATIENT), 10);
}

Test(care_pathway_tally, a_refusal_is_no_journey)
{
    refused(somebody(30), FAR_PRACTICE, SERVICE_GP);
    cr_expect_eq(travelled(SERVICE_GP), 0);
}
