#include "care/pathway_parts.h"

void pathway_tally_admission(const struct pathway *self, uint32_t row)
{
    const day_t discharged = self->life->people->person[row].stay_from;
    const day_t admitted = self->life->today - 1; /* the providers' day was yesterday */

    if (discharged != 0 && admitted - discharged <= self->care->parameters->readmission_days) {
        pathway_count_use(self->month->readmissions, self, row);
    }
}

void pathway_tally_discharge(const struct pathway *self, uint32_t row)
{
    pathway_count_use(self->month->discharges, self, row);
    self->life->people->person[row].stay_from = self->life->today - 1;
}
