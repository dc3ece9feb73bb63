/* Takes one matrix product, computes it by loops of our own: what BLAS has no types for, and what is
 * so small that a call of BLAS costs more than the product.
 *
 * Three forms, one macro each, for every type:
 *   small   i, k, j over the operands as they lie
 *   vector  one row times a matrix: rows of b added up where they are contiguous, else sums along k
 *   tiled   tiles of both operands are copied (and converted) to the stack, so that the innermost
 *           loop is contiguous and reads the first-level cache */
#include <string.h>

#include "blas.h"
#include "cast.h"
#include "matmul.h"

enum { TILE = 64, SMALL = 1024 /* n k m */ };

static inline float load_half(const char *at)
{
    uint16_t bits;
    memcpy(&bits, at, sizeof bits);
    return hpc_half_to_float(bits);
}

#define LOAD(type, at) (*(const type *)(const void *)(at))
#define LOAD_HALF(type, at) load_half(at)
#define STORE(type, x) ((type)(x))
#define STORE_COMPLEX(type, x) (x)
#define STORE_HALF(type, x) hpc_float_to_half(x)

/* s plus x times y in the type that sums have. Unsigned types wrap; the bits are those of the signed
 * products. */
#define SUM(sum, s, x, y) ((sum)((s) + (x) * (y)))
#define SUM_16(sum, s, x, y) ((sum)((s) + (uint32_t)(x) * (y)))
#define SUM_BOOL(sum, s, x, y) ((sum)((s) | ((x) & (y))))
#define SUM_COMPLEX(sum, s, x, y)                                                                  \
    ((sum){(s).re + ((x).re * (y).re - (x).im * (y).im),                                           \
           (s).im + ((x).re * (y).im + (x).im * (y).re)})

#define DEFINE_SMALL(name, type, sum, load, store, add)                                            \
    static void small_##name(const hpc_product *p)                                                 \
    {                                                                                              \
        type *out = (type *)(void *)p->out;                                                        \
        for (int64_t i = 0; i < p->n; i++, out += p->m) {                                          \
            sum row[SMALL];                                                                        \
            for (int64_t j = 0; j < p->m; j++)                                                     \
                memset(row + j, 0, sizeof *row);                                                   \
            for (int64_t k = 0; k < p->k; k++) {                                                   \
                const sum x = load(type, p->a + i * p->a_row + k * p->a_col);                      \
                const char *b = p->b + k * p->b_row;                                               \
                for (int64_t j = 0; j < p->m; j++) {                                               \
                    const sum y = load(type, b + j * p->b_col);                                    \
                    row[j] = add(sum, row[j], x, y);                                               \
                }                                                                                  \
            }                                                                                      \
            for (int64_t j = 0; j < p->m; j++)                                                     \
                out[j] = store(type, row[j]);                                                      \
        }                                                                                          \
    }

/* n is 1: `count` columns from column j on. Four rows of b at a time, so that the sums are read and
 * written a quarter as often. */
