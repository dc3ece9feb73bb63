/* import and from-import of the modules that are built in. */
#include "elab_scope.h"
#include "modules.h"

static val module_value(elab *e, const char *path, span where)
{
    const char *name = module_find(path);
    if (!name)
        return elab_error(e, where, "ModuleNotFoundError", "No module named '%s'", path);
    return (val){.ty = ty_named(e->types, TY_MODULE, intern_text(e->names, name))};
}

static void import_alias(elab *e, const ast_alias *alias)
{
    val v = module_value(e, alias->path, alias->where); /* a bad one is bound too: told once */
    const char *name = alias->as;
    if (!name) { /* `import a.b` binds a */
        size_t length = strcspn(alias->path, ".");
        name = intern_name(e->names, alias->path, length);
        if (!val_bad(v))
            v = module_value(e, name, alias->where);
    }
    scope_bind(e, e->scope, name, v);
}

void elab_import(elab *e, const ast_stmt *s)
{
    if (s->kind == AST_IMPORT_FROM &&
        (s->import.level || !s->import.module || strcmp(s->import.module, "__future__") == 0)) {
        if (s->import.level || !s->import.module)
            elab_unsupported(e, s->where, "a relative import");
        return;
    }
    if (s->import.star) {
        elab_unsupported(e, s->where, "import *");
        return;
    }
    if (s->kind == AST_IMPORT) {
        for (uint32_t i = 0; i < s->import.names.len; i++)
            import_alias(e, &s->import.names.items[i]);
        return;
    }
    val module = module_value(e, s->import.module, s->where);
    for (uint32_t i = 0; i < s->import.names.len; i++) {
        const ast_alias *alias = &s->import.names.items[i];
        val v = val_bad(module) ? module : elab_attribute(e, module, alias->path, alias->where);
        scope_bind(e, e->scope, alias->as ? alias->as : alias->path, v);
    }
}
