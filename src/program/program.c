#include "program/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/provenance.h"
#include "program/command.h"

static int print_usage(const struct command *command)
{
    struct text_buffer text = {0};
    const enum status status = command_usage(command, &text);

    return command_end(status, &text);
}

static int print_version(void)
{
    struct text_buffer text = {0};
    const enum status status = provenance_describe_build(&text);

    return command_end(status, &text);
}

/* What was wrong, then how it is done. */
static int refuse(const struct command *command)
{
    struct text_buffer text = {0};

    command_fail(STATUS_USAGE);
    if (command_usage(command, &text) == STATUS_OK) {
        fprintf(stderr, "\n%s", text_buffer_text(&text));
    }
    text_buffer_free(&text);
    return status_exit_code(STATUS_USAGE);
}

static int refuse_command(const char *name)
{
    struct text_buffer suggestion = {0};

    text_buffer_append_suggestion(&suggestion, "", command_nearest(name));
    status_keep("unknown %s %s%s", name[0] == '-' ? "option" : "command", name, text_buffer_text(&suggestion));
    text_buffer_free(&suggestion);
    return refuse(NULL);
}

static int perform(const struct command *command, int count, char **arguments)
{
    struct options options = {.argument_count = count, .arguments = arguments};
    int result = 0;
    const enum status status = options_parse(&options, count - 1, arguments + 1, command->options);

    if (status == STATUS_USAGE) {
        result = refuse(command);
    } else if (status != STATUS_OK) {
        result = command_fail(status);
    } else {
        result = options.help ? print_usage(command) : command->perform(&options);
    }
    options_free(&options);
    return result;
}

/* A stream that was closed before the program began must not become the output file, or messages would go there. What
 * takes its place cannot be used for what the stream is for, so that a report that is lost is noticed. */
static void hold_standard_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream) {
            return;
        }
    }
}

int program_main(int count, char **arguments)
{
    hold_standard_streams();
    if (count < 2) {
        status_keep("expected a command");
        return refuse(NULL);
    }
    if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0) {
        return print_usage(NULL);
    }
    if (strcmp(arguments[1], "--version") == 0) {
        return print_version();
    }
    const struct command *command = command_find(arguments[1]);
    return command == NULL ? refuse_command(arguments[1]) : perform(command, count, arguments);
}
