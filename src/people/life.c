#include "people/life.h"

#include <math.h>

#include "base/memory.h"
#include "base/real.h"
#include "people/frailty.h"
#include "people/scan.h"
#include "people/synthesis.h"

enum { SCAN_BLOCK = 1024, WAKE_AHEAD = 16, MIDDLE_OF_MONTH = 15 };

static const double draws = 4294967296.0; /* different values of a 32-bit draw */

unsigned life_age(day_t birth_day, day_t today)
{
    const int32_t days = today - birth_day;

    if (days < 0) {
        return 0;
    }
    const unsigned age = (unsigned)(days * INT64_C(4) / 1461);
    return age < AGE_COUNT ? age : AGE_COUNT - 1;
}

day_t life_middle(day_t today)
{
    const struct date date = calendar_date(today);

    return calendar_day((struct date){date.year, date.month, MIDDLE_OF_MONTH});
}

/* The sum of a person's hazards, which `hazards` receives. */
static float evaluate(const struct people *people, uint32_t row, const struct population *population, day_t middle,
                      union hazard_vector *hazards)
{
    const struct person *person = &people->person[row];
    const unsigned age = life_age(person->birth_day, middle);
    const float rates = hazard_evaluate(&population->hazards, age, (enum sex)person->sex, person->exposures, hazards);
    const float total = fmaxf(rates + caring_apply(&population->caring, people, row, hazards), 0);
    const struct viewpoint member = {.people = people, .population = population, .row = row, .today = middle};

    return people_has(people, row, TRAIT_IN_PROGRAMME)
               ? programmes_apply(&population->programmes, &member, hazards, total)
               : total;
}

void life_refresh(struct people *people, uint32_t row, const struct population *population, day_t middle,
                  union hazard_vector *hazards)
{
    const double threshold = evaluate(people, row, population, middle, hazards) * draws;

    people->threshold[row] = threshold < draws - 1 ? (uint32_t)threshold : UINT32_MAX;
}

static void refresh(const struct life *self, uint32_t row)
{
    union hazard_vector hazards;

    life_refresh(self->people, row, self->population, life_middle(self->today), &hazards);
}

/* What a programme does may depend on recent use or on the place. */
static void refresh_member(const struct life *self, uint32_t row)
{
    if (people_has(self->people, row, TRAIT_IN_PROGRAMME) && self->people->threshold[row] != 0) {
        refresh(self, row);
    }
}

void life_refresh_all(struct people *people, const struct population *population, day_t today)
{
    const day_t middle = life_middle(today);
    union hazard_vector hazards;

    for (uint32_t row = 0; row < people->rows; row++) {
        if (people_holds(people, row)) {
            life_refresh(people, row, population, middle, &hazards);
        }
    }
}

void life_refresh_members(struct people *people, const struct population *population, day_t today)
{
    const day_t middle = life_middle(today);
    union hazard_vector hazards;

    for (uint32_t at = 0; at < people->memberships.list.count; at++) {
        life_refresh(people, people->memberships.items[at].row, population, middle, &hazards);
    }
}

/* Those whose age for hazards changes with this month. */
static void refresh_birthdays(const struct life *self)
{
    struct people *people = self->people;
    const day_t middle = life_middle(self->today), before = life_middle(self->today - 1);
    union hazard_vector hazards;

    for (uint32_t row = 0; row < people->rows; row++) {
        if (people_holds(people, row) &&
            life_age(people->person[row].birth_day, middle) != life_age(people->person[row].birth_day, before)) {
            life_refresh(people, row, self->population, middle, &hazards);
        }
    }
}

static enum status notify(const struct life *self, uint32_t row, enum notice_kind kind, unsigned hazard)
{
    struct notices *notices = self->notices;
    enum status status =
        memory_reserve((void **)&notices->items, &notices->capacity, notices->count + 1, sizeof *notices->items);

    if (status == STATUS_OK) {
        notices->items[notices->count++] = (struct notice){
            .row = row,
            .neighbourhood = self->people->person[row].neighbourhood,
            .kind = (uint8_t)kind,
            .hazard = (uint8_t)hazard,
        };
    }
    return status;
}

