#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "people/life.h"
#include "people/synthesis.h"
#include "people_figures.h"

enum { PEOPLE = 20000, NEIGHBOURHOODS = 10 };

static struct population population;
static struct neighbourhood neighbourhoods[NEIGHBOURHOODS];
static struct locality locality = {.name = "here", .neighbourhood_count = NEIGHBOURHOODS, .people = PEOPLE, .key = 7};
static struct economy economy = {.name = "economy", .locality_count = 1};
static struct area area = {&economy, &locality, neighbourhoods, 1, 1, NEIGHBOURHOODS, NULL};
static struct people people;
static struct census census;
static struct notices notices;
static struct movers movers;
static struct life life;
static day_t first_day;

static void set_up(void)
{
    const struct random_key key = random_key_make(3, 0);

    first_day = calendar_day((struct date){2008, 7, 1});
    for (unsigned n = 0; n < NEIGHBOURHOODS; n++) {
        neighbourhoods[n] =
            (struct neighbourhood){.quintile = (uint8_t)(n % QUINTILE_COUNT), .people = PEOPLE / NEIGHBOURHOODS};
    }
    cr_assert_eq(population_init(&population, &test_population, &test_needs), STATUS_OK, "%s", status_message());
    cr_assert_eq(people_init(&people, 0, PEOPLE), STATUS_OK);
    cr_assert_eq(synthesis_fill(&people, &population, &area, key, first_day), STATUS_OK);
    life = (struct life){&people, &population, &area, key, first_day, &census, &notices, &movers};
    life_refresh_all(&people, &population, first_day);
    census_begin(&census, &people);
}

static void tear_down(void)
{
    people_free(&people);
    population_free(&population);
    memory_free((void **)&notices.items);
    memory_free((void **)&movers.items);
}

TestSuite(people_life, .init = set_up, .fini = tear_down);

static void live(unsigned days, unsigned needs[LANE_COUNT])
{
    for (unsigned day = 0; day < days; day++) {
        cr_assert_eq(life_day(&life), STATUS_OK);
        for (size_t n = 0; n < notices.count; n++) {
            needs[notices.items[n].hazard] += notices.items[n].kind == NOTICE_NEED;
        }
        life_settle(&life);
        notices.count = 0;
        life.today++;
    }
}

static unsigned count_with(exposures_t has)
{
    unsigned count = 0;

    for (uint32_t row = 0; row < people.rows; row++) {
        count += people_holds(&people, row) && (people.person[row].exposures & has) == has;
    }
    return count;
}

Test(people_life, a_population_has_the_people_asked_for)
{
    cr_assert_eq(people.living, PEOPLE);
}

Test(people_life, nobody_appears_or_vanishes)
{
    unsigned needs[LANE_COUNT] = {0};

    live(62, needs);
    census_take(&census, &people, population.counted_conditions, &population.utility, &population.caring,
                life.today - 1);
    cr_assert_eq(census_check(&census, &people, life.today - 1), STATUS_OK, "%s", status_message());
    cr_assert_gt(census.births, 0);
    cr_assert_gt(census.arrivals, 0);
    cr_assert_gt(census.departures, 0);
}

/* Twenty thousand people for a year: each count lies within four standard deviations of a Poisson variable with the
 * published mean; a false alarm once in sixteen thousand runs for each of the four. */
static void assert_about(unsigned count, double mean, const char *what)
{
    cr_assert_float_eq(count, mean, 4 * sqrt(mean) + 0.02 * mean, "%s", what);
}

static double expected(double (*rate)(unsigned age, unsigned sex, unsigned quintile))
{
    double people_in_all = 0, events = 0;

    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            for (unsigned q = 0; q < QUINTILE_COUNT; q++) {
                people_in_all += population.figures->persons[age][sex][q];
                events += population.figures->persons[age][sex][q] * rate(age, sex, q);
            }
        }
    }
    return events / people_in_all * PEOPLE;
}

/* Nobody is in hospital here: deaths that fall there do not happen, nor emergencies that a stay brings on. */
static double death_rate(unsigned age, unsigned sex, unsigned quintile)
{
    const double in_hospital = age < 65   ? test_needs.hospital_deaths_under_65
                               : age < 85 ? test_needs.hospital_deaths_65_84
                                          : test_needs.hospital_deaths_85_over;

    return (1 - in_hospital) * population.figures->mortality[age][sex][quintile];
}

static double birth_rate(unsigned age, unsigned sex, unsigned quintile)
{
    (void)quintile;
    return sex == SEX_FEMALE ? population.figures->fertility[age] : 0;
}

static double emergency_rate(unsigned age, unsigned sex, unsigned quintile)
{
    (void)quintile;
    return (1 - (age < 65 ? test_needs.brought_on_under_65 : test_needs.brought_on_65_over)) *
           population.figures->use[USE_EMERGENCY_ADMISSION][age][sex];
}

static double consultation_rate(unsigned age, unsigned sex, unsigned quintile)
{
    (void)quintile;
    return population.figures->use[USE_GP][age][sex];
}

Test(people_life, a_year_has_the_numbers_of_events_of_its_rates)
{
    unsigned needs[LANE_COUNT] = {0}, deaths = 0;

    live(365, needs);
    for (const uint32_t *count = &census.deaths[0][0][0];
         count < &census.deaths[0][0][0] + sizeof census.deaths / sizeof *count; count++) {
        deaths += *count;
    }
    assert_about(deaths, expected(death_rate), "deaths");
    assert_about((unsigned)census.births, expected(birth_rate), "births");
    assert_about(needs[HAZARD_EMERGENCY_ADMISSION], expected(emergency_rate), "emergency admissions");
    assert_about(needs[HAZARD_GP], expected(consultation_rate), "consultations");
}

