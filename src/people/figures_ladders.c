#include <math.h>

#include "base/memory.h"
#include "people/figures_bands.h"
#include "people/figures_tables.h"

/* Shares that are published to one decimal place need not add up to 100 exactly. */
static const double SHARES_TOLERANCE = 0.005;

/* A ladder: the shares of people in bands of frailty or of need, one of which everybody is in. */
struct ladder {
    size_t bands;
    double *shares;                  /* [AGE_COUNT][SEX_COUNT][bands] */
    double *recovery;                /* [AGE_COUNT] */
    const struct band_value *values; /* the bands from the lowest, then the rate of recovery */
};

/* Turns the shares into shares in this band or a higher one, of which none can exceed the one before. */
static enum status ladder_accumulate(const struct ladder *self, struct bands *bands, const char *path)
{
    for (size_t b = 0; b < bands->count; b++) {
        for (size_t k = self->bands - 1; k-- > 0;) {
            bands->value[k][b] += bands->value[k + 1][b];
        }
        double sum = bands->value[0][b];
        if (fabs(sum - 1.0) > SHARES_TOLERANCE) {
            return status_raise(STATUS_MALFORMED, "%s:%zu: columns %s to %s: expected a sum of 100 percent, found %.2f",
                                path, bands->line[b], self->values[0].column, self->values[self->bands - 1].column,
                                100.0 * sum);
        }
        for (size_t k = 0; k < self->bands; k++) {
            bands->value[k][b] /= sum;
        }
    }
    return STATUS_OK;
}

static void ladder_spread(const struct ladder *self, const struct bands *bands, unsigned sex,
                          const double weight[AGE_COUNT])
{
    double or_higher[NEED_BANDS][AGE_COUNT];

    for (size_t k = 1; k < self->bands; k++) {
        bands_spread(bands, k, 1.0, weight, or_higher[k]);
    }
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        double *shares = &self->shares[(age * SEX_COUNT + sex) * self->bands];
        double left = 1.0;
        for (size_t k = 0; k < self->bands; k++) {
            double above = k + 1 < self->bands ? fmin(or_higher[k + 1][age], left) : 0.0;
            shares[k] = left - above;
            left = above;
        }
    }
}

/* Recovery keeps the steps of its bands: a curve would start from the 0 of the ages at which nobody is to recover. */
static void ladder_set_recovery(const struct ladder *self, const struct bands *bands,
                                double weights[SEX_COUNT][AGE_COUNT])
{
    double rate[SEX_COUNT][AGE_COUNT];

    for (unsigned sex = 0; sex < SEX_COUNT; sex++) {
        bands_steps(&bands[sex], self->bands, rate[sex]);
    }
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        double persons = weights[SEX_MALE][age] + weights[SEX_FEMALE][age];
        double women = persons > 0.0 ? weights[SEX_FEMALE][age] / persons : 0.5;
        self->recovery[age] = (1.0 - women) * rate[SEX_MALE][age] + women * rate[SEX_FEMALE][age];
    }
}

static enum status ladder_read(const struct ladder *self, const struct figures *figures, const char *path)
{
    const struct band_format format = {
        .name_count = 1, .by_sex = true, .values = self->values, .value_count = self->bands + 1};
    struct bands *bands = NULL;
    double weights[SEX_COUNT][AGE_COUNT];
    enum status status = bands_read(&bands, path, &format);

    figures_weights(figures, weights);
    for (unsigned sex = 0; status == STATUS_OK && sex < SEX_COUNT; sex++) {
        status = ladder_accumulate(self, &bands[sex], path);
        if (status == STATUS_OK) {
            ladder_spread(self, &bands[sex], sex, weights[sex]);
        }
    }
    if (status == STATUS_OK) {
        ladder_set_recovery(self, bands, weights);
    }
    memory_free((void **)&bands);
    return status;
}

enum status figures_read_frailty(struct figures *self, const char *path)
{
    static const struct band_value values[] = {
        {"fit", 0.0, 100.0, 0.01},
        {"mild", 0.0, 100.0, 0.01},
        {"moderate", 0.0, 100.0, 0.01},
        {"severe", 0.0, 100.0, 0.01},
        {"recovery_per_1000", 0.0, 10000.0, 0.001},
    };
    const struct ladder ladder = {FRAILTY_BANDS, &self->frailty[0][0][0], self->frailty_recovery, values};

    return ladder_read(&ladder, self, path);
}

enum status figures_read_need(struct figures *self, const char *path)
{
    static const struct band_value values[] = {
        {"none", 0.0, 100.0, 0.01},        {"low", 0.0, 100.0, 0.01},      {"moderate", 0.0, 100.0, 0.01},
        {"substantial", 0.0, 100.0, 0.01}, {"critical", 0.0, 100.0, 0.01}, {"recovery_per_1000", 0.0, 10000.0, 0.001},
    };
    const struct ladder ladder = {NEED_BANDS, &self->need[0][0][0], self->need_recovery, values};

    return ladder_read(&ladder, self, path);
}
