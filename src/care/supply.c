#include "care/supply.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/real.h"
#include "base/text.h"

enum { SITES_MOST = 65534 };

static const double per_1000 = 1e-3;

/* A provider to be generated: the `number`th, from 0, of `count` of its kind in the economy. */
struct plan {
    char *name; /* owned until the provider takes it */
    size_t kind, economy, number, count;
};

struct builder {
    struct supply *supply;
    const struct care_parameters *parameters;
    const struct provider_kind_parameters *kinds;
    const struct area *area;
    double *people; /* simulated, by economy */
    double scale;
    struct random_key key;
    struct plan *plans; /* in order of name */
    size_t plan_count;
};

static enum status find_service(const char *owner, const char *name, enum service *service)
{
    const int found = service_find(name);

    if (found < 0) {
        return status_raise(STATUS_SCENARIO, "care: %s offers %s, expected the name of a service line", owner, name);
    }
    *service = (enum service)found;
    return STATUS_OK;
}

/* Divides `people` among the economies as the area does. */
static enum status divide_people(struct builder *self, double people)
{
    const struct area *area = self->area;
    double total = 0;

    enum status status = memory_allocate((void **)&self->people, area->economy_count, sizeof *self->people);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t l = 0; l < area->locality_count; l++) {
        self->people[area->localities[l].economy] += area->localities[l].people;
        total += area->localities[l].people;
    }
    for (size_t e = 0; e < area->economy_count; e++) {
        self->people[e] = total > 0 ? people * self->people[e] / total : 0;
    }
    return status;
}

/* How many providers of a kind an economy has. */
static size_t count_providers(const struct builder *self, size_t kind, size_t economy)
{
    const struct provider_kind_parameters *given = &self->kinds[kind];

    if (given->economy >= 0 && (size_t)given->economy != economy) {
        return 0;
    }
    const double number = self->people[economy] / self->scale / given->people_per_provider;
    return number < 1 ? 1 : (size_t)llround(number);
}

static enum status plan_add(struct builder *self, size_t kind, size_t economy, size_t number, size_t count)
{
    enum { NUMBER_DIGITS = 3 }; /* so that names sort like numbers */
    const int digits = snprintf(NULL, 0, "%zu", count);
    struct text_buffer name = {0};

    enum status status =
        text_buffer_append_format(&name, "%s-%s-%0*zu", self->kinds[kind].name, self->area->economies[economy].name,
                                  digits > NUMBER_DIGITS ? digits : NUMBER_DIGITS, number + 1);
    if (status == STATUS_OK) {
        struct plan *plan = &self->plans[self->plan_count];
        *plan = (struct plan){.kind = kind, .economy = economy, .number = number, .count = count};
        status = text_buffer_take(&name, &plan->name);
    }
    if (status == STATUS_OK) {
        self->plan_count++;
    }
    text_buffer_free(&name);
    return status;
}

static int compare_plans(const void *a, const void *b)
{
    const struct plan *x = a;
    const struct plan *y = b;
    return strcmp(x->name, y->name);
}

/* Sites of named providers and of generated ones, checked against what an index can tell apart. */
static enum status count_sites(const struct builder *self, size_t *named, size_t *generated)
{
    const struct provider_parameters *providers = self->parameters->providers.items;

    *named = 0;
    *generated = 0;
    for (size_t p = 0; p < self->parameters->providers.count; p++) {
        *named += providers[p].sites.count;
    }
    for (size_t k = 0; k < self->parameters->provider_kinds.count; k++) {
        for (size_t e = 0; e < self->area->economy_count; e++) {
            *generated += count_providers(self, k, e);
        }
    }
    if (*named + *generated > SITES_MOST) {
        return status_raise(STATUS_SCENARIO,
                            "care: %zu sites named and %zu generated, expected %d at most; raise people_per_provider",
                            *named, *generated, SITES_MOST);
    }
    return STATUS_OK;
}

static enum status plan_generated(struct builder *self, size_t count)
{
    enum status status = memory_allocate((void **)&self->plans, count, sizeof *self->plans);

    for (size_t k = 0; k < self->parameters->provider_kinds.count; k++) {
        for (size_t e = 0; e < self->area->economy_count; e++) {
            const size_t here = count_providers(self, k, e);
            for (size_t n = 0; n < here && status == STATUS_OK; n++) {
                status = plan_add(self, k, e, n, here);
            }
        }
    }
    if (status == STATUS_OK && count > 1) {
        qsort(self->plans, count, sizeof *self->plans, compare_plans);
    }
    return status;
}

static int compare_name_to_provider(const void *name, const void *provider)
{
    const struct provider_parameters *named = provider;
    return strcmp(name, named->name);
}

