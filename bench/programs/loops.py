"""Loop-style kernels of the benchmarks, as one would write them for Numba or Cython."""
import math

import numpy as np


def simulator_rows(r_i, speed_i, timestep, nsteps):
    for i in range(nsteps):
        for p in range(r_i.shape[0]):
            x = r_i[p, 0]
            y = r_i[p, 1]
            norm = math.sqrt(x * x + y * y)
            r_i[p, 0] += timestep * speed_i[p] * (-y / norm)
            r_i[p, 1] += timestep * speed_i[p] * (x / norm)


def simulator(xs, ys, speeds, timestep, nsteps):
    for i in range(nsteps):
        for p in range(xs.shape[0]):
            x = xs[p]
            y = ys[p]
            norm = math.sqrt(x * x + y * y)
            vx = -y / norm
            vy = x / norm
            xs[p] += timestep * speeds[p] * vx
            ys[p] += timestep * speeds[p] * vy


def sieve(n):
    prime = np.ones(n + 1, dtype=np.bool_)
    prime[0] = False
    prime[1] = False
    i = 2
    while i * i <= n:
        if prime[i]:
            for j in range(i * i, n + 1, i):
                prime[j] = False
        i += 1
    primes = 0
    for i in range(n + 1):
        if prime[i]:
            primes += 1
    return primes


def mandelbrot(n, steps):
    counts = np.zeros((n, n), dtype=np.int64)
    for i in range(n):
        for j in range(n):
            cx = -2.0 + 3.0 * j / n
            cy = -1.5 + 3.0 * i / n
            x = 0.0
            y = 0.0
            k = 0
            while k < steps and x * x + y * y <= 4.0:
                step = x * x - y * y + cx
                y = 2.0 * x * y + cy
                x = step
                k += 1
            counts[i, j] = k
    return counts


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def softmax(m):
    result = np.empty_like(m)
    for i in range(m.shape[0]):
        largest = m[i, 0]
        for j in range(m.shape[1]):
            largest = max(largest, m[i, j])
        total = 0.0
        for j in range(m.shape[1]):
            e = math.exp(m[i, j] - largest)
            result[i, j] = e
            total += e
        for j in range(m.shape[1]):
            result[i, j] /= total
    return result


def standardise(m):
    rows, columns = m.shape
    mean = np.zeros(columns)
    for i in range(rows):
        for j in range(columns):
            mean[j] += m[i, j]
    for j in range(columns):
        mean[j] /= rows
    variance = np.zeros(columns)
    for i in range(rows):
        for j in range(columns):
            d = m[i, j] - mean[j]
            variance[j] += d * d
    for j in range(columns):
        variance[j] = math.sqrt(variance[j] / rows)
    result = np.empty_like(m)
    for i in range(rows):
        for j in range(columns):
            result[i, j] = (m[i, j] - mean[j]) / variance[j]
    return result


def layer_norm(m):
    rows, columns = m.shape
    result = np.empty_like(m)
    for i in range(rows):
        mean = 0.0
        for j in range(columns):
            mean += m[i, j]
        mean /= columns
        variance = 0.0
        for j in range(columns):
            d = m[i, j] - mean
            variance += d * d
        scale = math.sqrt(variance / columns + 1e-5)
        for j in range(columns):
            result[i, j] = (m[i, j] - mean) / scale
    return result


def distance(points):
    n = points.shape[0]
    result = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            x = points[i, 0] - points[j, 0]
            y = points[i, 1] - points[j, 1]
            result[i, j] = math.sqrt(x * x + y * y)
    return result


def kmeans(points, centres, steps):
    c = centres.copy()
    n = points.shape[0]
    clusters = c.shape[0]
    dims = c.shape[1]
    for step in range(steps):
        total = np.zeros((clusters, dims))
        count = np.zeros(clusters, dtype=np.int64)
        for i in range(n):
            best = 0
            least = np.inf
            for k in range(clusters):
                d = 0.0
                for x in range(dims):
                    t = points[i, x] - c[k, x]
                    d += t * t
                if d < least:
                    least = d
                    best = k
            count[best] += 1
            for x in range(dims):
                total[best, x] += points[i, x]
        for k in range(clusters):
            if count[k] > 0:
                for x in range(dims):
                    c[k, x] = total[k, x] / count[k]
    return c


def nbody(p, v, m, timestep, nsteps):
    n = p.shape[0]
    for step in range(nsteps):
        for i in range(n):
            ax = 0.0
            ay = 0.0
            az = 0.0
            for j in range(n):
                x = p[j, 0] - p[i, 0]
                y = p[j, 1] - p[i, 1]
                z = p[j, 2] - p[i, 2]
                r2 = x * x + y * y + z * z + 1e-4
                w = m[j] / (r2 * math.sqrt(r2))
                ax += x * w
                ay += y * w
                az += z * w
            v[i, 0] += timestep * ax
            v[i, 1] += timestep * ay
            v[i, 2] += timestep * az
        for i in range(n):
            for k in range(3):
                p[i, k] += timestep * v[i, k]


