/*
 * Whether this machine can hold a run: looked at before anything is built.
 */
#ifndef CATCHMENT_PROGRAM_CAPACITY_H
#define CATCHMENT_PROGRAM_CAPACITY_H

#include <stdint.h>

#include "base/status.h"

/* Bytes that a run of so many people needs at its largest: an estimate from above, by the size of a person. */
uint64_t capacity_needed(uint64_t people);

/* Bytes that this process can still have: what the machine has free, within its limits; UINT64_MAX if unknown. */
uint64_t capacity_available(void);

/* STATUS_NO_MEMORY, with both numbers, when the one is more than the other. */
enum status capacity_check(uint64_t people, uint64_t available);

#endif
