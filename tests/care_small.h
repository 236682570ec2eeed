/* For tests of the care floor: the sections `area` and `care` of a scenario, and a world built from a text. */
#ifndef CATCHMENT_TESTS_CARE_SMALL_H
#define CATCHMENT_TESTS_CARE_SMALL_H

#include "care/supply.h"
#include "people/area.h"
#include "scenario/registry.h"
#include "scenario/scenario.h"

#include <criterion/criterion.h>
#include <stddef.h>

struct care_small {
    const char *name;
    struct area_parameters area;
    struct care_parameters care;
};

static const struct subsection care_small_subsections[] = {
    {"area", SECTION_FIXED, offsetof(struct care_small, area), &area_section, "where"},
    {"care", SECTION_FIXED, offsetof(struct care_small, care), &care_section, "who cares"},
};
static const struct section care_small_section = {
    .sections = care_small_subsections,
    .section_count = sizeof care_small_subsections / sizeof care_small_subsections[0],
    .size = sizeof(struct care_small),
};

/* What the section `care` must say; its services, providers and kinds follow, indented by two. */
#define CARE_SMALL_TEXT                                                                                                \
    "care:\n"                                                                                                          \
    "  straight_to_list_share: 0.4\n"                                                                                  \
    "  booked_within_18_weeks_share: 0.3\n"                                                                            \
    "  emergency_through_ae_share: 0.7\n"                                                                              \
    "  emergency_ambulance_share: 0.6\n"                                                                               \
    "  ae_ambulance_share: 0.2\n"                                                                                      \
    "  ambulance_not_conveyed_share: 0.2\n"                                                                            \
    "  ambulance_calls: {admitted_a_share: 0.4, admitted_b_share: 0.4, attending_a_share: 0.2, "                       \
    "attending_b_share: 0.4, not_conveyed_a_share: 0.2, not_conveyed_b_share: 0.4, crew_utilisation: 0.5, "            \
    "a_8_minutes_share: 0.8, a_8_minutes_fall: 1, a_19_minutes_share: 0.99, a_19_minutes_fall: 0.5, "                  \
    "b_19_minutes_share: 0.95, b_19_minutes_fall: 1}\n"                                                                \
    "  weekend_out_of_hours_share: 0.2\n"                                                                              \
    "  refused_gp_to_ae_share: 0.1\n"                                                                                  \
    "  bed_reserve_share: 0.1\n"                                                                                       \
    "  escalation_share: 0.05\n"                                                                                       \
    "  discharge_notice_days: 2\n"                                                                                     \
    "  discharge_support_share_moderate: 0.1\n"                                                                        \
    "  discharge_support_share_high: 0.3\n"                                                                            \
    "  discharge_care_home_share: 0.3\n"                                                                               \
    "  hospital_deaths_share_under_65: 0.5\n"                                                                          \
    "  hospital_deaths_share_65_84: 0.6\n"                                                                             \
    "  hospital_deaths_share_85_over: 0.5\n"                                                                           \
    "  after_hospital_days: 14\n"                                                                                      \
    "  admissions_brought_on_share_under_65: 0.1\n"                                                                    \
    "  admissions_brought_on_share_65_over: 0.1\n"                                                                     \
    "  care_home_from_home_share: 0.5\n"                                                                               \
    "  home_care_from_home_share: 0.6\n"                                                                               \
    "  delay_frailty_per_week: 0.05\n"                                                                                 \
    "  trim_point_days: 30\n"                                                                                          \
    "  short_stay_days: 2\n"                                                                                           \
    "  readmission_days: 28\n"                                                                                         \
    "  four_hours_share: 0.99\n"                                                                                       \
    "  four_hours_occupancy: 0.9\n"                                                                                    \
    "  four_hours_fall: 0.5\n"

/* A scenario with the area and the supply that it describes. */
struct care_world {
    struct scenario scenario;
    struct care_small parameters;
    struct area area;
    struct supply supply;
    double scale;
};

static const struct random_key care_world_key = {UINT64_C(0xca4e)};

/* Loads a text as the file `care.yaml`. */
static inline enum status care_world_load(struct care_world *self, const char *text)
{
    const struct scenario_settings settings = {.path = "care.yaml", .text = text};
    return scenario_load(&self->scenario, &care_small_section, &self->parameters, &settings);
}

/* Builds area and supply for so many simulated people; the text must be sound. */
static inline enum status care_world_build(struct care_world *self, const char *text, uint32_t people)
{
    double real = 0;
    cr_assert_eq(care_world_load(self, text), STATUS_OK, "%s", status_message());
    cr_assert_eq(area_build(&self->area, &self->parameters.area, people, care_world_key, &real), STATUS_OK);
    self->scale = people / real;
    return supply_build(&self->supply, &self->parameters.care, &self->area, people, self->scale, care_world_key);
}

static inline void care_world_free(struct care_world *self)
{
    supply_free(&self->supply);
    area_free(&self->area);
    scenario_free(&self->scenario);
}

#endif
