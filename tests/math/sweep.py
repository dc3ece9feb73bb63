# usage: hpcc call sweep.py NAME first=A step=S
# The largest error of a float32 function over the float32 whose bits are A, A + S, A + 2 S, ..., against
# the float64 function, in units in the last place, and the bits of the argument. NaN and the signs of
# zeros must agree: else the error is 1e30. S is 1 (every float32) or so.
import numpy as np

CHUNK = 16384
TOP = 340282366920938463463374607431768211456.0  # 2^128, which infinity counts as


def errors(y, r):
    """y: the results as float64; r: float64's."""
    wrong = (np.isnan(y) != np.isnan(r)) | ((y == 0.0) & (np.abs(r) < 1e-46) & (np.signbit(y) != np.signbit(r)))
    near = np.where(np.abs(r) < TOP, r, np.copysign(TOP, r))
    error = np.abs(np.where(np.abs(y) < TOP, y, np.copysign(TOP, y)) - near)
    # times 2^23 / 2^exponent, exponents from -126 to 127
    exponent = np.minimum(np.maximum(near.view(np.int64) >> 52 & 2047, 897), 1150)
    return np.where(wrong, 1e30, np.where(np.isnan(r), 0.0, error * ((2069 - exponent) << 52).view(np.float64)))


def worst(function, first, step):
    most = 0.0
    where = 0
    for start in range(first, 4294967296, CHUNK * step):
        bits = np.arange(start, min(start + CHUNK * step, 4294967296), step)
        x = bits.astype(np.uint32).view(np.float32)
        found = errors(function(x).astype(np.float64), function(x.astype(np.float64)))
        if found.max() > most:
            k = np.argmax(found)
            most = float(found[k])
            where = int(bits[k])
    return most, where


def half_errors(function):
    """The largest error over every float16, in its units: what float32 gives is rounded."""
    x = np.arange(65536).astype(np.uint16).view(np.float16)
    y = function(x).astype(np.float64)
    r = function(x.astype(np.float64))
    narrow = r.astype(np.float16).astype(np.float64)
    wrong = (np.isnan(y) != np.isnan(r)) | (np.isinf(y) != np.isinf(narrow))
    wrong |= (np.signbit(y) != np.signbit(narrow)) & ~np.isnan(r)
    exponent = np.maximum(np.abs(narrow).view(np.int64) >> 52, 1009)
    error = np.where(np.isinf(narrow) | np.isnan(r), 0.0, np.abs(y - r)) * ((2056 - exponent) << 52).view(np.float64)
    return float(np.where(wrong, 1e30, error).max())


def float16():
    return (half_errors(np.exp), half_errors(np.exp2), half_errors(np.expm1), half_errors(np.log),
            half_errors(np.log2), half_errors(np.log10), half_errors(np.log1p), half_errors(np.sin),
            half_errors(np.cos), half_errors(np.tan), half_errors(np.arcsin), half_errors(np.arccos),
            half_errors(np.arctan), half_errors(np.sinh), half_errors(np.cosh), half_errors(np.tanh),
            half_errors(np.arcsinh), half_errors(np.arccosh), half_errors(np.arctanh), half_errors(np.cbrt))


def exp(first, step):
    return worst(np.exp, first, step)


def exp2(first, step):
    return worst(np.exp2, first, step)


def expm1(first, step):
    return worst(np.expm1, first, step)


def log(first, step):
    return worst(np.log, first, step)


def log2(first, step):
    return worst(np.log2, first, step)


def log10(first, step):
    return worst(np.log10, first, step)


def log1p(first, step):
    return worst(np.log1p, first, step)


def sin(first, step):
    return worst(np.sin, first, step)


def cos(first, step):
    return worst(np.cos, first, step)


def tan(first, step):
    return worst(np.tan, first, step)


def sinh(first, step):
    return worst(np.sinh, first, step)


def cosh(first, step):
    return worst(np.cosh, first, step)


def tanh(first, step):
    return worst(np.tanh, first, step)


def cbrt(first, step):
    return worst(np.cbrt, first, step)


def asin(first, step):
    return worst(np.arcsin, first, step)


def acos(first, step):
    return worst(np.arccos, first, step)


def atan(first, step):
    return worst(np.arctan, first, step)


def asinh(first, step):
    return worst(np.arcsinh, first, step)


def acosh(first, step):
    return worst(np.arccosh, first, step)


def atanh(first, step):
    return worst(np.arctanh, first, step)
