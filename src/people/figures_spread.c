#include <math.h>
#include <stdbool.h>

#include "base/real.h"
#include "people/figures.h"

/* How many times as far from the mean of its band as the edge before an edge may lie: beyond that the curve within the
 * band would run level and jump at its end. */
static const double STEEPEST = 3.0;

/* How far the edges of a peak or a trough keep of their distance from its mean: the less, the flatter it is. */
static const double PEAK_EDGES = 0.5;

/* The slope beyond the middles of the first and the last band, over that between the middle and the inner edge. */
static const double OUTER_SLOPE = 0.5;

enum { BISECTIONS = 60 };

/* The exponent of a curve lies between 2^-EXPONENT_RANGE and 2^EXPONENT_RANGE. */
static const double EXPONENT_RANGE = 30.0;

struct spread_band {
    unsigned from, end;     /* ages from <= a < end */
    double mean, middle;    /* the mean age, by weight */
    double left, right;     /* of the curve at the two edges */
    double *weight, *place; /* of each age: its share of the weight of the band; 0 to 1 from edge to edge; not owned */
};

static void spread_band_set(struct spread_band *self, unsigned from, unsigned end, double mean, const double *weight)
{
    double total = 0.0;

    self->from = from;
    self->end = end;
    self->mean = mean;
    self->middle = 0.0;
    for (unsigned age = from; age < end; age++) {
        total += weight[age];
    }
    for (unsigned age = from; age < end; age++) {
        double share = total > 0.0 ? weight[age] / total : 1.0 / (double)(end - from);
        self->weight[age - from] = share;
        self->place[age - from] = ((double)(age - from) + 0.5) / (double)(end - from);
        self->middle += share * ((double)age + 0.5);
    }
}

/* The edge between two bands: on the line through their middles; nothing reaches into a band without anybody. */
static double spread_edge(const struct spread_band *before, const struct spread_band *after)
{
    if (before->mean <= 0.0 || after->mean <= 0.0) {
        return 0.0;
    }
    double share = ((double)after->from - before->middle) / (after->middle - before->middle);
    return before->mean + share * (after->mean - before->mean);
}

static void spread_flatten_peak(struct spread_band *before, struct spread_band *self, struct spread_band *after)
{
    if ((self->mean - before->mean) * (after->mean - self->mean) < 0.0) {
        before->right = self->left = self->mean + PEAK_EDGES * (self->left - self->mean);
        after->left = self->right = self->mean + PEAK_EDGES * (self->right - self->mean);
    }
}

/* Draws an edge towards the mean if it is on the far side of it from `opposite` and too far away. */
static double spread_limit(double edge, double mean, double opposite)
{
    double rise = edge - mean;
    double reach = STEEPEST * (mean - opposite);

    return rise * reach >= 0.0 && fabs(rise) > fabs(reach) ? mean + reach : edge;
}

static double spread_outer_edge(const struct spread_band *band, double inner_edge, double inner, double outer)
{
    double slope = (band->mean - inner_edge) / (band->middle - inner);
    double edge = band->mean + OUTER_SLOPE * slope * (outer - band->middle);

    return fmin(fmax(edge, 0.0), 1.0);
}

static void spread_set_edges(struct spread_band *band, size_t bands)
{
    struct spread_band *last = &band[bands - 1];

    band[0].left = band[0].mean;
    last->right = last->mean;
    if (bands == 1) {
        return;
    }
    for (size_t b = 1; b < bands; b++) {
        band[b - 1].right = band[b].left = spread_edge(&band[b - 1], &band[b]);
    }
    for (size_t b = 1; b + 1 < bands; b++) {
        band[b].right = band[b + 1].left = spread_limit(band[b].right, band[b].mean, band[b].left);
    }
    for (size_t b = bands - 1; b-- > 1;) {
        band[b].left = band[b - 1].right = spread_limit(band[b].left, band[b].mean, band[b].right);
    }
    for (size_t b = 1; b + 1 < bands; b++) {
        spread_flatten_peak(&band[b - 1], &band[b], &band[b + 1]);
    }
    band[0].left = spread_outer_edge(&band[0], band[0].right, band[0].end, band[0].from);
    last->right = spread_outer_edge(last, last->left, last->from, last->end);
}

