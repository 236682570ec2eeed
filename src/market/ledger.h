/* The ledger: every account, every payment of the month, and the proof that no penny was lost.
 *
 * Double entry: a payment moves pence from one account to another. Money enters from OUTSIDE_SOURCE accounts and leaves
 * to OUTSIDE_SINK accounts; all others belong to an agent and may go below zero. The payments of a month are merged by
 * relation, that is by (payer, payee, service, purpose); the list of relations only grows, so that an index keeps its
 * meaning for a whole run. The market opens accounts at the start and posts between ledger_begin_month and
 * ledger_close_month; the output reads the month between its close and the next beginning. */
#ifndef CATCHMENT_MARKET_LEDGER_H
#define CATCHMENT_MARKET_LEDGER_H

#include "base/calendar.h"
#include "base/field.h"
#include "base/money.h"
#include "care/service.h"

#include <stdbool.h>

enum account_kind {
    ACCOUNT_PROVIDER,
    ACCOUNT_COMMISSIONER,
    ACCOUNT_COUNCIL,
    ACCOUNT_OUTSIDE_SOURCE, /* allocations, charges, reserves; only pays */
    ACCOUNT_OUTSIDE_SINK,   /* pay, goods, capital; is only paid */
    ACCOUNT_KIND_COUNT
};

#define PURPOSE(id, name, meaning) PURPOSE_##id,
enum purpose {
#include "market/purposes.def"
    PURPOSE_COUNT
};
#undef PURPOSE

/* The service of a payment that is not for a single one. */
#define LEDGER_NO_SERVICE SERVICE_COUNT

/* An account as its owner sees it. */
struct account {
    const char *name; /* owned by the ledger */
    enum account_kind kind;
    uint32_t agent; /* index among the agents of its kind */
};

struct ledger {
    /* Accounts, by identifier. Columns of ledger_account_fields; pence. */
    char **names; /* owned */
    uint8_t *kind;
    uint32_t *agent;
    int64_t *opening;         /* at the beginning of the month */
    int64_t *balance;         /* now */
    int64_t *received, *paid; /* since the ledger was made */
    size_t account_count, account_capacity;

    /* Relations, by first mention. Columns of ledger_relation_fields. */
    uint32_t *from, *to; /* accounts */
    uint8_t *service;    /* enum service or LEDGER_NO_SERVICE */
    uint8_t *purpose;
    int64_t *pence; /* of this month */
    size_t relation_count, relation_capacity;

    uint32_t *slots; /* relation + 1 by hash of its key, 0 for none; owned */
    size_t slot_count;

    bool is_open; /* between the beginning and the close of a month */
    day_t month;  /* first day of the month begun last */
};

extern const struct field ledger_account_fields[];
extern const size_t ledger_account_field_count;
extern const struct field ledger_relation_fields[];
extern const size_t ledger_relation_field_count;

void ledger_init(struct ledger *self);
void ledger_free(struct ledger *self);

/* Opens an account with nothing in it; *id counts from 0. Errors: STATUS_DUPLICATE for a name that has one,
 * STATUS_NO_MEMORY. */
enum status ledger_open(struct ledger *self, const char *name, enum account_kind kind, uint32_t agent, uint32_t *id);

/* The account of that identifier, which must exist. */
struct account ledger_account(const struct ledger *self, uint32_t id);

/* Mentions a relation, so that it has an index before the first payment. Errors: STATUS_NOT_FOUND for an account, a
 * service or a purpose that does not exist; STATUS_INVARIANT for a payment to itself, from a sink, to a source, or from
 * the outside to the outside; STATUS_NO_MEMORY. */
enum status ledger_relate(struct ledger *self, uint32_t from, uint32_t to, enum purpose purpose, uint32_t service,
                          uint32_t *relation);

/* Starts the month of `day`: balances become opening balances, the payments of the month before are forgotten.
 * Errors: STATUS_INVARIANT when a month is open. */
enum status ledger_begin_month(struct ledger *self, day_t day);

/* Pays. A payment of 0 leaves no trace. Errors: STATUS_NEGATIVE_PAYMENT, STATUS_OVERFLOW, STATUS_INVARIANT when no
 * month is open, and those of ledger_relate; no balance has changed then. */
enum status ledger_post(struct ledger *self, uint32_t from, uint32_t to, money_t pence, enum purpose purpose,
                        uint32_t service);

/* What an account has paid under contracts for a service this month, less what it had back, pence. */
money_t ledger_paid(const struct ledger *self, uint32_t payer, uint32_t service);

/* Ends the month of `day` and proves it: each balance is its opening plus the payments of the month, and all that the
 * account ever received less all that it paid; together the agents hold what entered from outside less what left. A
 * penny too many or too few is STATUS_UNBALANCED, with the month and the accounts in the message. STATUS_INVARIANT when
 * the month of `day` is not open. */
enum status ledger_close_month(struct ledger *self, day_t day);

/* Feeds names, balances, relations, payments and the month. */
void ledger_hash(const struct ledger *self, struct hash *hash);

const char *purpose_name(enum purpose purpose);

/* The name of a service line, or "none" for LEDGER_NO_SERVICE. */
const char *ledger_service_name(uint32_t service);

#endif
