/* The table of the model's datasets: to add an output, add a row. */
#include "engine/finance.h"
#include "output/recording_parts.h"

#define SUM "month: sum"
#define POINT "month: point"
#define CENSUS(member) offsetof(struct census, member)
#define CARE(member) offsetof(struct care_month, member)
#define TALLY(member) offsetof(struct care_tally, member)
#define LINE(member) offsetof(struct line, member)
#define TARGETING(member) offsetof(struct programme_month, targeting.member)

/* clang-format off */
#define BY_CONDITION(id, name, unit, meaning)                                                                          \
    {{"/outcome/" name "_by_condition", FIELD_I64, {"month", "condition", "age_band"}, unit,                           \
      meaning "; under each condition of the person", SUM, NULL}, fill_tally,                                          \
      TALLY(by_condition[BY_CONDITION_##id])},

const struct recording_row recording_rows[] = {
    {{"/population/persons", FIELD_U32, {"month", "locality", "age_band", "sex"}, "1",
      "people at the end of the month", POINT, NULL}, fill_people_by_locality, CENSUS(persons)},
    {{"/population/deaths", FIELD_U32, {"month", "locality", "age_band", "sex"}, "1",
      "deaths", SUM, NULL}, fill_people_by_locality, CENSUS(deaths)},
    {{"/population/persons_by_deprivation", FIELD_U32, {"month", "deprivation", "age_band", "sex"}, "1",
      "people at the end of the month", POINT, NULL}, fill_people, CENSUS(persons)},
    {{"/population/deaths_by_deprivation", FIELD_U32, {"month", "deprivation", "age_band", "sex"}, "1",
      "deaths", SUM, NULL}, fill_people, CENSUS(deaths)},
    {{"/population/births", FIELD_I64, {"month", "locality"}, "1",
      "births", SUM, NULL}, fill_moves_by_locality, CENSUS(births)},
    {{"/population/arrivals", FIELD_I64, {"month", "locality"}, "1",
      "people who came from outside the area", SUM, NULL}, fill_moves_by_locality, CENSUS(arrivals)},
    {{"/population/departures", FIELD_I64, {"month", "locality"}, "1",
      "people who left the area", SUM, NULL}, fill_moves_by_locality, CENSUS(departures)},
    {{"/population/moved_in", FIELD_I64, {"month", "locality"}, "1",
      "people who came from another locality", SUM, NULL}, fill_moves_by_locality, CENSUS(moved_in)},
    {{"/population/moved_out", FIELD_I64, {"month", "locality"}, "1",
      "people who went to another locality", SUM, NULL}, fill_moves_by_locality, CENSUS(moved_out)},
    {{"/population/with_condition", FIELD_U32, {"month", "condition", "age_band", "sex"}, "1",
      "people with a long-term condition", POINT, NULL}, fill_people, CENSUS(with_condition)},
    {{"/population/multimorbid", FIELD_U32, {"month", "deprivation", "age_band"}, "1",
      "people with two or more long-term conditions", POINT, NULL}, fill_people, CENSUS(multimorbid)},
    {{"/population/any_condition", FIELD_U32, {"month", "age_band"}, "1",
      "people with one or more long-term conditions", POINT, NULL}, fill_people, CENSUS(any_condition)},
    {{"/population/frailty", FIELD_U32, {"month", "frailty_band", "age_band"}, "1",
      "people by band of the electronic frailty index", POINT, NULL}, fill_people, CENSUS(frailty)},
    {{"/population/need", FIELD_U32, {"month", "need_band", "age_band"}, "1",
      "people by band of functional need", POINT, NULL}, fill_people, CENSUS(need)},
    {{"/population/in_care_home", FIELD_U32, {"month", "age_band"}, "1",
      "people who live in a care home", POINT, NULL}, fill_people, CENSUS(in_care_home)},
    {{"/population/with_carer", FIELD_U32, {"month", "age_band"}, "1",
      "people looked after by family or friends", POINT, NULL}, fill_people, CENSUS(with_carer)},
    {{"/population/carers", FIELD_U32, {"month", "care_hours", "deprivation", "age_band"}, "1",
      "people who look after somebody, by hours a week", POINT, NULL}, fill_people, CENSUS(carers)},
    {{"/population/home_care", FIELD_U32, {"month", "age_band"}, "1",
      "people with a package of care at home", POINT, NULL}, fill_people, CENSUS(home_care)},
    {{"/population/home_care_self_paid", FIELD_U32, {"month", "age_band"}, "1",
      "of them, those who pay for it themselves", POINT, NULL}, fill_people, CENSUS(home_care_self_paid)},
    {{"/population/unmet_need", FIELD_U32, {"month", "age_band"}, "1",
      "people with a need that neither a carer nor a service meets", POINT, NULL}, fill_people, CENSUS(unmet_need)},
    {{"/population/unmet_need_by_deprivation", FIELD_U32, {"month", "deprivation", "age_band"}, "1",
      "people with a need that neither a carer nor a service meets", POINT, NULL}, fill_people,
      CENSUS(unmet_need_by_deprivation)},
    {{"/population/unmet_need_by_condition", FIELD_U32, {"month", "condition", "age_band"}, "1",
      "people with a need that neither a carer nor a service meets; under each condition of the person", POINT, NULL},
      fill_people, CENSUS(unmet_need_by_condition)},
    {{"/population/smoking", FIELD_U32, {"month", "age_band"}, "1",
      "people who smoke", POINT, NULL}, fill_people, CENSUS(smoking)},
    {{"/population/obese", FIELD_U32, {"month", "age_band"}, "1",
      "people with a body mass index of 30 or more", POINT, NULL}, fill_people, CENSUS(obese)},

    {{"/activity/requested", FIELD_I64, {"month", "provider", "service"}, "1",
      "requests received", SUM, NULL}, fill_lines, LINE(month.requested)},
    {{"/activity/served", FIELD_I64, {"month", "provider", "service"}, "1",
      "requests served", SUM, NULL}, fill_lines, LINE(month.served)},
    {{"/activity/refused", FIELD_I64, {"month", "provider", "service"}, "1",
      "requests refused", SUM, NULL}, fill_lines, LINE(month.refused)},
    {{"/activity/withdrawn", FIELD_I64, {"month", "provider", "service"}, "1",
      "requests withdrawn by people who left or moved", SUM, NULL}, fill_lines, LINE(month.withdrawn)},
    {{"/activity/died_waiting", FIELD_I64, {"month", "provider", "service"}, "1",
      "requests ended by death", SUM, NULL}, fill_lines, LINE(month.died_waiting)},
    {{"/activity/bed_days", FIELD_I64, {"month", "provider", "service"}, "day",
      "midnights in a bed", SUM, NULL}, fill_lines, LINE(month.bed_days)},
    {{"/activity/delayed_days", FIELD_I64, {"month", "provider", "service"}, "day",
      "midnights in a bed after the end of treatment", SUM, NULL}, fill_lines, LINE(month.delayed_days)},
    {{"/activity/held", FIELD_I64, {"month", "provider", "service"}, "1",
      "places, or hours of care a week, in use at the end of the month", POINT, NULL}, fill_lines, LINE(held)},
    {{"/activity/capacity", FIELD_F64, {"month", "provider", "service"}, "1",
      "slots an open day, places, or hours of care a week at the end of the month; beds are in /activity/beds",
      POINT, NULL}, fill_capacities, LINE(capacity)},
    {{"/activity/unoffered", FIELD_I64, {"month", "locality", "service"}, "1",
      "needs for a service that nobody offers, by where people live", SUM, NULL}, fill_services_by_locality,
      CARE(unoffered)},
    {{"/activity/emergency_admissions", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "emergency admissions by where people live", SUM, NULL}, fill_care_by_locality, CARE(emergency_admissions)},
    {{"/activity/emergency_bed_days", FIELD_I64, {"month", "locality", "age_band"}, "day",
      "emergency bed days by where people live, counted at discharge", SUM, NULL}, fill_care_by_locality,
      CARE(emergency_bed_days)},
    {{"/activity/emergency_admissions_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "emergency admissions", SUM, NULL}, fill_care, CARE(emergency_admissions)},
    {{"/activity/planned_admissions_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "planned admissions", SUM, NULL}, fill_care, CARE(planned_admissions)},
    {{"/activity/attendances_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "attendances at accident and emergency", SUM, NULL}, fill_care, CARE(attendances)},
    {{"/activity/consultations_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "consultations in general practice", SUM, NULL}, fill_care, CARE(consultations)},
    {{"/activity/district_nursing_by_place", FIELD_I64, {"month", "nursing_place", "deprivation", "age_band"}, "1",
      "visits of district nurses, by where", SUM, NULL}, fill_care, CARE(nursing)},
    {{"/activity/beds", FIELD_I64, {"month", "provider"}, "1",
      "hospital beds at the end of the month", POINT, NULL}, fill_sites, offsetof(struct site, beds)},
    {{"/activity/beds_occupied", FIELD_I64, {"month", "provider"}, "1",
      "hospital beds occupied at the end of the month", POINT, NULL}, fill_sites, offsetof(struct site, beds_held)},

    {{"/conduct/quality", FIELD_F64, {"month", "provider"}, "1",
      "quality as patients see it when they choose", POINT, NULL}, fill_providers, offsetof(struct provider, quality)},
    {{"/conduct/stay_ratio", FIELD_F64, {"month", "provider"}, "1",
      "emergency stays, against what patients need", POINT, NULL}, fill_providers,
      offsetof(struct provider, conduct.stay_ratio)},
    {{"/conduct/referral_share", FIELD_F64, {"month", "provider"}, "1",
      "of their patients' needs of planned care, those that practices refer", POINT, NULL}, fill_providers,
      offsetof(struct provider, conduct.referral_share)},
    {{"/conduct/turned_away_share", FIELD_F64, {"month", "provider"}, "1",
      "of frail people who need a planned procedure, those turned away", POINT, NULL}, fill_providers,
      offsetof(struct provider, conduct.turned_away_share)},

    {{"/waiting/queue", FIELD_I64, {"month", "provider", "service"}, "1",
      "people waiting at the end of the month", POINT, NULL}, fill_queues, 0},
    {{"/waiting/median_days", FIELD_F64, {"month", "provider", "service"}, "day",
      "median wait of those served in the month", "month: median", NULL}, fill_median_waits, 0},
    {{"/waiting/within_18_weeks", FIELD_I64, {"month", "provider", "service"}, "1",
      "of those served in the month, who had waited 126 days at most", SUM, NULL}, fill_within_18_weeks, 0},
    {{"/waiting/treated", FIELD_I64, {"month", "locality", "clock_stop"}, "1",
      "pathways from referral to treatment that were completed, by where people live", SUM, NULL},
      fill_counts_by_locality, CARE(treated)},
    {{"/waiting/treated_within_18_weeks", FIELD_I64, {"month", "locality", "clock_stop"}, "1",
      "of them, those of 126 days at most since the referral", SUM, NULL}, fill_counts_by_locality,
      CARE(treated_within_18_weeks)},
    {{"/waiting/treated_days", FIELD_I64, {"month", "locality", "clock_stop"}, "day",
      "their days since the referral, added up", SUM, NULL}, fill_counts_by_locality, CARE(treated_days)},
    {{"/waiting/treated_by_week", FIELD_I64, {"month", "clock_stop", "treated_week"}, "1",
      "completed pathways by week since the referral", SUM, NULL}, fill_care, CARE(treated_by_week)},
    {{"/waiting/referrals_refused", FIELD_I64, {"month", "locality"}, "1",
      "first attendances refused that were to lead to a procedure, which is lost", SUM, NULL}, fill_counts_by_locality,
      CARE(referrals_refused)},
    {{"/activity/not_referred", FIELD_I64, {"month", "locality"}, "1",
      "needs of a specialist or a planned procedure that practices did not refer, by where people live", SUM, NULL},
      fill_counts_by_locality, CARE(not_referred)},
    {{"/activity/turned_away", FIELD_I64, {"month", "locality"}, "1",
      "people whom the provider of a planned procedure turned away to another", SUM, NULL}, fill_counts_by_locality,
      CARE(turned_away)},
    {{"/waiting/within_four_hours", FIELD_I64, {"month", "provider"}, "1",
      "attendances at accident and emergency expected to be over within four hours", SUM, NULL},
      fill_within_four_hours, 0},

    {{"/waiting/ambulance_responses", FIELD_I64, {"month", "provider", "ambulance_category"}, "1",
      "ambulance responses by the category of the call", SUM, NULL}, fill_ambulance_responses, 0},
    {{"/waiting/ambulance_responses_in_time", FIELD_I64, {"month", "provider", "response_standard"}, "1",
      "ambulance responses expected to be there within the minutes of the standard", SUM, NULL},
      fill_responses_in_time, 0},

    {{"/outcome/discharges", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "people who left a hospital bed alive, by where they live", SUM, NULL}, fill_care_by_locality, CARE(discharges)},
    {{"/outcome/discharges_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "people who left a hospital bed alive", SUM, NULL}, fill_care, CARE(discharges)},
    {{"/outcome/readmissions", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "emergency admissions within care.readmission_days of a discharge, by where people live", SUM, NULL},
      fill_care_by_locality, CARE(readmissions)},
    {{"/outcome/readmissions_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "emergency admissions within care.readmission_days of a discharge", SUM, NULL}, fill_care,
      CARE(readmissions)},
    {{"/outcome/deaths_by_place", FIELD_I64, {"month", "place_of_death", "deprivation", "age_band"}, "1",
      "deaths", SUM, NULL}, fill_care, CARE(deaths)},
    {{"/outcome/deaths_by_place_and_locality", FIELD_I64, {"month", "place_of_death", "locality", "age_band"}, "1",
      "deaths, by where people lived", SUM, NULL}, fill_deaths_by_locality, CARE(deaths)},
    {{"/outcome/delayed_days", FIELD_I64, {"month", "locality", "age_band"}, "day",
      "midnights in a bed after the end of treatment, counted at discharge, by where people live", SUM, NULL},
      fill_delays_by_locality, CARE(delayed_days)},
    {{"/outcome/delayed_days_by_cause", FIELD_I64, {"month", "delay_cause", "age_band"}, "day",
      "midnights in a bed after the end of treatment, counted at discharge", SUM, NULL}, fill_care,
      CARE(delayed_days)},
    {{"/outcome/qalys", FIELD_F64, {"month", "locality", "age_band"}, "year",
      "quality-adjusted life years, EQ-5D, by where people live", SUM, NULL}, fill_qalys_by_locality, 0},
    {{"/outcome/qalys_by_deprivation", FIELD_F64, {"month", "deprivation", "age_band"}, "year",
      "quality-adjusted life years, EQ-5D", SUM, NULL}, fill_qalys, CENSUS(utility)},
    {{"/outcome/qalys_by_condition", FIELD_F64, {"month", "condition", "age_band"}, "year",
      "quality-adjusted life years, EQ-5D; under each condition of the person", SUM, NULL}, fill_qalys,
      CENSUS(utility_by_condition)},
    {{"/outcome/persons_by_place", FIELD_U32, {"month", "place", "age_band"}, "1",
      "people at the end of the month by where they are", POINT, NULL}, fill_people, CENSUS(at_place)},
    {{"/outcome/persons_by_place_and_deprivation", FIELD_U32, {"month", "place", "deprivation", "age_band"}, "1",
      "people at the end of the month by where they are", POINT, NULL}, fill_people, CENSUS(at_place_by_deprivation)},
    {{"/outcome/care_home_entries", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "people who move into a care home", SUM, NULL}, fill_care, CARE(care_home_entries)},
    {{"/outcome/care_home_entries_by_locality", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "people who move into a care home, by where they live", SUM, NULL}, fill_care_by_locality,
      CARE(care_home_entries)},
    CONDITION_OUTCOME_LIST(BY_CONDITION)
    {{"/outcome/carers_strained", FIELD_U32, {"month", "deprivation"}, "1",
      "informal carers who give population.caring.strained_hours a week or more, without help of home care", POINT, NULL},
      fill_people, CENSUS(carers_strained)},
    {{"/outcome/informal_care_hours", FIELD_F64, {"month", "deprivation"}, "hour",
      "hours of informal care, by where the carer lives", SUM, NULL}, fill_informal_care_hours, 0},
    {{"/outcome/carer_breakdowns", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "strained carers who give up, by where those live whom they cared for, and their age", SUM, NULL},
      fill_care_by_locality, CARE(breakdowns)},
    {{"/outcome/carer_breakdowns_by_deprivation", FIELD_I64, {"month", "breakdown", "deprivation", "age_band"}, "1",
      "strained carers who give up, by what is sought for those whom they cared for", SUM, NULL}, fill_care,
      CARE(sought)},
    {{"/outcome/contacts", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "contacts with care: served, refused, discharged, dead", SUM, NULL}, fill_care_by_locality, CARE(contacts)},
    {{"/outcome/contacts_with_problem", FIELD_I64, {"month", "locality", "age_band"}, "1",
      "of them, those in which something is known to have gone wrong", SUM, NULL}, fill_care_by_locality,
      CARE(with_problem)},
    {{"/outcome/contacts_by_deprivation", FIELD_I64, {"month", "deprivation", "age_band"}, "1",
      "contacts with care: served, refused, discharged, dead", SUM, NULL}, fill_care, CARE(contacts)},
    {{"/outcome/problems", FIELD_I64, {"month", "problem", "deprivation", "age_band"}, "1",
      "what has gone wrong in these contacts, one at most in each", SUM, NULL}, fill_care, CARE(problems)},
    {{"/outcome/oldest", FIELD_I64, {"month", "deprivation"}, "1",
      "people of 85 and over at the start of the month", "month: point", NULL}, fill_care, CARE(oldest)},
    {{"/outcome/oldest_nursed_chance", FIELD_I64, {"month", "deprivation"}, "1e-6",
      "their chance of contact with a district nurse within a year, added up", "month: point", NULL}, fill_care,
      CARE(oldest_nursed)},
    {{"/outcome/served_by_deprivation", FIELD_I64, {"month", "service", "deprivation"}, "1",
      "times that people were served", SUM, NULL}, fill_served_by_deprivation,
      CARE(served)},
    {{"/outcome/served_by_age", FIELD_I64, {"month", "service", "age_band"}, "1",
      "times that people were served", SUM, NULL}, fill_served_by_age,
      TALLY(served.age)},
    {{"/outcome/served_by_condition", FIELD_I64, {"month", "service", "condition"}, "1",
      "times that people were served; under each condition of the person", SUM, NULL}, fill_served_by_condition,
      TALLY(served.condition)},
    {{"/outcome/served_by_locality", FIELD_I64, {"month", "service", "locality"}, "1",
      "times that people were served, by where people live", SUM, NULL}, fill_served_by_locality,
      CARE(served)},
    {{"/outcome/waited_days_by_deprivation", FIELD_I64, {"month", "service", "deprivation"}, "day",
      "days from request to service of these times, added up", SUM, NULL}, fill_served_by_deprivation,
      CARE(waited_days)},
    {{"/outcome/waited_days_by_age", FIELD_I64, {"month", "service", "age_band"}, "day",
      "days from request to service of these times, added up", SUM, NULL}, fill_served_by_age,
      TALLY(waited_days.age)},
    {{"/outcome/waited_days_by_condition", FIELD_I64, {"month", "service", "condition"}, "day",
      "days from request to service of these times, added up; under each condition of the person", SUM, NULL}, fill_served_by_condition,
      TALLY(waited_days.condition)},
    {{"/outcome/waited_days_by_locality", FIELD_I64, {"month", "service", "locality"}, "day",
      "days from request to service of these times, added up, by where people live", SUM, NULL}, fill_served_by_locality,
      CARE(waited_days)},
    {{"/outcome/travel_km", FIELD_F64, {"month", "service", "deprivation"}, "km",
      "straight way of people to the sites that served them, one way", SUM, NULL}, fill_travel, 0},

    {{"/programmes/offered", FIELD_I64, {"month", "locality", "programme"}, "1",
      "offers to people who are found and eligible; who declines is offered it again when found again", SUM, NULL}, fill_programmes, offsetof(struct programme_month, offered)},
    {{"/programmes/declined", FIELD_I64, {"month", "locality", "programme"}, "1",
      "of them, those that are not taken up", SUM, NULL}, fill_programmes, offsetof(struct programme_month, declined)},
    {{"/programmes/unoffered", FIELD_I64, {"month", "locality", "programme"}, "1",
      "of them, those to people for whom nobody around has places", SUM, NULL}, fill_programmes,
      offsetof(struct programme_month, unoffered)},
    {{"/programmes/refused", FIELD_I64, {"month", "locality", "programme"}, "1",
      "of them, those refused for want of a place", SUM, NULL}, fill_programmes,
      offsetof(struct programme_month, refused)},
    {{"/programmes/started", FIELD_I64, {"month", "locality", "programme"}, "1",
      "memberships that began", SUM, NULL}, fill_programmes, offsetof(struct programme_month, started)},
    {{"/programmes/ended", FIELD_I64, {"month", "locality", "programme"}, "1",
      "memberships that ended", SUM, NULL}, fill_programmes, offsetof(struct programme_month, ended)},
    {{"/programmes/member_days", FIELD_I64, {"month", "locality", "programme"}, "day",
      "days of members", SUM, NULL}, fill_programmes, offsetof(struct programme_month, days)},
    {{"/programmes/emergency_admissions", FIELD_I64, {"month", "locality", "programme"}, "1",
      "emergency admissions of members", SUM, NULL}, fill_programmes, offsetof(struct programme_month, admissions)},
    {{"/programmes/emergency_bed_days", FIELD_I64, {"month", "locality", "programme"}, "day",
      "emergency bed days of members, counted at discharge", SUM, NULL}, fill_programmes,
      offsetof(struct programme_month, bed_days)},
    {{"/programmes/deaths", FIELD_I64, {"month", "locality", "programme"}, "1",
      "deaths of members", SUM, NULL}, fill_programmes, offsetof(struct programme_month, deaths)},
    {{"/programmes/served", FIELD_I64, {"month", "programme", "service"}, "1",
      "times that members were served", SUM, NULL}, fill_programmes_served, 0},
    {{"/programmes/sampled_eligible", FIELD_I64, {"month", "locality", "programme"}, "1",
      "those who are eligible of a sample of one in 32 people", SUM, NULL}, fill_programmes, TARGETING(eligible)},
    {{"/programmes/sampled_others", FIELD_I64, {"month", "locality", "programme"}, "1",
      "those who are not, of the same sample", SUM, NULL}, fill_programmes, TARGETING(others)},
    {{"/programmes/sampled_eligible_chance", FIELD_I64, {"month", "locality", "programme"}, "1e-6",
      "chance of an emergency admission within a year of those who are eligible, added up", SUM, NULL},
      fill_programmes, TARGETING(eligible_chance)},
    {{"/programmes/sampled_others_chance", FIELD_I64, {"month", "locality", "programme"}, "1e-6",
      "chance of an emergency admission within a year of those who are not, added up", SUM, NULL},
      fill_programmes, TARGETING(others_chance)},
    {{"/programmes/members", FIELD_I64, {"month", "locality", "programme"}, "1",
      "members at the end of the month", POINT, NULL}, fill_members, 0},

    {{"/pathway/taken", FIELD_I64, {"month", "locality", "fork"}, "1",
      "people who went another way", SUM, NULL}, fill_forks, offsetof(struct fork_month, taken)},
    {{"/pathway/unoffered", FIELD_I64, {"month", "locality", "fork"}, "1",
      "people for whom the other way was closed", SUM, NULL}, fill_forks, offsetof(struct fork_month, unoffered)},
    {{"/pathway/refused", FIELD_I64, {"month", "locality", "fork"}, "1",
      "people refused on the other way", SUM, NULL}, fill_forks, offsetof(struct fork_month, refused)},
    {{"/pathway/sufficed", FIELD_I64, {"month", "locality", "fork"}, "1",
      "people for whom the other way was enough", SUM, NULL}, fill_forks, offsetof(struct fork_month, sufficed)},
    {{"/pathway/went_on", FIELD_I64, {"month", "locality", "fork"}, "1",
      "people who went on the usual way after all", SUM, NULL}, fill_forks, offsetof(struct fork_month, went_on)},

    {{"/money/paid", FIELD_I64, {"month", "relation"}, "pence",
      "paid, by payer, payee, service and purpose", SUM, NULL}, fill_paid, 0},
    {{"/money/income", FIELD_I64, {"month", "agent"}, "pence",
      "income", SUM, NULL}, fill_finance, offsetof(struct market_finance, income)},
    {{"/money/cost", FIELD_I64, {"month", "agent"}, "pence",
      "cost", SUM, NULL}, fill_finance, offsetof(struct market_finance, cost)},
    {{"/money/balance", FIELD_I64, {"month", "agent"}, "pence",
      "balance at the end of the month", POINT, NULL}, fill_finance, offsetof(struct market_finance, balance)},

    {{"/area/locality_x_km", FIELD_F64, {"locality"}, "km",
      "centre of the locality, eastwards", NULL, NULL}, fill_locality_places, offsetof(struct locality, x_km)},
    {{"/area/locality_y_km", FIELD_F64, {"locality"}, "km",
      "centre of the locality, northwards", NULL, NULL}, fill_locality_places, offsetof(struct locality, y_km)},
    {{"/area/locality_economy", FIELD_I32, {"locality"}, "1",
      "economy of the locality, as its place in /economy, from 0", NULL, NULL}, fill_locality_economies, 0},
    {{"/area/provider_x_km", FIELD_F64, {"provider"}, "km",
      "middle of the provider's sites, eastwards", NULL, NULL}, fill_provider_places, offsetof(struct provider, x_km)},
    {{"/area/provider_y_km", FIELD_F64, {"provider"}, "km",
      "middle of the provider's sites, northwards", NULL, NULL}, fill_provider_places, offsetof(struct provider, y_km)},
    {{"/area/provider_economy", FIELD_I32, {"provider"}, "1",
      "economy that the provider is bound to, as its place in /economy, from 0; -1: none", NULL, NULL},
      fill_provider_economies, 0},
};
/* clang-format on */

const size_t recording_row_count = sizeof recording_rows / sizeof recording_rows[0];

static const char *payer(const struct world *world, size_t relation)
{
    return market_relation(&world->market, relation).payer;
}

static const char *payee(const struct world *world, size_t relation)
{
    return market_relation(&world->market, relation).payee;
}

static const char *paid_service(const struct world *world, size_t relation)
{
    return market_relation(&world->market, relation).service;
}

static const char *paid_purpose(const struct world *world, size_t relation)
{
    return market_relation(&world->market, relation).purpose;
}

static const char *agent_label(const struct world *world, size_t agent)
{
    return finance_label(world, (uint32_t)agent);
}

static const char *provider_label(const struct world *world, size_t provider)
{
    return world->care.supply.providers[provider].label;
}

static const char *provider_sector(const struct world *world, size_t provider)
{
    static const char *const sectors[] = {SECTOR_LIST(CHOICE_WORD)};

    return sectors[world->care.supply.providers[provider].sector];
}

static const char *provider_kind(const struct world *world, size_t provider)
{
    const struct provider_kind_parameters *kinds = world->run->care.provider_kinds.items;
    const int32_t kind = world->care.supply.providers[provider].kind;

    return kind == NAMED_PROVIDER ? "named" : kinds[kind].name;
}

static const char *service_unit(const struct world *world, size_t service)
{
    return service_lines[world->care.services.services[service]].unit;
}

static const char *service_meaning(const struct world *world, size_t service)
{
    return service_lines[world->care.services.services[service]].meaning;
}

static const char *programme_label(const struct world *world, size_t programme)
{
    return world->population.programmes.items[programme].label;
}

static const char *fork_label(const struct world *world, size_t fork)
{
    return world->care.forks.items[fork].parameters->label;
}

static const char *condition_label(const struct world *world, size_t condition)
{
    return world->population.figures->conditions[condition].label;
}

const struct recording_label recording_labels[] = {
    {"/money/payer", "relation", "agent that pays", payer},
    {"/money/payee", "relation", "agent that is paid", payee},
    {"/money/service", "relation", "service paid for", paid_service},
    {"/money/purpose", "relation", "why it is paid", paid_purpose},
    {"/money/agent_label", "agent", "name of the agent for people to read", agent_label},
    {"/area/provider_label", "provider", "name of the provider for people to read", provider_label},
    {"/area/provider_sector", "provider", "who owns the provider", provider_sector},
    {"/area/provider_kind", "provider", "kind of generated provider, or named", provider_kind},
    {"/activity/service_unit", "service", "unit of activity", service_unit},
    {"/activity/service_meaning", "service", "what the service line is", service_meaning},
    {"/programmes/programme_label", "programme", "name of the programme for people to read", programme_label},
    {"/pathway/fork_label", "fork", "name of the fork for people to read", fork_label},
    {"/population/condition_label", "condition", "name of the condition for people to read", condition_label},
};

const size_t recording_label_count = sizeof recording_labels / sizeof recording_labels[0];

/* In the order in which write_flows hands them over. */
static const struct record_column flow_columns[] = {
    {"locality", FIELD_U32, 0, "1", "where the people live: place in /locality"},
    {"provider", FIELD_U32, 0, "1", "who served them: place in /provider"},
    {"service", FIELD_U32, 0, "1", "which service: place in /service"},
    {"served", FIELD_U32, 0, "1", "requests served, counted a day later, when people know"},
};

/* In the order in which write_event hands them over. */
static const struct record_column event_columns[] = {
    {"date", FIELD_I32, 0, "days since 1970-01-01", "day of the event"},
    {"kind", FIELD_U8, 24, NULL, "what happened"},
    {"agent", FIELD_U8, 64, NULL, "who did it, or to whom it happened; empty: nobody of the market"},
    {"other", FIELD_U8, 64, NULL, "the other agent, if there is one"},
    {"service", FIELD_U8, 32, NULL, "the service that it is about, or none"},
    {"amount", FIELD_I64, 0, "pence", "money that it is about"},
    {"note", FIELD_U8, EVENT_NOTE_SIZE, NULL, "what exactly, and why"},
};

const struct record_table recording_tables[RECORDING_TABLES] = {
    [TABLE_FLOW] = {"/flow",
                    "care by where people live and who gives it: a row for each locality, provider and service of a "
                    "month with any",
                    flow_columns, sizeof flow_columns / sizeof flow_columns[0], FLOW_ROWS_PER_CHUNK},
    [TABLE_EVENT] = {"/event", "what happened in the market, in order: rules that changed, decisions, their reasons",
                     event_columns, sizeof event_columns / sizeof event_columns[0], EVENT_ROWS_PER_CHUNK},
};

const struct recording_group recording_groups[] = {
    {"/population", "people by age, sex, deprivation, condition, frailty and need; births, deaths and moves"},
    {"/activity",
     "requests and what became of them; bed days and delayed days; admissions, attendances, consultations"},
    {"/waiting", "queues and waits"},
    {"/outcome",
     "what becomes of people: readmissions, deaths by place, delays by cause, quality of life, care homes, travel; "
     "by condition"},
    {"/programmes", "programmes of care: who was found, took part and left"},
    {"/pathway", "forks of the pathways: who went another way, and what came of it"},
    {"/money", "payments by relation; income, cost and balance of each agent"},
    {"/conduct",
     "what providers make of their freedom, as the scenario says and as they decide (/event has the decisions)"},
    {"/area", "places of localities and providers; what providers are"},
    {"/scenario", "what was run: the whole scenario, and each parameter of it"},
    {"/scenario/parameters", "a row for each parameter"},
    {"/provenance", "where the file comes from"},
};

const size_t recording_group_count = sizeof recording_groups / sizeof recording_groups[0];
