/* Loops that are compiled for several widths of vector registers; the machine's own is chosen when the program starts.
 */
#ifndef CATCHMENT_BASE_WIDE_H
#define CATCHMENT_BASE_WIDE_H

/* Before a function whose result does not depend on the width: integers, or arithmetic lane by lane. A static one,
 * since other files do not find the names that clang 14 gives the clones. */
#if defined __x86_64__ && !defined CATCHMENT_RACE_CHECK
#define WIDE_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDE_CLONES /* not with ThreadSanitizer, which has not started yet when the choice is made */
#endif

#endif
