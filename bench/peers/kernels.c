/* The workloads of bench/workloads.py as plain C, in a shared library that bench/peer.py opens. Each
 * function takes the arguments of the Python function of its name, arrays in C order, scalars as
 * arrays of one float64, and the memory of the result (NULL where the arguments are updated).
 * Complex products are made by the formula, as NumPy's are.
 * cflags: -O3 -march=native -fcx-limited-range */
#include <complex.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    void *data;
    int64_t shape[3];
} array;

#define D(i) ((double *)a[i].data)
#define F(i) ((float *)a[i].data)
#undef I /* the imaginary unit */
#define I(i) ((int64_t *)a[i].data)
#define SCALAR(i) (*(double *)a[i].data)
#define ROWS(i) (a[i].shape[0])
#define COLUMNS(i) (a[i].shape[1])

#define CHAIN(NAME, T, EXPRESSION)                                                                 \
    void NAME(const array *a, void *out)                                                           \
    {                                                                                              \
        const T *restrict xs = a[0].data, *restrict ys = a[1].data;                                \
        T *restrict result = out;                                                                  \
        for (int64_t i = 0; i < ROWS(0); i++) {                                                    \
            T x = xs[i], y = ys[i];                                                                \
            result[i] = (T)(EXPRESSION);                                                           \
        }                                                                                          \
    }
