#include "market/transfer.h"

#include "base/memory.h"

enum status transfers_add(struct transfers *self, struct transfer transfer)
{
    enum status status = STATUS_OK;

    if (transfer.pence == 0) {
        return STATUS_OK;
    }
    status = memory_reserve((void **)&self->items, &self->capacity, self->count + 1, sizeof *self->items);
    if (status == STATUS_OK) {
        self->items[self->count++] = transfer;
    }
    return status;
}

void transfers_free(struct transfers *self)
{
    memory_free((void **)&self->items);
    *self = (struct transfers){0};
}

enum status transfers_post(const struct transfers *self, struct ledger *ledger)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->count && status == STATUS_OK; i++) {
        const struct transfer *transfer = &self->items[i];
        status =
            ledger_post(ledger, transfer->from, transfer->to, transfer->pence, transfer->purpose, LEDGER_NO_SERVICE);
    }
    return status;
}
