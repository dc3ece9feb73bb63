/* 1,000 particles on circular paths, 10,000 steps: loops over steps and particles.
 * cflags: -O3 -march=native */
#include "../peer.h"

#include <math.h>

enum { N = 1000, STEPS = 10000 };
static double xs[N], ys[N], speeds[N];

int peer_setup(void)
{
    for (int p = 0; p < N; p++)
        speeds[p] = ((p * 29) % 31 - 15.5) / 10.0;
    return 1;
}

void peer_reset(void)
{
    for (int p = 0; p < N; p++) {
        xs[p] = ((p * 37) % 101 - 50.5) / 50.0;
        ys[p] = ((p * 53) % 97 - 48.5) / 50.0;
    }
}

static void evolve(double *restrict x, double *restrict y, const double *restrict speed,
                   double timestep, int64_t steps)
{
    for (int64_t t = 0; t < steps; t++)
        for (int64_t p = 0; p < N; p++) {
            double norm = sqrt(x[p] * x[p] + y[p] * y[p]);
            double vx = -y[p] / norm, vy = x[p] / norm;
            x[p] += timestep * speed[p] * vx;
            y[p] += timestep * speed[p] * vy;
        }
}

void peer_run(void)
{
    evolve(xs, ys, speeds, 0.0001, STEPS);
}

double peer_check(void)
{
    double sum = 0.0;
    for (int p = 0; p < N; p++)
        sum += xs[p] + ys[p];
    return sum;
}
