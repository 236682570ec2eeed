/* The agents of the market: providers with their costs, commissioners and councils with their people and money. */
#include "engine/finance.h"
#include "engine/finance_plan.h"

#include <math.h>

#include "base/memory.h"
#include "base/text.h"

void finance_plan_free(struct finance_plan *self)
{
    for (size_t i = 0; i < self->name_count; i++) {
        memory_free((void **)&self->names[i]);
    }
    for (size_t i = 0; i < self->price_count; i++) {
        memory_free((void **)&self->prices[i].items);
    }
    for (size_t i = 0; i < self->target_count; i++) {
        memory_free((void **)&self->targets[i]);
    }
    memory_free((void **)&self->names);
    memory_free((void **)&self->prices);
    memory_free((void **)&self->targets);
    memory_free((void **)&self->providers);
    memory_free((void **)&self->steps);
    memory_free((void **)&self->units);
    memory_free((void **)&self->commissioners);
    memory_free((void **)&self->commissioner);
    memory_free((void **)&self->council);
    memory_free((void **)&self->economies);
    memory_free((void **)&self->people);
    memory_free((void **)&self->contracts);
    memory_free((void **)&self->charges);
    memory_free((void **)&self->pools);
    *self = (struct finance_plan){0};
}

enum status finance_plan_name(struct finance_plan *self, const char **out, const char *separator,
                              const char *const *parts, size_t count)
{
    struct text_buffer name = {0};
    char **kept = NULL;
    enum status status =
        memory_reserve((void **)&self->names, &self->name_capacity, self->name_count + 1, sizeof *self->names);

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = text_buffer_append(&name, i == 0 ? "" : separator);
        if (status == STATUS_OK) {
            status = text_buffer_append(&name, parts[i]);
        }
    }
    if (status == STATUS_OK) {
        kept = &self->names[self->name_count];
        status = text_buffer_take(&name, kept);
    }
    if (status == STATUS_OK) {
        self->name_count++;
        *out = *kept;
    }
    text_buffer_free(&name);
    return status;
}

enum status finance_pence(double pounds, const char *what, money_t *pence)
{
    enum status status = money_from_rate(pounds, pence);

    return status == STATUS_OK ? status
                               : status_raise(status, "%s: %g pounds cannot be told to the penny", what, pounds);
}

/* What a provider has now, or would have. */
static double beds_of(const struct site *site, bool as_planned)
{
    return (double)(as_planned && site->planned_beds > site->beds ? site->planned_beds : site->beds);
}

static double posts_of(const struct line *line, bool as_planned)
{
    return as_planned && line->planned > line->posts ? line->planned : line->posts;
}

/* Capacity in use and its cost: of a service line, and of the beds of the provider's sites. */
static enum status plan_steps(struct finance_plan *self, const struct provider *provider, bool as_planned,
                              struct market_provider *agent, struct cost_step *steps)
{
    const struct supply *supply = &self->world->care.supply;
    double pounds[FINANCE_STEPS] = {0};
    size_t count = 0;
    enum status status = STATUS_OK;

    for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
        const struct site *site = &supply->sites[s];
        pounds[LEDGER_NO_SERVICE] +=
            beds_of(site, as_planned) * self->rules[SERVICE_EMERGENCY_INPATIENT].capacity_cost_pounds;
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            if (site->line[service] >= 0 && service_lines[service].discipline != DISCIPLINE_BED) {
                pounds[service] += posts_of(&supply->lines[site->line[service]], as_planned) *
                                   self->rules[service].capacity_cost_pounds;
            }
        }
    }
    for (unsigned service = 0; service < FINANCE_STEPS && status == STATUS_OK; service++) {
        if (pounds[service] > 0) {
            steps[count] = (struct cost_step){.service = service, .capacity = 1, .step_capacity = 1};
            status = finance_pence(pounds[service], provider->name, &steps[count++].annual_pence);
        }
    }
    agent->costs.steps = steps;
    agent->costs.step_count = count;
    return status;
}

/* What quality costs that a board has decided on, or saves, of the costs that do not follow activity. */
static void add_quality(const struct finance_plan *self, size_t index, struct cost_terms *costs)
{
    const struct boards *boards = &self->world->boards;
    money_t standing = costs->fixed_annual_pence;

    if (index >= boards->provider_count || boards->quality[index] == 0) {
        return;
    }
    for (size_t i = 0; i < costs->step_count; i++) {
        standing += costs->steps[i].annual_pence;
    }
    const double part = self->scenario->deciding.quality_cost_share * boards->quality[index];
    const money_t added = llround(part * (double)standing);
    costs->fixed_annual_pence = added > -costs->fixed_annual_pence ? costs->fixed_annual_pence + added : 0;
}

enum measure finance_variable_measure(unsigned service)
{
    switch (service_lines[service].discipline) {
    case DISCIPLINE_HOURS:
        return MEASURE_HOURS;
    case DISCIPLINE_PLACE:
        return MEASURE_BED_DAYS;
    default:
        return MEASURE_SERVED;
    }
}

