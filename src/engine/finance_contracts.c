/* From payment rules to contracts: a rule becomes a contract of each economy's payer, with any provider where the
 * payment model can tell them apart by what they do, or else with each of them. */
#include "engine/finance.h"
#include "engine/finance_plan.h"

#include <math.h>

#include "base/memory.h"
#include "base/text.h"
#include "scenario/problem.h"

/* A payment rule on its way to contracts, in one economy. */
struct rule {
    const struct payment_parameters *payment;
    uint32_t economy;
    uint64_t services;
    uint32_t people; /* as in struct contract */
    money_t pence;   /* a year: the sum for the economy, or the rate for a weighted person; 0 of prices */
};

/* The name of a contract: what it is about, whose people, and a provider or a service if it is for that alone. */
static enum status name_contract(struct finance_plan *self, struct contract *terms, const char *what, const char *alone)
{
    const char *const parts[] = {what, self->world->area.economies[terms->economy].name, alone};

    return finance_plan_name(self, &terms->name, ", ", parts, alone == NULL ? 2 : 3);
}

static enum status contract_append(struct finance_plan *self, uint32_t payer, const struct contract *terms)
{
    enum status status = memory_reserve((void **)&self->contracts, &self->contract_capacity, self->contract_count + 1,
                                        sizeof *self->contracts);

    if (status == STATUS_OK) {
        self->contracts[self->contract_count++] = (struct market_contract){.payer = payer, .terms = *terms};
    }
    return status;
}

/* Room for the prices of a contract, owned by the plan. */
static enum status prices_reserve(struct finance_plan *self, size_t count, struct price **out)
{
    enum status status =
        memory_reserve((void **)&self->prices, &self->price_capacity, self->price_count + 1, sizeof *self->prices);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)out, count, sizeof **out);
    }
    if (status == STATUS_OK) {
        self->prices[self->price_count++].items = *out;
    }
    return status;
}

/* Appends a price to those of a contract; 0 is none. */
static enum status price_append(struct price *prices, size_t *count, unsigned service, enum measure measure,
                                double pounds, int64_t units)
{
    if (pounds <= 0) {
        return STATUS_OK;
    }
    prices[*count] = (struct price){.service = service, .measure = measure, .units = units};
    return finance_pence(pounds, service_lines[service].name, &prices[(*count)++].pence);
}

enum { DAYS_A_WEEK = 7, PRICES_A_SERVICE = 5, TARGET_WEIGHTS = 1000 };

static enum status service_prices(const struct finance_plan *self, const struct payment_service_parameters *given,
                                  unsigned service, struct price *prices, size_t *count)
{
    const double cost = given->variable_cost_multiple * self->rules[service].variable_cost_pounds;
    const struct {
        enum measure measure;
        double pounds;
        int64_t units;
    } rows[PRICES_A_SERVICE] = {
        {MEASURE_SERVED, given->price_pounds, 1},
        {MEASURE_SHORT_STAYS, given->short_stay_price_pounds, 1},
        {MEASURE_EXCESS_BED_DAYS, given->excess_bed_day_price_pounds, 1},
        {MEASURE_BED_DAYS, given->week_price_pounds, DAYS_A_WEEK},
        {MEASURE_HOURS, given->hour_price_pounds, 1},
    };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < PRICES_A_SERVICE && status == STATUS_OK; i++) {
        const double borne = rows[i].measure == finance_variable_measure(service) ? cost * (double)rows[i].units : 0;
        status = price_append(prices, count, service, rows[i].measure, rows[i].pounds + borne, rows[i].units);
    }
    return status;
}

/* The prices that a rule pays for some of its services. */
static enum status rule_prices(struct finance_plan *self, const struct rule *rule, struct contract *terms)
{
    const struct payment_service_parameters *services = rule->payment->services.items;
    const size_t count = rule->payment->services.count;
    struct price *prices = NULL;
    enum status status = prices_reserve(self, count * PRICES_A_SERVICE, &prices);

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const int service = service_find(services[i].name);
        if ((terms->services & PAYMENT_SERVICE_BIT(service)) != 0) {
            status = service_prices(self, &services[i], (unsigned)service, prices, &terms->price_count);
        }
    }
    terms->prices = prices;
    return status;
}

