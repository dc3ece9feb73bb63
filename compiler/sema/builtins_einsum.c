/* np.einsum with constant subscripts. Where two operands are summed like a matrix product, or there are
 * more of them, the runtime contracts them in the best order for their extents (runtime/einsum.c).
 * Else, and where all extents are known and few, every operand becomes a view over one index space, the
 * output labels first, then those that are summed; the product is summed over these, and fuses.
 *
 *   "ij,j->ij"  ->  a * v[newaxis, :]        "ij,ij->i"  ->  sum(a * b, axis=1)
 */
#include "../../runtime/checks.h"
#include "../../runtime/table.h"
#include "elab_scope.h"
#include "ops.h"

enum { MAX_OPERANDS = 8 };

/* Labels are letters, or 1, 2, ... for the axes that an ellipsis stands for, counted from the last. */
typedef struct labels {
    unsigned char at[HPC_MAX_RANK];
    uint32_t count;
} labels;

typedef struct einsum {
    labels in[MAX_OPERANDS], out;
    val operands[MAX_OPERANDS];
    uint32_t count;
    span where;
} einsum;

static bool fail(elab *e, const einsum *s, const char *message)
{
    elab_error(e, s->where, "ValueError", "%s", message);
    return false;
}

static int find(const labels *l, unsigned char label)
{
    for (uint32_t i = 0; i < l->count; i++)
        if (l->at[i] == label)
            return (int)i;
    return -1;
}

static bool push(elab *e, const einsum *s, labels *l, unsigned char label)
{
    if (l->count == HPC_MAX_RANK)
        return fail(e, s, "too many subscripts in einsum");
    l->at[l->count++] = label;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One term up to a comma, an arrow or the end; `hidden` is how many axes an ellipsis stands for. */
static bool read_term(elab *e, const einsum *s, const char **text, uint32_t hidden, labels *l)
{
    const char *at = *text;
    for (; *at && *at != ',' && strncmp(at, "->", 2) != 0; at++) {
        if (*at == ' ')
            continue;
        if (strncmp(at, "...", 3) == 0) {
            for (uint32_t k = hidden; k > 0; k--)
                if (!push(e, s, l, (unsigned char)k))
                    return false;
            at += 2;
        } else if (!is_letter(*at)) {
            return fail(e, s,
                        "invalid subscript in einstein sum subscripts string, subscripts must "
                        "be letters");
        } else if (!push(e, s, l, (unsigned char)*at)) {
            return false;
        }
    }
    *text = at;
    return true;
}

/* How many letters the term at `text` has. */
static uint32_t letters(const char *text)
{
    uint32_t count = 0;
    for (; *text && *text != ',' && strncmp(text, "->", 2) != 0; text++)
        count += is_letter(*text);
    return count;
}

static uint32_t times_used(const einsum *s, unsigned char label)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < s->count; k++)
        for (uint32_t i = 0; i < s->in[k].count; i++)
            count += s->in[k].at[i] == label;
    return count;
}

/* Without an arrow: axes of ellipses, then the labels used once, in alphabetical order. */
static bool implied_output(elab *e, einsum *s, uint32_t hidden)
{
    for (uint32_t k = hidden; k > 0; k--)
        if (!push(e, s, &s->out, (unsigned char)k))
            return false;
    for (unsigned char c = 'A'; c <= 'z'; c++)
        if (is_letter((char)c) && times_used(s, c) == 1 && !push(e, s, &s->out, c))
            return false;
    return true;
}

static bool read_subscripts(elab *e, einsum *s, const char *text)
{
    uint32_t most = 0;
    for (uint32_t k = 0; k < s->count; k++) {
        uint32_t rank = val_rank(&s->operands[k]), named = letters(text);
        uint32_t hidden = named < rank ? rank - named : 0;
        most = hidden > most ? hidden : most;
        if (!read_term(e, s, &text, hidden, &s->in[k]))
            return false;
        if (s->in[k].count != rank)
            return fail(e, s,
                        "operand has more dimensions than subscripts given in einstein sum, or "
                        "fewer");
        if (k + 1 < s->count && *text++ != ',')
            return fail(e, s,
                        "more operands provided to einstein sum function than specified in the "
                        "subscripts string");
    }
    if (*text == ',')
        return fail(e, s,
                    "fewer operands provided to einstein sum function than specified in the "
                    "subscripts string");
    if (!*text)
        return implied_output(e, s, most);
    text += 2;
    if (!read_term(e, s, &text, most, &s->out))
        return false;
    for (uint32_t i = 0; i < s->out.count; i++) {
        if (find(&s->out, s->out.at[i]) != (int)i)
            return fail(e, s,
                        "einstein sum subscripts string includes an output subscript multiple "
                        "times");
        if (!times_used(s, s->out.at[i]))
            return fail(e, s,
                        "einstein sum subscripts string included output subscript which never "
                        "appeared in an input");
    }
    return true;
}

