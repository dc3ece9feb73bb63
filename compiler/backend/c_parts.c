/* The fixed parts of printed C, from the embedded files runtime/emit/NAME.c.in: which are needed, in which
 * order they come, and for which elements. */
#include <stdio.h>

#include "../support/embedded.h"
#include "c_internal.h"

typedef struct part {
    const char *name;
    size_t name_length;
    const char *needs, *text, *end; /* of the line of needs: up to text */
    uint32_t elems;                 /* bit by element: wanted for it */
} part;

struct c_parts {
    arena *arena;
    VEC(part) parts;
};

static const char folder[] = "runtime/emit/", mark[] = "//@ ", file_mark[] = "//+ ";

static const char *line_end(const char *at)
{
    const char *end = strchr(at, '\n');
    return end ? end + 1 : at + strlen(at);
}

static void read_file(c_parts *p, const char *text)
{
    const char *at = strstr(text, mark);
    while (at) {
        const char *name = at + sizeof mark - 1, *body = line_end(name);
        const char *next = strstr(body, mark);
        size_t length = strcspn(name, ":\n");
        part made = {.name = name, .name_length = length, .needs = name + length, .text = body};
        made.end = next ? next : body + strlen(body);
        vec_push(p->arena, &p->parts, made);
        at = next;
    }
}

c_parts *c_parts_new(arena *a)
{
    c_parts *p = ARENA_NEW(a, c_parts);
    p->arena = a;
    for (int i = hpc_stdlib_file_count - 1; i >= 0; i--) /* helpers, then arrays */
        if (strncmp(hpc_stdlib_files[i].path, folder, sizeof folder - 1) == 0)
            read_file(p, hpc_stdlib_files[i].text);
    return p;
}

static bool need(c_parts *p, const char *name, size_t length, lir_elem elem)
{
    for (uint32_t i = 0; i < p->parts.len; i++) {
        part *x = &p->parts.items[i];
        if (x->name_length != length || memcmp(x->name, name, length) != 0)
            continue;
        uint32_t bit = 1u << elem;
        if (x->elems & bit)
            return true;
        x->elems |= bit;
        for (const char *at = x->needs + strspn(x->needs, ":"); at < x->text;) {
            at += strspn(at, " \n");
            size_t size = strcspn(at, " \n");
            if (at >= x->text)
                break;
            need(p, at, size, LIR_I64);
            at += size;
        }
        return true;
    }
    return false;
}

const char *c_part(c_parts *p, const char *name)
{
    for (uint32_t i = 0; i < p->parts.len; i++) {
        const part *x = &p->parts.items[i];
        if (x->name_length == strlen(name) && memcmp(x->name, name, x->name_length) == 0)
            return arena_strndup(p->arena, x->text, (size_t)(x->end - x->text));
    }
    return "";
}

bool c_need(c_parts *p, const char *name, lir_elem elem)
{
    return need(p, name, strlen(name), elem);
}

/* A file of the runtime as it is, but for its includes. */
static void put_file(c_parts *p, c_buffer *out, const char *path, size_t length)
{
    const char *text = "";
    for (int i = 0; i < hpc_stdlib_file_count; i++)
        if (strncmp(hpc_stdlib_files[i].path, path, length) == 0 &&
            !hpc_stdlib_files[i].path[length])
            text = hpc_stdlib_files[i].text;
    for (const char *next; *text; text = next) {
        next = line_end(text);
        if (strncmp(text, "#include", 8) != 0)
            c_append(p->arena, out, arena_strndup(p->arena, text, (size_t)(next - text)));
    }
}

static void put_for(c_parts *p, c_buffer *out, const part *x, lir_elem elem)
{
    static const char *const unsigned_of[] = {
        [1] = "uint8_t", [2] = "uint16_t", [4] = "uint32_t", [8] = "uint64_t"};
    unsigned size = lir_elem_size(elem);
    for (const char *at = x->text; at < x->end; at++) {
        if (strncmp(at, file_mark, sizeof file_mark - 1) == 0) {
            const char *path = at + sizeof file_mark - 1;
            put_file(p, out, path, strcspn(path, "\n"));
            at = line_end(at) - 1;
            continue;
        }
        bool code = *at == '$' && at + 1 < x->end;
        switch (code ? at[1] : 0) {
        case 'N': c_append(p->arena, out, lir_elem_name(elem)); break;
        case 'T': c_append(p->arena, out, c_type(elem)); break;
        case 'U': c_append(p->arena, out, unsigned_of[size]); break;
        case 'W': c_append(p->arena, out, arena_printf(p->arena, "%u", 8 * size)); break;
        default: vec_push(p->arena, out, *at); continue;
        }
        at++;
    }
}

const char *c_parts_text(c_parts *p)
{
    c_buffer out = {0};
    for (uint32_t i = 0; i < p->parts.len; i++) {
        const part *x = &p->parts.items[i];
        bool generic = memchr(x->text, '$', (size_t)(x->end - x->text)) != NULL;
        for (int elem = 0; elem < LIR_ELEM_COUNT; elem++) {
            if (!(x->elems >> elem & 1))
                continue;
            put_for(p, &out, x, (lir_elem)elem);
            if (!generic)
                break;
        }
    }
    vec_push(p->arena, &out, '\0');
    return out.items;
}
