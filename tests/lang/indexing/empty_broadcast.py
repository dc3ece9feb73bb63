# expect-oracle
# Index arrays whose broadcast is empty are not looked at; those that do not broadcast are IndexErrors.
import sys

import numpy as np

n = len(sys.argv) - 1
d = np.arange(60.0).reshape(3, 4, 5)
none = np.zeros(n, dtype=int)
far = np.array([9 + n])


def attempt(name, f):
    try:
        print(name, f().shape)
    except IndexError as error:
        print(name, error)


attempt(1, lambda: d[none, far])
attempt(2, lambda: d[none, far[:, None], 0:2])
attempt(3, lambda: d[np.zeros((n, 1), int), np.array([7 + n, 8])])
attempt(4, lambda: d[none, :, far])
attempt(5, lambda: d[np.zeros(3, bool), far])
attempt(6, lambda: d[np.ix_(none, far)])
attempt(7, lambda: d[none, 7 + n])
attempt(8, lambda: d[far, n:n])
attempt(9, lambda: np.zeros((3, n))[far])
attempt(10, lambda: d[np.arange(n + 2), np.arange(n + 3)])
attempt(11, lambda: d[np.arange(n + 2), np.arange(n + 9, n + 11)])
attempt(12, lambda: d[np.zeros((n + 2, 2), int), np.zeros((n + 3, 2), int)])
d[none, far] = 1
d[none, far] += 1
try:
    d[far, n:n] += 1
except IndexError as error:
    print(error)
print(d.sum())
