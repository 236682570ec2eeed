#include "people/scan.h"

#include <string.h>

#include "base/wide.h"

WIDE_CLONES
static void wake(const uint32_t *id, const uint32_t *threshold, size_t count, struct random_day day, uint8_t *woken)
{
    for (size_t k = 0; k < count; k++) {
        woken[k] = random_scan(day, id[k]) < threshold[k];
    }
}

void scan_wake(const uint32_t *id, const uint32_t *threshold, size_t count, struct random_day day, uint8_t *woken)
{
    wake(id, threshold, count, day, woken);
}

/* Most groups of eight have nobody. */
size_t scan_list(const uint8_t *woken, size_t first, size_t count, uint32_t *listed)
{
    size_t here = 0;

    for (size_t group = 0; group < count; group += sizeof(uint64_t)) {
        uint64_t any = 0;
        memcpy(&any, woken + group, sizeof any);
        for (size_t k = group; any != 0 && k < group + sizeof any; k++) {
            listed[here] = (uint32_t)(first + k);
            here += woken[k];
        }
    }
    return here;
}
