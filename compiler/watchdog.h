/* A time limit: a thread that stores a value when a deadline passes. Internal. */
#ifndef HPC_WATCHDOG_H
#define HPC_WATCHDOG_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct watchdog {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t thread;
    bool ready, running; /* mutex and condition exist; the thread exists */
    bool armed, quit;
    struct timespec deadline;
    _Atomic int32_t *target;
    int32_t value;
} watchdog;

/* False when the system has no room for it. *target gets `value`. */
bool watchdog_open(watchdog *w, _Atomic int32_t *target, int32_t value);
void watchdog_close(watchdog *w); /* also of a zeroed one */
/* From now on, in so many seconds. The thread starts at the first call; false when it can't. */
bool watchdog_arm(watchdog *w, double seconds);
void watchdog_disarm(watchdog *w);

#endif
