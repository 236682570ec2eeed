#include <criterion/criterion.h>
#include <string.h>

#include "people/person.h"
#include "program/capacity.h"

Test(program_capacity, grows_with_the_people)
{
    const uint64_t person = capacity_needed(2) - capacity_needed(1);

    cr_assert_geq(person, field_table_bytes(person_fields, person_field_count) + sizeof(struct tie));
    cr_assert_geq(person, 60, "what England takes for each more, measured: docs/decisions/0010-speed.md");
    cr_assert_leq(person, 80);
    cr_assert_eq(capacity_needed(1000001) - capacity_needed(1), 1000000 * person);
}

Test(program_capacity, what_just_fits_is_allowed)
{
    cr_assert_eq(capacity_check(1000000, capacity_needed(1000000)), STATUS_OK);
    cr_assert_eq(capacity_check(1000000, capacity_needed(1000000) - 1), STATUS_NO_MEMORY);
}

Test(program_capacity, the_message_has_both_numbers)
{
    cr_assert_eq(capacity_check(60000000, UINT64_C(2000000000)), STATUS_NO_MEMORY);
    cr_assert_not_null(strstr(status_message(), "60000000 people need about "), "%s", status_message());
    cr_assert_not_null(strstr(status_message(), "and 2.0 GB are available"), "%s", status_message());
}
