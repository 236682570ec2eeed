/* The people who work in service lines: what the capacity of a line is today, of what it would be with all posts
 * filled, no time lost, and a team like the mean. Rates of the scenario (care.services.<line>.workforce), the same for
 * all lines of a service; how much a team does is drawn for each site. The mean course of many posts, not of single
 * people: no draws after the start. */
#ifndef CATCHMENT_CARE_WORKFORCE_H
#define CATCHMENT_CARE_WORKFORCE_H

#include "base/calendar.h"
#include "base/random.h"
#include "care/supply.h"

/* Of all posts, those that are filled so many years after the first day; before it, as on it. Those who leave and
 * those who are hired balance at filled / (filled + leavers). In [0, 1]. */
double workforce_filled(const struct workforce_parameters *workforce, double years);

/* Takes the capacity of each line for that of its posts, and draws how much its team does: all teams of a service
 * together do what their posts would. `key` is of the population. Once, when the lines have their size. */
void workforce_form_teams(struct supply *supply, const struct service_rules_parameters rules[SERVICE_COUNT],
                          struct random_key key);

/* Sets the capacity of all lines to that of a day: what is filled of their posts, less the time lost. */
void workforce_set_capacity(struct supply *supply, const struct service_rules_parameters rules[SERVICE_COUNT],
                            day_t start, day_t today);

#endif
