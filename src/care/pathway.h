/* Pathways: how a need becomes a request to a service of a provider, and what its outcome means for the person.
 *
 * Works on one locality at a time: notices from life and outcomes from the providers come in, requests to the sites go
 * out, and activity is counted by provider. Knows no price. All draws are keyed by person and day, so that the order in
 * which localities are worked never matters. */
#ifndef CATCHMENT_CARE_PATHWAY_H
#define CATCHMENT_CARE_PATHWAY_H

#include "care/choice.h"
#include "care/flow.h"
#include "care/fork.h"
#include "care/request.h"
#include "care/supply.h"
#include "people/life.h"

/* What all localities share. */
struct care {
    const struct care_parameters *parameters; /* of the scenario; not owned */
    struct forks forks;
    const struct life_parameters *life; /* not owned */
    struct service_rules_parameters rules[SERVICE_COUNT];
    struct line_rules line_rules[SERVICE_COUNT];
    struct supply supply;
    struct choice_table choice;
    struct service_list services; /* that somebody offers, or that people may ask for */
};

/* Sets what lines are to know of the parameters and rules. */
void care_set_line_rules(struct care *self);

/* Sets the list of services from the supply and the forks. */
void care_list_services(struct care *self, const struct programmes *programmes);

/* Whom a programme is meant for, among a sample of people taken each month. */
struct targeting {
    int64_t eligible, others;
    int64_t eligible_chance, others_chance; /* of an emergency admission within a year, in millionths, added up */
};

struct programme_month {
    int64_t offered;   /* to people who are eligible and not in it */
    int64_t declined;  /* by those who do not take it up */
    int64_t unoffered; /* since nobody around has places */
    int64_t refused;   /* for want of a place */
    int64_t started, ended;
    struct targeting targeting;
    /* Of members: */
    int64_t days;
    int64_t admissions, bed_days; /* emergencies; bed days counted when they leave the bed */
    int64_t deaths;
    int64_t served[SERVICE_COUNT]; /* by each service */
};

struct fork_month {
    int64_t taken;     /* by people who go this way */
    int64_t unoffered; /* since nobody around offers the service, or they do not join the programme */
    int64_t refused;
    int64_t sufficed; /* for whom it was enough */
    int64_t went_on;  /* on the usual way, since it was not */
};

/* Where people die: DEATH_PLACE(ID, "name"). */
#define DEATH_PLACE_LIST(X)                                                                                            \
    X(HOME, "home")                                                                                                    \
    X(CARE_HOME, "care_home")                                                                                          \
    X(HOSPITAL, "hospital")                                                                                            \
    X(PALLIATIVE, "palliative_care") /* outside hospital, in a programme of end-of-life care */
#define DEATH_PLACE_ENUMERATOR(id, name) DEATH_##id,
enum death_place { DEATH_PLACE_LIST(DEATH_PLACE_ENUMERATOR) DEATH_PLACES };
#undef DEATH_PLACE_ENUMERATOR

/* How a pathway from referral to treatment is completed: X(ID, "name"). */
#define CLOCK_STOP_LIST(X)                                                                                             \
    X(ADMITTED, "admitted")         /* by a day case or a planned admission */                                         \
    X(NOT_ADMITTED, "not_admitted") /* by a first outpatient attendance that leads to no procedure */
#define CLOCK_STOP_ENUMERATOR(id, name) CLOCK_STOP_##id,
enum clock_stop { CLOCK_STOP_LIST(CLOCK_STOP_ENUMERATOR) CLOCK_STOPS };
#undef CLOCK_STOP_ENUMERATOR

enum { TREATED_WEEKS = 27, DAYS_OF_18_WEEKS = 126 };

/* What is sought when a strained carer has given up: BREAKDOWN(ID, "name"). */
#define BREAKDOWN_LIST(X)                                                                                              \
    X(NOTHING, "nothing")                                                                                              \
    X(HOME_CARE, "home_care")                                                                                          \
    X(CARE_HOME, "care_home")                                                                                          \
    X(ADMISSION, "emergency_admission")
