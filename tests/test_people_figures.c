#include "people/figures.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/random.h"

/* Small tables of which every number is known, in a folder of their own; a test may put another text in place of one.
 */
enum {
    POPULATION,
    MORTALITY,
    FERTILITY,
    MIGRATION,
    CONDITIONS,
    RISKS,
    FRAILTY,
    NEED,
    CARE_HOME,
    FACTORS,
    HOUSEHOLDS,
    CARERS,
    USE,
    STAYS,
    UTILITY,
    LOSSES,
    TABLES
};

static const char *const names[TABLES] = {
    "population", "mortality",    "fertility",  "migration", "conditions", "risks", "frailty", "need",
    "care_home",  "risk_factors", "households", "carers",    "use",        "stays", "utility", "losses",
};

static char single_ages[2][16384];

static const char *texts[TABLES] = {
    [POPULATION] = single_ages[0],
    [MORTALITY] = single_ages[1],
    [FERTILITY] = "age,births_per_1000_women\n20,50\n21,60\n",
    [MIGRATION] = "age_from,age_to,sex,net_per_1000,departures_per_1000,moves_per_1000\n"
                  "0,17,both,-5,20,30\n18,120,male,4,100,80\n18,120,female,-200,100,80\n",
    [CONDITIONS] = "condition,label,sex,age_from,age_to,prevalence_percent,requires\n"
                   "cough,Cough,male,0,49,2,\ncough,Cough,male,50,120,10,\ncough,Cough,female,0,120,4,\n"
                   "bad_cough,Bad cough,both,0,120,1,cough\n",
    [RISKS] = "exposure,outcome,ratio\ncough,bad_cough,3\nfrailty_mild,mortality,1.5\nfrailty_mild,frailty,2\n"
              "need_low,need,4\nobesity,elective,1.25\nobesity,outpatient,1.5\ndeprivation_1,gp,1.1\n"
              "need_critical,care_home,5\nneed_low,care_home,5\n",
    [FRAILTY] = "age_from,age_to,sex,fit,mild,moderate,severe,recovery_per_1000\n"
                "0,49,both,100,0,0,0,0\n50,120,both,60,25,10,5,100\n",
    [NEED] = "age_from,age_to,sex,none,low,moderate,substantial,critical,recovery_per_1000\n"
             "0,120,male,80,10,5,3,2,60\n0,120,female,80,10,5,3,2,30\n",
    [CARE_HOME] = "age_from,age_to,sex,resident_percent\n0,64,both,0\n65,120,both,5\n",
    [FACTORS] = "factor,sex,age_from,age_to,percent\nsmoking_current,both,0,120,20\nsmoking_ex,both,0,120,30\n"
                "obesity,both,0,120,25\n",
    [HOUSEHOLDS] = "age_from,age_to,sex,living_alone_percent,partnered_percent\n0,17,both,0,0\n18,64,both,20,60\n"
                   "65,120,both,40,50\n",
    [CARERS] = "age_from,age_to,sex,carer_percent\n0,120,both,10\n",
    [USE] = "service,sex,age_from,age_to,rate_per_person_year\ngp,both,0,64,4\ngp,both,65,120,10\n"
            "out_of_hours,both,0,120,0.2\naccident_emergency,both,0,120,0.4\nambulance,both,0,120,0.1\n"
            "emergency_admission,both,0,120,0.1\nday_case,both,0,120,0.1\nelective_inpatient,both,0,120,0.03\n"
            "outpatient,both,0,120,1.2\ndistrict_nursing,both,0,120,0.5\n",
    [STAYS] = "admission,age_from,age_to,mean_days,zero_day_percent\nemergency,0,64,3,40\nemergency,65,120,10,10\n"
              "elective_inpatient,0,120,4,9\n",
    [UTILITY] = "sex,age_from,age_to,utility\nmale,0,120,0.9\nfemale,0,49,0.9\nfemale,50,120,0.7\n",
    [LOSSES] = "exposure,loss\ncough,0.1\nneed_low,0.05\nhas_carer,-0.02\n",
};

struct place {
    char folder[64];
    char *paths[TABLES];
};

static void write_single_ages(void)
{
    char *population = single_ages[0];
    char *mortality = single_ages[1];
    population += sprintf(population, "age,sex,persons,q1,q2,q3,q4,q5\n");
    mortality += sprintf(mortality, "age,sex,rate,q1,q2,q3,q4,q5,improvement_percent\n");
    for (int age = 0; age <= 104; age++) {
        for (int sex = 0; sex < 2; sex++) {
            const char *name = sex == 0 ? "male" : "female";
            if (age <= 100) {
                population += sprintf(population, "%d,%s,1000,300,200,200,200,100\n", age, name);
            }
            mortality += sprintf(mortality, "%d,%s,%g,2,1.5,1,0.75,0.5,%d\n", age, name, 0.004 * (age + 1), 2 + sex);
        }
    }
}

