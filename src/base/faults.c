#include "base/faults.h"

bool faults_note(struct faults *self, enum status status)
{
    if (status == STATUS_OK) {
        return true;
    }
    if (status == STATUS_NO_MEMORY || self->first == STATUS_OK) {
        self->first = status;
    }
    if (status != STATUS_NO_MEMORY &&
        text_buffer_append_format(&self->lines, "%s%s", self->lines.length > 0 ? "\n" : "", status_message()) !=
            STATUS_OK) {
        self->first = STATUS_NO_MEMORY;
    }
    return self->first != STATUS_NO_MEMORY;
}

enum status faults_raise(struct faults *self)
{
    enum status status = self->first;

    if (status != STATUS_OK && status != STATUS_NO_MEMORY) {
        status = status_raise(status, "%s", text_buffer_text(&self->lines));
    }
    text_buffer_free(&self->lines);
    *self = (struct faults){0};
    return status;
}
