/* Changes of a scenario on dates, over a registry of a town with its laws. */
#include "scenario/scenario.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct tax {
    const char *name;
    double rate, allowance;
};

struct shop {
    const char *name;
    double price;
    int32_t rival;
};

struct law {
    const char *name;
    const char *label;
    day_t date;
    const struct scenario_node *change;
};

#define VALUES_LIST(X) X(VALUES_CENTRE, "centre") X(VALUES_DRAW, "draw")

struct town {
    const char *name;
    int64_t seed;
    int32_t parameter_values;
    double size;
    struct tax tax;
    struct named_list shops;
    struct named_list laws;
};

static const struct parameter tax_rows[] = {
    {"rate", PARAMETER_REAL, offsetof(struct tax, rate), "1", 0, 1, "0.2", NULL, "share of income"},
    {"allowance", PARAMETER_REAL, offsetof(struct tax, allowance), "pounds", 0, 1e6, "0", NULL, "free of tax"},
};
static const struct section tax_section = {.parameters = tax_rows, .parameter_count = 2, .size = sizeof(struct tax)};

static const struct parameter shop_rows[] = {
    {"price", PARAMETER_REAL, offsetof(struct shop, price), "pounds", 0, 1000, REQUIRED, NULL, "of a loaf"},
    {"rival", PARAMETER_REFERENCE, offsetof(struct shop, rival), "", 0, 0, "", (const char *const[]){"shops"},
     "whom it fears"},
};
static const struct section shop_section = {.parameters = shop_rows, .parameter_count = 2, .size = sizeof(struct shop)};

static const struct parameter law_rows[] = {
    {"label", PARAMETER_TEXT, offsetof(struct law, label), "", 0, 0, "", NULL, "what it is"},
    {"date", PARAMETER_DATE, offsetof(struct law, date), "", 0, 0, REQUIRED, NULL, "first day"},
};
static const struct subsection law_subsections[] = {
    {"change", SECTION_CHANGE, offsetof(struct law, change), NULL, "what holds then"}};
static const struct section law_section = {.parameters = law_rows,
                                           .parameter_count = 2,
                                           .sections = law_subsections,
                                           .section_count = 1,
                                           .size = sizeof(struct law)};

static const struct parameter town_rows[] = {
    {"seed", PARAMETER_INTEGER, offsetof(struct town, seed), "", 0, (double)INT64_MAX, "1", NULL, "of draws"},
    {"parameter_values", PARAMETER_CHOICE, offsetof(struct town, parameter_values), "", 0, 0, "centre",
     CHOICE_WORDS(VALUES_LIST), "centres or draws"},
    {"size", PARAMETER_REAL, offsetof(struct town, size), "people", 0, 1e6, "100", NULL, "people"},
};
static const struct subsection town_subsections[] = {
    {"tax", SECTION_FIXED, offsetof(struct town, tax), &tax_section, "what is taken"},
    {"shops", SECTION_NAMED, offsetof(struct town, shops), &shop_section, "who sells"},
    {"laws", SECTION_NAMED, offsetof(struct town, laws), &law_section, "what changes"},
};
static const struct section town_section = {
    .parameters = town_rows,
    .parameter_count = COUNT_OF(town_rows),
    .sections = town_subsections,
    .section_count = COUNT_OF(town_subsections),
    .size = sizeof(struct town),
    .dated = (const char *const[]){"tax.rate", "shops.*.price", NULL},
};

static struct scenario scenario;
static struct town town;

static enum status load_with(const char *text, const char *const *sets, size_t set_count)
{
    const struct scenario_settings settings = {.path = "town.yaml", .text = text, .sets = sets, .set_count = set_count};

    return scenario_load(&scenario, &town_section, &town, &settings);
}

static void load(const char *text)
{
    cr_assert_eq(load_with(text, NULL, 0), STATUS_OK, "%s", status_message());
}

static void free_scenario(void)
{
    scenario_free(&scenario);
}

static const struct town *town_at(size_t step)
{
    return scenario.steps[step].values;
}

static double price_at(size_t step, size_t shop)
{
    return ((const struct shop *)town_at(step)->shops.items)[shop].price;
}

static void expect_refused(const char *text, const char *problem)
{
    size_t count = 0;

    cr_assert_eq(load_with(text, NULL, 0), STATUS_SCENARIO, "for: %s", problem);
    const char *const *problems = scenario_problems(&scenario, &count);
    cr_expect_eq(count, 1);
    cr_expect_str_eq(problems[0], problem);
    scenario_free(&scenario);
}

#define SHOPS "shops: {baker: {price: 2}, miller: {price: 3, rival: baker}}\n"

