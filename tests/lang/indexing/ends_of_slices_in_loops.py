# Ends of slices that a loop computes: inside, negative, past the end, the start behind the end.
# expect-oracle
import numpy as np


def sums(a, starts, ends):
    out = np.empty(starts.shape[0])
    for i in range(starts.shape[0]):
        out[i] = a[starts[i]:ends[i]].sum() + a[ends[i]:].max(initial=-1) - a[:starts[i]].sum()
    return out


def store(a, starts, ends):
    for i in range(starts.shape[0]):
        a[starts[i]:ends[i]] += i
        a[starts[i] - ends[i]:] -= 0.5
    return a


def columns(m, ends):
    total = 0.0
    for j in ends:
        total += m[:, :j].sum() + m[j:, 1:j].sum() * 3
    return total


def dots(v, starts, ends):
    total = 0.0
    for i in range(starts.shape[0]):
        s = starts[i]
        e = ends[i]
        if e >= s:
            total += v[s:e] @ v[s:e]
    return total


big = np.iinfo(np.int64)
ends = np.array([0, 3, 7, 10, 11, 100, -1, -10, -11, -100, big.max, big.min, 5])
for n in (0, 1, 10):
    a = np.arange(n) * 1.5
    print(sums(a, ends, ends[::-1].copy()), store(a.copy(), ends[:9], ends[4:]))
    print(dots(a, ends, np.roll(ends, 2)), columns(np.arange(n * 6.0).reshape(n, 6), ends))
