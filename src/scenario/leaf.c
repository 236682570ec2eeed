#include "scenario/leaf.h"

#include "base/memory.h"
#include "scenario/problem.h"

#include <math.h>
#include <string.h>

static const char *const leaf_keys[] = {"value", "unit", "source", "grade", "note", "low", "high", "distribution"};

enum { LEAF_KEY_COUNT = sizeof leaf_keys / sizeof leaf_keys[0] };

static enum status report_unknown(struct scenario *scenario, const char *path, const struct scenario_entry *entry)
{
    struct text_buffer suggestion;
    const char *full = NULL;

    text_buffer_init(&suggestion);
    enum status status = path_join(scenario, path, entry->key, &full);
    if (status == STATUS_OK) {
        status = problem_suggest(&suggestion, path, entry->key, leaf_keys, LEAF_KEY_COUNT);
    }
    if (status == STATUS_OK) {
        status = problem_add(scenario, entry->place, full, "unknown key%s", text_buffer_text(&suggestion));
    }
    text_buffer_free(&suggestion);
    return status;
}

static enum status check_keys(struct scenario *scenario, const struct scenario_node *node, struct leaf *leaf)
{
    enum status status = STATUS_OK;
    for (const struct scenario_entry *entry = node->first; entry != NULL && status == STATUS_OK; entry = entry->next) {
        size_t i = 0;
        while (i < LEAF_KEY_COUNT && strcmp(leaf_keys[i], entry->key) != 0) {
            i++;
        }
        if (i == LEAF_KEY_COUNT) {
            leaf->good = false;
            status = report_unknown(scenario, leaf->path, entry);
        }
    }
    return status;
}

/* Reads a part of a leaf that is text; *out stays as it is when the part is absent. */
static enum status read_text(struct scenario *scenario, const char *path, const struct scenario_entry *entry,
                             const char *expected, const char **out, bool *good)
{
    const char *found = NULL;
    const char *full = NULL;

    if (entry == NULL) {
        return STATUS_OK;
    }
    if (entry->value->kind == NODE_SCALAR && entry->value->text[0] != '\0' && !tree_is_null(entry->value)) {
        *out = entry->value->text;
        return STATUS_OK;
    }
    *good = false;
    enum status status = tree_found(scenario, entry->value, &found);
    if (status == STATUS_OK) {
        status = path_join(scenario, path, entry->key, &full);
    }
    return status == STATUS_OK
               ? problem_add(scenario, entry->value->place, full, "expected %s, found %s", expected, found)
               : status;
}

static enum status read_grade(struct scenario *scenario, const char *path, const struct scenario_entry *entry,
                              const char **out, bool *good)
{
    const char *expected = "A (official), B (secondary) or C (recalled)";
    const char *full = NULL;
    const char *grade = "";

    enum status status = read_text(scenario, path, entry, expected, &grade, good);
    if (status != STATUS_OK || grade[0] == '\0') {
        return status;
    }
    if (strlen(grade) == 1 && strchr("ABC", grade[0]) != NULL) {
        *out = grade;
        return STATUS_OK;
    }
    *good = false;
    status = path_join(scenario, path, "grade", &full);
    return status == STATUS_OK
               ? problem_add(scenario, entry->value->place, full, "expected %s, found %s", expected, grade)
               : status;
}

enum status leaf_check_annotations(struct scenario *scenario, const struct scenario_node *section, const char *path,
                                   bool *good)
{
    enum status status = STATUS_OK;
    for (const struct scenario_entry *entry = section->annotations_last; entry != NULL && status == STATUS_OK;
         entry = entry->next) {
        const char *text = "";
        if (strcmp(entry->key, "grade") == 0) {
            status = read_grade(scenario, path, entry, &text, good);
        } else {
            status = read_text(scenario, path, entry, "a text", &text, good);
        }
    }
    return status;
}

/* What a section says, in one layer, for all in it; NULL if nothing. */
static const char *annotation(const struct scenario_node *section, const struct scenario_origin *origin,
                              const char *key)
{
    for (const struct scenario_entry *entry = section->annotations_last; entry != NULL; entry = entry->next) {
        if (entry->place.origin == origin && strcmp(entry->key, key) == 0 && entry->value->kind == NODE_SCALAR) {
            return entry->value->text;
        }
    }
    return NULL;
}

/* The source of a value that has none of its own: that of the nearest section around it in the same layer, else the
 * place where it was written. The source's grade and note come with it. */