/* A label twice in one operand: the diagonal of its axes, which comes last. */
static bool take_diagonals(elab *e, einsum *s, uint32_t k)
{
    labels *l = &s->in[k];
    for (uint32_t i = 0; i < l->count; i++) {
        for (uint32_t j = i + 1; j < l->count; j++) {
            if (l->at[i] != l->at[j])
                continue;
            air_id rows = val_extent(e, &s->operands[k], i);
            air_id columns = val_extent(e, &s->operands[k], j);
            air_check(&e->b, op_test(e, AIR_EQ, rows, columns), HPC_CHECK_EINSUM_COLLAPSE,
                      (air_id[]){rows, columns}, 2);
            val args[] = {s->operands[k], val_int(e, 0), val_int(e, i), val_int(e, j)};
            s->operands[k] = elab_call_named(e, "numpy._diagonal", args, 4, s->where);
            if (val_bad(s->operands[k]))
                return false;
            unsigned char label = l->at[i];
            memmove(l->at + j, l->at + j + 1, l->count - j - 1);
            memmove(l->at + i, l->at + i + 1, l->count - i - 2);
            l->at[l->count - 2] = label;
            l->count--;
            return take_diagonals(e, s, k);
        }
    }
    return true;
}

/* The operand as a view over all labels: its axes in their order, new ones where it has none. */
static val over_all(elab *e, einsum *s, uint32_t k, const labels *all)
{
    uint8_t perm[HPC_MAX_RANK];
    uint32_t count = 0;
    val v = s->operands[k];
    for (uint32_t i = 0; i < all->count; i++) {
        int axis = find(&s->in[k], all->at[i]);
        if (axis >= 0)
            perm[count++] = (uint8_t)axis;
    }
    if (count > 1)
        v = val_array(e, air_transpose(&e->b, v.node, perm));
    for (uint32_t i = 0; i < all->count; i++)
        if (find(&s->in[k], all->at[i]) < 0)
            v = val_array(e, air_newaxis(&e->b, v.node, i));
    return v;
}

static val contracted(elab *e, einsum *s)
{
    labels all = s->out;
    for (uint32_t k = 0; k < s->count; k++)
        for (uint32_t i = 0; i < s->in[k].count; i++)
            if (find(&all, s->in[k].at[i]) < 0 && !push(e, s, &all, s->in[k].at[i]))
                return val_never(e);
    val product = over_all(e, s, 0, &all);
    for (uint32_t k = 1; k < s->count && !val_bad(product); k++)
        product = op_binary(e, AST_MUL, product, over_all(e, s, k, &all), s->where);
    if (val_bad(product))
        return product;
    if (all.count == s->out.count)
        return product;
    val axes[HPC_MAX_RANK];
    for (uint32_t i = s->out.count; i < all.count; i++)
        axes[i - s->out.count] = val_int(e, i);
    val args[] = {product, val_tuple(e, axes, all.count - s->out.count),
                  val_dtype(e, ty_dtype_of(product.ty))};
    return elab_call_named(e, "numpy.sum", args, 3, s->where);
}

/* ---- Contraction by the runtime ------------------------------------------------------------------ */

enum { FEW = 512 }; /* multiplications that are not worth a call */

static bool in_term(const labels *l, unsigned char label)
{
    return find(l, label) >= 0;
}

/* The extents of all labels are known, and their product is small. */
static bool is_few(elab *e, const einsum *s)
{
    labels seen = {.count = 0};
    int64_t product = 1, extent;
    for (uint32_t k = 0; k < s->count; k++) {
        for (uint32_t i = 0; i < s->in[k].count; i++) {
            air_id dim = air_dim(&e->b, s->operands[k].node, i);
            if (!air_is_const(e->b.fun, dim, &extent) || extent > FEW)
                return false;
            if (in_term(&seen, s->in[k].at[i]) || seen.count == HPC_MAX_RANK)
                continue;
            seen.at[seen.count++] = s->in[k].at[i];
            product *= extent ? extent : 1;
            if (product > FEW)
                return false;
        }
    }
    return true;
}

/* Two operands: some label is summed, and not all labels that stay are in both. */
static bool is_matrix_product(const einsum *s)
{
    bool summed = false, apart = false;
    for (uint32_t k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < s->in[k].count; i++) {
            unsigned char label = s->in[k].at[i];
            bool both = in_term(&s->in[1 - k], label), kept = in_term(&s->out, label);
            summed |= both && !kept;
            apart |= !both && kept;
        }
    }
    return summed && apart;
}

static bool sums_anything(const einsum *s)
{
    for (uint32_t k = 0; k < s->count; k++)
        for (uint32_t i = 0; i < s->in[k].count; i++)
            if (!in_term(&s->out, s->in[k].at[i]))
                return true;
    return false;
}

static bool wants_runtime(elab *e, const einsum *s)
{
    if (s->count < 2 || is_few(e, s))
        return false;
    return s->count == 2 ? is_matrix_product(s) : sums_anything(s);
}

