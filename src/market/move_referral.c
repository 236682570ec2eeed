/* Referring fewer patients to hospital, and more again: a matter of practices that share in what their commissioner
 * saves. Each gains by its own patients alone, in proportion to its part of the savings, so that the more share one
 * pot, the less each has of its restraint. */
#include <stdio.h>

#include "market/move_table.h"

enum { PERCENT = 100, PENCE = 100 };

/* Its part of all consultations of the economy where it has most: of the people whose care it can save on. */
static double list_share(const struct meeting *meeting)
{
    const struct activity *activity = meeting->view->activity;
    int64_t most = 0, all = 0;
    uint32_t economy = 0;

    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        if (row->provider == meeting->provider && row->service == SERVICE_GP && row->measure == MEASURE_SERVED &&
            row->count > most) {
            most = row->count;
            economy = row->economy;
        }
    }
    for (size_t i = 0; i < activity->count; i++) {
        const struct activity_row *row = &activity->rows[i];
        all += row->economy == economy && row->service == SERVICE_GP && row->measure == MEASURE_SERVED ? row->count : 0;
    }
    return all > 0 ? (double)most / (double)all : 0;
}

/* What comes to it, pounds a year, of all that is spent on the care to which practices refer. */
static double at_stake(const struct meeting *meeting)
{
    static const enum service referred_to[] = {SERVICE_OUTPATIENT_FIRST, SERVICE_OUTPATIENT_FOLLOW_UP, SERVICE_DAY_CASE,
                                               SERVICE_ELECTIVE_INPATIENT};
    const struct market *market = meeting->view->market;
    double pence = 0;

    for (size_t i = 0; i < sizeof referred_to / sizeof referred_to[0]; i++) {
        pence += contracts_stake(&market->terms[market->in_force].contracts, meeting->provider, referred_to[i],
                                 meeting->view->day, &market->ledger);
    }
    return pence / PENCE * CALENDAR_MONTHS_PER_YEAR;
}

/* With referrals at `ratio` of what they are. */
static void foresee_referrals(const struct meeting *meeting, double ratio, double list, struct prospect *prospect)
{
    prospect->surplus = (1 - ratio) * list * at_stake(meeting) / meeting->turnover;
    prospect->access = ratio - 1;
    snprintf(prospect->reason, sizeof prospect->reason, "referrals %+.1f%%, of the patients of %.1f%% of the economy",
             PERCENT * (ratio - 1), PERCENT * list);
}

static enum status foresee_less(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                bool *is_open)
{
    const double ratio = 1 - meeting->rules->referral_step, list = list_share(meeting);

    (void)line;
    *is_open =
        list > 0 && meeting->boards->referral_share[meeting->provider] * ratio >= meeting->rules->least_referral_share;
    if (*is_open) {
        foresee_referrals(meeting, ratio, list, prospect);
    }
    return STATUS_OK;
}

static void refer_less(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    (void)prospect;
    meeting->boards->referral_share[meeting->provider] *= 1 - meeting->rules->referral_step;
}

const struct move move_refer_less = {.foresee = foresee_less, .make = refer_less};

static double more_again(const struct meeting *meeting)
{
    return move_back(meeting->boards->referral_share[meeting->provider], meeting->rules->referral_step);
}

static enum status foresee_more(const struct meeting *meeting, struct line *line, struct prospect *prospect,
                                bool *is_open)
{
    const double list = list_share(meeting);

    (void)line;
    *is_open = list > 0 && meeting->boards->referral_share[meeting->provider] < 1;
    if (*is_open) {
        foresee_referrals(meeting, more_again(meeting), list, prospect);
    }
    return STATUS_OK;
}

static void refer_more(const struct meeting *meeting, struct line *line, const struct prospect *prospect)
{
    (void)line;
    (void)prospect;
    meeting->boards->referral_share[meeting->provider] *= more_again(meeting);
}

const struct move move_refer_more = {.foresee = foresee_more, .make = refer_more};
