/*
 * Text: strict reading of numbers, the nearest known word for messages, and a buffer that grows.
 */
#ifndef CATCHMENT_BASE_TEXT_H
#define CATCHMENT_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* The longest text, in bytes, that text_distance looks at. */
#define TEXT_DISTANCE_LONGEST 128

/*
 * Insertions, deletions, substitutions and swaps of neighbours that turn a into b (Damerau-Levenshtein, no part edited
 * twice), in bytes. SIZE_MAX if either is longer than TEXT_DISTANCE_LONGEST and they are not equal.
 */
size_t text_distance(const char *a, const char *b);

/* The candidate nearest to `word`, the first of equals; NULL if none is within a third of its length, rounded up. */
const char *text_nearest(const char *word, const char *const *candidates, size_t n);

/*
 * Reads a decimal number that takes up the whole text: sign, digits, fraction, exponent. Errors: STATUS_MALFORMED (also
 * for spaces, NaN, infinity, hexadecimal), STATUS_OUT_OF_RANGE if it is too large; *out is then untouched.
 */
enum status text_parse_real(const char *text, double *out);

/* Reads a whole number, sign and digits only. Errors as above; STATUS_OUT_OF_RANGE if it does not fit 64 bits. */
enum status text_parse_integer(const char *text, int64_t *out);

/* Whether `size` bytes are valid UTF-8; if not and `bad` is not NULL, *bad is where the first wrong byte is. */
bool text_is_utf8(const char *text, size_t size, size_t *bad);

/* Makes one line of a text, for a message: control characters become spaces. */
void text_flatten(char *text);

/* The room for what a message quotes. */
#define TEXT_EXCERPT_SIZE 64

/* Copies a text into out[size] as one line: flattened, and when it is too long cut between characters, with "..." after
 * it. `size` is more than that takes. Returns out. */
const char *text_excerpt(const char *text, char *out, size_t size);

/* Bytes that text_format_count writes at most, with the end mark. */
#define TEXT_COUNT_SIZE 32

/* Writes a count with commas, "1,234,567"; returns `out`. */
const char *text_format_count(uint64_t count, char out[TEXT_COUNT_SIZE]);

/* A text that grows; all zero is an empty one. */
struct text_buffer {
    char *text;      /* ends with a 0 byte; NULL until something was appended; owned */
    size_t length;   /* bytes without the end mark */
    size_t capacity; /* bytes allocated */
};

void text_buffer_init(struct text_buffer *self);
void text_buffer_free(struct text_buffer *self);

/* Empties the buffer and keeps its memory. */
void text_buffer_clear(struct text_buffer *self);

/* The text so far, "" if empty; valid until the next append. */
const char *text_buffer_text(const struct text_buffer *self);

/* Hands the text over to the caller, who frees it with memory_free; the buffer is then empty. Errors: NO_MEMORY. */
enum status text_buffer_take(struct text_buffer *self, char **out);

/* Appends. Errors: STATUS_NO_MEMORY; the buffer is then as it was. */
enum status text_buffer_append(struct text_buffer *self, const char *text);
enum status text_buffer_append_bytes(struct text_buffer *self, const char *bytes, size_t size);
enum status text_buffer_append_format(struct text_buffer *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
enum status text_buffer_append_format_list(struct text_buffer *self, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Appends "; did you mean PREFIX.NEAREST?", without the dot when the prefix is "", and nothing when `nearest` is NULL.
 * Errors as above. */
enum status text_buffer_append_suggestion(struct text_buffer *self, const char *prefix, const char *nearest);

#endif
