#include "people/census.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/random.h"

static const exposures_t all_counted = 0xff; /* conditions 0 to 7; 8 is a stage of one of them */

static const struct utility no_utility;
static struct people people;
static struct census census;

static const struct caring no_hours;

static void set_up(void)
{
    cr_assert_eq(people_init(&people, 0, 0), STATUS_OK);
}

static void tear_down(void)
{
    people_free(&people);
}

TestSuite(census, .init = set_up, .fini = tear_down);

static uint32_t add(const char *birth, enum sex sex, exposures_t exposures)
{
    uint32_t row = PERSON_NONE;
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_assert_eq(calendar_parse(birth, &people.person[row].birth_day), STATUS_OK);
    people.person[row].sex = (uint8_t)sex;
    people.person[row].exposures = exposures;
    return row;
}

static exposures_t bands(unsigned quintile, enum frailty_band frailty, enum need_band need)
{
    exposures_t exposures = exposure_set_band(0, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, quintile);
    exposures = exposure_set_band(exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, frailty);
    return exposure_set_band(exposures, TRAIT_NEED_NONE, NEED_BANDS, need);
}

static day_t day(const char *iso)
{
    day_t result = 0;
    cr_assert_eq(calendar_parse(iso, &result), STATUS_OK);
    return result;
}

Test(census, bands_of_age_have_names)
{
    cr_expect_str_eq(age_band_name(0), "0");
    cr_expect_str_eq(age_band_name(1), "1-4");
    cr_expect_str_eq(age_band_name(age_band(5)), "5-9");
    cr_expect_str_eq(age_band_name(age_band(64)), "60-64");
    cr_expect_str_eq(age_band_name(age_band(89)), "85-89");
    cr_expect_str_eq(age_band_name(age_band(104)), "90+");
    cr_expect_null(age_band_name(AGE_BANDS));
}

Test(census, counts_people_where_they_belong)
{
    const exposures_t ill = exposure_of_condition(1) | exposure_of_condition(7) | exposure_of_trait(TRAIT_CARE_HOME) |
                            exposure_of_trait(TRAIT_OBESITY);
    const exposures_t staged = exposure_of_condition(1) | exposure_of_condition(8) |
                               exposure_of_trait(TRAIT_HAS_CARER) | exposure_of_trait(TRAIT_HOME_CARE) |
                               exposure_of_trait(TRAIT_UNMET_NEED) | exposure_of_trait(TRAIT_SMOKING_CURRENT);
    add("1918-06-01", SEX_FEMALE, ill | bands(0, FRAILTY_SEVERE, NEED_CRITICAL));
    add("1948-06-01", SEX_MALE, staged | bands(4, FRAILTY_MILD, NEED_LOW));
    uint32_t gone = add("1948-06-01", SEX_MALE, ill | bands(4, FRAILTY_MILD, NEED_LOW));
    people_remove(&people, gone);
    census_take(&census, &people, all_counted, &no_utility, &no_hours, day("2008-06-30"));

    const unsigned oldest = AGE_BANDS - 1;
    const unsigned sixty = age_band(60);
    cr_expect_eq(census.persons[0][oldest][SEX_FEMALE], 1);
    cr_expect_eq(census.persons[4][sixty][SEX_MALE], 1);
    cr_expect_eq(census.with_condition[1][oldest][SEX_FEMALE], 1);
    cr_expect_eq(census.with_condition[7][oldest][SEX_FEMALE], 1);
    cr_expect_eq(census.with_condition[8][sixty][SEX_MALE], 1);
    cr_expect_eq(census.with_condition[7][sixty][SEX_MALE], 0, "a free row holds nobody");
    cr_expect_eq(census.multimorbid[0][oldest], 1);
    cr_expect_eq(census.multimorbid[4][sixty], 0, "a condition and its stage are one");
    cr_expect_eq(census.any_condition[sixty], 1);
    cr_expect_eq(census.frailty[FRAILTY_SEVERE][oldest], 1);
    cr_expect_eq(census.frailty[FRAILTY_MILD][sixty], 1);
    cr_expect_eq(census.need[NEED_CRITICAL][oldest], 1);
    cr_expect_eq(census.need[NEED_LOW][sixty], 1);
    cr_expect_eq(census.in_care_home[oldest], 1);
    cr_expect_eq(census.in_care_home[sixty], 0);
    cr_expect_eq(census.with_carer[sixty], 1);
    cr_expect_eq(census.home_care[sixty], 1);
    cr_expect_eq(census.home_care_self_paid[sixty], 0);
    cr_expect_eq(census.unmet_need[sixty], 1);
    cr_expect_eq(census.unmet_need_by_deprivation[4][sixty], 1);
    cr_expect_eq(census.unmet_need_by_deprivation[0][sixty], 0);
    cr_expect_eq(census.unmet_need_by_condition[8][sixty], 1);
    cr_expect_eq(census.unmet_need_by_condition[7][sixty], 0);
    cr_expect_eq(census.at_place_by_deprivation[PLACE_HOME][4][sixty], 1);
    cr_expect_eq(census.smoking[sixty], 1);
    cr_expect_eq(census.obese[oldest], 1);
}

