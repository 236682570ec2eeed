/* The registry of Catchment: every parameter that a scenario may give, as one tree of sections.
 *
 * To add a parameter, add one line to the .def file of its section. It declares the member of the struct and the row of
 * the registry at once; the key in a scenario is the name of the member. The last words of each line say what it means,
 * the default before them is text, or REQUIRED.
 *     PARAMETER(REAL, stay_days, "days", 0, 365, "7", "...")          double     (unit, minimum, maximum, default)
 *     PARAMETER(INTEGER, beds, "beds", 0, 5000, REQUIRED, "...")      int64_t
 *     BOOLEAN(open, "true", "...")                                    bool
 *     TEXT(label, "", "...")                                          const char *, "" when absent
 *     DATE(opens, "2008-04-01", "...")                                day_t
 *     CHOICE(sector, CHOICE_WORDS(SECTOR_LIST), "public", "...")      int32_t, an enumerator of SECTOR_LIST
 *     DATA_FILE(table, REQUIRED, "...")                               const char *, absolute; "" when absent
 *     CRITERION(eligible, "", "...")                                  const char *, criterion.h; "" is everybody
 *     REFERENCE(payer, "commissioners", REQUIRED, "...")              int32_t, an index; "" default: optional, -1
 *     FIXED(costs, provider_costs, "...")                             struct provider_costs_parameters
 *     NAMED(sites, site, "...")                                       struct named_list of struct site_parameters
 *     CHANGE(change, "...")                                           const struct scenario_node *; timeline.h
 * A REFERENCE names the list by its path from the root; `*` stands for the same element as the parameter's own, so that
 * "providers.*.sites" in a parameter within a provider means the sites of that provider.
 *
 * To add a section, write NAME.def in this folder, declare it below with section_declare.inc (a section before those
 * that contain it), define it in registry.c with section_rows.inc, and name it in a FIXED or NAMED line of its parent.
 * Rules between parameters are functions, see `check` in schema.h. The header of a higher floor includes this one for
 * the structs; it never reads YAML.
 */
#ifndef CATCHMENT_SCENARIO_REGISTRY_H
#define CATCHMENT_SCENARIO_REGISTRY_H

#include "scenario/schema.h"

#define PARAMETER_VALUES_LIST(X)                                                                                       \
    X(PARAMETER_VALUES_CENTRE, "centre")                                                                               \
    X(PARAMETER_VALUES_DRAW, "draw")
enum parameter_values { PARAMETER_VALUES_LIST(CHOICE_ENUMERATOR) };

/* Who owns a provider. */
#define SECTOR_LIST(X)                                                                                                 \
    X(SECTOR_PUBLIC, "public")                                                                                         \
    X(SECTOR_FOUNDATION, "foundation")                                                                                 \
    X(SECTOR_SOCIAL_ENTERPRISE, "social_enterprise")                                                                   \
    X(SECTOR_CHARITY, "charity")                                                                                       \
    X(SECTOR_COMPANY, "company")                                                                                       \
    X(SECTOR_PARTNERSHIP, "partnership")                                                                               \
    X(SECTOR_COUNCIL, "council")
enum sector { SECTOR_LIST(CHOICE_ENUMERATOR) };

/* Where generated providers stand: among the people, or at the centres of the localities. */
#define PLACEMENT_LIST(X)                                                                                              \
    X(PLACEMENT_SPREAD, "spread")                                                                                      \
    X(PLACEMENT_CENTRE, "centre")
enum placement { PLACEMENT_LIST(CHOICE_ENUMERATOR) };

/* Who pays by a payment rule. */
#define PAYER_LIST(X)                                                                                                  \
    X(PAYER_HEALTH, "health")                                                                                          \
    X(PAYER_COUNCIL, "council")
enum payer { PAYER_LIST(CHOICE_ENUMERATOR) };

/* What the sum of a payment rule rests on, and so what its contracts are: with each provider that the rule names, or
 * with any; or, where one sum is for all, with each provider for a part of it. */
enum payment_basis {
    PAYMENT_BASIS_PRICES,         /* prices of services: with each, or any; what users buy for themselves is left out */
    PAYMENT_BASIS_ANNUAL_SUM,     /* annual_pounds_per_person: for a part */
    PAYMENT_BASIS_BUNDLE,         /* prices of some of the services: with each; the others are in the price */
    PAYMENT_BASIS_SHARE,          /* a share of what the payer saves: for a part */
    PAYMENT_BASIS_SUM_AND_PRICES, /* annual_pounds_per_person and prices of services: for a part */
    PAYMENT_BASIS_CAPITATION,     /* capitation_pounds: with each, or any, for its list; of all residents, for a part */
};

/* How a payment rule finds the sum. */
#define PAYMENT_MODEL(id, name, word, basis) PAYMENT_##id,
enum payment_model_id {
#include "scenario/payment_models.def"
    PAYMENT_MODEL_COUNT
};
#undef PAYMENT_MODEL

extern const enum payment_basis payment_bases[PAYMENT_MODEL_COUNT];

/* What a provider strives for. */
#define STRATEGY(id, name, word, meaning) STRATEGY_##id,
enum strategy_id {
#include "scenario/strategies.def"
    STRATEGY_COUNT
};
#undef STRATEGY

/* Whom the economic regulator rates, and what follows when one of them has failed. */
#define WATCHED_LIST(X)                                                                                                \
    X(WATCHED_FOUNDATION, "foundation")                                                                                \
    X(WATCHED_ALL, "all")
enum watched { WATCHED_LIST(CHOICE_ENUMERATOR) };

