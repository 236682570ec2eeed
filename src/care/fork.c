#include "care/fork.h"

#include <stdlib.h>
#include <string.h>

#include "base/faults.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "people/figures_tables.h"
#include "scenario/problem.h"

#define PATHWAY_NUMBER_ROW(name, text, meaning) {text, meaning},
static const struct {
    const char *name, *meaning;
} numbers[PATHWAY_NUMBER_COUNT] = {PATHWAY_NUMBER_LIST(PATHWAY_NUMBER_ROW)};
#undef PATHWAY_NUMBER_ROW

const char *pathway_number_name(enum pathway_number number)
{
    return numbers[number].name;
}

const char *pathway_number_meaning(enum pathway_number number)
{
    return numbers[number].meaning;
}

/* Names of hazards that are needs for care, with their lanes. */
#define HAZARD(name, text, kind, meaning) {text, HAZARD_##name, HAZARD_IS_##kind},
enum { HAZARD_IS_LIFE, HAZARD_IS_LADDER, HAZARD_IS_CARE };
static const struct {
    const char *name;
    int lane, kind;
} hazards[] = {
#include "people/hazards.def"
};
#undef HAZARD

enum { HAZARD_ROWS = sizeof hazards / sizeof hazards[0] };

static int find_need(const char *name)
{
    for (size_t i = 0; i < HAZARD_ROWS; i++) {
        if (hazards[i].kind == HAZARD_IS_CARE && strcmp(hazards[i].name, name) == 0) {
            return hazards[i].lane;
        }
    }
    return NO_NEED;
}

static const char *nearest_need(const char *name)
{
    const char *names[HAZARD_ROWS];
    size_t count = 0;

    for (size_t i = 0; i < HAZARD_ROWS; i++) {
        if (hazards[i].kind == HAZARD_IS_CARE) {
            names[count++] = hazards[i].name;
        }
    }
    return text_nearest(name, names, count);
}

static const char *nearest_service(const char *name)
{
    const char *names[SERVICE_COUNT];

    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        names[service] = service_lines[service].name;
    }
    return text_nearest(name, names, SERVICE_COUNT);
}

static enum status refuse_name(const struct fork_parameters *fork, const char *key, const char *expected,
                               const char *found, const char *nearest)
{
    return problem_raise_name(expected, found, nearest, "care.forks.%s.%s", fork->name, key);
}

