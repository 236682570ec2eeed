#include "care/choice.h"

#include <math.h>

#include "base/memory.h"
#include "base/real.h"

/* A site that offers a service. */
struct offer {
    float x_km, y_km;
    int32_t economy; /* of its provider */
    uint16_t site;
};

/* The sites that offer one service, on a grid of square cells over the rectangle in which they lie. */
struct grid {
    double left_km, bottom_km, cell_km;
    size_t columns, rows;
    struct offer *offers; /* by cell, in each in the order of the supply */
    uint32_t *starts;     /* of each cell in offers, and the end */
    size_t count;
    size_t *open_to; /* by economy: offers that it may use */
};

/* The best so far of a search: nearest first, equally near ones by site. */
struct nearest {
    uint16_t sites[CHOICE_OPTIONS];
    float squared[CHOICE_OPTIONS];
    size_t count, wanted;
};

/* A place from which the nearest are sought, in the economy of its people or, with ANY_ECONOMY, in all. */
struct viewpoint {
    float x_km, y_km;
    int32_t economy;
};

static double offer_size(const struct supply *supply, size_t site, enum service service)
{
    const struct line *line = supply_line(supply, (uint16_t)site, service);

    if (line == NULL) {
        return 0;
    }
    return service_lines[service].discipline == DISCIPLINE_BED ? (double)supply->sites[site].beds : line->capacity;
}

static void grid_free(struct grid *self)
{
    memory_free((void **)&self->offers);
    memory_free((void **)&self->starts);
    memory_free((void **)&self->open_to);
    *self = (struct grid){0};
}

static enum status list_offers(const struct supply *supply, enum service service, struct offer **out, size_t *count)
{
    enum status status = memory_allocate((void **)out, supply->site_count, sizeof **out);

    *count = 0;
    for (size_t s = 0; s < supply->site_count && status == STATUS_OK; s++) {
        if (offer_size(supply, s, service) > 0) {
            const struct site *site = &supply->sites[s];
            (*out)[(*count)++] = (struct offer){.x_km = site->x_km,
                                                .y_km = site->y_km,
                                                .economy = supply->providers[site->provider].economy,
                                                .site = (uint16_t)s};
        }
    }
    return status;
}

/* Cells of such a size that each holds two offers on average, and that there are not many more cells than offers even
 * when all stand in a row. */
static void grid_shape(struct grid *self, const struct offer *offers)
{
    enum { OFFERS_A_CELL = 2 };
    double right_km = -INFINITY;
    double top_km = -INFINITY;

    self->left_km = INFINITY;
    self->bottom_km = INFINITY;
    for (size_t i = 0; i < self->count; i++) {
        self->left_km = fmin(self->left_km, (double)offers[i].x_km);
        self->bottom_km = fmin(self->bottom_km, (double)offers[i].y_km);
        right_km = fmax(right_km, (double)offers[i].x_km);
        top_km = fmax(top_km, (double)offers[i].y_km);
    }
    const double width = right_km - self->left_km;
    const double height = top_km - self->bottom_km;
    const double share = (double)OFFERS_A_CELL / (double)self->count;
    const double cell = fmax(sqrt(width * height * share), fmax(width, height) * share);
    self->cell_km = cell > 0 ? cell : 1;
    self->columns = (size_t)(width / self->cell_km) + 1;
    self->rows = (size_t)(height / self->cell_km) + 1;
}

static size_t cell_along(double from, double to, double cell_km, size_t cells)
{
    const double steps = floor((to - from) / cell_km);
    return steps <= 0 ? 0 : steps >= (double)cells ? cells - 1 : (size_t)steps;
}

static size_t column_of(const struct grid *self, float x_km)
{
    return cell_along(self->left_km, (double)x_km, self->cell_km, self->columns);
}

static size_t row_of(const struct grid *self, float y_km)
{
    return cell_along(self->bottom_km, (double)y_km, self->cell_km, self->rows);
}

