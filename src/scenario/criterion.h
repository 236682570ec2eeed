/* Criteria: who is meant, as a scenario says it.
 *
 *     age >= 75 and (copd or heart_failure_severe) and not care_home and emergency_admissions >= 2
 *
 * A criterion is made of tests, joined by `and`, `or`, `not` and brackets; `not` binds most, `or` least. A test is a
 * name by itself, or a name compared (<, <=, =, !=, >=, >) with a number or a word: `frailty >= moderate`. This module
 * knows the grammar alone; people/eligibility.h knows the names. The empty text is everybody.
 *
 * A parsed criterion is a list of steps in the order in which they are worked out: a test pushes whether it holds,
 * `not` turns the top over, `and` and `or` join the top two. */
#ifndef CATCHMENT_SCENARIO_CRITERION_H
#define CATCHMENT_SCENARIO_CRITERION_H

#include <stddef.h>

#include "base/status.h"

enum {
    CRITERION_STEPS = 64, /* the most steps of one criterion; a stack of as many bits never overflows */
    CRITERION_WORD = 48   /* the longest name or word, with its end mark */
};

enum criterion_kind { CRITERION_TEST, CRITERION_NOT, CRITERION_AND, CRITERION_OR };

enum criterion_comparison {
    CRITERION_HAS, /* a name by itself */
    CRITERION_BELOW,
    CRITERION_AT_MOST,
    CRITERION_EQUAL,
    CRITERION_UNEQUAL,
    CRITERION_AT_LEAST,
    CRITERION_ABOVE
};

struct criterion_step {
    enum criterion_kind kind;
    enum criterion_comparison comparison; /* of a test; the rest too */
    size_t column;                        /* where the name begins, from 1 */
    char name[CRITERION_WORD];
    char word[CRITERION_WORD]; /* what it is compared with, if that is a word; else empty */
    double number;             /* if that is a number */
};

struct criterion {
    size_t step_count; /* 0: everybody */
    struct criterion_step steps[CRITERION_STEPS];
};

/* Errors: STATUS_MALFORMED with the column and what was expected there; too long or too deep is malformed too. */
enum status criterion_parse(struct criterion *out, const char *text);

#endif
