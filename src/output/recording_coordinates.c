/* The axes of the output: to add one, add a row. */
#include "base/memory.h"
#include "output/recording_parts.h"

#define FIXED_LENGTH(name, count)                                                                                      \
    static size_t name##_length(const struct world *world)                                                             \
    {                                                                                                                  \
        (void)world;                                                                                                   \
        return (count);                                                                                                \
    }

#define LABELS(name, ...)                                                                                              \
    static const char *name##_label(const struct world *world, size_t index)                                           \
    {                                                                                                                  \
        static const char *const labels[] = {__VA_ARGS__};                                                             \
        (void)world;                                                                                                   \
        return labels[index];                                                                                          \
    }

static size_t locality_length(const struct world *world)
{
    return world->area.locality_count;
}

static const char *locality_label(const struct world *world, size_t index)
{
    return world->area.localities[index].name;
}

FIXED_LENGTH(age_band, AGE_BANDS)

static const char *age_band_label(const struct world *world, size_t index)
{
    (void)world;
    return age_band_name((unsigned)index);
}

FIXED_LENGTH(sex, SEX_COUNT)
LABELS(sex, [SEX_MALE] = "male", [SEX_FEMALE] = "female")

FIXED_LENGTH(deprivation, QUINTILE_COUNT)

static size_t condition_length(const struct world *world)
{
    return world->population.figures->condition_count;
}

static const char *condition_name(const struct world *world, size_t index)
{
    return world->population.figures->conditions[index].name;
}

FIXED_LENGTH(frailty_band, FRAILTY_BANDS)
LABELS(frailty_band, [FRAILTY_FIT] = "fit", [FRAILTY_MILD] = "mild", [FRAILTY_MODERATE] = "moderate",
       [FRAILTY_SEVERE] = "severe")

FIXED_LENGTH(need_band, NEED_BANDS)
LABELS(need_band, [NEED_NONE] = "none", [NEED_LOW] = "low", [NEED_MODERATE] = "moderate",
       [NEED_SUBSTANTIAL] = "substantial", [NEED_CRITICAL] = "critical")

static size_t provider_length(const struct world *world)
{
    return world->care.supply.provider_count;
}

static const char *provider_name(const struct world *world, size_t index)
{
    return world->care.supply.providers[index].name;
}

static size_t service_length(const struct world *world)
{
    return world->care.services.count;
}

static const char *service_name(const struct world *world, size_t index)
{
    return service_lines[world->care.services.services[index]].name;
}

static size_t programme_length(const struct world *world)
{
    return world->population.programmes.count;
}

static const char *programme_name(const struct world *world, size_t index)
{
    return world->population.programmes.items[index].name;
}

static size_t fork_length(const struct world *world)
{
    return world->care.forks.count;
}

static const char *fork_name(const struct world *world, size_t index)
{
    return world->care.forks.items[index].parameters->name;
}

static size_t economy_length(const struct world *world)
{
    return world->area.economy_count;
}

static const char *economy_name(const struct world *world, size_t index)
{
    return world->area.economies[index].name;
}

static size_t agent_length(const struct world *world)
{
    return market_agent_count(&world->market);
}

static const char *agent_name(const struct world *world, size_t index)
{
    return ledger_account(&world->market.ledger, (uint32_t)index).name;
}

static size_t relation_length(const struct world *world)
{
    return market_relation_count(&world->market);
}

FIXED_LENGTH(place, PLACE_COUNT)
LABELS(place, [PLACE_HOME] = "home", [PLACE_CARE_HOME] = "care_home", [PLACE_HOSPITAL_EMERGENCY] = "hospital_emergency",
       [PLACE_HOSPITAL_ELECTIVE] = "hospital_planned")

FIXED_LENGTH(place_of_death, DEATH_PLACES)
LABELS(place_of_death, DEATH_PLACE_LIST(CHOICE_WORD))

FIXED_LENGTH(delay_cause, DELAY_CAUSES)
LABELS(delay_cause, DELAY_CAUSE_LIST(CHOICE_WORD))

FIXED_LENGTH(clock_stop, CLOCK_STOPS)
LABELS(clock_stop, CLOCK_STOP_LIST(CHOICE_WORD))

FIXED_LENGTH(treated_week, TREATED_WEEKS)

FIXED_LENGTH(ambulance_category, URGENCY_COUNT)
LABELS(ambulance_category, [URGENT] = "A", [SOON] = "B", [ROUTINE] = "C")

#define RESPONSE_NAME(id, name, urgency) name,
FIXED_LENGTH(response_standard, RESPONSE_STANDARDS)
LABELS(response_standard, RESPONSE_STANDARD_LIST(RESPONSE_NAME))
#undef RESPONSE_NAME

FIXED_LENGTH(care_hours, CARING_BANDS)
LABELS(care_hours, "1-19", "20-49", "50+")

FIXED_LENGTH(nursing_place, NURSING_PLACES)
LABELS(nursing_place, NURSING_PLACE_LIST(CHOICE_WORD))

