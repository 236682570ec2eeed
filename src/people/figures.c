#include "people/figures.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/faults.h"
#include "base/memory.h"
#include "base/real.h"
#include "base/text.h"
#include "people/figures_bands.h"
#include "people/figures_tables.h"

/* Persons by quintile are rounded one by one. */
static const double PERSONS_TOLERANCE = 3.0;

static enum status figures_read_mortality(struct figures *self, const char *path)
{
    static const struct band_value values[] = {
        {"rate", 1e-6, 10.0, 1.0},
        {"q1", 0.01, 100.0, 1.0},
        {"q2", 0.01, 100.0, 1.0},
        {"q3", 0.01, 100.0, 1.0},
        {"q4", 0.01, 100.0, 1.0},
        {"q5", 0.01, 100.0, 1.0},
        {"improvement_percent", -100.0, 100.0, 0.01},
    };
    const struct band_format format = {
        .name_count = 1, .by_sex = true, .single_ages = true, .values = values, .value_count = 7};
    struct bands *bands = NULL;
    enum status status = bands_read(&bands, path, &format);

    for (unsigned sex = 0; status == STATUS_OK && sex < SEX_COUNT; sex++) {
        double steps[BAND_VALUES][AGE_COUNT];
        for (size_t v = 0; v < format.value_count; v++) {
            bands_steps(&bands[sex], v, steps[v]);
        }
        for (unsigned age = 0; age < AGE_COUNT; age++) {
            for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
                self->mortality[age][sex][quintile] = steps[0][age] * steps[1 + quintile][age];
            }
            self->mortality_improvement[age][sex] = steps[1 + QUINTILE_COUNT][age];
        }
    }
    memory_free((void **)&bands);
    return status;
}

/* Spreads persons of AGE_OPEN and over as a stationary population at the rates of mortality has them. */
static void persons_spread_open(struct figures *self, unsigned sex, unsigned quintile)
{
    const double persons = self->persons[AGE_OPEN][sex][quintile];
    double stationary[AGE_COUNT] = {0};
    double survivors = 1.0;
    double total = 0.0;

    for (unsigned age = AGE_OPEN; age < AGE_COUNT; age++) {
        double rate = self->mortality[age][sex][quintile];
        double left = age + 1 < AGE_COUNT ? survivors * real_exp(-rate) : 0.0;
        stationary[age] = (survivors - left) / rate;
        survivors = left;
        total += stationary[age];
    }
    for (unsigned age = AGE_OPEN; age < AGE_COUNT; age++) {
        self->persons[age][sex][quintile] = persons * stationary[age] / total;
    }
}

static enum status persons_set(struct figures *self, const struct bands *bands, unsigned sex, const char *path)
{
    for (size_t b = 0; b < bands->count; b++) {
        double sum = 0.0;
        for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
            self->persons[bands->from[b]][sex][quintile] = bands->value[1 + quintile][b];
            sum += bands->value[1 + quintile][b];
        }
        if (fabs(sum - bands->value[0][b]) > PERSONS_TOLERANCE) {
            return status_raise(STATUS_MALFORMED,
                                "%s:%zu: columns q1 to q5: expected a sum of %.0f persons, found %.0f", path,
                                bands->line[b], bands->value[0][b], sum);
        }
    }
    for (unsigned quintile = 0; bands->end == AGE_OPEN + 1 && quintile < QUINTILE_COUNT; quintile++) {
        persons_spread_open(self, sex, quintile);
    }
    return STATUS_OK;
}

static enum status figures_read_population(struct figures *self, const char *path)
{
    static const struct band_value values[] = {
        {"persons", 0.0, 1e10, 1.0}, {"q1", 0.0, 1e10, 1.0}, {"q2", 0.0, 1e10, 1.0},
        {"q3", 0.0, 1e10, 1.0},      {"q4", 0.0, 1e10, 1.0}, {"q5", 0.0, 1e10, 1.0},
    };
    const struct band_format format = {
        .name_count = 1, .by_sex = true, .single_ages = true, .values = values, .value_count = 6};
    struct bands *bands = NULL;
    enum status status = bands_read(&bands, path, &format);

    for (unsigned sex = 0; status == STATUS_OK && sex < SEX_COUNT; sex++) {
        status = persons_set(self, &bands[sex], sex, path);
    }
    memory_free((void **)&bands);
    return status;
}

static enum status figures_read_fertility(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"births_per_1000_women", 0.0, 1000.0, 0.001}};
    const struct band_format format = {
        .name_count = 1, .single_ages = true, .partial = true, .values = values, .value_count = 1};
    struct bands *bands = NULL;
    enum status status = bands_read(&bands, path, &format);

    for (size_t b = 0; status == STATUS_OK && b < bands->count; b++) {
        self->fertility[bands->from[b]] = bands->value[0][b];
    }
    memory_free((void **)&bands);
    return status;
}

