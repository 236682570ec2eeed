#include "people/households.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"

enum { CHILDREN_MOST = 4 }; /* of a family; the parameters give the shares of families by children up to here */

/* Who can still be placed, as chains by age through `next`. Nobody is in two pools. */
enum pool { POOL_CHILDREN, POOL_PARTNERED_WOMEN, POOL_SINGLE_WOMEN, POOL_SINGLE_MEN, POOL_MOTHERS, POOL_COUNT };

#define MEMBER_NONE UINT32_MAX

struct member {
    uint32_t row;
    uint32_t next;
    uint8_t age; /* at most AGE_COUNT - 1 */
    uint8_t sex;
    uint8_t grown_children; /* young adults who live with her */
    bool settled;           /* lives alone, or with others */
};

struct forming {
    struct people *people;
    const struct figures *figures;
    const struct household_parameters *parameters;
    struct random *random;
    struct member *members; /* in random order */
    uint32_t count;
    uint32_t head[POOL_COUNT][AGE_COUNT];
    uint64_t *keys, *key_scratch; /* count of each */
    uint32_t *chosen[SEX_COUNT], *chosen_scratch;
};

static void forming_free(struct forming *self)
{
    memory_free((void **)&self->members);
    memory_free((void **)&self->keys);
    memory_free((void **)&self->key_scratch);
    memory_free((void **)&self->chosen[SEX_MALE]);
    memory_free((void **)&self->chosen[SEX_FEMALE]);
    memory_free((void **)&self->chosen_scratch);
}

static enum status forming_allocate(struct forming *self, size_t rows)
{
    enum status status = memory_allocate((void **)&self->members, rows, sizeof *self->members);

    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->keys, rows, sizeof *self->keys);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->key_scratch, rows, sizeof *self->key_scratch);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->chosen[SEX_MALE], rows, sizeof *self->chosen[SEX_MALE]);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->chosen[SEX_FEMALE], rows, sizeof *self->chosen[SEX_FEMALE]);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->chosen_scratch, rows, sizeof *self->chosen_scratch);
    }
    return status;
}

unsigned households_age(const struct people *people, uint32_t row, day_t today)
{
    const int32_t age = calendar_age_years(people->person[row].birth_day, today);

    return age < 0 ? 0 : age >= AGE_COUNT ? AGE_COUNT - 1 : (unsigned)age;
}

/* The people of the rows who do not live in a care home, in random order: synthesis adds people by age, and who comes
 * first must not decide who lives with whom. */
static void forming_gather(struct forming *self, uint32_t first, uint32_t end, day_t today)
{
    memset(self->head, 0xff, sizeof self->head);
    for (uint32_t row = first; row < end; row++) {
        if (people_holds(self->people, row) && !people_has(self->people, row, TRAIT_CARE_HOME)) {
            const unsigned age = households_age(self->people, row, today);
            self->members[self->count++] = (struct member){
                .row = row, .next = MEMBER_NONE, .age = (uint8_t)age, .sex = self->people->person[row].sex};
        }
    }
    for (uint32_t left = self->count; left > 1; left--) {
        uint32_t other = random_below(self->random, left);
        struct member last = self->members[left - 1];
        self->members[left - 1] = self->members[other];
        self->members[other] = last;
    }
}

static void pool_put(struct forming *self, enum pool pool, uint32_t member)
{
    uint32_t *head = &self->head[pool][self->members[member].age];

    self->members[member].next = *head;
    *head = member;
}

/* Takes the member of the pool whose age is nearest to `target`, from low to high; MEMBER_NONE if there is nobody. */
static uint32_t pool_take(struct forming *self, enum pool pool, int target, int low, int high)
{
    low = low < 0 ? 0 : low;
    high = high >= AGE_COUNT ? AGE_COUNT - 1 : high;
    target = target < low ? low : target > high ? high : target;
    const int furthest = target - low > high - target ? target - low : high - target;
    for (int distance = 0; distance <= furthest; distance++) {
        const int ages[2] = {target - distance, target + distance};
        for (int i = 0; i < 2; i++) {
            if (ages[i] >= low && ages[i] <= high && self->head[pool][ages[i]] != MEMBER_NONE) {
                uint32_t member = self->head[pool][ages[i]];
                self->head[pool][ages[i]] = self->members[member].next;
                return member;
            }
        }
    }
    return MEMBER_NONE;
}