static const char two_laws[] = SHOPS "laws:\n"
                                     "  second: {date: 2010-04-01, change: {shops: {baker: {price: 5}}}}\n"
                                     "  first:\n"
                                     "    date: 2009-04-01\n"
                                     "    label: Dear bread\n"
                                     "    change:\n"
                                     "      tax: {rate: {value: 0.3, source: the gazette, grade: A}}\n"
                                     "      shops: {baker: {price: 4}}\n";

Test(scenario_timeline, steps_come_by_date_and_hold_what_came_before, .fini = free_scenario)
{
    load(two_laws);
    cr_assert_eq(scenario.step_count, 2);
    cr_expect_str_eq(scenario.steps[0].name, "first");
    cr_expect_str_eq(scenario.steps[0].label, "Dear bread");
    cr_expect_eq(scenario.steps[0].date, calendar_day((struct date){2009, 4, 1}));
    cr_expect_str_eq(scenario.steps[1].name, "second");
    cr_expect_eq(town.tax.rate, 0.2);
    cr_expect_eq(((const struct shop *)town.shops.items)[0].price, 2.0);
    cr_expect_eq(town_at(0)->tax.rate, 0.3);
    cr_expect_eq(price_at(0, 0), 4.0);
    cr_expect_eq(price_at(0, 1), 3.0);
    cr_expect_eq(town_at(1)->tax.rate, 0.3);
    cr_expect_eq(price_at(1, 0), 5.0);
    cr_expect_eq(((const struct shop *)town_at(1)->shops.items)[1].rival, 0);
    cr_expect_eq(town_at(1)->size, 100.0);
}

Test(scenario_timeline, laws_of_one_day_come_by_name, .fini = free_scenario)
{
    load(SHOPS "laws:\n"
               "  b: {date: 2009-04-01, change: {tax: {rate: 0.5}}}\n"
               "  a: {date: 2009-04-01, change: {tax: {rate: 0.4}}}\n");
    cr_expect_str_eq(scenario.steps[0].name, "a");
    cr_expect_eq(town_at(0)->tax.rate, 0.4);
    cr_expect_eq(town_at(1)->tax.rate, 0.5);
}

static const struct scenario_parameter *listed(const char *path)
{
    for (size_t i = 0; i < scenario.parameter_count; i++) {
        if (strcmp(scenario.parameters[i].path, path) == 0) {
            return &scenario.parameters[i];
        }
    }
    return NULL;
}

Test(scenario_timeline, only_what_changes_is_listed_with_what_it_replaces, .fini = free_scenario)
{
    load(two_laws);
    cr_expect_eq(scenario.steps[0].parameter_count, 2);
    cr_expect_eq(scenario.steps[1].parameter_count, 1);
    const struct scenario_parameter *rate = listed("laws.first.change.tax.rate");
    cr_assert_not_null(rate);
    cr_expect_str_eq(rate->value, "0.3");
    cr_expect_str_eq(rate->source, "the gazette");
    cr_expect_str_eq(rate->grade, "A");
    cr_expect_str_eq(rate->unit, "1");
    cr_expect_eq(rate->line, 8);
    const struct scenario_parameter *price = listed("laws.second.change.shops.baker.price");
    cr_assert_not_null(price);
    cr_expect_str_eq(price->value, "5");
    cr_assert_not_null(price->earlier);
    cr_expect_str_eq(price->earlier->value, "4");
    cr_expect_str_eq(price->earlier->next->value, "2");
    cr_expect_null(price->earlier->next->next);
    cr_expect_null(listed("laws.first.change.shops.miller.price"));
    cr_expect_str_eq(listed("shops.baker.price")->value, "2");
}

Test(scenario_timeline, the_resolved_text_reads_back_as_the_same, .fini = free_scenario)
{
    load(two_laws);
    const uint64_t hash = scenario.hash;
    char *text = strdup(scenario.resolved);
    cr_expect_not_null(strstr(text, "    change:\n"
                                    "      tax:\n"
                                    "        rate: {value: 0.3, unit: \"1\", source: \"the gazette\", grade: A}\n"
                                    "      shops:\n"
                                    "        baker:\n"
                                    "          price: 4\n"),
                       "%s", text);
    scenario_free(&scenario);
    load(text);
    cr_expect_str_eq(scenario.resolved, text);
    cr_expect_eq(scenario.hash, hash);
    cr_expect_eq(price_at(1, 0), 5.0);
    free(text);
}

