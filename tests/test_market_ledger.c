#include "base/memory.h"
#include "market/ledger.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { TREASURY, COMMISSIONER, HOSPITAL, SUPPLIERS };

static const day_t january = 14245; /* 2009-01-01 */

static void open_accounts(struct ledger *ledger)
{
    uint32_t id = 0;

    ledger_init(ledger);
    cr_assert_eq(ledger_open(ledger, "treasury", ACCOUNT_OUTSIDE_SOURCE, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(ledger, "taitshire_pct", ACCOUNT_COMMISSIONER, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(ledger, "gomersall_hospitals", ACCOUNT_PROVIDER, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(ledger, "suppliers", ACCOUNT_OUTSIDE_SINK, 0, &id), STATUS_OK);
    cr_assert_eq(id, SUPPLIERS);
}

static void pay(struct ledger *ledger, uint32_t from, uint32_t to, money_t pence, enum purpose purpose)
{
    cr_assert_eq(ledger_post(ledger, from, to, pence, purpose, LEDGER_NO_SERVICE), STATUS_OK);
}

/* A month in which 1000 pence come in, 700 go on and 900 go out. */
static void post_month(struct ledger *ledger)
{
    cr_assert_eq(ledger_begin_month(ledger, january + 3), STATUS_OK);
    pay(ledger, TREASURY, COMMISSIONER, 1000, PURPOSE_ALLOCATION);
    pay(ledger, COMMISSIONER, HOSPITAL, 700, PURPOSE_CONTRACT);
    pay(ledger, HOSPITAL, SUPPLIERS, 900, PURPOSE_PAY_AND_GOODS);
}

static uint64_t digest(const struct ledger *ledger)
{
    struct hash hash;

    cr_assert_eq(hash_init(&hash), STATUS_OK);
    ledger_hash(ledger, &hash);
    uint64_t value = hash_digest(&hash);
    hash_free(&hash);
    return value;
}

Test(ledger, balances_follow_the_payments)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    cr_assert_eq(ledger_close_month(&ledger, january + 30), STATUS_OK);
    cr_assert_eq(ledger.balance[TREASURY], -1000);
    cr_assert_eq(ledger.balance[COMMISSIONER], 300);
    cr_assert_eq(ledger.balance[HOSPITAL], -200);
    cr_assert_eq(ledger.balance[SUPPLIERS], 900);
    cr_assert_eq(ledger.received[HOSPITAL], 700);
    cr_assert_eq(ledger.paid[HOSPITAL], 900);
    ledger_free(&ledger);
}

Test(ledger, what_a_payer_spent_is_less_what_came_back)
{
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(ledger_begin_month(&ledger, january), STATUS_OK);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, 700, PURPOSE_CONTRACT, SERVICE_DAY_CASE), STATUS_OK);
    cr_assert_eq(ledger_post(&ledger, HOSPITAL, COMMISSIONER, 50, PURPOSE_REFUND, SERVICE_DAY_CASE), STATUS_OK);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, 9, PURPOSE_CONTRACT, SERVICE_GP), STATUS_OK);
    cr_assert_eq(ledger_post(&ledger, TREASURY, COMMISSIONER, 1000, PURPOSE_ALLOCATION, SERVICE_DAY_CASE), STATUS_OK);
    cr_expect_eq(ledger_paid(&ledger, COMMISSIONER, SERVICE_DAY_CASE), 650);
    cr_expect_eq(ledger_paid(&ledger, COMMISSIONER, SERVICE_GP), 9);
    cr_expect_eq(ledger_paid(&ledger, HOSPITAL, SERVICE_DAY_CASE), 0);
    ledger_free(&ledger);
}

Test(ledger, account_says_who_owns_it)
{
    struct ledger ledger;

    open_accounts(&ledger);
    struct account account = ledger_account(&ledger, HOSPITAL);
    cr_assert_str_eq(account.name, "gomersall_hospitals");
    cr_assert_eq(account.kind, ACCOUNT_PROVIDER);
    cr_assert_eq(account.agent, 0);
    ledger_free(&ledger);
}

Test(ledger, payments_of_a_month_are_merged_by_relation)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    pay(&ledger, COMMISSIONER, HOSPITAL, 23, PURPOSE_CONTRACT);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, 5, PURPOSE_CONTRACT, SERVICE_DAY_CASE), STATUS_OK);
    cr_assert_eq(ledger.relation_count, 4);
    cr_assert_eq(ledger.pence[1], 723);
    cr_assert_eq(ledger.pence[3], 5);
    cr_assert_eq(ledger.service[3], SERVICE_DAY_CASE);
    ledger_free(&ledger);
}