static void forming_join(struct forming *self, uint32_t member, uint32_t other)
{
    people_join_household(self->people, self->members[member].row, self->members[other].row);
    self->members[member].settled = true;
    self->members[other].settled = true;
}

/* Draws who lives alone, then orders the other adults of a sex by how far their draw for a partner fell below their
 * chance of one. Returns how many there are to choose from; *drawn receives how many have drawn a partner. */
static uint32_t forming_draw(struct forming *self, enum sex sex, uint32_t *drawn)
{
    uint32_t candidates = 0;

    *drawn = 0;
    for (uint32_t m = 0; m < self->count; m++) {
        struct member *member = &self->members[m];
        if (member->sex != (uint8_t)sex || member->age < self->parameters->adult_age) {
            continue;
        }
        double alone = self->figures->living_alone[member->age][sex];
        double partnered = self->figures->partnered[member->age][sex];
        double margin = random_unit(self->random) - alone;
        if (margin < 0.0) {
            member->settled = true;
        } else if (partnered > 0.0) {
            self->keys[candidates] = sort_key_of(1.0 + margin - partnered);
            self->chosen[sex][candidates++] = m;
            *drawn += margin < partnered;
        }
    }
    sort_pairs(self->keys, self->chosen[sex], self->key_scratch, self->chosen_scratch, candidates);
    return candidates;
}

/* Orders the chosen of a sex by age with some spread. */
static void forming_order_by_age(struct forming *self, enum sex sex, uint32_t couples, double spread)
{
    for (uint32_t i = 0; i < couples; i++) {
        double age = self->members[self->chosen[sex][i]].age + spread * random_normal(self->random);
        self->keys[i] = sort_key_of(fmax(age, 0.0) + 1.0);
    }
    sort_pairs(self->keys, self->chosen[sex], self->key_scratch, self->chosen_scratch, couples);
}

/* Partners men and women by rank of age. The two sexes draw for themselves; where they disagree on how many couples
 * there are, those nearest to a partner on one side and to none on the other meet half way. */
static void forming_partner(struct forming *self)
{
    uint32_t men_drawn = 0;
    uint32_t women_drawn = 0;
    uint32_t men = forming_draw(self, SEX_MALE, &men_drawn);
    uint32_t women = forming_draw(self, SEX_FEMALE, &women_drawn);
    uint32_t couples = (men_drawn + women_drawn + 1) / 2;

    couples = couples < men ? couples : men;
    couples = couples < women ? couples : women;
    forming_order_by_age(self, SEX_MALE, couples, 0.0);
    forming_order_by_age(self, SEX_FEMALE, couples, self->parameters->partner_age_spread_years);
    for (uint32_t i = 0; i < couples; i++) {
        uint32_t woman = self->chosen[SEX_FEMALE][i];
        forming_join(self, self->chosen[SEX_MALE][i], woman);
        pool_put(self, POOL_PARTNERED_WOMEN, woman);
    }
}

static void forming_pool_others(struct forming *self)
{
    for (uint32_t m = 0; m < self->count; m++) {
        const struct member *member = &self->members[m];
        if (!member->settled) {
            pool_put(self,
                     member->age < self->parameters->adult_age ? POOL_CHILDREN
                     : member->sex == SEX_FEMALE               ? POOL_SINGLE_WOMEN
                                                               : POOL_SINGLE_MEN,
                     m);
        }
    }
}

/* Somebody for a child whom no woman of an age to be the mother can take: rather a woman than a man, rather somebody
 * who lives with others than alone. */
static uint32_t forming_guardian(struct forming *self, int target)
{
    static const enum pool pools[] = {POOL_PARTNERED_WOMEN, POOL_SINGLE_WOMEN, POOL_MOTHERS, POOL_SINGLE_MEN};

    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        uint32_t guardian = pool_take(self, pools[i], target, 0, AGE_COUNT - 1);
        if (guardian != MEMBER_NONE) {
            return guardian;
        }
    }
    for (uint32_t m = 0; m < self->count; m++) {
        if (self->members[m].age >= self->parameters->adult_age) {
            return m;
        }
    }
    return MEMBER_NONE;
}

/* The age at which a mother is sought for somebody of `age`. */
static int forming_mothers_age(struct forming *self, int age)
{
    const struct household_parameters *parameters = self->parameters;
    const double spread = parameters->first_birth_age_spread_years * random_normal(self->random);

    return age + (int)(parameters->first_birth_age + spread + 0.5);
}

