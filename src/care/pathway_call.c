#include "care/pathway_parts.h"

enum { WHETHER_CALLED, WHICH_CATEGORY }; /* indices of draws */

/* Who calls an ambulance for a need, and how urgent it is for them. */
struct callers {
    double share, a_share, b_share;
};

static struct callers callers_of(const struct care_parameters *care, unsigned hazard)
{
    const struct ambulance_calls_parameters *calls = &care->ambulance_calls;

    switch (hazard) {
    case HAZARD_EMERGENCY_ADMISSION:
        return (struct callers){care->emergency_ambulance_share, calls->admitted_a_share, calls->admitted_b_share};
    case HAZARD_ACCIDENT_EMERGENCY:
        return (struct callers){care->ae_ambulance_share, calls->attending_a_share, calls->attending_b_share};
    case HAZARD_AMBULANCE:
        return (struct callers){1, calls->not_conveyed_a_share, calls->not_conveyed_b_share};
    default:
        return (struct callers){0};
    }
}

enum ambulance_call pathway_call_of_need(const struct pathway *self, uint32_t row, unsigned hazard)
{
    const struct callers callers = callers_of(self->care->parameters, hazard);
    struct random whether = pathway_draw_for(self, row, RANDOM_PURPOSE_AMBULANCE, WHETHER_CALLED);
    struct random which = pathway_draw_for(self, row, RANDOM_PURPOSE_AMBULANCE, WHICH_CATEGORY);
    const double category = random_unit(&which);

    if (!random_bernoulli(&whether, callers.share)) {
        return CALL_NONE;
    }
    if (category < callers.a_share) {
        return CALL_A;
    }
    return category < callers.a_share + callers.b_share ? CALL_B : CALL_C;
}

static uint8_t urgency_of(enum ambulance_call call)
{
    return (uint8_t)(URGENT + CALL_A - call);
}

enum ambulance_call pathway_call_at(const struct pathway *self, uint32_t row, enum moment moment, unsigned of)
{
    switch (moment) {
    case MOMENT_NEED:
        return pathway_call_of_need(self, row, of);
    case MOMENT_SERVED:
    case MOMENT_REFUSED:
        return of == SERVICE_AMBULANCE ? (enum ambulance_call)(CALL_A - (self->heard->urgency - URGENT)) : CALL_NONE;
    default:
        return CALL_NONE;
    }
}

enum status pathway_call_ambulance(const struct pathway *self, uint32_t row, enum ambulance_call call)
{
    const uint16_t neighbourhood = self->life->people->person[row].neighbourhood;

    return call == CALL_NONE ? STATUS_OK
                             : pathway_ask(self, row, pathway_catchment_site(self, neighbourhood, SERVICE_AMBULANCE),
                                           (struct request){.service = SERVICE_AMBULANCE, .urgency = urgency_of(call)});
}
