/* Any bytes on top of a sound scenario of the registry of Catchment: leading lines `set PATH=VALUE` as --set, and the
 * rest once as a file that extends the sound one and once as an overlay. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/registry.h"

#define FOLDER CATCHMENT_SOURCE "/tests/fuzz/"

enum { SETS_MOST = 8 };

/* The least value that a row allows. */
static void append_least(const struct parameter *row, struct text_buffer *out)
{
    switch (row->type) {
    case PARAMETER_REAL:
    case PARAMETER_INTEGER:
        text_buffer_append_format(out, "%.17g", row->minimum);
        break;
    case PARAMETER_BOOLEAN:
        text_buffer_append(out, "false");
        break;
    case PARAMETER_CHOICE:
        text_buffer_append(out, row->choices[0]);
        break;
    case PARAMETER_DATE:
        text_buffer_append(out, strcmp(row->key, "start") == 0 ? "2008-04-01" : "2009-04-01");
        break;
    case PARAMETER_FILE:
        text_buffer_append(out, FOLDER "figures/carers.csv");
        break;
    case PARAMETER_CRITERION:
        text_buffer_append(out, "age >= 65");
        break;
    case PARAMETER_TEXT:
    case PARAMETER_REFERENCE:
        text_buffer_append(out, "a");
        break;
    }
}

/* All that the registry demands, so that this scenario is sound whatever is added to the registry. */
static void append_section(const struct section *section, int depth, struct text_buffer *out)
{
    for (size_t i = 0; i < section->parameter_count; i++) {
        if (section->parameters[i].fallback == NULL) {
            text_buffer_append_format(out, "%*s%s: ", depth, "", section->parameters[i].key);
            append_least(&section->parameters[i], out);
            text_buffer_append(out, "\n");
        }
    }
    for (size_t i = 0; i < section->section_count; i++) {
        const struct subsection *inner = &section->sections[i];
        if (inner->kind == SECTION_FIXED && inner->section->parameter_count > 0) {
            text_buffer_append_format(out, "%*s%s:\n", depth, "", inner->key);
            text_buffer_append_format(out, "%*snote: a\n", depth + 1, "");
            append_section(inner->section, depth + 1, out);
        }
    }
}

/* The path of the sound scenario, which is written and tried once. */
static const char *sound_scenario(void)
{
    static const char *path;
    struct text_buffer text = {0};
    uint64_t hash = 0;

    if (path == NULL) {
        append_section(&run_section, 0, &text);
        path = fuzz_file(0, text_buffer_text(&text), text.length);
        const struct scenario_settings settings = {.path = path};
        fuzz_require(fuzz_scenario(&run_section, &settings, true, &hash), "refused: %s", status_message());
        text_buffer_free(&text);
    }
    return path;
}

/* Cuts the leading `set` lines off the input. */
static size_t take_sets(const uint8_t **data, size_t *size, char sets[SETS_MOST][256], const char *list[SETS_MOST])
{
    size_t count = 0;
    while (count<SETS_MOST && * size> 4 && memcmp(*data, "set ", 4) == 0) {
        *data += 4;
        *size -= 4;
        fuzz_first_line(data, size, sets[count], sizeof sets[count]);
        list[count] = sets[count];
        count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char sets[SETS_MOST][256];
    const char *list[SETS_MOST] = {0};
    char extends[64];
    uint64_t hash_of_file = 0;
    uint64_t hash_of_overlay = 0;
    struct scenario_settings settings = {.sets = list, .replicate = 1};

    const char *sound = sound_scenario();
    settings.set_count = take_sets(&data, &size, sets, list);
    settings.has_seed = size % 2 == 1;
    snprintf(extends, sizeof extends, "extends: %s\n", sound);
    char *text = fuzz_text(extends, data, size);
    settings.path = FOLDER "input.yaml";
    settings.text = text;
    const bool file_good = fuzz_scenario(&run_section, &settings, true, &hash_of_file);

    settings.path = sound;
    settings.text = NULL;
    settings.overlay = fuzz_file(1, data, size);
    const bool overlay_good = fuzz_scenario(&run_section, &settings, false, &hash_of_overlay);
    fuzz_require(!file_good || !overlay_good || hash_of_file == hash_of_overlay,
                 "an overlay differs from the same text that extends");
    free(text);
    return 0;
}
