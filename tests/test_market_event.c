#include "market/event.h"

#include <criterion/criterion.h>
#include <string.h>

static struct events events;

static void free_events(void)
{
    events_free(&events);
}

Test(market_event, events_stay_in_order_until_they_are_cleared, .fini = free_events)
{
    const struct event first = {.date = 14000, .kind = EVENT_POLICY, .agent = 3, .other = EVENT_NOBODY, .pence = -7};
    const struct event second = {.date = 14001, .agent = EVENT_NOBODY};

    cr_assert_eq(events_add(&events, &first, "%s of %d", "rise", 5), STATUS_OK);
    cr_assert_eq(events_add(&events, &second, "fall"), STATUS_OK);
    cr_assert_eq(events.count, 2);
    cr_expect_eq(events.items[0].date, 14000);
    cr_expect_eq(events.items[0].agent, 3);
    cr_expect_eq(events.items[0].pence, -7);
    cr_expect_str_eq(events.items[0].note, "rise of 5");
    cr_expect_str_eq(events.items[1].note, "fall");
    events_clear(&events);
    cr_expect_eq(events.count, 0);
}

Test(market_event, a_long_note_is_cut_between_characters, .fini = free_events)
{
    const struct event event = {.date = 14000};
    char note[2 * EVENT_NOTE_SIZE];

    memset(note, 'x', sizeof note);
    memcpy(note + EVENT_NOTE_SIZE - 5, "\xc3\xa9", 2);
    note[sizeof note - 1] = '\0';
    cr_assert_eq(events_add(&events, &event, "%s", note), STATUS_OK);
    const char *kept = events.items[0].note;
    cr_expect_eq(strlen(kept), EVENT_NOTE_SIZE - 5 + 3, "%zu", strlen(kept));
    cr_expect_str_eq(kept + EVENT_NOTE_SIZE - 5, "...");
}

Test(market_event, every_kind_has_a_word_of_its_own)
{
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        cr_expect_gt(strlen(event_word((enum event_kind)kind)), 0);
        for (int other = 0; other < kind; other++) {
            cr_expect_str_neq(event_word((enum event_kind)kind), event_word((enum event_kind)other));
        }
    }
}
