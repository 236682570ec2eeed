#include "market/regulator.h"

#include <math.h>

const struct field regulator_fields[] = {
    FIELD_COLUMN(struct regulator, rating, FIELD_I32, "1", "financial rating from 1, the worst, to 5; 0: not rated"),
    FIELD_COLUMN(struct regulator, quarters, FIELD_I32, "quarters", "in a row at the worst rating"),
    FIELD_COLUMN(struct regulator, granted, FIELD_I64, "pence", "loan that comes with the next month"),
    FIELD_COLUMN(struct regulator, owed, FIELD_I64, "pence", "left of a loan"),
    FIELD_COLUMN(struct regulator, part, FIELD_I64, "pence", "of it, paid back each month"),
};
const size_t regulator_field_count = sizeof regulator_fields / sizeof regulator_fields[0];

enum { QUARTERS_PER_YEAR = 4 };

enum status regulator_init(struct regulator *self, size_t provider_count)
{
    *self = (struct regulator){.provider_count = provider_count};
    return field_table_allocate(regulator_fields, regulator_field_count, self, provider_count);
}

void regulator_free(struct regulator *self)
{
    field_table_free(regulator_fields, regulator_field_count, self);
    *self = (struct regulator){0};
}

void regulator_hash(const struct regulator *self, struct hash *hash)
{
    field_table_hash(hash, regulator_fields, regulator_field_count, self, self->provider_count);
}

int32_t regulator_rating(const struct regulator_parameters *rules, money_t income, money_t cost, money_t balance)
{
    const double least[] = {rules->margin_2, rules->margin_3, rules->margin_4, rules->margin_5};
    const double margin = income > 0 ? ((double)income - (double)cost) / (double)income : -INFINITY;
    const double a_day = (double)cost * QUARTERS_PER_YEAR / CALENDAR_DAYS_PER_YEAR;
    int32_t rating = RATING_WORST;

    for (size_t i = 0; i < sizeof least / sizeof least[0]; i++) {
        rating += margin >= least[i];
    }
    const bool in_debt = -(double)balance > rules->debt_days * a_day;
    return rating > RATING_WORST && in_debt ? rating - 1 : rating;
}

static bool is_low(const struct regulator_parameters *rules, int32_t rating)
{
    return rating != RATING_NONE && rating <= rules->warning_rating;
}

enum status regulator_collect(struct regulator *self, const struct regulator_parameters *rules,
                              const struct market *market, struct transfers *transfers)
{
    const uint32_t treasury = market_outside_account(market, MARKET_TREASURY);
    const uint32_t lenders = market_outside_account(market, MARKET_LENDERS);
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < self->provider_count && status == STATUS_OK; i++) {
        const uint32_t account = market_provider_account(market, i);
        const money_t part = self->part[i] < self->owed[i] ? self->part[i] : self->owed[i];
        const money_t interest = llround((double)self->owed[i] * rules->loan_interest / CALENDAR_MONTHS_PER_YEAR);
        status = transfers_add(transfers, (struct transfer){treasury, account, self->granted[i], PURPOSE_LOAN});
        if (status == STATUS_OK) {
            status =
                transfers_add(transfers, (struct transfer){account, lenders, part + interest, PURPOSE_LOAN_REPAYMENT});
        }
        self->owed[i] += self->granted[i] - part;
        self->granted[i] = 0;
    }
    return status;
}

static bool is_watched(const struct board_view *view, uint32_t provider)
{
    const struct provider *watched = &view->supply->providers[provider];

    return !watched->waits &&
           (view->run->market.regulator.watches == WATCHED_ALL || watched->sector == SECTOR_FOUNDATION);
}

static enum status tell(const struct board_view *view, enum event_kind kind, uint32_t provider, money_t pence,
                        int32_t rating)
{
    const struct event event = {.date = view->day,
                                .kind = kind,
                                .agent = market_provider_account(view->market, provider),
                                .other = EVENT_NOBODY,
                                .service = LEDGER_NO_SERVICE,
                                .pence = pence};

    return events_add(&view->market->events, &event, "rated %d", rating);
}

/* A loan that covers its debt, beside what is left of an earlier one. */
static void lend(struct regulator *self, const struct regulator_parameters *rules, uint32_t provider, money_t balance)
{
    const money_t debt = balance < 0 ? -balance : 0;

    self->granted[provider] = debt;
    self->part[provider] += debt / (rules->loan_years * CALENDAR_MONTHS_PER_YEAR) + (debt > 0);
    self->quarters[provider] = 0;
}

static enum status fail(struct regulator *self, const struct board_view *view, uint32_t provider, money_t balance)
{
    const struct regulator_parameters *rules = &view->run->market.regulator;
    enum status status = tell(view, EVENT_FAILURE, provider, balance, RATING_WORST);

    if (status == STATUS_OK && rules->failure_regime == FAILURE_REGIME_LOAN) {
        lend(self, rules, provider, balance);
        status = tell(view, EVENT_LOAN, provider, self->granted[provider], RATING_WORST);
    }
    return status;
}

static enum status rate(struct regulator *self, const struct board_view *view, struct boards *boards, uint32_t provider)
{
    const struct regulator_parameters *rules = &view->run->market.regulator;
    const money_t balance = market_finance(view->market, market_provider_account(view->market, provider)).balance;
    const bool was_warned = is_low(rules, self->rating[provider]);
    enum status status = STATUS_OK;

    self->rating[provider] = is_watched(view, provider)
                                 ? regulator_rating(rules, boards->income[provider], boards->cost[provider], balance)
                                 : RATING_NONE;
    self->quarters[provider] = self->rating[provider] == RATING_WORST ? self->quarters[provider] + 1 : 0;
    const bool is_warned = is_low(rules, self->rating[provider]);
    boards->pressure[provider] = is_warned ? rules->warning_pressure : 0;
    if (is_warned && !was_warned) {
        status = tell(view, EVENT_WARNING, provider, balance, self->rating[provider]);
    }
    return status == STATUS_OK && self->quarters[provider] == rules->failure_quarters
               ? fail(self, view, provider, balance)
               : status;
}

enum status regulator_quarter(struct regulator *self, const struct board_view *view, struct boards *boards)
{
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < self->provider_count && status == STATUS_OK; i++) {
        status = rate(self, view, boards, i);
    }
    return status;
}
