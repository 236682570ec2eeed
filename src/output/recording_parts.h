/*
 * The parts of a recording: its axes, its datasets, and how a month of each is filled. Private to the output floor.
 */
#ifndef CATCHMENT_OUTPUT_RECORDING_PARTS_H
#define CATCHMENT_OUTPUT_RECORDING_PARTS_H

#include "output/recording.h"

enum { FLOW_ROWS_PER_CHUNK = 8192, EVENT_ROWS_PER_CHUNK = 64 };

/* What a callback fills: a slab of zeros, last dimension fastest, in the type of its dataset. */
struct fill {
    const struct world *world;
    size_t offset; /* of the row */
    size_t cells;  /* of the slab */
    void *slab;
};

/* A dataset and how it is filled. */
struct recording_row {
    struct dataset dataset;
    enum status (*fill)(const struct fill *fill);
    size_t offset; /* of what it takes, in the struct that its callback reads */
};

extern const struct recording_row recording_rows[];
extern const size_t recording_row_count;

/* Texts that belong to an axis and do not change: names of agents behind numbers, labels to read. */
struct recording_label {
    const char *path;
    const char *dimension;
    const char *long_name;
    const char *(*text)(const struct world *world, size_t index);
};

extern const struct recording_label recording_labels[];
extern const size_t recording_label_count;

/* The tables that grow: flows, whose cells would mostly be 0 as a dataset by locality, provider and service; and
 * events.
 */
enum { TABLE_FLOW, TABLE_EVENT, RECORDING_TABLES };
extern const struct record_table recording_tables[RECORDING_TABLES];

/* An axis of texts, or of the numbers from `first` on when it has no labels. */
struct axis {
    const char *name;
    const char *units;
    const char *long_name;
    size_t (*length)(const struct world *world);
    const char *(*label)(const struct world *world, size_t index);
    double first;
};

extern const struct axis recording_axes[];
extern const size_t recording_axis_count;

/* What the groups hold. */
struct recording_group {
    const char *path;
    const char *long_name;
};

extern const struct recording_group recording_groups[];
extern const size_t recording_group_count;

/* Attributes of groups, provenance apart. */
struct recording_attribute {
    const char *group;
    struct attribute_row row;
};

extern const struct recording_attribute recording_attributes[];
extern const size_t recording_attribute_count;

/* Where the scenario is stored, as one text and as a table. */
#define RECORDING_RESOLVED "/scenario/resolved"
#define RECORDING_RESOLVED_NAME "the whole scenario, YAML, which runs again as it is"
#define RECORDING_PARAMETERS "/scenario/parameters"

/* A text of each listed parameter that is stored: a column of that table. */
struct parameter_column {
    const char *name;
    size_t offset; /* of the text in struct scenario_parameter */
    const char *meaning;
};

extern const struct parameter_column recording_parameter_columns[];
extern const size_t recording_parameter_column_count;

/* Makes the coordinates of a world; free them with coordinates_free. Errors: STATUS_NO_MEMORY. */
enum status coordinates_make(const struct world *world, struct coordinate **out, size_t *count);
void coordinates_free(struct coordinate **coordinates, size_t *count);

/* Sums over localities of a member of struct census. */
enum status fill_people(const struct fill *fill);             /* any array of counts, in its own order */
enum status fill_people_by_locality(const struct fill *fill); /* an array by deprivation, age band and sex */
enum status fill_moves_by_locality(const struct fill *fill);  /* a single number */

/* Sums over localities of a member of struct care_month. */
enum status fill_care(const struct fill *fill); /* any array of counts, in its own order */

/* By locality and age band: of a member of struct care_month. */
enum status fill_care_by_locality(const struct fill *fill);   /* an array by deprivation and age band */
enum status fill_delays_by_locality(const struct fill *fill); /* an array by cause of delay and age band */
enum status fill_deaths_by_locality(const struct fill *fill); /* an array by place, deprivation and age; places stay */

/* Sums over threads of a member of struct care_tally, in its own order. */
enum status fill_tally(const struct fill *fill);

/* By service and what it is by: of a table in a struct served_by of struct care_tally; of served or waited_days of
 * struct care_month. */
enum status fill_served_by_age(const struct fill *fill);
enum status fill_served_by_condition(const struct fill *fill);
enum status fill_served_by_deprivation(const struct fill *fill);
enum status fill_served_by_locality(const struct fill *fill);

/* Kilometres, of the hundreds of metres by service and deprivation in care_month. */
enum status fill_travel(const struct fill *fill);

/* Quality-adjusted life years of the month, of the sums of utility in the census. */
enum status fill_qalys(const struct fill *fill);             /* of an array of sums, in its own order */
enum status fill_qalys_by_locality(const struct fill *fill); /* by locality and age band */

/* Hours of informal care in the month, by deprivation. */
enum status fill_informal_care_hours(const struct fill *fill);

/* By locality and programme, or fork: of a member of their counts in struct care_month. */
enum status fill_programmes(const struct fill *fill);
enum status fill_forks(const struct fill *fill);
enum status fill_members(const struct fill *fill);
enum status fill_programmes_served(const struct fill *fill); /* by programme and service */
/* By locality and what else it counts by: of a member of struct care_month, an array in its own order or one number. */
enum status fill_counts_by_locality(const struct fill *fill);
/* By locality and service: of a member of struct care_month, an array by service. */
enum status fill_services_by_locality(const struct fill *fill);

/* By provider and service. */
enum status fill_lines(const struct fill *fill);      /* of a whole number in struct line */
enum status fill_capacities(const struct fill *fill); /* of a real number in struct line */
enum status fill_queues(const struct fill *fill);
enum status fill_median_waits(const struct fill *fill);

/* By provider and service: served within 18 weeks of the request. */
enum status fill_within_18_weeks(const struct fill *fill);

/* By provider: attendances at accident and emergency within four hours. */
enum status fill_within_four_hours(const struct fill *fill);

/* By provider and category, or standard: ambulance responses, and those in time. */
enum status fill_ambulance_responses(const struct fill *fill);
enum status fill_responses_in_time(const struct fill *fill);

/* By provider: of a member of struct site. */
enum status fill_sites(const struct fill *fill);

/* Payments by relation; and of a member of struct market_finance, by agent. */
enum status fill_paid(const struct fill *fill);
enum status fill_finance(const struct fill *fill);

/* Places and economies of localities and providers. */
enum status fill_locality_places(const struct fill *fill);
enum status fill_providers(const struct fill *fill);
enum status fill_provider_places(const struct fill *fill);
enum status fill_locality_economies(const struct fill *fill);
enum status fill_provider_economies(const struct fill *fill);

#endif
