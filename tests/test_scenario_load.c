#include "base/memory.h"
#include "scenario_small.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char full_text[] = "title: \"Full: a \\\"test\\\"\"\n"
                                "until: 2010-03-31\n"
                                "start: 2008-04-01\n"
                                "growth: 2.5e-3\n"
                                "open: false\n"
                                "seed: 9223372036854775807\n"
                                "population: {size: 5000, sample: 0.1}\n"
                                "providers:\n"
                                "  trust:\n"
                                "    sector: private\n"
                                "    beds: 300\n"
                                "    sites:\n"
                                "      west: {x_km: -3.25}\n"
                                "      east: {x_km: 4}\n"
                                "    services:\n"
                                "      medicine: {site: west}\n"
                                "      surgery: {}\n"
                                "  hospice:\n"
                                "    beds: 12\n"
                                "    stay_days: 20\n"
                                "contracts:\n"
                                "  main: {payee: trust, guarantor: hospice, price_pence: 12345}\n";

Test(scenario_load, fills_every_type)
{
    struct scenario scenario;
    struct small small;
    cr_assert_eq(small_load(&scenario, &small, full_text), STATUS_OK, "%s", status_message());
    cr_assert_str_eq(small.title, "Full: a \"test\"");
    cr_assert_str_eq(small.label, "");
    cr_assert_eq(small.start, calendar_day((struct date){2008, 4, 1}));
    cr_assert_eq(small.until, calendar_day((struct date){2010, 3, 31}));
    cr_assert_eq(small.parameter_values, VALUES_CENTRE);
    cr_assert_eq(small.seed, INT64_MAX);
    cr_assert_str_eq(small.table, "");
    cr_assert_eq(small.growth, 0.0025);
    cr_assert_not(small.open);
    cr_assert_eq(small.population.size, 5000);
    cr_assert_eq(small.population.sample, 0.1);
    cr_assert_str_eq(small.population.name, "population");
    scenario_free(&scenario);
}

Test(scenario_load, sorts_and_nests_named_sections)
{
    struct scenario scenario;
    struct small small;
    cr_assert_eq(small_load(&scenario, &small, full_text), STATUS_OK, "%s", status_message());
    cr_assert_eq(small.providers.count, 2);
    const struct small_provider *providers = ITEMS(small_provider, small.providers);
    cr_assert_str_eq(providers[0].name, "hospice");
    cr_assert_eq(providers[0].sector, SECTOR_PUBLIC);
    cr_assert_eq(providers[0].stay_days, 20.0);
    cr_assert_eq(providers[0].sites.count, 0);
    cr_assert_null(providers[0].sites.items);
    cr_assert_str_eq(providers[1].name, "trust");
    cr_assert_eq(providers[1].sector, SECTOR_PRIVATE);
    cr_assert_eq(providers[1].stay_days, 7.0);
    cr_assert_eq(providers[1].sites.count, 2);
    cr_assert_str_eq(ITEMS(small_site, providers[1].sites)[0].name, "east");
    cr_assert_eq(ITEMS(small_site, providers[1].sites)[1].x_km, -3.25);
    scenario_free(&scenario);
}

Test(scenario_load, resolves_references_to_indices)
{
    struct scenario scenario;
    struct small small;
    cr_assert_eq(small_load(&scenario, &small, full_text), STATUS_OK, "%s", status_message());
    const struct small_provider *trust = &ITEMS(small_provider, small.providers)[1];
    cr_assert_eq(ITEMS(small_service, trust->services)[0].site, 1, "west is the second site by name");
    cr_assert_eq(ITEMS(small_service, trust->services)[1].site, -1, "an absent optional reference");
    const struct small_contract *contract = ITEMS(small_contract, small.contracts);
    cr_assert_eq(contract->payee, 1);
    cr_assert_eq(contract->guarantor, 0);
    cr_assert_eq(contract->price_pence, 12345);
    scenario_free(&scenario);
}

Test(scenario_load, order_of_keys_does_not_matter)
{
    struct scenario a;
    struct scenario b;
    struct small small;
    cr_assert_eq(small_load(&a, &small,
                            SMALL_TEXT "providers:\n  b: {beds: 1, stay_days: 2}\n  a: {beds: 3}\n"
                                       "contracts:\n  x: {payee: a}\n  w: {payee: b}\n"),
                 STATUS_OK);
    cr_assert_eq(small_load(&b, &small,
                            "contracts:\n  w: {payee: b}\n  x: {payee: a}\n"
                            "providers:\n  a: {beds: 3}\n  b: {stay_days: 2.0, beds: 1}\n" SMALL_TEXT),
                 STATUS_OK);
    cr_assert_str_eq(a.resolved, b.resolved);
    cr_assert_eq(a.hash, b.hash);
    cr_assert_neq(a.hash, 0);
    scenario_free(&a);
    scenario_free(&b);
}