static uint32_t rule_payer(const struct finance_plan *self, const struct rule *rule)
{
    return rule->payment->payer == PAYER_COUNCIL ? self->council[rule->economy] : self->commissioner[rule->economy];
}

/* The part of a service that users buy for themselves; 0 if none do. */
static double self_funded_share(const struct finance_plan *self, unsigned service)
{
    const struct self_funding_parameters *funding = self->scenario->self_funding.items;

    for (size_t i = 0; i < self->scenario->self_funding.count; i++) {
        if (service_find(funding[i].name) == (int)service) {
            return funding[i].share;
        }
    }
    return 0;
}

/* Contracts by prices with one provider or any: one for all services that nobody buys for themselves, and one for each
 * of the others. */
static enum status add_priced(struct finance_plan *self, const struct rule *rule, const struct contract *terms)
{
    struct contract shared = *terms;
    enum status status = STATUS_OK;

    for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        const double share = self_funded_share(self, service);
        struct contract own = *terms;
        if (share <= 0 || (terms->services & PAYMENT_SERVICE_BIT(service)) == 0) {
            continue;
        }
        shared.services &= ~PAYMENT_SERVICE_BIT(service);
        own.services = PAYMENT_SERVICE_BIT(service);
        own.unpaid_micro = llround(share * EXACT_MICRO);
        const char *const parts[] = {terms->name, service_lines[service].name};
        status = finance_plan_name(self, &own.name, ", ", parts, 2);
        if (status == STATUS_OK) {
            status = rule_prices(self, rule, &own);
        }
        if (status == STATUS_OK) {
            status = contract_append(self, rule_payer(self, rule), &own);
        }
    }
    if (status == STATUS_OK && shared.services != 0) {
        status = rule_prices(self, rule, &shared);
        if (status == STATUS_OK) {
            status = contract_append(self, rule_payer(self, rule), &shared);
        }
    }
    return status;
}

static enum payment_basis rule_basis(const struct rule *rule)
{
    return payment_bases[rule->payment->model];
}

/* What a rule says of every contract that follows from it, for a sum or a rate of `pence`. */
static struct contract rule_terms(const struct rule *rule, money_t pence)
{
    const struct payment_parameters *payment = rule->payment;
    const bool is_share = rule_basis(rule) == PAYMENT_BASIS_SHARE;

    return (struct contract){
        .economy = rule->economy,
        .provider = CONTRACT_ANY_PROVIDER,
        .services = rule->services,
        .model = (enum payment_model_id)payment->model,
        .annual_pence = rule_basis(rule) != PAYMENT_BASIS_CAPITATION ? pence : 0,
        .capitation_pence = rule_basis(rule) == PAYMENT_BASIS_CAPITATION ? pence : 0,
        .market_forces_micro = llround(payment->market_forces_factor * EXACT_MICRO),
        .readmissions_unpaid = !payment->readmissions_paid,
        .growth_unpaid_micro = EXACT_MICRO - llround(payment->growth_share * EXACT_MICRO),
        .tolerance_micro = llround(payment->tolerance_share * EXACT_MICRO),
        .taper_months = payment->taper_months,
        .share_micro = is_share ? pence : llround(payment->performance_share * EXACT_MICRO),
        .loss_share_micro = is_share ? llround(payment->loss_share / payment->gain_share * (double)pence) : 0,
        .share_rise_micro = llround(payment->performance_rise * EXACT_MICRO),
        .share_most_micro = llround(payment->performance_most * EXACT_MICRO),
        .people = rule->people,
        .list = payment->list == PAYMENT_LIST_RESIDENT ? CONTRACT_LIST_RESIDENT : CONTRACT_LIST_REGISTERED,
        .from = payment->from,
        .until = payment->until,
    };
}

