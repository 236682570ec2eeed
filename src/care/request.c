#include "care/request.h"

#include "base/memory.h"

enum status requests_add(struct requests *self, struct request request)
{
    if (self->count == self->capacity) {
        enum status status =
            memory_reserve((void **)&self->items, &self->capacity, self->count + 1, sizeof *self->items);
        if (status != STATUS_OK) {
            return status;
        }
    }
    self->items[self->count++] = request;
    return STATUS_OK;
}

enum status outcomes_add(struct outcomes *self, struct outcome outcome)
{
    if (self->count == self->capacity) {
        enum status status =
            memory_reserve((void **)&self->items, &self->capacity, self->count + 1, sizeof *self->items);
        if (status != STATUS_OK) {
            return status;
        }
    }
    self->items[self->count++] = outcome;
    return STATUS_OK;
}

void requests_free(struct requests *self)
{
    memory_free((void **)&self->items);
    self->count = 0;
    self->capacity = 0;
}

void outcomes_free(struct outcomes *self)
{
    memory_free((void **)&self->items);
    self->count = 0;
    self->capacity = 0;
}
