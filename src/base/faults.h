/*
 * Faults: all that is wrong with an input, one line each, so that a user mends it in one go.
 *
 * The reader of a part raises its fault as ever; faults_note keeps its message and lets the reader of the whole go on.
 */
#ifndef CATCHMENT_BASE_FAULTS_H
#define CATCHMENT_BASE_FAULTS_H

#include "base/status.h"
#include "base/text.h"

/* All zero is none. */
struct faults {
    struct text_buffer lines;
    enum status first; /* the status of the first fault; STATUS_NO_MEMORY once there is none, which ends all reading */
};

/* Keeps the message that was raised with `status`, if that is a fault. Whether reading can go on. */
bool faults_note(struct faults *self, enum status status);

/* Raises all of them as one message, with the status of the first, and frees them. STATUS_OK if there were none. */
enum status faults_raise(struct faults *self);

#endif
