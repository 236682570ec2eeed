#include "people/area.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/money.h"
#include "base/real.h"
#include "base/text.h"
#include "people/exposure.h"

enum { LOCALITIES_MOST = 4095, NEIGHBOURHOODS_MOST = 65535 }; /* what ids of 12 and 16 bits can tell apart */

/* Real weights become whole ones for money_split: a millionth of a person, or of a share, makes no difference. */
static const double weight_unit = 1e-6;

/* What a locality is to be, beyond what struct locality keeps. */
struct outline {
    double real_people, radius_km, rural_share;
    double shares[QUINTILE_COUNT]; /* of people by deprivation, the most deprived first */
};

struct builder {
    struct area *area;
    const struct area_parameters *parameters;
    struct random_key key;
    struct outline *outlines; /* by locality */
    struct text_buffer names; /* of each economy, followed by its localities; each with its end mark */
};

/* A place in a locality before it is told what it is. */
struct spot {
    float x_km, y_km;
    double distance_km;
    size_t index;
};

/* Part `index` of `total` divided into `count` parts that differ by one at most. */
static uint32_t equal_part(uint32_t total, size_t count, size_t index)
{
    return (uint32_t)((uint64_t)total * (index + 1) / count - (uint64_t)total * index / count);
}

/* Divides `total` in proportion to `weights` by the largest remainder. */
static enum status apportion(uint32_t total, const double *weights, size_t n, int64_t *parts)
{
    int64_t *whole = NULL;
    enum status status = memory_allocate((void **)&whole, n, sizeof *whole);

    if (status == STATUS_OK) {
        for (size_t i = 0; i < n; i++) {
            whole[i] = llround(weights[i] / weight_unit);
        }
        status = money_split((money_t)total, whole, n, parts);
    }
    memory_free((void **)&whole);
    return status;
}

static size_t at_least_one(double number)
{
    return number < 1 ? 1 : (size_t)llround(number);
}

static enum status append_name(struct builder *self, const char *name)
{
    return text_buffer_append_bytes(&self->names, name, strlen(name) + 1);
}

static enum status area_allocate(struct builder *self, size_t economies, size_t localities)
{
    struct area *area = self->area;
    enum status status = STATUS_OK;

    if (localities > LOCALITIES_MOST) {
        return status_raise(STATUS_SCENARIO,
                            "area: %zu localities, expected %d at most; name fewer, or raise people_per_locality",
                            localities, LOCALITIES_MOST);
    }
    status = memory_allocate((void **)&area->economies, economies, sizeof *area->economies);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&area->localities, localities, sizeof *area->localities);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->outlines, localities, sizeof *self->outlines);
    }
    area->economy_count = economies;
    area->locality_count = localities;
    return status;
}

static void outline_named(struct builder *self, size_t index, size_t economy, const struct locality_parameters *given)
{
    self->area->localities[index] =
        (struct locality){.economy = (uint16_t)economy, .x_km = (float)given->x_km, .y_km = (float)given->y_km};
    self->outlines[index] = (struct outline){
        .real_people = given->people,
        .radius_km = given->radius_km,
        .rural_share = given->rural_share,
        .shares = {given->deprivation_1, given->deprivation_2, given->deprivation_3, given->deprivation_4,
                   given->deprivation_5},
    };
}

static enum status lay_named_economies(struct builder *self)
{
    const struct economy_parameters *given = self->parameters->economies.items;
    const size_t count = self->parameters->economies.count;
    size_t next = 0;

    for (size_t e = 0; e < count; e++) {
        next += given[e].localities.count;
    }
    if (next == 0) {
        return status_raise(STATUS_SCENARIO, "area.economies: expected at least one locality");
    }
    enum status status = area_allocate(self, count, next);
    next = 0;
    for (size_t e = 0; e < count && status == STATUS_OK; e++) {
        const struct locality_parameters *localities = given[e].localities.items;
        self->area->economies[e].first_locality = (uint16_t)next;
        self->area->economies[e].locality_count = (uint16_t)given[e].localities.count;
        status = append_name(self, given[e].name);
        for (size_t l = 0; l < given[e].localities.count && status == STATUS_OK; l++) {
            outline_named(self, next++, e, &localities[l]);
            status = append_name(self, localities[l].name);
        }
    }
    return status;
}

