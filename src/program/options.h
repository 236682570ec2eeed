/*
 * The command line after the name of the command: options, and what the command works on.
 */
#ifndef CATCHMENT_PROGRAM_OPTIONS_H
#define CATCHMENT_PROGRAM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "scenario/scenario.h"

/* Options, and what stands beside them, that commands take together. */
enum option_set {
    OPTIONS_ALL = 1,       /* --help */
    OPTIONS_FILE = 2,      /* a file */
    OPTIONS_SCENARIO = 4,  /* a scenario file and what changes it */
    OPTIONS_RUN = 8,       /* how it is run, and where to */
    OPTIONS_DESCRIBE = 16, /* a path in it, and how parameters are listed */
    OPTIONS_TOPIC = 32,    /* a topic in place of a file */
};

/* The most threads that can be asked for; more are a slip of the finger. */
#define OPTIONS_MOST_THREADS 4096

/* All texts are those of the command line. */
struct options {
    int argument_count;
    char **arguments; /* the whole command line, as given */

    const char *file;
    const char *path;  /* of parameters; NULL: all */
    const char *topic; /* NULL: none */
    enum scenario_form form;
    const char *output; /* NULL: named after the scenario */
    const char **sets;  /* PATH=VALUE, in order; owned */
    size_t set_count;
    char until_set[32]; /* "until=DATE", the last of the sets, or "" */
    bool has_seed;
    uint64_t seed, replicate;
    int threads; /* 0: all cores */
    bool force, profile, help;
    const char *profile_file; /* NULL: none */
};

/* Reads `count` arguments, of which the first is the name of the command; `allowed` are enum option_set. The rest of
 * `self` is set too, argument_count and arguments excepted. Errors: STATUS_USAGE with what is wrong, STATUS_NO_MEMORY.
 */
enum status options_parse(struct options *self, int count, char **arguments, unsigned allowed);
void options_free(struct options *self);

/* Appends one aligned line for each allowed option. */
enum status options_describe(unsigned allowed, struct text_buffer *out);

#endif
