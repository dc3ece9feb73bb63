/* Included by linalg_small.c for each element type and kind of processor: the arithmetic of matrices of
 * up to 4 x 4, LANES of them side by side. Before: REAL, INTEGER of its size, MOST (the greatest INTEGER), FMA, ROOT, LOG,
 * LEAST (the least normal number), LANES, TARGET, NAME(x). No multiplication and addition is fused but where FMA says so.
 *
 * Matrices are kept by columns: a[j][i]. */

typedef REAL NAME(real) __attribute__((vector_size(LANES * sizeof(REAL))));
typedef INTEGER NAME(mask) __attribute__((vector_size(LANES * sizeof(INTEGER))));

#define VECTOR NAME(real)
#define MASK NAME(mask)
#define CHOOSE(mask, x, y) ((VECTOR)(((MASK)(x) & (mask)) | ((MASK)(y) & ~(mask))))
#define SIZE(x) ((VECTOR)((MASK)(x)&MOST)) /* without its sign */

static TARGET inline __attribute__((always_inline)) void NAME(load)(const char *const *at,
                                                                    int64_t offset, VECTOR *out)
{
    for (int l = 0; l < LANES; l++)
        (*out)[l] = *(const REAL *)(const void *)(at[l] + offset);
}

static TARGET inline __attribute__((always_inline)) void NAME(load_matrix)(const small_work *w,
                                                                           int n, VECTOR a[4][4])
{
    for (int j = 0; j < n; j++)
        for (int i = 0; i < n; i++)
            NAME(load)(w->a, i * w->a_row + j * w->a_column, &a[j][i]);
}

/* Exchanges the element i of a column with the one that `at` says of each lane, i or a later one. */
static TARGET inline __attribute__((always_inline)) void NAME(swap)(VECTOR *column, int n, int i,
                                                                    const MASK *at)
{
    VECTOR first = column[i];
    for (int k = i + 1; k < n; k++) {
        MASK here = *at == (INTEGER)k;
        VECTOR x = column[k];
        column[k] = CHOOSE(here, first, x);
        column[i] = CHOOSE(here, x, column[i]);
    }
}

/* b[i] less the sum of the first `count` products of row i. */
static TARGET inline __attribute__((always_inline)) void NAME(subtract)(VECTOR a[4][4], VECTOR *b,
                                                                        int i, int count)
{
    VECTOR sum = {0};
    for (int k = 0; k < count; k++)
        sum = sum + a[k][i] * b[k];
    if (count)
        b[i] = b[i] - sum;
}

/* The column's multipliers. An inverse may overflow below the least normal number: such a pivot and its
 * column are scaled first. */
static TARGET inline __attribute__((always_inline)) void NAME(scale)(VECTOR *b, int n, int j)
{
    const VECTOR one = (VECTOR){0} + 1, large = (VECTOR){0} + (REAL)18014398509481984.0; /* 2^54 */
    const MASK tiny = SIZE(b[j]) < (VECTOR){0} + LEAST;
    const VECTOR up = CHOOSE(tiny, large, one);
    const VECTOR inverse = 1 / (b[j] * up);
    for (int i = j + 1; i < n; i++)
        b[i] = b[i] * up * inverse;
}

/* LU with partial pivoting in place. at[j]: the row that became row j. Lanes without an inverse. */
static TARGET inline __attribute__((always_inline)) void NAME(lu)(VECTOR a[4][4], int n, MASK at[4],
                                                                  MASK *singular)
{
    *singular = (MASK){0};
    for (int j = 0; j < n; j++) {
        VECTOR *b = a[j];
        for (int i = 0; i < j; i++)
            NAME(swap)(b, n, i, &at[i]);
        for (int i = 1; i < n; i++)
            NAME(subtract)(a, b, i, i < j ? i : j);
        VECTOR largest = SIZE(b[j]);
        at[j] = (MASK){0} + (INTEGER)j;
        for (int i = j + 1; i < n; i++) {
            VECTOR size = SIZE(b[i]);
            MASK more = size > largest;
            at[j] = (more & (INTEGER)i) | (~more & at[j]);
            largest = CHOOSE(more, size, largest);
        }
        for (int k = 0; k <= j; k++)
            NAME(swap)(a[k], n, j, &at[j]);
        *singular |= b[j] == 0;
        NAME(scale)(b, n, j);
    }
}

/* One right side; several go another way in LAPACK than one (`many`): by inverses of the diagonal. */
static TARGET inline __attribute__((always_inline)) void NAME(solve_one)(VECTOR a[4][4], int n,
                                                                         const MASK at[4],
                                                                         const VECTOR *inverse,
                                                                         bool many, VECTOR b[4])
{
    for (int i = 0; i + 1 < n; i++)
        NAME(swap)(b, n, i, &at[i]);
    for (int i = 1; i < n; i++) {
        if (many && n == 3 && i == 2) {
            VECTOR sum = a[0][2] * b[0];
            for (int l = 0; l < LANES; l++)
                sum[l] = FMA(a[1][2][l], b[1][l], sum[l]);
            b[2] = b[2] - sum;
            continue;
        }
        for (int k = 0; k < i; k++)
            b[i] = b[i] - a[k][i] * b[k];
    }
    for (int i = n; i-- > 0;) {
        for (int k = n - 1; k > i; k--)
            b[i] = b[i] - a[k][i] * b[k];
        b[i] = many ? b[i] * inverse[i] : b[i] / a[i][i];
    }
}

