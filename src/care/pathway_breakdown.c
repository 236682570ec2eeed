#include "care/pathway_parts.h"

/* One of the ways, by their shares; councils help from substantial need on. */
static enum breakdown draw_way(const struct pathway *self, uint32_t row)
{
    const struct care_parameters *parameters = self->care->parameters;
    struct random random = pathway_draw_for(self, row, RANDOM_PURPOSE_CARER_BREAKDOWN, 0);
    double left = random_unit(&random);
    const struct {
        enum breakdown way;
        double share;
    } ways[] = {
        {BREAKDOWN_CARE_HOME, parameters->breakdown_care_home_share},
        {BREAKDOWN_ADMISSION, parameters->breakdown_admission_share},
        {BREAKDOWN_HOME_CARE, parameters->breakdown_home_care_share},
    };

    if (exposure_need(self->life->people->person[row].exposures) < NEED_SUBSTANTIAL) {
        return BREAKDOWN_NOTHING;
    }
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (left < ways[i].share) {
            return ways[i].way;
        }
        left -= ways[i].share;
    }
    return BREAKDOWN_NOTHING;
}

enum status pathway_carer_breakdown(const struct pathway *self, uint32_t row)
{
    static const unsigned needs[BREAKDOWNS] = {
        [BREAKDOWN_HOME_CARE] = HAZARD_HOME_CARE,
        [BREAKDOWN_CARE_HOME] = HAZARD_CARE_HOME,
        [BREAKDOWN_ADMISSION] = HAZARD_EMERGENCY_ADMISSION,
    };
    const enum breakdown way = draw_way(self, row);

    pathway_count_use(self, row, self->month->breakdowns, 1);
    pathway_count_use(self, row, self->month->sought[way], 1);
    return way == BREAKDOWN_NOTHING ? STATUS_OK : pathway_need(self, row, needs[way]);
}
