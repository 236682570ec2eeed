/*
 * Where an output comes from: the attributes of the group /provenance. Written before the first month by the program,
 * completed at the end. A resumed run adds its own as /provenance/resumed_1, resumed_2 and so on.
 */
#ifndef CATCHMENT_OUTPUT_PROVENANCE_H
#define CATCHMENT_OUTPUT_PROVENANCE_H

#include <stdint.h>
#include <time.h>

#include "base/text.h"
#include "output/recorder.h"

struct provenance {
    const char *const *arguments; /* the command line, with the name of the program */
    size_t argument_count;
    uint64_t seed, population_seed, replicate;
    uint32_t threads, ranks;

    struct timespec started; /* wall clock; zero: when provenance_write is called */

    char group[32]; /* set by provenance_write */
};

/* All attributes of the group. */
extern const struct attribute_row provenance_attributes[];
extern const size_t provenance_attribute_count;

/* The version of the program, "0.0.0" in a build without the generated header. */
const char *provenance_version(void);

/* Appends version, git revision, compiler, flags and libraries, a line each. */
enum status provenance_describe_build(struct text_buffer *out);

/* Writes all but the end; between recorder_create or recorder_resume and recorder_begin. */
enum status provenance_write(struct provenance *self, struct recorder *recorder);

/* Writes the end time, the wall time and the peak memory; before recorder_close. */
enum status provenance_finish(const struct provenance *self, struct recorder *recorder);

#endif
