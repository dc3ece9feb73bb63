/* np.einsum with constant subscripts: every operand becomes a view over one index space, the output
 * labels first, then those that are summed; the product is summed over these.
 *
 *   "ij,jk->ik"  ->  labels i k j;  a[:, newaxis, :] * b.T[newaxis, :, :], summed over axis 2
 */
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
    for (uint32_t i = 0; i < s->out.count; i++)
        if (!times_used(s, s->out.at[i]))
            return fail(e, s,
                        "einstein sum subscripts string included output subscript which never "
                        "appeared in an input");
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
            val args[] = {s->operands[k], val_int(e, 0), val_int(e, i), val_int(e, j)};
            s->operands[k] = elab_call_named(e, "numpy.diagonal", args, 4, s->where);
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

/* np.einsum(subscripts, *operands, optimize=False) */
static val einsum_of(elab *e, const bi_call *c)
{
    einsum s = {.where = c->where, .count = c->args[1].count};
    const val *text = &c->args[0];
    if (text->ty->kind != TY_STR || !text->is_const)
        return elab_need_constant(e, text, c->where, "einsum's subscripts");
    if (s.count == 0 || s.count > MAX_OPERANDS)
        return elab_error(e, c->where, "ValueError", "einsum takes 1 to %d operands", MAX_OPERANDS);
    for (uint32_t k = 0; k < s.count; k++) {
        val v = elab_asarray(e, &c->args[1].items[k], HPC_DTYPE_COUNT, c->where);
        if (val_bad(v))
            return v;
        s.operands[k] =
            v.ty->kind == TY_ARRAY ? v : val_array(e, air_fill(&e->b, val_node(e, &v), 0, NULL));
    }
    if (!read_subscripts(e, &s, text->text))
        return val_never(e);
    for (uint32_t k = 0; k < s.count; k++)
        if (!take_diagonals(e, &s, k))
            return val_never(e);
    return contracted(e, &s);
}

static const bi_row rows[] = {
    {"numpy.einsum", "subscripts, *operands, optimize=False", einsum_of, 0, 0,
     "Sums of products by Einstein's convention; the subscripts are constant. ValueError."},
};

const bi_table bi_einsum = {rows, sizeof rows / sizeof *rows};
