/* Takes arrays whose last two axes are matrices, gives these one by one, as LAPACK reads and writes
 * them; and the memory of a call. */
#include <limits.h>
#include <string.h>

#include "linalg.h"

/* ---- A call -------------------------------------------------------------------------------------- */

static hpc_dtype real_of(hpc_dtype dtype)
{
    return dtype == HPC_C64 ? HPC_F32 : dtype == HPC_C128 ? HPC_F64 : dtype;
}

hpc_code la_begin(la_call *c, hpc_frame *frame, const hpc_view *a)
{
    *c = (la_call){.frame = frame, .dtype = (hpc_dtype)a->dtype};
    c->real = real_of(c->dtype);
    c->size = (int)hpc_dtype_size(c->dtype);
    c->real_size = (int)hpc_dtype_size(c->real);
    c->routines = &la_of_dtype[c->dtype];
    return hpc_blas_need(frame, &c->blas);
}

hpc_code la_end(la_call *c, hpc_code code, hpc_view *const *results, int count)
{
    while (c->used)
        hpc_heap_free(c->frame->runtime->heap, c->blocks[--c->used]);
    for (int i = 0; code != HPC_OK && i < count; i++)
        hpc_view_release(results[i]);
    return code;
}

hpc_code la_take(la_call *c, int64_t count, int64_t size, void *out)
{
    int64_t bytes;
    void *block = NULL;
    if (!__builtin_mul_overflow(count, size, &bytes) && bytes < PTRDIFF_MAX)
        block = hpc_heap_alloc(c->frame->runtime->heap, (size_t)(bytes ? bytes : 1));
    else
        bytes = PTRDIFF_MAX;
    if (!block)
        return hpc_fail_memory(c->frame, (size_t)bytes);
    c->blocks[c->used++] = block;
    memcpy(out, &block, sizeof block);
    return HPC_OK;
}

int la_room_of(const la_call *c, const la_room *best)
{
    double room = c->real == HPC_F32 ? (double)best->f : best->d;
    return room < 1 ? 1 : room < INT_MAX ? (int)room : INT_MAX;
}

hpc_code la_take_work(la_call *c, la_work *w, const la_room *best)
{
    w->room = la_room_of(c, best);
    return la_take(c, w->room, c->size, &w->work);
}

hpc_code la_extent(hpc_frame *frame, int64_t extent, int *out)
{
    if (extent > INT_MAX)
        return hpc_fail(frame, HPC_VALUE_ERROR, "a matrix of more than 2147483647 rows or columns");
    *out = (int)extent;
    return HPC_OK;
}

hpc_code la_fail(hpc_frame *frame, const char *message)
{
    return hpc_fail(frame, HPC_LINALG_ERROR, "%s", message);
}

/* ---- Stacks -------------------------------------------------------------------------------------- */

hpc_code la_stack_of(hpc_frame *frame, const hpc_view *a, const hpc_view *b_or_null, la_stack *s)
{
    int ra = a->rank - 2, rb = b_or_null ? b_or_null->rank - 2 : 0;
    s->rank = ra > rb ? ra : rb;
    s->count = 1;
    for (int r = 0; r < s->rank; r++) {
        int ia = r - (s->rank - ra), ib = r - (s->rank - rb);
        int64_t na = ia < 0 ? 1 : a->shape[ia], nb = ib < 0 ? 1 : b_or_null->shape[ib];
        if (na != nb && na != 1 && nb != 1)
            return hpc_fail(frame, HPC_VALUE_ERROR,
                            "operands could not be broadcast together with remapped shapes");
        s->shape[r] = na == 1 ? nb : na;
        s->count *= s->shape[r];
    }
    return HPC_OK;
}

hpc_matrix la_matrix(const hpc_view *v, const la_stack *s, int64_t i)
{
    int axes = v->rank - 2;
    hpc_matrix m = {v->data, v->shape[axes], v->shape[axes + 1], v->strides[axes],
                    v->strides[axes + 1]};
    for (int r = s->rank - 1; r >= 0; r--) {
        int axis = r - (s->rank - axes);
        if (axis >= 0 && v->shape[axis] != 1)
            m.data += i % s->shape[r] * v->strides[axis];
        i /= s->shape[r];
    }
    return m;
}

hpc_code la_new(la_call *c, hpc_view *out, hpc_dtype dtype, const la_stack *s, int core,
                int64_t rows, int64_t columns)
{
    int64_t shape[HPC_MAX_RANK];
    memcpy(shape, s->shape, (size_t)s->rank * sizeof *shape);
    if (core == 2)
        shape[s->rank] = rows;
    if (core)
        shape[s->rank + core - 1] = columns;
    return hpc_view_new(c->frame, out, dtype, s->rank + core, shape);
}

hpc_matrix la_result(const hpc_view *v, const la_stack *s, int64_t i)
{
    int64_t size = hpc_dtype_size((hpc_dtype)v->dtype);
    int core = v->rank - s->rank;
    int64_t rows = core == 2 ? v->shape[v->rank - 2] : 1;
    int64_t columns = core ? v->shape[v->rank - 1] : 1;
    return (hpc_matrix){v->data + i * rows * columns * size, rows, columns, columns * size, size};
}

hpc_matrix la_columns(void *data, int64_t rows, int64_t columns, int size)
{
    return (hpc_matrix){data, rows, columns, size, rows * size};
}

/* Complex numbers begin with their real part. */
void la_identity(la_call *c, const hpc_matrix *m)
{
    for (int64_t i = 0; i < m->rows; i++) {
        for (int64_t j = 0; j < m->columns; j++) {
            char *at = m->data + i * m->row + j * m->column;
            memset(at, 0, (size_t)c->size);
            if (i == j && c->real == HPC_F32)
                *(float *)(void *)at = 1;
            else if (i == j)
                *(double *)(void *)at = 1;
        }
    }
}
