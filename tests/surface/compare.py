"""Compares what hpcc prints of a case with what CPython prints."""
import re

import numpy as np

LINE = re.compile(r"(@\S+) (\w+) (\([^)]*\)) (\([^)]*\)) \| (.*)")
NUMBER = re.compile(r"np\.\w+\((.*)\)$")
FLOATS = {"float16": np.float16, "float32": np.float32, "float64": np.float64, "complex64": np.complex64,
          "complex128": np.complex128, "python": np.float64}


def values_of(text, dtype):
    text = NUMBER.sub(r"\1", text)
    value = eval(text, {"nan": np.nan, "inf": np.inf, "nanj": complex(0, np.nan), "infj": complex(0, np.inf)})
    if dtype == "python" and isinstance(value, complex):
        dtype = "complex128"
    return np.asarray(value, dtype=FLOATS[dtype])


def parts(array):
    return (array.real, array.imag) if array.dtype.kind == "c" else (array,)


def close(row, dtype, expected, actual):
    x, y = values_of(expected, dtype), values_of(actual, dtype)
    if x.shape != y.shape:
        return False
    for p, q in zip(parts(x), parts(y)):
        odd = ~np.isfinite(p) | ~np.isfinite(q)
        if not np.array_equal(p[odd], q[odd], equal_nan=True):
            return False
    if x.dtype.kind != "c" and not row.tol and np.any((x == 0) & (y == 0) & (np.signbit(x) != np.signbit(y))):
        return False
    fine = np.isfinite(x) & np.isfinite(y)
    x, y = x[fine], y[fine]
    if not x.size:
        return True
    scale = np.maximum(np.abs(x), np.abs(y))
    wide = np.complex128 if x.dtype.kind == "c" else np.float64
    off = np.abs(x.astype(wide) - y.astype(wide))
    if row.tol:
        return bool(np.all(off <= row.tol * np.finfo(x.dtype).eps * scale.max()))
    return bool(np.all(off <= row.ulp * np.spacing(scale).astype(np.float64)))


def strides_of(line):
    """The strides that address something: not of empty arrays, nor of axes of extent 1."""
    shape = [int(n) for n in re.findall(r"\d+", line.group(3))]
    strides = [int(n) for n in re.findall(r"-?\d+", line.group(4))]
    return [] if 0 in shape else [s for n, s in zip(shape, strides) if n > 1]


def line_difference(row, line, other):
    x, y = LINE.match(line), LINE.match(other)
    if not x or not y:
        return "form"
    for group, what in (1, "order"), (2, "dtype"), (3, "shape"):
        if x.group(group) != y.group(group):
            return what
    if x.group(5) != y.group(5):
        if not (row.ulp or row.tol) or x.group(2) not in FLOATS:
            return "values"
        try:
            if not close(row, x.group(2), x.group(5), y.group(5)):
                return "values"
        except (SyntaxError, NameError, ValueError, TypeError):
            return "values"
    return "strides" if row.strides and strides_of(x) != strides_of(y) else None


def difference(row, expected, actual):
    """What differs between the texts, seen as exactly as the row asks for; None: nothing."""
    lines, others = expected.splitlines(), actual.splitlines()
    if len(lines) != len(others):
        return "number of lines"
    for line, other in zip(lines, others):
        if line != other and (what := line_difference(row, line, other)):
            return what
    return None
