/* How a month of each dataset is filled from the world. */
#include <math.h>

#include "output/recording_parts.h"

enum { MILLION = 1000000, DAYS_PER_WEEK = 7 };

static const void *member(const void *owner, size_t offset)
{
    return (const char *)owner + offset;
}

enum status fill_people(const struct fill *fill)
{
    uint32_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
        const uint32_t *counts = member(&fill->world->districts[locality].census, fill->offset);
        for (size_t cell = 0; cell < fill->cells; cell++) {
            out[cell] += counts[cell];
        }
    }
    return STATUS_OK;
}

enum status fill_people_by_locality(const struct fill *fill)
{
    const size_t cells = (size_t)AGE_BANDS * SEX_COUNT;
    uint32_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
        const uint32_t *counts = member(&fill->world->districts[locality].census, fill->offset);
        for (size_t i = 0; i < QUINTILE_COUNT * cells; i++) {
            out[locality * cells + i % cells] += counts[i];
        }
    }
    return STATUS_OK;
}

enum status fill_moves_by_locality(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->cells; locality++) {
        const int64_t *count = member(&fill->world->districts[locality].census, fill->offset);
        out[locality] = *count;
    }
    return STATUS_OK;
}

enum status fill_care(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
        const int64_t *counts = member(&fill->world->districts[locality].care, fill->offset);
        for (size_t cell = 0; cell < fill->cells; cell++) {
            out[cell] += counts[cell];
        }
    }
    return STATUS_OK;
}

enum status fill_tally(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t thread = 0; thread < fill->world->tally_count; thread++) {
        const int64_t *counts = member(&fill->world->tallies[thread], fill->offset);
        for (size_t cell = 0; cell < fill->cells; cell++) {
            out[cell] += counts[cell];
        }
    }
    return STATUS_OK;
}

/* Of a table by `kept`, `summed` and age band: by `kept`, locality and age band. */
static enum status by_locality(const struct fill *fill, size_t kept, size_t summed)
{
    const size_t localities = fill->world->area.locality_count;
    int64_t *out = fill->slab;

    for (size_t locality = 0; locality < localities; locality++) {
        const int64_t *counts = member(&fill->world->districts[locality].care, fill->offset);
        for (size_t i = 0; i < kept * summed * AGE_BANDS; i++) {
            const size_t first = i / (summed * AGE_BANDS);
            out[(first * localities + locality) * AGE_BANDS + i % AGE_BANDS] += counts[i];
        }
    }
    return STATUS_OK;
}

enum status fill_care_by_locality(const struct fill *fill)
{
    return by_locality(fill, 1, QUINTILE_COUNT);
}

enum status fill_delays_by_locality(const struct fill *fill)
{
    return by_locality(fill, 1, DELAY_CAUSES);
}

enum status fill_deaths_by_locality(const struct fill *fill)
{
    return by_locality(fill, DEATH_PLACES, QUINTILE_COUNT);
}

/* Everybody counts as if there all month who is there at its end. */
static day_t days_of_month(const struct world *world)
{
    return world->today - calendar_add_months(world->today, -1);
}

/* Years lived in the month at a sum of utility. */
static double qalys(const struct world *world, int64_t utility)
{
    return (double)utility / UTILITY_UNIT * (days_of_month(world) / CALENDAR_DAYS_PER_YEAR);
}

enum status fill_informal_care_hours(const struct fill *fill)
{
    double *out = fill->slab;

    for (size_t quintile = 0; quintile < fill->cells; quintile++) {
        int64_t a_week = 0;
        for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
            a_week += fill->world->districts[locality].census.carer_hours[quintile];
        }
        out[quintile] = (double)a_week * days_of_month(fill->world) / DAYS_PER_WEEK;
    }
    return STATUS_OK;
}

enum status fill_qalys(const struct fill *fill)
{
    double *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        int64_t utility = 0;
        for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
            const int64_t *sums = member(&fill->world->districts[locality].census, fill->offset);
            utility += sums[cell];
        }
        out[cell] = qalys(fill->world, utility);
    }
    return STATUS_OK;
}

enum status fill_qalys_by_locality(const struct fill *fill)
{
    double *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const struct census *census = &fill->world->districts[cell / AGE_BANDS].census;
        int64_t utility = 0;
        for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
            utility += census->utility[quintile][cell % AGE_BANDS];
        }
        out[cell] = qalys(fill->world, utility);
    }
    return STATUS_OK;
}

/* The table has `width` counts for a service; the file may have fewer. */
static enum status fill_served(const struct fill *fill, size_t width)
{
    const struct service_list *services = &fill->world->care.services;
    const size_t kept = fill->cells / services->count;
    int64_t *out = fill->slab;

