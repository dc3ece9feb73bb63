/* Starts a command N times: SPAWN N COMMAND ARG... prints {"run_s": [...], "cpu_s": the processor
 * time of all, "rss_kb": peak}. A small C program, because a child's peak memory counts its parent's
 * until it has called exec. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    long rss = 0;
    double cpu = 0.0;
    int count = atoi(argv[1]);
    printf("{\"run_s\": [");
    for (int i = 0; i < count; i++) {
        pid_t child;
        int status;
        struct rusage usage;
        double start = now();
        if (posix_spawnp(&child, argv[2], &actions, NULL, argv + 2, environ) != 0 ||
            wait4(child, &status, 0, &usage) < 0 || status != 0) {
            fprintf(stderr, "%s: failed\n", argv[2]);
            return 1;
        }
        printf("%s%.9f", i ? ", " : "", now() - start);
        cpu += seconds(usage.ru_utime) + seconds(usage.ru_stime);
        if (usage.ru_maxrss > rss)
            rss = usage.ru_maxrss;
    }
    printf("], \"cpu_s\": %.9f, \"rss_kb\": %ld}\n", cpu, rss);
    return 0;
}
