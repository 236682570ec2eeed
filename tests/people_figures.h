/* The published figures of the project, for tests. Tests run from the top folder. */
#ifndef CATCHMENT_TESTS_PEOPLE_FIGURES_H
#define CATCHMENT_TESTS_PEOPLE_FIGURES_H

#include "people/reference.h"
#include "scenario/registry.h"

#define FIGURE_FILE(name) CATCHMENT_SOURCE "/configs/figures/" name ".csv"

static const struct population_parameters test_population = {
    .size = 20000,
    .seed = 1,
    .figures =
        {
            .population = FIGURE_FILE("population"),
            .mortality = FIGURE_FILE("mortality"),
            .fertility = FIGURE_FILE("fertility"),
            .migration = FIGURE_FILE("migration"),
            .conditions = FIGURE_FILE("conditions"),
            .relative_risks = FIGURE_FILE("relative_risks"),
            .frailty = FIGURE_FILE("frailty"),
            .need = FIGURE_FILE("need"),
            .care_home = FIGURE_FILE("care_home"),
            .risk_factors = FIGURE_FILE("risk_factors"),
            .households = FIGURE_FILE("households"),
            .carers = FIGURE_FILE("carers"),
            .use = FIGURE_FILE("use"),
            .length_of_stay = FIGURE_FILE("length_of_stay"),
            .utility = FIGURE_FILE("utility"),
            .utility_losses = FIGURE_FILE("utility_losses"),
        },
    .life =
        {
            .figures_year = 2008.5,
            .trends = false,
            .obesity_trend_percent = 0,
            .male_births_share = 0.512,
            .reference_particles = 400,
            .carer_share_low = 0.5,
            .carer_share_moderate = 0.6,
            .carer_share_substantial = 0.7,
            .carer_share_critical = 0.75,
            .carer_stop_per_year = 0.2,
            .home_care_share = 0.45,
            .home_care_stop_per_year = 0.5,
            .home_care_hours_substantial = 10,
            .home_care_hours_critical = 15,
            .local_moves_share = 0.7,
            .neighbourhoods_tried = 64,
            .smoking_start_last_age = 34,
            .smoking_stop_most_per_year = 0.25,
            .recovery_most_share = 0.5,
            .waiting_most_share = 0.5,
            .follow_ups_per_first = 2.3,
        },
    .households =
        {
            .adult_age = 18,
            .partner_age_spread_years = 4,
            .mother_youngest_age = 16,
            .mother_oldest_age = 44,
            .first_birth_age = 27.5,
            .first_birth_age_spread_years = 5,
            .lone_mother_share = 0.21,
            .one_child_share = 0.34,
            .two_children_share = 0.44,
            .three_children_share = 0.16,
            .sibling_gap_most_years = 4,
            .young_adult_last_age = 24,
            .young_adult_home_share = 0.75,
            .young_adults_most = 2,
            .sharer_man_share = 0.5,
            .sharers_in_twos_share = 0.7,
            .old_sharer_age = 65,
            .old_sharer_with_child_share = 0.5,
            .generation_least_years = 18,
            .generation_years = 29,
            .generation_most_years = 40,
            .leaving_home_last_age = 30,
            .household_carer_youngest_age = 16,
            .outside_carer_youngest_age = 35,
            .outside_carers_asked = 24,
        },
};

/* Nobody waits and nothing is passed on: needs are the published use. */
static const struct need_shares test_needs = {.ambulance_not_conveyed = 1,
                                              .care_home_from_home = 1,
                                              .home_care_from_home = 1,
                                              .stay_under_65 = 1,
                                              .stay_65_over = 1,
                                              .after_hospital_days = 14,
                                              .brought_on_under_65 = 0.08,
                                              .brought_on_65_over = 0.15,
                                              .hospital_deaths_under_65 = 0.5,
                                              .hospital_deaths_65_84 = 0.6,
                                              .hospital_deaths_85_over = 0.55};

#endif
