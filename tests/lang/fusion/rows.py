# expect-oracle
# skip-backend gcc: takes GCC half a minute and more to compile
# Reductions along the last axis and what follows them, done row by row.
import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def standardise(x):
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)


def layer_norm(x, g, b):
    mu = x.mean(axis=-1, keepdims=True)
    return (x - mu) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) * g + b


def log_sum_exp(x):
    m = x.max(axis=1)
    return np.log(np.exp(x - m[:, None]).sum(axis=1)) + m


def shares(x):
    total = x.sum(axis=1)
    return x / total[:, np.newaxis], total


def spread(x):
    return x.std(axis=1), x.var(axis=1, ddof=1), x.max(axis=1) - x.min(axis=1)


def centre(x):
    x -= x.mean(axis=1, keepdims=True)
    x /= np.sqrt((x * x).sum(axis=1, keepdims=True))
    return x


def shifted(x, y):
    y[:] = x[:, ::-1] - x.sum(axis=1, keepdims=True)
    x[:] = y[:, ::-1] - x.sum(axis=1, keepdims=True)
    return x


def overlap(x):
    x[1:] = x[:-1] / x[:-1].sum(axis=1, keepdims=True)
    return x


def numbered(x):
    i = np.arange(x.shape[0])[:, None]
    return (x + i) / (x * i + 1.0).sum(axis=1, keepdims=True)


def above(x):
    big = x > x.mean(axis=1, keepdims=True)
    return big.sum(axis=1), np.where(big, x, 0.0).sum(axis=1), np.any(big, axis=1)


def deep(z):
    a = z / z.sum(axis=2, keepdims=True)
    b = z - z.mean(axis=(1, 2), keepdims=True)
    c = z / z.max(axis=(1, 2), keepdims=True) + z.sum(axis=-1)[:, :, None]
    return a, b, c


rng = np.random.default_rng(11)
for shape in ((1, 1), (3, 1), (1, 9), (4, 7), (5, 8), (3, 130), (2, 1000), (6, 33)):
    x = rng.standard_normal(shape) + 0.25
    for a in (x, x.astype(np.float32), x[::-1], x[:, ::-1], x.T.copy().T, np.round(x * 8)):
        if a.dtype == np.float64:
            print(softmax(a), log_sum_exp(a))
        print(standardise(a), shares(a), spread(a))
        print(numbered(a), above(a))
    print(layer_norm(x, x[0], x[-1]), layer_norm(x, x[0, :1], x[0]))
    print(shifted(x.copy(), x.copy()), overlap(x.copy()), centre(x.copy()))
    k = (x * 8).astype(np.int64)
    print(k - k.sum(axis=1, keepdims=True), k * k.max(axis=1, keepdims=True))
x[0, 0] = np.nan
x[-1, 1] = np.inf
print(softmax(x), standardise(x), spread(x))
for shape in ((1, 2, 3), (2, 3, 9), (3, 1, 130)):
    z = rng.standard_normal(shape)
    print(deep(z), deep(z.astype(np.float32)), deep(z.transpose(0, 2, 1)))
print(softmax(np.zeros((0, 4))), standardise(np.zeros((0, 3))), shares(np.zeros((3, 0))))
print(log_sum_exp(np.zeros((0, 2))))
