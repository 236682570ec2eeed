#include "program/interruption.h"

#include <stddef.h>
#include <time.h>

void interruption_begin(struct interruption *self)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGUSR1};

    sigemptyset(&self->signals);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction action;
        if (sigaction(signals[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            sigaddset(&self->signals, signals[i]);
        }
    }
    pthread_sigmask(SIG_BLOCK, &self->signals, NULL);
}

int interruption_come(const struct interruption *self)
{
    const struct timespec now = {0, 0};
    const int number = sigtimedwait(&self->signals, NULL, &now);

    return number > 0 ? number : 0;
}
