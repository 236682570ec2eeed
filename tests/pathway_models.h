/* For tests of programmes and forks on the small world of pathway_small.h: a test says which there are and builds them.
 * Everybody has a chance of needing a consultation, so that the living are told from the dead. */
#ifndef CATCHMENT_TESTS_PATHWAY_MODELS_H
#define CATCHMENT_TESTS_PATHWAY_MODELS_H

#include "pathway_small.h"

enum { MODELS_MOST = 4, STAY_DAYS = 10, COPD = 0 };

static struct {
    struct fork_parameters forks[MODELS_MOST];
    struct programme_parameters programmes[MODELS_MOST];
    struct effect_parameters effects[MODELS_MOST][2];
    struct programme_use_parameters uses[MODELS_MOST][2];
} models;

static inline void models_init(void)
{
    small_init();
    small.population.area = &small.area;
    small.figures.condition_count = 1;
    small.figures.conditions[COPD].name = "copd";
    for (unsigned bit = 0; bit < 64; bit++) {
        for (unsigned lane = 0; lane < LANE_COUNT; lane++) {
            small.population.hazards.ratio[bit].lane[lane] = 1;
        }
    }
    for (unsigned row = 0; row < AGE_COUNT * SEX_COUNT; row++) {
        small.population.hazards.base[row].lane[HAZARD_GP] = 0.01F;
    }
    for (unsigned age = 0; age < AGE_COUNT; age++) {
        small.figures.stay_days[STAY_EMERGENCY][age] = STAY_DAYS;
        small.figures.stay_days[STAY_ELECTIVE][age] = STAY_DAYS;
    }
    small.care_parameters.forks.items = models.forks;
    small.care_parameters.programmes.items = models.programmes;
}

static inline void models_free(void)
{
    forks_free(&small.care.forks);
    programmes_free(&small.population.programmes);
    small_free();
}

static inline struct fork_parameters *add_fork(const char *name, enum moment moment)
{
    struct fork_parameters *fork = &models.forks[small.care_parameters.forks.count++];

    *fork = (struct fork_parameters){.name = name,
                                     .moment = moment,
                                     .of = "",
                                     .who = "",
                                     .need = "",
                                     .programme = -1,
                                     .share = 1,
                                     .instead = true,
                                     .suffices_share = 1,
                                     .stay_ratio = 1,
                                     .until = INT32_MAX};
    return fork;
}

/* At the need for a hospital bed at once. */
static inline struct fork_parameters *add_fork_of_admission(const char *name)
{
    struct fork_parameters *fork = add_fork(name, MOMENT_NEED);

    fork->of = "emergency_admission";
    return fork;
}

static inline int32_t to(enum service service)
{
    return SERVICE_WORD_FIRST + (int32_t)service;
}

static inline struct programme_parameters *add_programme(const char *name)
{
    const size_t programme = small.care_parameters.programmes.count++;

    models.programmes[programme] = (struct programme_parameters){.name = name,
                                                                 .eligible = "",
                                                                 .accepted_share = 1,
                                                                 .until = INT32_MAX,
                                                                 .effects = {.items = models.effects[programme]},
                                                                 .uses = {.items = models.uses[programme]}};
    return &models.programmes[programme];
}

static inline void models_build(void)
{
    cr_assert_eq(programmes_build(&small.population.programmes, &small.care_parameters, &small.figures), STATUS_OK,
                 "%s", status_message());
    cr_assert_eq(forks_build(&small.care.forks, &small.care_parameters, &small.figures), STATUS_OK, "%s",
                 status_message());
    programmes_update(&small.population.programmes, small.life.today);
}

/* An outcome of the request, in answer to it. */
static inline void answer(struct request request, enum outcome_kind kind)
{
    come_back(request.row, (struct outcome){.site = request.site,
                                            .service = request.service,
                                            .kind = (uint8_t)kind,
                                            .flags = request.flags,
                                            .urgency = request.urgency,
                                            .amount = request.amount,
                                            .origin = request.origin,
                                            .programme = request.programme});
}

/* The same on the next day, with nothing sent before. */
static inline void answer_tomorrow(struct request request, enum outcome_kind kind)
{
    come_to(small.life.today + 1);
    answer(request, kind);
}

/* Somebody in an emergency bed of the hospital, with nothing sent. */
static inline uint32_t inpatient(enum need_band band)
{
    const uint32_t row = somebody_with_need(band);

    admitted(row, HOSPITAL, SERVICE_EMERGENCY_INPATIENT, STAY_DAYS);
    small.outbox.count = 0;
    return row;
}

static inline bool bed_is_freed(void)
{
    return requests_of(REQUEST_RELEASE) == 1 &&
           request_of(REQUEST_RELEASE, SERVICE_EMERGENCY_INPATIENT).site == HOSPITAL;
}

#endif
