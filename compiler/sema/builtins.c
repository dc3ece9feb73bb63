/* The builtins: every table of rows, and how a row is found by its name. To add a table, write
 * builtins_NAME.c with rows that end in BI_TABLE(bi_NAME, rows) and add NAME to the list. */
#include "elab.h"

#define TABLES(X)                                                                                  \
    X(ufunc)                                                                                       \
    X(ufunc_method)                                                                                \
    X(elementwise)                                                                                 \
    X(math)                                                                                        \
    X(number)                                                                                      \
    X(iter)                                                                                        \
    X(keywords)                                                                                    \
    X(dict)                                                                                        \
    X(list)                                                                                        \
    X(str)                                                                                         \
    X(types)                                                                                       \
    X(random)                                                                                      \
    X(io)                                                                                          \
    X(system)                                                                                      \
    X(open)                                                                                        \
    X(pyrandom)                                                                                    \
    X(python)                                                                                      \
    X(create)                                                                                      \
    X(shapes)                                                                                      \
    X(printing)                                                                                    \
    X(memory)                                                                                      \
    X(vectorize)                                                                                   \
    X(items)                                                                                       \
    X(reduces)                                                                                     \
    X(numpy)                                                                                       \
    X(join)                                                                                        \
    X(linalg)                                                                                      \
    X(einsum)                                                                                      \
    X(info)                                                                                        \
    X(order)                                                                                       \
    X(named_tuple)                                                                                 \
    X(collections)                                                                                 \
    X(exceptions)                                                                                  \
    X(numexpr)

#define X(name) extern const bi_table bi_##name;
TABLES(X)
#undef X

const bi_table *const bi_tables[] = {
#define X(name) &bi_##name,
    TABLES(X)
#undef X
};

const uint32_t bi_table_count = sizeof bi_tables / sizeof *bi_tables;

const bi_row *bi_find(const char *name)
{
    for (uint32_t t = 0; t < bi_table_count; t++)
        for (uint32_t r = 0; r < bi_tables[t]->count; r++)
            if (strcmp(bi_tables[t]->rows[r].name, name) == 0)
                return &bi_tables[t]->rows[r];
    return NULL;
}

/* What follows the namespace in a row's name, or NULL for another namespace's rows. */
static const char *inside(const char *name, const char *name_space, size_t length)
{
    if (length) {
        if (strncmp(name, name_space, length) != 0 || name[length] != '.')
            return NULL;
        name += length + 1;
    }
    return strchr(name, '.') ? NULL : name;
}

uint32_t bi_names(const char *name_space, const char **out, uint32_t max)
{
    uint32_t count = 0;
    size_t length = strlen(name_space);
    for (uint32_t t = 0; t < bi_table_count; t++) {
        for (uint32_t r = 0; r < bi_tables[t]->count && count < max; r++) {
            const char *name = inside(bi_tables[t]->rows[r].name, name_space, length);
            if (name)
                out[count++] = name;
        }
    }
    return count;
}
