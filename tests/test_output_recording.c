#include <criterion/criterion.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/recording.h"
#include "people/figures.h"

/* A world by hand: two localities, a trust with two sites and a practice, and the market of them. */
enum { LOCALITIES = 2, PROVIDERS = 2, SITES = 3, LINES = 3, TRUST = 0, PRACTICE = 1 };
#define APRIL_2008 13970
#define APRIL_ENDS (APRIL_2008 + 29)
#define MAY_ENDS (APRIL_2008 + 60)

static struct economy economies[] = {{.name = "Taitshire", .locality_count = LOCALITIES}};
static struct locality localities[] = {{.name = "Ald", .x_km = 1.5F}, {.name = "Bryn y Môr", .y_km = -2}};
static struct provider providers[] = {
    {.name = "trust",
     .label = "Trust",
     .kind = NAMED_PROVIDER,
     .sector = SECTOR_FOUNDATION,
     .economy = ANY_ECONOMY,
     .site_count = 2,
     .x_km = 3},
    {.name = "practice",
     .label = "Práctice",
     .kind = 0,
     .sector = SECTOR_PARTNERSHIP,
     .first_site = 2,
     .site_count = 1},
};
static struct provider_kind_parameters kinds[] = {{.name = "practice"}};
static struct line lines[LINES];
static struct site sites[SITES];
static struct district districts[LOCALITIES];
static struct care_tally tallies[2];
static struct figures *figures;
static struct run_parameters parameters = {.title = "Two localities", .start = APRIL_2008, .until = MAY_ENDS + 1};
static struct world world;
static struct scenario scenario;
static struct scenario_parameter listed[] = {
    {.path = "seed",
     .value = "7",
     .centre = "7",
     .unit = "",
     .source = "assumption",
     .grade = "C",
     .note = "",
     .low = "",
     .high = "",
     .distribution = "",
     .meaning = "seed of every draw",
     .file = "a.yaml"},
};

static const uint32_t here[] = {0};
static const struct market_provider market_providers[] = {
    [TRUST] = {"trust", 1000, PAYMENT_SERVICE_BIT(SERVICE_EMERGENCY_INPATIENT), {.fixed_annual_pence = 1200}},
    [PRACTICE] = {"practice", 0, PAYMENT_SERVICE_BIT(SERVICE_GP), {.capital_annual_pence = 600}},
};
static const struct market_commissioner market_commissioners[] = {
    {"pct", ACCOUNT_COMMISSIONER, 500, here, 1},
};
static const struct market_plan plan = {
    .start = APRIL_2008,
    .scale = {1, 1},
    .economy_count = 1,
    .providers = market_providers,
    .provider_count = PROVIDERS,
    .commissioners = market_commissioners,
    .commissioner_count = 1,
    .allocation = {.health_pence = 12},
};

static char folder[] = "/tmp/catchment-recording-XXXXXX";
static char path[128];
static struct recording recording;
static struct recording_settings settings;

static void check(enum status status)
{
    cr_assert_eq(status, STATUS_OK, "%s", status_message());
}

static void make_lines(void)
{
    for (int site = 0; site < SITES; site++) {
        sites[site] =
            (struct site){.provider = site == 2 ? PRACTICE : TRUST, .beds = 10 * (site + 1), .beds_held = site};
        for (int service = 0; service < SERVICE_COUNT; service++) {
            sites[site].line[service] = -1;
        }
        const enum service service = site == 2 ? SERVICE_GP : SERVICE_EMERGENCY_INPATIENT;
        lines[site] = (struct line){.site = (uint32_t)site, .provider = sites[site].provider, .service = service};
        sites[site].line[service] = site;
    }
    /* Waits of the trust: 0, 0 days at one site; 4, 6, 6 at the other. Half are served by day 4. */
    lines[0].month = (struct line_month){.requested = 3, .served = 2, .bed_days = 11, .waits = {[0] = 2}};
    lines[1].month =
        (struct line_month){.requested = 4, .served = 3, .refused = 1, .bed_days = 5, .waits = {[4] = 1, [6] = 2}};
    lines[1].queue_count = 9;
    lines[0].held = 3;
    lines[1].held = 4;
    lines[0].capacity = 2.25;
    lines[1].capacity = 8;
    service_list_set(&world.care.services, UINT32_MAX);
    lines[0].month.within_four_hours = 1400000;
    lines[1].month.within_four_hours = 1100000;
    lines[0].month.in_time[RESPONSE_B_19_MINUTES] = 1400000;
    lines[1].month.in_time[RESPONSE_B_19_MINUTES] = 1100000;
    lines[1].month.served_by_urgency[SOON] = 5;
    lines[1].month.waits[126] = 10;
    lines[1].month.waits[127] = 100;
}

