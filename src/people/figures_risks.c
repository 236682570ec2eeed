#include <stdbool.h>
#include <string.h>

#include "base/table.h"
#include "people/figures_tables.h"

static const double RATIO_HIGHEST = 1000.0;

struct outcome {
    const char *name;
    unsigned first_lane, lanes;
};

#define HAZARD(name, text, kind, meaning) {text, HAZARD_##name, 1},
static const struct outcome outcomes[] = {
    {"frailty", HAZARD_FRAILTY_WORSEN_FIT, FRAILTY_BANDS - 1},
    {"need", HAZARD_NEED_WORSEN_NONE, NEED_BANDS - 1},
    {"elective", HAZARD_DAY_CASE, 2},
    {"outpatient", HAZARD_OUTPATIENT_FIRST, 2},
#include "people/hazards.def"
};
#undef HAZARD

enum { OUTCOME_COUNT = sizeof outcomes / sizeof outcomes[0] };

_Static_assert(HAZARD_FRAILTY_WORSEN_FIT + FRAILTY_BANDS - 1 == HAZARD_FRAILTY_RECOVER, "lanes of frailty in a row");
_Static_assert(HAZARD_NEED_WORSEN_NONE + NEED_BANDS - 1 == HAZARD_NEED_RECOVER, "lanes of need in a row");
_Static_assert(HAZARD_DAY_CASE + 1 == HAZARD_ELECTIVE_INPATIENT, "lanes of planned stays in a row");
_Static_assert(HAZARD_OUTPATIENT_FIRST + 1 == HAZARD_OUTPATIENT_FOLLOW_UP, "lanes of outpatients in a row");

size_t figures_outcome_count(void)
{
    return OUTCOME_COUNT;
}

const char *figures_outcome_name(size_t outcome)
{
    return outcomes[outcome].name;
}

bool figures_find_outcome(const struct figures *self, const char *name, unsigned *first_lane, unsigned *lanes)
{
    const int condition = figures_condition(self, name);

    *first_lane = condition < 0 ? 0 : (unsigned)condition;
    *lanes = condition < 0 ? 0 : 1;
    for (size_t o = 0; o < OUTCOME_COUNT && *lanes == 0; o++) {
        if (strcmp(outcomes[o].name, name) == 0) {
            *first_lane = outcomes[o].first_lane;
            *lanes = outcomes[o].lanes;
        }
    }
    return *lanes > 0;
}

/* Which lanes an exposure excludes, beside the ladders and a condition's own. */
static const struct {
    enum trait trait;
    enum hazard lane;
} exclusions[] = {
    {TRAIT_SMOKING_CURRENT, HAZARD_SMOKING_START},
    {TRAIT_HAS_CARER, HAZARD_CARER_START},
    {TRAIT_HOME_CARE, HAZARD_HOME_CARE},
    {TRAIT_NEED_NONE, HAZARD_HOME_CARE},
    {TRAIT_NEED_LOW, HAZARD_HOME_CARE},
    {TRAIT_NEED_MODERATE, HAZARD_HOME_CARE},
    {TRAIT_NEED_NONE, HAZARD_CARE_HOME},
    {TRAIT_NEED_LOW, HAZARD_CARE_HOME},
    {TRAIT_NEED_MODERATE, HAZARD_CARE_HOME},
    {TRAIT_CARE_HOME, HAZARD_HOME_CARE},
    {TRAIT_CARE_HOME, HAZARD_CARE_HOME},
    {TRAIT_CARE_HOME, HAZARD_MOVE},
    {TRAIT_CARE_HOME, HAZARD_DEPARTURE},
    {TRAIT_CARE_HOME, HAZARD_ARRIVAL},
    {TRAIT_CARE_HOME, HAZARD_CARER_START},
};

static float *risks_cell(struct figures *self, enum trait trait, unsigned lane)
{
    return &self->ratio[CONDITION_LIMIT + (unsigned)trait][lane];
}

