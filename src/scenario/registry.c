#include "scenario/registry.h"

#include "base/memory.h"
#include "base/text.h"
#include "scenario/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECTION_NAME figures
#include "scenario/section_rows.inc"

#define SECTION_NAME life
#include "scenario/section_rows.inc"

/* Shares may miss 1 by what is lost in writing them with a few decimals. */
static const double share_tolerance = 1e-6;

static enum status household_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct household_parameters *household = values;
    const double shares = household->one_child_share + household->two_children_share + household->three_children_share;

    if (shares > 1 + share_tolerance) {
        return scenario_problem_at(
            scenario, path, "expected one_child_share to three_children_share to sum to 1 at most, found %.9g", shares);
    }
    if (household->generation_least_years > household->generation_years ||
        household->generation_years > household->generation_most_years) {
        return scenario_problem_at(
            scenario, path, "expected generation_years between generation_least_years and generation_most_years");
    }
    return STATUS_OK;
}

#define SECTION_NAME household
#define SECTION_CHECK household_check
#include "scenario/section_rows.inc"

#define SECTION_NAME caring
#include "scenario/section_rows.inc"

#define SECTION_NAME population
#include "scenario/section_rows.inc"

static enum status locality_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct locality_parameters *locality = values;
    const double sum = locality->deprivation_1 + locality->deprivation_2 + locality->deprivation_3 +
                       locality->deprivation_4 + locality->deprivation_5;

    if (fabs(sum - 1) <= share_tolerance) {
        return STATUS_OK;
    }
    return scenario_problem_at(scenario, path, "expected deprivation_1 to deprivation_5 to sum to 1, found %.9g", sum);
}

#define SECTION_NAME locality
#define SECTION_CHECK locality_check
#include "scenario/section_rows.inc"

static enum status economy_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct economy_parameters *economy = values;

    return economy->localities.count > 0 ? STATUS_OK
                                         : scenario_problem_at(scenario, path, "expected at least one locality");
}

#define SECTION_NAME economy
#define SECTION_CHECK_ALL economy_check_all
#include "scenario/section_rows.inc"

struct locality_name {
    const char *locality, *economy;
};

static int compare_locality_names(const void *a, const void *b)
{
    const struct locality_name *x = a;
    const struct locality_name *y = b;
    const int order = strcmp(x->locality, y->locality);
    return order != 0 ? order : strcmp(x->economy, y->economy);
}

/* Names of localities are the keys of their random draws and of output, so no two economies may share one. */
static enum status report_same_names(struct scenario *scenario, const char *path, const struct locality_name *names,
                                     size_t count)
{
    struct text_buffer place = {0};
    enum status status = STATUS_OK;

    for (size_t i = 1; i < count && status == STATUS_OK; i++) {
        if (strcmp(names[i - 1].locality, names[i].locality) == 0) {
            text_buffer_clear(&place);
            status = text_buffer_append_format(&place, "%s%seconomies.%s.localities.%s", path,
                                               path[0] == '\0' ? "" : ".", names[i].economy, names[i].locality);
            if (status == STATUS_OK) {
                status = scenario_problem_at(scenario, text_buffer_text(&place),
                                             "expected a name of its own; economy %s has a locality of this name too",
                                             names[i - 1].economy);
            }
        }
    }
    text_buffer_free(&place);
    return status;
}

static enum status area_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct area_parameters *area = values;
    const struct economy_parameters *economies = area->economies.items;
    struct locality_name *names = NULL;
    size_t count = 0;

    for (size_t e = 0; e < area->economies.count; e++) {
        count += economies[e].localities.count;
    }
    enum status status = memory_allocate((void **)&names, count, sizeof *names);
    if (status != STATUS_OK || count == 0) {
        return status;
    }
    count = 0;
    for (size_t e = 0; e < area->economies.count; e++) {
        const struct locality_parameters *localities = economies[e].localities.items;
        for (size_t l = 0; l < economies[e].localities.count; l++) {
            names[count++] = (struct locality_name){.locality = localities[l].name, .economy = economies[e].name};
        }
    }
    qsort(names, count, sizeof *names, compare_locality_names);
    status = report_same_names(scenario, path, names, count);
    memory_free((void **)&names);
    return status;
}

#define SECTION_NAME area
#define SECTION_CHECK_ALL area_check_all
#include "scenario/section_rows.inc"