static enum status inherit_source(struct scenario *scenario, const struct leaf_scope *scope, struct leaf *leaf)
{
    const struct scenario_origin *origin = leaf->place.origin;
    for (const struct leaf_scope *s = scope; s != NULL; s = s->outer) {
        const char *source = s->node != NULL ? annotation(s->node, origin, "source") : NULL;
        if (source == NULL) {
            continue;
        }
        const char *grade = annotation(s->node, origin, "grade");
        const char *note = annotation(s->node, origin, "note");
        leaf->source = source;
        leaf->grade = leaf->grade[0] == '\0' && grade != NULL ? grade : leaf->grade;
        leaf->note = leaf->note[0] == '\0' && note != NULL ? note : leaf->note;
        leaf->explained = true;
        return STATUS_OK;
    }
    if (origin->command_line) {
        leaf->source = "set on the command line";
        leaf->explained = true;
        return STATUS_OK;
    }
    return arena_format(&scenario->arena, &leaf->source, "%s:%u", origin->file, leaf->place.line);
}

static enum status check_unit(struct scenario *scenario, const struct scenario_node *node, struct leaf *leaf)
{
    const struct scenario_entry *entry = tree_find(node, "unit");
    const char *unit = leaf->row->unit;
    const char *full = NULL;

    enum status status = read_text(scenario, leaf->path, entry, "a unit", &unit, &leaf->good);
    if (status != STATUS_OK || strcmp(unit, leaf->row->unit) == 0) {
        return status;
    }
    leaf->good = false;
    status = path_join(scenario, leaf->path, "unit", &full);
    if (status != STATUS_OK) {
        return status;
    }
    if (leaf->row->unit[0] == '\0') {
        return problem_add(scenario, entry->value->place, full, "expected no unit, found %s", unit);
    }
    return problem_add(scenario, entry->value->place, full, "expected the unit %s, found %s", leaf->row->unit, unit);
}

/* Reads low or high as a value of the row's own type and range. */
static enum status read_end(struct scenario *scenario, const struct scenario_entry *entry, struct leaf *leaf,
                            double *number, const char **text)
{
    struct value value;
    bool good = false;
    const char *full = NULL;

    if (entry == NULL) {
        return STATUS_OK;
    }
    enum status status = path_join(scenario, leaf->path, entry->key, &full);
    if (status == STATUS_OK) {
        status = value_read(scenario, leaf->row, full, entry->value, entry->place, &value, &good);
    }
    if (status == STATUS_OK && good) {
        *number = value.number;
        *text = value.text;
    } else {
        leaf->good = false;
    }
    return status;
}

static enum status problem_of(struct scenario *scenario, struct leaf *leaf, const struct scenario_entry *entry,
                              const char *text)
{
    const char *full = NULL;
    leaf->good = false;
    enum status status = path_join(scenario, leaf->path, entry->key, &full);
    return status == STATUS_OK ? problem_add(scenario, entry->place, full, "%s", text) : status;
}

static enum status read_kind(struct scenario *scenario, const struct scenario_entry *entry, struct leaf *leaf)
{
    const struct parameter row = {.type = PARAMETER_CHOICE, .unit = "", .choices = CHOICE_WORDS(DISTRIBUTION_LIST)};
    struct value value;
    bool good = false;
    const char *full = NULL;

    enum status status = path_join(scenario, leaf->path, entry->key, &full);
    if (status == STATUS_OK) {
        status = value_read(scenario, &row, full, entry->value, entry->place, &value, &good);
    }
    leaf->has_distribution = good;
    leaf->good = leaf->good && good;
    leaf->distribution.kind = good ? (enum distribution_kind)value.index : DISTRIBUTION_NORMAL;
    return status;
}

/* low and high come together, and around the value; a distribution needs them. */
static enum status check_ends(struct scenario *scenario, const struct scenario_node *node, struct leaf *leaf)
{
    const struct scenario_entry *low = tree_find(node, "low");
    const struct scenario_entry *high = tree_find(node, "high");
    const struct scenario_entry *kind = tree_find(node, "distribution");
    const struct distribution *distribution = &leaf->distribution;

    if ((low == NULL) != (high == NULL)) {
        return problem_of(scenario, leaf, low != NULL ? low : high, "expected low and high together");
    }
    if (low == NULL) {
        return kind == NULL ? STATUS_OK : problem_of(scenario, leaf, kind, "expected low and high with a distribution");
    }
    if (!leaf->good) {
        return STATUS_OK;
    }
    if (distribution->low > distribution->high) {
        return problem_of(scenario, leaf, low, "expected low to be at most high");
    }
    if (distribution->centre < distribution->low || distribution->centre > distribution->high) {
        return problem_of(scenario, leaf, low, "expected the value to be between low and high");
    }
    if (leaf->has_distribution && distribution->kind == DISTRIBUTION_LOGNORMAL && !(distribution->low > 0.0)) {
        return problem_of(scenario, leaf, low, "expected low above 0 with a lognormal distribution");
    }
    return STATUS_OK;
}

