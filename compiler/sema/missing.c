/* The names of NumPy that are not here, by reason. A name that gets a row of a table or a function in
 * stdlib is found there first: it should leave this table. */
#include "missing.h"

#include <stddef.h>
#include <string.h>

#define DATES "dates and spans of time are no types here"
#define OBJECTS "arrays hold numbers and booleans, no Python objects, texts or records"
#define EXTENDED "there are no floats beyond 64 bits here: they differ from machine to machine"
#define MATRIX "np.matrix is discouraged by NumPy itself: use arrays of two dimensions and @"
#define ANY_ORDER "NumPy gives the values in no order that can be relied on: use np.unique"
#define PACKAGE "it is about the package NumPy and its build, not about arrays"
#define WARNINGS "floating-point errors are neither reported nor raised here"
#define BYTES "bytes objects are no type here: np.fromfile and ndarray.tofile read and write files"
#define OLD_POLYNOMIALS                                                                            \
    "polynomial classes are not there; np.polyfit, np.polyval and the functions of "               \
    "np.polynomial.polynomial are"
#define OTHER_SERIES "of the modules of np.polynomial only polynomial is there, and no classes"
#define IDENTITY "which array owns the memory is not told: np.shares_memory says what is shared"
#define IN_PLACE_TYPE "shape, strides and dtype are part of an array's type: make a new array"

const missing_row missing_rows[] = {
    {"numpy",
     "datetime64 timedelta64 busday_count busday_offset busdaycalendar is_busday isnat "
     "datetime_as_string datetime_data",
     DATES},
    {"numpy",
     "object_ str_ bytes_ void character flexible record recarray rec char strings chararray "
     "ScalarType sctypeDict typename frompyfunc",
     OBJECTS},
    {"numpy", "longdouble clongdouble float128 complex256", EXTENDED},
    {"numpy", "ma",
     "masked arrays are not there: use a boolean mask or NaN with np.nansum and its "
     "like"},
    {"numpy", "matrix asmatrix bmat", MATRIX},
    {"numpy", "unique_values", ANY_ORDER},
    {"numpy", "nditer nested_iters flatiter broadcast ufunc",
     "iterators over elements are not objects here: write loops, np.ndindex or np.ndenumerate"},
    {"numpy", "poly1d", OLD_POLYNOMIALS},
    {"numpy.polynomial",
     "Polynomial Chebyshev Legendre Laguerre Hermite HermiteE chebyshev legendre laguerre hermite "
     "hermite_e "
     "polyutils set_default_printstyle",
     OTHER_SERIES},
    {"numpy.polynomial.polynomial", "Polynomial ABCPolyBase polyvander2d polyvander3d",
     OTHER_SERIES},
    {"numpy", "from_dlpack memmap", BYTES},
    {"numpy", "fromregex", "use np.loadtxt"},
    {"numpy", "geterr geterrcall seterrcall setbufsize getbufsize", WARNINGS},
    {"numpy", "get_printoptions typecodes", "dicts of unlike values are no type here"},
    {"numpy", "format_float_positional format_float_scientific mintypecode info",
     "use f-strings and np.array2string"},
    {"numpy", "einsum_path", "np.einsum chooses the order of contraction by itself"},
    {"numpy", "row_stack", "NumPy is about to drop it: use np.vstack"},
    {"collections", "ChainMap OrderedDict UserDict UserList UserString abc", "use dict and list"},
    {"deque", "maxlen copy insert", "keep the length beside it, or make a list of it"},
    {"Counter", "copy fromkeys", "Counter(c) makes a copy"},
    {"defaultdict", "copy fromkeys default_factory", "dict(d) makes a plain copy"},
    {"numpy", "core ctypeslib f2py test typing dtypes get_include show_config show_runtime",
     PACKAGE},
    {"ndarray", "base", IDENTITY},
    {"ndarray", "resize setfield getfield setflags", IN_PLACE_TYPE},
    {"ndarray", "tobytes data dump dumps ctypes __array_interface__", BYTES},
    {"ndarray", "byteswap", "elements are in the machine's order: view(np.uint8) shows the bytes"},
    {"ndarray", "device to_device", "arrays are in the machine's memory"},
    {"ndarray", "is_integer as_integer_ratio hex fromhex", "convert to a Python float first"},
    {"dtype", "fields descr subdtype metadata isalignedstruct", OBJECTS},
    {"dtype", "newbyteorder isbuiltin flags", "elements are in the machine's order"},
};

const uint32_t missing_row_count = sizeof missing_rows / sizeof *missing_rows;

static int has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at;) {
        size_t n = strcspn(at, " ");
        if (n == length && strncmp(at, word, n) == 0)
            return 1;
        at += n + strspn(at + n, " ");
    }
    return 0;
}

const char *missing_reason(const char *space, const char *name)
{
    for (uint32_t i = 0; i < missing_row_count; i++)
        if (strcmp(missing_rows[i].space, space) == 0 && has_word(missing_rows[i].names, name))
            return missing_rows[i].reason;
    return NULL;
}
