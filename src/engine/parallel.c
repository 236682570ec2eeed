#include "engine/parallel.h"

#include "engine/failure.h"

/* Enough turns for each thread that none waits long for another, and not so many that handing them out costs time. */
enum { TURNS = 512 };

enum status parallel_each(size_t count, enum status (*work)(void *context, size_t index), void *context)
{
    const size_t turns = count < TURNS ? count : TURNS;
    struct failure failure = {STATUS_OK, 0, ""};

#pragma omp parallel for schedule(runtime)
    for (size_t turn = 0; turn < turns; turn++) {
        for (size_t index = turn * count / turns; index < (turn + 1) * count / turns; index++) {
            failure_note(&failure, work(context, index), index);
        }
    }
    return failure_raise(&failure);
}