#define FAILURE_REGIME_LIST(X)                                                                                         \
    X(FAILURE_REGIME_NONE, "none")                                                                                     \
    X(FAILURE_REGIME_LOAN, "loan")
enum failure_regime { FAILURE_REGIME_LIST(CHOICE_ENUMERATOR) };

/* For whom capitation is paid. */
#define PAYMENT_LIST_LIST(X)                                                                                           \
    X(PAYMENT_LIST_REGISTERED, "registered")                                                                           \
    X(PAYMENT_LIST_RESIDENT, "resident")
enum payment_list { PAYMENT_LIST_LIST(CHOICE_ENUMERATOR) };

/* When people may go another way than the usual one. */
#define MOMENT_LIST(X)                                                                                                 \
    X(MOMENT_NEED, "need")                                                                                             \
    X(MOMENT_SERVED, "served")                                                                                         \
    X(MOMENT_REFUSED, "refused")                                                                                       \
    X(MOMENT_READY, "ready")                                                                                           \
    X(MOMENT_DISCHARGED, "discharged")                                                                                 \
    X(MOMENT_ENDED, "ended")
enum moment { MOMENT_LIST(CHOICE_ENUMERATOR) MOMENT_COUNT };

/* Bands of functional need, in the order of enum need_band. */
#define NEED_WORD_LIST(X)                                                                                              \
    X(NEED_WORD_NONE, "none")                                                                                          \
    X(NEED_WORD_LOW, "low")                                                                                            \
    X(NEED_WORD_MODERATE, "moderate")                                                                                  \
    X(NEED_WORD_SUBSTANTIAL, "substantial")                                                                            \
    X(NEED_WORD_CRITICAL, "critical")
enum need_word { NEED_WORD_LIST(CHOICE_ENUMERATOR) NEED_WORDS };

/* How long members of a programme stay. */
#define DAYS_SPREAD_LIST(X)                                                                                            \
    X(DAYS_SPREAD_FIXED, "fixed")                                                                                      \
    X(DAYS_SPREAD_EXPONENTIAL, "exponential")
enum days_spread { DAYS_SPREAD_LIST(CHOICE_ENUMERATOR) };

/* A choice of a service line or none: the service is the index less SERVICE_WORD_FIRST, in the order of services.def.
 */
enum { SERVICE_WORD_NONE, SERVICE_WORD_FIRST };

#define SECTION_NAME figures
#include "scenario/section_declare.inc"

#define SECTION_NAME life
#include "scenario/section_declare.inc"

#define SECTION_NAME household
#include "scenario/section_declare.inc"

#define SECTION_NAME caring
#include "scenario/section_declare.inc"

#define SECTION_NAME population
#include "scenario/section_declare.inc"

#define SECTION_NAME locality
#include "scenario/section_declare.inc"

#define SECTION_NAME economy
#include "scenario/section_declare.inc"

#define SECTION_NAME area
#include "scenario/section_declare.inc"

#define SECTION_NAME workforce
#include "scenario/section_declare.inc"

#define SECTION_NAME service_rules
#include "scenario/section_declare.inc"

#define SECTION_NAME site_service
#include "scenario/section_declare.inc"

#define SECTION_NAME site
#include "scenario/section_declare.inc"

#define SECTION_NAME conduct
#include "scenario/section_declare.inc"

#define SECTION_NAME provider
#include "scenario/section_declare.inc"

#define SECTION_NAME kind_service
#include "scenario/section_declare.inc"

#define SECTION_NAME provider_kind
#include "scenario/section_declare.inc"

#define SECTION_NAME enabler
#include "scenario/section_declare.inc"

#define SECTION_NAME effect
#include "scenario/section_declare.inc"

#define SECTION_NAME programme_use
#include "scenario/section_declare.inc"

#define SECTION_NAME requirement
#include "scenario/section_declare.inc"

#define SECTION_NAME programme
#include "scenario/section_declare.inc"

#define SECTION_NAME fork
#include "scenario/section_declare.inc"

#define SECTION_NAME ambulance_calls
#include "scenario/section_declare.inc"

#define SECTION_NAME home_care_rules
#include "scenario/section_declare.inc"

#define SECTION_NAME care
#include "scenario/section_declare.inc"

#define SECTION_NAME age_weight
#include "scenario/section_declare.inc"

#define SECTION_NAME weighting
#include "scenario/section_declare.inc"

#define SECTION_NAME commissioner
#include "scenario/section_declare.inc"

#define SECTION_NAME payment_service
#include "scenario/section_declare.inc"

#define SECTION_NAME payment_indicator
#include "scenario/section_declare.inc"

#define SECTION_NAME payment
#include "scenario/section_declare.inc"

#define SECTION_NAME charge
#include "scenario/section_declare.inc"

#define SECTION_NAME self_funding
#include "scenario/section_declare.inc"

#define SECTION_NAME mechanisms
#include "scenario/section_declare.inc"

#define SECTION_NAME deciding
#include "scenario/section_declare.inc"

#define SECTION_NAME regulator
#include "scenario/section_declare.inc"

#define SECTION_NAME pooled_service
#include "scenario/section_declare.inc"

#define SECTION_NAME pool
#include "scenario/section_declare.inc"

#define SECTION_NAME market
#include "scenario/section_declare.inc"

#define SECTION_NAME policy
#include "scenario/section_declare.inc"

/* The root: load with scenario_load(scenario, &run_section, &run, settings) into a struct run_parameters. */
#define SECTION_NAME run
#include "scenario/section_declare.inc"

#endif