Test(people_life, health_does_not_drift_in_a_year)
{
    const exposures_t hypertension =
        exposure_of_condition((unsigned)figures_condition(population.figures, "hypertension"));
    const exposures_t frailty = exposure_of_trait(TRAIT_FRAILTY_MILD);
    const double hypertension_share = (double)count_with(hypertension) / (double)people.living;
    const double frailty_share = (double)count_with(frailty) / (double)people.living;
    unsigned needs[LANE_COUNT] = {0};

    live(365, needs);
    cr_assert_float_eq(count_with(hypertension) / (double)people.living / hypertension_share, 1, 0.04);
    cr_assert_float_eq(count_with(frailty) / (double)people.living / frailty_share, 1, 0.06);
}

Test(people_life, ties_between_people_are_mutual)
{
    unsigned needs[LANE_COUNT] = {0};

    live(200, needs);
    for (uint32_t row = 0; row < people.rows; row++) {
        if (people_holds(&people, row)) {
            const bool tied = people_has(&people, row, TRAIT_HAS_CARER) || people_has(&people, row, TRAIT_IS_CARER);
            cr_assert_eq(tied, ties_find(&people.ties, row, TIE_CARER) != TIE_NONE);
            cr_assert_eq(people_has(&people, row, TRAIT_LIVING_ALONE),
                         people.person[row].household_next == row && !people_has(&people, row, TRAIT_CARE_HOME));
            if (tied) {
                cr_assert_eq(people_carer_link(&people, people_carer_link(&people, row)), row);
            }
        }
    }
}

Test(people_life, exposures_agree_with_each_other)
{
    unsigned needs[LANE_COUNT] = {0};

    live(200, needs);
    for (uint32_t row = 0; row < people.rows; row++) {
        if (people_holds(&people, row)) {
            const exposures_t exposures = people.person[row].exposures;
            cr_assert_eq(exposure_derive(exposures), exposures);
        }
    }
}

Test(people_life, the_same_key_gives_the_same_life)
{
    unsigned once[LANE_COUNT] = {0}, again[LANE_COUNT] = {0};

    live(60, once);
    tear_down();
    memset(&notices, 0, sizeof notices);
    memset(&movers, 0, sizeof movers);
    memset(&census, 0, sizeof census);
    set_up();
    live(60, again);
    cr_assert_arr_eq(once, again, sizeof once);
}

static bool share_a_household(uint32_t row, uint32_t other)
{
    uint32_t member = row;

    do {
        member = people.person[member].household_next;
    } while (member != row && member != other);
    return member == other;
}

/* People with a carer of another household. */
static unsigned cared_for_from_outside(void)
{
    unsigned count = 0;

    for (uint32_t row = 0; row < people.rows; row++) {
        count += people_holds(&people, row) && people_has(&people, row, TRAIT_HAS_CARER) &&
                 !share_a_household(row, people_carer_link(&people, row));
    }
    return count;
}

/* Nobody has a carer yet, and no carer will leave home and so become one from outside. */
static void begin_without_carers(struct household_parameters *households)
{
    households->leaving_home_last_age = 0;
    population.households = households;
    for (uint32_t row = 0; row < people.rows; row++) {
        people_unlink_carer(&people, row);
        people.person[row].exposures = exposure_derive(people.person[row].exposures);
    }
    life_refresh_all(&people, &population, life.today);
}

Test(people_life, carers_from_outside_are_as_old_as_the_parameters_say)
{
    struct household_parameters households = test_population.households;
    unsigned needs[LANE_COUNT] = {0};

    households.outside_carer_youngest_age = 80;
    begin_without_carers(&households);
    live(200, needs);
    cr_assert_gt(cared_for_from_outside(), 0);
    for (uint32_t row = 0; row < people.rows; row++) {
        if (people_has(&people, row, TRAIT_HAS_CARER) && !share_a_household(row, people_carer_link(&people, row))) {
            cr_assert_geq(life_age(people.person[people_carer_link(&people, row)].birth_day, life.today), 80);
        }
    }
}

Test(people_life, nobody_comes_from_outside_when_nobody_is_asked)
{
    struct household_parameters households = test_population.households;
    unsigned needs[LANE_COUNT] = {0};

    households.outside_carers_asked = 0;
    begin_without_carers(&households);
    live(60, needs);
    cr_assert_eq(cared_for_from_outside(), 0);
    cr_assert_gt(count_with(exposure_of_trait(TRAIT_HAS_CARER)), 0);
}

Test(people_life, whoever_finds_no_neighbourhood_moves_within_their_own)
{
    struct life_parameters parameters = test_population.life;
    static uint64_t ids[2 * PEOPLE];
    static uint16_t homes[2 * PEOPLE];
    const uint32_t rows = (uint32_t)people.rows;
    unsigned moved = 0;

    parameters.neighbourhoods_tried = 0;
    population.life = &parameters;
    for (uint32_t row = 0; row < rows; row++) {
        ids[row] = people.id[row];
        homes[row] = people.person[row].neighbourhood;
    }
    for (unsigned day = 0; day < 60; day++) {
        cr_assert_eq(life_day(&life), STATUS_OK);
        for (size_t n = 0; n < notices.count; n++) {
            moved += notices.items[n].kind == NOTICE_MOVED;
        }
        life_settle(&life);
        notices.count = 0;
        life.today++;
    }
    cr_assert_gt(moved, 0);
    for (uint32_t row = 0; row < rows; row++) {
        cr_assert(people.id[row] != ids[row] || people.person[row].neighbourhood == homes[row], "row %u", row);
    }
}
