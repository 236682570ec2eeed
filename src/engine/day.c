#include "engine/day.h"

#include <omp.h>

#include "base/memory.h"
#include "engine/parallel.h"

_Static_assert(sizeof(struct request) == sizeof(struct outcome), "both exchanges use the same memory in turn");

enum { OUTCOMES_AHEAD = 16 };

struct life day_life(struct world *world, size_t locality)
{
    struct district *district = &world->districts[locality];

    return (struct life){
        .people = &district->people,
        .population = &world->population,
        .area = &world->area,
        .key = world->key,
        .today = world->today,
        .census = &district->census,
        .notices = &district->notices,
        .movers = &district->movers,
    };
}

struct pathway day_pathway(struct world *world, size_t locality, const struct life *life)
{
    struct district *district = &world->districts[locality];

    return (struct pathway){
        .care = &world->care,
        .life = life,
        .outbox = &district->outbox,
        .flow = &district->flow,
        .month = &district->care,
        .tally = &world->tallies[omp_get_thread_num()],
    };
}

enum status day_reserve(struct world *world)
{
    return memory_reserve((void **)&world->tallies, &world->tally_count, (size_t)omp_get_max_threads(),
                          sizeof *world->tallies);
}

static enum status hear(struct district *district, const struct pathway *pathway)
{
    const size_t first = district->heard;

    district->heard = district->notices.count;
    return pathway_notices(pathway, first, district->heard);
}

/* Outcomes come by provider: the records of those they are for lie far apart, and are asked for in time. */
static enum status hear_outcomes(const struct pathway *pathway, const struct outcome *outcomes, size_t count)
{
    const struct people *people = pathway->life->people;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (i + OUTCOMES_AHEAD < count) {
            const uint32_t row = outcomes[i + OUTCOMES_AHEAD].row;
            __builtin_prefetch(&people->person[row]);
            __builtin_prefetch(&people->id[row]);
        }
        status = pathway_outcome(pathway, &outcomes[i]);
    }
    return status;
}

/* Outcomes come back to the people, life goes on, and needs become requests. */
static enum status locality_day(void *context, size_t locality)
{
    struct world *world = context;
    struct district *district = &world->districts[locality];
    const struct life life = day_life(world, locality);
    const struct pathway pathway = day_pathway(world, locality, &life);
    enum status status = STATUS_OK;

    district->outbox.count = 0;
    status =
        hear_outcomes(&pathway, exchange_items(&world->outcomes, locality), exchange_count(&world->outcomes, locality));
    if (status == STATUS_OK && calendar_is_month_start(world->today)) {
        status = pathway_programmes_month(&pathway);
    }
    if (status != STATUS_OK) {
        goto out;
    }
    status = life_day(&life);
    if (status != STATUS_OK) {
        goto out;
    }
    /* Care may cause notices of its own (a package that ends), which are heard in turn. */
    while (district->heard < district->notices.count && status == STATUS_OK) {
        status = hear(district, &pathway);
    }
    if (status == STATUS_OK) {
        status = pathway_programmes_day(&pathway);
    }
out:
    return status;
}

static enum status people_day(struct world *world)
{
    return parallel_each(world->area.locality_count, locality_day, world);
}

/* Households that move to another locality, in the order of the localities they leave. */
static enum status moves_day(struct world *world)
{
    enum status status = STATUS_OK;

    for (size_t from = 0; from < world->area.locality_count; from++) {
        const struct district *district = &world->districts[from];
        const struct movers *movers = &district->movers;
        for (size_t first = 0, end = 0; first < movers->count; first = end) {
            const struct mover *members = movers->items + first;
            const size_t to = world->area.neighbourhoods[members->neighbourhood].locality;
            const struct life life = day_life(world, to);
            while (end < movers->count && movers->items[end].household == members->household) {
                end++;
            }
            status = life_receive(&life, &district->people, members, end - first);
            if (status != STATUS_OK) {
                return status;
            }
        }
    }
    return status;
}

/* Newcomers register; the rows of those who have gone are freed. */
static enum status settle(void *context, size_t locality)
{
    struct world *world = context;
    struct district *district = &world->districts[locality];
    const struct life life = day_life(world, locality);
    const struct pathway pathway = day_pathway(world, locality, &life);
    enum status status = hear(district, &pathway);

    if (status != STATUS_OK) {
        goto out;
    }
    life_settle(&life);
    district->notices.count = 0;
    district->movers.count = 0;
    district->movers.households = 0;
    district->heard = 0;
out:
    return status;
}

static enum status settle_day(struct world *world)
{
    return parallel_each(world->area.locality_count, settle, world);
}

