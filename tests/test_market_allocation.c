#include "base/memory.h"
#include "market/allocation.h"
#include "market/exact.h"

#include <criterion/criterion.h>

enum { TREASURY, WEST_PCT, EAST_PCT, COUNCIL };
enum { ECONOMIES = 3 };

static const uint32_t west[] = {0};
static const uint32_t east[] = {1, 2};
static const uint32_t all[] = {0, 1, 2};

/* £1,449.00 a weighted person; £100.01 an adult and £600.07 an older person. */
static const struct allocation_rates rates = {144900, 10001, 60007};
static const struct allocation_terms terms[] = {
    {"west_pct", WEST_PCT, ACCOUNT_COMMISSIONER, west, 1},
    {"east_pct", EAST_PCT, ACCOUNT_COMMISSIONER, east, 2},
    {"council", COUNCIL, ACCOUNT_COUNCIL, all, 3},
};

/* 1,000.000001, 2,000.5 and 3,000.25 weighted people. */
static int64_t weighted_micro[ECONOMIES] = {INT64_C(1000000001), INT64_C(2000500000), INT64_C(3000250000)};
static int64_t adults[ECONOMIES] = {600, 1200, 1800};
static int64_t older[ECONOMIES] = {150, 301, 450};
static const struct allocation_people people = {weighted_micro, adults, older, ECONOMIES};

static void open_accounts(struct ledger *ledger)
{
    static const char *const names[] = {"treasury", "west_pct", "east_pct", "council"};
    static const enum account_kind kinds[] = {ACCOUNT_OUTSIDE_SOURCE, ACCOUNT_COMMISSIONER, ACCOUNT_COMMISSIONER,
                                              ACCOUNT_COUNCIL};
    uint32_t id = 0;

    ledger_init(ledger);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(ledger_open(ledger, names[i], kinds[i], 0, &id), STATUS_OK);
    }
}

static void post(struct allocations *allocations, struct ledger *ledger, day_t day)
{
    cr_assert_eq(ledger_begin_month(ledger, day), STATUS_OK);
    cr_assert_eq(allocations_post(allocations, ledger, &people, TREASURY, day), STATUS_OK);
    cr_assert_eq(ledger_close_month(ledger, day), STATUS_OK);
}

Test(allocation, year_is_split_by_weighted_people_to_the_penny)
{
    /* In all 6,000.750001 x £1,449.00 = £8,695,086.751449; west has 1,000.000001 of the 6,000.750001. */
    struct allocations allocations;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(allocations_init(&allocations, &rates, terms, 3, ECONOMIES), STATUS_OK);
    post(&allocations, &ledger, calendar_day((struct date){2008, 4, 30}));
    cr_assert_eq(allocations.annual_pence[0], 144900000);
    cr_assert_eq(allocations.annual_pence[1], 724608675);
    /* 3,600 x 100.01 + 901 x 600.07 = 360,036.00 + 540,663.07 */
    cr_assert_eq(allocations.annual_pence[2], 90069907);
    allocations_free(&allocations);
    ledger_free(&ledger);
}

Test(allocation, twelve_months_pay_the_year)
{
    struct allocations allocations;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(allocations_init(&allocations, &rates, terms, 3, ECONOMIES), STATUS_OK);
    for (int month = 0; month < 12; month++) {
        post(&allocations, &ledger, calendar_add_months(calendar_day((struct date){2008, 4, 1}), month));
    }
    cr_assert_eq(ledger.balance[WEST_PCT], 144900000);
    cr_assert_eq(ledger.balance[EAST_PCT], 724608675);
    cr_assert_eq(ledger.balance[COUNCIL], 90069907);
    cr_assert_eq(ledger.balance[TREASURY], -(144900000 + 724608675 + 90069907));
    allocations_free(&allocations);
    ledger_free(&ledger);
}

