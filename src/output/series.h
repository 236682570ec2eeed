/*
 * One declared dataset in the file: its shape, and the slabs of the months that are not flushed yet. Private to the
 * output floor; the recorder drives it.
 */
#ifndef CATCHMENT_OUTPUT_SERIES_H
#define CATCHMENT_OUTPUT_SERIES_H

#include "output/recorder.h"
#include "output/store.h"

struct series {
    const struct dataset *declared;
    hid_t dataset; /* 0 when closed */
    struct store_shape shape;
    size_t slab_bytes;     /* of one month, or of all */
    unsigned char *buffer; /* months_per_flush slabs; NULL without months; owned */
    bool monthly;
    bool written; /* this month, or at all */
};

/* Makes the dataset with scales and attributes. The coordinates must be in the file already. */
enum status series_create(struct series *self, hid_t file, const struct dataset *declared,
                          const struct recorder_settings *settings, size_t months_per_flush);

/* Opens it in a file that has it. Errors: also STATUS_MALFORMED if type or shape differ from what is declared. */
enum status series_open(struct series *self, hid_t file, const struct dataset *declared,
                        const struct recorder_settings *settings, size_t months_per_flush);

/* Keeps the slab of the month in place `slot` of those not flushed; a dataset without months is written at once. */
enum status series_put(struct series *self, size_t slot, const void *slab);

/* Writes the first `count` kept slabs as the months from `first` on, safe when it returns. */
enum status series_flush(const struct series *self, size_t first, size_t count);

void series_free(struct series *self);

/* /month and /month_end: two series of their own, whose declarations they own. */
struct axes {
    char units[32]; /* "days since 2008-04-01" */
    struct dataset declared[2];
    struct series series[2];
};

/* Makes the two declarations, with the units as they are. */
void axes_declare(struct axes *self);

/* `epoch` is the first day of the first month. */
enum status axes_create(struct axes *self, hid_t file, day_t epoch, size_t months_per_flush);
enum status axes_open(struct axes *self, hid_t file, size_t months_per_flush);
enum status axes_put(struct axes *self, size_t slot, day_t epoch, day_t last_day);
enum status axes_flush(const struct axes *self, size_t first, size_t count);
void axes_free(struct axes *self);

#endif