/* The terms as the runtime reads them: labels from '0' on. False where there are too many. */
static bool write_labels(const einsum *s, char *text)
{
    unsigned char known[64];
    uint32_t count = 0;
    for (uint32_t k = 0; k <= s->count; k++) {
        const labels *l = k < s->count ? &s->in[k] : &s->out;
        for (uint32_t i = 0; i < l->count; i++) {
            uint32_t at = 0;
            while (at < count && known[at] != l->at[i])
                at++;
            if (at == sizeof known)
                return false;
            if (at == count)
                known[count++] = l->at[i];
            *text++ = (char)('0' + at);
        }
        if (k + 1 < s->count)
            *text++ = ',';
        else if (k < s->count)
            text = stpcpy(text, "->");
    }
    *text = '\0';
    return true;
}

static val by_runtime(elab *e, einsum *s)
{
    char text[(MAX_OPERANDS + 1) * (HPC_MAX_RANK + 2)];
    const ty *types[MAX_OPERANDS];
    for (uint32_t k = 0; k < s->count; k++)
        types[k] = s->operands[k].ty;
    hpc_dtype dtype = pr_result(types, s->count, e->mode);
    if (!write_labels(s, text))
        return elab_error(e, s->where, "ValueError", "too many subscripts in einsum");
    for (uint32_t k = 0; k < s->count; k++)
        if (s->operands[k].ty->dtype != dtype)
            s->operands[k] = op_astype(e, s->operands[k], dtype, s->where);
    val names = val_str(e, text, strlen(text));
    air_id args[] = {elab_pack(e, s->operands, s->count, s->where), op_int(e, s->count),
                     val_node(e, &names), op_int(e, dtype)};
    if (!args[0])
        return val_never(e);
    air_type type = {AIR_ARRAY, (uint8_t)dtype, (uint8_t)s->out.count,
                     AIR_C_ORDER | AIR_UNIT_LAST | AIR_WRITABLE};
    air_id made = air_rt(&e->b, HPC_RT_einsum, args, 4, &type, 1);
    return val_array(e, s->out.count ? made : air_elem(&e->b, made, NULL));
}

/* ---- The function -------------------------------------------------------------------------------- */

/* By the rule that casting= names. */
static bool can_cast(elab *e, const bi_call *c, hpc_dtype from, hpc_dtype to)
{
    const val *casting = &c->args[5];
    if (casting->ty->kind != TY_STR || !casting->is_const)
        return elab_need_constant(e, casting, c->where, "casting"), false;
    if (pr_can_cast(from, to, strcmp(casting->text, "same_kind") ? casting->text[0] : 'k'))
        return true;
    elab_error(e, c->where, "TypeError",
               "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule '%s'",
               hpc_dtype_name(from), hpc_dtype_name(to), casting->text);
    return false;
}

/* The operands as arrays, of the dtype that is asked for. */
static bool take_operands(elab *e, const bi_call *c, einsum *s)
{
    hpc_dtype dtype = HPC_DTYPE_COUNT;
    if (!val_is_none(&c->args[3]) &&
        !val_dtype_arg(e, &c->args[3], c->where, HPC_DTYPE_COUNT, &dtype))
        return false;
    for (uint32_t k = 0; k < s->count; k++) {
        val v = elab_asarray(e, &c->args[1].items[k], HPC_DTYPE_COUNT, c->where);
        if (!val_bad(v) && dtype != HPC_DTYPE_COUNT && !can_cast(e, c, ty_dtype_of(v.ty), dtype))
            return false;
        if (!val_bad(v) && dtype != HPC_DTYPE_COUNT && ty_dtype_of(v.ty) != dtype)
            v = op_astype(e, v, dtype, c->where);
        if (val_bad(v))
            return false;
        s->operands[k] =
            v.ty->kind == TY_ARRAY ? v : val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    }
    return true;
}

/* np.einsum(subscripts, *operands, out, dtype, order, casting, optimize) */
static val einsum_of(elab *e, const bi_call *c)
{
    einsum s = {.where = c->where, .count = c->args[1].count};
    const val *text = &c->args[0];
    if (text->ty->kind != TY_STR || !text->is_const)
        return elab_need_constant(e, text, c->where, "einsum's subscripts");
    if (s.count == 0 || s.count > MAX_OPERANDS)
        return elab_error(e, c->where, "ValueError", "einsum takes 1 to %d operands", MAX_OPERANDS);
    if (!take_operands(e, c, &s) || !read_subscripts(e, &s, text->text))
        return val_never(e);
    for (uint32_t k = 0; k < s.count; k++)
        if (!take_diagonals(e, &s, k))
            return val_never(e);
    val made = wants_runtime(e, &s) ? by_runtime(e, &s) : contracted(e, &s);
    if (val_bad(made) || val_is_none(&c->args[2]))
        return made;
    if (c->args[2].ty->kind != TY_ARRAY)
        return elab_error(e, c->where, "TypeError", "einsum's out must be an array");
    return op_store_result(e, "einsum", made, c->args[2], NULL, c->where);
}

static const bi_row rows[] = {
    {"numpy.einsum",
     "subscripts, *operands, out=None, dtype=None, order='K', casting='safe', optimize=False",
     einsum_of, 0, 0,
     "Sums of products by Einstein's convention; the subscripts are constant. ValueError."},
};

const bi_table bi_einsum = {rows, sizeof rows / sizeof *rows};
