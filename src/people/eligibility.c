#include "people/eligibility.h"

#include <stdarg.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "people/life.h"
#include "people/population.h"
#include "scenario/problem.h"

#define QUANTITY(name, text, words, meaning) {text, words, meaning},
static const struct {
    const char *name, *words, *meaning;
} quantities[ELIGIBILITY_QUANTITY_COUNT] = {
#include "people/eligibility.def"
};
#undef QUANTITY

const char *eligibility_quantity_name(enum eligibility_quantity quantity)
{
    return quantities[quantity].name;
}

const char *eligibility_quantity_words(enum eligibility_quantity quantity)
{
    return quantities[quantity].words;
}

const char *eligibility_quantity_meaning(enum eligibility_quantity quantity)
{
    return quantities[quantity].meaning;
}

/* Every name that there is, in the order of subjects, and what each means. */
struct names {
    const char **texts;
    struct eligibility_step *meanings;
    size_t count;
};

static void names_add(struct names *self, const char *text, enum eligibility_subject subject, size_t which)
{
    self->texts[self->count] = text;
    self->meanings[self->count++] = (struct eligibility_step){.subject = (uint8_t)subject, .which = (uint8_t)which};
}

static enum status names_collect(struct names *self, const struct figures *figures, const struct named_list *programmes)
{
    const struct programme_parameters *items = programmes->items;
    const size_t most = figures->condition_count + TRAIT_COUNT + programmes->count + ELIGIBILITY_QUANTITY_COUNT;
    enum status status = memory_allocate((void **)&self->texts, most, sizeof *self->texts);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->meanings, most, sizeof *self->meanings);
    }
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t quantity = 0; quantity < ELIGIBILITY_QUANTITY_COUNT; quantity++) {
        names_add(self, quantities[quantity].name, SUBJECT_QUANTITY, quantity);
    }
    for (size_t condition = 0; condition < figures->condition_count; condition++) {
        names_add(self, figures->conditions[condition].name, SUBJECT_EXPOSURE, condition);
    }
    for (size_t trait = 0; trait < TRAIT_COUNT; trait++) {
        names_add(self, trait_name((enum trait)trait), SUBJECT_EXPOSURE, CONDITION_LIMIT + trait);
    }
    for (size_t programme = 0; programme < programmes->count; programme++) {
        names_add(self, items[programme].name, SUBJECT_PROGRAMME, programme);
    }
    return STATUS_OK;
}

static void names_free(struct names *self)
{
    memory_free((void **)&self->texts);
    memory_free((void **)&self->meanings);
}

static enum status refuse(const char *path, const struct criterion_step *step, const char *expected, const char *found,
                          const char *nearest)
{
    return problem_raise_name(expected, found, nearest, "%s: column %zu", path, step->column);
}

/* The place of a word among the words of a quantity, or -1. */
static int find_word(const char *words, const char *word)
{
    const size_t length = strlen(word);
    int place = 0;

    for (const char *at = words; *at != '\0'; place++) {
        const size_t here = strcspn(at, " ");
        if (here == length && strncmp(at, word, length) == 0) {
            return place;
        }
        at += here;
        at += strspn(at, " ");
    }
    return -1;
}

/* A number, or a word of the quantity; an exposure or a membership is there or not, and is not compared. */
static enum status bind_value(struct eligibility_step *out, const struct criterion_step *step, const char *path)
{
    const bool quantity = out->subject == SUBJECT_QUANTITY;
    const char *words = quantity ? quantities[out->which].words : "";

    if (step->comparison == CRITERION_HAS) {
        return quantity ? refuse(path, step, "a comparison", step->name, NULL) : STATUS_OK;
    }
    if (!quantity) {
        return refuse(path, step, "a name by itself", "a comparison", NULL);
    }
    if ((step->word[0] != '\0') != (words[0] != '\0')) {
        return refuse(path, step, words[0] != '\0' ? words : "a number",
                      step->word[0] != '\0' ? step->word : "a number", NULL);
    }
    if (words[0] == '\0') {
        out->value = (float)step->number;
        return STATUS_OK;
    }
    const int place = find_word(words, step->word);
    out->value = (float)place;
    return place >= 0 ? STATUS_OK : refuse(path, step, words, step->word, NULL);
}