static enum status plan_units(struct finance_plan *self, const struct provider *provider, struct market_provider *agent,
                              struct price *units)
{
    const struct service_rules_parameters *rules = self->rules;
    size_t count = 0;
    enum status status = STATUS_OK;

    for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        if ((agent->services & PAYMENT_SERVICE_BIT(service)) == 0) {
            continue;
        }
        if (rules[service].variable_cost_pounds > 0) {
            units[count] = (struct price){.service = service, .measure = finance_variable_measure(service), .units = 1};
            status = finance_pence(rules[service].variable_cost_pounds, provider->name, &units[count++].pence);
        }
        const bool has_beds = service == SERVICE_EMERGENCY_INPATIENT || service == SERVICE_ELECTIVE_INPATIENT;
        if (has_beds && self->scenario->bed_day_cost_pounds > 0 && status == STATUS_OK) {
            units[count] = (struct price){.service = service, .measure = MEASURE_BED_DAYS, .units = 1};
            status = finance_pence(self->scenario->bed_day_cost_pounds, provider->name, &units[count++].pence);
        }
    }
    agent->costs.units = units;
    agent->costs.unit_count = count;
    return status;
}

static enum status plan_provider(struct finance_plan *self, size_t index, bool as_planned)
{
    const struct supply *supply = &self->world->care.supply;
    const struct provider *provider = &supply->providers[index];
    struct market_provider *agent = &self->providers[index];
    const bool is_there = as_planned || !provider->waits;
    enum status status = finance_pence(provider->reserves_pounds, provider->name, &agent->reserves_pence);

    agent->name = provider->name;
    for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            agent->services |= supply->sites[s].line[service] >= 0 ? PAYMENT_SERVICE_BIT(service) : 0;
        }
    }
    if (status == STATUS_OK) {
        status =
            finance_pence(is_there ? provider->fixed_cost_pounds : 0, provider->name, &agent->costs.fixed_annual_pence);
    }
    if (status == STATUS_OK) {
        status = finance_pence(is_there ? provider->pfi_charge_pounds : 0, provider->name,
                               &agent->costs.capital_annual_pence);
    }
    if (status == STATUS_OK) {
        status = plan_steps(self, provider, as_planned, agent, &self->steps[index * FINANCE_STEPS]);
    }
    if (status == STATUS_OK) {
        add_quality(self, index, &agent->costs);
        status = plan_units(self, provider, agent, &self->units[index * FINANCE_UNITS]);
    }
    return status;
}

enum status finance_plan_providers(struct finance_plan *self, bool as_planned)
{
    const size_t simulated = self->world->care.supply.provider_count;
    const bool has_other = self->scenario->other_care_pounds_per_head > 0;
    enum status status = memory_allocate((void **)&self->providers, simulated + 1, sizeof *self->providers);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->steps, simulated * FINANCE_STEPS, sizeof *self->steps);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->units, simulated * FINANCE_UNITS, sizeof *self->units);
    }
    for (size_t i = 0; i < simulated && status == STATUS_OK; i++) {
        status = plan_provider(self, i, as_planned);
    }
    if (status == STATUS_OK && has_other) {
        self->providers[simulated].name = FINANCE_OTHER_CARE;
    }
    self->provider_count = simulated + has_other;
    return status;
}

/* The commissioners of one kind: the named ones in their order. */
static enum status plan_named(struct finance_plan *self, const struct named_list *list, enum account_kind kind)
{
    const struct commissioner_parameters *named = list->items;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < list->count && status == STATUS_OK; i++) {
        struct market_commissioner *agent = &self->commissioners[self->commissioner_count++];
        *agent = (struct market_commissioner){.name = named[i].name, .kind = kind};
        status = finance_pence(named[i].reserves_pounds * self->world->scale, named[i].name, &agent->reserves_pence);
    }
    return status;
}

/* The one of an economy: the named one that it refers to, the `reference`th of those that begin at `first`, or a new
 * one. */
static enum status plan_responsible(struct finance_plan *self, size_t economy, int32_t reference, size_t first,
                                    enum account_kind kind, uint32_t *out)
{
    enum status status = STATUS_OK;

    if (reference < 0) {
        struct market_commissioner *agent = &self->commissioners[self->commissioner_count];
        *out = (uint32_t)self->commissioner_count++;
        agent->kind = kind;
        const char *const parts[] = {self->world->area.economies[economy].name,
                                     kind == ACCOUNT_COUNCIL ? "council" : "commissioner"};
        status = finance_plan_name(self, &agent->name, "-", parts, 2);
    } else {
        *out = (uint32_t)first + (uint32_t)reference;
    }
    return status;
}

/* Writes the economies of each commissioner, one list after another. */
static enum status plan_economies(struct finance_plan *self)
{
    const size_t economies = self->world->area.economy_count;
    uint32_t *next = NULL;
    enum status status = memory_allocate((void **)&self->economies, 2 * economies, sizeof *self->economies);

