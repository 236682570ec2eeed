#include "people/eligibility.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "failing_allocations.h"
#include "people/population.h"

enum { ASTHMA, COPD, COPD_SEVERE, CONDITIONS };
enum { URBAN, RURAL, NEIGHBOURHOODS };
enum { MATRON, WARD, PROGRAMMES };
enum { PEOPLE = 64, TODAY_YEAR = 2008 };

static struct figures figures = {
    .condition_count = CONDITIONS,
    .conditions = {{.name = "asthma"}, {.name = "copd"}, {.name = "copd_severe"}},
};
static struct programme_parameters programmes[PROGRAMMES] = {{.name = "matron"}, {.name = "ward"}};
static const struct named_list programme_list = {.items = programmes, .count = PROGRAMMES};
static struct neighbourhood neighbourhoods[NEIGHBOURHOODS] = {[RURAL] = {.rural = true}};
static struct area area = {.neighbourhoods = neighbourhoods, .neighbourhood_count = NEIGHBOURHOODS};
static struct population population = {
    .figures = &figures, .area = &area, .counted_conditions = (1U << ASTHMA) | (1U << COPD)};
static struct people people;
static struct eligibility eligibility;
static day_t today;

/* A man of 0 years in the city, fit, without need, in the middle fifth. */
static uint32_t somebody(void)
{
    uint32_t row = PERSON_NONE;

    cr_assert_eq(people_add(&people, &row), STATUS_OK);
    exposures_t exposures = exposure_set_band(0, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, FRAILTY_FIT);
    exposures = exposure_set_band(exposures, TRAIT_NEED_NONE, NEED_BANDS, NEED_NONE);
    people.person[row].exposures = exposure_set_band(exposures, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, 2);
    people.person[row].birth_day = today;
    return row;
}

static void set_up(void)
{
    today = calendar_day((struct date){TODAY_YEAR, 6, 2});
    cr_assert_eq(people_init(&people, 0, PEOPLE), STATUS_OK);
    somebody();
}

static void tear_down(void)
{
    eligibility_free(&eligibility);
    people_free(&people);
}

TestSuite(people_eligibility, .init = set_up, .fini = tear_down);

static struct person *person(void)
{
    return &people.person[0];
}

static bool holds_for(uint32_t row)
{
    const struct viewpoint viewpoint = {.people = &people, .population = &population, .row = row, .today = today};

    return eligibility_holds(&eligibility, &viewpoint);
}

static void bind(const char *text)
{
    eligibility_free(&eligibility);
    cr_assert_eq(eligibility_bind(&eligibility, text, &figures, &programme_list, "who"), STATUS_OK, "%s: %s", text,
                 status_message());
}

static bool holds(const char *text)
{
    bind(text);
    return holds_for(0);
}

static void join(uint32_t row, unsigned programme)
{
    cr_assert_eq(people_join_programme(&people, (struct membership){.row = row, .programme = (uint16_t)programme}),
                 STATUS_OK);
}

/* Who is meant */

Test(people_eligibility, nothing_is_everybody)
{
    cr_expect(holds(""));
    cr_expect_eq(eligibility.step_count, 0);
}

Test(people_eligibility, a_condition_is_there_or_not)
{
    person()->exposures |= exposure_of_condition(COPD);
    cr_expect(holds("copd"));
    cr_expect_not(holds("asthma"));
    cr_expect_not(holds("copd_severe"));
}

Test(people_eligibility, a_trait_is_there_or_not)
{
    person()->exposures |= exposure_of_trait(TRAIT_CARE_HOME);
    cr_expect(holds("care_home"));
    cr_expect_not(holds("living_alone"));
}

Test(people_eligibility, a_programme_is_its_members)
{
    join(0, WARD);
    cr_expect(holds("ward"));
    cr_expect_not(holds("matron"));
}

Test(people_eligibility, not_and_or_are_what_they_say)
{
    person()->exposures |= exposure_of_condition(COPD);
    cr_expect(holds("not asthma"));
    cr_expect_not(holds("copd and asthma"));
    cr_expect(holds("copd or asthma"));
    cr_expect(holds("not (copd and asthma)"));
}

/* Quantities */

static bool is(const char *quantity, int value)
{
    char text[64];

    snprintf(text, sizeof text, "%s = %d", quantity, value);
    return holds(text);
}

