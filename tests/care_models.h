/* Programmes and forks as a scenario leaves them that says nothing of them, for tests that say more. */
#ifndef CATCHMENT_TESTS_CARE_MODELS_H
#define CATCHMENT_TESTS_CARE_MODELS_H

#include "scenario/registry.h"

static inline struct fork_parameters plain_fork(const char *name, enum moment moment)
{
    return (struct fork_parameters){.name = name,
                                    .moment = (int32_t)moment,
                                    .of = "",
                                    .who = "",
                                    .need = "",
                                    .programme = -1,
                                    .share = 1,
                                    .instead = true,
                                    .suffices_share = 1,
                                    .stay_ratio = 1,
                                    .until = INT32_MAX};
}

static inline struct programme_parameters plain_programme(const char *name)
{
    return (struct programme_parameters){.name = name, .eligible = "", .accepted_share = 1, .until = INT32_MAX};
}

static inline struct effect_parameters plain_effect(const char *name, double ratio, const char *who)
{
    return (struct effect_parameters){.name = name, .on = "", .ratio = ratio, .who = who};
}

#endif
