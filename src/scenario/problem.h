/* The list of everything that is wrong with a scenario, used by the other modules of this floor; and what is said about
 * a name that only a higher floor knows to be wrong. */
#ifndef CATCHMENT_SCENARIO_PROBLEM_H
#define CATCHMENT_SCENARIO_PROBLEM_H

#include "scenario/tree.h"

#include <stdarg.h>

/* Adds `FILE:LINE:COLUMN: path: text`; the path may be "". Errors: STATUS_NO_MEMORY. */
enum status problem_add(struct scenario *scenario, struct scenario_place place, const char *path, const char *format,
                        ...) __attribute__((format(printf, 4, 5)));

/* The same with the arguments in a list. */
enum status problem_add_list(struct scenario *scenario, struct scenario_place place, const char *path,
                             const char *format, va_list arguments) __attribute__((format(printf, 4, 0)));

/* Puts the problems in order of layer and place, fills scenario->problems, and raises STATUS_SCENARIO if there are any.
 */
enum status problem_conclude(struct scenario *scenario);

/* Appends "; did you mean PREFIX.WORD?" when a candidate is near, else "; expected one of ..." (nothing for none). */
enum status problem_suggest(struct text_buffer *out, const char *prefix, const char *word,
                            const char *const *candidates, size_t count);

/* Raises STATUS_SCENARIO for a name that is none: "PATH: expected EXPECTED, found FOUND", with "; did you mean
 * NEAREST?" unless that is NULL. The path is a format. Errors: STATUS_NO_MEMORY. */
enum status problem_raise_name(const char *expected, const char *found, const char *nearest, const char *path, ...)
    __attribute__((format(printf, 4, 5)));

/* PREFIX.KEY, or KEY when the prefix is "". Owned by the arena. */
enum status path_join(struct scenario *scenario, const char *prefix, const char *key, const char **out);

#endif
