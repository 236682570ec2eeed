/*
 * The commands of the program, one row each in command.c, and what they share: where their words go.
 *
 * Results and reports go to standard output, everything else to standard error.
 */
#ifndef CATCHMENT_PROGRAM_COMMAND_H
#define CATCHMENT_PROGRAM_COMMAND_H

#include "base/status.h"
#include "base/text.h"
#include "program/options.h"
#include "scenario/registry.h"
#include "scenario/scenario.h"

struct command {
    const char *name;
    const char *usage; /* what follows the name */
    const char *meaning;
    unsigned options;                              /* enum option_set that it takes */
    int (*perform)(const struct options *options); /* returns the exit status */
};

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* What is near a name that is no command: the nearest one, or NULL. */
const char *command_nearest(const char *name);

/* Appends how the program is used, or one command with its options. */
enum status command_usage(const struct command *command, struct text_buffer *out);

/* Prints a result on standard output. Errors: STATUS_IO. */
enum status command_print(const struct text_buffer *text);

/* Says on standard error what went wrong, if there is more to say, and returns the exit status. */
int command_fail(enum status status);

/* Prints a result unless something went wrong before, as command_print and command_fail do, and frees the text. */
int command_end(enum status status, struct text_buffer *text);

/* Loads the scenario that the options name, as changed by them. All its problems go to standard error. The scenario is
 * to be freed whatever the result. */
enum status command_load(const struct options *options, struct scenario *scenario, struct run_parameters *run);

int command_run(const struct options *options);
int command_validate(const struct options *options);
int command_describe(const struct options *options);
int command_information(const struct options *options);
int command_reference(const struct options *options);

#endif
