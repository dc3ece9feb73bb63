"""Two ways to measure how far apart points are, each in loop style and in array style.

Euclidean: the straight line. Chebyshev: the greatest difference along an axis, which is the number
of moves a king needs on a chess board.
"""

import math

import numpy as np
from numba import njit


@njit
def euclidean_loop(a, b):
    total = 0.0
    for i in range(a.shape[0]):
        d = a[i] - b[i]
        total += d * d
    return math.sqrt(total)


@njit
def chebyshev_loop(a, b):
    greatest = 0.0
    for i in range(a.shape[0]):
        greatest = max(greatest, abs(a[i] - b[i]))
    return greatest


def euclidean(a, b):
    return np.sqrt(((a - b) ** 2).sum(axis=-1))


def chebyshev(a, b):
    return np.abs(a - b).max(axis=-1)


a = np.array([1.0, 5.0, -2.0])
b = np.array([4.0, 1.0, -2.0])
print("loops: ", euclidean_loop(a, b), chebyshev_loop(a, b))
print("arrays:", euclidean(a, b), chebyshev(a, b))

# The array functions also take many points at once: the last axis holds the coordinates.
squares = np.stack(np.meshgrid(np.arange(8), np.arange(8)), axis=-1)
king = np.array([3, 4])
print("moves of a king from", king)
print(chebyshev(squares, king))
print("straight lines from the corner")
print(np.round(euclidean(squares, np.array([0, 0]))[:3], 2))
