# expect-oracle
# Elementary functions of arrays of every length around the vectors'.
import numpy as np


def f(x):
    return np.round(np.exp(x), 6)


def twice(x):
    y = np.zeros(x.shape[0])
    y[:] = np.exp(x)
    y[:] = np.log(y) + 1
    x[:] = np.round(np.exp(x), 6)
    x[1:] = np.round(np.exp(x[:-1] * 0.01), 6)
    return np.round(y, 6), x


def rows(m):
    return np.round(np.exp(m) / np.exp(m).sum(axis=1, keepdims=True), 6), np.round(np.sqrt(np.exp(m)), 6)


for n in range(40):
    x = np.arange(n) * 0.05
    print(f(x), f(x.astype(np.float32)).sum() > -1, twice(x.copy()), f(x[::-1]), f(x[::2]))
    print(rows(np.stack([x, x + 1, x * 2])))