#define CHAINS(SUFFIX, T)                                                                          \
    CHAIN(chain1_##SUFFIX, T, x + y)                                                               \
    CHAIN(chain3_##SUFFIX, T, 2 * x + 3 * y)                                                       \
    CHAIN(chain10_##SUFFIX, T, HORNER(x, y, x, x, x))                                              \
    void chain30_##SUFFIX(const array *a, void *out)                                               \
    {                                                                                              \
        const T *restrict xs = a[0].data, *restrict ys = a[1].data;                                \
        T *restrict result = out;                                                                  \
        for (int64_t i = 0; i < ROWS(0); i++) {                                                    \
            T x = xs[i], y = ys[i];                                                                \
            T p = (T)HORNER(x, y, x, x, x), q = (T)HORNER(p, y, x, p, p);                          \
            result[i] = (T)((((((q * y + x) * y + p) * y + q) * y + x)) * y - q);                  \
        }                                                                                          \
    }
/* ((((first * y + x) * y + x) * y + third) * y + x) * y - last */
#define HORNER(first, y, second, third, last)                                                      \
    (((((first * y + x) * y + x) * y + third) * y + second) * y - last)
CHAINS(float64, double)
CHAINS(float32, float)
CHAINS(int64, int64_t)
CHAINS(int32, int32_t)
CHAINS(int16, int16_t)
CHAINS(int8, int8_t)
CHAINS(uint64, uint64_t)
CHAINS(uint32, uint32_t)
CHAINS(uint16, uint16_t)
CHAINS(uint8, uint8_t)
CHAINS(float16, _Float16)
CHAINS(complex64, float complex)
CHAINS(complex128, double complex)
CHAIN(transcendental, double, sin(x) * cos(y) + exp(-x) * log(y + 1.5))
CHAIN(where_clip, double, x > y ? (x < 0.75 ? x : 0.75) : (y > 0.25 ? y : 0.25))

void exp_sum(const array *a, void *out)
{
    double *restrict result = out;
    for (int64_t i = 0; i < ROWS(0); i++)
        result[i] = exp(D(0)[i]) + exp(D(1)[i]);
}

void broadcast(const array *a, void *out)
{
    int64_t n = ROWS(0), m = COLUMNS(0);
    double *restrict result = out;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            result[i * m + j] = D(0)[i * m + j] * D(1)[j] + D(2)[i];
}

void strided(const array *a, void *out)
{
    double *restrict result = out;
    for (int64_t i = 0; i < ROWS(0) / 2; i++)
        result[i] = D(0)[2 * i] * D(0)[2 * i + 1];
}

void transposed(const array *a, void *out)
{
    int64_t n = ROWS(0);
    double *restrict result = out;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++)
            result[i * n + j] = D(0)[i * n + j] + D(1)[j * n + i];
}

void sum_all(const array *a, void *out)
{
    double total = 0.0;
    for (int64_t i = 0; i < ROWS(0) * COLUMNS(0); i++)
        total += D(0)[i];
    *(double *)out = total;
}

void sum_axis0(const array *a, void *out)
{
    int64_t n = ROWS(0), m = COLUMNS(0);
    double *restrict result = out;
    memset(result, 0, (size_t)m * sizeof(double));
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            result[j] += D(0)[i * m + j];
}

void sum_axis1(const array *a, void *out)
{
    int64_t n = ROWS(0), m = COLUMNS(0);
    double *restrict result = out;
    for (int64_t i = 0; i < n; i++) {
        double total = 0.0;
        for (int64_t j = 0; j < m; j++)
            total += D(0)[i * m + j];
        result[i] = total;
    }
}

void max_all(const array *a, void *out)
{
    double largest = D(0)[0];
    for (int64_t i = 0; i < ROWS(0) * COLUMNS(0); i++)
        largest = D(0)[i] > largest ? D(0)[i] : largest;
    *(double *)out = largest;
}

void softmax(const array *a, void *out)
{
    int64_t m = COLUMNS(0);
    for (int64_t i = 0; i < ROWS(0); i++) {
        const double *restrict row = D(0) + i * m;
        double *restrict result = (double *)out + i * m;
        double largest = row[0], total = 0.0;
        for (int64_t j = 0; j < m; j++)
            largest = row[j] > largest ? row[j] : largest;
        for (int64_t j = 0; j < m; j++)
            total += result[j] = exp(row[j] - largest);
        for (int64_t j = 0; j < m; j++)
            result[j] /= total;
    }
}

void standardise(const array *a, void *out)
{
    int64_t n = ROWS(0), m = COLUMNS(0);
    const double *restrict x = D(0);
    double *restrict result = out;
    double *mean = calloc((size_t)(2 * m), sizeof(double)), *deviation = mean + m;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            mean[j] += x[i * m + j];
    for (int64_t j = 0; j < m; j++)
        mean[j] /= (double)n;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            deviation[j] += (x[i * m + j] - mean[j]) * (x[i * m + j] - mean[j]);
    for (int64_t j = 0; j < m; j++)
        deviation[j] = sqrt(deviation[j] / (double)n);
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            result[i * m + j] = (x[i * m + j] - mean[j]) / deviation[j];
    free(mean);
}

void layer_norm(const array *a, void *out)
{
    int64_t m = COLUMNS(0);
    for (int64_t i = 0; i < ROWS(0); i++) {
        const double *restrict row = D(0) + i * m;
        double *restrict result = (double *)out + i * m;
        double mean = 0.0, variance = 0.0;
        for (int64_t j = 0; j < m; j++)
            mean += row[j];
        mean /= (double)m;
        for (int64_t j = 0; j < m; j++)
            variance += (row[j] - mean) * (row[j] - mean);
        double scale = sqrt(variance / (double)m + 1e-5);
        for (int64_t j = 0; j < m; j++)
            result[j] = (row[j] - mean) / scale;
    }
}

void distance(const array *a, void *out)
{
    int64_t n = ROWS(0);
    const double *restrict p = D(0);
    double *restrict result = out;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++) {
            double x = p[2 * i] - p[2 * j], y = p[2 * i + 1] - p[2 * j + 1];
            result[i * n + j] = sqrt(x * x + y * y);
        }
}

void kmeans(const array *a, void *out)
{
    int64_t n = ROWS(0), dims = COLUMNS(0), clusters = ROWS(1), steps = (int64_t)SCALAR(2);
    const double *restrict p = D(0);
    double *restrict c = out;
    double *total = malloc((size_t)(clusters * dims) * sizeof(double));
    int64_t *count = malloc((size_t)clusters * sizeof(int64_t));
    memcpy(c, D(1), (size_t)(clusters * dims) * sizeof(double));
    for (int64_t step = 0; step < steps; step++) {
        memset(total, 0, (size_t)(clusters * dims) * sizeof(double));
        memset(count, 0, (size_t)clusters * sizeof(int64_t));
        for (int64_t i = 0; i < n; i++) {
            int64_t best = 0;
            double least = INFINITY;
            for (int64_t k = 0; k < clusters; k++) {
                double d = 0.0;
                for (int64_t x = 0; x < dims; x++)
                    d += (p[i * dims + x] - c[k * dims + x]) * (p[i * dims + x] - c[k * dims + x]);
                if (d < least) {
                    least = d;
                    best = k;
                }
            }
            count[best]++;
            for (int64_t x = 0; x < dims; x++)
                total[best * dims + x] += p[i * dims + x];
        }
        for (int64_t k = 0; k < clusters; k++)
            for (int64_t x = 0; count[k] && x < dims; x++)
                c[k * dims + x] = total[k * dims + x] / (double)count[k];
    }
    free(total);
    free(count);
}

void simulator(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0), steps = (int64_t)SCALAR(3);
    double *restrict r = D(0), timestep = SCALAR(2);
    const double *restrict speed = D(1);
    for (int64_t t = 0; t < steps; t++)
        for (int64_t p = 0; p < n; p++) {
            double x = r[2 * p], y = r[2 * p + 1], norm = sqrt(x * x + y * y);
            r[2 * p] += timestep * speed[p] * (-y / norm);
            r[2 * p + 1] += timestep * speed[p] * (x / norm);
        }
}