static struct random detail(const struct life *self, uint32_t row, uint32_t index)
{
    return random_at(self->key, RANDOM_PURPOSE_EVENT_DETAIL, self->people->id[row], self->today, index);
}

/* Gives a person new exposures with all that follows from them. */
static enum status set_exposures(const struct life *self, uint32_t row, exposures_t exposures)
{
    struct people *people = self->people;
    const exposures_t before = people->person[row].exposures;
    const exposures_t after = exposure_derive(exposures);
    enum status status = STATUS_OK;

    if ((before & ~after & exposure_of_trait(TRAIT_HAS_CARER)) != 0) {
        const uint32_t carer = people_carer_link(people, row);
        people_unlink_carer(people, row);
        refresh(self, carer);
    }
    if ((before & ~after & exposure_of_trait(TRAIT_HOME_CARE)) != 0) {
        status = notify(self, row, NOTICE_HOME_CARE_ENDED, 0);
    }
    people->person[row].exposures = after;
    refresh(self, row);
    return status;
}

/* Who no longer lives with the other end of their link of care does less there. */
static void refresh_cared_for(const struct life *self, uint32_t row)
{
    const struct people *people = self->people;
    const uint32_t cared_for = people_has(people, row, TRAIT_HAS_CARER) ? row : people_carer_link(people, row);

    if (cared_for != PERSON_NONE && people->threshold[cared_for] != 0) {
        refresh(self, cared_for);
    }
}

static void refresh_alone(const struct life *self, uint32_t row)
{
    struct people *people = self->people;
    const exposures_t alone = exposure_of_trait(TRAIT_LIVING_ALONE);
    const bool single = people->person[row].household_next == row && !people_has(people, row, TRAIT_CARE_HOME);

    if (single != people_has(people, row, TRAIT_LIVING_ALONE)) {
        people->person[row].exposures ^= alone;
        refresh(self, row);
    }
}

/* Leaves the household; who stays may now live alone. */
static void leave_household(const struct life *self, uint32_t row)
{
    const uint32_t other = self->people->person[row].household_next;

    people_leave_household(self->people, row);
    if (other != row) {
        refresh_alone(self, other);
        refresh_cared_for(self, row);
    }
}

static bool can_care(const struct life *self, uint32_t row, uint32_t candidate, int64_t youngest)
{
    const struct people *people = self->people;

    return candidate != row && people_holds(people, candidate) && people->threshold[candidate] != 0 &&
           !people_has(people, candidate, TRAIT_IS_CARER) && !people_has(people, candidate, TRAIT_CARE_HOME) &&
           !people_has(people, candidate, TRAIT_HAS_CARER) &&
           exposure_need(people->person[candidate].exposures) <= NEED_LOW &&
           life_age(people->person[candidate].birth_day, self->today) >= youngest;
}

/* Somebody of the household if there is one, otherwise an adult of the locality. */
static uint32_t find_carer(const struct life *self, uint32_t row)
{
    const struct people *people = self->people;
    const struct household_parameters *households = self->population->households;
    struct random random = random_at(self->key, RANDOM_PURPOSE_CARER, people->id[row], self->today, 0);

    for (uint32_t member = people->person[row].household_next; member != row;
         member = people->person[member].household_next) {
        if (can_care(self, row, member, households->household_carer_youngest_age)) {
            return member;
        }
    }
    for (int64_t asked = 0; asked < households->outside_carers_asked; asked++) {
        const uint32_t candidate = random_below(&random, (uint32_t)people->rows);
        if (can_care(self, row, candidate, households->outside_carer_youngest_age)) {
            return candidate;
        }
    }
    return PERSON_NONE;
}

static enum status start_carer(const struct life *self, uint32_t row)
{
    struct people *people = self->people;
    const bool tied = people_has(people, row, TRAIT_HAS_CARER) || people_has(people, row, TRAIT_IS_CARER);
    const uint32_t carer = tied ? PERSON_NONE : find_carer(self, row);

    if (carer == PERSON_NONE) {
        return STATUS_OK;
    }
    const enum status status = people_link_carer(people, row, carer);
    if (status != STATUS_OK) {
        return status;
    }
    refresh(self, carer);
    return set_exposures(self, row, people->person[row].exposures);
}

