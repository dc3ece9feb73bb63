# expect-oracle
"""Where an index leaves the array in some iteration, the loop over lanes is not taken: the error and
what was stored before it are those of the loop as it is written."""
import numpy as np


def add(a, b, c):
    for j in range(c.shape[0]):
        for k in range(b.shape[0]):
            c[j] += a[j, k] * b[k]


def sieve(n):
    prime = np.ones(n + 1, dtype=np.bool_)
    i = 2
    while i * i <= n:
        for j in range(i * i, n + 1, i):
            prime[j] = False
        i += 1
    return int(prime.sum())


def strided(x, start, step, count):
    for i in range(count):
        x[start + i * step] = 1
    return list(x)


a = np.arange(400.0).reshape(20, 20)
for shape in (20, 15, 21):
    c = np.zeros(shape)
    try:
        add(a, np.ones(20), c)
        print("fine")
    except IndexError:
        print("index")
    print(list(c))
try:
    add(a, np.ones(25), np.zeros(20))
except IndexError:
    print("index")
try:
    add(a, np.ones(20), np.broadcast_to(np.zeros(1), (20,)))
except ValueError:
    print("read-only")
print(sieve(2), sieve(3), sieve(1000))
x = np.zeros(12, dtype=np.int64)
print(strided(x, 0, 3, 4), strided(x, 5, 0, 3), strided(x, 11, -2, 6), strided(x, -1, -3, 4), strided(x, -3, 1, 3))
try:
    strided(x, 1, 4, 4)
except IndexError:
    print("index", list(x))