static void place_make(struct place *place)
{
    *place = (struct place){.folder = "/tmp/catchment-figures-XXXXXX"};
    cr_assert_not_null(mkdtemp(place->folder));
    write_single_ages();
    for (int t = 0; t < TABLES; t++) {
        cr_assert_gt(asprintf(&place->paths[t], "%s/%s.csv", place->folder, names[t]), 0);
        FILE *file = fopen(place->paths[t], "wb");
        cr_assert_not_null(file);
        cr_assert_geq(fputs(texts[t], file), 0);
        cr_assert_eq(fclose(file), 0);
    }
}

static void place_free(struct place *place)
{
    for (int t = 0; t < TABLES; t++) {
        unlink(place->paths[t]);
        free(place->paths[t]);
    }
    rmdir(place->folder);
}

static enum status read_place(struct figures *figures, const struct place *place)
{
    const struct figures_parameters paths = {
        .population = place->paths[POPULATION],
        .mortality = place->paths[MORTALITY],
        .fertility = place->paths[FERTILITY],
        .migration = place->paths[MIGRATION],
        .conditions = place->paths[CONDITIONS],
        .relative_risks = place->paths[RISKS],
        .frailty = place->paths[FRAILTY],
        .need = place->paths[NEED],
        .care_home = place->paths[CARE_HOME],
        .risk_factors = place->paths[FACTORS],
        .households = place->paths[HOUSEHOLDS],
        .carers = place->paths[CARERS],
        .use = place->paths[USE],
        .length_of_stay = place->paths[STAYS],
        .utility = place->paths[UTILITY],
        .utility_losses = place->paths[LOSSES],
    };
    return figures_read(figures, &paths);
}

static struct figures *read_small(void)
{
    struct figures *figures = calloc(1, sizeof *figures);
    struct place place;
    cr_assert_not_null(figures);
    place_make(&place);
    enum status status = read_place(figures, &place);
    place_free(&place);
    cr_assert_eq(status, STATUS_OK, "%s", status_message());
    return figures;
}

static void drop(struct figures *figures)
{
    figures_free(figures);
    free(figures);
}

static struct figures *read_shared(void)
{
#define FOLDER CATCHMENT_SOURCE "/configs/figures/"
    const struct figures_parameters paths = {
        .population = FOLDER "population.csv",
        .mortality = FOLDER "mortality.csv",
        .fertility = FOLDER "fertility.csv",
        .migration = FOLDER "migration.csv",
        .conditions = FOLDER "conditions.csv",
        .relative_risks = FOLDER "relative_risks.csv",
        .frailty = FOLDER "frailty.csv",
        .need = FOLDER "need.csv",
        .care_home = FOLDER "care_home.csv",
        .risk_factors = FOLDER "risk_factors.csv",
        .households = FOLDER "households.csv",
        .carers = FOLDER "carers.csv",
        .use = FOLDER "use.csv",
        .length_of_stay = FOLDER "length_of_stay.csv",
        .utility = FOLDER "utility.csv",
        .utility_losses = FOLDER "utility_losses.csv",
    };
    struct figures *figures = calloc(1, sizeof *figures);
    cr_assert_not_null(figures);
    cr_assert_eq(figures_read(figures, &paths), STATUS_OK, "%s", status_message());
    return figures;
}

static double persons_at(const struct figures *figures, unsigned age, unsigned sex)
{
    double persons = 0.0;
    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        persons += figures->persons[age][sex][quintile];
    }
    return persons;
}

/* The mean of a curve over ages from <= a < end of one sex, by persons. */
static double mean_over(const struct figures *figures, double curve[AGE_COUNT][SEX_COUNT], unsigned sex, unsigned from,
                        unsigned end)
{
    double sum = 0.0;
    double persons = 0.0;
    for (unsigned age = from; age < end; age++) {
        sum += persons_at(figures, age, sex) * curve[age][sex];
        persons += persons_at(figures, age, sex);
    }
    return sum / persons;
}

Test(figures, persons_of_100_and_over_are_spread_by_survival)
{
    struct figures *figures = read_small();
    double open = 0.0;
    for (unsigned age = 100; age < AGE_COUNT; age++) {
        open += figures->persons[age][SEX_FEMALE][0];
    }
    cr_expect_eq(figures->persons[99][SEX_MALE][4], 100.0);
    cr_expect_float_eq(open, 300.0, 1e-9);
    /* Stationary: those who reach 101 over those who reach 100 is exp(-rate); each year has (1 - exp(-m)) / m. */
    double first = 2.0 * 0.004 * 101;
    double second = 2.0 * 0.004 * 102;
    double years[2] = {(1.0 - exp(-first)) / first, exp(-first) * (1.0 - exp(-second)) / second};
    cr_expect_float_eq(figures->persons[101][SEX_FEMALE][0] / figures->persons[100][SEX_FEMALE][0], years[1] / years[0],
                       1e-12);
    drop(figures);
}

