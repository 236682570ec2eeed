/* A small registry for the tests of src/scenario, with every type of parameter and kind of section. */
#ifndef CATCHMENT_TESTS_SCENARIO_SMALL_H
#define CATCHMENT_TESTS_SCENARIO_SMALL_H

#include "scenario/scenario.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct small_site {
    const char *name;
    double x_km;
};

struct small_service {
    const char *name;
    int32_t site;
};

struct small_provider {
    const char *name;
    int32_t sector;
    int64_t beds;
    double stay_days;
    struct named_list sites;
    struct named_list services;
};

struct small_contract {
    const char *name;
    int32_t payee;
    int32_t guarantor;
    int64_t price_pence;
};

struct small_population {
    const char *name;
    int64_t size;
    double sample;
};

struct small {
    const char *name;
    const char *title;
    const char *label;
    day_t start;
    day_t until;
    int32_t parameter_values;
    int64_t seed;
    const char *table;
    double growth;
    bool open;
    struct small_population population;
    struct named_list providers;
    struct named_list contracts;
};

#define SECTOR_LIST(X) X(SECTOR_PUBLIC, "public") X(SECTOR_PRIVATE, "private")
enum sector { SECTOR_LIST(CHOICE_ENUMERATOR) };
#define VALUES_LIST(X) X(VALUES_CENTRE, "centre") X(VALUES_DRAW, "draw")
enum values { VALUES_LIST(CHOICE_ENUMERATOR) };

static const struct parameter small_site_rows[] = {
    {"x_km", PARAMETER_REAL, offsetof(struct small_site, x_km), "km", -1000, 1000, REQUIRED, NULL, "place, eastwards"},
};
static const struct section small_site_section = {
    .parameters = small_site_rows, .parameter_count = 1, .size = sizeof(struct small_site)};

static const struct parameter small_service_rows[] = {
    {"site", PARAMETER_REFERENCE, offsetof(struct small_service, site), "", 0, 0, "",
     (const char *const[]){"providers.*.sites"}, "where it is"},
};
static const struct section small_service_section = {
    .parameters = small_service_rows, .parameter_count = 1, .size = sizeof(struct small_service)};

static const struct parameter small_provider_rows[] = {
    {"sector", PARAMETER_CHOICE, offsetof(struct small_provider, sector), "", 0, 0, "public", CHOICE_WORDS(SECTOR_LIST),
     "who owns it"},
    {"beds", PARAMETER_INTEGER, offsetof(struct small_provider, beds), "beds", 0, 5000, REQUIRED, NULL, "beds open"},
    {"stay_days", PARAMETER_REAL, offsetof(struct small_provider, stay_days), "days", 0.1, 365, "7", NULL,
     "mean length of stay"},
};
static const struct subsection small_provider_subsections[] = {
    {"sites", SECTION_NAMED, offsetof(struct small_provider, sites), &small_site_section, "its places"},
    {"services", SECTION_NAMED, offsetof(struct small_provider, services), &small_service_section, "what it offers"},
};
static const struct section small_provider_section = {.parameters = small_provider_rows,
                                                      .parameter_count = 3,
                                                      .sections = small_provider_subsections,
                                                      .section_count = 2,
                                                      .size = sizeof(struct small_provider)};

static const struct parameter small_contract_rows[] = {
    {"payee", PARAMETER_REFERENCE, offsetof(struct small_contract, payee), "", 0, 0, REQUIRED,
     (const char *const[]){"providers"}, "who is paid"},
    {"guarantor", PARAMETER_REFERENCE, offsetof(struct small_contract, guarantor), "", 0, 0, "",
     (const char *const[]){"providers"}, "who stands in"},
    {"price_pence", PARAMETER_INTEGER, offsetof(struct small_contract, price_pence), "pence", 0, (double)INT64_MAX,
     "100", NULL, "price of a unit"},
};
static const struct section small_contract_section = {
    .parameters = small_contract_rows, .parameter_count = 3, .size = sizeof(struct small_contract)};