/* The base year of a rule, which is not before the first whole year of the market. */
static day_t base_year(const struct finance_plan *self, const struct payment_parameters *payment)
{
    const int32_t year = calendar_financial_year(self->market.start);
    const day_t april = calendar_day((struct date){year, 4, 1});
    const day_t first = april < self->market.start ? calendar_day((struct date){year + 1, 4, 1}) : april;

    return payment->base_from > first ? payment->base_from : first;
}

/* What the performance of a rule is measured by, owned by the plan. */
static enum status rule_targets(struct finance_plan *self, const struct rule *rule, struct contract *terms)
{
    const struct payment_indicator_parameters *given = rule->payment->indicators.items;
    const size_t count = rule->payment->indicators.count;
    struct contract_target *targets = NULL;
    enum status status = memory_reserve((void **)&self->targets, &self->target_capacity, self->target_count + 1,
                                        sizeof(struct contract_target *));

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&targets, count, sizeof *targets);
        self->targets[self->target_count++] = targets;
    }
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        targets[i] = (struct contract_target){
            .indicator = (enum indicator)indicator_find(given[i].name),
            .weight = llround(given[i].weight * TARGET_WEIGHTS),
            .floor_micro = llround(given[i].floor * EXACT_MICRO),
            .target_micro = llround(given[i].target * EXACT_MICRO),
            .change_micro = llround(given[i].target_change * EXACT_MICRO),
        };
    }
    terms->targets = targets;
    terms->target_count = count;
    return status;
}

static enum status add_contract(struct finance_plan *self, const struct rule *rule, struct contract *terms)
{
    const bool is_any = terms->provider == CONTRACT_ANY_PROVIDER;

    const day_t first = rule->payment->from > self->market.start ? rule->payment->from : self->market.start;
    terms->base_from = base_year(self, rule->payment);
    terms->first_year = calendar_financial_year(first);
    enum status status =
        name_contract(self, terms, rule->payment->name, is_any ? NULL : self->providers[terms->provider].name);

    if (status != STATUS_OK) {
        return status;
    }
    if (rule_basis(rule) == PAYMENT_BASIS_PRICES) {
        return add_priced(self, rule, terms);
    }
    if (rule_basis(rule) == PAYMENT_BASIS_SUM_AND_PRICES || rule_basis(rule) == PAYMENT_BASIS_BUNDLE) {
        status = rule_prices(self, rule, terms);
    }
    if (status == STATUS_OK && contract_needs_indicators(terms)) {
        status = rule_targets(self, rule, terms);
    }
    return status == STATUS_OK ? contract_append(self, rule_payer(self, rule), terms) : status;
}

/* Whether a rule shares what is saved with providers that it names, whatever they do themselves. */
static bool rule_is_share_of_named(const struct rule *rule)
{
    return rule_basis(rule) == PAYMENT_BASIS_SHARE &&
           (rule->payment->provider >= 0 || rule->payment->provider_kind >= 0);
}

/* Whether the rule may become a contract with this provider alone. */
static bool rule_fits(const struct finance_plan *self, const struct rule *rule, size_t index)
{
    const struct payment_parameters *payment = rule->payment;
    const struct provider *provider = &self->world->care.supply.providers[index];

    if ((self->providers[index].services & rule->services) == 0 && !rule_is_share_of_named(rule)) {
        return false;
    }
    if (payment->provider >= 0) {
        return index == (size_t)payment->provider;
    }
    return (payment->provider_kind < 0 || provider->kind == payment->provider_kind) &&
           (provider->economy == ANY_ECONOMY || provider->economy == (int32_t)rule->economy);
}

/* How many of an economy's people would go to each provider that the rule fits, added up over its services, or over all
 * that the provider gives. */
static void expected_use(const struct finance_plan *self, const struct rule *rule, double *people)
{
    const struct world *world = self->world;
    const struct choice_table *choice = &world->care.choice;
    const uint64_t services = rule_is_share_of_named(rule) ? UINT64_MAX : rule->services;

    for (size_t n = 0; n < world->area.neighbourhood_count; n++) {
        const struct neighbourhood *neighbourhood = &world->area.neighbourhoods[n];
        if (world->area.localities[neighbourhood->locality].economy != rule->economy) {
            continue;
        }
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            const size_t row = n * SERVICE_COUNT + service;
            for (unsigned i = 0; (services & PAYMENT_SERVICE_BIT(service)) != 0 && i < choice->count[row]; i++) {
                people[world->care.supply.sites[choice->sites[row][i]].provider] +=
                    neighbourhood->people * choice_probability(choice, row, i);
            }
        }
    }
}

