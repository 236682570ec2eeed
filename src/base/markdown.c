#include "base/markdown.h"

#include <ctype.h>

enum { LEVEL_MOST = 6 };

enum status markdown_heading(struct text_buffer *out, unsigned level, const char *text)
{
    const int marks = level < LEVEL_MOST ? (int)level : LEVEL_MOST;

    return text_buffer_append_format(out, "%.*s %s\n\n", marks, "######", text);
}

enum status markdown_sentence(struct text_buffer *out, const char *text)
{
    const char first = (char)toupper((unsigned char)*text);

    return *text == '\0' ? STATUS_OK : text_buffer_append_format(out, "%c%s.", first, text + 1);
}

static enum status append_cell(struct text_buffer *out, const char *text)
{
    enum status status = text_buffer_append(out, "| ");
    const size_t start = out->length;

    for (const char *c = text; *c != '\0' && status == STATUS_OK; c++) {
        status = *c == '|' ? text_buffer_append(out, "\\|") : text_buffer_append_bytes(out, c, 1);
    }
    if (status == STATUS_OK) {
        text_flatten(out->text + start);
    }
    return status == STATUS_OK && *text != '\0' ? text_buffer_append(out, " ") : status;
}

enum status markdown_row(struct text_buffer *out, const char *const *cells, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = append_cell(out, cells[i]);
    }
    return status == STATUS_OK ? text_buffer_append(out, "|\n") : status;
}

enum status markdown_columns(struct text_buffer *out, const char *const *names, size_t count)
{
    enum status status = markdown_row(out, names, count);

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = text_buffer_append(out, "| --- ");
    }
    return status == STATUS_OK ? text_buffer_append(out, "|\n") : status;
}

/* The name that a heading has in links: small letters, digits, hyphens and underscores; hyphens for spaces. */
static enum status append_anchor(struct text_buffer *out, const char *heading)
{
    enum status status = STATUS_OK;

    for (const char *c = heading; *c != '\0' && status == STATUS_OK; c++) {
        const unsigned char byte = (unsigned char)*c;
        const char letter = (char)(byte == ' ' ? '-' : tolower(byte));
        if (isalnum(byte) || byte == '_' || byte == '-' || byte == ' ') {
            status = text_buffer_append_bytes(out, &letter, 1);
        }
    }
    return status;
}

enum status markdown_link(struct text_buffer *out, const char *heading)
{
    enum status status = text_buffer_append_format(out, "[%s](#", heading);

    if (status == STATUS_OK) {
        status = append_anchor(out, heading);
    }
    return status == STATUS_OK ? text_buffer_append(out, ")") : status;
}