static enum status move_band(const struct life *self, uint32_t row, enum trait first, unsigned bands, int step)
{
    const exposures_t now = self->people->person[row].exposures;
    const unsigned band = (unsigned)((int)exposure_band(now, first, bands) + step);

    return set_exposures(self, row, exposure_set_band(now, first, bands, band));
}

static enum status change_frailty(const struct life *self, uint32_t row, int step)
{
    enum status status = move_band(self, row, TRAIT_FRAILTY_FIT, FRAILTY_BANDS, step);
    struct random random = detail(self, row, 0);

    self->people->person[row].deficits =
        frailty_draw_deficits(exposure_frailty(self->people->person[row].exposures), &random);
    return status;
}

/* When need grows, family may step in at once. */
static enum status worsen_need(const struct life *self, uint32_t row)
{
    struct people *people = self->people;
    struct random random = detail(self, row, 0);
    enum status status = move_band(self, row, TRAIT_NEED_NONE, NEED_BANDS, 1);
    const double share = self->population->carer_share[exposure_need(people->person[row].exposures)];

    if (status == STATUS_OK && !people_has(people, row, TRAIT_CARE_HOME) && random_bernoulli(&random, share)) {
        status = start_carer(self, row);
    }
    return status;
}

/* The carer gives up: one who was strained breaks down, and the person must be helped in another way. */
static enum status stop_carer(const struct life *self, uint32_t row)
{
    const bool strained = caring_is_strained(&self->population->caring, self->people, row);
    const enum status status =
        set_exposures(self, row, self->people->person[row].exposures & ~exposure_of_trait(TRAIT_HAS_CARER));

    return status == STATUS_OK && strained ? notify(self, row, NOTICE_CARER_BROKE_DOWN, 0) : status;
}

/* Onset of what the person does not have; the end of what they have. */
static enum status toggle(const struct life *self, uint32_t row, unsigned exposure_bit)
{
    const exposures_t now = self->people->person[row].exposures, bit = (exposures_t)1 << exposure_bit;

    return set_exposures(
        self, row, (now & bit) != 0 ? hazard_end_exposure(&self->population->hazards, now, exposure_bit) : now | bit);
}

static enum status give_birth(const struct life *self, uint32_t mother)
{
    struct people *people = self->people;
    struct random random = random_at(self->key, RANDOM_PURPOSE_BIRTH, people->id[mother], self->today, 0);
    const enum sex sex = random_bernoulli(&random, self->population->life->male_births_share) ? SEX_MALE : SEX_FEMALE;
    uint32_t child = 0;
    enum status status =
        synthesis_add(people, self->population, exposure_quintile(people->person[mother].exposures),
                      people->person[mother].neighbourhood, sex, self->today, self->today, &random, &child);

    if (status != STATUS_OK) {
        goto out;
    }
    people_join_household(people, child, mother);
    refresh_alone(self, mother);
    self->census->births++;
    status = notify(self, child, NOTICE_ARRIVED, 0);
out:
    return status;
}

/* The row keeps the person until life_settle, but nothing more happens to them. */
static enum status go(const struct life *self, uint32_t row, enum notice_kind kind)
{
    self->people->threshold[row] = 0;
    return notify(self, row, kind, 0);
}

static enum status die(const struct life *self, uint32_t row)
{
    const struct people *people = self->people;
    const unsigned age = (unsigned)calendar_age_years(people->person[row].birth_day, self->today);

    self->census->deaths[exposure_quintile(people->person[row].exposures)][age_band(age)][people->person[row].sex]++;
    return go(self, row, NOTICE_DIED);
}

/* A household acts on the event of any of its members, so each event counts for one in so many. */
static bool household_agrees(const struct life *self, uint32_t row, struct random *random)
{
    return random_below(random, people_household_size(self->people, row)) == 0;
}

/* Nobody leaves while a member is in hospital. */
static bool household_is_home(const struct people *people, uint32_t row)
{
    uint32_t member = row;
    bool home = true;

    do {
        home = home && people->person[member].place == PLACE_HOME && people->threshold[member] != 0;
        member = people->person[member].household_next;
    } while (member != row);
    return home;
}

static enum status depart(const struct life *self, uint32_t row)
{
    struct people *people = self->people;
    struct random random = detail(self, row, 0);
    enum status status = STATUS_OK;
    uint32_t member = row;

