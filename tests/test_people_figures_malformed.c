/* Every file of tests/malformed/figures, in place of the published table that its name begins with, is refused with the
 * message that the .expected file beside it holds. */
#include "people_figures.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER CATCHMENT_SOURCE "/tests/malformed/figures/"

static struct figures_parameters published(void)
{
#define PATH(name) .name = FIGURE_FILE(#name)
    return (struct figures_parameters){
        PATH(population), PATH(mortality),      PATH(fertility),      PATH(migration),
        PATH(conditions), PATH(frailty),        PATH(relative_risks), PATH(need),
        PATH(care_home),  PATH(households),     PATH(risk_factors),   PATH(carers),
        PATH(use),        PATH(length_of_stay), PATH(utility),        PATH(utility_losses)};
#undef PATH
}

/* The path of the table whose name is the first `length` bytes of `name`. */
static const char **place_of(struct figures_parameters *paths, const char *name, size_t length)
{
#define PLACE(table)                                                                                                   \
    {                                                                                                                  \
#table, &paths->table                                                                                          \
    }
    const struct {
        const char *name, **path;
    } tables[] = {PLACE(population), PLACE(mortality),      PLACE(fertility),      PLACE(migration),
                  PLACE(conditions), PLACE(frailty),        PLACE(relative_risks), PLACE(need),
                  PLACE(care_home),  PLACE(households),     PLACE(risk_factors),   PLACE(carers),
                  PLACE(use),        PLACE(length_of_stay), PLACE(utility),        PLACE(utility_losses)};
#undef PLACE
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (strlen(tables[i].name) == length && strncmp(tables[i].name, name, length) == 0) {
            return tables[i].path;
        }
    }
    return NULL;
}

/* The message that is to come after the folder. */
static void read_expected(const char *name, size_t length, char *line, int size)
{
    char path[512];
    snprintf(path, sizeof path, "%s%.*s.expected", FOLDER, (int)length, name);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s is missing", path);
    cr_assert_not_null(fgets(line, size, file), "%s is empty", path);
    cr_assert_eq(fgetc(file), EOF, "%s has more than one line", path);
    line[strcspn(line, "\n")] = '\0';
    fclose(file);
}

static void expect_refused(struct figures *figures, const char *name)
{
    char path[512];
    char expected[512];
    struct figures_parameters paths = published();
    const char **place = place_of(&paths, name, strcspn(name, "-"));

    cr_assert_not_null(place, "%s: no such table", name);
    snprintf(path, sizeof path, "%s%.200s", FOLDER, name);
    *place = path;
    read_expected(name, (size_t)(strrchr(name, '.') - name), expected, sizeof expected);
    const enum status status = figures_read(figures, &paths);
    cr_expect_eq(status, STATUS_MALFORMED, "%s: status %d", name, status);
    if (status == STATUS_OK) {
        figures_free(figures);
        return;
    }
    const size_t folder = strlen(FOLDER);
    cr_expect(strncmp(status_message(), FOLDER, folder) == 0, "%s: %s", name, status_message());
    cr_expect_str_eq(status_message() + folder, expected);
}

Test(figures_malformed, the_published_tables_are_read)
{
    const struct figures_parameters paths = published();
    struct figures *figures = calloc(1, sizeof *figures);
    cr_assert_not_null(figures);
    cr_assert_eq(figures_read(figures, &paths), STATUS_OK, "%s", status_message());
    figures_free(figures);
    free(figures);
}

Test(figures_malformed, every_file_is_refused_with_the_expected_message)
{
    size_t files = 0;
    const struct dirent *entry = NULL;
    struct figures *figures = calloc(1, sizeof *figures);
    DIR *folder = opendir(FOLDER);
    cr_assert_not_null(figures);
    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot != NULL && strcmp(dot, ".csv") == 0) {
            expect_refused(figures, entry->d_name);
            files++;
        }
    }
    closedir(folder);
    free(figures);
    cr_assert_gt(files, 60);
}

Test(figures_malformed, all_tables_that_are_wrong_are_named_in_one_go)
{
    struct figures_parameters paths = published();
    struct figures *figures = calloc(1, sizeof *figures);
    cr_assert_not_null(figures);
    paths.need = FOLDER "need-shares-do-not-add-up.csv";
    paths.carers = FOLDER "no-such.csv";
    paths.conditions = FOLDER "conditions-name-empty.csv";
    cr_expect_eq(figures_read(figures, &paths), STATUS_MALFORMED);
    cr_expect_str_eq(status_message(),
                     FOLDER "conditions-name-empty.csv:2: column condition: expected a name, found \"\"\n" FOLDER
                            "need-shares-do-not-add-up.csv:2: columns none to critical: expected a sum of 100 percent, "
                            "found 101.00\n" FOLDER "no-such.csv: No such file or directory");
    free(figures);
}
