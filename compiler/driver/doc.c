/* hpcc doc NAME, hpcc doc --all, hpcc doc --list: the builtins table and stdlib's functions as documentation.
 *
 * Entries are read where they are defined: the table's rows, and in stdlib's modules the lines
 * "def name(...):" with the comment above them or the string below. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver.h"
#include "sema/missing.h"
#include "sema/modules.h"
#include "support/embedded.h"

typedef struct entry {
    const char *name;      /* "numpy.sum", "ndarray.sum", "print" */
    const char *last;      /* "sum" */
    const char *signature; /* "(a, axis=None)"; "" for an attribute or constant */
    const char *doc;
} entry;

typedef VEC(entry) entries;

static void add_entry(session *s, entries *list, const char *name, const char *signature,
                      const char *doc)
{
    const char *dot = strrchr(name, '.');
    vec_push(s->arena, list, ((entry){name, dot ? dot + 1 : name, signature, doc}));
}

static void add_rows(session *s, entries *list)
{
    for (uint32_t t = 0; t < bi_table_count; t++)
        for (uint32_t r = 0; r < bi_tables[t]->count; r++) {
            const bi_row *row = &bi_tables[t]->rows[r];
            bool bare = row->flags & (BI_ATTRIBUTE | BI_CONSTANT);
            add_entry(s, list, row->name,
                      bare ? "" : arena_printf(s->arena, "(%s)", row->signature), row->doc);
        }
}

/* ---- Stdlib --------------------------------------------------------------------------------- */

/* Text with runs of blanks and line ends as one blank. */
static const char *on_one_line(session *s, const char *text, size_t length)
{
    char *to = arena_alloc(s->arena, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        bool blank = isspace((unsigned char)text[i]);
        if (!blank)
            to[used++] = text[i];
        else if (used && to[used - 1] != ' ')
            to[used++] = ' ';
    }
    while (used && to[used - 1] == ' ')
        used--;
    to[used] = '\0';
    return to;
}

/* The parameter list that starts at text, brackets included; 0 when it does not end. */
static size_t list_length(const char *text)
{
    int depth = 0;
    for (size_t i = 0; text[i]; i++) {
        depth += text[i] == '(' || text[i] == '[';
        depth -= text[i] == ')' || text[i] == ']';
        if (depth == 0)
            return i + 1;
    }
    return 0;
}

/* The comment lines directly above, as one line; "# ---- Heading ----" is none. */
static const char *comment_above(session *s, const char *file, const char *at)
{
    const char *text = "";
    while (at > file) {
        const char *begin = at - 1;
        while (begin > file && begin[-1] != '\n')
            begin--;
        if (*begin != '#' || strncmp(begin, "# ---", 5) == 0)
            break;
        text = arena_printf(s->arena, "%.*s %s", (int)(at - 1 - begin - 1), begin + 1, text);
        at = begin;
    }
    return on_one_line(s, text, strlen(text));
}

/* A string that is the first statement of the body after the colon. */
static const char *docstring(session *s, const char *body)
{
    while (*body && *body != '\n')
        body++;
    while (isspace((unsigned char)*body))
        body++;
    bool three = strncmp(body, "\"\"\"", 3) == 0;
    if (*body != '"')
        return NULL;
    const char *begin = body + (three ? 3 : 1), *end = strstr(begin, three ? "\"\"\"" : "\"");
    return end ? on_one_line(s, begin, (size_t)(end - begin)) : NULL;
}

static void add_file(session *s, entries *list, const hpc_embedded_file *file)
{
    if (strncmp(file->module, "elementary.", 11) == 0) /* what builtins are made of */
        return;
    const char *module = module_of_file(file->module), *space = module ? module : file->module;
    for (const char *at = file->text; (at = strstr(at, "def ")); at += 4) {
        size_t length = strcspn(at + 4, "( \n");
        if ((at != file->text && at[-1] != '\n') || at[4] == '_' || at[4 + length] != '(')
            continue;
        size_t params = list_length(at + 4 + length);
        const char *name = arena_printf(s->arena, "%s.%.*s", space, (int)length, at + 4);
        const char *doc = docstring(s, at + 4 + length + params);
        add_entry(s, list, name, on_one_line(s, at + 4 + length, params),
                  doc ? doc : comment_above(s, file->text, at));
    }
}

