/* Eligibility: a criterion of a scenario, asked of a person.
 *
 * scenario/criterion.h has the grammar. The names are those of conditions, of traits.def, of programmes (is a member),
 * and those of eligibility.def. Called wherever a scenario says who is meant; changes nothing. */
#ifndef CATCHMENT_PEOPLE_ELIGIBILITY_H
#define CATCHMENT_PEOPLE_ELIGIBILITY_H

#include <stdbool.h>

#include "base/calendar.h"
#include "base/status.h"
#include "people/figures.h"
#include "people/person.h"
#include "scenario/criterion.h"

#define QUANTITY(name, text, words, meaning) ELIGIBILITY_##name,
enum eligibility_quantity {
#include "people/eligibility.def"
    ELIGIBILITY_QUANTITY_COUNT
};
#undef QUANTITY

/* What a test looks at. */
enum eligibility_subject { SUBJECT_EXPOSURE, SUBJECT_PROGRAMME, SUBJECT_QUANTITY };

struct eligibility_step {
    uint8_t kind;       /* enum criterion_kind */
    uint8_t comparison; /* enum criterion_comparison */
    uint8_t subject;    /* enum eligibility_subject */
    uint8_t which;      /* the bit of the exposure, the programme, or the quantity */
    float value;        /* what it is compared with */
};

struct eligibility {
    size_t step_count; /* 0: everybody */
    struct eligibility_step *steps;
};

/* In the order of their words. */
enum ambulance_call { CALL_NONE, CALL_C, CALL_B, CALL_A };

/* A person as a criterion sees them. */
struct viewpoint {
    const struct people *people;
    const struct population *population;
    uint32_t row;
    day_t today;
    enum ambulance_call call; /* that belongs to the moment */
};

/* Finds the names of a criterion. `path`, with what comes after it, is where the scenario says it, for the message.
 * Errors: STATUS_SCENARIO for a name or a word that is none, with the nearest; STATUS_NO_MEMORY. */
enum status eligibility_bind(struct eligibility *out, const char *text, const struct figures *figures,
                             const struct named_list *programmes, const char *path, ...)
    __attribute__((format(printf, 5, 6)));
void eligibility_free(struct eligibility *self);

bool eligibility_holds(const struct eligibility *self, const struct viewpoint *person);

/* The rank of means of a person: the quantity wealth_rank. */
float eligibility_wealth_rank(const struct viewpoint *person);

/* What a criterion may compare, for the reference: its name, its words in their order from 0 on (separated by blanks;
 * "" when it is a number), and what it is. */
const char *eligibility_quantity_name(enum eligibility_quantity quantity);
const char *eligibility_quantity_words(enum eligibility_quantity quantity);
const char *eligibility_quantity_meaning(enum eligibility_quantity quantity);

#endif
