/* The economic regulator: each quarter it rates the finances of the providers that it watches, warns those that are
 * rated low, and, by its failure regime, lends to those that have been rated lowest for long. Called by the engine
 * before the boards meet. */
#ifndef CATCHMENT_MARKET_REGULATOR_H
#define CATCHMENT_MARKET_REGULATOR_H

#include "market/board.h"

enum { RATING_NONE, RATING_WORST }; /* up to 5 */

struct regulator { /* zeroed is empty */
    size_t provider_count;

    /* Columns of regulator_fields, by provider. */
    int32_t *rating;   /* RATING_NONE for who is not rated */
    int32_t *quarters; /* in a row at the worst rating */
    int64_t *granted;  /* pence of a loan that comes with the next month */
    int64_t *owed;     /* pence of a loan that is left */
    int64_t *part;     /* pence of it that are paid back each month */
};

extern const struct field regulator_fields[];
extern const size_t regulator_field_count;

/* Errors: STATUS_NO_MEMORY. */
enum status regulator_init(struct regulator *self, size_t provider_count);
void regulator_free(struct regulator *self);

/* The rating of a provider with such a quarter, pence. */
int32_t regulator_rating(const struct regulator_parameters *rules, money_t income, money_t cost, money_t balance);

/* What providers get and pay back in the month that is about to be closed: adds transfers, and counts them as done.
 * Errors: STATUS_NO_MEMORY, STATUS_OVERFLOW. */
enum status regulator_collect(struct regulator *self, const struct regulator_parameters *rules,
                              const struct market *market, struct transfers *transfers);

/* Rates at the end of a quarter by what the boards have counted in it, presses those that are warned, and tells of
 * warnings and failures. Errors: STATUS_NO_MEMORY. */
enum status regulator_quarter(struct regulator *self, const struct board_view *view, struct boards *boards);

void regulator_hash(const struct regulator *self, struct hash *hash);

#endif
