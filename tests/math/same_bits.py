# Every elementary function of arrays whose length is no multiple of a vector's: one long row each.
import numpy as np


def arguments(seed, n):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, n) * 2.0 ** rng.uniform(-60, 60, n)
    x[0:n:3] = rng.uniform(-1, 1, x[0:n:3].size)
    x[1:n:5] = rng.uniform(-800, 800, x[1:n:5].size)
    x[2:n:97] = np.inf
    x[3:n:101] = np.nan
    x[4:n:103] = 0.0
    x[5:n:107] = 5e-324
    return x


def f64(n):
    x = arguments(1, n)
    y = arguments(2, n)
    return np.stack((np.exp(x), np.exp2(x), np.expm1(x), np.log(np.abs(x)), np.log2(np.abs(x)),
                     np.log10(np.abs(x)), np.log1p(x), np.sin(x), np.cos(x), np.tan(x), np.arcsin(x),
                     np.arccos(x), np.arctan(x), np.sinh(x), np.cosh(x), np.tanh(x), np.arcsinh(x),
                     np.arccosh(np.abs(x)), np.arctanh(x), np.cbrt(x), np.power(np.abs(x), y),
                     np.arctan2(x, y), np.hypot(x, y)))


def f32(n):
    x = arguments(3, n).astype(np.float32)
    y = arguments(4, n).astype(np.float32)
    return np.stack((np.exp(x), np.exp2(x), np.expm1(x), np.log(np.abs(x)), np.log2(np.abs(x)),
                     np.log10(np.abs(x)), np.log1p(x), np.sin(x), np.cos(x), np.tan(x), np.arcsin(x),
                     np.arccos(x), np.arctan(x), np.sinh(x), np.cosh(x), np.tanh(x), np.arcsinh(x),
                     np.arccosh(np.abs(x)), np.arctanh(x), np.cbrt(x), np.power(np.abs(x), y),
                     np.arctan2(x, y), np.hypot(x, y)))


def all64(n):
    r = f64(n)
    return np.where(np.isnan(r), 7.0, r)


def all32(n):
    r = f32(n)
    return np.where(np.isnan(r), np.float32(7), r)


def all16(n):
    x = arguments(5, n).astype(np.float16)
    y = arguments(6, n).astype(np.float16)
    r = np.stack((np.exp(x), np.log(np.abs(x)), np.sin(x), np.tan(x), np.arcsin(x), np.arctan(x), np.tanh(x),
                  np.cbrt(x), np.power(np.abs(x), y), np.arctan2(x, y), np.hypot(x, y)))
    return np.where(np.isnan(r), np.float16(7), r)


def sin_of_line(n):
    """The steps of elementary functions stay exact under fastmath."""
    return np.sin(np.arange(n) - 2500.0)