    for (size_t thread = 0; thread < fill->world->tally_count; thread++) {
        const int64_t *counts = member(&fill->world->tallies[thread], fill->offset);
        for (size_t cell = 0; cell < fill->cells; cell++) {
            out[cell] += counts[services->services[cell / kept] * width + cell % kept];
        }
    }
    return STATUS_OK;
}

enum status fill_served_by_age(const struct fill *fill)
{
    return fill_served(fill, AGE_BANDS);
}

enum status fill_served_by_condition(const struct fill *fill)
{
    return fill_served(fill, CONDITION_LIMIT);
}

/* The counts of a locality, by deprivation, for the service at that place in the file. */
static const uint32_t *served_in(const struct fill *fill, size_t locality, size_t place)
{
    const uint32_t *counts = member(&fill->world->districts[locality].care, fill->offset);

    return counts + fill->world->care.services.services[place] * (size_t)QUINTILE_COUNT;
}

enum status fill_served_by_deprivation(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
        for (size_t cell = 0; cell < fill->cells; cell++) {
            out[cell] += served_in(fill, locality, cell / QUINTILE_COUNT)[cell % QUINTILE_COUNT];
        }
    }
    return STATUS_OK;
}

enum status fill_served_by_locality(const struct fill *fill)
{
    const size_t localities = fill->world->area.locality_count;
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const uint32_t *counts = served_in(fill, cell % localities, cell / localities);
        for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
            out[cell] += counts[quintile];
        }
    }
    return STATUS_OK;
}

enum status fill_travel(const struct fill *fill)
{
    const struct service_list *services = &fill->world->care.services;
    double *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const enum service service = services->services[cell / QUINTILE_COUNT];
        int64_t hundreds_of_metres = 0;
        for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
            hundreds_of_metres += fill->world->districts[locality].care.travel[service][cell % QUINTILE_COUNT];
        }
        out[cell] = (double)hundreds_of_metres / 10;
    }
    return STATUS_OK;
}

enum status fill_programmes(const struct fill *fill)
{
    const size_t programmes = fill->world->population.programmes.count;
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const struct care_month *month = &fill->world->districts[cell / programmes].care;
        const int64_t *value = member(&month->programmes[cell % programmes], fill->offset);
        out[cell] = *value;
    }
    return STATUS_OK;
}

enum status fill_forks(const struct fill *fill)
{
    const size_t forks = fill->world->care.forks.count;
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const struct care_month *month = &fill->world->districts[cell / forks].care;
        const int64_t *value = member(&month->forks[cell % forks], fill->offset);
        out[cell] = *value;
    }
    return STATUS_OK;
}

enum status fill_members(const struct fill *fill)
{
    const size_t programmes = fill->world->population.programmes.count;
    int64_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
        const struct memberships *memberships = &fill->world->districts[locality].people.memberships;
        for (uint32_t at = 0; at < memberships->list.count; at++) {
            out[locality * programmes + memberships->items[at].programme]++;
        }
    }
    return STATUS_OK;
}

enum status fill_programmes_served(const struct fill *fill)
{
    const struct service_list *services = &fill->world->care.services;
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const enum service service = services->services[cell % services->count];
        for (size_t locality = 0; locality < fill->world->area.locality_count; locality++) {
            out[cell] += fill->world->districts[locality].care.programmes[cell / services->count].served[service];
        }
    }
    return STATUS_OK;
}

enum status fill_counts_by_locality(const struct fill *fill)
{
    const size_t each = fill->cells / fill->world->area.locality_count;
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const int64_t *counts = member(&fill->world->districts[cell / each].care, fill->offset);
        out[cell] = counts[cell % each];
    }
    return STATUS_OK;
}

enum status fill_services_by_locality(const struct fill *fill)
{
    const struct service_list *services = &fill->world->care.services;
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        const int64_t *counts = member(&fill->world->districts[cell / services->count].care, fill->offset);
        out[cell] = counts[services->services[cell % services->count]];
    }
    return STATUS_OK;
}

static size_t line_cell(const struct world *world, const struct line *line)
{
    const struct service_list *services = &world->care.services;

    return (size_t)line->provider * services->count + services->place[line->service];
}

enum status fill_lines(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        const int64_t *count = member(&supply->lines[i], fill->offset);
        out[line_cell(fill->world, &supply->lines[i])] += *count;
    }
    return STATUS_OK;
}

enum status fill_capacities(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    double *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        const double *capacity = member(&supply->lines[i], fill->offset);
        out[line_cell(fill->world, &supply->lines[i])] += *capacity;
    }
    return STATUS_OK;
}

enum status fill_queues(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        out[line_cell(fill->world, &supply->lines[i])] += (int64_t)supply->lines[i].queue_count;
    }
    return STATUS_OK;
}