static entries all_entries(session *s)
{
    entries list = {0};
    add_rows(s, &list);
    for (int i = 0; i < hpc_stdlib_file_count; i++)
        add_file(s, &list, &hpc_stdlib_files[i]);
    return list;
}

/* ---- One name ------------------------------------------------------------------------------- */

static void print_entry(const entry *e)
{
    printf("%s%s\n", e->name, e->signature);
    if (e->doc[0])
        printf("    %s\n", e->doc);
}

/* np.sum is numpy.sum. */
static const char *full_name(session *s, const char *name)
{
    static const char *const short_names[][2] = {
        {"np", "numpy"}, {"nb", "numba"}, {"ne", "numexpr"}};
    size_t length = strcspn(name, ".");
    for (size_t i = 0; i < sizeof short_names / sizeof *short_names; i++)
        if (strlen(short_names[i][0]) == length && strncmp(short_names[i][0], name, length) == 0)
            return arena_printf(s->arena, "%s%s", short_names[i][1], name + length);
    return name;
}

/* A name that says by itself what it is, or why it is not there: 0 or 1, -1 for others. */
static int told_name(session *s, const char *name)
{
    const char *dot = strrchr(name, '.');
    const char *space = dot ? arena_strndup(s->arena, name, (size_t)(dot - name)) : "";
    const char *reason = dot ? missing_reason(space, dot + 1) : NULL;
    if (reason)
        return session_error("%s is not supported: %s", name, reason);
    if (strcmp(space, "numpy") != 0 || hpc_dtype_parse(dot + 1) == HPC_DTYPE_COUNT)
        return -1;
    printf("%s\n    The dtype %s; called, a scalar or array of it.\n", name,
           hpc_dtype_name(hpc_dtype_parse(dot + 1)));
    return 0;
}

static int unknown_name(session *s, const entries *list, const char *name)
{
    int told = told_name(s, name);
    if (told >= 0)
        return told;
    const char **names = ARENA_ARRAY(s->arena, const char *, 2 * list->len + 1);
    uint32_t count = 0;
    bool dotted = strchr(name, '.') != NULL;
    for (uint32_t i = 0; i < list->len; i++)
        names[count++] = dotted ? list->items[i].name : list->items[i].last;
    const char *near = diag_suggest(name, names, count);
    if (near)
        return session_error("no builtin '%s'. Did you mean: '%s'?", name, near);
    return session_error("no builtin '%s'; 'hpcc doc --all' prints all of them", name);
}

/* A module or type: what it has, a line each. */
static bool print_space(const entries *list, const char *name)
{
    size_t length = strlen(name);
    bool found = false;
    for (uint32_t i = 0; i < list->len; i++) {
        const entry *e = &list->items[i];
        if (strncmp(e->name, name, length) != 0 || e->name[length] != '.')
            continue;
        printf("%s%s\n", e->name, e->signature);
        found = true;
    }
    return found;
}

static int print_name(session *s, const char *name)
{
    entries list = all_entries(s);
    const char *wanted = full_name(s, name);
    bool found = false;
    for (uint32_t i = 0; i < list.len; i++)
        if (strcmp(list.items[i].name, wanted) == 0) {
            print_entry(&list.items[i]);
            found = true;
        }
    for (uint32_t i = 0; i < list.len && !strchr(wanted, '.'); i++)
        if (strcmp(list.items[i].last, wanted) == 0 && strchr(list.items[i].name, '.')) {
            print_entry(&list.items[i]);
            found = true;
        }
    if (!found && strncmp(wanted, "ndarray.", 8) == 0 && elab_is_array_method(wanted + 8))
        return print_name(s, arena_printf(s->arena, "numpy.%s", wanted + 8));
    if (!found)
        found = print_space(&list, wanted);
    return found ? 0 : unknown_name(s, &list, wanted);
}

