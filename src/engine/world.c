#include "engine/world.h"

#include <string.h>

#include "base/memory.h"
#include "care/match.h"
#include "care/workforce.h"
#include "engine/day.h"
#include "engine/finance.h"
#include "engine/parallel.h"
#include "people/synthesis.h"

/* Room for those who are born and arrive in a decade; rows not yet used take no memory. */
static size_t rows_for(uint32_t people)
{
    return people + people / 8 + 64;
}

/* Programmes and forks. */
static enum status build_care(struct world *self, struct random_key population_key)
{
    const struct care_parameters *care = &self->run->care;
    enum status status = programmes_build(&self->population.programmes, care, self->population.figures);

    self->population.area = &self->area;
    self->population.key = population_key;
    self->population.caring.key = population_key;
    self->population.risk_score_spread = care->risk_score_spread;
    return status == STATUS_OK ? forks_build(&self->care.forks, care, self->population.figures) : status;
}

static enum status build_supply(struct world *self, struct random_key population_key)
{
    const struct run_parameters *run = self->run;
    enum status status = STATUS_OK;

    self->care.parameters = &run->care;
    self->care.life = &run->population.life;
    care_set_line_rules(&self->care);
    status = supply_build(&self->care.supply, &run->care, &self->area, (double)run->population.size, self->scale,
                          population_key);
    if (status != STATUS_OK) {
        goto out;
    }
    care_list_services(&self->care, &self->population.programmes);
    status = choice_build(&self->care.choice, &self->care.supply, &self->area, &run->care);
    if (status == STATUS_OK && supply_put_off(&self->care.supply, &run->care)) {
        status = choice_update(&self->care.choice, &self->care.supply, &self->area, &run->care);
    }
out:
    return status;
}

static enum status allocate_places(struct world *self)
{
    const size_t localities = self->area.locality_count, sites = self->care.supply.site_count;
    enum status status = memory_allocate((void **)&self->districts, localities, sizeof *self->districts);

    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->desks, sites, sizeof *self->desks);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&self->bundles, localities > sites ? localities : sites, sizeof *self->bundles);
    if (status != STATUS_OK) {
        goto out;
    }
    status = exchange_init(&self->requests, sizeof(struct request), offsetof(struct request, site), sites);
    if (status != STATUS_OK) {
        goto out;
    }
    status = exchange_init(&self->outcomes, sizeof(struct outcome), offsetof(struct outcome, locality), localities);
out:
    return status;
}

/* Sets the thresholds of a locality's people, draws what they have used of late, and adds what they are expected to
 * use.
 */
static void expect_use(const struct world *self, struct people *people, struct demand *demand, struct random_key key)
{
    const struct figures *figures = self->population.figures;
    const struct care_parameters *care = self->care.parameters;
    const day_t middle = life_middle(self->today);
    union hazard_vector hazards;

    for (uint32_t row = 0; row < people->rows; row++) {
        const struct person *person = &people->person[row];
        const unsigned age = life_age(person->birth_day, middle);
        life_refresh(people, row, &self->population, middle, &hazards);
        life_draw_recent(people, row, &hazards, care->emergency_through_ae_share, key);
        demand_add(demand,
                   &(struct expectation){
                       .neighbourhood = person->neighbourhood,
                       .hazards = &hazards,
                       .exposures = person->exposures,
                       .emergency_days = pathway_mean_stay(care, figures, STAY_EMERGENCY, age),
                       .planned_days = pathway_mean_stay(care, figures, STAY_ELECTIVE, age),
                   },
                   care);
    }
}

/* The beginning of a run. */
struct founding {
    struct world *world;
    struct random_key key; /* of the population */
    struct demand demand;
};

static enum status populate(void *context, size_t locality)
{
    struct founding *founding = context;
    struct world *world = founding->world;
    struct people *people = &world->districts[locality].people;
    enum status status =
        care_month_init(&world->districts[locality].care, world->population.programmes.count, world->care.forks.count);

    if (status != STATUS_OK) {
        goto out;
    }
    status = people_init(people, (uint32_t)locality, rows_for(world->area.localities[locality].people));
    if (status != STATUS_OK) {
        goto out;
    }
    status = synthesis_fill(people, &world->population, &world->area, founding->key, world->today);
    if (status != STATUS_OK) {
        goto out;
    }
    expect_use(world, people, &founding->demand, founding->key);
out:
    return status;
}

