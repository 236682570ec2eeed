/* Programmes and forks in a whole world. */
#include "engine/world.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/scenario.h"

#define SMALL "extends: small.yaml\n"
#define FEWER                                                                                                          \
    "population: {size: 6000, life: {reference_particles: 100}}\n"                                                     \
    "area: {people_per_locality: 2000}\n"

/* Case managers and a ward at home, a crisis team, and ways to all of them. */
#define MODELS                                                                                                         \
    "care:\n"                                                                                                          \
    "  provider_kinds:\n"                                                                                              \
    "    models_of_care:\n"                                                                                            \
    "      label: Models of care\n"                                                                                    \
    "      sector: public\n"                                                                                           \
    "      placement: centre\n"                                                                                        \
    "      catchment: true\n"                                                                                          \
    "      people_per_provider: 400000\n"                                                                              \
    "      quality: 0.5\n"                                                                                             \
    "      beds_per_1000: 0\n"                                                                                         \
    "      fixed_cost_pounds_per_person: 0\n"                                                                          \
    "      services:\n"                                                                                                \
    "        case_management: {capacity_per_1000: 10}\n"                                                               \
    "        hospital_at_home: {capacity_per_1000: 1}\n"                                                               \
    "        rapid_response: {capacity_per_1000: 0.1}\n"                                                               \
    "        therapy: {capacity_per_1000: 1}\n"                                                                        \
    "  programmes:\n"                                                                                                  \
    "    matron:\n"                                                                                                    \
    "      eligible: age >= 65 and (emergency_admissions >= 1 or frailty >= moderate)\n"                               \
    "      service: case_management\n"                                                                                 \
    "      accepted_share: 0.8\n"                                                                                      \
    "      register_share_per_month: 0.2\n"                                                                            \
    "      days: 60\n"                                                                                                 \
    "      days_spread: exponential\n"                                                                                 \
    "      review: true\n"                                                                                             \
    "      effects:\n"                                                                                                 \
    "        emergency_admission: {ratio: 0.8, who: frailty >= moderate}\n"                                            \
    "        stay_days: {ratio: 0.9}\n"                                                                                \
    "      uses:\n"                                                                                                    \
    "        district_nursing: {per_week: 1}\n"                                                                        \
    "    ward:\n"                                                                                                      \
    "      service: hospital_at_home\n"                                                                                \
    "      days: 10\n"                                                                                                 \
    "      overrun_share: 0.2\n"                                                                                       \
    "      overrun_days: 5\n"                                                                                          \
    "  forks:\n"                                                                                                       \
    "    crisis: {moment: need, of: emergency_admission, who: age >= 65, share: 0.3, service: rapid_response,\n"       \
    "             suffices_share: 0.7}\n"                                                                              \
    "    step_up: {moment: need, of: emergency_admission, share: 0.2, rank: 1, programme: ward,\n"                     \
    "              days_per_stay_day: 1}\n"                                                                            \
    "    step_down: {moment: ready, share: 0.5, programme: ward}\n"                                                    \
    "    after_ward: {moment: ended, of: ward, share: 0.5, service: therapy}\n"                                        \
    "    found: {moment: discharged, of: emergency_inpatient, programme: matron}\n"

static struct scenario scenario;
static struct run_parameters run;
static struct world world;

/* The course of some months. */
struct course {
    int64_t deaths, admissions, bed_days, attendances;
    int64_t started[PROGRAMME_LIMIT], ended[PROGRAMME_LIMIT];
};

static void begin(const char *text)
{
    const struct scenario_settings settings = {.path = CATCHMENT_SOURCE "/configs/small/models.yaml", .text = text};

    cr_assert_eq(scenario_load(&scenario, &run_section, &run, &settings), STATUS_OK, "%s", status_message());
    cr_assert_eq(world_init(&world, &run, 0), STATUS_OK, "%s", status_message());
}

static void end(void)
{
    world_free(&world);
    scenario_free(&scenario);
}

static int64_t sum(const int64_t table[QUINTILE_COUNT][AGE_BANDS])
{
    int64_t all = 0;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        for (unsigned band = 0; band < AGE_BANDS; band++) {
            all += table[quintile][band];
        }
    }
    return all;
}

static int64_t deaths_of(const struct census *census)
{
    int64_t all = 0;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        for (unsigned band = 0; band < AGE_BANDS; band++) {
            all += census->deaths[quintile][band][SEX_MALE] + (int64_t)census->deaths[quintile][band][SEX_FEMALE];
        }
    }
    return all;
}