/* Of the second condition: 10 and 11 of the first outcome, 20 and 21 of the next, and so on. */
static void make_outcomes_by_condition(struct care_tally *tally, uint32_t more)
{
    for (uint32_t outcome = 0; outcome < CONDITION_OUTCOMES; outcome++) {
        tally->by_condition[outcome][1][16] = 10 * (outcome + 1) + more;
    }
}

static void make_districts(void)
{
    for (uint32_t l = 0; l < LOCALITIES; l++) {
        struct census *census = &districts[l].census;
        census->births = 5 + l;
        census->moved_in = 1 - (int64_t)l;
        census->persons[0][0][SEX_MALE] = 10 * (l + 1);
        census->persons[4][0][SEX_MALE] = 3;
        census->deaths[2][AGE_BANDS - 1][SEX_FEMALE] = 1;
        census->with_condition[1][7][SEX_FEMALE] = 20 + l;
        census->frailty[FRAILTY_SEVERE][19] = 2;
        districts[l].care.emergency_admissions[0][3] = 7;
        districts[l].care.emergency_admissions[4][3] = l;
        districts[l].care.consultations[1][19] = 100;
        districts[l].care.unoffered[SERVICE_HOME_CARE] = 6 + l;
        districts[l].care.deaths[DEATH_CARE_HOME][1][19] = 2 + l;
        districts[l].care.deaths[DEATH_HOSPITAL][4][19] = 7;
        districts[l].care.delayed_days[DELAY_EQUIPMENT][18] = 4;
        districts[l].care.delayed_days[DELAY_HOME_CARE][18] = l;
        districts[l].care.care_home_entries[2][17] = 1;
        districts[l].care.care_home_entries[3][17] = l;
        make_outcomes_by_condition(&tallies[l], l);
        census->utility_by_condition[1][6] = 30000 * (l + 1);
        districts[l].care.travel[SERVICE_GP][2] = 13 + l;
        districts[l].care.waited_days[SERVICE_GP][2] = 6 + l;
        districts[l].care.waited_days[SERVICE_GP][4] = 10;
        tallies[l].waited_days.age[SERVICE_EMERGENCY_INPATIENT][AGE_BANDS - 1] = 20 + l;
        tallies[l].served.condition[SERVICE_EMERGENCY_INPATIENT][1] = 30 + l;
        districts[l].care.treated[CLOCK_STOP_NOT_ADMITTED] = 50 + l;
        districts[l].care.treated_by_week[CLOCK_STOP_ADMITTED][TREATED_WEEKS - 1] = 3 + l;
        districts[l].care.referrals_refused = l;
        census->utility[1][5] = 20000 * (l + 1);
        check(flow_add(&districts[l].flow, PRACTICE, SERVICE_GP, MEASURE_SERVED, 40 + l));
        check(flow_add(&districts[l].flow, TRUST, SERVICE_EMERGENCY_INPATIENT, MEASURE_BED_DAYS, 99));
    }
}

static void make_market(void)
{
    static const int64_t weighted[] = {100 * EXACT_MICRO};
    static const int64_t people[] = {50};
    const struct market_population population = {.people = {weighted, people, people, 1},
                                                 .lists = {NULL, weighted, 1, 1, plan.provider_count, NULL}};
    const struct activity nothing = {0};

    check(market_init(&world.market, &plan));
    check(market_month(&world.market, &nothing, &population, APRIL_ENDS));
}

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/run.h5", folder);
    check(memory_allocate((void **)&figures, 1, sizeof *figures));
    figures->condition_count = 2;
    figures->conditions[0] = (struct condition){.name = (char *)(uintptr_t) "chd", .label = (char *)(uintptr_t) "CHD"};
    figures->conditions[1] =
        (struct condition){.name = (char *)(uintptr_t) "copd", .label = (char *)(uintptr_t) "COPD"};
    parameters.care.provider_kinds = (struct named_list){kinds, 1};
    world = (struct world){
        .run = &parameters,
        .scale = 0.5,
        .area = {.economies = economies, .localities = localities, .economy_count = 1, .locality_count = LOCALITIES},
        .population = {.figures = figures},
        .care = {.supply = {providers, sites, lines, PROVIDERS, SITES, LINES}},
        .districts = districts,
        .tallies = tallies,
        .tally_count = 2,
        .today = APRIL_ENDS + 1,
    };
    make_lines();
    make_districts();
    make_market();
    scenario = (struct scenario){
        .resolved = (char *)(uintptr_t) "seed: 7\n", .parameters = listed, .parameter_count = 1, .hash = 0xabc};
    settings = (struct recording_settings){
        .path = path, .scenario = &scenario, .provenance = {.seed = 7, .population_seed = 8, .threads = 2, .ranks = 1}};
}

