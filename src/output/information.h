/*
 * What an output file says about itself, for `catchment info FILE.h5`. Reads finished files, those that are being
 * written and those of a killed writer; never changes them.
 */
#ifndef CATCHMENT_OUTPUT_INFORMATION_H
#define CATCHMENT_OUTPUT_INFORMATION_H

#include "base/status.h"
#include "base/text.h"

/*
 * Appends title, status, state hash, provenance and months, then the total over all months of each dataset named in
 * `totals` (paths; those that the file has not are left out). Errors: STATUS_FILE_MISSING, STATUS_MALFORMED if it is
 * not an output of Catchment, STATUS_IO, STATUS_HDF5.
 */
enum status information_read(const char *path, const char *const *totals, size_t total_count, struct text_buffer *out);

#endif