#define SERVICE(id, name, discipline, unit, meaning) name,
static const char *const service_or_none_words[] = {
    "none",
#include "scenario/services.def"
    NULL,
};
#undef SERVICE

static const struct section_names service_names = {
    .key = "service", .noun = "service line", .words = service_or_none_words + SERVICE_WORD_FIRST};

#define SECTION_NAME workforce
#include "scenario/section_rows.inc"

#define SECTION_NAME service_rules
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define SECTION_NAME site_service
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define SECTION_NAME site
#include "scenario/section_rows.inc"

#define SECTION_NAME conduct
#include "scenario/section_rows.inc"

#define STRATEGY(id, name, word, meaning) word,
static const char *const strategy_words[] = {
#include "scenario/strategies.def"
    NULL,
};
#undef STRATEGY

#define SECTION_NAME provider
#include "scenario/section_rows.inc"

#define SECTION_NAME kind_service
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define SECTION_NAME provider_kind
#include "scenario/section_rows.inc"

#define SECTION_NAME enabler
#include "scenario/section_rows.inc"

#define SECTION_NAME effect
#include "scenario/section_rows.inc"

#define SECTION_NAME programme_use
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define SECTION_NAME requirement
#include "scenario/section_rows.inc"

static enum status programme_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct programme_parameters *programme = values;

    return programme->until >= programme->from ? STATUS_OK
                                               : scenario_problem_at(scenario, path, "expected until not before from");
}

#define SECTION_NAME programme
#define SECTION_CHECK programme_check
#include "scenario/section_rows.inc"

static enum status fork_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct fork_parameters *fork = values;
    const int ways = (fork->service != SERVICE_WORD_NONE) + (fork->programme >= 0) + (fork->need[0] != '\0');

    const bool goes_on = fork->moment == MOMENT_NEED || fork->moment == MOMENT_REFUSED;

    if (goes_on && fork->of[0] == '\0') {
        return scenario_problem_at(scenario, path, "expected of: which need, or which service has refused");
    }
    if (ways > 1) {
        return scenario_problem_at(scenario, path, "expected at most one of service, programme and need");
    }
    if (ways == 0 && !fork->instead && fork->stay_ratio == 1) {
        return scenario_problem_at(scenario, path,
                                   "a fork besides the usual way that leads nowhere and changes nothing");
    }
    return fork->until >= fork->from ? STATUS_OK
                                     : scenario_problem_at(scenario, path, "expected until not before from");
}

#define SECTION_NAME fork
#define SECTION_CHECK_ALL fork_check_all
#include "scenario/section_rows.inc"

static enum status ambulance_calls_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct ambulance_calls_parameters *calls = values;
    const double most = fmax(
        fmax(calls->admitted_a_share + calls->admitted_b_share, calls->attending_a_share + calls->attending_b_share),
        calls->not_conveyed_a_share + calls->not_conveyed_b_share);

    return most <= 1 + share_tolerance
               ? STATUS_OK
               : scenario_problem_at(scenario, path, "expected the shares of A and B to sum to 1 at most, found %.9g",
                                     most);
}

#define SECTION_NAME ambulance_calls
#define SECTION_CHECK ambulance_calls_check
#include "scenario/section_rows.inc"

#define SECTION_NAME home_care_rules
#include "scenario/section_rows.inc"

static enum status care_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct care_parameters *care = values;
    const double shares =
        care->breakdown_care_home_share + care->breakdown_admission_share + care->breakdown_home_care_share;

    return shares <= 1 + share_tolerance
               ? STATUS_OK
               : scenario_problem_at(scenario, path,
                                     "expected the shares of breakdown_* to sum to 1 at most, found %.9g", shares);
}

#define SECTION_NAME care
#define SECTION_CHECK care_check
#include "scenario/section_rows.inc"

/* The oldest age that the bands of a formula of weighted capitation must hold. */
enum { OLDEST_WEIGHTED = 120 };

static enum status weighting_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct weighting_parameters *weighting = values;
    const struct age_weight_parameters *ages = weighting->ages.items;

    for (int64_t age = 0; age <= OLDEST_WEIGHTED && weighting->ages.count > 0; age++) {
        int found = 0;
        for (size_t i = 0; i < weighting->ages.count; i++) {
            found += ages[i].age_from <= age && age <= ages[i].age_to;
        }
        if (found != 1) {
            return scenario_problem_at(scenario, path,
                                       "expected bands of ages that hold each age from 0 to %d once, found %d for %d",
                                       OLDEST_WEIGHTED, found, (int)age);
        }
    }
    return STATUS_OK;
}

