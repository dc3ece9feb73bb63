# How many loop nests the common cases are. Fewer are better: then lower the number here.
# expect-oracle
# expect-kernels: 1 chain "(float64[:])"
# expect-kernels: 1 total "(float64[:])"
# expect-kernels: 1 neighbours "(float64[:])"
# expect-kernels: 4 softmax "(float64[:, :])"
# expect-kernels: 5 standardised "(float64[:, :])"
import numpy as np


def chain(a):
    return np.sqrt(a * a + 1) * 2 - a / 3


def total(a):
    return np.sum(np.sqrt(a * a) + 1)


def neighbours(a):
    return a[1:] - a[:-1]


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def standardised(a):
    return (a - a.mean(axis=0)) / a.std(axis=0)


x = np.linspace(0, 1, 5)
m = np.arange(12.0).reshape(3, 4)
print(chain(x), total(x), neighbours(x), standardised(m))
print(np.allclose(softmax(m).sum(axis=1), 1))