Test(figures, mortality_is_the_rate_times_the_ratio_of_the_quintile)
{
    struct figures *figures = read_small();
    cr_expect_float_eq(figures->mortality[49][SEX_MALE][0], 0.4, 1e-12);
    cr_expect_float_eq(figures->mortality[49][SEX_MALE][3], 0.15, 1e-12);
    cr_expect_float_eq(figures->mortality[105][SEX_MALE][2], 0.42, 1e-12, "105 has the rate of 104");
    cr_expect_float_eq(figures->mortality_improvement[30][SEX_FEMALE], 0.03, 1e-12);
    drop(figures);
}

Test(figures, fertility_is_zero_outside_its_table)
{
    struct figures *figures = read_small();
    cr_expect_float_eq(figures->fertility[20], 0.05, 1e-12);
    cr_expect_float_eq(figures->fertility[21], 0.06, 1e-12);
    cr_expect_eq(figures->fertility[19], 0.0);
    cr_expect_eq(figures->fertility[22], 0.0);
    drop(figures);
}

Test(figures, arrivals_are_departures_and_the_net_flow_but_never_negative)
{
    struct figures *figures = read_small();
    cr_expect_float_eq(figures->departure[17][SEX_MALE], 0.02, 1e-12);
    cr_expect_float_eq(figures->arrival[17][SEX_MALE], 0.015, 1e-12);
    cr_expect_float_eq(figures->arrival[18][SEX_MALE], 0.104, 1e-12);
    cr_expect_eq(figures->arrival[18][SEX_FEMALE], 0.0);
    cr_expect_float_eq(figures->move[105][SEX_FEMALE], 0.08, 1e-12);
    drop(figures);
}

Test(figures, conditions_have_names_stages_and_curves)
{
    struct figures *figures = read_small();
    cr_expect_eq(figures->condition_count, 2);
    cr_expect_eq(figures_condition(figures, "bad_cough"), 1);
    cr_expect_eq(figures_condition(figures, "sneeze"), -1);
    cr_expect_str_eq(figures->conditions[1].label, "Bad cough");
    cr_expect_eq(figures->conditions[0].requires, 0);
    cr_expect_eq(figures->conditions[1].requires, exposure_of_condition(0));
    cr_expect_float_eq(mean_over(figures, figures->prevalence[0], SEX_MALE, 0, 50), 0.02, 1e-9);
    cr_expect_float_eq(mean_over(figures, figures->prevalence[0], SEX_MALE, 50, AGE_COUNT), 0.1, 1e-9);
    cr_expect_lt(figures->prevalence[0][50][SEX_MALE], 0.08, "the curve goes on where the band before ends");
    cr_expect_float_eq(figures->prevalence[0][80][SEX_FEMALE], 0.04, 1e-12);
    drop(figures);
}

static float ratio_of(const struct figures *figures, enum trait trait, unsigned lane)
{
    return figures->ratio[CONDITION_LIMIT + (unsigned)trait][lane];
}

Test(figures, ratios_reach_every_lane_of_their_outcome)
{
    struct figures *figures = read_small();
    cr_expect_eq(figures->ratio[0][1], 3.0F);
    cr_expect_eq(figures->ratio[1][0], 1.0F, "a pair that no row names");
    cr_expect_eq(ratio_of(figures, TRAIT_FRAILTY_MILD, HAZARD_DEATH), 1.5F);
    cr_expect_eq(ratio_of(figures, TRAIT_FRAILTY_MILD, HAZARD_FRAILTY_WORSEN_MILD), 2.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_NEED_LOW, HAZARD_NEED_WORSEN_LOW), 4.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_OBESITY, HAZARD_DAY_CASE), 1.25F);
    cr_expect_eq(ratio_of(figures, TRAIT_OBESITY, HAZARD_ELECTIVE_INPATIENT), 1.25F);
    cr_expect_eq(ratio_of(figures, TRAIT_OBESITY, HAZARD_OUTPATIENT_FIRST), 1.5F);
    cr_expect_eq(ratio_of(figures, TRAIT_OBESITY, HAZARD_OUTPATIENT_FOLLOW_UP), 1.5F);
    cr_expect_eq(ratio_of(figures, TRAIT_DEPRIVATION_1, HAZARD_GP), 1.1F);
    cr_expect_eq(ratio_of(figures, TRAIT_NEED_CRITICAL, HAZARD_CARE_HOME), 5.0F);
    drop(figures);
}

