/* The Mandelbrot set on 400 x 400 points, 200 steps at most. cflags: -O2 */
#include "../peer.h"

enum { N = 400, STEPS = 200 };
static int64_t counts[N][N];

int peer_setup(void)
{
    return 1;
}

void peer_reset(void)
{
}

void peer_run(void)
{
    for (int64_t i = 0; i < N; i++)
        for (int64_t j = 0; j < N; j++) {
            double cx = -2.0 + 3.0 * (double)j / N, cy = -1.5 + 3.0 * (double)i / N;
            double x = 0.0, y = 0.0;
            int64_t k = 0;
            while (k < STEPS && x * x + y * y <= 4.0) {
                double next = x * x - y * y + cx;
                y = 2.0 * x * y + cy;
                x = next;
                k++;
            }
            counts[i][j] = k;
        }
}

double peer_check(void)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < N * N; i++)
        sum += counts[i / N][i % N];
    return (double)sum;
}