/* Bands by the quick way against completed years by the calendar, around birthdays and on 29 February. */
Test(census, bands_agree_with_completed_years)
{
    static const char *const days[] = {"2008-02-29", "2008-03-01", "2009-02-28",
                                       "2009-03-01", "2010-12-31", "2011-01-01"};
    struct random random = random_at(random_key_make(2, 0), RANDOM_PURPOSE_PARAMETER, 0, 0, 0);
    for (size_t d = 0; d < sizeof days / sizeof days[0]; d++) {
        uint32_t expected[AGE_BANDS] = {0};
        const day_t today = day(days[d]);
        people_free(&people);
        set_up();
        for (int age = 0; age <= 125; age++) {
            for (int shift = -2; shift <= 2; shift++) {
                uint32_t row = PERSON_NONE;
                cr_assert_eq(people_add(&people, &row), STATUS_OK);
                day_t birth = calendar_add_months(today, -12 * age) + shift;
                people.person[row].birth_day = birth > today ? today : birth;
                people.person[row].sex = (uint8_t)random_below(&random, 2);
                expected[age_band((unsigned)calendar_age_years(people.person[row].birth_day, today))]++;
            }
        }
        census_take(&census, &people, 0, &no_utility, &no_hours, today);
        for (unsigned band = 0; band < AGE_BANDS; band++) {
            cr_expect_eq(census.persons[0][band][SEX_MALE] + census.persons[0][band][SEX_FEMALE], expected[band],
                         "%s, band %s", days[d], age_band_name(band));
        }
    }
}

Test(census, taking_it_again_does_not_count_twice)
{
    add("2008-01-15", SEX_FEMALE, 0);
    census.births = 1;
    census.deaths[2][3][1] = 4;
    census_take(&census, &people, 0, &no_utility, &no_hours, day("2008-01-31"));
    census_take(&census, &people, 0, &no_utility, &no_hours, day("2008-01-31"));
    cr_expect_eq(census.persons[0][0][SEX_FEMALE], 1);
    cr_expect_eq(census.births, 1, "what happened in the month stays");
    cr_expect_eq(census.deaths[2][3][1], 4);
}

Test(census, check_finds_who_appeared_or_vanished)
{
    people.locality = 7;
    for (int i = 0; i < 10; i++) {
        add("1970-01-01", SEX_MALE, 0);
    }
    census_begin(&census, &people);
    cr_expect_eq(census.opening, 10);
    cr_expect_eq(census_check(&census, &people, day("2008-05-31")), STATUS_OK);
    census.births = 3;
    census.arrivals = 2;
    census.departures = 1;
    census.moved_in = 5;
    census.moved_out = 4;
    census.deaths[0][1][0] = 2;
    census.deaths[4][19][1] = 3;
    cr_expect_eq(census_check(&census, &people, day("2008-05-31")), STATUS_OK);
    people_remove(&people, 4);
    cr_expect_eq(census_check(&census, &people, day("2008-05-31")), STATUS_INVARIANT);
    cr_expect_str_eq(
        status_message(),
        "month of 2008-05, locality 7: 9 people are there, but opening 10 + births 3 + arrivals 2 - deaths 5 "
        "- departures 1 + moved in 5 - moved out 4 = 10");
}

