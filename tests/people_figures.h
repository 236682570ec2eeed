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
            .follow_ups_per_first = 2.3,
        },
};

/* Nobody waits and nothing is passed on: needs are the published use. */
static const struct need_shares test_needs = {.ambulance_not_conveyed = 1,
                                              .care_home_from_home = 1,
                                              .home_care_from_home = 1,
                                              .stay_under_65 = 1,
                                              .stay_65_over = 1};

#endif
