#include "scenario_small.h"

#include <criterion/criterion.h>

static struct text_buffer out;

static void teardown(void)
{
    text_buffer_free(&out);
}

TestSuite(scenario_reference, .fini = teardown);

/* The texts stand in the page in this order. */
static void expect_in_order(const char *const *parts, size_t count)
{
    const char *text = text_buffer_text(&out);
    for (size_t i = 0; i < count; i++) {
        const char *place = strstr(text, parts[i]);
        cr_assert_not_null(place, "%s\nis not, or not in order, in\n%s", parts[i], text_buffer_text(&out));
        text = place;
    }
}

Test(scenario_reference, has_each_section_and_parameter)
{
    static const char *const parts[] = {
        "- [`population`](#population): the people\n",
        "- [`providers.<name>`](#providersname): who cares\n",
        "| path | type | unit | range | default | meaning |\n",
        "| --- | --- | --- | --- | --- | --- |\n",
        "| `title` | text | | | **required** | what it is |\n",
        "| `label` | text | | | none | short \\| name |\n",
        "| `start` | date | | YYYY-MM-DD | **required** | first day |\n",
        "| `parameter_values` | choice | | centre, draw | centre | centres or draws |\n",
        "## `population`\n\nThe people.\n\n",
        "| `population.size` | whole number | people | 1000 to 60000000 | **required** | people simulated |\n",
        "## `providers.<name>`\n\nWho cares.\n\n",
        "| `providers.<name>.stay_days` | number | days | 0.1 to 365 | 7 | mean length of stay |\n",
        "### `providers.<name>.services.<name>`\n\nWhat it offers.\n\n",
        "| `providers.<name>.services.<name>.site` | name | | of "
        "[`providers.<name>.sites.<name>`](#providersnamesitesname) | none | where it is |\n",
        "## `contracts.<name>`\n",
    };
    cr_assert_eq(scenario_reference(&small_section, &out), STATUS_OK);
    expect_in_order(parts, COUNT_OF(parts));
}

Test(scenario_reference, a_section_in_two_places_is_described_once)
{
    static const char *const words[] = {"red", NULL};
    static const struct section_names names = {"colour", "colour", words};
    struct section site = small_site_section;
    site.names = &names;
    const struct subsection places[] = {{"first", SECTION_FIXED, 0, &site, "one"},
                                        {"second", SECTION_NAMED, 0, &site, "the other"}};
    const struct section root = {.sections = places, .section_count = 2};
    static const char *const parts[] = {
        "## `first`\n\nOne.",
        "| `first.x_km` | number | km |",
        "## `second.<colour>`\n\nThe other. `<colour>` is the name of a colour.\n\nThe keys are those of "
        "[`first`](#first).\n",
    };
    cr_assert_eq(scenario_reference(&root, &out), STATUS_OK);
    expect_in_order(parts, COUNT_OF(parts));
    cr_assert_null(strstr(text_buffer_text(&out), "second.<colour>.x_km"));
}