Test(scenario_timeline, a_law_may_change_nothing, .fini = free_scenario)
{
    load(SHOPS "laws: {same: {date: 2009-04-01, change: {tax: {rate: 0.2}}}, none: {date: 2009-04-01}}\n");
    cr_assert_eq(scenario.step_count, 2);
    cr_expect_eq(scenario.steps[0].parameter_count, 0);
    cr_expect_eq(scenario.steps[1].parameter_count, 0);
    cr_expect_eq(town_at(1)->tax.rate, 0.2);
    cr_expect_not_null(strstr(scenario.resolved, "    change: {}\n"));
}

Test(scenario_timeline, the_hash_knows_of_laws, .fini = free_scenario)
{
    load(two_laws);
    const uint64_t hash = scenario.hash;
    scenario_free(&scenario);
    load(SHOPS);
    cr_expect_neq(scenario.hash, hash);
    cr_expect_eq(scenario.step_count, 0);
}

Test(scenario_timeline, what_has_changed_is_drawn_with_the_same_luck, .fini = free_scenario)
{
    load("parameter_values: draw\n"
         "shops: {baker: {price: {value: 2, low: 1, high: 3, distribution: uniform}}}\n"
         "laws: {dear: {date: 2009-04-01, change: {shops: {baker: {price:\n"
         "  {value: 20, low: 10, high: 30, distribution: uniform}}}}}}\n");
    const double before = ((const struct shop *)town.shops.items)[0].price;
    cr_expect_neq(before, 2.0);
    cr_expect_float_eq(price_at(0, 0), 10 * before, 1e-9);
}

Test(scenario_timeline, the_command_line_reaches_into_a_law, .fini = free_scenario)
{
    static const char *const sets[] = {"laws.first.change.tax.rate=0.9", "laws.second.date=2009-03-01",
                                       "laws.second.change.shops.miller.price=7"};

    cr_assert_eq(load_with(two_laws, sets, 3), STATUS_OK, "%s", status_message());
    cr_expect_str_eq(scenario.steps[0].name, "second");
    cr_expect_eq(price_at(0, 1), 7.0);
    cr_expect_eq(town_at(1)->tax.rate, 0.9);
    cr_expect_eq(price_at(1, 0), 4.0);
}

Test(scenario_timeline, what_cannot_change_is_refused)
{
    expect_refused(SHOPS "laws: {x: {date: 2009-04-01, change: {size: 5}}}\n",
                   "town.yaml:2:45: size: cannot change during a run, which is built with it; "
                   "docs/reference/parameters.md lists what can");
    expect_refused(SHOPS "laws: {x: {date: 2009-04-01, change: {tax: {allowance: 5}}}}\n",
                   "town.yaml:2:56: tax.allowance: cannot change during a run, which is built with it; "
                   "docs/reference/parameters.md lists what can");
    expect_refused(SHOPS "laws: {x: {date: 2009-04-01, change: {shops: {miller: {rival: \"\"}}}}}\n",
                   "town.yaml:2:63: shops.miller.rival: cannot change during a run, which is built with it; "
                   "docs/reference/parameters.md lists what can");
}

Test(scenario_timeline, elements_are_not_made_or_removed)
{
    expect_refused(SHOPS "laws: {x: {date: 2009-04-01, change: {shops: {grocer: {price: 1}}}}}\n",
                   "town.yaml:2:63: shops.grocer.price: elements are neither made nor removed on a date; expected one "
                   "that the scenario has");
    expect_refused(SHOPS "laws: {x: {date: 2009-04-01, change: {laws: {y: {date: 2010-04-01}}}}}\n",
                   "town.yaml:2:46: laws.y.label: elements are neither made nor removed on a date; expected one that "
                   "the scenario has");
}

Test(scenario_timeline, what_is_wrong_in_a_law_is_told_with_its_place)
{
    expect_refused(SHOPS "laws:\n  x:\n    date: 2009-04-01\n    change: {tax: {rate: 2}}\n",
                   "town.yaml:5:26: tax.rate: expected a number from 0 to 1 (1), found 2");
    expect_refused(SHOPS "laws:\n  x:\n    date: 2009-04-01\n    change: {tax: {rat: 1}}\n",
                   "town.yaml:5:20: tax.rat: unknown key; did you mean tax.rate?");
    expect_refused(SHOPS "laws:\n  x:\n    date: 2009-04-01\n    change: 5\n",
                   "town.yaml:5:13: laws.x.change: expected a mapping of keys to values, found 5");
    expect_refused(SHOPS "laws: {x: {change: {tax: {rate: 1}}}}\n",
                   "town.yaml:2:11: laws.x.date: missing; expected a date as YYYY-MM-DD in the years 1800 to 2200");
}