/* The member of the pool nearest to the target who may be the mother of somebody of `age`. */
static uint32_t pool_take_mother(struct forming *self, enum pool pool, int target, int age)
{
    return pool_take(self, pool, target, age + (int)self->parameters->mother_youngest_age,
                     age + (int)self->parameters->mother_oldest_age);
}

/* A mother for the eldest of a family; takes her out of her pool. */
static uint32_t forming_mother(struct forming *self, uint32_t child)
{
    const int age = self->members[child].age;
    const int target = forming_mothers_age(self, age);
    const bool lone = random_bernoulli(self->random, self->parameters->lone_mother_share);
    const enum pool pools[] = {lone ? POOL_SINGLE_WOMEN : POOL_PARTNERED_WOMEN,
                               lone ? POOL_PARTNERED_WOMEN : POOL_SINGLE_WOMEN, POOL_MOTHERS};

    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        uint32_t mother = pool_take_mother(self, pools[i], target, age);
        if (mother != MEMBER_NONE) {
            return mother;
        }
    }
    return forming_guardian(self, target);
}

/* Younger brothers and sisters: one gap after the other, until the family is complete or not yet born. */
static void forming_add_siblings(struct forming *self, uint32_t eldest, uint32_t mother)
{
    const struct household_parameters *parameters = self->parameters;
    const double upto_two = parameters->one_child_share + parameters->two_children_share;
    const double upto[CHILDREN_MOST - 1] = {parameters->one_child_share, upto_two,
                                            upto_two + parameters->three_children_share}; /* shares of families */
    const int eldest_for_her = self->members[mother].age - (int)parameters->mother_oldest_age;
    const double draw = random_unit(self->random);
    int youngest = self->members[eldest].age;

    for (int children = 1; children < CHILDREN_MOST && draw >= upto[children - 1]; children++) {
        int target = youngest - 1 - (int)random_below(self->random, (uint32_t)parameters->sibling_gap_most_years);
        if (target < 0) {
            return;
        }
        uint32_t sibling = pool_take(self, POOL_CHILDREN, target, eldest_for_her, youngest);
        if (sibling == MEMBER_NONE) {
            return;
        }
        forming_join(self, sibling, mother);
        youngest = self->members[sibling].age;
    }
}

/* Families, the eldest children first, so that each child that is left is the eldest of a family. */
static void forming_families(struct forming *self)
{
    for (int age = (int)self->parameters->adult_age - 1; age >= 0; age--) {
        uint32_t child = MEMBER_NONE;
        while ((child = pool_take(self, POOL_CHILDREN, age, age, age)) != MEMBER_NONE) {
            uint32_t mother = forming_mother(self, child);
            if (mother == MEMBER_NONE) {
                continue;
            }
            forming_join(self, child, mother);
            forming_add_siblings(self, child, mother);
            pool_put(self, POOL_MOTHERS, mother);
        }
    }
}

/* A woman with whom a young adult lives as her child; she goes back to her pool while there is room. */
static bool forming_stay_with_mother(struct forming *self, uint32_t young)
{
    static const enum pool pools[] = {POOL_MOTHERS, POOL_PARTNERED_WOMEN, POOL_SINGLE_WOMEN};
    const int age = self->members[young].age;
    const int target = forming_mothers_age(self, age);
    const size_t start = random_below(self->random, 2); /* as often a household with younger children as one without */

    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        enum pool pool = i < 2 ? pools[(start + i) % 2] : pools[i];
        uint32_t mother = pool_take_mother(self, pool, target, age);
        if (mother != MEMBER_NONE) {
            forming_join(self, young, mother);
            self->members[mother].grown_children++;
            if (self->members[mother].grown_children < self->parameters->young_adults_most) {
                pool_put(self, pool == POOL_SINGLE_WOMEN ? POOL_MOTHERS : pool, mother);
            }
            return true;
        }
    }
    return false;
}

