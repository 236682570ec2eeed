#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/memory.h"
#include "care/flow.h"

Test(care_flow, counts_add_up_and_come_out_in_order)
{
    struct flow flow = {0};
    struct activity activity = {0};

    for (uint32_t turn = 0; turn < 3; turn++) {
        for (uint32_t provider = 500; provider-- > 0;) {
            cr_assert_eq(flow_add(&flow, provider, SERVICE_GP, MEASURE_SERVED, provider + 1), STATUS_OK);
        }
    }
    cr_assert_eq(flow_add(&flow, 3, SERVICE_AMBULANCE, MEASURE_REFUSED, 4), STATUS_OK);
    cr_assert_eq(flow_collect(&flow, 9, &activity), STATUS_OK);
    cr_assert_eq(activity.count, 501);
    for (uint32_t r = 0; r < 3; r++) {
        cr_assert_eq(activity.rows[r].provider, r);
        cr_assert_eq(activity.rows[r].count, 3 * (r + 1));
        cr_assert_eq(activity.rows[r].economy, 9);
    }
    cr_assert_eq(activity.rows[4].service, SERVICE_AMBULANCE);
    cr_assert_eq(activity.rows[4].measure, MEASURE_REFUSED);
    memory_free((void **)&activity.rows);
    flow_free(&flow);
}

Test(care_flow, what_is_taken_back_leaves_no_row)
{
    struct flow flow = {0};
    struct activity activity = {0};

    cr_assert_eq(flow_add(&flow, 1, SERVICE_HOME_CARE, MEASURE_HOURS, 7), STATUS_OK);
    cr_assert_eq(flow_add(&flow, 1, SERVICE_HOME_CARE, MEASURE_HOURS, -7), STATUS_OK);
    cr_assert_eq(flow_collect(&flow, 0, &activity), STATUS_OK);
    cr_assert_eq(activity.count, 0);
    memory_free((void **)&activity.rows);
    flow_free(&flow);
}

Test(care_flow, merging_adds_and_clearing_empties)
{
    struct flow left = {0}, right = {0};
    struct activity activity = {0};

    cr_assert_eq(flow_add(&left, 1, SERVICE_GP, MEASURE_SERVED, 2), STATUS_OK);
    cr_assert_eq(flow_add(&right, 1, SERVICE_GP, MEASURE_SERVED, 3), STATUS_OK);
    cr_assert_eq(flow_merge(&left, &right), STATUS_OK);
    cr_assert_eq(flow_collect(&left, 0, &activity), STATUS_OK);
    cr_assert_eq(activity.rows[0].count, 5);
    flow_clear(&left);
    activity.count = 0;
    cr_assert_eq(flow_collect(&left, 0, &activity), STATUS_OK);
    cr_assert_eq(activity.count, 0);
    memory_free((void **)&activity.rows);
    flow_free(&left);
    flow_free(&right);
}
