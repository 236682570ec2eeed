/* Questions about a section of the registry: what a key means in it, and which keys there are. */
#ifndef CATCHMENT_SCENARIO_SECTION_H
#define CATCHMENT_SCENARIO_SECTION_H

#include "scenario/tree.h"

/* The parameter or subsection with this key, NULL if the section has none such. */
const struct parameter *section_parameter(const struct section *section, const char *key);
const struct subsection *section_subsection(const struct section *section, const char *key);

/* The section of a subsection, which is the root for a change. */
const struct section *section_inside(const struct scenario *scenario, const struct subsection *subsection);

/* Whether an entry is the source, grade or note of what is around it, rather than a parameter or an element. The
 * section is NULL in the mapping of a named section, whose keys are the user's. */
bool section_is_annotation(const struct section *section, const struct scenario_entry *entry);

/* Adds the problem of a key that the section does not know. */
enum status section_report_unknown(struct scenario *scenario, const struct section *section, const char *path,
                                   const char *key, struct scenario_place place);

/* The element with this name, by binary search; -1 if there is none. `size` is that of an element. */
int32_t named_list_index(const struct named_list *list, size_t size, const char *name);

#endif
