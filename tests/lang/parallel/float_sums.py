# expect: 0 True True True True
# expect: 1 True True True True
# expect: 7 True True True True
# expect: 1023 True True True True
# expect: 1024 True True True True
# expect: 1025 True True True True
# expect: 5000 True True True True
# expect: 70001 True True True True
# The order of float sums of a prange loop, as docs/language.md says it, against the same in plain loops.
import numpy as np
from numba import njit, prange


def tree(parts):
    apart = 1
    while apart < len(parts):
        for k in range(0, len(parts) - apart, 2 * apart):
            parts[k] = parts[k] + parts[k + apart]
        apart *= 2
    return parts[0]


def ordered(terms, first):
    blocks = max((len(terms) + 1023) // 1024, 1)
    parts = np.full(blocks, -0.0)
    parts[0] = first
    for i in range(len(terms)):
        parts[i // 1024] = parts[i // 1024] + terms[i]
    return tree(parts)


def ordered_product(terms, first):
    blocks = max((len(terms) + 1023) // 1024, 1)
    parts = np.ones(blocks)
    parts[0] = first
    for i in range(len(terms)):
        parts[i // 1024] = parts[i // 1024] * terms[i]
    apart = 1
    while apart < len(parts):
        for k in range(0, len(parts) - apart, 2 * apart):
            parts[k] = parts[k] * parts[k + apart]
        apart *= 2
    return parts[0]


@njit(parallel=True)
def add(a, first):
    s = first
    for i in prange(a.shape[0]):
        s += a[i]
    return s


@njit(parallel=True)
def add_some(a, first):
    s = first
    for i in prange(a.shape[0]):
        if a[i] > 0.3:
            s -= a[i]
    return s


@njit(parallel=True)
def add_rows(a, first):
    s = first
    for i in prange(a.shape[0]):
        for k in range(3):
            s += a[i] * k
        s += 0.1
    return s


@njit(parallel=True)
def multiply(a, first):
    p = first
    for i in prange(a.shape[0]):
        p *= 1.0 + a[i] * 1e-6
    return p


def turn(x):
    s = -0.0
    for k in range(3):
        s += x * k
    return s + 0.1


for n in (0, 1, 7, 1023, 1024, 1025, 5000, 70001):
    a = (np.arange(n) * 7919 % 10007) / 10007.0
    some = np.array([-x if x > 0.3 else -0.0 for x in a]) if n else a
    rows = np.array([turn(x) for x in a]) if n else a
    print(n, add(a, 0.25) == ordered(a, 0.25), add_some(a, -1.5) == ordered(some, -1.5),
          add_rows(a, 1e3) == ordered(rows, 1e3),
          multiply(a, 3.0) == ordered_product(1.0 + a * 1e-6, 3.0))
