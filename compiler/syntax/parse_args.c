/* The grammar's actions for arguments and parameters, with the rules on their order. */
#include "parse.h"

#include "grammar.h"

static void error(parser *p, span where, const char *message)
{
    diag_error(p->d, p->src, where, "SyntaxError", "%s", message);
}

/* ---- Arguments ------------------------------------------------------------------------------------ */

static void add_positional(parser *p, parse_args *args, const parse_arg *arg)
{
    bool unpacked = false;
    for (uint32_t i = 0; i < args->keywords.len && !unpacked; i++)
        unpacked = !args->keywords.items[i].name;
    if (arg->value->kind == AST_STARRED) {
        if (unpacked)
            error(p, arg->value->where,
                  "iterable argument unpacking follows keyword argument unpacking");
    } else if (unpacked) {
        error(p, arg->value->where, "positional argument follows keyword argument unpacking");
    } else if (args->keywords.len) {
        error(p, arg->value->where, "positional argument follows keyword argument");
    }
    vec_push(p->a, &args->args, arg->value);
}

/* Linear in the keywords before, of which a call has few; past many the rest goes unchecked. */
static void add_keyword(parser *p, parse_args *args, const parse_arg *arg)
{
    enum { CHECKED = 1000 };
    for (uint32_t i = 0; i < args->keywords.len && i < CHECKED; i++) {
        const ast_keyword *k = &args->keywords.items[i];
        if (arg->name && k->name == arg->name) {
            diag_error(p->d, p->src, arg->where, "SyntaxError", "keyword argument repeated: %.200s",
                       arg->name);
            break;
        }
    }
    vec_push(p->a, &args->keywords, ((ast_keyword){arg->name, arg->where, arg->value}));
}

parse_args *parse_add_arg(parser *p, parse_args *args, parse_arg arg)
{
    if (!args)
        args = ARENA_NEW(p->a, parse_args);
    args->count++;
    if (arg.name || arg.unpack)
        add_keyword(p, args, &arg);
    else
        add_positional(p, args, &arg);
    if (arg.generator)
        args->generator = arg.value;
    return args;
}

/* f(x for x in y,) is an error, f(a,) is not. */
void parse_args_comma(parse_args *args, token comma)
{
    (void)comma;
    args->count++;
}

parse_arg parse_plain_arg(ast_expr *value)
{
    return (parse_arg){.value = value, .where = value->where};
}

parse_arg parse_unpack_arg(token stars, ast_expr *value)
{
    return (parse_arg){
        .value = value, .where = parse_join_spans(stars.where, value->where), .unpack = true};
}

parse_arg parse_generator_arg(parser *p, ast_expr *element, ast_comp_fors *fors)
{
    token open = {.where = element->where}, close = {.where = fors->items[fors->len - 1].where};
    parse_arg arg =
        parse_plain_arg(parse_comprehension(p, AST_GENERATOR, open, element, NULL, fors, close));
    arg.value->parenthesised = false;
    arg.generator = true;
    return arg;
}

parse_arg parse_keyword_arg(parser *p, ast_expr *name, token equal, ast_expr *value)
{
    parse_arg arg = {.value = value, .where = name->where};
    if (name->kind == AST_NAME && !name->parenthesised) {
        arg.name = name->name;
        return arg;
    }
    span where = parse_join_spans(name->where, equal.where);
    if (name->kind == AST_TRUE || name->kind == AST_FALSE || name->kind == AST_NONE)
        diag_error(p->d, p->src, where, "SyntaxError", "cannot assign to %s",
                   ast_expr_text(p->a, name));
    else
        error(p, where, "expression cannot contain assignment, perhaps you meant \"==\"?");
    arg.value = parse_error_node(p, where);
    return arg;
}

/* ---- Parameters ----------------------------------------------------------------------------------- */

static bool has_default(const parse_params *ps)
{
    for (uint32_t i = 0; i < ps->list.len; i++)
        if (ps->list.items[i].value && ps->list.items[i].kind != AST_KEYWORD_ONLY)
            return true;
    return false;
}

static void add(parser *p, parse_params *ps, const parse_param *param, ast_param_kind kind)
{
    ast_param out = {.kind = kind,
                     .id = ++p->ids,
                     .name = param->name,
                     .where = param->where,
                     .annotation = param->annotation,
                     .value = param->value};
    vec_push(p->a, &ps->list, out);
}

static void add_plain(parser *p, parse_params *ps, const parse_param *param)
{
    if (!ps->star && !param->value && has_default(ps))
        error(p, param->where, "non-default argument follows default argument");
    ps->named_after_star |= ps->star;
    add(p, ps, param, ps->star ? AST_KEYWORD_ONLY : AST_POSITIONAL);
}

static void add_slash(parser *p, parse_params *ps, const parse_param *param)
{
    if (ps->slash)
        error(p, param->where, "/ may appear only once");
    else if (ps->star)
        error(p, param->where, "/ must be ahead of *");
    else if (!ps->list.len)
        error(p, param->where, "at least one argument must precede /");
    ps->slash = true;
    for (uint32_t i = 0; i < ps->list.len; i++)
        if (ps->list.items[i].kind == AST_POSITIONAL)
            ps->list.items[i].kind = AST_POSITIONAL_ONLY;
}

static void add_star(parser *p, parse_params *ps, const parse_param *param)
{
    if (ps->star)
        error(p, param->where, "* argument may appear only once");
    ps->star = true;
    ps->star_where = param->where;
    ps->named_after_star = param->name;
    if (param->name)
        add(p, ps, param, AST_VAR_POSITIONAL);
}

parse_params *parse_add_param(parser *p, parse_params *ps, parse_param param)
{
    if (!ps)
        ps = ARENA_NEW(p->a, parse_params);
    bool closed = ps->list.len && ps->list.items[ps->list.len - 1].kind == AST_VAR_KEYWORD;
    if (closed)
        error(p, param.where, "arguments cannot follow var-keyword argument");
    if (param.mark == '*')
        add_star(p, ps, &param);
    else if (param.mark == '/')
        add_slash(p, ps, &param);
    else if (param.mark == 'p')
        add(p, ps, &param, AST_VAR_KEYWORD);
    else
        add_plain(p, ps, &param);
    return ps;
}

parse_param parse_plain_param(token name, ast_expr *annotation, ast_expr *value)
{
    return (parse_param){0, name.name, name.where, annotation, value};
}

parse_param parse_mark_param(token mark, const token *name, ast_expr *annotation)
{
    char kind = mark.kind == TK_STAR ? '*' : mark.kind == TK_SLASH ? '/' : 'p';
    return (parse_param){kind, name ? name->name : NULL, name ? name->where : mark.where,
                         annotation, NULL};
}

static void check_duplicates(parser *p, const ast_params *params)
{
    enum { CHECKED = 1000 }; /* quadratic, and no program has more */
    for (uint32_t i = 1; i < params->len && i < CHECKED; i++)
        for (uint32_t k = 0; k < i; k++)
            if (params->items[i].name == params->items[k].name) {
                diag_error(p->d, p->src, params->items[i].where, "SyntaxError",
                           "duplicate argument '%.200s' in function definition",
                           params->items[i].name);
                break;
            }
}

ast_params parse_finish_params(parser *p, parse_params *ps)
{
    if (!ps)
        return (ast_params){0};
    if (ps->star && !ps->named_after_star)
        error(p, ps->star_where, "named arguments must follow bare *");
    check_duplicates(p, &ps->list);
    return ps->list;
}