static void teardown(void)
{
    char command[128];

    recording_free(&recording);
    for (int l = 0; l < LOCALITIES; l++) {
        flow_free(&districts[l].flow);
    }
    market_free(&world.market);
    memory_free((void **)&figures);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(recording, .init = setup, .fini = teardown);

/* Opens, records April, and closes. */
static hid_t record_april(void)
{
    check(recording_open(&recording, &world, &settings));
    check(recording_month(&recording, &world, APRIL_ENDS));
    check(recording_close(&recording, "complete", 0x1234));
    recording_free(&recording);
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    cr_assert_geq(file, 0);
    return file;
}

/* The extents of a dataset, and its values as whole numbers. */
static void expect_extents(hid_t file, const char *name, int rank, const hsize_t *expected)
{
    hsize_t extent[8];
    int found = -1;

    cr_assert_geq(H5LTget_dataset_ndims(file, name, &found), 0, "%s", name);
    cr_assert_eq(found, rank, "%s has rank %d", name, found);
    cr_assert_geq(H5LTget_dataset_info(file, name, extent, NULL, NULL), 0);
    for (int i = 0; i < rank; i++) {
        cr_assert_eq(extent[i], expected[i], "%s, dimension %d: %d", name, i, (int)extent[i]);
    }
}

static void read_integers(hid_t file, const char *name, int64_t *out)
{
    cr_assert_geq(H5LTread_dataset(file, name, H5T_NATIVE_INT64, out), 0, "%s", name);
}

static void expect_text(hid_t file, const char *name, size_t index, const char *expected)
{
    char *texts[64] = {0};
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    cr_assert_geq(H5LTread_dataset(file, name, type, (void *)texts), 0, "%s", name);
    cr_assert_str_eq(texts[index], expected, "%s", name);
    for (size_t i = 0; i < 64; i++) {
        H5free_memory(texts[i]);
    }
    H5Tclose(type);
}

Test(recording, persons_are_those_of_all_quintiles)
{
    static int64_t persons[LOCALITIES][AGE_BANDS][SEX_COUNT];
    hid_t file = record_april();

    expect_extents(file, "/population/persons", 4, (hsize_t[]){1, LOCALITIES, AGE_BANDS, SEX_COUNT});
    read_integers(file, "/population/persons", &persons[0][0][0]);
    cr_assert_eq(persons[0][0][SEX_MALE], 13);
    cr_assert_eq(persons[1][0][SEX_MALE], 23);
    cr_assert_eq(persons[1][0][SEX_FEMALE], 0);
    H5Fclose(file);
}

Test(recording, deprivation_sums_over_localities)
{
    static int64_t persons[QUINTILE_COUNT][AGE_BANDS][SEX_COUNT];
    static int64_t deaths[QUINTILE_COUNT][AGE_BANDS][SEX_COUNT];
    hid_t file = record_april();

    read_integers(file, "/population/persons_by_deprivation", &persons[0][0][0]);
    read_integers(file, "/population/deaths_by_deprivation", &deaths[0][0][0]);
    cr_assert_eq(persons[0][0][SEX_MALE], 30);
    cr_assert_eq(persons[4][0][SEX_MALE], 6);
    cr_assert_eq(deaths[2][AGE_BANDS - 1][SEX_FEMALE], 2);
    H5Fclose(file);
}

Test(recording, moves_and_health_have_their_places)
{
    static int64_t conditions[2][AGE_BANDS][SEX_COUNT], frailty[FRAILTY_BANDS][AGE_BANDS];
    int64_t births[LOCALITIES], moved_in[LOCALITIES];
    hid_t file = record_april();

    read_integers(file, "/population/births", births);
    read_integers(file, "/population/moved_in", moved_in);
    expect_extents(file, "/population/with_condition", 4, (hsize_t[]){1, 2, AGE_BANDS, SEX_COUNT});
    read_integers(file, "/population/with_condition", &conditions[0][0][0]);
    read_integers(file, "/population/frailty", &frailty[0][0]);
    cr_assert_eq(births[0], 5);
    cr_assert_eq(births[1], 6);
    cr_assert_eq(moved_in[0], 1);
    cr_assert_eq(moved_in[1], 0);
    cr_assert_eq(conditions[1][7][SEX_FEMALE], 41);
    cr_assert_eq(frailty[FRAILTY_SEVERE][19], 4);
    H5Fclose(file);
}

Test(recording, care_is_counted_by_place_and_by_deprivation)
{
    static int64_t places[LOCALITIES][AGE_BANDS], quintiles[QUINTILE_COUNT][AGE_BANDS];
    hid_t file = record_april();

    read_integers(file, "/activity/emergency_admissions", &places[0][0]);
    cr_assert_eq(places[0][3], 7);
    cr_assert_eq(places[1][3], 8);
    read_integers(file, "/activity/emergency_admissions_by_deprivation", &quintiles[0][0]);
    cr_assert_eq(quintiles[0][3], 14);
    cr_assert_eq(quintiles[4][3], 1);
    read_integers(file, "/activity/consultations_by_deprivation", &quintiles[0][0]);
    cr_assert_eq(quintiles[1][19], 200);
    H5Fclose(file);
}

Test(recording, what_nobody_offers_is_counted_by_place_and_service)
{
    static int64_t unoffered[LOCALITIES][SERVICE_COUNT];
    hid_t file = record_april();

    expect_extents(file, "/activity/unoffered", 3, (hsize_t[]){1, LOCALITIES, SERVICE_COUNT});
    read_integers(file, "/activity/unoffered", &unoffered[0][0]);
    cr_assert_eq(unoffered[0][SERVICE_HOME_CARE], 6);
    cr_assert_eq(unoffered[1][SERVICE_HOME_CARE], 7);
    cr_assert_eq(unoffered[1][SERVICE_CARE_HOME], 0);
    H5Fclose(file);
}

Test(recording, outcomes_have_their_places)
{
    static int64_t deaths[DEATH_PLACES][QUINTILE_COUNT][AGE_BANDS], days[DELAY_CAUSES][AGE_BANDS];
    hid_t file = record_april();

    expect_extents(file, "/outcome/deaths_by_place", 4, (hsize_t[]){1, DEATH_PLACES, QUINTILE_COUNT, AGE_BANDS});
    read_integers(file, "/outcome/deaths_by_place", &deaths[0][0][0]);
    cr_assert_eq(deaths[DEATH_CARE_HOME][1][19], 5);
    expect_text(file, "/place_of_death", DEATH_CARE_HOME, "care_home");
    read_integers(file, "/outcome/delayed_days_by_cause", &days[0][0]);
    cr_assert_eq(days[DELAY_EQUIPMENT][18], 8);
    expect_text(file, "/delay_cause", DELAY_EQUIPMENT, "equipment");
    H5Fclose(file);
}

Test(recording, quality_of_life_is_that_of_the_days_of_the_month)
{
    static double places[LOCALITIES][AGE_BANDS], quintiles[QUINTILE_COUNT][AGE_BANDS];
    hid_t file = record_april();

    cr_assert_geq(H5LTread_dataset_double(file, "/outcome/qalys", &places[0][0]), 0);
    cr_assert_float_eq(places[0][5], 2 * 30 / 365.25, 1e-12);
    cr_assert_float_eq(places[1][5], 4 * 30 / 365.25, 1e-12);
    cr_assert_geq(H5LTread_dataset_double(file, "/outcome/qalys_by_deprivation", &quintiles[0][0]), 0);
    cr_assert_float_eq(quintiles[1][5], 6 * 30 / 365.25, 1e-12);
    H5Fclose(file);
}

Test(recording, outcomes_are_counted_by_condition)
{
    static const char *const names[CONDITION_OUTCOMES] = {
        [BY_CONDITION_DEATHS] = "/outcome/deaths_by_condition",
        [BY_CONDITION_EMERGENCY_ADMISSIONS] = "/outcome/emergency_admissions_by_condition",
        [BY_CONDITION_EMERGENCY_BED_DAYS] = "/outcome/emergency_bed_days_by_condition",
        [BY_CONDITION_READMISSIONS] = "/outcome/readmissions_by_condition",
        [BY_CONDITION_DELAYED_DAYS] = "/outcome/delayed_days_by_condition",
        [BY_CONDITION_CARE_HOME_ENTRIES] = "/outcome/care_home_entries_by_condition",
    };
    hid_t file = record_april();

    for (int outcome = 0; outcome < CONDITION_OUTCOMES; outcome++) {
        int64_t counts[2][AGE_BANDS];
        expect_extents(file, names[outcome], 3, (hsize_t[]){1, 2, AGE_BANDS});
        read_integers(file, names[outcome], &counts[0][0]);
        cr_expect_eq(counts[1][16], 20 * (outcome + 1) + 1, "%s", names[outcome]);
        cr_expect_eq(counts[0][16], 0, "%s", names[outcome]);
    }
    H5Fclose(file);
}

Test(recording, quality_of_life_is_summed_by_condition)
{
    static double conditions[2][AGE_BANDS];
    hid_t file = record_april();

    expect_extents(file, "/outcome/qalys_by_condition", 3, (hsize_t[]){1, 2, AGE_BANDS});
    cr_assert_geq(H5LTread_dataset_double(file, "/outcome/qalys_by_condition", &conditions[0][0]), 0);
    cr_assert_float_eq(conditions[1][6], 9 * 30 / 365.25, 1e-12);
    cr_assert_float_eq(conditions[0][6], 0, 1e-12);
    H5Fclose(file);
}

Test(recording, outcomes_are_counted_where_people_live)
{
    static int64_t deaths[DEATH_PLACES][LOCALITIES][AGE_BANDS], counts[LOCALITIES][AGE_BANDS];
    hid_t file = record_april();

    expect_extents(file, "/outcome/deaths_by_place_and_locality", 4,
                   (hsize_t[]){1, DEATH_PLACES, LOCALITIES, AGE_BANDS});
    read_integers(file, "/outcome/deaths_by_place_and_locality", &deaths[0][0][0]);
    cr_expect_eq(deaths[DEATH_CARE_HOME][0][19], 2);
    cr_expect_eq(deaths[DEATH_CARE_HOME][1][19], 3);
    cr_expect_eq(deaths[DEATH_HOSPITAL][1][19], 7);
    cr_expect_eq(deaths[DEATH_HOME][1][19], 0);
    read_integers(file, "/outcome/delayed_days", &counts[0][0]);
    cr_expect_eq(counts[0][18], 4);
    cr_expect_eq(counts[1][18], 5, "of all causes");
    read_integers(file, "/outcome/care_home_entries_by_locality", &counts[0][0]);
    cr_expect_eq(counts[0][17], 1);
    cr_expect_eq(counts[1][17], 2, "of all quintiles");
    H5Fclose(file);
}

Test(recording, travel_is_in_kilometres)
{
    static double km[SERVICE_COUNT][QUINTILE_COUNT];
    hid_t file = record_april();

    cr_assert_geq(H5LTread_dataset_double(file, "/outcome/travel_km", &km[0][0]), 0);
    cr_assert_float_eq(km[SERVICE_GP][2], 2.7, 1e-12);
    H5Fclose(file);
}

/* Of two localities and two threads, the second with one more in each. */
Test(recording, those_served_and_their_waits_are_by_service_and_what_people_are)
{
    static int64_t deprivation[SERVICE_COUNT][QUINTILE_COUNT], age[SERVICE_COUNT][AGE_BANDS];
    static int64_t locality[SERVICE_COUNT][LOCALITIES], condition[SERVICE_COUNT][2];
    hid_t file = record_april();

    read_integers(file, "/outcome/waited_days_by_deprivation", &deprivation[0][0]);
    cr_expect_eq(deprivation[SERVICE_GP][2], 6 + 7);
    cr_expect_eq(deprivation[SERVICE_GP][3], 0);
    read_integers(file, "/outcome/waited_days_by_locality", &locality[0][0]);
    cr_expect_eq(locality[SERVICE_GP][0], 16);
    cr_expect_eq(locality[SERVICE_GP][1], 17);
    read_integers(file, "/outcome/waited_days_by_age", &age[0][0]);
    cr_expect_eq(age[SERVICE_EMERGENCY_INPATIENT][AGE_BANDS - 1], 20 + 21);
    read_integers(file, "/outcome/served_by_condition", &condition[0][0]);
    cr_expect_eq(condition[SERVICE_EMERGENCY_INPATIENT][1], 30 + 31);
    cr_expect_eq(condition[SERVICE_EMERGENCY_INPATIENT][0], 0);
    H5Fclose(file);
}

Test(recording, waits_within_targets_are_of_all_sites)
{
    int64_t weeks[PROVIDERS][SERVICE_COUNT], hours[PROVIDERS];
    hid_t file = record_april();

    read_integers(file, "/waiting/within_18_weeks", &weeks[0][0]);
    cr_assert_eq(weeks[TRUST][SERVICE_EMERGENCY_INPATIENT], 2 + 3 + 10);
    read_integers(file, "/waiting/within_four_hours", hours);
    cr_assert_eq(hours[TRUST], 3, "2.5, rounded once");
    cr_assert_eq(hours[PRACTICE], 0);
    H5Fclose(file);
}

Test(recording, completed_pathways_are_counted_where_people_live)
{
    int64_t treated[LOCALITIES][CLOCK_STOPS], weeks[CLOCK_STOPS][TREATED_WEEKS], refused[LOCALITIES];
    hid_t file = record_april();

    expect_extents(file, "/waiting/treated", 3, (hsize_t[]){1, LOCALITIES, CLOCK_STOPS});
    read_integers(file, "/waiting/treated", &treated[0][0]);
    cr_expect_eq(treated[0][CLOCK_STOP_NOT_ADMITTED], 50);
    cr_expect_eq(treated[1][CLOCK_STOP_NOT_ADMITTED], 51);
    cr_expect_eq(treated[1][CLOCK_STOP_ADMITTED], 0);
    expect_extents(file, "/waiting/treated_by_week", 3, (hsize_t[]){1, CLOCK_STOPS, TREATED_WEEKS});
    read_integers(file, "/waiting/treated_by_week", &weeks[0][0]);
    cr_expect_eq(weeks[CLOCK_STOP_ADMITTED][TREATED_WEEKS - 1], 3 + 4);
    expect_extents(file, "/waiting/referrals_refused", 2, (hsize_t[]){1, LOCALITIES});
    read_integers(file, "/waiting/referrals_refused", refused);
    cr_expect_eq(refused[1], 1);
    H5Fclose(file);
}

Test(recording, responses_in_time_are_of_all_sites)
{
    int64_t in_time[PROVIDERS][RESPONSE_STANDARDS];
    hid_t file = record_april();

    read_integers(file, "/waiting/ambulance_responses_in_time", &in_time[0][0]);
    cr_expect_eq(in_time[TRUST][RESPONSE_B_19_MINUTES], 3, "2.5, rounded once");
    cr_expect_eq(in_time[TRUST][RESPONSE_A_8_MINUTES], 0);
    cr_expect_eq(in_time[PRACTICE][RESPONSE_B_19_MINUTES], 0);
    expect_text(file, "/response_standard", RESPONSE_B_19_MINUTES, "b_19_minutes");
    H5Fclose(file);
}

Test(recording, responses_are_those_of_ambulances)
{
    int64_t responses[PROVIDERS][URGENCY_COUNT];

    lines[0].month.served_by_urgency[SOON] = 3; /* of beds */
    lines[1].service = SERVICE_AMBULANCE;
    hid_t file = record_april();
    read_integers(file, "/waiting/ambulance_responses", &responses[0][0]);
    cr_expect_eq(responses[TRUST][SOON], 5);
    cr_expect_eq(responses[TRUST][URGENT], 0);
    expect_text(file, "/ambulance_category", SOON, "B");
    H5Fclose(file);
}

Test(recording, sites_add_up_to_providers)
{
    int64_t counts[PROVIDERS][SERVICE_COUNT], beds[PROVIDERS];
    double capacities[PROVIDERS][SERVICE_COUNT];
    hid_t file = record_april();

    expect_extents(file, "/activity/served", 3, (hsize_t[]){1, PROVIDERS, SERVICE_COUNT});
    read_integers(file, "/activity/served", &counts[0][0]);
    cr_assert_eq(counts[TRUST][SERVICE_EMERGENCY_INPATIENT], 5);
    cr_assert_eq(counts[PRACTICE][SERVICE_GP], 0);
    read_integers(file, "/activity/bed_days", &counts[0][0]);
    cr_assert_eq(counts[TRUST][SERVICE_EMERGENCY_INPATIENT], 16);
    read_integers(file, "/waiting/queue", &counts[0][0]);
    cr_assert_eq(counts[TRUST][SERVICE_EMERGENCY_INPATIENT], 9);
    read_integers(file, "/activity/held", &counts[0][0]);
    cr_assert_eq(counts[TRUST][SERVICE_EMERGENCY_INPATIENT], 7);
    cr_assert_geq(H5LTread_dataset_double(file, "/activity/capacity", &capacities[0][0]), 0);
    cr_assert_eq(capacities[TRUST][SERVICE_EMERGENCY_INPATIENT], 10.25);
    read_integers(file, "/activity/beds", beds);
    cr_assert_eq(beds[TRUST], 30);
    cr_assert_eq(beds[PRACTICE], 30);
    read_integers(file, "/activity/beds_occupied", beds);
    cr_assert_eq(beds[TRUST], 1);
    H5Fclose(file);
}

/* Two programmes and a fork; counts of localities, and of the second programme by service. */
static void make_models(struct programme_parameters *programmes, struct fork *forks)
{
    static struct programme_month programme_months[LOCALITIES][2];
    static struct fork_month fork_months[LOCALITIES];

    world.population.programmes.items = programmes;
    world.population.programmes.count = 2;
    world.care.forks.items = forks;
    world.care.forks.count = 1;
    for (int l = 0; l < LOCALITIES; l++) {
        struct programme_month *month = &programme_months[l][1];
        districts[l].care.programmes = programme_months[l];
        districts[l].care.forks = &fork_months[l];
        month->started = 3 + l;
        month->days = 40;
        month->served[SERVICE_GP] = 5 + l;
        month->targeting = (struct targeting){.eligible = 6, .others_chance = 7 + l};
        districts[l].care.forks[0].sufficed = 8 + l;
    }
}

Test(recording, programmes_and_forks_are_by_locality)
{
    enum { PROGRAMMES = 2 };
    int64_t counts[LOCALITIES][PROGRAMMES], served[PROGRAMMES][SERVICE_COUNT], sufficed[LOCALITIES];
    struct programme_parameters programmes[] = {{.name = "ward", .label = "Ward"}, {.name = "club", .label = "Club"}};
    struct fork_parameters parameters_of_fork = {.name = "home_first", .label = "Home first"};
    struct fork fork = {.parameters = &parameters_of_fork};

    make_models(programmes, &fork);
    hid_t file = record_april();
    expect_text(file, "/programme", 1, "club");
    expect_text(file, "/fork", 0, "home_first");
    read_integers(file, "/programmes/started", &counts[0][0]);
    cr_assert_eq(counts[0][0], 0);
    cr_assert_eq(counts[1][1], 4);
    read_integers(file, "/programmes/member_days", &counts[0][0]);
    cr_assert_eq(counts[0][1], 40);
    read_integers(file, "/programmes/sampled_eligible", &counts[0][0]);
    cr_assert_eq(counts[1][1], 6);
    read_integers(file, "/programmes/sampled_others_chance", &counts[0][0]);
    cr_assert_eq(counts[1][1], 8);
    read_integers(file, "/programmes/served", &served[0][0]);
    cr_assert_eq(served[0][SERVICE_GP], 0);
    cr_assert_eq(served[1][SERVICE_GP], 5 + 6);
    cr_assert_eq(served[1][SERVICE_HOME_CARE], 0);
    read_integers(file, "/pathway/sufficed", sufficed);
    cr_assert_eq(sufficed[1], 9);
    H5Fclose(file);
}

Test(recording, services_that_are_not_in_use_have_no_place)
{
    enum { GP_PLACE, INPATIENT_PLACE, PLACES };
    int64_t counts[PROVIDERS][PLACES], service[LOCALITIES];
    double medians[PROVIDERS][PLACES];

    service_list_set(&world.care.services, 1U << SERVICE_GP | 1U << SERVICE_EMERGENCY_INPATIENT);
    hid_t file = record_april();
    expect_extents(file, "/activity/served", 3, (hsize_t[]){1, PROVIDERS, PLACES});
    expect_text(file, "/service", INPATIENT_PLACE, "emergency_inpatient");
    expect_text(file, "/activity/service_unit", INPATIENT_PLACE, "admission");
    read_integers(file, "/activity/served", &counts[0][0]);
    cr_assert_eq(counts[TRUST][INPATIENT_PLACE], 5);
    cr_assert_eq(counts[TRUST][GP_PLACE], 0);
    cr_assert_geq(H5LTread_dataset_double(file, "/waiting/median_days", &medians[0][0]), 0);
    cr_assert_eq(medians[TRUST][INPATIENT_PLACE], 4);
    read_integers(file, "/flow/service", service);
    cr_assert_eq(service[0], GP_PLACE);
    H5Fclose(file);
}

Test(recording, median_wait_is_of_all_sites_and_nan_where_nobody_was_served)
{
    double medians[PROVIDERS][SERVICE_COUNT];
    hid_t file = record_april();

    cr_assert_geq(H5LTread_dataset_double(file, "/waiting/median_days", &medians[0][0]), 0);
    cr_assert_eq(medians[TRUST][SERVICE_EMERGENCY_INPATIENT], 4);
    cr_assert(isnan(medians[PRACTICE][SERVICE_GP]));
    cr_assert(isnan(medians[TRUST][SERVICE_GP]));
    H5Fclose(file);
}

Test(recording, flow_is_of_those_served_alone)
{
    int64_t locality[LOCALITIES], provider[LOCALITIES], service[LOCALITIES], served[LOCALITIES], rows = 0;
    hid_t file = record_april();

    expect_extents(file, "/flow/served", 1, (hsize_t[]){LOCALITIES});
    read_integers(file, "/flow/locality", locality);
    read_integers(file, "/flow/provider", provider);
    read_integers(file, "/flow/service", service);
    read_integers(file, "/flow/served", served);
    read_integers(file, "/flow/rows", &rows);
    cr_assert_eq(rows, LOCALITIES);
    for (int l = 0; l < LOCALITIES; l++) {
        cr_assert_eq(locality[l], l);
        cr_assert_eq(provider[l], PRACTICE);
        cr_assert_eq(service[l], SERVICE_GP);
        cr_assert_eq(served[l], 40 + l);
    }
    H5Fclose(file);
}

/* The trust has £10 and pays £1 a month; the commissioner has £5 and gets £1. */
Test(recording, money_is_that_of_agents_and_relations)
{
    int64_t balance[3], income[3], cost[3], paid[64];
    const size_t relations = market_relation_count(&world.market);
    int64_t outgoing = 0;
    hid_t file = record_april();

    expect_extents(file, "/money/balance", 2, (hsize_t[]){1, 3});
    read_integers(file, "/money/balance", balance);
    read_integers(file, "/money/income", income);
    read_integers(file, "/money/cost", cost);
    cr_assert_eq(balance[TRUST], 900);
    cr_assert_eq(cost[TRUST], 100);
    cr_assert_eq(balance[PRACTICE], -50);
    cr_assert_eq(balance[2], 600);
    cr_assert_eq(income[2], 100);
    expect_text(file, "/agent", 2, "pct");
    expect_extents(file, "/money/paid", 2, (hsize_t[]){1, relations});
    read_integers(file, "/money/paid", paid);
    for (size_t i = 0; i < relations; i++) {
        const struct market_relation relation = market_relation(&world.market, i);
        cr_assert_eq(paid[i], relation.pence);
        expect_text(file, "/money/payer", i, relation.payer);
        expect_text(file, "/money/purpose", i, relation.purpose);
        outgoing += strcmp(relation.payer, "trust") == 0 ? paid[i] : 0;
    }
    cr_assert_eq(outgoing, 100);
    H5Fclose(file);
}

Test(recording, constants_describe_the_area)
{
    double x[PROVIDERS], deprivation[QUINTILE_COUNT];
    int64_t economy[PROVIDERS];
    hid_t file = record_april();

    cr_assert_geq(H5LTread_dataset_double(file, "/area/locality_x_km", x), 0);
    cr_assert_eq(x[0], 1.5);
    cr_assert_geq(H5LTread_dataset_double(file, "/area/provider_x_km", x), 0);
    cr_assert_eq(x[TRUST], 3);
    read_integers(file, "/area/provider_economy", economy);
    cr_assert_eq(economy[TRUST], -1);
    cr_assert_eq(economy[PRACTICE], 0);
    cr_assert_geq(H5LTread_dataset_double(file, "/deprivation", deprivation), 0);
    cr_assert_eq(deprivation[0], 1);
    cr_assert_eq(deprivation[4], 5);
    expect_text(file, "/locality", 1, "Bryn y Môr");
    expect_text(file, "/age_band", 19, "90+");
    expect_text(file, "/sex", 1, "female");
    expect_text(file, "/frailty_band", 3, "severe");
    expect_text(file, "/condition", 1, "copd");
    expect_text(file, "/service", SERVICE_GP, "gp_consultation");
    expect_text(file, "/area/provider_label", PRACTICE, "Práctice");
    expect_text(file, "/area/provider_sector", TRUST, "foundation");
    expect_text(file, "/area/provider_kind", TRUST, "named");
    expect_text(file, "/area/provider_kind", PRACTICE, "practice");
    H5Fclose(file);
}

Test(recording, the_file_says_where_it_comes_from)
{
    int64_t seed = 0;
    char status[16] = "";
    hid_t file = record_april();

    expect_text(file, "/scenario/resolved", 0, "seed: 7\n");
    expect_text(file, "/scenario/parameters/path", 0, "seed");
    expect_text(file, "/scenario/parameters/meaning", 0, "seed of every draw");
    cr_assert_geq(H5LTget_attribute(file, "/provenance", "population_seed", H5T_NATIVE_INT64, &seed), 0);
    cr_assert_eq(seed, 8);
    H5Fclose(file);
    struct text_buffer text = {0};
    check(recording_report(path, &text));
    cr_assert_not_null(strstr(text.text, "Two localities"));
    cr_assert_not_null(strstr(text.text, "0000000000001234"));
    cr_assert_eq(sscanf(strstr(text.text, "status"), "status %15s", status), 1);
    cr_assert_str_eq(status, "complete");
    text_buffer_free(&text);
}

Test(recording, months_follow_each_other)
{
    int64_t births[2][LOCALITIES];
    check(recording_open(&recording, &world, &settings));
    check(recording_month(&recording, &world, APRIL_ENDS));
    cr_assert_eq(recording_month(&recording, &world, APRIL_ENDS), STATUS_INTERNAL);
    districts[1].census.births = 17;
    check(recording_month(&recording, &world, MAY_ENDS));
    check(recording_close(&recording, "running", 1));
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    read_integers(file, "/population/births", &births[0][0]);
    cr_assert_eq(births[0][1], 6);
    cr_assert_eq(births[1][1], 17);
    H5Fclose(file);
}

Test(recording, a_world_without_a_market_has_no_money)
{
    market_free(&world.market);
    memset(&world.market, 0, sizeof world.market);
    hid_t file = record_april();

    cr_assert_eq(H5Lexists(file, "/money", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/agent", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/waiting/queue", H5P_DEFAULT), 1);
    H5Fclose(file);
}

Test(recording, an_output_that_exists_is_refused)
{
    H5Fclose(record_april());
    cr_assert_eq(recording_check(path, false), STATUS_EXISTS);
    cr_assert_eq(recording_check(path, true), STATUS_OK);
    cr_assert_eq(recording_open(&recording, &world, &settings), STATUS_EXISTS);
}

Test(recording, an_output_in_no_folder_is_refused)
{
    char nowhere[160];

    snprintf(nowhere, sizeof nowhere, "%s/none/run.h5", folder);
    cr_assert_eq(recording_check(nowhere, true), STATUS_IO);
    cr_assert_not_null(strstr(status_message(), "No such file or directory"));
    settings.path = nowhere;
    cr_assert_eq(recording_open(&recording, &world, &settings), STATUS_IO);
}

Test(recording, survives_every_failed_allocation)
{
    enum status status = STATUS_NO_MEMORY;

    settings.force = true;
    for (int64_t n = 0; status != STATUS_OK; n++) {
        cr_assert_lt(n, 1000);
        memory_fail_after(n);
        status = recording_open(&recording, &world, &settings);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "allocation %d: %s", (int)n, status_message());
    }
    check(recording_month(&recording, &world, APRIL_ENDS));
    check(recording_close(&recording, "complete", 1));
}