Test(scenario_load, a_changed_value_changes_the_hash)
{
    struct scenario a;
    struct scenario b;
    struct small small;
    cr_assert_eq(small_load(&a, &small, SMALL_TEXT), STATUS_OK);
    cr_assert_eq(small_load(&b, &small, SMALL_TEXT "growth: 0.0100000000000001\n"), STATUS_OK);
    cr_assert_neq(a.hash, b.hash);
    scenario_free(&a);
    scenario_free(&b);
}

Test(scenario_load, lists_each_parameter_with_its_place)
{
    struct scenario scenario;
    struct small small;
    cr_assert_eq(small_load(&scenario, &small, full_text), STATUS_OK);
    const struct scenario_parameter *beds = small_find(&scenario, "providers.trust.beds");
    cr_assert_not_null(beds);
    cr_assert_str_eq(beds->value, "300");
    cr_assert_str_eq(beds->unit, "beds");
    cr_assert_str_eq(beds->file, "small.yaml");
    cr_assert_eq(beds->line, 11);
    cr_assert_str_eq(beds->source, "small.yaml:11");
    cr_assert_eq(beds->row->maximum, 5000.0);
    cr_assert_not(beds->is_default);
    const struct scenario_parameter *stay = small_find(&scenario, "providers.trust.stay_days");
    cr_assert_str_eq(stay->source, "default");
    cr_assert_str_eq(stay->file, "");
    cr_assert(stay->is_default);
    cr_assert_null(small_find(&scenario, "providers.trust.bed"));
    cr_assert_eq(scenario.parameter_count, 9 + 2 + 2 * 3 + 2 + 2 + 3);
    scenario_free(&scenario);
}

Test(scenario_load, sources_are_inherited_from_the_nearest_section)
{
    struct scenario scenario;
    struct small small;
    cr_assert_eq(small_load(&scenario, &small,
                            SMALL_TEXT "source: all of it\ngrade: C\n"
                                       "providers:\n"
                                       "  source: the trusts\n"
                                       "  a: {beds: 3}\n"
                                       "  b: {beds: {value: 3, source: a census, grade: A, note: counted}}\n"
                                       "  c: {source: its report, grade: B, beds: 4}\n"),
                 STATUS_OK, "%s", status_message());
    const char *const expected[][3] = {{"growth", "default", ""},
                                       {"population.size", "all of it", "C"},
                                       {"providers.a.beds", "the trusts", ""},
                                       {"providers.b.beds", "a census", "A"},
                                       {"providers.c.beds", "its report", "B"}};
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const struct scenario_parameter *parameter = small_find(&scenario, expected[i][0]);
        cr_assert_str_eq(parameter->source, expected[i][1], "%s", parameter->path);
        cr_assert_str_eq(parameter->grade, expected[i][2], "%s", parameter->path);
    }
    cr_assert_str_eq(small_find(&scenario, "providers.b.beds")->note, "counted");
    scenario_free(&scenario);
}

Test(scenario_load, resolved_text_reads_back_as_the_same_scenario)
{
    struct scenario first;
    struct scenario second;
    struct small small;
    char text[4096];
    snprintf(text, sizeof text, "%s%s", full_text,
             "label: \"two\\nlines, caf\xC3\xA9 \\\\ #1: null\"\n"
             "source: a book\n"
             "table: {value: " __FILE__ ", note: this test}\n");
    cr_assert_eq(small_load(&first, &small, text), STATUS_OK, "%s", status_message());
    cr_assert_eq(small_load(&second, &small, first.resolved), STATUS_OK, "%s\n%s", status_message(), first.resolved);
    cr_assert_str_eq(first.resolved, second.resolved);
    cr_assert_eq(first.hash, second.hash);
    cr_assert_eq(first.parameter_count, second.parameter_count);
    for (size_t i = 0; i < first.parameter_count; i++) {
        cr_assert_str_eq(first.parameters[i].path, second.parameters[i].path);
        cr_assert_str_eq(first.parameters[i].value, second.parameters[i].value);
        cr_assert_str_eq(first.parameters[i].source, second.parameters[i].source);
    }
    cr_assert_str_eq(small.label, "two\nlines, caf\xC3\xA9 \\ #1: null");
    scenario_free(&first);
    scenario_free(&second);
}

