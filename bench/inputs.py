"""Makes the inputs of the workloads; the names that their expressions use."""

import numpy as np


def uniform(n, seed=1):
    return np.random.default_rng(seed).random(n)


def normal(*shape):
    return np.random.default_rng(7).normal(size=shape)


def integers(below, *shape):
    return np.random.default_rng(5).integers(0, below, shape)


def values(dtype, n, seed):
    if dtype.startswith("float"):
        return uniform(n, seed).astype(dtype)
    if dtype.startswith("complex"):
        return (uniform(n, seed) + 1j * uniform(n, seed + 10)).astype(dtype)
    return np.random.default_rng(seed).integers(0, 100, n).astype(dtype)


def circle(n):
    k = np.arange(n)
    return np.stack([((k * 37) % 101 - 50.5) / 50.0, ((k * 53) % 97 - 48.5) / 50.0], axis=1)


def plane(n):
    return np.linspace(-2.0, 1.0, n) + 1j * np.linspace(-1.5, 1.5, n)[:, np.newaxis]


def positive(n):
    """A symmetric, positive definite matrix."""
    m = normal(n, n)
    return m @ m.T + n * np.eye(n)


def make(workload, folder):
    """The arguments as NAME=VALUE words; arrays go to files in folder."""
    words = []
    for name, expression in workload.inputs.items():
        value = eval(expression, globals())
        if isinstance(value, np.ndarray):
            path = f"{folder}/{workload.name}.{name}.npy"
            np.save(path, value)
            words.append(f"{name}=@{path}")
        else:
            words.append(f"{name}={value!r}")
    return words
