"""The sum of squares in four ways: a loop, a whole array, a generator expression, a formula."""

import numpy as np
from numba import njit


@njit
def by_loop(values):
    total = 0.0
    for v in values:
        total += v * v
    return total


def by_array(values):
    return (values**2).sum()


def of_integers(n):
    # A Python int is checked: had the sum outgrown 64 bits, hpcc would stop with OverflowError.
    return sum(i * i for i in range(n))


def by_formula(n):
    return (n - 1) * n * (2 * n - 1) // 6


n = 1_000_000
values = np.arange(n) / n

# The loop adds in order and NumPy in pairs, which rounds less: the last digits differ.
print("loop:   ", by_loop(values))
print("array:  ", by_array(values))
print("integer:", of_integers(n), by_formula(n))
