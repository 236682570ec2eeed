/* For tests of programmes and forks on the small world of pathway_small.h: a test says which there are and builds them.
 * Everybody has a chance of needing a consultation, so that the living are told from the dead. */
#ifndef CATCHMENT_TESTS_PATHWAY_MODELS_H
#define CATCHMENT_TESTS_PATHWAY_MODELS_H

#include <math.h>

#include "care_models.h"
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
    small_nights(STAY_DAYS);
    for (unsigned age = 0; age < AGE_COUNT; age++) {
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

    *fork = plain_fork(name, moment);
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
    const size_t at = small.care_parameters.programmes.count++;
    struct programme_parameters *programme = &models.programmes[at];

    *programme = plain_programme(name);
    programme->effects.items = models.effects[at];
    programme->uses.items = models.uses[at];
    return programme;
}

/* May be done again, when there is more. */
static inline void models_build(void)
{
    forks_free(&small.care.forks);
    programmes_free(&small.population.programmes);
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

/* Programmes */

enum { MATRON, WARD, DRAWS = 10000 };

/* Four standard deviations of the count of so many draws: a false alarm once in 16,000, and the keys are fixed. */
static inline double four_deviations(double share)
{
    return 4 * sqrt(DRAWS * share * (1 - share));
}

/* A programme without places, to which a fork sends those who need a bed at once. */
static inline struct programme_parameters *programme_by_fork(void)
{
    struct programme_parameters *programme = add_programme("matron");

    add_fork_of_admission("to_matron")->programme = MATRON;
    return programme;
}

static inline struct programme_parameters *programme_with_places(void)
{
    struct programme_parameters *programme = programme_by_fork();

    programme->service = to(SERVICE_CASE_MANAGEMENT);
    return programme;
}

static inline uint32_t offered(void)
{
    const uint32_t row = somebody(80);

    need(row, HAZARD_EMERGENCY_ADMISSION);
    return row;
}

static inline bool is_member(uint32_t row, unsigned programme)
{
    return (people_programmes(&small.people, row) >> programme & 1) != 0;
}

static inline const struct membership *membership_of(uint32_t row, unsigned programme)
{
    const uint32_t at = memberships_find(&small.people.memberships, row, programme);

    cr_assert_neq(at, MEMBERSHIP_NONE);
    return &small.people.memberships.items[at];
}

static inline void join(uint32_t row, unsigned programme, uint16_t site)
{
    cr_assert_eq(life_join_programme(&small.life, (struct membership){.row = row,
                                                                      .since = small.life.today,
                                                                      .until = INT32_MAX,
                                                                      .site = site,
                                                                      .programme = (uint16_t)programme}),
                 STATUS_OK);
}

static inline void begin_month(void)
{
    cr_assert_eq(pathway_programmes_month(&small.pathway), STATUS_OK, "%s", status_message());
}

#endif