    next = self->economies;
    for (uint32_t c = 0; c < self->commissioner_count && status == STATUS_OK; c++) {
        struct market_commissioner *agent = &self->commissioners[c];
        agent->economies = next;
        for (uint32_t e = 0; e < economies; e++) {
            if (self->commissioner[e] == c || self->council[e] == c) {
                *next++ = e;
                agent->economy_count++;
            }
        }
        if (agent->economy_count == 0) {
            status = status_raise(STATUS_SCENARIO, "market.%s.%s: no economy refers to it",
                                  agent->kind == ACCOUNT_COUNCIL ? "councils" : "commissioners", agent->name);
        }
    }
    return status;
}

static enum status plan_commissioners(struct finance_plan *self)
{
    const struct area *area = &self->world->area;
    const struct economy_parameters *named = self->world->run->area.economies.items;
    const size_t health = self->scenario->commissioners.count;
    const size_t most = health + self->scenario->councils.count + 2 * area->economy_count;
    enum status status = memory_allocate((void **)&self->commissioners, most, sizeof *self->commissioners);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->commissioner, area->economy_count, sizeof *self->commissioner);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->council, area->economy_count, sizeof *self->council);
    }
    if (status == STATUS_OK) {
        status = plan_named(self, &self->scenario->commissioners, ACCOUNT_COMMISSIONER);
    }
    if (status == STATUS_OK) {
        status = plan_named(self, &self->scenario->councils, ACCOUNT_COUNCIL);
    }
    for (size_t e = 0; e < area->economy_count && status == STATUS_OK; e++) {
        status = plan_responsible(self, e, named == NULL ? -1 : named[e].commissioner, 0, ACCOUNT_COMMISSIONER,
                                  &self->commissioner[e]);
        if (status == STATUS_OK) {
            status = plan_responsible(self, e, named == NULL ? -1 : named[e].council, health, ACCOUNT_COUNCIL,
                                      &self->council[e]);
        }
    }
    return status == STATUS_OK ? plan_economies(self) : status;
}

static enum status plan_charges(struct finance_plan *self)
{
    const struct charge_parameters *charges = self->scenario->charges.items;
    const size_t services = self->scenario->charges.count;
    size_t count = 0;
    enum status status =
        memory_allocate((void **)&self->charges, services * self->commissioner_count, sizeof *self->charges);

    for (uint32_t c = 0; c < self->commissioner_count && status == STATUS_OK; c++) {
        for (size_t s = 0; s < services && self->commissioners[c].kind == ACCOUNT_COUNCIL; s++) {
            self->charges[count++] = (struct market_charge){.commissioner = c,
                                                            .service = (uint32_t)service_find(charges[s].name),
                                                            .share_micro = llround(charges[s].share * EXACT_MICRO)};
        }
    }
    self->market.charges = self->charges;
    self->market.charge_count = count;
    return status;
}

static struct pool pool_terms(const struct pool_parameters *given)
{
    const struct pooled_service_parameters *services = given->services.items;
    struct pool terms = {.health_share_micro = llround(given->health_share * EXACT_MICRO)};

    for (size_t i = 0; i < given->services.count; i++) {
        terms.pooled_micro[service_find(services[i].name)] = llround(services[i].share * EXACT_MICRO);
    }
    return terms;
}

/* A pool of each economy's commissioner and council. */
static enum status plan_pools(struct finance_plan *self)
{
    const struct pool_parameters *pools = self->scenario->pools.items;
    const size_t economies = self->world->area.economy_count;
    size_t count = 0;
    enum status status =
        memory_allocate((void **)&self->pools, self->scenario->pools.count * economies, sizeof *self->pools);

    for (size_t i = 0; i < self->scenario->pools.count && status == STATUS_OK; i++) {
        for (size_t e = 0; e < economies; e++) {
            if (pools[i].economy < 0 || pools[i].economy == (int32_t)e) {
                self->pools[count++] =
                    (struct market_pool){self->commissioner[e], self->council[e], pool_terms(&pools[i])};
            }
        }
    }
    self->market.pools = self->pools;
    self->market.pool_count = count;
    return status;
}

static enum status plan_allocation(struct finance_plan *self)
{
    struct allocation_rates *rates = &self->market.allocation;
    enum status status = finance_pence(self->scenario->allocation_pounds_per_head, "allocation", &rates->health_pence);

    if (status == STATUS_OK) {
        status = finance_pence(self->scenario->council_pounds_per_adult, "allocation", &rates->council_adult_pence);
    }
    if (status == STATUS_OK) {
        status =
            finance_pence(self->scenario->council_pounds_per_older_person, "allocation", &rates->council_older_pence);
    }
    return status;
}

enum status finance_plan_agents(struct finance_plan *self)
{
    enum status status = finance_plan_providers(self, true);

    if (status == STATUS_OK) {
        status = plan_commissioners(self);
    }
    if (status == STATUS_OK) {
        status = plan_charges(self);
    }
    if (status == STATUS_OK) {
        status = plan_pools(self);
    }
    if (status == STATUS_OK) {
        status = plan_allocation(self);
    }
    self->market.providers = self->providers;
    self->market.provider_count = self->provider_count;
    self->market.commissioners = self->commissioners;
    self->market.commissioner_count = self->commissioner_count;
    self->market.economy_count = self->world->area.economy_count;
    return status;
}
