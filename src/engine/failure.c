#include "engine/failure.h"

#include <stdio.h>

void failure_note(struct failure *self, enum status status, size_t index)
{
    if (status != STATUS_OK) {
#pragma omp critical(failure)
        if (self->status == STATUS_OK || index < self->index) {
            self->status = status;
            self->index = index;
            snprintf(self->message, sizeof self->message, "%s", status_message());
        }
    }
}

enum status failure_raise(const struct failure *self)
{
    return self->status == STATUS_OK ? STATUS_OK : status_raise(self->status, "%s", self->message);
}
