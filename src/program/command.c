#include "program/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct command commands[] = {
    {"run", "SCENARIO.yaml [OPTION...]", "simulate a scenario and record it", OPTIONS_RUN | OPTIONS_SCENARIO,
     command_run},
    {"validate", "SCENARIO.yaml [OPTION...]", "check a scenario and its tables, and say what is wrong",
     OPTIONS_SCENARIO, command_validate},
    {"describe", "SCENARIO.yaml [PATH] [OPTION...]",
     "list parameters with value, unit, range and source, or tell all of one", OPTIONS_SCENARIO | OPTIONS_DESCRIBE,
     command_describe},
    {"info", "FILE.h5", "say where an output comes from, how it ended, and its totals", OPTIONS_FILE,
     command_information},
    {"reference", "[parameters|output|state]", "print a page of the reference, or all", OPTIONS_TOPIC,
     command_reference},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

const char *command_nearest(const char *name)
{
    const char *names[COMMANDS];

    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i].name;
    }
    return text_nearest(name, names, COMMANDS);
}

static enum status program_usage(struct text_buffer *out)
{
    enum status status = text_buffer_append(out, "usage: catchment COMMAND [ARGUMENT...]\n\n");

    for (size_t i = 0; i < COMMANDS && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "  %-9s %-32s %s\n", commands[i].name, commands[i].usage,
                                           commands[i].meaning);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append_format(out,
                                           "  %-42s version, git revision, compiler, flags, library versions\n"
                                           "  %-42s this text; after a command its options\n",
                                           "--version", "--help");
    }
    return status;
}

enum status command_usage(const struct command *command, struct text_buffer *out)
{
    if (command == NULL) {
        return program_usage(out);
    }
    enum status status = text_buffer_append_format(out, "usage: catchment %s %s\n\n%s\n\n", command->name,
                                                   command->usage, command->meaning);
    return status == STATUS_OK ? options_describe(command->options, out) : status;
}

enum status command_print(const struct text_buffer *text)
{
    if (fwrite(text_buffer_text(text), 1, text->length, stdout) != text->length || fflush(stdout) != 0) {
        return status_raise(STATUS_IO, "writing to standard output: %s", strerror(errno));
    }
    return STATUS_OK;
}

int command_fail(enum status status)
{
    if (status != STATUS_OK && status_message()[0] != '\0') {
        fprintf(stderr, "catchment: %s\n", status_message());
    }
    return status_exit_code(status);
}

int command_end(enum status status, struct text_buffer *text)
{
    if (status == STATUS_OK) {
        status = command_print(text);
    }
    text_buffer_free(text);
    return command_fail(status);
}

static void print_problems(const struct scenario *scenario, const char *file)
{
    size_t count = 0;
    const char *const *problems = scenario_problems(scenario, &count);

    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "%s\n", problems[i]);
    }
    fprintf(stderr, "catchment: %zu problem%s in %s\n", count, count == 1 ? "" : "s", file);
}

enum status command_load(const struct options *options, struct scenario *scenario, struct run_parameters *run)
{
    const struct scenario_settings settings = {
        .path = options->file,
        .sets = options->sets,
        .set_count = options->set_count,
        .replicate = options->replicate,
        .has_seed = options->has_seed,
        .seed = options->seed,
    };
    enum status status = scenario_load(scenario, &run_section, run, &settings);

    if (status == STATUS_SCENARIO) {
        print_problems(scenario, options->file);
        status_clear();
    }
    return status;
}
