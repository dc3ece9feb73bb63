"""Array-style kernels of the benchmarks. NumPy runs the same functions as the peer."""
import numpy as np


def triad(a, b, out):
    out[:] = 2 * a + 3 * b


def elementwise(a, b):
    return 2 * a + 3 * b


def exp_sum(x, y):
    return np.exp(x) + np.exp(y)


def distance(points):
    d = points[:, np.newaxis, :] - points[np.newaxis, :, :]
    return np.sqrt((d * d).sum(axis=2))


def simulator(r_i, speed_i, timestep, nsteps):
    for i in range(nsteps):
        norm_i = np.sqrt((r_i ** 2).sum(axis=1))
        v_i = r_i[:, [1, 0]]
        v_i[:, 0] *= -1
        v_i /= norm_i[:, np.newaxis]
        d_i = timestep * speed_i[:, np.newaxis] * v_i
        r_i += d_i


def sum_all(m):
    return m.sum()


def mean_all(m):
    return m.mean()


def sum_axis0(m):
    return m.sum(axis=0)


def sum_axis1(m):
    return m.sum(axis=1)


def small(a, b, s):
    return s * a + b - 1.0
