/* The structs of payment_models.def, for the table in payment.c and for the files that define them. */
#ifndef CATCHMENT_MARKET_PAYMENT_TABLE_H
#define CATCHMENT_MARKET_PAYMENT_TABLE_H

#include "market/payment.h"

#define PAYMENT_MODEL(id, name, word, basis) extern const struct payment_model payment_##name;
#include "scenario/payment_models.def"
#undef PAYMENT_MODEL

#endif
