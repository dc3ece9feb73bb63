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


def chain1(a, b):
    return a + b


def chain3(a, b):
    return 2 * a + 3 * b


def chain10(a, b):
    return ((((a * b + a) * b + a) * b + a) * b + a) * b - a


def chain30(a, b):
    p = ((((a * b + a) * b + a) * b + a) * b + a) * b - a
    q = ((((p * b + a) * b + a) * b + p) * b + a) * b - p
    return ((((q * b + a) * b + p) * b + q) * b + a) * b - q


def transcendental(a, b):
    return np.sin(a) * np.cos(b) + np.exp(-a) * np.log(b + 1.5)


def broadcast(m, row, column):
    return m * row + column[:, np.newaxis]


def strided(a):
    return a[::2] * a[1::2]


def transposed(m, n):
    return m + n.T


def max_all(m):
    return m.max()


def max_axis0(m):
    return m.max(axis=0)


def max_axis1(m):
    return m.max(axis=1)


def std_all(m):
    return m.std()


def softmax(m):
    e = np.exp(m - m.max(axis=1)[:, np.newaxis])
    return e / e.sum(axis=1)[:, np.newaxis]


def standardise(m):
    return (m - m.mean(axis=0)) / m.std(axis=0)


def layer_norm(m):
    d = m - m.mean(axis=1)[:, np.newaxis]
    return d / np.sqrt((d * d).mean(axis=1)[:, np.newaxis] + 1e-5)


def correlation(m):
    z = (m - m.mean(axis=0)) / m.std(axis=0)
    return z.T @ z / m.shape[0]


def kmeans(points, centres, steps):
    c = centres.copy()
    for step in range(steps):
        d = points[:, np.newaxis, :] - c[np.newaxis, :, :]
        label = (d * d).sum(axis=2).argmin(axis=1)
        for k in range(c.shape[0]):
            mine = label == k
            if mine.any():
                c[k] = points[mine].mean(axis=0)
    return c


def nbody(p, v, m, timestep, nsteps):
    for i in range(nsteps):
        d = p[np.newaxis, :, :] - p[:, np.newaxis, :]
        r2 = (d * d).sum(axis=2) + 1e-4
        w = m / (r2 * np.sqrt(r2))
        v += timestep * (d * w[:, :, np.newaxis]).sum(axis=1)
        p += timestep * v


def kalman(z, timestep):
    """Filters positions and velocities that were measured."""
    f = np.array([[1.0, timestep], [0.0, 1.0]])
    noise = np.array([[1e-4, 0.0], [0.0, 1e-3]])
    errors = np.array([[0.5, 0.1], [0.1, 0.25]])
    x = np.zeros(2)
    p = np.eye(2)
    out = np.empty(z.shape)
    for t in range(z.shape[0]):
        x = f @ x
        p = f @ p @ f.T + noise
        gain = p @ np.linalg.inv(p + errors)
        x = x + gain @ (z[t] - x)
        p = p - gain @ p
        out[t] = x
    return out


def solve3(a, b):
    return np.linalg.solve(a, b[:, :, np.newaxis])[:, :, 0]


def black_scholes(spot, strike, years, rate, volatility):
    d1 = (np.log(spot / strike) + (rate + 0.5 * volatility * volatility) * years) / (volatility * np.sqrt(years))
    d2 = d1 - volatility * np.sqrt(years)
    # The normal distribution by its logistic approximation: NumPy has no erf.
    n1 = 1.0 / (1.0 + np.exp(-1.5976 * d1 - 0.070565992 * d1 * d1 * d1))
    n2 = 1.0 / (1.0 + np.exp(-1.5976 * d2 - 0.070565992 * d2 * d2 * d2))
    return spot * n1 - strike * np.exp(-rate * years) * n2


def mandelbrot_masks(c, steps):
    z = np.zeros_like(c)
    counts = np.zeros(c.shape, dtype=np.int64)
    for k in range(steps):
        inside = z.real * z.real + z.imag * z.imag < 4.0
        counts[inside] += 1
        z[inside] = z[inside] * z[inside] + c[inside]
    return counts


def jacobi(a, b, nsteps):
    for i in range(nsteps):
        b[1:-1, 1:-1] = 0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])


def heat(u, k, nsteps):
    for i in range(nsteps):
        u[1:-1] += k * (u[2:] - 2.0 * u[1:-1] + u[:-2])


def heat2(u, k, nsteps):
    for i in range(nsteps):
        u[1:-1, 1:-1] += k * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4.0 * u[1:-1, 1:-1])


def life(z, nsteps):
    for i in range(nsteps):
        n = (z[:-2, :-2] + z[:-2, 1:-1] + z[:-2, 2:] + z[1:-1, :-2] + z[1:-1, 2:]
             + z[2:, :-2] + z[2:, 1:-1] + z[2:, 2:])
        born = (n == 3) & (z[1:-1, 1:-1] == 0)
        stays = ((n == 2) | (n == 3)) & (z[1:-1, 1:-1] == 1)
        z[1:-1, 1:-1] = born | stays


def lu(a):
    for i in range(a.shape[0]):
        for j in range(i):
            a[i, j] -= a[i, :j] @ a[:j, j]
            a[i, j] /= a[j, j]
        for j in range(i, a.shape[0]):
            a[i, j] -= a[i, :i] @ a[:i, j]


def cholesky(a):
    for i in range(a.shape[0]):
        for j in range(i):
            a[i, j] -= a[i, :j] @ a[j, :j]
            a[i, j] /= a[j, j]
        a[i, i] -= a[i, :i] @ a[i, :i]
        a[i, i] = np.sqrt(a[i, i])


def floyd_warshall(path):
    for k in range(path.shape[0]):
        path[:] = np.minimum(path, path[:, k][:, np.newaxis] + path[k, :])


def prefix_sum(a):
    return np.cumsum(a)


def histogram(a):
    return np.histogram(a, bins=64, range=(0.0, 1.0))[0]


def bincount(i):
    return np.bincount(i)


def fft_slices(x):
    n = x.shape[0]
    y = x.copy()
    half = n // 2
    length = 1
    while length < n:
        w = np.exp(-1j * np.pi * np.arange(length) / length)
        u = y.reshape(2, half // length, length)
        t = u[1] * w
        z = np.empty((half // length, 2, length), dtype=np.complex128)
        z[:, 0, :] = u[0] + t
        z[:, 1, :] = u[0] - t
        y = z.reshape(n)
        length *= 2
    return y


def spmv(starts, columns, values, x):
    y = np.empty(starts.shape[0] - 1)
    for i in range(y.shape[0]):
        s = starts[i]
        e = starts[i + 1]
        y[i] = values[s:e] @ x[columns[s:e]]
    return y


def matmul(m, n):
    return m @ n


def sort(a):
    return np.sort(a)


def argsort(a):
    return np.argsort(a)


def median(a):
    return np.median(a)


def interp(x, xp, fp):
    return np.interp(x, xp, fp)


def gather(a, i):
    return a[i]


def mask_sum(a):
    return a[a > 0.5].sum()


def where_clip(a, b):
    return np.where(a > b, np.minimum(a, 0.75), np.maximum(b, 0.25))


def advection(u, c, nsteps):
    for i in range(nsteps):
        u[1:] = u[1:] - c * (u[1:] - u[:-1])
