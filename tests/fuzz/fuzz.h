/* What the fuzz harnesses share. A harness feeds any bytes to one reader and checks what must hold whatever they are: a
 * text that is accepted says so consistently, one that is refused is refused with a place and in whole lines.
 *
 * cmake/fuzz.cmake links each harness with libFuzzer, or else with replay.c, which feeds it the kept files.
 */
#ifndef CATCHMENT_TESTS_FUZZ_H
#define CATCHMENT_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/scenario.h"

/* The entry point that every harness defines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts with this message unless `holds`. */
void fuzz_require(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts bytes into a file in memory that lives as long as the process, in place of what it held; `slot` is 0 or 1.
 * Returns its path, which stays valid. */
const char *fuzz_file(unsigned slot, const void *bytes, size_t size);

/* The first line of an input, cut off: *data and *size go on after it. At most `room` - 1 bytes are copied. */
void fuzz_first_line(const uint8_t **data, size_t *size, char *line, size_t room);

/* The text `before` and then the bytes, with an end mark; to be freed. */
char *fuzz_text(const char *before, const uint8_t *data, size_t size);

/* A message is one line of UTF-8 without control characters. */
void fuzz_check_line(const char *text);

/* Loads a scenario and checks what came of it. Refused: each problem names its place. Accepted: there is none; and when
 * `wholly`, the resolved scenario reads back as itself and, now and then for it takes long, its descriptions are whole.
 * Returns whether it was accepted, and then sets *hash. */
bool fuzz_scenario(const struct section *root, const struct scenario_settings *settings, bool wholly, uint64_t *hash);

#endif
