#include "program/profile_table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static double total_seconds(const struct profile *profile)
{
    double total = 0;

    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        total += profile->seconds[phase];
    }
    return total;
}

enum status profile_table_append(const struct profile *profile, struct text_buffer *out)
{
    const double total = total_seconds(profile);
    enum status status =
        text_buffer_append_format(out, "\n%-40s %10s %8s %16s %18s\n", "phase", "seconds", "share", "events", "bytes");

    for (int phase = 0; phase < PHASE_COUNT && status == STATUS_OK; phase++) {
        const struct phase_work work = profile->work[phase];
        status = text_buffer_append_format(
            out, "%-40s %10.3f %6.1f %% %16" PRId64 " %18" PRId64 "\n", phase_name((enum phase)phase),
            profile->seconds[phase], total > 0 ? 100 * profile->seconds[phase] / total : 0, work.events, work.bytes);
    }
    return status;
}

static enum status append_rows(const struct profile *profile, struct text_buffer *out)
{
    enum status status = text_buffer_append(out, "phase,seconds,events,bytes\n");

    for (int phase = 0; phase < PHASE_COUNT && status == STATUS_OK; phase++) {
        const struct phase_work work = profile->work[phase];
        status = text_buffer_append_format(out, "%s,%.9f,%" PRId64 ",%" PRId64 "\n", phase_name((enum phase)phase),
                                           profile->seconds[phase], work.events, work.bytes);
    }
    return status;
}

enum status profile_table_write(const struct profile *profile, const char *path)
{
    struct text_buffer rows = {0};
    enum status status = append_rows(profile, &rows);

    if (status != STATUS_OK) {
        goto out;
    }
    FILE *file = fopen(path, "w");
    bool is_written = file != NULL && fputs(text_buffer_text(&rows), file) >= 0;
    if (file != NULL && fclose(file) != 0) {
        is_written = false;
    }
    if (!is_written) {
        status = status_raise(STATUS_IO, "%s: %s", path, strerror(errno));
    }
out:
    text_buffer_free(&rows);
    return status;
}
