/* NAME=VALUE on the command line: Python literals and @file.npy.
 *
 *   x=@x.npy n=3 eps=1e-6 flag=True name='"text"' z=1+2j
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>

#include "../../runtime/npy.h"
#include "driver.h"
#include "syntax/syntax.h"

static bool is_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!(isalpha(c) || c == '_' || c >= 0x80 || (i && isdigit(c))))
            return false;
    }
    return length > 0;
}

/* ---- Literals ------------------------------------------------------------------------------- */

static bool set_int(hpc_arg *arg, const ast_expr *x, bool negative)
{
    uint64_t most = (uint64_t)INT64_MAX + negative;
    if (x->integer.huge || x->integer.magnitude > most)
        return false;
    arg->kind = HPC_ARG_INT;
    arg->i = negative ? (int64_t)(0 - x->integer.magnitude) : (int64_t)x->integer.magnitude;
    return true;
}

/* inf and nan are no literals of Python's, but how print shows these numbers. */
static bool set_name(hpc_arg *arg, const char *name, bool negative)
{
    double sign = negative ? -1 : 1;
    arg->kind = HPC_ARG_FLOAT;
    if (strcmp(name, "inf") == 0)
        arg->f[0] = sign * (double)INFINITY;
    else if (strcmp(name, "nan") == 0)
        arg->f[0] = (double)NAN;
    else
        return false;
    return true;
}

static bool set_number(hpc_arg *arg, const ast_expr *x)
{
    bool negative = false;
    while (x->kind == AST_UNARY && (x->unary.op == AST_NEG || x->unary.op == AST_POS)) {
        negative ^= x->unary.op == AST_NEG;
        x = x->unary.operand;
    }
    double sign = negative ? -1 : 1;
    switch (x->kind) {
    case AST_INT: return set_int(arg, x, negative);
    case AST_FLOAT:
        arg->kind = HPC_ARG_FLOAT;
        arg->f[0] = sign * x->real;
        return true;
    case AST_IMAGINARY:
        arg->kind = HPC_ARG_COMPLEX;
        arg->f[0] = negative ? -0.0 : 0.0;
        arg->f[1] = sign * x->real;
        return true;
    case AST_NAME: return set_name(arg, x->name, negative);
    default: return false;
    }
}

/* 1+2j: a real number, then an imaginary one. */
static bool set_complex(hpc_arg *arg, const ast_expr *x)
{
    hpc_arg real = {0};
    const ast_expr *right = x->binary.right;
    if ((x->binary.op != AST_ADD && x->binary.op != AST_SUB) || right->kind != AST_IMAGINARY ||
        !set_number(&real, x->binary.left) || real.kind == HPC_ARG_COMPLEX)
        return false;
    arg->kind = HPC_ARG_COMPLEX;
    arg->f[0] = real.kind == HPC_ARG_INT ? (double)real.i : real.f[0];
    arg->f[1] = x->binary.op == AST_ADD ? right->real : -right->real;
    return true;
}

static bool set_literal(hpc_arg *arg, const ast_expr *x)
{
    switch (x->kind) {
    case AST_TRUE:
    case AST_FALSE:
        arg->kind = HPC_ARG_BOOL;
        arg->i = x->kind == AST_TRUE;
        return true;
    case AST_NONE: arg->kind = HPC_ARG_NONE; return true;
    case AST_STRING:
        arg->kind = HPC_ARG_STRING;
        arg->text = x->string.text;
        return strlen(x->string.text) == x->string.length;
    case AST_BINARY: return set_complex(arg, x);
    default: return set_number(arg, x);
    }
}

static int parse_literal(session *s, const char *text, hpc_arg *arg)
{
    source *src = ARENA_NEW(s->arena, source);
    *src = (source){arg->name, text, (uint32_t)strlen(text)};
    diags *d = diag_new(s->arena);
    ast_module *m = syntax_parse(s->arena, s->names, d, src);
    bool one = m && !diag_count(d) && m->body.len == 1 && m->body.items[0]->kind == AST_EXPR_STMT;
    if (one && set_literal(arg, m->body.items[0]->value))
        return 0;
    bool word = is_name(text, strlen(text));
    if (word)
        return usage_error("%s=%s: a string is written %s='\"%s\"', a file %s=@FILE.npy", arg->name,
                           text, arg->name, text, arg->name);
    return usage_error(
        "%s=%s: a value is @FILE.npy or a literal of Python: an integer of 64 bits, a "
        "float, a complex number, True, False, None or a string",
        arg->name, text);
}

/* ---- Arrays --------------------------------------------------------------------------------- */

static int load_array(session *s, const char *path, hpc_arg *arg, hpc_view *view)
{
    hpc_code code = hpc_npy_load(&s->frame, view, path);
    if (code != HPC_OK)
        return session_error("argument '%s': %s: %s", arg->name, hpc_code_name(code),
                             s->frame.error.text);
    arg->kind = HPC_ARG_ARRAY;
    arg->type = (hpc_type)view->dtype;
    arg->rank = view->rank;
    arg->shape = view->shape;
    arg->strides = view->strides;
    arg->data = view->data;
    return 0;
}

static int parse_one(session *s, const char *text, hpc_arg *arg, hpc_view *view)
{
    const char *equals = strchr(text, '=');
    if (!equals || !is_name(text, (size_t)(equals - text)))
        return usage_error("'%s' is not NAME=VALUE", text);
    arg->name = arena_strndup(s->arena, text, (size_t)(equals - text));
    if (equals[1] == '@')
        return load_array(s, equals + 2, arg, view);
    return parse_literal(s, arena_strndup(s->arena, equals + 1, strlen(equals + 1)), arg);
}

int arguments_parse(session *s, int argc, char **argv, named_values *out)
{
    out->args = ARENA_ARRAY(s->arena, hpc_arg, argc + 1);
    out->views = ARENA_ARRAY(s->arena, hpc_view, argc + 1);
    for (int i = 0; i < argc; i++) {
        int status = parse_one(s, argv[i], &out->args[i], &out->views[i]);
        out->count = i + 1;
        for (int k = 0; k < i && !status; k++)
            if (strcmp(out->args[k].name, out->args[i].name) == 0)
                status = usage_error("'%s' is given twice", out->args[i].name);
        if (status)
            return status;
    }
    return 0;
}

void arguments_free(named_values *values)
{
    for (int i = 0; i < values->count; i++)
        if (values->args[i].kind == HPC_ARG_ARRAY)
            hpc_view_release(&values->views[i]);
}
