#include "scenario/criterion.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { DEEPEST = 16 }; /* brackets and `not` within each other */

/* Reads the text from left to right; `at` is the next character that is no space. */
struct parser {
    const char *text;
    size_t at;
    unsigned depth;
    struct criterion *out;
};

static void skip_spaces(struct parser *self)
{
    while (isspace((unsigned char)self->text[self->at])) {
        self->at++;
    }
}

static enum status refuse(const struct parser *self, const char *expected)
{
    char found[TEXT_EXCERPT_SIZE];
    const char *rest = self->text + self->at;

    return status_raise(STATUS_MALFORMED, "column %zu: expected %s, found %s", self->at + 1, expected,
                        *rest == '\0' ? "the end" : text_excerpt(rest, found, sizeof found));
}

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static size_t word_length(const struct parser *self)
{
    size_t length = 0;

    while (in_word(self->text[self->at + length])) {
        length++;
    }
    return length;
}

static bool take(struct parser *self, const char *mark)
{
    const size_t length = strlen(mark);

    if (strncmp(self->text + self->at, mark, length) != 0) {
        return false;
    }
    self->at += length;
    skip_spaces(self);
    return true;
}

/* A word of its own, not the beginning of a longer one. */
static bool take_word(struct parser *self, const char *word)
{
    return word_length(self) == strlen(word) && take(self, word);
}

static enum status add_step(struct parser *self, struct criterion_step step)
{
    struct criterion *out = self->out;

    if (out->step_count == CRITERION_STEPS) {
        return status_raise(STATUS_MALFORMED, "expected at most %d tests and words between them", CRITERION_STEPS);
    }
    out->steps[out->step_count++] = step;
    return STATUS_OK;
}

static enum status read_word(struct parser *self, char out[CRITERION_WORD], const char *expected)
{
    const size_t length = word_length(self);

    if (length == 0 || length >= CRITERION_WORD) {
        return refuse(self, expected);
    }
    memcpy(out, self->text + self->at, length);
    out[length] = '\0';
    self->at += length;
    skip_spaces(self);
    return STATUS_OK;
}

static enum criterion_comparison read_comparison(struct parser *self)
{
    static const struct {
        const char *mark;
        enum criterion_comparison comparison;
    } comparisons[] = {
        {"<=", CRITERION_AT_MOST}, {">=", CRITERION_AT_LEAST}, {"!=", CRITERION_UNEQUAL},
        {"<", CRITERION_BELOW},    {">", CRITERION_ABOVE},     {"=", CRITERION_EQUAL},
    };

    for (size_t c = 0; c < sizeof comparisons / sizeof comparisons[0]; c++) {
        if (take(self, comparisons[c].mark)) {
            return comparisons[c].comparison;
        }
    }
    return CRITERION_HAS;
}

static enum status read_number(struct parser *self, double *out)
{
    char digits[CRITERION_WORD];
    size_t length = 0;

    while (strchr("+-.0123456789", self->text[self->at + length]) != NULL && self->text[self->at + length] != '\0') {
        length++;
    }
    if (length == 0 || length >= sizeof digits) {
        return refuse(self, "a number or a word");
    }
    memcpy(digits, self->text + self->at, length);
    digits[length] = '\0';
    if (in_word(self->text[self->at + length]) || text_parse_real(digits, out) != STATUS_OK) {
        return refuse(self, "a number");
    }
    self->at += length;
    skip_spaces(self);
    return STATUS_OK;
}

static enum status read_test(struct parser *self)
{
    struct criterion_step step = {.kind = CRITERION_TEST, .column = self->at + 1};

    if (isdigit((unsigned char)self->text[self->at])) {
        return refuse(self, "a name");
    }
    enum status status = read_word(self, step.name, "a name");
    if (status != STATUS_OK) {
        return status;
    }
    step.comparison = read_comparison(self);
    if (step.comparison != CRITERION_HAS) {
        status = isalpha((unsigned char)self->text[self->at]) ? read_word(self, step.word, "a word")
                                                              : read_number(self, &step.number);
    }
    return status == STATUS_OK ? add_step(self, step) : status;
}

static enum status read_alternatives(struct parser *self);

/* not X, (X), or a test. */
static enum status read_factor(struct parser *self)
{
    enum status status = STATUS_OK;

    if (++self->depth > DEEPEST) {
        return refuse(self, "fewer brackets within each other");
    }
    if (take_word(self, "not")) {
        status = read_factor(self);
        if (status == STATUS_OK) {
            status = add_step(self, (struct criterion_step){.kind = CRITERION_NOT});
        }
    } else if (take(self, "(")) {
        status = read_alternatives(self);
        if (status == STATUS_OK && !take(self, ")")) {
            status = refuse(self, "`and`, `or` or `)`");
        }
    } else {
        status = read_test(self);
    }
    self->depth--;
    return status;
}

static enum status read_joined(struct parser *self, const char *word, enum criterion_kind kind,
                               enum status (*part)(struct parser *self))
{
    enum status status = part(self);

    while (status == STATUS_OK && take_word(self, word)) {
        status = part(self);
        if (status == STATUS_OK) {
            status = add_step(self, (struct criterion_step){.kind = kind});
        }
    }
    return status;
}

static enum status read_conjunction(struct parser *self)
{
    return read_joined(self, "and", CRITERION_AND, read_factor);
}

static enum status read_alternatives(struct parser *self)
{
    return read_joined(self, "or", CRITERION_OR, read_conjunction);
}

enum status criterion_parse(struct criterion *out, const char *text)
{
    struct parser parser = {.text = text, .out = out};
    enum status status = STATUS_OK;

    out->step_count = 0;
    skip_spaces(&parser);
    if (text[parser.at] == '\0') {
        return STATUS_OK;
    }
    status = read_alternatives(&parser);
    if (status == STATUS_OK && text[parser.at] != '\0') {
        status = refuse(&parser, "`and`, `or` or the end");
    }
    return status;
}
