#!/usr/bin/env python3
"""Print what NumPy and Numba promote to, as tests/unit/promote_expected.h.

    tests/numpy/promotion_oracle.py > tests/unit/promote_expected.h

Types are NumPy's characters; i, f and c after them stand for Python's int, float and complex.
A row of a table holds one group of characters per pair of types: the dtypes that the operands are
cast to, then the result's; dots where there is no loop."""
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

CODES = "?bBhHiIlLefdFD"
DTYPES = [np.dtype(c) for c in CODES]
WEAK = [int, float, complex]
TYPES = DTYPES + WEAK

BINARY = [("ADD", "add"), ("SUB", "subtract"), ("MUL", "multiply"), ("DIV", "divide"),
          ("FLOORDIV", "floor_divide"), ("MOD", "remainder"), ("FMOD", "fmod"), ("POW", "power"),
          ("AND", "bitwise_and"), ("OR", "bitwise_or"), ("XOR", "bitwise_xor"),
          ("SHL", "left_shift"), ("SHR", "right_shift"), ("MIN", "minimum"), ("MAX", "maximum"),
          ("FMIN", "fmin"), ("FMAX", "fmax"), ("EQ", "equal"), ("NE", "not_equal"), ("LT", "less"),
          ("LE", "less_equal"), ("GT", "greater"), ("GE", "greater_equal"),
          ("COPYSIGN", "copysign"), ("ATAN2", "arctan2"), ("HYPOT", "hypot"),
          ("NEXTAFTER", "nextafter"), ("LDEXP", "ldexp")]
UNARY = [("NEG", "negative"), ("POS", "positive"), ("ABS", "absolute"), ("SIGN", "sign"),
         ("INVERT", "invert"), ("SQRT", "sqrt"), ("FLOOR", "floor"), ("CEIL", "ceil"),
         ("TRUNC", "trunc"), ("RINT", "rint"), ("SIGNBIT", "signbit"), ("ISNAN", "isnan"),
         ("ISINF", "isinf"), ("ISFINITE", "isfinite"), ("CONJ", "conjugate"), ("EXP", "exp"),
         ("EXP2", "exp2"), ("EXPM1", "expm1"), ("LOG", "log"), ("LOG2", "log2"),
         ("LOG10", "log10"), ("LOG1P", "log1p"), ("SIN", "sin"), ("COS", "cos"), ("TAN", "tan"),
         ("ASIN", "arcsin"), ("ACOS", "arccos"), ("ATAN", "arctan"), ("SINH", "sinh"),
         ("COSH", "cosh"), ("TANH", "tanh"), ("ASINH", "arcsinh"), ("ACOSH", "arccosh"),
         ("ATANH", "arctanh"), ("CBRT", "cbrt")]


def code(dtype):
    char = np.dtype(dtype).char
    return {"q": "l", "Q": "L"}.get(char, char)


def is_weak(t):
    return isinstance(t, type)


def value(t):
    return t(1) if is_weak(t) else np.ones((), t)[()]


def loop(ufunc, types):
    """The loop's dtypes; checked against what a call gives."""
    try:
        found = ufunc.resolve_dtypes(tuple(types) + (None,) * ufunc.nout)
    except TypeError:
        found = None
    try:
        called = ufunc(*[value(t) for t in types])
    except (TypeError, OverflowError):
        called = None
    if found is None or called is None:
        return "." * (ufunc.nin + 1)
    assert code(called.dtype) == code(found[-1]), (ufunc, types, found)
    return "".join(code(d) for d in found)


def table(name, comment, rows):
    """X("names", cells): one row for all functions with the same cells."""
    shared = {}
    for fn, cells in rows:
        shared.setdefault("".join(cells), []).append(fn)
    print(f"\n/* {comment} */\n#define {name}(X)", end="")
    for text, names in shared.items():
        print(f" \\\n    X(\"{' '.join(names)}\",", end="")
        for i in range(0, len(text), 84):
            print(f" \\\n      \"{text[i:i + 84]}\"", end="")
        print(")", end="")
    print()


def numba_rows():
    import operator

    from numba.core import types
    from numba.core.registry import cpu_target
    from numba.np.numpy_support import as_dtype, from_dtype, ufunc_find_matching_loop

    context = cpu_target.typing_context
    context.refresh()
    all_types = [from_dtype(d) for d in DTYPES if d.char != "e"]
    operators = [("ADD", "add"), ("SUB", "sub"), ("MUL", "mul"), ("DIV", "truediv"),
                 ("FLOORDIV", "floordiv"), ("MOD", "mod"), ("POW", "pow"), ("AND", "and_"),
                 ("OR", "or_"), ("XOR", "xor"), ("SHL", "lshift"), ("SHR", "rshift"), ("LT", "lt"),
                 ("EQ", "eq")]

    def scalar(op, args):
        try:
            found = context.resolve_function_type(op, args, {})
        except Exception:  # Numba has a class of its own for each kind of failure
            found = None
        return code(as_dtype(found.return_type)) if found else "."

    def array(ufunc, args):
        found = ufunc_find_matching_loop(ufunc, args)
        if not found:
            return "." * (len(args) + 1)
        return "".join(code(as_dtype(t)) for t in found.inputs + found.outputs)

    assert types.boolean in all_types
    scalars = [(fn, [scalar(getattr(operator, op), (a, b)) for a in all_types for b in all_types])
               for fn, op in operators]
    arrays = [(fn, [array(getattr(np, u), (a, b)) for a in all_types for b in all_types])
              for fn, u in BINARY if fn != "LDEXP"]
    return scalars, arrays


def main():
    print("/* What NumPy", np.__version__, "and Numba promote to: printed by "
          "tests/numpy/promotion_oracle.py. */\n/* clang-format off */")
    table("EXPECT_BINARY", "by pair: two operands, result", [
        (fn, [loop(getattr(np, u), (a, b)) for a in TYPES for b in TYPES]) for fn, u in BINARY])
    table("EXPECT_UNARY", "by type: operand, result", [
        (fn, [loop(getattr(np, u), (a,)) for a in TYPES]) for fn, u in UNARY])
    casts = [(name, ["01"[np.can_cast(a, b, rule)] for a in DTYPES for b in DTYPES])
             for name, rule in (("s", "safe"), ("k", "same_kind"))]
    table("EXPECT_CASTS", "by pair: 1 where the first can be cast to the second", casts)
    table("EXPECT_RESULT", "by pair: np.result_type", [
        ("result", [code(np.result_type(value(a) if is_weak(a) else a,
                                        value(b) if is_weak(b) else b))
                    for a in TYPES for b in TYPES])])
    scalars, arrays = numba_rows()
    table("EXPECT_NUMBA_SCALARS", "by pair, without float16: the result", scalars)
    table("EXPECT_NUMBA_ARRAYS", "by pair, without float16: two operands, result", arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main())