/* Flows keep the steps of their bands: they do jump at the ages at which people leave school or home. */
static enum status figures_read_migration(struct figures *self, const char *path)
{
    static const struct band_value values[] = {
        {"net_per_1000", -1000.0, 1000.0, 0.001},
        {"departures_per_1000", 0.0, 1000.0, 0.001},
        {"moves_per_1000", 0.0, 1000.0, 0.001},
    };
    const struct band_format format = {.name_count = 1, .by_sex = true, .values = values, .value_count = 3};
    struct bands *bands = NULL;
    enum status status = bands_read(&bands, path, &format);

    for (unsigned sex = 0; status == STATUS_OK && sex < SEX_COUNT; sex++) {
        double net[AGE_COUNT];
        double departures[AGE_COUNT];
        double moves[AGE_COUNT];
        bands_steps(&bands[sex], 0, net);
        bands_steps(&bands[sex], 1, departures);
        bands_steps(&bands[sex], 2, moves);
        for (unsigned age = 0; age < AGE_COUNT; age++) {
            self->departure[age][sex] = departures[age];
            self->arrival[age][sex] = fmax(departures[age] + net[age], 0.0);
            self->move[age][sex] = moves[age];
        }
    }
    memory_free((void **)&bands);
    return status;
}

/* Reads a table of which every column is a curve over ages for each sex. */
static enum status targets_read(const struct figures *self, const char *path, const struct band_format *format,
                                figures_by_age_sex *const *targets)
{
    struct bands *bands = NULL;
    double weights[SEX_COUNT][AGE_COUNT];
    enum status status = bands_read(&bands, path, format);

    if (status == STATUS_OK) {
        figures_weights(self, weights);
        bands_spread_all(bands, format, weights, targets);
    }
    memory_free((void **)&bands);
    return status;
}

static enum status figures_read_care_home(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"resident_percent", 0.0, 100.0, 0.01}};
    const struct band_format format = {.name_count = 1, .by_sex = true, .values = values, .value_count = 1};
    figures_by_age_sex *const targets[] = {&self->care_home};

    return targets_read(self, path, &format, targets);
}

static enum status figures_read_carers(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"carer_percent", 0.0, 100.0, 0.01}};
    const struct band_format format = {.name_count = 1, .by_sex = true, .values = values, .value_count = 1};
    figures_by_age_sex *const targets[] = {&self->carer};

    return targets_read(self, path, &format, targets);
}

/* Keeps what excludes each other from adding up to more than all, which two curves may do between their bands. */
static void shares_bound(figures_by_age_sex share, figures_by_age_sex first)
{
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            share[age][sex] = fmin(share[age][sex], 1.0 - first[age][sex]);
        }
    }
}

static enum status figures_read_households(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"living_alone_percent", 0.0, 100.0, 0.01},
                                               {"partnered_percent", 0.0, 100.0, 0.01}};
    const struct band_format format = {.name_count = 1, .by_sex = true, .values = values, .value_count = 2};
    figures_by_age_sex *const targets[] = {&self->living_alone, &self->partnered};
    enum status status = targets_read(self, path, &format, targets);

    shares_bound(self->partnered, self->living_alone);
    return status;
}

static enum status figures_read_risk_factors(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"percent", 0.0, 100.0, 0.01}};
    static const char *const names[] = {"smoking_current", "smoking_ex", "obesity"};
    const struct band_format format = {
        .group = "factor", .names = names, .name_count = 3, .by_sex = true, .values = values, .value_count = 1};
    figures_by_age_sex *const targets[] = {&self->smoking_current, &self->smoking_ex, &self->obesity};
    enum status status = targets_read(self, path, &format, targets);

    shares_bound(self->smoking_ex, self->smoking_current);
    return status;
}

static enum status figures_read_use(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"rate_per_person_year", 0.0, RATE_HIGHEST, 1.0}};
    static const char *const names[USE_COUNT] = {
        [USE_GP] = "gp",
        [USE_OUT_OF_HOURS] = "out_of_hours",
        [USE_ACCIDENT_EMERGENCY] = "accident_emergency",
        [USE_AMBULANCE] = "ambulance",
        [USE_EMERGENCY_ADMISSION] = "emergency_admission",
        [USE_DAY_CASE] = "day_case",
        [USE_ELECTIVE_INPATIENT] = "elective_inpatient",
        [USE_OUTPATIENT] = "outpatient",
        [USE_DISTRICT_NURSING] = "district_nursing",
    };
    const struct band_format format = {.group = "service",
                                       .names = names,
                                       .name_count = USE_COUNT,
                                       .by_sex = true,
                                       .values = values,
                                       .value_count = 1};
    figures_by_age_sex *targets[USE_COUNT];

    for (size_t use = 0; use < USE_COUNT; use++) {
        targets[use] = &self->use[use];
    }
    return targets_read(self, path, &format, targets);
}

