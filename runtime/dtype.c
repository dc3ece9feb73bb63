/* Takes a dtype or the text of one, gives its facts; all from the rows of dtype.h. */
#include "dtype.h"

#include <stdbool.h>
#include <string.h>

static const struct {
    const char *name, *npy;
    int64_t size;
    char kind;
} facts[HPC_DTYPE_COUNT] = {
#define X(enumerator, text, bytes, letter, type_string)                                            \
    {.name = text, .npy = type_string, .size = bytes, .kind = letter},
    HPC_DTYPES(X)
#undef X
};

const char *hpc_dtype_name(hpc_dtype dtype)
{
    return facts[dtype].name;
}

const char *hpc_dtype_npy(hpc_dtype dtype)
{
    return facts[dtype].npy;
}

char hpc_dtype_kind(hpc_dtype dtype)
{
    return facts[dtype].kind;
}

int64_t hpc_dtype_size(hpc_dtype dtype)
{
    return facts[dtype].size;
}

/* NumPy's other spellings, each between spaces: C names, Python types and type characters. */
static const struct {
    hpc_dtype dtype;
    const char *words;
} aliases[] = {
    {HPC_BOOL, " bool_ "},
    {HPC_I8, " byte "},
    {HPC_U8, " ubyte "},
    {HPC_I16, " short "},
    {HPC_U16, " ushort "},
    {HPC_I32, " intc "},
    {HPC_U32, " uintc "},
    {HPC_I64, " int int_ long longlong intp "},
    {HPC_U64, " uint ulong ulonglong uintp "},
    {HPC_F16, " half "},
    {HPC_F32, " single "},
    {HPC_F64, " float double "},
    {HPC_C64, " csingle "},
    {HPC_C128, " complex cdouble "},
};

static hpc_dtype parse_word(const char *text)
{
    size_t length = strlen(text);
    for (int i = 0; i < HPC_DTYPE_COUNT; i++) {
        if (strcmp(text, facts[i].name) == 0) {
            return (hpc_dtype)i;
        }
    }
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        const char *at = aliases[i].words;
        while (length > 1 && strchr(text, ' ') == NULL && (at = strstr(at, text)) != NULL) {
            if (at[-1] == ' ' && at[length] == ' ') {
                return aliases[i].dtype;
            }
            at++;
        }
    }
    return HPC_DTYPE_COUNT;
}

/* One type character ("d"), or kind and size ("f8"); here a byte order may stand before. */
static hpc_dtype parse_code(const char *text)
{
    static const char letters[] = "?bBhHiIlLefdFDqQpPnN";
    static const unsigned char dtypes[] = {
        HPC_BOOL, HPC_I8,  HPC_U8,  HPC_I16,  HPC_U16, HPC_I32, HPC_U32, HPC_I64, HPC_U64, HPC_F16,
        HPC_F32,  HPC_F64, HPC_C64, HPC_C128, HPC_I64, HPC_U64, HPC_I64, HPC_U64, HPC_I64, HPC_U64};
    if (text[0] != '\0' && text[1] == '\0') {
        const char *at = strchr(letters, text[0]);
        return at != NULL ? (hpc_dtype)dtypes[at - letters] : HPC_DTYPE_COUNT;
    }
    for (int i = 0; i < HPC_DTYPE_COUNT; i++) {
        if (strcmp(text, facts[i].npy + 1) == 0) {
            return (hpc_dtype)i;
        }
    }
    return HPC_DTYPE_COUNT;
}

hpc_dtype hpc_dtype_parse(const char *text)
{
    bool ordered = text[0] != '\0' && strchr("<=|>", text[0]) != NULL;
    hpc_dtype found = ordered ? HPC_DTYPE_COUNT : parse_word(text);
    if (found == HPC_DTYPE_COUNT) {
        found = parse_code(text + ordered);
    }
    /* Big-endian elements are no type of ours; of one byte there is only one order. */
    if (text[0] == '>' && found != HPC_DTYPE_COUNT && facts[found].size > 1) {
        return HPC_DTYPE_COUNT;
    }
    return found;
}