    if (!household_agrees(self, row, &random) || !household_is_home(people, row)) {
        return STATUS_OK;
    }
    do {
        self->census->departures++;
        status = go(self, member, NOTICE_LEFT);
        member = people->person[member].household_next;
    } while (member != row && status == STATUS_OK);
    return status;
}

static enum status add_newcomer(const struct life *self, uint32_t like, uint32_t household, struct random *random,
                                uint32_t *row)
{
    struct people *people = self->people;
    enum status status = synthesis_add(people, self->population, exposure_quintile(people->person[like].exposures),
                                       people->person[like].neighbourhood, (enum sex)people->person[like].sex,
                                       people->person[like].birth_day, self->today, random, row);

    if (status != STATUS_OK) {
        goto out;
    }
    people->person[*row].exposures &= ~exposure_of_trait(TRAIT_CARE_HOME);
    people->person[*row].exposures &= ~exposure_of_trait(TRAIT_HOME_CARE);
    if (household != PERSON_NONE) {
        people_join_household(people, *row, household);
    }
    people->person[*row].exposures = exposure_derive(people->person[*row].exposures);
    self->census->arrivals++;
    status = notify(self, *row, NOTICE_ARRIVED, 0);
out:
    return status;
}

/* A household of the same ages comes to the same neighbourhood, with health of its own. */
static enum status arrive(const struct life *self, uint32_t row)
{
    const struct people *people = self->people;
    struct random random = random_at(self->key, RANDOM_PURPOSE_ARRIVAL, people->id[row], self->today, 0);
    enum status status = STATUS_OK;
    uint32_t like = row, household = PERSON_NONE;

    if (!household_agrees(self, row, &random)) {
        return STATUS_OK;
    }
    do {
        uint32_t newcomer = 0;
        status = add_newcomer(self, like, household, &random, &newcomer);
        household = newcomer;
        like = people->person[like].household_next;
    } while (status == STATUS_OK && like != row);
    return status;
}

/* A neighbourhood of the same deprivation quintile, in this locality or elsewhere in the area. */
static uint16_t choose_neighbourhood(const struct life *self, uint32_t row, struct random *random)
{
    const struct area *area = self->area;
    const struct life_parameters *life = self->population->life;
    const struct locality *here = &area->localities[self->people->locality];
    const bool local = random_bernoulli(random, life->local_moves_share);
    const uint32_t first = local ? here->first_neighbourhood : 0;
    const uint32_t count = local ? here->neighbourhood_count : (uint32_t)area->neighbourhood_count;

    for (int64_t tried = 0; tried < life->neighbourhoods_tried; tried++) {
        const uint32_t candidate = first + random_below(random, count);
        if (area->neighbourhoods[candidate].quintile == exposure_quintile(self->people->person[row].exposures)) {
            return (uint16_t)candidate;
        }
    }
    return self->people->person[row].neighbourhood;
}

static enum status add_mover(const struct life *self, uint32_t row, uint16_t neighbourhood)
{
    struct movers *movers = self->movers;
    enum status status =
        memory_reserve((void **)&movers->items, &movers->capacity, movers->count + 1, sizeof *movers->items);

    if (status == STATUS_OK) {
        movers->items[movers->count++] = (struct mover){row, neighbourhood, movers->households};
        self->census->moved_out++;
        status = go(self, row, NOTICE_MOVED_AWAY);
    }
    return status;
}

static enum status move_household(const struct life *self, uint32_t row, uint16_t neighbourhood)
{
    struct people *people = self->people;
    const bool here = self->area->neighbourhoods[neighbourhood].locality == people->locality;
    enum status status = STATUS_OK;
    uint32_t member = row;

    do {
        if (here) {
            status = notify(self, member, NOTICE_MOVED, 0);
            people->person[member].neighbourhood = neighbourhood;
            refresh_member(self, member);
        } else {
            status = add_mover(self, member, neighbourhood);
        }
        member = people->person[member].household_next;
    } while (status == STATUS_OK && member != row);
    self->movers->households++;
    return status;
}

