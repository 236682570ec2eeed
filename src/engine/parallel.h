/* Work that localities or sites do side by side, each on its own state. */
#ifndef CATCHMENT_ENGINE_PARALLEL_H
#define CATCHMENT_ENGINE_PARALLEL_H

#include <stddef.h>

#include "base/status.h"

/* Does work(context, index) for each index below `count`, in any order and on all threads, by the schedule that
 * OpenMP was given. Every index is worked on even if another fails; the status and the message are those of the lowest
 * index that failed. */
enum status parallel_each(size_t count, enum status (*work)(void *context, size_t index), void *context);

#endif
