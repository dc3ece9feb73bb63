/* What elaboration keeps while it walks a program: scopes and their bindings, loops, functions and
 * their instances, the modules. Internal to compiler/sema. */
#ifndef HPC_ELAB_SCOPE_H
#define HPC_ELAB_SCOPE_H

#include "elab.h"

enum { ELAB_MAX_COMPONENTS = 128, ELAB_MAX_DEPTH = 200 };

typedef enum bound_state { UNBOUND, BOUND, MAYBE_BOUND } bound_state;

/* What a name stands for at one point of the program. */
typedef struct binding {
    const char *name; /* interned */
    bound_state state;
    val v;
    uint32_t flag;     /* MAYBE_BOUND: the AIR variable that tells, plus 1 */
    int32_t cell;      /* module scope: cell of the global, plus 1; 0 none yet */
    air_id stored;     /* module scope: the node the cell holds at this point, or 0 */
    bool read_unbound; /* was read at a loop head where only a later turn binds it */
} binding;

typedef VEC(binding) env;

/* A name that a loop body assigns: carried from turn to turn in AIR variables. */
typedef struct carried {
    uint32_t slot;
    const ty *type;   /* at the head; NULL: unbound there */
    uint32_t var;     /* first of the components' variables */
    bool has_vars;
    uint32_t flag;    /* variable telling whether it is bound, plus 1; 0: it always is */
} carried;

typedef struct loop {
    struct loop *outer;
    VEC(carried) carried;
    bool retry;        /* a type at the head was too narrow */
    bool failed;       /* two types do not join: where says at which edge */
    bool breaks;       /* a break was seen */
    bool peeled;       /* the first turn is elaborated apart */
    uint32_t broke;    /* variable set by break, plus 1 (loops with else) */
} loop;

/* The function whose body is being elaborated. */
typedef struct scope {
    struct scope *lexical;     /* where free names are looked up next; the module's has none */
    env names;
    bool is_module;
    bool reachable;            /* the point being elaborated can be reached */
    loop *loop;
    struct instance *instance; /* NULL at module level and in inlined calls */
    struct inlining *inlining; /* where `return` goes in an inlined call */
} scope;

/* A call elaborated inside its caller: returns are collected, not emitted. */
typedef struct inlining {
    val result;
    bool returned;
    bool failed; /* a return inside a loop or a run-time branch: must be a real call */
} inlining;

/* A decorator's or annotation's signature: parameter types (NULL: any) and result. */
typedef struct signature {
    const ty **params;
    uint32_t count;
    const ty *result; /* or NULL */
} signature;

/* A function of the program: its definition and what holds for all calls. */
typedef struct func {
    const char *name;
    const ast_params *params;
    const ast_block *body;    /* NULL for a lambda */
    const ast_expr *lambda;   /* its expression, or NULL */
    const ast_stmt *definition;
    const source *src;
    scope *lexical;           /* scope of the definition: the live one of an enclosing function */
    val *defaults;            /* by parameter; TY_ABSENT where there is none */
    const char *module;       /* "numpy" for stdlib's functions: whose names it sees */
    pr_mode mode;
    bool fastmath, is_stdlib, parallel;
    VEC(signature) signatures;
    uint64_t need_const;      /* parameters whose constant is part of the key */
    ast_scope uses;
} func;

typedef struct global_use {
    uint32_t slot;   /* in the module scope */
    const ty *type;
    val constant;    /* valid when is_const */
} global_use;

/* A function elaborated for argument types. */
typedef struct instance {
    func *fn;
    const ty **params;     /* by parameter (absent ones take the default's type) */
    val *constants;        /* by parameter: ty NULL where it is not part of the key */
    uint32_t count;
    air_fun *fun;
    const ty *result;      /* NULL until a return was elaborated */
    bool done, in_progress, failed;
    bool result_used;      /* a recursive call used `result` before it was final */
    bool restart;          /* need_const grew: elaborate anew */
    VEC(global_use) globals;
    VEC(binding *) captured; /* closures: see elab_call.c */
} instance;

typedef struct module_entry {
    const char *name;  /* "numpy" ... */
    const source *src;
    ast_module *ast;
    scope *scope;
} module_entry;

typedef struct program {
    elab *e;
    scope *module;           /* of the main module */
    VEC(instance *) instances;
    VEC(module_entry) stdlib; /* modules of stdlib that were parsed */
    bool persist;            /* store every global at the end: later calls read the cells */
} program;

/* Names. scope_find gives NULL when this scope does not know the name. */
binding *scope_find(scope *s, const char *name);
uint32_t scope_slot(elab *e, scope *s, const char *name); /* found or added, UNBOUND */
void scope_bind(elab *e, scope *s, const char *name, val v);
val elab_name(elab *e, const char *name, span where);
scope *scope_module(scope *s);
/* A list's item type became known: every name that holds the object has it from now on. */
void scope_retype(elab *e, air_id node, const ty *type);
env env_copy(elab *e, const env *from);

/* Components: between values and AIR nodes. */
uint32_t val_components(elab *e, const val *v, const ty *as, air_id *out, span where);
val val_from_components(elab *e, const ty *type, const air_id *nodes);
/* v as a value of a type it joins into (facts dropped, numbers unified, union alternatives). */
val val_coerce(elab *e, val v, const ty *type, span where);

/* Variables. */
uint32_t vars_new(elab *e, const char *name, const ty *type); /* the first of its components' */
void vars_set(elab *e, uint32_t first, const ty *type, const val *v, span where);
val vars_get(elab *e, uint32_t first, const ty *type);

/* Control flow. elab_branch elaborates both sides of a run-time condition: `then` and `other` are
 * called with the region set; bindings are joined after. */
typedef void (*elab_part)(elab *e, void *user);
void elab_branch(elab *e, air_id condition, elab_part then, elab_part other, void *user, span where);
/* A value that is one or the other: joined through variables; types join or become a union. */
typedef val (*elab_choice)(elab *e, void *user);
val elab_choose(elab *e, air_id condition, elab_choice then, elab_choice other, void *user,
                span where);
void elab_for(elab *e, const ast_stmt *s);
void elab_while(elab *e, const ast_stmt *s);
void loop_edge(elab *e, span where, bool is_break); /* before BREAK, CONTINUE and the end */
/* A comprehension's or builtin's loop over an iterable: body is called with each element. */
void elab_iterate(elab *e, val iterable, span where, void (*body)(elab *e, val element, void *user),
                  const ast_block *assigned, void *user);

void elab_stmt(elab *e, const ast_stmt *s);
void elab_assign(elab *e, const ast_expr *target, val v);
void elab_import(elab *e, const ast_stmt *s);

/* Functions. */
func *func_new(elab *e, const ast_stmt *definition);
func *func_lambda(elab *e, const ast_expr *lambda);
val func_val(elab *e, func *f);
void func_decorate(elab *e, func *f, const ast_exprs *decorators);
val func_call(elab *e, func *f, const call_args *args, span where);
const ty *type_from_annotation(elab *e, const ast_expr *annotation); /* NULL: says nothing */
const ty *type_from_val(elab *e, const val *v, span where); /* a type expression's value */
func *stdlib_function(elab *e, const char *module, const char *name); /* NULL: none */

int32_t elab_loc_new(elab *e, span where);
void elab_at(elab *e, span where); /* nodes made from now on are located here */

#endif