/* The weights by which providers share what the rule pays as one sum; all that goes to them if it names one. */
static enum status sharing_weights(const struct finance_plan *self, const struct rule *rule, int64_t *weights)
{
    const size_t providers = self->world->care.supply.provider_count;
    double *people = NULL;
    int64_t total = 0;
    enum status status = memory_allocate((void **)&people, providers, sizeof *people);

    if (status != STATUS_OK) {
        return status;
    }
    expected_use(self, rule, people);
    for (size_t p = 0; p < providers; p++) {
        if (rule_fits(self, rule, p)) {
            weights[p] = rule->payment->provider >= 0 ? 1 : llround(people[p] * EXACT_MICRO);
            total += weights[p];
        }
    }
    if (total == 0) {
        status = status_raise(STATUS_SCENARIO,
                              "market.payments.%s: nobody offers a service of it to the people of economy %s",
                              rule->payment->name, self->world->area.economies[rule->economy].name);
    }
    memory_free((void **)&people);
    return status;
}

static enum status add_with(struct finance_plan *self, const struct rule *rule, size_t provider, money_t pence)
{
    struct contract terms = rule_terms(rule, pence);

    terms.provider = (uint32_t)provider;
    if (rule_basis(rule) != PAYMENT_BASIS_SHARE) {
        terms.services &= self->providers[provider].services;
    }
    return add_contract(self, rule, &terms);
}

/* Contracts with each provider that the rule fits, for a part of one sum or rate. */
static enum status add_shared(struct finance_plan *self, const struct rule *rule)
{
    const size_t providers = self->world->care.supply.provider_count;
    int64_t *weights = NULL;
    money_t *parts = NULL;
    enum status status = memory_allocate((void **)&weights, providers, sizeof *weights);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&parts, providers, sizeof *parts);
    }
    if (status == STATUS_OK) {
        status = sharing_weights(self, rule, weights);
    }
    if (status == STATUS_OK) {
        status = money_split(rule->pence, weights, providers, parts);
    }
    for (size_t p = 0; p < providers && status == STATUS_OK; p++) {
        if (parts[p] > 0) {
            status = add_with(self, rule, p, parts[p]);
        }
    }
    memory_free((void **)&weights);
    memory_free((void **)&parts);
    return status;
}

/* Contracts with each provider that the rule fits, on its own activity or list. */
static enum status add_each(struct finance_plan *self, const struct rule *rule)
{
    const size_t providers = self->world->care.supply.provider_count;
    enum status status = STATUS_OK;

    for (size_t p = 0; p < providers && status == STATUS_OK; p++) {
        if (rule_fits(self, rule, p)) {
            status = add_with(self, rule, p, rule->pence);
        }
    }
    return status;
}

static enum status add_rule(struct finance_plan *self, const struct rule *rule)
{
    struct contract terms = rule_terms(rule, rule->pence);

    if (contract_is_for_one(&terms)) {
        return add_shared(self, rule);
    }
    return rule->payment->provider >= 0 || rule->payment->provider_kind >= 0 || contract_remembers(&terms) ||
                   rule_basis(rule) == PAYMENT_BASIS_BUNDLE
               ? add_each(self, rule)
               : add_contract(self, rule, &terms);
}

static enum status rule_pence(const struct finance_plan *self, const struct rule *rule, money_t *pence)
{
    const struct payment_parameters *payment = rule->payment;

    switch (rule_basis(rule)) {
    case PAYMENT_BASIS_ANNUAL_SUM:
    case PAYMENT_BASIS_SUM_AND_PRICES:
        return finance_pence(payment->annual_pounds_per_person * (double)self->people[rule->economy], payment->name,
                             pence);
    case PAYMENT_BASIS_CAPITATION:
        return finance_pence(payment->capitation_pounds, payment->name, pence);
    case PAYMENT_BASIS_SHARE: /* shared among providers like a sum */
        *pence = llround(payment->gain_share * EXACT_MICRO);
        return STATUS_OK;
    default:
        *pence = 0;
        return STATUS_OK;
    }
}

