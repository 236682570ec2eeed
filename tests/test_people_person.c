#include "people/person.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

static void make(struct people *people, uint32_t locality, unsigned count)
{
    cr_assert_eq(people_init(people, locality, 0), STATUS_OK);
    for (unsigned i = 0; i < count; i++) {
        uint32_t row = PERSON_NONE;
        cr_assert_eq(people_add(people, &row), STATUS_OK);
        cr_assert_eq(row, i);
    }
}

/* Every ring closes, every link has its opposite, and rows that hold nobody are all in the chain of free rows. */
static void expect_consistent(const struct people *people)
{
    size_t held = 0;
    size_t free_rows = 0;
    for (uint32_t row = 0; row < people->rows; row++) {
        if (!people_holds(people, row)) {
            continue;
        }
        held++;
        cr_assert_leq(people_household_size(people, row), people->living);
        bool cares = people_has(people, row, TRAIT_IS_CARER);
        bool cared = people_has(people, row, TRAIT_HAS_CARER);
        cr_assert_not(cares && cared);
        cr_assert_eq(cares || cared, ties_find(&people->ties, row, TIE_CARER) != TIE_NONE);
        if (cares) {
            cr_assert(people_has(people, people_carer_link(people, row), TRAIT_HAS_CARER));
        }
        if (cares || cared) {
            cr_assert_eq(people_carer_link(people, people_carer_link(people, row)), row);
        }
    }
    for (uint32_t row = people->first_free; row != PERSON_NONE; row = people->person[row].household_next) {
        cr_assert_not(people_holds(people, row));
        cr_assert_eq(people->threshold[row], 0);
        free_rows++;
    }
    cr_assert_eq(held, people->living);
    cr_assert_eq(held + free_rows, people->rows);
}

Test(person, a_new_person_lives_alone_and_has_nothing)
{
    struct people people;
    make(&people, 5, 2);
    cr_expect_eq(people.id[0], 5U << PERSON_SERIAL_BITS);
    cr_expect_eq(people.id[1], (5U << PERSON_SERIAL_BITS) + 1);
    cr_expect_eq(people.person[1].household_next, 1);
    cr_expect_eq(people_carer_link(&people, 1), PERSON_NONE);
    cr_expect_eq(people.person[1].practice, SITE_NONE);
    cr_expect_eq(people_site(&people, 1, TIE_STAY), SITE_NONE);
    cr_expect_eq(people.person[1].exposures, 0);
    cr_expect_eq(people.threshold[1], 0);
    cr_expect_eq(people.person[1].birth_day, 0);
    cr_expect_eq(people.living, 2);
    people_free(&people);
}

Test(person, the_columns_grow_and_keep_what_they_hold)
{
    struct people people;
    make(&people, 0, 1000);
    for (uint32_t row = 0; row < 1000; row++) {
        cr_assert_eq(people.id[row], row);
        cr_assert_eq(people.person[row].household_next, row);
        people.person[row].birth_day = (day_t)row;
    }
    uint32_t row = 0;
    for (int i = 0; i < 1000; i++) {
        cr_assert_eq(people_add(&people, &row), STATUS_OK);
    }
    cr_expect_eq(people.person[999].birth_day, 999);
    cr_expect_eq(row, 1999);
    cr_expect_geq(people.capacity, people.rows);
    people_free(&people);
}

Test(person, a_row_is_used_again_but_never_an_id)
{
    struct people people;
    uint32_t row = 0;
    make(&people, 1, 3);
    people.person[1].exposures = exposure_of_trait(TRAIT_OBESITY);
    people.person[1].home_care_hours = 7;
    people_remove(&people, 1);
    cr_expect_not(people_holds(&people, 1));
    cr_expect_eq(people.living, 2);
    cr_expect_eq(people.threshold[1], 0);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_expect_eq(row, 1);
    cr_expect_eq(people.rows, 3);
    cr_expect_eq(people.id[1], (1U << PERSON_SERIAL_BITS) + 3);
    cr_expect_eq(people.person[1].exposures, 0);
    cr_expect_eq(people.person[1].home_care_hours, 0);
    people_free(&people);
}

Test(person, free_rows_are_used_last_freed_first)
{
    struct people people;
    uint32_t row = 0;
    make(&people, 1, 4);
    people_remove(&people, 0);
    people_remove(&people, 2);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_expect_eq(row, 2);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_expect_eq(row, 0);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_expect_eq(row, 4);
    people_free(&people);
}

