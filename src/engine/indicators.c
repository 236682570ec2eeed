#include "engine/indicators.h"

#include "base/memory.h"
#include "market/exact.h"
#include "people/life.h"

enum { PER_THOUSAND = 1000, OLDER = 65 };

/* --- of providers --------------------------------------------------------------------------------------------------
 */

/* Adds part / whole to the provider of a line; the part is in millionths. */
static void add_share(struct indicator_cell *cells, const struct line *line, int64_t part_micro, int64_t whole)
{
    cells[line->provider].numerator_micro += part_micro;
    cells[line->provider].denominator += whole;
}

static void indicator_four_hours(const struct world *world, struct indicator_cell *cells)
{
    const struct supply *supply = &world->care.supply;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        if (line->service == SERVICE_ACCIDENT_EMERGENCY) {
            add_share(cells, line, line->month.within_four_hours, line->month.served);
        }
    }
}

static void indicator_eighteen_weeks(const struct world *world, struct indicator_cell *cells)
{
    const struct supply *supply = &world->care.supply;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        if (line->service == SERVICE_DAY_CASE || line->service == SERVICE_ELECTIVE_INPATIENT) {
            add_share(cells, line, line_served_within(line, DAYS_OF_18_WEEKS) * EXACT_MICRO, line->month.served);
        }
    }
}

static void indicator_eight_minutes(const struct world *world, struct indicator_cell *cells)
{
    const struct supply *supply = &world->care.supply;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        if (line->service == SERVICE_AMBULANCE) {
            add_share(cells, line, line->month.in_time[RESPONSE_A_8_MINUTES], line->month.served_by_urgency[URGENT]);
        }
    }
}

static void indicator_delayed_days(const struct world *world, struct indicator_cell *cells)
{
    const struct supply *supply = &world->care.supply;

    for (size_t i = 0; i < supply->line_count; i++) {
        const struct line *line = &supply->lines[i];
        add_share(cells, line, line->month.delayed_days * EXACT_MICRO, line->month.bed_days);
    }
}

static void indicator_readmissions(const struct world *world, struct indicator_cell *cells)
{
    for (size_t i = 0; i < world->activity.count; i++) {
        const struct activity_row *row = &world->activity.rows[i];
        if (row->service == SERVICE_EMERGENCY_INPATIENT) {
            cells[row->provider].numerator_micro += row->measure == MEASURE_READMISSIONS ? row->count * EXACT_MICRO : 0;
            cells[row->provider].denominator += row->measure == MEASURE_SERVED ? row->count : 0;
        }
    }
}

/* --- of economies --------------------------------------------------------------------------------------------------
 */

static struct indicator_cell *cell_of(const struct world *world, struct indicator_cell *cells, size_t locality)
{
    return &cells[world->area.localities[locality].economy];
}

/* Of a table by deprivation and age band. */
static int64_t sum_of(const int64_t *table)
{
    int64_t sum = 0;

    for (unsigned cell = 0; cell < QUINTILE_COUNT * AGE_BANDS; cell++) {
        sum += table[cell];
    }
    return sum;
}

static int64_t people_from(const struct census *census, unsigned first_band)
{
    int64_t sum = 0;

    for (unsigned quintile = 0; quintile < QUINTILE_COUNT; quintile++) {
        for (unsigned band = first_band; band < AGE_BANDS; band++) {
            sum += census->persons[quintile][band][SEX_MALE] + census->persons[quintile][band][SEX_FEMALE];
        }
    }
    return sum;
}

/* Events of a table of care_month, a year for each thousand people from an age band on. */
static void add_rates(const struct world *world, struct indicator_cell *cells, size_t offset, unsigned first_band)
{
    for (size_t l = 0; l < world->area.locality_count; l++) {
        const struct district *district = &world->districts[l];
        const int64_t *table = (const void *)((const char *)&district->care + offset);
        struct indicator_cell *cell = cell_of(world, cells, l);
        cell->numerator_micro += sum_of(table) * CALENDAR_MONTHS_PER_YEAR * PER_THOUSAND * EXACT_MICRO;
        cell->denominator += people_from(&district->census, first_band);
    }
}

