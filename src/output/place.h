/*
 * Where an output stands: it is made under a temporary name beside it and takes its name when it is whole, so that a
 * kill before that leaves an earlier output as it was. Private to the output floor.
 */
#ifndef CATCHMENT_OUTPUT_PLACE_H
#define CATCHMENT_OUTPUT_PLACE_H

#include <stdbool.h>

#include "base/status.h"

/* Errors: STATUS_EXISTS if there is a file and no force; STATUS_IO if there is something that is no regular file. */
enum status place_check(const char *path, bool force);

/* Makes an empty file beside `path` and gives its name, owned by the caller. Errors: STATUS_IO, STATUS_NO_MEMORY. */
enum status place_temporary(const char *path, char **temporary);

/* Copies a file into one that exists. Errors: STATUS_FILE_MISSING, STATUS_IO. */
enum status place_copy(const char *from, const char *to);

/* Gives a file its name; in the place of another only with force. Errors: STATUS_EXISTS, STATUS_IO. */
enum status place_take(const char *temporary, const char *path, bool force);

#endif
