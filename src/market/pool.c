#include "market/pool.h"

#include "market/exact.h"

/* What an account has spent of the pool this month. */
static enum status pooled(const struct pool *self, const struct ledger *ledger, uint32_t account, money_t *out)
{
    enum status status = STATUS_OK;

    *out = 0;
    for (uint32_t service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        const money_t spent = self->pooled_micro[service] > 0 ? ledger_paid(ledger, account, service) : 0;
        money_t part = 0;
        status = exact_share(spent > 0 ? spent : 0, self->pooled_micro[service], EXACT_MICRO, &part);
        if (status == STATUS_OK) {
            status = money_add(*out, part, out);
        }
    }
    return status;
}

enum status pool_post(const struct pool *self, struct ledger *ledger)
{
    money_t of_health = 0, of_council = 0, all = 0, due = 0;
    enum status status = pooled(self, ledger, self->health, &of_health);

    if (status == STATUS_OK) {
        status = pooled(self, ledger, self->council, &of_council);
    }
    if (status == STATUS_OK) {
        status = money_add(of_health, of_council, &all);
    }
    if (status == STATUS_OK) {
        status = exact_share(all, self->health_share_micro, EXACT_MICRO, &due);
    }
    if (status != STATUS_OK) {
        return status;
    }
    return due >= of_health
               ? ledger_post(ledger, self->health, self->council, due - of_health, PURPOSE_POOL, LEDGER_NO_SERVICE)
               : ledger_post(ledger, self->council, self->health, of_health - due, PURPOSE_POOL, LEDGER_NO_SERVICE);
}