static enum status bind_test(struct eligibility_step *out, const struct criterion_step *step, const char *path,
                             const struct names *names)
{
    size_t at = 0;

    while (at < names->count && strcmp(names->texts[at], step->name) != 0) {
        at++;
    }
    if (at == names->count) {
        return refuse(path, step, "the name of a condition, trait, programme or quantity", step->name,
                      text_nearest(step->name, names->texts, names->count));
    }
    *out = names->meanings[at];
    out->kind = CRITERION_TEST;
    out->comparison = (uint8_t)step->comparison;
    return bind_value(out, step, path);
}

static enum status bind(struct eligibility *out, const char *text, const struct figures *figures,
                        const struct named_list *programmes, const char *path)
{
    struct criterion criterion;
    struct names names = {0};
    enum status status = criterion_parse(&criterion, text);

    if (status == STATUS_OK) {
        status = names_collect(&names, figures, programmes);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&out->steps, criterion.step_count, sizeof *out->steps);
    }
    for (size_t i = 0; i < criterion.step_count && status == STATUS_OK; i++) {
        const struct criterion_step *step = &criterion.steps[i];
        out->steps[i].kind = (uint8_t)step->kind;
        if (step->kind == CRITERION_TEST) {
            status = bind_test(&out->steps[i], step, path, &names);
        }
    }
    out->step_count = status == STATUS_OK ? criterion.step_count : 0;
    if (status != STATUS_OK) {
        eligibility_free(out);
    }
    names_free(&names);
    return status;
}

enum status eligibility_bind(struct eligibility *out, const char *text, const struct figures *figures,
                             const struct named_list *programmes, const char *path, ...)
{
    struct text_buffer place = {0};
    va_list arguments;

    va_start(arguments, path);
    enum status status = text_buffer_append_format_list(&place, path, arguments);
    va_end(arguments);
    *out = (struct eligibility){0};
    if (status == STATUS_OK) {
        status = bind(out, text, figures, programmes, text_buffer_text(&place));
    }
    text_buffer_free(&place);
    return status;
}

void eligibility_free(struct eligibility *self)
{
    memory_free((void **)&self->steps);
    self->step_count = 0;
}

static struct random draw_for_life(const struct viewpoint *viewpoint, enum random_purpose purpose, uint64_t entity,
                                   uint32_t index)
{
    return random_at(viewpoint->population->key, purpose, entity, 0, index);
}

static float rank_of(const struct viewpoint *viewpoint, enum random_purpose purpose, uint64_t entity)
{
    struct random random = draw_for_life(viewpoint, purpose, entity, 0);

    return (float)random_unit(&random);
}

/* Events expected in a year at the hazards of today without programmes, times the error of the score, whose mean is 1.
 */
static float risk_of(const struct viewpoint *viewpoint, enum hazard hazard)
{
    const struct population *population = viewpoint->population;
    const struct person *person = &viewpoint->people->person[viewpoint->row];
    const unsigned age = life_age(person->birth_day, viewpoint->today);
    const double spread = population->risk_score_spread;
    struct random random =
        draw_for_life(viewpoint, RANDOM_PURPOSE_RISK_SCORE, viewpoint->people->id[viewpoint->row], (uint32_t)hazard);
    union hazard_vector hazards;

    hazard_evaluate(&population->hazards, age, (enum sex)person->sex, person->exposures, &hazards);
    const double error = spread > 0 ? random_lognormal(&random, -spread * spread / 2, spread) : 1;
    return (float)(CALENDAR_DAYS_PER_YEAR * hazards.lane[hazard] * error);
}

