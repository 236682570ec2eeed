#include "market/indicator.h"

#include <criterion/criterion.h>

Test(market_indicator, are_found_by_name)
{
    cr_expect_eq(indicator_find("four_hours"), INDICATOR_FOUR_HOURS);
    cr_expect_eq(indicator_find("contacts_without_problem"), INDICATOR_CONTACTS_WITHOUT_PROBLEM);
    cr_expect_eq(indicator_find("five_hours"), -1);
    cr_expect_str_eq(indicator_name(INDICATOR_DELAYED_DAYS), "delayed_days");
}

Test(market_indicator, are_about_providers_or_economies)
{
    cr_expect(indicator_is_of_provider(INDICATOR_READMISSIONS));
    cr_expect_not(indicator_is_of_provider(INDICATOR_EMERGENCY_ADMISSIONS));
}