/* Sorts the offers into cells by counting; `starts` runs ahead to the end of each cell and is set back after. */
static void grid_fill(struct grid *self, const struct offer *offers)
{
    const size_t cells = self->columns * self->rows;

    for (size_t i = 0; i < self->count; i++) {
        self->starts[row_of(self, offers[i].y_km) * self->columns + column_of(self, offers[i].x_km) + 1]++;
    }
    for (size_t c = 0; c < cells; c++) {
        self->starts[c + 1] += self->starts[c];
    }
    for (size_t i = 0; i < self->count; i++) {
        const size_t cell = row_of(self, offers[i].y_km) * self->columns + column_of(self, offers[i].x_km);
        self->offers[self->starts[cell]++] = offers[i];
    }
    for (size_t c = cells; c > 0; c--) {
        self->starts[c] = self->starts[c - 1];
    }
    self->starts[0] = 0;
}

static void count_open(struct grid *self, size_t economies)
{
    size_t to_all = 0;

    for (size_t i = 0; i < self->count; i++) {
        if (self->offers[i].economy == ANY_ECONOMY) {
            to_all++;
        } else {
            self->open_to[self->offers[i].economy]++;
        }
    }
    for (size_t e = 0; e < economies; e++) {
        self->open_to[e] += to_all;
    }
}

static enum status grid_build(struct grid *self, const struct supply *supply, enum service service, size_t economies)
{
    struct offer *offers = NULL;

    *self = (struct grid){0};
    enum status status = list_offers(supply, service, &offers, &self->count);
    if (status != STATUS_OK || self->count == 0) {
        goto out;
    }
    grid_shape(self, offers);
    status = memory_allocate((void **)&self->offers, self->count, sizeof *self->offers);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->starts, self->columns * self->rows + 1, sizeof *self->starts);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->open_to, economies, sizeof *self->open_to);
    }
    if (status == STATUS_OK) {
        grid_fill(self, offers);
        count_open(self, economies);
    }
out:
    memory_free((void **)&offers);
    return status;
}

static void nearest_offer(struct nearest *self, uint16_t site, float squared)
{
    size_t place = self->count;

    while (place > 0 && (squared < self->squared[place - 1] ||
                         (squared == self->squared[place - 1] && site < self->sites[place - 1]))) {
        place--;
    }
    if (place == self->wanted) {
        return;
    }
    self->count += self->count < self->wanted;
    for (size_t i = self->count - 1; i > place; i--) {
        self->sites[i] = self->sites[i - 1];
        self->squared[i] = self->squared[i - 1];
    }
    self->sites[place] = site;
    self->squared[place] = squared;
}

static void look_into_cell(const struct grid *self, const struct viewpoint *from, size_t cell, struct nearest *best)
{
    for (uint32_t i = self->starts[cell]; i < self->starts[cell + 1]; i++) {
        const struct offer *offer = &self->offers[i];
        if (from->economy == ANY_ECONOMY || offer->economy == ANY_ECONOMY || offer->economy == from->economy) {
            nearest_offer(best, offer->site, area_distance_squared(from->x_km, from->y_km, offer->x_km, offer->y_km));
        }
    }
}

/* The cells at `ring` steps from a middle one: two whole rows, and the ends of those between them. */
static void look_into_ring(const struct grid *self, const struct viewpoint *from, size_t ring, struct nearest *best)
{
    const ptrdiff_t steps = (ptrdiff_t)ring;
    const ptrdiff_t column = (ptrdiff_t)column_of(self, from->x_km);
    const ptrdiff_t row = (ptrdiff_t)row_of(self, from->y_km);
    const ptrdiff_t columns = (ptrdiff_t)self->columns;
    const ptrdiff_t rows = (ptrdiff_t)self->rows;

    for (ptrdiff_t r = row - steps < 0 ? 0 : row - steps; r <= row + steps && r < rows; r++) {
        const bool whole = r == row - steps || r == row + steps;
        const ptrdiff_t stride = whole || steps == 0 ? 1 : 2 * steps;
        for (ptrdiff_t c = column - steps; c <= column + steps; c += stride) {
            if (c >= 0 && c < columns) {
                look_into_cell(self, from, (size_t)(r * columns + c), best);
            }
        }
    }
}