#define BREAKDOWN_ENUMERATOR(id, name) BREAKDOWN_##id,
enum breakdown { BREAKDOWN_LIST(BREAKDOWN_ENUMERATOR) BREAKDOWNS };
#undef BREAKDOWN_ENUMERATOR

/* Where a district nurse sees people: NURSING_PLACE(ID, "name"). */
#define NURSING_PLACE_LIST(X)                                                                                          \
    X(HOME, "home") /* or the care home where they live */                                                             \
    X(CLINIC, "clinic")
#define NURSING_PLACE_ENUMERATOR(id, name) NURSING_##id,
enum nursing_place { NURSING_PLACE_LIST(NURSING_PLACE_ENUMERATOR) NURSING_PLACES };
#undef NURSING_PLACE_ENUMERATOR

/* What may have gone wrong in a contact with care, as far as the simulation knows: PROBLEM(ID, "name"). */
#define PROBLEM_LIST(X)                                                                                                \
    X(LATE, "waited_too_long") /* beyond 4 hours, 48 hours or 18 weeks */                                              \
    X(REFUSED, "refused")                                                                                              \
    X(TURNED_AWAY, "turned_away") /* to another provider of the same */                                                \
    X(DELAYED, "delayed")         /* in hospital, after the treatment */                                               \
    X(WISH, "died_in_hospital_against_wish")
#define PROBLEM_ENUMERATOR(id, name) PROBLEM_##id,
enum problem { PROBLEM_LIST(PROBLEM_ENUMERATOR) PROBLEMS };
#undef PROBLEM_ENUMERATOR

/* Outcomes that are counted by long-term condition, too, under each that the person has at that moment:
 * X(ID, "name", "unit", "what is counted"). */
#define CONDITION_OUTCOME_LIST(X)                                                                                      \
    X(DEATHS, "deaths", "1", "deaths")                                                                                 \
    X(EMERGENCY_ADMISSIONS, "emergency_admissions", "1", "emergency admissions")                                       \
    X(EMERGENCY_BED_DAYS, "emergency_bed_days", "day", "emergency bed days, counted at discharge")                     \
    X(READMISSIONS, "readmissions", "1", "emergency admissions within care.readmission_days of a discharge")           \
    X(DELAYED_DAYS, "delayed_days", "day", "midnights in a bed after the end of treatment, counted at discharge")      \
    X(CARE_HOME_ENTRIES, "care_home_entries", "1", "people who move into a care home")
#define CONDITION_OUTCOME_ENUMERATOR(id, name, unit, meaning) BY_CONDITION_##id,
enum condition_outcome { CONDITION_OUTCOME_LIST(CONDITION_OUTCOME_ENUMERATOR) CONDITION_OUTCOMES };
#undef CONDITION_OUTCOME_ENUMERATOR

enum { OLDEST_AGE = 85 }; /* of whom it is known how many are in contact with district nurses within a year */

/* Times that people were served in a month, or the days from request to service of these times added up. */
struct served_by {
    int64_t age[SERVICE_COUNT][AGE_BANDS];
    int64_t condition[SERVICE_COUNT][CONDITION_LIMIT]; /* under each condition of the person */
};

/* What is counted in a month of people wherever they live: one for each thread, in no order. */
struct care_tally {
    int64_t by_condition[CONDITION_OUTCOMES][CONDITION_LIMIT][AGE_BANDS];
    struct served_by served, waited_days;
};

/* What the people of one locality had of care this month, what they needed and nobody offers, and what became of them.
 */
