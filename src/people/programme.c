#include "people/programme.h"

#include <string.h>

#include "base/faults.h"
#include "base/memory.h"
#include "people/figures_tables.h"

static const struct enabler_parameters *find_enabler(const struct care_parameters *care, const char *name)
{
    const struct enabler_parameters *enablers = care->enablers.items;
    size_t at = 0;

    while (at < care->enablers.count && strcmp(enablers[at].name, name) != 0) {
        at++;
    }
    return at < care->enablers.count ? &enablers[at] : NULL;
}

static enum status read_requirement(struct programmes *self, const struct care_parameters *care, size_t programme,
                                    const struct requirement_parameters *requirement)
{
    const struct enabler_parameters *enabler = find_enabler(care, requirement->name);

    if (enabler == NULL) {
        return status_raise(STATUS_SCENARIO,
                            "care.programmes.%s.requires.%s: expected the name of one of care.enablers",
                            self->items[programme].name, requirement->name);
    }
    self->works[programme] *= enabler->present ? 1 : requirement->works_share_without;
    return STATUS_OK;
}

const char *programme_effect_on(const struct effect_parameters *effect)
{
    return effect->on[0] != '\0' ? effect->on : effect->name;
}

enum status programme_bind_effect(struct eligibility *who, const struct care_parameters *care,
                                  const struct figures *figures, size_t programme,
                                  const struct effect_parameters *effect)
{
    const struct programme_parameters *programmes = care->programmes.items;

    return eligibility_bind(who, effect->who, figures, &care->programmes, "care.programmes.%s.effects.%s.who",
                            programmes[programme].name, effect->name);
}

static enum status read_effect(struct programmes *self, const struct care_parameters *care,
                               const struct figures *figures, size_t programme, const struct effect_parameters *effect)
{
    struct programme_hazard hazard = {.programme = (unsigned)programme, .ratio = effect->ratio, .in_force = 1};

    if (!figures_find_outcome(figures, programme_effect_on(effect), &hazard.first_lane, &hazard.lanes)) {
        return STATUS_OK;
    }
    enum status status =
        memory_reserve((void **)&self->hazards, &self->hazard_capacity, self->hazard_count + 1, sizeof *self->hazards);
    if (status == STATUS_OK) {
        status = programme_bind_effect(&hazard.who, care, figures, programme, effect);
    }
    if (status == STATUS_OK) {
        self->hazards[self->hazard_count++] = hazard;
    }
    return status;
}

/* A criterion must know what a name means. */
static enum status check_name(const struct figures *figures, const char *name)
{
    bool taken = figures_condition(figures, name) >= 0;

    for (int trait = 0; trait < TRAIT_COUNT; trait++) {
        taken = taken || strcmp(trait_name((enum trait)trait), name) == 0;
    }
    for (int quantity = 0; quantity < ELIGIBILITY_QUANTITY_COUNT; quantity++) {
        taken = taken || strcmp(eligibility_quantity_name((enum eligibility_quantity)quantity), name) == 0;
    }
    return taken
               ? status_raise(
                     STATUS_SCENARIO,
                     "care.programmes.%s: expected a name of its own; criteria have another meaning for this one", name)
               : STATUS_OK;
}

/* Whether reading can go on. */
static bool read_programme(struct programmes *self, const struct care_parameters *care, const struct figures *figures,
                           size_t programme, struct faults *faults)
{
    const struct programme_parameters *parameters = &self->items[programme];
    const struct requirement_parameters *requirements = parameters->requires.items;
    const struct effect_parameters *effects = parameters->effects.items;
    bool goes_on = faults_note(faults, check_name(figures, parameters->name));

    self->works[programme] = care->programmes_work_share;
    for (size_t i = 0; i < parameters->requires.count && goes_on; i++) {
        goes_on = faults_note(faults, read_requirement(self, care, programme, &requirements[i]));
    }
    for (size_t i = 0; i < parameters->effects.count && goes_on; i++) {
        goes_on = faults_note(faults, read_effect(self, care, figures, programme, &effects[i]));
    }
    return goes_on;
}

enum status programmes_build(struct programmes *self, const struct care_parameters *care, const struct figures *figures)
{
    struct faults faults = {0};
    bool goes_on = true;

