#include <string.h>

#include "care/workforce.h"
#include "engine/day.h"
#include "engine/finance.h"
#include "engine/parallel.h"
#include "engine/rules.h"
#include "engine/world.h"

/* Counts the people of a locality and proves that none has appeared or vanished. */
static enum status close_locality(void *context, size_t locality)
{
    struct world *world = context;
    struct district *district = &world->districts[locality];
    const day_t last_day = world->today - 1;

    census_take(&district->census, &district->people, world->population.counted_conditions, &world->population.utility,
                &world->population.caring, last_day);
    return census_check(&district->census, &district->people, last_day);
}

/* Proves that every request of the month has ended in one way, or still waits. */
static enum status close_lines(const struct world *world, day_t last_day)
{
    const struct supply *supply = &world->care.supply;
    enum status status = STATUS_OK;

    for (size_t line = 0; line < supply->line_count && status == STATUS_OK; line++) {
        status = line_check(&supply->lines[line], supply->providers[supply->lines[line].provider].name, last_day);
    }
    return status;
}

/* What each provider did for the people of each economy. */
static enum status close_activity(struct world *world)
{
    struct flow flow = {0};
    enum status status = STATUS_OK;

    world->activity.count = 0;
    for (size_t e = 0; e < world->area.economy_count && status == STATUS_OK; e++) {
        const struct economy *economy = &world->area.economies[e];
        flow_clear(&flow);
        for (size_t l = 0; l < economy->locality_count && status == STATUS_OK; l++) {
            status = flow_merge(&flow, &world->districts[economy->first_locality + l].flow);
        }
        if (status == STATUS_OK) {
            status = flow_collect(&flow, (uint32_t)e, &world->activity);
        }
    }
    flow_free(&flow);
    return status;
}

/* What the census goes through, and the rows of activity. */
static struct phase_work month_work(const struct world *world)
{
    struct phase_work work = {1, (int64_t)(world->activity.count * sizeof *world->activity.rows)};

    for (size_t locality = 0; locality < world->area.locality_count; locality++) {
        const struct people *people = &world->districts[locality].people;
        work.bytes += (int64_t)(people->rows * (sizeof *people->id + sizeof *people->person));
    }
    return work;
}

enum status world_month(struct world *self)
{
    const day_t next_month = calendar_next_month(self->today);
    enum status status = STATUS_OK;

    profile_begin(&self->profile);
    while (self->today < next_month) {
        status = day_live(self);
        if (status != STATUS_OK) {
            goto out;
        }
    }
    status = parallel_each(self->area.locality_count, close_locality, self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = close_lines(self, next_month - 1);
    if (status != STATUS_OK) {
        goto out;
    }
    status = close_activity(self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = finance_month(self, next_month - 1);
    profile_end(&self->profile, PHASE_MONTH, month_work(self));
out:
    return status;
}

static enum status begin_locality(void *context, size_t locality)
{
    struct world *world = context;
    struct district *district = &world->districts[locality];
    const struct life life = day_life(world, locality);
    const struct pathway pathway = day_pathway(world, locality, &life);

    census_begin(&district->census, &district->people);
    care_month_clear(&district->care, world->population.programmes.count, world->care.forks.count);
    flow_clear(&district->flow);
    if (calendar_is_quarter_start(world->today)) {
        life_begin_quarter(&district->people);
    }
    life_refresh_members(&district->people, &world->population, world->today);
    return pathway_begin_month(&pathway);
}

enum status world_begin_month(struct world *self)
{
    enum status status = STATUS_OK;

    events_clear(&self->market.events);
    status = rules_change(self);
    if (status != STATUS_OK) {
        goto out;
    }
    boards_begin_month(&self->boards, &self->care.supply, &self->run->care, self->today);
    for (size_t line = 0; line < self->care.supply.line_count; line++) {
        line_begin_month(&self->care.supply.lines[line]);
    }
    programmes_update(&self->population.programmes, life_middle(self->today));
    workforce_set_capacity(&self->care.supply, self->care.rules, self->run->start, self->today);
    status = finance_set_costs(self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = choice_update(&self->care.choice, &self->care.supply, &self->area, self->care.parameters);
    if (status != STATUS_OK) {
        goto out;
    }
    status = day_reserve(self);
    if (status != STATUS_OK) {
        goto out;
    }
    memset(self->tallies, 0, self->tally_count * sizeof *self->tallies);
    status = parallel_each(self->area.locality_count, begin_locality, self);
out:
    return status;
}
