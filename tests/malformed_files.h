/* For tests of what a scenario may not say: a folder of tests/malformed with bad scenarios, each beside a file
 * .expected of the words, a line each, that the problems found in it must have. */
#ifndef CATCHMENT_TESTS_MALFORMED_FILES_H
#define CATCHMENT_TESTS_MALFORMED_FILES_H

#include "scenario/scenario.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define MALFORMED CATCHMENT_SOURCE "/tests/malformed/"

static inline bool has_problem(const struct scenario *scenario, const char *part)
{
    size_t count = 0;
    const char *const *problems = scenario_problems(scenario, &count);
    for (size_t i = 0; i < count; i++) {
        if (strstr(problems[i], part) != NULL) {
            return true;
        }
    }
    return false;
}

static inline void expect_problems(const struct scenario *scenario, const char *file)
{
    char line[1024];
    size_t lines = 0;
    size_t count = 0;
    const char *const *problems = scenario_problems(scenario, &count);
    FILE *stream = fopen(file, "r");
    cr_assert_not_null(stream, "%s is missing", file);
    while (fgets(line, sizeof line, stream) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        lines++;
        cr_expect(has_problem(scenario, line), "%s:\n  expected %s\n  found    %s (and %zu more)", file, line,
                  problems[0], count - 1);
    }
    fclose(stream);
    cr_expect_gt(lines, 0, "%s is empty", file);
}

static inline void malformed_file(const char *folder, const char *file, size_t stem, const struct section *section,
                                  void *values)
{
    char path[512];
    char expected[512];
    struct scenario scenario;
    snprintf(path, sizeof path, MALFORMED "%.40s/%.200s", folder, file);
    snprintf(expected, sizeof expected, MALFORMED "%.40s/%.*s.expected", folder, (int)stem, file);
    const struct scenario_settings settings = {.path = path};
    const enum status status = scenario_load(&scenario, section, values, &settings);
    cr_expect_eq(status, STATUS_SCENARIO, "%s: status %d", file, status);
    if (status == STATUS_SCENARIO) {
        expect_problems(&scenario, expected);
    }
    scenario_free(&scenario);
}

/* Loads every file of the folder as that section, and returns how many there are. */
static inline size_t malformed_files(const char *folder, const struct section *section, void *values)
{
    size_t files = 0;
    char path[512];
    const struct dirent *entry = NULL;
    snprintf(path, sizeof path, MALFORMED "%.40s", folder);
    DIR *stream = opendir(path);
    cr_assert_not_null(stream);
    while ((entry = readdir(stream)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot != NULL && strcmp(dot, ".yaml") == 0) {
            malformed_file(folder, entry->d_name, (size_t)(dot - entry->d_name), section, values);
            files++;
        }
    }
    closedir(stream);
    return files;
}

#endif
