#include "program/options.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"

struct option_row {
    const char *name;
    int letter;           /* a short form when it is a letter */
    const char *argument; /* NULL: takes none */
    unsigned set;         /* enum option_set */
    const char *meaning;
    enum status (*take)(struct options *self, const char *argument);
};

static enum status take_natural(const char *option, const char *argument, int64_t low, int64_t high, int64_t *out)
{
    int64_t value = 0;

    if (text_parse_integer(argument, &value) != STATUS_OK || value < low || value > high) {
        return status_raise(STATUS_USAGE, "--%s: expected a whole number from %" PRId64 " to %" PRId64 ", found \"%s\"",
                            option, low, high, argument);
    }
    *out = value;
    return STATUS_OK;
}

static enum status take_output(struct options *self, const char *argument)
{
    self->output = argument;
    return *argument != '\0' ? STATUS_OK : status_raise(STATUS_USAGE, "--output: expected the name of a file");
}

static enum status take_force(struct options *self, const char *argument)
{
    (void)argument;
    self->force = true;
    return STATUS_OK;
}

static enum status take_seed(struct options *self, const char *argument)
{
    int64_t seed = 0;
    enum status status = take_natural("seed", argument, 0, INT64_MAX, &seed);

    self->has_seed = true;
    self->seed = (uint64_t)seed;
    return status;
}

static enum status take_replicate(struct options *self, const char *argument)
{
    int64_t replicate = 0;
    enum status status = take_natural("replicate", argument, 0, INT64_MAX, &replicate);

    self->replicate = (uint64_t)replicate;
    return status;
}

static enum status take_threads(struct options *self, const char *argument)
{
    int64_t threads = 0;
    enum status status = take_natural("threads", argument, 1, OPTIONS_MOST_THREADS, &threads);

    self->threads = (int)threads;
    return status;
}

static enum status take_until(struct options *self, const char *argument)
{
    day_t day;

    if (calendar_parse(argument, &day) != STATUS_OK || !calendar_is_month_start(day)) {
        return status_raise(STATUS_USAGE, "--until: expected the first day of a month as YYYY-MM-DD, found \"%s\"",
                            argument);
    }
    snprintf(self->until_set, sizeof self->until_set, "until=%s", argument);
    return STATUS_OK;
}

static enum status take_format(struct options *self, const char *argument)
{
    static const char *const words[] = {SCENARIO_FORM_LIST(CHOICE_WORD)};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(argument, words[i]) == 0) {
            self->form = (enum scenario_form)i;
            return STATUS_OK;
        }
    }
    return status_raise(STATUS_USAGE, "--format: expected table, tsv or json, found \"%s\"", argument);
}

/* There is room for as many as there are arguments. */
static enum status take_set(struct options *self, const char *argument)
{
    self->sets[self->set_count++] = argument;
    return STATUS_OK;
}

static enum status take_profile(struct options *self, const char *argument)
{
    (void)argument;
    self->profile = true;
    return STATUS_OK;
}

static enum status take_profile_file(struct options *self, const char *argument)
{
    self->profile_file = argument;
    return *argument != '\0' ? STATUS_OK : status_raise(STATUS_USAGE, "--profile-file: expected the name of a file");
}

static enum status take_help(struct options *self, const char *argument)
{
    (void)argument;
    self->help = true;
    return STATUS_OK;
}

/* Numbers of options that have no letter. */
enum { LETTER_NONE = 256 };