#define DEFINE_VECTOR(name, type, sum, load, store, add)                                            \
    static void columns_##name(const hpc_product *p, int64_t from, int64_t count)                   \
    {                                                                                               \
        sum row[SMALL];                                                                             \
        for (int64_t j = 0; j < count; j++)                                                         \
            memset(row + j, 0, sizeof *row);                                                        \
        int64_t k = 0;                                                                              \
        for (; k + 4 <= p->k; k += 4) {                                                             \
            const char *a = p->a + k * p->a_col;                                                    \
            const sum x0 = load(type, a), x1 = load(type, a + p->a_col);                            \
            const sum x2 = load(type, a + 2 * p->a_col), x3 = load(type, a + 3 * p->a_col);         \
            const type *b0 = (const type *)(const void *)(p->b + k * p->b_row) + from;              \
            const type *b1 = (const type *)(const void *)((const char *)b0 + p->b_row);             \
            const type *b2 = (const type *)(const void *)((const char *)b1 + p->b_row);             \
            const type *b3 = (const type *)(const void *)((const char *)b2 + p->b_row);             \
            for (int64_t j = 0; j < count; j++) {                                                   \
                const sum y0 = load(type, (const char *)(b0 + j));                                  \
                const sum y1 = load(type, (const char *)(b1 + j));                                  \
                const sum y2 = load(type, (const char *)(b2 + j));                                  \
                const sum y3 = load(type, (const char *)(b3 + j));                                  \
                sum s = add(sum, row[j], x0, y0);                                                   \
                s = add(sum, s, x1, y1);                                                            \
                s = add(sum, s, x2, y2);                                                            \
                row[j] = add(sum, s, x3, y3);                                                       \
            }                                                                                       \
        }                                                                                           \
        for (; k < p->k; k++) {                                                                     \
            const sum x = load(type, p->a + k * p->a_col);                                          \
            const type *b = (const type *)(const void *)(p->b + k * p->b_row) + from;               \
            for (int64_t j = 0; j < count; j++) {                                                   \
                const sum y = load(type, (const char *)(b + j));                                    \
                row[j] = add(sum, row[j], x, y);                                                    \
            }                                                                                       \
        }                                                                                           \
        type *out = (type *)(void *)p->out + from;                                                  \
        for (int64_t j = 0; j < count; j++)                                                         \
            out[j] = store(type, row[j]);                                                           \
    }                                                                                               \
    /* The steps are parameters, so that the copy for contiguous operands becomes a vector loop. */ \
    static inline sum sum_##name(const char *a, int64_t a_step, const char *b, int64_t b_step,      \
                                 int64_t n)                                                         \
    {                                                                                               \
        sum s;                                                                                      \
        memset(&s, 0, sizeof s);                                                                    \
        for (int64_t k = 0; k < n; k++) {                                                           \
            const sum x = load(type, a + k * a_step);                                               \
            const sum y = load(type, b + k * b_step);                                               \
            s = add(sum, s, x, y);                                                                  \
        }                                                                                           \
        return s;                                                                                   \
    }                                                                                               \
    static void sums_##name(const hpc_product *p)                                                   \
    {                                                                                               \
        const int64_t size = sizeof(type);                                                          \
        type *out = (type *)(void *)p->out;                                                         \
        for (int64_t j = 0; j < p->m; j++) {                                                        \
            const char *b = p->b + j * p->b_col;                                                    \
            if (p->a_col == size && p->b_row == size)                                               \
                out[j] = store(type, sum_##name(p->a, size, b, size, p->k));                        \
            else                                                                                    \
                out[j] = store(type, sum_##name(p->a, p->a_col, b, p->b_row, p->k));                \
        }                                                                                           \
    }                                                                                               \
    static void vector_##name(const hpc_product *p)                                                 \
    {                                                                                               \
        if (p->m == 1 || p->b_col != (int64_t)sizeof(type)) {                                       \
            sums_##name(p);                                                                         \
            return;                                                                                 \
        }                                                                                           \
        for (int64_t j = 0; j < p->m; j += SMALL)                                                   \
            columns_##name(p, j, p->m - j < SMALL ? p->m - j : SMALL);                              \
    }

#define DEFINE_TILED(name, type, sum, load, store, add)                                              \
    typedef struct tiles_##name {                                                                    \
        sum a[TILE][TILE], b[TILE][TILE], out[TILE][TILE];                                           \
    } tiles_##name;                                                                                  \
    static void take_##name(sum tile[TILE][TILE], const char *at, int64_t row, int64_t col,          \
                            int64_t rows, int64_t columns)                                           \
    {                                                                                                \
        for (int64_t i = 0; i < rows; i++)                                                           \
            for (int64_t j = 0; j < columns; j++)                                                    \
                tile[i][j] = load(type, at + i * row + j * col);                                     \
        for (int64_t i = 0; i < rows; i++)                                                           \
            memset(&tile[i][columns], 0, (size_t)(TILE - columns) * sizeof(sum));                    \
    }                                                                                                \
    /* Columns that the matrix lacks are zeros, so that the innermost loop is of constant length. */ \
    static void add_##name(tiles_##name *t, int64_t rows, int64_t depth)                             \
    {                                                                                                \
        for (int64_t i = 0; i < rows; i++) {                                                         \
            sum *out = t->out[i];                                                                    \
            for (int64_t k = 0; k < depth; k++) {                                                    \
                const sum x = t->a[i][k];                                                            \
                const sum *b = t->b[k];                                                              \
                for (int j = 0; j < TILE; j++)                                                       \
                    out[j] = add(sum, out[j], x, b[j]);                                              \
            }                                                                                        \
        }                                                                                            \
    }                                                                                                \
    static void tile_##name(const hpc_product *p, tiles_##name *t, int64_t i, int64_t j)             \
    {                                                                                                \
        int64_t rows = p->n - i < TILE ? p->n - i : TILE;                                            \
        int64_t columns = p->m - j < TILE ? p->m - j : TILE;                                         \
        memset(t->out, 0, sizeof t->out);                                                            \
        for (int64_t k = 0; k < p->k; k += TILE) {                                                   \
            int64_t depth = p->k - k < TILE ? p->k - k : TILE;                                       \
            take_##name(t->a, p->a + i * p->a_row + k * p->a_col, p->a_row, p->a_col, rows,          \
                        depth);                                                                      \
            take_##name(t->b, p->b + k * p->b_row + j * p->b_col, p->b_row, p->b_col, depth,         \
                        columns);                                                                    \
            add_##name(t, rows, depth);                                                              \
        }                                                                                            \
        for (int64_t r = 0; r < rows; r++) {                                                         \
            type *out = (type *)(void *)p->out + (i + r) * p->m + j;                                 \
            for (int64_t c = 0; c < columns; c++)                                                    \
                out[c] = store(type, t->out[r][c]);                                                  \
        }                                                                                            \
    }                                                                                                \
    static void tiled_##name(const hpc_product *p)                                                   \
    {                                                                                                \
        tiles_##name t;                                                                              \
        for (int64_t i = 0; i < p->n; i += TILE)                                                     \
            for (int64_t j = 0; j < p->m; j += TILE)                                                 \
                tile_##name(p, &t, i, j);                                                            \
    }