FIXED_LENGTH(problem, PROBLEMS)
LABELS(problem, PROBLEM_LIST(CHOICE_WORD))

FIXED_LENGTH(breakdown, BREAKDOWNS)
LABELS(breakdown, BREAKDOWN_LIST(CHOICE_WORD))

const struct axis recording_axes[] = {
    {"locality", NULL, "locality", locality_length, locality_label, 0},
    {"age_band", NULL, "age in completed years", age_band_length, age_band_label, 0},
    {"sex", NULL, "sex", sex_length, sex_label, 0},
    {"deprivation", "1", "deprivation quintile of the neighbourhood, 1 most deprived", deprivation_length, NULL, 1},
    {"condition", NULL, "long-term condition", condition_length, condition_name, 0},
    {"frailty_band", NULL, "band of the electronic frailty index", frailty_band_length, frailty_band_label, 0},
    {"need_band", NULL, "band of functional need", need_band_length, need_band_label, 0},
    {"provider", NULL, "provider", provider_length, provider_name, 0},
    {"service", NULL, "service line", service_length, service_name, 0},
    {"programme", NULL, "programme of care", programme_length, programme_name, 0},
    {"fork", NULL, "fork of the pathways", fork_length, fork_name, 0},
    {"economy", NULL, "health economy", economy_length, economy_name, 0},
    {"agent", NULL, "agent with an account", agent_length, agent_name, 0},
    {"relation", "1", "payments from one agent to another for one service and purpose", relation_length, NULL, 0},
    {"place", NULL, "where people are, in hospital by how they were admitted", place_length, place_label, 0},
    {"place_of_death", NULL, "where people die", place_of_death_length, place_of_death_label, 0},
    {"care_hours", NULL, "hours of informal care a week", care_hours_length, care_hours_label, 0},
    {"nursing_place", NULL, "where a district nurse sees people", nursing_place_length, nursing_place_label, 0},
    {"problem", NULL, "what has gone wrong in a contact with care", problem_length, problem_label, 0},
    {"breakdown", NULL, "what is sought when a strained carer has given up", breakdown_length, breakdown_label, 0},
    {"delay_cause", NULL, "what patients wait for after their treatment", delay_cause_length, delay_cause_label, 0},
    {"clock_stop", NULL, "how a pathway from referral to treatment ends", clock_stop_length, clock_stop_label, 0},
    {"treated_week", "1", "week since the referral, 1: 7 days at most; 27: more than 182", treated_week_length, NULL,
     1},
    {"ambulance_category", NULL, "how urgent an ambulance call is", ambulance_category_length, ambulance_category_label,
     0},
    {"response_standard", NULL, "category of an ambulance call and minutes in which it is to be answered",
     response_standard_length, response_standard_label, 0},
};

const size_t recording_axis_count = sizeof recording_axes / sizeof recording_axes[0];

static enum status make_labels(const struct axis *axis, const struct world *world, struct coordinate *coordinate)
{
    const char **labels = NULL;
    enum status status = memory_allocate((void **)&labels, coordinate->length, sizeof *labels);

    for (size_t i = 0; i < coordinate->length && status == STATUS_OK; i++) {
        labels[i] = axis->label(world, i);
    }
    coordinate->labels = labels;
    return status;
}

static enum status make_values(const struct axis *axis, struct coordinate *coordinate)
{
    double *values = NULL;
    enum status status = memory_allocate((void **)&values, coordinate->length, sizeof *values);

    for (size_t i = 0; i < coordinate->length && status == STATUS_OK; i++) {
        values[i] = axis->first + (double)i;
    }
    coordinate->values = values;
    return status;
}

enum status coordinates_make(const struct world *world, struct coordinate **out, size_t *count)
{
    struct coordinate *coordinates = NULL;
    enum status status = memory_allocate((void **)&coordinates, recording_axis_count, sizeof *coordinates);

    *out = coordinates;
    *count = 0;
    for (size_t i = 0; i < recording_axis_count && status == STATUS_OK; i++) {
        const size_t length = recording_axes[i].length(world);
        if (length == 0) {
            continue;
        }
        struct coordinate *coordinate = &coordinates[(*count)++];
        *coordinate = (struct coordinate){.name = recording_axes[i].name,
                                          .length = length,
                                          .units = recording_axes[i].units,
                                          .long_name = recording_axes[i].long_name};
        status = recording_axes[i].label != NULL ? make_labels(&recording_axes[i], world, coordinate)
                                                 : make_values(&recording_axes[i], coordinate);
    }
    return status;
}

void coordinates_free(struct coordinate **coordinates, size_t *count)
{
    for (size_t i = 0; *coordinates != NULL && i < *count; i++) {
        void *labels = (void *)(*coordinates)[i].labels;
        void *values = (void *)(*coordinates)[i].values;
        memory_free(&labels);
        memory_free(&values);
    }
    memory_free((void **)coordinates);
    *count = 0;
}