Test(figures, exposures_exclude_what_cannot_happen_to_them)
{
    struct figures *figures = read_small();
    cr_expect_eq(figures->ratio[0][0], 0.0F, "who has a condition cannot get it");
    cr_expect_eq(ratio_of(figures, TRAIT_NEED_LOW, HAZARD_CARE_HOME), 0.0F, "a row cannot open what is closed");
    cr_expect_eq(ratio_of(figures, TRAIT_NEED_MODERATE, HAZARD_HOME_CARE), 0.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_NEED_SUBSTANTIAL, HAZARD_HOME_CARE), 1.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_SMOKING_CURRENT, HAZARD_SMOKING_START), 0.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_SMOKING_CURRENT, HAZARD_SMOKING_STOP), 1.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_HAS_CARER, HAZARD_CARER_START), 0.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_HAS_CARER, HAZARD_CARER_STOP), 1.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_HOME_CARE, HAZARD_HOME_CARE), 0.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_CARE_HOME, HAZARD_MOVE), 0.0F);
    cr_expect_eq(ratio_of(figures, TRAIT_CARE_HOME, HAZARD_DEATH), 1.0F);
    drop(figures);
}

Test(figures, a_band_of_frailty_or_need_moves_one_step_only)
{
    struct figures *figures = read_small();
    for (unsigned band = 0; band < FRAILTY_BANDS; band++) {
        enum trait trait = (enum trait)((unsigned)TRAIT_FRAILTY_FIT + band);
        for (unsigned step = 0; step < FRAILTY_BANDS - 1; step++) {
            cr_expect_eq(ratio_of(figures, trait, HAZARD_FRAILTY_WORSEN_FIT + step) > 0.0F, step == band);
        }
        cr_expect_eq(ratio_of(figures, trait, HAZARD_FRAILTY_RECOVER) > 0.0F, band > 0);
    }
    for (unsigned band = 0; band < NEED_BANDS; band++) {
        enum trait trait = (enum trait)((unsigned)TRAIT_NEED_NONE + band);
        for (unsigned step = 0; step < NEED_BANDS - 1; step++) {
            cr_expect_eq(ratio_of(figures, trait, HAZARD_NEED_WORSEN_NONE + step) > 0.0F, step == band);
        }
        cr_expect_eq(ratio_of(figures, trait, HAZARD_NEED_RECOVER) > 0.0F, band > 0);
    }
    drop(figures);
}

Test(figures, bands_of_frailty_and_need_add_up_to_everybody)
{
    struct figures *figures = read_small();
    double severe = 0.0;
    double persons = 0.0;
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        const double *frailty = figures->frailty[age][SEX_MALE];
        cr_expect_float_eq(frailty[0] + frailty[1] + frailty[2] + frailty[3], 1.0, 1e-12);
        cr_expect_eq(frailty[FRAILTY_FIT] < 1.0, age >= 50);
        severe += age >= 50 ? persons_at(figures, age, SEX_MALE) * frailty[FRAILTY_SEVERE] : 0.0;
        persons += age >= 50 ? persons_at(figures, age, SEX_MALE) : 0.0;
        cr_expect_float_eq(figures->need[age][SEX_FEMALE][NEED_CRITICAL], 0.02, 1e-12);
        cr_expect_float_eq(figures->need[age][SEX_FEMALE][NEED_NONE], 0.8, 1e-12);
    }
    cr_expect_float_eq(severe / persons, 0.05, 1e-9);
    cr_expect_eq(figures->frailty_recovery[49], 0.0);
    cr_expect_float_eq(figures->frailty_recovery[50], 0.1, 1e-12);
    cr_expect_float_eq(figures->need_recovery[70], 0.045, 1e-12, "the mean over the sexes, by persons");
    drop(figures);
}

Test(figures, shares_and_uses_keep_the_means_of_their_bands)
{
    struct figures *figures = read_small();
    cr_expect_float_eq(figures->smoking_current[40][SEX_MALE], 0.2, 1e-12);
    cr_expect_float_eq(figures->smoking_ex[40][SEX_MALE], 0.3, 1e-12);
    cr_expect_float_eq(figures->obesity[0][SEX_FEMALE], 0.25, 1e-12);
    cr_expect_float_eq(figures->carer[99][SEX_FEMALE], 0.1, 1e-12);
    cr_expect_eq(figures->care_home[64][SEX_FEMALE], 0.0);
    cr_expect_float_eq(mean_over(figures, figures->care_home, SEX_FEMALE, 65, AGE_COUNT), 0.05, 1e-9);
    cr_expect_float_eq(mean_over(figures, figures->living_alone, SEX_MALE, 65, AGE_COUNT), 0.4, 1e-9);
    cr_expect_float_eq(mean_over(figures, figures->partnered, SEX_MALE, 65, AGE_COUNT), 0.5, 1e-9);
    cr_expect_float_eq(mean_over(figures, figures->use[USE_GP], SEX_MALE, 0, 65), 4.0, 1e-9);
    cr_expect_float_eq(mean_over(figures, figures->use[USE_GP], SEX_MALE, 65, AGE_COUNT), 10.0, 1e-9);
    cr_expect_float_eq(figures->use[USE_DISTRICT_NURSING][5][SEX_MALE], 0.5, 1e-12);
    cr_expect_float_eq(figures->stay_days[STAY_ELECTIVE][30], 4.0, 1e-12);
    cr_expect_float_eq(figures->zero_day_share[STAY_ELECTIVE][30], 0.09, 1e-12);
    cr_expect_gt(figures->stay_days[STAY_EMERGENCY][64], 3.0);
    cr_expect_lt(figures->zero_day_share[STAY_EMERGENCY][104], 0.1);
    drop(figures);
}

