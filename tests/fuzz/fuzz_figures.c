/* Any bytes as one of the tables of figures, whose name is the first line, among sound ones. */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "people/figures.h"

#define FILE_OF(name) CATCHMENT_SOURCE "/tests/fuzz/figures/" name ".csv"

static struct figures_parameters paths;

static const struct {
    const char *name, *path;
    const char **place;
} tables[] = {
    {"population", FILE_OF("population"), &paths.population},
    {"mortality", FILE_OF("mortality"), &paths.mortality},
    {"fertility", FILE_OF("fertility"), &paths.fertility},
    {"migration", FILE_OF("migration"), &paths.migration},
    {"conditions", FILE_OF("conditions"), &paths.conditions},
    {"relative_risks", FILE_OF("relative_risks"), &paths.relative_risks},
    {"frailty", FILE_OF("frailty"), &paths.frailty},
    {"need", FILE_OF("need"), &paths.need},
    {"care_home", FILE_OF("care_home"), &paths.care_home},
    {"risk_factors", FILE_OF("risk_factors"), &paths.risk_factors},
    {"households", FILE_OF("households"), &paths.households},
    {"carers", FILE_OF("carers"), &paths.carers},
    {"use", FILE_OF("use"), &paths.use},
    {"length_of_stay", FILE_OF("length_of_stay"), &paths.length_of_stay},
    {"utility", FILE_OF("utility"), &paths.utility},
    {"utility_losses", FILE_OF("utility_losses"), &paths.utility_losses},
};

enum { TABLES = sizeof tables / sizeof tables[0] };

static void check_between(const double *values, size_t count, double low, double high, const char *what)
{
    for (size_t i = 0; i < count; i++) {
        fuzz_require(values[i] >= low && values[i] <= high, "%s: %.17g is not from %g to %g", what, values[i], low,
                     high);
    }
}

#define CHECK(member, low, high)                                                                                       \
    check_between((const double *)figures->member, sizeof figures->member / sizeof(double), low, high, #member)

static void check_figures(const struct figures *figures)
{
    CHECK(persons, 0, 1e10);
    CHECK(mortality, 0, 1000);
    CHECK(mortality_improvement, -1, 1);
    CHECK(fertility, 0, 1);
    CHECK(departure, 0, 1);
    CHECK(arrival, 0, 2);
    CHECK(move, 0, 1);
    CHECK(prevalence, 0, 1);
    CHECK(smoking_current, 0, 1);
    CHECK(smoking_ex, 0, 1);
    CHECK(obesity, 0, 1);
    CHECK(frailty, 0, 1);
    CHECK(frailty_recovery, 0, 10);
    CHECK(need, 0, 1);
    CHECK(need_recovery, 0, 10);
    CHECK(care_home, 0, 1);
    CHECK(living_alone, 0, 1);
    CHECK(partnered, 0, 1);
    CHECK(carer, 0, 1);
    CHECK(use, 0, 365);
    CHECK(stay_days, 0, 365);
    CHECK(zero_day_share, 0, 1);
    CHECK(utility, 0, 1);
    CHECK(utility_loss, -1, 1);
    for (size_t i = 0; i < sizeof figures->ratio / sizeof(float); i++) {
        fuzz_require((&figures->ratio[0][0])[i] >= 0.0F && isfinite((&figures->ratio[0][0])[i]), "a ratio of %g",
                     (double)(&figures->ratio[0][0])[i]);
    }
    fuzz_require(figures->condition_count <= CONDITION_LIMIT, "%zu conditions", figures->condition_count);
    for (size_t c = 0; c < CONDITION_LIMIT && c < figures->condition_count; c++) {
        fuzz_require(figures_condition(figures, figures->conditions[c].name) == (int)c, "a condition of two names");
        fuzz_require(figures->conditions[c].requires >> c == 0, "a condition that needs a later one");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct figures *figures;
    char name[32];
    const char *path = NULL;

    fuzz_first_line(&data, &size, name, sizeof name);
    for (size_t t = 0; t < TABLES; t++) {
        *tables[t].place = tables[t].path;
        if (strcmp(tables[t].name, name) == 0) {
            path = fuzz_file(0, data, size);
            *tables[t].place = path;
        }
    }
    if (path == NULL) {
        return 0;
    }
    if (figures == NULL) {
        figures = calloc(1, sizeof *figures);
        fuzz_require(figures != NULL, "out of memory");
    }
    const enum status status = figures_read(figures, &paths);
    if (status == STATUS_OK) {
        check_figures(figures);
    } else {
        fuzz_require(status == STATUS_MALFORMED, "status %d: %s", status, status_message());
        fuzz_check_line(status_message());
        fuzz_require(strstr(status_message(), ".csv:") != NULL || strncmp(status_message(), path, strlen(path)) == 0,
                     "no file in: %s", status_message());
    }
    figures_free(figures);
    return 0;
}
