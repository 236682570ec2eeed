#include "engine/desk.h"

#include "base/memory.h"
#include "base/sort.h"

void desk_free(struct desk *self)
{
    outcomes_free(&self->outbox);
}

void desk_scratch_free(struct desk_scratch *self)
{
    requests_free(&self->inbox);
    memory_free((void **)&self->keys);
    memory_free((void **)&self->key_scratch);
    memory_free((void **)&self->order);
    memory_free((void **)&self->order_scratch);
    self->sort_capacity = 0;
}

static enum status scratch_reserve(struct desk_scratch *self, size_t count)
{
    const struct {
        void **block;
        size_t size;
    } columns[] = {
        {(void **)&self->keys, sizeof *self->keys},
        {(void **)&self->key_scratch, sizeof *self->key_scratch},
        {(void **)&self->order, sizeof *self->order},
        {(void **)&self->order_scratch, sizeof *self->order_scratch},
    };
    enum status status = STATUS_OK;
    size_t capacity = self->sort_capacity;

    for (size_t c = 0; c < sizeof columns / sizeof columns[0] && status == STATUS_OK; c++) {
        capacity = self->sort_capacity;
        status = memory_reserve(columns[c].block, &capacity, count, columns[c].size);
    }
    if (status == STATUS_OK) {
        self->sort_capacity = capacity;
    }
    return status;
}

/* By service and person; what one person has sent stays in the order of sending. */
static uint64_t sort_key(const struct request *request)
{
    return (uint64_t)request->service << 32 | request->person;
}

static enum status scratch_sort(struct desk_scratch *self, const struct request *items, size_t count)
{
    enum status status = scratch_reserve(self, count);

    self->inbox.count = 0;
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        self->keys[i] = sort_key(&items[i]);
        self->order[i] = (uint32_t)i;
    }
    sort_pairs(self->keys, self->order, self->key_scratch, self->order_scratch, count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = requests_add(&self->inbox, items[self->order[i]]);
    }
out:
    return status;
}

/* Whom the emergency department admits goes to the beds of its site the same day. */
static enum status pass_on(const struct outcomes *outbox, struct requests *inbox, size_t first_outcome)
{
    enum status status = STATUS_OK;

    for (size_t i = first_outcome; i < outbox->count && status == STATUS_OK; i++) {
        const struct outcome *outcome = &outbox->items[i];
        if (outcome->kind == OUTCOME_SERVED && (outcome->flags & REQUEST_TO_ADMIT) != 0) {
            status = requests_add(inbox, (struct request){
                                             .person = outcome->person,
                                             .row = outcome->row,
                                             .locality = outcome->locality,
                                             .site = outcome->site,
                                             .service = SERVICE_EMERGENCY_INPATIENT,
                                             .kind = REQUEST_SERVE,
                                             .flags = outcome->flags & (uint8_t)~REQUEST_TO_ADMIT,
                                             .amount = outcome->amount,
                                         });
        }
    }
    return status;
}

static size_t count_of_service(const struct requests *inbox, size_t first, size_t end, unsigned service)
{
    size_t count = 0;

    while (first + count < end && inbox->items[first + count].service == service) {
        count++;
    }
    return count;
}

/* The emergency line works last: its inbox is what the department passed on, then what came. */
static enum status desk_emergency(struct desk *self, struct requests *inbox, struct line *line, struct site *site,
                                  const struct line_rules *rules, size_t first, size_t count, size_t passed_first,
                                  day_t today)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = requests_add(inbox, inbox->items[first + i]);
    }
    if (status != STATUS_OK) {
        goto out;
    }
    const size_t here = inbox->count - passed_first;
    status = line_day(line, site, rules, here > 0 ? inbox->items + passed_first : NULL, here, today, &self->outbox);
out:
    return status;
}

/* Nothing may come for a service that the site does not offer: it would be neither served nor refused. */
static enum status inbox_check(const struct requests *inbox, const struct supply *supply, uint16_t site, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const enum service service = (enum service)inbox->items[i].service;
        if (supply_line(supply, site, service) == NULL) {
            return status_raise(STATUS_INVARIANT,
                                "a request for %s came to a site of %s, which does not offer it there",
                                service_lines[service].name, supply->providers[supply->sites[site].provider].name);
        }
    }
    return STATUS_OK;
}

enum status desk_day(struct desk *self, struct desk_scratch *scratch, const struct supply *supply, uint16_t site,
                     const struct line_rules *rules, const struct request *items, size_t count, day_t today)
{
    struct line *emergency = supply_line(supply, site, SERVICE_EMERGENCY_INPATIENT);
    size_t next = 0, emergency_first = 0, emergency_count = 0;
    struct requests *sorted = &scratch->inbox;
    enum status status = scratch_sort(scratch, items, count);

    self->outbox.count = 0;
    for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        struct line *line = supply_line(supply, site, (enum service)service);
        const size_t here = count_of_service(sorted, next, count, service);
        if (line != NULL && line != emergency) {
            const size_t first_outcome = self->outbox.count;
            const struct request *inbox = here > 0 ? sorted->items + next : NULL;
            status = line_day(line, &supply->sites[site], &rules[service], inbox, here, today, &self->outbox);
            if (status == STATUS_OK && service == SERVICE_ACCIDENT_EMERGENCY && emergency != NULL) {
                status = pass_on(&self->outbox, sorted, first_outcome);
            }
        } else if (line != NULL) {
            emergency_first = next;
            emergency_count = here;
        }
        next += here;
    }
    if (status == STATUS_OK) {
        status = inbox_check(sorted, supply, site, count);
    }
    if (status == STATUS_OK && emergency != NULL) {
        status = desk_emergency(self, sorted, emergency, &supply->sites[site], &rules[SERVICE_EMERGENCY_INPATIENT],
                                emergency_first, emergency_count, count, today);
    }
    return status;
}
