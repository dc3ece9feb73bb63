/* A photograph to grey, and to black and white by Otsu's threshold. Reads rgb.npy in the current
 * folder: C order, uint8, of 3 channels.
 * cflags: -O3 -march=native */
#include "../peer.h"

#include <math.h>
#include <stdio.h>

static uint8_t *rgb, *grey, *out;
static int64_t n;

int peer_setup(void)
{
    FILE *file = fopen("rgb.npy", "rb");
    unsigned char head[10];
    if (!file || fread(head, 1, sizeof head, file) != sizeof head)
        return 0;
    long start = 10 + head[8] + 256 * head[9]; /* of the data: .npy 1.0 */
    fseek(file, 0, SEEK_END);
    n = (ftell(file) - start) / 3;
    rgb = malloc((size_t)n * 3);
    grey = malloc((size_t)n);
    fseek(file, start, SEEK_SET);
    int whole = rgb && grey && fread(rgb, 3, (size_t)n, file) == (size_t)n;
    fclose(file);
    return whole;
}

void peer_reset(void)
{
    free(out);
    out = NULL;
}

/* The last level of the dark class: the one with the greatest variance between the classes. */
static int otsu(const int64_t *counts)
{
    int64_t all = 0, dark = 0, dark_sum = 0;
    for (int i = 0; i < 256; i++)
        all += counts[i] * i;
    double best = -1.0;
    int level = 0;
    for (int i = 0; i < 256; i++) {
        dark += counts[i];
        dark_sum += counts[i] * i;
        int64_t light = n - dark;
        double difference = (double)dark_sum / (double)(dark ? dark : 1) -
                            (double)(all - dark_sum) / (double)(light ? light : 1);
        double variance = (double)(dark * light) * difference * difference;
        if (variance > best) {
            best = variance;
            level = i;
        }
    }
    return level;
}

void peer_run(void)
{
    int64_t counts[256] = {0};
    out = malloc((size_t)n);
    if (!out)
        abort();
    for (int64_t i = 0; i < n; i++)
        grey[i] =
            (uint8_t)rint(0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2]);
    for (int64_t i = 0; i < n; i++)
        counts[grey[i]]++;
    int level = otsu(counts);
    for (int64_t i = 0; i < n; i++)
        out[i] = grey[i] > level ? 255 : 0;
}

double peer_check(void)
{
    double sum = 0.0;
    for (int64_t i = 0; i < n; i++)
        sum += out[i];
    return sum;
}