/* Names of kinds, economies and providers may meet by chance: "a" in "b-c" is "a-b" in "c". */
static enum status check_names(const struct builder *self)
{
    const struct named_list *named = &self->parameters->providers;

    for (size_t i = 0; i < self->plan_count; i++) {
        const char *name = self->plans[i].name;
        const bool is_named =
            named->count > 0 && bsearch(name, named->items, named->count, sizeof(struct provider_parameters),
                                        compare_name_to_provider) != NULL;
        if (is_named || (i > 0 && strcmp(name, self->plans[i - 1].name) == 0)) {
            return status_raise(STATUS_SCENARIO, "care: two providers are called %s; rename %s or the kind %s", name,
                                is_named ? "the named one" : "one of their kinds",
                                self->kinds[self->plans[i].kind].name);
        }
    }
    return STATUS_OK;
}

static size_t count_lines(const struct builder *self)
{
    const struct provider_parameters *providers = self->parameters->providers.items;
    size_t count = 0;

    for (size_t p = 0; p < self->parameters->providers.count; p++) {
        const struct site_parameters *sites = providers[p].sites.items;
        for (size_t s = 0; s < providers[p].sites.count; s++) {
            count += sites[s].services.count;
        }
    }
    for (size_t i = 0; i < self->plan_count; i++) {
        count += self->kinds[self->plans[i].kind].services.count;
    }
    return count;
}

static enum status supply_allocate(struct builder *self, size_t sites)
{
    struct supply *supply = self->supply;
    const size_t providers = self->parameters->providers.count + self->plan_count;

    enum status status = memory_allocate((void **)&supply->providers, providers, sizeof *supply->providers);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&supply->sites, sites, sizeof *supply->sites);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&supply->lines, count_lines(self), sizeof *supply->lines);
    }
    return status;
}

/* The next provider; it owns no site yet. */
static struct provider *add_provider(struct supply *supply, struct provider provider)
{
    struct provider *added = &supply->providers[supply->provider_count++];
    *added = provider;
    added->first_site = (uint32_t)supply->site_count;
    return added;
}

static void add_site(struct supply *supply, struct provider *provider, double x_km, double y_km, int64_t beds)
{
    struct site *site = &supply->sites[supply->site_count++];
    *site = (struct site){
        .provider = (uint32_t)(provider - supply->providers), .x_km = (float)x_km, .y_km = (float)y_km, .beds = beds};
    for (size_t s = 0; s < SERVICE_COUNT; s++) {
        site->line[s] = -1;
    }
    provider->site_count++;
}

/* A service line of the newest site. */
static void add_line(struct supply *supply, enum service service, double capacity)
{
    struct site *site = &supply->sites[supply->site_count - 1];
    site->line[service] = (int32_t)supply->line_count;
    supply->lines[supply->line_count++] = (struct line){.site = (uint32_t)(supply->site_count - 1),
                                                        .provider = site->provider,
                                                        .service = service,
                                                        .capacity = capacity,
                                                        .pull = 1};
}

static int64_t whole_beds(double beds)
{
    return beds > 0 && beds < 1 ? 1 : (int64_t)llround(beds);
}

static enum status add_named_site(struct builder *self, struct provider *provider, const struct site_parameters *given)
{
    const struct site_service_parameters *services = given->services.items;
    enum status status = STATUS_OK;

    add_site(self->supply, provider, given->x_km, given->y_km, whole_beds(given->beds * self->scale));
    for (size_t i = 0; i < given->services.count && status == STATUS_OK; i++) {
        enum service service;
        status = find_service(provider->name, services[i].name, &service);
        if (status == STATUS_OK) {
            add_line(self->supply, service, services[i].capacity * self->scale);
        }
    }
    return status;
}

static void place_middle(struct supply *supply, struct provider *provider)
{
    double x_km = 0;
    double y_km = 0;

    for (uint32_t s = 0; s < provider->site_count; s++) {
        x_km += (double)supply->sites[provider->first_site + s].x_km;
        y_km += (double)supply->sites[provider->first_site + s].y_km;
    }
    if (provider->site_count > 0) {
        provider->x_km = (float)(x_km / provider->site_count);
        provider->y_km = (float)(y_km / provider->site_count);
    }
}

static enum status add_named(struct builder *self, const struct provider_parameters *given)
{
    const struct site_parameters *sites = given->sites.items;
    struct provider *provider =
        add_provider(self->supply, (struct provider){.kind = NAMED_PROVIDER,
                                                     .sector = given->sector,
                                                     .economy = given->economy < 0 ? ANY_ECONOMY : given->economy,
                                                     .quality = given->quality,
                                                     .conduct = conduct_of(&given->conduct),
                                                     .fixed_cost_pounds = given->fixed_cost_pounds * self->scale,
                                                     .pfi_charge_pounds = given->pfi_charge_pounds * self->scale,
                                                     .reserves_pounds = given->reserves_pounds * self->scale});

