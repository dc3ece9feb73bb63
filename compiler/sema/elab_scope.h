/* What elaboration keeps while it walks a program: scopes and their bindings, loops, functions and
 * their instances, the modules. Internal to compiler/sema. */
#ifndef HPC_ELAB_SCOPE_H
#define HPC_ELAB_SCOPE_H

#include "elab.h"
#include "elaborate.h"

enum { ELAB_MAX_COMPONENTS = TY_MOST_COMPONENTS, ELAB_MAX_DEPTH = 200 };

typedef struct scope scope;

typedef enum bound_state { UNBOUND, BOUND, MAYBE_BOUND } bound_state;

/* What a name stands for at one point of the program. */
typedef struct binding {
    const char *name; /* interned */
    bound_state state;
    val v;
    uint32_t flag; /* MAYBE_BOUND: the AIR variable that tells, plus 1 */
    int32_t cell;  /* module scope: first of its globals, plus 1; 0 none yet */
    const ty *cell_type;
    int32_t flag_cell;     /* cell that tells whether it is bound, plus 1; 0 none yet */
    air_id stored;         /* module scope: the node the cell holds at this point, or 0 */
    bool shared;           /* module scope: functions assign it; its value is what its cell holds */
    bool resident;         /* the value is in the cell: an earlier function put it there */
    const ty *conflict[2]; /* UNBOUND since two paths gave it these types */
    bool deleted;          /* UNBOUND by del */
    bool read_unbound;     /* was read at a loop head where only a later turn binds it */
    span read_where;
} binding;

typedef VEC(binding) env;

/* A name that a loop body assigns: carried from turn to turn in AIR variables. */
typedef struct carried {
    uint32_t slot;
    const ty *type; /* at the head and at every edge; NULL: not known yet */
    bool bound;     /* bound before the loop */
    bool was_read;  /* the head reads it where only a later turn binds it: it has a type there */
    bool poisoned;  /* an edge brings a value that an error left without a type */
    bool has_vars;
    const ty *conflict[2]; /* types of two turns that do not join: it is refused where it is read */
    uint32_t var;          /* first of the components' variables */
    uint32_t flag;         /* variable telling whether it is bound, plus 1; 0: it always is */
} carried;

typedef struct loop {
    struct loop *outer;
    scope *scope;
    VEC(carried) carried;
    struct loop *around; /* the loop being elaborated around this one, whatever its scope */
    bool once;           /* exactly one turn: a place for break to go to */
    bool is_short;       /* its turns are known and few */
    bool apart;       /* the types of two turns do not join, or a turn's index must be constant */
    const char *wish; /* what must be constant, and where: an error if it cannot be */
    span wish_where;
    bool retry;     /* a type at the head was too narrow: elaborate the body again */
    bool breaks;    /* a break was seen */
    uint32_t broke; /* variable set by break, plus 1 (loops with else) */
} loop;

/* The function whose body is being elaborated. */
/* Slots of a scope's names by hash, plus 1; 0: a free place. Of use while it has all of them. */
typedef struct name_index {
    uint32_t *slots, room, count;
} name_index;

struct scope {
    struct scope *lexical; /* where free names are looked up next; the module's has none */
    env names;
    name_index index;
    bool is_module, is_stdlib;
    bool is_comprehension; /* returns and loops are those of the scope around it */
    bool reachable;        /* the point being elaborated can be reached */
    bool done;             /* its body was elaborated: a function that it made may outlive it */
    air_fun *fun;          /* that its names' nodes belong to; NULL for a module */
    air_region *region;    /* done: where its names' nodes can be seen */
    struct scope *caller;  /* of an inlined call: the scope that called */
    air_id handled;        /* the exception of the handler being elaborated, or 0 */
    bool stops;            /* the statement being elaborated calls what always raises */
    loop *loop;
    struct instance *instance;  /* NULL at module level and in inlined calls */
    struct inlining *inlining;  /* where `return` goes in an inlined call */
    const struct func *inlined; /* the function of the inlined call */
};

