"""Cantor's pairing function: every pair of natural numbers as one number, and back.

The functions are written once; called with ints they pair two numbers, called with arrays whole
grids. hpcc compiles each for the types that it is called with.
"""

import math

import numpy as np


def pair(x, y):
    return (x + y) * (x + y + 1) // 2 + y


def unpair(z):
    diagonal = (math.isqrt(8 * z + 1) - 1) // 2
    y = z - diagonal * (diagonal + 1) // 2
    return diagonal - y, y


print("pair(47, 32) =", pair(47, 32))
print("unpair(3192) =", unpair(3192))

columns, rows = np.meshgrid(np.arange(6), np.arange(5))
print(pair(columns, rows))

round_trips = 0
for z in range(10_000):
    x, y = unpair(z)
    if pair(x, y) == z:
        round_trips += 1
print("numbers that come back:", round_trips)