#define PAYMENT_MODEL(id, name, word, basis) word,
static const char *const payment_model_words[] = {
#include "scenario/payment_models.def"
    NULL,
};
#undef PAYMENT_MODEL

#define PAYMENT_MODEL(id, name, word, basis) PAYMENT_BASIS_##basis,
const enum payment_basis payment_bases[PAYMENT_MODEL_COUNT] = {
#include "scenario/payment_models.def"
};
#undef PAYMENT_MODEL

static bool payment_service_is_priced(const struct payment_service_parameters *service)
{
    return service->price_pounds > 0 || service->short_stay_price_pounds > 0 ||
           service->excess_bed_day_price_pounds > 0 || service->week_price_pounds > 0 ||
           service->hour_price_pounds > 0 || service->variable_cost_multiple > 0;
}

static size_t count_priced(const struct payment_parameters *payment)
{
    const struct payment_service_parameters *services = payment->services.items;
    size_t count = 0;

    for (size_t i = 0; i < payment->services.count; i++) {
        count += payment_service_is_priced(&services[i]);
    }
    return count;
}

/* Terms of other payment models than its own may stay, so that an overlay changes the model alone. */
static enum status payment_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct payment_parameters *payment = values;
    const enum payment_basis basis = payment_bases[payment->model];
    const char *model = payment_model_words[payment->model];

    if ((basis == PAYMENT_BASIS_ANNUAL_SUM || basis == PAYMENT_BASIS_SUM_AND_PRICES) &&
        payment->annual_pounds_per_person <= 0) {
        return scenario_problem_at(scenario, path, "%s needs annual_pounds_per_person above 0", model);
    }
    if (basis == PAYMENT_BASIS_SHARE && payment->gain_share <= 0) {
        return scenario_problem_at(scenario, path, "%s needs gain_share above 0", model);
    }
    if (basis == PAYMENT_BASIS_CAPITATION && payment->capitation_pounds <= 0) {
        return scenario_problem_at(scenario, path, "%s needs capitation_pounds above 0", model);
    }
    if (!calendar_is_month_start(payment->from) || !calendar_is_month_start(payment->until)) {
        return scenario_problem_at(scenario, path, "expected from and until on the first of a month");
    }
    if (!calendar_is_month_start(payment->base_from) || calendar_financial_month(payment->base_from) != 1) {
        return scenario_problem_at(scenario, path, "expected base_from on a first of April");
    }
    return payment->until > payment->from ? STATUS_OK
                                          : scenario_problem_at(scenario, path, "expected until after from");
}

static enum status payment_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct payment_parameters *payment = values;
    const struct payment_service_parameters *services = payment->services.items;
    const enum payment_basis basis = payment_bases[payment->model];
    const bool by_price = basis == PAYMENT_BASIS_PRICES || basis == PAYMENT_BASIS_SUM_AND_PRICES;
    enum status status = STATUS_OK;

    if (payment->services.count == 0) {
        status = scenario_problem_at(scenario, path, "expected at least one service");
    }
    if (status == STATUS_OK && basis == PAYMENT_BASIS_BUNDLE && count_priced(payment) == 0) {
        status = scenario_problem_at(scenario, path, "a bundle needs a price above 0 for one of its services");
    }
    if (status == STATUS_OK && payment->model == PAYMENT_PERFORMANCE && payment->indicators.count == 0) {
        status = scenario_problem_at(scenario, path, "performance needs at least one indicator");
    }
    if (status == STATUS_OK && payment->provider >= 0 && payment->provider_kind >= 0) {
        status = scenario_problem_at(scenario, path, "expected a provider or a provider_kind, found both");
    }
    for (size_t i = 0; i < payment->services.count && status == STATUS_OK; i++) {
        if (by_price && !payment_service_is_priced(&services[i])) {
            status = scenario_problem_at(scenario, path, "%s: %s needs a price above 0", services[i].name,
                                         payment_model_words[payment->model]);
        }
    }
    return status;
}

#define SECTION_NAME age_weight
#include "scenario/section_rows.inc"

#define SECTION_NAME weighting
#define SECTION_CHECK_ALL weighting_check_all
#include "scenario/section_rows.inc"

#define SECTION_NAME commissioner
#include "scenario/section_rows.inc"

