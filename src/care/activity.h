/* Activity: what each provider did for the people of each economy in a month, as the market prices it.
 * The care floor counts it in integers; the market reads it at the end of the month. */
#ifndef CATCHMENT_CARE_ACTIVITY_H
#define CATCHMENT_CARE_ACTIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "care/service.h"

/* MEASURE(NAME, "name", "unit") */
#define MEASURE_LIST(X)                                                                                                \
    X(SERVED, "served", "1")                                                                                           \
    X(REFUSED, "refused", "1")                                                                                         \
    X(BED_DAYS, "bed_days", "day")                                                                                     \
    X(SHORT_STAYS, "short_stays", "1")                                                                                 \
    X(EXCESS_BED_DAYS, "excess_bed_days", "day")                                                                       \
    X(READMISSIONS, "readmissions", "1") /* of those served, within care.readmission_days of a discharge */            \
    X(HOURS, "hours", "hour")                                                                                          \
    X(SELF_PAID_HOURS, "self_paid_hours", "hour")     /* of them, those of people who pay for their package */         \
    X(WAIVED_SEVENTHS, "waived_sevenths", "1/7 hour") /* of the others, those that the council does not charge for */

#define MEASURE_MEMBER(name, text, unit) MEASURE_##name,
enum measure { MEASURE_LIST(MEASURE_MEMBER) MEASURE_COUNT };
#undef MEASURE_MEMBER

struct activity_row {
    uint32_t economy; /* where the people live */
    uint32_t provider;
    uint32_t service; /* enum service */
    uint32_t measure; /* enum measure */
    int64_t count;
};

struct activity { /* of one month, ordered by economy, provider, service, measure; zero counts left out */
    struct activity_row *rows;
    size_t count, capacity;
};

#endif