    enum status status = memory_copy_text(&provider->name, given->name);
    if (status == STATUS_OK) {
        status = memory_copy_text(&provider->label, given->label[0] != '\0' ? given->label : given->name);
    }
    for (size_t s = 0; s < given->sites.count && status == STATUS_OK; s++) {
        status = add_named_site(self, provider, &sites[s]);
    }
    place_middle(self->supply, provider);
    return status;
}

/* Half the way to the nearest other neighbourhood of the locality; 0 if there is none. */
static double neighbourhood_radius(const struct area *area, size_t index)
{
    const struct neighbourhood *middle = &area->neighbourhoods[index];
    const struct locality *locality = &area->localities[middle->locality];
    float nearest = INFINITY;

    for (size_t i = 0; i < locality->neighbourhood_count; i++) {
        const struct neighbourhood *other = &area->neighbourhoods[locality->first_neighbourhood + i];
        const float squared = area_distance_squared(middle->x_km, middle->y_km, other->x_km, other->y_km);
        nearest = other != middle && squared < nearest ? squared : nearest;
    }
    return isfinite(nearest) ? sqrt((double)nearest) / 2 : 0;
}

struct place {
    double x_km, y_km;
};

/* The neighbourhoods of the economy are divided into as many stretches as there are providers, so that those close
 * together share few of them; each provider stands somewhere in one neighbourhood of its stretch. */
static struct place place_spread(const struct builder *self, const struct plan *plan)
{
    const struct area *area = self->area;
    const struct economy *economy = &area->economies[plan->economy];
    const struct locality *first = &area->localities[economy->first_locality];
    const struct locality *last = first + economy->locality_count - 1;
    const size_t total = (size_t)last->first_neighbourhood + last->neighbourhood_count - first->first_neighbourhood;
    const size_t begin = total * plan->number / plan->count;
    const size_t end = total * (plan->number + 1) / plan->count;
    struct random random = random_at(self->key, RANDOM_PURPOSE_POPULATION_PLACE, hash_text(plan->name), 0, 0);

    const size_t chosen = first->first_neighbourhood + begin + random_below(&random, (uint32_t)(end - begin));
    const double distance_km = neighbourhood_radius(area, chosen) * sqrt(random_unit(&random));
    double x = 0;
    double y = 0;
    real_direction(random_unit(&random), &x, &y);
    return (struct place){(double)area->neighbourhoods[chosen].x_km + distance_km * x,
                          (double)area->neighbourhoods[chosen].y_km + distance_km * y};
}

static struct place place_centre(const struct builder *self, const struct plan *plan)
{
    const struct economy *economy = &self->area->economies[plan->economy];
    const struct locality *locality =
        &self->area->localities[economy->first_locality + plan->number % economy->locality_count];
    return (struct place){(double)locality->x_km, (double)locality->y_km};
}

/* Its part of the beds of its kind in the economy; parts differ by one at most. */
static int64_t generated_beds(const struct builder *self, const struct plan *plan)
{
    const double beds = self->kinds[plan->kind].beds_per_1000 * per_1000 * self->people[plan->economy];
    const int64_t total = llround(beds);
    const int64_t count = (int64_t)plan->count;
    const int64_t part = total * ((int64_t)plan->number + 1) / count - total * (int64_t)plan->number / count;
    return beds > 0 && part == 0 ? 1 : part;
}

static enum status label_generated(const struct builder *self, const struct plan *plan, struct provider *provider)
{
    struct text_buffer label = {0};
    enum status status = text_buffer_append_format(&label, "%s %zu", self->kinds[plan->kind].label, plan->number + 1);
    if (status == STATUS_OK) {
        status = text_buffer_take(&label, &provider->label);
    }
    text_buffer_free(&label);
    return status;
}

static enum status add_generated(struct builder *self, struct plan *plan)
{
    const struct provider_kind_parameters *kind = &self->kinds[plan->kind];
    const struct kind_service_parameters *services = kind->services.items;
    const double people = self->people[plan->economy] / (double)plan->count; /* served by each of the kind */
    const struct place place =
        kind->placement == PLACEMENT_CENTRE ? place_centre(self, plan) : place_spread(self, plan);
    struct provider *provider =
        add_provider(self->supply, (struct provider){.kind = (int32_t)plan->kind,
                                                     .sector = kind->sector,
                                                     .economy = kind->catchment ? (int32_t)plan->economy : ANY_ECONOMY,
                                                     .quality = kind->quality,
                                                     .conduct = conduct_of(&kind->conduct),
                                                     .fixed_cost_pounds = kind->fixed_cost_pounds_per_person * people});

