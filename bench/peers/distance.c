/* Distances between all pairs of 5,000 points in the plane, into fresh memory as a function that
 * returns an array does.
 * cflags: -O3 -march=native */
#include "../peer.h"

#include <math.h>

enum { N = 5000 };
static double points[N][2], *out;

int peer_setup(void)
{
    for (int i = 0; i < N; i++) {
        points[i][0] = (double)(i * 37 % 5003) / N;
        points[i][1] = (double)(i * 53 % 5009) / N;
    }
    return 1;
}

void peer_reset(void)
{
    free(out);
    out = NULL;
}

void peer_run(void)
{
    out = aligned_alloc(64, sizeof(double) * N * N);
    if (!out)
        abort();
    for (int i = 0; i < N; i++) {
        double *restrict row = out + (int64_t)i * N;
        for (int j = 0; j < N; j++) {
            double dx = points[i][0] - points[j][0], dy = points[i][1] - points[j][1];
            row[j] = sqrt(dx * dx + dy * dy);
        }
    }
}

double peer_check(void)
{
    double sum = 0.0;
    for (int64_t i = 0; i < (int64_t)N * N; i++)
        sum += out[i];
    return sum;
}