/* A young adult who lives with somebody of a parent's age leaves alone. */
static bool leaves_home(const struct life *self, uint32_t row)
{
    const struct people *people = self->people;
    const struct household_parameters *households = self->population->households;
    const unsigned age = life_age(people->person[row].birth_day, self->today);
    bool parent = false;

    if (age < households->adult_age || age > households->leaving_home_last_age) {
        return false;
    }
    for (uint32_t member = people->person[row].household_next; member != row;
         member = people->person[member].household_next) {
        parent =
            parent || life_age(people->person[member].birth_day, self->today) >= age + households->mother_youngest_age;
    }
    return parent;
}

static enum status move(const struct life *self, uint32_t row)
{
    struct people *people = self->people;
    struct random random = random_at(self->key, RANDOM_PURPOSE_MOVE, people->id[row], self->today, 0);

    if (people->person[row].place != PLACE_HOME) {
        return STATUS_OK;
    }
    if (leaves_home(self, row)) {
        leave_household(self, row);
        refresh_alone(self, row);
    } else if (!household_agrees(self, row, &random) || !household_is_home(people, row)) {
        return STATUS_OK;
    }
    return move_household(self, row, choose_neighbourhood(self, row, &random));
}

static enum status change_smoking(const struct life *self, uint32_t row, enum trait from, enum trait to)
{
    const exposures_t now = self->people->person[row].exposures;

    return set_exposures(self, row, (now & ~exposure_of_trait(from)) | exposure_of_trait(to));
}

#define ACUTELY_ILL exposure_of_trait(TRAIT_ACUTELY_ILL)
#define AFTER_HOSPITAL exposure_of_trait(TRAIT_AFTER_HOSPITAL)

static void change_illness(const struct life *self, uint32_t row, exposures_t illness)
{
    exposures_t *exposures = &self->people->person[row].exposures;

    *exposures = (*exposures & ~(ACUTELY_ILL | AFTER_HOSPITAL)) | illness;
    refresh(self, row);
}

double life_admission_ratio(const struct life *self, uint32_t row)
{
    const struct viewpoint member = {
        .people = self->people, .population = self->population, .row = row, .today = life_middle(self->today)};

    return people_has(self->people, row, TRAIT_IN_PROGRAMME)
               ? programmes_lane_ratio(&self->population->programmes, &member, HAZARD_EMERGENCY_ADMISSION)
               : 1;
}

void life_fall_ill_in_bed(const struct life *self, uint32_t row)
{
    change_illness(self, row, ACUTELY_ILL);
}

void life_fall_ill_elsewhere(const struct life *self, uint32_t row)
{
    const struct person *person = &self->people->person[row];
    const unsigned age = life_age(person->birth_day, self->today);
    struct random random = random_at(self->key, RANDOM_PURPOSE_ILLNESS, self->people->id[row], self->today, 0);
    const bool brief = random_bernoulli(&random, self->population->figures->zero_day_share[STAY_EMERGENCY][age]);

    change_illness(self, row, AFTER_HOSPITAL | (brief ? person->exposures & ACUTELY_ILL : ACUTELY_ILL));
}

void life_end_treatment(const struct life *self, uint32_t row, bool still_ill)
{
    const exposures_t illness = self->people->person[row].exposures & (ACUTELY_ILL | AFTER_HOSPITAL);
    const bool goes_on = illness == (ACUTELY_ILL | AFTER_HOSPITAL) || (illness == ACUTELY_ILL && still_ill);

    change_illness(self, row, goes_on ? ACUTELY_ILL | AFTER_HOSPITAL : AFTER_HOSPITAL);
}

/* First the illness that is treated outside a bed ends, then the weeks after it. */
static void settle(const struct life *self, uint32_t row)
{
    change_illness(self, row, people_has(self->people, row, TRAIT_ACUTELY_ILL) ? AFTER_HOSPITAL : 0);
}

/* A programme that keeps its members out of hospital does not keep them from being ill: it makes fewer of the illnesses
 * lead to a bed. */
static enum status seek_admission(const struct life *self, uint32_t row)
{
    struct random random = detail(self, row, 1);

    if (random_bernoulli(&random, fmin(life_admission_ratio(self, row), 1))) {
        return notify(self, row, NOTICE_NEED, HAZARD_EMERGENCY_ADMISSION);
    }
    if (!people_in_hospital(self->people, row)) {
        life_fall_ill_elsewhere(self, row);
    }
    return STATUS_OK;
}

