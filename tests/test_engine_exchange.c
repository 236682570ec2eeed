#include <criterion/criterion.h>
#include <omp.h>
#include <stdlib.h>

#include "base/random.h"
#include "engine/exchange.h"

struct letter {
    uint32_t number;
    uint16_t receiver;
    uint16_t sender;
};

enum { SENDERS = 50, RECEIVERS = 7, LETTERS = 300 };

static struct letter letters[SENDERS][LETTERS];
static struct bundle bundles[SENDERS];

static void write_letters(void)
{
    struct random random = random_at(random_key_make(1, 1), RANDOM_PURPOSE_SERVICE, 0, 0, 0);

    for (uint16_t s = 0; s < SENDERS; s++) {
        const uint32_t count = random_below(&random, LETTERS);
        for (uint32_t k = 0; k < count; k++) {
            letters[s][k] = (struct letter){k, (uint16_t)random_below(&random, RECEIVERS), s};
        }
        bundles[s] = (struct bundle){letters[s], count};
    }
}

TestSuite(engine_exchange, .init = write_letters);

Test(engine_exchange, everything_arrives_in_the_order_of_senders)
{
    struct exchange exchange;
    size_t sent = 0, arrived = 0;

    cr_assert_eq(exchange_init(&exchange, sizeof(struct letter), offsetof(struct letter, receiver), RECEIVERS),
                 STATUS_OK);
    cr_assert_eq(exchange_deliver(&exchange, bundles, SENDERS), STATUS_OK);
    for (uint16_t s = 0; s < SENDERS; s++) {
        sent += bundles[s].count;
    }
    for (uint16_t r = 0; r < RECEIVERS; r++) {
        const struct letter *items = exchange_items(&exchange, r);
        const size_t count = exchange_count(&exchange, r);
        arrived += count;
        for (size_t k = 0; k < count; k++) {
            cr_assert_eq(items[k].receiver, r);
            if (k > 0) {
                const uint64_t before = (uint64_t)items[k - 1].sender << 32 | items[k - 1].number;
                cr_assert_lt(before, (uint64_t)items[k].sender << 32 | items[k].number);
            }
        }
    }
    cr_assert_eq(arrived, sent);
    exchange_free(&exchange);
}

Test(engine_exchange, the_number_of_threads_changes_nothing)
{
    struct exchange one, three;

    cr_assert_eq(exchange_init(&one, sizeof(struct letter), offsetof(struct letter, receiver), RECEIVERS), STATUS_OK);
    cr_assert_eq(exchange_init(&three, sizeof(struct letter), offsetof(struct letter, receiver), RECEIVERS), STATUS_OK);
    omp_set_num_threads(1);
    cr_assert_eq(exchange_deliver(&one, bundles, SENDERS), STATUS_OK);
    omp_set_num_threads(3);
    cr_assert_eq(exchange_deliver(&three, bundles, SENDERS), STATUS_OK);
    cr_assert_eq(one.first[RECEIVERS], three.first[RECEIVERS]);
    cr_assert_arr_eq(one.items, three.items, one.first[RECEIVERS] * sizeof(struct letter));
    exchange_free(&one);
    exchange_free(&three);
}

Test(engine_exchange, nothing_sent_is_nothing_received)
{
    struct exchange exchange;

    cr_assert_eq(exchange_init(&exchange, sizeof(struct letter), offsetof(struct letter, receiver), RECEIVERS),
                 STATUS_OK);
    cr_assert_eq(exchange_deliver(&exchange, NULL, 0), STATUS_OK);
    for (uint16_t r = 0; r < RECEIVERS; r++) {
        cr_assert_eq(exchange_count(&exchange, r), 0);
    }
    exchange_free(&exchange);
}