/* Yesterday's outcomes have been heard. */
static enum status requests_day(struct world *world)
{
    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        const struct requests *outbox = &world->districts[locality].outbox;
        world->bundles[locality] = (struct bundle){outbox->items, outbox->count};
    }
    exchange_take_over(&world->requests, &world->outcomes);
    return exchange_deliver(&world->requests, world->bundles, world->area.locality_count);
}

static enum status site_day(void *context, size_t site)
{
    struct world *world = context;

    return desk_day(&world->desks[site], &world->scratches[omp_get_thread_num()], &world->care.supply, (uint16_t)site,
                    world->care.line_rules, exchange_items(&world->requests, site),
                    exchange_count(&world->requests, site), world->today);
}

static enum status service_day(struct world *world)
{
    const enum status status = memory_reserve((void **)&world->scratches, &world->scratch_count,
                                              (size_t)omp_get_max_threads(), sizeof *world->scratches);

    return status == STATUS_OK ? parallel_each(world->care.supply.site_count, site_day, world) : status;
}

/* The requests have been taken in. */
static enum status outcomes_day(struct world *world)
{
    for (size_t site = 0; site < world->care.supply.site_count; site++) {
        const struct outcomes *outbox = &world->desks[site].outbox;
        world->bundles[site] = (struct bundle){outbox->items, outbox->count};
    }
    exchange_take_over(&world->outcomes, &world->requests);
    return exchange_deliver(&world->outcomes, world->bundles, world->care.supply.site_count);
}

static enum status refresh_locality(void *context, size_t locality)
{
    struct world *world = context;

    life_refresh_all(&world->districts[locality].people, &world->population, world->today);
    return STATUS_OK;
}

/* A year's trends come into force on its first day. */
static enum status policy_day(struct world *world)
{
    const struct date date = calendar_date(world->today);

    if (date.month != 1 || date.day != 1) {
        return STATUS_OK;
    }
    population_update(&world->population, date.year + 0.5);
    return parallel_each(world->area.locality_count, refresh_locality, world);
}

/* What the phases have done, for the profile. */

static struct phase_work work_carried(const struct exchange *exchange)
{
    const int64_t items = (int64_t)exchange->first[exchange->receivers];

    return (struct phase_work){items, items * (int64_t)exchange->item_size};
}

static struct phase_work requests_work(const struct world *world)
{
    return work_carried(&world->requests);
}

static struct phase_work outcomes_work(const struct world *world)
{
    return work_carried(&world->outcomes);
}

/* The columns that life_day scans; the outcomes of yesterday come in, notices and requests go out. */
static struct phase_work people_work(const struct world *world)
{
    struct phase_work work = {.bytes = work_carried(&world->outcomes).bytes};

    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        const struct district *district = &world->districts[locality];
        const struct people *people = &district->people;
        work.events += (int64_t)people->living;
        work.bytes += (int64_t)(people->rows * (sizeof *people->id + sizeof *people->threshold) +
                                district->notices.count * sizeof *district->notices.items +
                                district->outbox.count * sizeof *district->outbox.items);
    }
    return work;
}

static struct phase_work moves_work(const struct world *world)
{
    const size_t row_bytes = field_table_bytes(person_fields, person_field_count);
    struct phase_work work = {0};

    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        const struct movers *movers = &world->districts[locality].movers;
        work.events += (int64_t)movers->count;
        work.bytes += (int64_t)(movers->count * (sizeof *movers->items + row_bytes));
    }
    return work;
}

static struct phase_work service_work(const struct world *world)
{
    struct phase_work work = work_carried(&world->requests);

    for (size_t site = 0; site < world->care.supply.site_count; site++) {
        const struct outcomes *outbox = &world->desks[site].outbox;
        work.bytes += (int64_t)(outbox->count * sizeof *outbox->items);
    }
    return work;
}

enum status day_live(struct world *world)
{
    static const struct {
        enum status (*live)(struct world *);
        enum phase phase;
        struct phase_work (*work)(const struct world *);
    } phases[] = {
        {policy_day, PHASE_PEOPLE, NULL},
        {people_day, PHASE_PEOPLE, people_work},
        {moves_day, PHASE_MOVES, moves_work},
        {settle_day, PHASE_MOVES, NULL},
        {requests_day, PHASE_REQUESTS, requests_work},
        {service_day, PHASE_SERVICE, service_work},
        {outcomes_day, PHASE_OUTCOMES, outcomes_work},
    };
    enum status status = day_reserve(world);

    for (size_t p = 0; p < sizeof phases / sizeof phases[0] && status == STATUS_OK; p++) {
        status = phases[p].live(world);
        const struct phase_work work = phases[p].work == NULL ? (struct phase_work){0} : phases[p].work(world);
        profile_end(&world->profile, phases[p].phase, work);
    }
    world->today++;
    return status;
}
