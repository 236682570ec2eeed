#include "base/field.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct visit {
    int64_t pence;
    int32_t day;
    uint16_t site;
    uint8_t kind, urgent;
};

struct cohort {
    uint8_t *sex;
    size_t count;
    int32_t *birth_day;
    double *frailty;
    uint16_t *practice;
    uint32_t *household;
    uint64_t *conditions;
    int64_t *pence;
    float *hazard;
    struct visit *visit;
};

static const struct field cohort_fields[] = {
    FIELD_COLUMN(struct cohort, sex, FIELD_U8, "1", "sex"),
    FIELD_COLUMN(struct cohort, birth_day, FIELD_I32, "days since 1970-01-01", "day of birth"),
    FIELD_COLUMN(struct cohort, frailty, FIELD_F64, "1", "frailty index"),
    FIELD_COLUMN(struct cohort, practice, FIELD_U16, "1", "practice"),
    FIELD_COLUMN(struct cohort, household, FIELD_U32, "1", "household"),
    FIELD_COLUMN(struct cohort, conditions, FIELD_U64, "1", "conditions, a bit each"),
    FIELD_COLUMN(struct cohort, pence, FIELD_I64, "pence", "personal budget"),
    FIELD_COLUMN(struct cohort, hazard, FIELD_F32, "1/day", "sum of all hazards"),
    FIELD_MEMBER(struct cohort, visit, struct visit, pence, FIELD_I64, "pence", "price of the last visit"),
    FIELD_MEMBER(struct cohort, visit, struct visit, day, FIELD_I32, "days since 1970-01-01", "day of the last visit"),
    FIELD_MEMBER(struct cohort, visit, struct visit, site, FIELD_U16, "1", "site of the last visit"),
    FIELD_MEMBER(struct cohort, visit, struct visit, kind, FIELD_U8, "1", "kind of visit"),
    FIELD_MEMBER(struct cohort, visit, struct visit, urgent, FIELD_U8, "1", "whether it was urgent"),
};

enum { COHORT_FIELDS = sizeof cohort_fields / sizeof cohort_fields[0], COHORT_ARRAYS = 9 };

static struct cohort cohort_make(size_t rows)
{
    struct cohort cohort = {0};
    cr_assert_eq(field_table_allocate(cohort_fields, COHORT_FIELDS, &cohort, rows), STATUS_OK);
    for (size_t i = 0; i < rows; i++) {
        cohort.sex[i] = (uint8_t)(i % 2);
        cohort.birth_day[i] = -(int32_t)i;
        cohort.frailty[i] = (double)i / 100;
        cohort.practice[i] = (uint16_t)(i * 3);
        cohort.household[i] = (uint32_t)i * 1000;
        cohort.conditions[i] = (uint64_t)1 << (i % 64);
        cohort.pence[i] = (int64_t)i * -5;
        cohort.hazard[i] = (float)i;
        cohort.visit[i] = (struct visit){(int64_t)i * 7, (int32_t)i + 1, (uint16_t)i, 3, (uint8_t)(i % 5)};
    }
    return cohort;
}

static void cohort_free(struct cohort *cohort)
{
    field_table_free(cohort_fields, COHORT_FIELDS, cohort);
}

static uint64_t cohort_hash(const struct cohort *cohort, size_t rows)
{
    struct hash hash;
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    field_table_hash(&hash, cohort_fields, COHORT_FIELDS, cohort, rows);
    const uint64_t value = hash_digest(&hash);
    hash_free(&hash);
    return value;
}

static void expect_row(const struct cohort *cohort, size_t row, size_t original)
{
    cr_expect_eq(cohort->sex[row], original % 2);
    cr_expect_eq(cohort->birth_day[row], -(int32_t)original);
    cr_expect_eq(cohort->frailty[row], (double)original / 100);
    cr_expect_eq(cohort->practice[row], (uint16_t)(original * 3));
    cr_expect_eq(cohort->household[row], original * 1000);
    cr_expect_eq(cohort->conditions[row], (uint64_t)1 << (original % 64));
    cr_expect_eq(cohort->pence[row], (int64_t)original * -5);
    cr_expect_eq(cohort->hazard[row], (float)original);
    cr_expect_eq(cohort->visit[row].pence, (int64_t)original * 7);
    cr_expect_eq(cohort->visit[row].day, (int32_t)original + 1);
    cr_expect_eq(cohort->visit[row].site, (uint16_t)original);
    cr_expect_eq(cohort->visit[row].kind, 3);
    cr_expect_eq(cohort->visit[row].urgent, original % 5);
}