/* From each band only its own next step up, and down from all but the lowest. The lane after the steps is recovery. */
static void risks_set_ladder(struct figures *self, enum trait first_band, unsigned bands, unsigned first_lane)
{
    for (unsigned band = 0; band < bands; band++) {
        for (unsigned step = 0; step + 1 < bands; step++) {
            if (step != band) {
                *risks_cell(self, (enum trait)((unsigned)first_band + band), first_lane + step) = 0.0F;
            }
        }
    }
    *risks_cell(self, first_band, first_lane + bands - 1) = 0.0F;
}

static void risks_set_structure(struct figures *self)
{
    for (size_t exposure = 0; exposure < 64; exposure++) {
        for (size_t lane = 0; lane < LANE_COUNT; lane++) {
            self->ratio[exposure][lane] = exposure == lane && lane < self->condition_count ? 0.0F : 1.0F;
        }
    }
    risks_set_ladder(self, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, HAZARD_FRAILTY_WORSEN_FIT);
    risks_set_ladder(self, TRAIT_NEED_NONE, NEED_BANDS, HAZARD_NEED_WORSEN_NONE);
    for (size_t i = 0; i < sizeof exclusions / sizeof exclusions[0]; i++) {
        *risks_cell(self, exclusions[i].trait, exclusions[i].lane) = 0.0F;
    }
}

struct risk_table {
    struct table table;
    size_t exposure_column, outcome_column, ratio_column;
    const char *exposures[EXPOSURE_COUNT];                 /* conditions, then traits */
    const char *outcomes[CONDITION_LIMIT + OUTCOME_COUNT]; /* conditions, then those above */
    bool given[64][LANE_COUNT];
};

static enum status risk_table_open(struct risk_table *self, const struct figures *figures, const char *path)
{
    enum status status = table_read(&self->table, path);

    for (size_t c = 0; c < figures->condition_count; c++) {
        self->exposures[c] = figures->conditions[c].name;
        self->outcomes[c] = figures->conditions[c].name;
    }
    for (size_t t = 0; t < TRAIT_COUNT; t++) {
        self->exposures[figures->condition_count + t] = trait_name((enum trait)t);
    }
    for (size_t o = 0; o < OUTCOME_COUNT; o++) {
        self->outcomes[figures->condition_count + o] = outcomes[o].name;
    }
    if (status == STATUS_OK) {
        status = table_column(&self->table, "exposure", &self->exposure_column);
    }
    if (status == STATUS_OK) {
        status = table_column(&self->table, "outcome", &self->outcome_column);
    }
    if (status == STATUS_OK) {
        status = table_column(&self->table, "ratio", &self->ratio_column);
    }
    return status;
}

static enum status risk_table_row(struct risk_table *self, struct figures *figures, size_t row)
{
    size_t exposure = 0;
    size_t choice = 0;
    double ratio = 1.0;
    const size_t conditions = figures->condition_count;
    enum status status =
        table_choice(&self->table, row, self->exposure_column, self->exposures, conditions + TRAIT_COUNT, &exposure);

    if (status == STATUS_OK) {
        status =
            table_choice(&self->table, row, self->outcome_column, self->outcomes, conditions + OUTCOME_COUNT, &choice);
    }
    if (status == STATUS_OK) {
        status = table_real_between(&self->table, row, self->ratio_column, 0.0, RATIO_HIGHEST, &ratio);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct outcome outcome = choice < conditions ? (struct outcome){self->outcomes[choice], (unsigned)choice, 1}
                                                 : outcomes[choice - conditions];
    size_t bit = exposure < conditions ? exposure : CONDITION_LIMIT + exposure - conditions;
    for (unsigned lane = outcome.first_lane; lane < outcome.first_lane + outcome.lanes; lane++) {
        if (self->given[bit][lane]) {
            return table_refuse(&self->table, row, self->outcome_column, "one row for each exposure and outcome");
        }
        self->given[bit][lane] = true;
        figures->ratio[bit][lane] *= (float)ratio;
    }
    return STATUS_OK;
}

enum status figures_read_risks(struct figures *self, const char *path)
{
    struct risk_table risks;

    memset(&risks, 0, sizeof risks);
    risks_set_structure(self);
    enum status status = risk_table_open(&risks, self, path);
    for (size_t row = 0; status == STATUS_OK && row < table_rows(&risks.table); row++) {
        status = risk_table_row(&risks, self, row);
    }
    table_free(&risks.table);
    return status;
}
