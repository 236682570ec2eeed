/* For tests of a service line: a line, its site, its rules, and what it answered on the last day. Day 0 is 1970-01-01,
 * a Thursday. */
#ifndef CATCHMENT_TESTS_LINE_SMALL_H
#define CATCHMENT_TESTS_LINE_SMALL_H

#include <criterion/criterion.h>

#include "care/line.h"
#include "care/supply.h"

enum { MONDAY = 4, WEEK = 7, EVERY_DAY = 7, WORKING_WEEK = 5, LONG = 100000 };

/* A line, its site and what it answered on the last day. */
struct place {
    struct line line;
    struct site site;
    struct line_rules rules;
    struct outcomes outbox;
};

static inline struct place place_of(enum service service, double capacity, int64_t beds)
{
    return (struct place){
        .line = {.service = service, .capacity = capacity},
        .site = {.beds = beds},
        .rules = {.open_days_per_week = EVERY_DAY, .longest_wait_days = LONG, .discharge_notice_days = 2},
    };
}

static inline void place_free(struct place *self)
{
    line_free(&self->line);
    outcomes_free(&self->outbox);
}

static inline size_t place_day(struct place *self, day_t today, const struct request *inbox, size_t count)
{
    self->outbox.count = 0;
    cr_assert_eq(line_day(&self->line, &self->site, &self->rules, inbox, count, today, &self->outbox), STATUS_OK, "%s",
                 status_message());
    return self->outbox.count;
}

static inline struct request need(uint32_t person, uint16_t amount)
{
    return (struct request){.person = person, .kind = REQUEST_SERVE, .amount = amount};
}

static inline size_t place_wait(struct place *self, day_t today)
{
    return place_day(self, today, NULL, 0);
}

#endif