Test(people_eligibility, calls_rise_with_their_urgency)
{
    static const char *const words[] = {
        [CALL_NONE] = "none", [CALL_C] = "category_c", [CALL_B] = "category_b", [CALL_A] = "category_a"};
    char text[64];

    for (unsigned asked = CALL_NONE; asked <= CALL_A; asked++) {
        snprintf(text, sizeof text, "ambulance_call >= %s", words[asked]);
        bind(text);
        for (unsigned call = CALL_NONE; call <= CALL_A; call++) {
            const struct viewpoint caller = {
                .people = &people, .population = &population, .today = today, .call = (enum ambulance_call)call};
            cr_expect_eq(eligibility_holds(&eligibility, &caller), call >= asked, "%s of %s", text, words[call]);
        }
    }
}

Test(people_eligibility, age_is_in_completed_years)
{
    person()->birth_day = calendar_day((struct date){TODAY_YEAR - 75, 6, 2});
    cr_expect(is("age", 75));
    person()->birth_day = calendar_day((struct date){TODAY_YEAR - 75, 6, 4});
    cr_expect(is("age", 74));
}

Test(people_eligibility, sex_has_words)
{
    person()->sex = SEX_FEMALE;
    cr_expect(holds("sex = female"));
    cr_expect_not(holds("sex = male"));
}

Test(people_eligibility, every_band_of_frailty_has_its_word)
{
    static const char *const words[] = {"frailty = fit", "frailty = mild", "frailty = moderate", "frailty = severe"};

    for (unsigned band = 0; band < FRAILTY_BANDS; band++) {
        person()->exposures = exposure_set_band(person()->exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, band);
        for (unsigned word = 0; word < FRAILTY_BANDS; word++) {
            cr_expect_eq(holds(words[word]), word == band, "%s in band %u", words[word], band);
        }
    }
}

Test(people_eligibility, every_band_of_need_has_its_word)
{
    static const char *const words[] = {"need = none", "need = low", "need = moderate", "need = substantial",
                                        "need = critical"};

    for (unsigned band = 0; band < NEED_BANDS; band++) {
        person()->exposures = exposure_set_band(person()->exposures, TRAIT_NEED_NONE, NEED_BANDS, band);
        for (unsigned word = 0; word < NEED_BANDS; word++) {
            cr_expect_eq(holds(words[word]), word == band, "%s in band %u", words[word], band);
        }
    }
}

Test(people_eligibility, words_rise_in_their_order)
{
    person()->exposures = exposure_set_band(person()->exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, FRAILTY_MODERATE);
    cr_expect(holds("frailty >= moderate"));
    cr_expect(holds("frailty > mild"));
    cr_expect(holds("frailty < severe"));
    cr_expect_not(holds("frailty >= severe"));
    cr_expect(holds("frailty != fit"));
}

Test(people_eligibility, the_most_deprived_fifth_is_the_first)
{
    person()->exposures = exposure_set_band(person()->exposures, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, 0);
    cr_expect(is("deprivation", 1));
    person()->exposures = exposure_set_band(person()->exposures, TRAIT_DEPRIVATION_1, QUINTILE_COUNT, 4);
    cr_expect(is("deprivation", 5));
}

Test(people_eligibility, a_stage_is_no_condition_of_its_own)
{
    person()->exposures |= exposure_of_condition(COPD) | exposure_of_condition(COPD_SEVERE);
    cr_expect(is("conditions", 1));
    person()->exposures |= exposure_of_condition(ASTHMA);
    cr_expect(is("conditions", 2));
}

Test(people_eligibility, use_is_that_of_four_quarters)
{
    people.use[0].admissions = 0x1203;
    people.use[0].attendances = 0xf00f;
    cr_expect(is("emergency_admissions", 6));
    cr_expect(is("attendances", 30));
}

Test(people_eligibility, home_care_is_in_hours_a_week)
{
    person()->home_care_hours = 14;
    cr_expect(is("home_care_hours", 14));
}

Test(people_eligibility, the_setting_is_that_of_the_neighbourhood)
{
    cr_expect(holds("setting = urban"));
    person()->neighbourhood = RURAL;
    cr_expect(holds("setting = rural"));
}

