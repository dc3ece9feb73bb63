# expect-oracle
# Minimum and maximum of nothing fail, whether or not something uses the result, and where they stand.
import sys

import numpy as np

n = len(sys.argv) - 1
e = np.zeros(n)
m = np.zeros((3, n))


def attempt(name, f):
    try:
        f()
        print(name, "passed")
    except ValueError as error:
        print(name, error)


def first():
    e.max()


def second():
    np.min(m, axis=1)


def third():
    e.argmax()


def fourth():
    np.argmin(m, axis=1)


def fifth():
    top = e.max()
    print("after")
    return top


def sixth():
    return e.max() > 3


attempt("max", first)
attempt("min along", second)
attempt("argmax", third)
attempt("argmin along", fourth)
attempt("order", fifth)
attempt("compared", sixth)


def shapes(a):
    attempt("max 0", lambda: print(a.max(0).shape))
    attempt("max 1", lambda: print(a.max(1).shape))
    attempt("max 0 1", lambda: print(a.max((0, 1), keepdims=True).shape))
    attempt("max 1 2", lambda: print(a.max((1, 2)).shape))
    attempt("argmax 0", lambda: print(a.argmax(0).shape))
    attempt("argmax 1", lambda: print(a.argmax(1).shape))


shapes(np.zeros((n, 2, n)))
shapes(np.zeros((n, n, 3)))
shapes(np.zeros((2, n, n)))
shapes(np.zeros((n, 2, 3)))
