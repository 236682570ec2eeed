/* The command reference: the pages of docs/reference, from the tables of the program. */
#include <stdio.h>
#include <string.h>

#include "base/markdown.h"
#include "output/recording.h"
#include "people/figures_tables.h"
#include "program/command.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define HAZARD(id, name, kind, meaning) {name, meaning},
static const struct {
    const char *name, *meaning;
} hazards[] = {
#include "people/hazards.def"
};
#undef HAZARD

/* What a table of the state is for, and its fields. */
struct state_table {
    const char *heading, *meaning;
    const struct field *fields;
    const size_t *count;
};

static const struct state_table state_tables[] = {
    {"People", "a row for each person, in the table of the locality where they live", person_fields,
     &person_field_count},
    {"Ties", "a row for each tie of a person to a carer or a site, in the order in which they are kept", tie_fields,
     &tie_field_count},
    {"Memberships", "a row for each membership of a person in a programme of care, in the order in which they are kept",
     membership_fields, &membership_field_count},
    {"Accounts", "a row for each account of the ledger", ledger_account_fields, &ledger_account_field_count},
    {"Payments", "a row for each payer, payee, service and purpose", ledger_relation_fields,
     &ledger_relation_field_count},
    {"Agents", "a row for each agent that has an account", market_fields, &market_field_count},
    {"Allocations", "a row for each commissioner that is given money from outside", allocation_fields,
     &allocation_field_count},
    {"Contracts", "so many rows as a contract may remember, for each contract in force", contract_fields,
     &contract_field_count},
    {"Boards", "a row for each provider", board_fields, &board_field_count},
    {"Boards on lines", "a row for each service line of a site", board_line_fields, &board_line_field_count},
    {"Regulator", "a row for each provider", regulator_fields, &regulator_field_count},
};

static enum status append_title(struct text_buffer *out, const char *title)
{
    return text_buffer_append_format(out, "# %s\n\n*Generated from the program by `./dev reference`.*\n\n", title);
}

static enum status append_word_columns(struct text_buffer *out)
{
    static const char *const columns[] = {"name", "meaning"};

    return markdown_columns(out, columns, COUNT_OF(columns));
}

static enum status append_word(struct text_buffer *out, const char *name, const char *meaning)
{
    char code[64];
    snprintf(code, sizeof code, "`%s`", name);
    const char *const cells[] = {code, meaning};

    return markdown_row(out, cells, COUNT_OF(cells));
}

static enum status append_traits(struct text_buffer *out)
{
    enum status status =
        markdown_heading(out, 3, "Traits: what beside a condition is an exposure in relative_risks.csv");

