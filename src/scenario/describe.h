/* The forms in which parameters are listed. Used by describe.c, which chooses what is listed. */
#ifndef CATCHMENT_SCENARIO_DESCRIBE_H
#define CATCHMENT_SCENARIO_DESCRIBE_H

#include "scenario/scenario.h"

struct listing {
    const struct scenario_parameter **items; /* owned */
    size_t count;
};

/* One aligned line a parameter. */
enum status describe_table(const struct listing *listing, struct text_buffer *out);

/* All that is known of one parameter, a line for each fact. */
enum status describe_story(const struct scenario_parameter *parameter, struct text_buffer *out);

/* Tab-separated values with a header row. */
enum status describe_tsv(const struct listing *listing, struct text_buffer *out);

/* An array of objects; numbers and truth values as such. */
enum status describe_json(const struct listing *listing, struct text_buffer *out);

/* A text in one line: what would break a table becomes a space. */
enum status describe_append_line(struct text_buffer *out, const char *text);

#endif