/* Reading with one table replaced fails with this status and a message that has this text in it. */
static void expect_refused(int table, const char *text, enum status expected, const char *message)
{
    struct figures *figures = calloc(1, sizeof *figures);
    struct place place;
    const char *kept = texts[table];
    cr_assert_not_null(figures);
    texts[table] = text;
    place_make(&place);
    enum status status = read_place(figures, &place);
    cr_expect_eq(status, expected, "%s: %d", message, status);
    cr_expect_not_null(strstr(status_message(), message), "%s", status_message());
    texts[table] = kept;
    place_free(&place);
    drop(figures);
}

Test(figures, ages_must_be_covered_once)
{
    expect_refused(
        CARERS, "age_from,age_to,sex,carer_percent\n0,17,both,1\n19,120,both,1\n", STATUS_MALFORMED,
        "carers.csv:3: column age_from: expected 18, where the rows before of the same kind end, found \"19\"");
    expect_refused(CARERS, "age_from,age_to,sex,carer_percent\n0,17,both,1\n17,120,both,1\n", STATUS_MALFORMED,
                   "carers.csv:3: column age_from");
    expect_refused(CARERS, "age_from,age_to,sex,carer_percent\n0,120,male,1\n0,80,female,1\n", STATUS_MALFORMED,
                   "carers.csv: female: there is no row for age 81");
    expect_refused(CARERS, "age_from,age_to,sex,carer_percent\n0,120,male,1\n", STATUS_MALFORMED,
                   "carers.csv: female: there is no row for age 0");
    expect_refused(FACTORS,
                   "factor,sex,age_from,age_to,percent\nsmoking_current,both,0,120,20\nobesity,both,0,120,25\n",
                   STATUS_MALFORMED, "risk_factors.csv: smoking_ex, male: there is no row for age 0");
    expect_refused(FERTILITY, "age,births_per_1000_women\n20,50\n22,60\n", STATUS_MALFORMED,
                   "fertility.csv:3: column age: expected 21");
}

Test(figures, shares_must_be_shares)
{
    expect_refused(CARERS, "age_from,age_to,sex,carer_percent\n0,120,both,101\n", STATUS_MALFORMED,
                   "carers.csv:2: column carer_percent");
    expect_refused(CARE_HOME, "age_from,age_to,sex,resident_percent\n0,120,both,-1\n", STATUS_MALFORMED,
                   "care_home.csv:2: column resident_percent");
    expect_refused(
        FRAILTY, "age_from,age_to,sex,fit,mild,moderate,severe,recovery_per_1000\n0,120,both,60,25,10,6,100\n",
        STATUS_MALFORMED, "frailty.csv:2: columns fit to severe: expected a sum of 100 percent, found 101.00");
    expect_refused(POPULATION, "age,sex,persons,q1,q2,q3,q4,q5\n0,male,10,2,2,2,2,2\n0,female,10,2,2,2,2,9\n",
                   STATUS_MALFORMED, "population.csv: male: there is no row for age 1");
}

Test(figures, quintiles_must_add_up)
{
    static char changed[sizeof single_ages[0]];
    write_single_ages();
    strcpy(changed, single_ages[0]);
    memcpy(strstr(changed, "7,female,1000,300"), "7,female,1000,310", strlen("7,female,1000,310"));
    expect_refused(POPULATION, changed, STATUS_MALFORMED,
                   "population.csv:17: columns q1 to q5: expected a sum of 1000 persons, found 1010");
}