static void add_month(struct course *self)
{
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct district *district = &world.districts[d];
        self->deaths += deaths_of(&district->census);
        self->admissions += sum(district->care.emergency_admissions);
        self->bed_days += sum(district->care.emergency_bed_days);
        self->attendances += sum(district->care.attendances);
        for (size_t p = 0; p < world.population.programmes.count; p++) {
            self->started[p] += district->care.programmes[p].started;
            self->ended[p] += district->care.programmes[p].ended;
        }
    }
}

/* Months after the first begin where the one before has ended. */
static struct course live(unsigned months)
{
    struct course course = {0};

    for (unsigned month = 0; month < months; month++) {
        if (month > 0) {
            cr_assert_eq(world_begin_month(&world), STATUS_OK, "%s", status_message());
        }
        cr_assert_eq(world_month(&world), STATUS_OK, "%s", status_message());
        add_month(&course);
    }
    return course;
}

static struct course course_of(const char *text, unsigned months, uint64_t *hash)
{
    begin(text);
    const struct course course = live(months);
    cr_assert_eq(world_hash(&world, hash), STATUS_OK);
    end();
    return course;
}

static int64_t members_of(unsigned programme)
{
    int64_t members = 0;

    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct memberships *memberships = &world.districts[d].people.memberships;
        for (uint32_t at = 0; at < memberships->list.count; at++) {
            members += memberships->items[at].programme == programme;
        }
    }
    return members;
}

/* Members of programmes whose place is at that line, and those to whom one was granted on the last day. */
static int64_t places_of_people(const struct line *line)
{
    const struct programme_parameters *programmes = run.care.programmes.items;
    int64_t places = 0;

    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct memberships *memberships = &world.districts[d].people.memberships;
        const struct outcome *outcomes = exchange_items(&world.outcomes, d);
        for (uint32_t at = 0; at < memberships->list.count; at++) {
            const struct membership *member = &memberships->items[at];
            places += member->site == line->site &&
                      programmes[member->programme].service == SERVICE_WORD_FIRST + (int32_t)line->service;
        }
        for (size_t i = 0; i < exchange_count(&world.outcomes, d); i++) {
            places += outcomes[i].kind == OUTCOME_SERVED && outcomes[i].site == line->site &&
                      outcomes[i].service == line->service && outcomes[i].programme != 0;
        }
    }
    return places;
}

Test(engine_programmes, places_that_are_held_are_those_of_members)
{
    int64_t held = 0;

    begin(SMALL FEWER MODELS);
    live(5);
    for (size_t l = 0; l < world.care.supply.line_count; l++) {
        const struct line *line = &world.care.supply.lines[l];
        if (line->service == SERVICE_CASE_MANAGEMENT || line->service == SERVICE_HOSPITAL_AT_HOME) {
            held += line->held;
            cr_expect_eq(line->held, places_of_people(line), "%s", service_lines[line->service].name);
        }
    }
    cr_assert_gt(held, 20);
    end();
}

Test(engine_programmes, whoever_started_has_ended_or_is_a_member)
{
    begin(SMALL FEWER MODELS);
    const struct course course = live(5);
    for (unsigned programme = 0; programme < 2; programme++) {
        cr_expect_gt(course.ended[programme], 5);
        cr_expect_eq(course.started[programme] - course.ended[programme], members_of(programme));
    }
    end();
}

Test(engine_programmes, the_mark_of_a_member_is_on_members_alone)
{
    begin(SMALL FEWER MODELS);
    live(4);
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        for (uint32_t row = 0; row < people->rows; row++) {
            cr_assert_eq(people_has(people, row, TRAIT_IN_PROGRAMME), memberships_of(&people->memberships, row) != 0);
        }
    }
    end();
}

Test(engine_programmes, the_number_of_threads_changes_nothing)
{
    uint64_t one = 0, three = 0;

    omp_set_num_threads(1);
    course_of(SMALL FEWER MODELS, 3, &one);
    omp_set_num_threads(3);
    course_of(SMALL FEWER MODELS, 3, &three);
    cr_assert_eq(one, three);
}