static void indicator_emergency_admissions(const struct world *world, struct indicator_cell *cells)
{
    add_rates(world, cells, offsetof(struct care_month, emergency_admissions), 0);
}

static void indicator_emergency_bed_days(const struct world *world, struct indicator_cell *cells)
{
    add_rates(world, cells, offsetof(struct care_month, emergency_bed_days), 0);
}

static void indicator_attendances(const struct world *world, struct indicator_cell *cells)
{
    add_rates(world, cells, offsetof(struct care_month, attendances), 0);
}

static void indicator_care_home_entries(const struct world *world, struct indicator_cell *cells)
{
    add_rates(world, cells, offsetof(struct care_month, care_home_entries), age_band(OLDER));
}

static void indicator_unmet_need(const struct world *world, struct indicator_cell *cells)
{
    for (size_t l = 0; l < world->area.locality_count; l++) {
        const struct census *census = &world->districts[l].census;
        struct indicator_cell *cell = cell_of(world, cells, l);
        for (unsigned band = age_band(OLDER); band < AGE_BANDS; band++) {
            cell->numerator_micro += (int64_t)census->unmet_need[band] * PER_THOUSAND * EXACT_MICRO;
        }
        cell->denominator += people_from(census, age_band(OLDER));
    }
}

static void indicator_deaths_outside_hospital(const struct world *world, struct indicator_cell *cells)
{
    for (size_t l = 0; l < world->area.locality_count; l++) {
        const struct care_month *care = &world->districts[l].care;
        struct indicator_cell *cell = cell_of(world, cells, l);
        for (unsigned place = 0; place < DEATH_PLACES; place++) {
            const int64_t deaths = sum_of(&care->deaths[place][0][0]);
            cell->numerator_micro += place == DEATH_HOSPITAL ? 0 : deaths * EXACT_MICRO;
            cell->denominator += deaths;
        }
    }
}

static void indicator_treated_within_18_weeks(const struct world *world, struct indicator_cell *cells)
{
    for (size_t l = 0; l < world->area.locality_count; l++) {
        const struct care_month *care = &world->districts[l].care;
        struct indicator_cell *cell = cell_of(world, cells, l);
        for (unsigned stop = 0; stop < CLOCK_STOPS; stop++) {
            cell->numerator_micro += care->treated_within_18_weeks[stop] * EXACT_MICRO;
            cell->denominator += care->treated[stop];
        }
    }
}

static void indicator_contacts_without_problem(const struct world *world, struct indicator_cell *cells)
{
    for (size_t l = 0; l < world->area.locality_count; l++) {
        const struct care_month *care = &world->districts[l].care;
        struct indicator_cell *cell = cell_of(world, cells, l);
        const int64_t contacts = sum_of(&care->contacts[0][0]);
        cell->numerator_micro += (contacts - sum_of(&care->with_problem[0][0])) * EXACT_MICRO;
        cell->denominator += contacts;
    }
}

/* -------------------------------------------------------------------------------------------------------------------
 */

static void (*const fills[INDICATOR_COUNT])(const struct world *world, struct indicator_cell *cells) = {
#define INDICATOR(id, name, scope, unit, meaning) indicator_##name,
#include "scenario/indicators.def"
#undef INDICATOR
};

enum status indicators_count(const struct world *world, struct indicator_table *out)
{
    const size_t providers = world->market.provider_count, economies = world->area.economy_count;

    *out = (struct indicator_table){.width = providers > economies ? providers : economies};
    const enum status status = memory_allocate((void **)&out->cells, INDICATOR_COUNT * out->width, sizeof *out->cells);
    for (size_t i = 0; i < INDICATOR_COUNT && status == STATUS_OK; i++) {
        fills[i](world, &out->cells[i * out->width]);
    }
    return status;
}

void indicator_table_free(struct indicator_table *self)
{
    memory_free((void **)&self->cells);
}

struct indicators indicators_of(const struct indicator_table *table)
{
    struct indicators indicators = {{0}};

    for (size_t i = 0; i < INDICATOR_COUNT; i++) {
        indicators.cells[i] = &table->cells[i * table->width];
    }
    return indicators;
}
