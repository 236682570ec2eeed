/* The parts of pathway.c, which only they share: how a request is made, how activity is counted, what each need asks
 * for. Everything here works on one person of the locality that the pathway is at. */
#ifndef CATCHMENT_CARE_PATHWAY_PARTS_H
#define CATCHMENT_CARE_PATHWAY_PARTS_H

#include "care/pathway.h"

_Static_assert(SERVICE_COUNT <= 32, "a wait is a bit for each service");

uint32_t pathway_wait_bit(enum service service);

bool pathway_waits_for(const struct pathway *self, uint32_t row, enum service service);

/* Cuts the tie to the site of a service for which a person no longer waits, and which they do not have. */
void pathway_leave_site(const struct pathway *self, uint32_t row, enum service service);

void pathway_stop_waiting(const struct pathway *self, uint32_t row, enum service service);

struct random pathway_draw_for(const struct pathway *self, uint32_t row, enum random_purpose purpose, uint32_t index);

/* Some of all people, drawn anew each day. */
struct pathway_sample {
    struct random_day day;
    uint32_t below; /* of 2^32: how many are drawn */
    uint32_t next;  /* the row to look at */
};

struct pathway_sample pathway_sample_begin(const struct pathway *self, enum random_purpose purpose, uint32_t index,
                                           uint32_t below);

/* Goes on to the next one, in order of rows; false after the last. */
bool pathway_sample_next(const struct pathway *self, struct pathway_sample *sample, uint32_t *row);

uint16_t pathway_catchment_site(const struct pathway *self, uint16_t neighbourhood, enum service service);

uint16_t pathway_choose_site(const struct pathway *self, uint32_t row, enum service service);

/* The site that a person keeps for a service, where one is kept; of services that go by catchment that of
 * `neighbourhood`, where they lived when they asked. */
enum status pathway_keep_site(const struct pathway *self, uint32_t row, enum service service, uint16_t site);
uint16_t pathway_kept_site(const struct pathway *self, uint32_t row, enum service service, uint16_t neighbourhood);

/* The service in whose bed a person is who is in hospital. */
enum service pathway_stay_service(const struct pathway *self, uint32_t row);

bool pathway_admits_here(const struct pathway *self, uint16_t site);

/* Sends a need to a site, unless the person waits for the same service already; one that nobody offers is counted and
 * comes to nothing. */
enum status pathway_ask(const struct pathway *self, uint32_t row, uint16_t site, struct request request);

enum status pathway_release(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                            uint16_t amount);

/* Tells a hospital that its patient can leave once treatment is complete. */
enum status pathway_release_patient(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                                    enum delay_cause waited_for);

enum status pathway_send_withdrawal(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                                    enum withdraw_reason reason);

/* Ends all waits of the services in `which`, of a person who lived in `neighbourhood`. */
enum status pathway_withdraw(const struct pathway *self, uint32_t row, uint32_t which, uint16_t neighbourhood,
                             enum withdraw_reason reason);

/* What is left of the month after today, with today. */
int64_t pathway_days_left(const struct pathway *self);

enum status pathway_count(const struct pathway *self, uint16_t site, enum service service, enum measure measure,
                          int64_t amount);

/* Somebody was served, or has got their bed, place or hours. */
enum status pathway_count_served(const struct pathway *self, uint32_t row, const struct outcome *outcome);

/* Support is counted ahead to the end of the month when it starts, and the rest taken back when it ends. */
enum status pathway_count_home_care(const struct pathway *self, uint32_t row, int64_t days);

enum status pathway_count_care_home(const struct pathway *self, uint32_t row, int64_t days);

/* Counts a stay that ends: its days, and whether it was short or long. */
enum status pathway_count_stay(const struct pathway *self, uint32_t row, uint16_t site, enum service service,
                               int64_t days);

/* Adds to a table of the month, by the person's deprivation and age. */
void pathway_count_use(const struct pathway *self, uint32_t row, int64_t table[QUINTILE_COUNT][AGE_BANDS],
                       int64_t amount);

/* Adds to an outcome of the month, at that age, under each long-term condition that the person has; to none without. */
void pathway_count_conditions(const struct pathway *self, uint32_t row, enum condition_outcome outcome, unsigned band,
                              int64_t amount);

/* Both: a table of the month, and under each condition. */
void pathway_count_outcome(const struct pathway *self, uint32_t row, int64_t table[QUINTILE_COUNT][AGE_BANDS],
                           enum condition_outcome outcome, int64_t amount);