Test(allocation, is_set_once_a_financial_year)
{
    struct allocations allocations;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(allocations_init(&allocations, &rates, terms, 3, ECONOMIES), STATUS_OK);
    post(&allocations, &ledger, calendar_day((struct date){2009, 2, 28}));
    weighted_micro[0] *= 2;
    post(&allocations, &ledger, calendar_day((struct date){2009, 3, 31}));
    cr_assert_eq(allocations.annual_pence[0], 144900000);
    cr_assert_eq(allocations.financial_year[0], 2008);
    post(&allocations, &ledger, calendar_day((struct date){2009, 4, 30}));
    cr_assert_eq(allocations.annual_pence[0], 289800000);
    cr_assert_eq(allocations.financial_year[0], 2009);
    allocations_free(&allocations);
    ledger_free(&ledger);
}

Test(allocation, nobody_gets_nothing)
{
    static const int64_t none[ECONOMIES] = {0};
    const struct allocation_people empty = {none, none, none, ECONOMIES};
    struct allocations allocations;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(allocations_init(&allocations, &rates, terms, 3, ECONOMIES), STATUS_OK);
    cr_assert_eq(ledger_begin_month(&ledger, 0), STATUS_OK);
    cr_assert_eq(allocations_post(&allocations, &ledger, &empty, TREASURY, 0), STATUS_OK);
    cr_assert_eq(ledger.relation_count, 0);
    allocations_free(&allocations);
    ledger_free(&ledger);
}

Test(allocation, refuses_people_that_cannot_be)
{
    struct allocations allocations;
    struct ledger ledger;

    open_accounts(&ledger);
    cr_assert_eq(allocations_init(&allocations, &rates, terms, 3, ECONOMIES), STATUS_OK);
    cr_assert_eq(ledger_begin_month(&ledger, 0), STATUS_OK);
    older[1] = -1;
    cr_assert_eq(allocations_post(&allocations, &ledger, &people, TREASURY, 0), STATUS_INVARIANT);
    cr_assert_str_eq(status_message(), "council: economy 1 has -1 people");
    allocations_free(&allocations);
    ledger_free(&ledger);
}

static void refuse(const struct allocation_rates *wrong_rates, const struct allocation_terms *wrong, size_t n,
                   const char *message)
{
    struct allocations allocations;

    cr_assert_eq(allocations_init(&allocations, wrong_rates, wrong, n, ECONOMIES), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), message);
    cr_assert_eq(allocations.count, 0);
    cr_assert_null(allocations.items);
}

Test(allocation, refuses_terms_that_make_no_sense)
{
    static const uint32_t beyond[] = {3};
    const struct allocation_rates negative[] = {{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}};
    const struct allocation_terms provider = {"hospital", 1, ACCOUNT_PROVIDER, west, 1};
    const struct allocation_terms nowhere = {"west_pct", 1, ACCOUNT_COMMISSIONER, beyond, 1};
    struct allocation_terms twice[] = {{"west_pct", 1, ACCOUNT_COMMISSIONER, west, 1},
                                       {"east_pct", 2, ACCOUNT_COMMISSIONER, all, 3}};

    for (size_t i = 0; i < 3; i++) {
        refuse(&negative[i], terms, 3, "expected allocations of 0 or more for a person");
    }
    refuse(&rates, &provider, 1, "hospital: only commissioners and councils get an allocation");
    refuse(&rates, &nowhere, 1, "west_pct: there is no economy 3");
    refuse(&rates, twice, 2, "east_pct: economy 0 already has a commissioner");
    twice[0].kind = ACCOUNT_COUNCIL;
    twice[1].kind = ACCOUNT_COUNCIL;
    refuse(&rates, twice, 2, "east_pct: economy 0 already has a council");
}

Test(allocation, survives_each_allocation_failing)
{
    enum status status = STATUS_NO_MEMORY;
    int64_t n = 0;

    for (; status != STATUS_OK; n++) {
        struct allocations allocations;
        memory_fail_after(n);
        status = allocations_init(&allocations, &rates, terms, 3, ECONOMIES);
        memory_fail_after(-1);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
        cr_assert_eq(allocations.count, status == STATUS_OK ? 3 : 0);
        allocations_free(&allocations);
    }
    cr_assert_gt(n, 5);
}
