/* Staff, vacancies and teams of service lines. */
#include "care/workforce.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { TEAMS = 2000 };

static const struct random_key key = {.value = 7};
static struct provider nurses;
static struct site sites[TEAMS];
static struct line lines[TEAMS];
static struct service_rules_parameters rules[SERVICE_COUNT];

/* One line of district nursing at each site of a provider, of capacity 10. */
static struct supply teams(void)
{
    memset(rules, 0, sizeof rules);
    nurses = (struct provider){.name = "nurses", .site_count = TEAMS};
    for (uint32_t t = 0; t < TEAMS; t++) {
        sites[t] = (struct site){.provider = 0};
        lines[t] = (struct line){.site = t, .provider = 0, .service = SERVICE_DISTRICT_NURSING, .capacity = 10};
    }
    return (struct supply){.providers = &nurses,
                           .provider_count = 1,
                           .sites = sites,
                           .site_count = TEAMS,
                           .lines = lines,
                           .line_count = TEAMS};
}

static struct workforce_parameters *of_nurses(void)
{
    return &rules[SERVICE_DISTRICT_NURSING].workforce;
}

Test(care_workforce, without_numbers_all_posts_are_filled_for_ever)
{
    const struct workforce_parameters none = {0};

    cr_expect_eq(workforce_filled(&none, 0), 1);
    cr_expect_eq(workforce_filled(&none, 50), 1);
}

Test(care_workforce, vacancies_stay_where_nobody_leaves_or_comes)
{
    cr_assert_eq(workforce_filled(&(struct workforce_parameters){.vacant_share = 0.25}, 10), 0.75);
}

/* A tenth of the staff leaves each year and nobody comes: e^-0.3 are left after three years. */
Test(care_workforce, who_leaves_is_missed)
{
    const struct workforce_parameters leaving = {.leavers_share_per_year = 0.1};

    cr_expect_eq(workforce_filled(&leaving, 0), 1);
    cr_expect_eq(workforce_filled(&leaving, -1), 1, "before the first day as on it");
    cr_expect_float_eq(workforce_filled(&leaving, 3), 0.7408182206817179, 1e-12);
}

/* Leaving at 0.1 and filling at 0.4 a year balance at four posts in five. From a half, the way to there is e^-0.5 as
 * far after a year. */
Test(care_workforce, leaving_and_hiring_balance)
{
    const struct workforce_parameters both = {
        .vacant_share = 0.5, .leavers_share_per_year = 0.1, .filled_share_per_year = 0.4};

    cr_expect_float_eq(workforce_filled(&both, 1), 0.8 - 0.3 * 0.6065306597126334, 1e-12);
    cr_expect_float_eq(workforce_filled(&both, 100), 0.8, 1e-12);
}

Test(care_workforce, a_line_without_numbers_keeps_its_capacity)
{
    struct supply supply = teams();

    workforce_form_teams(&supply, rules, key);
    workforce_set_capacity(&supply, rules, 1000, 5000);
    cr_expect_eq(lines[0].capacity, 10);
    cr_expect_eq(lines[0].posts, 10);
}

Test(care_workforce, capacity_is_what_is_filled_less_the_time_lost)
{
    struct supply supply = teams();

    *of_nurses() = (struct workforce_parameters){.vacant_share = 0.2, .lost_share = 0.25};
    workforce_form_teams(&supply, rules, key);
    workforce_set_capacity(&supply, rules, 1000, 1000);
    cr_expect_float_eq(lines[0].capacity, 10 * 0.8 * 0.75, 1e-12);
    workforce_set_capacity(&supply, rules, 1000, 2000);
    cr_expect_float_eq(lines[0].capacity, 10 * 0.8 * 0.75, 1e-12, "it is not lost twice");
    cr_expect_eq(lines[0].posts, 10);
}

Test(care_workforce, other_lines_are_not_touched)
{
    struct supply supply = teams();

    lines[1].service = SERVICE_THERAPY;
    *of_nurses() = (struct workforce_parameters){.vacant_share = 1};
    workforce_form_teams(&supply, rules, key);
    workforce_set_capacity(&supply, rules, 1000, 1000);
    cr_expect_eq(lines[0].capacity, 0);
    cr_expect_eq(lines[1].capacity, 10);
}

/* The standard deviation of the logarithm of 2,000 teams lies within 4 standard errors of 0.36. */
Test(care_workforce, teams_differ_and_do_together_what_their_posts_would)
{
    static const double spread = 0.36;
    struct supply supply = teams();
    double work = 0, logarithms = 0, squares = 0;

    lines[0].capacity = 1000;
    of_nurses()->team_spread = spread;
    workforce_form_teams(&supply, rules, key);
    for (unsigned t = 0; t < TEAMS; t++) {
        work += lines[t].posts * lines[t].team;
        logarithms += log(lines[t].team) / TEAMS;
        squares += log(lines[t].team) * log(lines[t].team) / TEAMS;
    }
    cr_expect_float_eq(work, 1000 + 10 * (TEAMS - 1), 1e-6);
    cr_expect_float_eq(sqrt(squares - logarithms * logarithms), spread, 4 * spread / sqrt(2.0 * TEAMS));
}

Test(care_workforce, two_teams_compare_the_same_whatever_other_providers_there_are)
{
    struct supply supply = teams();
    struct provider both[2];

    of_nurses()->team_spread = 0.36;
    workforce_form_teams(&supply, rules, key);
    const double alone = lines[5].team / lines[6].team;
    both[0] = (struct provider){.name = "another", .site_count = 3};
    both[1] = (struct provider){.name = "nurses", .first_site = 3, .site_count = TEAMS - 3};
    supply.providers = both;
    supply.provider_count = 2;
    for (uint32_t t = 0; t < TEAMS; t++) {
        lines[t].provider = t >= 3;
    }
    workforce_form_teams(&supply, rules, key);
    cr_assert_float_eq(lines[8].team / lines[9].team, alone, 1e-12);
}