/* The age band at which what happens to a person today is counted, deaths apart. */
unsigned pathway_age_band(const struct pathway *self, uint32_t row);

/* What the conduct of providers does: pathway_conduct.c. */

/* The length of emergency stays at a site, against what patients need. */
double pathway_stay_ratio(const struct pathway *self, uint16_t site);

/* Whether the practice refers a need for this service; counts if not. */
bool pathway_is_referred(const struct pathway *self, uint32_t row, enum service service);

/* The site itself, or the one to which its provider turns the patient away. */
uint16_t pathway_accepting_site(const struct pathway *self, uint32_t row, enum service service, uint16_t site);

/* What becomes of people, counted for the month: pathway_tally.c. */

/* An emergency admission of somebody who is in no hospital bed yet. Errors: STATUS_NO_MEMORY. */
enum status pathway_tally_admission(const struct pathway *self, uint32_t row, uint16_t site);

/* Leaves the hospital. */
void pathway_tally_discharge(const struct pathway *self, uint32_t row);

/* Dies; before they give back what they hold. */
void pathway_tally_death(const struct pathway *self, uint32_t row);

/* The way from home to the site that has served somebody who is not in a hospital bed. An attendance that ends in a bed
 * of the same site is no journey of its own. */
void pathway_tally_travel(const struct pathway *self, uint32_t row, const struct outcome *outcome);

/* What a patient has been waiting for who can leave now: what the outcome that is being heard has brought, or would
 * have. */
enum delay_cause pathway_delay_cause(const struct pathway *self);

/* The delayed days of a stay that has ended. */
void pathway_tally_delay(const struct pathway *self, uint32_t row, const struct outcome *discharge);

/* A pathway from referral to treatment that is completed, of so many days. */
void pathway_tally_treated(const struct pathway *self, enum clock_stop stop, unsigned days);

/* Planned procedures: pathway_referral.c. */

/* A need for a day case or a planned stay: a referral to a first attendance, or a place on the list at once. */
enum status pathway_need_procedure(const struct pathway *self, uint32_t row, unsigned hazard, double stay_ratio);

/* Whether it is a first attendance, or what became of one, that was to lead to a procedure. */
bool pathway_leads_to_procedure(const struct outcome *outcome);

/* After such a first attendance: asks for the procedure, at the site that was chosen with the referral. */
enum status pathway_decide_to_treat(const struct pathway *self, uint32_t row, const struct outcome *outcome);

/* From the referral to the day on which the outcome is heard, REFERRED_DAYS_MOST at most. */
uint16_t pathway_days_since_referral(const struct outcome *outcome);

/* The same, if the outcome being heard is that of a fork of this need; else 0. */
uint16_t pathway_days_at_forks(const struct pathway *self, unsigned hazard);

/* Whether a need calls an ambulance today, and how urgent the call is; the same whenever it is asked on that day. */
enum ambulance_call pathway_call_of_need(const struct pathway *self, uint32_t row, unsigned hazard);

/* The call of a moment at which forks stand: of a need, or of the response of an ambulance that is being heard of. */
enum ambulance_call pathway_call_at(const struct pathway *self, uint32_t row, enum moment moment, unsigned of);

/* Asks for an ambulance, unless there is no call. */
enum status pathway_call_ambulance(const struct pathway *self, uint32_t row, enum ambulance_call call);

enum status pathway_need_accident_emergency(const struct pathway *self, uint32_t row);

uint16_t pathway_package_hours(const struct pathway *self, uint32_t row);

/* Who pays for a package of home care that begins now. */
enum funder { FUNDER_COUNCIL, FUNDER_SELF, FUNDER_NOBODY };

bool pathway_is_above_means(const struct pathway *self, uint32_t row);

enum funder pathway_home_care_funder(const struct pathway *self, uint32_t row);

void pathway_set_self_payer(const struct pathway *self, uint32_t row, bool pays);

/* The programme that waives the charges of a person's home care: the first of them that does; or NO_WAIVER. */
enum { NO_WAIVER = -1 };
int pathway_waiver(const struct pathway *self, uint32_t row);

/* A day of home care for which the council charges nothing. */
enum status pathway_count_waived_day(const struct pathway *self, uint32_t row);

/* Looks at the means of somebody whose charges are waived no longer. */
enum status pathway_reassess(const struct pathway *self, uint32_t row);

enum status pathway_need_home_care(const struct pathway *self, uint32_t row, uint8_t urgency);

enum status pathway_need_care_home(const struct pathway *self, uint32_t row, uint8_t urgency);

