#include "people/census.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { OLDEST = 130 }; /* years; nobody has been older */

static const char *const age_band_names[AGE_BANDS] = {"0",     "1-4",   "5-9",   "10-14", "15-19", "20-24", "25-29",
                                                      "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64",
                                                      "65-69", "70-74", "75-79", "80-84", "85-89", "90+"};

const char *age_band_name(unsigned band)
{
    return band < AGE_BANDS ? age_band_names[band] : NULL;
}

/* Ages of a whole population on one day without a calendar for each person: the last day of birth on which somebody
 * has completed each number of years. */
struct birth_limits {
    day_t today;
    day_t last_birth[OLDEST + 2];
    uint8_t band[OLDEST + 1];
};

static void birth_limits_set(struct birth_limits *self, day_t today)
{
    self->today = today;
    for (int age = 0; age <= OLDEST + 1; age++) {
        self->last_birth[age] = calendar_add_months(today, -12 * age);
    }
    for (unsigned age = 0; age <= OLDEST; age++) {
        self->band[age] = (uint8_t)age_band(age);
    }
}

static inline unsigned birth_limits_age(const struct birth_limits *self, day_t birth)
{
    /* Four years have 1,461 days at most: this is right, or one too few. */
    int age = (int)((int64_t)(self->today - birth) * 4 / 1461);

    age = age < 0 ? 0 : age > OLDEST ? OLDEST : age;
    age += birth <= self->last_birth[age + 1];
    return (unsigned)(age > OLDEST ? OLDEST : age);
}

static inline uint32_t has_trait(exposures_t exposures, enum trait trait)
{
    return (exposures & exposure_of_trait(trait)) != 0;
}

static void census_count(struct census *self, exposures_t exposures, exposures_t conditions, unsigned band,
                         unsigned sex, int32_t utility)
{
    unsigned quintile = exposure_quintile(exposures);
    unsigned morbidities = (unsigned)__builtin_popcountll(exposures & conditions);
    const uint32_t unmet = has_trait(exposures, TRAIT_UNMET_NEED);

    self->persons[quintile][band][sex]++;
    self->utility[quintile][band] += utility;
    for (exposures_t left = exposures & EXPOSURE_CONDITIONS; left != 0; left &= left - 1) {
        const unsigned condition = (unsigned)__builtin_ctzll(left);
        self->with_condition[condition][band][sex]++;
        self->utility_by_condition[condition][band] += utility;
        self->unmet_need_by_condition[condition][band] += unmet;
    }
    self->multimorbid[quintile][band] += morbidities >= 2;
    self->any_condition[band] += morbidities >= 1;
    self->frailty[exposure_frailty(exposures)][band]++;
    self->need[exposure_need(exposures)][band]++;
    self->in_care_home[band] += has_trait(exposures, TRAIT_CARE_HOME);
    self->with_carer[band] += has_trait(exposures, TRAIT_HAS_CARER);
    self->home_care[band] += has_trait(exposures, TRAIT_HOME_CARE);
    self->home_care_self_paid[band] +=
        has_trait(exposures, TRAIT_HOME_CARE) & has_trait(exposures, TRAIT_PAYS_FOR_HOME_CARE);
    self->unmet_need[band] += unmet;
    self->unmet_need_by_deprivation[quintile][band] += unmet;
    self->smoking[band] += has_trait(exposures, TRAIT_SMOKING_CURRENT);
    self->obese[band] += has_trait(exposures, TRAIT_OBESITY);
}

/* One looks after one: a carer is counted with the person who is looked after, in the carer's own quintile and at the
 * carer's own age. */
static void census_count_carer(struct census *self, const struct people *people, uint32_t row,
                               const struct caring *caring, const struct birth_limits *limits)
{
    const double hours = caring_hours(caring, people, row);

    if (hours > 0) {
        const struct person *carer = &people->person[people_carer_link(people, row)];
        const unsigned quintile = exposure_quintile(carer->exposures);
        self->carers[caring_band(hours)][quintile][limits->band[birth_limits_age(limits, carer->birth_day)]]++;
        self->carers_strained[quintile] += caring_strains(caring, people, row, hours);
        self->carer_hours[quintile] += (int64_t)round(hours);
    }
}

void census_take(struct census *self, const struct people *people, exposures_t conditions,
                 const struct utility *utility, const struct caring *caring, day_t today)
{
    struct birth_limits limits;

    memset(self->persons, 0, sizeof *self - offsetof(struct census, persons));
    birth_limits_set(&limits, today);
    for (uint32_t row = 0; row < people->rows; row++) {
        if (people_holds(people, row)) {
            const struct person *person = &people->person[row];
            const unsigned age = birth_limits_age(&limits, person->birth_day), band = limits.band[age];
            const int32_t own_utility =
                utility_of(utility, person->exposures, age < AGE_COUNT ? age : AGE_COUNT - 1, person->sex);
            census_count(self, person->exposures, conditions, band, person->sex, own_utility);
            self->at_place[person->place][band]++;
            self->at_place_by_deprivation[person->place][exposure_quintile(person->exposures)][band]++;
            if (has_trait(person->exposures, TRAIT_HAS_CARER)) {
                census_count_carer(self, people, row, caring, &limits);
            }
        }
    }
}

/* The sum of a table of counts. */
static int64_t counts_sum(const uint32_t *counts, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += counts[i];
    }
    return sum;
}

enum status census_check(const struct census *self, const struct people *people, day_t today)
{
    const int64_t living = (int64_t)people->living;
    const int64_t deaths = counts_sum(&self->deaths[0][0][0], sizeof self->deaths / sizeof(uint32_t));
    const int64_t counted = counts_sum(&self->persons[0][0][0], sizeof self->persons / sizeof(uint32_t));
    const int64_t closing =
        self->opening + self->births + self->arrivals - deaths - self->departures + self->moved_in - self->moved_out;
    char month[CALENDAR_TEXT_SIZE];

    calendar_format(today, month);
    if (closing != living) {
        return status_raise(STATUS_INVARIANT,
                            "month of %.7s, locality %" PRIu32 ": %" PRId64 " people are there, but opening %" PRId64
                            " + births %" PRId64 " + arrivals %" PRId64 " - deaths %" PRId64 " - departures %" PRId64
                            " + moved in %" PRId64 " - moved out %" PRId64 " = %" PRId64,
                            month, people->locality, living, self->opening, self->births, self->arrivals, deaths,
                            self->departures, self->moved_in, self->moved_out, closing);
    }
    if (counted != 0 && counted != living) {
        return status_raise(STATUS_INVARIANT,
                            "month of %.7s, locality %" PRIu32 ": the census found %" PRId64 " people where %" PRId64
                            " live",
                            month, people->locality, counted, living);
    }
    return STATUS_OK;
}

void census_begin(struct census *self, const struct people *people)
{
    memset(self, 0, sizeof *self);
    self->opening = (int64_t)people->living;
}