static void forming_young_adults(struct forming *self)
{
    static const enum pool pools[] = {POOL_SINGLE_WOMEN, POOL_SINGLE_MEN};
    const struct household_parameters *parameters = self->parameters;

    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        for (int age = (int)parameters->adult_age; age <= parameters->young_adult_last_age; age++) {
            uint32_t away = MEMBER_NONE;
            uint32_t young = MEMBER_NONE;
            while ((young = pool_take(self, pools[i], age, age, age)) != MEMBER_NONE) {
                bool home = random_bernoulli(self->random, parameters->young_adult_home_share);
                if (!home || !forming_stay_with_mother(self, young)) {
                    self->members[young].next = away;
                    away = young;
                }
            }
            self->head[pools[i]][age] = away;
        }
    }
}

/* The next to share: of either sex as chance has it, as near in age as there is. */
static uint32_t forming_take_sharer(struct forming *self, int target, int low, int high)
{
    const bool man = random_bernoulli(self->random, self->parameters->sharer_man_share);
    uint32_t member = pool_take(self, man ? POOL_SINGLE_MEN : POOL_SINGLE_WOMEN, target, low, high);

    return member != MEMBER_NONE ? member
                                 : pool_take(self, man ? POOL_SINGLE_WOMEN : POOL_SINGLE_MEN, target, low, high);
}

/* One more for the household of somebody who shares: some of the old live with a grown-up child. */
static uint32_t forming_companion(struct forming *self, uint32_t member)
{
    const struct household_parameters *parameters = self->parameters;
    const int age = self->members[member].age;

    if (age >= parameters->old_sharer_age && random_bernoulli(self->random, parameters->old_sharer_with_child_share)) {
        uint32_t child = forming_take_sharer(self, age - (int)parameters->generation_years,
                                             age - (int)parameters->generation_most_years,
                                             age - (int)parameters->generation_least_years);
        if (child != MEMBER_NONE) {
            return child;
        }
    }
    return forming_take_sharer(self, age, 0, AGE_COUNT - 1);
}

/* Who is left over in the end joins the last who shared, or a couple. */
static void forming_settle_last(struct forming *self, uint32_t member, uint32_t last_sharer)
{
    uint32_t host = last_sharer;

    if (host == MEMBER_NONE) {
        host = pool_take(self, POOL_PARTNERED_WOMEN, self->members[member].age, 0, AGE_COUNT - 1);
    }
    if (host == MEMBER_NONE) {
        host = pool_take(self, POOL_MOTHERS, self->members[member].age, 0, AGE_COUNT - 1);
    }
    if (host != MEMBER_NONE) {
        forming_join(self, member, host);
    }
}

/* All adults who are left, from the oldest on, share in twos and threes. */
static void forming_sharers(struct forming *self)
{
    uint32_t last_sharer = MEMBER_NONE;
    uint32_t member = MEMBER_NONE;

    while ((member = forming_take_sharer(self, AGE_COUNT - 1, 0, AGE_COUNT - 1)) != MEMBER_NONE) {
        bool two = random_bernoulli(self->random, self->parameters->sharers_in_twos_share);
        uint32_t companion = forming_companion(self, member);
        if (companion == MEMBER_NONE) {
            forming_settle_last(self, member, last_sharer);
            return;
        }
        forming_join(self, companion, member);
        last_sharer = companion;
        uint32_t third = two ? MEMBER_NONE : forming_take_sharer(self, self->members[companion].age, 0, AGE_COUNT - 1);
        if (third != MEMBER_NONE) {
            forming_join(self, third, member);
        }
    }
}

static void mark_living_alone(struct people *people, uint32_t first, uint32_t end)
{
    const exposures_t alone = exposure_of_trait(TRAIT_LIVING_ALONE);

    for (uint32_t row = first; row < end; row++) {
        if (people_holds(people, row)) {
            bool single = people->person[row].household_next == row && !people_has(people, row, TRAIT_CARE_HOME);
            people->person[row].exposures =
                single ? people->person[row].exposures | alone : people->person[row].exposures & ~alone;
        }
    }
}

enum status households_form(struct people *people, uint32_t first, uint32_t end, const struct population *population,
                            day_t today, struct random *random)
{
    struct forming forming = {
        .people = people, .figures = population->figures, .parameters = population->households, .random = random};
    enum status status = forming_allocate(&forming, end - first);

    if (status != STATUS_OK) {
        goto out;
    }
    forming_gather(&forming, first, end, today);
    forming_partner(&forming);
    forming_pool_others(&forming);
    forming_families(&forming);
    forming_young_adults(&forming);
    forming_sharers(&forming);
    mark_living_alone(people, first, end);
out:
    forming_free(&forming);
    return status;
}