static TARGET inline __attribute__((always_inline)) unsigned NAME(bits)(const small_work *w,
                                                                        const MASK *mask)
{
    unsigned out = 0;
    for (int l = 0; l < w->count; l++)
        out |= (*mask)[l] ? 1u << l : 0;
    return out;
}

static TARGET inline __attribute__((always_inline)) unsigned NAME(solve_n)(const small_work *w,
                                                                           int n)
{
    VECTOR a[4][4] = {{{0}}}, inverse[4] = {{0}};
    MASK at[4] = {{0}}, singular;
    bool many = w->m != 1;
    NAME(load_matrix)(w, n, a);
    NAME(lu)(a, n, at, &singular);
    for (int i = 0; i < n; i++)
        inverse[i] = 1 / a[i][i];
    for (int64_t c = 0; c < w->m; c++) {
        VECTOR b[4] = {{0}};
        for (int i = 0; i < n; i++) {
            if (w->b[0])
                NAME(load)(w->b, i * w->b_row + c * w->b_column, &b[i]);
            else
                b[i] = (VECTOR){0} + (REAL)(i == c);
        }
        if (many)
            NAME(solve_one)(a, n, at, inverse, true, b);
        else
            NAME(solve_one)(a, n, at, inverse, false, b);
        for (int i = 0; i < n; i++)
            for (int l = 0; l < w->count; l++)
                ((REAL *)(void *)w->out[l])[i * w->m + c] = b[i][l];
    }
    return NAME(bits)(w, &singular);
}

/* The determinant's sign and the logarithm of its size: the sum of those of the diagonal's elements. */
static TARGET inline __attribute__((always_inline)) unsigned NAME(det_n)(const small_work *w, int n)
{
    VECTOR a[4][4] = {{{0}}};
    MASK at[4] = {{0}}, singular, odd = {0};
    NAME(load_matrix)(w, n, a);
    NAME(lu)(a, n, at, &singular);
    for (int j = 0; j < n; j++)
        odd ^= (at[j] != (INTEGER)j) ^ (a[j][j] < 0);
    for (int l = 0; l < w->count; l++) {
        REAL sum = 0;
        for (int j = 0; j < n; j++)
            sum += LOG(a[j][j][l] < 0 ? -a[j][j][l] : a[j][j][l]);
        *(REAL *)(void *)w->sign[l] = singular[l] ? 0 : odd[l] ? -1 : 1;
        *(REAL *)(void *)w->out[l] = singular[l] ? (REAL)-INFINITY : sum;
    }
    return NAME(bits)(w, &singular);
}

/* The lower factor, of the lower triangle. */
static TARGET inline __attribute__((always_inline)) unsigned NAME(cholesky_n)(const small_work *w,
                                                                              int n)
{
    VECTOR a[4][4] = {{{0}}};
    MASK bad = {0};
    NAME(load_matrix)(w, n, a);
    for (int j = 0; j < n; j++) {
        VECTOR row[4] = {{0}};
        for (int k = 0; k < j; k++)
            row[k] = a[k][j];
        for (int i = j; i < n; i++) {
            VECTOR sum = {0};
            for (int k = 0; k < j; k++)
                sum = sum + a[k][i] * row[k];
            if (j)
                a[j][i] = a[j][i] - sum;
        }
        bad |= a[j][j] <= 0;
        for (int l = 0; l < LANES; l++)
            a[j][j][l] = ROOT(a[j][j][l]);
        VECTOR inverse = 1 / a[j][j];
        for (int i = j + 1; i < n; i++)
            a[j][i] = a[j][i] * inverse;
    }
    for (int l = 0; l < w->count; l++)
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                REAL *to = (REAL *)(void *)w->out[l];
                to[i * n + j] = i >= j ? a[j][i][l] : 0;
            }
    return NAME(bits)(w, &bad);
}

/* Products of n by k matrices and k by m ones: each sum in order, from 0. */
static TARGET unsigned NAME(product)(const small_work *w)
{
    VECTOR b[4][4];
    const int m = (int)w->m;
    for (int k = 0; k < w->k; k++)
        for (int j = 0; j < m; j++)
            NAME(load)(w->b, k * w->b_row + j * w->b_column, &b[k][j]);
    for (int i = 0; i < w->n; i++) {
        VECTOR sum[4] = {{0}};
        for (int k = 0; k < w->k; k++) {
            VECTOR x;
            NAME(load)(w->a, i * w->a_row + k * w->a_column, &x);
            for (int j = 0; j < m; j++)
                sum[j] = sum[j] + x * b[k][j];
        }
        for (int l = 0; l < w->count; l++)
            for (int j = 0; j < m; j++)
                ((REAL *)(void *)w->out[l])[i * m + j] = sum[j][l];
    }
    return 0;
}

#define DEFINE(name)                                                                               \
    static TARGET unsigned NAME(name)(const small_work *w)                                         \
    {                                                                                              \
        switch (w->n) {                                                                            \
        case 1: return NAME(name##_n)(w, 1);                                                       \
        case 2: return NAME(name##_n)(w, 2);                                                       \
        case 3: return NAME(name##_n)(w, 3);                                                       \
        default: return NAME(name##_n)(w, 4);                                                      \
        }                                                                                          \
    }

DEFINE(solve)
DEFINE(det)
DEFINE(cholesky)

#undef DEFINE
#undef VECTOR
#undef MASK
#undef CHOOSE
#undef SIZE
