#include "care/match.h"

#include <math.h>

#include "base/memory.h"

enum { ANY_PROVIDER = -1 };

enum status demand_allocate(struct demand *self, size_t neighbourhoods)
{
    const enum status status = memory_allocate((void **)&self->use, neighbourhoods, sizeof *self->use);

    return status == STATUS_OK ? memory_allocate((void **)&self->beds, neighbourhoods, sizeof *self->beds) : status;
}

void demand_free(struct demand *self)
{
    memory_free((void **)&self->use);
    memory_free((void **)&self->beds);
}

void demand_add(struct demand *self, const struct expectation *person, const struct care_parameters *parameters)
{
    const float *lane = person->hazards->lane;
    const double admissions = lane[HAZARD_EMERGENCY_ADMISSION];
    double *use = self->use[person->neighbourhood], *beds = self->beds[person->neighbourhood];

    use[SERVICE_GP] += lane[HAZARD_GP];
    use[SERVICE_OUT_OF_HOURS] += lane[HAZARD_OUT_OF_HOURS];
    use[SERVICE_ACCIDENT_EMERGENCY] +=
        lane[HAZARD_ACCIDENT_EMERGENCY] + parameters->emergency_through_ae_share * admissions;
    use[SERVICE_AMBULANCE] += lane[HAZARD_AMBULANCE] + parameters->emergency_ambulance_share * admissions +
                              parameters->ae_ambulance_share * lane[HAZARD_ACCIDENT_EMERGENCY];
    use[SERVICE_EMERGENCY_INPATIENT] += admissions;
    use[SERVICE_ELECTIVE_INPATIENT] += lane[HAZARD_ELECTIVE_INPATIENT];
    use[SERVICE_DAY_CASE] += lane[HAZARD_DAY_CASE];
    use[SERVICE_OUTPATIENT_FIRST] += lane[HAZARD_OUTPATIENT_FIRST];
    use[SERVICE_OUTPATIENT_FOLLOW_UP] += lane[HAZARD_OUTPATIENT_FOLLOW_UP];
    use[SERVICE_DISTRICT_NURSING] += lane[HAZARD_DISTRICT_NURSING];
    use[SERVICE_HOME_CARE] += (person->exposures & exposure_of_trait(TRAIT_HOME_CARE)) != 0;
    use[SERVICE_CARE_HOME] += (person->exposures & exposure_of_trait(TRAIT_CARE_HOME)) != 0;
    beds[SERVICE_EMERGENCY_INPATIENT] += admissions * person->emergency_days;
    beds[SERVICE_ELECTIVE_INPATIENT] += (double)lane[HAZARD_ELECTIVE_INPATIENT] * person->planned_days;
}

/* What is expected of each line, by the probabilities of the choice table, of one column of the demand. */
static void expect(double *expected, const struct supply *supply, const struct choice_table *choice,
                   const struct area *area, double (*const use)[SERVICE_COUNT])
{
    for (size_t n = 0; n < area->neighbourhood_count; n++) {
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            const size_t row = n * SERVICE_COUNT + service;
            for (unsigned option = 0; option < choice->count[row]; option++) {
                const struct site *site = &supply->sites[choice->sites[row][option]];
                expected[site->line[service]] += use[n][service] * choice_probability(choice, row, option);
            }
        }
    }
}

/* Adds what is expected of the clinics around a neighbourhood, of one provider or, for ANY_PROVIDER, of all. */
static void expect_at_clinics(double *expected, const struct supply *supply, const struct choice_table *choice,
                              size_t neighbourhood, int64_t provider, double use)
{
    const size_t row = neighbourhood * SERVICE_COUNT + SERVICE_OUTPATIENT_FIRST;

    for (unsigned option = 0; option < choice->count[row]; option++) {
        const struct site *site = &supply->sites[choice->sites[row][option]];
        if (provider == ANY_PROVIDER || site->provider == (uint32_t)provider) {
            expected[site->line[SERVICE_OUTPATIENT_FIRST]] += use * choice_probability(choice, row, option);
        }
    }
}

/* First attendances that lead to procedures: with the provider of the procedure, or anywhere where it has no clinics.
 */
static void expect_referrals(double *expected, const struct supply *supply, const struct choice_table *choice,
                             const struct demand *demand, size_t neighbourhood, enum service procedure)
{
    const size_t row = neighbourhood * SERVICE_COUNT + (size_t)procedure;
    const size_t clinics = neighbourhood * SERVICE_COUNT + SERVICE_OUTPATIENT_FIRST;
    const double referred = demand->referred_share * demand->use[neighbourhood][procedure];

    for (unsigned option = 0; option < choice->count[row]; option++) {
        const uint32_t provider = supply->sites[choice->sites[row][option]].provider;
        const double here = choice_of_provider(choice, supply, clinics, provider);
        const double use = referred * choice_probability(choice, row, option);
        if (here > 0) {
            expect_at_clinics(expected, supply, choice, neighbourhood, provider, use / here);
        } else {
            expect_at_clinics(expected, supply, choice, neighbourhood, ANY_PROVIDER, use);
        }
    }
}

struct total {
    double capacity, beds, expected;
    double given; /* of beds and places, so far */
};

static struct total *total_of(struct total *totals, const struct supply *supply, const struct line *line)
{
    const int32_t kind = supply->providers[line->provider].kind;

    return kind == NAMED_PROVIDER ? NULL : &totals[(size_t)kind * SERVICE_COUNT + line->service];
}

static double share_of(const struct total *total, double expected)
{
    return total->expected > 0 ? expected / total->expected : 0;
}