/* Looks into ring after ring until nothing outside can be nearer. What lies beyond ring n is more than n cells away,
 * also for a place outside the grid, whose middle cell is the nearest. */
static void grid_search(const struct grid *self, const struct viewpoint *from, struct nearest *best)
{
    static const double rounding = 1 - 1e-5; /* distances are kept in single precision */
    const size_t rings = self->columns > self->rows ? self->columns : self->rows;

    for (size_t ring = 0; ring < rings; ring++) {
        look_into_ring(self, from, ring, best);
        const double seen_km = (double)ring * self->cell_km * rounding;
        if (best->count == best->wanted && (double)best->squared[best->wanted - 1] < seen_km * seen_km) {
            break;
        }
    }
}

static void choose_options(struct choice_table *self, const struct area *area, const struct grid *grid, size_t options,
                           size_t neighbourhood, enum service service)
{
    const struct neighbourhood *place = &area->neighbourhoods[neighbourhood];
    const size_t row = neighbourhood * SERVICE_COUNT + (size_t)service;
    struct viewpoint from = {place->x_km, place->y_km, area->localities[place->locality].economy};
    size_t available = grid->open_to[from.economy];
    struct nearest best = {0};

    if (available == 0) {
        from.economy = ANY_ECONOMY;
        available = grid->count;
    }
    best.wanted = options < available ? options : available;
    grid_search(grid, &from, &best);
    self->count[row] = (uint8_t)best.count;
    for (size_t i = 0; i < best.count; i++) {
        self->sites[row][i] = best.sites[i];
    }
}

static enum status find_options(struct choice_table *self, const struct supply *supply, const struct area *area,
                                const struct service_rules_parameters rules[SERVICE_COUNT])
{
    enum status status = STATUS_OK;

    for (int service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        struct grid grid;
        const size_t options = (size_t)rules[service].options;
        status = grid_build(&grid, supply, (enum service)service, area->economy_count);
        for (size_t n = 0; n < area->neighbourhood_count && status == STATUS_OK && grid.count > 0; n++) {
            choose_options(self, area, &grid, options < CHOICE_OPTIONS ? options : CHOICE_OPTIONS, n,
                           (enum service)service);
        }
        grid_free(&grid);
    }
    return status;
}

enum status choice_build(struct choice_table *self, const struct supply *supply, const struct area *area,
                         const struct care_parameters *parameters)
{
    struct service_rules_parameters rules[SERVICE_COUNT];
    const size_t rows = area->neighbourhood_count * SERVICE_COUNT;

    *self = (struct choice_table){0};
    enum status status = service_rules_resolve(parameters, rules);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->sites, rows, sizeof *self->sites);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->upto, rows, sizeof *self->upto);
    }
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&self->count, rows, sizeof *self->count);
    }
    if (status == STATUS_OK) {
        status = find_options(self, supply, area, rules);
    }
    if (status == STATUS_OK) {
        status = choice_update(self, supply, area, parameters);
    }
    if (status != STATUS_OK) {
        choice_free(self);
    }
    return status;
}

void choice_free(struct choice_table *self)
{
    memory_free((void **)&self->sites);
    memory_free((void **)&self->upto);
    memory_free((void **)&self->count);
}

/* What draws people by its size: for places that are held, those that are free, or else `full_places`. */
static double drawing_size(const struct supply *supply, const struct line *line, double full_places)
{
    const double size = offer_size(supply, line->site, line->service) * line->pull;

    if (size > 0 && service_lines[line->service].discipline == DISCIPLINE_PLACE) {
        return fmax(line->capacity - (double)line->held, full_places) * line->pull;
    }
    return size;
}