/* The mean, by weight, of place^exponent. */
static double spread_mean_power(const struct spread_band *self, const double *log_place, double exponent)
{
    double mean = 0.0;

    for (unsigned i = 0; i < self->end - self->from; i++) {
        mean += self->weight[i] * real_exp2(exponent * log_place[i]);
    }
    return mean;
}

/* From edge to edge along flat + (steep - flat) place^exponent, with the exponent that gives the mean. The curve starts
 * level at the edge that is nearer to the mean. */
static void spread_fill_monotone(const struct spread_band *self, double *out)
{
    const bool from_left = fabs(self->mean - self->left) <= fabs(self->right - self->mean);
    const double flat = from_left ? self->left : self->right;
    const double steep = from_left ? self->right : self->left;
    const unsigned ages = self->end - self->from;
    double log_place[AGE_COUNT];
    double low = -EXPONENT_RANGE;
    double high = EXPONENT_RANGE;

    for (unsigned i = 0; i < ages; i++) {
        log_place[i] = real_log2(from_left ? self->place[i] : 1.0 - self->place[i]);
    }
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = 0.5 * (low + high);
        if (spread_mean_power(self, log_place, real_exp2(middle)) * (steep - flat) / (self->mean - flat) > 1.0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    for (unsigned i = 0; i < ages; i++) {
        out[self->from + i] = flat + (steep - flat) * real_exp2(real_exp2(0.5 * (low + high)) * log_place[i]);
    }
}

/* How far a curve can be drawn out from its mean, at most as it is, before it leaves 0 to 1. */
static double spread_room(double mean, double lowest, double highest)
{
    double room = 1.0;

    if (lowest < 0.0) {
        room = fmin(room, mean / (mean - lowest));
    }
    if (highest > 1.0) {
        room = fmin(room, (1.0 - mean) / (highest - mean));
    }
    return room;
}

/* A peak or a trough: a parabola through both edges. */
static void spread_fill_peak(const struct spread_band *self, double *out)
{
    const unsigned ages = self->end - self->from;
    double missing = self->mean;
    double area = 0.0;
    double lowest = self->mean;
    double highest = self->mean;

    for (unsigned i = 0; i < ages; i++) {
        missing -= self->weight[i] * (self->left + (self->right - self->left) * self->place[i]);
        area += self->weight[i] * self->place[i] * (1.0 - self->place[i]);
    }
    for (unsigned i = 0; i < ages; i++) {
        double line = self->left + (self->right - self->left) * self->place[i];
        out[self->from + i] = line + missing / area * self->place[i] * (1.0 - self->place[i]);
        lowest = fmin(lowest, out[self->from + i]);
        highest = fmax(highest, out[self->from + i]);
    }
    double room = spread_room(self->mean, lowest, highest);
    for (unsigned i = 0; i < ages; i++) {
        double drawn = self->mean + room * (out[self->from + i] - self->mean);
        out[self->from + i] = fmin(fmax(drawn, 0.0), 1.0);
    }
}

static void spread_fill(const struct spread_band *self, double *out)
{
    bool level = self->end - self->from == 1 || self->left == self->mean || self->right == self->mean;

    if (level) {
        for (unsigned age = self->from; age < self->end; age++) {
            out[age] = self->mean;
        }
    } else if ((self->mean - self->left) * (self->right - self->mean) > 0.0) {
        spread_fill_monotone(self, out);
    } else {
        spread_fill_peak(self, out);
    }
}

void figures_spread(const double *band_mean, const unsigned *band_from, size_t bands, const double weight[AGE_COUNT],
                    double out[AGE_COUNT])
{
    struct spread_band band[AGE_COUNT];
    double share[AGE_COUNT];
    double place[AGE_COUNT];

    if (bands == 0) {
        return;
    }
    for (size_t b = 0; b < bands; b++) {
        band[b].weight = &share[band_from[b]];
        band[b].place = &place[band_from[b]];
        spread_band_set(&band[b], band_from[b], b + 1 < bands ? band_from[b + 1] : AGE_COUNT, band_mean[b], weight);
    }
    spread_set_edges(band, bands);
    for (size_t b = 0; b < bands; b++) {
        spread_fill(&band[b], out);
    }
}
