/* What is not known about a parameter: a distribution around its value, and one draw from it. */
#ifndef CATCHMENT_SCENARIO_DISTRIBUTION_H
#define CATCHMENT_SCENARIO_DISTRIBUTION_H

#include "base/random.h"

/* X(enumerator, word in a scenario) */
#define DISTRIBUTION_LIST(X)                                                                                           \
    X(DISTRIBUTION_NORMAL, "normal")                                                                                   \
    X(DISTRIBUTION_LOGNORMAL, "lognormal")                                                                             \
    X(DISTRIBUTION_UNIFORM, "uniform")                                                                                 \
    X(DISTRIBUTION_TRIANGULAR, "triangular")

#define DISTRIBUTION_ENUMERATOR(enumerator, word) enumerator,
enum distribution_kind { DISTRIBUTION_LIST(DISTRIBUTION_ENUMERATOR) };
#undef DISTRIBUTION_ENUMERATOR

/* low <= centre <= high. Normal: centre is the mean, low to high is as wide as its 95% interval. Lognormal: centre is
 * the median, all three positive, the ratio of high to low is that of its 95% interval. Uniform: low to high.
 * Triangular: low to high with its mode at the centre. */
struct distribution {
    enum distribution_kind kind;
    double centre, low, high;
};

/* One draw; the centre itself when low equals high. */
double distribution_draw(const struct distribution *self, struct random *random);

#endif