/* The utility of a service line without the distance. */
static double attraction(const struct supply *supply, const struct line *line,
                         const struct service_rules_parameters *rules, double full_places)
{
    const double size = drawing_size(supply, line, full_places);

    return size > 0 ? rules->quality_weight * supply->providers[line->provider].quality -
                          rules->wait_weight * line->median_wait + real_log(size)
                    : -INFINITY;
}

/* From utilities to cumulative probabilities; the greatest utility is taken off so that exp cannot overflow. */
static void logit(const double *utility, size_t count, float *upto)
{
    double greatest = -INFINITY;
    double cumulative[CHOICE_OPTIONS];
    double total = 0;

    for (size_t i = 0; i < count; i++) {
        greatest = fmax(greatest, utility[i]);
    }
    for (size_t i = 0; i < count; i++) {
        total += greatest > -INFINITY ? real_exp(utility[i] - greatest) : 1;
        cumulative[i] = total;
    }
    for (size_t i = 0; i < count; i++) {
        upto[i] = greatest > -INFINITY ? (float)(cumulative[i] / total) : 1;
    }
}

static void update_row(struct choice_table *self, const struct supply *supply, const struct neighbourhood *place,
                       size_t row, enum service service, double distance_weight, const double *attractions)
{
    double utility[CHOICE_OPTIONS];

    for (size_t i = 0; i < self->count[row]; i++) {
        const struct site *site = &supply->sites[self->sites[row][i]];
        const float squared = area_distance_squared(place->x_km, place->y_km, site->x_km, site->y_km);
        utility[i] = attractions[site->line[service]] - distance_weight * (double)sqrtf(squared);
    }
    logit(utility, self->count[row], self->upto[row]);
}

enum status choice_update(struct choice_table *self, const struct supply *supply, const struct area *area,
                          const struct care_parameters *parameters)
{
    struct service_rules_parameters rules[SERVICE_COUNT];
    double *attractions = NULL;

    enum status status = service_rules_resolve(parameters, rules);
    if (status == STATUS_OK) {
        status = memory_allocate((void **)&attractions, supply->line_count, sizeof *attractions);
    }
    if (status != STATUS_OK) {
        goto out;
    }
    for (size_t l = 0; l < supply->line_count; l++) {
        attractions[l] =
            attraction(supply, &supply->lines[l], &rules[supply->lines[l].service], parameters->full_home_places);
    }
    for (size_t n = 0; n < area->neighbourhood_count; n++) {
        for (int service = 0; service < SERVICE_COUNT; service++) {
            update_row(self, supply, &area->neighbourhoods[n], n * SERVICE_COUNT + (size_t)service,
                       (enum service)service, rules[service].distance_weight, attractions);
        }
    }
out:
    memory_free((void **)&attractions);
    return status;
}

double choice_of_provider(const struct choice_table *self, const struct supply *supply, size_t row, uint32_t provider)
{
    double sum = 0;

    for (unsigned option = 0; option < self->count[row]; option++) {
        sum += supply->sites[self->sites[row][option]].provider == provider ? choice_probability(self, row, option) : 0;
    }
    return sum;
}

uint16_t choice_draw_of_provider(const struct choice_table *self, const struct supply *supply, uint16_t neighbourhood,
                                 enum service service, uint32_t provider, double u)
{
    const size_t row = (size_t)neighbourhood * SERVICE_COUNT + (size_t)service;
    double left = u * choice_of_provider(self, supply, row, provider);
    uint16_t site = SITE_NONE;

    for (unsigned option = 0; option < self->count[row] && left >= 0; option++) {
        const double probability = choice_probability(self, row, option);
        if (probability > 0 && supply->sites[self->sites[row][option]].provider == provider) {
            site = self->sites[row][option];
            left -= probability;
        }
    }
    return site;
}