static const struct option_row rows[] = {
    {"output", 'o', "FILE.h5", OPTIONS_RUN, "the output; without it the name of the scenario, in this folder",
     take_output},
    {"force", LETTER_NONE, NULL, OPTIONS_RUN, "replace an output that exists", take_force},
    {"seed", LETTER_NONE, "N", OPTIONS_RUN, "seed of what happens, in place of the scenario's", take_seed},
    {"replicate", LETTER_NONE, "R", OPTIONS_RUN, "which replicate of the scenario; 0 without it", take_replicate},
    {"threads", LETTER_NONE, "T", OPTIONS_RUN, "threads; all cores without it", take_threads},
    {"until", LETTER_NONE, "DATE", OPTIONS_RUN, "stop on this first day of a month, in place of the scenario's",
     take_until},
    {"profile", LETTER_NONE, NULL, OPTIONS_RUN, "say where the time went", take_profile},
    {"profile-file", LETTER_NONE, "FILE.csv", OPTIONS_RUN, "write that as a table, by phase", take_profile_file},
    {"set", LETTER_NONE, "PATH=VALUE", OPTIONS_SCENARIO, "change one value of the scenario; may be given often",
     take_set},
    {"format", LETTER_NONE, "FORMAT", OPTIONS_DESCRIBE, "table, tsv or json; table without it", take_format},
    {"help", 'h', NULL, OPTIONS_ALL, "this text", take_help},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

/* The forms that getopt_long wants. */
static void make_forms(unsigned allowed, struct option forms[ROWS + 1], char letters[2 * ROWS + 2])
{
    size_t count = 0;

    *letters++ = ':';
    for (int i = 0; i < ROWS; i++) {
        if ((rows[i].set & allowed) == 0) {
            continue;
        }
        const bool takes = rows[i].argument != NULL;
        forms[count++] = (struct option){rows[i].name, takes ? required_argument : no_argument, NULL, LETTER_NONE + i};
        if (rows[i].letter < LETTER_NONE) {
            *letters++ = (char)rows[i].letter;
            if (takes) {
                *letters++ = ':';
            }
        }
    }
    forms[count] = (struct option){NULL, 0, NULL, 0};
    *letters = '\0';
}

static const struct option_row *find_row(int found)
{
    for (int i = 0; i < ROWS; i++) {
        if (found == LETTER_NONE + i || found == rows[i].letter) {
            return &rows[i];
        }
    }
    return NULL;
}

/* What getopt_long could not make sense of. */
static enum status bad_option(int found, const char *argument)
{
    if (found == ':') {
        return status_raise(STATUS_USAGE, "%s: expected a value", argument);
    }
    return status_raise(STATUS_USAGE, "unknown option %s", argument);
}

static enum status take_options(struct options *self, int count, char **arguments, unsigned allowed)
{
    struct option forms[ROWS + 1];
    char letters[2 * ROWS + 2];
    enum status status = STATUS_OK;

    make_forms(allowed, forms, letters);
    opterr = 0;
    optind = 0;
    for (int found = 0; status == STATUS_OK;) {
        found = getopt_long(count, arguments, letters, forms, NULL);
        if (found == -1) {
            break;
        }
        const struct option_row *row = find_row(found);
        status = row == NULL ? bad_option(found, arguments[optind - 1]) : row->take(self, optarg);
    }
    return status;
}

/* What stands beside the options, in this order. */
static const struct operand_row {
    unsigned set; /* enum option_set, of any that takes it */
    bool is_required;
    size_t offset; /* of the member, a text */
    const char *expected;
    const char *expected_most; /* when there are too many */
} operands[] = {
    {OPTIONS_FILE | OPTIONS_SCENARIO, true, offsetof(struct options, file), "the name of a file", "one file"},
    {OPTIONS_DESCRIBE, false, offsetof(struct options, path), "a path", "one file and one path"},
    {OPTIONS_TOPIC, false, offsetof(struct options, topic), "a topic", "one topic"},
};

static enum status take_operands(struct options *self, int count, char **arguments, unsigned allowed)
{
    const char *most = "options alone";
    int next = optind;

    for (size_t i = 0; i < sizeof operands / sizeof operands[0]; i++) {
        if ((operands[i].set & allowed) == 0) {
            continue;
        }
        if (next >= count && operands[i].is_required) {
            return status_raise(STATUS_USAGE, "%s: expected %s", arguments[0], operands[i].expected);
        }
        most = operands[i].expected_most;
        if (next < count) {
            memcpy((char *)self + operands[i].offset, &arguments[next++], sizeof *arguments);
        }
    }
    return next == count
               ? STATUS_OK
               : status_raise(STATUS_USAGE, "%s: expected %s, found \"%s\" too", arguments[0], most, arguments[next]);
}

/* getopt_long puts the arguments into another order, so it gets a list of its own. */
enum status options_parse(struct options *self, int count, char **arguments, unsigned allowed)
{
    const size_t bytes = (size_t)count * sizeof *arguments;
    char **list = NULL;
    enum status status = memory_allocate((void **)&self->sets, (size_t)count + 1, sizeof *self->sets);

    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&list, (size_t)count + 1, sizeof *list);
    if (status != STATUS_OK) {
        goto out;
    }
    memcpy(list, arguments, bytes);
    status = take_options(self, count, list, allowed | OPTIONS_ALL);
    if (status == STATUS_OK && !self->help) {
        status = take_operands(self, count, list, allowed);
    }
    if (status == STATUS_OK && self->until_set[0] != '\0') {
        status = take_set(self, self->until_set);
    }
out:
    memory_free((void **)&list);
    return status;
}

void options_free(struct options *self)
{
    memory_free((void **)&self->sets);
    self->set_count = 0;
}

enum status options_describe(unsigned allowed, struct text_buffer *out)
{
    enum status status = STATUS_OK;

    for (int i = 0; i < ROWS && status == STATUS_OK; i++) {
        if ((rows[i].set & (allowed | OPTIONS_ALL)) != 0) {
            char form[64];
            snprintf(form, sizeof form, "--%s %s", rows[i].name, rows[i].argument == NULL ? "" : rows[i].argument);
            status = rows[i].letter < LETTER_NONE
                         ? text_buffer_append_format(out, "  -%c, %-20s %s\n", rows[i].letter, form, rows[i].meaning)
                         : text_buffer_append_format(out, "      %-20s %s\n", form, rows[i].meaning);
        }
    }
    return status;
}
