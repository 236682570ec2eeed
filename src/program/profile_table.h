/*
 * The profile of a run as a table by phase: for people, and as a file for programs.
 */
#ifndef CATCHMENT_PROGRAM_PROFILE_TABLE_H
#define CATCHMENT_PROGRAM_PROFILE_TABLE_H

#include "base/text.h"
#include "engine/profile.h"

/* Appends an empty line, a heading and an aligned line for each phase, with its share of the time of all. */
enum status profile_table_append(const struct profile *profile, struct text_buffer *out);

/* Writes phase, seconds, events and bytes as CSV, a row for each phase, over a file that exists. Errors: STATUS_IO. */
enum status profile_table_write(const struct profile *profile, const char *path);

#endif