Test(census, check_compares_the_count_with_the_living)
{
    people.locality = 7;
    add("1970-01-01", SEX_MALE, 0);
    add("1970-01-01", SEX_MALE, 0);
    census_begin(&census, &people);
    census_take(&census, &people, 0, &no_utility, &no_hours, day("2008-05-31"));
    cr_expect_eq(census_check(&census, &people, day("2008-05-31")), STATUS_OK);
    people.living = 1;
    census.opening = 1;
    cr_expect_eq(census_check(&census, &people, day("2008-05-31")), STATUS_INVARIANT);
    cr_expect_str_eq(status_message(), "month of 2008-05, locality 7: the census found 2 people where 1 live");
}

Test(census, a_new_month_starts_from_nothing)
{
    static const struct census zero;

    add("1970-01-01", SEX_MALE, exposure_of_condition(1));
    census_take(&census, &people, all_counted, &no_utility, &no_hours, day("2008-05-31"));
    census.births = 4;
    census_begin(&census, &people);
    cr_expect_eq(census.opening, 1);
    census.opening = 0;
    cr_expect_eq(memcmp(&census, &zero, sizeof census), 0);
}

Test(census, utility_is_summed_by_quintile_and_age)
{
    static struct utility utility;

    utility.base[59][SEX_MALE] = 8000;
    utility.base[60][SEX_MALE] = 7900;
    utility.base[60][SEX_FEMALE] = 7700;
    utility.base[AGE_COUNT - 1][SEX_MALE] = 5000;
    utility.loss[0][1 << 1] = 600;
    utility.scale[60][SEX_FEMALE] = UTILITY_SCALE;
    add("1948-06-01", SEX_MALE, bands(4, FRAILTY_FIT, NEED_NONE));
    add("1948-06-01", SEX_FEMALE, exposure_of_condition(1) | bands(4, FRAILTY_FIT, NEED_NONE));
    add("1948-07-01", SEX_MALE, bands(2, FRAILTY_FIT, NEED_NONE));
    add("1890-01-01", SEX_MALE, bands(0, FRAILTY_FIT, NEED_NONE));
    census_take(&census, &people, all_counted, &utility, &no_hours, day("2008-06-30"));
    cr_expect_eq(census.utility[4][age_band(60)], 7900 + 7700 - 600);
    cr_expect_eq(census.utility[2][age_band(59)], 8000);
    cr_expect_eq(census.utility[0][AGE_BANDS - 1], 5000, "at 118 as at the last age");
}

Test(census, utility_is_summed_under_each_condition)
{
    static struct utility utility;
    const exposures_t both = exposure_of_condition(1) | exposure_of_condition(CONDITION_LIMIT - 1);
    const unsigned sixty = age_band(60);
    int64_t sum = 0;

    utility.base[60][SEX_MALE] = 7900;
    utility.loss[0][1 << 1] = 600;
    utility.scale[60][SEX_MALE] = UTILITY_SCALE;
    add("1948-06-01", SEX_MALE, both | bands(4, FRAILTY_FIT, NEED_NONE));
    add("1948-06-01", SEX_MALE, exposure_of_condition(1) | bands(2, FRAILTY_FIT, NEED_NONE));
    add("1948-06-01", SEX_MALE, bands(2, FRAILTY_FIT, NEED_NONE));
    census_take(&census, &people, all_counted, &utility, &no_hours, day("2008-06-30"));
    cr_expect_eq(census.utility_by_condition[1][sixty], 2 * 7300);
    cr_expect_eq(census.utility_by_condition[CONDITION_LIMIT - 1][sixty], 7300);
    for (unsigned i = 0; i < CONDITION_LIMIT * AGE_BANDS; i++) {
        sum += census.utility_by_condition[i / AGE_BANDS][i % AGE_BANDS];
    }
    cr_expect_eq(sum, 3 * 7300, "under no other condition, at no other age");
}