/* The median over all sites of a provider: that of a line with all their waits. */
static double median_wait(const struct supply *supply, const struct provider *provider, enum service service)
{
    struct line all = {0};

    for (uint32_t site = provider->first_site; site < provider->first_site + provider->site_count; site++) {
        const struct line *line = supply_line(supply, (uint16_t)site, service);
        if (line == NULL || line->month.served == 0) {
            continue;
        }
        all.month.served += line->month.served;
        for (size_t days = 0; days < WAIT_DAYS; days++) {
            all.month.waits[days] += line->month.waits[days];
        }
    }
    return all.month.served > 0 ? line_median_wait(&all) : NAN;
}

enum status fill_median_waits(const struct fill *fill)
{
    const struct service_list *services = &fill->world->care.services;
    const struct supply *supply = &fill->world->care.supply;
    double *out = fill->slab;

    for (size_t provider = 0; provider < supply->provider_count; provider++) {
        for (size_t place = 0; place < services->count; place++) {
            out[provider * services->count + place] =
                median_wait(supply, &supply->providers[provider], services->services[place]);
        }
    }
    return STATUS_OK;
}

enum status fill_within_18_weeks(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        out[line_cell(fill->world, &supply->lines[i])] += line_served_within(&supply->lines[i], DAYS_OF_18_WEEKS);
    }
    return STATUS_OK;
}

/* Millionths, added up before they are rounded. */
static void round_millionths(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t cell = 0; cell < fill->cells; cell++) {
        out[cell] = (out[cell] + MILLION / 2) / MILLION;
    }
}

enum status fill_within_four_hours(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        out[supply->lines[i].provider] += supply->lines[i].month.within_four_hours;
    }
    round_millionths(fill);
    return STATUS_OK;
}

enum status fill_ambulance_responses(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        for (size_t category = 0; category < URGENCY_COUNT && line->service == SERVICE_AMBULANCE; category++) {
            out[(size_t)line->provider * URGENCY_COUNT + category] += line->month.served_by_urgency[category];
        }
    }
    return STATUS_OK;
}

enum status fill_responses_in_time(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        for (size_t standard = 0; standard < RESPONSE_STANDARDS; standard++) {
            out[(size_t)line->provider * RESPONSE_STANDARDS + standard] += line->month.in_time[standard];
        }
    }
    round_millionths(fill);
    return STATUS_OK;
}

enum status fill_sites(const struct fill *fill)
{
    const struct supply *supply = &fill->world->care.supply;
    int64_t *out = fill->slab;

    for (size_t site = 0; site < supply->site_count; site++) {
        const int64_t *count = member(&supply->sites[site], fill->offset);
        out[supply->sites[site].provider] += *count;
    }
    return STATUS_OK;
}

enum status fill_paid(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t relation = 0; relation < fill->cells; relation++) {
        out[relation] = market_relation(&fill->world->market, relation).pence;
    }
    return STATUS_OK;
}

enum status fill_finance(const struct fill *fill)
{
    int64_t *out = fill->slab;

    for (size_t agent = 0; agent < fill->cells; agent++) {
        const struct market_finance finance = market_finance(&fill->world->market, (uint32_t)agent);
        const money_t *pence = member(&finance, fill->offset);
        out[agent] = *pence;
    }
    return STATUS_OK;
}

enum status fill_locality_places(const struct fill *fill)
{
    double *out = fill->slab;

    for (size_t locality = 0; locality < fill->cells; locality++) {
        const float *km = member(&fill->world->area.localities[locality], fill->offset);
        out[locality] = (double)*km;
    }
    return STATUS_OK;
}

enum status fill_providers(const struct fill *fill)
{
    double *out = fill->slab;

    for (size_t provider = 0; provider < fill->cells; provider++) {
        const double *value = member(&fill->world->care.supply.providers[provider], fill->offset);
        out[provider] = *value;
    }
    return STATUS_OK;
}

enum status fill_provider_places(const struct fill *fill)
{
    double *out = fill->slab;

    for (size_t provider = 0; provider < fill->cells; provider++) {
        const float *km = member(&fill->world->care.supply.providers[provider], fill->offset);
        out[provider] = (double)*km;
    }
    return STATUS_OK;
}

enum status fill_locality_economies(const struct fill *fill)
{
    int32_t *out = fill->slab;

    for (size_t locality = 0; locality < fill->cells; locality++) {
        out[locality] = fill->world->area.localities[locality].economy;
    }
    return STATUS_OK;
}

enum status fill_provider_economies(const struct fill *fill)
{
    int32_t *out = fill->slab;

    for (size_t provider = 0; provider < fill->cells; provider++) {
        out[provider] = fill->world->care.supply.providers[provider].economy;
    }
    return STATUS_OK;
}
