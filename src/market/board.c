#include "market/board.h"

#include <math.h>

#include "base/hash.h"
#include "base/memory.h"
#include "market/move.h"

const struct field board_fields[] = {
    FIELD_COLUMN(struct boards, stay_ratio, FIELD_F64, "1", "decided: emergency stays, times what the scenario says"),
    FIELD_COLUMN(struct boards, referral_share, FIELD_F64, "1", "decided: referrals, times what the scenario says"),
    FIELD_COLUMN(struct boards, turned_away_share, FIELD_F64, "1",
                 "decided: frail people turned away, beside what the scenario says"),
    FIELD_COLUMN(struct boards, quality, FIELD_F64, "1", "decided: quality, beside what the scenario says"),
    FIELD_COLUMN(struct boards, outlay, FIELD_I64, "pence", "decided, to be paid with the costs of the next month"),
    FIELD_COLUMN(struct boards, income, FIELD_I64, "pence", "income of the quarter so far"),
    FIELD_COLUMN(struct boards, cost, FIELD_I64, "pence", "cost of the quarter so far"),
    FIELD_COLUMN(struct boards, pressure, FIELD_F64, "1", "of the regulator, beside that of debts"),
    FIELD_COLUMN(struct boards, opened, FIELD_I32, "days since 1970-01-01",
                 "day on which a provider that waited opens or has opened; 0 for others"),
};
const size_t board_field_count = sizeof board_fields / sizeof board_fields[0];

const struct field board_line_fields[] = {
    FIELD_COLUMN(struct boards, offered, FIELD_F64, "units", "capacity offered in the quarter so far"),
    FIELD_COLUMN(struct boards, used, FIELD_F64, "units", "of it, used"),
    FIELD_COLUMN(struct boards, own, FIELD_F64, "units", "of that, by this line, where several share beds"),
    FIELD_COLUMN(struct boards, first_size, FIELD_F64, "posts or beds", "capacity at the start"),
    FIELD_COLUMN(struct boards, response, FIELD_F64, "1",
                 "belief: use that new capacity draws, against that of the capacity there is"),
    FIELD_COLUMN(struct boards, coming, FIELD_F64, "posts or beds", "capacity that will open"),
    FIELD_COLUMN(struct boards, opens, FIELD_I32, "days since 1970-01-01", "day on which it opens; 0 for none"),
    FIELD_COLUMN(struct boards, offered_before, FIELD_F64, "units", "offered in the quarter of the decision to open"),
    FIELD_COLUMN(struct boards, used_before, FIELD_F64, "units", "used in that quarter"),
    FIELD_COLUMN(struct boards, looks_back, FIELD_I32, "days since 1970-01-01",
                 "day from which use is compared with that of then; 0 for never"),
};
const size_t board_line_field_count = sizeof board_line_fields / sizeof board_line_fields[0];

enum { PENCE = 100, QUARTERS_PER_YEAR = 4, DAYS_PER_WEEK = 7, MONTHS_PER_QUARTER = 3 };

double board_size(const struct supply *supply, const struct line *line)
{
    return service_lines[line->service].discipline == DISCIPLINE_BED ? (double)supply->sites[line->site].beds
                                                                     : line->posts;
}

void board_resize(struct supply *supply, struct line *line, double change)
{
    if (service_lines[line->service].discipline == DISCIPLINE_BED) {
        supply->sites[line->site].beds += (int64_t)change;
    } else {
        line->posts += change;
    }
}

void board_set_open(struct supply *supply, uint32_t provider, bool is_open)
{
    struct provider *changed = &supply->providers[provider];

    changed->waits = !is_open;
    for (uint32_t s = changed->first_site; s < changed->first_site + changed->site_count; s++) {
        struct site *site = &supply->sites[s];
        site->beds = is_open ? site->planned_beds : 0;
        for (unsigned service = 0; service < SERVICE_COUNT; service++) {
            struct line *line = supply_line(supply, (uint16_t)s, (enum service)service);
            if (line != NULL) {
                line->posts = is_open ? line->planned : 0;
            }
        }
    }
}

enum status boards_init(struct boards *self, const struct supply *supply, const struct deciding_parameters *deciding)
{
    *self = (struct boards){.provider_count = supply->provider_count, .line_count = supply->line_count};
    enum status status = field_table_allocate(board_fields, board_field_count, self, supply->provider_count);