/* The least side of a square that has room for n. */
static size_t square_side(size_t n)
{
    size_t side = 1;
    while (side * side < n) {
        side++;
    }
    return side;
}

static int digits(size_t number)
{
    return snprintf(NULL, 0, "%zu", number);
}

/* How generated economies and localities are numbered and where they stand: each economy is a block of a square grid of
 * localities, and the blocks form a square grid. */
struct pattern {
    uint32_t people;
    size_t economies, localities; /* of all economies */
    size_t most;                  /* localities of the largest economy */
    size_t grid_side, block_side;
    double spacing_km;
};

static size_t localities_of(const struct builder *self, const struct pattern *pattern, size_t economy)
{
    const uint32_t people = equal_part(pattern->people, pattern->economies, economy);
    return at_least_one((double)people / self->parameters->people_per_locality);
}

static void pattern_make(struct pattern *pattern, const struct builder *self, uint32_t people)
{
    *pattern = (struct pattern){.people = people, .spacing_km = self->parameters->locality_spacing_km};
    pattern->economies = at_least_one((double)people / self->parameters->people_per_economy);
    for (size_t e = 0; e < pattern->economies; e++) {
        const size_t count = localities_of(self, pattern, e);
        pattern->localities += count;
        pattern->most = count > pattern->most ? count : pattern->most;
    }
    pattern->grid_side = square_side(pattern->economies);
    pattern->block_side = square_side(pattern->most);
}

/* Exactly the rural share of all generated localities, spread evenly over their order. */
static bool is_rural(double share, size_t index)
{
    return floor(share * (double)(index + 1) + 0.5) > floor(share * (double)index + 0.5);
}

static void outline_generated(struct builder *self, const struct pattern *pattern, size_t index, size_t economy,
                              size_t number, uint32_t people)
{
    const size_t column = economy % pattern->grid_side * pattern->block_side + number % pattern->block_side;
    const size_t row = economy / pattern->grid_side * pattern->block_side + number / pattern->block_side;
    const bool rural = is_rural(self->parameters->rural_share, index);
    const double touching_km = pattern->spacing_km / 2;

    self->area->localities[index] = (struct locality){
        .economy = (uint16_t)economy,
        .x_km = (float)((double)column * pattern->spacing_km),
        .y_km = (float)((double)row * pattern->spacing_km),
    };
    self->outlines[index] = (struct outline){
        .real_people = people,
        .radius_km = rural ? touching_km * self->parameters->rural_radius_ratio : touching_km,
        .rural_share = rural ? 1 : 0,
    };
    for (size_t q = 0; q < QUINTILE_COUNT; q++) {
        self->outlines[index].shares[q] = 1.0 / QUINTILE_COUNT;
    }
}

static enum status lay_generated_economy(struct builder *self, const struct pattern *pattern, size_t economy,
                                         size_t first)
{
    enum { ECONOMY_DIGITS = 4, LOCALITY_DIGITS = 2 }; /* so that names sort like numbers */
    const size_t count = localities_of(self, pattern, economy);
    const uint32_t people = equal_part(pattern->people, pattern->economies, economy);
    const int width = digits(pattern->most) > LOCALITY_DIGITS ? digits(pattern->most) : LOCALITY_DIGITS;
    char name[64];

    self->area->economies[economy].first_locality = (uint16_t)first;
    self->area->economies[economy].locality_count = (uint16_t)count;
    snprintf(name, sizeof name, "economy-%0*zu", ECONOMY_DIGITS, economy + 1);
    enum status status = append_name(self, name);
    for (size_t l = 0; l < count && status == STATUS_OK; l++) {
        outline_generated(self, pattern, first + l, economy, l, equal_part(people, count, l));
        snprintf(name, sizeof name, "economy-%0*zu-locality-%0*zu", ECONOMY_DIGITS, economy + 1, width, l + 1);
        status = append_name(self, name);
    }
    return status;
}

static enum status lay_generated_economies(struct builder *self, uint32_t people)
{
    struct pattern pattern;
    size_t next = 0;

    pattern_make(&pattern, self, people);
    enum status status = area_allocate(self, pattern.economies, pattern.localities);
    for (size_t e = 0; e < pattern.economies && status == STATUS_OK; e++) {
        status = lay_generated_economy(self, &pattern, e, next);
        next += self->area->economies[e].locality_count;
    }
    return status;
}