Test(person, households_are_rings)
{
    struct people people;
    make(&people, 0, 5);
    people_join_household(&people, 1, 0);
    people_join_household(&people, 2, 1);
    cr_expect_eq(people_household_size(&people, 0), 3);
    cr_expect_eq(people_household_size(&people, 2), 3);
    people_join_household(&people, 2, 2);
    cr_expect_eq(people_household_size(&people, 2), 3, "to join oneself changes nothing");
    people_join_household(&people, 2, 0);
    cr_expect_eq(people_household_size(&people, 2), 3, "to join one's own household changes nothing");
    people_join_household(&people, 3, 4);
    people_join_household(&people, 1, 3);
    cr_expect_eq(people_household_size(&people, 0), 2, "who joins another household leaves the first");
    cr_expect_eq(people_household_size(&people, 1), 3);
    people_leave_household(&people, 4);
    cr_expect_eq(people.person[4].household_next, 4);
    cr_expect_eq(people_household_size(&people, 3), 2);
    people_leave_household(&people, 4);
    cr_expect_eq(people_household_size(&people, 4), 1, "to leave a household of one changes nothing");
    people_free(&people);
}

Test(person, links_and_traits_of_carers_are_kept_in_step)
{
    struct people people;
    make(&people, 0, 4);
    cr_assert_eq(people_link_carer(&people, 0, 1), STATUS_OK);
    cr_expect(people_has(&people, 0, TRAIT_HAS_CARER));
    cr_expect(people_has(&people, 1, TRAIT_IS_CARER));
    cr_expect_eq(people_carer_link(&people, 0), 1);
    cr_expect_eq(people_carer_link(&people, 1), 0);
    cr_assert_eq(people_link_carer(&people, 2, 1), STATUS_OK);
    cr_expect_not(people_has(&people, 0, TRAIT_HAS_CARER), "one carer looks after one");
    cr_expect_eq(people_carer_link(&people, 0), PERSON_NONE);
    cr_expect_eq(people_carer_link(&people, 1), 2);
    people_unlink_carer(&people, 1);
    cr_expect_eq(people.person[1].exposures | people.person[2].exposures, 0, "either end can be unlinked");
    cr_expect_eq(people_carer_link(&people, 2), PERSON_NONE);
    people_unlink_carer(&people, 3);
    cr_expect_eq(people.person[3].exposures, 0);
    people_free(&people);
}

Test(person, who_is_removed_leaves_household_and_carer)
{
    struct people people;
    make(&people, 0, 3);
    people_join_household(&people, 1, 0);
    people_join_household(&people, 2, 0);
    cr_assert_eq(people_link_carer(&people, 0, 1), STATUS_OK);
    people_remove(&people, 1);
    cr_expect_eq(people_household_size(&people, 0), 2);
    cr_expect_not(people_has(&people, 0, TRAIT_HAS_CARER));
    cr_expect_eq(people_carer_link(&people, 0), PERSON_NONE);
    expect_consistent(&people);
    people_free(&people);
}

Test(person, a_carer_for_whom_there_is_no_memory_is_not_linked)
{
    struct people people;
    int failures = 0;

    make(&people, 0, 2);
    enum status status = STATUS_NO_MEMORY;
    for (int64_t n = 0; status == STATUS_NO_MEMORY; n++) {
        memory_fail_after(n);
        status = people_link_carer(&people, 0, 1);
        failures += status == STATUS_NO_MEMORY;
        cr_assert_eq(people_has(&people, 0, TRAIT_HAS_CARER), status == STATUS_OK);
        expect_consistent(&people);
    }
    memory_fail_after(-1);
    cr_expect_eq(failures, 2, "entries and buckets");
    people_free(&people);
}

Test(person, a_site_is_that_of_the_last_tie_of_its_kind)
{
    struct people people;

    make(&people, 0, 2);
    cr_assert_eq(people_set_site(&people, 1, TIE_STAY, 7), STATUS_OK);
    cr_assert_eq(people_set_site(&people, 1, TIE_ELECTIVE, 8), STATUS_OK);
    cr_assert_eq(people_set_site(&people, 1, TIE_STAY, SITE_NONE - 1), STATUS_OK);
    cr_expect_eq(people_site(&people, 1, TIE_STAY), SITE_NONE - 1);
    cr_expect_eq(people_site(&people, 1, TIE_ELECTIVE), 8);
    cr_expect_eq(people_site(&people, 0, TIE_STAY), SITE_NONE);
    people_clear_site(&people, 1, TIE_STAY);
    cr_expect_eq(people_site(&people, 1, TIE_STAY), SITE_NONE);
    cr_expect_eq(people_site(&people, 1, TIE_ELECTIVE), 8);
    people_free(&people);
}

