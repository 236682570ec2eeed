/* The electronic frailty index: deficits of 36, in four bands (Clegg and others 2016: cut points 0.12, 0.24, 0.36). */
#ifndef CATCHMENT_PEOPLE_FRAILTY_H
#define CATCHMENT_PEOPLE_FRAILTY_H

#include <stdint.h>

#include "base/random.h"
#include "people/exposure.h"

/* A number of deficits within a band, evenly drawn. */
uint8_t frailty_draw_deficits(enum frailty_band band, struct random *random);

#endif
