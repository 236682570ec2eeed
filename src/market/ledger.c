#include "market/ledger.h"

#include "base/memory.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

enum { FIRST_CAPACITY = 16, FIRST_SLOTS = 64, NAMED_IN_MESSAGE = 8 };

const struct field ledger_account_fields[] = {
    FIELD_COLUMN(struct ledger, kind, FIELD_U8, "1", "kind of account"),
    FIELD_COLUMN(struct ledger, agent, FIELD_U32, "1", "agent among those of its kind"),
    FIELD_COLUMN(struct ledger, opening, FIELD_I64, "pence", "balance at the beginning of the month"),
    FIELD_COLUMN(struct ledger, balance, FIELD_I64, "pence", "balance"),
    FIELD_COLUMN(struct ledger, received, FIELD_I64, "pence", "received since the start"),
    FIELD_COLUMN(struct ledger, paid, FIELD_I64, "pence", "paid since the start"),
};
const size_t ledger_account_field_count = COUNT_OF(ledger_account_fields);

const struct field ledger_relation_fields[] = {
    FIELD_COLUMN(struct ledger, from, FIELD_U32, "1", "account that pays"),
    FIELD_COLUMN(struct ledger, to, FIELD_U32, "1", "account that is paid"),
    FIELD_COLUMN(struct ledger, service, FIELD_U8, "1", "service line paid for"),
    FIELD_COLUMN(struct ledger, purpose, FIELD_U8, "1", "purpose of the payment"),
    FIELD_COLUMN(struct ledger, pence, FIELD_I64, "pence", "paid in the month"),
};
const size_t ledger_relation_field_count = COUNT_OF(ledger_relation_fields);

_Static_assert(SERVICE_COUNT < UINT8_MAX && PURPOSE_COUNT < UINT8_MAX, "services and purposes fit their columns");

#define PURPOSE(id, name, meaning) name,
static const char *const purpose_names[PURPOSE_COUNT] = {
#include "market/purposes.def"
};
#undef PURPOSE

const char *purpose_name(enum purpose purpose)
{
    return (unsigned)purpose < PURPOSE_COUNT ? purpose_names[purpose] : "unknown";
}

const char *ledger_service_name(uint32_t service)
{
    return service < SERVICE_COUNT ? service_lines[service].name : "none";
}

void ledger_init(struct ledger *self)
{
    memset(self, 0, sizeof *self);
}

void ledger_free(struct ledger *self)
{
    for (size_t i = 0; i < self->account_count; i++) {
        memory_free((void **)&self->names[i]);
    }
    memory_free((void **)&self->names);
    memory_free((void **)&self->slots);
    field_table_free(ledger_account_fields, ledger_account_field_count, self);
    field_table_free(ledger_relation_fields, ledger_relation_field_count, self);
    ledger_init(self);
}

static size_t grown(size_t capacity)
{
    return capacity + capacity / 2 + FIRST_CAPACITY;
}

static enum status ledger_grow_accounts(struct ledger *self)
{
    size_t capacity = grown(self->account_capacity);
    enum status status = memory_resize((void **)&self->names, self->account_capacity, capacity, sizeof(char *));

    if (status == STATUS_OK) {
        status = field_table_resize(ledger_account_fields, ledger_account_field_count, self, self->account_capacity,
                                    capacity);
    }
    if (status == STATUS_OK) {
        self->account_capacity = capacity;
    }
    return status;
}

enum status ledger_open(struct ledger *self, const char *name, enum account_kind kind, uint32_t agent, uint32_t *id)
{
    enum status status = STATUS_OK;
    size_t row = self->account_count;

    for (size_t i = 0; i < self->account_count; i++) {
        if (strcmp(self->names[i], name) == 0) {
            return status_raise(STATUS_DUPLICATE, "two accounts are named %s", name);
        }
    }
    if (row == self->account_capacity) {
        status = ledger_grow_accounts(self);
    }
    if (status == STATUS_OK) {
        status = memory_copy_text(&self->names[row], name);
    }
    if (status != STATUS_OK) {
        return status;
    }
    field_table_clear_row(ledger_account_fields, ledger_account_field_count, self, row);
    self->kind[row] = (uint8_t)kind;
    self->agent[row] = agent;
    self->account_count++;
    *id = (uint32_t)row;
    return STATUS_OK;
}

