/* K-means of the pixels of a photograph: 10 rounds, the centres start at some of the pixels. Reads
 * pixels.npy and centres.npy in the current folder: C order, float64, of 3 columns.
 * cflags: -O3 -march=native */
#include "../peer.h"

#include <stdio.h>
#include <string.h>

enum { D = 3, ROUNDS = 10, CENTRES_MAX = 64 };
static double *points, *first, centres[CENTRES_MAX][D];
static int64_t *labels, n, k;

/* The items of a .npy file of version 1.0, whose data follow a header that says its own length. */
static double *load(const char *path, int64_t *rows)
{
    FILE *file = fopen(path, "rb");
    unsigned char head[10];
    if (!file || fread(head, 1, sizeof head, file) != sizeof head)
        return NULL;
    long start = 10 + head[8] + 256 * head[9];
    fseek(file, 0, SEEK_END);
    size_t count = (size_t)(ftell(file) - start) / sizeof(double);
    double *items = malloc(count * sizeof *items);
    fseek(file, start, SEEK_SET);
    if (items && fread(items, sizeof *items, count, file) != count)
        return NULL;
    fclose(file);
    *rows = (int64_t)count / D;
    return items;
}

int peer_setup(void)
{
    points = load("pixels.npy", &n);
    first = load("centres.npy", &k);
    labels = points ? malloc((size_t)n * sizeof *labels) : NULL;
    return points && first && labels && k <= CENTRES_MAX;
}

void peer_reset(void)
{
    memcpy(centres, first, sizeof(double) * D * (size_t)k);
}

static void assign(void)
{
    for (int64_t p = 0; p < n; p++) {
        double best = 1.0 / 0.0;
        for (int64_t c = 0; c < k; c++) {
            double x = points[p * D] - centres[c][0], y = points[p * D + 1] - centres[c][1],
                   z = points[p * D + 2] - centres[c][2], d = x * x + y * y + z * z;
            if (d < best) {
                best = d;
                labels[p] = c;
            }
        }
    }
}

static void move(void)
{
    int64_t counts[CENTRES_MAX] = {0};
    memset(centres, 0, sizeof centres);
    for (int64_t p = 0; p < n; p++) {
        counts[labels[p]]++;
        for (int i = 0; i < D; i++)
            centres[labels[p]][i] += points[p * D + i];
    }
    for (int64_t c = 0; c < k; c++)
        for (int i = 0; i < D; i++)
            centres[c][i] /= (double)counts[c];
}

void peer_run(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        assign();
        move();
    }
    assign();
}

double peer_check(void)
{
    double sum = 0.0;
    for (int64_t p = 0; p < n; p++)
        sum += (double)labels[p];
    return sum;
}