static int find_programme(const struct care_parameters *care, const char *name)
{
    const struct programme_parameters *programmes = care->programmes.items;

    for (size_t i = 0; i < care->programmes.count; i++) {
        if (strcmp(programmes[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Whether those served lie in a bed of the hospital. */
static bool in_beds(enum service service)
{
    return service_lines[service].discipline == DISCIPLINE_BED || service == SERVICE_ELECTIVE_INPATIENT;
}

/* Beds, places and hours are asked for by a need or for a programme. */
static bool has_slots(enum service service)
{
    const enum discipline discipline = service_lines[service].discipline;

    return (discipline == DISCIPLINE_DAILY || discipline == DISCIPLINE_BOOKED) && !in_beds(service);
}

/* Patients are ready for, and leave, beds alone; a bed has served when its patient leaves it. */
static enum status check_bed(const struct fork *self)
{
    const struct fork_parameters *fork = self->parameters;
    const bool bed = in_beds((enum service)self->of);

    if ((fork->moment == MOMENT_READY || fork->moment == MOMENT_DISCHARGED) && !bed) {
        return refuse_name(fork, "of", "the name of a service line with hospital beds", fork->of, NULL);
    }
    if (fork->moment == MOMENT_SERVED && bed) {
        return refuse_name(fork, "of", "the name of a service line without hospital beds", fork->of, NULL);
    }
    return STATUS_OK;
}

/* What the moment is a moment of. */
static enum status find_of(struct fork *self, const struct care_parameters *care)
{
    const struct fork_parameters *fork = self->parameters;

    self->of = ANY_OF;
    if (fork->of[0] == '\0') {
        return STATUS_OK;
    }
    switch ((enum moment)fork->moment) {
    case MOMENT_NEED:
        self->of = find_need(fork->of);
        return self->of >= 0 ? STATUS_OK
                             : refuse_name(fork, "of", "the name of a need", fork->of, nearest_need(fork->of));
    case MOMENT_ENDED:
        self->of = find_programme(care, fork->of);
        return self->of >= 0 ? STATUS_OK : refuse_name(fork, "of", "the name of a programme", fork->of, NULL);
    default:
        self->of = service_find(fork->of);
        return self->of >= 0
                   ? check_bed(self)
                   : refuse_name(fork, "of", "the name of a service line", fork->of, nearest_service(fork->of));
    }
}

/* The pathway number of that name, or -1. */
static int find_pathway_number(const char *name)
{
    for (unsigned number = 0; number < PATHWAY_NUMBER_COUNT; number++) {
        if (strcmp(numbers[number].name, name) == 0) {
            return (int)number;
        }
    }
    return -1;
}

/* An effect of a programme on it must mean nothing else. */
static enum status check_name(const struct figures *figures, const char *name)
{
    unsigned lane = 0, lanes = 0;
    const bool taken = figures_find_outcome(figures, name, &lane, &lanes) || find_pathway_number(name) >= 0;

    return taken ? status_raise(STATUS_SCENARIO,
                                "care.forks.%s: expected a name of its own; effects have another meaning for this one",
                                name)
                 : STATUS_OK;
}

bool fork_answers(const struct fork_parameters *fork, const struct programme_parameters *programmes)
{
    return fork->service != SERVICE_WORD_NONE ||
           (fork->programme >= 0 && programmes[fork->programme].service != SERVICE_WORD_NONE);
}

/* How long a stay is, is settled on the day of the need, when nobody knows yet whether a place will be refused. */
static enum status check_stay(const struct fork_parameters *fork, const struct care_parameters *care)
{
    return fork->instead || fork->stay_ratio == 1 || !fork_answers(fork, care->programmes.items)
               ? STATUS_OK
               : status_raise(
                     STATUS_SCENARIO,
                     "care.forks.%s.stay_ratio: expected 1 where a service or a place may be refused, found %g",
                     fork->name, fork->stay_ratio);
}

static enum status read_fork(struct fork *self, const struct fork_parameters *parameters,
                             const struct care_parameters *care, const struct figures *figures)
{
    enum status status = STATUS_OK;

    *self = (struct fork){
        .parameters = parameters,
        .service = parameters->service - SERVICE_WORD_FIRST,
        .need = parameters->need[0] == '\0' ? NO_NEED : find_need(parameters->need),
        .key = (uint32_t)hash_text(parameters->name),
    };
    if (parameters->need[0] != '\0' && self->need == NO_NEED) {
        return refuse_name(parameters, "need", "the name of a need", parameters->need, nearest_need(parameters->need));
    }
    if (self->service != NO_SERVICE && !has_slots((enum service)self->service)) {
        return refuse_name(parameters, "service", "a service of slots, or else a need or a programme",
                           service_lines[self->service].name, NULL);
    }
    status = check_name(figures, parameters->name);
    if (status == STATUS_OK) {
        status = check_stay(parameters, care);
    }
    if (status == STATUS_OK) {
        status = find_of(self, care);
    }
    return status == STATUS_OK ? eligibility_bind(&self->who, parameters->who, figures, &care->programmes,
                                                  "care.forks.%s.who", parameters->name)
                               : status;
}

static int compare_forks(const void *a, const void *b)
{
    const struct fork_parameters *x = ((const struct fork *)a)->parameters, *y = ((const struct fork *)b)->parameters;

    if (x->moment != y->moment) {
        return x->moment < y->moment ? -1 : 1;
    }
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    return strcmp(x->name, y->name);
}

static void index_forks(struct forks *self)
{
    for (size_t i = 0; i < self->count; i++) {
        const struct fork *fork = &self->items[i];
        self->of[fork->parameters->moment] |= fork->of == ANY_OF ? UINT64_MAX : UINT64_C(1) << fork->of;
        for (int moment = fork->parameters->moment + 1; moment <= MOMENT_COUNT; moment++) {
            self->first[moment] = i + 1;
        }
    }
}

/* What an effect of a programme is on: a number of the pathways or a fork; -1 when it is neither. */
static int find_number(const struct forks *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++) {
        if (strcmp(self->items[i].parameters->name, name) == 0) {
            return PATHWAY_NUMBER_COUNT + (int)i;
        }
    }
    return find_pathway_number(name);
}

static enum status read_number(struct forks *self, const struct care_parameters *care, const struct figures *figures,
                               unsigned programme, const struct effect_parameters *effect)
{
    const struct programme_parameters *programmes = care->programmes.items;
    const char *on = programme_effect_on(effect);
    const int number = find_number(self, on);
    struct programme_number read = {.programme = programme, .number = (unsigned)number, .ratio = effect->ratio};
    unsigned lane = 0, lanes = 0;

    if (figures_find_outcome(figures, on, &lane, &lanes)) {
        return STATUS_OK;
    }
    if (number < 0) {
        return status_raise(STATUS_SCENARIO,
                            "care.programmes.%s.effects.%s: expected an outcome of the table of relative risks, a "
                            "number of the pathways or a fork, found %s",
                            programmes[programme].name, effect->name, on);
    }
    enum status status =
        memory_reserve((void **)&self->numbers, &self->number_capacity, self->number_count + 1, sizeof *self->numbers);
    if (status == STATUS_OK) {
        status = programme_bind_effect(&read.who, care, figures, programme, effect);
    }
    if (status == STATUS_OK) {
        self->numbers[self->number_count++] = read;
    }
    return status;
}

static enum status read_eligible(struct forks *self, const struct care_parameters *care, const struct figures *figures,
                                 unsigned programme)
{
    const struct programme_parameters *programmes = care->programmes.items;

    return eligibility_bind(&self->eligible[programme], programmes[programme].eligible, figures, &care->programmes,
                            "care.programmes.%s.eligible", programmes[programme].name);
}

/* A place is given back when the membership ends; one in a care home is given back by its resident. */
static enum status check_service(const struct programme_parameters *programme)
{
    const int service = programme_service(programme);
    const bool places = service == NO_SERVICE ||
                        (service_lines[service].discipline == DISCIPLINE_PLACE && service != SERVICE_CARE_HOME);

    return places ? STATUS_OK
                  : status_raise(STATUS_SCENARIO,
                                 "care.programmes.%s.service: expected a service of places other than %s, found %s",
                                 programme->name, service_lines[SERVICE_CARE_HOME].name, service_lines[service].name);
}

static enum status read_use(struct forks *self, const struct programme_parameters *parameters, unsigned programme,
                            size_t use)
{
    const struct programme_use_parameters *uses = parameters->uses.items;
    const int service = service_find(uses[use].name);

    self->uses[programme][use] = (uint8_t)service;
    return service >= 0 && has_slots((enum service)service)
               ? STATUS_OK
               : status_raise(STATUS_SCENARIO, "care.programmes.%s.uses.%s: expected a service of slots",
                              parameters->name, uses[use].name);
}

/* Whether reading can go on. */
static bool read_programme(struct forks *self, const struct care_parameters *care, const struct figures *figures,
                           unsigned programme, struct faults *faults)
{
    const struct programme_parameters *items = care->programmes.items;
    const struct programme_parameters *parameters = &items[programme];
    const struct effect_parameters *effects = parameters->effects.items;
    bool goes_on = faults_note(faults, check_service(parameters)) &&
                   faults_note(faults, read_eligible(self, care, figures, programme));

    self->programme_keys[programme] = (uint32_t)hash_text(parameters->name);
    for (size_t i = 0; i < parameters->uses.count && goes_on; i++) {
        goes_on = faults_note(faults, read_use(self, parameters, programme, i));
    }
    for (size_t i = 0; i < parameters->effects.count && goes_on; i++) {
        goes_on = faults_note(faults, read_number(self, care, figures, programme, &effects[i]));
    }
    return goes_on;
}

static enum status read_all(struct forks *self, const struct care_parameters *care, const struct figures *figures)
{
    const struct fork_parameters *forks = care->forks.items;
    struct faults faults = {0};
    bool goes_on = true;

    for (size_t i = 0; i < care->forks.count && goes_on; i++) {
        goes_on = faults_note(&faults, read_fork(&self->items[self->count++], &forks[i], care, figures));
    }
    if (self->count > 0) {
        qsort(self->items, self->count, sizeof *self->items, compare_forks);
    }
    for (unsigned programme = 0; programme < care->programmes.count && goes_on; programme++) {
        goes_on = read_programme(self, care, figures, programme, &faults);
    }
    return faults_raise(&faults);
}

enum status forks_build(struct forks *self, const struct care_parameters *care, const struct figures *figures)
{
    enum status status = STATUS_OK;

    *self = (struct forks){0};
    if (care->forks.count > FORK_LIMIT || care->programmes.count > PROGRAMME_LIMIT) {
        return status_raise(STATUS_SCENARIO, "care: expected at most %d forks and %d programmes, found %zu and %zu",
                            FORK_LIMIT, PROGRAMME_LIMIT, care->forks.count, care->programmes.count);
    }
    status = memory_allocate((void **)&self->items, care->forks.count, sizeof *self->items);
    if (status == STATUS_OK) {
        status = read_all(self, care, figures);
    }
    if (status == STATUS_OK) {
        index_forks(self);
    }
    return status;
}

enum status care_check_names(const struct care_parameters *care, const struct figures_parameters *tables)
{
    struct figures *figures = NULL;
    struct programmes programmes = {0};
    struct forks *forks = NULL;
    struct faults faults = {0};
    enum status status = memory_allocate((void **)&figures, 1, sizeof *figures);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&forks, 1, sizeof *forks);
    }
    if (status == STATUS_OK) {
        status = figures_read(figures, tables);
    }
    if (status == STATUS_OK && faults_note(&faults, programmes_build(&programmes, care, figures))) {
        faults_note(&faults, forks_build(forks, care, figures));
    }
    if (figures != NULL && forks != NULL) {
        forks_free(forks);
        programmes_free(&programmes);
        figures_free(figures);
    }
    memory_free((void **)&forks);
    memory_free((void **)&figures);
    return status == STATUS_OK ? faults_raise(&faults) : status;
}

void forks_free(struct forks *self)
{
    for (size_t i = 0; i < self->count; i++) {
        eligibility_free(&self->items[i].who);
    }
    for (size_t i = 0; i < self->number_count; i++) {
        eligibility_free(&self->numbers[i].who);
    }
    for (size_t programme = 0; programme < PROGRAMME_LIMIT; programme++) {
        eligibility_free(&self->eligible[programme]);
    }
    memory_free((void **)&self->items);
    memory_free((void **)&self->numbers);
    *self = (struct forks){0};
}

uint32_t forks_services(const struct forks *self, const struct programmes *programmes)
{
    uint32_t services = 0;

    for (size_t i = 0; i < self->count; i++) {
        services |= self->items[i].service != NO_SERVICE ? UINT32_C(1) << self->items[i].service : 0;
    }
    for (size_t programme = 0; programme < programmes->count; programme++) {
        const struct programme_parameters *parameters = &programmes->items[programme];
        const int service = programme_service(parameters);
        services |= service != NO_SERVICE ? UINT32_C(1) << service : 0;
        for (size_t use = 0; use < parameters->uses.count; use++) {
            services |= UINT32_C(1) << self->uses[programme][use];
        }
    }
    return services;
}

double forks_number_ratio(const struct forks *self, const struct programmes *programmes, const struct viewpoint *person,
                          unsigned number)
{
    const programmes_t joined = people_programmes(person->people, person->row);
    double ratio = 1;

    for (size_t i = 0; i < self->number_count && joined != 0; i++) {
        const struct programme_number *effect = &self->numbers[i];
        if (effect->number == number && (joined >> effect->programme & 1) != 0 &&
            eligibility_holds(&effect->who, person)) {
            ratio *= programme_ratio(effect->ratio, programme_works(programmes, effect->programme, person->today));
        }
    }
    return ratio;
}
