#include "engine/rules.h"

#include <string.h>

#include "base/memory.h"
#include "engine/finance.h"

static enum status foresee(struct world *world, const struct scenario_step *step)
{
    struct world_rules *change = &world->changes[world->change_count];

    *change = (struct world_rules){.step = step, .run = step->values};
    enum status status = service_rules_resolve(&change->run->care, change->rules);
    if (status == STATUS_OK) {
        status = finance_foresee(world, change->run, change->rules, &change->market_terms);
    }
    world->change_count++;
    return status;
}

static enum status enforce(struct world *world, const struct world_rules *rules)
{
    const struct scenario_step *step = rules->step;
    const struct event event = {.date = step->date,
                                .kind = EVENT_POLICY,
                                .agent = EVENT_NOBODY,
                                .other = EVENT_NOBODY,
                                .service = LEDGER_NO_SERVICE};

    world->run = rules->run;
    world->care.parameters = &rules->run->care;
    memcpy(world->care.rules, rules->rules, sizeof world->care.rules);
    care_set_line_rules(&world->care);
    supply_set_conduct(&world->care.supply, &rules->run->care);
    market_enforce(&world->market, rules->market_terms);
    return events_add(&world->market.events, &event, "%s", step->label[0] != '\0' ? step->label : step->name);
}

enum status rules_change(struct world *world)
{
    enum status status = STATUS_OK;

    while (world->changes_made < world->change_count && status == STATUS_OK &&
           world->changes[world->changes_made].step->date <= world->today) {
        status = enforce(world, &world->changes[world->changes_made++]);
    }
    return status;
}

enum status world_follow(struct world *self, const struct scenario_step *steps, size_t count)
{
    enum status status = memory_allocate((void **)&self->changes, count, sizeof *self->changes);

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = foresee(self, &steps[i]);
    }
    if (status == STATUS_OK) {
        status = rules_change(self);
    }
    if (status == STATUS_OK) {
        status = choice_update(&self->care.choice, &self->care.supply, &self->area, self->care.parameters);
    }
    return status;
}
