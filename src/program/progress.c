#include "program/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 30, TENTHS = 10 };

double progress_clock(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void progress_begin(struct progress *self, day_t first, day_t until)
{
    *self = (struct progress){
        .first = first, .until = until, .started = progress_clock(), .is_terminal = isatty(STDERR_FILENO) == 1};
}

double progress_rate(const struct progress *self)
{
    const double seconds = progress_clock() - self->started;

    return seconds > 0 ? self->person_years / seconds : 0;
}

/* "75% done, 2009-01-01, 1200000 person-years a second, 12 s left". */
static void format_state(const struct progress *self, day_t today, double share, char *out, size_t size)
{
    const double seconds = progress_clock() - self->started;
    char date[CALENDAR_TEXT_SIZE];

    calendar_format(today, date);
    snprintf(out, size, "%3.0f%% done, %s, %.0f person-years a second, %.0f s left", 100 * share, date,
             progress_rate(self), seconds * (1 - share) / share);
}

static void show_bar(double share, const char *state)
{
    static const char filled[] = "##############################";
    static const char empty[] = "..............................";
    const int done = (int)(share * BAR_WIDTH);

    fprintf(stderr, "\r\033[K[%.*s%.*s] %s", done, filled, BAR_WIDTH - done, empty, state);
    fflush(stderr);
}

void progress_show(struct progress *self, day_t today, day_t days, uint64_t people)
{
    const double share = (double)(today - self->first) / (double)(self->until - self->first);
    const int tenth = (int)(share * TENTHS);
    char state[128];

    self->person_years += (double)people * (double)days / CALENDAR_DAYS_PER_YEAR;
    if (!self->is_terminal && tenth == self->tenth) {
        return;
    }
    self->tenth = tenth;
    format_state(self, today, share, state, sizeof state);
    if (self->is_terminal) {
        show_bar(share, state);
    } else {
        fprintf(stderr, "%s\n", state);
    }
}

void progress_end(const struct progress *self)
{
    if (self->is_terminal) {
        fprintf(stderr, "\r\033[K");
        fflush(stderr);
    }
}