    if (status == STATUS_OK) {
        status = append_word_columns(out);
    }
    for (int i = 0; i < TRAIT_COUNT && status == STATUS_OK; i++) {
        status = append_word(out, trait_name((enum trait)i), trait_meaning((enum trait)i));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status append_hazards(struct text_buffer *out)
{
    enum status status =
        markdown_heading(out, 3, "Hazards: what beside a condition is an outcome in relative_risks.csv");

    if (status == STATUS_OK) {
        status = append_word_columns(out);
    }
    for (size_t i = 0; i < COUNT_OF(hazards) && status == STATUS_OK; i++) {
        status = append_word(out, hazards[i].name, hazards[i].meaning);
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status append_services(struct text_buffer *out)
{
    static const char *const columns[] = {"name", "unit of activity", "capacity", "meaning"};
    static const char *const disciplines[] = {
#define DISCIPLINE_MEANING(name, meaning) [DISCIPLINE_##name] = (meaning),
        DISCIPLINE_LIST(DISCIPLINE_MEANING)
#undef DISCIPLINE_MEANING
    };
    enum status status = markdown_heading(out, 2, "Service lines");

    if (status == STATUS_OK) {
        status = markdown_columns(out, columns, COUNT_OF(columns));
    }
    for (size_t i = 0; i < SERVICE_COUNT && status == STATUS_OK; i++) {
        const struct service_line *line = &service_lines[i];
        char code[64];
        snprintf(code, sizeof code, "`%s`", line->name);
        const char *const cells[] = {code, line->unit, disciplines[line->discipline], line->meaning};
        status = markdown_row(out, cells, COUNT_OF(cells));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status append_indicators(struct text_buffer *out)
{
    static const char *const columns[] = {"name", "of each", "unit", "meaning"};
    enum status status = markdown_heading(out, 2, "Performance indicators");

    if (status == STATUS_OK) {
        status = markdown_columns(out, columns, COUNT_OF(columns));
    }
    for (int i = 0; i < INDICATOR_COUNT && status == STATUS_OK; i++) {
        const enum indicator indicator = (enum indicator)i;
        char code[64];
        snprintf(code, sizeof code, "`%s`", indicator_name(indicator));
        const char *const cells[] = {code, indicator_is_of_provider(indicator) ? "provider" : "economy",
                                     indicator_unit(indicator), indicator_meaning(indicator)};
        status = markdown_row(out, cells, COUNT_OF(cells));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

/* The grammar and the names of src/people/eligibility.h. */
static enum status append_criteria(struct text_buffer *out)
{
    static const char *const columns[] = {"name", "words", "meaning"};
    enum status status = markdown_heading(out, 2, "Criteria");

    if (status == STATUS_OK) {
        status = text_buffer_append(
            out, "A criterion says who is meant: `age >= 75 and (copd or frailty >= moderate) and not care_home`. "
                 "Tests are joined by `and`, `or`, `not` and brackets; `not` binds most, `or` least. A test is the "
                 "name of a condition, of a trait or of a programme (is a member), or one of these compared by `<`, "
                 "`<=`, `=`, `!=`, `>=` or `>` with a number or, where there are words, with one of them, which rise "
                 "in their order. The empty text is everybody.\n\n");
    }
    if (status == STATUS_OK) {
        status = markdown_columns(out, columns, COUNT_OF(columns));
    }
    for (int q = 0; q < ELIGIBILITY_QUANTITY_COUNT && status == STATUS_OK; q++) {
        const enum eligibility_quantity quantity = (enum eligibility_quantity)q;
        char code[64];
        snprintf(code, sizeof code, "`%s`", eligibility_quantity_name(quantity));
        const char *const cells[] = {code, eligibility_quantity_words(quantity),
                                     eligibility_quantity_meaning(quantity)};
        status = markdown_row(out, cells, COUNT_OF(cells));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

/* What else than hazards a programme may change. */
static enum status append_pathway_numbers(struct text_buffer *out)
{
    enum status status = markdown_heading(out, 2, "Numbers of the pathways that a programme may change");

    if (status == STATUS_OK) {
        status = append_word_columns(out);
    }
    for (int i = 0; i < PATHWAY_NUMBER_COUNT && status == STATUS_OK; i++) {
        const enum pathway_number number = (enum pathway_number)i;
        status = append_word(out, pathway_number_name(number), pathway_number_meaning(number));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

/* Outcomes that stand for several hazards come first among those that figures know. */
static enum status append_outcome_groups(struct text_buffer *out)
{
    const size_t groups = figures_outcome_count() - COUNT_OF(hazards);
    enum status status = text_buffer_append(out, "Names that stand for several of these at once:");

    for (size_t i = 0; i < groups && status == STATUS_OK; i++) {
        status = text_buffer_append_format(out, "%s `%s`", i > 0 ? "," : "", figures_outcome_name(i));
    }
    return status == STATUS_OK ? text_buffer_append(out, ".\n\n") : status;
}

static enum status append_figure_names(struct text_buffer *out)
{
    enum status status = markdown_heading(out, 2, "Names in the tables of figures");

    if (status == STATUS_OK) {
        status = text_buffer_append(out, "The [tables](../../configs/figures/README.md) name conditions, which are "
                                         "those of `conditions.csv`, and the following.\n\n");
    }
    if (status == STATUS_OK) {
        status = append_traits(out);
    }
    if (status == STATUS_OK) {
        status = append_hazards(out);
    }
    return status == STATUS_OK ? append_outcome_groups(out) : status;
}

static enum status print_parameters(struct text_buffer *out)
{
    enum status status = append_title(out, "Parameters of a scenario");

    if (status == STATUS_OK) {
        status = text_buffer_append(
            out, "Everything that a scenario may say; [configs/README.md](../../configs/README.md) says how it says "
                 "it. `<name>` is a name of yours. `catchment describe SCENARIO.yaml` lists the values of a scenario "
                 "with their sources, `catchment describe SCENARIO.yaml PATH` all about one of them.\n\n"
                 "Names that a scenario must know: [service lines](#service-lines); [performance "
                 "indicators](#performance-indicators); [criteria](#criteria); "
                 "[numbers of the pathways](#numbers-of-the-pathways-that-a-programme-may-change); "
                 "[traits and hazards](#names-in-the-tables-of-figures).\n\n");
    }
    if (status == STATUS_OK) {
        status = scenario_reference(&run_section, out);
    }
    if (status == STATUS_OK) {
        status = append_services(out);
    }
    if (status == STATUS_OK) {
        status = append_indicators(out);
    }
    if (status == STATUS_OK) {
        status = append_criteria(out);
    }
    if (status == STATUS_OK) {
        status = append_pathway_numbers(out);
    }
    return status == STATUS_OK ? append_figure_names(out) : status;
}

static enum status print_output(struct text_buffer *out)
{
    enum status status = append_title(out, "The output file");

    if (status == STATUS_OK) {
        status = text_buffer_append(out, "What each group, dataset and attribute of an output is. "
                                         "[docs/output.md](../output.md) says how to open and read them.\n\n");
    }
    return status == STATUS_OK ? recording_reference(out) : status;
}

static enum status append_state_table(struct text_buffer *out, const struct state_table *table)
{
    static const char *const columns[] = {"field", "type", "unit", "meaning"};
    enum status status = markdown_heading(out, 2, table->heading);

    if (status == STATUS_OK) {
        status = markdown_sentence(out, table->meaning);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append_format(out, " A row has %zu bytes.\n\n",
                                           field_table_bytes(table->fields, *table->count));
    }
    if (status == STATUS_OK) {
        status = markdown_columns(out, columns, COUNT_OF(columns));
    }
    for (size_t i = 0; i < *table->count && status == STATUS_OK; i++) {
        const struct field *field = &table->fields[i];
        char code[64];
        snprintf(code, sizeof code, "`%s`", field->name);
        const char *const cells[] = {code, field_type_name(field->type), field->unit, field->description};
        status = markdown_row(out, cells, COUNT_OF(cells));
    }
    return status == STATUS_OK ? text_buffer_append(out, "\n") : status;
}

static enum status print_state(struct text_buffer *out)
{
    enum status status = append_title(out, "The state");

    if (status == STATUS_OK) {
        status = text_buffer_append(out, "What the program keeps of the world from day to day and has in tables of "
                                         "fields. All of it is in the state hash; so are the sites and lines of "
                                         "`care/supply.h` and the outcomes on their way to people. Types: `u` natural, "
                                         "`i` whole, `f` real, then bits.\n\n");
    }
    for (size_t i = 0; i < COUNT_OF(state_tables) && status == STATUS_OK; i++) {
        status = append_state_table(out, &state_tables[i]);
    }
    return status;
}

static const struct topic {
    const char *name;
    enum status (*print)(struct text_buffer *out);
} topics[] = {
    {"parameters", print_parameters},
    {"output", print_output},
    {"state", print_state},
};

/* Appends the page of that name, or all. */
static enum status print_topics(const char *name, struct text_buffer *out)
{
    enum status status = STATUS_OK;
    bool found = false;

    for (size_t i = 0; i < COUNT_OF(topics) && status == STATUS_OK; i++) {
        if (name == NULL || strcmp(name, topics[i].name) == 0) {
            found = true;
            status = topics[i].print(out);
        }
    }
    return status == STATUS_OK && !found
               ? status_raise(STATUS_USAGE, "reference: expected parameters, output or state, found \"%s\"", name)
               : status;
}

int command_reference(const struct options *options)
{
    struct text_buffer text = {0};
    const enum status status = print_topics(options->topic, &text);

    while (status == STATUS_OK && text.length > 1 && strcmp(text.text + text.length - 2, "\n\n") == 0) {
        text.text[--text.length] = '\0';
    }
    return command_end(status, &text);
}
