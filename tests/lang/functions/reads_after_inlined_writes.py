# expect-oracle
# What an inlined call wrote is seen by reads after it, in the same expression too.
import numpy as np


def bump(v):
    v[0] += 1
    return v[0]


def twice(v):
    if v[1] > 0:
        v[0] += 10
    return bump(v) + bump(v)


a = np.array([1, 1])
print(bump(a), a[0], bump(a), a[0])
print(a[0], twice(a), a[0], a.sum(), twice(a), a.sum())