/* The beds that a site is expected to have in use, by all its services. */
static double beds_of_site(const struct site *site, const double *expected_beds)
{
    double beds = 0;

    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        beds += site->line[service] >= 0 ? expected_beds[site->line[service]] : 0;
    }
    return beds;
}

/* Beds and places are whole: each line has what the running total, rounded, grows by. */
static double give_whole(struct total *total, double share)
{
    const double before = round(total->given);

    total->given += share;
    return round(total->given) - before;
}

static void match_beds(struct supply *supply, const double *expected_beds, struct total *totals)
{
    for (size_t l = 0; l < supply->line_count; l++) {
        struct line *line = &supply->lines[l];
        struct total *total = total_of(totals, supply, line);
        if (total != NULL && service_lines[line->service].discipline == DISCIPLINE_BED && total->expected > 0) {
            struct site *site = &supply->sites[line->site];
            const int64_t built = site->beds;
            site->beds = (int64_t)give_whole(total, total->beds * share_of(total, beds_of_site(site, expected_beds)));
            line->pull = site->beds > 0 ? (double)built / (double)site->beds : 1;
        }
    }
}

static void match_lines(struct supply *supply, const double *expected, struct total *totals)
{
    for (size_t l = 0; l < supply->line_count; l++) {
        struct line *line = &supply->lines[l];
        const enum discipline discipline = service_lines[line->service].discipline;
        struct total *total = total_of(totals, supply, line);
        if (total != NULL && discipline != DISCIPLINE_BED && total->expected > 0) {
            const double share = total->capacity * share_of(total, expected[l]);
            const double matched = discipline == DISCIPLINE_PLACE ? give_whole(total, share) : share;
            line->pull = matched > 0 ? line->capacity / matched : 1;
            line->capacity = matched;
        }
    }
}

/* What the providers of each kind have together, and what is expected of them together. */
static void add_totals(struct total *totals, const struct supply *supply, const double *expected,
                       const double *expected_beds)
{
    for (size_t l = 0; l < supply->line_count; l++) {
        const struct line *line = &supply->lines[l];
        const struct site *site = &supply->sites[line->site];
        struct total *total = total_of(totals, supply, line);
        if (total != NULL && service_lines[line->service].discipline == DISCIPLINE_BED) {
            total->expected += beds_of_site(site, expected_beds);
            total->beds += (double)site->beds;
        } else if (total != NULL) {
            total->expected += expected[l];
            total->capacity += line->capacity;
        }
    }
}

/* How much larger a provider has become: the mean over its lines. */
static double growth_of(const struct supply *supply, const struct provider *provider)
{
    double growth = 0;
    unsigned lines = 0;

    for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            const struct line *line = supply_line(supply, (uint16_t)s, (enum service)service);
            if (line != NULL && line->pull > 0) {
                growth += 1 / line->pull;
                lines++;
            }
        }
    }
    return lines > 0 ? growth / lines : 1;
}

struct fixed_costs {
    double pounds, growth; /* of all providers of a kind together */
};

/* What a kind has of fixed costs, whole, goes with the size of its providers. */
static void match_fixed_costs(struct supply *supply, struct fixed_costs *kinds)
{
    for (size_t p = 0; p < supply->provider_count; p++) {
        const struct provider *provider = &supply->providers[p];
        if (provider->kind != NAMED_PROVIDER) {
            kinds[provider->kind].pounds += provider->fixed_cost_pounds;
            kinds[provider->kind].growth += growth_of(supply, provider);
        }
    }
    for (size_t p = 0; p < supply->provider_count; p++) {
        struct provider *provider = &supply->providers[p];
        if (provider->kind != NAMED_PROVIDER && kinds[provider->kind].growth > 0) {
            const struct fixed_costs *kind = &kinds[provider->kind];
            provider->fixed_cost_pounds = kind->pounds * growth_of(supply, provider) / kind->growth;
        }
    }
}

static size_t count_kinds(const struct supply *supply)
{
    int32_t kinds = 0;

    for (size_t p = 0; p < supply->provider_count; p++) {
        kinds = supply->providers[p].kind >= kinds ? supply->providers[p].kind + 1 : kinds;
    }
    return (size_t)kinds;
}

enum status match_capacity(struct supply *supply, const struct choice_table *choice, const struct area *area,
                           const struct demand *demand)
{
    struct total *totals = NULL;
    struct fixed_costs *fixed_costs = NULL;
    double *expected = NULL, *expected_beds = NULL;
    enum status status = memory_allocate((void **)&expected, supply->line_count, sizeof *expected);

    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&expected_beds, supply->line_count, sizeof *expected_beds);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&totals, count_kinds(supply) * SERVICE_COUNT, sizeof *totals);
    if (status != STATUS_OK) {
        goto out;
    }
    status = memory_allocate((void **)&fixed_costs, count_kinds(supply), sizeof *fixed_costs);
    if (status != STATUS_OK) {
        goto out;
    }
    expect(expected, supply, choice, area, demand->use);
    for (size_t n = 0; n < area->neighbourhood_count; n++) {
        expect_referrals(expected, supply, choice, demand, n, SERVICE_DAY_CASE);
        expect_referrals(expected, supply, choice, demand, n, SERVICE_ELECTIVE_INPATIENT);
    }
    expect(expected_beds, supply, choice, area, demand->beds);
    add_totals(totals, supply, expected, expected_beds);
    match_lines(supply, expected, totals);
    match_beds(supply, expected_beds, totals);
    match_fixed_costs(supply, fixed_costs);
out:
    memory_free((void **)&fixed_costs);
    memory_free((void **)&totals);
    memory_free((void **)&expected_beds);
    memory_free((void **)&expected);
    return status;
}
