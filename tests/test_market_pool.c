#include "market/exact.h"
#include "market/pool.h"

#include <criterion/criterion.h>

enum { HEALTH, COUNCIL, AGENCY };

static const day_t april = 13998; /* 2008-04-29 */
static struct ledger ledger;

static void open_accounts(void)
{
    uint32_t id = 0;

    ledger_init(&ledger);
    cr_assert_eq(ledger_open(&ledger, "health", ACCOUNT_COMMISSIONER, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(&ledger, "council", ACCOUNT_COUNCIL, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_open(&ledger, "agency", ACCOUNT_PROVIDER, 0, &id), STATUS_OK);
    cr_assert_eq(ledger_begin_month(&ledger, april), STATUS_OK);
}

static void close_accounts(void)
{
    ledger_free(&ledger);
}

static void spend(uint32_t payer, money_t pence, uint32_t service)
{
    cr_assert_eq(ledger_post(&ledger, payer, AGENCY, pence, PURPOSE_CONTRACT, service), STATUS_OK);
}

/* All home care and half of nursing, 40% of it borne by health. */
static struct pool pool_of(int64_t health_share_micro)
{
    struct pool pool = {.health = HEALTH, .council = COUNCIL, .health_share_micro = health_share_micro};

    pool.pooled_micro[SERVICE_HOME_CARE] = EXACT_MICRO;
    pool.pooled_micro[SERVICE_DISTRICT_NURSING] = EXACT_MICRO / 2;
    return pool;
}

TestSuite(pool, .init = open_accounts, .fini = close_accounts);

Test(pool, who_has_paid_too_little_pays_the_other)
{
    const struct pool pool = pool_of(400000);

    spend(HEALTH, 1000, SERVICE_DISTRICT_NURSING); /* 500 of it pooled */
    spend(COUNCIL, 2500, SERVICE_HOME_CARE);
    spend(HEALTH, 70000, SERVICE_GP);
    cr_assert_eq(pool_post(&pool, &ledger), STATUS_OK);
    /* Health bears 40% of 3,000, of which it has paid 500. */
    cr_expect_eq(ledger.balance[HEALTH], -71000 - 700);
    cr_expect_eq(ledger.balance[COUNCIL], -2500 + 700);
}

Test(pool, it_may_be_the_council)
{
    const struct pool pool = pool_of(400000);

    spend(HEALTH, 2000, SERVICE_DISTRICT_NURSING);
    cr_assert_eq(pool_post(&pool, &ledger), STATUS_OK);
    cr_expect_eq(ledger.balance[HEALTH], -2000 + 600);
    cr_expect_eq(ledger.balance[COUNCIL], -600);
}

Test(pool, of_nothing_moves_nothing)
{
    const struct pool pool = pool_of(400000);

    cr_assert_eq(pool_post(&pool, &ledger), STATUS_OK);
    cr_expect_eq(ledger.relation_count, 0);
}
