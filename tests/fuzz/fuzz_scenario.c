/* Any bytes as a whole scenario file of the small registry, which has every type of parameter and kind of section. */
#include "fuzz.h"

#include <stdlib.h>

#include "../scenario_small.h"

#define NAME CATCHMENT_SOURCE "/tests/fuzz/input.yaml"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scenario_settings settings = {.path = NAME, .replicate = 1};
    uint64_t hash = 0;
    char *text = NULL;

    if (size > 0 && memchr(data, 0, size) != NULL) {
        settings.path = fuzz_file(0, data, size);
    } else {
        text = fuzz_text("", data, size);
        settings.text = text;
    }
    fuzz_scenario(&small_section, &settings, true, &hash);
    free(text);
    return 0;
}
