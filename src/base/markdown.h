/*
 * Pieces of Markdown, as GitHub reads it: what the generated reference pages are made of.
 *
 * All append to `out`. Errors: STATUS_NO_MEMORY.
 */
#ifndef CATCHMENT_BASE_MARKDOWN_H
#define CATCHMENT_BASE_MARKDOWN_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

/* A heading of level 1 to 6 with an empty line after it. */
enum status markdown_heading(struct text_buffer *out, unsigned level, const char *text);

/* A text as a sentence: a capital letter first, a full stop at its end. */
enum status markdown_sentence(struct text_buffer *out, const char *text);

/* The head of a table. */
enum status markdown_columns(struct text_buffer *out, const char *const *names, size_t count);

/* A row of a table. What would break it is escaped: bars; line ends become spaces. */
enum status markdown_row(struct text_buffer *out, const char *const *cells, size_t count);

/* A link to a heading of the same page; it shows `heading`, which may be code (`...`). */
enum status markdown_link(struct text_buffer *out, const char *heading);

#endif
