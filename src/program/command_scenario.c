/* The commands that only read: validate, describe, info. */
#include "output/recording.h"
#include "program/command.h"

int command_validate(const struct options *options)
{
    struct scenario scenario = {0};
    struct run_parameters run;
    struct text_buffer text = {0};
    enum status status = command_load(options, &scenario, &run);

    if (status == STATUS_OK) {
        status = care_check_names(&run.care, &run.population.figures);
    }
    if (status == STATUS_OK) {
        status = text_buffer_append(&text, "valid\n");
    }
    scenario_free(&scenario);
    return command_end(status, &text);
}

int command_describe(const struct options *options)
{
    struct scenario scenario = {0};
    struct run_parameters run;
    struct text_buffer text = {0};
    enum status status = command_load(options, &scenario, &run);

    if (status == STATUS_OK) {
        status = scenario_describe(&scenario, options->path, options->form, &text);
    }
    scenario_free(&scenario);
    return command_end(status, &text);
}

int command_information(const struct options *options)
{
    struct text_buffer text = {0};
    const enum status status = recording_report(options->file, &text);

    return command_end(status, &text);
}
