/*
 * What a fallible function returns, and the message that goes with it.
 *
 * Every function that can fail returns an enum status: STATUS_OK (0), or a negative code. The function that finds the
 * fault calls status_raise, which keeps a message for the calling thread; callers hand the code up unchanged. Only the
 * program turns a status into a message on standard error and an exit code; nothing here prints or exits.
 */
#ifndef CATCHMENT_BASE_STATUS_H
#define CATCHMENT_BASE_STATUS_H

/* X(name, code, exit code of the program) */
#define STATUS_LIST(X)                                                                                                 \
    X(OK, 0, 0)                                                                                                        \
    X(NO_MEMORY, -1, 3)                                                                                                \
    X(IO, -2, 3)                                                                                                       \
    X(FILE_MISSING, -3, 3)                                                                                             \
    X(MALFORMED, -4, 3)                                                                                                \
    X(SCENARIO, -5, 2)                                                                                                 \
    X(USAGE, -6, 2)                                                                                                    \
    X(OUT_OF_RANGE, -7, 2)                                                                                             \
    X(NOT_FOUND, -8, 2)                                                                                                \
    X(DUPLICATE, -9, 2)                                                                                                \
    X(OVERFLOW, -10, 4)                                                                                                \
    X(EXISTS, -11, 3)                                                                                                  \
    X(INVARIANT, -12, 4)                                                                                               \
    X(INTERRUPTED, -13, 85)                                                                                            \
    X(UNBALANCED, -14, 4)                                                                                              \
    X(NEGATIVE_PAYMENT, -15, 4)                                                                                        \
    X(HDF5, -16, 3)                                                                                                    \
    X(INTERNAL, -17, 4)

#define STATUS_DECLARE(name, code, exit_code) STATUS_##name = (code),
enum status { STATUS_LIST(STATUS_DECLARE) };
#undef STATUS_DECLARE

/* The exit code of the program: 0 done, 2 usage or scenario, 3 input, output or memory, 4 invariant, 85 interrupted. */
int status_exit_code(enum status status);

/*
 * enum status status_raise(enum status status, const char *format, ...)
 *
 * Keeps a message (printf style, cut at 2047 bytes) for the calling thread and returns `status`. An argument may be
 * status_message() itself, so that a caller can put its own context in front of the message of a callee. A macro, so
 * that the compiler and the analyser see which code comes back.
 */
#define status_raise(status, ...) (status_keep(__VA_ARGS__), status_pass(status))

/* The two parts of status_raise. */
void status_keep(const char *format, ...) __attribute__((format(printf, 1, 2)));

static inline enum status status_pass(enum status status)
{
    return status;
}

/* The last message raised in this thread; "" if none. Valid until the next status_raise or status_clear here. */
const char *status_message(void);

/* Forgets the message of this thread. */
void status_clear(void);

#endif