Test(person, who_is_removed_leaves_no_tie_to_the_next_in_the_row)
{
    struct people people;
    uint32_t row = PERSON_NONE;

    make(&people, 0, 3);
    cr_assert_eq(people_set_site(&people, 1, TIE_STAY, 7), STATUS_OK);
    cr_assert_eq(people_set_site(&people, 1, TIE_HOME_CARE, 8), STATUS_OK);
    people_remove(&people, 1);
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_assert_eq(row, 1);
    cr_expect_eq(people_site(&people, 1, TIE_STAY), SITE_NONE);
    cr_expect_eq(people.ties.list.count, 0);
    people_free(&people);
}

Test(person, a_copy_has_the_same_id_and_no_ties)
{
    struct people from;
    struct people to;
    uint32_t row = PERSON_NONE;
    make(&from, 3, 3);
    make(&to, 4, 1);
    people_join_household(&from, 1, 0);
    cr_assert_eq(people_link_carer(&from, 1, 2), STATUS_OK);
    from.person[1].exposures |= exposure_of_condition(4) | exposure_of_trait(TRAIT_NEED_LOW);
    from.person[1].birth_day = -12345;
    from.person[1].sex = SEX_FEMALE;
    cr_assert_eq(people_add_copy(&to, &from, 1, &row), STATUS_OK);
    cr_expect_eq(row, 1);
    cr_expect_eq(to.id[1], from.id[1]);
    cr_expect_eq(to.person[1].birth_day, -12345);
    cr_expect_eq(to.person[1].sex, SEX_FEMALE);
    cr_expect_eq(to.person[1].exposures, exposure_of_condition(4) | exposure_of_trait(TRAIT_NEED_LOW));
    cr_expect_eq(people_household_size(&to, 1), 1);
    cr_expect_eq(people_carer_link(&to, 1), PERSON_NONE);
    cr_expect_eq(to.living, 2);
    cr_expect_eq(to.next_serial, 1);
    people_free(&from);
    people_free(&to);
}

Test(person, any_series_of_changes_leaves_the_store_consistent)
{
    struct people people;
    struct random random = random_at(random_key_make(1, 0), RANDOM_PURPOSE_PARAMETER, 0, 0, 0);
    make(&people, 0, 20);
    for (int i = 0; i < 5000; i++) {
        uint32_t row = random_below(&random, (uint32_t)people.rows);
        uint32_t other = random_below(&random, (uint32_t)people.rows);
        uint32_t what = random_below(&random, 6);
        if (what == 0) {
            cr_assert_eq(people_add(&people, &row), STATUS_OK);
        } else if (!people_holds(&people, row) || !people_holds(&people, other) || row == other) {
            continue;
        } else if (what == 1) {
            people_remove(&people, row);
        } else if (what == 2) {
            people_leave_household(&people, row);
        } else if (what == 3) {
            people_unlink_carer(&people, row);
        } else if (what == 4) {
            cr_assert_eq(people_link_carer(&people, row, other), STATUS_OK);
        } else {
            people_join_household(&people, row, other);
        }
        expect_consistent(&people);
    }
    people_free(&people);
}

Test(person, localities_and_serial_numbers_have_an_end)
{
    struct people people;
    uint32_t row = 0;
    cr_expect_eq(people_init(&people, 4095, 4), STATUS_OUT_OF_RANGE);
    people_free(&people);
    cr_assert_eq(people_init(&people, 4094, 4), STATUS_OK);
    people.next_serial = (1U << PERSON_SERIAL_BITS) - 1;
    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    cr_expect(people_holds(&people, row), "the last id is not the mark of a free row");
    cr_expect_eq(people_add(&people, &row), STATUS_OVERFLOW);
    cr_expect_eq(people.living, 1);
    people_free(&people);
}

Test(person, growing_may_fail_and_loses_nobody)
{
    struct people people;
    uint32_t row = 0;
    make(&people, 0, 1);
    while (people.rows < people.capacity) {
        cr_assert_eq(people_add(&people, &row), STATUS_OK);
    }
    const size_t living = people.living;
    enum status status = STATUS_NO_MEMORY;
    int failures = 0;
    for (int64_t n = 0; status == STATUS_NO_MEMORY; n++) {
        memory_fail_after(n);
        status = people_add(&people, &row);
        failures += status == STATUS_NO_MEMORY;
        cr_assert_eq(people.living, living + (status == STATUS_OK));
        expect_consistent(&people);
    }
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_OK);
    cr_expect_eq(failures, 4, "id, threshold, person, use");
    people_free(&people);
}