    add_site(self->supply, provider, place.x_km, place.y_km, generated_beds(self, plan));
    place_middle(self->supply, provider);
    provider->name = plan->name;
    plan->name = NULL;
    enum status status = label_generated(self, plan, provider);
    for (size_t i = 0; i < kind->services.count && status == STATUS_OK; i++) {
        enum service service;
        status = find_service(provider->name, services[i].name, &service);
        if (status == STATUS_OK) {
            add_line(self->supply, service, services[i].capacity_per_1000 * per_1000 * people);
        }
    }
    return status;
}

static enum status add_all(struct builder *self)
{
    const struct provider_parameters *named = self->parameters->providers.items;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->parameters->providers.count && status == STATUS_OK; i++) {
        status = add_named(self, &named[i]);
    }
    for (size_t i = 0; i < self->plan_count && status == STATUS_OK; i++) {
        status = add_generated(self, &self->plans[i]);
    }
    return status;
}

static void builder_free(struct builder *self)
{
    for (size_t i = 0; i < self->plan_count; i++) {
        memory_free((void **)&self->plans[i].name);
    }
    memory_free((void **)&self->plans);
    memory_free((void **)&self->people);
}

enum status supply_build(struct supply *self, const struct care_parameters *parameters, const struct area *area,
                         double people, double scale, struct random_key key)
{
    struct builder builder = {.supply = self,
                              .parameters = parameters,
                              .kinds = parameters->provider_kinds.items,
                              .area = area,
                              .scale = scale,
                              .key = key};
    size_t named = 0;
    size_t generated = 0;

    *self = (struct supply){0};
    enum status status = divide_people(&builder, people);
    if (status == STATUS_OK) {
        status = count_sites(&builder, &named, &generated);
    }
    if (status == STATUS_OK) {
        status = plan_generated(&builder, generated);
    }
    if (status == STATUS_OK) {
        status = check_names(&builder);
    }
    if (status == STATUS_OK) {
        status = supply_allocate(&builder, named + generated);
    }
    if (status == STATUS_OK) {
        status = add_all(&builder);
    }
    builder_free(&builder);
    if (status != STATUS_OK) {
        supply_free(self);
    }
    return status;
}

void supply_free(struct supply *self)
{
    for (size_t i = 0; i < self->provider_count; i++) {
        memory_free((void **)&self->providers[i].name);
        memory_free((void **)&self->providers[i].label);
    }
    for (size_t i = 0; i < self->line_count; i++) {
        line_free(&self->lines[i]);
    }
    memory_free((void **)&self->providers);
    memory_free((void **)&self->sites);
    memory_free((void **)&self->lines);
    *self = (struct supply){0};
}

static void put_off(struct supply *self, struct provider *provider)
{
    provider->waits = true;
    for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
        struct site *site = &self->sites[s];
        site->planned_beds = site->beds;
        site->beds = 0;
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            struct line *line = supply_line(self, (uint16_t)s, (enum service)service);
            if (line != NULL) {
                line->planned = line->capacity;
                line->capacity = 0;
            }
        }
    }
}

bool supply_put_off(struct supply *self, const struct care_parameters *parameters)
{
    const struct provider_parameters *named = parameters->providers.items;
    bool any = false;

    for (size_t i = 0; i < parameters->providers.count; i++) {
        if (named[i].waits_to_enter) {
            put_off(self, &self->providers[i]);
            any = true;
        }
    }
    return any;
}

void supply_set_conduct(struct supply *self, const struct care_parameters *parameters)
{
    const struct provider_parameters *named = parameters->providers.items;
    const struct provider_kind_parameters *kinds = parameters->provider_kinds.items;

    for (size_t i = 0; i < self->provider_count; i++) {
        struct provider *provider = &self->providers[i];
        const bool is_named = provider->kind == NAMED_PROVIDER;
        provider->quality = is_named ? named[i].quality : kinds[provider->kind].quality;
        provider->conduct = conduct_of(is_named ? &named[i].conduct : &kinds[provider->kind].conduct);
    }
}

void supply_hash(const struct supply *self, struct hash *hash)
{
    for (size_t i = 0; i < self->provider_count; i++) {
        hash_update(hash, &self->providers[i].quality, sizeof self->providers[i].quality);
        hash_update(hash, &self->providers[i].conduct, sizeof self->providers[i].conduct);
        hash_update(hash, &self->providers[i].waits, sizeof self->providers[i].waits);
    }
    for (size_t i = 0; i < self->site_count; i++) {
        hash_update(hash, &self->sites[i].beds, sizeof self->sites[i].beds);
        hash_update(hash, &self->sites[i].beds_held, sizeof self->sites[i].beds_held);
    }
    for (size_t i = 0; i < self->line_count; i++) {
        line_hash(&self->lines[i], hash);
    }
}