/* Generated providers take the size of the use that is expected of them. */
static enum status match_supply(struct world *self, const struct demand *demand)
{
    enum status status = match_capacity(&self->care.supply, &self->care.choice, &self->area, demand);

    return status == STATUS_OK
               ? choice_update(&self->care.choice, &self->care.supply, &self->area, self->care.parameters)
               : status;
}

/* The first ties of a locality's people to providers belong to the population, not to what happens to it. */
static enum status register_locality(void *context, size_t locality)
{
    struct founding *founding = context;
    struct life life = day_life(founding->world, locality);
    const struct pathway pathway = day_pathway(founding->world, locality, &life);

    life.key = founding->key;
    return pathway_begin(&pathway);
}

static enum status populate_all(struct world *self, struct random_key population_key)
{
    struct founding founding = {.world = self, .key = population_key};
    enum status status = demand_allocate(&founding.demand, self->area.neighbourhood_count);

    if (status != STATUS_OK) {
        goto out;
    }
    founding.demand.referred_share = 1 - self->run->care.straight_to_list_share;
    status = parallel_each(self->area.locality_count, populate, &founding);
    if (status != STATUS_OK) {
        goto out;
    }
    status = match_supply(self, &founding.demand);
    if (status != STATUS_OK) {
        goto out;
    }
    workforce_form_teams(&self->care.supply, self->care.rules, population_key);
    status = parallel_each(self->area.locality_count, register_locality, &founding);
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t locality = 0; locality < self->area.locality_count; locality++) {
        pathway_hold_support(&self->districts[locality].people, &self->care.supply);
    }
out:
    demand_free(&founding.demand);
    return status;
}

/* What the pathways make of the needs. */
static struct need_shares need_shares(const struct world *self)
{
    const struct service_rules_parameters *rules = self->care.rules;
    const double closed_days = 7 - (double)rules[SERVICE_GP].open_days_per_week;
    const double referred = 1 - self->run->care.straight_to_list_share;
    const double to_clinic = referred * rules[SERVICE_OUTPATIENT_FIRST].notice_days;
    const double nursing_course_days =
        (self->run->care.nursing_course_visits - 1) * (double)self->run->care.nursing_visit_days;

    return (struct need_shares){
        .emergency_through_ae = self->run->care.emergency_through_ae_share,
        .ambulance_not_conveyed = self->run->care.ambulance_not_conveyed_share,
        .care_home_from_home = self->run->care.care_home_from_home_share,
        .home_care_from_home = self->run->care.home_care_from_home_share,
        .stay_under_65 = self->run->care.stay_multiplier_under_65,
        .stay_65_over = self->run->care.stay_multiplier_65_over,
        .after_hospital_days = self->run->care.after_hospital_days,
        .referred = referred,
        .brought_on_under_65 = self->run->care.admissions_brought_on_share_under_65,
        .brought_on_65_over = self->run->care.admissions_brought_on_share_65_over,
        .hospital_deaths_under_65 = self->run->care.hospital_deaths_share_under_65,
        .hospital_deaths_65_84 = self->run->care.hospital_deaths_share_65_84,
        .hospital_deaths_85_over = self->run->care.hospital_deaths_share_85_over,
        .nursing_visits = self->run->care.nursing_course_visits,
        .wait_days = {[USE_DISTRICT_NURSING] = nursing_course_days,
                      [USE_GP] = closed_days * (closed_days + 1) / 2 / 7,
                      [USE_DAY_CASE] = to_clinic + rules[SERVICE_DAY_CASE].notice_days,
                      [USE_ELECTIVE_INPATIENT] = to_clinic + rules[SERVICE_ELECTIVE_INPATIENT].notice_days,
                      [USE_OUTPATIENT] = rules[SERVICE_OUTPATIENT_FIRST].notice_days},
    };
}

/* Every column is filled. */
static struct phase_work synthesis_work(const struct world *self)
{
    struct phase_work work = {0};

    for (size_t locality = 0; locality < self->area.locality_count; locality++) {
        work.events += (int64_t)self->districts[locality].people.living;
    }
    work.bytes = work.events * (int64_t)field_table_bytes(person_fields, person_field_count);
    return work;
}

enum status world_init(struct world *self, const struct run_parameters *run, uint64_t replicate)
{
    const struct random_key population_key = random_key_make((uint64_t)run->population.seed, 0);
    const struct date date = calendar_date(run->start - (day_t)run->warm_up_days);
    enum status status = STATUS_OK;
    double real = 0;