/* ---- The reference -------------------------------------------------------------------------- */

static size_t space_length(const entry *e)
{
    return strlen(e->name) - strlen(e->last);
}

static int compare(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    size_t m = space_length(a), n = space_length(b);
    int order = strncmp(a->name, b->name, m < n ? m : n);
    order = order ? order : (m > n) - (m < n);
    return order ? order : strcmp(a->last, b->last);
}

/* A Markdown table's cell: | would end it. */
static void print_cell(const char *text)
{
    for (; *text; text++)
        printf(*text == '|' ? "\\|" : "%c", *text);
}

static bool has_entry(const entries *list, const char *space, const char *name, size_t length)
{
    size_t n = strlen(space);
    for (uint32_t i = 0; i < list->len; i++) {
        const entry *e = &list->items[i];
        if (space_length(e) == n + 1 && strncmp(e->name, space, n) == 0 &&
            strlen(e->last) == length && strncmp(e->last, name, length) == 0)
            return true;
    }
    return false;
}

/* What NumPy has and the tables have not, by reason. */
static void print_missing(const entries *list)
{
    printf("\n## Not there\n\nWhat NumPy has and this language has not:\n\n"
           "| names | why |\n|---|---|\n");
    for (uint32_t i = 0; i < missing_row_count; i++) {
        const missing_row *row = &missing_rows[i];
        int shown = 0;
        for (const char *at = row->names; *at;) {
            size_t n = strcspn(at, " ");
            if (!has_entry(list, row->space, at, n))
                printf("%s`%s.%.*s`", shown++ ? " " : "| ", row->space, (int)n, at);
            at += n + strspn(at + n, " ");
        }
        if (shown)
            printf(" | %s |\n", row->reason);
    }
}

static int print_reference(session *s)
{
    entries list = all_entries(s);
    qsort(list.items, list.len, sizeof *list.items, compare);
    printf(
        "# Builtins\n\nGenerated by `scripts/docs` from the builtins table and `stdlib/`: do not "
        "edit.\n`hpcc doc NAME` prints one of them.\n");
    for (uint32_t i = 0; i < list.len; i++) {
        const entry *e = &list.items[i], *before = i ? e - 1 : NULL;
        size_t length = space_length(e);
        if (!before || space_length(before) != length ||
            strncmp(before->name, e->name, length) != 0)
            printf("\n## %.*s\n\n| name | what it does |\n|---|---|\n",
                   length ? (int)length - 1 : 6, length ? e->name : "Python");
        else if (strcmp(before->name, e->name) == 0)
            continue;
        printf("| `");
        print_cell(e->last);
        print_cell(e->signature);
        printf("` | ");
        print_cell(e->doc);
        printf(" |\n");
    }
    print_missing(&list);
    return 0;
}

/* A name and its signature a line, in order, with a tab between them: for tools. Names of stdlib's
 * own (numpy._where) and those that exist only to be refused are left out. */
static int print_list(session *s)
{
    entries list = all_entries(s);
    qsort(list.items, list.len, sizeof *list.items, compare);
    for (uint32_t i = 0; i < list.len; i++) {
        const entry *e = &list.items[i];
        if (e->last[0] != '_' && strcmp(e->doc, "not supported") != 0 &&
            (i == 0 || strcmp(e[-1].name, e->name) != 0))
            printf("%s\t%s\n", e->name, on_one_line(s, e->signature, strlen(e->signature)));
    }
    return 0;
}

int command_doc(session *s, int argc, char **argv)
{
    if (s->options->given[OPTION_NAMES])
        return argc ? usage_error("doc --list takes no name") : print_list(s);
    if (s->options->given[OPTION_EVERYTHING])
        return argc ? usage_error("doc --all takes no name") : print_reference(s);
    if (argc < 1)
        return usage_error("doc needs a name: hpcc doc numpy.sum");
    int status = 0;
    for (int i = 0; i < argc; i++)
        status = print_name(s, argv[i]) ? 1 : status;
    return status;
}