Test(person, the_mark_of_a_member_goes_with_the_last_programme)
{
    struct people people;

    make(&people, 0, 2);
    cr_assert_eq(people_join_programme(&people, (struct membership){.row = 1, .programme = 3}), STATUS_OK);
    cr_assert_eq(people_join_programme(&people, (struct membership){.row = 1, .programme = 5}), STATUS_OK);
    cr_expect_not(people_has(&people, 0, TRAIT_IN_PROGRAMME));
    cr_expect_eq(people_programmes(&people, 1), 1U << 3 | 1U << 5);
    people_leave_programme(&people, memberships_find(&people.memberships, 1, 3));
    cr_expect(people_has(&people, 1, TRAIT_IN_PROGRAMME));
    people_leave_programme(&people, memberships_find(&people.memberships, 1, 5));
    cr_expect_not(people_has(&people, 1, TRAIT_IN_PROGRAMME));
    people_free(&people);
}

Test(person, a_membership_that_finds_no_memory_leaves_no_mark)
{
    struct people people;

    make(&people, 0, 1);
    memory_fail_after(0);
    const enum status status = people_join_programme(&people, (struct membership){.row = 0});
    memory_fail_after(-1);
    cr_expect_eq(status, STATUS_NO_MEMORY);
    cr_expect_not(people_has(&people, 0, TRAIT_IN_PROGRAMME));
    people_free(&people);
}

Test(person, a_copy_is_in_no_programme)
{
    struct people from, to;
    uint32_t row = PERSON_NONE;

    make(&from, 0, 1);
    make(&to, 1, 0);
    from.use[0].admissions = 0x21;
    cr_assert_eq(people_join_programme(&from, (struct membership){.row = 0, .programme = 3}), STATUS_OK);
    cr_assert_eq(people_add_copy(&to, &from, 0, &row), STATUS_OK);
    cr_expect_eq(people_programmes(&to, row), 0);
    cr_expect_not(people_has(&to, row, TRAIT_IN_PROGRAMME));
    cr_expect_eq(to.use[row].admissions, 0x21);
    people_free(&from);
    people_free(&to);
}

Test(person, use_is_counted_in_the_quarter_that_it_falls_in)
{
    cr_expect_eq(recent_add(0x1200), 0x1201);
    cr_expect_eq(recent_next_quarter(0x1201), 0x2010);
    cr_expect_eq(recent_sum(0x1201), 4);
}

Test(person, use_of_a_quarter_is_counted_up_to_fifteen)
{
    uint16_t recent = 0x1000;

    for (unsigned event = 0; event < 20; event++) {
        recent = recent_add(recent);
    }
    cr_expect_eq(recent, 0x100f);
    cr_expect_eq(recent_sum(recent), 16);
}

Test(person, use_is_forgotten_after_a_year)
{
    uint16_t recent = recent_add(0);

    for (unsigned quarter = 0; quarter < RECENT_QUARTERS; quarter++) {
        cr_expect_eq(recent_sum(recent), 1);
        recent = recent_next_quarter(recent);
    }
    cr_expect_eq(recent_sum(recent), 0);
}

Test(person, a_row_takes_64_bytes_at_most)
{
    cr_expect_leq(field_table_bytes(person_fields, person_field_count), 64);
}

Test(person, free_is_safe_twice_and_on_nothing)
{
    struct people people;
    memset(&people, 0, sizeof people);
    people_free(&people);
    people_free(&people);
    cr_expect_null(people.id);
}

Test(exposure, traits_have_names_and_meanings)
{
    cr_expect_str_eq(trait_name(TRAIT_SMOKING_CURRENT), "smoking_current");
    cr_expect_str_eq(trait_name(TRAIT_UNMET_NEED), "unmet_need");
    cr_expect_str_eq(trait_meaning(TRAIT_LIVING_ALONE), "the only member of a household");
    cr_expect_null(trait_name(TRAIT_COUNT));
    cr_expect_null(trait_meaning(TRAIT_COUNT));
}

Test(exposure, bands_are_one_hot)
{
    exposures_t exposures = exposure_of_condition(3) | exposure_of_trait(TRAIT_OBESITY);
    cr_expect_eq(exposure_frailty(exposures), FRAILTY_FIT);
    exposures = exposure_set_band(exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, FRAILTY_MODERATE);
    exposures = exposure_set_band(exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, FRAILTY_SEVERE);
    exposures = exposure_set_band(exposures, TRAIT_NEED_NONE, NEED_BANDS, NEED_CRITICAL);
    exposures = exposure_set_band(exposures, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, 4);
    cr_expect_eq(exposure_frailty(exposures), FRAILTY_SEVERE);
    cr_expect_eq(exposure_need(exposures), NEED_CRITICAL);
    cr_expect_eq(exposure_quintile(exposures), 4);
    cr_expect_eq(__builtin_popcountll(exposures), 5);
}