Test(scenario_load, resolved_text_is_as_written_here)
{
    struct scenario scenario;
    struct small small;
    cr_assert_eq(small_load(&scenario, &small,
                            SMALL_TEXT
                            "providers:\n  a:\n    beds: {value: 3, low: 2, high: 4, source: count, grade: A}\n"),
                 STATUS_OK);
    cr_assert_str_eq(scenario.resolved, "title: Small\n"
                                        "label: {value: \"\", source: default}\n"
                                        "start: 2008-04-01\n"
                                        "until: 2009-04-01\n"
                                        "parameter_values: {value: centre, source: default}\n"
                                        "seed: {value: 1, source: default}\n"
                                        "table: {value: \"\", source: default}\n"
                                        "growth: {value: 0.01, unit: \"per year\", source: default}\n"
                                        "open: {value: true, source: default}\n"
                                        "population:\n"
                                        "  size: 5000\n"
                                        "  sample: {value: 1, source: default}\n"
                                        "providers:\n"
                                        "  a:\n"
                                        "    sector: {value: public, source: default}\n"
                                        "    beds: {value: 3, unit: beds, low: 2, high: 4, source: count, grade: A}\n"
                                        "    stay_days: {value: 7, unit: days, source: default}\n"
                                        "    sites: {}\n"
                                        "    services: {}\n"
                                        "contracts: {}\n");
    scenario_free(&scenario);
}

Test(scenario_load, texts_that_yaml_would_take_for_nothing_are_quoted)
{
    static const char *const words[] = {"null", "Null", "NULL"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        struct scenario scenario;
        struct small small;
        char text[200];
        char line[40];
        snprintf(text, sizeof text, SMALL_TEXT "label: \"%s\"\n", words[i]);
        snprintf(line, sizeof line, "\nlabel: \"%s\"\n", words[i]);
        cr_assert_eq(small_load(&scenario, &small, text), STATUS_OK);
        cr_expect_str_eq(small.label, words[i]);
        cr_expect_not_null(strstr(scenario.resolved, line), "%s", scenario.resolved);
        scenario_free(&scenario);
    }
}

struct lost {
    const char *name;
    struct named_list things, others;
};

/* A registry whose reference leads nowhere is a fault of the program, not of the scenario. */
Test(scenario_load, a_reference_of_the_registry_must_lead_to_a_named_section)
{
    static const char *const patterns[] = {"nowhere", "*.things", "others.*.things", "things.nowhere"};
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        const char *const choices[] = {patterns[i], NULL};
        const struct parameter reference = {
            "to",    PARAMETER_REFERENCE, offsetof(struct small_service, site), "", 0, 0, REQUIRED,
            choices, "what it means"};
        const struct section thing = {
            .parameters = &reference, .parameter_count = 1, .size = sizeof(struct small_service)};
        const struct subsection lists[] = {{"things", SECTION_NAMED, offsetof(struct lost, things), &thing, "things"},
                                           {"others", SECTION_NAMED, offsetof(struct lost, others), &thing, "others"}};
        const struct section root = {.sections = lists, .section_count = 2, .size = sizeof(struct lost)};
        const struct scenario_settings settings = {.path = "lost.yaml", .text = "things: {a: {to: b}}\n"};
        struct scenario scenario;
        struct lost lost;
        cr_expect_eq(scenario_load(&scenario, &root, &lost, &settings), STATUS_INTERNAL, "%s", patterns[i]);
        cr_expect_not_null(strstr(status_message(), "things.a.to: the registry has no named section"), "%s",
                           status_message());
        scenario_free(&scenario);
    }
}

Test(scenario_load, every_failed_allocation_is_reported)
{
    struct scenario scenario;
    struct small small;
    enum status status = STATUS_NO_MEMORY;
    int64_t failures = 0;
    for (int64_t n = 0; status != STATUS_OK; n++) {
        memory_fail_after(n);
        status = small_load(&scenario, &small, full_text);
        memory_fail_after(-1);
        scenario_free(&scenario);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY, "allocation %d: %s", (int)n, status_message());
        failures += status == STATUS_NO_MEMORY;
    }
    cr_assert_gt(failures, 10);
}

Test(scenario_load, every_failed_allocation_is_reported_with_problems_too)
{
    struct scenario scenario;
    struct small small;
    enum status status = STATUS_NO_MEMORY;
    for (int64_t n = 0; status == STATUS_NO_MEMORY; n++) {
        memory_fail_after(n);
        status = small_load(&scenario, &small, "titel: 3\nproviders: {a: {bed: 2}}\ncontracts: {c: {payee: b}}\n");
        memory_fail_after(-1);
        scenario_free(&scenario);
    }
    cr_assert_eq(status, STATUS_SCENARIO);
}

Test(scenario_load, free_is_safe_at_any_time)
{
    struct scenario scenario = {0};
    struct small small;
    size_t count = 1;
    scenario_free(&scenario);
    cr_assert_eq(small_load(&scenario, &small, "title: [\n"), STATUS_SCENARIO);
    scenario_free(&scenario);
    scenario_free(&scenario);
    cr_assert_null(scenario_problems(&scenario, &count));
    cr_assert_eq(count, 0);
}
