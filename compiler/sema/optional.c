/* Takes values that may be None, gives the value behind a check: whatever CPython refuses to do with
 * None fails at run time, the rest goes on with the other type.
 *
 *   x = find(a)     int or None: a flag and an int
 *   x + 1           check flag else TypeError; int + 1 */
#include "optional.h"
#include "../../runtime/checks.h"
#include "ops.h"

air_id optional_present(elab *e, const val *v)
{
    return op_test(e, AIR_NE, val_node(e, &v->items[0]), op_int(e, 0));
}

val optional_inner(const val *v)
{
    return v->items[1];
}

val optional_value(elab *e, val v, int check, const char *text, span where)
{
    if (v.ty->kind != TY_OPTIONAL)
        return v;
    elab_at(e, where);
    val message = val_str(e, text, strlen(text));
    air_id values[] = {val_node(e, &message)};
    air_check(&e->b, optional_present(e, &v), check, values, 1);
    return optional_inner(&v);
}

val optional_operand(elab *e, val v, const char *message, span where)
{
    return optional_value(e, v, HPC_CHECK_NONE_TYPE, message, where);
}
