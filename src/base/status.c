#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_SIZE = 2048 };

/* One message a thread: a caller far above asks for it, and handing it down through every call would drown the code. */
static _Thread_local char last_message[MESSAGE_SIZE];

struct status_row {
    enum status status;
    int exit_code;
};

#define STATUS_ROW(name, code, exit_code) {STATUS_##name, (exit_code)},
static const struct status_row status_rows[] = {STATUS_LIST(STATUS_ROW)};
#undef STATUS_ROW

int status_exit_code(enum status status)
{
    for (size_t i = 0; i < sizeof status_rows / sizeof status_rows[0]; i++) {
        if (status_rows[i].status == status) {
            return status_rows[i].exit_code;
        }
    }
    return status_exit_code(STATUS_INTERNAL);
}

void status_keep(const char *format, ...)
{
    char message[MESSAGE_SIZE]; /* apart from last_message, which may be among the arguments */
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(message, sizeof message, format, arguments) < 0) {
        message[0] = '\0';
    }
    va_end(arguments);
    memcpy(last_message, message, strlen(message) + 1);
}

const char *status_message(void)
{
    return last_message;
}

void status_clear(void)
{
    last_message[0] = '\0';
}