struct care_month {
    int64_t emergency_admissions[QUINTILE_COUNT][AGE_BANDS];
    int64_t emergency_bed_days[QUINTILE_COUNT][AGE_BANDS];
    int64_t planned_admissions[QUINTILE_COUNT][AGE_BANDS];
    int64_t attendances[QUINTILE_COUNT][AGE_BANDS];   /* accident and emergency */
    int64_t consultations[QUINTILE_COUNT][AGE_BANDS]; /* general practice */
    int64_t discharges[QUINTILE_COUNT][AGE_BANDS];    /* from hospital beds, alive */
    int64_t readmissions[QUINTILE_COUNT][AGE_BANDS];  /* emergency admissions soon after a discharge */
    int64_t care_home_entries[QUINTILE_COUNT][AGE_BANDS];
    int64_t breakdowns[QUINTILE_COUNT][AGE_BANDS];              /* of carers, by the people they cared for */
    int64_t sought[BREAKDOWNS][QUINTILE_COUNT][AGE_BANDS];      /* at these breakdowns */
    int64_t nursing[NURSING_PLACES][QUINTILE_COUNT][AGE_BANDS]; /* visits of district nurses */
    int64_t oldest[QUINTILE_COUNT];        /* people of OLDEST_AGE and over at the start of the month */
    int64_t oldest_nursed[QUINTILE_COUNT]; /* their chance of a district nurse within a year, in millionths, added up */
    int64_t contacts[QUINTILE_COUNT][AGE_BANDS]; /* served, refused, discharged, dead */
    int64_t with_problem[QUINTILE_COUNT][AGE_BANDS];
    int64_t problems[PROBLEMS][QUINTILE_COUNT][AGE_BANDS]; /* of these contacts; one at most in each */
    int64_t delayed_days[DELAY_CAUSES][AGE_BANDS];         /* of those discharged */
    int64_t travel[SERVICE_COUNT][QUINTILE_COUNT];         /* to the sites that served them, in hundreds of metres */
    int64_t deaths[DEATH_PLACES][QUINTILE_COUNT][AGE_BANDS];
    uint32_t served[SERVICE_COUNT][QUINTILE_COUNT];      /* times that people were served */
    uint32_t waited_days[SERVICE_COUNT][QUINTILE_COUNT]; /* from request to service of these times, added up */
    /* Pathways from referral to treatment that were completed, those of them within 18 weeks, their days added up, and
     * by week: the first is that of the day of referral and the next seven, the last has all longer ones. */
    int64_t treated[CLOCK_STOPS], treated_within_18_weeks[CLOCK_STOPS], treated_days[CLOCK_STOPS];
    int64_t treated_by_week[CLOCK_STOPS][TREATED_WEEKS];
    int64_t not_referred;               /* needs that practices did not refer */
    int64_t turned_away;                /* from the provider of a planned procedure to another */
    int64_t referrals_refused;          /* first attendances that were to lead to a procedure, refused: it is lost */
    int64_t unoffered[SERVICE_COUNT];   /* needs for a service that nobody offers */
    struct programme_month *programmes; /* of each programme that there is; owned, as are the forks */
    struct fork_month *forks;
};

/* Gives a zeroed month its programmes and forks. Errors: STATUS_NO_MEMORY; it must still be freed. */
enum status care_month_init(struct care_month *self, size_t programmes, size_t forks);
void care_month_free(struct care_month *self);

/* Sets all counts to zero, for as many programmes and forks as it was given. */
void care_month_clear(struct care_month *self, size_t programmes, size_t forks);

struct pathway {
    const struct care *care;
    const struct life *life; /* the locality's people and today */
    struct requests *outbox;
    struct flow *flow;
    struct care_month *month;
    struct care_tally *tally;
    const struct outcome *heard; /* which is being dealt with; NULL: none */
};

/* Mean days of a hospital stay at an age: the published figure, times the scenario's multiplier of emergency stays. */
double pathway_mean_stay(const struct care_parameters *parameters, const struct figures *figures, enum stay_kind kind,
                         unsigned age);

/* The first day of all: everybody registers with a practice, residents and packages of home care find their providers.
 */
enum status pathway_begin(const struct pathway *self);

/* Then the places and hours that the people of a locality have are held at the providers. */
void pathway_hold_support(const struct people *people, const struct supply *supply);

/* Counts the support that goes on into a month: days in care homes and hours of home care. */
enum status pathway_begin_month(const struct pathway *self);

/* Notices [first, end) of the locality's list. */
enum status pathway_notices(const struct pathway *self, size_t first, size_t end);

/* Programmes: members whose time is up leave, the others have their contacts. After the notices of the day. */
enum status pathway_programmes_day(const struct pathway *self);

/* Once a month: members who are reviewed may leave, and people are found in the registers. */
enum status pathway_programmes_month(const struct pathway *self);

/* One outcome that has come back. */
enum status pathway_outcome(const struct pathway *self, const struct outcome *outcome);

#endif
