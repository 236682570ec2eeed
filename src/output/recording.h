/*
 * The recording of a run: what of the world goes into its output file, and when.
 *
 * recording_datasets.c holds the table of all datasets, one row each; recording_coordinates.c that of their axes.
 * Called by the program: opened on a world just made, then once at each month end, between world_month and
 * world_begin_month. Reads the world and never changes it.
 */
#ifndef CATCHMENT_OUTPUT_RECORDING_H
#define CATCHMENT_OUTPUT_RECORDING_H

#include "base/text.h"
#include "engine/world.h"
#include "output/provenance.h"
#include "output/recorder.h"
#include "scenario/scenario.h"

/* What to record and where. Paths, texts and the scenario stay with the caller and must outlive the recording. */
struct recording_settings {
    const char *path;
    bool force;                      /* replace an existing output */
    const struct scenario *scenario; /* loaded: its resolved text and its parameters are stored */
    struct provenance provenance;    /* command line, seeds, threads and the like */
};

/* What the people of a locality had of a provider's service in a month, column by column; owned. */
struct flow_rows {
    uint32_t *locality, *provider, *service, *served;
    size_t count, capacity;
};

/* Not to be moved or copied while it is open. All zero is a closed one. */
struct recording {
    struct recorder recorder;
    struct recorder_settings settings;
    struct provenance provenance;
    struct coordinate *coordinates; /* of the settings; owned with their labels */
    struct dataset *datasets;       /* of the settings; owned */
    size_t *rows;                   /* by dataset: its row in the table of all datasets; owned */
    size_t *cells;                  /* of a month of each dataset, or of all of it; owned */
    void *slab;                     /* of the largest; owned */
    size_t slab_bytes;
    struct activity activity; /* of one locality at a time */
    struct flow_rows flows;
};

/* Whether an output can be made at this path, to be asked before a world is built; makes nothing. Errors: STATUS_EXISTS
 * without force, STATUS_IO for a folder that does not exist or cannot be written, or something that is no file. */
enum status recording_check(const char *path, bool force);

/* Makes the file, writes what does not change, and starts the time series at the first month of the run. On failure
 * nothing is left behind, not even a file. Errors: those of recorder_create and recorder_begin. */
enum status recording_open(struct recording *self, const struct world *world,
                           const struct recording_settings *settings);

/* Records the month that ends on `last_day`, which the world has just closed. Errors: those of recorder_month. */
enum status recording_month(struct recording *self, const struct world *world, day_t last_day);

/* Ends it with a status ("complete", or "running" for a run that was stopped) and the hash of the world's state. The
 * file is then on disk and opens anywhere. */
enum status recording_close(struct recording *self, const char *status, uint64_t state_hash);

/* Lets go; what was recorded stays readable as "running". Always safe. */
void recording_free(struct recording *self);

/* Appends the reference of the output file, Markdown: what each group, dataset and attribute is. */
enum status recording_reference(struct text_buffer *out);

/* Appends what a finished or stopped file says about itself, with the totals of the headline datasets. Errors: those of
 * information_read. */
enum status recording_report(const char *path, struct text_buffer *out);

#endif