Test(figures, names_must_be_known)
{
    expect_refused(RISKS, "exposure,outcome,ratio\ncoug,bad_cough,3\n", STATUS_MALFORMED,
                   "risks.csv:2: column exposure: expected a known name (perhaps cough)");
    expect_refused(RISKS, "exposure,outcome,ratio\ncough,mortalty,3\n", STATUS_MALFORMED, "(perhaps mortality)");
    expect_refused(RISKS, "exposure,outcome,ratio\ncough,gp,-1\n", STATUS_MALFORMED, "risks.csv:2: column ratio");
    expect_refused(RISKS, "exposure,outcome,ratio\ncough,day_case,1.2\ncough,elective,2\n", STATUS_MALFORMED,
                   "risks.csv:3: column outcome: expected one row for each exposure and outcome");
    expect_refused(RISKS, "exposure,outcome,rate\ncough,gp,2\n", STATUS_MALFORMED, "risks.csv:1: column ratio");
    expect_refused(USE, "service,sex,age_from,age_to,rate_per_person_year\ngpp,both,0,120,4\n", STATUS_MALFORMED,
                   "use.csv:2: column service: expected a known name");
    expect_refused(CARERS, "age_from,age_to,sex,carer_percent\n0,120,men,1\n", STATUS_MALFORMED,
                   "carers.csv:2: column sex");
}

Test(figures, conditions_must_be_consistent)
{
#define HEADER "condition,label,sex,age_from,age_to,prevalence_percent,requires\n"
    expect_refused(CONDITIONS, HEADER "gp,Cough,both,0,120,2,\n", STATUS_MALFORMED,
                   "conditions.csv:2: column condition: expected a name that is not a trait");
    expect_refused(CONDITIONS, HEADER ",Cough,both,0,120,2,\n", STATUS_MALFORMED, "conditions.csv:2: column condition");
    expect_refused(CONDITIONS, HEADER "cough,,both,0,120,2,\n", STATUS_MALFORMED, "conditions.csv:2: column label");
    expect_refused(CONDITIONS, HEADER "obesity,Obesity,both,0,120,2,\n", STATUS_MALFORMED, "conditions.csv:2");
    expect_refused(CONDITIONS, HEADER "cough,Cough,male,0,120,2,\ncough,Caugh,female,0,120,2,\n", STATUS_MALFORMED,
                   "conditions.csv:3: column label");
    expect_refused(CONDITIONS, HEADER "cough,Cough,both,0,120,2,cough\n", STATUS_MALFORMED,
                   "conditions.csv:2: column requires");
    expect_refused(CONDITIONS, HEADER "cough,Cough,both,0,120,2,flu\nflu,Flu,both,0,120,2,\n", STATUS_MALFORMED,
                   "conditions.csv:2: column requires: expected nothing, or a condition of a row above");
    expect_refused(CONDITIONS,
                   HEADER "cough,Cough,both,0,120,2,\nflu,Flu,male,0,120,2,cough\nflu,Flu,female,0,120,2,\n",
                   STATUS_MALFORMED, "conditions.csv:4: column requires: expected the same");
}

Test(figures, conditions_without_stages_need_no_column_for_them)
{
    struct figures *figures = calloc(1, sizeof *figures);
    struct place place;
    cr_assert_not_null(figures);
    texts[CONDITIONS] = "condition,label,sex,age_from,age_to,prevalence_percent\n"
                        "cough,Cough,both,0,120,2\nbad_cough,Bad cough,both,0,120,1\n";
    place_make(&place);
    cr_expect_eq(read_place(figures, &place), STATUS_OK, "%s", status_message());
    cr_expect_eq(figures->conditions[1].requires, 0);
    cr_expect_str_eq(status_message(), "");
    place_free(&place);
    drop(figures);
}

Test(figures, there_are_32_conditions_at_most)
{
    char text[4096] = HEADER;
    for (int c = 0; c <= CONDITION_LIMIT; c++) {
        sprintf(text + strlen(text), "c%d,C,both,0,120,1,\n", c);
    }
    expect_refused(CONDITIONS, text, STATUS_MALFORMED, "conditions.csv:34: column condition");
}

Test(figures, a_missing_table_is_named)
{
    struct figures *figures = calloc(1, sizeof *figures);
    struct place place;
    cr_assert_not_null(figures);
    place_make(&place);
    unlink(place.paths[HOUSEHOLDS]);
    cr_expect_eq(read_place(figures, &place), STATUS_FILE_MISSING);
    cr_expect_not_null(strstr(status_message(), "households.csv"), "%s", status_message());
    place_free(&place);
    drop(figures);
}

Test(figures, every_allocation_may_fail)
{
    struct figures *figures = calloc(1, sizeof *figures);
    struct place place;
    enum status status = STATUS_NO_MEMORY;
    int64_t n = 0;
    cr_assert_not_null(figures);
    place_make(&place);
    for (; status == STATUS_NO_MEMORY && n < 10000; n++) {
        memory_fail_after(n);
        status = read_place(figures, &place);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "%s", status_message());
    }
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_OK);
    cr_expect_gt(n, 50);
    place_free(&place);
    drop(figures);
}

