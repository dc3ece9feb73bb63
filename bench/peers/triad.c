/* out = 2*a + 3*b over 10 million float64. cflags: -O3 -march=native */
#include "../peer.h"

enum { N = 10000000 };
static double *a, *b, *out;

int peer_setup(void)
{
    a = aligned_alloc(64, N * sizeof *a);
    b = aligned_alloc(64, N * sizeof *b);
    out = aligned_alloc(64, N * sizeof *out);
    if (!a || !b || !out)
        return 0;
    for (int64_t i = 0; i < N; i++) {
        a[i] = (double)i / N;
        b[i] = 1.0 - a[i];
        out[i] = 0.0;
    }
    return 1;
}

void peer_reset(void)
{
}

void peer_run(void)
{
    double *restrict to = out;
    for (int64_t i = 0; i < N; i++)
        to[i] = 2.0 * a[i] + 3.0 * b[i];
}

double peer_check(void)
{
    double sum = 0.0;
    for (int64_t i = 0; i < N; i++)
        sum += out[i];
    return sum;
}
