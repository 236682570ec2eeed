/* The relations of a market, mentioned to its ledger before the first payment, in an order that depends on names only.
 * Called by market_init. */
#ifndef CATCHMENT_MARKET_RELATION_H
#define CATCHMENT_MARKET_RELATION_H

#include "market/market.h"

/* Mentions every relation in which this market may ever pay under terms that follow from a plan; those that have been
 * mentioned keep their index. Errors: STATUS_NO_MEMORY, STATUS_NOT_FOUND. */
enum status relations_mention(struct market *self, const struct market_terms *terms, const struct market_plan *plan);

#endif