static enum status happen(const struct life *self, uint32_t row, unsigned lane)
{
    if (lane < CONDITION_LIMIT) {
        return toggle(self, row, lane);
    }
    switch (lane) {
    case HAZARD_DEATH:
        return die(self, row);
    case HAZARD_BIRTH:
        return give_birth(self, row);
    case HAZARD_DEPARTURE:
        return depart(self, row);
    case HAZARD_ARRIVAL:
        return arrive(self, row);
    case HAZARD_MOVE:
        return move(self, row);
    case HAZARD_SMOKING_START:
        return change_smoking(self, row, TRAIT_SMOKING_EX, TRAIT_SMOKING_CURRENT);
    case HAZARD_SMOKING_STOP:
        return change_smoking(self, row, TRAIT_SMOKING_CURRENT, TRAIT_SMOKING_EX);
    case HAZARD_OBESITY_CHANGE:
        return toggle(self, row, CONDITION_LIMIT + TRAIT_OBESITY);
    case HAZARD_CARER_START:
        return start_carer(self, row);
    case HAZARD_CARER_STOP:
        return stop_carer(self, row);
    case HAZARD_FRAILTY_WORSEN_FIT:
    case HAZARD_FRAILTY_WORSEN_MILD:
    case HAZARD_FRAILTY_WORSEN_MODERATE:
        return change_frailty(self, row, 1);
    case HAZARD_FRAILTY_RECOVER:
        return change_frailty(self, row, -1);
    case HAZARD_NEED_WORSEN_NONE:
    case HAZARD_NEED_WORSEN_LOW:
    case HAZARD_NEED_WORSEN_MODERATE:
    case HAZARD_NEED_WORSEN_SUBSTANTIAL:
        return worsen_need(self, row);
    case HAZARD_SETTLE:
        settle(self, row);
        return STATUS_OK;
    case HAZARD_EMERGENCY_ADMISSION:
        return seek_admission(self, row);
    case HAZARD_NEED_RECOVER:
        return move_band(self, row, TRAIT_NEED_NONE, NEED_BANDS, -1);
    default:
        return notify(self, row, NOTICE_NEED, lane);
    }
}

static enum status wake(const struct life *self, uint32_t row, uint32_t draw, day_t middle)
{
    union hazard_vector hazards;

    evaluate(self->people, row, self->population, middle, &hazards);
    return happen(self, row, hazard_choose(&hazards, draw / draws));
}

/* Their records lie far apart in memory: all are asked for before the first is needed. */
static void fetch_ahead(const struct people *people, const uint32_t *rows, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        __builtin_prefetch(&people->person[rows[k]]);
    }
}

static void fetch_hazards_ahead(const struct life *self, uint32_t row, day_t middle)
{
    const struct person *person = &self->people->person[row];

    hazard_fetch_ahead(&self->population->hazards, life_age(person->birth_day, middle), (enum sex)person->sex);
}

static enum status wake_all(const struct life *self, const uint32_t *rows, size_t count, struct random_day day,
                            day_t middle)
{
    const struct people *people = self->people;
    enum status status = STATUS_OK;

    for (size_t k = 0; k < count && status == STATUS_OK; k++) {
        if (k + WAKE_AHEAD < count) {
            fetch_hazards_ahead(self, rows[k + WAKE_AHEAD], middle);
        }
        if (people->threshold[rows[k]] != 0) {
            status = wake(self, rows[k], random_scan(day, people->id[rows[k]]), middle);
        }
    }
    return status;
}

enum status life_day(const struct life *self)
{
    const struct people *people = self->people;
    const struct random_day day = random_day_key(self->key, self->today);
    const day_t middle = life_middle(self->today);
    const size_t rows = people->rows;
    enum status status = STATUS_OK;

    if (calendar_is_month_start(self->today)) {
        refresh_birthdays(self);
    }
    for (size_t first = 0; first < rows && status == STATUS_OK; first += SCAN_BLOCK) {
        const size_t count = rows - first < SCAN_BLOCK ? rows - first : SCAN_BLOCK;
        uint8_t woken[SCAN_BLOCK] = {0};
        uint32_t listed[SCAN_BLOCK + 1];
        scan_wake(people->id + first, people->threshold + first, count, day, woken);
        const size_t awake = scan_list(woken, first, count, listed);
        fetch_ahead(people, listed, awake);
        status = wake_all(self, listed, awake, day, middle);
    }
    return status;
}