/* The services that a rule pays for. What costs nothing is not paid for at cost. */
static enum status rule_services(const struct finance_plan *self, const struct rule *rule, uint64_t *services)
{
    const struct payment_service_parameters *given = rule->payment->services.items;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < rule->payment->services.count && status == STATUS_OK; i++) {
        const unsigned service = (unsigned)service_find(given[i].name);
        struct price prices[PRICES_A_SERVICE];
        size_t count = 0;
        status = service_prices(self, &given[i], service, prices, &count);
        if (count > 0 || rule_basis(rule) != PAYMENT_BASIS_PRICES) {
            *services |= PAYMENT_SERVICE_BIT(service);
        }
    }
    return status;
}

/* For whom a rule pays capitation. */
static enum status rule_people(const struct finance_plan *self, const struct payment_parameters *payment,
                               uint32_t *people)
{
    const struct figures *figures = self->world->population.figures;

    *people = 0;
    if (payment->condition[0] == '\0') {
        return STATUS_OK;
    }
    const int condition = figures_condition(figures, payment->condition);
    if (condition < 0) {
        const char *names[CONDITION_LIMIT];
        for (size_t c = 0; c < figures->condition_count; c++) {
            names[c] = figures->conditions[c].name;
        }
        return problem_raise_name("a condition of conditions.csv", payment->condition,
                                  text_nearest(payment->condition, names, figures->condition_count),
                                  "market.payments.%s.condition", payment->name);
    }
    *people = 1 + (uint32_t)condition;
    return STATUS_OK;
}

static enum status add_payment(struct finance_plan *self, const struct payment_parameters *payment)
{
    struct rule rule = {.payment = payment};
    enum status status = rule_services(self, &rule, &rule.services);

    if (status == STATUS_OK) {
        status = rule_people(self, payment, &rule.people);
    }

    for (uint32_t e = 0; e < self->world->area.economy_count && rule.services != 0 && status == STATUS_OK; e++) {
        if (payment->economy < 0 || payment->economy == (int32_t)e) {
            rule.economy = e;
            status = rule_pence(self, &rule, &rule.pence);
            if (status == STATUS_OK) {
                status = add_rule(self, &rule);
            }
        }
    }
    return status;
}

/* Users who buy a service for themselves, from any provider. */
static enum status add_self_funding(struct finance_plan *self, const struct self_funding_parameters *funding,
                                    uint32_t economy)
{
    const struct payment_service_parameters given = {.price_pounds = funding->price_pounds,
                                                     .week_price_pounds = funding->week_price_pounds,
                                                     .hour_price_pounds = funding->hour_price_pounds};
    const int service = service_find(funding->name);
    struct contract terms = {.economy = economy,
                             .provider = CONTRACT_ANY_PROVIDER,
                             .services = PAYMENT_SERVICE_BIT(service),
                             .model = PAYMENT_BY_RESULTS,
                             .market_forces_micro = EXACT_MICRO,
                             .unpaid_micro = EXACT_MICRO - llround(funding->share * EXACT_MICRO),
                             .from = self->market.start,
                             .until = CONTRACT_OPEN_ENDED};
    struct price *prices = NULL;
    enum status status = name_contract(self, &terms, "users", service_lines[service].name);

    if (status == STATUS_OK) {
        status = prices_reserve(self, PRICES_A_SERVICE, &prices);
    }
    if (status == STATUS_OK) {
        status = service_prices(self, &given, (unsigned)service, prices, &terms.price_count);
    }
    terms.prices = prices;
    return status == STATUS_OK && terms.price_count > 0 ? contract_append(self, MARKET_SELF_PAYERS, &terms) : status;
}

