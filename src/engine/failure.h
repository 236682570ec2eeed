/* The first failure of a parallel loop in the order of its index, so that the message does not depend on the threads.
 */
#ifndef CATCHMENT_ENGINE_FAILURE_H
#define CATCHMENT_ENGINE_FAILURE_H

#include <stddef.h>

#include "base/status.h"

struct failure {
    enum status status;
    size_t index;
    char message[2048];
};

/* Notes a status that a turn of the loop came to, with the message of its thread. */
void failure_note(struct failure *self, enum status status, size_t index);

/* After the loop: the status noted, its message raised in this thread. */
enum status failure_raise(const struct failure *self);

#endif