/* Stays are weighted by admissions, so that the mean over the admissions of a band is the published one. */
static enum status figures_read_stays(struct figures *self, const char *path)
{
    static const struct band_value values[] = {{"mean_days", 0.0, RATE_HIGHEST, 1.0},
                                               {"zero_day_percent", 0.0, 100.0, 0.01}};
    static const char *const names[STAY_KINDS] = {
        [STAY_EMERGENCY] = "emergency", [STAY_ELECTIVE] = "elective_inpatient"};
    static const enum figure_use uses[STAY_KINDS] = {USE_EMERGENCY_ADMISSION, USE_ELECTIVE_INPATIENT};
    const struct band_format format = {
        .group = "admission", .names = names, .name_count = STAY_KINDS, .values = values, .value_count = 2};
    struct bands *bands = NULL;
    double weights[SEX_COUNT][AGE_COUNT];
    enum status status = bands_read(&bands, path, &format);

    figures_weights(self, weights);
    for (size_t kind = 0; status == STATUS_OK && kind < STAY_KINDS; kind++) {
        const struct bands *group = &bands[kind * SEX_COUNT];
        double admissions[AGE_COUNT];
        for (unsigned age = 0; age < AGE_COUNT; age++) {
            admissions[age] = weights[SEX_MALE][age] * self->use[uses[kind]][age][SEX_MALE] +
                              weights[SEX_FEMALE][age] * self->use[uses[kind]][age][SEX_FEMALE];
        }
        bands_spread(group, 0, RATE_HIGHEST, admissions, self->stay_days[kind]);
        bands_spread(group, 1, 1.0, admissions, self->zero_day_share[kind]);
    }
    memory_free((void **)&bands);
    return status;
}

void figures_weights(const struct figures *self, double weights[SEX_COUNT][AGE_COUNT])
{
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
            weights[sex][age] = 0.0;
            for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
                weights[sex][age] += self->persons[age][sex][quintile];
            }
        }
    }
}

int figures_condition(const struct figures *self, const char *name)
{
    for (size_t c = 0; c < self->condition_count; c++) {
        if (strcmp(self->conditions[c].name, name) == 0) {
            return (int)c;
        }
    }
    return -1;
}

void figures_free(struct figures *self)
{
    for (size_t c = 0; c < self->condition_count; c++) {
        memory_free((void **)&self->conditions[c].name);
        memory_free((void **)&self->conditions[c].label);
    }
    self->condition_count = 0;
}

/* In this order, because persons at 100 and over need mortality, curves need persons as weights, stays need admissions,
 * and
 * ratios and losses of utility need the names of conditions. */
enum status figures_read(struct figures *self, const struct figures_parameters *paths)
{
    const struct {
        enum status (*read)(struct figures *self, const char *path);
        const char *path;
    } steps[] = {
        {figures_read_mortality, paths->mortality},
        {figures_read_population, paths->population},
        {figures_read_fertility, paths->fertility},
        {figures_read_migration, paths->migration},
        {figures_read_conditions, paths->conditions},
        {figures_read_frailty, paths->frailty},
        {figures_read_need, paths->need},
        {figures_read_care_home, paths->care_home},
        {figures_read_risk_factors, paths->risk_factors},
        {figures_read_households, paths->households},
        {figures_read_carers, paths->carers},
        {figures_read_use, paths->use},
        {figures_read_stays, paths->length_of_stay},
        {figures_read_utility, paths->utility},
        {figures_read_risks, paths->relative_risks},
        {figures_read_utility_losses, paths->utility_losses},
    };
    struct faults faults = {0};
    bool conditions_known = true, goes_on = true;

    memset(self, 0, sizeof *self);
    for (size_t i = 0; goes_on && i < sizeof steps / sizeof steps[0]; i++) {
        const bool names_conditions =
            steps[i].read == figures_read_risks || steps[i].read == figures_read_utility_losses;
        if (names_conditions && !conditions_known) {
            continue; /* half of its names would be unknown */
        }
        const enum status table = steps[i].read(self, steps[i].path);
        conditions_known = conditions_known && (table == STATUS_OK || steps[i].read != figures_read_conditions);
        goes_on = faults_note(&faults, table);
    }
    const enum status status = faults_raise(&faults);
    if (status != STATUS_OK) {
        figures_free(self);
    }
    return status;
}