    if (status == STATUS_OK) {
        status = field_table_allocate(board_line_fields, board_line_field_count, self, supply->line_count);
    }
    if (status != STATUS_OK) {
        boards_free(self);
        return status;
    }
    for (size_t i = 0; i < self->provider_count; i++) {
        self->stay_ratio[i] = 1;
        self->referral_share[i] = 1;
    }
    for (size_t i = 0; i < self->line_count; i++) {
        self->first_size[i] = board_size(supply, &supply->lines[i]);
        self->response[i] = deciding->expected_response;
    }
    return STATUS_OK;
}

void boards_free(struct boards *self)
{
    field_table_free(board_fields, board_field_count, self);
    field_table_free(board_line_fields, board_line_field_count, self);
    *self = (struct boards){0};
}

void boards_hash(const struct boards *self, struct hash *hash)
{
    field_table_hash(hash, board_fields, board_field_count, self, self->provider_count);
    field_table_hash(hash, board_line_fields, board_line_field_count, self, self->line_count);
}

#define MOVE(id, name, word, mechanism, meaning) offsetof(struct mechanisms_parameters, mechanism),
static const size_t allowed_by[MOVE_COUNT] = {
#include "scenario/moves.def"
};
#undef MOVE

static bool is_allowed(const struct mechanisms_parameters *mechanisms, enum move_id move)
{
    return *(const bool *)((const char *)mechanisms + allowed_by[move]);
}

bool boards_may_decide(const struct mechanisms_parameters *mechanisms)
{
    for (unsigned move = 0; move < MOVE_COUNT; move++) {
        if (is_allowed(mechanisms, (enum move_id)move)) {
            return true;
        }
    }
    return false;
}

/* --- the beginning of a month ------------------------------------------------------------------------------------ */

static void open_line(struct boards *self, struct supply *supply, size_t index)
{
    board_resize(supply, &supply->lines[index], self->coming[index]);
    self->coming[index] = 0;
    self->opens[index] = 0;
}

static void behave(const struct boards *self, struct provider *provider, size_t index)
{
    struct conduct *conduct = &provider->conduct;

    conduct->stay_ratio *= self->stay_ratio[index];
    conduct->referral_share *= self->referral_share[index];
    conduct->turned_away_share = fmin(1, conduct->turned_away_share + self->turned_away_share[index]);
    provider->quality = fmin(1, fmax(0, provider->quality + self->quality[index]));
}

void boards_begin_month(struct boards *self, struct supply *supply, const struct care_parameters *care, day_t today)
{
    supply_set_conduct(supply, care);
    for (size_t i = 0; i < self->provider_count; i++) {
        struct provider *provider = &supply->providers[i];
        behave(self, provider, i);
        if (provider->waits && self->opened[i] != 0 && today >= self->opened[i]) {
            board_set_open(supply, (uint32_t)i, true);
        }
    }
    for (size_t i = 0; i < self->line_count; i++) {
        if (self->opens[i] != 0 && today >= self->opens[i]) {
            open_line(self, supply, i);
        }
    }
}

/* --- what a board sees -------------------------------------------------------------------------------------------- */

static int days_of_month(day_t last_day)
{
    return calendar_date(last_day).day;
}

/* Adds what the beds of a site offered, and all who lay in them used: emergencies and planned admissions. */
static void observe_beds(struct boards *self, const struct board_view *view, size_t index)
{
    const struct supply *supply = view->supply;
    const struct line *line = &supply->lines[index];
    const struct line *planned = supply_line(supply, (uint16_t)line->site, SERVICE_ELECTIVE_INPATIENT);

    self->offered[index] += (double)supply->sites[line->site].beds * days_of_month(view->day);
    self->used[index] += (double)line->month.bed_days + (planned != NULL ? (double)planned->month.bed_days : 0);
    self->own[index] += (double)line->month.bed_days;
}

static void observe_line(struct boards *self, const struct board_view *view, size_t index)
{
    const struct line *line = &view->supply->lines[index];
    const double days = days_of_month(view->day);
    double offered = line->capacity * days, used = (double)line->held * days;

    switch (service_lines[line->service].discipline) {
    case DISCIPLINE_BED:
        observe_beds(self, view, index);
        return;
    case DISCIPLINE_DAILY:
    case DISCIPLINE_BOOKED:
        offered *= (double)view->rules[line->service].open_days_per_week / DAYS_PER_WEEK;
        used = (double)line->month.served;
        break;
    default:
        break;
    }
    self->offered[index] += offered;
    self->used[index] += used;
    self->own[index] += used;
}

