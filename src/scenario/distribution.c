#include "scenario/distribution.h"

#include "base/real.h"

/* Width of the central 95% of the standard normal distribution. */
#define NORMAL_WIDTH (2.0 * 1.959963984540054)

double distribution_draw(const struct distribution *self, struct random *random)
{
    if (!(self->low < self->high)) {
        return self->centre;
    }
    switch (self->kind) {
    case DISTRIBUTION_NORMAL:
        return self->centre + (self->high - self->low) / NORMAL_WIDTH * random_normal(random);
    case DISTRIBUTION_LOGNORMAL:
        return random_lognormal(random, real_log(self->centre), real_log(self->high / self->low) / NORMAL_WIDTH);
    case DISTRIBUTION_UNIFORM:
        return self->low + (self->high - self->low) * random_unit(random);
    case DISTRIBUTION_TRIANGULAR:
        break;
    }
    return random_triangular(random, self->low, self->centre, self->high);
}
