/* The boards of providers. Each quarter some of them look at how their provider stands, foresee what each move open to
 * them would bring, weigh that by their strategy, and make the best one if it is worth the trouble.
 *
 * What a board foresees rests on the contracts as they are, which it knows, and on how much use new capacity draws,
 * which it only believes; that belief moves when the capacity has been there for a while. What a move does bring
 * follows from care and contracts alone. A move changes the posts of a line, the beds of a site, or what the provider
 * adds to the conduct and quality that the scenario gives it; nothing here touches a person. Called by the engine: at
 * the beginning of each month, and at the end when the market has closed it. */
#ifndef CATCHMENT_MARKET_BOARD_H
#define CATCHMENT_MARKET_BOARD_H

#include "base/random.h"
#include "care/supply.h"
#include "market/market.h"

struct boards { /* zeroed is empty: nobody decides */
    size_t provider_count, line_count;

    /* Columns of board_fields, by provider: what has been decided, beside what the scenario says. */
    double *stay_ratio, *referral_share; /* times */
    double *turned_away_share, *quality; /* plus */
    int64_t *outlay;                     /* pence, to be paid with the costs of the next month */
    int64_t *income, *cost;              /* pence, of the quarter so far */
    double *pressure;                    /* of the regulator, beside that of debts */
    int32_t *opened;                     /* month in which a provider that waited has opened; 0 for others */

    /* Columns of board_line_fields, by line of the supply. */
    double *offered, *used;               /* of its capacity, in the quarter so far; of beds with all who lie in them */
    double *own;                          /* of them, what this line used */
    double *first_size;                   /* posts or beds at the start */
    double *response;                     /* believed: use that new capacity draws, against that of what there is */
    double *coming;                       /* posts or beds that open on `opens` */
    int32_t *opens;                       /* first day of a month; 0: none are coming */
    double *offered_before, *used_before; /* in the quarter from which the board looks back */
    int32_t *looks_back;                  /* day from which its use is compared with that; 0: not any more */
};

extern const struct field board_fields[];
extern const size_t board_field_count;
extern const struct field board_line_fields[];
extern const size_t board_line_field_count;

/* The world as boards look at it at the end of a month; all owned by the caller. */
struct board_view {
    const struct run_parameters *run;
    const struct service_rules_parameters *rules; /* by service */
    struct supply *supply;
    struct market *market;
    const struct activity *activity;    /* of the month */
    const struct contract_lists *lists; /* likewise */
    struct random_key key;
    day_t day; /* the last of the month */
};

/* Boards for the providers and lines of a supply, none of which has decided anything. Errors: STATUS_NO_MEMORY. */
enum status boards_init(struct boards *self, const struct supply *supply, const struct deciding_parameters *deciding);
void boards_free(struct boards *self);

/* Whether any mechanism lets boards decide. */
bool boards_may_decide(const struct mechanisms_parameters *mechanisms);

/* Opens the capacity whose day has come, and gives each provider the conduct and quality that follow from the scenario
 * and its decisions. Before a month begins, after its rules are in force. */
void boards_begin_month(struct boards *self, struct supply *supply, const struct care_parameters *care, day_t today);

/* Takes note of a month that has been closed. */
void boards_observe(struct boards *self, const struct board_view *view);

/* Whether it was the last of a quarter that has been seen in whole, so that there is something to judge by. */
bool boards_saw_quarter(const struct board_view *view);

/* Lets boards decide, at the end of such a quarter. Errors: STATUS_OVERFLOW, STATUS_NO_MEMORY. */
enum status boards_decide(struct boards *self, const struct board_view *view);

/* After the last month of a quarter the next is counted from nothing. */
void boards_end_month(struct boards *self, day_t day);

/* What limits a line: its posts, or the beds of its site for a line of that discipline. */
double board_size(const struct supply *supply, const struct line *line);

/* Adds to it, or takes from it; beds are whole. */
void board_resize(struct supply *supply, struct line *line, double change);

/* Gives a provider that waits all that it has planned, or takes it away and lets it wait. */
void board_set_open(struct supply *supply, uint32_t provider, bool is_open);

/* Feeds all state. */
void boards_hash(const struct boards *self, struct hash *hash);

#endif
