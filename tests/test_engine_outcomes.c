/* What becomes of people over some months, against what happened to them. */
#include "world_small.h"

TestSuite(engine_outcomes, .init = world_small_init, .fini = world_small_free);

enum { DAYS = 90 };

static int64_t in_table(const int64_t *cells, size_t count)
{
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += cells[i];
    }
    return sum;
}

#define MONTH_SUM(member)                                                                                              \
    month_sum(offsetof(struct care_month, member), sizeof((struct care_month *)NULL)->member / sizeof(int64_t))

static int64_t month_sum(size_t offset, size_t count)
{
    int64_t sum = 0;

    for (size_t d = 0; d < world.area.locality_count; d++) {
        sum += in_table((const int64_t *)(const void *)((const char *)&world.districts[d].care + offset), count);
    }
    return sum;
}

/* What the people are about to hear from the providers. */
static int64_t outcomes_of(enum outcome_kind kind)
{
    const struct outcome *outcomes = (const void *)world.outcomes.items;
    int64_t count = 0;

    for (size_t i = 0; i < world.outcomes.first[world.outcomes.receivers]; i++) {
        count += outcomes[i].kind == kind;
    }
    return count;
}

static int64_t served_by(enum service service)
{
    const struct outcome *outcomes = (const void *)world.outcomes.items;
    int64_t count = 0;

    for (size_t i = 0; i < world.outcomes.first[world.outcomes.receivers]; i++) {
        count += outcomes[i].kind == OUTCOME_SERVED && outcomes[i].service == service;
    }
    return count;
}

static int64_t delayed_days_told(void)
{
    const struct outcome *outcomes = (const void *)world.outcomes.items;
    int64_t days = 0;

    for (size_t i = 0; i < world.outcomes.first[world.outcomes.receivers]; i++) {
        days += outcomes[i].kind == OUTCOME_DISCHARGED ? outcomes[i].waited : 0;
    }
    return days;
}

/* Of those who have a second bed only the bed counts, which some keep for no night at all. */
Test(engine_outcomes, discharges_are_those_of_the_providers)
{
    int64_t told = 0;

    for (int day = 0; day < DAYS; day++) {
        live_a_day();
        told += outcomes_of(OUTCOME_DISCHARGED);
    }
    live_a_day();
    cr_expect_gt(told, 100);
    cr_expect_leq(MONTH_SUM(discharges), told);
    cr_expect_geq(MONTH_SUM(discharges), told - told / 20);
}

Test(engine_outcomes, some_admissions_are_readmissions)
{
    for (int day = 0; day < DAYS; day++) {
        live_a_day();
    }
    cr_expect_gt(MONTH_SUM(readmissions), 0);
    cr_expect_lt(MONTH_SUM(readmissions), MONTH_SUM(emergency_admissions) / 2);
}

Test(engine_outcomes, delayed_days_by_cause_are_those_of_the_discharged)
{
    int64_t told = 0;

    small_run.care.discharge_support_share_high = 1; /* few need any otherwise */
    for (int day = 0; day < DAYS; day++) {
        live_a_day();
        told += delayed_days_told();
    }
    live_a_day();
    cr_expect_gt(told, 0);
    cr_expect_eq(MONTH_SUM(delayed_days), told);
    cr_expect_eq(MONTH_SUM(delayed_days[DELAY_INTERMEDIATE_CARE]) + MONTH_SUM(delayed_days[DELAY_OTHER_PROGRAMME]) +
                     MONTH_SUM(delayed_days[DELAY_OTHER_SERVICE]),
                 0, "nobody offers these");
}

/* By quintile and age band too. */
Test(engine_outcomes, deaths_by_place_are_the_deaths)
{
    for (int day = 0; day < DAYS; day++) {
        live_a_day();
    }
    cr_expect_gt(MONTH_SUM(deaths), 0);
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct district *district = &world.districts[d];
        for (unsigned cell = 0; cell < QUINTILE_COUNT * AGE_BANDS; cell++) {
            const uint32_t *dead = district->census.deaths[cell / AGE_BANDS][cell % AGE_BANDS];
            int64_t placed = 0;
            for (unsigned place = 0; place < DEATH_PLACES; place++) {
                placed += district->care.deaths[place][cell / AGE_BANDS][cell % AGE_BANDS];
            }
            cr_expect_eq(placed, dead[SEX_MALE] + dead[SEX_FEMALE]);
        }
    }
}