Test(ledger, a_new_month_keeps_relations_and_balances)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_OK);
    cr_assert_eq(ledger_begin_month(&ledger, january + 31), STATUS_OK);
    cr_assert_eq(ledger.relation_count, 3);
    cr_assert_eq(ledger.pence[0], 0);
    cr_assert_eq(ledger.opening[COMMISSIONER], 300);
    cr_assert_eq(ledger_close_month(&ledger, january + 40), STATUS_OK);
    cr_assert_eq(ledger.balance[COMMISSIONER], 300);
    ledger_free(&ledger);
}

Test(ledger, many_relations_keep_their_indices)
{
    struct ledger ledger;
    uint32_t id = 0;
    uint32_t relation = 0;

    ledger_init(&ledger);
    for (uint32_t i = 0; i < 60; i++) {
        char name[16];
        snprintf(name, sizeof name, "provider_%u", i);
        cr_assert_eq(ledger_open(&ledger, name, ACCOUNT_PROVIDER, i, &id), STATUS_OK);
    }
    for (int round = 0; round < 2; round++) {
        uint32_t expected = 0;
        for (uint32_t from = 0; from < 60; from++) {
            for (uint32_t to = 0; to < 60; to++) {
                if (from != to) {
                    cr_assert_eq(ledger_relate(&ledger, from, to, PURPOSE_CONTRACT, from % 3, &relation), STATUS_OK);
                    cr_assert_eq(relation, expected++);
                }
            }
        }
    }
    cr_assert_eq(ledger.relation_count, 60 * 59);
    ledger_free(&ledger);
}

Test(ledger, refuses_negative_payments)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, -1, PURPOSE_CONTRACT, LEDGER_NO_SERVICE),
                 STATUS_NEGATIVE_PAYMENT);
    cr_assert_str_eq(status_message(), "taitshire_pct pays gomersall_hospitals -1 pence for contract");
    cr_assert_eq(ledger.balance[HOSPITAL], -200);
    ledger_free(&ledger);
}

Test(ledger, a_payment_of_nothing_leaves_no_trace)
{
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(ledger_begin_month(&ledger, january), STATUS_OK);
    uint64_t before = digest(&ledger);
    pay(&ledger, COMMISSIONER, HOSPITAL, 0, PURPOSE_CONTRACT);
    cr_assert_eq(digest(&ledger), before);
    ledger_free(&ledger);
}

Test(ledger, refuses_payments_against_the_stream)
{
    const uint32_t wrong[][2] = {
        {HOSPITAL, HOSPITAL}, {HOSPITAL, TREASURY}, {SUPPLIERS, HOSPITAL}, {TREASURY, SUPPLIERS}};
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_assert_eq(ledger_post(&ledger, wrong[i][0], wrong[i][1], 1, PURPOSE_CONTRACT, LEDGER_NO_SERVICE),
                     STATUS_INVARIANT);
    }
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_OK);
    ledger_free(&ledger);
}

Test(ledger, refuses_what_does_not_exist)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, 4, 1, PURPOSE_CONTRACT, 0), STATUS_NOT_FOUND);
    cr_assert_eq(ledger_post(&ledger, 4, HOSPITAL, 1, PURPOSE_CONTRACT, 0), STATUS_NOT_FOUND);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, 1, PURPOSE_COUNT, 0), STATUS_NOT_FOUND);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, 1, PURPOSE_CONTRACT, SERVICE_COUNT + 1),
                 STATUS_NOT_FOUND);
    ledger_free(&ledger);
}

Test(ledger, refuses_two_accounts_of_one_name)
{
    struct ledger ledger;
    uint32_t id = 42;

    open_accounts(&ledger);
    cr_assert_eq(ledger_open(&ledger, "suppliers", ACCOUNT_PROVIDER, 1, &id), STATUS_DUPLICATE);
    cr_assert_eq(id, 42);
    ledger_free(&ledger);
}

Test(ledger, posts_only_in_an_open_month)
{
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(ledger_post(&ledger, COMMISSIONER, HOSPITAL, 1, PURPOSE_CONTRACT, 0), STATUS_INVARIANT);
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_INVARIANT);
    cr_assert_eq(ledger_begin_month(&ledger, january), STATUS_OK);
    cr_assert_eq(ledger_begin_month(&ledger, january), STATUS_INVARIANT);
    cr_assert_eq(ledger_close_month(&ledger, january + 31), STATUS_INVARIANT);
    cr_assert_eq(ledger_close_month(&ledger, january + 30), STATUS_OK);
    ledger_free(&ledger);
}

