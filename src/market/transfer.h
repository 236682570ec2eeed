/* Transfers that are decided outside the month's contracts and costs, and posted with them. */
#ifndef CATCHMENT_MARKET_TRANSFER_H
#define CATCHMENT_MARKET_TRANSFER_H

#include "market/ledger.h"

struct transfer {
    uint32_t from, to; /* accounts */
    money_t pence;
    enum purpose purpose;
};

struct transfers { /* zeroed is empty */
    struct transfer *items;
    size_t count, capacity;
};

/* Adds one; of nothing none. Errors: STATUS_NO_MEMORY. */
enum status transfers_add(struct transfers *self, struct transfer transfer);
void transfers_free(struct transfers *self);

/* Errors: those of ledger_post. */
enum status transfers_post(const struct transfers *self, struct ledger *ledger);

#endif
