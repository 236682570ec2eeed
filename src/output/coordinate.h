/*
 * Coordinates in the file: labels or numbers that are dimension scales. Private to the output floor.
 */
#ifndef CATCHMENT_OUTPUT_COORDINATE_H
#define CATCHMENT_OUTPUT_COORDINATE_H

#include "output/recorder.h"
#include "output/store.h"

/* Makes the dataset of a coordinate in a group ("" for the root) and makes it a scale. */
enum status coordinate_write(hid_t file, const char *group, const struct coordinate *coordinate);

/* STATUS_MALFORMED unless the root has the coordinate with this length and these labels. */
enum status coordinate_check(hid_t file, const struct coordinate *coordinate);

#endif
