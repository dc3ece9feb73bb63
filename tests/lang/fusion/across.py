# expect-oracle
# Reductions of computed elements along each axis: the lanes go along another one.
import numpy as np


def nbody(p, v, m, timestep, nsteps):
    for i in range(nsteps):
        d = p[np.newaxis, :, :] - p[:, np.newaxis, :]
        r2 = (d * d).sum(axis=2) + 1e-4
        w = m / (r2 * np.sqrt(r2))
        v += timestep * (d * w[:, :, np.newaxis]).sum(axis=1)
        p += timestep * v
    return p, v


def forces(p, q):
    d = p[:, None] - q
    return d.sum(0), d.sum(1), d.sum(2), (d * 2).max(1), (d + 1).min(0), (d * d).max(2)


def kept(p, q):
    d = p[:, None] - q[None, :]
    return (d * 0.5).sum(axis=1, keepdims=True), (d + 1).prod(axis=1), (d * d).max(axis=-1, keepdims=True)


def pairs(x, y):
    d = np.abs(x[:, None] - y)
    return (d * 2).max(1), (d + 1).min(1), (d * d).sum(1), d.sum(0), (d + 2).max(0), (d > 1).any(1)


def four(p):
    e = p[:, None, None, :] * p[None, :, None, :] + p[None, None, :, :]
    return e.sum(axis=1), e.sum(axis=2), (e + 1).sum(axis=0), e.max(axis=3)


rng = np.random.default_rng(9)
for n in (1, 2, 7, 8, 9, 17, 33):
    for c in (1, 2, 3, 4, 5):
        p = rng.integers(-9, 9, (n, c)) * 0.37
        q = rng.integers(-9, 9, (5, c)) * 0.21
        print(forces(p, q), kept(p, q), forces(q, p))
        print(forces(p.astype(np.float32), q.astype(np.float32)), forces((p * 9).astype(np.int64), (q * 9).astype(np.int64)))
        print(forces(p[::-1], q.T.copy().T))
    p = rng.standard_normal((n, 3))
    print(nbody(p, p * 0, p[:, 0] + 1.0, 1e-4, 2))
    print(pairs(p[:, 0], p[:, 1]), pairs(p[:, 0], p[:1, 2]))
for c in (1, 2, 3):
    print(four(rng.integers(-3, 4, (5, c)) * 0.5))
p[0, 0] = np.nan
p[-1] = -0.0
print(forces(p, p), kept(p, -p))
print(forces(p[:0], q), (p[:, None] - p[:0]).sum(1))