Test(census, utility_by_condition_sums_to_all_where_everybody_has_one)
{
    static struct utility utility;
    int64_t by_condition = 0, by_quintile = 0;

    utility.base[60][SEX_MALE] = 7900;
    for (unsigned condition = 0; condition < CONDITION_LIMIT; condition++) {
        add("1948-06-01", SEX_MALE,
            exposure_of_condition(condition) | bands(condition % QUINTILE_COUNT, FRAILTY_FIT, NEED_NONE));
    }
    census_take(&census, &people, all_counted, &utility, &no_hours, day("2008-06-30"));
    for (unsigned condition = 0; condition < CONDITION_LIMIT; condition++) {
        by_condition += census.utility_by_condition[condition][age_band(60)];
    }
    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        by_quintile += census.utility[quintile][age_band(60)];
    }
    cr_expect_eq(by_condition, by_quintile);
    cr_expect_eq(by_condition, CONDITION_LIMIT * INT64_C(7900));
}

Test(census, people_are_counted_where_they_are)
{
    for (unsigned place = 0; place < PLACE_COUNT; place++) {
        for (unsigned i = 0; i <= place; i++) {
            const uint32_t row = add("1948-06-01", SEX_MALE, bands(4, FRAILTY_FIT, NEED_NONE));
            people.person[row].place = (uint8_t)place;
        }
    }
    census_take(&census, &people, all_counted, &no_utility, &no_hours, day("2008-06-30"));
    for (unsigned place = 0; place < PLACE_COUNT; place++) {
        cr_expect_eq(census.at_place[place][age_band(60)], place + 1);
    }
}

static void look_after(unsigned quintile, enum need_band need, exposures_t support)
{
    const uint32_t carer = add("1948-06-01", SEX_FEMALE, bands(quintile, FRAILTY_FIT, NEED_NONE));
    const uint32_t other = add("1928-06-01", SEX_MALE, bands(0, FRAILTY_FIT, need) | support);

    cr_assert_eq(people_link_carer(&people, other, carer), STATUS_OK);
}

/* From 20 hours for moderate need to 60 for critical need. */
static const struct caring some_hours = {.median = {{0, 5, 20, 55, 60}}, .strained_hours = 50, .breakdown_ratio = 2};

Test(census, carers_are_counted_by_what_they_give_in_their_own_quintile)
{
    const unsigned sixty = age_band(60);

    look_after(1, NEED_SUBSTANTIAL, 0);
    look_after(3, NEED_CRITICAL, 0);
    look_after(3, NEED_CRITICAL, 0);
    look_after(2, NEED_CRITICAL, exposure_of_trait(TRAIT_HOME_CARE));
    look_after(4, NEED_MODERATE, 0);
    look_after(4, NEED_LOW, 0);
    add("1928-06-01", SEX_MALE, bands(0, FRAILTY_FIT, NEED_CRITICAL)); /* nobody looks after him */
    census_take(&census, &people, all_counted, &no_utility, &some_hours, day("2008-06-30"));
    const uint32_t strained[QUINTILE_COUNT] = {0, 1, 0, 2, 0};
    const int64_t hours[QUINTILE_COUNT] = {0, 55, 60, 120, 25};
    cr_expect_arr_eq(census.carers_strained, strained, sizeof strained);
    cr_expect_arr_eq(census.carer_hours, hours, sizeof hours);
    cr_expect_eq(census.carers[0][4][sixty], 1);
    cr_expect_eq(census.carers[1][4][sixty], 1);
    cr_expect_eq(census.carers[2][1][sixty], 1);
    cr_expect_eq(census.carers[2][2][sixty], 1, "home care relieves, the hours are given");
    cr_expect_eq(census.carers[2][3][sixty], 2);
}