static const struct parameter small_population_rows[] = {
    {"size", PARAMETER_INTEGER, offsetof(struct small_population, size), "people", 1000, 60000000, REQUIRED, NULL,
     "people simulated"},
    {"sample", PARAMETER_REAL, offsetof(struct small_population, sample), "", 0, 1, "1", NULL, "share of the people"},
};
static const struct section small_population_section = {
    .parameters = small_population_rows, .parameter_count = 2, .size = sizeof(struct small_population)};

static enum status small_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct small *small = values;
    (void)path;
    return small->until > small->start ? STATUS_OK
                                       : scenario_problem_at(scenario, "until", "expected a date after start");
}

static enum status small_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct small *small = values;
    (void)path;
    return small->contracts.count <= 2 ? STATUS_OK
                                       : scenario_problem_at(scenario, "contracts", "expected two contracts at most");
}

static const struct parameter small_rows[] = {
    {"title", PARAMETER_TEXT, offsetof(struct small, title), "", 0, 0, REQUIRED, NULL, "what it is"},
    {"label", PARAMETER_TEXT, offsetof(struct small, label), "", 0, 0, "", NULL, "short | name"},
    {"start", PARAMETER_DATE, offsetof(struct small, start), "", 0, 0, REQUIRED, NULL, "first day"},
    {"until", PARAMETER_DATE, offsetof(struct small, until), "", 0, 0, REQUIRED, NULL, "day after the last"},
    {"parameter_values", PARAMETER_CHOICE, offsetof(struct small, parameter_values), "", 0, 0, "centre",
     CHOICE_WORDS(VALUES_LIST), "centres or draws"},
    {"seed", PARAMETER_INTEGER, offsetof(struct small, seed), "", 0, (double)INT64_MAX, "1", NULL, "of all draws"},
    {"table", PARAMETER_FILE, offsetof(struct small, table), "", 0, 0, "", NULL, "figures"},
    {"growth", PARAMETER_REAL, offsetof(struct small, growth), "per year", -1, 1, "0.01", NULL, "of the people"},
    {"open", PARAMETER_BOOLEAN, offsetof(struct small, open), "", 0, 1, "true", NULL, "whether people move"},
};
static const struct subsection small_subsections[] = {
    {"population", SECTION_FIXED, offsetof(struct small, population), &small_population_section, "the people"},
    {"providers", SECTION_NAMED, offsetof(struct small, providers), &small_provider_section, "who cares"},
    {"contracts", SECTION_NAMED, offsetof(struct small, contracts), &small_contract_section, "who pays whom"},
};
static const struct section small_section = {
    .parameters = small_rows,
    .parameter_count = COUNT_OF(small_rows),
    .sections = small_subsections,
    .section_count = COUNT_OF(small_subsections),
    .size = sizeof(struct small),
    .check = small_check,
    .check_all = small_check_all,
};

/* The least that the registry asks for. */
#define SMALL_TEXT "title: Small\nstart: 2008-04-01\nuntil: 2009-04-01\npopulation:\n  size: 5000\n"

/* Loads a text as the file `small.yaml`. */
static inline enum status small_load(struct scenario *scenario, struct small *small, const char *text)
{
    const struct scenario_settings settings = {.path = "small.yaml", .text = text};
    return scenario_load(scenario, &small_section, small, &settings);
}

/* The listed parameter at a path, NULL if there is none. */
static inline const struct scenario_parameter *small_find(const struct scenario *scenario, const char *path)
{
    for (size_t i = 0; i < scenario->parameter_count; i++) {
        if (strcmp(scenario->parameters[i].path, path) == 0) {
            return &scenario->parameters[i];
        }
    }
    return NULL;
}

/* The elements of a named list, typed. */
#define ITEMS(type, list) ((const struct type *)(list).items)

#endif
