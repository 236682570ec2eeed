/* Scenario files: YAML read into the structs of a registry, or a list of everything that is wrong with it.
 *
 * A scenario is a stack of layers: the files of its `extends:` chain, base first; the scenario itself; an overlay; the
 * single values of --set. A later layer changes an earlier one: mappings merge, scalars and lists replace, `null` as
 * the value of an element of a named section removes that element. A parameter is written as a plain value or as
 *     {value: 4.2, unit: days, source: "...", grade: A, note: "...", low: 3, high: 6, distribution: normal}
 * where only `value` is needed; such a mapping replaces what an earlier layer says wholly, and one without `value`
 * changes only what it names. low and high are the 95% interval (normal, lognormal) or the ends (uniform, triangular,
 * whose mode is the value). A section may hold `source`, `grade` and `note` for the plain values of the same file in
 * it.
 *
 * A section that holds a `change` (schema.h) says what holds from a date on: it is laid over the scenario, with the
 * changes of earlier dates, like one more layer. It may change values that the registry lists as `dated`, and neither
 * make nor remove elements.
 *
 * The program and the tests call this. It never prints, and never stops at the first problem.
 */
#ifndef CATCHMENT_SCENARIO_SCENARIO_H
#define CATCHMENT_SCENARIO_SCENARIO_H

#include "base/text.h"
#include "scenario/arena.h"
#include "scenario/schema.h"

/* What to read. A zeroed struct with a path is the plain case. */
struct scenario_settings {
    const char *path;        /* the scenario file; with `text`, the name of that text in messages */
    const char *text;        /* NULL, or the YAML itself (a resolved scenario out of an output file) */
    const char *const *sets; /* PATH=VALUE, applied in order */
    size_t set_count;
    const char *overlay; /* NULL, or a file applied after the scenario and before the sets */
    uint64_t replicate;  /* which draw of the distributions */
    bool has_seed;
    uint64_t seed; /* replaces the scenario's, when has_seed */
};

/* What an earlier layer gave as the value of a parameter. */
struct scenario_earlier {
    const char *value, *file; /* as written, and where */
    uint32_t line;
    const struct scenario_earlier *next; /* the one before it; NULL: none */
};

/* One resolved parameter. All texts are owned by the scenario; none is NULL. */
struct scenario_parameter {
    const char *path;
    const char *value;        /* as used in the run: drawn, if it was drawn; canonical, so that it reads back exactly */
    const char *centre;       /* as written; differs from `value` only when drawn */
    const char *unit;         /* "" for none */
    const char *source;       /* as given or inherited; else FILE:LINE, "default" or "set on the command line" */
    const char *grade;        /* "A", "B", "C" or "" */
    const char *note;         /* "" for none */
    const char *low, *high;   /* "" when there is no distribution */
    const char *distribution; /* "normal", "lognormal", "uniform", "triangular" or "" */
    const char *meaning;
    const char *file;                       /* where it was written; "" for a default */
    uint32_t line;                          /* counted from 1; 0 for a default and for --set */
    const struct scenario_earlier *earlier; /* that it replaced, newest first; NULL: nothing */
    bool is_default;                        /* nobody wrote it */
    bool is_explained; /* more is known than the place where it was written: a source, a distribution, a default */
    const struct parameter *row; /* type, range, choices */
};

/* The scenario as it is from a day on, with all that has changed until then. */
struct scenario_step {
    day_t date;
    const char *name, *label;                /* of the change */
    const void *values;                      /* a struct as `root` describes; owned by the scenario */
    size_t first_parameter, parameter_count; /* what has changed, among the parameters */
    size_t prefix_length;                    /* of their paths, which begin with that of the change and a dot */
};

struct scenario {
    char *resolved; /* the whole scenario as one YAML text, each value in it, in one fixed order */
    struct scenario_parameter *parameters; /* in the order of the registry, elements by name; then what changes on
                                            * dates, under the path of the change */
    size_t parameter_count;
    struct scenario_step *steps; /* by date, and by name within a date; owned */
    size_t step_count;
    uint64_t hash; /* of every path and value as used; of a file, its contents rather than its place */

    /* private; the problems are read with scenario_problems */
    struct scenario_problem *faults;
    const char **problems;
    size_t problem_count, problem_capacity, parameter_capacity;
    struct arena arena;         /* all texts, names and elements */
    struct scenario_node *tree; /* the merged layers */
    const struct section *root;
};

/* Reads, merges, checks, and fills `target`, a struct as `root` describes. `self` need not be
 * initialised; it owns all that `target` points to, so it must outlive it, and is to be freed whatever the result.
 * Errors: STATUS_SCENARIO with problems (status_message has their number and the first), STATUS_NO_MEMORY, STATUS_IO.
 */
enum status scenario_load(struct scenario *self, const struct section *root, void *target,
                          const struct scenario_settings *settings);

/* Safe on a zeroed, a failed and a freed scenario. */
void scenario_free(struct scenario *self);

/* All problems, each `FILE:LINE:COLUMN: path: what is wrong; what is expected`. Owned by the scenario. */
const char *const *scenario_problems(const struct scenario *self, size_t *count);

/* For the checks of a section: adds a problem about the parameter or section at `path` (dots between parts), with the
 * place where it, or else the nearest mapping around it, was written. */
enum status scenario_problem_at(struct scenario *self, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How parameters are listed. */
#define SCENARIO_FORM_LIST(X)                                                                                          \
    X(SCENARIO_FORM_TABLE, "table") /* aligned columns; a single parameter with its whole story */                     \
    X(SCENARIO_FORM_TSV, "tsv")     /* tab-separated values with a header row */                                       \
    X(SCENARIO_FORM_JSON, "json")   /* an array of objects */
enum scenario_form { SCENARIO_FORM_LIST(CHOICE_ENUMERATOR) };

/* Appends the parameters at `path`: one, or those of a section; NULL for all. A part of the path may be `*`, which is
 * any name. Errors: STATUS_NOT_FOUND with what may be meant. */
enum status scenario_describe(const struct scenario *self, const char *path, enum scenario_form form,
                              struct text_buffer *out);

/* Appends the parameter reference, Markdown, from the registry alone: a heading and a table for each section. */
enum status scenario_reference(const struct section *root, struct text_buffer *out);

/* The kind of value that a row wants, for a reader: "an integer from 0 to 90 (days)". Appends to `out`. */
enum status scenario_expected(const struct parameter *row, struct text_buffer *out);

#endif