Test(people_eligibility, every_comparison_is_as_in_arithmetic)
{
    static const struct {
        const char *text;
        bool below, equal, above;
    } expected[] = {
        {"home_care_hours < 10", true, false, false}, {"home_care_hours <= 10", true, true, false},
        {"home_care_hours = 10", false, true, false}, {"home_care_hours != 10", true, false, true},
        {"home_care_hours >= 10", false, true, true}, {"home_care_hours > 10", false, false, true},
        {"home_care_hours > 9.5", false, true, true}, {"home_care_hours > -1", true, true, true},
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        person()->home_care_hours = 9;
        cr_expect_eq(holds(expected[i].text), expected[i].below, "%s of 9", expected[i].text);
        person()->home_care_hours = 10;
        cr_expect_eq(holds(expected[i].text), expected[i].equal, "%s of 10", expected[i].text);
        person()->home_care_hours = 11;
        cr_expect_eq(holds(expected[i].text), expected[i].above, "%s of 11", expected[i].text);
    }
}

/* What is refused */

static void refuses(const char *text, const char *message)
{
    cr_expect_eq(eligibility_bind(&eligibility, text, &figures, &programme_list, "care.forks.%s.who", "line"),
                 STATUS_SCENARIO, "%s", text);
    cr_expect_str_eq(status_message(), message);
    cr_expect_eq(eligibility.step_count, 0);
    cr_expect_null(eligibility.steps);
}

Test(people_eligibility, an_unknown_name_has_a_near_one)
{
    refuses("age >= 75 and copdd", "care.forks.line.who: column 15: expected the name of a condition, trait, programme "
                                   "or quantity, found copdd; did you mean copd?");
    refuses("care_hom", "care.forks.line.who: column 1: expected the name of a condition, trait, programme or "
                        "quantity, found care_hom; did you mean care_home?");
    refuses("matrn", "care.forks.line.who: column 1: expected the name of a condition, trait, programme or quantity, "
                     "found matrn; did you mean matron?");
    refuses("emergency_admision > 1", "care.forks.line.who: column 1: expected the name of a condition, trait, "
                                      "programme or quantity, found emergency_admision; did you mean "
                                      "emergency_admissions?");
}

Test(people_eligibility, an_unknown_name_may_be_near_to_none)
{
    refuses("zzzzzz", "care.forks.line.who: column 1: expected the name of a condition, trait, programme or quantity, "
                      "found zzzzzz");
}

Test(people_eligibility, a_quantity_is_compared)
{
    refuses("age", "care.forks.line.who: column 1: expected a comparison, found age");
    refuses("copd and frailty", "care.forks.line.who: column 10: expected a comparison, found frailty");
}

Test(people_eligibility, what_is_there_or_not_is_not_compared)
{
    refuses("copd > 1", "care.forks.line.who: column 1: expected a name by itself, found a comparison");
    refuses("matron = yes", "care.forks.line.who: column 1: expected a name by itself, found a comparison");
}

Test(people_eligibility, words_and_numbers_are_not_mixed_up)
{
    refuses("age >= old", "care.forks.line.who: column 1: expected a number, found old");
    refuses("frailty >= 2", "care.forks.line.who: column 1: expected fit mild moderate severe, found a number");
}

Test(people_eligibility, a_word_is_one_of_the_quantity)
{
    refuses("frailty = critical", "care.forks.line.who: column 1: expected fit mild moderate severe, found critical");
    refuses("frailty = mil", "care.forks.line.who: column 1: expected fit mild moderate severe, found mil");
    refuses("sex = men", "care.forks.line.who: column 1: expected male female, found men");
}

Test(people_eligibility, a_text_that_is_no_criterion_is_refused)
{
    cr_expect_eq(eligibility_bind(&eligibility, "copd and", &figures, &programme_list, "who"), STATUS_MALFORMED);
    cr_expect_str_eq(status_message(), "column 9: expected a name, found the end");
}

static enum status bind_copd(void)
{
    const enum status status = eligibility_bind(&eligibility, "copd", &figures, &programme_list, "who");

    cr_expect_eq(eligibility.steps != NULL, status == STATUS_OK);
    return status;
}

Test(people_eligibility, every_allocation_may_fail)
{
    cr_assert_eq(fail_each_allocation(bind_copd), 4);
}

Test(people_eligibility, every_quantity_is_named_once_and_has_a_meaning)
{
    for (unsigned quantity = 0; quantity < ELIGIBILITY_QUANTITY_COUNT; quantity++) {
        cr_expect_gt(strlen(eligibility_quantity_meaning(quantity)), 0);
        for (unsigned other = 0; other < quantity; other++) {
            cr_expect_str_neq(eligibility_quantity_name(quantity), eligibility_quantity_name(other));
        }
    }
}