#define SECTION_NAME payment_service
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define INDICATOR(id, name, scope, unit, meaning) #name,
static const char *const indicator_words[] = {
#include "scenario/indicators.def"
    NULL,
};
#undef INDICATOR

static const struct section_names indicator_names = {
    .key = "indicator", .noun = "performance indicator", .words = indicator_words};

#define SECTION_NAME payment_indicator
#define SECTION_NAMES &indicator_names
#include "scenario/section_rows.inc"

#define SECTION_NAME payment
#define SECTION_CHECK payment_check
#define SECTION_CHECK_ALL payment_check_all
#include "scenario/section_rows.inc"

#define SECTION_NAME charge
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define SECTION_NAME self_funding
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

#define SECTION_NAME mechanisms
#include "scenario/section_rows.inc"

#define SECTION_NAME deciding
#include "scenario/section_rows.inc"

#define SECTION_NAME regulator
#include "scenario/section_rows.inc"

#define SECTION_NAME pooled_service
#define SECTION_NAMES &service_names
#include "scenario/section_rows.inc"

static enum status pool_check_all(struct scenario *scenario, const char *path, const void *values)
{
    const struct pool_parameters *pool = values;

    return pool->services.count > 0 ? STATUS_OK : scenario_problem_at(scenario, path, "expected at least one service");
}

#define SECTION_NAME pool
#define SECTION_CHECK_ALL pool_check_all
#include "scenario/section_rows.inc"

#define SECTION_NAME market
#include "scenario/section_rows.inc"

/* Output, money and the conservation of people all go by whole months. */
static enum status check_month_start(struct scenario *scenario, const char *key, day_t day)
{
    char date[CALENDAR_TEXT_SIZE];

    calendar_format(day, date);
    return calendar_is_month_start(day)
               ? STATUS_OK
               : scenario_problem_at(scenario, key, "expected the first day of a month, found %s", date);
}

static enum status policy_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct policy_parameters *policy = values;
    struct text_buffer key = {0};
    enum status status = text_buffer_append_format(&key, "%s.date", path);

    if (status == STATUS_OK) {
        status = check_month_start(scenario, text_buffer_text(&key), policy->date);
    }
    text_buffer_free(&key);
    return status;
}

#define SECTION_NAME policy
#define SECTION_CHECK policy_check
#include "scenario/section_rows.inc"

static enum status run_check(struct scenario *scenario, const char *path, const void *values)
{
    const struct run_parameters *run = values;
    enum status status = check_month_start(scenario, "start", run->start);

    (void)path;
    if (status == STATUS_OK) {
        status = check_month_start(scenario, "until", run->until);
    }
    if (status == STATUS_OK && run->until <= run->start) {
        char start[CALENDAR_TEXT_SIZE];
        calendar_format(run->start, start);
        status = scenario_problem_at(scenario, "until", "expected a date after start, which is %s", start);
    }
    return status;
}

/* What is looked up while a run goes on, and nothing that it is built with. */
static const char *const run_dated[] = {
    "care.providers.*.quality",
    "care.providers.*.conduct",
    "care.provider_kinds.*.quality",
    "care.provider_kinds.*.conduct",
    "care.services.*.longest_wait_days",
    "care.services.*.distance_weight",
    "care.services.*.wait_weight",
    "care.services.*.quality_weight",
    "care.services.*.variable_cost_pounds",
    "care.services.*.capacity_cost_pounds",
    "care.weekend_out_of_hours_share",
    "care.refused_gp_to_ae_share",
    "care.booked_within_18_weeks_share",
    "care.bed_reserve_share",
    "care.escalation_share",
    "care.discharge_notice_days",
    "care.home_care_rules",
    "care.four_hours_share",
    "care.four_hours_occupancy",
    "care.four_hours_fall",
    "market.allocation_pounds_per_head",
    "market.council_pounds_per_adult",
    "market.council_pounds_per_older_person",
    "market.other_care_pounds_per_head",
    "market.payments",
    "market.charges",
    "market.self_funding",
    "market.bed_day_cost_pounds",
    "market.mechanisms",
    "market.deciding",
    "market.regulator",
    "market.pools",
    "care.providers.*.strategy",
    "care.provider_kinds.*.strategy",
    NULL,
};

#define SECTION_NAME run
#define SECTION_CHECK run_check
#define SECTION_DATED run_dated
#include "scenario/section_rows.inc"
