#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { DESCRIBED_ONE_IN = 8 };

void fuzz_require(bool holds, const char *format, ...)
{
    va_list arguments;

    if (holds) {
        return;
    }
    va_start(arguments, format);
    fprintf(stderr, "fuzz: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    abort();
}

const char *fuzz_file(unsigned slot, const void *bytes, size_t size)
{
    static struct {
        int descriptor;
        char path[32];
    } files[2];

    if (files[slot].path[0] == '\0') {
        files[slot].descriptor = memfd_create("fuzz", MFD_CLOEXEC);
        fuzz_require(files[slot].descriptor >= 0, "no file in memory");
        snprintf(files[slot].path, sizeof files[slot].path, "/proc/self/fd/%d", files[slot].descriptor);
    }
    fuzz_require(ftruncate(files[slot].descriptor, 0) == 0, "the file in memory cannot be emptied");
    for (size_t done = 0; done < size;) {
        const ssize_t written = pwrite(files[slot].descriptor, (const char *)bytes + done, size - done, (off_t)done);
        fuzz_require(written > 0, "the file in memory cannot be written");
        done += (size_t)written;
    }
    return files[slot].path;
}

void fuzz_first_line(const uint8_t **data, size_t *size, char *line, size_t room)
{
    const uint8_t *end = *size > 0 ? memchr(*data, '\n', *size) : NULL;
    const size_t length = end == NULL ? *size : (size_t)(end - *data);
    const size_t kept = length < room - 1 ? length : room - 1;
    const size_t used = length + (end == NULL ? 0 : 1);

    if (kept > 0) {
        memcpy(line, *data, kept);
    }
    line[kept] = '\0';
    *data = used > 0 ? *data + used : *data;
    *size -= used;
}

char *fuzz_text(const char *before, const uint8_t *data, size_t size)
{
    const size_t length = strlen(before);
    char *text = calloc(1, length + size + 1);

    fuzz_require(text != NULL, "out of memory");
    memcpy(text, before, length);
    if (size > 0) {
        memcpy(text + length, data, size);
    }
    return text;
}

/* A text without control characters but those of `allowed`. */
static void check_text(const char *text, const char *allowed)
{
    fuzz_require(text_is_utf8(text, strlen(text), NULL), "not UTF-8: %s", text);
    for (const char *c = text; *c != '\0'; c++) {
        const unsigned char byte = (unsigned char)*c;
        const bool is_control = byte < ' ' || byte == 0x7F || (byte == 0xC2 && (unsigned char)c[1] < 0xA0);
        fuzz_require(!is_control || strchr(allowed, byte) != NULL, "control character 0x%02x in: %s", byte, text);
    }
}

void fuzz_check_line(const char *text)
{
    fuzz_require(text[0] != '\0', "an empty message");
    check_text(text, "");
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (const char *c = text; *c != '\0'; c++) {
        lines += *c == '\n';
    }
    return lines;
}

static void check_description(const struct scenario *scenario, enum scenario_form form, size_t lines)
{
    struct text_buffer text = {0};

    fuzz_require(scenario_describe(scenario, NULL, form, &text) == STATUS_OK, "no description: %s", status_message());
    check_text(text_buffer_text(&text), "\n\t");
    fuzz_require(count_lines(text_buffer_text(&text)) == lines, "a description of %zu lines",
                 count_lines(text_buffer_text(&text)));
    text_buffer_free(&text);
}

/* The resolved scenario is a scenario that resolves to itself. */
static void check_resolved(const struct scenario *first, const struct section *root,
                           const struct scenario_settings *settings)
{
    const struct scenario_settings again = {
        .path = settings->path, .text = first->resolved, .replicate = settings->replicate};
    struct scenario second;
    void *target = calloc(1, root->size);

    fuzz_require(target != NULL, "out of memory");
    const enum status status = scenario_load(&second, root, target, &again);
    fuzz_require(status == STATUS_OK, "the resolved scenario is refused: %s\n%s", status_message(), first->resolved);
    fuzz_require(second.hash == first->hash, "the resolved scenario has another hash:\n%s", first->resolved);
    fuzz_require(strcmp(second.resolved, first->resolved) == 0, "resolved once:\n%s\nand twice:\n%s", first->resolved,
                 second.resolved);
    scenario_free(&second);
    free(target);
}

/* `FILE:LINE:COLUMN: ...`, or the option of the command line, or a file that cannot be read at all. */
static void check_place(const char *problem)
{
    const char *colon = strchr(problem, ':');
    while (colon != NULL) {
        unsigned line = 0;
        unsigned column = 0;
        if (sscanf(colon, ":%u:%u: ", &line, &column) == 2 && line > 0 && column > 0) {
            return;
        }
        colon = strchr(colon + 1, ':');
    }
    fuzz_require(strncmp(problem, "--set", strlen("--set")) == 0 || strncmp(problem, "cannot read ", 12) == 0,
                 "a problem without a place: %s", problem);
}

static void check_refused(const struct scenario *scenario, enum status status)
{
    size_t count = 0;
    const char *const *problems = scenario_problems(scenario, &count);

    fuzz_require(status == STATUS_SCENARIO, "status %d: %s", status, status_message());
    fuzz_require(count > 0, "refused without a problem");
    fuzz_check_line(status_message());
    for (size_t i = 0; i < count; i++) {
        fuzz_check_line(problems[i]);
        check_place(problems[i]);
    }
}

static void check_accepted(const struct scenario *scenario, const struct section *root,
                           const struct scenario_settings *settings)
{
    check_resolved(scenario, root, settings);
    if (scenario->hash % DESCRIBED_ONE_IN == 0) {
        check_description(scenario, SCENARIO_FORM_TABLE, scenario->parameter_count + 1);
        check_description(scenario, SCENARIO_FORM_TSV, scenario->parameter_count + 1);
        check_description(scenario, SCENARIO_FORM_JSON, scenario->parameter_count);
    }
}

bool fuzz_scenario(const struct section *root, const struct scenario_settings *settings, bool wholly, uint64_t *hash)
{
    struct scenario scenario;
    size_t count = 0;
    void *target = calloc(1, root->size);

    fuzz_require(target != NULL, "out of memory");
    const enum status status = scenario_load(&scenario, root, target, settings);
    if (status == STATUS_OK) {
        scenario_problems(&scenario, &count);
        fuzz_require(count == 0, "accepted with %zu problems", count);
        *hash = scenario.hash;
    } else {
        check_refused(&scenario, status);
    }
    if (status == STATUS_OK && wholly) {
        check_accepted(&scenario, root, settings);
    }
    scenario_free(&scenario);
    free(target);
    return status == STATUS_OK;
}
