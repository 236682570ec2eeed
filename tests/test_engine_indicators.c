/* Indicators of a month of the small scenario, against what the districts and the lines of the world say. */
#include "engine/indicators.h"

#include "market/exact.h"
#include "world_small.h"

static struct indicator_table table;
static struct indicators indicators;

static void init(void)
{
    world_small_init();
    for (int month = 0; month < 4; month++) {
        cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
        if (month < 3) {
            cr_assert_eq(world_begin_month(&world), STATUS_OK);
        }
    }
    cr_assert_eq(indicators_count(&world, &table), STATUS_OK);
    indicators = indicators_of(&table);
}

static void fini(void)
{
    indicator_table_free(&table);
    world_small_free();
}

static double value(enum indicator indicator, size_t whose)
{
    const struct indicator_cell *cell = &indicators.cells[indicator][whose];

    return (double)cell->numerator_micro / (double)cell->denominator / (double)EXACT_MICRO;
}

static int64_t total(size_t offset)
{
    int64_t sum = 0;

    for (size_t l = 0; l < world.area.locality_count; l++) {
        const int64_t *cells = (const void *)((const char *)&world.districts[l].care + offset);
        for (size_t i = 0; i < QUINTILE_COUNT * AGE_BANDS; i++) {
            sum += cells[i];
        }
    }
    return sum;
}

static size_t hospital(void)
{
    for (size_t i = 0; i < world.care.supply.line_count; i++) {
        if (world.care.supply.lines[i].service == SERVICE_EMERGENCY_INPATIENT) {
            return world.care.supply.lines[i].provider;
        }
    }
    cr_assert_fail("no hospital");
    return 0;
}

Test(engine_indicators, rates_are_of_a_thousand_people_and_a_year, .init = init, .fini = fini)
{
    const double people = (double)world_people(&world);
    const int64_t admissions = total(offsetof(struct care_month, emergency_admissions));

    cr_assert_eq(world.area.economy_count, 1);
    cr_assert_gt(admissions, 10);
    cr_expect_float_eq(value(INDICATOR_EMERGENCY_ADMISSIONS, 0), (double)admissions * 12000 / people, 1e-9);
    cr_expect_float_eq(value(INDICATOR_ATTENDANCES, 0),
                       (double)total(offsetof(struct care_month, attendances)) * 12000 / people, 1e-9);
    cr_expect_float_eq(value(INDICATOR_EMERGENCY_BED_DAYS, 0),
                       (double)total(offsetof(struct care_month, emergency_bed_days)) * 12000 / people, 1e-9);
}

Test(engine_indicators, of_older_people_are_of_people_of_65_and_over, .init = init, .fini = fini)
{
    int64_t older = 0, unmet = 0;

    for (size_t l = 0; l < world.area.locality_count; l++) {
        const struct people *people = &world.districts[l].people;
        for (uint32_t row = 0; row < people->rows; row++) {
            older += people_holds(people, row) && life_age(people->person[row].birth_day, world.today - 1) >= 65;
        }
        for (unsigned band = 14; band < AGE_BANDS; band++) {
            unmet += world.districts[l].census.unmet_need[band];
        }
    }
    cr_assert_gt(unmet, 0);
    cr_expect_eq(indicators.cells[INDICATOR_UNMET_NEED][0].denominator, older);
    cr_expect_float_eq(value(INDICATOR_UNMET_NEED, 0), 1000 * (double)unmet / (double)older, 1e-9);
}

Test(engine_indicators, of_a_provider_are_shares_of_what_it_did, .init = init, .fini = fini)
{
    const struct supply *supply = &world.care.supply;
    const size_t trust = hospital();
    int64_t served = 0, bed_days = 0, delayed = 0;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        if (line->provider == trust) {
            served += line->service == SERVICE_ACCIDENT_EMERGENCY ? line->month.served : 0;
            bed_days += line->month.bed_days;
            delayed += line->month.delayed_days;
        }
    }
    cr_assert_gt(bed_days, 0);
    cr_expect_eq(indicators.cells[INDICATOR_FOUR_HOURS][trust].denominator, served);
    cr_expect(value(INDICATOR_FOUR_HOURS, trust) > 0.8 && value(INDICATOR_FOUR_HOURS, trust) <= 1);
    cr_expect_float_eq(value(INDICATOR_DELAYED_DAYS, trust), (double)delayed / (double)bed_days, 1e-9);
    cr_expect(value(INDICATOR_EIGHTEEN_WEEKS, trust) > 0.5 && value(INDICATOR_EIGHTEEN_WEEKS, trust) <= 1);
    cr_expect_eq(indicators.cells[INDICATOR_READMISSIONS][trust].numerator_micro,
                 total(offsetof(struct care_month, readmissions)) * EXACT_MICRO, "there is one trust");
}

Test(engine_indicators, of_care_and_its_end_are_shares, .init = init, .fini = fini)
{
    const int64_t deaths = indicators.cells[INDICATOR_DEATHS_OUTSIDE_HOSPITAL][0].denominator;
    const int64_t contacts = total(offsetof(struct care_month, contacts));
    const int64_t problems = total(offsetof(struct care_month, with_problem));

    cr_expect_gt(deaths, 0);
    cr_expect(value(INDICATOR_DEATHS_OUTSIDE_HOSPITAL, 0) >= 0 && value(INDICATOR_DEATHS_OUTSIDE_HOSPITAL, 0) <= 1);
    cr_expect_float_eq(value(INDICATOR_CONTACTS_WITHOUT_PROBLEM, 0), 1 - (double)problems / (double)contacts, 1e-9);
    cr_expect_gt(indicators.cells[INDICATOR_TREATED_WITHIN_18_WEEKS][0].denominator, 0);
    cr_expect(value(INDICATOR_TREATED_WITHIN_18_WEEKS, 0) <= 1);
}