Test(engine_programmes, one_that_does_nothing_changes_nobodys_course)
{
    uint64_t hash = 0;
    const struct course without = course_of(SMALL FEWER, 4, &hash);
    const struct course with =
        course_of(SMALL FEWER "care: {programmes: {club: {register_share_per_month: 0.5, effects: "
                              "{mortality: {ratio: 1}, emergency_admission: {ratio: 1}, copd: "
                              "{ratio: 1}, stay_days: {ratio: 1}}}}}\n",
                  4, &hash);

    cr_expect_gt(with.started[0], 3000);
    cr_expect_eq(with.deaths, without.deaths);
    cr_expect_eq(with.admissions, without.admissions);
    cr_expect_eq(with.bed_days, without.bed_days);
    cr_expect_eq(with.attendances, without.attendances);
}

/* Nobody comes by the forks of the reference, since requests say by which they have come, in the order of all forks. */
Test(engine_programmes, one_without_members_changes_nothing)
{
#define NO_FORKS "awaits_equipment: {share: 0}, awaits_assessment: {share: 0}"
    uint64_t without = 0, with = 0;

    course_of(SMALL FEWER "care: {forks: {" NO_FORKS "}}\n", 3, &without);
    const struct course course = course_of(
        SMALL FEWER "care: {programmes: {club: {eligible: age < 0, register_share_per_month: 1, review: true, effects: "
                    "{mortality: {ratio: 0}}}}, forks: {to_club: {moment: need, of: gp, programme: club}, " NO_FORKS
                    "}}\n",
        3, &with);
    cr_expect_eq(course.started[0], 0);
    cr_expect_eq(with, without);
}

/* What is left are those who came since the first of the month; births, at one in fifty of all people a year, need
 * many. */
Test(engine_programmes, one_that_prevents_all_admissions_of_everybody_leaves_hardly_any)
{
    uint64_t hash = 0;
    const struct course without = course_of(SMALL FEWER, 4, &hash);
    const struct course with = course_of(SMALL FEWER "care: {programmes: {club: {register_share_per_month: 1, effects: "
                                                     "{emergency_admission: {ratio: 0}}}}}\n",
                                         4, &hash);

    cr_expect_gt(without.admissions, 150);
    cr_expect_lt(20 * with.admissions, without.admissions);
}

/* Regression to the mean */

struct patient {
    uint32_t person;
    unsigned admissions; /* in the last twelve months */
};

static int compare_patients(const void *a, const void *b)
{
    const uint32_t x = ((const struct patient *)a)->person, y = ((const struct patient *)b)->person;

    return (x > y) - (x < y);
}

/* Everybody, by number, with their admissions of the last twelve months. */
static struct patient *everybody(size_t *count)
{
    struct patient *patients = NULL;

    *count = 0;
    cr_assert_eq(memory_allocate((void **)&patients, world_people(&world), sizeof *patients), STATUS_OK);
    for (size_t d = 0; d < world.area.locality_count; d++) {
        const struct people *people = &world.districts[d].people;
        for (uint32_t row = 0; row < people->rows; row++) {
            if (people_holds(people, row)) {
                patients[(*count)++] = (struct patient){people->id[row], recent_sum(people->use[row].admissions)};
            }
        }
    }
    qsort(patients, *count, sizeof *patients, compare_patients);
    return patients;
}

/* Without any programme, about a hundred people had 2.2 admissions each and will have 0.4, others 0.1. The standard
 * error of the first mean after is 0.06 (counts a third more spread than Poisson): both bounds are four of them or more
 * away, a false alarm once in 30,000 seeds. */
Test(engine_programmes, people_with_many_admissions_have_fewer_in_the_year_after)
{
    size_t first_count = 0, last_count = 0;
    double picked = 0, before = 0, after = 0, others = 0, after_of_others = 0;

    /* From February 2008 on: the twelve months to March 2009 and those to March 2010 are four quarters each. */
    begin(SMALL);
    live(14);
    struct patient *first = everybody(&first_count);
    cr_assert_eq(world_begin_month(&world), STATUS_OK);
    live(12);
    struct patient *last = everybody(&last_count);
    for (size_t i = 0; i < last_count; i++) {
        const struct patient *patient = bsearch(&last[i], first, first_count, sizeof *first, compare_patients);
        const bool many = patient != NULL && patient->admissions >= 2;
        picked += many;
        before += many ? patient->admissions : 0;
        after += many ? last[i].admissions : 0;
        others += patient != NULL && !many;
        after_of_others += patient != NULL && !many ? last[i].admissions : 0;
    }
    memory_free((void **)&first);
    memory_free((void **)&last);
    end();
    cr_expect_gt(picked, 80);
    cr_expect_lt(after / picked, 0.5 * before / picked);
    cr_expect_gt(after / picked, 1.5 * after_of_others / others);
}