struct account ledger_account(const struct ledger *self, uint32_t id)
{
    return (struct account){self->names[id], (enum account_kind)self->kind[id], self->agent[id]};
}

static bool ledger_is_outside(const struct ledger *self, size_t id)
{
    return self->kind[id] == ACCOUNT_OUTSIDE_SOURCE || self->kind[id] == ACCOUNT_OUTSIDE_SINK;
}

static enum status ledger_check_relation(const struct ledger *self, uint32_t from, uint32_t to, enum purpose purpose,
                                         uint32_t service)
{
    if (from >= self->account_count || to >= self->account_count || service > LEDGER_NO_SERVICE ||
        (unsigned)purpose >= PURPOSE_COUNT) {
        return status_raise(STATUS_NOT_FOUND,
                            "payment from account %" PRIu32 " to account %" PRIu32 " for service %" PRIu32
                            " and purpose %d: one of them does not exist",
                            from, to, service, (int)purpose);
    }
    if (from == to || self->kind[from] == ACCOUNT_OUTSIDE_SINK || self->kind[to] == ACCOUNT_OUTSIDE_SOURCE ||
        (ledger_is_outside(self, from) && ledger_is_outside(self, to))) {
        return status_raise(STATUS_INVARIANT, "no payment can go from %s to %s", self->names[from], self->names[to]);
    }
    return STATUS_OK;
}

/* The slot that holds the relation, or the free one where it belongs. */
static size_t ledger_slot(const struct ledger *self, uint32_t from, uint32_t to, unsigned purpose, uint32_t service)
{
    const uint32_t key[] = {from, to, purpose, service};
    size_t slot = hash_bytes(key, sizeof key) % self->slot_count;

    while (self->slots[slot] != 0) {
        uint32_t i = self->slots[slot] - 1;
        if (self->from[i] == from && self->to[i] == to && self->purpose[i] == purpose && self->service[i] == service) {
            break;
        }
        slot = (slot + 1) % self->slot_count;
    }
    return slot;
}

/* Keeps the slots at most half full. */
static enum status ledger_grow_slots(struct ledger *self)
{
    size_t count = self->slot_count == 0 ? FIRST_SLOTS : 2 * self->slot_count;
    uint32_t *slots = NULL;
    enum status status = memory_allocate((void **)&slots, count, sizeof *slots);

    if (status != STATUS_OK) {
        return status;
    }
    memory_free((void **)&self->slots);
    self->slots = slots;
    self->slot_count = count;
    for (size_t i = 0; i < self->relation_count; i++) {
        size_t slot = ledger_slot(self, self->from[i], self->to[i], self->purpose[i], self->service[i]);
        self->slots[slot] = (uint32_t)i + 1;
    }
    return STATUS_OK;
}

static enum status ledger_reserve_relation(struct ledger *self)
{
    enum status status = STATUS_OK;

    if (2 * (self->relation_count + 1) > self->slot_count) {
        status = ledger_grow_slots(self);
    }
    if (status == STATUS_OK && self->relation_count == self->relation_capacity) {
        size_t capacity = grown(self->relation_capacity);
        status = field_table_resize(ledger_relation_fields, ledger_relation_field_count, self, self->relation_capacity,
                                    capacity);
        if (status == STATUS_OK) {
            self->relation_capacity = capacity;
        }
    }
    return status;
}

enum status ledger_relate(struct ledger *self, uint32_t from, uint32_t to, enum purpose purpose, uint32_t service,
                          uint32_t *relation)
{
    enum status status = ledger_check_relation(self, from, to, purpose, service);

    if (status == STATUS_OK) {
        status = ledger_reserve_relation(self);
    }
    if (status != STATUS_OK) {
        return status;
    }
    size_t slot = ledger_slot(self, from, to, purpose, service);
    if (self->slots[slot] == 0) {
        size_t row = self->relation_count++;
        self->from[row] = from;
        self->to[row] = to;
        self->service[row] = (uint8_t)service;
        self->purpose[row] = (uint8_t)purpose;
        self->pence[row] = 0;
        self->slots[slot] = (uint32_t)row + 1;
    }
    *relation = self->slots[slot] - 1;
    return STATUS_OK;
}