void simulator_loops(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0), steps = (int64_t)SCALAR(4);
    double *restrict x = D(0), *restrict y = D(1), timestep = SCALAR(3);
    const double *restrict speed = D(2);
    for (int64_t t = 0; t < steps; t++)
        for (int64_t p = 0; p < n; p++) {
            double norm = sqrt(x[p] * x[p] + y[p] * y[p]), vx = -y[p] / norm, vy = x[p] / norm;
            x[p] += timestep * speed[p] * vx;
            y[p] += timestep * speed[p] * vy;
        }
}

void nbody(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0), steps = (int64_t)SCALAR(4);
    double *restrict p = D(0), *restrict v = D(1), timestep = SCALAR(3);
    const double *restrict m = D(2);
    for (int64_t step = 0; step < steps; step++) {
        for (int64_t i = 0; i < n; i++) {
            double ax = 0.0, ay = 0.0, az = 0.0;
            for (int64_t j = 0; j < n; j++) {
                double x = p[3 * j] - p[3 * i], y = p[3 * j + 1] - p[3 * i + 1];
                double z = p[3 * j + 2] - p[3 * i + 2], r2 = x * x + y * y + z * z + 1e-4;
                double w = m[j] / (r2 * sqrt(r2));
                ax += x * w;
                ay += y * w;
                az += z * w;
            }
            v[3 * i] += timestep * ax;
            v[3 * i + 1] += timestep * ay;
            v[3 * i + 2] += timestep * az;
        }
        for (int64_t i = 0; i < 3 * n; i++)
            p[i] += timestep * v[i];
    }
}

void black_scholes(const array *a, void *out)
{
    double rate = SCALAR(3), volatility = SCALAR(4), *restrict result = out;
    for (int64_t i = 0; i < ROWS(0); i++) {
        double spot = D(0)[i], strike = D(1)[i], years = D(2)[i], spread = volatility * sqrt(years);
        double d1 = (log(spot / strike) + (rate + 0.5 * volatility * volatility) * years) / spread;
        double d2 = d1 - spread;
        double n1 = 1.0 / (1.0 + exp(-1.5976 * d1 - 0.070565992 * d1 * d1 * d1));
        double n2 = 1.0 / (1.0 + exp(-1.5976 * d2 - 0.070565992 * d2 * d2 * d2));
        result[i] = spot * n1 - strike * exp(-rate * years) * n2;
    }
}

void mandelbrot(const array *a, void *out)
{
    int64_t n = (int64_t)SCALAR(0), steps = (int64_t)SCALAR(1), *restrict counts = out;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < n; j++) {
            double cx = -2.0 + 3.0 * (double)j / (double)n, cy = -1.5 + 3.0 * (double)i / (double)n;
            double x = 0.0, y = 0.0;
            int64_t k = 0;
            for (; k < steps && x * x + y * y <= 4.0; k++) {
                double next = x * x - y * y + cx;
                y = 2.0 * x * y + cy;
                x = next;
            }
            counts[i * n + j] = k;
        }
}

static void jacobi_step(const double *restrict from, double *restrict to, int64_t n, int64_t m)
{
    for (int64_t i = 1; i < n - 1; i++)
        for (int64_t j = 1; j < m - 1; j++) {
            const double *x = from + i * m + j;
            to[i * m + j] = 0.2 * (x[0] + x[-1] + x[1] + x[m] + x[-m]);
        }
}

void jacobi(const array *a, void *out)
{
    (void)out;
    for (int64_t step = 0; step < (int64_t)SCALAR(2); step++) {
        jacobi_step(D(0), D(1), ROWS(0), COLUMNS(0));
        jacobi_step(D(1), D(0), ROWS(0), COLUMNS(0));
    }
}

void heat(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0);
    double k = SCALAR(1), *old = malloc((size_t)n * sizeof(double)), *restrict u = D(0);
    for (int64_t step = 0; step < (int64_t)SCALAR(2); step++) {
        memcpy(old, u, (size_t)n * sizeof(double));
        for (int64_t i = 1; i < n - 1; i++)
            u[i] = old[i] + k * (old[i + 1] - 2.0 * old[i] + old[i - 1]);
    }
    free(old);
}

void advection(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0);
    double c = SCALAR(1), *old = malloc((size_t)n * sizeof(double)), *restrict u = D(0);
    for (int64_t step = 0; step < (int64_t)SCALAR(2); step++) {
        memcpy(old, u, (size_t)n * sizeof(double));
        for (int64_t i = 1; i < n; i++)
            u[i] = old[i] - c * (old[i] - old[i - 1]);
    }
    free(old);
}