    *self = (struct programmes){.items = care->programmes.items, .count = care->programmes.count};
    if (self->count > PROGRAMME_LIMIT) {
        return status_raise(STATUS_SCENARIO, "care.programmes: expected at most %d, found %zu", PROGRAMME_LIMIT,
                            self->count);
    }
    for (size_t programme = 0; programme < self->count && goes_on; programme++) {
        goes_on = read_programme(self, care, figures, programme, &faults);
    }
    return faults_raise(&faults);
}

void programmes_free(struct programmes *self)
{
    for (size_t i = 0; i < self->hazard_count; i++) {
        eligibility_free(&self->hazards[i].who);
    }
    memory_free((void **)&self->hazards);
    *self = (struct programmes){0};
}

double programme_works(const struct programmes *self, unsigned programme, day_t today)
{
    const struct programme_parameters *parameters = &self->items[programme];
    const double days = (double)today - parameters->from;
    const double learnt = days >= parameters->learning_days ? 1 : days > 0 ? days / parameters->learning_days : 0;

    return self->works[programme] * learnt;
}

void programmes_update(struct programmes *self, day_t today)
{
    for (size_t i = 0; i < self->hazard_count; i++) {
        struct programme_hazard *hazard = &self->hazards[i];
        hazard->in_force = (float)programme_ratio(hazard->ratio, programme_works(self, hazard->programme, today));
    }
}

/* The lane of a condition that somebody has is that of its end, which no programme of care brings nearer; so are those
 * of obesity and of a package of home care. */
static bool is_of_end(unsigned lane, exposures_t exposures)
{
    switch (lane) {
    case HAZARD_OBESITY_CHANGE:
        return (exposures & exposure_of_trait(TRAIT_OBESITY)) != 0;
    case HAZARD_HOME_CARE:
        return (exposures & exposure_of_trait(TRAIT_HOME_CARE)) != 0;
    default:
        return lane < CONDITION_LIMIT && (exposures >> lane & 1) != 0;
    }
}

static float multiply_lanes(const struct programme_hazard *self, exposures_t exposures, union hazard_vector *hazards)
{
    float growth = 0;

    for (unsigned lane = self->first_lane; lane < self->first_lane + self->lanes; lane++) {
        if (!is_of_end(lane, exposures)) {
            const float before = hazards->lane[lane];
            hazards->lane[lane] = before * self->in_force;
            growth += hazards->lane[lane] - before;
        }
    }
    return growth;
}

/* Whether it acts on a member, who is in the programmes `joined`. */
static bool is_for(const struct programme_hazard *self, const struct viewpoint *member, programmes_t joined)
{
    return (joined >> self->programme & 1) != 0 && eligibility_holds(&self->who, member);
}

double programmes_lane_ratio(const struct programmes *self, const struct viewpoint *member, unsigned lane)
{
    const exposures_t exposures = member->people->person[member->row].exposures;
    const programmes_t joined = people_programmes(member->people, member->row);
    double ratio = 1;

    for (size_t i = 0; i < self->hazard_count; i++) {
        const struct programme_hazard *hazard = &self->hazards[i];
        const bool has_lane = lane >= hazard->first_lane && lane < hazard->first_lane + hazard->lanes;
        if (has_lane && !is_of_end(lane, exposures) && is_for(hazard, member, joined)) {
            ratio *= hazard->in_force;
        }
    }
    return ratio;
}

float programmes_apply(const struct programmes *self, const struct viewpoint *member, union hazard_vector *hazards,
                       float total)
{
    const exposures_t exposures = member->people->person[member->row].exposures;
    const programmes_t joined = people_programmes(member->people, member->row);
    float *admission = &hazards->lane[HAZARD_EMERGENCY_ADMISSION];
    const float illness = *admission;

    for (size_t i = 0; i < self->hazard_count; i++) {
        if (is_for(&self->hazards[i], member, joined)) {
            total += multiply_lanes(&self->hazards[i], exposures, hazards);
        }
    }
    if (*admission < illness) {
        total += illness - *admission;
        *admission = illness;
    }
    return total > 0 ? total : 0;
}
