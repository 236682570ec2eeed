#include "care/service.h"

#include <string.h>

#include "base/text.h"

#define SERVICE(id, name, discipline, unit, meaning) {name, DISCIPLINE_##discipline, unit, meaning},
const struct service_line service_lines[SERVICE_COUNT] = {
#include "scenario/services.def"
};
#undef SERVICE

void service_list_set(struct service_list *self, uint32_t services)
{
    *self = (struct service_list){0};
    for (unsigned service = 0; service < SERVICE_COUNT; service++) {
        if ((services >> service & 1) != 0) {
            self->place[service] = self->count;
            self->services[self->count++] = (enum service)service;
        }
    }
}

const bool service_is_travelled_to[SERVICE_COUNT] = {
    [SERVICE_GP] = true,
    [SERVICE_OUT_OF_HOURS] = true,
    [SERVICE_ACCIDENT_EMERGENCY] = true,
    [SERVICE_EMERGENCY_INPATIENT] = true,
    [SERVICE_ELECTIVE_INPATIENT] = true,
    [SERVICE_DAY_CASE] = true,
    [SERVICE_OUTPATIENT_FIRST] = true,
    [SERVICE_OUTPATIENT_FOLLOW_UP] = true,
    [SERVICE_URGENT_CARE_CENTRE] = true,
    [SERVICE_DIAGNOSTICS] = true,
    [SERVICE_SPECIALIST_CLINIC] = true,
    [SERVICE_THERAPY] = true,
    [SERVICE_PSYCHOLOGICAL_THERAPY] = true,
    [SERVICE_FAMILY_SERVICES] = true,
    [SERVICE_INTERMEDIATE_CARE_BED] = true,
    [SERVICE_REHABILITATION] = true,
    [SERVICE_MENTAL_HEALTH_BED] = true,
    [SERVICE_DAY_CARE] = true,
};

int service_find(const char *name)
{
    for (int service = 0; service < SERVICE_COUNT; service++) {
        if (strcmp(name, service_lines[service].name) == 0) {
            return service;
        }
    }
    return -1;
}

/* All rules of a line are numbers with a default. */
static enum status set_default(const struct parameter *row, struct service_rules_parameters *out)
{
    void *member = (char *)out + row->offset;

    return row->type == PARAMETER_INTEGER ? text_parse_integer(row->fallback, member)
                                          : text_parse_real(row->fallback, member);
}

static enum status set_defaults(const char *service, struct service_rules_parameters *out)
{
    enum status status = STATUS_OK;

    *out = (struct service_rules_parameters){.name = service};
    for (size_t i = 0; i < service_rules_section.parameter_count && status == STATUS_OK; i++) {
        status = set_default(&service_rules_section.parameters[i], out);
    }
    return status;
}

enum status service_rules_resolve(const struct care_parameters *parameters,
                                  struct service_rules_parameters out[SERVICE_COUNT])
{
    const struct service_rules_parameters *given = parameters->services.items;
    bool is_given[SERVICE_COUNT] = {false};
    enum status status = STATUS_OK;

    for (size_t i = 0; i < parameters->services.count; i++) {
        const int service = service_find(given[i].name);
        if (service < 0) {
            return status_raise(STATUS_SCENARIO, "care.services.%s: expected the name of a service line",
                                given[i].name);
        }
        out[service] = given[i];
        is_given[service] = true;
    }
    for (int service = 0; service < SERVICE_COUNT && status == STATUS_OK; service++) {
        if (!is_given[service]) {
            status = set_defaults(service_lines[service].name, &out[service]);
        }
    }
    return status;
}