static day_t month_start(day_t day)
{
    struct date date = calendar_date(day);

    date.day = 1;
    return calendar_day(date);
}

enum status ledger_begin_month(struct ledger *self, day_t day)
{
    char date[CALENDAR_TEXT_SIZE];

    if (self->is_open) {
        calendar_format(self->month, date);
        return status_raise(STATUS_INVARIANT, "the ledger of the month of %s is still open", date);
    }
    for (size_t i = 0; i < self->account_count; i++) {
        self->opening[i] = self->balance[i];
    }
    for (size_t i = 0; i < self->relation_count; i++) {
        self->pence[i] = 0;
    }
    self->month = month_start(day);
    self->is_open = true;
    return STATUS_OK;
}

/* Changes five sums or none. */
static enum status ledger_move(struct ledger *self, uint32_t from, uint32_t to, uint32_t relation, money_t pence)
{
    money_t *const sums[] = {&self->balance[from], &self->balance[to], &self->paid[from], &self->received[to],
                             &self->pence[relation]};
    const money_t changes[] = {-pence, pence, pence, pence, pence};
    money_t results[COUNT_OF(sums)];

    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        if (money_add(*sums[i], changes[i], &results[i]) != STATUS_OK) {
            return status_raise(STATUS_OVERFLOW, "%s pays %s %" PRId64 " pence: a balance no longer fits",
                                self->names[from], self->names[to], pence);
        }
    }
    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        *sums[i] = results[i];
    }
    return STATUS_OK;
}

enum status ledger_post(struct ledger *self, uint32_t from, uint32_t to, money_t pence, enum purpose purpose,
                        uint32_t service)
{
    uint32_t relation = 0;
    enum status status = ledger_check_relation(self, from, to, purpose, service);

    if (status != STATUS_OK) {
        return status;
    }
    if (pence < 0) {
        return status_raise(STATUS_NEGATIVE_PAYMENT, "%s pays %s %" PRId64 " pence for %s", self->names[from],
                            self->names[to], pence, purpose_name(purpose));
    }
    if (!self->is_open) {
        return status_raise(STATUS_INVARIANT, "%s pays %s when no month is open", self->names[from], self->names[to]);
    }
    if (pence == 0) {
        return STATUS_OK;
    }
    status = ledger_relate(self, from, to, purpose, service, &relation);
    return status == STATUS_OK ? ledger_move(self, from, to, relation, pence) : status;
}

/* What the payments of the month added to each account, less what they took. */
static enum status ledger_month_net(const struct ledger *self, money_t *net)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->relation_count && status == STATUS_OK; i++) {
        status = money_add(net[self->from[i]], -self->pence[i], &net[self->from[i]]);
        if (status == STATUS_OK) {
            status = money_add(net[self->to[i]], self->pence[i], &net[self->to[i]]);
        }
    }
    return status;
}

struct ledger_sums {
    money_t held;     /* by agents */
    money_t entered;  /* from outside, less what left */
    size_t differing; /* accounts */
};

/* Adds one account to the sums; *differs when its balance is not what its payments made it. */
static enum status ledger_add_account(const struct ledger *self, size_t id, money_t net, struct ledger_sums *sums,
                                      bool *differs)
{
    money_t balance = self->balance[id];
    money_t expected = 0;
    money_t since_start = 0;
    enum status status = money_add(self->opening[id], net, &expected);

    if (status == STATUS_OK) {
        status = money_add(self->received[id], -self->paid[id], &since_start);
    }
    if (status == STATUS_OK && ledger_is_outside(self, id)) {
        status = money_add(sums->entered, -since_start, &sums->entered);
    } else if (status == STATUS_OK) {
        status = money_add(sums->held, balance, &sums->held);
    }
    *differs = balance != expected || balance != since_start;
    sums->differing += *differs;
    return status;
}