Test(base_field, sizes_and_names_of_types)
{
    static const size_t sizes[] = {1, 2, 4, 8, 4, 8, 4, 8};
    static const char *const names[] = {"u8", "u16", "u32", "u64", "i32", "i64", "f32", "f64"};
    for (int type = FIELD_U8; type <= FIELD_F64; type++) {
        cr_expect_eq(field_size((enum field_type)type), sizes[type]);
        cr_expect_str_eq(field_type_name((enum field_type)type), names[type]);
    }
}

Test(base_field, a_row_names_its_member)
{
    cr_expect_str_eq(cohort_fields[1].name, "birth_day");
    cr_expect_eq(cohort_fields[1].offset, offsetof(struct cohort, birth_day));
    cr_expect_str_eq(cohort_fields[1].unit, "days since 1970-01-01");
}

Test(base_field, bytes_a_row)
{
    cr_expect_eq(field_table_bytes(cohort_fields, COHORT_FIELDS), 1 + 4 + 8 + 2 + 4 + 8 + 8 + 4 + 16);
}

Test(base_field, columns_are_aligned_zeroed_and_found)
{
    struct cohort cohort = {0};
    cr_assert_eq(field_table_allocate(cohort_fields, COHORT_FIELDS, &cohort, 100), STATUS_OK);
    for (size_t i = 0; i < COHORT_FIELDS; i++) {
        const char *column = field_column(&cohort, &cohort_fields[i]);
        cr_expect_eq((uintptr_t)column % 64, cohort_fields[i].within);
        for (size_t row = 0; row < 100; row++, column += cohort_fields[i].stride) {
            for (size_t j = 0; j < field_size(cohort_fields[i].type); j++) {
                cr_assert_eq(column[j], 0);
            }
        }
    }
    cr_expect_eq(field_column(&cohort, &cohort_fields[2]), (void *)cohort.frailty);
    cohort_free(&cohort);
    cr_expect_null(cohort.frailty);
    cohort_free(&cohort);
}

Test(base_field, resize_keeps_rows)
{
    struct cohort cohort = cohort_make(10);
    cr_assert_eq(field_table_resize(cohort_fields, COHORT_FIELDS, &cohort, 10, 1000), STATUS_OK);
    expect_row(&cohort, 9, 9);
    cohort.pence[999] = 1;
    cr_assert_eq(field_table_resize(cohort_fields, COHORT_FIELDS, &cohort, 1000, 3), STATUS_OK);
    expect_row(&cohort, 2, 2);
    cohort_free(&cohort);
}

Test(base_field, allocation_that_fails_at_any_column_leaves_none)
{
    int failures = 0;
    for (int64_t n = 0;; n++) {
        struct cohort cohort = {0};
        memory_fail_after(n);
        enum status status = field_table_allocate(cohort_fields, COHORT_FIELDS, &cohort, 10);
        memory_fail_after(-1);
        if (status == STATUS_OK) {
            cohort_free(&cohort);
            break;
        }
        failures++;
        cr_expect_eq(status, STATUS_NO_MEMORY);
        for (size_t i = 0; i < COHORT_FIELDS; i++) {
            cr_expect_null(field_column(&cohort, &cohort_fields[i]));
        }
    }
    cr_expect_eq(failures, COHORT_ARRAYS);
}

Test(base_field, growth_that_fails_at_any_column_keeps_the_rows)
{
    int failures = 0;
    for (int64_t n = 0;; n++) {
        struct cohort cohort = cohort_make(10);
        const uint64_t before = cohort_hash(&cohort, 10);
        memory_fail_after(n);
        enum status status = field_table_resize(cohort_fields, COHORT_FIELDS, &cohort, 10, 500);
        memory_fail_after(-1);
        cr_expect_eq(cohort_hash(&cohort, 10), before);
        cohort_free(&cohort);
        if (status == STATUS_OK) {
            break;
        }
        failures++;
    }
    cr_expect_eq(failures, COHORT_ARRAYS);
}