/* Hands the names over to the area, in whose order they were appended. */
static enum status settle_names(struct builder *self)
{
    struct area *area = self->area;
    enum status status = text_buffer_take(&self->names, &area->names);
    const char *name = area->names;

    for (size_t e = 0; e < area->economy_count && status == STATUS_OK; e++) {
        struct economy *economy = &area->economies[e];
        economy->name = name;
        name += strlen(name) + 1;
        for (size_t l = 0; l < economy->locality_count; l++) {
            struct locality *locality = &area->localities[economy->first_locality + l];
            locality->name = name;
            locality->key = hash_text(name);
            name += strlen(name) + 1;
        }
    }
    return status;
}

static enum status settle_people(struct builder *self, uint32_t people, double *real)
{
    struct area *area = self->area;
    const size_t count = area->locality_count;
    double *weights = NULL;
    int64_t *parts = NULL;

    enum status status = memory_allocate((void **)&weights, count, sizeof *weights);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&parts, count, sizeof *parts);
    }
    if (status != STATUS_OK) {
        goto out;
    }
    *real = 0;
    for (size_t l = 0; l < count; l++) {
        weights[l] = self->outlines[l].real_people;
        *real += weights[l];
    }
    status = apportion(people, weights, count, parts);
    for (size_t l = 0; l < count && status == STATUS_OK; l++) {
        area->localities[l].people = (uint32_t)parts[l];
    }
out:
    memory_free((void **)&weights);
    memory_free((void **)&parts);
    return status;
}

/* So many that each holds people_per_neighbourhood, but at least one for each deprivation quintile that there is. */
static size_t count_neighbourhoods(const struct builder *self, size_t locality)
{
    const double people = (double)self->area->localities[locality].people;
    const size_t count = at_least_one(people / (double)self->parameters->people_per_neighbourhood);
    size_t quintiles = 0;

    for (size_t q = 0; q < QUINTILE_COUNT; q++) {
        quintiles += self->outlines[locality].shares[q] > 0;
    }
    return count > quintiles ? count : quintiles;
}

/* Neighbourhoods of each quintile: by the largest remainder, then one from the largest for each that would have none.
 */
static enum status count_quintiles(const struct outline *outline, size_t neighbourhoods, int64_t counts[QUINTILE_COUNT])
{
    enum status status = apportion((uint32_t)neighbourhoods, outline->shares, QUINTILE_COUNT, counts);

    for (size_t q = 0; q < QUINTILE_COUNT && status == STATUS_OK; q++) {
        if (outline->shares[q] > 0 && counts[q] == 0) {
            size_t largest = 0;
            for (size_t other = 1; other < QUINTILE_COUNT; other++) {
                largest = counts[other] > counts[largest] ? other : largest;
            }
            counts[largest]--;
            counts[q]++;
        }
    }
    return status;
}

static int compare_spots(const void *a, const void *b)
{
    const struct spot *x = a;
    const struct spot *y = b;
    if (x->distance_km != y->distance_km) {
        return x->distance_km < y->distance_km ? -1 : 1;
    }
    return (x->index > y->index) - (x->index < y->index);
}

/* Places uniform in the disc of the locality, from its centre outwards. */
static void scatter(const struct builder *self, size_t locality, struct spot *spots, size_t count)
{
    const struct locality *centre = &self->area->localities[locality];
    const double radius_km = self->outlines[locality].radius_km;

    for (size_t i = 0; i < count; i++) {
        struct random random = random_at(self->key, RANDOM_PURPOSE_POPULATION_PLACE, centre->key, 0, (uint32_t)i);
        const double distance_km = radius_km * sqrt(random_unit(&random));
        double x = 0, y = 0;
        real_direction(random_unit(&random), &x, &y);
        spots[i] = (struct spot){
            .x_km = (float)((double)centre->x_km + distance_km * x),
            .y_km = (float)((double)centre->y_km + distance_km * y),
            .distance_km = distance_km,
            .index = i,
        };
    }
    qsort(spots, count, sizeof *spots, compare_spots);
}

/* From the centre outwards: the most deprived quintile first; the rural ones last. The people of the locality are
 * divided among the quintiles by the shares, then equally among the neighbourhoods of each. */