def black_scholes(spot, strike, years, rate, volatility):
    result = np.empty_like(spot)
    for i in range(spot.shape[0]):
        spread = volatility * math.sqrt(years[i])
        d1 = (math.log(spot[i] / strike[i]) + (rate + 0.5 * volatility * volatility) * years[i]) / spread
        d2 = d1 - spread
        n1 = 1.0 / (1.0 + math.exp(-1.5976 * d1 - 0.070565992 * d1 * d1 * d1))
        n2 = 1.0 / (1.0 + math.exp(-1.5976 * d2 - 0.070565992 * d2 * d2 * d2))
        result[i] = spot[i] * n1 - strike[i] * math.exp(-rate * years[i]) * n2
    return result


def jacobi(a, b, nsteps):
    n = a.shape[0]
    for step in range(nsteps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                b[i, j] = 0.2 * (a[i, j] + a[i, j - 1] + a[i, j + 1] + a[i + 1, j] + a[i - 1, j])
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = 0.2 * (b[i, j] + b[i, j - 1] + b[i, j + 1] + b[i + 1, j] + b[i - 1, j])


def kalman(z, timestep):
    """The products of 2 x 2 matrices written out."""
    out = np.empty(z.shape)
    x = 0.0
    v = 0.0
    p00 = 1.0
    p01 = 0.0
    p10 = 0.0
    p11 = 1.0
    for t in range(z.shape[0]):
        x = x + timestep * v
        a00 = p00 + timestep * p10
        a01 = p01 + timestep * p11
        p00 = a00 + timestep * a01 + 1e-4
        p01 = a01
        p10 = p10 + timestep * p11
        p11 = p11 + 1e-3
        s00 = p00 + 0.5
        s01 = p01 + 0.1
        s10 = p10 + 0.1
        s11 = p11 + 0.25
        det = s00 * s11 - s01 * s10
        k00 = (p00 * s11 - p01 * s10) / det
        k01 = (p01 * s00 - p00 * s01) / det
        k10 = (p10 * s11 - p11 * s10) / det
        k11 = (p11 * s00 - p10 * s01) / det
        dx = z[t, 0] - x
        dv = z[t, 1] - v
        x = x + k00 * dx + k01 * dv
        v = v + k10 * dx + k11 * dv
        n00 = p00 - (k00 * p00 + k01 * p10)
        n01 = p01 - (k00 * p01 + k01 * p11)
        n10 = p10 - (k10 * p00 + k11 * p10)
        n11 = p11 - (k10 * p01 + k11 * p11)
        p00 = n00
        p01 = n01
        p10 = n10
        p11 = n11
        out[t, 0] = x
        out[t, 1] = v
    return out


def heat(u, k, nsteps):
    for step in range(nsteps):
        left = u[0]
        for i in range(1, u.shape[0] - 1):
            here = u[i]
            u[i] = here + k * (u[i + 1] - 2.0 * here + left)
            left = here


def heat2(u, k, nsteps):
    n = u.shape[0]
    columns = u.shape[1]
    above = np.empty(columns)
    for step in range(nsteps):
        for j in range(columns):
            above[j] = u[0, j]
        for i in range(1, n - 1):
            left = u[i, 0]
            for j in range(1, columns - 1):
                here = u[i, j]
                u[i, j] = here + k * (u[i + 1, j] + above[j] + u[i, j + 1] + left - 4.0 * here)
                above[j] = here
                left = here


def life(z, nsteps):
    n = z.shape[0]
    old = z.copy()
    for step in range(nsteps):
        for i in range(n):
            for j in range(n):
                old[i, j] = z[i, j]
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                s = (old[i - 1, j - 1] + old[i - 1, j] + old[i - 1, j + 1] + old[i, j - 1] + old[i, j + 1]
                     + old[i + 1, j - 1] + old[i + 1, j] + old[i + 1, j + 1])
                z[i, j] = 1 if s == 3 or (s == 2 and old[i, j] == 1) else 0


def lu(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[k, j]
            a[i, j] /= a[j, j]
        for j in range(i, n):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]


def cholesky(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])


def floyd_warshall(path):
    n = path.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                path[i, j] = min(path[i, j], path[i, k] + path[k, j])


def prefix_sum(a):
    result = np.empty_like(a)
    total = 0.0
    for i in range(a.shape[0]):
        total += a[i]
        result[i] = total
    return result


def histogram(a):
    counts = np.zeros(64, dtype=np.int64)
    for i in range(a.shape[0]):
        k = int(a[i] * 64.0)
        if k == 64:
            k = 63
        counts[k] += 1
    return counts


def spmv(starts, columns, values, x):
    y = np.empty(starts.shape[0] - 1)
    for i in range(y.shape[0]):
        total = 0.0
        for k in range(starts[i], starts[i + 1]):
            total += values[k] * x[columns[k]]
        y[i] = total
    return y


def advection(u, c, nsteps):
    for step in range(nsteps):
        left = u[0]
        for i in range(1, u.shape[0]):
            here = u[i]
            u[i] = here - c * (here - left)
            left = here


def mask_sum(a):
    total = 0.0
    for i in range(a.shape[0]):
        if a[i] > 0.5:
            total += a[i]
    return total


def max_all(m):
    largest = m[0, 0]
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            largest = max(largest, m[i, j])
    return largest