static float measure(enum eligibility_quantity quantity, const struct viewpoint *viewpoint)
{
    const struct people *people = viewpoint->people;
    const struct person *person = &people->person[viewpoint->row];
    const struct use *use = &people->use[viewpoint->row];
    const struct population *population = viewpoint->population;

    switch (quantity) {
    case ELIGIBILITY_AGE:
        return (float)life_age(person->birth_day, viewpoint->today);
    case ELIGIBILITY_SEX:
        return (float)person->sex;
    case ELIGIBILITY_FRAILTY:
        return (float)exposure_frailty(person->exposures);
    case ELIGIBILITY_NEED:
        return (float)exposure_need(person->exposures);
    case ELIGIBILITY_DEPRIVATION:
        return (float)(exposure_quintile(person->exposures) + 1);
    case ELIGIBILITY_CONDITIONS:
        return (float)__builtin_popcountll(person->exposures & population->counted_conditions);
    case ELIGIBILITY_EMERGENCY_ADMISSIONS:
        return (float)recent_sum(use->admissions);
    case ELIGIBILITY_ATTENDANCES:
        return (float)recent_sum(use->attendances);
    case ELIGIBILITY_HOME_CARE_HOURS:
        return (float)person->home_care_hours;
    case ELIGIBILITY_CARER_HOURS:
        return (float)caring_hours(&population->caring, people, viewpoint->row);
    case ELIGIBILITY_SETTING:
        return (float)population->area->neighbourhoods[person->neighbourhood].rural;
    case ELIGIBILITY_ADMISSION_RISK:
        return risk_of(viewpoint, HAZARD_EMERGENCY_ADMISSION);
    case ELIGIBILITY_DEATH_RISK:
        return risk_of(viewpoint, HAZARD_DEATH);
    case ELIGIBILITY_WEALTH_RANK:
        return rank_of(viewpoint, RANDOM_PURPOSE_WEALTH, people->id[viewpoint->row]);
    case ELIGIBILITY_PRACTICE_RANK:
        return rank_of(viewpoint, RANDOM_PURPOSE_PRACTICE, person->practice);
    case ELIGIBILITY_AMBULANCE_CALL:
        return (float)viewpoint->call;
    case ELIGIBILITY_QUANTITY_COUNT:
        break;
    }
    return 0;
}

float eligibility_wealth_rank(const struct viewpoint *person)
{
    return measure(ELIGIBILITY_WEALTH_RANK, person);
}

static bool compare(float found, enum criterion_comparison comparison, float value)
{
    switch (comparison) {
    case CRITERION_BELOW:
        return found < value;
    case CRITERION_AT_MOST:
        return found <= value;
    case CRITERION_EQUAL:
        return found == value;
    case CRITERION_UNEQUAL:
        return found != value;
    case CRITERION_AT_LEAST:
        return found >= value;
    case CRITERION_ABOVE:
        return found > value;
    case CRITERION_HAS:
        break;
    }
    return found != 0;
}

static bool test_holds(const struct eligibility_step *step, const struct viewpoint *viewpoint)
{
    const struct people *people = viewpoint->people;

    switch ((enum eligibility_subject)step->subject) {
    case SUBJECT_EXPOSURE:
        return (people->person[viewpoint->row].exposures >> step->which & 1) != 0;
    case SUBJECT_PROGRAMME:
        return (people_programmes(people, viewpoint->row) >> step->which & 1) != 0;
    case SUBJECT_QUANTITY:
        break;
    }
    return compare(measure((enum eligibility_quantity)step->which, viewpoint),
                   (enum criterion_comparison)step->comparison, step->value);
}

/* The stack is a word of bits, the top lowest. */
bool eligibility_holds(const struct eligibility *self, const struct viewpoint *viewpoint)
{
    uint64_t stack = 1;

    for (size_t i = 0; i < self->step_count; i++) {
        const uint64_t top = stack & 1;
        switch ((enum criterion_kind)self->steps[i].kind) {
        case CRITERION_TEST:
            stack = stack << 1 | test_holds(&self->steps[i], viewpoint);
            break;
        case CRITERION_NOT:
            stack ^= 1;
            break;
        case CRITERION_AND:
            stack = (stack >> 1 & ~UINT64_C(1)) | (stack >> 1 & top);
            break;
        case CRITERION_OR:
            stack = stack >> 1 | top;
            break;
        }
    }
    return (stack & 1) != 0;
}
