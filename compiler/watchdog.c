/* Takes a number of seconds, gives a store to the target when they have passed. */
#include "watchdog.h"

#include <errno.h>
#include <stdatomic.h>

static void *watch(void *user)
{
    watchdog *w = user;
    pthread_mutex_lock(&w->mutex);
    while (!w->quit) {
        if (!w->armed) {
            pthread_cond_wait(&w->changed, &w->mutex);
        } else if (pthread_cond_timedwait(&w->changed, &w->mutex, &w->deadline) == ETIMEDOUT &&
                   w->armed) {
            atomic_store(w->target, w->value);
            w->armed = false;
        }
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

bool watchdog_open(watchdog *w, _Atomic int32_t *target, int32_t value)
{
    pthread_condattr_t attributes;
    *w = (watchdog){.target = target, .value = value};
    if (pthread_condattr_init(&attributes) != 0)
        return false;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    bool made = pthread_cond_init(&w->changed, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    if (made && pthread_mutex_init(&w->mutex, NULL) != 0) {
        pthread_cond_destroy(&w->changed);
        made = false;
    }
    w->ready = made;
    return made;
}

void watchdog_close(watchdog *w)
{
    if (w->running) {
        pthread_mutex_lock(&w->mutex);
        w->quit = true;
        pthread_cond_signal(&w->changed);
        pthread_mutex_unlock(&w->mutex);
        pthread_join(w->thread, NULL);
    }
    if (w->ready) {
        pthread_cond_destroy(&w->changed);
        pthread_mutex_destroy(&w->mutex);
    }
    *w = (watchdog){0};
}

static struct timespec after(double seconds)
{
    const double most = 1e9; /* 31 years: no deadline overflows */
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    seconds = seconds < most ? seconds : most;
    int64_t whole = (int64_t)seconds;
    t.tv_sec += whole;
    t.tv_nsec += (long)((seconds - (double)whole) * 1e9);
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

bool watchdog_arm(watchdog *w, double seconds)
{
    pthread_mutex_lock(&w->mutex);
    if (!w->running)
        w->running = pthread_create(&w->thread, NULL, watch, w) == 0;
    w->armed = w->running;
    w->deadline = after(seconds);
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->mutex);
    return w->running;
}

void watchdog_disarm(watchdog *w)
{
    if (!w->ready)
        return;
    pthread_mutex_lock(&w->mutex);
    w->armed = false;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->mutex);
}
