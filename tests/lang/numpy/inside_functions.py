# expect-oracle
import numpy as np


def stats(a):
    return np.mean(a), np.std(a), np.median(a)


def normalise(a, axis):
    return (a - np.mean(a, axis=axis, keepdims=True)) / np.std(a, axis=axis, keepdims=True)


def smooth(u, n):
    for _ in range(n):
        u = u + 0.1 * (np.roll(u, 1) + np.roll(u, -1) - 2 * u)
    return u


def grid(n, m):
    x, y = np.meshgrid(np.linspace(0, 1, n), np.linspace(0, 1, m))
    return x * y


def pick(a, k):
    return np.take(a, k), np.delete(a, k), np.insert(a, k, 0)


def pads(a, k):
    return np.pad(a, k), np.pad(a, (k, 1), mode="edge"), np.tile(a, k), np.repeat(a, k), np.eye(k), np.diff(a, k), np.flip(a)


for size in range(3, 6):
    data = np.arange(size * 2.0).reshape(size, 2)
    print(stats(data), normalise(data, 0), normalise(data, 1)[0], smooth(np.arange(size * 1.0), size), grid(size, 2))
    print(pick(np.arange(size), size - 2))
    print(pads(np.arange(size), size - 2))
    print(np.rot90(data, size), np.linspace(0, 1, size), np.array_split(data, size - 1), np.tri(size, k=size - 4))
    print(np.percentile(data, size * 10), np.histogram(data, size), np.unravel_index(size, (size, 2)))
total = np.zeros(3)
for part in np.split(np.arange(9.0), 3):
    total += part
print(total)