/* A call elaborated inside its caller: returns are collected, not emitted. */
typedef struct inlining {
    val result;
    air_region *region; /* the call's: a return elsewhere cannot be inlined */
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
typedef struct func func;
struct func {
    const char *name;
    const ast_params *params;
    const ast_block *body;  /* NULL for a lambda */
    const ast_expr *lambda; /* its expression, or NULL */
    const ast_stmt *definition;
    const source *src;
    scope *lexical;             /* scope of the definition: the live one of an enclosing function */
    val *defaults;              /* by parameter; TY_ABSENT where there is none */
    const char **default_names; /* by parameter: where the scope keeps it, NULL: in defaults */
    const char *module;         /* of a function of stdlib: "numpy"; else NULL */
    pr_mode mode;
    bool fastmath, is_stdlib, parallel;
    const ast_expr *vectorize; /* the decorator np.vectorize, or NULL */
    bool numpy_errors;         /* error_model="numpy": division by zero gives NumPy's results */
    VEC(signature) signatures;
    ast_names cells;         /* variables that functions inside declare nonlocal: nonlocal.c */
    struct class_def *owner; /* of a method: its class, else NULL */
    uint64_t need_const;     /* parameters whose constant is part of the key */
    bool is_generator;
    const ast_expr *generator;     /* of a generator expression, or NULL */
    struct generator_copy *copies; /* of a generator: generators.h */
    ast_scope uses;
};

typedef struct global_use {
    uint32_t slot; /* in the module scope */
    const ty *type;
    val constant; /* valid when is_const */
    int32_t cell; /* where it is read; 0 for a constant */
} global_use;

/* A variable of a function around that an instance reads: it gets the value at the call. The caller
 * puts it into cells right before the call, the instance takes it from there when it begins. */
typedef struct capture {
    scope *scope;
    const char *name;
    const ty *type;
    val constant; /* ty NULL: it has cells */
    val v;        /* in the instance being elaborated; no type: found in this round */
    uint32_t cell;
} capture;

/* A function elaborated for argument types. While it is in progress a recursive call takes the type
 * that `assumed` says; instances that did so are provisional until the assumption proves right. */
typedef struct instance {
    func *fn;
    const ty **params; /* by parameter */
    val *constants;    /* by parameter: ty NULL where its value is not part of the key */
    uint32_t count;
    air_fun *fun;
    const ty *result;   /* joined over the returns seen so far; NULL: none */
    const ty *declared; /* the result type that all returns are coerced to, or NULL */
    const ty *assumed;
    bool done, in_progress, failed;
    bool assumed_used; /* a recursive call was given `assumed` in this round */
    bool restart;      /* need_const grew: the key is another one */
    bool mixed;        /* returns of several types: another round coerces them */
    bool provisional;  /* rests on another's assumed result */
    VEC(global_use) globals;
    VEC(capture) captures;
    bool grew;              /* captures were found in this round */
    env names;              /* of the last round, at its end */
    struct instance *outer; /* the instance whose call is being elaborated */
} instance;

typedef struct module_entry {
    const char *name; /* "numpy" ... */
    const source *src;
    ast_module *ast;
    scope *scope;
} module_entry;

typedef struct cell_home {
    const char *name;
    const ty *type;
    int32_t cell; /* as in binding */
} cell_home;

/* The text that closes the file of a with statement. */
typedef struct closing_text {
    struct closing_text *next;
    const ast_stmt *with;
    uint32_t item;
    const ast_stmt *stmt;
} closing_text;

struct program {
    closing_text *closings;
    elab *e;
    scope *module; /* of the main module */
    VEC(instance *) instances;
    instance *current;                  /* being elaborated, or NULL at module level */
    VEC(module_entry) stdlib;           /* modules of stdlib that were parsed */
    VEC(func *) functions;              /* made so far */
    VEC(struct attempt *) attempts;     /* elab_try.c: what each try found in its last round */
    VEC(struct exc_class *) exceptions; /* exceptions.c: the classes met so far */
    uint32_t defaults;                  /* values of defaults kept under hidden names so far */
    uint32_t cells;                     /* cells given to globals so far */
    VEC(cell_home) cell_homes;          /* one for each type that a global has had */
    ast_names shared;                   /* names that some function declares global */
    VEC(struct field_wish *)
    wishes;             /* records.c: what fields should have been when objects were made */
    VEC(val) factories; /* of defaultdicts: what their types' classes count */
    VEC(struct tuple_names *) tuple_names; /* of named tuples, one for each class */
    VEC(struct record *) cell_records;     /* one for each type that a cell holds */
    bool wishes_grew;
    bool bound_boxed;          /* since the module's names were last looked through */
    bool has_try;              /* failures may be caught */
    bool large;                /* the top level has arrays that are worth compiling for */
    bool bare_names;           /* numpy's and math's names are found without a module */
    const ast_stmt *statement; /* of the top level, being elaborated; NULL for the last one */
    const ast_expr *unpacked;  /* targets that wait for the type of a boxed value, or NULL */
    uint64_t need_const;       /* parameters of the chunk whose constant was asked for */
};

/* The first cell of a module-level name, plus 1; it gets cells when it has none for its type. */
int32_t global_cells(elab *e, binding *b);
/* The value of a module-level name, read from its cell (which it gets when it has none). */
val global_read(elab *e, binding *b);
uint32_t elab_global_index(elab *e, const char *name, air_type type, uint32_t cell);
/* Before a call of an instance (and at the end of a program that persists): the cells of the
 * globals it reads hold what the names stand for at this point. */
void globals_store(elab *e, const instance *i, span where);
void globals_store_all(elab *e);
/* The function being elaborated declares the name global. */
bool scope_declares_global(const scope *s, const char *name);
bool scope_declares_nonlocal(const scope *s, const char *name);
/* name = v, for a name that functions assign: into its cell. */
void global_assign(elab *e, const char *name, val v, span where);
/* What each scope's variables hold now is put where the instance takes it from. */
void captures_store(elab *e, const instance *i, span where);
void captures_load(elab *e, instance *i); /* at the beginning of the instance */
/* True where the captured variables are of the types (and constants) that the instance is for. */
bool captures_match(elab *e, const instance *i);

/* Names. scope_find gives NULL when this scope does not know the name. */
binding *scope_find(scope *s, const char *name);
uint32_t scope_slot(elab *e, scope *s, const char *name); /* found or added, UNBOUND */
void scope_bind(elab *e, scope *s, const char *name, val v);
val elab_name(elab *e, const char *name, span where);
/* The same, looked up in the scope and those around it. */
val elab_name_from(elab *e, scope *from, const char *name, span where);
/* The value of a name that the scope knows, as the code being elaborated sees it. */
val scope_read(elab *e, scope *s, const char *name, span where);
/* Report that a name of the scope has no value yet. */
val scope_unbound(elab *e, const scope *s, const char *name, span where);
/* True where what a done scope's names stand for can be seen from here. */
bool scope_visible(const elab *e, const scope *s);
/* A literal list gets an identity. */
val elab_named_value(elab *e, val v);
/* A slice, range, iterator, ... that came through a join, a loop or a call without its parts. */
bool val_lost_parts(const val *v);
bool val_same(const val *a, const val *b); /* of one type, and equal where constant */
scope *scope_module(scope *s);
env env_copy(elab *e, const env *from);
/* A name's cells outlive what elaboration forgets of it: where its value lies at run time. */
void binding_keep_cells(binding *b, const binding *from);
binding binding_unbound(elab *e, const binding *from); /* the same name and cells, unbound */

/* Components: between values and AIR nodes. A value that has a place (a parameter, a result, a
 * global) has at most ELAB_MAX_COMPONENTS: false, with an error, for a tuple that has more. */
bool val_has_place(elab *e, const ty *type, span where);
air_id val_zero_node(elab *e, air_type type); /* of a value that nothing was stored for */
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
void elab_branch(elab *e, air_id condition, elab_part then, elab_part other, void *user,
                 span where);
/* A value that is one or the other: joined through variables; types join or become a union. */
typedef val (*elab_choice)(elab *e, void *user);
val elab_choose(elab *e, air_id condition, elab_choice then, elab_choice other, void *user,
                span where);
/* The join of two types: ty_join's, or for unlike numbers a union. NULL: none. */
const ty *elab_join(elab *e, const ty *a, const ty *b);
/* A value of the type that stands for one not known in this round; the round will be repeated. */
val elab_pending(elab *e, const ty *type);
/* The names that := binds in an expression, appended. */
void elab_walrus_names(elab *e, const ast_expr *x, ast_names *names);
/* try and raise: elab_try.c, exceptions.c. */
void elab_try(elab *e, const ast_stmt *s);
/* The body; where it fails, `restore` runs before the failure goes on. Nothing in it jumps out. */
void try_restoring(elab *e, elab_part body, elab_part restore, void *user, span where);
/* The name was bound to v (NULL: deleted): a try around keeps it. */
void try_bound(elab *e, scope *s, const char *name, const val *v);
/* Names for what any() and all() of a generator have found begin with it. */
#define ELAB_FOUND ".found."
/* A jump out of a try with a finally: taken after that. False: there is none on the way. */
bool try_leaves(elab *e, air_op op, const val *result, span where);
void elab_raise(elab *e, const ast_stmt *s);
void raise_assertion(elab *e, const val *message, span where);
void elab_for(elab *e, const ast_stmt *s);
void elab_while(elab *e, const ast_stmt *s);
/* True where a later turn of a loop around, as seen from `at`, may bind the slot of s, which is
 * unbound before it. */
/* Something must be constant that is not: the innermost loop whose turns are few and known will have
 * each turn elaborated apart, with its own index. False where there is no such loop. */
bool loop_wants_constant(elab *e, span where, const char *what);
bool loop_may_bind(const scope *at, const scope *s, uint32_t slot);
void loop_edge(elab *e, span where, bool is_break); /* before BREAK, CONTINUE and the end */
/* Loops over an iterable; body is called (perhaps several times, from one mark) with the element.
 * `assigned` are names of e->scope that body may bind (NULL: none). */
typedef void (*elab_element)(elab *e, val element, void *user);
void elab_iterate(elab *e, val iterable, span where, elab_element body, const ast_names *assigned,
                  const ast_block *orelse, void *user);
/* The same for a comprehension, whose text tells whether it may change the list that it goes through.
 * jumps: its body may break. */
void elab_iterate_comprehension(elab *e, val iterable, span where, elab_element body,
                                const ast_names *assigned, const ast_expr *text, bool jumps,
                                void *user);

void elab_unpack_boxed(elab *e); /* the targets that an earlier chunk has left, if any */
void elab_stmt(elab *e, const ast_stmt *s);
void elab_assign(elab *e, const ast_expr *target, val v);
/* The function under its decorator np.vectorize(...). */
val elab_vectorized(elab *e, func *f);
/* np.set_printoptions: the settings as np.printoptions keeps them. */
void elab_set_print_options(elab *e, const val *settings, span where);
/* object.name = v; target is the attribute's expression. */
void elab_set_attribute(elab *e, const ast_expr *target, val object, val v);
void elab_import(elab *e, const ast_stmt *s);

/* Functions. */
func *func_new(elab *e, const ast_stmt *definition);
func *func_lambda(elab *e, const ast_expr *lambda);
func *func_generator(elab *e, const ast_expr *generator); /* of a generator expression */
val func_val(elab *e, func *f);
/* What code outside of Numba's functions sees of a value in them: scalars become Python's. */
val func_to_python(elab *e, val v, span where);
void func_decorate(elab *e, func *f, const ast_exprs *decorators);
/* What the decorators that are functions of the program make of it. */
val func_decorated(elab *e, func *f, const ast_exprs *decorators);
val func_call(elab *e, func *f, const call_args *args, span where);
void func_return(elab *e, const ast_stmt *s);
/* v is what the function being elaborated returns at this point. */
void func_result(elab *e, val v, span where);
/* True where a signature's parameter takes an argument of the type (exact: without conversion). */
bool signature_accepts(const ty *wanted, const ty *given, bool exact);
/* An array node whose type knows extents says so in its shape. */
void elab_own_ends(elab *e, const ty *type, air_id node);
bool union_of_integers(const val *v); /* a TY_UNION, of integers only */
void elab_small_extents(elab *e);
/* Like scope_bind, but a literal list stays one (an inlined call's parameter). */
void scope_bind_value(elab *e, scope *s, const char *name, val v);
val elab_box(elab *e, const val *v, span where); /* as a boxed value */
/* A boxed value as a value of the type; checked at run time. */
val elab_unbox(elab *e, val boxed, const ty *type, span where);
bool elab_can_unbox(const ty *type);
/* True where a value of type `given` may stand where `wanted` is asked for without conversion. */
bool type_accepts(const ty *wanted, const ty *given);
const ty *type_from_annotation(elab *e, const ast_expr *annotation); /* NULL: says nothing */
const ty *type_from_val(elab *e, const val *v);  /* of a type used as a value; NULL: it is none */
const ty *type_named(elab *e, const char *name); /* as annotations and signatures name it */
func *stdlib_function(elab *e, const char *module, const char *name); /* NULL: none */

int32_t elab_loc_new(elab *e, span where);
void elab_at(elab *e, span where); /* nodes made from now on are located here */

#endif