static enum status settle_neighbourhoods(struct builder *self, size_t index, struct spot *spots)
{
    struct locality *locality = &self->area->localities[index];
    const struct outline *outline = &self->outlines[index];
    const size_t count = locality->neighbourhood_count;
    const size_t rural = (size_t)llround(outline->rural_share * (double)count);
    int64_t counts[QUINTILE_COUNT] = {0};
    int64_t people[QUINTILE_COUNT] = {0};

    enum status status = count_quintiles(outline, count, counts);
    if (status == STATUS_OK) {
        status = apportion(locality->people, outline->shares, QUINTILE_COUNT, people);
    }
    if (status != STATUS_OK) {
        return status;
    }
    scatter(self, index, spots, count);
    struct neighbourhood *next = &self->area->neighbourhoods[locality->first_neighbourhood];
    size_t placed = 0;
    for (size_t q = 0; q < QUINTILE_COUNT; q++) {
        for (size_t i = 0; i < (size_t)counts[q]; i++, placed++) {
            next[placed] = (struct neighbourhood){
                .x_km = spots[placed].x_km,
                .y_km = spots[placed].y_km,
                .locality = (uint16_t)index,
                .quintile = (uint8_t)q,
                .rural = placed >= count - rural,
                .people = equal_part((uint32_t)people[q], (size_t)counts[q], i),
            };
        }
    }
    return STATUS_OK;
}

static enum status lay_neighbourhoods(struct builder *self)
{
    struct area *area = self->area;
    struct spot *spots = NULL;
    size_t total = 0;
    size_t most = 0;

    for (size_t l = 0; l < area->locality_count; l++) {
        const size_t count = count_neighbourhoods(self, l);
        area->localities[l].first_neighbourhood = (uint16_t)total;
        area->localities[l].neighbourhood_count = (uint16_t)count;
        total += count;
        most = count > most ? count : most;
    }
    if (total > NEIGHBOURHOODS_MOST) {
        return status_raise(STATUS_SCENARIO,
                            "area: %zu neighbourhoods, expected %d at most; raise people_per_neighbourhood", total,
                            NEIGHBOURHOODS_MOST);
    }
    area->neighbourhood_count = total;
    enum status status = memory_allocate((void **)&area->neighbourhoods, total, sizeof *area->neighbourhoods);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&spots, most, sizeof *spots);
    }
    for (size_t l = 0; l < area->locality_count && status == STATUS_OK; l++) {
        status = settle_neighbourhoods(self, l, spots);
    }
    memory_free((void **)&spots);
    return status;
}

/* The centre of an economy is the mean of its localities' centres, weighted by people in reality. */
static void place_economies(struct builder *self)
{
    for (size_t e = 0; e < self->area->economy_count; e++) {
        struct economy *economy = &self->area->economies[e];
        double people = 0;
        double x = 0;
        double y = 0;
        for (size_t l = economy->first_locality; l < (size_t)economy->first_locality + economy->locality_count; l++) {
            const double weight = self->outlines[l].real_people;
            people += weight;
            x += weight * (double)self->area->localities[l].x_km;
            y += weight * (double)self->area->localities[l].y_km;
        }
        economy->x_km = people > 0 ? (float)(x / people) : 0;
        economy->y_km = people > 0 ? (float)(y / people) : 0;
    }
}

enum status area_build(struct area *self, const struct area_parameters *parameters, uint32_t people,
                       struct random_key key, double *real)
{
    struct builder builder = {.area = self, .parameters = parameters, .key = key};

    *self = (struct area){0};
    text_buffer_init(&builder.names);
    enum status status =
        parameters->economies.count > 0 ? lay_named_economies(&builder) : lay_generated_economies(&builder, people);
    if (status == STATUS_OK) {
        status = settle_names(&builder);
    }
    if (status == STATUS_OK) {
        status = settle_people(&builder, people, real);
    }
    if (status == STATUS_OK) {
        status = lay_neighbourhoods(&builder);
    }
    if (status == STATUS_OK) {
        place_economies(&builder);
    }
    memory_free((void **)&builder.outlines);
    text_buffer_free(&builder.names);
    if (status != STATUS_OK) {
        area_free(self);
    }
    return status;
}

void area_free(struct area *self)
{
    memory_free((void **)&self->economies);
    memory_free((void **)&self->localities);
    memory_free((void **)&self->neighbourhoods);
    memory_free((void **)&self->names);
    *self = (struct area){0};
}