static enum status read_distribution(struct scenario *scenario, const struct scenario_node *node, struct leaf *leaf)
{
    const struct scenario_entry *kind = tree_find(node, "distribution");
    const bool is_number = leaf->row->type == PARAMETER_REAL || leaf->row->type == PARAMETER_INTEGER;
    static const char *const keys[] = {"low", "high", "distribution"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !is_number; i++) {
        const struct scenario_entry *entry = tree_find(node, keys[i]);
        if (entry != NULL) {
            return problem_of(scenario, leaf, entry, "only a number can have low, high and a distribution");
        }
    }
    leaf->distribution.centre = leaf->value.number;
    enum status status = read_end(scenario, tree_find(node, "low"), leaf, &leaf->distribution.low, &leaf->low);
    if (status == STATUS_OK) {
        status = read_end(scenario, tree_find(node, "high"), leaf, &leaf->distribution.high, &leaf->high);
    }
    if (status == STATUS_OK && kind != NULL) {
        status = read_kind(scenario, kind, leaf);
    }
    return status == STATUS_OK ? check_ends(scenario, node, leaf) : status;
}

static enum status report_missing(struct scenario *scenario, struct scenario_place place, struct leaf *leaf,
                                  const char *path)
{
    struct text_buffer expected;
    leaf->good = false;
    text_buffer_init(&expected);
    enum status status = scenario_expected(leaf->row, &expected);
    if (status == STATUS_OK) {
        status = problem_add(scenario, place, path, "missing; expected %s", text_buffer_text(&expected));
    }
    text_buffer_free(&expected);
    return status;
}

static enum status read_mapping(struct scenario *scenario, const struct scenario_node *node, struct leaf *leaf)
{
    const char *full = NULL;
    const struct scenario_entry *value = tree_find(node, "value");
    bool good = false;

    leaf->explained = true;
    enum status status = check_keys(scenario, node, leaf);
    if (status == STATUS_OK && value == NULL) {
        status = path_join(scenario, leaf->path, "value", &full);
        return status == STATUS_OK ? report_missing(scenario, node->place, leaf, full) : status;
    }
    if (status == STATUS_OK) {
        status = value_read(scenario, leaf->row, leaf->path, value->value, value->place, &leaf->value, &good);
        leaf->place = value->value->place;
        leaf->good = leaf->good && good;
    }
    if (status == STATUS_OK) {
        status = check_unit(scenario, node, leaf);
    }
    if (status == STATUS_OK) {
        status = read_text(scenario, leaf->path, tree_find(node, "source"), "a text", &leaf->source, &leaf->good);
    }
    if (status == STATUS_OK) {
        status = read_text(scenario, leaf->path, tree_find(node, "note"), "a text", &leaf->note, &leaf->good);
    }
    if (status == STATUS_OK) {
        status = read_grade(scenario, leaf->path, tree_find(node, "grade"), &leaf->grade, &leaf->good);
    }
    return status == STATUS_OK ? read_distribution(scenario, node, leaf) : status;
}

static enum status read_default(struct scenario *scenario, struct scenario_place missing, struct scenario_place home,
                                struct leaf *leaf)
{
    const char *fallback = leaf->row->fallback;
    if (fallback == NULL) {
        return report_missing(scenario, missing, leaf, leaf->path);
    }
    const struct scenario_node node = {.kind = NODE_SCALAR, .plain = fallback[0] != '\0', .text = fallback};
    leaf->source = "default";
    leaf->explained = true;
    return value_read(scenario, leaf->row, leaf->path, &node, home, &leaf->value, &leaf->good);
}

enum status leaf_read(struct scenario *scenario, const struct parameter *row, const char *path,
                      const struct leaf_scope *scope, struct scenario_place home, struct leaf *out)
{
    enum status status = STATUS_OK;
    const struct scenario_entry *entry = scope->node != NULL ? tree_find(scope->node, row->key) : NULL;

    *out = (struct leaf){.row = row, .path = path, .good = true, .value = {.index = -1, .text = ""}};
    out->source = out->grade = out->note = out->low = out->high = "";
    if (entry == NULL) {
        const struct leaf_scope *written = scope;
        while (written->node == NULL && written->outer != NULL) {
            written = written->outer;
        }
        return read_default(scenario, written->node != NULL ? written->node->place : home, home, out);
    }
    out->node = entry->value;
    out->place = entry->value->place;
    if (entry->value->kind == NODE_MAPPING) {
        status = read_mapping(scenario, entry->value, out);
    } else {
        status = value_read(scenario, row, path, entry->value, entry->place, &out->value, &out->good);
    }
    if (status == STATUS_OK && out->source[0] == '\0') {
        status = inherit_source(scenario, scope, out);
    }
    return status;
}
