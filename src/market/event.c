#include "market/event.h"

#include <stdarg.h>

#include "base/memory.h"
#include "base/text.h"

const char *event_word(enum event_kind kind)
{
#define EVENT_WORD(id, word, meaning) word,
#define MOVE(id, name, word, mechanism, meaning) word,
    static const char *const words[EVENT_KIND_COUNT] = {EVENT_LIST(EVENT_WORD)
#include "scenario/moves.def"
    };
#undef MOVE
#undef EVENT_WORD
    return words[kind];
}

enum status events_add(struct events *self, const struct event *event, const char *note, ...)
{
    struct text_buffer text = {0};
    va_list arguments;

    va_start(arguments, note);
    enum status status = text_buffer_append_format_list(&text, note, arguments);
    va_end(arguments);
    if (status == STATUS_OK) {
        status = memory_reserve((void **)&self->items, &self->capacity, self->count + 1, sizeof *self->items);
    }
    if (status == STATUS_OK) {
        struct event *kept = &self->items[self->count++];
        *kept = *event;
        text_excerpt(text_buffer_text(&text), kept->note, sizeof kept->note);
    }
    text_buffer_free(&text);
    return status;
}

void events_clear(struct events *self)
{
    self->count = 0;
}

void events_free(struct events *self)
{
    memory_free((void **)&self->items);
    *self = (struct events){0};
}
