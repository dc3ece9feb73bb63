/* Loop IR to bytes, for hashing: every field of lir.h that has a meaning, with its length before
 * each list, so that different modules are different bytes. */
#include "lir_digest.h"

static void add_bytes(blake2b *h, uint64_t size, const void *bytes)
{
    blake2b_add(h, &size, sizeof size);
    blake2b_add(h, bytes, size);
}

/* A list of 32-bit numbers. */
#define ADD_LIST(h, list) add_bytes((h), (list).len * sizeof *(list).items, (list).items)

static void add_number(blake2b *h, uint64_t number)
{
    blake2b_add(h, &number, sizeof number);
}

static uint32_t type_word(lir_type t)
{
    return t.elem | (uint32_t)t.lanes << 8;
}

static void add_expr(blake2b *h, const lir_expr *e)
{
    uint32_t words[5 + LIR_MAX_ARGS] = {e->op | (uint32_t)e->exact << 8, type_word(e->type), e->var,
                                        (uint32_t)e->imm, (uint32_t)(e->imm >> 32)};
    for (int i = 0; i < LIR_MAX_ARGS; i++)
        words[5 + i] = e->args[i];
    blake2b_add(h, words, sizeof words);
}

static void add_stmt(blake2b *h, const lir_stmt *s)
{
    uint64_t imm = (uint64_t)s->imm;
    uint32_t words[] = {s->kind | (uint32_t)s->flags << 8,
                        s->var,
                        (uint32_t)s->loc,
                        (uint32_t)imm,
                        (uint32_t)(imm >> 32),
                        s->a,
                        s->b,
                        s->c,
                        s->d};
    blake2b_add(h, words, sizeof words);
    ADD_LIST(h, s->body);
    ADD_LIST(h, s->other);
    ADD_LIST(h, s->args);
    ADD_LIST(h, s->outs);
}

static void add_signature(blake2b *h, const lir_fn *f)
{
    uint32_t flags[] = {f->in_cycle, f->fastmath, f->once, f->general};
    blake2b_add(h, flags, sizeof flags);
    ADD_LIST(h, f->params);
    ADD_LIST(h, f->results);
    add_number(h, f->vars.len);
    for (uint32_t i = 1; i < f->vars.len; i++) {
        uint32_t word = type_word(f->vars.items[i].type);
        blake2b_add(h, &word, sizeof word);
    }
}

static void add_body(blake2b *h, const lir_fn *f)
{
    add_number(h, f->exprs.len);
    for (uint32_t i = 1; i < f->exprs.len; i++)
        add_expr(h, &f->exprs.items[i]);
    add_number(h, f->stmts.len);
    for (uint32_t i = 1; i < f->stmts.len; i++)
        add_stmt(h, &f->stmts.items[i]);
    add_number(h, f->shuffles.len);
    for (uint32_t i = 0; i < f->shuffles.len; i++)
        ADD_LIST(h, f->shuffles.items[i]);
    ADD_LIST(h, f->body);
    ADD_LIST(h, f->cleanup);
}

void lir_digest(blake2b *h, const lir_module *m, bool skip_once)
{
    add_number(h, m->fns.len);
    for (uint32_t i = 0; i < m->fns.len; i++) {
        add_signature(h, m->fns.items[i]);
        if (!m->fns.items[i]->general && (!skip_once || !m->fns.items[i]->once))
            add_body(h, m->fns.items[i]);
    }
    add_number(h, m->data.len);
    for (uint32_t i = 0; i < m->data.len; i++)
        add_bytes(h, m->data.items[i].size, m->data.items[i].bytes);
}