/* The mean over the people of a band is that of the norms over their ages and sexes; 6,000 people leave a standard
 * error of about 0.01 in bands of ten years. */
Test(engine_outcomes, quality_of_life_starts_at_the_norms)
{
    const struct utility *utility = &world.population.utility;
    const struct figures *figures = world.population.figures;

    for (unsigned from = 20; from < 80; from += 10) {
        double mean = 0, norm = 0;
        int count = 0;
        for (size_t d = 0; d < world.area.locality_count; d++) {
            const struct people *people = &world.districts[d].people;
            for (uint32_t row = 0; row < people->rows; row++) {
                const struct person *person = &people->person[row];
                const unsigned age = life_age(person->birth_day, world.today);
                if (age >= from && age < from + 10) {
                    mean += (double)utility_of(utility, person->exposures, age, person->sex) / UTILITY_UNIT;
                    norm += figures->utility[age][person->sex];
                    count++;
                }
            }
        }
        cr_expect_float_eq(mean / count, norm / count, 0.03, "%u: %f, not %f", from, mean / count, norm / count);
    }
}

Test(engine_outcomes, everybody_is_somewhere)
{
    cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct census *census = &world.districts[d].census;
        for (unsigned band = 0; band < AGE_BANDS; band++) {
            uint32_t persons = 0, placed = 0;
            for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
                persons += census->persons[quintile][band][SEX_MALE] + census->persons[quintile][band][SEX_FEMALE];
            }
            for (unsigned place = 0; place < PLACE_COUNT; place++) {
                placed += census->at_place[place][band];
            }
            cr_expect_eq(placed, persons);
        }
    }
}

Test(engine_outcomes, residents_are_in_their_care_home_or_in_hospital)
{
    int64_t residents = 0, in_home = 0, in_hospital = 0;

    cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct census *census = &world.districts[d].census;
        for (unsigned band = 0; band < AGE_BANDS; band++) {
            residents += census->in_care_home[band];
            in_home += census->at_place[PLACE_CARE_HOME][band];
            in_hospital += census->at_place[PLACE_HOSPITAL_EMERGENCY][band];
            in_hospital += census->at_place[PLACE_HOSPITAL_ELECTIVE][band];
        }
    }
    cr_expect_gt(in_home, 0);
    cr_expect_leq(in_home, residents);
    cr_expect_geq(in_home + in_hospital, residents);
}

static void give_room_in_care_homes(void)
{
    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        struct line *line = &world.care.supply.lines[l];
        line->capacity += line->service == SERVICE_CARE_HOME ? 100 : 0;
    }
}

/* About seven in a year of 6,000 people. */
Test(engine_outcomes, entries_to_care_homes_are_the_places_taken)
{
    int64_t told = 0;

    give_room_in_care_homes();
    for (int day = 0; day < 4 * DAYS; day++) {
        live_a_day();
        told += served_by(SERVICE_CARE_HOME);
    }
    live_a_day();
    cr_expect_gt(told, 0);
    cr_expect_eq(MONTH_SUM(care_home_entries), told);
}

Test(engine_outcomes, some_attendances_take_more_than_four_hours)
{
    const struct supply *supply = &world.care.supply;
    int64_t on_the_day = 0, in_time = 0;

    cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
    for (size_t l = 0; l < supply->line_count; l++) {
        const struct line *line = &supply->lines[l];
        on_the_day += line->service == SERVICE_ACCIDENT_EMERGENCY ? line->month.waits[0] : 0;
        in_time += line->month.within_four_hours;
    }
    cr_expect_gt(on_the_day, 0);
    cr_expect_lt(in_time, on_the_day * 1000000);
    cr_expect_gt(in_time, on_the_day * 900000);
}
