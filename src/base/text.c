#include "base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t text_distance(const char *a, const char *b)
{
    const size_t length_a = strlen(a);
    const size_t length_b = strlen(b);

    if (length_a > TEXT_DISTANCE_LONGEST || length_b > TEXT_DISTANCE_LONGEST) {
        return strcmp(a, b) == 0 ? 0 : SIZE_MAX;
    }
    /* Row i: the distances from the first i bytes of a to the first j of b. Only the last three rows are needed. */
    size_t rows[3][TEXT_DISTANCE_LONGEST + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= length_b; j++) {
        before[j] = j;
        last[j] = j;
    }
    for (size_t i = 1; i <= length_a; i++) {
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            const size_t changed = last[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = smaller(smaller(row[j - 1], last[j]) + 1, changed);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = smaller(row[j], before[j - 2] + 1);
            }
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[length_b];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t n)
{
    const size_t length = strlen(word);
    const char *nearest = NULL;
    size_t least = (length + 2) / 3 + 1;
    for (size_t i = 0; i < n; i++) {
        const size_t other = strlen(candidates[i]);
        if ((other > length ? other - length : length - other) >= least) {
            continue; /* at least as many bytes have to come or go */
        }
        const size_t distance = text_distance(word, candidates[i]);
        if (distance < least) {
            least = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

static const char *skip_sign(const char *text)
{
    return *text == '+' || *text == '-' ? text + 1 : text;
}

static const char *skip_digits(const char *text)
{
    while (*text >= '0' && *text <= '9') {
        text++;
    }
    return text;
}

/* Sign, digits with or without a fraction, exponent, and nothing else. */
static bool is_decimal(const char *text)
{
    const char *start = skip_sign(text);
    const char *whole_end = skip_digits(start);
    const char *end = whole_end;
    bool has_digits = whole_end != start;
    if (*end == '.') {
        end = skip_digits(whole_end + 1);
        has_digits = has_digits || end != whole_end + 1;
    }
    if (!has_digits) {
        return false;
    }
    if (*end == 'e' || *end == 'E') {
        const char *exponent = skip_sign(end + 1);
        end = skip_digits(exponent);
        if (end == exponent) {
            return false;
        }
    }
    return *end == '\0';
}

static enum status raise_number(enum status status, const char *expected, const char *text)
{
    char found[TEXT_EXCERPT_SIZE];
    return status_raise(status, "expected %s, found \"%s\"", expected, text_excerpt(text, found, sizeof found));
}

enum status text_parse_real(const char *text, double *out)
{
    if (!is_decimal(text)) {
        return raise_number(STATUS_MALFORMED, "a number", text);
    }
    const double value = strtod(text, NULL);
    if (!isfinite(value)) {
        return raise_number(STATUS_OUT_OF_RANGE, "a number that a double can hold", text);
    }
    *out = value;
    return STATUS_OK;
}

enum status text_parse_integer(const char *text, int64_t *out)
{
    const char *digits = skip_sign(text);
    const char *end = skip_digits(digits);

    if (end == digits || *end != '\0') {
        return raise_number(STATUS_MALFORMED, "a whole number", text);
    }
    errno = 0;
    const long long value = strtoll(text, NULL, 10);
    if (errno == ERANGE) {
        return raise_number(STATUS_OUT_OF_RANGE, "a whole number of 64 bits", text);
    }
    *out = value;
    return STATUS_OK;
}

/* What may follow the first byte of a sequence of UTF-8 (RFC 3629, section 4). */
struct utf8_row {
    unsigned char first_low, first_high;
    unsigned char second_low, second_high;
    size_t size;
};

static const struct utf8_row utf8_rows[] = {
    {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

/* The length of the sequence that starts here; 0 if it is none. */
static size_t utf8_sequence(const unsigned char *bytes, size_t size)
{
    const struct utf8_row *row = NULL;
    for (size_t i = 0; i < sizeof utf8_rows / sizeof utf8_rows[0]; i++) {
        if (bytes[0] >= utf8_rows[i].first_low && bytes[0] <= utf8_rows[i].first_high) {
            row = &utf8_rows[i];
            break;
        }
    }
    if (row == NULL || row->size > size) {
        return 0;
    }
    if (row->size > 1 && (bytes[1] < row->second_low || bytes[1] > row->second_high)) {
        return 0;
    }
    for (size_t i = 2; i < row->size; i++) {
        if (bytes[i] < 0x80 || bytes[i] > 0xbf) {
            return 0;
        }
    }
    return row->size;
}

bool text_is_utf8(const char *text, size_t size, size_t *bad)
{
    size_t place = 0;
    while (place < size) {
        const size_t length = utf8_sequence((const unsigned char *)text + place, size - place);
        if (length == 0) {
            if (bad != NULL) {
                *bad = place;
            }
            return false;
        }
        place += length;
    }
    return true;
}

/* Whether the byte is the end of a character of UTF-8 between U+0080 and U+009F, which terminals obey like those below
 * the space. */
static bool is_upper_control(unsigned char before, unsigned char byte)
{
    return before == 0xc2 && byte >= 0x80 && byte <= 0x9f;
}

void text_flatten(char *text)
{
    for (char *c = text; *c != '\0'; c++) {
        const unsigned char byte = (unsigned char)*c;
        if (byte < ' ' || byte == 0x7f) {
            *c = ' ';
        } else if (c != text && is_upper_control((unsigned char)c[-1], byte)) {
            c[-1] = c[0] = ' ';
        }
    }
}

const char *text_excerpt(const char *text, char *out, size_t size)
{
    static const char more[] = "...";
    size_t length = strnlen(text, size);

    if (length == size) {
        length = size - sizeof more;
        while (length > 0 && ((unsigned char)text[length] & 0xc0U) == 0x80U) {
            length--;
        }
        memcpy(out + length, more, sizeof more);
    } else {
        out[length] = '\0';
    }
    memcpy(out, text, length);
    text_flatten(out);
    return out;
}

const char *text_format_count(uint64_t count, char out[TEXT_COUNT_SIZE])
{
    enum { DIGITS_A_GROUP = 3 };
    char digits[TEXT_COUNT_SIZE];
    const int length = snprintf(digits, sizeof digits, "%" PRIu64, count);
    char *end = out;

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % DIGITS_A_GROUP == 0) {
            *end++ = ',';
        }
        *end++ = digits[i];
    }
    *end = '\0';
    return out;
}

void text_buffer_init(struct text_buffer *self)
{
    memset(self, 0, sizeof *self);
}

void text_buffer_free(struct text_buffer *self)
{
    memory_free((void **)&self->text);
    text_buffer_init(self);
}

void text_buffer_clear(struct text_buffer *self)
{
    self->length = 0;
    if (self->text != NULL) {
        self->text[0] = '\0';
    }
}

const char *text_buffer_text(const struct text_buffer *self)
{
    return self->text == NULL ? "" : self->text;
}

enum status text_buffer_take(struct text_buffer *self, char **out)
{
    enum status status = text_buffer_append(self, "");
    if (status == STATUS_OK) {
        *out = self->text;
        text_buffer_init(self);
    }
    return status;
}

/* Makes room for `size` more bytes and the end mark. */
static enum status text_buffer_reserve(struct text_buffer *self, size_t size)
{
    if (size >= SIZE_MAX - self->length) {
        return status_raise(STATUS_NO_MEMORY, "no memory for a text of %zu bytes and %zu more", self->length, size);
    }
    return memory_reserve((void **)&self->text, &self->capacity, self->length + size + 1, 1);
}

enum status text_buffer_append_bytes(struct text_buffer *self, const char *bytes, size_t size)
{
    enum status status = text_buffer_reserve(self, size);
    if (status == STATUS_OK) {
        if (size != 0) {
            memcpy(self->text + self->length, bytes, size);
        }
        self->length += size;
        self->text[self->length] = '\0';
    }
    return status;
}

enum status text_buffer_append(struct text_buffer *self, const char *text)
{
    return text_buffer_append_bytes(self, text, strlen(text));
}

enum status text_buffer_append_format_list(struct text_buffer *self, const char *format, va_list arguments)
{
    enum status status = STATUS_OK;
    va_list again;

    va_copy(again, arguments);
    const int size = vsnprintf(NULL, 0, format, arguments);
    if (size < 0) {
        status = status_raise(STATUS_INTERNAL, "cannot write text in the form \"%s\"", format);
        goto out;
    }
    status = text_buffer_reserve(self, (size_t)size);
    if (status != STATUS_OK) {
        goto out;
    }
    vsnprintf(self->text + self->length, (size_t)size + 1, format, again);
    self->length += (size_t)size;
out:
    va_end(again);
    return status;
}

enum status text_buffer_append_format(struct text_buffer *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    enum status status = text_buffer_append_format_list(self, format, arguments);
    va_end(arguments);
    return status;
}

enum status text_buffer_append_suggestion(struct text_buffer *self, const char *prefix, const char *nearest)
{
    return nearest == NULL ? STATUS_OK
                           : text_buffer_append_format(self, "; did you mean %s%s%s?", prefix,
                                                       prefix[0] == '\0' ? "" : ".", nearest);
}
