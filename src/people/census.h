/* The census of one locality: who was born, died, came and went this month, and who is there at its end.
 * Counts only; reset each month after output. Conservation, checked by census_check for every month of every run:
 * opening + births + arrivals - deaths - departures + moved in - moved out = closing. */
#ifndef CATCHMENT_PEOPLE_CENSUS_H
#define CATCHMENT_PEOPLE_CENSUS_H

#include "base/status.h"
#include "people/caring.h"
#include "people/person.h"
#include "people/utility.h"

enum { AGE_BANDS = 20 }; /* 0, 1-4, 5-9, ... 85-89, 90+ */

static inline unsigned age_band(unsigned age)
{
    return age == 0 ? 0 : age < 5 ? 1 : age >= 90 ? AGE_BANDS - 1 : age / 5 + 1;
}

const char *age_band_name(unsigned band);

struct census {
    int64_t opening, births, arrivals, departures, moved_in, moved_out;
    uint32_t deaths[QUINTILE_COUNT][AGE_BANDS][SEX_COUNT];
    /* At the end of the month: */
    uint32_t persons[QUINTILE_COUNT][AGE_BANDS][SEX_COUNT];
    uint32_t with_condition[CONDITION_LIMIT][AGE_BANDS][SEX_COUNT];
    uint32_t multimorbid[QUINTILE_COUNT][AGE_BANDS]; /* two or more conditions, stages of a condition apart */
    uint32_t any_condition[AGE_BANDS];
    uint32_t frailty[FRAILTY_BANDS][AGE_BANDS];
    uint32_t need[NEED_BANDS][AGE_BANDS];
    uint32_t in_care_home[AGE_BANDS];
    uint32_t with_carer[AGE_BANDS], home_care[AGE_BANDS], unmet_need[AGE_BANDS];
    uint32_t unmet_need_by_deprivation[QUINTILE_COUNT][AGE_BANDS], unmet_need_by_condition[CONDITION_LIMIT][AGE_BANDS];
    uint32_t home_care_self_paid[AGE_BANDS]; /* of those with home care */
    uint32_t smoking[AGE_BANDS], obese[AGE_BANDS];
    uint32_t at_place[PLACE_COUNT][AGE_BANDS];
    uint32_t at_place_by_deprivation[PLACE_COUNT][QUINTILE_COUNT][AGE_BANDS];
    uint32_t carers[CARING_BANDS][QUINTILE_COUNT][AGE_BANDS]; /* by what they give; where their hours are known */
    uint32_t carers_strained[QUINTILE_COUNT];                 /* caring_is_strained */
    int64_t carer_hours[QUINTILE_COUNT];                      /* a week, of all carers */
    int64_t utility[QUINTILE_COUNT][AGE_BANDS];               /* sums, in units of utility.h */
    int64_t utility_by_condition[CONDITION_LIMIT][AGE_BANDS]; /* likewise, of those with each condition */
};

/* Counts the people at the end of a month. `conditions` are those counted for multimorbidity. */
void census_take(struct census *self, const struct people *people, exposures_t conditions,
                 const struct utility *utility, const struct caring *caring, day_t today);

/* STATUS_INVARIANT with the month and the locality if people have appeared or vanished. */
enum status census_check(const struct census *self, const struct people *people, day_t today);

/* Starts the next month. */
void census_begin(struct census *self, const struct people *people);

#endif