/* Any criterion, against what it says in C. A set of people is a bit for each of them. */

static uint64_t people_with(bool (*test)(uint32_t row))
{
    uint64_t set = 0;

    for (uint32_t row = 0; row < PEOPLE; row++) {
        set |= (uint64_t)test(row) << row;
    }
    return set;
}

static bool has_copd(uint32_t row)
{
    return (people.person[row].exposures & exposure_of_condition(COPD)) != 0;
}

static bool is_75(uint32_t row)
{
    return calendar_date(people.person[row].birth_day).year <= TODAY_YEAR - 75;
}

static bool is_frail(uint32_t row)
{
    return exposure_frailty(people.person[row].exposures) >= FRAILTY_MODERATE;
}

static bool was_admitted_once(uint32_t row)
{
    return recent_sum(people.use[row].admissions) == 1;
}

static bool is_in_matron(uint32_t row)
{
    return memberships_find(&people.memberships, row, MATRON) != MEMBERSHIP_NONE;
}

static const struct {
    const char *text;
    bool (*test)(uint32_t row);
} tests[] = {
    {"copd", has_copd},           {"age >= 75", is_75},
    {"frailty > mild", is_frail}, {"emergency_admissions = 1", was_admitted_once},
    {"matron", is_in_matron},
};

enum { TESTS = sizeof tests / sizeof tests[0], EXPRESSIONS = 2000, DEEPEST = 4, ROOM = 4096 };

static struct random draws;
static char expression[ROOM];

static void append(const char *text)
{
    strncat(expression, text, ROOM - 1 - strlen(expression));
}

static uint64_t any_alternatives(unsigned depth);

static uint64_t any_factor(unsigned depth)
{
    const unsigned kind = depth < DEEPEST ? random_below(&draws, 4) : 3;
    uint64_t set = 0;

    if (kind == 0) {
        append("not ");
        return ~any_factor(depth + 1);
    }
    if (kind == 1) {
        append("(");
        set = any_alternatives(depth + 1);
        append(")");
        return set;
    }
    const unsigned test = random_below(&draws, TESTS);
    append(tests[test].text);
    return people_with(tests[test].test);
}

static uint64_t any_conjunction(unsigned depth)
{
    uint64_t set = any_factor(depth);

    for (unsigned more = random_below(&draws, 3); more > 0; more--) {
        append(" and ");
        set &= any_factor(depth);
    }
    return set;
}

static uint64_t any_alternatives(unsigned depth)
{
    uint64_t set = any_conjunction(depth);

    for (unsigned more = random_below(&draws, 3); more > 0; more--) {
        append(" or ");
        set |= any_conjunction(depth);
    }
    return set;
}

static void make_people(void)
{
    for (uint32_t row = 0; row < PEOPLE; row++) {
        const uint32_t at = row == 0 ? 0 : somebody();
        people.person[at].birth_day =
            calendar_day((struct date){TODAY_YEAR - 60 - (int)random_below(&draws, 30), 1, 1});
        people.person[at].exposures |= random_below(&draws, 2) == 0 ? exposure_of_condition(COPD) : 0;
        people.person[at].exposures = exposure_set_band(people.person[at].exposures, TRAIT_FRAILTY_FIT, FRAILTY_BANDS,
                                                        random_below(&draws, FRAILTY_BANDS));
        people.use[at].admissions = (uint16_t)random_below(&draws, 3);
        if (random_below(&draws, 2) == 0) {
            join(at, MATRON);
        }
    }
}

Test(people_eligibility, any_criterion_means_what_it_says)
{
    unsigned compared = 0;

    draws = random_at(random_key_make(7, 0), RANDOM_PURPOSE_EVENT_DETAIL, 0, 0, 0);
    make_people();
    for (unsigned e = 0; e < EXPRESSIONS; e++) {
        struct criterion criterion;
        uint64_t found = 0;
        expression[0] = '\0';
        const uint64_t expected = any_alternatives(0);
        if (criterion_parse(&criterion, expression) != STATUS_OK) {
            cr_assert_str_eq(status_message(), "expected at most 64 tests and words between them");
            continue;
        }
        bind(expression);
        for (uint32_t row = 0; row < PEOPLE; row++) {
            found |= (uint64_t)holds_for(row) << row;
        }
        cr_assert_eq(found, expected, "%s", expression);
        compared++;
    }
    cr_assert_gt(compared, EXPRESSIONS / 2);
}
