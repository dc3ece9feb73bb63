/* Times a peer: PROGRAM REPEATS prints {"run_s": [...], "check": x}, as `hpcc call --json` does. */
#define _POSIX_C_SOURCE 200809L
#include "peer.h"

#include <stdio.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    int repeats = argc > 1 ? atoi(argv[1]) : 1;
    if (!peer_setup()) {
        fprintf(stderr, "%s: out of memory\n", argv[0]);
        return 1;
    }
    printf("{\"run_s\": [");
    for (int i = 0; i < repeats; i++) {
        peer_reset();
        double start = now();
        peer_run();
        printf("%s%.9f", i ? ", " : "", now() - start);
    }
    printf("], \"check\": %.17g}\n", peer_check());
    return 0;
}
