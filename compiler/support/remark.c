/* Takes what passes decided, keeps it with its place, gives it in words. */
#include "remark.h"

typedef struct row {
    const char *code, *text;
    remark_kind kind;
} row;

static const row rows[] = {
#define X(name, code, kind, text) {code, text, REMARK_##kind},
    REMARKS(X)
#undef X
};

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

enum { WINDOW = 256 /* a remark is compared with so many before it */ };

remark *remark_add(remarks *r, remark_code code, uint32_t function, uint32_t subject, int32_t loc,
                   const char *first, const char *second)
{
    if (!r)
        return NULL;
    uint32_t oldest = r->items.len > WINDOW ? r->items.len - WINDOW : 0;
    for (uint32_t i = r->items.len; i-- > oldest;) {
        remark *old = &r->items.items[i];
        if (old->code == code && old->function == function && old->subject == subject &&
            old->loc == loc && same_text(old->args[0], first) && same_text(old->args[1], second)) {
            old->count++;
            return old;
        }
    }
    remark made = {.code = (uint8_t)code,
                   .function = function,
                   .subject = subject,
                   .loc = loc,
                   .count = 1,
                   .args = {first, second}};
    uint32_t at = vec_push(r->arena, &r->items, made); /* may move the items */
    return &r->items.items[at];
}

const char *remark_name(remark_code code)
{
    return rows[code].code;
}

remark_kind remark_kind_of(remark_code code)
{
    return rows[code].kind;
}

const char *remark_text(arena *a, const remark *r, const char *lines)
{
    const char *text = rows[r->code].text, *made = "";
    unsigned next = 0;
    for (const char *at; (at = strchr(text, '{')) != NULL; text = strchr(at, '}') + 1) {
        const char *value = lines;
        if (at[1] == 'n')
            value = arena_printf(a, "%u", r->count);
        else if (at[1] == '}')
            value = next < 2 && r->args[next] ? r->args[next] : "";
        next += at[1] == '}';
        made = arena_printf(a, "%s%.*s%s", made, (int)(at - text), text, value);
    }
    return arena_printf(a, "%s%s", made, text);
}