static void bury(const struct life *self, uint32_t row)
{
    struct people *people = self->people;
    const uint32_t linked = people_carer_link(people, row);
    const bool cared_for = people_has(people, row, TRAIT_HAS_CARER);

    leave_household(self, row);
    if (linked != PERSON_NONE) {
        people_unlink_carer(people, cared_for ? row : linked);
        people->person[linked].exposures = exposure_derive(people->person[linked].exposures);
        refresh(self, linked);
    }
    people_remove(people, row);
}

void life_settle(const struct life *self)
{
    for (size_t n = 0; n < self->notices->count; n++) {
        const struct notice *notice = &self->notices->items[n];
        if (notice->kind == NOTICE_ARRIVED) {
            refresh_alone(self, notice->row);
            refresh(self, notice->row);
        }
        if (notice->kind == NOTICE_DIED || notice->kind == NOTICE_LEFT || notice->kind == NOTICE_MOVED_AWAY) {
            bury(self, notice->row);
        }
    }
}

enum status life_receive(const struct life *self, const struct people *from, const struct mover *members, size_t count)
{
    struct people *people = self->people;
    const exposures_t ties =
        exposure_of_trait(TRAIT_HAS_CARER) | exposure_of_trait(TRAIT_IS_CARER) | exposure_of_trait(TRAIT_HOME_CARE);
    uint32_t household = PERSON_NONE;
    enum status status = STATUS_OK;

    for (size_t m = 0; m < count; m++) {
        uint32_t row = 0;
        status = people_add_copy(people, from, members[m].row, &row);
        if (status != STATUS_OK) {
            goto out;
        }
        people->person[row].neighbourhood = members[m].neighbourhood;
        people->person[row].exposures = exposure_derive(people->person[row].exposures & ~ties);
        if (household != PERSON_NONE) {
            people_join_household(people, row, household);
        }
        household = row;
        self->census->moved_in++;
        status = notify(self, row, NOTICE_ARRIVED, 0);
        if (status != STATUS_OK) {
            goto out;
        }
    }
out:
    return status;
}

enum status life_worsen_frailty(const struct life *self, uint32_t row)
{
    return exposure_frailty(self->people->person[row].exposures) < FRAILTY_SEVERE ? change_frailty(self, row, 1)
                                                                                  : STATUS_OK;
}

enum status life_enter_care_home(const struct life *self, uint32_t row)
{
    struct people *people = self->people;

    leave_household(self, row);
    people->person[row].place = PLACE_CARE_HOME;
    people->person[row].home_care_hours = 0;
    return set_exposures(self, row, people->person[row].exposures | exposure_of_trait(TRAIT_CARE_HOME));
}

void life_set_home_care(const struct life *self, uint32_t row, uint8_t hours)
{
    struct people *people = self->people;
    const exposures_t package = exposure_of_trait(TRAIT_HOME_CARE);
    const exposures_t now = people->person[row].exposures;

    people->person[row].home_care_hours = hours;
    people->person[row].exposures = exposure_derive(hours > 0 ? now | package : now & ~package);
    refresh(self, row);
}

void life_count_admission(const struct life *self, uint32_t row)
{
    uint16_t *recent = &self->people->use[row].admissions;

    *recent = recent_add(*recent);
    refresh_member(self, row);
}

void life_count_attendance(const struct life *self, uint32_t row)
{
    uint16_t *recent = &self->people->use[row].attendances;

    *recent = recent_add(*recent);
    refresh_member(self, row);
}

enum status life_join_programme(const struct life *self, struct membership membership)
{
    const enum status status = people_join_programme(self->people, membership);

    if (status == STATUS_OK) {
        refresh(self, membership.row);
    }
    return status;
}

void life_leave_programme(const struct life *self, uint32_t at)
{
    const uint32_t row = self->people->memberships.items[at].row;

    people_leave_programme(self->people, at);
    if (self->people->threshold[row] != 0) {
        refresh(self, row);
    }
}