Test(ledger, refuses_overflow_and_changes_nothing)
{
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(ledger_begin_month(&ledger, january), STATUS_OK);
    pay(&ledger, TREASURY, COMMISSIONER, INT64_MAX, PURPOSE_ALLOCATION);
    cr_assert_eq(ledger_post(&ledger, TREASURY, COMMISSIONER, 1, PURPOSE_ALLOCATION, LEDGER_NO_SERVICE),
                 STATUS_OVERFLOW);
    cr_assert_eq(ledger.balance[COMMISSIONER], INT64_MAX);
    cr_assert_eq(ledger.balance[TREASURY], -INT64_MAX);
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_OK);
    ledger_free(&ledger);
}

Test(ledger, a_penny_too_many_names_the_month_and_the_account)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    ledger.balance[HOSPITAL] += 1;
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_UNBALANCED);
    cr_assert_str_eq(status_message(),
                     "month of 2009-01-01: agents hold £1.01, entered from outside less what left £1.00, accounts that "
                     "differ: 1; gomersall_hospitals: opened with £0.00, net payments -£2.00, holds -£1.99");
    ledger_free(&ledger);
}

Test(ledger, payments_that_no_account_could_hold_are_found)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    ledger.pence[0] = INT64_MAX;
    ledger.pence[1] = -INT64_MAX;
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_OVERFLOW);
    ledger_free(&ledger);
}

Test(ledger, a_penny_in_a_payment_names_both_accounts)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    ledger.pence[1] -= 1;
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_UNBALANCED);
    cr_assert_not_null(strstr(status_message(), "2009-01-01"));
    cr_assert_not_null(strstr(status_message(), "taitshire_pct: "));
    cr_assert_not_null(strstr(status_message(), "gomersall_hospitals: "));
    cr_assert_null(strstr(status_message(), "suppliers: "));
    ledger_free(&ledger);
}

Test(ledger, a_penny_moved_between_months_is_found)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_OK);
    ledger.balance[COMMISSIONER] -= 1;
    cr_assert_eq(ledger_begin_month(&ledger, january + 31), STATUS_OK);
    cr_assert_eq(ledger_close_month(&ledger, january + 31), STATUS_UNBALANCED);
    cr_assert_not_null(strstr(status_message(), "2009-02-01"));
    cr_assert_not_null(strstr(status_message(), "taitshire_pct: "));
    ledger_free(&ledger);
}

Test(ledger, a_penny_from_nowhere_in_every_book_is_found)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    ledger.opening[HOSPITAL] += 1;
    ledger.balance[HOSPITAL] += 1;
    ledger.received[HOSPITAL] += 1;
    cr_assert_eq(ledger_close_month(&ledger, january), STATUS_UNBALANCED);
    cr_assert_not_null(strstr(status_message(), "agents hold £1.01, entered from outside less what left £1.00"));
    cr_assert_not_null(strstr(status_message(), "gomersall_hospitals: "));
    ledger_free(&ledger);
}

Test(ledger, hash_sees_every_part)
{
    struct ledger ledger;

    open_accounts(&ledger);
    post_month(&ledger);
    uint64_t before = digest(&ledger);
    cr_assert_eq(digest(&ledger), before);
    ledger.balance[HOSPITAL] += 1;
    cr_assert_neq(digest(&ledger), before);
    ledger.balance[HOSPITAL] -= 1;
    ledger.pence[2] += 1;
    cr_assert_neq(digest(&ledger), before);
    ledger.pence[2] -= 1;
    ledger.month += 1;
    cr_assert_neq(digest(&ledger), before);
    ledger.month -= 1;
    cr_assert_eq(digest(&ledger), before);
    ledger_free(&ledger);
}

static enum status use_ledger(struct ledger *ledger)
{
    uint32_t ids[4];
    enum status status = ledger_open(ledger, "treasury", ACCOUNT_OUTSIDE_SOURCE, 0, &ids[0]);

    if (status == STATUS_OK) {
        status = ledger_open(ledger, "taitshire_pct", ACCOUNT_COMMISSIONER, 0, &ids[1]);
    }
    if (status == STATUS_OK) {
        status = ledger_begin_month(ledger, january);
    }
    if (status == STATUS_OK) {
        status = ledger_post(ledger, ids[0], ids[1], 12, PURPOSE_ALLOCATION, LEDGER_NO_SERVICE);
    }
    return status == STATUS_OK ? ledger_close_month(ledger, january) : status;
}

Test(ledger, survives_each_allocation_failing)
{
    enum status status = STATUS_NO_MEMORY;
    int64_t n = 0;

    for (; status != STATUS_OK; n++) {
        struct ledger ledger;
        ledger_init(&ledger);
        memory_fail_after(n);
        status = use_ledger(&ledger);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
        ledger_free(&ledger);
    }
    cr_assert_gt(n, 10);
}

Test(ledger, free_is_safe_on_a_zeroed_ledger)
{
    struct ledger ledger = {0};

    ledger_free(&ledger);
    ledger_free(&ledger);
    cr_assert_eq(ledger.account_count, 0);
}