enum status pathway_end_home_care(const struct pathway *self, uint32_t row);

/* A need; forks may take the person another way. */
enum status pathway_need(const struct pathway *self, uint32_t row, unsigned hazard);

/* The same, from that fork on: those before it have been tried. */
enum status pathway_need_from(const struct pathway *self, uint32_t row, unsigned hazard, size_t first_fork);

/* The usual way of a need, past all forks; `stay_ratio` is for the stay in hospital that it may lead to. */
enum status pathway_usual_way(const struct pathway *self, uint32_t row, unsigned hazard, double stay_ratio);

/* Whether the person will need new support before they can leave a bed: REQUEST_SUPPORT or 0. */
uint8_t pathway_draw_support(const struct pathway *self, uint32_t row);

/* The days that a need would be in hospital; the same when drawn again on the same day. */
uint16_t pathway_draw_stay(const struct pathway *self, uint32_t row, enum stay_kind kind);

/* Days until a service can begin at the earliest: with the mean of its line, or with that one. */
uint16_t pathway_draw_notice(const struct pathway *self, uint32_t row, enum service service);
uint16_t pathway_draw_notice_of(const struct pathway *self, uint32_t row, enum service service, double mean);

/* What has become of somebody at the forks of a moment. */
struct detour {
    size_t next;       /* the fork to begin with */
    double stay_ratio; /* of those who stay on the usual way */
    bool gone;         /* another way, by the fork before `next` */
};

/* Takes a person through the forks of a moment, from detour->next on. */
enum status pathway_forks(const struct pathway *self, uint32_t row, enum moment moment, unsigned of,
                          struct detour *detour);

/* What comes of a request that a fork has sent. */
enum status pathway_fork_served(const struct pathway *self, uint32_t row, const struct outcome *outcome);
enum status pathway_fork_refused(const struct pathway *self, uint32_t row, const struct outcome *outcome);

/* Offers a programme: *taken says whether the person is a member now or waits for a place. `days` is how long, 0 for
 * the programme's own time; `origin` as in struct request. */
enum status pathway_offer(const struct pathway *self, uint32_t row, unsigned programme, uint16_t days, uint8_t origin,
                          bool *taken);

/* A place is there. */
enum status pathway_start_programme(const struct pathway *self, uint32_t row, unsigned programme, uint16_t site,
                                    uint16_t days);

/* Ends all memberships of a person who dies or goes. */
enum status pathway_end_programmes(const struct pathway *self, uint32_t row);

/* Looks at a sample of people, whether each programme is meant for them and whether they will be admitted. */
void pathway_sample_targeting(const struct pathway *self);

/* Adds to a count of each programme that a person is in; `offset` is that of the count in struct programme_month. */
void pathway_count_members(const struct pathway *self, uint32_t row, size_t offset, int64_t count);

/* What those do whom a service has refused, from that fork on. */
enum status pathway_refused_from(const struct pathway *self, uint32_t row, enum service service, size_t first_fork);

/* Experience: counts a contact, and what has gone wrong in it; pathway_experience.c. An outcome before it changes the
 * person; a death before they give back what they hold. */
void pathway_experience(const struct pathway *self, uint32_t row, const struct outcome *outcome);
void pathway_experience_death(const struct pathway *self, uint32_t row);

/* District nursing: pathway_nursing.c. */

/* A course of visits; what is left of it goes with the request for the next one. */
enum status pathway_need_nursing(const struct pathway *self, uint32_t row);

/* A visit: counts where it was, and asks for the next one of the course. */
enum status pathway_nursing_visit(const struct pathway *self, uint32_t row, const struct outcome *outcome);

/* Counts somebody of OLDEST_AGE or over and the chance of a visit within a year. */
void pathway_expect_nursing(const struct pathway *self, uint32_t row);

/* A strained carer has given up: where the need is great, other help is sought at once, by the forks of that
 * need or its usual way. */
enum status pathway_carer_breakdown(const struct pathway *self, uint32_t row);

/* Goes on asking for support at discharge, from that fork on. */
enum status pathway_ready_from(const struct pathway *self, uint32_t row, size_t first_fork);

/* Support is in place: whoever waits for it in a hospital bed can leave. */
enum status pathway_support_is_there(const struct pathway *self, uint32_t row);

/* A number of the pathways, as the programmes of a person change it: a ratio. */
double pathway_number_ratio(const struct pathway *self, uint32_t row, unsigned number);

struct viewpoint pathway_viewpoint(const struct pathway *self, uint32_t row);

#endif