static enum status ledger_describe_account(const struct ledger *self, size_t id, money_t net, struct text_buffer *text)
{
    char opening[MONEY_TEXT_SIZE];
    char payments[MONEY_TEXT_SIZE];
    char balance[MONEY_TEXT_SIZE];

    return text_buffer_append_format(text, "; %s: opened with %s, net payments %s, holds %s", self->names[id],
                                     money_format(self->opening[id], opening, sizeof opening),
                                     money_format(net, payments, sizeof payments),
                                     money_format(self->balance[id], balance, sizeof balance));
}

static enum status ledger_refuse_month(const struct ledger *self, const struct ledger_sums *sums, const char *accounts)
{
    char date[CALENDAR_TEXT_SIZE];
    char held[MONEY_TEXT_SIZE];
    char entered[MONEY_TEXT_SIZE];

    calendar_format(self->month, date);
    return status_raise(
        STATUS_UNBALANCED,
        "month of %s: agents hold %s, entered from outside less what left %s, accounts that differ: %zu%s", date,
        money_format(sums->held, held, sizeof held), money_format(sums->entered, entered, sizeof entered),
        sums->differing, accounts);
}

/* Compares; when no single account differs and the sums do, every account is named, as far as the message goes. */
static enum status ledger_verify(const struct ledger *self, const money_t *net, bool name_all, struct ledger_sums *sums,
                                 struct text_buffer *accounts)
{
    enum status status = STATUS_OK;
    size_t named = 0;

    *sums = (struct ledger_sums){0};
    for (size_t i = 0; i < self->account_count && status == STATUS_OK; i++) {
        bool differs = false;
        status = ledger_add_account(self, i, net[i], sums, &differs);
        if (status == STATUS_OK && (differs || name_all) && named++ < NAMED_IN_MESSAGE) {
            status = ledger_describe_account(self, i, net[i], accounts);
        }
    }
    return status;
}

money_t ledger_paid(const struct ledger *self, uint32_t payer, uint32_t service)
{
    money_t pence = 0;

    for (size_t i = 0; i < self->relation_count; i++) {
        const bool paid = self->from[i] == payer && self->purpose[i] == PURPOSE_CONTRACT;
        const bool refunded = self->to[i] == payer && self->purpose[i] == PURPOSE_REFUND;
        if (self->service[i] == service && (paid || refunded)) {
            pence += paid ? self->pence[i] : -self->pence[i];
        }
    }
    return pence;
}

enum status ledger_close_month(struct ledger *self, day_t day)
{
    enum status status = STATUS_OK;
    money_t *net = NULL;
    struct text_buffer accounts = {0};
    struct ledger_sums sums = {0};

    if (!self->is_open || month_start(day) != self->month) {
        char date[CALENDAR_TEXT_SIZE];
        calendar_format(day, date);
        return status_raise(STATUS_INVARIANT, "the month of %s is not open in the ledger", date);
    }
    status = memory_allocate((void **)&net, self->account_count, sizeof *net);
    if (status != STATUS_OK) {
        goto out;
    }
    status = ledger_month_net(self, net);
    if (status != STATUS_OK) {
        goto out;
    }
    status = ledger_verify(self, net, false, &sums, &accounts);
    if (status == STATUS_OK && sums.differing == 0 && sums.held != sums.entered) {
        status = ledger_verify(self, net, true, &sums, &accounts);
    }
    if (status == STATUS_OK && (sums.differing > 0 || sums.held != sums.entered)) {
        status = ledger_refuse_month(self, &sums, text_buffer_text(&accounts));
    }
    if (status == STATUS_OK) {
        self->is_open = false;
    }
out:
    memory_free((void **)&net);
    text_buffer_free(&accounts);
    return status;
}

void ledger_hash(const struct ledger *self, struct hash *hash)
{
    for (size_t i = 0; i < self->account_count; i++) {
        hash_update(hash, self->names[i], strlen(self->names[i]) + 1);
    }
    field_table_hash(hash, ledger_account_fields, ledger_account_field_count, self, self->account_count);
    field_table_hash(hash, ledger_relation_fields, ledger_relation_field_count, self, self->relation_count);
    hash_update(hash, &self->month, sizeof self->month);
    hash_update(hash, &self->is_open, sizeof self->is_open);
}