/* What the capacity that was added drew, against what there was before: the expectation moves towards it. */
static void learn(struct boards *self, const struct board_view *view, size_t index)
{
    const double most = 2, share = view->run->market.deciding.learning_share;
    const double added = self->offered[index] - self->offered_before[index];
    const double before = self->used_before[index] / self->offered_before[index];

    if (self->looks_back[index] == 0 || view->day < self->looks_back[index]) {
        return;
    }
    self->looks_back[index] = 0;
    if (added > 0 && before > 0) {
        const double drawn = (self->used[index] - self->used_before[index]) / added / before;
        self->response[index] += share * (fmin(most, fmax(0, drawn)) - self->response[index]);
    }
}

/* --- what it decides ---------------------------------------------------------------------------------------------- */

/* The best that a board has found so far. */
struct proposal {
    enum move_id move;
    struct line *line;
    struct prospect prospect;
    double value; /* the hurdle until it has found something */
};

static enum strategy_id strategy_of(const struct board_view *view, uint32_t provider)
{
    const struct care_parameters *care = &view->run->care;
    const struct provider_parameters *named = care->providers.items;
    const struct provider_kind_parameters *kinds = care->provider_kinds.items;
    const int32_t kind = view->supply->providers[provider].kind;

    return (enum strategy_id)(kind == NAMED_PROVIDER ? named[provider].strategy : kinds[kind].strategy);
}

static double pressure_of(const struct meeting *meeting)
{
    const double debt = meeting->balance < 0 ? -meeting->balance : 0;

    return meeting->boards->pressure[meeting->provider] +
           (meeting->turnover > 0 ? meeting->rules->pressure_weight * debt / meeting->turnover : 0);
}

/* Whether a line costs most of all that its provider has. */
static bool is_largest(const struct meeting *meeting, const struct line *line)
{
    const struct supply *supply = meeting->view->supply;
    double costs[SERVICE_COUNT] = {0};
    unsigned largest = 0;

    for (size_t i = 0; i < supply->line_count; i++) {
        if (supply->lines[i].provider == meeting->provider) {
            costs[supply->lines[i].service] += meeting_size_cost(meeting, &supply->lines[i]);
        }
    }
    for (unsigned service = 1; service < SERVICE_COUNT; service++) {
        largest = costs[service] > costs[largest] ? service : largest;
    }
    return (unsigned)line->service == largest;
}

static bool is_in_hospital(enum service service)
{
    switch (service) {
    case SERVICE_ACCIDENT_EMERGENCY:
    case SERVICE_EMERGENCY_INPATIENT:
    case SERVICE_ELECTIVE_INPATIENT:
    case SERVICE_DAY_CASE:
    case SERVICE_OUTPATIENT_FIRST:
    case SERVICE_OUTPATIENT_FOLLOW_UP:
        return true;
    default:
        return false;
    }
}

static void describe(const struct meeting *meeting, const struct line *line, struct prospect *prospect)
{
    prospect->in_hospital = is_in_hospital(line->service);
    prospect->is_planned =
        service_lines[line->service].discipline == DISCIPLINE_BOOKED || line->service == SERVICE_OUTPATIENT_FOLLOW_UP;
    prospect->is_largest = is_largest(meeting, line);
}

/* Weighs one move, and keeps it if it is the best so far. */
static enum status weigh(const struct meeting *meeting, enum move_id move, struct line *line, struct proposal *best)
{
    const struct strategy *strategy = strategies[strategy_of(meeting->view, meeting->provider)];
    const struct strategy_terms terms = {meeting->rules->payback_years, pressure_of(meeting)};
    struct proposal proposal = {.move = move, .line = line, .prospect.turnover = meeting->turnover};
    bool is_open = false;

    if (line != NULL) {
        describe(meeting, line, &proposal.prospect);
    }
    const enum status status = moves[move]->foresee(meeting, line, &proposal.prospect, &is_open);
    if (status != STATUS_OK || !is_open) {
        return status;
    }
    proposal.value = strategy->value(&proposal.prospect, &terms);
    if (proposal.value >= 0) {
        proposal.value += terms.pressure * prospect_gain(&proposal.prospect, &terms);
    }
    if (proposal.value > best->value) {
        *best = proposal;
    }
    return status;
}

static enum status weigh_for_lines(const struct meeting *meeting, enum move_id move, struct proposal *best)
{
    const struct supply *supply = meeting->view->supply;
    const struct provider *provider = &supply->providers[meeting->provider];
    enum status status = STATUS_OK;

    for (uint32_t s = provider->first_site; s < provider->first_site + provider->site_count; s++) {
        for (unsigned service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
            struct line *line = supply_line(supply, (uint16_t)s, (enum service)service);
            status = line != NULL ? weigh(meeting, move, line, best) : STATUS_OK;
        }
    }
    return status;
}

