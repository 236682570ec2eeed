/* Moves: what a board may do. A move is a const struct of callbacks, one row of scenario/moves.def; it says whether it
 * can be made now and what the board believes that it would bring, and makes it. How much that is worth is for a
 * strategy to say. */
#ifndef CATCHMENT_MARKET_MOVE_H
#define CATCHMENT_MARKET_MOVE_H

#include "market/board.h"
#include "market/strategy.h"

/* A board at work. Sums are pounds a year at the rate of the quarter. */
struct meeting {
    struct boards *boards;
    const struct board_view *view;
    const struct deciding_parameters *rules;
    uint32_t provider;
    double income, cost;
    double turnover;            /* the larger of the two, against which a move is measured */
    double balance;             /* pounds, now */
    const struct activity *own; /* of the provider in the month */
    double paid, spent;         /* for it, by contracts and on its units */
};

struct move {
    bool of_lines; /* made with one line of the provider; else `line` is NULL */
    /* Fills in the prospect; *is_open says whether the move can be made. Errors: STATUS_OVERFLOW, STATUS_NO_MEMORY. */
    enum status (*foresee)(const struct meeting *meeting, struct line *line, struct prospect *prospect, bool *is_open);
    void (*make)(const struct meeting *meeting, struct line *line, const struct prospect *prospect);
};

#define MOVE(id, name, word, mechanism, meaning) MOVE_##id,
enum move_id {
#include "scenario/moves.def"
    MOVE_COUNT
};
#undef MOVE

extern const struct move *const moves[MOVE_COUNT];

/* Lets a board that has been called look at its own month: fills `own`, whose rows are then the caller's to free, and
 * what it brings. Errors: STATUS_OVERFLOW, STATUS_NO_MEMORY. */
enum status meeting_begin(struct meeting *meeting, struct activity *own);

/* What may be different in a month that a board imagines: the measures of one service, or of all. */
struct forecast {
    uint64_t services; /* bits */
    uint32_t measures; /* bits */
    double ratio;      /* of the month's activity */
};

#define FORECAST_ALL_MEASURES UINT32_MAX
#define FORECAST_MEASURE(measure) (UINT32_C(1) << (measure))

/* Adds the pounds a year by which contracts would pay the provider more, and its units cost more, if all months were
 * like the last with that difference. Errors: STATUS_OVERFLOW, STATUS_NO_MEMORY. */
enum status forecast_change(const struct meeting *meeting, const struct forecast *forecast, double *income,
                            double *cost);

/* What contracts would pay the provider, and its units cost, if all months had this activity; pounds a year. Errors: as
 * above. */
enum status forecast_activity(const struct meeting *meeting, const struct activity *activity, double *income,
                              double *cost);

/* Cost of what limits a line, pounds a year. */
double meeting_size_cost(const struct meeting *meeting, const struct line *line);

/* How much of its capacity the provider used of a service in the quarter, in all its places; 1 where it has none. */
double meeting_used_share(const struct meeting *meeting, enum service service);

/* Use beyond which a service has no slack. */
double meeting_full_share(const struct meeting *meeting, enum service service);

/* Whether others would take room that is left: the service runs full, or lacks beds. */
bool meeting_is_full(const struct meeting *meeting, enum service service);

/* A measure of a service in the month: of the provider, and of everybody. */
struct counted {
    int64_t own, all;
};
struct counted meeting_count(const struct meeting *meeting, enum service service, enum measure measure);

/* Appends a row of activity. Errors: STATUS_NO_MEMORY. */
enum status meeting_add_row(struct activity *activity, const struct activity_row *row);

/* Notes a payment that the move wants at once, pounds. */
void meeting_spend(const struct meeting *meeting, double pounds);

/* The ratio by which something that has been lowered step by step rises again: never above 1 in all. */
static inline double move_back(double now, double step)
{
    return now < 1 - step ? 1 / (1 - step) : 1 / now;
}

#endif
