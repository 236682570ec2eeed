/* The table of service lines, and the rules of a scenario that names some of them. */
#include "care/service.h"

#include <criterion/criterion.h>
#include <string.h>

Test(care_service_table, no_two_lines_have_one_name)
{
    for (int a = 0; a < SERVICE_COUNT; a++) {
        for (int b = a + 1; b < SERVICE_COUNT; b++) {
            cr_assert_str_neq(service_lines[a].name, service_lines[b].name);
        }
    }
}

Test(care_service_table, every_line_has_a_unit_and_a_meaning)
{
    for (int service = 0; service < SERVICE_COUNT; service++) {
        cr_expect_gt(strlen(service_lines[service].unit), 0, "%s", service_lines[service].name);
        cr_expect_gt(strlen(service_lines[service].meaning), 0, "%s", service_lines[service].name);
    }
}

/* Beds are counted by site, so a site can have one line of them only. */
Test(care_service_table, one_line_is_of_beds)
{
    int lines = 0;

    for (int service = 0; service < SERVICE_COUNT; service++) {
        lines += service_lines[service].discipline == DISCIPLINE_BED;
    }
    cr_expect_eq(lines, 1);
    cr_expect_eq(service_lines[SERVICE_EMERGENCY_INPATIENT].discipline, DISCIPLINE_BED);
}

Test(care_service_table, a_part_of_a_name_is_no_name)
{
    cr_expect_eq(service_find(""), -1);
    cr_expect_eq(service_find("gp"), -1);
    cr_expect_eq(service_find("gp_consultations"), -1);
    cr_expect_eq(service_find("GP_CONSULTATION"), -1);
}

Test(care_service_table, rules_are_numbers_with_a_default)
{
    for (size_t i = 0; i < service_rules_section.parameter_count; i++) {
        const struct parameter *row = &service_rules_section.parameters[i];
        cr_expect(row->type == PARAMETER_REAL || row->type == PARAMETER_INTEGER, "%s", row->key);
        cr_expect_not_null(row->fallback, "%s", row->key);
    }
    cr_expect_eq(service_rules_section.section_count, 1);
    for (size_t i = 0; i < workforce_section.parameter_count; i++) {
        cr_expect_str_eq(workforce_section.parameters[i].fallback, "0", "%s", workforce_section.parameters[i].key);
    }
}

Test(care_service_table, rules_of_one_line_leave_the_others_at_their_defaults)
{
    struct service_rules_parameters given = {
        .name = "home_care", .open_days_per_week = 6, .longest_wait_days = 9, .options = 4, .notice_days = 2.5};
    const struct care_parameters parameters = {.services = {&given, 1}};
    struct service_rules_parameters rules[SERVICE_COUNT];

    cr_assert_eq(service_rules_resolve(&parameters, rules), STATUS_OK);
    cr_expect_eq(rules[SERVICE_HOME_CARE].options, 4);
    cr_expect_eq(rules[SERVICE_HOME_CARE].notice_days, 2.5);
    for (int service = 0; service < SERVICE_COUNT; service++) {
        if (service != SERVICE_HOME_CARE) {
            cr_expect_str_eq(rules[service].name, service_lines[service].name);
            cr_expect_eq(rules[service].open_days_per_week, 7, "%s", service_lines[service].name);
            cr_expect_eq(rules[service].options, 1, "%s", service_lines[service].name);
        }
    }
}

Test(care_service_table, a_scenario_without_rules_has_the_defaults)
{
    const struct care_parameters parameters = {0};
    struct service_rules_parameters rules[SERVICE_COUNT];

    cr_assert_eq(service_rules_resolve(&parameters, rules), STATUS_OK);
    cr_expect_eq(rules[SERVICE_GP].longest_wait_days, 730);
    cr_expect_eq(rules[SERVICE_CARE_HOME].distance_weight, 0.2);
}