void heat2(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0), m = COLUMNS(0);
    double k = SCALAR(1), *restrict u = D(0),
           *restrict old = malloc((size_t)(n * m) * sizeof(double));
    for (int64_t step = 0; step < (int64_t)SCALAR(2); step++) {
        memcpy(old, u, (size_t)(n * m) * sizeof(double));
        for (int64_t i = 1; i < n - 1; i++)
            for (int64_t j = 1; j < m - 1; j++) {
                const double *x = old + i * m + j;
                u[i * m + j] = x[0] + k * (x[m] + x[-m] + x[1] + x[-1] - 4.0 * x[0]);
            }
    }
    free(old);
}

void life(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0), m = COLUMNS(0), *restrict z = I(0);
    int64_t *restrict old = malloc((size_t)(n * m) * sizeof(int64_t));
    for (int64_t step = 0; step < (int64_t)SCALAR(1); step++) {
        memcpy(old, z, (size_t)(n * m) * sizeof(int64_t));
        for (int64_t i = 1; i < n - 1; i++)
            for (int64_t j = 1; j < m - 1; j++) {
                const int64_t *x = old + i * m + j;
                int64_t s =
                    x[-m - 1] + x[-m] + x[-m + 1] + x[-1] + x[1] + x[m - 1] + x[m] + x[m + 1];
                z[i * m + j] = (s == 3) | ((s == 2) & (x[0] == 1));
            }
    }
    free(old);
}

void lu(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0);
    double *m = D(0);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < i; j++) {
            for (int64_t k = 0; k < j; k++)
                m[i * n + j] -= m[i * n + k] * m[k * n + j];
            m[i * n + j] /= m[j * n + j];
        }
        for (int64_t j = i; j < n; j++)
            for (int64_t k = 0; k < i; k++)
                m[i * n + j] -= m[i * n + k] * m[k * n + j];
    }
}

void cholesky(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0);
    double *m = D(0);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < i; j++) {
            for (int64_t k = 0; k < j; k++)
                m[i * n + j] -= m[i * n + k] * m[j * n + k];
            m[i * n + j] /= m[j * n + j];
        }
        for (int64_t k = 0; k < i; k++)
            m[i * n + i] -= m[i * n + k] * m[i * n + k];
        m[i * n + i] = sqrt(m[i * n + i]);
    }
}

void floyd_warshall(const array *a, void *out)
{
    (void)out;
    int64_t n = ROWS(0);
    double *path = D(0);
    for (int64_t k = 0; k < n; k++)
        for (int64_t i = 0; i < n; i++)
            for (int64_t j = 0; j < n; j++) {
                double through = path[i * n + k] + path[k * n + j];
                path[i * n + j] = through < path[i * n + j] ? through : path[i * n + j];
            }
}

void prefix_sum(const array *a, void *out)
{
    double total = 0.0;
    for (int64_t i = 0; i < ROWS(0); i++)
        ((double *)out)[i] = total += D(0)[i];
}

void histogram(const array *a, void *out)
{
    int64_t *restrict counts = out;
    memset(counts, 0, 64 * sizeof(int64_t));
    for (int64_t i = 0; i < ROWS(0); i++) {
        int64_t k = (int64_t)(D(0)[i] * 64.0);
        counts[k == 64 ? 63 : k]++;
    }
}

void spmv(const array *a, void *out)
{
    for (int64_t i = 0; i < ROWS(0) - 1; i++) {
        double total = 0.0;
        for (int64_t k = I(0)[i]; k < I(0)[i + 1]; k++)
            total += D(2)[k] * D(3)[I(1)[k]];
        ((double *)out)[i] = total;
    }
}

void gather(const array *a, void *out)
{
    for (int64_t i = 0; i < ROWS(1); i++)
        ((double *)out)[i] = D(0)[I(1)[i]];
}

void mask_sum(const array *a, void *out)
{
    double total = 0.0;
    for (int64_t i = 0; i < ROWS(0); i++)
        if (D(0)[i] > 0.5)
            total += D(0)[i];
    *(double *)out = total;
}

void sieve(const array *a, void *out)
{
    int64_t n = (int64_t)SCALAR(0), primes = 0;
    unsigned char *prime = malloc((size_t)n + 1);
    memset(prime, 1, (size_t)n + 1);
    prime[0] = prime[1] = 0;
    for (int64_t i = 2; i * i <= n; i++)
        for (int64_t j = i * i; prime[i] && j <= n; j += i)
            prime[j] = 0;
    for (int64_t i = 0; i <= n; i++)
        primes += prime[i];
    free(prime);
    *(int64_t *)out = primes;
}

static int64_t fibonacci(int64_t n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

void fib(const array *a, void *out)
{
    *(int64_t *)out = fibonacci((int64_t)SCALAR(0));
}
