# expect-oracle
# Several reductions over arrays of one shape in one pass, and what may not join it.
import numpy as np


def statistics(v):
    return v.mean(), v.var(), v.min(), v.max(), (v * v).sum(), (v * v * v).sum(), v.argmax()


def correlation(x, y):
    mx = x.mean()
    my = y.mean()
    dx = x - mx
    dy = y - my
    return (dx * dy).sum() / np.sqrt((dx * dx).sum() * (dy * dy).sum())


def between(v):
    a = v.sum()
    v[0] = 100.0
    b = v.max()
    print("least:")
    c = v.min()
    w = v * 2
    w[-1] = -1.0
    return a, b, c, w.sum(), w.min(), np.any(v > 3), np.all(v > 3), (v > 1).sum()


def mixed(v, k):
    return v.sum(), k.sum(), k.max(), (v > 0).any(), v.astype(np.float32).sum(), k.prod()


rng = np.random.default_rng(3)
for n in (1, 7, 8, 9, 127, 128, 129, 257, 1000, 4097):
    v = rng.standard_normal(n)
    for a in (v, v[::-1], v.astype(np.float32), np.stack([v, v]).T[:, 1]):
        print(statistics(a), mixed(a, (a * 9).astype(np.int32)))
    print(statistics(np.stack([v, v + 1])), correlation(v, v[::-1] + 1))
    print(between(v))
    v[n // 2] = np.nan
    print(statistics(v))