/* Bands as in the tables. */
static const unsigned from[] = {0, 5, 15, 25, 35, 45, 55, 65, 75, 85};

enum { BANDS = sizeof from / sizeof from[0] };

static unsigned band_end(size_t band)
{
    return band + 1 < BANDS ? from[band + 1] : AGE_COUNT;
}

static void expect_means(const double *means, const double *weight, const double *curve)
{
    for (size_t b = 0; b < BANDS; b++) {
        double sum = 0.0;
        double total = 0.0;
        for (unsigned age = from[b]; age < band_end(b); age++) {
            sum += weight[age] * curve[age];
            total += weight[age];
            cr_assert(curve[age] >= 0.0 && curve[age] <= 1.0, "age %u: %g", age, curve[age]);
        }
        cr_assert_float_eq(sum / total, means[b], 1e-6 * means[b], "band %zu: %.9g of %.9g", b, sum / total, means[b]);
    }
}

static void falling_weights(double weight[AGE_COUNT])
{
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        weight[age] = 1000.0 / (1.0 + exp((age - 85.0) / 6.0));
    }
}

Test(figures_spread, keeps_the_means_of_any_bands)
{
    struct random random = random_at(random_key_make(4, 0), RANDOM_PURPOSE_PARAMETER, 0, 0, 0);
    double weight[AGE_COUNT];
    double curve[AGE_COUNT];
    falling_weights(weight);
    for (int i = 0; i < 500; i++) {
        double means[BANDS];
        for (size_t b = 0; b < BANDS; b++) {
            double u = random_unit(&random);
            means[b] = u < 0.1 ? 0.0 : u > 0.95 ? 1.0 : u < 0.2 && b > 0 ? means[b - 1] : random_unit(&random);
        }
        figures_spread(means, from, BANDS, weight, curve);
        expect_means(means, weight, curve);
    }
}

Test(figures_spread, rising_means_give_a_rising_curve)
{
    struct random random = random_at(random_key_make(5, 0), RANDOM_PURPOSE_PARAMETER, 0, 0, 0);
    double weight[AGE_COUNT];
    double curve[AGE_COUNT];
    falling_weights(weight);
    for (int i = 0; i < 500; i++) {
        double means[BANDS];
        double mean = 0.0;
        for (size_t b = 0; b < BANDS; b++) {
            mean += random_bernoulli(&random, 0.2) ? 0.0 : 0.1 * pow(random_unit(&random), 3.0);
            means[b] = mean;
        }
        figures_spread(means, from, BANDS, weight, curve);
        expect_means(means, weight, curve);
        for (unsigned age = 1; age < AGE_COUNT; age++) {
            cr_assert_geq(curve[age], curve[age - 1] - 1e-9, "%d: age %u: %g after %g", i, age, curve[age],
                          curve[age - 1]);
        }
    }
}

Test(figures_spread, has_no_steps_where_the_means_rise_evenly)
{
    const double means[BANDS] = {0.01, 0.03, 0.06, 0.10, 0.15, 0.21, 0.28, 0.36, 0.45, 0.55};
    double weight[AGE_COUNT];
    double curve[AGE_COUNT];
    falling_weights(weight);
    figures_spread(means, from, BANDS, weight, curve);
    for (unsigned age = 1; age < AGE_COUNT; age++) {
        cr_expect_lt(curve[age] - curve[age - 1], 0.02, "age %u", age);
    }
}

Test(figures_spread, a_trough_is_wide_rather_than_deep)
{
    const double means[BANDS] = {0.6, 0.25, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6};
    double weight[AGE_COUNT];
    double curve[AGE_COUNT];
    falling_weights(weight);
    figures_spread(means, from, BANDS, weight, curve);
    for (unsigned age = 5; age < 15; age++) {
        cr_expect(curve[age] > 0.7 * 0.25 && curve[age] < 0.45, "age %u: %g", age, curve[age]);
    }
}

Test(figures_spread, a_band_without_anybody_has_nobody_at_any_age)
{
    const double means[BANDS] = {0, 0, 0.2, 0.3, 0, 0.1, 0.1, 0.1, 0.1, 0.1};
    double weight[AGE_COUNT];
    double curve[AGE_COUNT];
    falling_weights(weight);
    figures_spread(means, from, BANDS, weight, curve);
    expect_means(means, weight, curve);
    cr_expect_eq(curve[14], 0.0);
    cr_expect_gt(curve[15], 0.0);
    cr_expect_lt(curve[15], curve[20]);
    cr_expect_eq(curve[40], 0.0);
    cr_expect_float_eq(curve[70], 0.1, 1e-12, "equal means give a level curve");
}

