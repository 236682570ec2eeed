#include "base/memory.h"
#include "market/price.h"

#include <criterion/criterion.h>

static const struct price prices[] = {
    {SERVICE_CARE_HOME, MEASURE_BED_DAYS, 47000, 7},
    {SERVICE_DAY_CASE, MEASURE_SERVED, 64600, 1},
    {SERVICE_EMERGENCY_INPATIENT, MEASURE_SHORT_STAYS, 50100, 1},
    {SERVICE_EMERGENCY_INPATIENT, MEASURE_SERVED, 233400, 1},
};

Test(price, copy_is_in_order_of_service_and_measure)
{
    struct price *copy = NULL;

    cr_assert_eq(prices_copy(&copy, prices, 4, "a contract"), STATUS_OK);
    cr_assert_eq(copy[0].pence, 233400);
    cr_assert_eq(copy[1].pence, 50100);
    cr_assert_eq(copy[2].pence, 64600);
    cr_assert_eq(copy[3].pence, 47000);
    memory_free((void **)&copy);
}

Test(price, found_by_service_and_measure)
{
    struct price *copy = NULL;

    cr_assert_eq(prices_copy(&copy, prices, 4, "a contract"), STATUS_OK);
    cr_assert_eq(prices_find(copy, 4, SERVICE_CARE_HOME, MEASURE_BED_DAYS)->units, 7);
    cr_assert_null(prices_find(copy, 4, SERVICE_CARE_HOME, MEASURE_SERVED));
    cr_assert_null(prices_find(NULL, 0, SERVICE_CARE_HOME, MEASURE_SERVED));
    memory_free((void **)&copy);
}

Test(price, no_prices_are_no_error)
{
    struct price *copy = NULL;

    cr_assert_eq(prices_copy(&copy, NULL, 0, "a contract"), STATUS_OK);
    cr_assert_null(copy);
}

static void refuse(struct price first, struct price second, const char *message)
{
    const struct price two[] = {first, second};
    struct price *copy = NULL;

    cr_assert_eq(prices_copy(&copy, two, 2, "a contract"), STATUS_SCENARIO);
    cr_assert_str_eq(status_message(), message);
    cr_assert_null(copy);
}

Test(price, refuses_what_makes_no_sense)
{
    refuse(prices[1], prices[1], "a contract: two prices of day_case (served)");
    refuse(prices[0], (struct price){SERVICE_GP, MEASURE_REFUSED, 1, 1},
           "a contract: gp_consultation that was refused has no price");
    refuse(prices[0], (struct price){SERVICE_GP, MEASURE_SERVED, -1, 1},
           "a contract: price of gp_consultation (served): expected 0 or more pence for 1 or more units");
    refuse(prices[0], (struct price){SERVICE_GP, MEASURE_SERVED, 1, 0},
           "a contract: price of gp_consultation (served): expected 0 or more pence for 1 or more units");
    refuse(prices[0], (struct price){SERVICE_COUNT, MEASURE_SERVED, 1, 1},
           "a contract: price of a service or a measure that does not exist");
    refuse(prices[0], (struct price){SERVICE_GP, MEASURE_COUNT, 1, 1},
           "a contract: price of a service or a measure that does not exist");
}
