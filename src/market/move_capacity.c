/* Opening and closing the capacity of a line: posts, or the beds of a site. New capacity comes after a time and draws
 * as much use as the board believes; what is closed is closed at once, and use that no longer fits goes elsewhere. */
#include <math.h>
#include <stdio.h>

#include "market/move_table.h"

enum { LOOK_BACK_MONTHS = 6, PERCENT = 100 };

static size_t line_index(const struct meeting *meeting, const struct line *line)
{
    return (size_t)(line - meeting->view->supply->lines);
}

static bool is_of_beds(const struct line *line)
{
    return service_lines[line->service].discipline == DISCIPLINE_BED;
}

/* Posts or beds of one step: beds are whole. */
static double step_of(const struct meeting *meeting, const struct line *line)
{
    const double step = board_size(meeting->view->supply, line) * meeting->rules->capacity_step;

    return is_of_beds(line) ? fmax(1, round(step)) : step;
}

/* What a board sees of the line in the quarter. */
struct use {
    double offered, used, own; /* of capacity: a quarter */
    double part;               /* of its size that a step is */
    double cost;               /* of a step, pounds a year */
    double weight;             /* of the line among all that the provider gives, by cost */
};

static bool see(const struct meeting *meeting, const struct line *line, struct use *use)
{
    const struct boards *boards = meeting->boards;
    const size_t index = line_index(meeting, line);
    const double size = board_size(meeting->view->supply, line);

    if (size <= 0 || boards->opens[index] != 0 || boards->offered[index] <= 0 || boards->own[index] <= 0 ||
        meeting->cost <= 0) {
        return false;
    }
    *use = (struct use){.offered = boards->offered[index],
                        .used = boards->used[index],
                        .own = boards->own[index],
                        .part = step_of(meeting, line) / size,
                        .weight = meeting_size_cost(meeting, line) / meeting->cost};
    use->cost = use->part * meeting_size_cost(meeting, line);
    return use->part < 1;
}

/* With one service at `ratio` of what it does, added to what it brings. */
static enum status foresee_service(const struct meeting *meeting, enum service service, double ratio, double *income,
                                   double *cost)
{
    const struct forecast forecast = {PAYMENT_SERVICE_BIT(service), FORECAST_ALL_MEASURES, ratio};

    return forecast_change(meeting, &forecast, income, cost);
}

/* With so much more use, or less. Beds that are lacking are lacking for planned admissions first, which take those that
 * are added. */
static enum status foresee_use(const struct meeting *meeting, const struct line *line, const struct use *use,
                               double more, double *income, double *cost)
{
    const double others = use->used - use->own;
    const double of_others = others <= 0 ? 0 : more > -others ? more : -others;
    enum status status = STATUS_OK;

    *income = *cost = 0;
    if (of_others != 0) {
        status = foresee_service(meeting, SERVICE_ELECTIVE_INPATIENT, 1 + of_others / others, income, cost);
    }
    return status == STATUS_OK
               ? foresee_service(meeting, line->service, 1 + (more - of_others) / use->own, income, cost)
               : status;
}

static enum status foresee_opening(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                   bool *is_open)
{
    const double response = meeting->boards->response[line_index(meeting, line)];
    struct use use;
    double income = 0, cost = 0;

    *is_open = see(meeting, line, &use);
    if (!*is_open) {
        return STATUS_OK;
    }
    const enum status status = foresee_use(meeting, line, &use, response * use.part * use.used, &income, &cost);
    prospect->surplus = (income - cost - use.cost) / meeting->turnover;
    prospect->outlay = meeting->rules->set_up_share * use.cost / meeting->turnover;
    prospect->capacity = use.part * use.weight;
    prospect->activity = response * use.part * use.weight;
    prospect->access = use.used >= meeting_full_share(meeting, line->service) * use.offered ? prospect->activity : 0;
    prospect->risk = income > 0 ? 1 : 0;
    prospect->margin = income > 0 ? (income - cost - use.cost) / income : 0;
    snprintf(prospect->reason, sizeof prospect->reason, "%s: %.0f%% more, use %.0f%%, expected to draw %.2f of that",
             service_lines[line->service].name, PERCENT * use.part, PERCENT * use.used / use.offered, response);
    return status;
}

static void open_capacity(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    struct boards *boards = meeting->boards;
    const size_t index = line_index(meeting, line);
    const day_t next = calendar_next_month(meeting->view->day);

    (void)prospect;
    boards->coming[index] = step_of(meeting, line);
    boards->opens[index] = calendar_add_months(next, (int32_t)meeting->rules->opening_months);
    if (boards->looks_back[index] == 0) {
        boards->offered_before[index] = boards->offered[index];
        boards->used_before[index] = boards->used[index];
        boards->looks_back[index] = calendar_add_months(boards->opens[index], LOOK_BACK_MONTHS);
    }
    meeting_spend(meeting, meeting->rules->set_up_share * boards->coming[index] *
                               meeting->view->rules[line->service].capacity_cost_pounds);
}

const struct move move_open_capacity = {.of_lines = true, .foresee = foresee_opening, .make = open_capacity};

/* Use that would no longer fit. */
static double lost_use(const struct meeting *meeting, const struct line *line, const struct use *use)
{
    const double room = meeting_full_share(meeting, line->service) * use->offered * (1 - use->part);

    return use->used > room ? use->used - room : 0;
}

static bool may_close(const struct meeting *meeting, const struct line *line)
{
    const double least = meeting->rules->least_capacity_share * meeting->boards->first_size[line_index(meeting, line)];

    return board_size(meeting->view->supply, line) - step_of(meeting, line) >= least;
}

static enum status foresee_closing(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                   bool *is_open)
{
    struct use use;
    double income = 0, cost = 0;

    *is_open = see(meeting, line, &use) && may_close(meeting, line);
    if (!*is_open) {
        return STATUS_OK;
    }
    const double lost = lost_use(meeting, line, &use);
    const enum status status = foresee_use(meeting, line, &use, -lost, &income, &cost);
    prospect->surplus = (income - cost + use.cost) / meeting->turnover;
    prospect->outlay = meeting->rules->closing_share * use.cost / meeting->turnover;
    prospect->capacity = -use.part * use.weight;
    prospect->activity = -lost / use.used * use.weight;
    prospect->access = prospect->activity;
    snprintf(prospect->reason, sizeof prospect->reason, "%s: %.0f%% less, use %.0f%%, %.1f%% of it no longer fits",
             service_lines[line->service].name, PERCENT * use.part, PERCENT * use.used / use.offered,
             PERCENT * lost / use.used);
    return status;
}

static void close_capacity(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    const double step = step_of(meeting, line);

    (void)prospect;
    meeting_spend(meeting,
                  meeting->rules->closing_share * step * meeting->view->rules[line->service].capacity_cost_pounds);
    board_resize(meeting->view->supply, line, -step);
}

const struct move move_close_capacity = {.of_lines = true, .foresee = foresee_closing, .make = close_capacity};
