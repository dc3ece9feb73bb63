/* Takes a strided matrix, gives its elements in another layout. */
#include "matrix.h"

#include <string.h>

enum { TILE = 16 };

#define DEFINE_TILE(name, type)                                                                    \
    static void name(const hpc_matrix *out, const hpc_matrix *in)                                  \
    {                                                                                              \
        for (int64_t i = 0; i < out->rows; i++) {                                                  \
            char *to = out->data + i * out->row;                                                   \
            const char *from = in->data + i * in->row;                                             \
            for (int64_t j = 0; j < out->columns; j++)                                             \
                *(type *)(void *)(to + j * out->column) =                                          \
                    *(const type *)(const void *)(from + j * in->column);                          \
        }                                                                                          \
    }

typedef struct wide {
    uint64_t parts[2];
} wide;

DEFINE_TILE(tile_1, uint8_t)
DEFINE_TILE(tile_2, uint16_t)
DEFINE_TILE(tile_4, uint32_t)
DEFINE_TILE(tile_8, uint64_t)
DEFINE_TILE(tile_16, wide)

static void copy_tile(const hpc_matrix *out, const hpc_matrix *in, int size)
{
    switch (size) {
    case 1: tile_1(out, in); break;
    case 2: tile_2(out, in); break;
    case 4: tile_4(out, in); break;
    case 8: tile_8(out, in); break;
    default: tile_16(out, in); break;
    }
}

static hpc_matrix part(const hpc_matrix *m, int64_t i, int64_t j, int64_t rows, int64_t columns)
{
    hpc_matrix p = *m;
    p.data += i * m->row + j * m->column;
    p.rows = rows;
    p.columns = columns;
    return p;
}

static int64_t least(int64_t x, int64_t y)
{
    return x < y ? x : y;
}

static void copy_rows(const hpc_matrix *out, const hpc_matrix *in, int size)
{
    for (int64_t i = 0; i < out->rows; i++)
        memcpy(out->data + i * out->row, in->data + i * in->row, (size_t)(out->columns * size));
}

static hpc_matrix turned(const hpc_matrix *m)
{
    return (hpc_matrix){m->data, m->columns, m->rows, m->column, m->row};
}

void hpc_matrix_copy(const hpc_matrix *out, const hpc_matrix *in, int size)
{
    if (out->column != size && out->row == size) {
        hpc_matrix a = turned(out), b = turned(in);
        hpc_matrix_copy(&a, &b, size);
        return;
    }
    if (out->column == size && in->column == size) {
        copy_rows(out, in, size);
        return;
    }
    for (int64_t i = 0; i < out->rows; i += TILE) {
        for (int64_t j = 0; j < out->columns; j += TILE) {
            int64_t rows = least(TILE, out->rows - i), columns = least(TILE, out->columns - j);
            hpc_matrix a = part(out, i, j, rows, columns), b = part(in, i, j, rows, columns);
            copy_tile(&a, &b, size);
        }
    }
}
