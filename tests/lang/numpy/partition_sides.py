# expect-oracle
# partition: kth is where sorting puts it, smaller ones before it. NumPy's order beyond that is its processor's.
import numpy as np

rng = np.random.default_rng(0)


def sides(p, s, k):
    return p[k] == s[k] and (np.sort(p[:k]) == s[:k]).all() and (np.sort(p[k:]) == s[k:]).all()


for n in (5, 40, 1000):
    a = rng.integers(0, 50, n)
    f = rng.random(n)
    for k in (0, n // 2, n - 1, -1):
        j = k % n
        print(n, k, sides(np.partition(a, k), np.sort(a), j), sides(f[np.argpartition(f, k)], np.sort(f), j))
m = rng.random((4, 9))
p = np.partition(m, (2, 5), axis=1)
print((p[:, [2, 5]] == np.sort(m, axis=1)[:, [2, 5]]).all())
