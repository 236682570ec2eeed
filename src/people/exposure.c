#include "people/exposure.h"

#include <stddef.h>

#define TRAIT(name, text, meaning) {text, meaning},
static const struct {
    const char *name;
    const char *meaning;
} traits[] = {
#include "people/traits.def"
};
#undef TRAIT

const char *trait_name(enum trait trait)
{
    return (unsigned)trait < TRAIT_COUNT ? traits[trait].name : NULL;
}

const char *trait_meaning(enum trait trait)
{
    return (unsigned)trait < TRAIT_COUNT ? traits[trait].meaning : NULL;
}
