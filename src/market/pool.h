/* Pooled budgets: at the end of a month, what a health commissioner and a council have spent on the pooled services is
 * shared between them in fixed parts; whoever has paid too little pays the other. */
#ifndef CATCHMENT_MARKET_POOL_H
#define CATCHMENT_MARKET_POOL_H

#include "market/ledger.h"

struct pool {
    uint32_t health, council;            /* accounts */
    int64_t health_share_micro;          /* of what is pooled */
    int64_t pooled_micro[SERVICE_COUNT]; /* of what is spent on each service */
};

/* Posts what one owes the other for the month. Errors: STATUS_OVERFLOW and those of ledger_post. */
enum status pool_post(const struct pool *self, struct ledger *ledger);

#endif