/* A column is the transposed product of a row, whose result lies the same way. */
static hpc_product transposed(const hpc_product *p)
{
    return (hpc_product){.n = p->m,
                         .k = p->k,
                         .m = p->n,
                         .a = p->b,
                         .b = p->a,
                         .out = p->out,
                         .a_row = p->b_col,
                         .a_col = p->b_row,
                         .b_row = p->a_col,
                         .b_col = p->a_row};
}

static bool is_small(const hpc_product *p)
{
    return p->m <= SMALL && p->k <= SMALL && p->n <= SMALL && p->n * p->k * p->m <= SMALL;
}

#define DEFINE_PRODUCT(name, type, sum, load, store, add)                                          \
    DEFINE_SMALL(name, type, sum, load, store, add)                                                \
    DEFINE_VECTOR(name, type, sum, load, store, add)                                               \
    DEFINE_TILED(name, type, sum, load, store, add)                                                \
    static void product_##name(const hpc_product *p)                                               \
    {                                                                                              \
        if (is_small(p)) {                                                                         \
            small_##name(p);                                                                       \
        } else if (p->n == 1) {                                                                    \
            vector_##name(p);                                                                      \
        } else if (p->m == 1) {                                                                    \
            hpc_product row = transposed(p);                                                       \
            vector_##name(&row);                                                                   \
        } else {                                                                                   \
            tiled_##name(p);                                                                       \
        }                                                                                          \
    }

DEFINE_PRODUCT(b1, uint8_t, uint8_t, LOAD, STORE, SUM_BOOL)
DEFINE_PRODUCT(8, uint8_t, uint8_t, LOAD, STORE, SUM)
DEFINE_PRODUCT(16, uint16_t, uint16_t, LOAD, STORE, SUM_16)
DEFINE_PRODUCT(32, uint32_t, uint32_t, LOAD, STORE, SUM)
DEFINE_PRODUCT(64, uint64_t, uint64_t, LOAD, STORE, SUM)
DEFINE_PRODUCT(f16, uint16_t, float, LOAD_HALF, STORE_HALF, SUM)
DEFINE_PRODUCT(f32, float, float, LOAD, STORE, SUM)
DEFINE_PRODUCT(f64, double, double, LOAD, STORE, SUM)
DEFINE_PRODUCT(c64, hpc_c64, hpc_c64, LOAD, STORE_COMPLEX, SUM_COMPLEX)
DEFINE_PRODUCT(c128, hpc_c128, hpc_c128, LOAD, STORE_COMPLEX, SUM_COMPLEX)

hpc_product_fn *const hpc_product_loops[HPC_DTYPE_COUNT] = {
    [HPC_BOOL] = product_b1, [HPC_I8] = product_8,      [HPC_U8] = product_8,
    [HPC_I16] = product_16,  [HPC_U16] = product_16,    [HPC_I32] = product_32,
    [HPC_U32] = product_32,  [HPC_I64] = product_64,    [HPC_U64] = product_64,
    [HPC_F16] = product_f16, [HPC_F32] = product_f32,   [HPC_F64] = product_f64,
    [HPC_C64] = product_c64, [HPC_C128] = product_c128,
};