#define MOVE(id, name, word, mechanism, meaning) EVENT_##id,
static const enum event_kind event_kinds[MOVE_COUNT] = {
#include "scenario/moves.def"
};
#undef MOVE

static enum status make(const struct meeting *meeting, const struct proposal *proposal)
{
    const double surplus = proposal->prospect.surplus * proposal->prospect.turnover;
    const struct event event = {.date = meeting->view->day,
                                .kind = event_kinds[proposal->move],
                                .agent = market_provider_account(meeting->view->market, meeting->provider),
                                .other = EVENT_NOBODY,
                                .service =
                                    proposal->line != NULL ? (uint32_t)proposal->line->service : LEDGER_NO_SERVICE,
                                .pence = llround(surplus * PENCE)};

    moves[proposal->move]->make(meeting, proposal->line, &proposal->prospect);
    return events_add(&meeting->view->market->events, &event, "%s; surplus expected %+.2f%% of turnover, worth %.2f%%",
                      proposal->prospect.reason, 100 * proposal->prospect.surplus, 100 * proposal->value);
}

static bool considers(const struct board_view *view, uint32_t provider)
{
    const double share = view->run->market.deciding.considering_share;
    struct random random =
        random_at(view->key, RANDOM_PURPOSE_BOARD, hash_text(view->supply->providers[provider].name), view->day, 0);

    return strategy_of(view, provider) != STRATEGY_STEADY && random_bernoulli(&random, share);
}

/* Weighs all that it may do, and does the best. */
static enum status choose(const struct meeting *meeting)
{
    const bool waits = meeting->view->supply->providers[meeting->provider].waits;
    struct proposal best = {.value = meeting->rules->hurdle};
    enum status status = STATUS_OK;

    for (unsigned move = 0; move < MOVE_COUNT && status == STATUS_OK; move++) {
        if (!is_allowed(&meeting->view->run->market.mechanisms, (enum move_id)move) || (waits && move != MOVE_ENTER) ||
            (!waits && meeting->turnover <= 0)) {
            continue;
        }
        status = moves[move]->of_lines ? weigh_for_lines(meeting, (enum move_id)move, &best)
                                       : weigh(meeting, (enum move_id)move, NULL, &best);
    }
    return status == STATUS_OK && best.value > meeting->rules->hurdle ? make(meeting, &best) : status;
}

static enum status meet(struct boards *self, const struct board_view *view, uint32_t provider)
{
    const struct market_finance finance = market_finance(view->market, market_provider_account(view->market, provider));
    const double income = (double)self->income[provider] / PENCE * QUARTERS_PER_YEAR;
    const double cost = (double)self->cost[provider] / PENCE * QUARTERS_PER_YEAR;
    struct activity own = {0};
    struct meeting meeting = {.boards = self,
                              .view = view,
                              .rules = &view->run->market.deciding,
                              .provider = provider,
                              .income = income,
                              .cost = cost,
                              .turnover = fmax(income, cost),
                              .balance = (double)finance.balance / PENCE};
    enum status status = meeting_begin(&meeting, &own);

    if (status == STATUS_OK) {
        status = choose(&meeting);
    }
    memory_free((void **)&own.rows);
    return status;
}

void boards_observe(struct boards *self, const struct board_view *view)
{
    for (size_t i = 0; i < self->provider_count; i++) {
        const struct market_finance finance =
            market_finance(view->market, market_provider_account(view->market, (uint32_t)i));
        self->income[i] += finance.income;
        self->cost[i] += finance.cost;
        self->outlay[i] = 0; /* paid with the month */
    }
    for (size_t i = 0; i < self->line_count; i++) {
        observe_line(self, view, i);
    }
}

bool boards_saw_quarter(const struct board_view *view)
{
    return calendar_is_quarter_start(calendar_next_month(view->day)) &&
           calendar_months_between(view->run->start, view->day) >= MONTHS_PER_QUARTER - 1;
}

enum status boards_decide(struct boards *self, const struct board_view *view)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < self->line_count && view->run->market.mechanisms.learning; i++) {
        learn(self, view, i);
    }
    for (uint32_t provider = 0; provider < self->provider_count && status == STATUS_OK; provider++) {
        status = considers(view, provider) ? meet(self, view, provider) : STATUS_OK;
    }
    return status;
}

void boards_end_month(struct boards *self, day_t day)
{
    if (!calendar_is_quarter_start(calendar_next_month(day))) {
        return;
    }
    for (size_t i = 0; i < self->provider_count; i++) {
        self->income[i] = self->cost[i] = 0;
    }
    for (size_t i = 0; i < self->line_count; i++) {
        self->offered[i] = self->used[i] = self->own[i] = 0;
    }
}