Test(base_field, hash_sees_each_field_of_each_row)
{
    struct cohort cohort = cohort_make(20);
    const uint64_t before = cohort_hash(&cohort, 20);
    for (size_t i = 0; i < COHORT_FIELDS; i++) {
        const size_t stride = cohort_fields[i].stride;
        char *column = field_column(&cohort, &cohort_fields[i]);
        for (size_t row = 0; row < 20; row++) {
            column[row * stride] ^= 1;
            cr_expect_neq(cohort_hash(&cohort, 20), before, "%s of row %zu", cohort_fields[i].name, row);
            column[row * stride] ^= 1;
        }
    }
    cr_expect_eq(cohort_hash(&cohort, 20), before);
    cohort_free(&cohort);
}

Test(base_field, hash_of_a_member_is_that_of_a_column)
{
    enum { ROWS = 5000 };
    static const struct field member = FIELD_MEMBER(struct cohort, visit, struct visit, day, FIELD_I32, "1", "day");
    struct field column = FIELD_COLUMN(struct cohort, birth_day, FIELD_I32, "1", "day");
    struct cohort cohort = cohort_make(ROWS);
    struct hash of_member, of_column;

    for (size_t row = 0; row < ROWS; row++) {
        cohort.birth_day[row] = cohort.visit[row].day;
    }
    column.name = member.name;
    cr_assert_eq(hash_init(&of_member), STATUS_OK);
    cr_assert_eq(hash_init(&of_column), STATUS_OK);
    field_table_hash(&of_member, &member, 1, &cohort, ROWS);
    field_table_hash(&of_column, &column, 1, &cohort, ROWS);
    cr_expect_eq(hash_digest(&of_member), hash_digest(&of_column));
    hash_free(&of_member);
    hash_free(&of_column);
    cohort_free(&cohort);
}

Test(base_field, clearing_a_row_leaves_the_others)
{
    struct cohort cohort = cohort_make(5);

    field_table_clear_row(cohort_fields, COHORT_FIELDS, &cohort, 2);
    cr_expect_eq(cohort.conditions[2], 0);
    cr_expect_eq(cohort.visit[2].day, 0);
    cr_expect_eq(cohort.visit[2].urgent, 0);
    expect_row(&cohort, 1, 1);
    expect_row(&cohort, 3, 3);
    cohort_free(&cohort);
}

Test(base_field, hash_ignores_rows_beyond_the_last)
{
    struct cohort cohort = cohort_make(20);
    const uint64_t before = cohort_hash(&cohort, 10);
    cohort.pence[10] = 123;
    cr_expect_eq(cohort_hash(&cohort, 10), before);
    cr_expect_neq(cohort_hash(&cohort, 11), before);
    cohort_free(&cohort);
}

Test(base_field, hash_sees_the_name)
{
    struct cohort cohort = cohort_make(5);
    struct field renamed[COHORT_FIELDS];
    struct hash hash;
    memcpy(renamed, cohort_fields, sizeof renamed);
    renamed[0].name = "gender";
    cr_assert_eq(hash_init(&hash), STATUS_OK);
    field_table_hash(&hash, renamed, COHORT_FIELDS, &cohort, 5);
    cr_expect_neq(hash_digest(&hash), cohort_hash(&cohort, 5));
    hash_free(&hash);
    cohort_free(&cohort);
}

Test(base_field, move_row_copies_all_fields)
{
    struct cohort from = cohort_make(30);
    struct cohort to = cohort_make(10);
    field_table_move_row(cohort_fields, COHORT_FIELDS, &from, 29, &to, 4);
    expect_row(&to, 4, 29);
    expect_row(&to, 3, 3);
    expect_row(&to, 5, 5);
    expect_row(&from, 29, 29);
    field_table_move_row(cohort_fields, COHORT_FIELDS, &to, 9, &to, 0);
    expect_row(&to, 0, 9);
    field_table_move_row(cohort_fields, COHORT_FIELDS, &to, 0, &to, 0);
    expect_row(&to, 0, 9);
    cohort_free(&from);
    cohort_free(&to);
}
