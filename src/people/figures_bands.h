/* Tables of figures by age and sex: rows for bands of ages (columns age_from, age_to) or single ages (column age), for
 * the sexes apart or together, and for named groups such as conditions or services. Checks that the bands of each group
 * and sex follow each other in the file without a gap or an overlap. Called by figures_read only. */
#ifndef CATCHMENT_PEOPLE_FIGURES_BANDS_H
#define CATCHMENT_PEOPLE_FIGURES_BANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/table.h"
#include "people/exposure.h"
#include "people/hazard.h"

/* What no rate of a table may exceed: uses per person-year, or days of a stay. */
#define RATE_HIGHEST 365.0

enum { BAND_VALUES = 7, AGE_OPEN = 100, AGE_OLDEST = 130 }; /* a last band from AGE_OPEN or below is an open one */

typedef double figures_by_age_sex[AGE_COUNT][SEX_COUNT];

struct band_value {
    const char *column;
    double low, high; /* both allowed, as in the file */
    double unit;      /* by which the number of the file is multiplied */
};

struct band_format {
    const char *group;        /* the column with the name of the group; NULL if there is one group only */
    const char *const *names; /* of the groups */
    size_t name_count;
    bool by_sex;      /* has a column sex: male, female or both */
    bool single_ages; /* has a column age */
    bool partial;     /* may start and end at any age; otherwise from 0 to AGE_OPEN or more */
    const struct band_value *values;
    size_t value_count; /* at most BAND_VALUES */
};

struct bands { /* of one group and sex */
    size_t count;
    unsigned from[AGE_COUNT];
    size_t line[AGE_COUNT];               /* of the file, for messages */
    unsigned end;                         /* the first age after the last band */
    double value[BAND_VALUES][AGE_COUNT]; /* by column and band, units applied */
};

/* *out[group x SEX_COUNT + sex] receives the bands; free it with memory_free. On error it is NULL. */
enum status bands_read(struct bands **out, const char *path, const struct band_format *format);
enum status bands_collect(struct bands **out, const struct table *table, const struct band_format *format);

/* The value of each age as it stands; after the last band that of the last. */
void bands_steps(const struct bands *self, size_t column, double out[AGE_COUNT]);

/* The values smoothed by figures_spread; `most` is what no age may exceed. */
void bands_spread(const struct bands *self, size_t column, double most, const double weight[AGE_COUNT],
                  double out[AGE_COUNT]);

/* Spreads every column of every group of `bands`, in this order, into the targets, with the weights of each sex. */
void bands_spread_all(const struct bands *bands, const struct band_format *format, double weights[SEX_COUNT][AGE_COUNT],
                      figures_by_age_sex *const *targets);

#endif
