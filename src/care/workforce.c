#include "care/workforce.h"

#include <math.h>

#include "base/hash.h"
#include "base/real.h"

double workforce_filled(const struct workforce_parameters *workforce, double years)
{
    const double leavers = workforce->leavers_share_per_year, hired = workforce->filled_share_per_year;
    const double first = 1 - workforce->vacant_share, turnover = leavers + hired;

    if (turnover <= 0 || years <= 0) {
        return first;
    }
    const double last = hired / turnover;
    return last + (first - last) * real_exp(-turnover * years);
}

/* Lognormal; the same whatever other providers there are. */
static double draw_team(const struct supply *supply, const struct line *line, double spread, struct random_key key)
{
    const struct provider *provider = &supply->providers[line->provider];

    if (spread <= 0) {
        return 1;
    }
    struct random random = random_at(key, RANDOM_PURPOSE_TEAM, hash_text(provider->name),
                                     (int32_t)(line->site - provider->first_site), (uint32_t)line->service);
    return random_lognormal(&random, 0, spread);
}

void workforce_form_teams(struct supply *supply, const struct service_rules_parameters rules[SERVICE_COUNT],
                          struct random_key key)
{
    double posts[SERVICE_COUNT] = {0}, work[SERVICE_COUNT] = {0};

    for (size_t l = 0; l < supply->line_count; l++) {
        struct line *line = &supply->lines[l];
        line->posts = line->capacity;
        line->team = draw_team(supply, line, rules[line->service].workforce.team_spread, key);
        posts[line->service] += line->posts;
        work[line->service] += line->posts * line->team;
    }
    for (size_t l = 0; l < supply->line_count; l++) {
        struct line *line = &supply->lines[l];
        line->team *= work[line->service] > 0 ? posts[line->service] / work[line->service] : 1;
    }
}

void workforce_set_capacity(struct supply *supply, const struct service_rules_parameters rules[SERVICE_COUNT],
                            day_t start, day_t today)
{
    const double years = (double)(today - start) / CALENDAR_DAYS_PER_YEAR;
    double at_work[SERVICE_COUNT];

    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        const struct workforce_parameters *workforce = &rules[service].workforce;
        at_work[service] = workforce_filled(workforce, years) * (1 - workforce->lost_share);
    }
    for (size_t l = 0; l < supply->line_count; l++) {
        struct line *line = &supply->lines[l];
        line->capacity = line->posts * line->team * at_work[line->service];
    }
}