/* People who pay for the whole of their package of home care. */
static enum status add_own_packages(struct finance_plan *self, const struct self_funding_parameters *funding,
                                    uint32_t economy)
{
    struct contract terms = {.economy = economy,
                             .provider = CONTRACT_ANY_PROVIDER,
                             .services = PAYMENT_SERVICE_BIT(SERVICE_HOME_CARE),
                             .model = PAYMENT_BY_RESULTS,
                             .market_forces_micro = EXACT_MICRO,
                             .from = self->market.start,
                             .until = CONTRACT_OPEN_ENDED};
    struct price *prices = NULL;
    enum status status = name_contract(self, &terms, "own packages", NULL);

    if (status == STATUS_OK) {
        status = prices_reserve(self, 1, &prices);
    }
    if (status == STATUS_OK) {
        status = price_append(prices, &terms.price_count, SERVICE_HOME_CARE, MEASURE_SELF_PAID_HOURS,
                              funding->hour_price_pounds, 1);
    }
    terms.prices = prices;
    return status == STATUS_OK && terms.price_count > 0 ? contract_append(self, MARKET_SELF_PAYERS, &terms) : status;
}

/* What a commissioner pays for care that is not simulated, or, by a contract with suppliers, what that care costs. */
static enum status other_care_terms(struct finance_plan *self, uint32_t economy, const char *what,
                                    struct contract *terms)
{
    *terms = (struct contract){.economy = economy,
                               .provider = (uint32_t)self->provider_count - 1,
                               .services = PAYMENT_SERVICE_BIT(SERVICE_COUNT) - 1,
                               .model = PAYMENT_CAPITATION,
                               .list = CONTRACT_LIST_RESIDENT,
                               .from = self->market.start,
                               .until = CONTRACT_OPEN_ENDED};
    enum status status = name_contract(self, terms, what, NULL);

    return status == STATUS_OK
               ? finance_pence(self->scenario->other_care_pounds_per_head, what, &terms->capitation_pence)
               : status;
}

static bool has_other_care(const struct finance_plan *self)
{
    return self->provider_count > self->world->care.supply.provider_count;
}

static enum status add_other_care(struct finance_plan *self, uint32_t economy)
{
    struct contract terms;
    enum status status = other_care_terms(self, economy, "other care", &terms);

    return status == STATUS_OK ? contract_append(self, self->commissioner[economy], &terms) : status;
}

enum status finance_plan_contracts(struct finance_plan *self)
{
    const struct payment_parameters *payments = self->scenario->payments.items;
    const struct self_funding_parameters *funding = self->scenario->self_funding.items;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->scenario->payments.count && status == STATUS_OK; i++) {
        status = add_payment(self, &payments[i]);
    }
    for (uint32_t e = 0; e < self->world->area.economy_count && status == STATUS_OK; e++) {
        for (size_t i = 0; i < self->scenario->self_funding.count && status == STATUS_OK; i++) {
            status = add_self_funding(self, &funding[i], e);
            if (status == STATUS_OK && service_find(funding[i].name) == SERVICE_HOME_CARE) {
                status = add_own_packages(self, &funding[i], e);
            }
        }
        if (status == STATUS_OK && has_other_care(self)) {
            status = add_other_care(self, e);
        }
    }
    self->market.contracts = self->contracts;
    self->market.contract_count = self->contract_count;
    return status;
}

enum status finance_spend_other_care(struct finance_plan *self, struct market *market, size_t terms_index)
{
    enum status status = STATUS_OK;

    for (uint32_t e = 0; has_other_care(self) && e < market->economy_count && status == STATUS_OK; e++) {
        struct contract terms;
        uint32_t relation = 0;
        status = other_care_terms(self, e, "cost of other care", &terms);
        terms.payer = market_provider_account(market, terms.provider);
        terms.payee = market_outside_account(market, MARKET_SUPPLIERS);
        if (status == STATUS_OK) {
            status = contracts_add(&market->terms[terms_index].contracts, &terms);
        }
        if (status == STATUS_OK) {
            status = ledger_relate(&market->ledger, terms.payer, terms.payee, PURPOSE_CONTRACT, LEDGER_NO_SERVICE,
                                   &relation);
        }
    }
    return status;
}