Test(figures_spread, without_bands_a_curve_stays_as_it_is)
{
    double weight[AGE_COUNT];
    double curve[AGE_COUNT] = {0.25};
    falling_weights(weight);
    curve[AGE_COUNT - 1] = 0.75;
    figures_spread(NULL, NULL, 0, weight, curve);
    cr_expect_eq(curve[0], 0.25);
    cr_expect_eq(curve[AGE_COUNT - 1], 0.75);
}

Test(figures_spread, single_ages_stay_as_they_are)
{
    double means[AGE_COUNT];
    unsigned ages[AGE_COUNT];
    double weight[AGE_COUNT];
    double curve[AGE_COUNT];
    falling_weights(weight);
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        ages[age] = age;
        means[age] = 0.5 + 0.4 * sin(age);
    }
    figures_spread(means, ages, AGE_COUNT, weight, curve);
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        cr_expect_float_eq(curve[age], means[age], 1e-15);
    }
}

Test(figures_spread, a_band_without_weight_is_weighted_evenly)
{
    const double means[] = {0.1, 0.4};
    const unsigned ages[] = {0, 60};
    const double weight[AGE_COUNT] = {0};
    double curve[AGE_COUNT];
    double sum = 0.0;
    figures_spread(means, ages, 2, weight, curve);
    for (unsigned age = 60; age < AGE_COUNT; age++) {
        sum += curve[age];
    }
    cr_expect_float_eq(sum / (AGE_COUNT - 60), 0.4, 1e-9);
}

Test(figures_shared, give_the_official_totals_of_england)
{
    static const struct {
        enum figure_use use;
        double total;
    } uses[] = {
        {USE_GP, 5.5 * 51815853.0}, {USE_ACCIDENT_EMERGENCY, 19580911.0},
        {USE_AMBULANCE, 6.15e6},    {USE_EMERGENCY_ADMISSION, 5.0e6},
        {USE_DAY_CASE, 5.2e6},      {USE_ELECTIVE_INPATIENT, 1.75e6},
        {USE_OUTPATIENT, 60.5e6},   {USE_DISTRICT_NURSING, 33.0e6},
    };
    struct figures *figures = read_shared();
    double persons = 0.0;
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        persons += persons_at(figures, age, SEX_MALE) + persons_at(figures, age, SEX_FEMALE);
    }
    cr_expect_float_eq(persons, 51815853.0, 10.0);
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        double total = 0.0;
        for (unsigned age = 0; age < AGE_COUNT; age++) {
            for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
                total += persons_at(figures, age, sex) * figures->use[uses[i].use][age][sex];
            }
        }
        cr_expect_float_eq(total, uses[i].total, 1e-4 * uses[i].total, "use %d: %.0f", (int)uses[i].use, total);
    }
    cr_expect_eq(figures->condition_count, 32);
    drop(figures);
}

Test(figures_shared, have_every_share_between_0_and_1)
{
    struct figures *figures = read_shared();
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            for (size_t c = 0; c < figures->condition_count; c++) {
                double prevalence = figures->prevalence[c][age][sex];
                cr_assert(prevalence >= 0.0 && prevalence < 1.0, "%s", figures->conditions[c].name);
            }
            for (unsigned band = 0; band < FRAILTY_BANDS; band++) {
                cr_assert_geq(figures->frailty[age][sex][band], 0.0);
            }
            for (unsigned band = 0; band < NEED_BANDS; band++) {
                cr_assert_geq(figures->need[age][sex][band], 0.0);
            }
            cr_assert_leq(figures->living_alone[age][sex] + figures->partnered[age][sex], 1.0);
            cr_assert_leq(figures->smoking_current[age][sex] + figures->smoking_ex[age][sex], 1.0);
        }
    }
    drop(figures);
}

Test(figures, utility_keeps_its_means_and_losses_go_by_exposure)
{
    struct figures *figures = read_small();
    double mean = 0, people = 0;

    for (unsigned age = 50; age < AGE_COUNT; age++) {
        for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
            mean += figures->utility[age][SEX_FEMALE] * figures->persons[age][SEX_FEMALE][quintile];
            people += figures->persons[age][SEX_FEMALE][quintile];
        }
    }
    cr_expect_float_eq(mean / people, 0.7, 1e-9);
    cr_expect_float_eq(figures->utility[30][SEX_MALE], 0.9, 1e-12);
    cr_expect_float_eq(figures->utility_loss[0], 0.1, 1e-12);
    cr_expect_float_eq(figures->utility_loss[1], 0, 1e-12, "no row");
    cr_expect_float_eq(figures->utility_loss[CONDITION_LIMIT + TRAIT_NEED_LOW], 0.05, 1e-12);
    cr_expect_float_eq(figures->utility_loss[CONDITION_LIMIT + TRAIT_HAS_CARER], -0.02, 1e-12);
    drop(figures);
}
