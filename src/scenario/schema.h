/* The vocabulary of the parameter registry: what a scenario may say, as tables of data.
 *
 * A registry is a tree of sections. A section is a mapping of a scenario file that fills one C struct: its parameters
 * are the leaves, its subsections the mappings inside. scenario.h reads a file by such a tree; registry.h holds the
 * tree of Catchment itself and says how to add to it. Nothing here reads, allocates or checks anything.
 */
#ifndef CATCHMENT_SCENARIO_SCHEMA_H
#define CATCHMENT_SCENARIO_SCHEMA_H

#include "base/calendar.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scenario;

/* The type of a parameter, and in brackets the C type of the member that it fills. */
enum parameter_type {
    PARAMETER_REAL,      /* a finite number [double] */
    PARAMETER_INTEGER,   /* a whole number [int64_t] */
    PARAMETER_BOOLEAN,   /* true or false [bool] */
    PARAMETER_TEXT,      /* any text [const char *, never NULL] */
    PARAMETER_DATE,      /* YYYY-MM-DD [day_t] */
    PARAMETER_CHOICE,    /* one of a fixed list of words [int32_t, the index of the word] */
    PARAMETER_FILE,      /* a file, relative to the file that names it [const char *, absolute; "" when absent] */
    PARAMETER_CRITERION, /* who is meant: criterion.h [const char *; "" for everybody] */
    PARAMETER_REFERENCE, /* the name of an element of a named section [int32_t, its index; -1 when absent] */
};

/* One row of the registry. */
struct parameter {
    const char *key; /* last part of the path, and the name of the member */
    enum parameter_type type;
    size_t offset;              /* of the member in the struct of its section */
    const char *unit;           /* "" for what has none */
    double minimum, maximum;    /* inclusive; of reals and integers */
    const char *fallback;       /* the default as text; NULL: must be given; "" on text, file, reference: optional */
    const char *const *choices; /* CHOICE: the words, closed by NULL; REFERENCE: [0] is the path of the named section */
    const char *meaning;
};

enum section_kind {
    SECTION_FIXED,  /* a mapping with known keys; absent means that all its parameters take their defaults */
    SECTION_NAMED,  /* a mapping from the user's names to elements, each of which is a section; may be absent */
    SECTION_CHANGE, /* a mapping with the keys of the root, kept as it is written: what holds from some day on */
};

/* What the elements of a named section may be called, where that is not for the user to choose. */
struct section_names {
    const char *key;          /* what stands for a name in a path: "service" */
    const char *noun;         /* what they are called after: "service line" */
    const char *const *words; /* the names, closed by NULL */
};

/* What a mapping may hold and the struct it fills. The first member of that struct is `const char *name`: the user's
 * name of an element, the key of a fixed section, "" for the root. */
struct section {
    const struct parameter *parameters;
    size_t parameter_count;
    const struct subsection *sections;
    size_t section_count;
    size_t size;                       /* of the struct, bytes */
    const struct section_names *names; /* of the elements, when it is that of a named section; NULL: any name */
    const char *const *dated; /* of the root: paths of what may change on a date, closed by NULL; `*` is any name, and a
                               * section stands for all in it */

    /* Rules between parameters, NULL for none. They report with scenario_problem_at, and fail only when they cannot
     * work at all. `path` is that of this section ("" for the root) and `values` the struct that it filled.
     * `check` is called when the section's own parameters are sound, and must look at nothing else;
     * `check_all` when the section and all inside it are. Distributions have not been drawn and references are set. */
    enum status (*check)(struct scenario *scenario, const char *path, const void *values);
    enum status (*check_all)(struct scenario *scenario, const char *path, const void *values);
};

/* A section at its place in another. The same section may stand in several places. */
struct subsection {
    const char *key;
    enum section_kind kind;
    size_t offset; /* FIXED: of the nested struct; NAMED: of a struct named_list; CHANGE: of a pointer to what is
                    * written, NULL for nothing */
    const struct section *section; /* NULL of a change, which has the keys of the root */
    const char *meaning;
};

/* What a NAMED section fills: elements sorted by name, bytewise, so that the order in a file never matters. */
struct named_list {
    void *items;  /* `count` structs of the section's size; owned by the scenario; NULL when there are none */
    size_t count; /* elements */
};

/* A list of words written once, as LIST(X) X(ENUMERATOR, "word") ..., gives both the enum and the choices:
 *     enum colour { COLOUR_LIST(CHOICE_ENUMERATOR) };      CHOICE(colour, CHOICE_WORDS(COLOUR_LIST), "red", "...") */
#define CHOICE_ENUMERATOR(enumerator, word) enumerator,
#define CHOICE_WORD(enumerator, word) word,
#define CHOICE_WORDS(LIST)                                                                                             \
    (const char *const[])                                                                                              \
    {                                                                                                                  \
        LIST(CHOICE_WORD) NULL                                                                                         \
    }

/* The default of a parameter that every scenario must give. */
#define REQUIRED NULL

#endif
