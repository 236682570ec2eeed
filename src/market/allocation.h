/* Allocations: what the government gives to commissioners and councils.
 *
 * A health commissioner gets its share by weighted capitation: the national sum for each weighted person times all
 * weighted people is split by the weighted people of each commissioner. A council gets a sum for each adult and for
 * each person of 65 and over. Either is set once a financial year, from the people at that time, and paid in twelfths.
 */
#ifndef CATCHMENT_MARKET_ALLOCATION_H
#define CATCHMENT_MARKET_ALLOCATION_H

#include "base/field.h"
#include "market/ledger.h"

/* Pence a year. */
struct allocation_rates {
    money_t health_pence;        /* a weighted person */
    money_t council_adult_pence; /* a person of 18 to 64 */
    money_t council_older_pence; /* a person of 65 or over */
};

/* The people of each economy; arrays by economy, owned by the caller. */
struct allocation_people {
    const int64_t *weighted_micro; /* persons times their weight for age, sex and need, millionths */
    const int64_t *adults;         /* persons of 18 to 64 */
    const int64_t *older;          /* persons of 65 and over */
    size_t economy_count;
};

/* Who gets an allocation. */
struct allocation_terms {
    const char *name;
    uint32_t account;
    enum account_kind kind;    /* ACCOUNT_COMMISSIONER or ACCOUNT_COUNCIL */
    const uint32_t *economies; /* whose people it is responsible for */
    size_t economy_count;
};

struct allocations { /* zeroed is empty */
    struct allocation_rates rates;
    struct allocation_terms *items; /* each owns its list of economies, not its name */
    size_t count;

    /* Columns of allocation_fields, by recipient. */
    int64_t *annual_pence;   /* of the financial year */
    int32_t *financial_year; /* in which it starts; ALLOCATION_NO_YEAR before the first */
};

#define ALLOCATION_NO_YEAR INT32_MIN

extern const struct field allocation_fields[];
extern const size_t allocation_field_count;

/* Copies the terms; the names stay with the caller and must outlive `self`, which need not be initialised and is empty
 * on error. Errors: STATUS_SCENARIO for negative rates, another kind of account, an economy that does not exist, and an
 * economy with two recipients of the same kind; STATUS_NO_MEMORY. */
enum status allocations_init(struct allocations *self, const struct allocation_rates *rates,
                             const struct allocation_terms *terms, size_t n, size_t economy_count);
void allocations_free(struct allocations *self);

/* Posts the twelfth of the month of `day` from `source` to each recipient; sets the sums of a financial year when a
 * month of it comes for the first time. Errors: STATUS_OVERFLOW; STATUS_INVARIANT for people that cannot be; those of
 * ledger_post. */
enum status allocations_post(struct allocations *self, struct ledger *ledger, const struct allocation_people *people,
                             uint32_t source, day_t day);

#endif