    *self = (struct world){.run = run, .key = random_key_make((uint64_t)run->seed, replicate)};
    self->today = calendar_day((struct date){date.year, date.month, 1});
    profile_begin(&self->profile);
    status = area_build(&self->area, &run->area, (uint32_t)run->population.size, population_key, &real);
    if (status != STATUS_OK) {
        goto out;
    }
    self->scale = (double)run->population.size / real;
    status = service_rules_resolve(&run->care, self->care.rules);
    if (status != STATUS_OK) {
        goto out;
    }
    const struct need_shares needs = need_shares(self);
    status = population_init(&self->population, &run->population, &needs);
    if (status != STATUS_OK) {
        goto out;
    }
    population_update(&self->population, date.year + 0.5);
    status = build_care(self, population_key);
    if (status != STATUS_OK) {
        goto out;
    }
    status = build_supply(self, population_key);
    if (status != STATUS_OK) {
        goto out;
    }
    status = allocate_places(self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = day_reserve(self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = populate_all(self, population_key);
    if (status != STATUS_OK) {
        goto out;
    }
    status = finance_build(&self->market, self);
    if (status != STATUS_OK) {
        goto out;
    }
    status = boards_init(&self->boards, &self->care.supply, &run->market.deciding);
    if (status != STATUS_OK) {
        goto out;
    }
    status = regulator_init(&self->regulator, self->care.supply.provider_count);
    if (status != STATUS_OK) {
        goto out;
    }
    profile_end(&self->profile, PHASE_SYNTHESIS, synthesis_work(self));
    status = world_begin_month(self);
out:
    return status;
}

static void district_free(struct district *self)
{
    people_free(&self->people);
    care_month_free(&self->care);
    memory_free((void **)&self->notices.items);
    memory_free((void **)&self->movers.items);
    requests_free(&self->outbox);
    flow_free(&self->flow);
}

void world_free(struct world *self)
{
    for (size_t locality = 0; self->districts != NULL && locality < self->area.locality_count; locality++) {
        district_free(&self->districts[locality]);
    }
    for (size_t site = 0; self->desks != NULL && site < self->care.supply.site_count; site++) {
        desk_free(&self->desks[site]);
    }
    for (size_t thread = 0; thread < self->scratch_count; thread++) {
        desk_scratch_free(&self->scratches[thread]);
    }
    memory_free((void **)&self->changes);
    memory_free((void **)&self->districts);
    memory_free((void **)&self->desks);
    memory_free((void **)&self->scratches);
    memory_free((void **)&self->tallies);
    memory_free((void **)&self->bundles);
    memory_free((void **)&self->activity.rows);
    exchange_free(&self->requests);
    exchange_free(&self->outcomes);
    regulator_free(&self->regulator);
    boards_free(&self->boards);
    market_free(&self->market);
    forks_free(&self->care.forks);
    choice_free(&self->care.choice);
    supply_free(&self->care.supply);
    population_free(&self->population);
    area_free(&self->area);
}

uint64_t world_people(const struct world *self)
{
    uint64_t people = 0;

    for (size_t locality = 0; locality < self->area.locality_count; locality++) {
        people += self->districts[locality].people.living;
    }
    return people;
}

enum status world_hash(const struct world *self, uint64_t *digest)
{
    struct hash hash;
    enum status status = hash_init(&hash);

    if (status != STATUS_OK) {
        return status;
    }
    hash_update(&hash, &self->today, sizeof self->today);
    for (size_t locality = 0; locality < self->area.locality_count; locality++) {
        const struct people *people = &self->districts[locality].people;
        const uint64_t sizes[] = {people->rows, people->living, people->first_free, people->next_serial};
        hash_update(&hash, sizes, sizeof sizes);
        field_table_hash(&hash, person_fields, person_field_count, people, people->rows);
        field_table_hash(&hash, membership_fields, membership_field_count, &people->memberships,
                         people->memberships.list.count);
        field_table_hash(&hash, tie_fields, tie_field_count, &people->ties, people->ties.list.count);
    }
    supply_hash(&self->care.supply, &hash);
    hash_update(&hash, self->outcomes.items, self->outcomes.first[self->outcomes.receivers] * sizeof(struct outcome));
    market_hash(&self->market, &hash);
    boards_hash(&self->boards, &hash);
    regulator_hash(&self->regulator, &hash);
    *digest = hash_digest(&hash);
    hash_free(&hash);
    return status;
}
