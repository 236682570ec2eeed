/* One value of a scenario: from the text of a file to the member of a struct, and back to text.
 *
 * Used by reader.h and resolved.h. It knows types, ranges and words; it does not know sections or sources.
 */
#ifndef CATCHMENT_SCENARIO_VALUE_H
#define CATCHMENT_SCENARIO_VALUE_H

#include "scenario/tree.h"

/* A value of any type; `text` is its canonical text, which reads back as the same value. */
struct value {
    double number;   /* of a real or an integer */
    int64_t integer; /* of an integer */
    int32_t index;   /* of a choice; -1 of a reference, until it is resolved */
    bool truth;
    day_t day;
    const char *text; /* also the value of a text, a file and (a name) a reference */
};

/* Reads a value as the row wants it. What is wrong becomes a problem at the node's place, or else `place`, with *good
 * false. A file is looked for from the folder of that place. Errors: STATUS_NO_MEMORY. */
enum status value_read(struct scenario *scenario, const struct parameter *row, const char *path,
                       const struct scenario_node *node, struct scenario_place place, struct value *out, bool *good);

/* Writes a value into the member of `values`, a struct of the row's section. */
void value_store(const struct parameter *row, const struct value *value, void *values);

/* A value of a real or an integer from a number: rounded if need be, and clamped to the row's range. */
enum status value_from_number(struct scenario *scenario, const struct parameter *row, double number, struct value *out);

/* The shortest text that reads back as the same number; in the arena. */
enum status value_format_real(struct scenario *scenario, double number, const char **out);

/* The allowed values of a row, short: "0 to 90", "true, false"; "" where any will do. */
enum status value_append_range(const struct parameter *row, struct text_buffer *out);

/* The end of a range, as text. */
enum status value_append_bound(const struct parameter *row, double bound, struct text_buffer *out);

#endif
